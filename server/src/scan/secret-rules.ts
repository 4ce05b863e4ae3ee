// The secret rules of a rule set, compiled once for all workspaces that share it, and secrets as findings.

import { environmentFix } from "../detect/fixes/environment.ts";
import type { RuleProblem } from "../detect/rule.ts";
import { matchesRuleId } from "../detect/rule-id-pattern.ts";
import type { RuleFile, RuleSet } from "../detect/rule-set.ts";
import { readSecretIgnores } from "../detect/secrets/ignore-file.ts";
import type { SecretMatch, SecretRule, SecretRuleSet } from "../detect/secrets/rule.ts";
import { loadSecretFiles } from "../detect/secrets/rule-files.ts";
import { SecretScanner } from "../detect/secrets/scanner.ts";
import type { Ast } from "../syntax/ast.ts";
import type { Span } from "../text/span.ts";
import type { RawFinding } from "./raw-finding.ts";

export interface SecretRules {
  readonly scanner: SecretScanner;
  /** All rules, those that are off too: what they find is not reported, and not shown either. */
  everything(): SecretScanner;
  readonly areAllOn: boolean;
  /** Whether a finding, in a commit when a history is walked, was looked at and accepted. */
  isAccepted(match: SecretMatch, path: string, commit?: string): boolean;
  readonly byId: ReadonlyMap<string, SecretRule>;
  /** Of all rules, those that are off too. */
  readonly ids: ReadonlySet<string>;
  readonly problems: readonly RuleProblem[];
}

const compiled = new WeakMap<RuleSet, SecretRules>();

export function secretRulesOf(rules: RuleSet): SecretRules {
  let known = compiled.get(rules);
  if (!known) {
    known = compile(rules);
    compiled.set(rules, known);
  }
  return known;
}

function compile({ secretFiles, secretSetting }: RuleSet): SecretRules {
  const problems: RuleProblem[] = [];
  const byId = new Map<string, SecretRule>();
  const isIgnoreFile = ({ path }: RuleFile) => /(?:^|\/)\.gitleaksignore$/.test(path);
  const ignores = secretFiles.filter(isIgnoreFile).map(({ path, text }) => {
    const list = readSecretIgnores(text);
    for (const line of list.wrongLines)
      problems.push({
        location: { file: path, line, column: 1 },
        key: "",
        message: "this is no fingerprint: `file:rule:line`, or `commit:file:rule:line`",
        dropsRule: false,
      });
    return list;
  });
  const files = secretFiles.filter((file) => !isIgnoreFile(file));
  const all = loadSecretFiles(files);
  const sets = all.map((set): SecretRuleSet => {
    // A file that gives nothing at all is as bad as a rule that was dropped.
    const isEmpty = set.rules.length + set.allowlists.length + set.elsewhere.length === 0;
    for (const { line, message, rule } of set.problems)
      problems.push({
        location: { file: set.name, line, column: 1 },
        key: "",
        message,
        dropsRule: rule !== undefined || isEmpty,
        ...(rule === undefined ? {} : { ruleId: rule }),
      });
    const on = set.rules.filter(({ id }) => secretSetting(id) !== "off");
    for (const rule of on) byId.set(rule.id, rule);
    return { ...set, rules: on };
  });
  const scanner = new SecretScanner(sets);
  const count = (list: readonly SecretRuleSet[]) => list.reduce((sum, set) => sum + set.rules.length, 0);
  const areAllOn = count(sets) === count(all);
  let everything = areAllOn ? scanner : undefined;
  return {
    scanner,
    areAllOn,
    everything() {
      everything ??= new SecretScanner(all);
      return everything;
    },
    isAccepted: (match, path, commit) => ignores.some((list) => list.has(match, path, commit)),
    byId,
    ids: new Set(all.flatMap((set) => set.rules.map(({ id }) => id))),
    problems,
  };
}

export function secretFinding(match: SecretMatch, path: string, rules: RuleSet, ast: Ast | undefined): RawFinding {
  const { rule } = match;
  const setting = rules.secretSetting(match.ruleId);
  const span = { start: match.secretStart, end: match.secretEnd };
  const fix = ast && environmentFix({ ast, path, span, variable: rule.variable });
  return {
    ruleId: match.ruleId,
    span,
    message: messageOf(match),
    severity: setting === undefined || setting === "on" || setting === "off" ? rule.severity : setting,
    confidence: match.confidence,
    traces: [],
    fixes: fix ? [fix] : [],
    metavariables: {},
    isSecret: true,
    weakerThan: [],
  };
}

/** What was found, and the secret's mask; a rule of another author may describe nothing. */
function messageOf({ rule, masked }: SecretMatch): string {
  const description = rule.description.trim() || rule.id;
  return masked === "" ? description : `${description.replace(/\.$/, "")}: ${masked}`;
}

/** Whether any secret rule that is on has such an id. */
export function hasSecretRule(rules: RuleSet, pattern: string): boolean {
  for (const id of secretRulesOf(rules).byId.keys()) if (matchesRuleId(pattern, id)) return true;
  return false;
}

/** Where secrets stand in a text, whether or not they are reported: for hiding them wherever the text is shown. */
export function everySecretIn(rules: RuleSet, path: string, text: string): Span[] {
  const matches = secretRulesOf(rules).everything().scan(text, path);
  return matches.map(({ secretStart, secretEnd }) => ({ start: secretStart, end: secretEnd }));
}
