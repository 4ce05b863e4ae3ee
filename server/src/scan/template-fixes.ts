// The fixes that a rule writes as a template: `fix` with metavariables, `fix-regex`, and the fix of a single pattern.

import type { Fix } from "../detect/finding.ts";
import { interpolate } from "../detect/match/interpolate.ts";
import type { CompiledRule, MatchTarget, RangeMatch, RuleCompiler } from "../detect/match/match-rule.ts";
import type { FixTemplate } from "../detect/rule.ts";
import { compileRegex } from "../text/regex/compile.ts";
import type { RegexMatch } from "../text/regex/regex.ts";

const NO_CONSTANTS = { valueOf: () => undefined };

export function templateFixes(compiler: RuleCompiler, compiled: CompiledRule, target: MatchTarget, match: RangeMatch): Fix[] {
  const { text } = target;
  const fixes: Fix[] = [];
  const span = { start: match.start, end: match.end };
  if (match.fix !== undefined)
    fixes.push({ title: "Apply the rule's fix", edits: [{ span, newText: interpolate(match.fix, match.bindings, NO_CONSTANTS) }], safety: "safe" });
  for (const template of compiled.rule.fixes) {
    if (template.kind === "builtin" || !compiler.allowsFix(compiled, template, target, match)) continue;
    const old = text.slice(span.start, span.end);
    const newText =
      template.kind === "replace" ? interpolate(template.text, match.bindings, NO_CONSTANTS) : replaceMatches(template, old);
    if (newText !== undefined && newText !== old) fixes.push({ title: template.title, edits: [{ span, newText }], safety: template.safety });
  }
  return fixes;
}

/** Python's `re.sub`: `\1` and `\g<name>` in the replacement, at most `count` times. */
function replaceMatches({ regex: source, replacement, count }: FixTemplate & { kind: "regex" }, text: string): string | undefined {
  const regex = compileRegex(source, { dialect: "python" });
  if (regex.kind !== "regex") return undefined;
  let result = "";
  let at = 0;
  for (const match of regex.matchAll(text).slice(0, count ?? Number.POSITIVE_INFINITY)) {
    result += text.slice(at, match.start) + expand(replacement, match, text, regex.groupNames);
    at = match.end;
  }
  return result + text.slice(at);
}

function expand(replacement: string, match: RegexMatch, text: string, names: ReadonlyMap<string, number>): string {
  return replacement.replace(/\\(?:g<(\w+)>|(\d{1,2})|n|t|\\)/g, (whole, name: string | undefined, digits: string | undefined) => {
    if (whole === "\\n") return "\n";
    if (whole === "\\t") return "\t";
    if (whole === "\\\\") return "\\";
    const key = name ?? digits!;
    const group = match.groups[/^\d+$/.test(key) ? Number(key) : (names.get(key) ?? -1)];
    return group ? text.slice(group.start, group.end) : "";
  });
}
