/**
 * Makes a layer that was searched that of the text after an edit. What is matched in a window depends on nothing outside of it, so only the
 * windows that the edit touches are tried again; all others are moved, where they are: a key in a long text then costs little more than that.
 */

import { Occurrences, type ReplacedSpan } from "../../text/keyword-search.ts";
import { finished } from "../../text/steps.ts";
import { type EncodedSegment, moveStretches, type StretchChange } from "./decode.ts";
import { blocksFor, hitsIn, isCalledFor, isToBeTried, type Layer, regionsOf, tried } from "./layer.ts";
import type { Lines } from "./lines.ts";
import type { PreparedRule, PreparedRules } from "./prepared-rules.ts";
import {
  addRegion,
  lineBlocks,
  moveWindows,
  type Region,
  type Untouched,
  untouchedBy,
  type Window,
} from "./windows.ts";

/** An edit in a layer and in the file's text. */
interface UnreadEdit {
  readonly baseEdit: ReplacedSpan;
  readonly edit: ReplacedSpan;
  /** What went and what came. */
  readonly changed: string;
}

/** Windows that an edit touched, in a list of which those behind it are still to be moved by `delta`. */
interface Near extends Untouched {
  readonly delta: number;
  /** How far the text of the windows has moved from the file's. */
  readonly moved: number;
}

/** What an edit did to a layer. */
export interface LayerChange {
  readonly stretches: StretchChange;
  /** No word of a rule came or went. */
  readonly keepsWords: boolean;
}

/** Makes a layer that of the text after an edit. Says whether no word of a rule came or went. */
export function carryOn(
  rules: PreparedRules,
  layer: Layer,
  lines: Lines,
  active: readonly PreparedRule[],
  edit: ReplacedSpan,
  removed = layer.text.value.slice(edit.start, edit.oldEnd),
): boolean {
  const { text } = lines;
  const lineCount = newlinesIn(text.slice(edit.start, edit.newEnd)) - newlinesIn(removed);
  layer.text.value = text;
  const { occurrences, counts, windows } = layer;
  const { gone, come, isSame } = rules.keywords.update(occurrences, text, edit);
  const isNamed = new Uint8Array(rules.all.length);
  const appeared = new Set<number>();
  for (let at = 0; at < gone.length; at++) counts[gone.word(at)]!--;
  for (let at = 0; at < come.length; at++) {
    const word = come.word(at);
    if (counts[word] === 0) appeared.add(word);
    counts[word]!++;
    for (const { index } of rules.ofWord(word) ?? []) isNamed[index] = 1;
  }
  for (const prepared of active) {
    const { index, regex, pivot, keywords } = prepared;
    if (regex === undefined) continue;
    const known = windows[index];
    if (!known) {
      const mayBegin =
        keywords.length === 0 ? !pivot || isNamed[index] !== 0 : keywords.some((each) => appeared.has(each));
      if (!mayBegin && isNamed[index] === 0) continue;
    }
    if (!isCalledFor(prepared, counts)) windows[index] = undefined;
    else if (!known || (!pivot && !prepared.isLineBound)) {
      const list = pivot
        ? finished(regionsOf(rules, lines, [prepared], occurrences))[index]
        : blocksFor(prepared, text);
      windows[index] = list && list.length > 0 ? list.map((region) => tried(prepared, region, layer)) : undefined;
    } else {
      const { first, after } = untouchedBy(known, edit);
      moveWindows(known, after, edit, lineCount);
      if (!pivot) {
        const from = first === 0 ? 0 : known[first - 1]!.end;
        const to = after === known.length ? text.length : known[after]!.start;
        replace(known, first, after, lineBlocks(text, from, to), prepared, layer);
      } else if (first < after || isNamed[index] !== 0)
        rejoin(rules, known, first, after, edit, prepared, lines, layer);
      if (known.length === 0) windows[index] = undefined;
    }
  }
  return isSame;
}

/**
 * The same for a layer whose text around the edit is that of the layer before, where no window has to be tried and no other window begun: nearly always.
 * Then its text is not even put together, which is half a megabyte a key for a file of 17,000 lines. Undefined where that does not do.
 */
