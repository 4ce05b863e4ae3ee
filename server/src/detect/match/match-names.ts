// Names in expressions: as they are written, and as what they stand for. `foo.bar` matches `bar` where that was imported
// from `foo`, and `f.bar` where `f` is another name for `foo`.

import type { Ast, AstNode } from "../../syntax/ast.ts";
import { Flag, Kind, Role } from "../../syntax/kind.ts";
import type { LanguageId } from "../../syntax/language.ts";
import { isCFamily } from "./match-c-types.ts";
import { isAsOptional, matchChildren } from "./match-structure.ts";
import type { Matcher, Next } from "./matcher.ts";
import { childIn, type PatternNode } from "./pattern.ts";

/** Compares an Identifier or Member of a pattern with an expression. */
export function matchName(m: Matcher, pattern: PatternNode, node: AstNode, next: Next): void {
  const { ast } = m;
  const kind = ast.kind(node);
  let matched = false;
  const found = () => {
    matched = true;
    next();
  };
  if (pattern.kind === Kind.Identifier) {
    if (kind === Kind.Identifier || kind === Kind.Type) {
      if (sameName(m, pattern, node)) found();
    } else if (kind === Kind.Parameter && pattern.symbol === ast.symbol(node)) found();
  } else if (kind === Kind.Member) matchMember(m, pattern, node, found);
  else if (pattern.name === "...") matchChain(m, pattern, node, found);
  else if (kind === Kind.Type) matchDotted(m, pattern, ast.name(node).split("."), node, found);
  if (matched && pattern.isGround) return;
  if (kind === Kind.Identifier || kind === Kind.Member || kind === Kind.Type) matchQualified(m, pattern, node, next);
}

function sameName(m: Matcher, pattern: PatternNode, node: AstNode): boolean {
  const { ast } = m;
  if (pattern.symbol === ast.symbol(node)) return true;
  if (ast.kind(node) === Kind.Type) return ast.name(node).endsWith(`.${pattern.name}`);
  return (
    ignoresCase(ast.language) &&
    ast.role(node) === Role.Callee &&
    pattern.name.toLowerCase() === ast.name(node).toLowerCase()
  );
}

/** PHP's functions are the same in capitals. */
function ignoresCase(language: LanguageId): boolean {
  return language === "php";
}

function matchMember(m: Matcher, pattern: PatternNode, node: AstNode, next: Next): void {
  const { ast } = m;
  if (pattern.name === "...") {
    matchChain(m, pattern, node, next);
    return;
  }
  if (pattern.isArrow && !isArrow(ast, node)) return;
  if (!isAsOptional(ast, pattern, node)) return;
  // `@a` is no member that is written behind an object.
  if (ast.language === "ruby" && ((ast.flags(node) ^ pattern.flags) & Flag.Shorthand) !== 0) return;
  m.symbol(pattern, node, () => {
    const object = childIn(pattern, Role.Object);
    const target = ast.child(node, Role.Object);
    // A computed member has no name; then the symbol has already failed.
    if (object === undefined || target === 0) matchChildren(m, pattern, node, next);
    else m.expression(object, target, next);
  });
}

/** `a->b` of C. */
export function isArrow(ast: Ast, node: AstNode): boolean {
  const object = ast.child(node, Role.Object);
  return isCFamily(ast.language) && /^\s*->/.test(ast.text.slice(ast.end(object), ast.end(node)));
}

/** `a. ... .b`: any number of members and calls between. */
function matchChain(m: Matcher, pattern: PatternNode, node: AstNode, next: Next): void {
  const { ast } = m;
  const object = childIn(pattern, Role.Object)!;
  for (let at = node; ; ) {
    m.expression(object, at, next);
    let inner = at;
    if (ast.kind(inner) === Kind.Call) inner = ast.child(inner, Role.Callee);
    if (ast.kind(inner) !== Kind.Member) return;
    at = ast.child(inner, Role.Object);
    if (at === 0) return;
  }
}

/** What the node stands for by imports. */
function matchQualified(m: Matcher, pattern: PatternNode, node: AstNode, next: Next): void {
  for (const path of m.index.paths.of(node)) matchDotted(m, pattern, path, node, next);
}

/** Compares a chain of members with a dotted name. */
function matchDotted(m: Matcher, pattern: PatternNode, path: readonly string[], node: AstNode, next: Next): void {
  if (path.length === 0) return;
  const { ast } = m;
  if (pattern.kind === Kind.Metavariable) {
    m.bindName(pattern.name, path.join("."), ast.start(node), ast.end(node), next);
    return;
  }
  if (pattern.kind === Kind.Identifier) {
    const { name } = pattern;
    // A name with its namespace, as PHP writes it.
    if (name.includes("\\") ? path.join("\\") === name.replace(/^\\/, "") : path.length === 1 && path[0] === name)
      next();
    return;
  }
  if (pattern.kind !== Kind.Member) return;
  const object = childIn(pattern, Role.Object);
  if (!object) return;
  if (pattern.name === "...") {
    for (let end = path.length; end > 0; end--) matchDotted(m, object, path.slice(0, end), node, next);
    return;
  }
  const last = path[path.length - 1]!;
  const compareObject = () => matchDotted(m, object, path.slice(0, -1), node, next);
  if (pattern.metavariable !== undefined) {
    if (path.length > 1) m.bindName(pattern.metavariable, last, ...spanOfLast(m, node, last), compareObject);
  } else if (pattern.name === last) compareObject();
}

/** Where the last part of a dotted name stands, when the code spells it. */
function spanOfLast(m: Matcher, node: AstNode, last: string): [number, number] {
  const { ast } = m;
  return ast.name(node) === last ? m.nameSpan(node, last) : [ast.start(node), ast.end(node)];
}
