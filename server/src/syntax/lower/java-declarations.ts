// What Java declares: packages and imports, classes of all sorts with their members, parameters, annotations, declarators.

import { type CstNode, NONE } from "../cst.ts";
import { Flag, Kind, Role } from "../kind.ts";
import type { Lowerer, LowerFunction, LoweringEntry } from "../lowering.ts";
import { intern, nameOf } from "../symbols.ts";
import { isRepeatable, typeKeyword } from "./entries.ts";
import { dimensionsOf, lowerType } from "./java-types.ts";

/** The annotations and words before a declaration, and those that the grammar puts beside its type. */
export function lowerModifiers(l: Lowerer, node: CstNode): void {
  const { cst } = l;
  const modifiers = cst.childOfKind(node, "modifiers");
  const words = modifiers === NONE ? [] : cst.children(modifiers);
  const isAnnotation = (child: CstNode) => cst.kind(child).endsWith("annotation");
  l.lowerAll([...words, ...cst.namedChildren(node)].filter(isAnnotation), Role.Decorator);
  for (const child of words) if (!cst.isNamed(child)) l.leaf(Kind.Modifier, Role.Modifier, child, l.symbol(child));
}

function modifierFlags(l: Lowerer, node: CstNode): number {
  const modifiers = l.cst.childOfKind(node, "modifiers");
  return modifiers !== NONE && l.cst.hasToken(modifiers, "static") ? Flag.Static : Flag.None;
}

// Modules

/** A dotted name as one symbol, each part a metavariable's when a pattern says so. */
function dottedName(l: Lowerer, node: CstNode): string {
  const names: string[] = [];
  let at = node;
  while (at !== NONE && l.cst.kind(at) === "scoped_identifier") {
    names.unshift(nameOf(l.nameSymbol(l.cst.field(at, "name"))));
    at = l.cst.field(at, "scope");
  }
  if (at !== NONE) names.unshift(nameOf(l.nameSymbol(at)));
  return names.join(".");
}

function packageDeclaration(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const name = cst.namedChildren(node).find((child) => /identifier$/.test(cst.kind(child))) ?? NONE;
  l.leaf(Kind.Namespace, role, node, intern(dottedName(l, name)));
}

function importDeclaration(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const star = cst.childOfKind(node, "asterisk");
  const isStatic = cst.childOfKind(node, "static");
  const name = cst.namedChildren(node).find((child) => child !== star) ?? NONE;
  const isScoped = name !== NONE && cst.kind(name) === "scoped_identifier";
  const module = star !== NONE ? name : isScoped ? cst.field(name, "scope") : NONE;
  const imported = isScoped ? cst.field(name, "name") : name;
  const children = () => {
    if (isStatic !== NONE) l.leaf(Kind.Modifier, Role.Modifier, isStatic, intern("static"));
    if (star !== NONE) l.leaf(Kind.ImportSpecifier, Role.Specifier, star, intern("*"));
    else if (imported !== NONE && !l.ellipsis(imported, Role.Specifier))
      l.leaf(Kind.ImportSpecifier, Role.Specifier, imported, l.nameSymbol(imported));
  };
  l.node(Kind.Import, role, node, children, intern(dottedName(l, module)));
}

// Annotations

function annotation(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const args = cst.field(node, "arguments");
  const isDecorator = role === Role.Decorator;
  const expression = (as: Role) => {
    if (args === NONE) l.lowerField(node, "name", as);
    else
      l.node(Kind.Call, as, node, () => {
        l.lowerField(node, "name", Role.Callee);
        l.lower(args, Role.Argument);
      });
  };
  if (isDecorator) l.node(Kind.Decorator, role, node, () => expression(Role.Expression));
  else expression(role);
}

// Classes

const KEYWORDS: Readonly<Record<string, string>> = {
  interface_declaration: "interface",
  enum_declaration: "enum",
  record_declaration: "record",
  annotation_type_declaration: "@interface",
};

