// What C++ makes: to a pattern that gives no length, `new T[n]` is `new T`.

import type { AstNode } from "../../syntax/ast.ts";
import { Kind, Role } from "../../syntax/kind.ts";
import type { Matcher, Next } from "./matcher.ts";
import { childIn, childrenIn, isEllipsis, type PatternNode } from "./pattern.ts";

export function matchCNew(m: Matcher, pattern: PatternNode, node: AstNode, compare: Next, next: Next): void {
  const { ast } = m;
  const made = childIn(pattern, Role.Callee);
  const own = ast.child(node, Role.Callee);
  const isArray = ast.kind(own) === Kind.Type && ast.name(own) === "[]";
  if (!isArray || made?.name === "[]") compare();
  else if (made && childrenIn(pattern, Role.Argument).every(isEllipsis))
    m.expression(made, ast.child(own, Role.TypeArgument), next);
}
