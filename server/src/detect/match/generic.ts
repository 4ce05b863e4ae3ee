// Semgrep's generic mode: patterns over words and signs of any text. `...` skips at most so many lines, an indented block in
// a pattern is one in the text, a flat pattern matches an indented text too.

import type { Span } from "../../text/span.ts";
import { type GenericNode, type GenericToken, readGeneric } from "./generic-tokens.ts";

export interface GenericMatch extends Span {
  readonly captures: ReadonlyMap<string, Span & { readonly text: string }>;
}

export interface GenericOptions {
  /** Lines that one `...` may skip. */
  readonly ellipsisSpan: number;
  readonly isCaseless: boolean;
}

/** A list of nodes as the comparison walks it. */
interface Cell {
  readonly node: GenericNode;
  readonly next: Cell | undefined;
  /** The nodes of a block. */
  readonly inner: Cell | undefined;
}

export interface GenericPattern {
  readonly first: Cell | undefined;
  readonly startsWithDots: boolean;
  readonly endsWithDots: boolean;
  /** Words that the text must hold. */
  readonly words: readonly string[];
}

export class GenericText {
  readonly text: string;
  readonly first: Cell | undefined;
  readonly #words = new Set<string>();

  constructor(text: string) {
    this.text = text;
    const nodes = readGeneric(text, false);
    this.first = toCells(nodes);
    for (const token of tokensOf(nodes)) this.#words.add(token.text);
  }

  hasWord(word: string, isCaseless: boolean): boolean {
    return isCaseless || this.#words.has(word);
  }
}

export function parseGenericPattern(source: string): GenericPattern | string {
  const nodes = readGeneric(source, true);
  const tokens = [...tokensOf(nodes)];
  if (tokens.length === 0) return "the pattern is empty";
  const wrong = tokens.findIndex(
    (token, at) => token.kind === "dots" && token.text !== "" && tokens[at - 1]?.kind === "dots",
  );
  if (wrong >= 0) return `${tokens[wrong]!.text} cannot stand behind another ellipsis`;
  const first = nodes[0]!;
  const words = tokens.filter(({ kind }) => kind === "word").map(({ text }) => text);
  return {
    first: toCells(nodes),
    startsWithDots: first.kind === "dots",
    endsWithDots: nodes.at(-1)!.kind === "dots",
    words,
  };
}

function toCells(nodes: readonly GenericNode[]): Cell | undefined {
  let cell: Cell | undefined;
  for (let at = nodes.length - 1; at >= 0; at--) {
    const node = nodes[at]!;
    cell = { node, next: cell, inner: node.kind === "block" ? toCells(node.nodes) : undefined };
  }
  return cell;
}

function* tokensOf(nodes: readonly GenericNode[]): Generator<GenericToken> {
  const open = [...nodes].reverse();
  for (let node = open.pop(); node; node = open.pop()) {
    if (node.kind === "block") for (let at = node.nodes.length - 1; at >= 0; at--) open.push(node.nodes[at]!);
    else yield node;
  }
}

/** All matches; of those that end at the same place, the shortest (with `...` at the end of the pattern, the longest). */
export function searchGeneric(
  pattern: GenericPattern,
  text: GenericText,
  options: GenericOptions,
  step: () => void,
): GenericMatch[] {
  if (!pattern.words.every((word) => text.hasWord(word, options.isCaseless))) return [];
  const matcher = new GenericMatcher(text.text, options, step);
  const found: GenericMatch[] = [];
  const byEnd = new Map<number, GenericMatch>();
  for (const { cell, isBlockStart } of startsOf(text.first)) {
    if (pattern.startsWithDots && !isBlockStart) continue;
    const { start, line } = cell.node as GenericToken;
    const result = matcher.match(pattern.first, cell, start, line);
    if (!result) continue;
    const captures = new Map<string, Span & { text: string }>();
    for (let at: Capture | undefined = result.captures; at; at = at.next)
      captures.set(at.name, { start: at.start, end: at.end, text: text.text.slice(at.start, at.end) });
    const match = { start, end: Math.max(result.end, start), captures };
    if (!pattern.endsWithDots || !byEnd.has(match.end)) byEnd.set(match.end, match);
    found.push(match);
  }
  return found.filter((match) => byEnd.get(match.end) === match);
}

