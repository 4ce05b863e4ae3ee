/**
 * Finds encoded stretches of a text (percent, Unicode escapes, hexadecimal, Base64) and gives the text with them
 * decoded, and the way back from a place in it to the original. Which stretches count, and which of two that touch goes
 * first, is as in gitleaks, so that both find the same.
 */

import type { ReplacedSpan } from "../../text/keyword-search.ts";
import type { Steps } from "../../text/steps.ts";

export type EncodingKind = "percent" | "unicode" | "hex" | "base64";

export interface Range {
  readonly start: number;
  readonly end: number;
}

export interface EncodedSegment {
  /** In the original text. */
  readonly original: Range;
  /** In the text before this pass. */
  readonly encoded: Range;
  /** In the text after this pass. */
  readonly decoded: Range;
  readonly encodings: ReadonlySet<EncodingKind>;
  /** All segments of the pass before. */
  readonly predecessors: readonly EncodedSegment[];
}

/** A text that is edited more often than it is read: edits that touch are put together, and carried out when somebody reads. */
export class LayerText {
  #text: string;
  #edit: { readonly start: number; readonly oldEnd: number; readonly inserted: string } | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  get value(): string {
    if (this.#edit) {
      const { start, oldEnd, inserted } = this.#edit;
      this.#text = this.#text.slice(0, start) + inserted + this.#text.slice(oldEnd);
      this.#edit = undefined;
    }
    return this.#text;
  }

  set value(text: string) {
    this.#text = text;
    this.#edit = undefined;
  }

  replace({ start, oldEnd }: ReplacedSpan, inserted: string): void {
    const known = this.#edit;
    if (known && start >= known.start && oldEnd <= known.start + known.inserted.length) {
      const kept = known.inserted;
      const others = kept.slice(0, start - known.start) + inserted + kept.slice(oldEnd - known.start);
      this.#edit = { ...known, inserted: others };
      return;
    }
    this.#text = this.value;
    this.#edit = { start, oldEnd, inserted };
  }
}

export interface DecodedText {
  readonly text: string;
  readonly segments: EncodedSegment[];
}

/** One pass. `predecessors` are the segments of the pass that gave `text`, `stretches` what `findStretches` finds in it. */
export function decode(
  text: string,
  stretches: readonly Stretch[],
  predecessors: readonly EncodedSegment[],
): DecodedText {
  const segments: EncodedSegment[] = [];
  const parts: string[] = [];
  let copied = 0;
  let shift = 0;
  for (let i = 0; i < stretches.length; i++) {
    const stretch = stretches[i]!;
    if (gives(stretch, stretches[i - 1]) || gives(stretch, stretches[i + 1])) continue;
    stretch.value ??= decodeStretch(text.slice(stretch.start, stretch.end), stretch.kind);
    const { value } = stretch;
    if (value === "") continue;
    const encoded: Range = { start: stretch.start, end: stretch.end };
    const encodings = new Set<EncodingKind>();
    for (const earlier of predecessors)
      if (touches(encoded, earlier.decoded)) for (const kind of earlier.encodings) encodings.add(kind);
    encodings.add(stretch.kind);
    segments.push({
      original: toOriginal(predecessors, encoded),
      encoded,
      decoded: { start: stretch.start + shift, end: stretch.start + shift + value.length },
      encodings,
      predecessors,
    });
    parts.push(text.slice(copied, stretch.start), value);
    copied = stretch.end;
    shift += value.length - (stretch.end - stretch.start);
  }
  if (segments.length === 0) return { text, segments };
  parts.push(text.slice(copied));
  return { text: parts.join(""), segments };
}

export function touches(a: Range, b: Range): boolean {
  return b.start <= a.end && b.end >= a.start;
}

/** Where a place of the decoded text comes from; the whole encoded stretch where it lies inside one. */
export function toOriginal(segments: readonly EncodedSegment[], place: Range): Range {
  let current = segments;
  let range = place;
  while (current.length > 0) {
    let start = -1;
    let end = -1;
    for (const segment of current) {
      if (!touches(segment.decoded, range)) continue;
      if (segment.decoded.start <= range.start && range.end <= segment.decoded.end) return segment.original;
      const from = segment.encoded.start + Math.min(0, range.start - segment.decoded.start);
      const to = segment.encoded.end + Math.max(0, range.end - segment.decoded.end);
      start = start < 0 ? from : Math.min(start, from);
      end = Math.max(end, to);
    }
    if (end < 0) return range;
    range = { start, end };
    current = current[0]!.predecessors;
  }
  return range;
}

