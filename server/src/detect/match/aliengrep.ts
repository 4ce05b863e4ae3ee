// Semgrep's other engine for texts of any kind (`generic_engine: aliengrep`): words, signs and balanced brackets, whatever the
// indentation. In line mode line breaks count, and only a long ellipsis (`....`) goes beyond the line. Semgrep translates such
// patterns to PCRE; here they are matched as they stand, each step counted.

import type { Span } from "../../text/span.ts";

export interface AlienOptions {
  readonly isCaseless: boolean;
  /** Line breaks are spaces like others. */
  readonly isMultiline: boolean;
  /** Opening and closing brackets; undefined for the usual ones. */
  readonly brackets: readonly (readonly [string, string])[] | undefined;
  readonly extraBrackets: readonly (readonly [string, string])[];
  readonly extraWordCharacters: readonly string[];
}

export interface AlienMatch extends Span {
  readonly captures: ReadonlyMap<string, Span & { readonly text: string }>;
}

type Node =
  | { readonly kind: "ellipsis"; readonly isLong: boolean; readonly name: string | undefined }
  | { readonly kind: "metavariable"; readonly name: string }
  | { readonly kind: "bracket"; readonly open: string; readonly nodes: readonly Node[]; readonly close: string }
  | { readonly kind: "word"; readonly text: string }
  | { readonly kind: "newline" }
  | { readonly kind: "other"; readonly text: string };

export interface AlienPattern {
  readonly nodes: readonly Node[];
  readonly options: AlienOptions;
  readonly brackets: ReadonlyMap<string, string>;
  readonly isWord: (sign: string | undefined) => boolean;
}

const BRACKETS: readonly (readonly [string, string])[] = [
  ["(", ")"],
  ["[", "]"],
  ["{", "}"],
];
const QUOTES: readonly (readonly [string, string])[] = [
  ['"', '"'],
  ["'", "'"],
];
/** Deeper brackets are signs like others. */
const DEEPEST = 200;

/** The pattern, or what is wrong with it. */
export function parseAlienPattern(source: string, options: AlienOptions): AlienPattern | string {
  const usual = options.isMultiline ? BRACKETS : [...QUOTES, ...BRACKETS];
  const pairs = [...(options.brackets ?? usual), ...options.extraBrackets];
  const brackets = new Map(pairs);
  const extra = new Set(options.extraWordCharacters);
  const isWord = (sign: string | undefined): boolean =>
    sign !== undefined && (/^\w$/.test(sign) || extra.has(sign)) && sign !== "";
  const signs = pairs.flat();
  if (signs.some((sign) => sign.length !== 1)) return "a bracket is one character";
  const both = signs.find((sign) => isWord(sign));
  if (both !== undefined) return `"${both}" cannot be both a bracket and part of words`;
  if (brackets.size !== pairs.length || new Set(brackets.values()).size !== pairs.length)
    return "a bracket is given twice";
  const nodes = new Reader(source.replace(/\s+$/, ""), brackets, isWord, options.isMultiline).read();
  if (typeof nodes === "string") return nodes;
  return nodes.length === 0 ? "the pattern is empty" : { nodes, options, brackets, isWord };
}

class Reader {
  readonly #source: string;
  readonly #brackets: ReadonlyMap<string, string>;
  readonly #closing: ReadonlySet<string>;
  readonly #isWord: AlienPattern["isWord"];
  readonly #isMultiline: boolean;
  readonly #kinds = new Map<string, string>();
  #at = 0;
  #problem: string | undefined;

  constructor(
    source: string,
    brackets: ReadonlyMap<string, string>,
    isWord: AlienPattern["isWord"],
    isMultiline: boolean,
  ) {
    this.#source = source;
    this.#brackets = brackets;
    this.#closing = new Set(brackets.values());
    this.#isWord = isWord;
    this.#isMultiline = isMultiline;
  }

  read(): readonly Node[] | string {
    const nodes = this.#sequence(undefined, 0) ?? [];
    return this.#problem ?? nodes;
  }

  /** Up to the closing bracket, which is taken; undefined when it is missing. */
  #sequence(close: string | undefined, depth: number): Node[] | undefined {
    const nodes: Node[] = [];
    for (;;) {
      const rest = this.#source.slice(this.#at);
      if (rest === "") return close === undefined ? nodes : undefined;
      const space = (this.#isMultiline ? /^\s+/ : /^[ \t]+/).exec(rest)?.[0];
      if (space !== undefined) {
        this.#at += space.length;
        continue;
      }
      const sign = rest[0]!;
      if (sign === close) {
        this.#at++;
        return nodes;
      }
      nodes.push(this.#hole(rest) ?? this.#plain(rest, depth));
    }
  }

  #hole(rest: string): Node | undefined {
    const found = /^(?:\$(\.{3,4})?([A-Z][A-Z0-9_]*)|(\.{3,4}))/.exec(rest);
    if (!found) return undefined;
    this.#at += found[0].length;
    const [, dots, name, bare] = found;
    const kind = dots ?? bare ?? "$";
    if (name !== undefined) {
      const known = this.#kinds.get(name);
      if (known !== undefined && known !== kind)
        this.#problem ??= `the metavariable ${name} stands for one word here and for several there`;
      this.#kinds.set(name, kind);
    }
    if (kind === "$") return { kind: "metavariable", name: `$${name}` };
    return { kind: "ellipsis", isLong: kind.length === 4, name: name === undefined ? undefined : `$...${name}` };
  }

