// The suite inside the extension host, in both hosts: each of its tests counts as one here.
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { runSuite } from "../run-suite.mjs";
import { unpackVsix, vsixPath } from "../vsix.mjs";
import { copyShop } from "./shop.mjs";

for (const host of ["web", "remote"])
  test(`inside the ${host} extension host`, { timeout: 600_000 }, async (t) => {
    const { place, folder, remove } = copyShop();
    try {
      const outcomes = await runSuite(host, { extension: unpackVsix(vsixPath(), join(place, "extension")), folder });
      assert.ok(outcomes.length > 0, "the suite is empty");
      for (const { name, milliseconds, failure } of outcomes)
        await t.test(`${name} (${milliseconds} ms)`, () => {
          assert.equal(failure, undefined, failure);
        });
    } finally {
      remove();
    }
  });
