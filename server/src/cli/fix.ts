// `--fix`: applies the safe fixes, or all that are wanted, each tried first: the file is scanned with it, and the fix stands only if its finding is gone
// and no other came. What does not stand is taken back, so a file never gets worse.

import type { Finding, Fix } from "../detect/finding.ts";
import type { Workspace } from "../scan/workspace.ts";
import type { TextEdit } from "../text/span.ts";

export interface FixedFile {
  readonly text: string;
  readonly fixed: number;
  /** What is left, as `findingsOf` gives it. */
  readonly findings: readonly Finding[];
}

/** Tries the fixes that are wanted of a file in the workspace until none is left that helps. */
export function fixFile(
  workspace: Workspace,
  path: string,
  findingsOf: (path: string) => readonly Finding[],
  isWanted: (finding: Finding, fix: Fix) => boolean,
): FixedFile {
  let findings = findingsOf(path);
  let fixed = 0;
  const failed = new Set<string>();
  for (;;) {
    const next = findings
      .filter(({ suppressed, fingerprint }) => suppressed === undefined && !failed.has(fingerprint))
      .map((finding) => ({ finding, fix: finding.fixes.find((fix) => isWanted(finding, fix)) }))
      .findLast((each): each is { finding: Finding; fix: Fix } => each.fix !== undefined);
    if (!next) break;
    const before = workspace.text(path)!;
    workspace.edit(path, fromTheEnd(next.fix.edits));
    workspace.settle?.(path);
    const after = findingsOf(path);
    if (workspace.text(path) !== before && isBetter(findings, after)) {
      findings = after;
      fixed++;
      continue;
    }
    failed.add(next.finding.fingerprint);
    workspace.set({ path, text: before });
    findings = findingsOf(path);
  }
  return { text: workspace.text(path)!, fixed, findings };
}

/** Edits as a workspace takes them: each span in the text that the one before left. */
function fromTheEnd(edits: readonly TextEdit[]): TextEdit[] {
  return [...edits].sort((a, b) => b.span.start - a.span.start || b.span.end - a.span.end);
}

/** Fewer findings, and of no rule more than before. */
function isBetter(before: readonly Finding[], after: readonly Finding[]): boolean {
  const counts = new Map<string, number>();
  for (const { ruleId, suppressed } of before) if (!suppressed) counts.set(ruleId, (counts.get(ruleId) ?? 0) + 1);
  let total = 0;
  for (const { ruleId, suppressed } of after) {
    if (suppressed) continue;
    const left = (counts.get(ruleId) ?? 0) - 1;
    if (left < 0) return false;
    counts.set(ruleId, left);
    total++;
  }
  return total < before.filter(({ suppressed }) => !suppressed).length;
}
