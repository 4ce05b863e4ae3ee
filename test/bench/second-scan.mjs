// What the editor's scan of a folder costs the first time, and in the next session, when nothing has changed: processor time of the
// server from its start until the scan is done. Needs `npm run build`.
//   node test/bench/second-scan.mjs [FOLDER]     (default: a tree of a thousand files, made for this)
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { writeTree } from "./material.mjs";
import { commandLine, processorTime, startServer } from "./server.mjs";

const { own, command } = commandLine();
const work = mkdtempSync(join(tmpdir(), "bartizan-second-"));
try {
  const tree = own[0] === undefined ? join(work, "tree") : resolve(own[0]);
  if (own[0] === undefined) {
    writeTree(tree, 100_000);
    // Files that were just written are looked at again.
    await new Promise((done) => setTimeout(done, 2500));
  }
  const session = async () => {
    let isRead = () => undefined;
    const read = new Promise((done) => {
      isRead = done;
    });
    const server = await startServer(command, tree, {
      environment: { BARTIZAN_CACHE: join(work, "cache") },
      listen: (connection) =>
        connection.onNotification("window/logMessage", ({ message }) => {
          if (/^Read \d+ files/.test(message)) isRead();
        }),
    });
    await read;
    const afterReading = processorTime(server.pid);
    const { files, findings } = await server.connection.sendRequest("bartizan/scan", { scope: { kind: "workspace" } });
    const all = processorTime(server.pid);
    await server.stop();
    return { files, findings, afterReading, all };
  };
  const first = await session();
  const second = await session();
  if (first.findings !== second.findings || first.files !== second.files)
    throw new Error(`not the same: ${JSON.stringify([first, second])}`);
  const seconds = (milliseconds) => (milliseconds / 1000).toFixed(2);
  console.log("| session | files | findings | folder read, s | scanned as well, s | of the first |");
  console.log("|---|---|---|---|---|---|");
  for (const [title, { files, findings, afterReading, all }] of [
    ["first", first],
    ["second", second],
  ])
    console.log(
      `| ${title} | ${files} | ${findings} | ${seconds(afterReading)} | ${seconds(all)} | ${((100 * all) / first.all).toFixed(1)} % |`,
    );
} finally {
  rmSync(work, { recursive: true, force: true });
}
