// What C# declares: usings, namespaces, types with their members, parameters, attributes, variables. A property is a Field
// whose accessors are Functions in role Member; an indexer is a Function `this`; the call of another constructor in front of a
// constructor's body stands in role Init.

import { type CstNode, NONE } from "../cst.ts";
import { Flag, Kind, Role } from "../kind.ts";
import type { Lowerer, LowerFunction, LoweringEntry } from "../lowering.ts";
import { intern } from "../symbols.ts";
import { dottedName, lowerType } from "./csharp-types.ts";
import { isRepeatable, typeKeyword } from "./entries.ts";

// Attributes and modifiers

function lowerModifiers(l: Lowerer, node: CstNode): void {
  const { cst } = l;
  for (const list of cst.namedChildren(node))
    if (cst.kind(list) === "attribute_list") l.lowerAll(cst.namedChildren(list), Role.Decorator);
  for (const child of cst.namedChildren(node))
    if (cst.kind(child) === "modifier") l.leaf(Kind.Modifier, Role.Modifier, child, l.symbol(child));
}

export function modifierFlags(l: Lowerer, node: CstNode): number {
  let flags: number = Flag.None;
  for (const child of l.cst.namedChildren(node)) {
    if (l.cst.kind(child) !== "modifier") continue;
    const text = l.text(child);
    if (text === "static") flags |= Flag.Static;
    else if (text === "async") flags |= Flag.Async;
  }
  return flags;
}

function attribute(l: Lowerer, node: CstNode, role: Role): void {
  const args = l.cst.childOfKind(node, "attribute_argument_list");
  l.node(Kind.Decorator, role, node, () => {
    if (args === NONE) l.lowerField(node, "name", Role.Expression);
    else
      l.node(Kind.Call, Role.Expression, node, () => {
        l.lowerField(node, "name", Role.Callee);
        l.lower(args, Role.Argument);
      });
  });
}

// Files

function usingDirective(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const alias = cst.field(node, "name");
  const target = cst.namedChildren(node).find((child) => child !== alias) ?? NONE;
  const children = () => {
    for (const word of ["global", "static"]) {
      const token = cst.childOfKind(node, word);
      if (token !== NONE) l.leaf(Kind.Modifier, Role.Modifier, token, intern(word));
    }
    const names = () => {
      if (alias !== NONE) l.identifier(alias, Role.Alias);
    };
    l.node(Kind.ImportSpecifier, Role.Specifier, alias === NONE ? target : alias, names, intern("*"));
  };
  if (target === NONE) l.leaf(Kind.Import, role, node);
  else l.node(Kind.Import, role, node, children, l.stringSymbol(dottedName(l, target)));
}

function namespace(l: Lowerer, node: CstNode, role: Role): void {
  const body = l.cst.field(node, "body");
  const children = () => {
    if (body !== NONE) l.lowerAll(l.cst.namedChildren(body), Role.Statement);
  };
  l.node(Kind.Namespace, role, node, children, l.stringSymbol(dottedName(l, l.cst.field(node, "name"))));
}

// Types with members

const KEYWORDS: Readonly<Record<string, string>> = {
  interface_declaration: "interface",
  enum_declaration: "enum",
  record_declaration: "record",
  struct_declaration: "struct",
};

function typeDeclaration(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const keyword = KEYWORDS[cst.kind(node)];
  const name = cst.field(node, "name");
  const body = cst.field(node, "body");
  const parameters = cst.childOfKind(node, "parameter_list");
  const children = () => {
    lowerModifiers(l, node);
    typeKeyword(l, node, keyword);
    if (name !== NONE) l.identifier(name, Role.Name);
    const given = cst.field(node, "type_parameters");
    l.lower(given === NONE ? cst.childOfKind(node, "type_parameter_list") : given, Role.TypeParameter);
    if (parameters !== NONE) lowerParameters(l, parameters);
    bases(l, cst.childOfKind(node, "base_list"), keyword);
    if (body !== NONE)
      for (const child of cst.namedChildren(body)) l.lower(child, cst.isBroken(child) ? Role.Element : Role.Member);
  };
  l.node(Kind.Class, role, node, children, l.nameSymbol(name), modifierFlags(l, node));
}

