// What Ruby defines: methods, classes, modules, parameters of methods and blocks; and bodies with their `rescue` and `ensure`.

import { type CstNode, NONE } from "../cst.ts";
import { Flag, Kind, Role } from "../kind.ts";
import type { Lowerer, LoweringEntry } from "../lowering.ts";
import { intern } from "../symbols.ts";

// Bodies

/** Statements that may be followed by `rescue`, `else` and `ensure`, as children of the open node. */
export function lowerBodyParts(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const children = cst.namedChildren(node).filter((child) => cst.kind(child) !== "empty_statement");
  if (!hasRescue(l, node)) {
    l.lowerAll(children, role);
    return;
  }
  l.node(Kind.Try, role, node, () => tryParts(l, children));
}

export function hasRescue(l: Lowerer, node: CstNode): boolean {
  return l.cst.childOfKind(node, "rescue") !== NONE || l.cst.childOfKind(node, "ensure") !== NONE;
}

function tryParts(l: Lowerer, children: readonly CstNode[]): void {
  const { cst } = l;
  const isClause = (child: CstNode) => /^(rescue|else|ensure)$/.test(cst.kind(child));
  blockOf(
    l,
    children.filter((child) => !isClause(child)),
    Role.Body,
  );
  for (const child of children)
    if (cst.kind(child) === "rescue") rescue(l, child);
    else if (isClause(child))
      blockOf(l, cst.namedChildren(child), cst.kind(child) === "else" ? Role.Else : Role.Finalizer);
}

/** A Block over some statements. */
export function blockOf(l: Lowerer, nodes: readonly CstNode[], role: Role): void {
  const statements = nodes.filter((node) => l.cst.kind(node) !== "empty_statement");
  const [first] = statements;
  const last = statements.at(-1);
  if (first === undefined || last === undefined) return;
  const block = l.out.open(Kind.Block, role, l.cst.start(first), l.cst.end(last));
  l.lowerAll(statements, Role.Statement);
  l.out.close(block);
}

function rescue(l: Lowerer, node: CstNode): void {
  const { cst } = l;
  const exceptions = cst.field(node, "exceptions");
  const variable = cst.field(node, "variable");
  const body = cst.field(node, "body");
  l.node(Kind.Catch, Role.Handler, node, () => {
    if (exceptions !== NONE) for (const type of cst.namedChildren(exceptions)) exceptionType(l, type);
    const [name = NONE] = variable === NONE ? [] : cst.namedChildren(variable);
    if (name !== NONE)
      l.node(Kind.Parameter, Role.Parameter, variable, () => l.lower(name, Role.Target), l.nameSymbol(name));
    if (body !== NONE) blockOf(l, cst.namedChildren(body), Role.Body);
  });
}

function exceptionType(l: Lowerer, node: CstNode): void {
  if (/^(constant|scope_resolution)$/.test(l.cst.kind(node)) && !l.placeholder(node))
    l.leaf(Kind.Type, Role.Type, node, l.symbol(node));
  else l.lower(node, Role.Type);
}

// Methods and blocks

export function lowerMethod(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const name = cst.field(node, "name");
  const body = cst.field(node, "body");
  const isExpression = body !== NONE && cst.kind(body) !== "body_statement";
  let flags = isExpression ? Flag.ExpressionBody : Flag.None;
  if (role === Role.Member) flags |= Flag.Method;
  if (cst.kind(node) === "singleton_method") flags |= Flag.Static;
  if (name !== NONE && l.text(name) === "initialize") flags |= Flag.Accessor;
  const children = () => {
    if (name !== NONE) l.identifier(name, Role.Name);
    lowerParameters(l, cst.field(node, "parameters"));
    if (isExpression) l.lower(body, Role.Body);
    else if (body !== NONE) l.node(Kind.Block, Role.Body, body, () => lowerBodyParts(l, body, Role.Statement));
  };
  l.node(Kind.Function, role, node, children, l.nameSymbol(name), flags);
}

/** `{ |x| … }`, `do |x| … end`: a function that is an argument. */
export function lowerBlock(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const body = cst.field(node, "body");
  const children = () => {
    lowerParameters(l, cst.field(node, "parameters"));
    if (body !== NONE) l.node(Kind.Block, Role.Body, body, () => lowerBodyParts(l, body, Role.Statement));
  };
  l.node(Kind.Function, role, node, children, 0, Flag.Lambda | Flag.Shorthand);
}

