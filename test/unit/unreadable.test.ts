// Texts that cannot be parsed in any sensible time, and lowerings that fail: what is left is the text, in which secrets are
// still found, and a problem that says so. Once the text is another, everything is as it was.

import assert from "node:assert/strict";
import { test } from "node:test";
import { compileRuleSet } from "../../server/src/detect/rule-set.ts";
import { loadRuleFiles } from "../../server/src/detect/rules/load.ts";
import { createWorkspace } from "../../server/src/scan/create-workspace.ts";
import type { ScanResult, Workspace } from "../../server/src/scan/workspace.ts";
import { Lowerer } from "../../server/src/syntax/lowering.ts";
import { SyntaxParser } from "../../server/src/syntax/parser.ts";
import { nodeGrammars } from "./node-grammars.ts";

const SECRET_RULE = `
[[rules]]
id = "made-up-key"
description = "A made-up key"
regex = '''mk-[a-f0-9]{12}'''
keywords = ["mk-"]
`;
const SEARCH_RULE = `
rules:
  - id: no-eval
    languages: [javascript]
    severity: ERROR
    message: Code from text.
    pattern: eval(...)
`;
const FLAWED = `const k = "${["mk", "0123456789ab"].join("-")}";\neval(x);\n`;

/** A clock that has gone on by an hour each time it is read while `isSlow`. */
const clock = { hours: 0, isSlow: false };

async function workspaceWithClock(): Promise<Workspace> {
  const parser = await SyntaxParser.start({
    ...nodeGrammars,
    clocks: [() => (clock.isSlow ? ++clock.hours : clock.hours) * 3_600_000],
  });
  const rules = compileRuleSet(
    loadRuleFiles([
      { path: "secrets.toml", text: SECRET_RULE },
      { path: "rules.yaml", text: SEARCH_RULE },
    ]),
    { overrides: [] },
  );
  const workspace = createWorkspace(parser, rules, {
    today: "2030-01-01",
    reportUnusedSuppressions: true,
    maximumParsedLength: 1_000_000,
  });
  await workspace.prepare(["javascript"]);
  return workspace;
}

const idsIn = ({ findings }: ScanResult) => findings.map(({ ruleId }) => ruleId);

/** Long enough for the parser to look at the clock. */
const PADDING = "f(1);\n".repeat(2000);

test("a parse that takes too long leaves the text, and is tried again when the user pauses", async () => {
  const workspace = await workspaceWithClock();
  clock.isSlow = true;
  workspace.set({ path: "a.js", text: FLAWED + PADDING, isOpen: true });
  const slow = workspace.scan("a.js");
  assert.deepEqual(idsIn(slow), ["made-up-key"]);
  assert.match(slow.problems.map(({ message }) => message).join(), /not read as javascript.*takes too long/);
  clock.isSlow = false;
  workspace.edit("a.js", [{ span: { start: 0, end: 0 }, newText: "\n" }]);
  assert.deepEqual(idsIn(workspace.scan("a.js")), ["made-up-key"], "nobody tries while keys come");
  assert.equal(workspace.settle("a.js"), true);
  const settled = workspace.scan("a.js");
  assert.deepEqual(idsIn(settled), ["made-up-key", "no-eval"]);
  assert.deepEqual(settled.problems, []);
  clock.isSlow = true;
  workspace.edit("a.js", [{ span: { start: 0, end: 0 }, newText: "(".repeat(2000) }]);
  assert.deepEqual(idsIn(workspace.scan("a.js")), ["made-up-key"], "so it is when an edit is what takes too long");
  clock.isSlow = false;
  workspace.dispose();
});

test("a lowering that fails costs what needs it, until an edit mends the text", async () => {
  const workspace = await workspaceWithClock();
  const { lower } = Lowerer.prototype;
  Lowerer.prototype.lower = () => {
    throw new Error("made to fail");
  };
  try {
    workspace.set({ path: "b.js", text: FLAWED, isOpen: true });
    const failed = workspace.scan("b.js");
    assert.deepEqual(idsIn(failed), ["made-up-key"]);
    assert.match(failed.problems.map(({ message }) => message).join(), /not read as javascript.*made to fail/);
  } finally {
    Lowerer.prototype.lower = lower;
  }
  workspace.edit("b.js", [{ span: { start: 0, end: 0 }, newText: "\n" }]);
  const mended = workspace.scan("b.js");
  assert.deepEqual(idsIn(mended), ["made-up-key", "no-eval"]);
  assert.deepEqual(mended.problems, []);
  workspace.dispose();
});
