// Table entries that the lowerings of several languages share.

import { type CstNode, NONE } from "../cst.ts";
import { Kind, Role } from "../kind.ts";
import type { Lowerer, LowerFunction, LoweringEntry } from "../lowering.ts";
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

/** `left operator right`. */
export const binaryOperation: LoweringEntry = {
  kind: Kind.Binary,
  fields: { left: Role.Left, right: Role.Right },
  symbol: { field: "operator" },
};

/** `target operator value`, where the operator may be more than `=`. */
export const assignment: LoweringEntry = {
  kind: Kind.Assign,
  fields: { left: Role.Target, right: Role.Value },
  symbol: { field: "operator" },
};

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

/** `function<types>(arguments)`. */
export function call(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const callee = cst.field(node, "function");
  if (deepEllipsis(l, node, callee, cst.field(node, "arguments"), role)) return;
  l.node(Kind.Call, role, node, () => {
    l.lower(callee, Role.Callee);
    l.lowerField(node, "type_arguments", Role.TypeArgument);
    l.lowerField(node, "arguments", Role.Argument);
  });
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

/** `try`, whose clauses are told by their kinds: those of Java, C# and PHP. */
export function tryStatement(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  l.node(Kind.Try, role, node, () => {
    l.lowerField(node, "resources", Role.Item);
    l.lowerField(node, "body", Role.Body);
    for (const child of cst.namedChildren(node))
      if (cst.kind(child) === "catch_clause") l.lower(child, Role.Handler);
      else if (cst.kind(child) === "finally_clause") l.lower(child, Role.Finalizer);
  });
}

/** The word that says that a type is no class, if there is one, as a modifier. */
export function typeKeyword(l: Lowerer, node: CstNode, keyword: string | undefined): void {
  if (keyword === undefined) return;
  const token = l.cst.childOfKind(node, keyword);
  l.leaf(Kind.Modifier, Role.Modifier, token === NONE ? node : token, intern(keyword));
}
