/**
 * Finds encoded stretches of a text (percent, Unicode escapes, hexadecimal, Base64) and gives the text with them
 * decoded, and the way back from a place in it to the original. Which stretches count, and which of two that touch goes
 * first, is as in gitleaks, so that both find the same.
 */

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

export interface DecodedText {
  readonly text: string;
  readonly segments: readonly EncodedSegment[];
}

/** One pass. `predecessors` are the segments of the pass that gave `text`. */
export function decode(text: string, predecessors: readonly EncodedSegment[], known: Map<string, string>): DecodedText {
  const segments: EncodedSegment[] = [];
  const parts: string[] = [];
  let copied = 0;
  let shift = 0;
  for (const stretch of encodedStretches(text)) {
    const source = text.slice(stretch.start, stretch.end);
    let value = known.get(source);
    if (value === undefined) {
      value = decodeStretch(source, stretch.kind);
      if (source.length < 10_000) known.set(source, value);
    }
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
    shift += value.length - source.length;
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

interface Stretch extends Range {
  readonly kind: EncodingKind;
}

const precedence: Readonly<Record<EncodingKind, number>> = { percent: 4, unicode: 3, hex: 2, base64: 1 };

/** Bits of what a character may belong to. */
const hexBit = 1;
const base64Bit = 2;
const classes = new Uint8Array(128);
for (const c of "0123456789abcdefABCDEF") classes[c.charCodeAt(0)]! |= hexBit;
for (const c of "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_/+-")
  classes[c.charCodeAt(0)]! |= base64Bit;

function encodedStretches(text: string): Stretch[] {
  const all: Stretch[] = [];
  const length = text.length;
  let i = 0;
  while (i < length) {
    const code = text.charCodeAt(i);
    if (code >= 128) {
      i++;
      continue;
    }
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
        if (run - i < 16) {
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
  return all.filter((stretch, index) => {
    const beats = (other: Stretch | undefined): boolean =>
      other !== undefined && touches(stretch, other) && precedence[other.kind] > precedence[stretch.kind];
    return !beats(all[index - 1]) && !beats(all[index + 1]);
  });
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
