// What C and C++ declare: variables, functions, parameters, structs and classes with their members, typedefs, enums,
// namespaces; and what the preprocessor adds. Choices that a reader of the AST must know:
// - a prototype is a Function without Body; that of a method outside of its class has the class's Type in role Object;
// - `T x(1)` and `T x{1}` declare x with a New of T; inside of functions `T x(y)` is taken for that too;
// - a typedef and `using A = B` are a VariableDeclaration `type`; a struct that is declared with variables of it stands in their
//   VariableDeclaration in role Declaration;
// - members that a constructor initialises are statements in role Init;
// - `#include` is an Import, `#define N 1` a VariableDeclaration `#define`; of `#if` all branches are kept.

import { type CstNode, NONE } from "../cst.ts";
import { Flag, Kind, Role } from "../kind.ts";
import type { Lowerer, LowerFunction, LoweringEntry } from "../lowering.ts";
import { intern, nameOf } from "../symbols.ts";
import {
  type Declared,
  declared,
  isFunction,
  lastName,
  lowerBase,
  lowerQualifiedType,
  lowerTypeArguments,
  lowerWrapped,
  typeSymbol,
} from "./c-types.ts";
import { isRepeatable } from "./entries.ts";

const MODIFIER = /^(storage_class_specifier|type_qualifier|explicit_function_specifier|virtual|virtual_specifier)$/;
const SPECIFIER = /^(struct|union|class|enum)_specifier$/;

function lowerModifiers(l: Lowerer, node: CstNode): void {
  for (const child of l.cst.children(node))
    if (MODIFIER.test(l.cst.kind(child))) l.leaf(Kind.Modifier, Role.Modifier, child, l.symbol(child));
}

function modifierFlags(l: Lowerer, node: CstNode): number {
  const isStatic = (child: CstNode) => l.cst.kind(child) === "storage_class_specifier" && l.text(child) === "static";
  return l.cst.namedChildren(node).some(isStatic) ? Flag.Static : Flag.None;
}

/** The struct, class or enum that a declaration's type spells out with its body, or NONE. */
function definedType(l: Lowerer, type: CstNode): CstNode {
  return type !== NONE && SPECIFIER.test(l.cst.kind(type)) && l.cst.field(type, "body") !== NONE ? type : NONE;
}

// Variables

function declarators(l: Lowerer, node: CstNode): CstNode[] {
  return l.cst
    .fields(node, "declarator")
    .filter((child) => !/^(ms_call_modifier|gnu_asm_expression)$/.test(l.cst.kind(child)));
}

function declaration(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const all = declarators(l, node);
  const type = cst.field(node, "type");
  const [only = NONE] = all;
  if (all.length === 0 && type !== NONE && cst.fields(node, "declarator").length === 0) {
    l.lower(type, role);
    return;
  }
  const parts = only === NONE ? undefined : declared(l, only);
  if (
    all.length === 1 &&
    parts &&
    cst.kind(only) !== "init_declarator" &&
    isFunction(parts) &&
    !isConstruction(l, node, parts)
  ) {
    functionLike(l, node, only, role);
    return;
  }
  if (only !== NONE && all.length === 1 && cst.kind(only) === "operator_cast") {
    functionLike(l, node, only, role);
    return;
  }
  const children = () => {
    lowerModifiers(l, node);
    const defined = definedType(l, type);
    if (defined !== NONE) l.lower(defined, Role.Declaration);
    for (const declarator of all)
      variable(l, node, declarator, declarator === only ? type : isRepeatable(l, type) ? type : NONE);
  };
  l.node(Kind.VariableDeclaration, role, node, children);
}

