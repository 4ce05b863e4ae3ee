// Memory after many edits is what it was after few: BARTIZAN_LEAK_EDITS=20000 runs as many.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { compileRuleSet } from "../../../server/src/detect/rule-set.ts";
import { loadRuleFiles } from "../../../server/src/detect/rules/load.ts";
import { createWorkspace } from "../../../server/src/scan/create-workspace.ts";
import { SyntaxParser } from "../../../server/src/syntax/parser.ts";
import { builtinRuleFiles } from "../builtin-rules.ts";
import { nodeGrammars } from "../node-grammars.ts";

const EDITS = Number(process.env["BARTIZAN_LEAK_EDITS"] ?? 900);
const TYPED = "\n  const total = [`${req.query.a}`, (b) => { return eval(b); }];";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

/** MiB that are still in use, WebAssembly's included. */
async function used(): Promise<number> {
  // What was made in this turn may not be collected before it has ended: some 50 MiB of it.
  collect();
  await new Promise((resolve) => setImmediate(resolve));
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / 1_048_576;
}

test(`memory does not grow over ${EDITS} edits`, { timeout: 120_000 + 100 * EDITS }, async () => {
  const parser = await SyntaxParser.start(nodeGrammars);
  const files = builtinRuleFiles();
  const workspace = createWorkspace(parser, compileRuleSet(loadRuleFiles(files), { overrides: [] }), {
    today: "2030-01-01",
    reportUnusedSuppressions: true,
    maximumParsedLength: 1_000_000,
  });
  await workspace.prepare(["javascript"]);
  const path = "index.js";
  const text = readFileSync("node_modules/ignore/index.js", "utf8");
  workspace.set({ path, text, isOpen: true });
  const at = text.indexOf("{", text.indexOf("class ")) + 1;
  let edits = 0;
  const type = (most: number): void => {
    while (edits < most) {
      for (const [offset, unit] of [...TYPED].entries()) {
        workspace.edit(path, [{ span: { start: at + offset, end: at + offset }, newText: unit }]);
        workspace.scan(path);
        edits++;
      }
      workspace.edit(path, [{ span: { start: at, end: at + TYPED.length }, newText: "" }]);
      workspace.settle(path);
      workspace.scan(path);
      edits++;
    }
  };
  type(EDITS / 3);
  const before = await used();
  type(EDITS);
  const after = await used();
  console.log(`${before.toFixed(1)} MiB in use after a third of the edits, ${after.toFixed(1)} after all`);
  assert.equal(workspace.text(path), text);
  // What is in use goes up and down by a dozen; a version of the file that is not let go is half a MiB each time.
  assert.ok(after - before < 48, `${before.toFixed(1)} MiB, then ${after.toFixed(1)}`);
  workspace.dispose();
});
