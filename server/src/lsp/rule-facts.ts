// What people are told of a rule, whatever kind of rule it is: one with patterns, one for secrets, or one of the engine's own.

import type { RuleSet } from "../detect/rule-set.ts";
import { secretRulesOf } from "../scan/secret-rules.ts";

export interface RuleFacts {
  readonly cwe: readonly string[];
  readonly owasp: readonly string[];
  /** Markdown; empty when there is none. */
  readonly guidance: string;
  readonly references: readonly string[];
  readonly isDeprecated: boolean;
}

const NOTHING: RuleFacts = { cwe: [], owasp: [], guidance: "", references: [], isDeprecated: false };

export function ruleFacts(rules: RuleSet, id: string): RuleFacts {
  const rule = rules.rule(id);
  if (rule) {
    const { cwe, owasp, guidance, references, other } = rule.metadata;
    return { cwe, owasp, guidance, references, isDeprecated: other["deprecated"] === true };
  }
  const secret = secretRulesOf(rules).byId.get(id);
  if (!secret) return NOTHING;
  const { cwe, guidance, url } = secret;
  return { ...NOTHING, cwe, guidance, references: url === undefined ? [] : [url] };
}
