// The packaged extension as the tests use it: what is in the .vsix, and the .vsix unpacked, as VS Code would have it installed.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { unzipSync } from "fflate";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");

export function vsixPath() {
  const { name, version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const path = join(root, `${name}-${version}.vsix`);
  if (!existsSync(path)) throw new Error(`${path} is missing: run npm run package`);
  return path;
}

/** @returns {Map<string, Uint8Array>} the files in the package by their path in it */
export function vsixFiles(path) {
  const files = new Map(Object.entries(unzipSync(readFileSync(path))));
  for (const name of files.keys()) if (name.endsWith("/")) files.delete(name);
  return files;
}

/** Unpacks the extension itself (not the package's own lists) into a folder, afresh. */
export function unpackVsix(path, folder) {
  rmSync(folder, { recursive: true, force: true });
  for (const [name, bytes] of vsixFiles(path)) {
    if (!name.startsWith("extension/")) continue;
    const target = resolve(folder, name.slice("extension/".length));
    if (!target.startsWith(resolve(folder))) throw new Error(`${path}: ${name} leads out of the package`);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, bytes);
  }
  return folder;
}
