// What Go declares: packages, imports, constants, variables, functions, types. A struct or an interface with a name is a Class,
// what it embeds are its Superclasses; another named type is a Declarator of a VariableDeclaration `type`. A method's receiver
// is a Parameter in role Object. A result with a name is a Declarator in role ReturnType.

import { type CstNode, NONE } from "../cst.ts";
import { Flag, Kind, Role } from "../kind.ts";
import type { Lowerer, LowerFunction, LoweringEntry } from "../lowering.ts";
import { intern, nameOf } from "../symbols.ts";
import { isRepeatable } from "./entries.ts";
import { cookEscapes } from "./escapes.ts";

function stringText(l: Lowerer, node: CstNode): string {
  if (node === NONE) return "";
  const text = l.text(node).slice(1, -1);
  return l.cst.kind(node) === "raw_string_literal" ? text : cookEscapes(text);
}

// Imports

/** Each import of a list is a statement of its own, as if it had been written alone. */
function importDeclaration(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const list = cst.childOfKind(node, "import_spec_list");
  if (list !== NONE) for (const child of cst.namedChildren(list)) l.lower(child, role);
  else for (const child of cst.namedChildren(node)) importSpec(l, child, role, node);
}

function importSpec(l: Lowerer, node: CstNode, role: Role, whole = node): void {
  const { cst } = l;
  const name = cst.field(node, "name");
  const path = cst.field(node, "path");
  const alias = () => {
    if (name !== NONE && cst.kind(name) !== "dot") l.identifier(name, Role.Alias);
  };
  const children = () => {
    if (name !== NONE) l.node(Kind.ImportSpecifier, Role.Specifier, name, alias, intern("*"));
  };
  l.node(Kind.Import, role, whole, children, l.stringSymbol(stringText(l, path)));
}

// Constants and variables

function variables(word: string): LowerFunction {
  return (l, node, role) => {
    const specs = l.cst
      .namedChildren(node)
      .flatMap((child) => (l.cst.kind(child) === "var_spec_list" ? l.cst.namedChildren(child) : [child]));
    l.node(Kind.VariableDeclaration, role, node, () => l.lowerAll(specs, Role.Declarator), intern(word));
  };
}

/** `a, b T = 1, 2`: a Declarator for each name, or one with a Tuple where one value gives several. */
function variableSpec(l: Lowerer, node: CstNode, role: Role): void {
  const { cst, out } = l;
  const names = cst.fields(node, "name");
  const list = cst.field(node, "value");
  const values = list === NONE ? [] : cst.namedChildren(list);
  const type = cst.field(node, "type");
  if (names.length > 1 && values.length > 0 && values.length !== names.length) {
    l.node(Kind.Declarator, role, node, () => {
      const tuple = out.open(Kind.Tuple, Role.Target, cst.start(names[0]!), cst.end(names.at(-1)!));
      l.lowerAll(names, Role.Element);
      out.close(tuple);
      l.lower(type, Role.Type);
      l.lower(list, Role.Value);
    });
    return;
  }
  names.forEach((name, at) => {
    l.node(Kind.Declarator, role, names.length === 1 ? node : name, () => {
      l.lower(name, Role.Target);
      if (at === 0 || isRepeatable(l, type)) l.lower(type, Role.Type);
      l.lower(values[at] ?? NONE, Role.Value);
    });
  });
}

// Functions

function functionDeclaration(l: Lowerer, node: CstNode, role: Role): void {
  const isMethod = l.cst.kind(node) !== "function_declaration";
  const children = () => lowerFunctionParts(l, node);
  const name = l.nameSymbol(l.cst.field(node, "name"));
  l.node(Kind.Function, role, node, children, name, isMethod ? Flag.Method : Flag.None);
}

/** Receiver, name, type parameters, parameters, results and body of a function. */
export function lowerFunctionParts(l: Lowerer, node: CstNode): void {
  const { cst } = l;
  const receiver = cst.field(node, "receiver");
  if (receiver !== NONE) for (const child of cst.namedChildren(receiver)) parameter(l, child, Role.Object);
  l.lowerField(node, "name", Role.Name);
  l.lowerField(node, "type_parameters", Role.TypeParameter);
  l.lowerField(node, "parameters", Role.Parameter);
  lowerResults(l, cst.field(node, "result"));
  l.lowerField(node, "body", Role.Body);
}

