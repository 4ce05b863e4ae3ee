// `if … end` of Ruby where its value is wanted: the common AST has a Conditional there, to patterns it is the statement that they write.

import { type Ast, type AstNode, NO_NODE } from "../../syntax/ast.ts";
import { Kind, Role } from "../../syntax/kind.ts";
import { matchList } from "./match-lists.ts";
import { asksLikeUnless, isUnless } from "./match-structure.ts";
import type { Matcher, Next } from "./matcher.ts";
import { childIn, type PatternNode } from "./pattern.ts";

/** Whether a conditional is no `a ? b : c`. */
export function isIfValue(ast: Ast, node: AstNode): boolean {
  if (ast.language !== "ruby" || ast.kind(node) !== Kind.Conditional) return false;
  return ast.child(node, Role.Else) === NO_NODE || /^(?:if|unless|elsif)\b/.test(ast.textOf(node));
}

export function matchIfValue(m: Matcher, pattern: PatternNode, node: AstNode, next: Next): void {
  const { ast } = m;
  if (isUnless(ast, node) && !asksLikeUnless(pattern)) return;
  const condition = childIn(pattern, Role.Condition);
  const otherwise = childIn(pattern, Role.Else);
  const own = ast.child(node, Role.Else);
  const compareElse = () => {
    if (!otherwise) next();
    else if (otherwise.kind === Kind.If && isIfValue(ast, own)) matchIfValue(m, otherwise, own, next);
    else if (otherwise.kind !== Kind.If && own !== NO_NODE) matchBranch(m, otherwise, own, next);
  };
  const compareThen = () => matchBranch(m, childIn(pattern, Role.Then), ast.child(node, Role.Then), compareElse);
  if (condition) m.expression(condition, ast.child(node, Role.Condition), compareThen);
}

/** The statements of a block, of which one branch's value is made. */
function matchBranch(m: Matcher, block: PatternNode | undefined, branch: AstNode, next: Next): void {
  const { ast } = m;
  const values = branch === NO_NODE ? [] : ast.kind(branch) === Kind.Sequence ? ast.children(branch) : [branch];
  const patterns = (block?.children ?? []).map((each) =>
    each.kind === Kind.ExpressionStatement && each.children.length === 1 ? each.children[0]! : each,
  );
  matchList(m, patterns, 0, values, 0, false, next);
}