function classDeclaration(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const name = cst.field(node, "name");
  const children = () => {
    lowerModifiers(l, node);
    typeKeyword(l, node, KEYWORDS[cst.kind(node)]);
    l.lower(name, Role.Name);
    l.lowerField(node, "type_parameters", Role.TypeParameter);
    lowerParameters(l, cst.field(node, "parameters"));
    l.lowerField(node, "superclass", Role.Superclass);
    l.lower(cst.childOfKind(node, "extends_interfaces"), Role.Superclass);
    l.lowerField(node, "interfaces", Role.Interface);
    lowerMembers(l, cst.field(node, "body"));
  };
  l.node(Kind.Class, role, node, children, l.nameSymbol(name), modifierFlags(l, node));
}

/** The members of a class's body; those of an enum come after its constants. */
export function lowerMembers(l: Lowerer, body: CstNode): void {
  if (body === NONE) return;
  for (const child of l.cst.namedChildren(body)) l.lower(child, l.cst.isBroken(child) ? Role.Element : Role.Member);
}

/** `int a = 1, b;` as a member: a Field, or for several a VariableDeclaration of them, so that one member stays one node. */
function fieldDeclaration(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const declarators = cst.fields(node, "declarator");
  const type = cst.field(node, "type");
  const [only = NONE] = declarators;
  if (declarators.length === 1) {
    if (cst.field(only, "value") === NONE && l.ellipsis(cst.field(only, "name"), role)) return;
    field(l, node, only, type, role, node);
    return;
  }
  l.node(Kind.VariableDeclaration, role, node, () => {
    for (const one of declarators)
      field(l, node, one, one === only || isRepeatable(l, type) ? type : NONE, Role.Declarator, one);
  });
}

function field(l: Lowerer, node: CstNode, declarator: CstNode, type: CstNode, role: Role, whole: CstNode): void {
  const { cst } = l;
  const name = cst.field(declarator, "name");
  const children = () => {
    if (whole === node || isRepeatable(l, cst.childOfKind(node, "modifiers"))) lowerModifiers(l, node);
    l.lower(name, Role.Name);
    lowerType(l, type, Role.Type, dimensionsOf(l, cst.field(declarator, "dimensions")));
    l.lowerField(declarator, "value", Role.Value);
  };
  l.node(Kind.Field, role, whole, children, l.nameSymbol(name), modifierFlags(l, node));
}

function enumConstant(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const name = cst.field(node, "name");
  const args = cst.field(node, "arguments");
  const body = cst.field(node, "body");
  if (args === NONE && body === NONE && l.ellipsis(name, role)) return;
  const children = () => {
    lowerModifiers(l, node);
    l.lower(args, Role.Argument);
    if (body !== NONE) l.node(Kind.Class, Role.Body, body, () => lowerMembers(l, body));
  };
  l.node(Kind.EnumMember, role, node, children, l.nameSymbol(name));
}

function method(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const name = cst.field(node, "name");
  const isConstructor = cst.kind(node).endsWith("constructor_declaration");
  let flags = modifierFlags(l, node);
  if (role === Role.Member) flags |= Flag.Method;
  if (isConstructor) flags |= Flag.Accessor;
  if (cst.kind(node) === "compact_constructor_declaration") flags |= Flag.Shorthand;
  const children = () => {
    lowerModifiers(l, node);
    l.lower(name, Role.Name);
    l.lowerField(node, "type_parameters", Role.TypeParameter);
    lowerParameters(l, cst.field(node, "parameters"));
    lowerType(l, cst.field(node, "type"), Role.ReturnType, dimensionsOf(l, cst.field(node, "dimensions")));
    l.lower(cst.childOfKind(node, "throws"), Role.Clause);
    l.lowerField(node, "value", Role.Default);
    l.lowerField(node, "body", Role.Body);
  };
  l.node(Kind.Function, role, node, children, l.nameSymbol(name), flags);
}

