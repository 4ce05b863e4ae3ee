// What is proven of a text by what it does not contain, by how it begins and ends, and by where it is put into another one.
// Some things are proven only together: a path that was made normal and then found to begin with a folder lies in it; a text
// in quotes without quotes inside is a literal.

import { intern, type Sym } from "../syntax/symbols.ts";
import { hasKind, type KindSet, kindSet, NO_KINDS, unionOf, without } from "./kind-set.ts";
import { type Taint, withKinds } from "./value.ts";

const one = (kind: string): KindSet => kindSet([intern(kind)]);

export const PATH_INSIDE = one("path-inside");
export const PATH_BASE = one("path-base");
const NO_APOSTROPHE = one("no-apostrophe");
const NO_DOUBLE_QUOTE = one("no-double-quote");
const NO_LINE_BREAK = one("line-break-removal");
const NO_MARKUP = one("html-escape");
const NO_HOST = one("url-check");

/** What is true of a text that does not hold this part. */
export function provenByAbsence(part: string): KindSet {
  switch (part) {
    case "..":
    case "../":
    case "/..":
      return PATH_INSIDE;
    case "/":
      return unionOf(PATH_BASE, PATH_INSIDE);
    case "'":
      return NO_APOSTROPHE;
    case '"':
      return NO_DOUBLE_QUOTE;
    case "\n":
    case "\r\n":
    case "\r":
      return NO_LINE_BREAK;
    case "<":
      return NO_MARKUP;
    case "//":
      return NO_HOST;
    default:
      return NO_KINDS;
  }
}

const INNER_APOSTROPHE = one("no-inner-apostrophe");
const INNER_DOUBLE_QUOTE = one("no-inner-double-quote");

/** What is true of a text whose inside, without its first and last character, does not hold a quote. */
export function provenByInside(kinds: KindSet): KindSet {
  if (kinds === NO_APOSTROPHE) return INNER_APOSTROPHE;
  return kinds === NO_DOUBLE_QUOTE ? INNER_DOUBLE_QUOTE : NO_KINDS;
}

