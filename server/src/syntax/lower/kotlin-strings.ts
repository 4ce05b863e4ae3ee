// Kotlin's literals of text. The grammar tells `${e}` from text, but not always `$name`, so that is looked for in the text itself.

import { type CstNode, NONE } from "../cst.ts";
import { Flag, Kind, Role } from "../kind.ts";
import type { Lowerer, LoweringEntry } from "../lowering.ts";
import { intern } from "../symbols.ts";
import { cookEscapes } from "./escapes.ts";

const NAME_IN_TEXT = /\\[\s\S]|\$([\p{L}_][\p{L}_\p{Nd}]*|`[^`\r\n]+`)/gu;
const NAME_IN_RAW_TEXT = /\$([\p{L}_][\p{L}_\p{Nd}]*|`[^`\r\n]+`)/gu;

interface Part {
  readonly start: number;
  readonly end: number;
  /** What is put in there; none for text. */
  readonly node?: CstNode;
  readonly name?: string;
}

function stringLiteral(l: Lowerer, node: CstNode, role: Role): void {
  const quotes = l.text(node).startsWith('"""') ? 3 : 1;
  const isClosed = l.text(node).length >= 2 * quotes && l.text(node).endsWith('"'.repeat(quotes));
  const start = l.cst.start(node) + quotes;
  const end = Math.max(start, l.cst.end(node) - (isClosed ? quotes : 0));
  const isRaw = quotes === 3;
  const cooked = (text: string) => (isRaw ? text : cookEscapes(text));
  const parts = partsOf(l, node, start, end, isRaw);
  if (parts.every((part) => part.node === undefined && part.name === undefined)) {
    l.string(node, role, cooked(l.cst.text.slice(start, end)));
    return;
  }
  l.node(Kind.Template, role, node, () => {
    for (const part of parts)
      if (part.node !== undefined) l.lower(part.node, Role.Part);
      else if (part.name !== undefined) nameInText(l, part, part.name);
      else {
        const text = l.stringSymbol(cooked(l.cst.text.slice(part.start, part.end)));
        l.out.leaf(Kind.String, Role.Part, part.start, part.end, text);
      }
  });
}

function nameInText(l: Lowerer, { start, end }: Part, name: string): void {
  const kind = name === "this" ? Kind.This : Kind.Identifier;
  const placeholder = l.pattern?.placeholder(name);
  const symbol = kind === Kind.This ? 0 : intern(placeholder?.name ?? name.replaceAll("`", ""));
  l.out.leaf(placeholder?.kind ?? kind, Role.Part, start, end, symbol);
}

function partsOf(l: Lowerer, node: CstNode, start: number, end: number, isRaw: boolean): Part[] {
  const { cst } = l;
  const parts: Part[] = [];
  let at = start;
  const text = (until: number) => {
    if (until <= at) return;
    const names = (isRaw ? NAME_IN_RAW_TEXT : NAME_IN_TEXT)[Symbol.matchAll](cst.text.slice(at, until));
    let from = at;
    for (const found of names) {
      const name = found[1];
      // A pattern's metavariable in a text is told when texts are compared.
      if (name === undefined || (l.pattern && /^[A-Z_][A-Z_0-9]*$/.test(name))) continue;
      const sign = at + found.index;
      if (sign > from) parts.push({ start: from, end: sign });
      from = sign + 1 + name.length;
      parts.push({ start: sign + 1, end: from, name });
    }
    if (from < until) parts.push({ start: from, end: until });
    at = until;
  };
  for (const child of cst.namedChildren(node)) {
    if (cst.kind(child) !== "interpolation" && !cst.isBroken(child)) continue;
    text(Math.min(cst.start(child), end));
    const [inner = NONE] = cst.isBroken(child) ? [child] : cst.namedChildren(child);
    if (inner !== NONE) parts.push({ start: cst.start(child), end: cst.end(child), node: inner });
    at = Math.max(at, cst.end(child));
  }
  text(end);
  return parts;
}

/** Entries of the table. */
export const STRINGS: Readonly<Record<string, LoweringEntry>> = {
  string_literal: stringLiteral,
  multiline_string_literal: stringLiteral,
  character_literal: (l, node, role) => void l.string(node, role, cookEscapes(l.text(node).slice(1, -1)), Flag.Bytes),
  string_content: "leave out",
  escape_sequence: "leave out",
  interpolation: "through",
};