/** What may be encoded text. After edits it is moved. */
export interface Stretch extends Range {
  start: number;
  end: number;
  readonly kind: EncodingKind;
  /** What it decodes to, empty for nothing; known once it has been asked for. */
  value?: string;
}

const precedence: Readonly<Record<EncodingKind, number>> = { percent: 4, unicode: 3, hex: 2, base64: 1 };

/** Bits of what a character may belong to. */
const hexBit = 1;
const base64Bit = 2;
const classes = new Uint8Array(128);
for (const c of "0123456789abcdefABCDEF") classes[c.charCodeAt(0)]! |= hexBit;
for (const c of "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_/+-")
  classes[c.charCodeAt(0)]! |= base64Bit;

/** Of two that touch, the weaker waits for the next pass. */
function gives(stretch: Stretch, other: Stretch | undefined): boolean {
  return other !== undefined && touches(stretch, other) && precedence[other.kind] > precedence[stretch.kind];
}

/** Some lines in a step. */
export function* findStretches(text: string): Steps<Stretch[]> {
  const all: Stretch[] = [];
  for (let from = 0; from < text.length; ) {
    const to = lineEnd(text, from + unitsPerStep);
    all.push(...stretchesFrom(text, from, to));
    from = Math.max(to, all[all.length - 1]?.end ?? 0);
    yield;
  }
  return all;
}

/** What an edit did to the stretches of a text. */
export interface StretchChange {
  readonly gone: readonly Stretch[];
  readonly come: readonly Stretch[];
  /** One of them touched, or touches, one that stayed. */
  readonly touches: boolean;
}

/** Makes of what `findStretches` gave before an edit what it would give after it: only the lines around the edit are read. */
export function updateStretches(known: Stretch[], text: string, edit: ReplacedSpan): StretchChange {
  const delta = edit.newEnd - edit.oldEnd;
  let from = lineStart(text, edit.start);
  let kept = 0;
  for (;;) {
    kept = firstEndingFrom(known, from);
    // Code points in a row may reach over line ends: then the line where they begin is read again too.
    const reaching = known[kept];
    if (reaching === undefined || reaching.start >= from) break;
    from = lineStart(text, reaching.start);
  }
  let to = lineEnd(text, edit.newEnd);
  let come: Stretch[];
  let next: number;
  for (;;) {
    come = stretchesFrom(text, from, to);
    const last = come[come.length - 1];
    next = kept;
    while (next < known.length && (known[next]!.start < edit.oldEnd || known[next]!.end + delta <= to)) next++;
    const following = known[next];
    if (last !== undefined && last.end > to) to = lineEnd(text, last.end);
    else if (following !== undefined && following.start + delta < to) to = lineEnd(text, following.end + delta);
    else break;
  }
  const gone = known.slice(kept, next);
  const following = known[next];
  const touched = following && gone.length > 0 && touches(gone[gone.length - 1]!, following);
  moveFrom(known, next, delta);
  known.splice(kept, gone.length, ...come);
  return {
    gone,
    come,
    touches: touched || (following !== undefined && come.length > 0 && touches(come[come.length - 1]!, following)),
  };
}

/**
 * The same for the text that was decoded, which around the edit is the text that it was decoded from, `moved` by so much. Undefined
 * where it is not after all.
 */
export function moveStretches(
  known: Stretch[],
  edit: ReplacedSpan,
  { gone, come, touches: areNear }: StretchChange,
  moved: number,
): StretchChange | undefined {
  const first =
    gone.length > 0
      ? gone[0]!.start
      : come.length > 0
        ? Math.min(come[0]!.start, edit.start - moved)
        : edit.start - moved;
  const index = firstEndingFrom(known, first + moved);
  const own = known.slice(index, index + gone.length);
  if (
    own.length < gone.length ||
    own.some(({ start, end }, at) => start !== gone[at]!.start + moved || end !== gone[at]!.end + moved)
  )
    return undefined;
  moveFrom(known, index + gone.length, edit.newEnd - edit.oldEnd);
  const others = come.map((each) => ({ ...each, start: each.start + moved, end: each.end + moved }));
  known.splice(index, gone.length, ...others);
  return { gone: own, come: others, touches: areNear };
}

function moveFrom(known: readonly Stretch[], index: number, delta: number): void {
  if (delta === 0) return;
  for (let at = index; at < known.length; at++) {
    const each = known[at]!;
    each.start += delta;
    each.end += delta;
  }
}

