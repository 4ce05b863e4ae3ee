// What functions and classes are called: by a name of their own, or after what they are put in. While that is the same, a unit stays
// the same over edits.

import { type Ast, type AstNode, NO_NODE } from "../syntax/ast.ts";
import { Kind, Role } from "../syntax/kind.ts";
import { intern, type Sym } from "../syntax/symbols.ts";

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

/** What a class knows a method by: accessors of C#'s properties by the property's name too. */
export function methodName(ast: Ast, node: AstNode): Sym {
  const parent = ast.parent(node);
  if (ast.language !== "csharp" || ast.kind(parent) !== Kind.Field) return ast.symbol(node);
  return intern(`${ast.name(node) === "get" ? "get" : "set"} ${ast.name(parent)}`);
}