  #plain(rest: string, depth: number): Node {
    const sign = rest[0]!;
    let length = 0;
    while (this.#isWord(rest[length])) length++;
    if (length > 0) {
      this.#at += length;
      return { kind: "word", text: rest.slice(0, length) };
    }
    const close = this.#brackets.get(sign);
    const start = this.#at;
    if (close !== undefined && depth < DEEPEST) {
      this.#at++;
      const nodes = this.#sequence(close, depth + 1);
      if (nodes) return { kind: "bracket", open: sign, nodes, close };
      this.#at = start;
    }
    const newline = this.#closing.has(sign) ? undefined : /^\r?\n/.exec(rest)?.[0];
    this.#at += newline?.length ?? 1;
    return newline === undefined ? { kind: "other", text: sign } : { kind: "newline" };
  }
}

/** All matches, from left to right, that do not overlap. `step` is called for each comparison, and may throw. */
export function searchAlien(pattern: AlienPattern, text: string, step: () => void): AlienMatch[] {
  return new Search(pattern, text, step).run();
}

type Next = (at: number) => boolean;

class Search {
  readonly #pattern: AlienPattern;
  readonly #text: string;
  readonly #step: () => void;
  readonly #captures = new Map<string, Span>();
  /** Where brackets that open at a place end; -1 where they do not. By what counts as space. */
  readonly #ends: readonly [Map<number, number>, Map<number, number>] = [new Map(), new Map()];

  constructor(pattern: AlienPattern, text: string, step: () => void) {
    this.#pattern = pattern;
    this.#text = text;
    this.#step = step;
  }

