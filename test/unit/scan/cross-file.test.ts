// A helper that many files depend on: its body changes, and every caller's findings follow, in whichever file they are.

import assert from "node:assert/strict";
import { test } from "node:test";
import { compileRuleSet } from "../../../server/src/detect/rule-set.ts";
import { loadRuleFiles } from "../../../server/src/detect/rules/load.ts";
import { createWorkspace } from "../../../server/src/scan/create-workspace.ts";
import { SyntaxParser } from "../../../server/src/syntax/parser.ts";
import { builtinRuleFiles } from "../builtin-rules.ts";
import { nodeGrammars } from "../node-grammars.ts";

const FILES = 50;
const CALLERS = 4;
const HELPER = "export function prepare(text) {\n  const kept = String(text);\n  return kept;\n}\n";
const CALLER = `import express from "express";
import { exec } from "node:child_process";
import { prepare } from "./helper.js";
const app = express();
${Array.from({ length: CALLERS }, (_, at) => `app.get("/${at}", (req, res) => {\n  exec("ls " + prepare(req.query.name));\n});\n`).join("")}`;

test(`a change of a helper's body reaches ${FILES * CALLERS} callers in ${FILES} files`, async () => {
  const parser = await SyntaxParser.start(nodeGrammars);
  const files = builtinRuleFiles();
  const workspace = createWorkspace(parser, compileRuleSet(loadRuleFiles(files), { overrides: [] }), {
    today: "2030-01-01",
    reportUnusedSuppressions: true,
    maximumParsedLength: 1_000_000,
  });
  await workspace.prepare(["javascript"]);
  workspace.set({ path: "helper.js", text: HELPER, isOpen: true });
  const callers = Array.from({ length: FILES }, (_, at) => `caller${at}.js`);
  for (const path of callers) workspace.set({ path, text: CALLER, isOpen: true });
  const flaws = () =>
    callers.map((path) => workspace.scan(path).findings.filter(({ ruleId }) => ruleId === "command-injection").length);
  assert.deepEqual(new Set(flaws()), new Set([CALLERS]));
  workspace.scan("helper.js");
  const at = HELPER.indexOf("String(text)");
  const change = (from: string, to: string): number => {
    const before = process.cpuUsage();
    workspace.edit("helper.js", [{ span: { start: at, end: at + from.length }, newText: to }]);
    workspace.scan("helper.js");
    const affected = workspace.affected();
    for (const path of affected) workspace.scan(path);
    const { user, system } = process.cpuUsage(before);
    assert.deepEqual([...affected].sort(), [...callers].sort());
    return (user + system) / 1000;
  };
  const costs: number[] = [];
  for (let round = 0; round < 6; round++) {
    costs.push(change("String(text)", "Number(text)"));
    assert.deepEqual(new Set(flaws()), new Set([0]), "a number does no harm");
    costs.push(change("Number(text)", "String(text)"));
    assert.deepEqual(new Set(flaws()), new Set([CALLERS]));
  }
  // 250 ms is what people may notice; how fast the machine is, the test cannot know.
  const usual = costs.sort((a, b) => a - b)[costs.length >> 1]!;
  assert.ok(usual <= 500, `${usual.toFixed(0)} ms of processor time`);
  if (process.env["BARTIZAN_SHOW"]) console.log(costs.map((cost) => cost.toFixed(0)).join(" "));
  workspace.dispose();
});
