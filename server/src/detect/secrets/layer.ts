/**
 * One text of a scan, the file's own or what decoding made of it, and the search of it: one pass finds the literals of all rules, and each
 * rule's pattern is tried in the windows around its own. How that is kept over an edit is layer-edit.ts.
 */

import type { Occurrences } from "../../text/keyword-search.ts";
import type { Steps } from "../../text/steps.ts";
import { type EncodedSegment, type LayerText, type Stretch, touches } from "./decode.ts";
import type { Lines } from "./lines.ts";
import type { PreparedRule, PreparedRules } from "./prepared-rules.ts";
import { addRegion, type Hit, lineBlocks, type Region, type Window } from "./windows.ts";

/** A text that was searched, with what to carry on from. */
export interface Layer {
  readonly text: LayerText;
  /** What decoding has put into it; empty for the file's own text. */
  segments: EncodedSegment[];
  readonly stretches: Stretch[];
  readonly occurrences: Occurrences;
  /** How often each word occurs. */
  readonly counts: Int32Array;
  /** By the rule's index; undefined for rules that nothing in the text calls for. */
  readonly windows: (Window[] | undefined)[];
}

/** How much a step is: units of text, with what trying a rule costs however short the text. */
const unitsPerStep = 20_000;
const costOfTrying = 100;
const occurrencesPerStep = 1000;

/** Fills a layer that nothing was looked for in. */
export function* search(
  rules: PreparedRules,
  layer: Layer,
  lines: Lines,
  active: readonly PreparedRule[],
): Steps<void> {
  const { text } = lines;
  const { occurrences, counts } = layer;
  yield* rules.keywords.findInSteps(text, occurrences);
  for (let at = 0; at < occurrences.length; at++) counts[occurrences.word(at)]!++;
  yield;
  const regions = yield* regionsOf(rules, lines, active, occurrences);
  let tries = 0;
  for (const prepared of active) {
    const { index } = prepared;
    if (!isCalledFor(prepared, counts)) continue;
    const list = prepared.pivot ? regions[index] : blocksFor(prepared, text);
    if (!list || list.length === 0) continue;
    const windows: Window[] = [];
    for (const region of list) {
      tries += costOfTrying + region.end - region.start;
      if (tries > unitsPerStep) {
        tries = 0;
        yield;
      }
      windows.push(tried(prepared, region, layer));
    }
    layer.windows[index] = windows;
  }
}

/** The stretches around the literals of rules, by the rule's index. */
export function* regionsOf(
  rules: PreparedRules,
  lines: Lines,
  active: readonly PreparedRule[],
  occurrences: Occurrences,
): Steps<(Region[] | undefined)[]> {
  const isActive = new Uint8Array(rules.all.length);
  for (const prepared of active) isActive[prepared.index] = 1;
  const regions: (Region[] | undefined)[] = [];
  for (let at = 0; at < occurrences.length; at++) {
    if (at % occurrencesPerStep === occurrencesPerStep - 1) yield;
    const word = occurrences.word(at);
    const called = rules.ofWord(word);
    if (called === undefined) continue;
    const end = occurrences.end(at);
    const start = end - rules.keywords.words[word]!.length;
    for (const prepared of called) {
      if (isActive[prepared.index] === 0) continue;
      let list = regions[prepared.index];
      if (list === undefined) {
        list = [];
        regions[prepared.index] = list;
      }
      addRegion(list, lines, start, end, prepared.pivot!);
    }
  }
  return regions;
}

/** A rule's window, tried if it is to be. */
export function tried(prepared: PreparedRule, { start, end }: Region, layer: Layer): Window {
  const window: Window = { start, end, hits: undefined };
  if (isToBeTried(window, layer)) window.hits = hitsIn(prepared, window, layer);
  return window;
}

/** In decoded text only what touches a segment counts. */
export function isToBeTried(window: Region, { segments }: Layer): boolean {
  return segments.length === 0 || segments.some((segment) => touches(segment.decoded, window));
}

const noHits: readonly Hit[] = [];

export function hitsIn({ regex }: PreparedRule, { start, end }: Region, { text }: Layer): readonly Hit[] {
  const matches = regex!.matchAll(text.value, start, end);
  // Most windows hold nothing, and there are many.
  return matches.length === 0 ? noHits : matches.map((raw) => ({ raw, judged: undefined }));
}

/** Where a rule without literals is tried. */
export function blocksFor({ isLineBound }: PreparedRule, text: string): Region[] {
  return isLineBound ? lineBlocks(text, 0, text.length) : [{ start: 0, end: text.length }];
}

/** Whether a text has a word without which the rule does not count. */
export function isCalledFor({ regex, keywords }: PreparedRule, counts: Int32Array): boolean {
  return regex !== undefined && (keywords.length === 0 || keywords.some((word) => counts[word]! > 0));
}
