// All benchmarks that need nothing but a built tree, one after the other: `npm run bench [-- TREE]`. The tree that is scanned is
// by default this project's own code. `secrets.mjs` and `typing.mjs` want material of their own and are named at the end.
import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const folder = dirname(fileURLToPath(import.meta.url));
const tree = process.argv[2] ?? join(folder, "../../server");

const runs = [
  ["Parsing and lowering", ["parsing.mjs"]],
  ["The language server's start", ["start.mjs", join(folder, "../../server/src/flow/program.ts")]],
  ["Scanning a workspace", ["scan.mjs", tree]],
  ["Following data", ["flow.mjs", tree]],
];

let failed = 0;
for (const [title, [script, ...more]] of runs) {
  console.log(`\n## ${title}\n`);
  const { status } = spawnSync(process.execPath, [join(folder, script), ...more], { stdio: "inherit" });
  if (status !== 0) failed++;
}
console.log(
  "\nMeasured apart: node test/bench/typing.mjs CASES.json, node test/bench/secrets.mjs --config FILE FOLDER,",
);
console.log("node test/bench/scan.mjs --growth 10000,100000,1000000 TREE");
process.exitCode = failed === 0 ? 0 : 1;