/** `T x(y);` inside of a function: the grammar takes it for a prototype, people mean a variable. */
function isConstruction(l: Lowerer, node: CstNode, { wrappers }: Declared): boolean {
  const { cst } = l;
  if (l.language !== "cpp" || cst.parent(node) === NONE) return false;
  if (!/^(compound_statement|case_statement)$/.test(cst.kind(cst.parent(node)))) return false;
  const list = cst.field(wrappers.at(-1)!.node, "parameters");
  const parameters = list === NONE ? [] : cst.namedChildren(list);
  return parameters.length > 0 && parameters.every((parameter) => isBareName(l, parameter));
}

function isBareName(l: Lowerer, parameter: CstNode): boolean {
  const type = l.cst.field(parameter, "type");
  return (
    type !== NONE &&
    l.cst.namedChildren(parameter).length === 1 &&
    /^(type_identifier|qualified_identifier)$/.test(l.cst.kind(type))
  );
}

function variable(l: Lowerer, node: CstNode, declarator: CstNode, type: CstNode): void {
  const { cst } = l;
  const parts = declared(l, declarator);
  const construction = isFunction(parts) && isConstruction(l, node, parts);
  if (isFunction(parts) && !construction && cst.kind(declarator) !== "init_declarator") {
    functionLike(l, node, declarator, Role.Declaration);
    return;
  }
  const wrappers = construction ? parts.wrappers.slice(0, -1) : parts.wrappers;
  const given = cst.kind(declarator) === "init_declarator" ? cst.field(declarator, "value") : cst.field(node, "value");
  const ofField = given === NONE ? cst.field(node, "default_value") : given;
  l.node(Kind.Declarator, Role.Declarator, declarator, () => {
    lowerName(l, parts.name, Role.Target);
    lowerWrapped(l, type, wrappers, Role.Type);
    if (construction) constructed(l, type, cst.field(parts.wrappers.at(-1)!.node, "parameters"));
    else lowerValue(l, declarator, type, ofField);
    for (const { sign, node: array } of wrappers) if (sign === "[]") l.lowerField(array, "size", Role.Element);
  });
}

/** `= e`, `(e)`, `{e}`. */
function lowerValue(l: Lowerer, declarator: CstNode, type: CstNode, value: CstNode): void {
  const { cst } = l;
  if (value === NONE) return;
  const isList = cst.kind(value) === "initializer_list";
  if (
    cst.kind(value) === "argument_list" ||
    (isList && cst.kind(declarator) === "init_declarator" && !cst.hasToken(declarator, "="))
  )
    constructed(l, type, value);
  else l.lower(value, Role.Value);
}

function constructed(l: Lowerer, type: CstNode, args: CstNode): void {
  const { cst } = l;
  if (args === NONE) return;
  l.node(Kind.New, Role.Value, args, () => {
    if (type !== NONE && isRepeatable(l, type)) {
      if (cst.kind(type) === "qualified_identifier") lowerQualifiedType(l, type, Role.Callee);
      else lowerBase(l, type, Role.Callee);
    }
    for (const arg of cst.namedChildren(args)) {
      const name = cst.kind(arg) === "parameter_declaration" ? cst.field(arg, "type") : NONE;
      if (name === NONE) l.lower(arg, Role.Argument);
      else if (cst.kind(name) === "type_identifier") l.identifier(name, Role.Argument);
      else l.lower(name, Role.Argument);
    }
  });
}

/** The name in a declarator: an identifier, several in a structured binding. */
function lowerName(l: Lowerer, name: CstNode, role: Role): void {
  if (name === NONE) return;
  const { cst } = l;
  if (cst.kind(name) === "structured_binding_declarator")
    l.node(Kind.Tuple, role, name, () => l.lowerAll(cst.namedChildren(name), Role.Element));
  else if (/identifier$/.test(cst.kind(name)) && cst.kind(name) !== "qualified_identifier") l.identifier(name, role);
  else l.lower(name, role);
}

