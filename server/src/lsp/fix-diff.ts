// A fix as a diff of the lines that it touches, short enough for a hover.

import type { Fix } from "../detect/finding.ts";
import { applyEdits, type TextEdit } from "../text/span.ts";
import type { Scanned } from "./project.ts";

/** More lines than this are no longer read at a glance. */
const MOST_LINES = 12;
/** Of a longer line only what changes is shown, with a little around it. */
const LONGEST_LINE = 100;
const CONTEXT = 30;

interface Hunk {
  readonly first: number;
  last: number;
  readonly edits: TextEdit[];
}

/** Markdown; undefined when the diff would be too long. */
export function fixDiff(scanned: Scanned, fix: Fix, hide: (shown: string) => string): string | undefined {
  const lines = hunksOf(scanned, fix).flatMap((hunk) => diffOf(scanned, hunk, hide));
  if (lines.length === 0 || lines.length > MOST_LINES) return undefined;
  const body = lines.join("\n");
  const fence = body.includes("```") ? "````" : "```";
  return `${fence}diff\n${body}\n${fence}`;
}

/** Edits whose lines touch are one hunk: an import at the top of the file is another than the line that needs it. */
function hunksOf({ lines }: Scanned, fix: Fix): Hunk[] {
  const hunks: Hunk[] = [];
  for (const edit of [...fix.edits].sort((a, b) => a.span.start - b.span.start)) {
    const first = lines.lineAt(edit.span.start);
    const last = lines.lineAt(edit.span.end);
    const previous = hunks.at(-1);
    if (previous && first <= previous.last + 1) {
      previous.last = Math.max(previous.last, last);
      previous.edits.push(edit);
    } else hunks.push({ first, last, edits: [edit] });
  }
  return hunks;
}

function diffOf({ text, lines }: Scanned, { first, last, edits }: Hunk, hide: (shown: string) => string): string[] {
  const start = lines.lineStart(first);
  const before = text.slice(start, lines.lineStart(last + 1));
  const moved = edits.map(({ span, newText }) => ({
    span: { start: span.start - start, end: span.end - start },
    newText,
  }));
  const removed = linesOf(hide(before));
  const added = linesOf(hide(applyEdits(before, moved)));
  // Lines that both share at the ends are not shown: the code stands right behind the hover.
  let head = 0;
  while (head < removed.length && head < added.length && removed[head] === added[head]) head++;
  let tail = 0;
  const shorter = Math.min(removed.length, added.length) - head;
  while (tail < shorter && removed[removed.length - 1 - tail] === added[added.length - 1 - tail]) tail++;
  return clipped(removed.slice(head, removed.length - tail), added.slice(head, added.length - tail));
}

function clipped(removed: readonly string[], added: readonly string[]): string[] {
  const all = [...removed, ...added].filter((line) => line.trim() !== "");
  const indent = Math.min(...all.map((line) => line.search(/\S/)));
  const short = (line: string) => line.slice(Number.isFinite(indent) ? indent : 0);
  const [old, made] = [removed.map(short), added.map(short)];
  const clip = old.length === 1 && made.length === 1 ? clipTo(old[0]!, made[0]!) : cut;
  return [...old.map((line) => `- ${clip(line)}`), ...made.map((line) => `+ ${clip(line)}`)];
}

/** Shows of two long lines what is different in them. */
function clipTo(old: string, made: string): (line: string) => string {
  if (Math.max(old.length, made.length) <= LONGEST_LINE) return (line) => line;
  const shorter = Math.min(old.length, made.length);
  let head = 0;
  while (head < shorter && old[head] === made[head]) head++;
  let tail = 0;
  while (tail < shorter - head && old[old.length - 1 - tail] === made[made.length - 1 - tail]) tail++;
  const from = head <= CONTEXT + 10 ? 0 : head - CONTEXT;
  return (line) => {
    const to = tail <= CONTEXT + 10 ? line.length : line.length - tail + CONTEXT;
    return `${from > 0 ? "…" : ""}${line.slice(from, to)}${to < line.length ? "…" : ""}`;
  };
}

function cut(line: string): string {
  return line.length <= LONGEST_LINE ? line : `${line.slice(0, LONGEST_LINE)}…`;
}

function linesOf(text: string): string[] {
  return text.replace(/\r?\n$/, "").split(/\r?\n|\r/);
}
