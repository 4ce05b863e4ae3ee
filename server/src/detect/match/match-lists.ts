// Lists of children: in order or in any, with `...` and `$...X` for any number of them, arguments with names, the parts of templates and
// what stands in an element of XML.

import { type Ast, type AstNode, NO_NODE } from "../../syntax/ast.ts";
import { Flag, Kind } from "../../syntax/kind.ts";
import { matchNode } from "./match-structure.ts";
import type { Matcher, Next } from "./matcher.ts";
import {
  isEllipsis,
  isMetavariableEllipsis,
  isStatementEllipsis,
  metavariableEllipsisOf,
  type PatternNode,
} from "./pattern.ts";

/** In order; `...` and `$...X` stand for any number. With `mayGoOn`, the code may have more behind. */
export function matchList(
  m: Matcher,
  patterns: readonly PatternNode[],
  from: number,
  nodes: readonly AstNode[],
  at: number,
  mayGoOn: boolean,
  next: Next,
): void {
  m.step();
  const pattern = patterns[from];
  if (pattern === undefined) {
    if (mayGoOn || at === nodes.length) next();
    return;
  }
  if (isStatementEllipsis(pattern)) {
    if (from === patterns.length - 1) next();
    else for (let to = at; to <= nodes.length; to++) matchList(m, patterns, from + 1, nodes, to, mayGoOn, next);
    return;
  }
  const many = metavariableEllipsisOf(pattern);
  if (many !== undefined) {
    for (let to = at; to <= nodes.length; to++) {
      if (from === patterns.length - 1 && !mayGoOn && to < nodes.length) continue;
      m.bindNodes(many, nodes.slice(at, to), () => matchList(m, patterns, from + 1, nodes, to, mayGoOn, next));
    }
    return;
  }
  if (at < nodes.length)
    matchNode(m, pattern, nodes[at]!, () => matchList(m, patterns, from + 1, nodes, at + 1, mayGoOn, next));
}

/** Each pattern has a node of its own. */
export function matchAnyOrder(
  m: Matcher,
  patterns: readonly PatternNode[],
  nodes: readonly AstNode[],
  mayHaveMore: boolean,
  next: Next,
): void {
  if (patterns.length > nodes.length || (!mayHaveMore && patterns.length !== nodes.length)) return;
  const taken = new Set<AstNode>();
  const compare = (at: number): void => {
    m.step();
    const pattern = patterns[at];
    if (!pattern) {
      next();
      return;
    }
    for (const node of nodes) {
      if (taken.has(node)) continue;
      matchNode(m, pattern, node, () => {
        taken.add(node);
        compare(at + 1);
        taken.delete(node);
      });
    }
  };
  compare(0);
}

/** Arguments: those with a name match wherever they stand, the others in order. */
export function matchArguments(
  m: Matcher,
  patterns: readonly PatternNode[],
  from: number,
  nodes: readonly AstNode[],
  at: number,
  next: Next,
): void {
  m.step();
  const { ast } = m;
  const pattern = patterns[from];
  if (pattern === undefined) {
    if (at === nodes.length) next();
    return;
  }
  if (pattern.kind === Kind.Ellipsis) {
    if (from === patterns.length - 1) next();
    else for (let to = at; to <= nodes.length; to++) matchArguments(m, patterns, from + 1, nodes, to, next);
    return;
  }
  if (pattern.kind === Kind.MetavariableEllipsis) {
    const isLast = from === patterns.length - 1;
    for (let to = isLast ? nodes.length : at; to <= nodes.length; to++)
      m.bindNodes(pattern.name, nodes.slice(at, to), () => matchArguments(m, patterns, from + 1, nodes, to, next));
    return;
  }
  if (pattern.kind === Kind.NamedArgument) {
    for (let index = at; index < nodes.length; index++) {
      const node = nodes[index]!;
      if (ast.kind(node) !== Kind.NamedArgument || (pattern.metavariable !== undefined && isBlockGiven(ast, node)))
        continue;
      const others = [...nodes.slice(at, index), ...nodes.slice(index + 1)];
      m.expression(pattern, node, () => matchArguments(m, patterns, from + 1, others, 0, next));
    }
    return;
  }
  if (at === nodes.length) return;
  const node = nodes[at]!;
  if (ast.kind(node) !== Kind.NamedArgument || isBlockGiven(ast, node))
    m.expression(pattern, node, () => matchArguments(m, patterns, from + 1, nodes, at + 1, next));
}

