// Functions that check: what a unit's coming back proves of its arguments. `function isSort(x) { return SORTS.includes(x) }` proves
// its argument harmless where it gives true, `assertSort(x)` wherever it comes back at all. Noted at every way out; what
// holds on all of them is part of the summary.

import { type AstNode, NO_NODE } from "../syntax/ast.ts";
import { Kind, Role } from "../syntax/kind.ts";
import { branch } from "./conditions.ts";
import { isTruthy } from "./constants.ts";
import type { Evaluation } from "./evaluation.ts";
import { evaluate } from "./expressions.ts";
import { intersectionOf, type KindSet, NO_KINDS } from "./kind-set.ts";
import { hasTrait } from "./model-index.ts";
import { rowsOf } from "./modelled-calls.ts";
import type { AbstractObject } from "./object.ts";
import type { Cell, State } from "./state.ts";
import { parameterNode } from "./unit.ts";
import type { Constant, Value } from "./value.ts";

/** That coming back with this outcome proves an argument to be these kinds. */
export interface Proof {
  readonly parameter: number;
  readonly outcome: boolean;
  readonly kinds: KindSet;
}

/** What was proven of each parameter on all ways out so far, by outcome; undefined before the first. */
export class Proofs {
  readonly #yes = new Map<number, KindSet>();
  readonly #no = new Map<number, KindSet>();
  #ways = { yes: false, no: false };

  note(outcome: boolean, proven: ReadonlyMap<number, KindSet>): void {
    const known = outcome ? this.#yes : this.#no;
    const isFirst = outcome ? !this.#ways.yes : !this.#ways.no;
    if (outcome) this.#ways.yes = true;
    else this.#ways.no = true;
    if (isFirst) for (const [parameter, kinds] of proven) known.set(parameter, kinds);
    else
      for (const [parameter, kinds] of known)
        known.set(parameter, intersectionOf(kinds, proven.get(parameter) ?? NO_KINDS));
  }

  all(): Proof[] {
    const proofs: Proof[] = [];
    for (const [outcome, known, isTaken] of [
      [true, this.#yes, this.#ways.yes],
      [false, this.#no, this.#ways.no],
    ] as const)
      if (isTaken)
        for (const [parameter, kinds] of known) if (kinds !== NO_KINDS) proofs.push({ parameter, outcome, kinds });
    // What never comes back with an outcome proves with the other one whatever it proves at all.
    if (this.#ways.yes !== this.#ways.no)
      for (const { parameter, outcome, kinds } of [...proofs]) proofs.push({ parameter, outcome: !outcome, kinds });
    return proofs;
  }
}

/** The value that a unit gives on one way out, and what that way proves. */
export function evaluateResult(e: Evaluation, node: AstNode): Value {
  const outcome = errorOutcome(e, node);
  if (outcome !== undefined && mayProve(e)) {
    const value = evaluate(e, node);
    if (!e.state.isDead) e.proofs.note(outcome, provenIn(e, e.state));
    return value;
  }
  if (!mayProve(e) || !isCheck(e, node)) {
    const value = evaluate(e, node);
    noteWayOut(e, value);
    return value;
  }
  const { yes, no, value } = branch(e, node);
  if (!yes.isDead) e.proofs.note(true, provenIn(e, yes));
  if (!no.isDead) e.proofs.note(false, provenIn(e, no));
  return value;
}

/** Go: whether the error that is given, alone or behind other results, is one; undefined where that is not plain. */
function errorOutcome(e: Evaluation, node: AstNode): boolean | undefined {
  const { ast } = e;
  if (ast.language !== "go") return undefined;
  let last = node;
  if (ast.kind(node) === Kind.Tuple) last = ast.children(node, Role.Element).at(-1) ?? node;
  if (ast.kind(last) === Kind.Unary && ast.name(last) === "&") last = ast.child(last, Role.Operand);
  switch (ast.kind(last)) {
    case Kind.Null:
      return false;
    case Kind.New:
      return true;
    case Kind.Call: {
      const callee = ast.child(last, Role.Callee);
      return callee !== NO_NODE && makesError(e, callee) ? true : undefined;
    }
    default:
      return undefined;
  }
}

/** What elements are that a function gave true for. */
export function provenOfElements(e: Evaluation, functions: readonly AbstractObject[]): KindSet {
  const unit = functions.length === 1 ? functions[0]!.unit : undefined;
  const proofs = unit ? (e.program.summaryOf(unit)?.proofs ?? []) : [];
  return proofs.find(({ parameter, outcome }) => outcome && parameter === 0)?.kinds ?? NO_KINDS;
}

/** Whether what is called makes an error of what it is told. */
export function makesError(e: Evaluation, callee: AstNode): boolean {
  return rowsOf(e, callee).rows.some((rows) => hasTrait(rows, "error"));
}

/** A way out with a value that is no check. */
export function noteWayOut(e: Evaluation, value: Value): void {
  if (!mayProve(e) || e.state.isDead) return;
  const proven = provenIn(e, e.state);
  const outcome = truthOf(value);
  if (outcome !== false) e.proofs.note(true, proven);
  if (outcome !== true) e.proofs.note(false, proven);
}

function truthOf({ constant, objects, taint }: Value): boolean | undefined {
  const known: Constant = objects.length === 0 && taint.length === 0 ? constant : undefined;
  return known === undefined ? undefined : isTruthy(known);
}

function mayProve(e: Evaluation): boolean {
  return e.unit.kind === "function" && e.unit.parameters.length > 0;
}

function isCheck(e: Evaluation, node: AstNode): boolean {
  switch (e.ast.kind(node)) {
    case Kind.Call:
    case Kind.Binary:
    case Kind.Unary:
    case Kind.Index:
      return true;
    default:
      return false;
  }
}

/** What is proven of the parameters that still hold what was handed in. */
function provenIn(e: Evaluation, state: State): Map<number, KindSet> {
  const proven = new Map<number, KindSet>();
  for (const [index, cell] of parameterCells(e)) {
    const { taint, objects } = state.get(cell);
    // On one of the ways that met here it is still what came in.
    if (objects.some(({ kind }) => kind === "input")) continue;
    let kinds: KindSet | undefined;
    for (const { source, ended } of taint)
      if (source.kind === "input" && !source.input.parent && source.input.root?.kind === "parameter")
        if (source.input.root.index === index) kinds = kinds === undefined ? ended : intersectionOf(kinds, ended);
    if (kinds !== undefined && kinds !== NO_KINDS) proven.set(index, kinds);
  }
  return proven;
}

function parameterCells(e: Evaluation): [number, Cell][] {
  const cells: [number, Cell][] = [];
  for (const [index, parameter] of e.unit.parameters.entries()) {
    const target = e.ast.child(parameterNode(e.unit, parameter), Role.Target);
    const declaration = target === NO_NODE ? NO_NODE : e.file.names.declarationOf(target);
    if (declaration !== NO_NODE && !e.file.names.isReassigned(declaration))
      cells.push([index, e.variable(declaration, target)]);
  }
  return cells;
}
