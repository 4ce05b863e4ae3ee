// JSON (with comments) to the common AST, in the same shapes as YAML.

import { type CstNode, NONE } from "../cst.ts";
import { Kind, Role } from "../kind.ts";
import type { Lowerer, LowerFunction, Lowering, LoweringEntry } from "../lowering.ts";
import { elements, number, word } from "./entries.ts";
import { cookEscapes } from "./escapes.ts";

/** The file's value is a statement. */
function value(write: LowerFunction): LowerFunction {
  return (l, node, role) => {
    if (role !== Role.Statement) write(l, node, role);
    else l.node(Kind.ExpressionStatement, role, node, () => write(l, node, Role.Expression));
  };
}

/** A string that is nothing but a placeholder is that: a pattern has no other way to write one in JSON. */
function placeholderIn(l: Lowerer, node: CstNode): CstNode {
  if (!l.pattern || node === NONE) return NONE;
  const contents = l.cst.namedChildren(node);
  const [only = NONE] = contents;
  return contents.length === 1 && l.placeholder(only) ? only : NONE;
}

function string(l: Lowerer, node: CstNode, role: Role): void {
  const placeholder = placeholderIn(l, node);
  if (placeholder !== NONE) l.identifier(placeholder, role);
  else l.string(node, role, cookEscapes(l.text(node).slice(1, -1)));
}

function pair(l: Lowerer, node: CstNode, role: Role): void {
  const key = l.cst.field(node, "key");
  if (l.ellipsis(placeholderIn(l, key), role)) return;
  l.node(Kind.Pair, role, node, () => {
    l.lower(key, Role.Key);
    l.lowerField(node, "value", Role.Value);
  });
}

const table: Readonly<Record<string, LoweringEntry>> = {
  document: "through",
  object: value(elements(Kind.Object)),
  pair,
  array: value(elements(Kind.Array)),
  string: value(string),
  string_content: "leave out",
  escape_sequence: "leave out",
  number: value(number),
  true: value(word(Kind.Boolean)),
  false: value(word(Kind.Boolean)),
  null: value(word(Kind.Null)),
};

export const json: Lowering = {
  languages: ["json"],
  table,
  opaque: [],
  statementLists: [],
};
