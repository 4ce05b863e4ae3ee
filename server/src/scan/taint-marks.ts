// What a taint rule's own patterns matched, in the terms of the data flow.

import type { CompiledRule, MatchTarget, TaintMatch, TaintMatches } from "../detect/match/match-rule.ts";
import type { Formula, TaintPattern, TaintRule } from "../detect/rule.ts";
import { requirementOf } from "../detect/taint/requirement.ts";
import type { PatternMark, Requirement } from "../flow/spec.ts";
import { type AstNode, NO_NODE } from "../syntax/ast.ts";
import { Kind, Role } from "../syntax/kind.ts";
import type { Span } from "../text/span.ts";

/** Handed through the data flow, to describe a finding by what its sink's metavariables were bound to. */
export interface MarkPayload {
  readonly compiled: CompiledRule;
  readonly match: TaintMatch;
}

/**
 * Whether a taint rule knows nothing of models: then it means what Semgrep means by it, file by file and function by function,
 * and is followed by itself (detect/taint/). Other rules share the program's data flow.
 */
export function isOfPatterns(rule: TaintRule): boolean {
  return ![...rule.sources, ...rule.sinks, ...rule.sanitizers, ...rule.propagators].some(({ formula }) =>
    asksModels(formula),
  );
}

/**
 * Whether a rule's author wants data followed from one function and file into the next: all rules that know models, and those
 * that say so. What Semgrep's paid engine does for them, the program's data flow does here, beside what it finds by itself.
 */
export function isOfProgram(rule: TaintRule): boolean {
  const { interfile, interproc, taint_intrafile } = rule.options;
  return !isOfPatterns(rule) || interfile === true || interproc === true || taint_intrafile === true;
}

function asksModels(formula: Formula): boolean {
  switch (formula.kind) {
    case "modelled":
      return true;
    case "and":
      return formula.conjuncts.some(asksModels);
    case "or":
      return formula.disjuncts.some(asksModels);
    case "not":
    case "inside":
    case "anywhere":
      return asksModels(formula.formula);
    default:
      return false;
  }
}

/** The labels that each of a rule's sinks asks for, by the sink's number. */
export function sinkRequirements(rule: TaintRule): ReadonlyMap<number, Requirement> {
  const requirements = new Map<number, Requirement>();
  for (const [number, { requires }] of rule.sinks.entries()) {
    const requirement = requires === undefined ? undefined : requirementOf(requires);
    if (requirement) requirements.set(number, requirement);
  }
  return requirements;
}

/** The labels that each of its modelled kinds of sinks asks for. */
export function kindRequirements(rule: TaintRule): ReadonlyMap<string, Requirement> {
  const requirements = new Map<string, Requirement>();
  for (const { formula, requires } of rule.sinks) {
    const requirement = requires === undefined ? undefined : requirementOf(requires);
    if (requirement && formula.kind === "modelled") requirements.set(formula.taintKind, requirement);
  }
  return requirements;
}

/** The labels that it gives to modelled kinds of sources. */
export function kindLabels(rule: TaintRule): ReadonlyMap<string, readonly string[]> {
  const labelled = new Map<string, string[]>();
  for (const { formula, label } of rule.sources)
    if (formula.kind === "modelled" && label !== undefined)
      labelled.set(formula.taintKind, [...(labelled.get(formula.taintKind) ?? []), label]);
  return labelled;
}

export function taintMarks(
  id: string,
  rule: TaintRule,
  compiled: CompiledRule,
  matches: TaintMatches,
  target: MatchTarget,
): PatternMark[] {
  const nodeOf = (match: Span & { readonly node?: AstNode }) => nodeAt(target, match);
  const numberIn = (patterns: readonly TaintPattern[], pattern: TaintPattern) => patterns.indexOf(pattern);
  const head = (patterns: readonly TaintPattern[], match: TaintMatch) => ({
    rule: id,
    number: numberIn(patterns, match.pattern),
    node: expressionOf(target, nodeOf(match)),
    payload: { compiled, match } satisfies MarkPayload,
  });
  const marks: PatternMark[] = [];
  for (const match of matches.sources) {
    const { label, requires, exact, bySideEffect, control } = match.pattern;
    marks.push({
      ...head(rule.sources, match),
      role: "source",
      exact,
      bySideEffect,
      control,
      ...labels(label, requires),
    });
  }
  for (const match of matches.sinks) {
    const { exact, atExit } = match.pattern;
    marks.push({ ...head(rule.sinks, match), role: "sink", exact, atExit });
  }
  for (const match of matches.sanitizers) {
    const { exact, bySideEffect, notConflicting } = match.pattern;
    marks.push({ ...head(rule.sanitizers, match), role: "sanitizer", exact, bySideEffect, notConflicting });
  }
  for (const match of matches.propagators) {
    const { from, to, bySideEffect, label, requires, replaceLabels } = match.pattern;
    const source = from === undefined ? undefined : match.bindings.get(from);
    const destination = to === undefined ? undefined : match.bindings.get(to);
    if (!source || !destination) continue;
    marks.push({
      ...head(rule.propagators, match),
      role: "propagator",
      from: nodeOf(source),
      to: nodeOf(destination),
      bySideEffect,
      ...labels(label, requires),
      ...(replaceLabels && { replaceLabels }),
    });
  }
  return marks.filter(({ node }) => node !== NO_NODE);
}

function labels(label: string | undefined, requires: string | undefined): { label?: string; requires?: Requirement } {
  const requirement = requires === undefined ? undefined : requirementOf(requires);
  return { ...(label !== undefined && { label }), ...(requirement && { requires: requirement }) };
}

/** The node that a match is about; for a stretch of text the outermost node of exactly that span, else what holds it. */
function nodeAt({ ast }: MatchTarget, match: Span & { readonly node?: AstNode }): AstNode {
  if (!ast) return NO_NODE;
  if (match.node !== undefined && match.node !== NO_NODE) return match.node;
  let node = ast.nodeAt(match.start, match.end);
  for (
    let parent = ast.parent(node);
    parent !== NO_NODE && ast.start(parent) === match.start && ast.end(parent) === match.end;
    parent = ast.parent(node)
  )
    node = parent;
  return node;
}

/** What a statement computes: the data flow knows expressions, a pattern with a semicolon matches the statement around one. */
function expressionOf({ ast }: MatchTarget, node: AstNode): AstNode {
  if (!ast || node === NO_NODE) return node;
  if (ast.kind(node) === Kind.ExpressionStatement) {
    const only = ast.firstChild(node);
    return only === NO_NODE ? node : only;
  }
  if (ast.kind(node) === Kind.VariableDeclaration) {
    const declarators = ast.children(node, Role.Declarator);
    const value = declarators.length === 1 ? ast.child(declarators[0]!, Role.Value) : NO_NODE;
    return value === NO_NODE ? node : value;
  }
  return node;
}