/** What is true of a text that begins, or ends, with this one. */
export function provenByEdge(edge: string, isEnd: boolean): KindSet {
  const side = isEnd ? "ends" : "begins";
  if (edge === "'") return one(`${side}-with-apostrophe`);
  if (edge === '"') return one(`${side}-with-double-quote`);
  // A whole scheme and host, up to what ends them.
  if (!isEnd && /^(?:https?:)?\/\/[^/?#\s]+[/?#]/i.test(edge)) return NO_HOST;
  return NO_KINDS;
}

const TOGETHER: readonly { readonly all: readonly Sym[]; readonly mean: KindSet }[] = [
  { all: ["begins-with-apostrophe", "ends-with-apostrophe", "no-inner-apostrophe"], mean: one("quoted-literal") },
  { all: ["begins-with-double-quote", "ends-with-double-quote", "no-inner-double-quote"], mean: one("quoted-literal") },
  { all: ["path-normal", "path-prefix"], mean: PATH_INSIDE },
  { all: ["path-normal", "path-forward"], mean: PATH_INSIDE },
].map(({ all, mean }) => ({ all: all.map(intern), mean }));

/** What follows from things that are proven one after the other. Order counts, so this is for what was proven just now. */
export function provenTogether(kinds: KindSet): KindSet {
  let all = kinds;
  for (const { all: needed, mean } of TOGETHER)
    if (needed.every((kind) => hasKind(kinds, kind))) all = unionOf(all, mean);
  return all;
}

/** A single character of a text, as loops over it give them. */
export const CHARACTER = one("character");
const CHARACTER_SYMBOL = intern("character");
const CHARACTER_CHECK = one("character-check");

/** That each character is harmless makes a text harmless, but it is not one of a list because its characters are. */
export function provenOfCharacter(before: KindSet, kinds: KindSet): KindSet {
  return hasKind(before, CHARACTER_SYMBOL) ? CHARACTER_CHECK : kinds;
}

const QUOTE_KINDS = unionOf(NO_APOSTROPHE, NO_DOUBLE_QUOTE);
const QUOTE_SYMBOLS = ["no-apostrophe", "no-double-quote"].map(intern);

/** What is put behind a constant text: being free of one quote helps only between two of these. */
export function betweenQuotes(beginning: string, taint: Taint): Taint {
  if (!taint.some(({ ended }) => QUOTE_SYMBOLS.some((kind) => hasKind(ended, kind)))) return taint;
  const open = openQuote(beginning);
  const lost = open === "'" ? NO_DOUBLE_QUOTE : open === '"' ? NO_APOSTROPHE : QUOTE_KINDS;
  return taint.map((element) => withKinds(element, without(element.ended, lost), element.restored));
}

function openQuote(text: string): string {
  let open = "";
  for (const character of text) {
    if (open === "") {
      if (character === "'" || character === '"') open = character;
    } else if (character === open) open = "";
  }
  return open;
}

/** The texts that a pattern finds, each by itself: those of `'`, `['"<>]`, `\.\.|\/`, `\n|\r`; none where it finds anything else. */
export function textsOf(pattern: string | undefined): readonly string[] {
  const found = pattern === undefined ? [] : alternativesOf(pattern).map((one) => signsIn(one) ?? plainText(one));
  return found.every((texts) => texts !== undefined) ? found.flat() : [];
}

function alternativesOf(pattern: string): readonly string[] {
  const inner = /^\((?:\?:)?((?:\\.|[^\\()])*)\)$/s.exec(pattern)?.[1] ?? pattern;
  return inner.match(/(?:\\.|\[(?:\\.|[^\]\\])*\]|[^|\\[])+/gs) ?? [];
}

/** The signs of a class, or the one sign. */
function signsIn(pattern: string): readonly string[] | undefined {
  const parsed = /^(?:\[((?:\\[^\wsS]|\\[nrts]|[^\\\]^-])+)\]|(\\[^\wS]|\\[nrts]|[^\\\w\s.*+?()[\]{}|^$]))\+?$/.exec(
    pattern,
  );
  const signs = parsed?.[1] ?? parsed?.[2];
  return signs === undefined ? undefined : signs.match(/\\?./gs)!.flatMap(unescaped);
}

function plainText(pattern: string): readonly string[] | undefined {
  if (!/^(?:\\[^\w\s]|\\[nrt]|[^\\.*+?()[\]{}|^$])+$/.test(pattern)) return undefined;
  return [
    pattern
      .match(/\\?./gs)!
      .map((sign) => unescaped(sign)[0]!)
      .join(""),
  ];
}

const WHITE_SPACE = [" ", "\n", "\r", "\t"];
const ESCAPES: ReadonlyMap<string, readonly string[]> = new Map([
  ["\\n", ["\n"]],
  ["\\r", ["\r"]],
  ["\\t", ["\t"]],
  ["\\s", WHITE_SPACE],
]);

function unescaped(sign: string): readonly string[] {
  return ESCAPES.get(sign) ?? [sign.slice(-1)];
}

/** What is true of a text that holds none of these. */
export function provenByLacking(texts: readonly string[]): KindSet {
  return unionOf(texts.map(provenByAbsence).reduce(unionOf, NO_KINDS), provenByRemoving(texts, ""));
}

/** What is true of a text that all of these were taken out of, unless what stands in their place holds them. */
export function provenByRemoving(texts: readonly string[], to: unknown): KindSet {
  if (typeof to !== "string") return NO_KINDS;
  const areGone = (wanted: readonly string[]) => wanted.every((sign) => texts.includes(sign) && !to.includes(sign));
  let kinds = NO_KINDS;
  for (const text of texts) {
    // Taking `../` or `..|x` out leaves others that come together then; single signs, and `..` alone, leave none.
    const leavesNone = text.length === 1 || (text === ".." && texts.length === 1 && !to.includes("."));
    if (leavesNone && !to.includes(text)) kinds = unionOf(kinds, provenByAbsence(text));
  }
  for (const { kind, wanted } of REMOVALS) if (areGone(wanted)) kinds = unionOf(kinds, kind);
  return kinds;
}

const REMOVALS: readonly { readonly kind: KindSet; readonly wanted: readonly string[] }[] = [
  { kind: one("ldap-escape"), wanted: ["(", ")", "*"] },
  { kind: one("quote-encode"), wanted: ["'", '"'] },
  { kind: one("html-escape"), wanted: ["<", ">"] },
  { kind: one("line-break-removal"), wanted: ["\n", "\r"] },
  { kind: PATH_INSIDE, wanted: ["."] },
];

/** What replacing every occurrence of one text by another leaves proven. */
export function provenByReplacing(from: unknown, to: unknown): KindSet {
  if (typeof from !== "string" || typeof to !== "string" || from === "" || to.includes(from)) return NO_KINDS;
  // Taking `../` out of `....//` leaves `../`; single characters, and two that are the same, leave none.
  if (from.length > 1 && from !== ".." && from !== "\r\n") return NO_KINDS;
  return from === ".." && to.includes(".") ? NO_KINDS : provenByAbsence(from);
}
