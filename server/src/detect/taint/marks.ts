// Where in a file a taint rule's patterns take effect. A match is a stretch of text; what counts are the expressions,
// assignments and returns in it: of an *exact* pattern those that lie in no bigger one of the stretch, else all of them.

import type { Requirement } from "../../flow/spec.ts";
import { type Ast, type AstNode, NO_NODE, ROOT } from "../../syntax/ast.ts";
import { Flag, Kind, Role } from "../../syntax/kind.ts";
import { addToList } from "../../text/multimap.ts";
import type { Span } from "../../text/span.ts";
import type { TaintMatch, TaintMatches } from "../match/match-rule.ts";
import { requirementOf } from "./requirement.ts";

export interface Mark {
  readonly match: TaintMatch;
  /** The node is one of those that the match is about, not a part of one. */
  readonly isWhole: boolean;
  readonly requires: Requirement | undefined;
}

/** One way along which taint goes besides the language's own. */
export interface Propagator {
  readonly id: number;
  readonly match: TaintMatch;
  readonly requires: Requirement | undefined;
}

export class TaintMarkers {
  readonly sources = new Map<AstNode, Mark[]>();
  readonly sinks = new Map<AstNode, Mark[]>();
  readonly sanitizers = new Map<AstNode, Mark[]>();
  readonly from = new Map<AstNode, Propagator[]>();
  readonly to = new Map<AstNode, Propagator[]>();
  readonly #ast: Ast;

  constructor(ast: Ast, matches: TaintMatches) {
    this.#ast = ast;
    const conflicts = [...matches.sources, ...matches.sinks];
    for (const match of matches.sources) this.#mark(this.sources, match);
    for (const match of matches.sinks) this.#mark(this.sinks, match);
    for (const match of matches.sanitizers)
      if (!match.pattern.notConflicting || !conflicts.some((other) => isSameSpan(other, match)))
        this.#mark(this.sanitizers, match);
    for (const [id, match] of matches.propagators.entries()) {
      const { from, to, requires } = match.pattern;
      const source = from === undefined ? undefined : match.bindings.get(from);
      const destination = to === undefined ? undefined : match.bindings.get(to);
      if (!source || !destination) continue;
      const propagator = { id, match, requires: requires === undefined ? undefined : requirementOf(requires) };
      for (const node of this.#wholes(source)) addToList(this.from, node, propagator);
      for (const node of this.#wholes(destination)) addToList(this.to, node, propagator);
    }
  }

  #mark(marks: Map<AstNode, Mark[]>, match: TaintMatch): void {
    const { exact, requires } = match.pattern;
    const requirement = requires === undefined ? undefined : requirementOf(requires);
    const wholes = this.#wholes(match);
    for (const node of wholes) addToList(marks, node, { match, isWhole: true, requires: requirement });
    if (exact) return;
    const part = { match, isWhole: false, requires: requirement };
    for (const node of this.#nodesIn(match)) if (!wholes.includes(node)) addToList(marks, node, part);
  }

  /** The biggest expressions, assignments and returns in a stretch of text. */
  #wholes(span: Span): AstNode[] {
    const found: AstNode[] = [];
    let after = 0;
    for (const node of this.#nodesIn(span)) {
      if (node < after || holdsOthers(this.#ast, node)) continue;
      found.push(node);
      after = this.#ast.next(node);
    }
    return found;
  }

  /** All nodes in a stretch of text. Children do not always stand in the order of the text, so there is no searching for it. */
  *#nodesIn({ start, end }: Span): Iterable<AstNode> {
    const { starts, ends, nexts } = this.#ast.columns;
    const last = nexts[outermostAt(this.#ast, start, end)]!;
    for (let node = outermostAt(this.#ast, start, end); node < last; ) {
      if (ends[node]! <= start || starts[node]! >= end) node = nexts[node]!;
      else {
        if (starts[node]! >= start && ends[node]! <= end) yield node;
        node++;
      }
    }
  }
}

/** The smallest node that holds a stretch of text, and of several that are just that the outermost. */
function outermostAt(ast: Ast, start: number, end: number): AstNode {
  let node = ast.nodeAt(start, end);
  for (let parent = ast.parent(node); node !== ROOT; parent = ast.parent(node)) {
    if (ast.start(parent) !== start || ast.end(parent) !== end) break;
    node = parent;
  }
  return node;
}

function isSameSpan(a: Span, b: Span): boolean {
  return a.start === b.start && a.end === b.end;
}

/** Statements that are no step of their own: what happens in them are their parts. */
function holdsOthers(ast: Ast, node: AstNode): boolean {
  switch (ast.kind(node)) {
    case Kind.Module:
    case Kind.Block:
    case Kind.Namespace:
    case Kind.ExpressionStatement:
    case Kind.VariableDeclaration:
    case Kind.If:
    case Kind.While:
    case Kind.DoWhile:
    case Kind.For:
    case Kind.ForEach:
    case Kind.Switch:
    case Kind.Case:
    case Kind.Try:
    case Kind.Catch:
    case Kind.With:
    case Kind.Labeled:
    case Kind.Class:
    case Kind.Export:
    case Kind.Decorator:
      return true;
    case Kind.Function:
      return !ast.hasFlag(node, Flag.Lambda) && ast.child(node, Role.Body) !== NO_NODE;
    default:
      return false;
  }
}