/** `&block`. */
function isBlockGiven(ast: Ast, node: AstNode): boolean {
  return ast.language === "ruby" && ast.name(node) === "&";
}

/** A call of Ruby without its block. */
export function withoutBlock(ast: Ast, args: readonly AstNode[]): readonly AstNode[] {
  return isBlock(ast, args.at(-1) ?? NO_NODE) ? args.slice(0, -1) : args;
}

/** `{ |x| … }` and `do |x| … end` behind a call, which are its last argument. */
export function isBlock(ast: Ast, node: AstNode): boolean {
  return ast.language === "ruby" && ast.kind(node) === Kind.Function && ast.hasFlag(node, Flag.Shorthand);
}

/** Text in templates is compared as text; `...` there stands for any parts, a metavariable for code only. */
export function matchTemplate(
  m: Matcher,
  patterns: readonly PatternNode[],
  from: number,
  nodes: readonly AstNode[],
  at: number,
  next: Next,
): void {
  m.step();
  const { ast } = m;
  const pattern = patterns[from];
  if (pattern === undefined) {
    if (at === nodes.length) next();
    return;
  }
  if (pattern.text?.kind === "any") {
    if (from === patterns.length - 1) next();
    else for (let to = at; to <= nodes.length; to++) matchTemplate(m, patterns, from + 1, nodes, to, next);
    return;
  }
  if (pattern.text?.kind === "metavariable" && isMetavariableEllipsis(pattern.text.name)) {
    for (let to = at; to <= nodes.length; to++)
      m.bindNodes(pattern.text.name, nodes.slice(at, to), () => matchTemplate(m, patterns, from + 1, nodes, to, next));
    return;
  }
  if (at === nodes.length) return;
  const node = nodes[at]!;
  if (ast.kind(node) === Kind.String && (pattern.kind === Kind.Ellipsis || pattern.kind === Kind.Metavariable)) return;
  m.expression(pattern, node, () => matchTemplate(m, patterns, from + 1, nodes, at + 1, next));
}

export function matchXmlChildren(
  m: Matcher,
  patterns: readonly PatternNode[],
  nodes: readonly AstNode[],
  next: Next,
): void {
  const isDots = (each: PatternNode) => isEllipsis(each) || (each.kind === Kind.Text && each.name.trim() === "...");
  const first = patterns[0];
  if (patterns.length === 1 && first?.kind === Kind.MetavariableEllipsis) {
    m.bindNodes(first.name, nodes, next);
    return;
  }
  if (!m.options.childrenOrdered) {
    matchAnyOrder(
      m,
      patterns.filter((each) => !isDots(each)),
      nodes,
      patterns.some(isDots),
      next,
    );
    return;
  }
  const plain = patterns.filter((each) => !(each.kind === Kind.Text && each.name.trim() === ""));
  const compare = (from: number, at: number): void => {
    m.step();
    const pattern = plain[from];
    if (pattern === undefined) next();
    else if (isDots(pattern)) for (let to = at; to <= nodes.length; to++) compare(from + 1, to);
    else if (at < nodes.length) {
      if (m.ast.kind(nodes[at]!) === Kind.Text && m.ast.stringValue(nodes[at]!).trim() === "") compare(from, at + 1);
      else m.expression(pattern, nodes[at]!, () => compare(from + 1, at + 1));
    }
  };
  compare(0, 0);
}

/** Gives each pattern a node of its own, in any order; `$...REST` takes those that are left. */
export function matchEach(
  m: Matcher,
  wanted: readonly PatternNode[],
  nodes: readonly AstNode[],
  matchOne: (m: Matcher, pattern: PatternNode, node: AstNode, next: Next) => void,
  next: Next,
): void {
  const taken = new Set<AstNode>();
  const compare = (at: number): void => {
    m.step();
    const pattern = wanted[at];
    if (!pattern) {
      next();
      return;
    }
    const many = metavariableEllipsisOf(pattern);
    if (many !== undefined) {
      m.bindNodes(
        many,
        nodes.filter((each) => !taken.has(each)),
        () => compare(at + 1),
      );
      return;
    }
    for (const node of nodes) {
      if (taken.has(node)) continue;
      matchOne(m, pattern, node, () => {
        taken.add(node);
        compare(at + 1);
        taken.delete(node);
      });
    }
  };
  compare(0);
}
