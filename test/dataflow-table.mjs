// Runs the data-flow fixtures and writes what comes out, idea by language, into docs/dataflow.md: npm run dataflow-table
// Needs the grammars that a build lays into dist/.
import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

process.chdir(dirname(dirname(fileURLToPath(import.meta.url))));
const outfile = join("dist", "dataflow-table.js");
await esbuild.build({
  entryPoints: ["test/unit/flow/print-table.ts"],
  outfile,
  bundle: true,
  platform: "node",
  format: "cjs",
  target: "es2022",
  logLevel: "warning",
  define: { "import.meta.url": '"file:///bundle"' },
});
process.exit(spawnSync(process.execPath, [outfile], { stdio: "inherit" }).status ?? 1);
