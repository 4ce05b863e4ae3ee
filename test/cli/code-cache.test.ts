// The bundles run with the code that V8 made of them the last time (server/src/start): kept once, taken from nobody else.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";

const place = mkdtempSync(join(tmpdir(), "bartizan-code-"));
after(() => rmSync(place, { recursive: true, force: true, maxRetries: 9 }));

const folder = join(place, "bartizan", "code");
const kept = () => readdirSync(folder).map((name) => ({ path: join(folder, name), ...statSync(join(folder, name)) }));

function version(): string {
  const env = { ...process.env, BARTIZAN_CODE_CACHE: place };
  return execFileSync(process.execPath, [join("dist", "cli.js"), "--version"], { env, encoding: "utf8" }).trim();
}

test("code is kept by the first run and taken by the next", () => {
  const first = version();
  assert.match(first, /^\d+\.\d+\.\d+/);
  const [file, ...others] = kept();
  assert.deepEqual(others, []);
  assert.ok(file!.size > 50_000);
  assert.equal(version(), first);
  assert.equal(kept()[0]!.mtimeMs, file!.mtimeMs, "nothing had to be kept again");
});

test("what is broken or could be another's is made anew", { skip: process.platform === "win32" }, () => {
  const [file] = kept();
  writeFileSync(file!.path, "no code");
  const answer = version();
  assert.match(answer, /^\d+\.\d+\.\d+/);
  assert.ok(kept()[0]!.size > 50_000);
  chmodSync(file!.path, 0o666);
  assert.equal(version(), answer);
  assert.equal(kept()[0]!.mode & 0o022, 0);
});
