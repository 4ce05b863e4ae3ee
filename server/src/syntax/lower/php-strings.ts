// PHP's literals of text: what their escapes mean, and the String or Template that they become.

import { type CstNode, NONE } from "../cst.ts";
import { Kind, Role } from "../kind.ts";
import type { Lowerer, LoweringEntry } from "../lowering.ts";
import { intern } from "../symbols.ts";

const SIMPLE: Readonly<Record<string, string>> = {
  n: "\n",
  t: "\t",
  r: "\r",
  v: "\v",
  e: "\x1b",
  f: "\f",
  "\\": "\\",
  $: "$",
};
const ESCAPE = /\\(?:([0-7]{1,3})|x([\da-fA-F]{1,2})|u\{([\da-fA-F]{1,6})\}|([\s\S]))/g;

/** Double quotes, heredocs, backticks: what is no escape keeps its backslash. */
function cook(text: string, quote: string): string {
  if (!text.includes("\\")) return text;
  return text.replace(ESCAPE, (whole, octal?: string, hex?: string, point?: string, sign?: string) => {
    if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8) & 0xff);
    if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
    if (point !== undefined) {
      const code = Number.parseInt(point, 16);
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    }
    return sign === quote ? sign : (SIMPLE[sign!] ?? whole);
  });
}

function singleQuoted(l: Lowerer, node: CstNode, role: Role): void {
  const text = l
    .text(node)
    .replace(/^[bB]?'/, "")
    .replace(/'$/, "");
  l.string(node, role, text.replace(/\\([\\'])/g, "$1"));
}

/** Text is what lies between the children that are neither text nor its escapes, signs around expressions left out. */
function parts(l: Lowerer, node: CstNode, start: number, end: number, cooked: (text: string) => string): void {
  const { cst, out } = l;
  let at = start;
  const text = (until: number) => {
    if (until > at) out.leaf(Kind.String, Role.Part, at, until, l.stringSymbol(cooked(cst.text.slice(at, until))));
  };
  for (const child of cst.children(node)) {
    if (/^(string_content|escape_sequence|nowdoc_string)$/.test(cst.kind(child)) || cst.start(child) < at) continue;
    if (cst.start(child) >= end) break;
    text(cst.start(child));
    if (cst.kind(child) === "dynamic_variable_name") variableInText(l, child);
    else if (cst.kind(child) === "subscript_expression" && cst.text[cst.start(child) - 1] !== "{")
      elementInText(l, child);
    else if (cst.isNamed(child)) l.lower(child, Role.Part);
    at = cst.end(child);
  }
  text(end);
}

/** `$row[key]`: outside of braces the key is a text without quotes. */
function elementInText(l: Lowerer, node: CstNode): void {
  const [object = NONE, key = NONE] = l.cst.namedChildren(node);
  if (key === NONE || l.cst.kind(key) !== "name") {
    l.lower(node, Role.Part);
    return;
  }
  l.node(Kind.Index, Role.Part, node, () => {
    l.lower(object, Role.Object);
    l.string(key, Role.Property, l.text(key));
  });
}

/** `${name}`. */
function variableInText(l: Lowerer, node: CstNode): void {
  const [name = NONE] = l.cst.namedChildren(node);
  if (name !== NONE && l.cst.kind(name) === "name")
    l.leaf(Kind.Identifier, Role.Part, node, intern(`$${l.text(name)}`));
  else l.lower(node, Role.Part);
}

function hasExpressions(l: Lowerer, node: CstNode): boolean {
  return l.cst
    .namedChildren(node)
    .some((child) => !/^(string_content|escape_sequence|nowdoc_string)$/.test(l.cst.kind(child)));
}

function encapsed(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const open = /^[bB]?["`]/.exec(l.text(node))?.[0].length ?? 0;
  const quote = l.text(node)[open - 1] ?? '"';
  const end = l.text(node).length > open && l.text(node).endsWith(quote) ? cst.end(node) - 1 : cst.end(node);
  const start = cst.start(node) + open;
  const cooked = (text: string) => cook(text, quote);
  if (hasExpressions(l, node)) l.node(Kind.Template, role, node, () => parts(l, node, start, end, cooked));
  else l.string(node, role, cooked(cst.text.slice(start, end)));
}

/** `` `ls` `` calls shell_exec. */
function shellCommand(l: Lowerer, node: CstNode, role: Role): void {
  const start = l.cst.start(node);
  l.node(Kind.Call, role, node, () => {
    l.out.leaf(Kind.Identifier, Role.Callee, start, start, intern("shell_exec"));
    encapsed(l, node, Role.Argument);
  });
}

/** Heredocs and nowdocs lose the indentation of the line that closes them, and the last line break. */
function heredoc(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const body = cst.field(node, "value");
  const close = cst.field(node, "end_tag");
  const open = cst.field(node, "identifier");
  if (body === NONE) {
    l.string(node, role, "");
    return;
  }
  const line = open === NONE ? -1 : cst.text.indexOf("\n", cst.end(open));
  const start = line < 0 ? cst.start(body) : line + 1;
  const limit = close === NONE ? cst.end(body) : cst.text.lastIndexOf("\n", cst.start(close) - 1);
  const indentation = close === NONE ? 0 : cst.start(close) - limit - 1;
  const end = Math.max(start, cst.text[limit - 1] === "\r" ? limit - 1 : limit);
  const isRaw = cst.kind(node) === "nowdoc";
  const cooked = (text: string) => {
    const cut = indentation > 0 ? text.replace(new RegExp(`(^|\\n)[ \\t]{1,${indentation}}`, "g"), "$1") : text;
    return isRaw ? cut : cook(cut, "");
  };
  if (!isRaw && hasExpressions(l, body)) l.node(Kind.Template, role, node, () => parts(l, body, start, end, cooked));
  else l.string(node, role, cooked(cst.text.slice(start, end)));
}

/** Entries of the table. */
export const STRINGS: Readonly<Record<string, LoweringEntry>> = {
  string: singleQuoted,
  encapsed_string: encapsed,
  shell_command_expression: shellCommand,
  heredoc,
  nowdoc: heredoc,
  heredoc_body: "leave out",
  heredoc_start: "leave out",
  heredoc_end: "leave out",
  nowdoc_body: "leave out",
  nowdoc_string: "leave out",
  string_content: "leave out",
  escape_sequence: "leave out",
};
