// TypeScript's types and the declarations that only it has. Types become Type nodes whose symbol is the head as written:
// a name, `[]` for arrays, `|`, `&`, `=>` and the like for what has no name.

import { type CstNode, NONE } from "../cst.ts";
import { Flag, Kind, Role } from "../kind.ts";
import type { Lowerer, LowerFunction, LoweringEntry } from "../lowering.ts";
import { intern } from "../symbols.ts";
import { cookEscapes } from "./escapes.ts";

/** A type that is a name. */
function named(l: Lowerer, node: CstNode, role: Role): void {
  if (l.ellipsis(node, role)) return;
  l.leaf(Kind.Type, role, node, typeName(l, node));
}

function typeName(l: Lowerer, node: CstNode): number {
  const name = l.text(node);
  return l.placeholder(node) ? l.nameSymbol(node) : l.stringSymbol(name.replace(/\s+/g, ""));
}

/** A type that is made of others. */
const composed =
  (head: string): LowerFunction =>
  (l, node, role) => {
    l.node(Kind.Type, role, node, () => l.lowerAll(l.cst.namedChildren(node), Role.TypeArgument), intern(head));
  };

/** `A | B | C`, which the grammar nests to the left, as one list. */
function flattened(head: string): LowerFunction {
  return (l, node, role) => {
    const { cst } = l;
    const members: CstNode[] = [];
    let rest = node;
    for (;;) {
      const children = cst.namedChildren(rest);
      const first = children[0] ?? NONE;
      const isNested = first !== NONE && cst.kindId(first) === cst.kindId(node);
      members.unshift(...(isNested ? children.slice(1) : children));
      if (!isNested) break;
      rest = first;
    }
    l.node(Kind.Type, role, node, () => l.lowerAll(members, Role.TypeArgument), intern(head));
  };
}

function generic(l: Lowerer, node: CstNode, role: Role): void {
  const name = l.cst.field(node, "name");
  l.node(
    Kind.Type,
    role,
    node,
    () => l.lowerField(node, "type_arguments", Role.TypeArgument),
    name === NONE ? 0 : typeName(l, name),
  );
}

function functionType(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  l.node(
    Kind.Type,
    role,
    node,
    () => {
      l.lowerField(node, "type_parameters", Role.TypeParameter);
      l.lowerField(node, "parameters", Role.Parameter);
      l.lowerField(node, "return_type", Role.ReturnType);
      l.lowerField(node, "type", Role.ReturnType);
    },
    intern(cst.kind(node) === "constructor_type" ? "new" : "=>"),
  );
}

function typeParameter(l: Lowerer, node: CstNode, role: Role): void {
  const name = l.cst.field(node, "name");
  if (l.ellipsis(name, role)) return;
  l.node(
    Kind.TypeParameter,
    role,
    node,
    () => {
      l.lowerField(node, "constraint", Role.Type);
      l.lowerField(node, "value", Role.Default);
    },
    l.nameSymbol(name),
  );
}

function typeAlias(l: Lowerer, node: CstNode, role: Role): void {
  l.node(
    Kind.VariableDeclaration,
    role,
    node,
    () => {
      l.node(Kind.Declarator, Role.Declarator, node, () => {
        const name = l.cst.field(node, "name");
        if (name !== NONE) l.identifier(name, Role.Target);
        l.lowerField(node, "type_parameters", Role.TypeParameter);
        l.lowerField(node, "value", Role.Type);
      });
    },
    intern("type"),
    Flag.TypeOnly,
  );
}

/** `import a = b.c`. */
function importAlias(l: Lowerer, node: CstNode, role: Role): void {
  const [name = NONE, value = NONE] = l.cst.namedChildren(node);
  l.node(
    Kind.VariableDeclaration,
    role,
    node,
    () => {
      l.node(Kind.Declarator, Role.Declarator, node, () => {
        l.lower(name, Role.Target);
        l.lower(value, Role.Value);
      });
    },
    intern("import"),
  );
}

function namespace(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const name = cst.field(node, "name");
  const body = cst.field(node, "body");
  const isString = name !== NONE && cst.kind(name) === "string";
  l.node(
    Kind.Namespace,
    role,
    node,
    () => {
      if (body !== NONE) l.lowerAll(cst.namedChildren(body), Role.Statement);
    },
    isString ? intern(cookEscapes(l.text(name).slice(1, -1))) : l.nameSymbol(name),
  );
}

/** `typeof f<T>`, `f<T>` as a value. */
function instantiation(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const [first = NONE] = cst.namedChildren(node);
  l.lower(first, role);
}

/** Entries of the table. */
export const TYPES: Readonly<Record<string, LoweringEntry>> = {
  type_annotation: "through",
  adding_type_annotation: "through",
  omitting_type_annotation: "through",
  opting_type_annotation: "through",
  asserts_annotation: "through",
  type_predicate_annotation: "through",
  type_arguments: "through",
  type_parameters: "through",
  type_parameter: typeParameter,
  constraint: "through",
  default_type: "through",

  type_identifier: named,
  predefined_type: named,
  nested_type_identifier: named,
  literal_type: named,
  template_literal_type: named,
  template_type: named,
  this_type: named,
  existential_type: named,
  generic_type: generic,
  parenthesized_type: "through",
  array_type: composed("[]"),
  tuple_type: (l, node, role) =>
    void l.node(
      Kind.Type,
      role,
      node,
      () => {
        for (const child of l.cst.namedChildren(node))
          l.lower(child, l.cst.kind(child).endsWith("_parameter") ? Role.Parameter : Role.TypeArgument);
      },
      intern("[,]"),
    ),
  union_type: flattened("|"),
  intersection_type: flattened("&"),
  conditional_type: composed("?:"),
  lookup_type: composed("[k]"),
  index_type_query: composed("keyof"),
  infer_type: composed("infer"),
  type_query: composed("typeof"),
  readonly_type: composed("readonly"),
  optional_type: composed("?"),
  flow_maybe_type: composed("?"),
  rest_type: composed("..."),
  type_predicate: composed("is"),
  asserts: composed("asserts"),
  function_type: functionType,
  constructor_type: functionType,
  object_type: (l, node, role) =>
    void l.node(Kind.Type, role, node, () => l.lowerAll(l.cst.namedChildren(node), Role.Member), intern("{}")),

  type_alias_declaration: typeAlias,
  import_alias: importAlias,
  internal_module: namespace,
  module: namespace,
  ambient_declaration: "through",
  instantiation_expression: instantiation,
};
