// C#'s literals of text: what their escapes mean, and the String or Template that they become.

import { type CstNode, NONE } from "../cst.ts";
import { Flag, Kind, type Role } from "../kind.ts";
import type { Lowerer, LoweringEntry } from "../lowering.ts";
import { SIMPLE_ESCAPES } from "./escapes.ts";
import { interpolatedParts } from "./interpolated-parts.ts";

const SIMPLE: Readonly<Record<string, string>> = { ...SIMPLE_ESCAPES, "0": "\0" };
const ESCAPE = /\\(?:x([\da-fA-F]{1,4})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|([\s\S]))/g;

function cook(text: string): string {
  if (!text.includes("\\")) return text;
  return text.replace(ESCAPE, (whole, hex?: string, short?: string, long?: string, sign?: string) => {
    const digits = hex ?? short ?? long;
    if (digits === undefined) return SIMPLE[sign!] ?? sign!;
    const point = Number.parseInt(digits, 16);
    return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
  });
}

const verbatim = (text: string) => text.replaceAll('""', '"');

/** A raw string over several lines: the first and last break go, and what the closing line is indented by. */
function raw(text: string): string {
  const lines = text.replace(/\r\n/g, "\n").split("\n");
  if (lines.length < 2) return text;
  const indentation = /^[ \t]*/.exec(lines.at(-1)!)![0];
  return lines
    .slice(1, -1)
    .map((line) => (line.startsWith(indentation) ? line.slice(indentation.length) : line.trimStart()))
    .join("\n");
}

function plain(l: Lowerer, node: CstNode, role: Role): void {
  const text = l.text(node).replace(/[uU]8$/, "");
  l.string(node, role, cook(text.slice(1).replace(/"$/, "")));
}

function rawString(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const open = cst.childOfKind(node, "raw_string_start");
  const close = cst.childOfKind(node, "raw_string_end");
  const start = open === NONE ? cst.start(node) : cst.end(open);
  const end = close === NONE ? cst.end(node) : cst.start(close);
  l.string(node, role, raw(cst.text.slice(start, Math.max(start, end))));
}

/** `$"…"`, `$@"…"`, `$"""…"""`. */
function interpolated(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const open = /^[$@]*"*/.exec(l.text(node))![0];
  const quotes = open.replace(/[$@]/g, "").length;
  const isRaw = quotes >= 3;
  const openLength = isRaw ? open.length : open.length - quotes + 1;
  const start = cst.start(node) + openLength;
  const closeLength = isRaw ? quotes : 1;
  const end = Math.max(start, /"$/.test(l.text(node)) ? cst.end(node) - closeLength : cst.end(node));
  const cooked = (text: string) => {
    if (isRaw) return text;
    const unbraced = text.replaceAll("{{", "{").replaceAll("}}", "}");
    return open.includes("@") ? verbatim(unbraced) : cook(unbraced);
  };
  l.node(Kind.Template, role, node, () => interpolatedParts(l, node, start, end, cooked));
}

/** `{expression,width:format}`: only the expression is a part. */
function interpolation(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const known = /^(interpolation_brace|interpolation_format_clause|interpolation_alignment_clause)$/;
  for (const child of cst.children(node))
    if (!known.test(cst.kind(child)) && (cst.isNamed(child) || /^(this|base)$/.test(cst.kind(child))))
      l.lower(child, role);
}

/** Entries of the table. */
export const STRINGS: Readonly<Record<string, LoweringEntry>> = {
  string_literal: plain,
  verbatim_string_literal: (l, node, role) =>
    void l.string(node, role, verbatim(l.text(node).replace(/^@"/, "").replace(/"$/, ""))),
  raw_string_literal: rawString,
  character_literal: (l, node, role) => void l.string(node, role, cook(l.text(node).slice(1, -1)), Flag.Bytes),
  interpolated_string_expression: interpolated,
  interpolation,
  interpolation_alignment_clause: "leave out",
  interpolation_format_clause: "leave out",
  interpolation_brace: "leave out",
  interpolation_quote: "leave out",
  interpolation_start: "leave out",
  string_content: "leave out",
  string_literal_content: "leave out",
  string_literal_encoding: "leave out",
  character_literal_content: "leave out",
  raw_string_content: "leave out",
  raw_string_start: "leave out",
  raw_string_end: "leave out",
  escape_sequence: "leave out",
};