/** Only by its name can the first base of a class be told from an interface. */
function bases(l: Lowerer, list: CstNode, keyword: string | undefined): void {
  if (list === NONE) return;
  const { cst } = l;
  let isFirst = true;
  for (const child of cst.namedChildren(list)) {
    if (cst.kind(child) === "argument_list") {
      l.lower(child, Role.Argument);
      continue;
    }
    const isPrimary = cst.kind(child) === "primary_constructor_base_type";
    const type = isPrimary ? cst.field(child, "type") : child;
    const looksLikeInterface = /(^|\.)I[A-Z]/.test(l.text(type));
    const isSuper =
      keyword === "interface" || (isFirst && keyword !== "struct" && keyword !== "enum" && !looksLikeInterface);
    lowerType(l, type, isSuper ? Role.Superclass : Role.Interface);
    if (isPrimary) l.lower(cst.childOfKind(child, "argument_list"), Role.Argument);
    isFirst = false;
  }
}

function enumMember(l: Lowerer, node: CstNode, role: Role): void {
  const name = l.cst.field(node, "name");
  if (l.cst.field(node, "value") === NONE && l.ellipsis(name, role)) return;
  const children = () => {
    lowerModifiers(l, node);
    l.lowerField(node, "value", Role.Value);
  };
  l.node(Kind.EnumMember, role, node, children, l.nameSymbol(name));
}

// Fields and variables

/** The value of a declarator: what stands behind `=`. */
function declaratorValue(l: Lowerer, declarator: CstNode): CstNode {
  const { cst } = l;
  const children = cst.children(declarator);
  const at = children.findIndex((child) => cst.kind(child) === "=");
  return at < 0 ? NONE : (children.slice(at + 1).find((child) => isOperand(l, child)) ?? NONE);
}

/** Whether a child is an expression: `this` and `base` are but tokens to the grammar. */
export function isOperand(l: Lowerer, child: CstNode): boolean {
  const { cst } = l;
  return cst.isNamed(child)
    ? !cst.grammar.isComment(cst.kindId(child))
    : cst.kind(child) === "this" || cst.kind(child) === "base";
}

export function operandsOf(l: Lowerer, node: CstNode): CstNode[] {
  return l.cst.children(node).filter((child) => isOperand(l, child));
}

function target(l: Lowerer, declarator: CstNode, role: Role): void {
  const name = l.cst.field(declarator, "name");
  if (name === NONE) l.lower(l.cst.childOfKind(declarator, "tuple_pattern"), role);
  else l.identifier(name, role);
}

/** The declarators of `T a = 1, b`, each with the type. */
export function lowerDeclarators(l: Lowerer, declaration: CstNode): void {
  const { cst } = l;
  const type = cst.field(declaration, "type");
  const declarators = cst.namedChildren(declaration).filter((child) => cst.kind(child) === "variable_declarator");
  for (const declarator of declarators)
    l.node(Kind.Declarator, Role.Declarator, declarator, () => {
      target(l, declarator, Role.Target);
      if (declarator === declarators[0] || isRepeatable(l, type)) lowerType(l, type, Role.Type);
      l.lower(declaratorValue(l, declarator), Role.Value);
    });
}

/** `using (T a = f())`: each variable is an item. */
export function lowerItems(l: Lowerer, declaration: CstNode): void {
  const { cst } = l;
  const type = cst.field(declaration, "type");
  for (const declarator of cst.namedChildren(declaration)) {
    if (cst.kind(declarator) !== "variable_declarator") continue;
    l.node(Kind.WithItem, Role.Item, declarator, () => {
      l.lower(declaratorValue(l, declarator), Role.Value);
      target(l, declarator, Role.Target);
      if (isRepeatable(l, type)) lowerType(l, type, Role.Type);
    });
  }
}

