// Pairs of rule and code, with the lines on which Semgrep finds something (test/fixtures/semgrep, written by
// semgrep-catalogue.mjs). Where Bartizan means to differ, `ours` has its lines and `why` the reason.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { before, test } from "node:test";
import { parse } from "yaml";
import { MatchTarget, RuleCompiler } from "../../server/src/detect/match/match-rule.ts";
import { parseText } from "../../server/src/detect/match/parse-text.ts";
import type { TaintRule } from "../../server/src/detect/rule.ts";
import { loadRuleFile } from "../../server/src/detect/rules/load.ts";
import { followTaint } from "../../server/src/detect/taint/follow.ts";
import { LANGUAGES, type LanguageId } from "../../server/src/syntax/language.ts";
import { SyntaxParser } from "../../server/src/syntax/parser.ts";
import { LineIndex } from "../../server/src/text/line-index.ts";
import { nodeGrammars } from "../unit/node-grammars.ts";

interface Entry {
  readonly pattern?: string;
  /** The rule's keys as YAML, but for id, languages, severity and message. */
  readonly rule?: string;
  readonly code: string;
  readonly lines: readonly number[];
  readonly ours?: readonly number[];
  readonly why?: string;
}

const FOLDER = "test/fixtures/semgrep";

let parser: SyntaxParser;
let compiler: RuleCompiler;

before(async () => {
  parser = await SyntaxParser.start(nodeGrammars);
  for (const { grammar } of LANGUAGES) if (grammar) await parser.load(grammar);
  compiler = new RuleCompiler(parser);
});

for (const file of readdirSync(FOLDER).sort()) {
  const language = basename(file, ".yaml") as LanguageId | "generic" | "regex";
  test(`${language}: the lines on which Semgrep finds something`, () => {
    const entries = parse(readFileSync(join(FOLDER, file), "utf8")) as Entry[];
    const wrong = entries.flatMap((entry, at) => {
      const expected = entry.ours ?? entry.lines;
      const found = linesOf(entry, language);
      if (entry.ours) assert.ok(entry.why, `${file} ${at + 1} differs without a reason`);
      if (JSON.stringify(found) === JSON.stringify(expected)) return [];
      return [`${at + 1}: ${(entry.pattern ?? entry.rule)!.trim()}\n   found ${found}, expected ${expected}`];
    });
    assert.deepEqual(wrong, []);
  });
}

function linesOf(entry: Entry, language: LanguageId | "generic" | "regex"): number[] {
  const isText = language === "generic" || language === "regex";
  const keys = entry.rule ?? `pattern: ${JSON.stringify(entry.pattern)}`;
  const { rules, problems } = loadRuleFile({
    path: "r.yaml",
    text: `rules:\n  - id: r\n    languages: [${language}]\n    severity: INFO\n    message: m\n${keys.replace(/^/gm, "    ")}\n`,
  });
  assert.deepEqual(problems, [], keys);
  const [rule] = rules;
  const compiled = compiler.compile(rule!, isText ? "generic" : language);
  assert.deepEqual(compiled.problems, [], keys);
  const ast = isText ? undefined : parseText(compiler.cache.parser, entry.code, language);
  const target = new MatchTarget(entry.code, isText ? "generic" : language, ast);
  const starts =
    rule!.mode === "taint"
      ? followTaint(rule as TaintRule, compiler.matchTaint(compiled, target), target).arrivals.map(
          ({ sink }) => sink.start,
        )
      : compiler.match(compiled, target).matches.map(({ start }) => start);
  const lines = new LineIndex(entry.code);
  return [...new Set(starts.map((start) => lines.lineAt(start) + 1))].sort((a, b) => a - b);
}