/** `->(x) { … }`. */
export function lowerLambda(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const block = cst.field(node, "body");
  const body = block === NONE ? NONE : cst.field(block, "body");
  const children = () => {
    lowerParameters(l, cst.field(node, "parameters"));
    if (body !== NONE) l.node(Kind.Block, Role.Body, body, () => lowerBodyParts(l, body, Role.Statement));
  };
  l.node(Kind.Function, role, node, children, 0, Flag.Lambda);
}

function lowerParameters(l: Lowerer, parameters: CstNode): void {
  if (parameters === NONE) return;
  const locals = l.cst.fields(parameters, "locals");
  for (const child of l.cst.namedChildren(parameters)) if (!locals.includes(child)) parameter(l, child, Role.Parameter);
}

const PARAMETER_FLAGS: Readonly<Record<string, Flag>> = {
  splat_parameter: Flag.Rest,
  forward_parameter: Flag.Rest,
  hash_splat_parameter: Flag.KeywordRest,
};

function parameter(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const kind = cst.kind(node);
  if (cst.isBroken(node)) {
    l.lower(node, Role.Element);
    return;
  }
  if (kind === "hash_splat_nil") return;
  const name = kind === "identifier" ? node : cst.field(node, "name");
  if (kind === "identifier" && l.ellipsis(node, role)) return;
  const children = () => {
    if (kind === "block_parameter") l.leaf(Kind.Modifier, Role.Modifier, node, intern("&"));
    else if (kind === "keyword_parameter") l.leaf(Kind.Modifier, Role.Modifier, node, intern(":"));
    if (kind === "destructured_parameter") l.node(Kind.Tuple, Role.Target, node, () => targets(l, node));
    else if (name !== NONE) l.identifier(name, Role.Target);
    l.lowerField(node, "value", Role.Default);
  };
  l.node(Kind.Parameter, role, node, children, l.nameSymbol(name), PARAMETER_FLAGS[kind] ?? Flag.None);
}

/** Nobody takes values apart deeper than this. */
const DEEPEST_TARGETS = 50;

/** The names in `(a, (b, *c))`. */
function targets(l: Lowerer, node: CstNode, depth = 0): void {
  const { cst } = l;
  for (const child of cst.namedChildren(node)) {
    const name = cst.kind(child) === "identifier" ? child : cst.field(child, "name");
    if (cst.kind(child) === "destructured_parameter")
      l.node(Kind.Tuple, Role.Element, child, () => {
        if (depth < DEEPEST_TARGETS) targets(l, child, depth + 1);
      });
    else if (cst.kind(child) === "splat_parameter")
      l.node(Kind.Spread, Role.Element, child, () => {
        if (name !== NONE) l.identifier(name, Role.Operand);
      });
    else if (name !== NONE) l.identifier(name, Role.Element);
  }
}

// Classes

/** `class`, `module`, `class << self`. */
export function lowerClass(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const kind = cst.kind(node);
  const name = cst.field(node, "name");
  const superclass = cst.field(node, "superclass");
  const body = cst.field(node, "body");
  const children = () => {
    if (kind !== "class")
      l.leaf(Kind.Modifier, Role.Modifier, cst.firstChild(node), intern(kind === "module" ? "module" : "<<"));
    if (name !== NONE) l.lower(name, Role.Name);
    if (superclass !== NONE) l.lowerAll(cst.namedChildren(superclass), Role.Superclass);
    l.lowerField(node, "value", Role.Element);
    if (body !== NONE) lowerBodyParts(l, body, Role.Member);
  };
  l.node(
    Kind.Class,
    role,
    node,
    children,
    name === NONE ? 0 : l.nameSymbol(name),
    kind === "singleton_class" ? Flag.Static : Flag.None,
  );
}

/** Entries of the table. */
export const DEFINITIONS: Readonly<Record<string, LoweringEntry>> = {
  method: lowerMethod,
  singleton_method: lowerMethod,
  class: lowerClass,
  module: lowerClass,
  singleton_class: lowerClass,
  superclass: "through",
  setter: "leave out",
  operator: "leave out",
  block: lowerBlock,
  do_block: lowerBlock,
  block_body: "through",
  body_statement: "through",
  method_parameters: "leave out",
  lambda_parameters: "leave out",
  block_parameters: "leave out",
  block_parameter: parameter,
  destructured_parameter: parameter,
  forward_parameter: parameter,
  hash_splat_nil: "leave out",
  hash_splat_parameter: parameter,
  keyword_parameter: parameter,
  optional_parameter: parameter,
  splat_parameter: parameter,
  rescue: "leave out",
  ensure: "leave out",
  exceptions: "leave out",
  exception_variable: "leave out",
};