/** The word by which a declaration is known. */
export function declarationWord(l: Lowerer, declaration: CstNode): string {
  const type = declaration === NONE ? NONE : l.cst.field(declaration, "type");
  return type !== NONE && l.cst.kind(type) === "implicit_type" ? "var" : "";
}

function fieldDeclaration(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const declaration = cst.childOfKind(node, "variable_declaration");
  if (declaration === NONE) return;
  const type = cst.field(declaration, "type");
  const declarators = cst.namedChildren(declaration).filter((child) => cst.kind(child) === "variable_declarator");
  const write = (declarator: CstNode, as: Role, whole: CstNode) => {
    const name = cst.field(declarator, "name");
    const value = declaratorValue(l, declarator);
    if (value === NONE && l.ellipsis(name, as)) return;
    const children = () => {
      lowerModifiers(l, node);
      if (cst.kind(node) === "event_field_declaration")
        l.leaf(Kind.Modifier, Role.Modifier, cst.childOfKind(node, "event"), intern("event"));
      if (name !== NONE) l.identifier(name, Role.Name);
      if (declarator === declarators[0] || isRepeatable(l, type)) lowerType(l, type, Role.Type);
      l.lower(value, Role.Value);
    };
    l.node(Kind.Field, as, whole, children, l.nameSymbol(name), modifierFlags(l, node));
  };
  const [only] = declarators;
  if (only !== undefined && declarators.length === 1) write(only, role, node);
  else
    l.node(Kind.VariableDeclaration, role, node, () => {
      for (const declarator of declarators) write(declarator, Role.Declarator, declarator);
    });
}

/** `T P { get; set; } = v`, `T P => v`, and an event with accessors. */
function property(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const name = cst.field(node, "name");
  const value = cst.field(node, "value");
  const isArrow = value !== NONE && cst.kind(value) === "arrow_expression_clause";
  const children = () => {
    lowerModifiers(l, node);
    if (name !== NONE) l.identifier(name, Role.Name);
    lowerType(l, cst.field(node, "type"), Role.Type);
    if (!isArrow) l.lower(value, Role.Value);
    accessors(l, node, isArrow ? value : NONE);
  };
  l.node(Kind.Field, role, node, children, l.nameSymbol(name), modifierFlags(l, node));
}

function accessors(l: Lowerer, node: CstNode, arrow: CstNode): void {
  const { cst } = l;
  if (arrow !== NONE)
    l.node(
      Kind.Function,
      Role.Member,
      arrow,
      () => l.lower(arrow, Role.Body),
      intern("get"),
      Flag.Method | Flag.Accessor | Flag.ExpressionBody,
    );
  const list = cst.field(node, "accessors");
  if (list !== NONE) l.lowerAll(cst.namedChildren(list), Role.Member);
}

function accessor(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const body = cst.field(node, "body");
  const flags = Flag.Method | Flag.Accessor | (isArrow(l, body) ? Flag.ExpressionBody : Flag.None);
  const name = cst.field(node, "name");
  const children = () => {
    lowerModifiers(l, node);
    // What is assigned has a name that is written nowhere.
    if (name !== NONE && body !== NONE && /^(set|init|add|remove)$/.test(l.text(name)))
      l.node(
        Kind.Parameter,
        Role.Parameter,
        name,
        () => l.leaf(Kind.Identifier, Role.Target, name, intern("value")),
        intern("value"),
      );
    l.lower(body, Role.Body);
  };
  l.node(Kind.Function, role, node, children, l.nameSymbol(name), flags);
}

function nameText(l: Lowerer, node: CstNode): string {
  const name = l.cst.field(node, "name");
  return name === NONE ? "" : l.text(name);
}

