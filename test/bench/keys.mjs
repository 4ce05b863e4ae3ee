// What a key costs over the language server's pipe, from the edit to its diagnostics:
//   node test/bench/keys.mjs CASES.json [CASE…] [-- COMMAND…]     (default: node dist/cli.js lsp --stdio)
// The processor time of the server's main thread, which other work on the machine changes little, and wall time beside it. Each key
// waits for the answer to the one before, and comes 5 ms after it. CASES.json: name to `{ file, marker, harmless, vulnerable }`.
// Linux only.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, extname, join } from "node:path";
import { performance } from "node:perf_hooks";
import { pathToFileURL } from "node:url";
import { commandLine, LANGUAGE_IDS, mainThreadTime, startServer } from "./server.mjs";

const KEYS = 150;
const { own, command } = commandLine();
const [file, ...names] = own;
const wait = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

async function measure(name, { file: source, marker, harmless, vulnerable }) {
  const folder = mkdtempSync(join(tmpdir(), "bartizan-keys-"));
  const uri = pathToFileURL(join(folder, basename(source))).href;
  let text = readFileSync(join(dirname(file), source), "utf8");
  const server = await startServer(command, folder);
  await server.open(uri, LANGUAGE_IDS[extname(source)], text);
  const pull = () => server.pull(uri);
  await pull();
  await wait(2000);
  const count = async () => (await pull()).items.length;
  const before = await count();
  let version = 1;
  let at = text.indexOf("\n", text.indexOf(marker));
  const line = text.slice(0, at).split("\n").length;
  const pad = /^[ \t]*/.exec(text.slice(text.lastIndexOf("\n", at - 1) + 1))[0];
  const times = [];
  const press = async (key) => {
    const start = positionOf(text, at);
    text = text.slice(0, at) + key + text.slice(at);
    at += key.length;
    const [processor, wall] = [mainThreadTime(server.pid), performance.now()];
    await server.connection.sendNotification("textDocument/didChange", {
      textDocument: { uri, version: ++version },
      contentChanges: [{ range: { start, end: start }, text: key }],
    });
    await pull();
    times.push({ processor: mainThreadTime(server.pid) - processor, wall: performance.now() - wall });
    await wait(5);
  };
  for (let round = 0; times.length < KEYS; round++)
    for (const key of [`\n${pad}`, ...harmless[round % harmless.length]]) await press(key);
  for (const key of [`\n${pad}`, ...vulnerable]) await press(key);
  await wait(600);
  const shown = (await count()) > before;
  const of = (what, part) => {
    const sorted = times.map((each) => each[what]).sort((a, b) => a - b);
    return sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)].toFixed(1).padStart(6);
  };
  const figures = (what) => [0.5, 0.95, 1].map((part) => of(what, part)).join(" ");
  console.log(
    `${name.padEnd(12)} line ${line}, ${times.length} keys, p50 p95 longest: processor ${figures("processor")} | wall ${figures("wall")} | flaw ${shown ? "shown" : "NOT shown"}`,
  );
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}

function positionOf(text, offset) {
  const before = text.slice(0, offset).split("\n");
  return { line: before.length - 1, character: before.at(-1).length };
}

for (const [name, each] of Object.entries(JSON.parse(readFileSync(file, "utf8"))))
  if (names.length === 0 || names.includes(name)) await measure(name, each);
process.exit(0);
