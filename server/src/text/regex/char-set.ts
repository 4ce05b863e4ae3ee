/**
 * Sets of code points as sorted, disjoint, inclusive ranges in a flat array: `[lo, hi, lo, hi, …]`. Everything that a
 * class, an escape or a case-insensitive letter can match becomes one, so the rest of the layer knows no flags.
 */

import { DIGIT_RANGES, WORD_RANGES } from "./unicode-sets.ts";

export type CharSet = readonly number[];

const lastCodePoint = 0x10ffff;
export const everything: CharSet = [0, lastCodePoint];
export const newline: CharSet = [10, 10];
export const notNewline: CharSet = [0, 9, 11, lastCodePoint];
export const digits: CharSet = [0x30, 0x39];
export const word: CharSet = [0x30, 0x39, 0x41, 0x5a, 0x5f, 0x5f, 0x61, 0x7a];
/** RE2's `\s`: no vertical tab. */
export const spaceRe2: CharSet = [9, 10, 12, 13, 32, 32];
export const spacePcre: CharSet = [9, 13, 32, 32];
export const horizontalSpace: CharSet = toSet([
  9, 9, 32, 32, 0xa0, 0xa0, 0x1680, 0x1680, 0x180e, 0x180e, 0x2000, 0x200a, 0x202f, 0x202f, 0x205f, 0x205f, 0x3000,
  0x3000,
]);
export const verticalSpace: CharSet = [10, 13, 0x85, 0x85, 0x2028, 0x2029];

const posixClasses: ReadonlyMap<string, CharSet> = new Map([
  ["alnum", [0x30, 0x39, 0x41, 0x5a, 0x61, 0x7a]],
  ["alpha", [0x41, 0x5a, 0x61, 0x7a]],
  ["ascii", [0, 0x7f]],
  ["blank", [9, 9, 32, 32]],
  ["cntrl", [0, 0x1f, 0x7f, 0x7f]],
  ["digit", [0x30, 0x39]],
  ["graph", [0x21, 0x7e]],
  ["lower", [0x61, 0x7a]],
  ["print", [0x20, 0x7e]],
  ["punct", [0x21, 0x2f, 0x3a, 0x40, 0x5b, 0x60, 0x7b, 0x7e]],
  ["space", [9, 13, 32, 32]],
  ["upper", [0x41, 0x5a]],
  ["word", word],
  ["xdigit", [0x30, 0x39, 0x41, 0x46, 0x61, 0x66]],
]);

export function posixClass(name: string): CharSet | undefined {
  return posixClasses.get(name);
}

/** Sorts and joins ranges that may overlap. */
export function toSet(ranges: readonly number[]): CharSet {
  const pairs: [number, number][] = [];
  for (let i = 0; i + 1 < ranges.length; i += 2) pairs.push([ranges[i]!, ranges[i + 1]!]);
  pairs.sort((a, b) => a[0] - b[0]);
  const joined: number[] = [];
  for (const [lo, hi] of pairs) {
    const last = joined.length - 1;
    if (last > 0 && lo <= joined[last]! + 1) joined[last] = Math.max(joined[last]!, hi);
    else joined.push(lo, hi);
  }
  return joined;
}

export function union(...sets: readonly CharSet[]): CharSet {
  return toSet(sets.flat());
}

export function negate(set: CharSet): CharSet {
  const result: number[] = [];
  let next = 0;
  for (let i = 0; i < set.length; i += 2) {
    if (set[i]! > next) result.push(next, set[i]! - 1);
    next = set[i + 1]! + 1;
  }
  if (next <= lastCodePoint) result.push(next, lastCodePoint);
  return result;
}

export function contains(set: CharSet, codePoint: number): boolean {
  let low = 0;
  let high = set.length / 2 - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (codePoint < set[2 * middle]!) high = middle - 1;
    else if (codePoint > set[2 * middle + 1]!) low = middle + 1;
    else return true;
  }
  return false;
}

export function overlaps(a: CharSet, b: CharSet): boolean {
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    if (a[i + 1]! < b[j]!) i += 2;
    else if (b[j + 1]! < a[i]!) j += 2;
    else return true;
  }
  return false;
}

/** All members that differ only by case from a member. Long ranges outside ASCII are taken to be closed already. */
export function foldCase(set: CharSet): CharSet {
  const extra: number[] = [];
  for (let i = 0; i < set.length; i += 2) {
    const lo = set[i]!;
    const hi = set[i + 1]!;
    if (hi - lo > 3000) {
      // Only the ASCII part and its two relatives beyond can still be missing from such a range.
      for (let c = lo; c <= Math.min(hi, 0x7f); c++) addCases(c, extra);
      if (hi >= 0x212a && lo <= 0x212a) addCases(0x212a, extra);
      if (hi >= 0x17f && lo <= 0x17f) addCases(0x17f, extra);
      continue;
    }
    for (let c = lo; c <= hi; c++) addCases(c, extra);
  }
  return extra.length === 0 ? set : toSet([...set, ...extra]);
}

