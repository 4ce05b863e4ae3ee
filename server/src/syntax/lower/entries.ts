// Table entries that the lowerings of several languages share.

import { type CstNode, NONE } from "../cst.ts";
import { Kind, Role } from "../kind.ts";
import type { Lowerer, LowerFunction } from "../lowering.ts";
import { intern } from "../symbols.ts";

/** A name in expression position. */
export const identifier: LowerFunction = (l, node, role) => {
  l.identifier(node, role);
};

/** A leaf whose symbol is the node's own text. */
export function word(kind: Kind): LowerFunction {
  return (l, node, role) => {
    l.leaf(kind, role, node, l.symbol(node));
  };
}

/** A node whose named children are its operands. */
export function operand(kind: Kind): LowerFunction {
  return (l, node, role) => {
    l.node(kind, role, node, () => l.lowerAll(l.cst.namedChildren(node), Role.Operand));
  };
}

/** A node whose named children are its elements. */
export function elements(kind: Kind): LowerFunction {
  return (l, node, role) => {
    l.node(kind, role, node, () => l.lowerAll(l.cst.namedChildren(node), Role.Element));
  };
}

/** Digits, without what only separates them. */
export const number: LowerFunction = (l, node, role) => {
  l.leaf(Kind.Number, role, node, intern(l.text(node).replace(/[_']/g, "")));
};

/** A statement that is one expression, or in a pattern just an ellipsis. */
export const expressionStatement: LowerFunction = (l, node, role) => {
  const children = l.cst.namedChildren(node);
  if (children.length === 1 && l.ellipsis(children[0]!, role)) return;
  l.node(Kind.ExpressionStatement, role, node, () => l.lowerAll(children, Role.Expression));
};

/** `break`, `continue`, `goto` with the label that is its only named child, if there is one. */
export function jump(kind: Kind): LowerFunction {
  return (l, node, role) => {
    l.leaf(kind, role, node, l.nameSymbol(l.cst.namedChildren(node)[0] ?? NONE));
  };
}

/** The argument of a call whose callee says "deep" in a pattern; says whether `callee` is one. */
export function deepEllipsis(l: Lowerer, node: CstNode, callee: CstNode, args: CstNode, role: Role): boolean {
  if (l.placeholder(callee)?.kind !== Kind.DeepEllipsis) return false;
  l.node(Kind.DeepEllipsis, role, node, () => l.lower(args, Role.Operand));
  return true;
}

/** A type may stand for each of several declarators; past this many CST nodes it stands only for the first. */
const REPEATABLE_TYPE = 64;

/** Whether a node is small enough to be lowered more than once without blowing up what is nested in itself. */
export function isRepeatable(l: Lowerer, node: CstNode): boolean {
  return node === NONE || l.cst.next(node) - node <= REPEATABLE_TYPE;
}

/** `case value: statements`, whose value is a field and whose statements are all else. */
export function switchCase(l: Lowerer, node: CstNode, role: Role): void {
  const value = l.cst.field(node, "value");
  l.node(Kind.Case, role, node, () => {
    l.lower(value, Role.Pattern);
    for (const child of l.cst.namedChildren(node)) if (child !== value) l.lower(child, Role.Statement);
  });
}
