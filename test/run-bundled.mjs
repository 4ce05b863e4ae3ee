// Bundles a program in TypeScript and runs it, in the root of the project.
import { spawnSync } from "node:child_process";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";
import { forNode } from "../esbuild.mjs";

/** Gives the program's exit code. `source` lies below the root; `options` are Node's own. */
export async function runBundled(source, { args = [], options = [] } = {}) {
  process.chdir(dirname(dirname(fileURLToPath(import.meta.url))));
  const outfile = join("dist", "bundled", `${basename(source, ".ts")}.js`);
  await esbuild.build({ ...forNode, entryPoints: [source], outfile, sourcemap: false });
  return spawnSync(process.execPath, [...options, outfile, ...args], { stdio: "inherit" }).status ?? 1;
}
