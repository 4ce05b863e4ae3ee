// Measures keystrokes from edit to findings: node test/bench/typing.mjs CASES.json [CASE…]
// With NODE_ARGS (as in NODE_ARGS="--cpu-prof --cpu-prof-dir=/tmp/x") node is given these options.
import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
process.chdir(root);
const outfile = join("dist", "bench", "typing.js");
await esbuild.build({
  entryPoints: ["test/bench/typing.ts"],
  outfile,
  bundle: true,
  platform: "node",
  format: "cjs",
  target: "es2022",
  logLevel: "warning",
  define: { "import.meta.url": '"file:///bundle"' },
});
const options = (process.env.NODE_ARGS ?? "").split(" ").filter((each) => each !== "");
process.exit(
  spawnSync(process.execPath, [...options, outfile, ...process.argv.slice(2)], { stdio: "inherit" }).status ?? 1,
);