/** They are in order. */
function firstEndingFrom(known: readonly Stretch[], place: number): number {
  let low = 0;
  for (let high = known.length; low < high; ) {
    const middle = (low + high) >> 1;
    if (known[middle]!.end < place) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Whether a text decodes to what it did before, but for the edit itself: nothing that came or went says anything. */
export function decodesAsBefore(text: LayerText, { gone, come, touches: areNear }: StretchChange): boolean {
  if (areNear || gone.some(({ value }) => value !== "")) return false;
  for (const stretch of come) {
    stretch.value ??= decodeStretch(text.value.slice(stretch.start, stretch.end), stretch.kind);
    if (stretch.value !== "") return false;
  }
  return true;
}

/** Moves the segments behind a place of the text that they were found in, and with them the text that they came from. */
export function moveSegments(segments: EncodedSegment[], place: number, delta: number): void {
  if (delta === 0) return;
  const moved = ({ start, end }: Range): Range => ({ start: start + delta, end: end + delta });
  for (let at = segments.length - 1; at >= 0 && segments[at]!.encoded.start > place; at--) {
    const { original, encoded, decoded, ...rest } = segments[at]!;
    segments[at] = { ...rest, original: moved(original), encoded: moved(encoded), decoded: moved(decoded) };
  }
}

function lineStart(text: string, at: number): number {
  return at === 0 ? 0 : text.lastIndexOf("\n", at - 1) + 1;
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  return end < 0 ? text.length : end;
}

/** Those that begin in `[from, to)`. */
function stretchesFrom(text: string, from: number, to: number): Stretch[] {
  const all: Stretch[] = [];
  const length = text.length;
  const beginnings = new Beginnings(text.slice(from, to + shortestBase64));
  let i = from;
  for (;;) {
    i = from + beginnings.next(i - from);
    if (i >= to) break;
    const code = text.charCodeAt(i);
    let end = -1;
    let kind: EncodingKind = "percent";
    if (code === 37) end = percentEnd(text, i);
    if (end < 0 && (code === 92 || code === 85) /* \ U */) {
      kind = "unicode";
      end = unicodeEnd(text, i);
    }
    if (end < 0 && (classes[code]! & base64Bit) !== 0) {
      let hexEnd = i;
      while (hexEnd < length && isIn(text.charCodeAt(hexEnd), hexBit)) hexEnd++;
      if (hexEnd - i >= 32) {
        kind = "hex";
        end = hexEnd;
      } else {
        let run = Math.max(i + 1, hexEnd);
        while (run < length && isIn(text.charCodeAt(run), base64Bit)) {
          // Escapes begin with a character that may stand in Base64 too; the leftmost match wins, which is this run.
          run++;
        }
        if (run - i < shortestBase64) {
          i = nextInside(text, i, run);
          continue;
        }
        kind = "base64";
        end = run;
        for (let padding = 0; padding < 2 && text.charCodeAt(end) === 61; padding++) end++;
      }
    }
    if (end < 0) {
      i++;
      continue;
    }
    all.push({ kind, start: i, end });
    i = end;
  }
  return all;
}

const unitsPerStep = 50_000;
const shortestBase64 = 16;
const marks = ["\\", "%", "U+"];

/**
 * Where a stretch can begin, in order: at a mark, or with as many characters of Base64 as it has at least. Most runs are shorter, so
 * looking at where the last of them would be passes over most of a text.
 */
class Beginnings {
  readonly #text: string;
  /** The next place of each mark. */
  readonly #next = marks.map(() => -1);

  constructor(text: string) {
    this.#text = text;
  }

  /** The first at or after a place; the text's length for none. */
  next(from: number): number {
    const text = this.#text;
    let nearest = text.length;
    for (let mark = 0; mark < marks.length; mark++) {
      let at = this.#next[mark]!;
      if (at < from) {
        at = text.indexOf(marks[mark]!, from);
        if (at < 0) at = text.length;
        this.#next[mark] = at;
      }
      if (at < nearest) nearest = at;
    }
    const length = text.length;
    let start = from;
    // No character of the run before this one need be looked at again.
    let known = from;
    while (start < nearest && start + shortestBase64 <= length) {
      let at = start + shortestBase64 - 1;
      while (at >= known && isIn(text.charCodeAt(at), base64Bit)) at--;
      if (at < known) return start;
      known = start + shortestBase64;
      start = at + 1;
    }
    return nearest;
  }
}

/** The next place in a run too short for Base64 where `U+…` could begin, else its end. */
function nextInside(text: string, start: number, end: number): number {
  for (let at = start + 1; at + 1 < end; at++) {
    if (text.charCodeAt(at) === 85 && text.charCodeAt(at + 1) === 43) return at;
  }
  return end;
}

function isIn(code: number, bit: number): boolean {
  return code < 128 && (classes[code]! & bit) !== 0;
}

function isHexPair(text: string, at: number): boolean {
  return isIn(text.charCodeAt(at), hexBit) && isIn(text.charCodeAt(at + 1), hexBit);
}

/** From the first `%xx` to the last one on the line. */
function percentEnd(text: string, at: number): number {
  if (!isHexPair(text, at + 1)) return -1;
  let lineEnd = text.indexOf("\n", at);
  if (lineEnd < 0) lineEnd = text.length;
  for (let last = text.lastIndexOf("%", lineEnd - 3); last > at; last = text.lastIndexOf("%", last - 1)) {
    if (last >= at + 3 && isHexPair(text, last + 1)) return last + 3;
  }
  return at + 3;
}

const codePoints = /(?:U\+[a-fA-F0-9]{4}(?:[\t\n\f\r ]|$))+/y;
const escapes = /(?:\\{1,2}[uU][a-fA-F0-9]{4})+/y;

function unicodeEnd(text: string, at: number): number {
  for (const pattern of [codePoints, escapes]) {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match !== null) return at + match[0].length;
  }
  return -1;
}

function decodeStretch(source: string, kind: EncodingKind): string {
  switch (kind) {
    case "percent":
      return decodePercent(source);
    case "unicode":
      return decodeUnicode(source);
    case "hex":
      return decodeHex(source);
    case "base64":
      return decodeBase64(source);
  }
}

function isPrintable(code: number): boolean {
  return code > 8 && code < 0x7f;
}

function decodePercent(source: string): string {
  let result = "";
  for (let i = 0; i < source.length; i++) {
    if (source[i] === "%" && i + 2 < source.length && isHexPair(source, i + 1)) {
      const code = Number.parseInt(source.slice(i + 1, i + 3), 16);
      if (!isPrintable(code)) return "";
      result += String.fromCharCode(code);
      i += 2;
    } else {
      result += source[i];
    }
  }
  return result;
}

function decodeUnicode(source: string): string {
  const pattern = source.startsWith("U") ? /U\+([a-fA-F0-9]{4})\s?/g : /\\{1,2}u([a-fA-F0-9]{4})/gi;
  return source.replace(pattern, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)));
}

