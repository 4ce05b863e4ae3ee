// How long the language server takes from its start to the first diagnostics of an open file:
//   node test/bench/start.mjs FILE [RUNS] [-- COMMAND…]     (default: node dist/cli.js lsp --stdio)
// Wall time, and the processor time that the server had until then, which other work on the machine does not change much.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { performance } from "node:perf_hooks";
import { pathToFileURL } from "node:url";
import { commandLine, LANGUAGE_IDS, processorTime, startServer } from "./server.mjs";

const { own, command } = commandLine();
const [file, runs = "5"] = own;

async function start() {
  const folder = mkdtempSync(join(tmpdir(), "bartizan-start-"));
  const uri = pathToFileURL(join(folder, `a${extname(file)}`)).href;
  const text = readFileSync(file, "utf8");
  const began = performance.now();
  const server = await startServer(command, folder);
  const initialized = server.initializedAt - began;
  await server.open(uri, LANGUAGE_IDS[extname(file)], text);
  const report = await server.pull(uri);
  if (report.kind !== "full") throw new Error("no diagnostics");
  if (own.includes("--show")) console.log(report.items.map(({ code }) => code).join());
  const answered = performance.now() - began;
  const processor = processorTime(server.pid);
  // A first answer may come before data was followed; a hover waits for that.
  await server.connection.sendRequest("textDocument/hover", {
    textDocument: { uri },
    position: { line: 0, character: 0 },
  });
  const whole = performance.now() - began;
  const wholeProcessor = processorTime(server.pid);
  await server.stop();
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
