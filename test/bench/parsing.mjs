// Measures parsing and lowering: node test/bench/parsing.mjs
import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
process.chdir(root);
const outfile = join("dist", "bench", "keystrokes.js");
await esbuild.build({
  entryPoints: ["test/bench/keystrokes.ts"],
  outfile,
  bundle: true,
  platform: "node",
  format: "cjs",
  target: "es2022",
  logLevel: "warning",
  define: { "import.meta.url": '"file:///bundle"' },
});
process.exit(spawnSync(process.execPath, [outfile], { stdio: "inherit" }).status ?? 1);
