// Where the time of a scan goes: told with a clock of the test's own.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { ScanProfile } from "../../server/src/cli/scan-profile.ts";
import { untimed } from "./command-line.ts";
import { command, withTree } from "./fake-host.ts";

test("each phase, rule and file has its own time, without what lies inside it", () => {
  let now = 0;
  const profile = new ScanProfile(() => now);
  const wait = (milliseconds: number) => {
    now += milliseconds;
  };
  profile.took("reading", 5);
  profile.file("a.js", () =>
    profile.measure("rules", "outer", () => {
      wait(10);
      profile.measure("parsing", undefined, () => wait(300));
      profile.measure("rules", "inner", () => wait(20));
      wait(1);
    }),
  );
  assert.throws(() =>
    profile.measure("secrets", undefined, () => {
      wait(7);
      throw new Error("broken");
    }),
  );
  profile.measure("rules", "slow", () => wait(400));
  const lines = profile.lines(1000).map((line) => line.trim().replace(/\s+/g, " "));
  for (const expected of [
    "431.0 rules",
    "300.0 parsing",
    "7.0 secrets",
    "5.0 reading",
    "257.0 everything else: looking for files, loading rules, writing the report",
    "11.0 outer (1)",
    "20.0 inner (1)",
    "331.0 a.js",
    "Over the budget of 5 % of the scan: slow",
  ])
    assert.ok(lines.includes(expected), `${expected}\n${lines.join("\n")}`);
  assert.deepEqual(profile.slowRules(1000), ["slow"]);
});

test("--profile tells on the error stream and writes a profile; the report is what it is without", async () => {
  await withTree({ "a.js": "BAD", "b.py": "UGLY" }, async (sandbox) => {
    const plain = await command(sandbox, ["scan", "--format", "json"]);
    const profiled = await command(sandbox, ["scan", "--format", "json", "--profile", "x.cpuprofile"]);
    assert.equal(untimed(profiled.out), untimed(plain.out));
    assert.match(profiled.err, /Time by phase, in ms:[\s\S]*Files that took longest/);
    const { nodes, samples } = JSON.parse(readFileSync(join(sandbox.folder, "x.cpuprofile"), "utf8"));
    assert.ok(Array.isArray(nodes) && Array.isArray(samples));
    assert.match((await command(sandbox, ["scan", "--profile", "no/such/x"])).err, /no\/such\/x cannot be written/);
  });
});
