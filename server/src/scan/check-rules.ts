// Rules before any file is scanned: compiles each for every language that it names, which a scan does only when it meets a file of that
// language. For authors of rules, who are told what is wrong (a scan says the same, once it gets there), and for the built-in
// ones, whose patterns are parsed when Bartizan is built.

import { languagesOfRule, RuleCompiler } from "../detect/match/match-rule.ts";
import { type PackedPatterns, packPatterns } from "../detect/match/packed-patterns.ts";
import type { Rule, RuleProblem } from "../detect/rule.ts";
import type { RuleSet } from "../detect/rule-set.ts";
import { type GrammarSource, SyntaxParser } from "../syntax/parser.ts";
import { SnapshotStore } from "../syntax/snapshots.ts";

/** Problems of patterns: what does not parse, what cannot be run. Each once, although a rule may have several languages. */
export async function checkRules(parser: SyntaxParser, { rules }: RuleSet): Promise<RuleProblem[]> {
  await loadGrammars(parser, rules);
  const compiler = new RuleCompiler(parser);
  const problems = new Map<string, RuleProblem>();
  for (const rule of rules)
    for (const language of rule.languages) {
      for (const problem of compiler.compile(rule, language).problems) {
        const { location, message } = problem;
        problems.set(`${location.file}:${location.line}:${location.column}:${message}`, problem);
      }
    }
  return [...problems.values()];
}

/** What parsing the rules' patterns gives. */
export async function packedPatterns(grammars: GrammarSource, rules: readonly Rule[]): Promise<PackedPatterns> {
  const parser = await SyntaxParser.start(grammars);
  await loadGrammars(parser, rules);
  const compiler = new RuleCompiler(parser);
  for (const rule of rules) for (const language of rule.languages) compiler.compile(rule, language);
  return Object.fromEntries(
    [...compiler.cache.parsed].map(([language, patterns]) => [language, packPatterns(patterns)]),
  );
}

async function loadGrammars(parser: SyntaxParser, rules: readonly Rule[]): Promise<void> {
  const languages = rules.flatMap((rule) => [...rule.languages, ...languagesOfRule(rule)]);
  await new SnapshotStore(parser).prepare(new Set(languages));
}