function addCases(codePoint: number, into: number[]): void {
  // The Kelvin sign and the long s are the only characters outside ASCII that fold to ASCII letters.
  if (codePoint === 0x4b || codePoint === 0x6b) into.push(0x212a, 0x212a);
  if (codePoint === 0x53 || codePoint === 0x73) into.push(0x17f, 0x17f);
  const character = String.fromCodePoint(codePoint);
  for (const other of [character.toLowerCase(), character.toUpperCase()]) {
    const code = other.codePointAt(0)!;
    if (code !== codePoint && other.length === (code > 0xffff ? 2 : 1)) into.push(code, code);
  }
  if (codePoint === 0x212a) into.push(0x4b, 0x4b, 0x6b, 0x6b);
  if (codePoint === 0x17f) into.push(0x53, 0x53, 0x73, 0x73);
}

const properties = new Map<string, CharSet | undefined>();

/** The members of a Unicode property as `\p{…}` names it (`L`, `Greek`, `Script=Greek`), or undefined if none has the name. */
export function unicodeProperty(name: string): CharSet | undefined {
  if (!properties.has(name)) properties.set(name, readProperty(name));
  return properties.get(name);
}

function readProperty(name: string): CharSet | undefined {
  const wanted = name.replace(/\s+/g, "_");
  if (wanted === "Any") return everything;
  // PCRE's own: L& is L with case, Xan alphanumeric, Xsp space, Xwd word.
  const aliases: Readonly<Record<string, string>> = {
    "L&": "LC",
    Xan: "[\\p{L}\\p{N}]",
    Xwd: "[\\p{L}\\p{N}_]",
    Xsp: "\\s",
    Xps: "\\s",
  };
  const alias = aliases[wanted];
  const candidates =
    alias !== undefined && alias !== "LC"
      ? [alias]
      : [alias ?? wanted, `Script=${wanted}`, `Script=${capitalize(wanted)}`].map((each) => `\\p{${each}}`);
  for (const candidate of candidates) {
    let pattern: RegExp;
    try {
      pattern = new RegExp(candidate, "u");
    } catch {
      continue; // Not a name that this engine's Unicode tables know; the next spelling may be.
    }
    return membersOf(pattern);
  }
  return undefined;
}

function capitalize(name: string): string {
  return name
    .split("_")
    .map((part) => part.slice(0, 1).toUpperCase() + part.slice(1).toLowerCase())
    .join("_");
}

/**
 * Ranges all of whose code points are alike in all properties, by which two thirds of all need not be asked. Unicode's own data have one
 * entry for each of these (ideographs, syllables, surrogates, private use); as they were when they came, for some grew at their ends.
 */
const uniformRanges: readonly (readonly [number, number])[] = [
  [0x3400, 0x4db5],
  [0x4e00, 0x9fa5],
  [0xac00, 0xd7a3],
  [0xd800, 0xdb7f],
  [0xdb80, 0xdbff],
  [0xdc00, 0xdfff],
  [0xe000, 0xf8ff],
  [0x17000, 0x187ec],
  [0x20000, 0x2a6d6],
  [0x2a700, 0x2b734],
  [0x2b740, 0x2b81d],
  [0x2b820, 0x2cea1],
  [0x2ceb0, 0x2ebe0],
  [0x30000, 0x3134a],
  // Planes in which there is no character, but for the last two code points of each, which are none in every plane.
  ...Array.from({ length: 10 }, (_, plane) => [(plane + 4) << 16, ((plane + 4) << 16) + 0xfffd] as const),
  [0xe1000, 0xefffd],
  [0xf0000, 0xffffd],
  [0x100000, 0x10fffd],
];

function membersOf(pattern: RegExp): CharSet {
  const ranges: number[] = [];
  let start = -1;
  let next = 0;
  for (let code = 0; code <= lastCodePoint; code++) {
    const uniform = uniformRanges[next];
    if (uniform && code === uniform[0] + 1) {
      code = uniform[1] + 1;
      next++;
    }
    const isMember = pattern.test(String.fromCodePoint(code));
    if (isMember && start < 0) start = code;
    if (!isMember && start >= 0) {
      ranges.push(start, code - 1);
      start = -1;
    }
  }
  if (start >= 0) ranges.push(start, lastCodePoint);
  return ranges;
}

let unicodeWordSet: CharSet | undefined;
let unicodeSpaceSet: CharSet | undefined;
let unicodeDigitSet: CharSet | undefined;

/** Python's `\w`. */
export function unicodeWord(): CharSet {
  unicodeWordSet ??= readRanges(WORD_RANGES);
  return unicodeWordSet;
}

/** Python's `\s`. */
export function unicodeSpace(): CharSet {
  unicodeSpaceSet ??= toSet([
    9, 13, 0x1c, 0x20, 0x85, 0x85, 0xa0, 0xa0, 0x1680, 0x1680, 0x2000, 0x200a, 0x2028, 0x2029, 0x202f, 0x202f, 0x205f,
    0x205f, 0x3000, 0x3000,
  ]);
  return unicodeSpaceSet;
}

/** Python's `\d`. */
export function unicodeDigits(): CharSet {
  unicodeDigitSet ??= readRanges(DIGIT_RANGES);
  return unicodeDigitSet;
}

function readRanges(written: string): CharSet {
  let end = 0;
  return written.split(" ").map((distance) => (end += Number.parseInt(distance, 36)));
}
