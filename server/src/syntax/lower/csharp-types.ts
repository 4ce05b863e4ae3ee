// C#'s types. Names are the same nodes as in expressions, so what is lowered as a type is asked for by `lowerType`. The
// symbol is the head as written, `[]` for arrays, `*` for pointers, `(,)` for tuples.

import { type CstNode, NONE } from "../cst.ts";
import { Flag, Kind, Role } from "../kind.ts";
import type { Lowerer, LowerFunction, LoweringEntry } from "../lowering.ts";
import { intern, nameOf } from "../symbols.ts";

/** A dotted name, each part a metavariable's when a pattern says so, type arguments left out. */
export function dottedName(l: Lowerer, node: CstNode): string {
  const { cst } = l;
  const names: string[] = [];
  let at = node;
  while (at !== NONE && cst.kind(at) === "qualified_name") {
    names.unshift(simpleName(l, cst.field(at, "name")));
    at = cst.field(at, "qualifier");
  }
  if (at !== NONE) names.unshift(simpleName(l, at));
  return names.join(".");
}

function simpleName(l: Lowerer, node: CstNode): string {
  if (node === NONE) return "";
  const { cst } = l;
  switch (cst.kind(node)) {
    case "generic_name":
      return simpleName(l, cst.namedChildren(node)[0] ?? NONE);
    case "alias_qualified_name":
      return simpleName(l, cst.field(node, "name"));
    default:
      return nameOf(l.nameSymbol(node));
  }
}

export function lowerType(l: Lowerer, node: CstNode, role: Role): void {
  if (node === NONE) return;
  // What nests goes through the driver, which counts depth; names without arguments do not nest.
  if (role === Role.TypeArgument && l.cst.kind(node) !== "identifier") l.lower(node, role);
  else type(l, node, role);
}

/** A name that is a type where it stands as a type's argument, and else what `otherwise` makes of it. */
export function typeArgumentOr(otherwise: LowerFunction): LowerFunction {
  return (l, node, role) => (role === Role.TypeArgument ? type : otherwise)(l, node, role);
}

function type(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  switch (cst.kind(node)) {
    case "identifier":
      if (!l.ellipsis(node, role)) l.leaf(Kind.Type, role, node, l.nameSymbol(node));
      return;
    case "predefined_type":
    case "implicit_type":
      l.leaf(Kind.Type, role, node, l.symbol(node));
      return;
    case "generic_name":
    case "qualified_name":
    case "alias_qualified_name":
      l.node(Kind.Type, role, node, () => typeArguments(l, node), l.stringSymbol(dottedName(l, node)));
      return;
    case "array_type":
      wrapped(l, node, cst.field(node, "type"), role, "[]");
      return;
    case "pointer_type":
      wrapped(l, node, cst.field(node, "type"), role, "*");
      return;
    case "nullable_type": {
      const made = l.out.size;
      lowerType(l, cst.field(node, "type"), role);
      if (l.out.size > made) l.out.amend(made, { flags: Flag.Optional, end: cst.end(node) });
      return;
    }
    case "ref_type":
    case "scoped_type":
      lowerType(l, cst.field(node, "type"), role);
      return;
    case "tuple_type": {
      const parts = () => {
        for (const element of cst.namedChildren(node)) lowerType(l, cst.field(element, "type"), Role.TypeArgument);
      };
      l.node(Kind.Type, role, node, parts, intern("(,)"));
      return;
    }
    case "function_pointer_type": {
      const parts = () => {
        for (const parameter of cst.namedChildren(node))
          if (cst.kind(parameter) === "function_pointer_parameter")
            lowerType(l, cst.field(parameter, "type"), Role.TypeArgument);
        lowerType(l, cst.field(node, "returns"), Role.ReturnType);
      };
      l.node(Kind.Type, role, node, parts, intern("delegate*"));
      return;
    }
    default:
      if (role === Role.TypeArgument && /_expression$|_name$/.test(cst.kind(node)))
        l.leaf(Kind.Type, role, node, l.stringSymbol(l.text(node)));
      else l.lower(node, role);
  }
}

function wrapped(l: Lowerer, node: CstNode, inner: CstNode, role: Role, head: string): void {
  l.node(Kind.Type, role, node, () => lowerType(l, inner, Role.TypeArgument), intern(head));
}

/** The arguments in `A.B<T>`, those of its last part. */
function typeArguments(l: Lowerer, node: CstNode): void {
  const { cst } = l;
  const last = cst.kind(node) === "generic_name" ? node : cst.field(node, "name");
  if (last === NONE || cst.kind(last) !== "generic_name") return;
  const list = cst.childOfKind(last, "type_argument_list");
  if (list !== NONE) for (const argument of cst.namedChildren(list)) lowerType(l, argument, Role.TypeArgument);
}

/** `<T>` behind a method's name in a call. */
export function lowerTypeArguments(l: Lowerer, node: CstNode): void {
  if (node !== NONE && l.cst.kind(node) === "generic_name") typeArguments(l, node);
}

/** Entries of the table. */
export const TYPES: Readonly<Record<string, LoweringEntry>> = {
  predefined_type: type,
  implicit_type: type,
  array_type: type,
  pointer_type: type,
  nullable_type: type,
  ref_type: type,
  scoped_type: type,
  tuple_type: type,
  tuple_element: "leave out",
  function_pointer_type: type,
  function_pointer_parameter: "leave out",
  calling_convention: "leave out",
  array_rank_specifier: "leave out",
  type_argument_list: "leave out",
  type_parameter_list: (l, node) => {
    for (const child of l.cst.namedChildren(node)) typeParameter(l, child);
  },
  type_parameter: (l, node) => typeParameter(l, node),
  type_parameter_constraint: "leave out",
  type_parameter_constraints_clause: "leave out",
  constructor_constraint: "leave out",
};

function typeParameter(l: Lowerer, node: CstNode): void {
  const name = l.cst.field(node, "name");
  if (!l.ellipsis(name, Role.TypeParameter)) l.leaf(Kind.TypeParameter, Role.TypeParameter, node, l.nameSymbol(name));
}
