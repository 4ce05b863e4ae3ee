// What Kotlin declares: packages and imports, classes and objects with their members, functions, properties, parameters,
// annotations. Members of a companion object are static members of the class around it, those of an object its own.

import { type CstNode, NONE } from "../cst.ts";
import { Flag, Kind, Role } from "../kind.ts";
import type { Lowerer, LoweringEntry } from "../lowering.ts";
import { intern, nameOf, type Sym } from "../symbols.ts";
import { typeKeyword } from "./entries.ts";
import { lowerName, plainName } from "./kotlin-names.ts";
import { isType, typeAsExpression } from "./kotlin-types.ts";

/** The annotations and words before a declaration, which are in a list of their own. */
function lowerModifiers(l: Lowerer, list: CstNode, word = NONE): void {
  const { cst } = l;
  const all = list === NONE ? [] : cst.namedChildren(list);
  for (const child of all) if (cst.kind(child) === "annotation") l.lower(child, Role.Decorator);
  for (const child of all)
    if (cst.kind(child) !== "annotation") l.leaf(Kind.Modifier, Role.Modifier, child, l.symbol(child));
  if (word !== NONE) l.leaf(Kind.Modifier, Role.Modifier, word, l.symbol(word));
}

function modifiersOf(l: Lowerer, node: CstNode): CstNode {
  return l.cst.childOfKind(node, "modifiers");
}

/** The `val` or `var` of a property or of what a constructor keeps. */
function propertyWord(l: Lowerer, node: CstNode): CstNode {
  const word = l.cst.childOfKind(node, "val");
  return word === NONE ? l.cst.childOfKind(node, "var") : word;
}

/** Whether a declaration is a member of an object, of which there is one. */
function isOfObject(l: Lowerer, node: CstNode): boolean {
  const { cst } = l;
  const body = cst.parent(node);
  return (
    body !== NONE &&
    cst.parent(body) !== NONE &&
    /^(companion_object|object_declaration)$/.test(cst.kind(cst.parent(body)))
  );
}

function staticFlag(l: Lowerer, node: CstNode): number {
  return isOfObject(l, node) ? Flag.Static : Flag.None;
}

/** What stands behind the `=` of a declaration. */
function givenValue(l: Lowerer, node: CstNode): CstNode {
  const { cst } = l;
  const children = cst.children(node);
  const at = children.findIndex((child) => cst.kind(child) === "=");
  if (at < 0) return NONE;
  return (
    children.slice(at + 1).find((child) => cst.isNamed(child) && !cst.grammar.isComment(cst.kindId(child))) ?? NONE
  );
}

// Files

function dottedNames(l: Lowerer, node: CstNode): string[] {
  if (node === NONE) return [];
  const names = l.cst.namedChildren(node).filter((child) => l.cst.kind(child) === "identifier");
  return names.map((name) => nameOf(plainName(l, name)));
}

function packageHeader(l: Lowerer, node: CstNode, role: Role): void {
  l.leaf(Kind.Namespace, role, node, intern(dottedNames(l, l.cst.childOfKind(node, "qualified_identifier")).join(".")));
}

function importStatement(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const path = cst.childOfKind(node, "qualified_identifier");
  const names = dottedNames(l, path);
  const star = cst.childOfKind(node, "*");
  const alias = cst.childOfKind(node, "identifier");
  const last = path === NONE ? NONE : (cst.namedChildren(path).at(-1) ?? NONE);
  const module = star === NONE ? names.slice(0, -1) : names;
  const children = () => {
    if (star !== NONE) l.leaf(Kind.ImportSpecifier, Role.Specifier, star, intern("*"));
    else if (last !== NONE && !l.ellipsis(last, Role.Specifier)) {
      const bound = () => {
        if (alias !== NONE) lowerName(l, alias, Role.Alias);
      };
      l.node(Kind.ImportSpecifier, Role.Specifier, alias === NONE ? last : node, bound, plainName(l, last));
    }
  };
  l.node(Kind.Import, role, node, children, intern(module.join(".")));
}

// Annotations

function annotation(l: Lowerer, node: CstNode, role: Role): void {
  for (const child of l.cst.namedChildren(node))
    if (l.cst.kind(child) === "constructor_invocation" || isType(l, child))
      l.node(Kind.Decorator, role, child, () => annotationExpression(l, child));
}