function typeDefinition(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const type = cst.field(node, "type");
  const names = cst.fields(node, "declarator");
  const children = () => {
    const defined = definedType(l, type);
    if (defined !== NONE) classLike(l, defined, Role.Declaration, names[0] ?? NONE);
    for (const name of names) {
      const parts = declared(l, name);
      l.node(Kind.Declarator, Role.Declarator, name, () => {
        if (parts.name !== NONE) l.identifier(parts.name, Role.Target);
        if (isRepeatable(l, type) || defined !== NONE) lowerWrapped(l, type, parts.wrappers, Role.Type);
      });
    }
  };
  l.node(Kind.VariableDeclaration, role, node, children, intern("type"), Flag.TypeOnly);
}

function alias(l: Lowerer, node: CstNode, role: Role): void {
  const children = () => {
    l.node(Kind.Declarator, Role.Declarator, node, () => {
      const name = l.cst.field(node, "name");
      if (name !== NONE) l.identifier(name, Role.Target);
      l.lowerField(node, "type", Role.Type);
    });
  };
  l.node(Kind.VariableDeclaration, role, node, children, intern("type"), Flag.TypeOnly);
}

// Functions

/** A function's definition or prototype. */
function functionLike(l: Lowerer, node: CstNode, declarator: CstNode, role: Role): void {
  const { cst } = l;
  const { name, wrappers } = declared(l, declarator);
  const inner = wrappers.at(-1)?.sign === "()" ? wrappers.at(-1)!.node : NONE;
  const isConversion = declarator !== NONE && cst.kind(declarator) === "operator_cast";
  const type = cst.field(node, "type");
  const last = lastName(l, name);
  const isQualified = name !== NONE && cst.kind(name) === "qualified_identifier";
  const isMethod = role === Role.Member || isQualified;
  let flags = modifierFlags(l, node);
  if (isMethod) flags |= Flag.Method;
  if (isMethod && type === NONE && !isConversion) flags |= Flag.Accessor;
  const trailing = inner === NONE ? NONE : cst.childOfKind(inner, "trailing_return_type");
  const children = () => {
    lowerModifiers(l, node);
    const scope = isQualified ? cst.field(name, "scope") : NONE;
    if (scope !== NONE) l.leaf(Kind.Type, Role.Object, scope, typeSymbol(l, scope));
    if (last !== NONE && /identifier$/.test(cst.kind(last))) l.identifier(last, Role.Name);
    else if (last !== NONE && !isConversion)
      l.leaf(Kind.Identifier, Role.Name, last, intern(l.text(last).replace(/\s+/g, "")));
    const operator = isConversion ? cst.field(declarator, "declarator") : NONE;
    const parameters = cst.field(inner === NONE ? operator : inner, "parameters");
    l.lower(parameters, Role.Parameter);
    if (trailing !== NONE) l.lower(trailing, Role.ReturnType);
    else lowerWrapped(l, isConversion ? cst.field(declarator, "type") : type, wrappers.slice(0, -1), Role.ReturnType);
    l.lower(cst.childOfKind(node, "field_initializer_list"), Role.Init);
    body(l, node);
  };
  l.node(Kind.Function, role, node, children, functionSymbol(l, last, isConversion), flags);
}

function functionSymbol(l: Lowerer, name: CstNode, isConversion: boolean): number {
  if (isConversion) return intern("operator");
  if (name === NONE) return 0;
  return /identifier$/.test(l.cst.kind(name)) ? l.nameSymbol(name) : intern(l.text(name).replace(/\s+/g, ""));
}

function body(l: Lowerer, node: CstNode): void {
  const given = l.cst.field(node, "body");
  const tried = given === NONE ? l.cst.childOfKind(node, "try_statement") : given;
  if (tried === NONE) return;
  if (l.cst.kind(tried) === "try_statement") l.node(Kind.Block, Role.Body, tried, () => l.lower(tried, Role.Statement));
  else l.lower(tried, Role.Body);
}

