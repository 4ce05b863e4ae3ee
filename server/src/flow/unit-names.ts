// What functions and classes are called: by a name of their own, or after what they are put in. While that is the same, a unit stays
// the same over edits.

import { type Ast, type AstNode, NO_NODE } from "../syntax/ast.ts";
import { Flag, Kind, Role } from "../syntax/kind.ts";
import { intern, nameOf, type Sym } from "../syntax/symbols.ts";

type NameOfInner = (ast: Ast, naming: AstNode, inner: AstNode) => string;

const byTarget: NameOfInner = (ast, naming, inner) => {
  const target = ast.child(naming, Role.Target);
  return target !== NO_NODE && target !== inner ? ast.name(target) : "";
};

/** Nodes after which a function or class without a name, right in them, is called. */
const NAMING: ReadonlyMap<number, NameOfInner> = new Map([
  [Kind.Declarator, byTarget],
  [Kind.Assign, byTarget],
  [
    Kind.Pair,
    (ast: Ast, pair: AstNode, inner: AstNode) =>
      ast.role(inner) === Role.Value ? ast.name(ast.child(pair, Role.Key)) : "",
  ],
  [Kind.Field, (ast: Ast, field: AstNode) => ast.name(field)],
]);

/** What a function without a name of its own is called after: the variable, key or member that it is put in. */
export function nameFromContext(ast: Ast, node: AstNode): string {
  const naming = ast.parent(node);
  return NAMING.get(ast.kind(naming))?.(ast, naming, node) ?? "";
}

/** Whether functions or classes may be called after what stands in a node. */
export function mayNameUnits(ast: Ast, node: AstNode): boolean {
  const { kinds, nexts } = ast.columns;
  if (!NAMING.has(kinds[node]!)) return false;
  for (let child = node + 1; child < nexts[node]!; child = nexts[child]!) if (isDefinition(kinds[child]!)) return true;
  return false;
}

/** A function or a class: what makes a unit. */
export function isDefinition(kind: number): boolean {
  return kind === Kind.Function || kind === Kind.Class;
}

/** A function that only says how one of its name may be called: TypeScript's without a body, Python's with `@overload`. */
export function isSignature(ast: Ast, node: AstNode): boolean {
  if (ast.kind(node) !== Kind.Function) return false;
  if (ast.child(node, Role.Body) === NO_NODE) return true;
  if (ast.language !== "python") return false;
  return ast.children(node, Role.Decorator).some((decorator) => {
    const expression = ast.firstChild(decorator);
    return expression !== NO_NODE && ast.name(expression) === "overload";
  });
}

/** The name under which a class knows an accessor of a property. */
export function accessorName(kind: "get" | "set" | "delete", property: Sym): Sym {
  return intern(`${kind} ${nameOf(property)}`);
}

/** What a class knows a method by: accessors by what they do as well. */
export function methodName(ast: Ast, node: AstNode): Sym {
  const name = ast.symbol(node);
  switch (ast.language) {
    case "csharp":
    case "kotlin": {
      const parent = ast.parent(node);
      return ast.kind(parent) === Kind.Field
        ? accessorName(ast.name(node) === "get" ? "get" : "set", ast.symbol(parent))
        : name;
    }
    case "javascript":
    case "typescript":
    case "tsx":
      if (!ast.hasFlag(node, Flag.Accessor) || name === CONSTRUCTOR) return name;
      return accessorName(ast.child(node, Role.Parameter) === NO_NODE ? "get" : "set", name);
    case "python":
      return pythonAccessor(ast, node) ?? name;
    case "ruby":
      return isDefinedByCall(ast, node) ? ast.symbol(definedAs(ast, node)) : name;
    default:
      return name;
  }
}

const CONSTRUCTOR = intern("constructor");

/** `@property`, `@cached_property` and whatever else is called so; `@name.setter`. */
function pythonAccessor(ast: Ast, node: AstNode): Sym | undefined {
  if (!ast.hasFlag(node, Flag.Method)) return undefined;
  for (const decorator of ast.children(node, Role.Decorator)) {
    const expression = ast.firstChild(decorator);
    if (expression === NO_NODE) continue;
    const isMember = ast.kind(expression) === Kind.Member;
    if (!isMember && ast.kind(expression) !== Kind.Identifier) continue;
    const word = ast.name(expression);
    if (word.endsWith("property")) return accessorName("get", ast.symbol(node));
    if (isMember && (word === "setter" || word === "deleter"))
      return accessorName(word === "setter" ? "set" : "delete", ast.symbol(node));
  }
  return undefined;
}

/** A block that becomes a method of the class in whose body it stands: `scope :open, -> { … }`, `define_method(:name) { … }`. */
export function isDefinedByCall(ast: Ast, node: AstNode): boolean {
  return ast.language === "ruby" && ast.hasFlag(node, Flag.Lambda) && definedAs(ast, node) !== NO_NODE;
}

function definedAs(ast: Ast, block: AstNode): AstNode {
  let call = ast.parent(block);
  // `scope :open, lambda { … }`
  if (calleeName(ast, call) === "lambda") call = ast.parent(call);
  if (!/^(scope|define_method)$/.test(calleeName(ast, call))) return NO_NODE;
  const statement = ast.parent(call);
  if (ast.kind(statement) !== Kind.ExpressionStatement || ast.kind(ast.parent(statement)) !== Kind.Class)
    return NO_NODE;
  const name = ast.child(call, Role.Argument);
  return name !== NO_NODE && ast.kind(name) === Kind.Atom ? name : NO_NODE;
}

function calleeName(ast: Ast, call: AstNode): string {
  const callee = ast.kind(call) === Kind.Call ? ast.child(call, Role.Callee) : NO_NODE;
  return callee === NO_NODE ? "" : ast.name(callee);
}