function annotationExpression(l: Lowerer, node: CstNode): void {
  const { cst } = l;
  if (cst.kind(node) !== "constructor_invocation") {
    typeAsExpression(l, node, Role.Expression);
    return;
  }
  l.node(Kind.Call, Role.Expression, node, () => {
    typeAsExpression(l, cst.namedChildren(node).find((child) => isType(l, child)) ?? NONE, Role.Callee);
    l.lower(cst.childOfKind(node, "value_arguments"), Role.Argument);
  });
}

// Classes

function classDeclaration(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const name = cst.field(node, "name");
  const isInterface = cst.hasToken(node, "interface");
  const isObject = cst.kind(node) === "object_declaration";
  const primary = cst.childOfKind(node, "primary_constructor");
  const parameters = primary === NONE ? NONE : cst.childOfKind(primary, "class_parameters");
  const children = () => {
    lowerModifiers(l, modifiersOf(l, node));
    typeKeyword(l, node, isInterface ? "interface" : isObject ? "object" : undefined);
    if (name !== NONE) lowerName(l, name, Role.Name);
    l.lower(cst.childOfKind(node, "type_parameters"), Role.TypeParameter);
    l.lower(parameters, Role.Parameter);
    lowerParents(l, cst.childOfKind(node, "delegation_specifiers"), isInterface ? Role.Superclass : Role.Interface);
    lowerClassBody(l, node);
  };
  l.node(Kind.Class, role, node, children, name === NONE ? 0 : plainName(l, name), staticFlag(l, node));
}

function lowerClassBody(l: Lowerer, node: CstNode): void {
  const body = l.cst.childOfKind(node, "class_body");
  lowerMembers(l, body === NONE ? l.cst.childOfKind(node, "enum_class_body") : body);
}

function lowerMembers(l: Lowerer, body: CstNode): void {
  if (body === NONE) return;
  for (const child of l.cst.namedChildren(body)) l.lower(child, l.cst.isBroken(child) ? Role.Element : Role.Member);
}

/** `: A(x), B, C by c`: what is called is a class, the rest are interfaces. */
function lowerParents(l: Lowerer, list: CstNode, uncalled: Role): void {
  const { cst } = l;
  for (const specifier of list === NONE ? [] : cst.namedChildren(list)) {
    const called = cst.childOfKind(specifier, "constructor_invocation");
    const delegated = cst.childOfKind(specifier, "explicit_delegation");
    const parts = called === NONE ? (delegated === NONE ? specifier : delegated) : called;
    const type = cst.namedChildren(parts).find((child) => isType(l, child)) ?? NONE;
    l.lower(type, called === NONE ? uncalled : Role.Superclass);
    if (called !== NONE) l.lower(cst.childOfKind(called, "value_arguments"), Role.Argument);
    if (delegated !== NONE)
      for (const child of cst.namedChildren(delegated)) if (child !== type) l.lower(child, Role.Init);
  }
}

/** `object : T(x) { … }`: made of a class that has no name. */
function objectLiteral(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const list = cst.childOfKind(node, "delegation_specifiers");
  const [first = NONE, ...others] = list === NONE ? [] : cst.namedChildren(list);
  const called = first === NONE ? NONE : cst.childOfKind(first, "constructor_invocation");
  const body = cst.childOfKind(node, "class_body");
  l.node(Kind.New, role, node, () => {
    const parts = called === NONE ? first : called;
    const type = parts === NONE ? NONE : (cst.namedChildren(parts).find((child) => isType(l, child)) ?? NONE);
    l.lower(type, Role.Callee);
    if (called !== NONE) l.lower(cst.childOfKind(called, "value_arguments"), Role.Argument);
    if (body === NONE) return;
    l.node(Kind.Class, Role.Body, body, () => {
      for (const other of others) l.lowerAll(cst.namedChildren(other), Role.Interface);
      lowerMembers(l, body);
    });
  });
}

function enumEntry(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const name = cst.childOfKind(node, "identifier");
  const args = cst.childOfKind(node, "value_arguments");
  const body = cst.childOfKind(node, "class_body");
  if (args === NONE && body === NONE && l.ellipsis(name, role)) return;
  const children = () => {
    lowerModifiers(l, modifiersOf(l, node));
    l.lower(args, Role.Argument);
    if (body !== NONE) l.node(Kind.Class, Role.Body, body, () => lowerMembers(l, body));
  };
  l.node(Kind.EnumMember, role, node, children, name === NONE ? 0 : plainName(l, name));
}