function lowerResults(l: Lowerer, node: CstNode): void {
  if (node === NONE) return;
  const { cst } = l;
  if (cst.kind(node) !== "parameter_list") {
    l.lower(node, Role.ReturnType);
    return;
  }
  for (const result of cst.namedChildren(node)) {
    const names = cst.fields(result, "name");
    const type = cst.field(result, "type");
    if (names.length === 0) l.lower(type, Role.ReturnType);
    for (const name of names)
      l.node(Kind.Declarator, Role.ReturnType, names.length === 1 ? result : name, () => {
        l.lower(name, Role.Target);
        if (name === names[0] || isRepeatable(l, type)) l.lower(type, Role.Type);
      });
  }
}

/** `a, b T`, `c ...T`, or only `T`. */
function parameter(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  if (cst.isBroken(node)) {
    l.lower(node, Role.Element);
    return;
  }
  const names = cst.fields(node, "name");
  const type = cst.field(node, "type");
  const flags = cst.kind(node) === "variadic_parameter_declaration" ? Flag.Rest : Flag.None;
  if (names.length === 0) {
    if (!l.ellipsis(type, role)) l.node(Kind.Parameter, role, node, () => l.lower(type, Role.Type), 0, flags);
    return;
  }
  for (const name of names) {
    if (l.ellipsis(name, role)) continue;
    const children = () => {
      l.lower(name, Role.Target);
      if (name === names[0] || isRepeatable(l, type)) l.lower(type, Role.Type);
    };
    l.node(Kind.Parameter, role, names.length === 1 ? node : name, children, l.nameSymbol(name), flags);
  }
}

// Types

/** A declaration of one type is that; several are held by a VariableDeclaration `type`. */
function typeDeclaration(l: Lowerer, node: CstNode, role: Role): void {
  const specs = l.cst.namedChildren(node);
  const [only = NONE] = specs;
  if (specs.length === 1 && isClass(l, only)) typeClass(l, only, role, node);
  else
    l.node(
      Kind.VariableDeclaration,
      role,
      node,
      () => {
        for (const spec of specs)
          if (isClass(l, spec)) typeClass(l, spec, Role.Declaration, spec);
          else l.lower(spec, Role.Declarator);
      },
      intern("type"),
    );
}

function isClass(l: Lowerer, spec: CstNode): boolean {
  const type = l.cst.kind(spec) === "type_spec" ? l.cst.field(spec, "type") : NONE;
  return type !== NONE && /^(struct|interface)_type$/.test(l.cst.kind(type));
}

function typeSpec(l: Lowerer, node: CstNode, role: Role): void {
  l.node(Kind.Declarator, role, node, () => {
    const name = l.cst.field(node, "name");
    if (name !== NONE) l.identifier(name, Role.Target);
    l.lowerField(node, "type_parameters", Role.TypeParameter);
    l.lowerField(node, "type", Role.Type);
  });
}

function typeClass(l: Lowerer, node: CstNode, role: Role, whole: CstNode): void {
  const { cst } = l;
  const name = cst.field(node, "name");
  const type = cst.field(node, "type");
  const keyword = cst.firstChild(type);
  const children = () => {
    if (keyword !== NONE) l.leaf(Kind.Modifier, Role.Modifier, keyword, l.symbol(keyword));
    if (name !== NONE) l.identifier(name, Role.Name);
    l.lowerField(node, "type_parameters", Role.TypeParameter);
    lowerMembers(l, type);
  };
  l.node(Kind.Class, role, whole, children, l.nameSymbol(name));
}

/** What a struct or an interface embeds, then its members. */
function lowerMembers(l: Lowerer, type: CstNode): void {
  const { cst } = l;
  const list = cst.childOfKind(type, "field_declaration_list");
  const members = cst.namedChildren(list === NONE ? type : list);
  const isEmbedded = (member: CstNode) =>
    cst.kind(member) === "type_elem" ||
    (cst.kind(member) === "field_declaration" &&
      cst.fields(member, "name").length === 0 &&
      l.placeholder(cst.field(member, "type")) === undefined);
  for (const member of members)
    if (isEmbedded(member)) {
      const type = cst.field(member, "type");
      l.lower(type === NONE ? member : type, Role.Superclass);
    }
  for (const member of members) if (!isEmbedded(member)) l.lower(member, Role.Member);
}

function field(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const names = cst.fields(node, "name");
  const type = cst.field(node, "type");
  const tag = cst.field(node, "tag");
  if (names.length === 0) {
    if (!l.ellipsis(type, role)) l.lower(type, role);
    return;
  }
  for (const name of names) {
    const children = () => {
      if (tag !== NONE) l.node(Kind.Decorator, Role.Decorator, tag, () => l.lower(tag, Role.Expression));
      l.lower(name, Role.Name);
      if (name === names[0] || isRepeatable(l, type)) l.lower(type, Role.Type);
    };
    l.node(Kind.Field, role, names.length === 1 ? node : name, children, l.nameSymbol(name));
  }
}

