// `make(T, …)` and `T{…}` both make a T: to patterns of Go they are one construct. `new(T)` is one, too, and is `&T{}`.

import { type Ast, type AstNode, NO_NODE } from "../../syntax/ast.ts";
import { Kind, Role } from "../../syntax/kind.ts";
import { matchArguments } from "./match-lists.ts";
import type { Matcher, Next } from "./matcher.ts";
import { childIn, childrenIn, isEllipsis, type PatternNode } from "./pattern.ts";

/** The functions that make what their first argument names. */
export const MAKERS: readonly string[] = ["make", "new"];

interface Construction<Part> {
  readonly type: Part;
  readonly values: readonly Part[];
}

export function constructionOfPattern(pattern: PatternNode): Construction<PatternNode> | undefined {
  switch (pattern.kind) {
    case Kind.Call: {
      const callee = childIn(pattern, Role.Callee);
      if (callee?.kind !== Kind.Identifier || !MAKERS.includes(callee.name)) return undefined;
      const [type, ...values] = childrenIn(pattern, Role.Argument);
      // The ellipsis for a type alone leaves open what follows it.
      return type && { type, values: values.length === 0 && isEllipsis(type) ? [type] : values };
    }
    case Kind.New: {
      const type = childIn(pattern, Role.Callee);
      return type && { type, values: childrenIn(pattern, Role.Argument) };
    }
    case Kind.Object:
    case Kind.Array: {
      const type = childIn(pattern, Role.Type);
      return type && { type, values: childrenIn(pattern, Role.Element) };
    }
    default:
      return undefined;
  }
}

export function isMakerCall(ast: Ast, node: AstNode): boolean {
  if (ast.language !== "go" || ast.kind(node) !== Kind.Call) return false;
  const callee = ast.child(node, Role.Callee);
  return ast.kind(callee) === Kind.Identifier && MAKERS.includes(ast.name(callee));
}

function isAddress(ast: Ast, node: AstNode): boolean {
  if (ast.kind(node) === Kind.Unary) return ast.name(node) === "&";
  return isMakerCall(ast, node) && ast.name(ast.child(node, Role.Callee)) === "new";
}

function constructionOf(ast: Ast, node: AstNode): Construction<AstNode> | undefined {
  const of = (type: AstNode, values: readonly AstNode[]) => (type === NO_NODE ? undefined : { type, values });
  switch (ast.kind(node)) {
    case Kind.Call: {
      const [type = NO_NODE, ...values] = ast.children(node, Role.Argument);
      return isMakerCall(ast, node) ? of(type, values) : undefined;
    }
    case Kind.New:
      return of(ast.child(node, Role.Callee), ast.children(node, Role.Argument));
    case Kind.Object:
    case Kind.Array:
      return of(ast.child(node, Role.Type), ast.children(node, Role.Element));
    default:
      return undefined;
  }
}

/** A construct in one way of writing, with one in another. */
export function matchConstruction(m: Matcher, pattern: PatternNode, node: AstNode, next: Next): void {
  const { ast } = m;
  const wanted = constructionOfPattern(pattern);
  const isNew = pattern.kind === Kind.Call && childIn(pattern, Role.Callee)!.name === "new";
  if (!wanted || (isNew && !isAddress(ast, node))) return;
  const own = constructionOf(ast, ast.kind(node) === Kind.Unary && isNew ? ast.child(node, Role.Operand) : node);
  if (own) m.expression(wanted.type, own.type, () => matchArguments(m, wanted.values, 0, own.values, 0, next));
}