/** `: a_(1), Base{2}` before a constructor's body. */
function fieldInitializer(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const [name = NONE, args = NONE] = cst.namedChildren(node);
  const values = args === NONE ? [] : cst.namedChildren(args);
  l.node(Kind.ExpressionStatement, role, node, () => {
    if (values.length === 1 && name !== NONE && cst.kind(name) === "field_identifier")
      l.node(
        Kind.Assign,
        Role.Expression,
        node,
        () => {
          l.node(Kind.Member, Role.Target, name, () => l.leaf(Kind.This, Role.Object, name), l.nameSymbol(name));
          l.lower(values[0]!, Role.Value);
        },
        intern("="),
      );
    else
      l.node(Kind.Call, Role.Expression, node, () => {
        l.lower(name, Role.Callee);
        l.lowerAll(values, Role.Argument);
      });
  });
}

function parameter(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const type = cst.field(node, "type");
  const declarator = cst.field(node, "declarator");
  const { name, wrappers } = declared(l, declarator);
  if (declarator === NONE && type !== NONE && (l.text(node) === "void" || l.ellipsis(type, role))) return;
  if (l.ellipsis(name, role)) return;
  const isRest = cst.kind(node).startsWith("variadic") || (declarator !== NONE && cst.hasToken(declarator, "..."));
  const children = () => {
    lowerModifiers(l, node);
    lowerName(l, name, Role.Target);
    lowerWrapped(l, type, wrappers, Role.Type);
    l.lowerField(node, "default_value", Role.Default);
  };
  l.node(Kind.Parameter, role, node, children, l.nameSymbol(name), isRest ? Flag.Rest : Flag.None);
}

function parameterList(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  for (const child of cst.children(node))
    if (!cst.isNamed(child)) {
      if (cst.kind(child) === "...") l.leaf(Kind.Parameter, role, child, 0, Flag.Rest);
    } else if (cst.kind(child) === "identifier") {
      if (!l.ellipsis(child, role))
        l.node(Kind.Parameter, role, child, () => l.identifier(child, Role.Target), l.nameSymbol(child));
    } else if (!cst.grammar.isComment(cst.kindId(child))) l.lower(child, cst.isBroken(child) ? Role.Element : role);
}

/** `[&, x = 1](int a) { … }`. */
function lambda(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const declarator = cst.field(node, "declarator");
  const captures = cst.field(node, "captures");
  const children = () => {
    if (declarator !== NONE) l.lowerField(declarator, "parameters", Role.Parameter);
    if (declarator !== NONE) l.lower(cst.childOfKind(declarator, "trailing_return_type"), Role.ReturnType);
    if (captures !== NONE)
      for (const capture of cst.namedChildren(captures))
        if (cst.kind(capture) === "lambda_capture_initializer") l.lower(capture, Role.Init);
    l.lowerField(node, "body", Role.Body);
  };
  l.node(Kind.Function, role, node, children, 0, Flag.Lambda);
}

// Structs, classes, enums

function specifier(l: Lowerer, node: CstNode, role: Role): void {
  if (role === Role.Statement || role === Role.Member || role === Role.Declaration) classLike(l, node, role, NONE);
  else lowerBase(l, node, role);
}

/** `named` is the typedef's name, for a struct that has none of its own. */
function classLike(l: Lowerer, node: CstNode, role: Role, named: CstNode): void {
  const { cst } = l;
  const own = cst.field(node, "name");
  const name = lastName(l, own === NONE ? declared(l, named).name : own);
  const keyword = cst.firstChild(node);
  const bases = cst.childOfKind(node, "base_class_clause");
  const members = cst.field(node, "body");
  const children = () => {
    if (keyword !== NONE && l.text(keyword) !== "class")
      l.leaf(Kind.Modifier, Role.Modifier, keyword, l.symbol(keyword));
    if (name !== NONE) l.identifier(name, Role.Name);
    if (own !== NONE) lowerTypeArguments(l, own);
    if (bases !== NONE)
      for (const base of cst.namedChildren(bases)) {
        if (cst.kind(base) === "qualified_identifier") lowerQualifiedType(l, base, Role.Superclass);
        else if (cst.kind(base) !== "access_specifier") l.lower(base, Role.Superclass);
      }
    if (members !== NONE)
      for (const member of cst.namedChildren(members))
        l.lower(member, cst.isBroken(member) ? Role.Element : Role.Member);
  };
  l.node(Kind.Class, role, node, children, l.nameSymbol(name));
}