function decodeHex(source: string): string {
  if (source.length % 2 !== 0 || !/[0-9]/.test(source)) return "";
  const codes: number[] = [];
  for (let i = 0; i < source.length; i += 2) {
    const code = Number.parseInt(source.slice(i, i + 2), 16);
    if (!isPrintable(code)) return "";
    codes.push(code);
  }
  return fromCodes(codes);
}

const base64Values = new Int8Array(128).fill(-1);
[..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"].forEach((c, value) => {
  base64Values[c.charCodeAt(0)] = value;
});

/** Standard Base64 with its padding, or the URL's alphabet without; only what is printable ASCII counts. */
function decodeBase64(source: string): string {
  if (!/[0-9+/\-_]/.test(source)) return "";
  const padding = source.endsWith("==") ? 2 : source.endsWith("=") ? 1 : 0;
  const digits = source.length - padding;
  const isStandard = !/[-_]/.test(source) && source.length % 4 === 0;
  const isUrl = padding === 0 && !/[+/]/.test(source) && digits % 4 !== 1;
  if (!isStandard && !isUrl) return "";
  const codes: number[] = [];
  let bits = 0;
  let count = 0;
  for (let i = 0; i < digits; i++) {
    const c = source.charCodeAt(i);
    const value = c === 45 ? 62 : c === 95 ? 63 : base64Values[c]!;
    bits = ((bits << 6) | value) & 0xffffff;
    count += 6;
    if (count >= 8) {
      count -= 8;
      const code = (bits >> count) & 0xff;
      if (!isPrintable(code)) return "";
      codes.push(code);
    }
  }
  return fromCodes(codes);
}

function fromCodes(codes: readonly number[]): string {
  let result = "";
  for (let i = 0; i < codes.length; i += 4096) result += String.fromCharCode(...codes.slice(i, i + 4096));
  return result;
}
