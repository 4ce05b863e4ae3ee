// Kotlin's types. The symbol is the dotted head as written; what may be null is the type itself, a function's type is `->`, and
// `*` stands for an argument that is left open.

import { type CstNode, NONE } from "../cst.ts";
import { Kind, Role } from "../kind.ts";
import type { Lowerer, LowerFunction, LoweringEntry } from "../lowering.ts";
import { intern, nameOf } from "../symbols.ts";
import { plainName } from "./kotlin-names.ts";

const TYPE = /^(user_type|nullable_type|function_type|non_nullable_type|parenthesized_type)$/;

export function isType(l: Lowerer, node: CstNode): boolean {
  return TYPE.test(l.cst.kind(node));
}

function userType(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const children = cst.namedChildren(node);
  const names = children.filter((child) => cst.kind(child) === "identifier");
  const [only] = names;
  if (names.length === 1 && children.length === 1 && l.ellipsis(only!, role)) return;
  const args = children.filter((child) => cst.kind(child) === "type_arguments");
  const symbol = intern(names.map((name) => nameOf(plainName(l, name))).join("."));
  l.node(Kind.Type, role, node, () => l.lowerAll(args, Role.TypeArgument), symbol);
}

/** The name in an annotation or behind `: T()`, where it stands for a function. */
export function typeAsExpression(l: Lowerer, node: CstNode, role: Role): void {
  const { cst, out } = l;
  if (node === NONE) return;
  if (cst.kind(node) !== "user_type") {
    l.lower(node, role);
    return;
  }
  const names = cst.namedChildren(node).filter((child) => cst.kind(child) === "identifier");
  const members = names.slice(1).reverse();
  const opened = members.map((name, at) =>
    out.open(Kind.Member, at === 0 ? role : Role.Object, cst.start(node), cst.end(name), plainName(l, name)),
  );
  if (names[0] !== undefined) l.lower(names[0], members.length === 0 ? role : Role.Object);
  for (const one of opened.reverse()) out.close(one);
}

function functionType(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const parts = cst.namedChildren(node);
  const list = cst.childOfKind(node, "function_type_parameters");
  const result = parts.at(-1);
  l.node(
    Kind.Type,
    role,
    node,
    () => {
      for (const each of list === NONE ? [] : cst.namedChildren(list)) l.lower(typeOf(l, each), Role.TypeArgument);
      if (result !== undefined && result !== list) l.lower(result, Role.ReturnType);
    },
    intern("->"),
  );
}

function typeOf(l: Lowerer, node: CstNode): CstNode {
  return l.cst.kind(node) === "parameter" ? (l.cst.namedChildren(node).find((each) => isType(l, each)) ?? NONE) : node;
}

function projection(l: Lowerer, node: CstNode, role: Role): void {
  const type = l.cst.namedChildren(node).find((child) => isType(l, child));
  if (type === undefined) l.leaf(Kind.Type, role, node, intern("*"));
  else l.lower(type, role);
}

function typeParameter(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const name = cst.childOfKind(node, "identifier");
  const bound = cst.namedChildren(node).find((child) => isType(l, child));
  if (bound === undefined && l.ellipsis(name, role)) return;
  l.node(
    Kind.TypeParameter,
    role,
    node,
    () => l.lower(bound ?? NONE, Role.Type),
    name === NONE ? 0 : plainName(l, name),
  );
}

const inner: LowerFunction = (l, node, role) =>
  l.lowerAll(
    l.cst.namedChildren(node).filter((child) => isType(l, child)),
    role,
  );

/** Entries of the table. */
export const TYPES: Readonly<Record<string, LoweringEntry>> = {
  user_type: userType,
  nullable_type: inner,
  parenthesized_type: inner,
  non_nullable_type: (l, node, role) =>
    l.lower(l.cst.namedChildren(node).find((child) => isType(l, child)) ?? NONE, role),
  function_type: functionType,
  function_type_parameters: "through",
  type_arguments: "through",
  type_projection: projection,
  type_parameters: "through",
  type_parameter: typeParameter,
  type_parameter_modifiers: "leave out",
  type_modifiers: "leave out",
  type_constraints: "leave out",
  type_constraint: "leave out",
  variance_modifier: "leave out",
  reification_modifier: "leave out",
};