function fieldDeclaration(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const type = cst.field(node, "type");
  const all = declarators(l, node);
  const defined = definedType(l, type);
  const [only = NONE] = all;
  if (all.length === 0) {
    if (type !== NONE && !l.ellipsis(type, role)) l.lower(type, role);
    return;
  }
  const write = (declarator: CstNode, as: Role, whole: CstNode) => {
    const parts = declared(l, declarator);
    if (isFunction(parts)) {
      functionLike(l, node, declarator, as === Role.Declarator ? Role.Declaration : as);
      return;
    }
    const values = cst.fields(node, "default_value");
    const value = all.length === 1 ? (values[0] ?? NONE) : NONE;
    if (value === NONE && l.ellipsis(parts.name, as)) return;
    const children = () => {
      lowerModifiers(l, node);
      lowerName(l, parts.name, Role.Name);
      if (declarator === only || isRepeatable(l, type)) lowerWrapped(l, type, parts.wrappers, Role.Type);
      l.lower(value, Role.Value);
    };
    l.node(Kind.Field, as, whole, children, l.nameSymbol(parts.name), modifierFlags(l, node));
  };
  if (all.length === 1 && defined === NONE) write(only, role, node);
  else
    l.node(Kind.VariableDeclaration, role, node, () => {
      if (defined !== NONE) l.lower(defined, Role.Declaration);
      for (const declarator of all) write(declarator, Role.Declarator, declarator);
    });
}

function enumerator(l: Lowerer, node: CstNode, role: Role): void {
  const name = l.cst.field(node, "name");
  if (l.cst.field(node, "value") === NONE && l.ellipsis(name, role)) return;
  l.node(Kind.EnumMember, role, node, () => l.lowerField(node, "value", Role.Value), l.nameSymbol(name));
}

// Namespaces and the preprocessor

/** `a::b` of a namespace as `a.b`. */
function namespaceName(l: Lowerer, node: CstNode): string {
  if (node === NONE) return "";
  const { cst } = l;
  if (cst.kind(node) !== "nested_namespace_specifier") return nameOf(typeSymbol(l, node));
  return cst
    .namedChildren(node)
    .map((child) => nameOf(l.nameSymbol(child)))
    .join(".")
    .replaceAll("::", ".");
}

function namespace(l: Lowerer, node: CstNode, role: Role): void {
  const body = l.cst.field(node, "body");
  const children = () => {
    if (body !== NONE) l.lowerAll(l.cst.namedChildren(body), Role.Statement);
  };
  l.node(Kind.Namespace, role, node, children, l.stringSymbol(namespaceName(l, l.cst.field(node, "name"))));
}

/** `using namespace a;`, `using a::b;`. */
function usingDeclaration(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const [name = NONE] = cst.namedChildren(node);
  const isNamespace = cst.hasToken(node, "namespace");
  const full = name === NONE ? "" : nameOf(typeSymbol(l, name));
  const dot = full.lastIndexOf(".");
  const module = isNamespace ? full : full.slice(0, Math.max(0, dot));
  const imported = isNamespace ? "*" : full.slice(dot + 1);
  const children = () => {
    if (name !== NONE) l.leaf(Kind.ImportSpecifier, Role.Specifier, name, intern(imported));
  };
  l.node(Kind.Import, role, node, children, intern(module));
}

function namespaceAlias(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const name = cst.field(node, "name");
  const target = cst.namedChildren(node).find((child) => child !== name) ?? NONE;
  const children = () => {
    if (name !== NONE)
      l.node(Kind.ImportSpecifier, Role.Specifier, name, () => l.identifier(name, Role.Alias), intern("*"));
  };
  l.node(Kind.Import, role, node, children, intern(namespaceName(l, target)));
}