const named: LowerFunction = (l, node, role) => {
  if (!l.ellipsis(node, role)) l.leaf(Kind.Type, role, node, typeSymbol(l, node));
};

function typeSymbol(l: Lowerer, node: CstNode): number {
  if (l.cst.kind(node) !== "qualified_type") return l.nameSymbol(node);
  return intern(["package", "name"].map((field) => nameOf(l.nameSymbol(l.cst.field(node, field)))).join("."));
}

/** A type that is made of others, which stand in its fields or, without fields, are its named children. */
function composed(head: string, ...fields: string[]): LowerFunction {
  return (l, node, role) => {
    const parts = fields.length > 0 ? fields.flatMap((field) => l.cst.fields(node, field)) : l.cst.namedChildren(node);
    l.node(Kind.Type, role, node, () => l.lowerAll(parts, Role.TypeArgument), intern(head));
  };
}

function union(l: Lowerer, node: CstNode, role: Role): void {
  const types = l.cst.namedChildren(node);
  if (types.length === 1) l.lower(types[0]!, role);
  else l.node(Kind.Type, role, node, () => l.lowerAll(types, Role.TypeArgument), intern("|"));
}

function genericType(l: Lowerer, node: CstNode, role: Role): void {
  const head = l.cst.field(node, "type");
  const children = () => l.lowerField(node, "type_arguments", Role.TypeArgument);
  l.node(Kind.Type, role, node, children, head === NONE ? 0 : typeSymbol(l, head));
}

/** A name that the grammar takes for a type where a value is meant. */
export function typeAsExpression(l: Lowerer, node: CstNode, role: Role): void {
  if (node === NONE) return;
  const { cst } = l;
  switch (cst.kind(node)) {
    case "type_identifier":
      l.identifier(node, role);
      return;
    case "qualified_type":
      l.node(
        Kind.Member,
        role,
        node,
        () => l.lowerField(node, "package", Role.Object),
        l.nameSymbol(cst.field(node, "name")),
      );
      return;
    default:
      l.lower(node, role);
  }
}

function typeParameter(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const type = cst.field(node, "type");
  for (const name of cst.fields(node, "name"))
    l.node(
      Kind.TypeParameter,
      role,
      name,
      () => {
        if (isRepeatable(l, type)) l.lower(type, Role.Type);
      },
      l.nameSymbol(name),
    );
}

/** Entries of the table. */
export const DECLARATIONS: Readonly<Record<string, LoweringEntry>> = {
  package_clause: (l, node, role) => {
    const [name = NONE] = l.cst.namedChildren(node);
    l.leaf(Kind.Namespace, role, node, l.nameSymbol(name));
  },
  import_declaration: importDeclaration,
  import_spec_list: "through",
  import_spec: (l, node, role) => importSpec(l, node, role),
  dot: "leave out",

  const_declaration: variables("const"),
  var_declaration: variables("var"),
  var_spec_list: "through",
  const_spec: variableSpec,
  var_spec: variableSpec,

  function_declaration: functionDeclaration,
  method_declaration: functionDeclaration,
  method_elem: functionDeclaration,
  parameter_list: "through",
  parameter_declaration: parameter,
  variadic_parameter_declaration: parameter,
  type_parameter_list: "through",
  type_parameter_declaration: typeParameter,

  type_declaration: typeDeclaration,
  type_spec: typeSpec,
  type_alias: typeSpec,
  field_declaration_list: "through",
  field_declaration: field,

  type_identifier: named,
  qualified_type: named,
  pointer_type: composed("*"),
  slice_type: composed("[]", "element"),
  array_type: composed("[]", "element"),
  implicit_length_array_type: composed("[]", "element"),
  map_type: composed("map", "key", "value"),
  channel_type: composed("chan", "value"),
  negated_type: composed("~"),
  function_type: (l, node, role) => {
    l.node(Kind.Type, role, node, () => lowerFunctionParts(l, node), intern("func"));
  },
  struct_type: (l, node, role) => void l.node(Kind.Type, role, node, () => lowerMembers(l, node), intern("struct")),
  interface_type: (l, node, role) =>
    void l.node(Kind.Type, role, node, () => lowerMembers(l, node), intern("interface")),
  generic_type: genericType,
  parenthesized_type: "through",
  type_arguments: "through",
  type_elem: union,
  type_constraint: union,
};
