// What is wrong with rules before any file is scanned: compiles each for every language that it names, which a scan does
// only when it meets a file of that language. For authors of rules; a scan says the same, once it gets there.

import { languagesOfRule, RuleCompiler } from "../detect/match/match-rule.ts";
import type { RuleProblem } from "../detect/rule.ts";
import type { RuleSet } from "../detect/rule-set.ts";
import type { SyntaxParser } from "../syntax/parser.ts";
import { SnapshotStore } from "../syntax/snapshots.ts";

/** Problems of patterns: what does not parse, what cannot be run. Each once, although a rule may have several languages. */
export async function checkRules(parser: SyntaxParser, { rules }: RuleSet): Promise<RuleProblem[]> {
  await new SnapshotStore(parser).prepare(
    new Set(rules.flatMap((rule) => [...rule.languages, ...languagesOfRule(rule)])),
  );
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