export function carryOnUnread(
  rules: PreparedRules,
  layer: Layer,
  base: Layer,
  lines: Lines,
  { baseEdit, edit, changed }: UnreadEdit,
  { stretches, keepsWords }: LayerChange,
): LayerChange | undefined {
  if (!keepsWords || changed.includes("\n")) return undefined;
  const delta = edit.newEnd - edit.oldEnd;
  const moved = edit.start - baseEdit.start;
  // Between what was decoded before the edit and behind it, the text is that of the file.
  const gap = gapAround(layer.segments, edit.start);
  const isPlain = (start: number, end: number) => start > gap.start && end < gap.end;
  const steps: (() => void)[] = [];
  for (const prepared of rules.all) {
    const windows = layer.windows[prepared.index];
    if (!windows) continue;
    const { first, after } = untouchedBy(windows, edit);
    if (first === after) steps.push(() => moveWindows(windows, after, edit, 0));
    else if (prepared.pivot) {
      if (!isPlain(windows[first]!.start, windows[after - 1]!.end + delta)) return undefined;
      const near = { first, after, delta, moved };
      const { low, high, regions } = rejoined(rules, windows, near, baseEdit, prepared, lines, base.occurrences);
      if (!regions.every(({ start, end }) => isPlain(start, end))) return undefined;
      steps.push(() => {
        moveWindows(windows, after, edit, 0);
        replace(windows, low, high, regions, prepared, layer);
      });
    } else {
      const window = windows[first]!;
      if (after > first + 1 || !prepared.isLineBound || window.hits) return undefined;
      if (window.start > edit.start || window.end < edit.oldEnd) return undefined;
      steps.push(() => {
        moveWindows(windows, after, edit, 0);
        window.end += delta;
      });
    }
  }
  const others = moveStretches(layer.stretches, edit, stretches, moved);
  if (!others) return undefined;
  for (const step of steps) step();
  const { occurrences } = layer;
  const next = occurrences.firstAfter(edit.start);
  occurrences.splice(next, next, new Occurrences(), delta);
  return { stretches: others, keepsWords };
}

/** Finds the windows between two that an edit left alone, which they may reach and then take in. */
function rejoin(
  rules: PreparedRules,
  windows: Window[],
  first: number,
  after: number,
  edit: ReplacedSpan,
  prepared: PreparedRule,
  lines: Lines,
  layer: Layer,
): void {
  const near = { first, after, delta: 0, moved: 0 };
  const { low, high, regions } = rejoined(rules, windows, near, edit, prepared, lines, layer.occurrences);
  replace(windows, low, high, regions, prepared, layer);
}

/** The regions that take the place of windows, from the file's text, or that of the layer itself. */
function rejoined(
  rules: PreparedRules,
  windows: readonly Window[],
  { first, after, delta, moved }: Near,
  edit: ReplacedSpan,
  prepared: PreparedRule,
  lines: Lines,
  occurrences: Occurrences,
): { readonly low: number; readonly high: number; readonly regions: readonly Region[] } {
  const { words, longest } = rules.keywords;
  const isTouched = first < after;
  const kept = first === 0 ? -1 : windows[first - 1]!.end - moved;
  const from = Math.max(kept, isTouched ? Math.min(edit.start, windows[first]!.start - moved) : edit.start);
  const to = after === windows.length ? lines.text.length + 1 : windows[after]!.start + delta - moved;
  const until = isTouched ? windows[after - 1]!.end - moved + edit.newEnd - edit.oldEnd : 0;
  const regions: Region[] = [];
  for (let at = occurrences.firstAfter(from); at < occurrences.length; at++) {
    const end = occurrences.end(at);
    if (end > Math.max(edit.newEnd, until) + longest) break;
    const word = occurrences.word(at);
    const start = end - words[word]!.length;
    if (start >= to || !rules.ofWord(word)?.includes(prepared)) continue;
    addRegion(regions, lines, start, end, prepared.pivot!);
  }
  for (const region of regions) {
    region.start += moved;
    region.end += moved;
  }
  let low = first;
  let high = after;
  const head = regions[0];
  while (head && low > 0 && head.start <= windows[low - 1]!.end)
    head.start = Math.min(head.start, windows[--low]!.start);
  const tail = regions[regions.length - 1];
  while (tail && high < windows.length && tail.end >= windows[high]!.start + delta)
    tail.end = Math.max(tail.end, windows[high++]!.end + delta);
  return { low, high, regions };
}

/** Where other stretches were decoded than before, other windows are to be tried. */
export function tryWhatWasDecoded(layer: Layer, active: readonly PreparedRule[]): void {
  for (const prepared of active)
    for (const window of layer.windows[prepared.index] ?? []) {
      if (!isToBeTried(window, layer)) window.hits = undefined;
      else window.hits ??= hitsIn(prepared, window, layer);
    }
}

function replace(
  windows: Window[],
  from: number,
  to: number,
  regions: readonly Region[],
  prepared: PreparedRule,
  layer: Layer,
): void {
  windows.splice(from, to - from, ...regions.map((region) => tried(prepared, region, layer)));
}

/** The stretch around a place of decoded text in which nothing was decoded. */
function gapAround(segments: readonly EncodedSegment[], place: number): Region {
  let start = -1;
  for (const { decoded } of segments) {
    if (decoded.start > place) return { start, end: decoded.start };
    start = decoded.end;
  }
  return { start, end: Number.POSITIVE_INFINITY };
}

function newlinesIn(text: string): number {
  let count = 0;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) count++;
  return count;
}
