import assert from "node:assert/strict";
import { test } from "node:test";
import { categoryLabels, weaknessLabel } from "../../../server/src/detect/weaknesses.ts";

test("weaknesses and categories are called by number and title", () => {
  assert.equal(weaknessLabel("CWE-89: Improper Neutralization of Special Elements"), "CWE-89 SQL injection");
  assert.equal(weaknessLabel("CWE-4711"), "CWE-4711");
  assert.deepEqual(categoryLabels(["A03:2021 - Injection", "A03:2021", "A01:2017 - Injection"], []), [
    "A03:2021 Injection",
    "A01:2017 - Injection",
  ]);
});

test("what names no category is in that of its weakness", () => {
  assert.deepEqual(categoryLabels([], ["CWE-798"]), ["A07:2021 Identification and authentication failures"]);
  assert.deepEqual(categoryLabels([], ["CWE-476"]), []);
});
