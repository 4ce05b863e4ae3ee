// What metavariables are bound to, and when two occurrences of one are the same thing.

import { type Ast, type AstNode, NO_NODE } from "../../syntax/ast.ts";
import { Flag, Kind, Role } from "../../syntax/kind.ts";
import type { Names } from "../../syntax/names.ts";
import type { Span } from "../../text/span.ts";

export type Binding = NodeBinding | NodesBinding | NameBinding | TextBinding;

/** An expression, statement, type… of the file. */
export interface NodeBinding extends Span {
  readonly kind: "node";
  readonly ast: Ast;
  readonly node: AstNode;
}

/** Arguments, parameters, statements that `$...X` stands for; perhaps none. */
export interface NodesBinding extends Span {
  readonly kind: "nodes";
  readonly ast: Ast;
  readonly nodes: readonly AstNode[];
}

/** A name that is no node of its own: a member's, a keyword argument's, a resolved name. `text` is the name. */
export interface NameBinding extends Span {
  readonly kind: "name";
  readonly ast: Ast;
  readonly text: string;
}

/** What stands in a string, or what a regular expression found. */
export interface TextBinding extends Span {
  readonly kind: "text";
  readonly text: string;
  /** The whole text that the span counts in. */
  readonly source: string;
}

export type Bindings = ReadonlyMap<string, Binding>;

/** The code that a metavariable stands for, as written. */
export function textOf(binding: Binding): string {
  switch (binding.kind) {
    case "node":
      return binding.ast.textOf(binding.node);
    case "nodes":
      return binding.ast.text.slice(binding.start, binding.end);
    case "name":
    case "text":
      return binding.text;
    default:
      return binding satisfies never;
  }
}

/** Whether two sets of bindings bind the same names to the same places. */
export function sameBindings(a: Bindings, b: Bindings): boolean {
  if (a.size !== b.size) return false;
  for (const [name, one] of a) {
    const other = b.get(name);
    if (other === one) continue;
    if (other === undefined || other.start !== one.start || other.end !== one.end) return false;
    if (one.kind === "name" || one.kind === "text") {
      if (textOf(one) !== textOf(other)) return false;
    }
  }
  return true;
}

/** Flags that say how something was spelled, not what it is. */
const SPELLING = Flag.Optional | Flag.Shorthand | Flag.Prefix;

export interface EqualityOptions {
  /** Two variables of the same name in different scopes are different. */
  readonly isStrict: boolean;
  /** The constant that an identifier always is, if there is one. */
  readonly constantOf: (ast: Ast, node: AstNode) => string | number | boolean | null | undefined;
}

export function equalBindings(
  a: Binding,
  b: Binding,
  names: (ast: Ast) => Names | undefined,
  options: EqualityOptions,
): boolean {
  if (a.kind === "text" || b.kind === "text") return equalTexts(a, b);
  if (a.kind === "name" || b.kind === "name") return nameText(a) !== undefined && nameText(a) === nameText(b);
  if (a.kind === "nodes" || b.kind === "nodes") {
    if (a.kind !== "nodes" || b.kind !== "nodes" || a.nodes.length !== b.nodes.length) return false;
    return a.nodes.every((node, at) => equalNodes(a.ast, node, b.ast, b.nodes[at]!, names, options));
  }
  if (equalNodes(a.ast, withoutCasts(a), b.ast, withoutCasts(b), names, options)) return true;
  return isLiteralNode(a.ast, a.node) !== isLiteralNode(b.ast, b.node) && equalConstants(a, b, options);
}

/** `(long) n` is `n`. */
function withoutCasts({ ast, node }: NodeBinding): AstNode {
  let at = node;
  while (ast.kind(at) === Kind.Cast && ast.child(at, Role.Operand) !== NO_NODE) at = ast.child(at, Role.Operand);
  return at;
}

function equalConstants(a: NodeBinding, b: NodeBinding, { constantOf }: EqualityOptions): boolean {
  const one = constantOf(a.ast, a.node);
  return one !== undefined && one === constantOf(b.ast, b.node);
}

function isLiteralNode(ast: Ast, node: AstNode): boolean {
  const kind = ast.kind(node);
  return kind === Kind.String || kind === Kind.Number || kind === Kind.Boolean;
}

