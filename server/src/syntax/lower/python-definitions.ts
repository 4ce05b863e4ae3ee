// What Python code defines: functions, classes, parameters, and the types that annotate them.

import { type CstNode, NONE } from "../cst.ts";
import { Flag, Kind, Role } from "../kind.ts";
import type { Lowerer, LowerFunction } from "../lowering.ts";
import { intern } from "../symbols.ts";
import { isPlain, plainValue } from "./python-strings.ts";

/** `whole` is the decorated definition where there is one, so that the decorators lie inside the function's span. */
export function lowerFunction(l: Lowerer, node: CstNode, role: Role, whole: CstNode): void {
  const { cst } = l;
  const name = cst.field(node, "name");
  const decorators = cst.namedChildren(whole).filter((child) => cst.kind(child) === "decorator");
  let flags = asyncFlag(l, node);
  if (role === Role.Member) {
    flags |= Flag.Method;
    if (name !== NONE && l.text(name) === "__init__") flags |= Flag.Accessor;
    for (const decorator of decorators) {
      const text = l.text(decorator);
      if (/^@\s*staticmethod\b/.test(text)) flags |= Flag.Static;
      else if (/^@\s*((functools\.)?cached_property|property|\w+\.(setter|getter|deleter))\s*$/.test(text))
        flags |= Flag.Accessor;
    }
  }
  const children = () => {
    l.lowerAll(decorators, Role.Decorator);
    l.lower(name, Role.Name);
    lowerTypeParameters(l, node);
    lowerParameters(l, cst.field(node, "parameters"));
    l.lowerField(node, "return_type", Role.ReturnType);
    l.lowerField(node, "body", Role.Body);
  };
  l.node(Kind.Function, role, whole, children, l.nameSymbol(name), flags);
}

export function lowerClass(l: Lowerer, node: CstNode, role: Role, whole: CstNode): void {
  const { cst } = l;
  const name = cst.field(node, "name");
  const superclasses = cst.field(node, "superclasses");
  const body = cst.field(node, "body");
  const children = () => {
    for (const child of cst.namedChildren(whole)) if (cst.kind(child) === "decorator") l.lower(child, Role.Decorator);
    l.lower(name, Role.Name);
    lowerTypeParameters(l, node);
    if (superclasses !== NONE)
      for (const child of cst.namedChildren(superclasses))
        l.lower(child, cst.kind(child) === "keyword_argument" ? Role.Argument : Role.Superclass);
    if (body !== NONE) l.lowerAll(cst.namedChildren(body), Role.Member);
  };
  l.node(Kind.Class, role, whole, children, l.nameSymbol(name));
}

export function lowerParameters(l: Lowerer, parameters: CstNode): void {
  if (parameters === NONE) return;
  for (const parameter of l.cst.namedChildren(parameters)) lowerParameter(l, parameter, Role.Parameter);
}

export function lowerParameter(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const kind = cst.kind(node);
  if (kind === "keyword_separator" || kind === "positional_separator") return;
  if (cst.isBroken(node)) l.lower(node, role);
  else if (kind === "default_parameter" || kind === "typed_default_parameter")
    lowerBinding(l, cst.field(node, "name"), role, node, cst.field(node, "type"), cst.field(node, "value"));
  else if (kind === "typed_parameter")
    lowerBinding(l, cst.namedChildren(node)[0] ?? NONE, role, node, cst.field(node, "type"));
  else lowerBinding(l, node, role);
}

/** A Parameter that binds `target`: a name, a pattern, `*name` or `**name`. */
export function lowerBinding(
  l: Lowerer,
  target: CstNode,
  role: Role,
  whole: CstNode = target,
  type: CstNode = NONE,
  value: CstNode = NONE,
): void {
  const { cst } = l;
  let inner = target;
  let flags: Flag = Flag.None;
  if (target !== NONE && cst.kind(target) === "list_splat_pattern") {
    flags = Flag.Rest;
    inner = cst.namedChildren(target)[0] ?? NONE;
  } else if (target !== NONE && cst.kind(target) === "dictionary_splat_pattern") {
    flags = Flag.KeywordRest;
    inner = cst.namedChildren(target)[0] ?? NONE;
  }
  if (inner === NONE) return;
  if (flags === Flag.None && l.ellipsis(inner, role)) return;
  const symbol = cst.kind(inner) === "identifier" ? l.nameSymbol(inner) : 0;
  const children = () => {
    l.lower(inner, Role.Target);
    if (type !== NONE) lowerType(l, type, Role.Type);
    l.lower(value, Role.Default);
  };
  l.node(Kind.Parameter, role, whole, children, symbol, flags);
}

