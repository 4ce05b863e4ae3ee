// Sets up the native tree-sitter binding, to compare ours with: node test/bench/native.mjs
// It is compiled once, into a cache outside of the repository (BARTIZAN_NATIVE, or ~/.cache/bartizan/native-tree-sitter), and is
// no dependency of anything else.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const VERSION = "0.25.1";

export const nativeFolder = process.env.BARTIZAN_NATIVE ?? join(homedir(), ".cache", "bartizan", "native-tree-sitter");
export const nativePackage = join(nativeFolder, "node_modules", "tree-sitter");

/** Whether the binding is there and compiled. */
export function hasNative() {
  return existsSync(join(nativePackage, "build", "Release", "tree_sitter_runtime_binding.node"));
}

function setUp() {
  mkdirSync(nativeFolder, { recursive: true });
  writeFileSync(join(nativeFolder, "package.json"), '{ "private": true }\n');
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  const { status } = spawnSync(npm, ["install", `tree-sitter@${VERSION}`, "--foreground-scripts"], {
    cwd: nativeFolder,
    stdio: "inherit",
  });
  if (status !== 0 || !hasNative()) throw new Error(`tree-sitter ${VERSION} could not be compiled in ${nativeFolder}`);
  console.log(`tree-sitter ${VERSION} is in ${nativeFolder}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) setUp();