function isArrow(l: Lowerer, body: CstNode): boolean {
  return body !== NONE && l.cst.kind(body) === "arrow_expression_clause";
}

// Functions

function method(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const kind = cst.kind(node);
  const name = cst.field(node, "name");
  const body = cst.field(node, "body");
  const isConstructor = kind === "constructor_declaration" || kind === "destructor_declaration";
  let flags = modifierFlags(l, node);
  if (role === Role.Member) flags |= Flag.Method;
  if (isConstructor || kind === "indexer_declaration") flags |= Flag.Accessor;
  const isIndexer = kind === "indexer_declaration";
  // An indexer is the function that its getter is.
  const value = isIndexer ? cst.field(node, "value") : NONE;
  const list = isIndexer ? cst.field(node, "accessors") : NONE;
  const all = list === NONE ? [] : cst.namedChildren(list);
  const getter = all.find((each) => cst.kind(each) === "accessor_declaration" && nameText(l, each) === "get") ?? NONE;
  const got = getter === NONE ? value : cst.field(getter, "body");
  if (isArrow(l, body) || isArrow(l, got)) flags |= Flag.ExpressionBody;
  const children = () => {
    lowerModifiers(l, node);
    if (name !== NONE) l.identifier(name, Role.Name);
    l.lowerField(node, "type_parameters", Role.TypeParameter);
    const parameters = cst.field(node, "parameters");
    if (parameters !== NONE) lowerParameters(l, parameters);
    const returns = cst.field(node, "returns");
    lowerType(l, returns === NONE ? cst.field(node, "type") : returns, Role.ReturnType);
    l.lower(cst.childOfKind(node, "constructor_initializer"), Role.Init);
    l.lower(body, Role.Body);
    l.lower(got, Role.Body);
    l.lowerAll(
      all.filter((each) => each !== getter),
      Role.Member,
    );
  };
  const symbol =
    kind === "operator_declaration"
      ? intern(`operator ${l.text(cst.field(node, "operator"))}`)
      : kind === "indexer_declaration"
        ? intern("this")
        : kind === "conversion_operator_declaration"
          ? intern("operator")
          : l.nameSymbol(name);
  l.node(Kind.Function, role, node, children, symbol, flags);
}

/** `: base(x)`. */
function constructorInitializer(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const callee = cst.children(node).find((child) => cst.kind(child) === "this" || cst.kind(child) === "base") ?? NONE;
  l.node(Kind.ExpressionStatement, role, node, () =>
    l.node(Kind.Call, Role.Expression, node, () => {
      if (callee !== NONE) l.leaf(cst.kind(callee) === "this" ? Kind.This : Kind.Super, Role.Callee, callee);
      l.lower(cst.childOfKind(node, "argument_list"), Role.Argument);
    }),
  );
}

function delegate(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const children = () => {
    lowerModifiers(l, node);
    l.node(Kind.Declarator, Role.Declarator, node, () => {
      const name = cst.field(node, "name");
      if (name !== NONE) l.identifier(name, Role.Target);
      const parts = () => {
        const parameters = cst.field(node, "parameters");
        if (parameters !== NONE) lowerParameters(l, parameters);
        lowerType(l, cst.field(node, "type"), Role.ReturnType);
      };
      l.node(Kind.Type, Role.Type, node, parts, intern("delegate"));
    });
  };
  l.node(Kind.VariableDeclaration, role, node, children, intern("delegate"), Flag.TypeOnly);
}

