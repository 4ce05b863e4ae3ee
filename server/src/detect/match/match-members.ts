// Members of classes and entries of objects: in any order, in any of the ways in which one may be written.

import { type AstNode, NO_NODE } from "../../syntax/ast.ts";
import { isStatementKind, Kind, Role } from "../../syntax/kind.ts";
import { matchFunctionParts } from "./match-functions.ts";
import { matchEach } from "./match-lists.ts";
import { matchStatement } from "./match-statements.ts";
import { recordLike } from "./match-structure.ts";
import type { Matcher, Next } from "./matcher.ts";
import {
  childIn,
  childrenIn,
  isMetavariable,
  isStatementEllipsis,
  metavariableEllipsisOf,
  type PatternNode,
} from "./pattern.ts";

/** Members of a class: each of the pattern's somewhere in the class. */
export function matchMembers(
  m: Matcher,
  patterns: readonly PatternNode[],
  nodes: readonly AstNode[],
  next: Next,
): void {
  const wanted = patterns.filter((each) => !isStatementEllipsis(each));
  const hasEllipsis = wanted.length < patterns.length;
  const members = nodes.flatMap((node) =>
    m.ast.kind(node) === Kind.VariableDeclaration && m.ast.kind(m.ast.child(node, Role.Declarator)) === Kind.Field
      ? m.ast.children(node, Role.Declarator)
      : [node],
  );
  if (!m.options.implicitEllipsis && !hasEllipsis && wanted.length !== members.length) return;
  matchEach(m, wanted, members, matchMember, next);
}
function matchMember(m: Matcher, pattern: PatternNode, node: AstNode, next: Next): void {
  if (pattern.kind === Kind.VariableDeclaration && m.ast.kind(node) === Kind.Field) {
    const inner = childrenIn(pattern, Role.Declarator);
    if (inner.length === 1) matchMember(m, inner[0]!, node, next);
  } else if (isNamedFunction(pattern) && m.ast.kind(node) !== Kind.Function)
    matchFunctionMember(m, pattern, node, next);
  else if (pattern.role === Role.Statement || isStatementKind(pattern.kind)) matchStatement(m, pattern, node, next);
  else m.expression(pattern, node, next, true);
}

function isNamedFunction(pattern: PatternNode): boolean {
  return pattern.kind === Kind.Function && childIn(pattern, Role.Name) !== undefined;
}

/** `f() {…}` in a pattern is also `f: function () {…}` and `f = () => {…}`. */
export function matchFunctionMember(m: Matcher, pattern: PatternNode, node: AstNode, next: Next): void {
  const { ast } = m;
  const kind = ast.kind(node);
  if (kind !== Kind.Pair && kind !== Kind.Field) return;
  const value = ast.child(node, Role.Value);
  if (value === NO_NODE || ast.kind(value) !== Kind.Function) return;
  const name = childIn(pattern, Role.Name)!;
  const key = ast.child(node, kind === Kind.Pair ? Role.Key : Role.Name);
  const compareRest = () => matchFunctionParts(m, pattern, value, next);
  if (name.kind === Kind.Ellipsis) compareRest();
  else if (key === NO_NODE) {
    if (name.kind === Kind.Metavariable)
      m.bindName(name.name, ast.name(node), ...m.nameSpan(node, ast.name(node)), compareRest);
    else if (name.symbol === ast.symbol(node)) compareRest();
  } else if (ast.kind(key) === Kind.String) {
    const text = ast.stringValue(key);
    if (name.kind === Kind.Metavariable) m.bindName(name.name, text, ast.start(key), ast.end(key), compareRest);
    else if (name.name === text) compareRest();
  } else m.expression(name, key, compareRest);
}

/** Entries of an object or set, in any order. */
export function matchEntries(
  m: Matcher,
  patterns: readonly PatternNode[],
  nodes: readonly AstNode[],
  next: Next,
): void {
  const wanted = patterns.filter((each) => !isStatementEllipsis(each));
  const mayHaveMore = wanted.length < patterns.length || (recordLike(m) && m.options.implicitEllipsis);
  if (wanted.length > nodes.length && !wanted.some((each) => metavariableEllipsisOf(each) !== undefined)) return;
  if (!mayHaveMore && wanted.length !== nodes.length) return;
  matchEach(m, wanted, nodes, matchEntry, next);
}

/** One entry: `key: value`, a method, a spread. */
export function matchEntry(m: Matcher, pattern: PatternNode, node: AstNode, next: Next): void {
  const { ast } = m;
  const kind = ast.kind(node);
  if (pattern.kind === Kind.Pair && kind === Kind.Pair) matchPair(m, pattern, node, next);
  else if (pattern.kind === Kind.Pair && kind === Kind.Function) matchPairWithMethod(m, pattern, node, next);
  else if (isNamedFunction(pattern) && kind === Kind.Pair) matchFunctionMember(m, pattern, node, next);
  else if (pattern.kind === Kind.ConfigBlock) matchNestedBlock(m, pattern, node, next);
  else if (isStatementKind(pattern.kind)) matchStatement(m, pattern, node, next);
  else m.expression(pattern, node, next);
}

/** A block in a block is also found deeper: rules name what matters and leave out what it stands in. */
function matchNestedBlock(m: Matcher, pattern: PatternNode, node: AstNode, next: Next): void {
  const { ast } = m;
  if (ast.kind(node) !== Kind.ConfigBlock) return;
  const end = ast.next(node);
  for (let at = node; at < end; at++) if (ast.kind(at) === Kind.ConfigBlock) m.expression(pattern, at, next);
}

function matchPair(m: Matcher, pattern: PatternNode, node: AstNode, next: Next): void {
  const { ast } = m;
  const key = childIn(pattern, Role.Key);
  const ownKey = ast.child(node, Role.Key);
  const compareValue = () => {
    const value = childIn(pattern, Role.Value);
    const own = ast.child(node, Role.Value);
    if (!value || value.kind === Kind.Ellipsis) next();
    else if (own !== NO_NODE) m.expression(value, own, next);
    // YAML's entry without a value is an empty text.
    else if (value.text?.kind === "any" || (value.text?.kind === "equal" && value.text.value === "")) next();
  };
  if (!key || ownKey === NO_NODE) return;
  // A plain name as a key is a String; a metavariable for it is the name, but in YAML, where it is a value like any other.
  if (key.kind === Kind.Metavariable && ast.kind(ownKey) === Kind.String && isBareKey(m, ownKey))
    m.bindName(key.name, ast.stringValue(ownKey), ast.start(ownKey), ast.end(ownKey), compareValue);
  else m.expression(key, ownKey, compareValue);
}

function isBareKey(m: Matcher, key: AstNode): boolean {
  if (m.ast.language === "yaml") return false;
  const first = m.ast.text[m.ast.start(key)];
  return first !== '"' && first !== "'";
}

function matchPairWithMethod(m: Matcher, pattern: PatternNode, node: AstNode, next: Next): void {
  const { ast } = m;
  const key = childIn(pattern, Role.Key);
  const value = childIn(pattern, Role.Value);
  const compareValue = () => {
    if (!value || value.kind === Kind.Ellipsis) next();
    else if (value.kind === Kind.Function) matchFunctionParts(m, value, node, next);
    else if (value.kind === Kind.Metavariable) m.bindNode(value.name, node, next);
  };
  if (!key) return;
  if (key.kind === Kind.Metavariable && isMetavariable(key.name))
    m.bindName(key.name, ast.name(node), ...m.nameSpan(node, ast.name(node)), compareValue);
  else if (key.name === ast.name(node)) compareValue();
}