function* startsOf(first: Cell | undefined): Generator<{ readonly cell: Cell; readonly isBlockStart: boolean }> {
  const open: (Cell | undefined)[] = [];
  let isBlockStart = true;
  for (let cell = first; cell || open.length > 0; ) {
    if (!cell) {
      cell = open.pop();
      isBlockStart = false;
      continue;
    }
    if (cell.node.kind === "block") {
      open.push(cell.next);
      cell = cell.inner;
      isBlockStart = true;
      continue;
    }
    yield { cell, isBlockStart };
    isBlockStart = false;
    cell = cell.next;
  }
}

interface Capture extends Span {
  readonly name: string;
  readonly next: Capture | undefined;
}

interface Result {
  readonly captures: Capture | undefined;
  readonly end: number;
}

/** What `...` has skipped so far. */
interface Dots {
  readonly lastLine: number;
  readonly start: number;
  readonly end: number;
  /** `$...X`, "" for plain dots. */
  readonly name: string;
}

interface State {
  readonly captures: Capture | undefined;
  readonly dots: Dots | undefined;
  /** Where the last token that counts ends. */
  readonly end: number;
  readonly line: number;
}

type Continue = (pattern: Cell | undefined, state: State) => Result | undefined;

class GenericMatcher {
  readonly #text: string;
  readonly #options: GenericOptions;
  readonly #step: () => void;

  constructor(text: string, options: GenericOptions, step: () => void) {
    this.#text = text;
    this.#options = options;
    this.#step = step;
  }

