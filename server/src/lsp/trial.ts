// Proves an edit before it is offered: the file is scanned as it would be afterwards, and only if the finding is gone and
// nothing else came is the edit worth a key.

import type { Finding } from "../detect/finding.ts";
import type { ScanResult } from "../scan/workspace.ts";
import type { Span, TextEdit } from "../text/span.ts";
import type { Host } from "./host.ts";
import type { Project, Scanned } from "./project.ts";

export interface Verdict {
  /** Those of the wanted findings that are gone. */
  readonly gone: ReadonlySet<Finding>;
  /** Nothing is found afterwards that was not found before, and the file parses as well as it did. */
  readonly isHarmless: boolean;
}

/** What becomes of `wanted` when these edits (all in the text that was scanned) are made. */
export async function tryEdits(
  { project, scanned, host }: { readonly project: Project; readonly scanned: Scanned; readonly host: Host },
  wanted: readonly Finding[],
  edits: readonly TextEdit[],
): Promise<Verdict | undefined> {
  if (project.text(scanned.path) !== scanned.text) return undefined;
  const trial = await project.trial(scanned.path, edits, host);
  if (!trial) return undefined;
  const move = mover(edits);
  const before = scanned.findings.map((finding) => ({ finding, span: move(finding.span), isOpen: isOpen(finding) }));
  const after = project.shown(trial.result).filter(isOpen);
  const gone = new Set(wanted);
  let isHarmless = syntaxErrors(trial.result) <= syntaxErrors(scanned);
  const matched = new Set<Finding>();
  for (const found of after) {
    const known = before.find(
      ({ finding, span, isOpen: wasOpen }) =>
        wasOpen && !matched.has(finding) && finding.ruleId === found.ruleId && touches(span, found.span),
    );
    if (!known) {
      isHarmless = false;
      continue;
    }
    matched.add(known.finding);
    gone.delete(known.finding);
  }
  return { gone, isHarmless };
}

/** Of fixes that may stand in each other's way, those that can be made together: the first of any two that overlap. */
export function compatible<T>(fixes: readonly T[], editsOf: (fix: T) => readonly TextEdit[]): T[] {
  const taken: TextEdit[] = [];
  return fixes.filter((fix) => {
    const edits = editsOf(fix).filter((edit) => !taken.some((other) => isSameEdit(edit, other)));
    if (edits.some(({ span }) => taken.some((other) => collides(span, other.span)))) return false;
    taken.push(...edits);
    return true;
  });
}

/** The edits of several fixes, each once: two fixes may want the same import. */
export function mergeEdits(lists: readonly (readonly TextEdit[])[]): TextEdit[] {
  const merged: TextEdit[] = [];
  for (const edit of lists.flat()) if (!merged.some((other) => isSameEdit(edit, other))) merged.push(edit);
  return merged.sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
}

function isSameEdit(a: TextEdit, b: TextEdit): boolean {
  return a.span.start === b.span.start && a.span.end === b.span.end && a.newText === b.newText;
}

function collides(a: Span, b: Span): boolean {
  if (a.start === a.end && b.start === b.end) return false; // two insertions stand one behind the other
  return (a.start < b.end && b.start < a.end) || a.start === b.start;
}

function isOpen(finding: Finding): boolean {
  return finding.suppressed === undefined;
}

function syntaxErrors(result: Pick<ScanResult, "problems">): number {
  return result.problems.filter(({ kind }) => kind === "syntax-error").length;
}

function touches(a: Span, b: Span): boolean {
  return a.start <= b.end && b.start <= a.end;
}

/** Where a span of the old text is in the new one. What an edit replaced becomes what it put there. */
function mover(edits: readonly TextEdit[]): (span: Span) => Span {
  const ordered = [...edits].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  const moveOffset = (offset: number, isEnd: boolean): number => {
    let shift = 0;
    for (const { span, newText } of ordered) {
      const isAfter = isEnd ? span.end < offset || (span.end === offset && span.start < offset) : span.end <= offset;
      if (isAfter) shift += newText.length - (span.end - span.start);
      else if (span.start < offset) return span.start + shift + (isEnd ? newText.length : 0);
      else break;
    }
    return offset + shift;
  };
  return ({ start, end }) => {
    const moved = moveOffset(start, false);
    return { start: moved, end: Math.max(moved, moveOffset(end, true)) };
  };
}
