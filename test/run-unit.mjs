// Bundles and runs the node:test files whose path holds WORD (all of them without one).
//   node test/run-unit.mjs [WORD] [-- node --test options]
// Prints node's own report; the exit code is node's.
import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { buildTests } from "../esbuild.mjs";

process.chdir(dirname(dirname(fileURLToPath(import.meta.url))));
const split = process.argv.indexOf("--");
const word = process.argv.slice(2, split < 0 ? undefined : split)[0] ?? "";
const options = split < 0 ? [] : process.argv.slice(split + 1);
const folder = `test-${process.pid}`;
process.on("exit", () => rmSync(`dist/${folder}`, { recursive: true, force: true }));
const files = await buildTests(word, folder);
if (files.length === 0) {
  console.error(`no test file's path holds "${word}"`);
  process.exit(1);
}
const run = spawnSync(
  process.execPath,
  ["--test", "--test-concurrency=2", "--enable-source-maps", ...options, ...files],
  { stdio: "inherit" },
);
process.exit(run.status ?? 1);
