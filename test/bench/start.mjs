// How long the language server takes from its start to the first diagnostics of an open file:
//   node test/bench/start.mjs FILE [RUNS] [-- COMMAND…]     (default: node dist/cli.js lsp --stdio)
// Wall time, and the processor time that the server had until then, which other work on the machine does not change much.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { extname, join, resolve } from "node:path";
import { performance } from "node:perf_hooks";
import { pathToFileURL } from "node:url";

const { createMessageConnection, StreamMessageReader, StreamMessageWriter } = createRequire(import.meta.url)(
  "vscode-jsonrpc/node",
);
const split = process.argv.indexOf("--");
const own = process.argv.slice(2, split < 0 ? undefined : split);
const command =
  split < 0 ? [process.execPath, resolve("dist/cli.js"), "lsp", "--stdio"] : process.argv.slice(split + 1);
const [file, runs = "5"] = own;
const LANGUAGES = { ".js": "javascript", ".ts": "typescript", ".py": "python", ".java": "java" };

/** Milliseconds of processor time of a process, all its threads. Linux only. */
function processorTime(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ");
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

async function start() {
  const folder = mkdtempSync(join(tmpdir(), "bartizan-start-"));
  const uri = pathToFileURL(join(folder, `a${extname(file)}`)).href;
  const text = readFileSync(file, "utf8");
  const began = performance.now();
  const server = spawn(command[0], command.slice(1), { stdio: ["pipe", "pipe", "ignore"] });
  const connection = createMessageConnection(
    new StreamMessageReader(server.stdout),
    new StreamMessageWriter(server.stdin),
  );
  connection.onRequest((method, params) =>
    method === "workspace/configuration" ? params.items.map(() => null) : null,
  );
  connection.listen();
  await connection.sendRequest("initialize", {
    processId: process.pid,
    rootUri: pathToFileURL(folder).href,
    workspaceFolders: [{ uri: pathToFileURL(folder).href, name: "start" }],
    capabilities: {
      workspace: { configuration: true, workspaceFolders: true, diagnostics: { refreshSupport: true } },
      textDocument: { diagnostic: { dynamicRegistration: true } },
    },
  });
  const initialized = performance.now() - began;
  await connection.sendNotification("initialized", {});
  const languageId = LANGUAGES[extname(file)];
  await connection.sendNotification("textDocument/didOpen", { textDocument: { uri, languageId, version: 1, text } });
  const report = await connection.sendRequest("textDocument/diagnostic", { textDocument: { uri } });
  if (report.kind !== "full") throw new Error("no diagnostics");
  if (own.includes("--show")) console.log(report.items.map(({ code }) => code).join());
  const answered = performance.now() - began;
  const processor = processorTime(server.pid);
  // A first answer may come before data was followed; a hover waits for that.
  await connection.sendRequest("textDocument/hover", { textDocument: { uri }, position: { line: 0, character: 0 } });
  const whole = performance.now() - began;
  const wholeProcessor = processorTime(server.pid);
  await connection.sendRequest("shutdown");
  const ended = new Promise((resolve) => server.on("exit", resolve));
  await connection.sendNotification("exit");
  await ended;
  rmSync(folder, { recursive: true, force: true });
  return { initialized, answered, processor, whole, wholeProcessor };
}

const all = [];
for (let run = 0; run < Number(runs); run++) all.push(await start());
const middle = (name) => Math.round(all.map((each) => each[name]).sort((a, b) => a - b)[all.length >> 1]);
const least = (name) => Math.round(Math.min(...all.map((each) => each[name])));
console.log(
  `${file}: first diagnostics ${middle("answered")} ms after the start (least ${least("answered")}), initialized ${middle("initialized")} ms, processor ${middle("processor")} ms (least ${least("processor")}); all is found after ${middle("whole")} ms, processor ${middle("wholeProcessor")}`,
);
process.exit(0);
