// Methods of Ruby that are called by a name in a literal: `User.public_send(:where, text)` is `User.where(text)`.

import { type Ast, type AstNode, NO_NODE } from "../syntax/ast.ts";
import { Kind, Role } from "../syntax/kind.ts";
import { intern, type Sym } from "../syntax/symbols.ts";

const SENDERS = /^(?:send|public_send|__send__|try!?)$/;

/** The name of the method that a callee means: the literal that `send` and its like are given, else its own. */
export function meantName(ast: Ast, callee: AstNode): Sym {
  const own = ast.symbol(callee);
  if (ast.language !== "ruby" || !SENDERS.test(ast.name(callee))) return own;
  const call = ast.parent(callee);
  if (ast.kind(call) !== Kind.Call || ast.child(call, Role.Callee) !== callee) return own;
  const first = ast.child(call, Role.Argument);
  if (first === NO_NODE) return own;
  if (ast.kind(first) === Kind.Atom) return ast.symbol(first);
  return ast.kind(first) === Kind.String ? intern(ast.stringValue(first)) : own;
}
