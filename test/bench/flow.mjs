// What following data costs beside parsing and lowering the same files, in one run each: node test/bench/flow.mjs FOLDER…
// Needs `npm run build`. The figures are those of `bartizan scan --profile`, in milliseconds of one thread.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const cli = join(dirname(fileURLToPath(import.meta.url)), "../../dist/cli.js");
const trees = process.argv.slice(2).map((tree) => resolve(tree));
if (trees.length === 0) {
  console.error("name the folders to scan");
  process.exit(2);
}
// The profile of the processor is written where the command runs.
const place = mkdtempSync(join(tmpdir(), "bartizan-flow-"));
console.log("| tree | parsing and lowering | data flow | ratio |\n|---|---|---|---|");
let failed = 0;
for (const tree of trees) {
  const args = [cli, "scan", tree, "--jobs", "1", "--no-cache", "--profile"];
  const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: place, encoding: "utf8", maxBuffer: 1e9 });
  const phase = (name) => Number(new RegExp(`^ *([\\d.]+) {2}${name}$`, "m").exec(stdout + stderr)?.[1] ?? Number.NaN);
  const [parsing, flow] = [phase("parsing"), phase("data flow")];
  if (Number.isNaN(parsing + flow)) failed++;
  console.log(`| ${basename(tree)} | ${parsing.toFixed(0)} | ${flow.toFixed(0)} | ${(flow / parsing).toFixed(1)} |`);
}
rmSync(place, { recursive: true, force: true });
process.exitCode = failed === 0 ? 0 : 1;
