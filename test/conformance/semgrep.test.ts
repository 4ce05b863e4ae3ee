// Rule authors' own annotated tests, when they lie beside the repository: the search rules whose findings are exactly the
// announced lines, by language. Taint rules are measured through the command line, where the data flow is.

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { MatchTarget, RuleCompiler } from "../../server/src/detect/match/match-rule.ts";
import { parseText } from "../../server/src/detect/match/parse-text.ts";
import { loadRuleFile } from "../../server/src/detect/rules/load.ts";
import { LANGUAGES, type LanguageId, languageOfPath } from "../../server/src/syntax/language.ts";
import { SyntaxParser } from "../../server/src/syntax/parser.ts";
import { LineIndex } from "../../server/src/text/line-index.ts";
import { nodeGrammars } from "../unit/node-grammars.ts";

interface Case {
  readonly id: string;
  readonly lang: string;
  readonly mode: string;
  readonly rule_file: string;
  readonly rule_id: string;
  readonly target: string;
  readonly expected_lines: readonly number[];
}

const manifest = join(process.cwd(), "..", "shared", "conformance", "semgrep", "cases.visible.json");
const folder = join(process.env["BARTIZAN_CASES"] ?? join(process.cwd(), "..", "cases"), "semgrep-rules");
const isThere = existsSync(manifest) && existsSync(folder);
if (!isThere) console.warn("SKIPPED: Semgrep's rules are not there, so conformance with Semgrep is not checked");

/** Of 100 cases of each language, how many must be right. */
const WANTED: Readonly<Record<string, number>> = {
  python: 97,
  javascript: 96,
  typescript: 98,
  java: 98,
  go: 97,
  dockerfile: 94,
  default: 95,
  c: 87,
};

test("search rules find what their authors announce", { skip: !isThere }, async () => {
  const parser = await SyntaxParser.start(nodeGrammars);
  for (const { grammar } of LANGUAGES) if (grammar) await parser.load(grammar);
  const compiler = new RuleCompiler(parser);
  const { cases } = JSON.parse(readFileSync(manifest, "utf8")) as { cases: readonly Case[] };
  const counts = new Map<string, { right: number; all: number; wrong: string[] }>();
  for (const each of cases) {
    if (each.mode !== "search" || !existsSync(join(folder, each.target))) continue;
    const count = counts.get(each.lang) ?? { right: 0, all: 0, wrong: [] };
    counts.set(each.lang, count);
    count.all++;
    if (linesOf(compiler, parser, each).join() === [...each.expected_lines].sort((a, b) => a - b).join()) count.right++;
    else count.wrong.push(each.id);
  }
  for (const [language, { right, all, wrong }] of counts) {
    const percent = (100 * right) / all;
    const wanted = WANTED[language] ?? WANTED["default"]!;
    assert.ok(percent >= wanted, `${language}: ${right} of ${all}, wrong: ${wrong.slice(0, 10).join(", ")}`);
  }
});

function linesOf(compiler: RuleCompiler, parser: SyntaxParser, { rule_file, rule_id, target }: Case): number[] {
  const { rules } = loadRuleFile({ path: rule_file, text: readFileSync(join(folder, rule_file), "utf8") });
  const rule = rules.find(({ id }) => id === rule_id);
  if (!rule) return [];
  const text = readFileSync(join(folder, target), "utf8");
  const own = languageOfPath(target, text.split("\n", 1)[0]);
  const language: LanguageId = rule.languages.includes(own) || rule.analysis !== "ast" ? own : rule.languages[0]!;
  const isParsed = rule.analysis === "ast";
  const ast = isParsed ? parseText(parser, text, language) : undefined;
  if (isParsed && !ast) return [];
  const { matches } = compiler.match(
    compiler.compile(rule, language),
    new MatchTarget(text, isParsed ? language : "generic", ast),
  );
  const lines = new LineIndex(text);
  return [...new Set(matches.map(({ start }) => lines.lineAt(start) + 1))].sort((a, b) => a - b);
}
