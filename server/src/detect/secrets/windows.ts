/**
 * Where a rule's pattern is tried: windows around its literals, or blocks of lines. A window is the stretch that a match around a
 * literal can take, joined with those that it overlaps or touches, so which windows there are depends on nothing but the literals; and
 * a window that an edit did not touch is as it was, moved. After an edit windows are moved and replaced where they are: a file has
 * thousands, and making them anew with each key would be most of what the key costs.
 */
import type { ReplacedSpan } from "../../text/keyword-search.ts";
import type { Pivot } from "../../text/regex/literals.ts";
import type { RegexMatch } from "../../text/regex/regex.ts";
import type { Span } from "../../text/span.ts";
import type { Lines } from "./lines.ts";
import type { SecretMatch } from "./rule.ts";

export interface Region {
  start: number;
  end: number;
}

/** A stretch of text that a rule's pattern was tried on, and what matched there. */
export interface Window extends Region {
  /** Undefined where it was not tried: outside of what was decoded. */
  hits: readonly Hit[] | undefined;
}

/** What a pattern matched, and what came of it once that was looked at. */
export interface Hit {
  raw: RegexMatch;
  judged: Judged | undefined;
}

export interface Judged extends Region {
  /** Undefined where something speaks against it. What did stands in the stretch that this is. */
  match: SecretMatch | undefined;
}

/** Which windows of a list an edit left alone: those before `first`, and those from `after` on, which move by `delta`. */
export interface Untouched {
  readonly first: number;
  readonly after: number;
}

/** One character around a window is seen by \b and the like. */
export function untouchedBy(windows: readonly Region[], edit: ReplacedSpan): Untouched {
  const first = firstIndex(windows, ({ end }) => end >= edit.start);
  const after = firstIndex(windows, ({ start }) => start > edit.oldEnd + 1);
  return { first, after: Math.max(first, after) };
}

function firstIndex(windows: readonly Region[], is: (window: Region) => boolean): number {
  let low = 0;
  for (let high = windows.length; low < high; ) {
    const middle = (low + high) >> 1;
    if (is(windows[middle]!)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Moves what matched, and what came of it, with the text; what an edit touched of that is to be looked at again. */
export function moveWindows(windows: readonly Window[], from: number, edit: ReplacedSpan, lines: number): void {
  const delta = edit.newEnd - edit.oldEnd;
  for (let at = 0; at < windows.length; at++) {
    const window = windows[at]!;
    const shift = at < from ? 0 : delta;
    window.start += shift;
    window.end += shift;
    if (!window.hits || window.hits.length === 0) continue;
    for (const hit of window.hits) {
      if (shift !== 0) hit.raw = movedMatch(hit.raw, shift);
      const { judged } = hit;
      if (!judged || judged.end < edit.start) continue;
      if (judged.start <= edit.oldEnd) hit.judged = undefined;
      else hit.judged = movedJudgement(judged, delta, lines);
    }
  }
}

function movedMatch(match: RegexMatch, shift: number): RegexMatch {
  const move = (span: Span): Span => ({ start: span.start + shift, end: span.end + shift });
  return { ...move(match), groups: match.groups.map((group) => group && move(group)) };
}

function movedJudgement({ start, end, match }: Judged, delta: number, lines: number): Judged {
  return {
    start: start + delta,
    end: end + delta,
    match: match && {
      ...match,
      start: match.start + delta,
      end: match.end + delta,
      secretStart: match.secretStart + delta,
      secretEnd: match.secretEnd + delta,
      line: match.line + lines,
    },
  };
}

/** Adds the stretch that a match around a literal can take, joined with those it overlaps. */
export function addRegion(list: Region[], lines: Lines, literalStart: number, literalEnd: number, pivot: Pivot): void {
  const last = list[list.length - 1];
  let start = backward(lines, literalStart, pivot);
  // One unit more on the right, so that a match never ends at the region's end without having to.
  let end = forward(lines, literalEnd, pivot);
  if (last !== undefined && start <= last.end) {
    start = Math.min(start, last.start);
    end = Math.max(end, last.end);
    list.pop();
    while (list.length > 0 && list[list.length - 1]!.end >= start) {
      const before = list.pop()!;
      start = Math.min(start, before.start);
    }
  }
  list.push({ start, end });
}

function backward(lines: Lines, from: number, { before }: Pivot): number {
  if (before.units !== Number.POSITIVE_INFINITY) {
    const start = Math.max(0, from - before.units);
    return isLowSurrogate(lines.text, start) ? start - 1 : start;
  }
  if (before.newlines === Number.POSITIVE_INFINITY) return 0;
  return lines.newlineBefore(from, before.newlines + 1) ?? 0;
}

function forward(lines: Lines, from: number, { after }: Pivot): number {
  const { length } = lines.text;
  if (after.units !== Number.POSITIVE_INFINITY) {
    const end = Math.min(length, from + after.units + 1);
    return isLowSurrogate(lines.text, end) ? end + 1 : end;
  }
  if (after.newlines === Number.POSITIVE_INFINITY) return length;
  const newline = lines.newlineAfter(from, after.newlines + 1);
  return newline === undefined ? length : Math.min(length, newline + 2);
}

function isLowSurrogate(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 0xdc00 && code < 0xe000;
}

const blockLength = 4096;

/** Whole lines in blocks, for patterns that never reach over a line end: how they are cut changes nothing. */
export function lineBlocks(text: string, from: number, to: number): Region[] {
  const blocks: Region[] = [];
  let start = from;
  while (start < to) {
    const newline = start + blockLength >= to ? -1 : text.indexOf("\n", start + blockLength);
    const end = newline < 0 || newline + 1 >= to ? to : newline + 1;
    blocks.push({ start, end });
    start = end;
  }
  return blocks;
}
