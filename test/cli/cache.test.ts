// A scan that remembers gives what one that does not gives, whatever happened to the tree or to the cache in between.

import assert from "node:assert/strict";
import { readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { Engine } from "../../server/src/scan/engine.ts";
import { untimed } from "./command-line.ts";
import { command, FAKE_ENGINE, type Sandbox, withTree } from "./fake-host.ts";

const TREE = {
  "repo/.git/HEAD": "",
  "repo/a.js": "// SOURCE\nBAD",
  "repo/b.js": 'import "./a.js"; // UGLY',
  "repo/c.py": "BAD",
  "repo/d.py": "fine",
  "repo/e.js": "// bartizan-ignore bad-word until=2100-01-01 -- later\nBAD",
  "repo/image.png": new Uint8Array([0x89, 0x50, 0, 0, 1]),
};

/** Counts the files that are really scanned. */
function counting(): { engine: Engine; scanned: string[] } {
  const scanned: string[] = [];
  const engine: Engine = {
    ...FAKE_ENGINE,
    async createWorkspace(rules, options) {
      const workspace = await FAKE_ENGINE.createWorkspace(rules, options);
      return {
        ...workspace,
        scan(path) {
          scanned.push(path);
          return workspace.scan(path);
        },
      };
    },
  };
  return { engine, scanned };
}

const scans = (sandbox: Sandbox) => join(sandbox.folder, "cache");

async function scan(sandbox: Sandbox, build: string, ...more: string[]) {
  const { engine, scanned } = counting();
  const { out, err, code } = await command(sandbox, ["scan", "repo", "--format", "json", ...more], {
    engine,
    cache: {
      folder: scans(sandbox),
      engine: async () => build,
      // Long after the files were written.
      now: () => Date.now() + 60_000,
      smallestTree: 0,
    },
  });
  return { out: untimed(out), err, code, scanned: scanned.sort() };
}

test("a second scan of the same tree scans nothing and says the same, to the byte", async () => {
  await withTree(TREE, async (sandbox) => {
    const fresh = await scan(sandbox, "1", "--no-cache");
    assert.equal(fresh.scanned.length, 5);
    const first = await scan(sandbox, "1");
    const second = await scan(sandbox, "1");
    assert.deepEqual([first.scanned.length, second.scanned.length], [5, 0]);
    assert.equal(first.out, fresh.out);
    assert.equal(second.out, fresh.out);
    assert.equal(second.code, fresh.code);
    assert.equal((await scan(sandbox, "1", "--no-cache")).scanned.length, 5);
  });
});

test("after a change only what belongs to it is scanned again; other rules, options and builds scan all", async () => {
  await withTree(TREE, async (sandbox) => {
    await scan(sandbox, "1");
    sandbox.write("repo/b.js", 'import "./a.js"; // GOOD');
    const changed = await scan(sandbox, "1");
    assert.deepEqual(changed.scanned, ["a.js", "b.js"]);
    assert.equal(changed.out, (await scan(sandbox, "1", "--no-cache")).out);
    rmSync(join(sandbox.folder, "repo/c.py"));
    const removed = await scan(sandbox, "1");
    assert.deepEqual(removed.scanned, []);
    assert.equal(removed.out, (await scan(sandbox, "1", "--no-cache")).out);
    sandbox.write("repo/new.py", "UGLY");
    assert.deepEqual((await scan(sandbox, "1")).scanned, ["new.py"]);
    assert.equal((await scan(sandbox, "1", "--rule", "ugly-word")).scanned.length, 5);
    assert.equal((await scan(sandbox, "2")).scanned.length, 5);
    assert.equal((await scan(sandbox, "2", "--rule", "ugly-word")).scanned.length, 5);
  });
});

test("a file that looks the same but is not, for its time was set back, is found out by its time of change", async () => {
  await withTree(TREE, async (sandbox) => {
    await scan(sandbox, "1");
    const file = join(sandbox.folder, "repo/c.py");
    const { atime, mtime } = statSync(file);
    writeFileSync(file, "GUT");
    utimesSync(file, atime, mtime);
    assert.deepEqual((await scan(sandbox, "1")).scanned, ["c.py"]);
  });
});

test("a damaged cache is left aside, with a note for who asks, and replaced", async () => {
  await withTree(TREE, async (sandbox) => {
    const { out } = await scan(sandbox, "1");
    const [name] = readdirSync(scans(sandbox));
    const file = join(scans(sandbox), name!);
    const whole = readFileSync(file);
    for (const damaged of [whole.subarray(0, whole.length / 2), Buffer.alloc(0), Buffer.from(whole).fill(7, 90, 100)]) {
      writeFileSync(file, damaged);
      const again = await scan(sandbox, "1", "--verbose");
      assert.match(again.err, /note: the cache of this scan is not used/);
      assert.deepEqual([again.out, again.scanned.length], [out, 5]);
      assert.equal((await scan(sandbox, "1")).scanned.length, 0);
    }
    assert.deepEqual(readdirSync(scans(sandbox)), [name]);
  });
});

test("two scans at once leave one whole cache behind, and a folder that cannot be written does no harm", async () => {
  await withTree({ ...TREE, "cache-as-file": "" }, async (sandbox) => {
    const outs = await Promise.all([scan(sandbox, "1"), scan(sandbox, "1"), scan(sandbox, "1")]);
    assert.equal(new Set(outs.map(({ out }) => out)).size, 1);
    assert.equal(readdirSync(scans(sandbox)).length, 1);
    assert.equal((await scan(sandbox, "1")).scanned.length, 0);
    rmSync(scans(sandbox), { recursive: true });
    writeFileSync(scans(sandbox), "no folder");
    const refused = await scan(sandbox, "1", "--verbose");
    assert.match(refused.err, /note: this scan could not be kept/);
    assert.equal(refused.out, outs[0]!.out);
  });
});
