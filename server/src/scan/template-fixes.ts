// The fixes that a rule writes as templates, worked out for one match.

import type { Fix } from "../detect/finding.ts";
import type { CompiledRule, MatchTarget, RangeMatch, RuleCompiler } from "../detect/match/match-rule.ts";
import { templateEdit } from "../detect/match/template-fix.ts";

export function templateFixes(
  compiler: RuleCompiler,
  compiled: CompiledRule,
  target: MatchTarget,
  match: RangeMatch,
): Fix[] {
  return compiled.rule.fixes.flatMap((template): Fix[] => {
    if (template.kind === "builtin" || !compiler.allowsFix(compiled, template, target, match)) return [];
    const edit = templateEdit(template, match, match.bindings, target.text, match.fix);
    return edit ? [{ title: template.title, edits: [edit], safety: template.safety }] : [];
  });
}
