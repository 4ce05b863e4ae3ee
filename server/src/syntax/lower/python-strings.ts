// Python's string literals: what their escapes mean (str, bytes, raw, f-strings' doubled braces), and the String or Template
// that they become. An f-string is always a Template; plain strings that stand side by side are one String, whose Parts they are.

import { LONGEST_INTERNED } from "../ast.ts";
import { type CstNode, NONE } from "../cst.ts";
import { Flag, Kind, Role } from "../kind.ts";
import type { Lowerer } from "../lowering.ts";

const SIMPLE: Readonly<Record<string, string>> = {
  "\\": "\\",
  "'": "'",
  '"': '"',
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
  "\n": "",
};
const ESCAPE = /\\(?:x([0-9a-fA-F]{2})|([0-7]{1,3})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([\s\S]))/g;
/** The longest escape of one character; more of a literal than this many times what is interned need not be cooked. */
const LONGEST_ESCAPE = 10;

/** The value of what stands between the quotes. A name (`\N{…}`) and an unknown escape stay as written. */
function cookPythonString(written: string, prefix: string): string {
  const kept = written.slice(0, LONGEST_INTERNED * LONGEST_ESCAPE).replace(/\r\n?/g, "\n");
  const text = /f/i.test(prefix) ? kept.replaceAll("{{", "{").replaceAll("}}", "}") : kept;
  if (/r/i.test(prefix) || !text.includes("\\")) return text;
  const bytes = /b/i.test(prefix);
  return text.replace(ESCAPE, (whole, hex?: string, octal?: string, short?: string, long?: string, simple?: string) => {
    if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
    if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8));
    const digits = short ?? long;
    if (digits === undefined) return SIMPLE[simple ?? ""] ?? whole;
    const point = Number.parseInt(digits, 16);
    return bytes || point > 0x10ffff ? whole : String.fromCodePoint(point);
  });
}

export function isPlain(l: Lowerer, string: CstNode): boolean {
  return !/f/i.test(stringPrefix(l, string)) && l.cst.childOfKind(string, "interpolation") === NONE;
}

function stringPrefix(l: Lowerer, string: CstNode): string {
  const start = l.cst.childOfKind(string, "string_start");
  return start === NONE ? "" : l.text(start).replace(/["'`]+$/, "");
}

export function plainValue(l: Lowerer, string: CstNode): string {
  const prefix = stringPrefix(l, string);
  let value = "";
  for (const child of l.cst.children(string))
    if (l.cst.kind(child) === "string_content") value += cookPythonString(l.text(child), prefix);
  return value;
}

function bytesFlag(l: Lowerer, string: CstNode): Flag {
  return /b/i.test(stringPrefix(l, string)) ? Flag.Bytes : Flag.None;
}

export function lowerString(l: Lowerer, node: CstNode, role: Role): void {
  if (isPlain(l, node)) l.string(node, role, plainValue(l, node), bytesFlag(l, node));
  else l.node(Kind.Template, role, node, () => lowerTemplateParts(l, node));
}

function lowerTemplateParts(l: Lowerer, string: CstNode): void {
  const { cst } = l;
  const prefix = stringPrefix(l, string);
  for (const child of cst.namedChildren(string)) {
    const kind = cst.kind(child);
    if (kind === "string_content") l.string(child, Role.Part, cookPythonString(l.text(child), prefix));
    else if (kind === "interpolation" || cst.isBroken(child)) l.lower(child, Role.Part);
  }
}

/** `{expression!r:>{width}}`: the expression, then those inside its format. */
export function lowerInterpolation(l: Lowerer, node: CstNode, role: Role): void {
  l.lowerField(node, "expression", role);
  l.lowerField(node, "format_specifier", role);
}

export function lowerConcatenatedString(l: Lowerer, node: CstNode, role: Role): void {
  const strings = l.cst.namedChildren(node);
  if (strings.every((string) => isPlain(l, string))) {
    const values = strings.map((string) => plainValue(l, string));
    const flags = strings[0] === undefined ? Flag.None : bytesFlag(l, strings[0]);
    const symbol = l.stringSymbol(values.join(""));
    const joined = l.out.open(Kind.String, role, l.cst.start(node), l.cst.end(node), symbol, flags);
    strings.forEach((string, at) => {
      l.string(string, Role.Part, values[at]!, bytesFlag(l, string));
    });
    l.out.close(joined);
    return;
  }
  l.node(Kind.Template, role, node, () => {
    for (const string of strings)
      if (isPlain(l, string)) l.string(string, Role.Part, plainValue(l, string));
      else lowerTemplateParts(l, string);
  });
}
