// Text as a tree of words and signs for languages that nothing parses: lines become blocks by their indentation, brackets
// that close in their line become blocks too. Patterns for such text are cut up the same way, save that brackets there are
// signs like any other.

import type { Span } from "../../text/span.ts";

export type GenericNode = GenericToken | GenericBlock;

export interface GenericToken extends Span {
  readonly kind: "word" | "sign" | "metavariable" | "dots";
  /** The word, the sign, or the metavariable's name (`$...X` for dots that are captured, "" for plain ones). */
  readonly text: string;
  /** 0-based. */
  readonly line: number;
}

export interface GenericBlock {
  readonly kind: "block";
  readonly nodes: readonly GenericNode[];
}

interface Line {
  readonly indent: number;
  readonly tokens: readonly GenericToken[];
}

const TOKEN =
  /[ \t\r]+|([A-Za-z0-9_]+)|(\.{4,})|(\.\.\.)|(\$\.\.\.[A-Z][A-Za-z0-9_]*)|(\$[A-Z][A-Za-z0-9_]*)|([\s\S])/g;
const OPENING = "([{";
const CLOSING = ")]}";

/** Cuts up a text. In a pattern, `$X`, `...` and `$...X` stand for something. */
export function readGeneric(text: string, isPattern: boolean): GenericNode[] {
  const lines = readLines(text, isPattern);
  const nodes: GenericNode[] = [];
  const open: { readonly indent: number; readonly nodes: GenericNode[] }[] = [{ indent: 0, nodes }];
  for (const { indent, tokens } of lines) {
    while (open.length > 1 && indent < open.at(-1)!.indent) open.pop();
    if (indent > open.at(-1)!.indent) {
      const block: GenericNode[] = [];
      open.at(-1)!.nodes.push({ kind: "block", nodes: block });
      open.push({ indent, nodes: block });
    }
    for (const node of isPattern ? tokens : closeBrackets(tokens)) open.at(-1)!.nodes.push(node);
  }
  return nodes;
}

function readLines(text: string, isPattern: boolean): Line[] {
  const lines: Line[] = [];
  let start = 0;
  for (let number = 0; start <= text.length; number++) {
    const newline = text.indexOf("\n", start);
    const end = newline < 0 ? text.length : newline;
    const indentText = /^[ \t]*/.exec(text.slice(start, Math.min(end, start + 1000)))![0];
    let indent = 0;
    for (const unit of indentText) indent += unit === "\t" ? 8 : 1;
    const tokens = readTokens(text, start, end, number, isPattern);
    if (tokens.length > 0) lines.push({ indent, tokens });
    start = end + 1;
  }
  return lines;
}

function readTokens(text: string, from: number, to: number, line: number, isPattern: boolean): GenericToken[] {
  const tokens: GenericToken[] = [];
  TOKEN.lastIndex = from;
  for (let at = from; at < to; ) {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(text)!;
    const end = Math.min(TOKEN.lastIndex, to);
    const [whole, word, manyDots, dots, manyMetavariable, metavariable, sign] = match;
    const written = whole.slice(0, end - at);
    if (word !== undefined) tokens.push({ kind: "word", text: written, start: at, end, line });
    else if (isPattern && dots !== undefined) tokens.push({ kind: "dots", text: "", start: at, end, line });
    else if (isPattern && manyMetavariable !== undefined)
      tokens.push({ kind: "dots", text: written, start: at, end, line });
    else if (isPattern && metavariable !== undefined)
      tokens.push({ kind: "metavariable", text: written, start: at, end, line });
    else if (sign !== undefined) tokens.push({ kind: "sign", text: sign, start: at, end, line });
    else if (manyDots !== undefined || dots !== undefined)
      for (let dot = at; dot < end; dot++) tokens.push({ kind: "sign", text: ".", start: dot, end: dot + 1, line });
    else if (manyMetavariable !== undefined || metavariable !== undefined) {
      // In text a dollar is a sign like any other.
      tokens.push({ kind: "sign", text: "$", start: at, end: at + 1, line });
      at++;
      continue;
    }
    at = end;
  }
  return tokens;
}

/** Brackets that close in the same line hold a block. */
function closeBrackets(tokens: readonly GenericToken[]): GenericNode[] {
  const partners = partnersOf(tokens);
  const root: GenericNode[] = [];
  const open: GenericNode[][] = [root];
  tokens.forEach((token, at) => {
    const partner = partners.get(at);
    if (partner !== undefined && partner > at) {
      open.at(-1)!.push(token);
      open.push([]);
    } else if (partner !== undefined) {
      const nodes = open.pop()!;
      if (nodes.length > 0) open.at(-1)!.push({ kind: "block", nodes });
      open.at(-1)!.push(token);
    } else open.at(-1)!.push(token);
  });
  return root;
}

function partnersOf(tokens: readonly GenericToken[]): Map<number, number> {
  const partners = new Map<number, number>();
  const open: number[] = [];
  tokens.forEach(({ kind, text }, at) => {
    if (kind !== "sign") return;
    if (OPENING.includes(text)) open.push(at);
    else if (CLOSING.includes(text)) {
      const wanted = OPENING[CLOSING.indexOf(text)];
      // A bracket that does not fit leaves what stands open between as signs.
      const fitting = open.findLastIndex((index) => tokens[index]!.text === wanted);
      if (fitting < 0) return;
      partners.set(open[fitting]!, at);
      partners.set(at, open[fitting]!);
      open.length = fitting;
    }
  });
  return partners;
}