function initializer(l: Lowerer, node: CstNode, role: Role): void {
  const block = l.cst.childOfKind(node, "block");
  const statements = block === NONE ? [] : l.cst.namedChildren(block);
  l.node(Kind.Block, role, node, () => l.lowerAll(statements, Role.Statement), 0, staticFlag(l, node));
}

// Functions

const enclosingClassName = (l: Lowerer, node: CstNode): CstNode => {
  const body = l.cst.parent(node);
  const declaration = body === NONE ? NONE : l.cst.parent(body);
  return declaration === NONE ? NONE : l.cst.field(declaration, "name");
};

function secondaryConstructor(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const children = () => {
    lowerModifiers(l, modifiersOf(l, node));
    l.lower(cst.childOfKind(node, "function_value_parameters"), Role.Parameter);
    l.lower(cst.childOfKind(node, "constructor_delegation_call"), Role.Init);
    l.lower(cst.childOfKind(node, "block"), Role.Body);
  };
  const name = enclosingClassName(l, node);
  const symbol = name === NONE ? intern("constructor") : plainName(l, name);
  l.node(Kind.Function, role, node, children, symbol, Flag.Method | Flag.Accessor);
}

/** `: this(x)`, `: super(x)`. */
function delegationCall(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const own = cst.childOfKind(node, "this");
  const callee = own === NONE ? cst.childOfKind(node, "super") : own;
  l.node(Kind.ExpressionStatement, role, node, () =>
    l.node(Kind.Call, Role.Expression, node, () => {
      if (callee !== NONE) l.leaf(own === NONE ? Kind.Super : Kind.This, Role.Callee, callee);
      l.lower(cst.childOfKind(node, "value_arguments"), Role.Argument);
    }),
  );
}

/** The body of a function or accessor and the flag that says what it is. */
function bodyOf(l: Lowerer, node: CstNode): { readonly body: CstNode; readonly flags: number } {
  const holder = l.cst.childOfKind(node, "function_body");
  if (holder === NONE) return { body: NONE, flags: Flag.None };
  const block = l.cst.childOfKind(holder, "block");
  if (block !== NONE) return { body: block, flags: Flag.None };
  return { body: l.cst.namedChildren(holder)[0] ?? NONE, flags: Flag.ExpressionBody };
}

/** The type before a function's or property's name that it extends, and the one behind. */
function typesAround(l: Lowerer, node: CstNode, middle: CstNode): readonly [CstNode, CstNode] {
  const types = l.cst.namedChildren(node).filter((child) => isType(l, child));
  return [types.find((type) => type < middle) ?? NONE, types.find((type) => type > middle) ?? NONE];
}

function functionDeclaration(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const name = cst.field(node, "name");
  const { body, flags } = bodyOf(l, node);
  const isMember = role === Role.Member;
  const [extended, given] = typesAround(l, node, name);
  const children = () => {
    lowerModifiers(l, modifiersOf(l, node));
    if (name !== NONE) lowerName(l, name, Role.Name);
    l.lower(cst.childOfKind(node, "type_parameters"), Role.TypeParameter);
    l.lower(extended, Role.Object);
    l.lower(cst.childOfKind(node, "function_value_parameters"), Role.Parameter);
    l.lower(given, Role.ReturnType);
    l.lower(body, Role.Body);
  };
  const more = isMember ? Flag.Method | staticFlag(l, node) : Flag.None;
  l.node(Kind.Function, role, node, children, name === NONE ? 0 : plainName(l, name), flags | more);
}

function anonymousFunction(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const { body, flags } = bodyOf(l, node);
  const parameters = cst.childOfKind(node, "function_value_parameters");
  const [extended, given] = typesAround(l, node, parameters);
  const children = () => {
    l.lower(extended, Role.Object);
    l.lower(parameters, Role.Parameter);
    l.lower(given, Role.ReturnType);
    l.lower(body, Role.Body);
  };
  l.node(Kind.Function, role, node, children, 0, flags);
}

