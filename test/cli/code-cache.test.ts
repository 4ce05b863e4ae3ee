// The bundles run with the code that V8 made of them the last time (server/src/start): kept once, taken from nobody else.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
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

test("what ran once, long before code is kept, is kept as well", () => {
  const program = join(place, "program");
  mkdirSync(program);
  copyFileSync(join("dist", "cli.js"), join(program, "cli.js"));
  const once = `function once(a) { ${"a = [a, a + 1, { a }].length;".repeat(2000)} return a; }`;
  // V8 forgets code in collections of all of the heap that it comes to by itself.
  const work =
    "let live = []; for (let i = Number(process.argv[2]); i > 0; i--) if (live.push({ i, of: [i] }) > 1e5) live = [];";
  writeFileSync(join(program, "cli-main.js"), `${once} once(1); ${work}`);
  const sizeAfter = (objects: number): number => {
    const own = join(place, `after-${objects}`);
    const env = { ...process.env, BARTIZAN_CODE_CACHE: own };
    execFileSync(process.execPath, [join(program, "cli.js"), String(objects)], { env });
    const [file, ...others] = readdirSync(join(own, "bartizan", "code"));
    assert.deepEqual(others, []);
    return statSync(join(own, "bartizan", "code", file!)).size;
  };
  const size = sizeAfter(0);
  assert.ok(size > 50_000, `${size} bytes`);
  const later = sizeAfter(6_000_000);
  assert.ok(later > size / 2, `${later} bytes after much work, ${size} at once`);
});
