// What is walked in steps comes to what is walked at once.

import assert from "node:assert/strict";
import { test } from "node:test";
import { ReachingValues } from "../../../server/src/detect/match/reaching-values.ts";
import { Kind } from "../../../server/src/syntax/kind.ts";
import { resolveNames } from "../../../server/src/syntax/names.ts";
import { examples } from "../../property/material.ts";
import { lowerText } from "../node-grammars.ts";

const sample = examples("rules", ".js", 120).repeat(3);
const TEXTS = {
  "a top level": sample,
  "a function called where it stands": `let first = "a";\n(function (given) {\nlet second = first;\n${sample}\nf(second);\n})(first);\nf(first);\n`,
  "functions that are handed over": `let outer = "a";\nroute("x", () => {\n${sample}\nouter = "b";\n});\nf(outer, { key: () => {\n${sample}\n} });\n`,
};

for (const [name, text] of Object.entries(TEXTS))
  test(`values that reach names along ${name}`, async () => {
    const ast = await lowerText("javascript", text);
    const names = resolveNames(ast);
    const [atOnce, inSteps] = [new ReachingValues(ast, names), new ReachingValues(ast, names)];
    let steps = 0;
    for (const reading = inSteps.readTopLevel(); !reading.next().done; ) steps++;
    assert.ok(steps > 5, `${steps} steps`);
    let known = 0;
    for (let node = 0; node < ast.size; node++) {
      if (ast.kind(node) !== Kind.Identifier) continue;
      const values = atOnce.valuesOf(node);
      assert.deepEqual(inSteps.valuesOf(node), values, `${ast.name(node)} at ${ast.start(node)}`);
      known += values.length;
    }
    assert.ok(known > 50, `${known} values`);
  });
