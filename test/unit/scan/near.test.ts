// While many files are read or scanned, an open one is answered with the rest of the program as it is known by then; the next whole
// scan is that from scratch.

import assert from "node:assert/strict";
import { test } from "node:test";
import { compileRuleSet } from "../../../server/src/detect/rule-set.ts";
import { loadRuleFiles } from "../../../server/src/detect/rules/load.ts";
import { createWorkspace } from "../../../server/src/scan/create-workspace.ts";
import { scan } from "../../../server/src/scan/scan.ts";
import type { ScanOptions, ScanResult } from "../../../server/src/scan/workspace.ts";
import { SyntaxParser } from "../../../server/src/syntax/parser.ts";
import { builtinRuleFiles } from "../builtin-rules.ts";
import { nodeGrammars } from "../node-grammars.ts";

const OPTIONS: ScanOptions = { today: "2030-01-01", reportUnusedSuppressions: true, maximumParsedLength: 1_000_000 };
const OPEN = `const express = require("express");
const { run } = require("./helper");
const app = express();
app.get("/a", (req, res) => {
  run(req.query.a);
});
`;
const HELPER = `exports.run = (code) => {
  eval(code);
};
`;

const rulesOf = ({ findings }: ScanResult) => findings.map(({ ruleId }) => ruleId);
const plain = (result: ScanResult): unknown => JSON.parse(JSON.stringify(result));

test("a file is answered although others wait, and is whole when they have been taken in", async () => {
  const parser = await SyntaxParser.start(nodeGrammars);
  const files = builtinRuleFiles();
  const rules = compileRuleSet(loadRuleFiles(files), { overrides: [] });
  const workspace = createWorkspace(parser, rules, OPTIONS);
  await workspace.prepare(["javascript"]);
  workspace.set({ path: "app.js", text: OPEN, isOpen: true });
  assert.deepEqual(rulesOf(workspace.scan("app.js")), []);
  assert.equal(workspace.isBehind("app.js"), false);

  workspace.set({ path: "helper.js", text: HELPER });
  workspace.set({ path: "other.js", text: "exports.other = 1;\n" });
  assert.equal(workspace.isBehind("app.js"), true);
  const at = OPEN.indexOf("  run(");
  workspace.edit("app.js", [{ span: { start: at, end: at }, newText: "  eval(req.query.b);\n" }]);
  assert.equal(workspace.isBehind("app.js"), true, "an edit of its own is not what it is behind with");
  assert.deepEqual(rulesOf(workspace.scanNear("app.js")), ["code-injection"]);

  const whole = workspace.scan("app.js");
  assert.equal(workspace.isBehind("app.js"), false);
  const sources = workspace.paths().map((path) => ({ path, text: workspace.text(path)! }));
  const fresh = await scan(parser, { files: sources, rules, options: OPTIONS });
  const ofFile = ({ findings }: ScanResult, path: string) => findings.filter((finding) => finding.path === path);
  assert.deepEqual(plain({ ...whole, problems: [] }), plain({ findings: ofFile(fresh, "app.js"), problems: [] }));
  assert.deepEqual(rulesOf(workspace.scan("helper.js")), ["code-injection"]);
  workspace.dispose();
});
