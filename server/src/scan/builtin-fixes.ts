// The fixes of a rule that code builds, worked out for one place. See detect/fixes/.

import type { Fix } from "../detect/finding.ts";
import { BUILTIN_FIXES } from "../detect/fixes/builtin.ts";
import type { RuleHead } from "../detect/rule.ts";
import type { Ast } from "../syntax/ast.ts";
import type { Span } from "../text/span.ts";

export function builtinFixes(rule: RuleHead, ast: Ast, span: Span): Fix[] {
  return rule.fixes.flatMap((template): Fix[] => {
    if (template.kind !== "builtin") return [];
    const edits = BUILTIN_FIXES[template.name]?.(ast, span);
    return edits && edits.length > 0 ? [{ title: template.title, edits, safety: template.safety }] : [];
  });
}