/** A parameter's words stand before it, its default behind it. */
function functionParameters(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const children = cst.namedChildren(node);
  for (const [at, child] of children.entries()) {
    if (cst.isBroken(child)) l.lower(child, Role.Element);
    if (cst.kind(child) !== "parameter") continue;
    const before = children[at - 1];
    const words = before !== undefined && cst.kind(before) === "parameter_modifiers" ? before : NONE;
    const after = children[at + 1];
    const isDefault =
      after !== undefined && !/^(parameter|parameter_modifiers)$/.test(cst.kind(after)) && !cst.isBroken(after);
    lowerParameter(l, child, role, words, isDefault ? after : NONE);
  }
}

function lowerParameter(l: Lowerer, node: CstNode, role: Role, words: CstNode, value: CstNode): void {
  const { cst, out } = l;
  const name = cst.childOfKind(node, "identifier");
  if (l.ellipsis(name, role)) return;
  const type = cst.namedChildren(node).find((child) => isType(l, child)) ?? NONE;
  const isRest = words !== NONE && /\bvararg\b/.test(l.text(words));
  const start = words === NONE ? cst.start(node) : cst.start(words);
  const end = value === NONE ? cst.end(node) : cst.end(value);
  const symbol = name === NONE ? 0 : plainName(l, name);
  const made = out.open(Kind.Parameter, role, start, end, symbol, isRest ? Flag.Rest : Flag.None);
  lowerModifiers(l, words);
  if (name !== NONE) lowerName(l, name, Role.Target);
  l.lower(type, Role.Type);
  l.lower(value, Role.Default);
  out.close(made);
}

function classParameter(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const name = cst.childOfKind(node, "identifier");
  if (l.ellipsis(name, role)) return;
  const words = modifiersOf(l, node);
  const children = () => {
    lowerModifiers(l, words, propertyWord(l, node));
    if (name !== NONE) lowerName(l, name, Role.Target);
    l.lower(cst.namedChildren(node).find((child) => isType(l, child)) ?? NONE, Role.Type);
    l.lower(givenValue(l, node), Role.Default);
  };
  const isRest = words !== NONE && /\bvararg\b/.test(l.text(words));
  l.node(Kind.Parameter, role, node, children, name === NONE ? 0 : plainName(l, name), isRest ? Flag.Rest : Flag.None);
}

// Properties and variables

/** The names that one declaration gives values to: one, or a Tuple of them. */
export function lowerTarget(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  if (cst.kind(node) !== "multi_variable_declaration") {
    const name = cst.childOfKind(node, "identifier");
    if (name !== NONE) lowerName(l, name, role);
    return;
  }
  l.node(Kind.Tuple, role, node, () => {
    for (const each of cst.namedChildren(node)) lowerTarget(l, each, Role.Element);
  });
}

/** The type of the one variable that is declared. */
export function declaredType(l: Lowerer, node: CstNode): CstNode {
  if (node === NONE || l.cst.kind(node) !== "variable_declaration") return NONE;
  return l.cst.namedChildren(node).find((child) => isType(l, child)) ?? NONE;
}

function property(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const single = cst.childOfKind(node, "variable_declaration");
  const declared = single === NONE ? cst.childOfKind(node, "multi_variable_declaration") : single;
  const delegate = cst.childOfKind(node, "property_delegate");
  const value = delegate === NONE ? givenValue(l, node) : (cst.namedChildren(delegate)[0] ?? NONE);
  const word = propertyWord(l, node);
  const name = single === NONE ? NONE : cst.childOfKind(single, "identifier");
  const accessors = () => {
    l.lower(cst.childOfKind(node, "getter"), Role.Member);
    l.lower(cst.childOfKind(node, "setter"), Role.Member);
  };
  if (role === Role.Member && name !== NONE) {
    if (value === NONE && l.ellipsis(name, role)) return;
    const children = () => {
      lowerModifiers(l, modifiersOf(l, node), word);
      lowerName(l, name, Role.Name);
      l.lower(declaredType(l, single), Role.Type);
      l.lower(value, Role.Value);
      accessors();
    };
    l.node(Kind.Field, role, node, children, plainName(l, name), staticFlag(l, node));
    return;
  }
  const children = () => {
    lowerModifiers(l, modifiersOf(l, node));
    if (declared !== NONE)
      l.node(Kind.Declarator, Role.Declarator, declared, () => {
        lowerTarget(l, declared, Role.Target);
        l.lower(declaredType(l, declared), Role.Type);
        l.lower(value, Role.Value);
      });
    accessors();
  };
  l.node(Kind.VariableDeclaration, role, node, children, l.symbol(word));
}