  run(): AlienMatch[] {
    const found: AlienMatch[] = [];
    const { nodes } = this.#pattern;
    for (let at = this.#candidate(0); at >= 0 && at <= this.#text.length; at = this.#candidate(at)) {
      let end = -1;
      this.#captures.clear();
      const isFound = this.#sequence(nodes, 0, at, undefined, true, (to) => {
        end = to;
        return true;
      });
      if (isFound && end > at) {
        const captures = new Map(
          [...this.#captures].map(([name, span]) => [name, { ...span, text: this.#text.slice(span.start, span.end) }]),
        );
        found.push({ start: at, end, captures });
      }
      at = isFound && end > at ? end : at + 1;
    }
    return found;
  }

  /** The next place at which the pattern's first word or sign stands. */
  #candidate(from: number): number {
    const [first] = this.#pattern.nodes;
    if (this.#pattern.options.isCaseless) return from;
    if (first?.kind === "word" || first?.kind === "other") return this.#text.indexOf(first.text, from);
    return first?.kind === "bracket" ? this.#text.indexOf(first.open, from) : from;
  }

  #sequence(
    nodes: readonly Node[],
    index: number,
    at: number,
    close: string | undefined,
    isOuter: boolean,
    next: Next,
  ): boolean {
    this.#step();
    const node = nodes[index];
    if (!node) return next(at);
    const { isMultiline } = this.#pattern.options;
    const start = index === 0 ? at : this.#skip(at, isMultiline);
    const before = nodes[index - 1];
    const after = nodes[index + 1];
    const isAlone = node.kind === "ellipsis" && isOuter;
    const goesBeyond = isAlone && (isMultiline || node.isLong);
    if (isAlone && goesBeyond && !before && start !== 0) return false;
    if (isAlone && !goesBeyond && (!before || before.kind === "newline") && !this.#beginsLine(start)) return false;
    // What begins the text or a line may have space before it.
    const from = isAlone && (!before || before.kind === "newline") ? this.#skip(start, isMultiline) : start;
    return this.#node(node, from, close, (to) => {
      if (isAlone && goesBeyond && !after && this.#skip(to, isMultiline) !== this.#text.length) return false;
      if (
        isAlone &&
        !goesBeyond &&
        (!after || after.kind === "newline") &&
        !this.#endsLine(this.#skip(to, isMultiline))
      )
        return false;
      return this.#sequence(nodes, index + 1, to, close, isOuter, next);
    });
  }

  #node(node: Node, at: number, close: string | undefined, next: Next): boolean {
    const text = this.#text;
    const { isWord } = this.#pattern;
    switch (node.kind) {
      case "word": {
        const end = at + node.text.length;
        return !isWord(text[at - 1]) && this.#same(node.text, at) && !isWord(text[end]) && next(end);
      }
      case "other":
        return this.#same(node.text, at) && next(at + node.text.length);
      case "newline": {
        const length = text.startsWith("\r\n", at) ? 2 : text[at] === "\n" ? 1 : 0;
        return length > 0 && next(at + length);
      }
      case "metavariable": {
        const known = this.#captures.get(node.name);
        if (known) {
          const end = at + known.end - known.start;
          const isSame = text.startsWith(text.slice(known.start, known.end), at);
          return isSame && !isWord(text[at - 1]) && !isWord(text[end]) && next(end);
        }
        const end = this.#word(at);
        return end > at && this.#captured(node.name, at, end, next);
      }
      case "bracket": {
        if (!text.startsWith(node.open, at)) return false;
        const inside = this.#skip(at + 1, this.#pattern.options.isMultiline);
        return this.#sequence(node.nodes, 0, inside, node.close, false, (to) => {
          const end = this.#skip(to, this.#pattern.options.isMultiline);
          return text.startsWith(node.close, end) && next(end + 1);
        });
      }
      case "ellipsis":
        return this.#ellipsis(node, at, close, next);
      default:
        return node satisfies never;
    }
  }

  /** As few words, signs and brackets as will do. */
  #ellipsis(node: Node & { readonly kind: "ellipsis" }, at: number, close: string | undefined, next: Next): boolean {
    const { isMultiline } = this.#pattern.options;
    const mayBreak = isMultiline || node.isLong;
    const { name } = node;
    const known = name === undefined ? undefined : this.#captures.get(name);
    if (known) {
      const length = known.end - known.start;
      const isSame = this.#text.startsWith(this.#text.slice(known.start, known.end), at);
      return isSame && !this.#cutsWord(at) && !this.#cutsWord(at + length) && next(at + length);
    }
    const end = (start: number, to: number) => (name === undefined ? next(to) : this.#captured(name, start, to, next));
    const starts = [at];
    // A long ellipsis of line mode may begin with the line's end.
    if (!isMultiline && node.isLong && this.#text[at] === "\n") starts.push(this.#skip(at, true));
    for (const start of starts) {
      let to = start;
      for (;;) {
        this.#step();
        if (end(start, to)) return true;
        const from = to === start ? to : this.#skip(to, mayBreak);
        if (close !== undefined && this.#text.startsWith(close, from)) break;
        const after = this.#any(from, mayBreak, 0);
        if (after === from) break;
        to = after;
      }
    }
    return false;
  }

  #captured(name: string, start: number, end: number, next: Next): boolean {
    this.#captures.set(name, { start, end });
    if (next(end)) return true;
    this.#captures.delete(name);
    return false;
  }

  /** The end of the word, bracket or sign that begins here; the place itself where none does. */
  #any(at: number, mayBreak: boolean, depth: number): number {
    const word = this.#word(at);
    if (word > at) return word;
    const sign = this.#text[at];
    if (sign === undefined || /\s/.test(sign) || this.#pattern.isWord(sign)) return at;
    const close = this.#pattern.brackets.get(sign);
    if (close === undefined || depth >= DEEPEST) return at + 1;
    const ends = this.#ends[mayBreak ? 1 : 0];
    let end = ends.get(at);
    if (end === undefined) {
      end = this.#bracketEnd(at + 1, close, mayBreak, depth);
      ends.set(at, end);
    }
    return end < 0 ? at + 1 : end;
  }

  #bracketEnd(from: number, close: string, mayBreak: boolean, depth: number): number {
    let at = this.#skip(from, mayBreak);
    while (at < this.#text.length) {
      this.#step();
      if (this.#text.startsWith(close, at)) return at + 1;
      const after = this.#any(at, mayBreak, depth + 1);
      if (after === at) return -1;
      at = this.#skip(after, mayBreak);
    }
    return -1;
  }

  #word(at: number): number {
    const { isWord } = this.#pattern;
    if (isWord(this.#text[at - 1])) return at;
    let end = at;
    while (isWord(this.#text[end])) end++;
    return end;
  }

  #same(wanted: string, at: number): boolean {
    if (this.#text.startsWith(wanted, at)) return true;
    if (!this.#pattern.options.isCaseless) return false;
    return this.#text.slice(at, at + wanted.length).toLowerCase() === wanted.toLowerCase();
  }

  #skip(from: number, mayBreak: boolean): number {
    let at = from;
    for (let sign = this.#text[at]; sign !== undefined; sign = this.#text[++at])
      if (sign !== " " && sign !== "\t" && !(mayBreak && /[\n\r\v\f]/.test(sign))) break;
    return at;
  }

  #beginsLine(at: number): boolean {
    return at === 0 || this.#text[at - 1] === "\n";
  }

  #endsLine(at: number): boolean {
    return at === this.#text.length || this.#text[at] === "\n" || this.#text.startsWith("\r\n", at);
  }

  #cutsWord(at: number): boolean {
    return this.#pattern.isWord(this.#text[at - 1]) && this.#pattern.isWord(this.#text[at]);
  }
}
