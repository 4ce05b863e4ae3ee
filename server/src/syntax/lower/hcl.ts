// HCL (Terraform) to the common AST. A block is a ConfigBlock: its type as Name, its labels as Strings, then its body; an attribute is a
// Pair whose Key is a String, as the elements of an object are. `x.*.y` and `x[*].y` are Members of the Index `*`. A template
// is a Template even when it is nothing but one expression; `%{ if … }` in it is opaque.

import { type CstNode, NONE } from "../cst.ts";
import { Flag, Kind, Role } from "../kind.ts";
import type { Lowerer, LowerFunction, Lowering, LoweringEntry } from "../lowering.ts";
import { intern } from "../symbols.ts";
import { deepEllipsis, elements, identifier, number, word } from "./entries.ts";
import { commonIndentation } from "./indentation.ts";

const ESCAPE = /\\(?:u([\da-fA-F]{4})|U([\da-fA-F]{8})|([nrt"\\]))|\$\$\{|%%\{/g;
const SIMPLE: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t" };

function cook(text: string): string {
  return text.replace(ESCAPE, (whole, short?: string, long?: string, simple?: string) => {
    if (simple !== undefined) return SIMPLE[simple] ?? simple;
    const digits = short ?? long;
    if (digits === undefined) return whole.slice(1);
    const point = Number.parseInt(digits, 16);
    return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
  });
}

// Blocks and attributes

function block(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const [type = NONE, ...rest] = cst.namedChildren(node);
  const body = cst.childOfKind(node, "body");
  if (body === NONE && l.ellipsis(type, role)) return;
  const children = () => {
    l.lower(type, Role.Name);
    for (const child of rest)
      if (child === body) l.lower(child, Role.Statement);
      else if (cst.kind(child) === "string_lit") l.lower(child, Role.Label);
      else if (cst.kind(child) === "identifier") name(l, child, Role.Label);
  };
  l.node(Kind.ConfigBlock, role, node, children, l.nameSymbol(type));
}

/** A name as a key or label is a String: like the key of an object elsewhere, and the label in quotes. */
function name(l: Lowerer, node: CstNode, role: Role): void {
  if (l.placeholder(node)) l.identifier(node, role);
  else l.string(node, role, l.text(node));
}

function attribute(l: Lowerer, node: CstNode, role: Role): void {
  const [key = NONE, ...value] = l.cst.namedChildren(node);
  if (l.ellipsis(key, role)) return;
  l.node(Kind.Pair, role, node, () => {
    name(l, key, Role.Key);
    l.lowerAll(value, Role.Value);
  });
}

function objectElement(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const left = cst.field(node, "key");
  if (l.ellipsis(left, role)) return;
  const plain = left === NONE ? NONE : plainName(l, left);
  const isComputed = left !== NONE && cst.hasToken(left, "(");
  const children = () => {
    if (plain !== NONE && !isComputed) name(l, plain, Role.Key);
    else l.lower(left, Role.Key);
    l.lowerField(node, "val", Role.Value);
  };
  l.node(Kind.Pair, role, node, children, 0, isComputed ? Flag.Computed : Flag.None);
}

/** The identifier that an expression is nothing but, or NONE. */
function plainName(l: Lowerer, expression: CstNode): CstNode {
  const children = l.cst.namedChildren(expression);
  const [only = NONE] = children;
  if (children.length !== 1 || l.cst.kind(only) !== "variable_expr") return NONE;
  return l.cst.namedChildren(only)[0] ?? NONE;
}

// Expressions

/** A term and what follows it: `.name`, `[index]`, `.*`, `[*]`, each a node around what stands before. */
function chain(l: Lowerer, nodes: readonly CstNode[], role: Role): void {
  const { cst, out } = l;
  const first = nodes[0];
  if (first === undefined) return;
  const links = nodes.slice(1).flatMap((node) => linksOf(l, node));
  const opened = links
    .map((link, at) => {
      const as = at === links.length - 1 ? role : Role.Object;
      const kind = cst.kind(link);
      const name = kind === "get_attr" ? l.nameSymbol(cst.namedChildren(link)[0] ?? NONE) : 0;
      return { link, kind, as, name };
    })
    .reverse()
    .map((link) => {
      const kind = link.kind === "get_attr" ? Kind.Member : Kind.Index;
      const end =
        kind === Kind.Index && /splat$/.test(link.kind)
          ? cst.start(link.link) + splatLength(l, link.link)
          : cst.end(link.link);
      return { ...link, made: out.open(kind, link.as, cst.start(first), end, link.name) };
    });
  l.lower(first, links.length === 0 ? role : Role.Object);
  for (const { link, kind, made } of opened.reverse()) {
    if (/splat$/.test(kind)) {
      const start = cst.start(link);
      out.leaf(Kind.String, Role.Property, start, start + splatLength(l, link), intern("*"));
    } else if (kind === "legacy_index") {
      const start = cst.start(link) + 1;
      out.leaf(Kind.Number, Role.Property, start, cst.end(link), intern(cst.text.slice(start, cst.end(link))));
    } else if (kind !== "get_attr") l.lowerAll(cst.namedChildren(link), Role.Property);
    out.close(made);
  }
}

function linksOf(l: Lowerer, node: CstNode): CstNode[] {
  const { cst } = l;
  const [inner = NONE] = cst.namedChildren(node);
  switch (cst.kind(node)) {
    case "index":
      return inner === NONE ? [] : [inner];
    case "splat":
      return inner === NONE ? [] : [inner, ...cst.namedChildren(inner).flatMap((child) => linksOf(l, child))];
    case "get_attr":
      return [node];
    default:
      return [];
  }
}

function splatLength(l: Lowerer, splat: CstNode): number {
  return l.cst.kind(splat) === "full_splat" ? 3 : 2;
}

const expression: LowerFunction = (l, node, role) => chain(l, l.cst.namedChildren(node), role);

/** Operands stand in an operation without nodes of their own: all that is before the operator, and all after it. */
function operation(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const children = cst.children(node);
  const at = children.findIndex((child) => !cst.isNamed(child));
  const operator = children[at] ?? NONE;
  const named = (some: readonly CstNode[]) =>
    some.filter((child) => cst.isNamed(child) && cst.kind(child) !== "comment");
  const isUnary = cst.kind(node) === "unary_operation";
  l.node(
    isUnary ? Kind.Unary : Kind.Binary,
    role,
    node,
    () => {
      if (!isUnary) chain(l, named(children.slice(0, at)), Role.Left);
      chain(l, named(children.slice(at + 1)), isUnary ? Role.Operand : Role.Right);
    },
    l.symbol(operator),
  );
}

function call(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const [name = NONE] = cst.namedChildren(node);
  const args = cst.childOfKind(node, "function_arguments");
  if (deepEllipsis(l, node, name, args, role)) return;
  l.node(Kind.Call, role, node, () => {
    l.lower(name, Role.Callee);
    l.lower(args, Role.Argument);
  });
}

function callArguments(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const children = cst.namedChildren(node);
  children.forEach((child, at) => {
    if (cst.kind(child) === "ellipsis") return;
    const next = children[at + 1];
    if (next === undefined || cst.kind(next) !== "ellipsis") l.lower(child, role);
    else l.node(Kind.Spread, role, child, () => l.lower(child, Role.Operand));
  });
}

function conditional(l: Lowerer, node: CstNode, role: Role): void {
  const [condition = NONE, then = NONE, otherwise = NONE] = l.cst.namedChildren(node);
  l.node(Kind.Conditional, role, node, () => {
    l.lower(condition, Role.Condition);
    l.lower(then, Role.Then);
    l.lower(otherwise, Role.Else);
  });
}

/** `[for x in xs : f(x) if p]`, `{for k, v in xs : k => v}`. */
function comprehension(isObject: boolean): LowerFunction {
  return (l, node, role) => {
    const { cst, out } = l;
    const [first = NONE, second = NONE] = cst.namedChildren(node).filter((child) => cst.kind(child) === "expression");
    const children = () => {
      if (isObject && first !== NONE && second !== NONE) {
        const pair = out.open(Kind.Pair, Role.Element, cst.start(first), cst.end(second));
        l.lower(first, Role.Key);
        l.lower(second, Role.Value);
        out.close(pair);
      } else l.lower(first, Role.Element);
      l.lower(cst.childOfKind(node, "for_intro"), Role.Clause);
      l.lower(cst.childOfKind(node, "for_cond"), Role.Clause);
    };
    l.node(Kind.Comprehension, role, node, children, intern(isObject ? "dict" : "list"));
  };
}

function forIntro(l: Lowerer, node: CstNode, role: Role): void {
  const { cst, out } = l;
  const children = cst.namedChildren(node);
  const names = children.filter((child) => cst.kind(child) === "identifier");
  const [first = NONE, second = NONE] = names;
  l.node(Kind.ComprehensionFor, role, node, () => {
    if (second === NONE) l.lower(first, Role.Target);
    else {
      const tuple = out.open(Kind.Tuple, Role.Target, cst.start(first), cst.end(second));
      l.lowerAll(names, Role.Element);
      out.close(tuple);
    }
    l.lowerAll(
      children.filter((child) => !names.includes(child)),
      Role.Iterable,
    );
  });
}

// Text

function stringLiteral(l: Lowerer, node: CstNode, role: Role): void {
  const text = l.text(node);
  l.string(node, role, cook(text.slice(1).replace(/"$/, "")));
}

/** The text and the expressions between two offsets of a template. */
function templateParts(l: Lowerer, node: CstNode, start: number, end: number, cooked: (text: string) => string): void {
  const { cst, out } = l;
  let at = start;
  const text = (until: number) => {
    if (until > at) out.leaf(Kind.String, Role.Part, at, until, l.stringSymbol(cooked(cst.text.slice(at, until))));
  };
  for (const child of cst.namedChildren(node)) {
    const kind = cst.kind(child);
    if (kind !== "template_interpolation" && kind !== "template_directive" && !cst.isBroken(child)) continue;
    text(cst.start(child));
    l.lower(child, Role.Part);
    at = cst.end(child);
  }
  text(end);
}

function quotedTemplate(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const close = cst.childOfKind(node, "quoted_template_end");
  const end = close === NONE ? cst.end(node) : cst.start(close);
  l.node(Kind.Template, role, node, () => templateParts(l, node, cst.start(node) + 1, end, cook));
}

/** `<<EOF … EOF`; with `<<-` without the indentation that its lines share. */
function heredoc(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const marks = cst.namedChildren(node).filter((child) => cst.kind(child) === "heredoc_identifier");
  const [open = NONE, close = NONE] = marks;
  const line = open === NONE ? -1 : cst.text.indexOf("\n", cst.end(open));
  const limit = close === NONE ? cst.end(node) : cst.start(close);
  const start = line < 0 || line >= limit ? limit : line + 1;
  const end = Math.max(start, cst.text.lastIndexOf("\n", limit - 1) + 1);
  const unindented = (text: string) =>
    text
      .replace(/\r\n/g, "\n")
      .replace(/\$\$\{/g, "${")
      .replace(/%%\{/g, "%{");
  const value = cst.text.slice(start, end);
  const indentation = l.text(node).startsWith("<<-") ? commonIndentation(value) : 0;
  const cooked = (text: string) =>
    indentation === 0 ? unindented(text) : unindented(text).replace(new RegExp(`^[ \\t]{${indentation}}`, "gm"), "");
  if (cst.childOfKind(node, "template_interpolation") === NONE && cst.childOfKind(node, "template_directive") === NONE)
    // The marks around it are not of the value, which a reader of long text takes from the span.
    l.out.leaf(Kind.String, role, start, end, l.stringSymbol(cooked(value)));
  else l.node(Kind.Template, role, node, () => templateParts(l, node, start, end, cooked));
}

const table: Readonly<Record<string, LoweringEntry>> = {
  config_file: "through",
  body: "through",
  block,
  block_start: "leave out",
  block_end: "leave out",
  attribute,

  identifier,
  numeric_lit: number,
  bool_lit: word(Kind.Boolean),
  null_lit: word(Kind.Null),
  string_lit: stringLiteral,
  literal_value: "through",
  variable_expr: "through",
  collection_value: "through",
  tuple: elements(Kind.Array),
  tuple_start: "leave out",
  tuple_end: "leave out",
  object: elements(Kind.Object),
  object_start: "leave out",
  object_end: "leave out",
  object_elem: objectElement,

  expression,
  get_attr: "leave out",
  index: "leave out",
  new_index: "leave out",
  legacy_index: "leave out",
  splat: "leave out",
  attr_splat: "leave out",
  full_splat: "leave out",
  operation: "through",
  binary_operation: operation,
  unary_operation: operation,
  function_call: call,
  function_arguments: callArguments,
  ellipsis: "leave out",
  conditional,
  for_expr: "through",
  for_tuple_expr: comprehension(false),
  for_object_expr: comprehension(true),
  for_intro: forIntro,
  for_cond: { kind: Kind.ComprehensionIf, rest: Role.Condition },

  template_expr: "through",
  quoted_template: quotedTemplate,
  heredoc_template: heredoc,
  heredoc_start: "leave out",
  heredoc_identifier: "leave out",
  quoted_template_start: "leave out",
  quoted_template_end: "leave out",
  template_literal: "leave out",
  template_interpolation: "through",
  template_interpolation_start: "leave out",
  template_interpolation_end: "leave out",
  template_directive_start: "leave out",
  template_directive_end: "leave out",
  strip_marker: "leave out",
};

export const hcl: Lowering = {
  languages: ["hcl"],
  table,
  opaque: [
    "template_directive",
    "template_if",
    "template_if_intro",
    "template_else_intro",
    "template_if_end",
    "template_for",
    "template_for_start",
    "template_for_end",
  ],
  statementLists: [],
};
