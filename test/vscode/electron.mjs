// The suite in a VS Code of the desktop, which @vscode/test-electron downloads: npm run test:electron.
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { runSuite } from "./run-suite.mjs";
import { unpackVsix, vsixPath } from "./vsix.mjs";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const place = mkdtempSync(join(tmpdir(), "bartizan-electron-"));
const folder = join(place, "shop");
cpSync(join(root, "samples/shop"), folder, { recursive: true });
try {
  const outcomes = await runSuite("electron", { extension: unpackVsix(vsixPath(), join(place, "extension")), folder });
  const failed = outcomes.filter((outcome) => outcome.failure !== undefined);
  for (const { name, milliseconds, failure } of outcomes) {
    console.log(`${failure === undefined ? "passed" : "FAILED"}  ${name} (${milliseconds} ms)`);
    if (failure !== undefined) console.log(failure);
  }
  console.log(`${outcomes.length - failed.length} passed, ${failed.length} failed`);
  process.exitCode = failed.length === 0 ? 0 : 1;
} finally {
  rmSync(place, { recursive: true, force: true });
}