// Types

/** A type is an expression in Python; what is not built like a type stays one. */
export function lowerType(l: Lowerer, node: CstNode, role: Role): void {
  // What nests goes through the driver, which counts depth.
  const nests = /^(type|generic_type|union_type|subscript|binary_operator)$/.test(l.cst.kind(node));
  if (nests && role === Role.TypeArgument) l.lower(node, role);
  else typeNow(l, node, role);
}

/** What is a type where it stands as a type's argument, and else what `otherwise` makes of it. */
export function typeArgumentOr(otherwise: LowerFunction): LowerFunction {
  return (l, node, role) => (role === Role.TypeArgument ? typeNow : otherwise)(l, node, role);
}

export function typeNow(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const inner = cst.namedChildren(node);
  const [first = NONE, ...others] = inner;
  switch (cst.kind(node)) {
    case "type":
      for (const child of inner) lowerType(l, child, role);
      return;
    case "identifier":
      if (l.placeholder(node)) l.identifier(node, role);
      else l.leaf(Kind.Type, role, node, l.symbol(node));
      return;
    case "attribute":
    case "member_type":
    case "none":
    case "dotted_name":
      l.leaf(Kind.Type, role, node, intern(l.text(node).replace(/\s+/g, "")));
      return;
    case "string":
      if (!isPlain(l, node)) break;
      l.leaf(Kind.Type, role, node, intern(plainValue(l, node).trim()));
      return;
    case "generic_type":
    case "subscript": {
      const parameters = others.flatMap((child) =>
        cst.kind(child) === "type_parameter" ? cst.namedChildren(child) : [child],
      );
      lowerTypeWith(l, node, role, l.text(first).replace(/\s+/g, ""), parameters);
      return;
    }
    case "constrained_type":
      lowerTypeWith(l, node, role, l.text(first), others);
      return;
    case "splat_type":
      lowerTypeWith(l, node, role, l.text(first), []);
      return;
    case "binary_operator":
      if (!cst.hasToken(node, "|")) break;
      lowerTypeWith(l, node, role, "|", inner);
      return;
    case "union_type":
      lowerTypeWith(l, node, role, "|", inner);
      return;
  }
  if (role === Role.TypeArgument && cst.kind(node) === "binary_operator") l.leaf(Kind.Type, role, node, l.symbol(node));
  else l.lower(node, role);
}

function lowerTypeWith(l: Lowerer, node: CstNode, role: Role, head: string, parameters: readonly CstNode[]): void {
  const children = () => {
    for (const parameter of parameters) lowerType(l, parameter, Role.TypeArgument);
  };
  l.node(Kind.Type, role, node, children, intern(head));
}

/** `[T: int, *Ts]` after a function's or class's name. */
function lowerTypeParameters(l: Lowerer, node: CstNode): void {
  const { cst } = l;
  const parameters = cst.field(node, "type_parameters");
  if (parameters === NONE) return;
  for (const parameter of cst.namedChildren(parameters)) {
    const constrained = cst.childOfKind(parameter, "constrained_type");
    const [name = NONE, ...bounds] = cst.namedChildren(constrained === NONE ? parameter : constrained);
    const symbol = name === NONE ? 0 : intern(l.text(name).replace(/^\*+/, ""));
    const children = () => {
      for (const bound of bounds) lowerType(l, bound, Role.Type);
    };
    l.node(Kind.TypeParameter, Role.TypeParameter, parameter, children, symbol);
  }
}

/** The name of `type Name[T] = …`. */
export function lowerAliasName(l: Lowerer, left: CstNode): void {
  const { cst } = l;
  let name = left;
  while (name !== NONE && cst.kind(name) !== "identifier") name = cst.namedChildren(name)[0] ?? NONE;
  l.lower(name, Role.Target);
}

export function asyncFlag(l: Lowerer, node: CstNode): Flag {
  return l.cst.hasToken(node, "async") ? Flag.Async : Flag.None;
}
