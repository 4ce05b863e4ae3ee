// Makes node_modules what package-lock.json says, and does nothing when it already is. Needs nothing but Node and npm, so that
// `npm start` and `npm test` work as the first command in a fresh clone.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

export const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");

function packagesIn(lock) {
  return existsSync(lock) ? JSON.parse(readFileSync(lock, "utf8")).packages : undefined;
}

/** npm writes down what it installed in node_modules/.package-lock.json: compare that with what is wanted. */
export function isInstalled() {
  const installed = packagesIn(join(root, "node_modules/.package-lock.json"));
  if (installed === undefined) return false;
  const wanted = packagesIn(join(root, "package-lock.json"));
  return Object.entries(wanted).every(([path, { version, integrity, optional }]) => {
    if (path === "") return true;
    const there = installed[path];
    if (there === undefined) return optional === true; // built for another system
    return there.version === version && there.integrity === integrity && existsSync(join(root, path));
  });
}

export function ensureInstalled() {
  const [major] = process.versions.node.split(".").map(Number);
  if (major < 20) throw new Error(`Node 20 or newer is needed, this is ${process.version}`);
  if (isInstalled()) return;
  console.log("installing what package-lock.json names (npm ci)");
  const done = spawnSync("npm", ["ci", "--no-audit", "--no-fund"], {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
    shell: process.platform === "win32",
  });
  if (done.status !== 0) throw new Error("npm ci failed: its reason stands above");
}

/** Runs a script of the repository with this Node; gives false when it fails. */
export function runNode(args, options = {}) {
  return (
    spawnSync(process.execPath, args, { cwd: root, stdio: ["ignore", "inherit", "inherit"], ...options }).status === 0
  );
}
