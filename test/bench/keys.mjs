// What a key costs over the language server's pipe, from the edit to its diagnostics:
//   node test/bench/keys.mjs CASES.json [CASE…] [-- COMMAND…]     (default: node dist/cli.js lsp --stdio)
// The processor time of the server's main thread, which other work on the machine changes little, and wall time beside it. Each key
// waits for the answer to the one before, and comes 5 ms after it. CASES.json: name to `{ file, marker, harmless, vulnerable }`.
// Linux only.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { basename, dirname, extname, join, resolve } from "node:path";
import { performance } from "node:perf_hooks";
import { pathToFileURL } from "node:url";

const { createMessageConnection, StreamMessageReader, StreamMessageWriter } = createRequire(import.meta.url)(
  "vscode-jsonrpc/node",
);
const KEYS = 150;
const LANGUAGES = { ".js": "javascript", ".ts": "typescript", ".py": "python", ".java": "java" };
const split = process.argv.indexOf("--");
const [file, ...names] = process.argv.slice(2, split < 0 ? undefined : split);
const command =
  split < 0 ? [process.execPath, resolve("dist/cli.js"), "lsp", "--stdio"] : process.argv.slice(split + 1);
const wait = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

/** Milliseconds that a process's first thread was on a processor. */
function mainThread(pid) {
  return Number(readFileSync(`/proc/${pid}/task/${pid}/schedstat`, "utf8").split(" ")[0]) / 1e6;
}

async function measure(name, { file: source, marker, harmless, vulnerable }) {
  const folder = mkdtempSync(join(tmpdir(), "bartizan-keys-"));
  const uri = pathToFileURL(join(folder, basename(source))).href;
  let text = readFileSync(join(dirname(file), source), "utf8");
  const server = spawn(command[0], command.slice(1), { stdio: ["pipe", "pipe", "ignore"] });
  const connection = createMessageConnection(
    new StreamMessageReader(server.stdout),
    new StreamMessageWriter(server.stdin),
  );
  connection.onRequest((method, params) =>
    method === "workspace/configuration" ? params.items.map(() => null) : null,
  );
  connection.listen();
  const root = pathToFileURL(folder).href;
  await connection.sendRequest("initialize", {
    processId: process.pid,
    rootUri: root,
    workspaceFolders: [{ uri: root, name: "keys" }],
    capabilities: {
      workspace: { configuration: true, workspaceFolders: true, diagnostics: { refreshSupport: true } },
      textDocument: { diagnostic: { dynamicRegistration: true } },
    },
  });
  await connection.sendNotification("initialized", {});
  const languageId = LANGUAGES[extname(source)];
  await connection.sendNotification("textDocument/didOpen", { textDocument: { uri, languageId, version: 1, text } });
  const pull = () => connection.sendRequest("textDocument/diagnostic", { textDocument: { uri } });
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
    const [processor, wall] = [mainThread(server.pid), performance.now()];
    await connection.sendNotification("textDocument/didChange", {
      textDocument: { uri, version: ++version },
      contentChanges: [{ range: { start, end: start }, text: key }],
    });
    await pull();
    times.push({ processor: mainThread(server.pid) - processor, wall: performance.now() - wall });
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
  await connection.sendRequest("shutdown");
  const ended = new Promise((done) => server.on("exit", done));
  await connection.sendNotification("exit");
  await ended;
  rmSync(folder, { recursive: true, force: true });
}

function positionOf(text, offset) {
  const before = text.slice(0, offset).split("\n");
  return { line: before.length - 1, character: before.at(-1).length };
}

for (const [name, each] of Object.entries(JSON.parse(readFileSync(file, "utf8"))))
  if (names.length === 0 || names.includes(name)) await measure(name, each);
process.exit(0);
