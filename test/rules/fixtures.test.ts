// Our own rules on their own fixtures: what is announced must be found, what is not must not; and every fix that is offered
// there does what it says: the finding is gone, no other comes, the file still parses, and nothing outside the edit moves.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { Finding } from "../../server/src/detect/finding.ts";
import { compileRuleSet } from "../../server/src/detect/rule-set.ts";
import { loadRuleFiles } from "../../server/src/detect/rules/load.ts";
import { createWorkspace } from "../../server/src/scan/create-workspace.ts";
import type { ScanResult } from "../../server/src/scan/workspace.ts";
import { SyntaxParser } from "../../server/src/syntax/parser.ts";
import { applyEdits } from "../../server/src/text/span.ts";
import { builtinRuleFiles } from "../unit/builtin-rules.ts";
import { nodeGrammars } from "../unit/node-grammars.ts";

const folder = join(process.cwd(), "rules");

test("every fixture is as announced, every fixed form as written", () => {
  const run = spawnSync(process.execPath, ["dist/cli.js", "test", "rules", "--json"], {
    encoding: "utf8",
    maxBuffer: 1e8,
  });
  const { results, fixes, errors } = JSON.parse(run.stdout) as {
    results: { rule_id: string; target: string; lines: number[]; expected: number[]; passed: boolean }[];
    fixes: { target: string; passed?: boolean }[];
    errors: unknown[];
  };
  assert.deepEqual(errors, []);
  assert.deepEqual(
    results.filter(({ passed }) => !passed),
    [],
  );
  assert.deepEqual(
    fixes.filter(({ passed }) => passed === false),
    [],
  );
  assert.ok(results.length >= 90, `${results.length} pairs of rule and target`);
  assert.equal(run.status, 0);
});

function countByRule(findings: readonly Finding[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { ruleId } of findings) counts.set(ruleId, (counts.get(ruleId) ?? 0) + 1);
  return counts;
}

const syntaxErrors = ({ problems }: ScanResult) => problems.filter(({ kind }) => kind === "syntax-error").length;

test("every fix ends its finding and brings no other", async () => {
  const parser = await SyntaxParser.start(nodeGrammars);
  const files = builtinRuleFiles();
  const rules = compileRuleSet(loadRuleFiles(files), { overrides: [] });
  const workspace = createWorkspace(parser, rules, {
    today: "2030-01-01",
    reportUnusedSuppressions: false,
    maximumParsedLength: 1e6,
  });
  await workspace.prepare(["javascript", "typescript", "tsx", "python"]);
  const fixtures = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((path) =>
    /(?<!\.fixed)\.(js|ts|tsx|py)$/.test(path),
  );
  const wrong: string[] = [];
  let tried = 0;
  for (const path of fixtures.sort()) {
    const text = readFileSync(join(folder, path), "utf8");
    workspace.set({ path, text });
    const before = workspace.scan(path);
    for (const finding of before.findings)
      for (const fix of finding.fixes) {
        tried++;
        workspace.set({ path, text: applyEdits(text, fix.edits) });
        const after = workspace.scan(path);
        const where = `${path}: ${finding.ruleId} at ${text.slice(finding.span.start, finding.span.end).slice(0, 60)}: ${fix.title}`;
        const counts = countByRule(after.findings);
        const old = countByRule(before.findings);
        if ((counts.get(finding.ruleId) ?? 0) >= old.get(finding.ruleId)!) wrong.push(`${where}: the finding stays`);
        for (const [rule, count] of counts) if (count > (old.get(rule) ?? 0)) wrong.push(`${where}: brings ${rule}`);
        if (syntaxErrors(after) > syntaxErrors(before)) wrong.push(`${where}: does not parse`);
      }
    workspace.remove(path);
  }
  workspace.dispose();
  assert.ok(tried > 40, `${tried} fixes tried`);
  assert.deepEqual(wrong, []);
});
