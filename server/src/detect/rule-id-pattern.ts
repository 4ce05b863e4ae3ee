// How configuration and comments name rules: by id, or by a glob in which `*` stands for any characters.

export function isRulePattern(pattern: string): boolean {
  return pattern.includes("*");
}

/** Whether `ruleId` is what `pattern` names. Takes time linear in both, whatever the number of stars. */
export function matchesRuleId(pattern: string, ruleId: string): boolean {
  const parts = pattern.split("*");
  const first = parts[0]!;
  if (parts.length === 1) return pattern === ruleId;
  const last = parts[parts.length - 1]!;
  if (ruleId.length < first.length + last.length || !ruleId.startsWith(first) || !ruleId.endsWith(last)) return false;
  let at = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = ruleId.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return at <= ruleId.length - last.length;
}