  match(pattern: Cell | undefined, doc: Cell, start: number, line: number): Result | undefined {
    return this.#match(pattern, doc, { captures: undefined, dots: undefined, end: start, line }, true, (rest, state) =>
      this.#atEnd(rest, state),
    );
  }

  /** The text is at its end: what is left of the pattern must be able to match nothing. */
  #atEnd(pattern: Cell | undefined, state: State): Result | undefined {
    for (let cell = pattern; cell; cell = cell.next) if (cell.node.kind !== "dots") return undefined;
    return this.#complete(state);
  }

  #complete(state: State): Result | undefined {
    const dots = state.dots && { ...state.dots, end: Math.max(state.dots.end, state.end) };
    const closed = this.#close({ ...state, dots });
    return closed && { captures: closed.captures, end: closed.end };
  }

  /** Ends what dots skip; with a name, it is captured. */
  #close(state: State): State | undefined {
    const { dots } = state;
    if (!dots || dots.name === "") return { ...state, dots: undefined };
    const captures = this.#capture(state.captures, dots.name, dots.start, dots.end);
    return captures && { ...state, captures, dots: undefined };
  }

  #capture(captures: Capture | undefined, name: string, start: number, end: number): Capture | undefined {
    for (let known = captures; known; known = known.next)
      if (known.name === name)
        return this.#text.slice(known.start, known.end) === this.#text.slice(start, end) ? captures : undefined;
    return { name, start, end, next: captures };
  }

  #match(
    startPattern: Cell | undefined,
    startDoc: Cell | undefined,
    startState: State,
    isRoot: boolean,
    next: Continue,
  ): Result | undefined {
    let pattern = startPattern;
    let doc = startDoc;
    let state = startState;
    for (;;) {
      this.#step();
      if (!pattern) {
        const end = this.#dotsToTheEnd(state, doc);
        if (end !== undefined) return this.#complete({ ...state, end });
        return isRoot ? this.#complete(state) : undefined;
      }
      const { node } = pattern;
      if (node.kind === "dots") {
        state = { ...state, dots: this.#extend(state, node.text) };
        pattern = pattern.next;
        continue;
      }
      if (node.kind === "block") {
        const found = this.#matchBlock(pattern, doc, state, isRoot, next);
        if (found !== "skip") return found;
        state = this.#skip(state, doc!.node as GenericToken)!;
        doc = doc!.next;
        continue;
      }
      if (!doc) return next(pattern, state);
      if (doc.node.kind === "block") {
        // A block of the text is read as if it were flat.
        const after: Cell | undefined = doc.next;
        return this.#match(pattern, doc.inner, state, isRoot, (rest, inner) =>
          this.#match(rest, after, inner, isRoot, next),
        );
      }
      if (state.dots && doc.node.line > state.dots.lastLine) return undefined;
      const matched = this.#matchToken(node, doc.node, state);
      if (matched) {
        if (!state.dots) {
          // Nothing to come back to.
          state = matched;
          pattern = pattern.next;
          doc = doc.next;
          continue;
        }
        const found = this.#match(pattern.next, doc.next, matched, isRoot, next);
        if (found) return found;
      }
      const skipped = this.#skip(state, doc.node);
      if (!skipped) return undefined;
      state = skipped;
      doc = doc.next;
    }
  }

  #matchBlock(
    pattern: Cell,
    doc: Cell | undefined,
    state: State,
    isRoot: boolean,
    next: Continue,
  ): Result | "skip" | undefined {
    if (!doc) return matchesNothing(pattern.inner) && matchesNothing(pattern.next) ? this.#complete(state) : undefined;
    const closed = this.#close(state);
    if (doc.node.kind === "block") {
      const inner =
        closed && this.#match(pattern.inner, doc.inner, closed, false, (rest, end) => this.#atEnd(rest, end));
      if (!inner) return undefined;
      return this.#match(
        pattern.next,
        doc.next,
        { captures: inner.captures, dots: undefined, end: inner.end, line: state.line },
        isRoot,
        next,
      );
    }
    if (this.#skip(state, doc.node)) return "skip";
    return closed && matchesNothing(pattern.inner) ? this.#match(pattern.next, doc, closed, isRoot, next) : undefined;
  }

  #matchToken(wanted: GenericToken, token: GenericToken, state: State): State | undefined {
    const closed = this.#close(state);
    if (!closed) return undefined;
    let { captures } = closed;
    if (wanted.kind === "metavariable") {
      if (token.kind !== "word") return undefined;
      captures = this.#capture(captures, wanted.text, token.start, token.end);
      if (!captures) return undefined;
    } else if (wanted.kind !== token.kind || !this.#sameWord(wanted.text, token.text)) return undefined;
    return { captures, dots: undefined, end: token.end, line: token.line };
  }

  #sameWord(a: string, b: string): boolean {
    return a === b || (this.#options.isCaseless && a.toLowerCase() === b.toLowerCase());
  }

  /** Opens dots, or lets open ones skip more lines. */
  #extend(state: State, name: string): Dots {
    const span = this.#options.ellipsisSpan;
    if (state.dots) return { ...state.dots, lastLine: state.dots.lastLine + span };
    return { lastLine: state.line + span, start: state.end, end: state.end, name };
  }

  #skip(state: State, token: GenericToken): State | undefined {
    const { dots } = state;
    if (!dots || token.line > dots.lastLine) return undefined;
    return { ...state, dots: { ...dots, end: token.end } };
  }

  /** Dots at the end of a pattern or block reach as far as they may; undefined when something is left that they cannot skip. */
  #dotsToTheEnd(state: State, doc: Cell | undefined): number | undefined {
    const { dots } = state;
    if (!dots) return doc ? undefined : state.end;
    if (state.line > dots.lastLine) return undefined;
    let end = state.end;
    const open: Cell[] = [];
    for (let cell: Cell | undefined = doc; cell || open.length > 0; ) {
      if (!cell) {
        cell = open.pop()?.next;
        continue;
      }
      this.#step();
      if (cell.node.kind === "block") {
        open.push(cell);
        cell = cell.inner;
        continue;
      }
      if (cell.node.line > dots.lastLine) break;
      end = cell.node.end;
      cell = cell.next;
    }
    return end;
  }
}

function matchesNothing(pattern: Cell | undefined): boolean {
  for (let cell = pattern; cell; cell = cell.next) {
    if (cell.node.kind === "dots") continue;
    if (cell.node.kind !== "block" || !matchesNothing(cell.inner)) return false;
  }
  return true;
}
