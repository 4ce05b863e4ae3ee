// YAML to the common AST: mappings are Objects of Pairs, sequences Arrays, scalars what the core schema makes of them. A value
// with a tag of its own (`!Sub …`) is a Cast to that tag. An alias is an Identifier with the anchor's name: it is not
// followed, since following aliases can make a small file endless. Each document is an ExpressionStatement.

import { LONGEST_INTERNED } from "../ast.ts";
import { type CstNode, NONE } from "../cst.ts";
import { Kind, Role } from "../kind.ts";
import type { Lowerer, LowerFunction, Lowering, LoweringEntry } from "../lowering.ts";
import { intern } from "../symbols.ts";
import { number } from "./entries.ts";
import { parsedTemplate } from "./templated-yaml.ts";

// Structure

function document(l: Lowerer, node: CstNode, role: Role): void {
  const contents = l.cst.namedChildren(node).filter((child) => !l.cst.kind(child).endsWith("_directive"));
  for (const content of contents)
    if (!l.ellipsis(content, role))
      l.node(Kind.ExpressionStatement, role, content, () => l.lower(content, Role.Expression));
}

/** A value with what may stand before it: an anchor, which only names it, and a tag. */
function value(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const tag = cst.childOfKind(node, "tag");
  const contents = cst.namedChildren(node).filter((child) => !/^(tag|anchor)$/.test(cst.kind(child)));
  const write = (as: Role) => {
    if (contents.length === 0) empty(l, cst.end(node), as);
    else l.lowerAll(contents, as);
  };
  if (tag === NONE || l.text(tag).startsWith("!!")) write(role);
  else
    l.node(Kind.Cast, role, node, () => {
      l.leaf(Kind.Type, Role.Type, tag, l.nameSymbol(tag));
      write(Role.Operand);
    });
}

/** What is left out is a text without characters, as it is to Semgrep; `null` is what says so. */
function empty(l: Lowerer, at: number, role: Role): void {
  l.out.leaf(Kind.String, role, at, at, intern(""));
}

function pair(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const key = cst.field(node, "key");
  if (l.ellipsis(key, role)) return;
  l.node(Kind.Pair, role, node, () => {
    if (key === NONE) empty(l, cst.start(node), Role.Key);
    else l.lower(key, Role.Key);
    const given = cst.field(node, "value");
    if (given === NONE) empty(l, cst.end(node), Role.Value);
    else l.lower(given, Role.Value);
  });
}

function flowMapping(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  l.node(Kind.Object, role, node, () => {
    for (const child of cst.namedChildren(node))
      if (cst.kind(child) !== "flow_node") l.lower(child, Role.Element);
      else if (!l.ellipsis(child, Role.Element))
        l.node(Kind.Pair, Role.Element, child, () => {
          l.lower(child, Role.Key);
          empty(l, cst.end(child), Role.Value);
        });
  });
}

/** `[a: b]` is a sequence of a mapping. */
function flowSequence(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  l.node(Kind.Array, role, node, () => {
    for (const child of cst.namedChildren(node))
      if (cst.kind(child) !== "flow_pair") l.lower(child, Role.Element);
      else l.node(Kind.Object, Role.Element, child, () => l.lower(child, Role.Element));
  });
}

function sequenceItem(l: Lowerer, node: CstNode, role: Role): void {
  const contents = l.cst.namedChildren(node);
  if (contents.length === 0) empty(l, l.cst.end(node), role);
  else l.lowerAll(contents, role);
}

// Scalars

const MOST_CONTENT = LONGEST_INTERNED * 8;

/** Line breaks in a scalar that runs over several lines: one is a space, more are one fewer. */
function foldLines(text: string): string {
  return text.includes("\n")
    ? text.replace(/[ \t]*\r?\n[ \t]*((?:\r?\n[ \t]*)*)/g, (_, more: string) => more.replace(/[^\n]/g, "") || " ")
    : text;
}

const ESCAPES: Readonly<Record<string, string>> = {
  "0": "\0",
  a: "\x07",
  b: "\b",
  t: "\t",
  "\t": "\t",
  n: "\n",
  v: "\v",
  f: "\f",
  r: "\r",
  e: "\x1b",
  N: "\x85",
  _: "\xa0",
  L: "\u2028",
  P: "\u2029",
};

function doubleQuoted(text: string): string {
  const joined = text.replace(/\\\r?\n[ \t]*/g, "");
  const cooked = (part: string) =>
    part.replace(
      /\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|([\s\S]))/g,
      (whole, two?: string, four?: string, eight?: string, other?: string) => {
        const digits = two ?? four ?? eight;
        if (digits === undefined) return ESCAPES[other!] ?? other!;
        const point = Number.parseInt(digits, 16);
        return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
      },
    );
  return cooked(foldLines(joined));
}

const TRUE = /^(?:y|yes|true|on)$/i;
const FALSE = /^(?:n|no|false|off)$/i;