/** Parameters; one with `params` has no node of its own, only its type and name. */
export function lowerParameters(l: Lowerer, node: CstNode): void {
  const { cst } = l;
  if (/^(identifier|implicit_parameter)$/.test(cst.kind(node))) {
    l.node(Kind.Parameter, Role.Parameter, node, () => l.identifier(node, Role.Target), l.nameSymbol(node));
    return;
  }
  const nameField = cst.grammar.fieldId("name");
  const typeField = cst.grammar.fieldId("type");
  let type: CstNode = NONE;
  for (const child of cst.namedChildren(node)) {
    if (cst.fieldId(child) === typeField && typeField !== 0) type = child;
    else if (cst.fieldId(child) === nameField && nameField !== 0) {
      const given = type;
      if (l.ellipsis(child, Role.Parameter)) continue;
      const children = () => {
        l.identifier(child, Role.Target);
        lowerType(l, given, Role.Type);
      };
      l.node(Kind.Parameter, Role.Parameter, child, children, l.nameSymbol(child), Flag.Rest);
      type = NONE;
    } else l.lower(child, cst.isBroken(child) ? Role.Element : Role.Parameter);
  }
}

function parameter(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const name = cst.field(node, "name");
  const type = cst.field(node, "type");
  if (cst.field(node, "type") === NONE && l.ellipsis(name, role)) return;
  const children = cst.children(node);
  const equals = children.findIndex((child) => cst.kind(child) === "=");
  const value = equals < 0 ? NONE : (children.slice(equals + 1).find((child) => isOperand(l, child)) ?? NONE);
  const parts = () => {
    lowerModifiers(l, node);
    if (name !== NONE) l.identifier(name, Role.Target);
    lowerType(l, type, Role.Type);
    l.lower(value, Role.Default);
  };
  const isRest = cst.namedChildren(node).some((child) => cst.kind(child) === "modifier" && l.text(child) === "params");
  l.node(Kind.Parameter, role, node, parts, l.nameSymbol(name), isRest ? Flag.Rest : Flag.None);
}

/** Entries of the table. */
export const DECLARATIONS: Readonly<Record<string, LoweringEntry>> = {
  using_directive: usingDirective,
  namespace_declaration: namespace,
  file_scoped_namespace_declaration: namespace,

  attribute_list: "through",
  attribute,
  attribute_argument_list: "through",
  attribute_target_specifier: "leave out",
  modifier: "leave out",

  class_declaration: typeDeclaration,
  interface_declaration: typeDeclaration,
  struct_declaration: typeDeclaration,
  record_declaration: typeDeclaration,
  enum_declaration: typeDeclaration,
  enum_member_declaration_list: "through",
  enum_member_declaration: enumMember,
  declaration_list: "through",
  base_list: "leave out",
  primary_constructor_base_type: "leave out",
  explicit_interface_specifier: "leave out",

  field_declaration: fieldDeclaration,
  event_field_declaration: fieldDeclaration,
  property_declaration: property,
  event_declaration: property,
  accessor_list: "through",
  accessor_declaration: accessor,
  method_declaration: method,
  constructor_declaration: method,
  constructor_initializer: constructorInitializer,
  destructor_declaration: method,
  operator_declaration: method,
  conversion_operator_declaration: method,
  indexer_declaration: method,
  local_function_statement: method,
  delegate_declaration: delegate,
  arrow_expression_clause: (l, node, role) => l.lowerAll(operandsOf(l, node), role),
  parameter_list: (l, node) => lowerParameters(l, node),
  bracketed_parameter_list: (l, node) => lowerParameters(l, node),
  parameter,
  implicit_parameter: (l, node) => lowerParameters(l, node),
};

/** A node whose expressions are all in one role. */
export function each(kind: Kind, role: Role): LowerFunction {
  return (l, node, as) => {
    l.node(kind, as, node, () => l.lowerAll(operandsOf(l, node), role));
  };
}

/** Fields of expressions may be the tokens `this` and `base`, which a table's shape leaves out. */
export function fields(kind: Kind, roles: Readonly<Record<string, Role>>, symbol: "operator" | "" = ""): LowerFunction {
  return (l, node, role) => {
    const children = () => {
      for (const field in roles) l.lowerField(node, field, roles[field]!);
    };
    l.node(kind, role, node, children, symbol === "" ? 0 : l.symbol(l.cst.field(node, symbol)));
  };
}
