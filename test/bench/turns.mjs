// How long the language server holds its one thread at a time, and what holds it:
//   node test/bench/turns.mjs CASES.json [CASE…] [--profile] [--scan FOLDER]
// A file is opened, looked at until all is found, and typed into; between two turns of the event loop all that waits is heard.
// Of turns longer than 10 ms it tells, with --profile, which functions they went by in (sampling makes them a little longer).
// CASES.json as for keys.mjs. --scan: a folder that is read in the background and scanned on demand instead.
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, extname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { LANGUAGE_IDS, startServer } from "./server.mjs";

const LONG_MS = 10;
const KEYS = 120;
const wait = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
const own = process.argv.slice(2);
const isProfiling = own.includes("--profile");
const scanAt = own.indexOf("--scan");
const scanned = scanAt < 0 ? undefined : own[scanAt + 1];

async function start(folder) {
  const watch = join(dirname(fileURLToPath(import.meta.url)), "turn-watch.cjs");
  const command = [process.execPath, "--require", watch, resolve("dist/cli.js"), "lsp", "--stdio"];
  const environment = { BARTIZAN_TURN_PROFILE: isProfiling ? "1" : "0", BARTIZAN_TURN_MS: String(LONG_MS) };
  const {
    connection,
    process: server,
    stop: end,
  } = await startServer(command, folder, { environment, hasChannel: true });
  const ask = (what) =>
    new Promise((done) => {
      server.once("message", done);
      server.send({ turns: what });
    });
  return { connection, end, watch: () => ask("start"), stop: async () => (await ask("stop")).seen };
}

function tell(name, turns) {
  const sorted = turns.map(({ processor, wall }) => Math.min(processor, wall)).sort((a, b) => b - a);
  const over = sorted.filter((each) => each > LONG_MS);
  const sum = (list) => list.reduce((all, each) => all + each, 0);
  const isLong = ({ processor, wall }) => Math.min(processor, wall) > LONG_MS;
  const ofGarbage = turns.filter(
    (each) => isLong(each) && Math.min(each.processor, each.wall) - each.collected <= LONG_MS,
  );
  const collected = sum(turns.map((each) => each.collected)).toFixed(0);
  console.log(
    `${name}: ${turns.length} turns, ${sum(sorted).toFixed(0)} ms; ${over.length} over ${LONG_MS} ms, ${ofGarbage.length} of them by collecting garbage, longest ${over
      .slice(0, 8)
      .map((each) => each.toFixed(0))
      .join(" ")}; collecting garbage ${collected} ms`,
  );
  const long = turns.filter(({ processor, wall }) => Math.min(processor, wall) > LONG_MS);
  for (const { processor, wall, collected, path } of long.sort((a, b) => b.processor - a.processor).slice(0, 14)) {
    if (!path) continue;
    console.log(`  ${Math.min(processor, wall).toFixed(1)} ms, garbage ${collected.toFixed(1)}`);
    show(path, "    ");
  }
}

function show(tree, indent) {
  for (const { name, took, inner } of tree) {
    console.log(`${indent}${took.toFixed(1)} ${name}`);
    if (indent.length < 16) show(inner, `${indent}  `);
  }
}

async function measure(file, name, { file: source, marker, harmless }) {
  const folder = mkdtempSync(join(tmpdir(), "bartizan-turns-"));
  const path = join(folder, basename(source));
  const uri = pathToFileURL(path).href;
  let text = readFileSync(join(dirname(file), source), "utf8");
  const { connection, end, watch, stop } = await start(folder);
  await wait(2500); // the engine is warmed up by then
  const pull = () => connection.sendRequest("textDocument/diagnostic", { textDocument: { uri } });
  const hover = () =>
    connection.sendRequest("textDocument/hover", { textDocument: { uri }, position: { line: 0, character: 0 } });
  await watch();
  const languageId = LANGUAGE_IDS[extname(source)];
  await connection.sendNotification("textDocument/didOpen", { textDocument: { uri, languageId, version: 1, text } });
  await pull();
  await hover();
  await pull();
  await wait(300);
  tell(`${name}, opening`, await stop());
  let version = 1;
  let at = text.indexOf("\n", text.indexOf(marker));
  const press = async (key) => {
    const before = text.slice(0, at).split("\n");
    const position = { line: before.length - 1, character: before.at(-1).length };
    text = text.slice(0, at) + key + text.slice(at);
    at += key.length;
    await connection.sendNotification("textDocument/didChange", {
      textDocument: { uri, version: ++version },
      contentChanges: [{ range: { start: position, end: position }, text: key }],
    });
    await pull();
    await wait(5);
  };
  const type = async () => {
    for (let count = 0, round = 0; count < KEYS; round++)
      for (const key of ["\n", ...harmless[round % harmless.length]]) {
        await press(key);
        count++;
      }
  };
  await type();
  await watch();
  await type();
  tell(`${name}, typing`, await stop());
  await watch();
  await press("(");
  await wait(800);
  await press(")");
  await wait(800);
  tell(`${name}, a bracket, a pause, its other half`, await stop());
  // The same once more beside a small file that is asked about and typed into meanwhile.
  const small = pathToFileURL(join(folder, "small.js")).href;
  const other = pathToFileURL(join(folder, `other-${basename(source)}`)).href;
  const openDocument = (of, language, content) =>
    connection.sendNotification("textDocument/didOpen", {
      textDocument: { uri: of, languageId: language, version: 1, text: content },
    });
  const pullOf = (of) => connection.sendRequest("textDocument/diagnostic", { textDocument: { uri: of } });
  await openDocument(small, "javascript", "eval(location.hash);\n");
  await pullOf(small);
  await wait(300);
  await watch();
  await openDocument(other, languageId, text);
  let isOpen = false;
  const opened = pullOf(other).then(() => (isOpen = true));
  const waits = [];
  for (let round = 1; !isOpen; round++) {
    const began = performance.now();
    if (round % 2 === 0)
      await connection.sendRequest("textDocument/hover", {
        textDocument: { uri: small },
        position: { line: 0, character: 8 },
      });
    else {
      await connection.sendNotification("textDocument/didChange", {
        textDocument: { uri: small, version: round + 1 },
        contentChanges: [{ range: { start: { line: 1, character: 0 }, end: { line: 1, character: 0 } }, text: " " }],
      });
      await pullOf(small);
    }
    waits.push(performance.now() - began);
  }
  await opened;
  tell(
    `${name}, opening it while ${waits.length} others are answered, after ${Math.max(...waits).toFixed(0)} ms at most`,
    await stop(),
  );
  await end();
  rmSync(folder, { recursive: true, force: true });
}

async function measureScan(source) {
  const folder = mkdtempSync(join(tmpdir(), "bartizan-turns-"));
  cpSync(source, folder, { recursive: true });
  const { connection, end, watch, stop } = await start(folder);
  await watch();
  await wait(Number(process.env.BARTIZAN_TURN_WAIT ?? 20_000));
  tell("reading the folder", await stop());
  await watch();
  await connection.sendRequest("workspace/executeCommand", { command: "bartizan.server.scanWorkspace", arguments: [] });
  tell("scanning it", await stop());
  await end();
  rmSync(folder, { recursive: true, force: true });
}

if (scanned) await measureScan(scanned);
else {
  const [file, ...names] = own.filter((each) => !each.startsWith("--"));
  for (const [name, each] of Object.entries(JSON.parse(readFileSync(file, "utf8"))))
    if (names.length === 0 || names.includes(name)) await measure(file, name, each);
}
process.exit(0);