/** Parameters in parentheses, or a lambda's bare names. */
export function lowerParameters(l: Lowerer, node: CstNode): void {
  if (node === NONE) return;
  if (l.cst.kind(node) === "identifier") parameter(l, node, Role.Parameter);
  else for (const child of l.cst.namedChildren(node)) parameter(l, child, Role.Parameter);
}

function parameter(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const kind = cst.kind(node);
  if (kind === "receiver_parameter") return;
  if (cst.isBroken(node)) {
    l.lower(node, Role.Element);
    return;
  }
  let name = kind === "identifier" ? node : cst.field(node, "name");
  let type = cst.field(node, "type");
  let dimensions = cst.field(node, "dimensions");
  if (kind === "spread_parameter") {
    const declarator = cst.childOfKind(node, "variable_declarator");
    const isType = (child: CstNode) => child !== declarator && !/annotation$|^modifiers$/.test(cst.kind(child));
    type = cst.namedChildren(node).find(isType) ?? NONE;
    name = declarator === NONE ? NONE : cst.field(declarator, "name");
    dimensions = declarator === NONE ? NONE : cst.field(declarator, "dimensions");
  }
  if (l.ellipsis(name, role)) return;
  const children = () => {
    if (kind !== "identifier") lowerModifiers(l, node);
    l.lower(name, Role.Target);
    lowerType(l, type, Role.Type, dimensionsOf(l, dimensions));
  };
  const flags = kind === "spread_parameter" ? Flag.Rest : Flag.None;
  l.node(Kind.Parameter, role, node, children, l.nameSymbol(name), flags);
}

/** The declarators of a local variable's declaration, each with the type. */
export function lowerDeclarators(l: Lowerer, node: CstNode, type: CstNode): void {
  const { cst } = l;
  const declarators = cst.fields(node, "declarator");
  for (const declarator of declarators) {
    const own = declarator === declarators[0] || isRepeatable(l, type) ? type : NONE;
    l.node(Kind.Declarator, Role.Declarator, declarator, () => {
      l.lowerField(declarator, "name", Role.Target);
      lowerType(l, own, Role.Type, dimensionsOf(l, cst.field(declarator, "dimensions")));
      l.lowerField(declarator, "value", Role.Value);
    });
  }
}

const initializer: LowerFunction = (l, node, role) => {
  const block = l.cst.childOfKind(node, "block");
  const statements = block === NONE ? [] : l.cst.namedChildren(block);
  l.node(Kind.Block, role, node, () => l.lowerAll(statements, Role.Statement), 0, Flag.Static);
};

/** Entries of the table. */
export const DECLARATIONS: Readonly<Record<string, LoweringEntry>> = {
  package_declaration: packageDeclaration,
  import_declaration: importDeclaration,
  asterisk: "leave out",

  annotation,
  marker_annotation: annotation,
  annotation_argument_list: "through",
  element_value_pair: {
    kind: Kind.NamedArgument,
    fields: { value: Role.Value },
    symbol: { field: "key" },
  },
  element_value_array_initializer: { kind: Kind.Array, rest: Role.Element },
  modifiers: "leave out",

  class_declaration: classDeclaration,
  interface_declaration: classDeclaration,
  enum_declaration: classDeclaration,
  record_declaration: classDeclaration,
  annotation_type_declaration: classDeclaration,
  class_body: "through",
  interface_body: "through",
  enum_body: "through",
  enum_body_declarations: "through",
  annotation_type_body: "through",
  superclass: "through",
  super_interfaces: "through",
  extends_interfaces: "through",
  permits: "leave out",
  throws: "through",
  field_declaration: fieldDeclaration,
  constant_declaration: fieldDeclaration,
  enum_constant: enumConstant,
  static_initializer: initializer,
  method_declaration: method,
  constructor_declaration: method,
  compact_constructor_declaration: method,
  annotation_type_element_declaration: method,
  constructor_body: { kind: Kind.Block, rest: Role.Statement },
  formal_parameters: (l, node) => lowerParameters(l, node),
  formal_parameter: parameter,
  spread_parameter: parameter,
  receiver_parameter: parameter,
  variable_declarator: "leave out",
};