function include(l: Lowerer, node: CstNode, role: Role): void {
  const path = l.cst.field(node, "path");
  const text = path === NONE ? "" : l.text(path).replace(/^["<]|[">]$/g, "");
  l.leaf(Kind.Import, role, node, l.placeholder(path) ? l.nameSymbol(path) : intern(text));
}

/** `#define N 5`: what looks like a number or a string is its value. */
function define(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const name = cst.field(node, "name");
  const value = cst.field(node, "value");
  const children = () => {
    l.node(Kind.Declarator, Role.Declarator, node, () => {
      if (name !== NONE) l.identifier(name, Role.Target);
      const text = value === NONE ? "" : l.text(value).trim();
      if (/^-?(0x[\da-f]+|\d[\d.]*)[ulf]*$/i.test(text)) l.leaf(Kind.Number, Role.Value, value, intern(text));
      else if (/^"(?:\\.|[^"\\])*"$/.test(text)) l.string(value, Role.Value, text.slice(1, -1));
      else if (/^[A-Za-z_]\w*$/.test(text)) l.leaf(Kind.Identifier, Role.Value, value, intern(text));
      else if (text !== "") l.leaf(Kind.Opaque, Role.Value, value, intern("preproc_arg"));
    });
  };
  l.node(Kind.VariableDeclaration, role, node, children, intern("#define"));
}

const conditionalCode: LowerFunction = (l, node, role) => {
  const { cst } = l;
  const left = [cst.field(node, "condition"), cst.field(node, "name")];
  for (const child of cst.namedChildren(node)) if (!left.includes(child)) l.lower(child, role);
};

const linkage: LowerFunction = (l, node, role) => {
  const body = l.cst.field(node, "body");
  l.lower(body, role);
};

const withoutParameters: LowerFunction = (l, node, role) => {
  const parameters = l.cst.field(node, "parameters");
  for (const child of l.cst.namedChildren(node))
    if (child !== parameters && l.cst.kind(child) !== "requires_clause") l.lower(child, role);
};

/** Entries of the table. */
export const DECLARATIONS: Readonly<Record<string, LoweringEntry>> = {
  declaration,
  type_definition: typeDefinition,
  alias_declaration: alias,
  function_definition: (l, node, role) => functionLike(l, node, l.cst.field(node, "declarator"), role),
  template_declaration: withoutParameters,
  template_instantiation: "leave out",
  template_parameter_list: "leave out",
  friend_declaration: "leave out",
  field_initializer_list: "through",
  field_initializer: fieldInitializer,
  parameter_list: parameterList,
  parameter_declaration: parameter,
  optional_parameter_declaration: parameter,
  variadic_parameter_declaration: parameter,
  variadic_parameter: (l, node, role) => void l.leaf(Kind.Parameter, role, node, 0, Flag.Rest),
  lambda_expression: lambda,
  lambda_capture_initializer: {
    kind: Kind.Declarator,
    fields: { left: Role.Target, right: Role.Value },
  },

  struct_specifier: specifier,
  union_specifier: specifier,
  class_specifier: specifier,
  enum_specifier: specifier,
  field_declaration_list: "through",
  field_declaration: fieldDeclaration,
  enumerator_list: "through",
  enumerator,

  namespace_definition: namespace,
  nested_namespace_specifier: "leave out",
  namespace_alias_definition: namespaceAlias,
  using_declaration: usingDeclaration,
  linkage_specification: linkage,
  declaration_list: "through",

  preproc_include: include,
  preproc_def: define,
  preproc_if: conditionalCode,
  preproc_ifdef: conditionalCode,
  preproc_elif: conditionalCode,
  preproc_elifdef: conditionalCode,
  preproc_else: conditionalCode,
};