function accessor(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const { body, flags } = bodyOf(l, node);
  const isSetter = cst.kind(node) === "setter";
  const name = cst.childOfKind(node, "identifier");
  const children = () => {
    lowerModifiers(l, modifiersOf(l, node));
    if (isSetter && name !== NONE)
      l.node(Kind.Parameter, Role.Parameter, name, () => lowerName(l, name, Role.Target), plainName(l, name));
    l.lower(body, Role.Body);
  };
  const symbol: Sym = intern(isSetter ? "set" : "get");
  l.node(Kind.Function, role, node, children, symbol, Flag.Method | Flag.Accessor | flags);
}

function typeAlias(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const name = cst.field(node, "type");
  const children = () => {
    lowerModifiers(l, modifiersOf(l, node));
    l.node(Kind.Declarator, Role.Declarator, node, () => {
      if (name !== NONE) lowerName(l, name, Role.Target);
      l.lower(cst.namedChildren(node).findLast((child) => isType(l, child)) ?? NONE, Role.Type);
    });
  };
  l.node(Kind.VariableDeclaration, role, node, children, intern("typealias"), Flag.TypeOnly);
}

/** `field` in an accessor is what the property holds. */
export function backingField(l: Lowerer, node: CstNode, role: Role): boolean {
  const { cst } = l;
  if (l.text(node) !== "field") return false;
  let at = cst.parent(node);
  while (at !== NONE && !/^(getter|setter|class_body|function_declaration)$/.test(cst.kind(at))) at = cst.parent(at);
  const property = at === NONE ? NONE : cst.parent(at);
  const declared = property === NONE ? NONE : cst.childOfKind(property, "variable_declaration");
  const name = declared === NONE || !/etter$/.test(cst.kind(at)) ? NONE : cst.childOfKind(declared, "identifier");
  if (name === NONE) return false;
  l.node(Kind.Member, role, node, () => l.leaf(Kind.This, Role.Object, node), plainName(l, name));
  return true;
}

/** Entries of the table. */
export const DECLARATIONS: Readonly<Record<string, LoweringEntry>> = {
  package_header: packageHeader,
  import: importStatement,
  qualified_identifier: "leave out",
  shebang: "leave out",

  annotation,
  use_site_target: "leave out",
  constructor_invocation: "through",
  modifiers: "leave out",
  parameter_modifiers: "leave out",
  class_modifier: "leave out",
  function_modifier: "leave out",
  inheritance_modifier: "leave out",
  member_modifier: "leave out",
  parameter_modifier: "leave out",
  platform_modifier: "leave out",
  property_modifier: "leave out",
  visibility_modifier: "leave out",

  class_declaration: classDeclaration,
  object_declaration: classDeclaration,
  companion_object: (l, node, role) => lowerCompanion(l, node, role),
  object_literal: objectLiteral,
  primary_constructor: "leave out",
  class_parameters: (l, node, role) => {
    for (const child of l.cst.namedChildren(node)) l.lower(child, l.cst.isBroken(child) ? Role.Element : role);
  },
  class_parameter: classParameter,
  delegation_specifiers: "leave out",
  delegation_specifier: "leave out",
  explicit_delegation: "leave out",
  class_body: "through",
  enum_class_body: "through",
  enum_entry: enumEntry,
  anonymous_initializer: initializer,

  secondary_constructor: secondaryConstructor,
  constructor_delegation_call: delegationCall,
  function_declaration: functionDeclaration,
  anonymous_function: anonymousFunction,
  function_value_parameters: functionParameters,
  parameter: (l, node, role) => lowerParameter(l, node, role, NONE, NONE),
  function_body: "through",

  property_declaration: property,
  property_delegate: "through",
  variable_declaration: lowerTarget,
  multi_variable_declaration: lowerTarget,
  getter: accessor,
  setter: accessor,
  type_alias: typeAlias,
};

/** A companion's members in its place: they are found through the class. */
function lowerCompanion(l: Lowerer, node: CstNode, role: Role): void {
  const body = l.cst.childOfKind(node, "class_body");
  if (body !== NONE)
    for (const child of l.cst.namedChildren(body)) l.lower(child, l.cst.isBroken(child) ? Role.Element : role);
}
