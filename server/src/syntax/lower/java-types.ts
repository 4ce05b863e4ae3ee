// Java's types. The symbol is the head as written, `[]` for arrays, `?` for wildcards, `|` where several are meant.

import { type CstNode, NONE } from "../cst.ts";
import { Kind, Role } from "../kind.ts";
import type { Lowerer, LowerFunction, LoweringEntry } from "../lowering.ts";
import { intern } from "../symbols.ts";

/** Lowers a type, wrapped in `arrays` array types (`String a[]` has its brackets behind the name). */
export function lowerType(l: Lowerer, node: CstNode, role: Role, arrays = 0): void {
  if (node === NONE) return;
  const opened: number[] = [];
  for (let depth = 0; depth < arrays; depth++)
    opened.push(
      l.out.open(Kind.Type, depth === 0 ? role : Role.TypeArgument, l.cst.start(node), l.cst.end(node), intern("[]")),
    );
  l.lower(node, arrays === 0 ? role : Role.TypeArgument);
  for (const one of opened.reverse()) l.out.close(one);
}

/** How many pairs of brackets a `dimensions` node holds. */
export function dimensionsOf(l: Lowerer, node: CstNode): number {
  return node === NONE ? 0 : l.cst.children(node).filter((child) => l.cst.kind(child) === "[").length;
}

const name: LowerFunction = (l, node, role) => {
  if (!l.ellipsis(node, role)) l.leaf(Kind.Type, role, node, typeSymbol(l, node));
};

function typeSymbol(l: Lowerer, node: CstNode): number {
  return l.placeholder(node) ? l.nameSymbol(node) : l.stringSymbol(l.text(node).replace(/@[\w.]+|\s+/g, ""));
}

function generic(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const args = cst.childOfKind(node, "type_arguments");
  const [head = NONE] = cst.namedChildren(node);
  l.node(Kind.Type, role, node, () => l.lower(args, Role.TypeArgument), head === NONE ? 0 : typeSymbol(l, head));
}

function wildcard(l: Lowerer, node: CstNode, role: Role): void {
  const bounds = l.cst.namedChildren(node).filter((child) => !/annotation$|^super$/.test(l.cst.kind(child)));
  l.node(Kind.Type, role, node, () => l.lowerAll(bounds, Role.TypeArgument), intern("?"));
}

function annotated(l: Lowerer, node: CstNode, role: Role): void {
  for (const child of l.cst.namedChildren(node)) if (!l.cst.kind(child).endsWith("annotation")) l.lower(child, role);
}

function typeParameter(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const name = cst.childOfKind(node, "type_identifier");
  const bound = cst.childOfKind(node, "type_bound");
  if (bound === NONE && l.ellipsis(name, role)) return;
  l.node(Kind.TypeParameter, role, node, () => l.lower(bound, Role.Type), l.nameSymbol(name));
}

/** Entries of the table. */
export const TYPES: Readonly<Record<string, LoweringEntry>> = {
  type_identifier: name,
  scoped_type_identifier: name,
  integral_type: name,
  floating_point_type: name,
  boolean_type: name,
  void_type: name,
  generic_type: generic,
  array_type: (l, node, role) => {
    const { cst } = l;
    lowerType(l, cst.field(node, "element"), role, dimensionsOf(l, cst.field(node, "dimensions")));
  },
  annotated_type: annotated,
  wildcard,
  type_arguments: "through",
  type_parameters: "through",
  type_parameter: typeParameter,
  type_bound: "through",
  type_list: "through",
};