function equalTexts(a: Binding, b: Binding): boolean {
  const contents = (binding: Binding): string | undefined => {
    if (binding.kind === "text" || binding.kind === "name") return binding.text;
    if (binding.kind !== "node") return undefined;
    const { ast, node } = binding;
    const kind = ast.kind(node);
    if (kind === Kind.String) return ast.stringValue(node);
    return kind === Kind.Identifier || kind === Kind.Atom || kind === Kind.Number ? ast.name(node) : undefined;
  };
  const one = contents(a);
  return one !== undefined && one === contents(b);
}

function nameText(binding: Binding): string | undefined {
  if (binding.kind === "name") return binding.text;
  if (binding.kind !== "node") return undefined;
  const { ast, node } = binding;
  switch (ast.kind(node)) {
    case Kind.Identifier:
    case Kind.Type:
    case Kind.Parameter:
      return ast.name(node);
    case Kind.Member:
      return dottedName(ast, node);
    default:
      return undefined;
  }
}

function dottedName(ast: Ast, node: AstNode): string | undefined {
  const parts: string[] = [];
  let at = node;
  while (ast.kind(at) === Kind.Member) {
    parts.push(ast.name(at));
    at = ast.child(at, Role.Object);
  }
  return ast.kind(at) === Kind.Identifier ? [ast.name(at), ...parts.reverse()].join(".") : undefined;
}

/** Whether two subtrees are the same code, whatever the spaces, quotes and comments. */
function equalNodes(
  a: Ast,
  x: AstNode,
  b: Ast,
  y: AstNode,
  names: (ast: Ast) => Names | undefined,
  options: EqualityOptions,
): boolean {
  if (a === b && x === y) return true;
  const left = a.columns;
  const right = b.columns;
  const size = left.nexts[x]! - x;
  if (right.nexts[y]! - y !== size) return equalDespiteRole(a, x, b, y);
  for (let at = 0; at < size; at++) {
    const one = x + at;
    const other = y + at;
    if (left.kinds[one] !== right.kinds[other] || left.symbols[one] !== right.symbols[other])
      return at === 0 && equalDespiteRole(a, x, b, y);
    if (left.nexts[one]! - one !== right.nexts[other]! - other) return false;
    if (at > 0 && left.roles[one] !== right.roles[other]) return false;
    if ((left.flags[one]! & ~SPELLING) !== (right.flags[other]! & ~SPELLING)) return false;
    if (options.isStrict && left.kinds[one] === Kind.Identifier && !isSameVariable(a, one, b, other, names))
      return false;
  }
  return true;
}

/** A parameter is its name; a type that is one name is that name. */
function equalDespiteRole(a: Ast, x: AstNode, b: Ast, y: AstNode): boolean {
  const nameable = (ast: Ast, node: AstNode): boolean => {
    const kind = ast.kind(node);
    return kind === Kind.Identifier || kind === Kind.Parameter || (kind === Kind.Type && ast.next(node) === node + 1);
  };
  return nameable(a, x) && nameable(b, y) && a.symbol(x) !== 0 && a.symbol(x) === b.symbol(y);
}

function isSameVariable(a: Ast, x: AstNode, b: Ast, y: AstNode, names: (ast: Ast) => Names | undefined): boolean {
  if (a !== b) return true;
  const known = names(a);
  if (!known) return true;
  const one = known.declarationOf(x);
  const other = known.declarationOf(y);
  if (one === 0 || other === 0) return true;
  // Functions and classes are known by their names, also where a constructor or overload has the same.
  if (a.role(one) === Role.Name || a.role(other) === Role.Name) return true;
  return one === other && declaredBefore(a, x, known, one) === declaredBefore(a, y, known, one);
}

/** Of a name that is declared several times (`var x` again), the declaration that a use comes after. */
function declaredBefore(ast: Ast, node: AstNode, names: Names, declaration: AstNode): AstNode {
  const writers = names.writersOf(declaration);
  if (writers.length < 2) return declaration;
  let last = declaration;
  for (const writer of writers)
    if (writer <= node && ast.role(writer) === Role.Target && ast.kind(ast.parent(writer)) === Kind.Declarator)
      last = writer;
  return last;
}