/** The truth values of YAML 1.1 in the three ways of writing that it names. */
function truthOf(text: string): "true" | "false" | undefined {
  if (!/^(?:[a-z]+|[A-Z][a-z]*|[A-Z]+)$/.test(text)) return undefined;
  if (TRUE.test(text)) return "true";
  return FALSE.test(text) ? "false" : undefined;
}

const plainString: LowerFunction = (l, node, role) => {
  const truth = truthOf(l.text(node));
  if (l.placeholder(node)) l.identifier(node, role);
  else if (truth !== undefined) l.leaf(Kind.Boolean, role, node, intern(truth));
  else l.string(node, role, foldLines(l.text(node).slice(0, MOST_CONTENT)));
};

/** `|` and `>`: indentation taken off, lines folded for `>`, the end as `-` and `+` say. */
function blockScalar(l: Lowerer, node: CstNode, role: Role): void {
  const text = l.text(node);
  const header = /^([|>])([-+\d]*)[^\n]*(?:\n|$)/.exec(text);
  if (!header) {
    l.string(node, role, text);
    return;
  }
  const body = text.slice(header[0].length, header[0].length + MOST_CONTENT).replace(/\r/g, "");
  l.string(node, role, blockValue(body, header[1] === ">", header[2]!, parentIndentation(l, node)));
}

/** How far the line is indented in which the scalar's header stands: an explicit indentation counts from there. */
function parentIndentation(l: Lowerer, node: CstNode): number {
  const { text } = l.cst;
  const line = text.lastIndexOf("\n", l.cst.start(node) - 1) + 1;
  return /^[ ]*/.exec(text.slice(line, l.cst.start(node)))![0].length;
}

function blockValue(body: string, isFolded: boolean, indicators: string, parent: number): string {
  const lines = body.split("\n");
  const explicit = /\d/.exec(indicators)?.[0];
  const first = lines.find((line) => line.trim() !== "");
  const indentation =
    explicit === undefined ? (first === undefined ? 0 : /^ */.exec(first)![0].length) : parent + Number(explicit);
  const cut = lines.map((line) => line.slice(Math.min(indentation, /^ */.exec(line)![0].length)));
  while (cut.length > 0 && cut[cut.length - 1]!.trim() === "") cut.pop();
  const trailing = lines.length - 1 - cut.length;
  const value = isFolded ? folded(cut) : cut.join("\n");
  if (indicators.includes("-") || cut.length === 0) return value;
  return value + "\n".repeat(indicators.includes("+") ? trailing + 1 : 1);
}

/** Lines that begin with no more space are joined; an empty line stands for a break. */
function folded(lines: readonly string[]): string {
  let value = "";
  let breaks = 0;
  let isFirst = true;
  let wasIndented = false;
  for (const line of lines) {
    if (line === "") {
      breaks++;
      continue;
    }
    const isIndented = /^[ \t]/.test(line);
    if (isFirst) value += "\n".repeat(breaks);
    else if (isIndented || wasIndented) value += "\n".repeat(breaks + 1);
    else value += breaks > 0 ? "\n".repeat(breaks) : " ";
    value += line;
    breaks = 0;
    isFirst = false;
    wasIndented = isIndented;
  }
  return value;
}

const table: Readonly<Record<string, LoweringEntry>> = {
  stream: "through",
  document,
  block_node: value,
  flow_node: value,
  block_mapping: { kind: Kind.Object, rest: Role.Element },
  block_mapping_pair: pair,
  flow_mapping: flowMapping,
  flow_pair: pair,
  block_sequence: { kind: Kind.Array, rest: Role.Element },
  block_sequence_item: sequenceItem,
  flow_sequence: flowSequence,
  plain_scalar: "through",
  string_scalar: plainString,
  timestamp_scalar: plainString,
  integer_scalar: number,
  float_scalar: number,
  boolean_scalar: (l, node, role) => void l.leaf(Kind.Boolean, role, node, intern(l.text(node).toLowerCase())),
  null_scalar: { kind: Kind.Null, symbol: { word: "null" } },
  double_quote_scalar: (l, node, role) =>
    void l.string(node, role, doubleQuoted(l.text(node).slice(1, -1).slice(0, MOST_CONTENT))),
  single_quote_scalar: (l, node, role) => {
    l.string(node, role, foldLines(l.text(node).slice(1, -1).slice(0, MOST_CONTENT)).replaceAll("''", "'"));
  },
  block_scalar: blockScalar,
  escape_sequence: "leave out",
  alias: (l, node, role) => {
    const [name = NONE] = l.cst.namedChildren(node);
    l.leaf(Kind.Identifier, role, node, l.nameSymbol(name));
  },
  alias_name: "leave out",
  anchor: "leave out",
  anchor_name: "leave out",
  tag: "leave out",
  yaml_directive: "leave out",
  yaml_version: "leave out",
  tag_directive: "leave out",
  tag_handle: "leave out",
  tag_prefix: "leave out",
  reserved_directive: "leave out",
  directive_name: "leave out",
  directive_parameter: "leave out",
};

export const yaml: Lowering = {
  languages: ["yaml"],
  table,
  opaque: [],
  statementLists: ["stream"],
  parsedText: parsedTemplate,
};
