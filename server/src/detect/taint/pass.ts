// One taint rule's way through one file: what its sources taint, held by variables and fields as statements write them, until
// it reaches a sink. This module holds what expressions and statements share: marks on nodes, places that can be written,
// reports. The semantics are those of Semgrep's taint mode: each function by itself, calls give back what goes into them.

import { type Ast, type AstNode, NO_NODE } from "../../syntax/ast.ts";
import { Kind, Role } from "../../syntax/kind.ts";
import type { Names } from "../../syntax/names.ts";
import { equalBindings } from "../match/bindings.ts";
import type { TaintMatch } from "../match/match-rule.ts";
import type { TaintMarkers } from "./marks.ts";
import type { TaintOptions } from "./options.ts";
import { type Place, placeOf } from "./places.ts";
import type { SafeTypes } from "./safe-types.ts";
import {
  allTaint,
  type Cell,
  CLEAN,
  cellOf,
  Environment,
  fieldOf,
  joinCells,
  joinTaint,
  meets,
  NOTHING,
  type Taint,
  type TaintElement,
  UNLABELLED,
  withField,
  withStep,
} from "./taint.ts";

/** Taint of a source that arrives at a sink. */
export interface Arrival {
  readonly sink: TaintMatch;
  readonly source: TaintElement;
  /** Where it arrives, within what the sink's pattern matched. */
  readonly node: AstNode;
}

/** Where a `break` or `continue` leads to. */
export interface Jumps {
  readonly label: number;
  readonly isLoop: boolean;
  readonly breaks: Environment[];
  readonly continues: Environment[];
}

/** What one function may take: its nodes come up again in every round of the loops around them. */
const MOST_STEPS = 400_000;

export class TaintPass {
  readonly ast: Ast;
  readonly names: Names;
  readonly marks: TaintMarkers;
  readonly options: TaintOptions;
  readonly types: SafeTypes;
  environment = new Environment();
  readonly jumps: Jumps[] = [];
  /** What may be there when the innermost `try` is left by an exception. */
  readonly thrown: Environment[] = [];
  /** Functions that are looked at by themselves, later. */
  readonly waiting: AstNode[] = [];
  depth = 0;
  #steps = 0;
  readonly #arrivals = new Map<TaintMatch, Arrival[]>();
  /** Taint that propagators wait for, by their number. */
  readonly #carried = new Map<number, Taint>();
  readonly #destinations = new Map<number, AstNode>();

  constructor(ast: Ast, names: Names, marks: TaintMarkers, options: TaintOptions, types: SafeTypes) {
    this.ast = ast;
    this.names = names;
    this.marks = marks;
    this.options = options;
    this.types = types;
  }

  get arrivals(): Arrival[] {
    return [...this.#arrivals.values()].flat();
  }

  step(): boolean {
    return ++this.#steps <= MOST_STEPS;
  }

  get isSpent(): boolean {
    return this.#steps > MOST_STEPS;
  }

  /** Begins a function: propagators do not reach from one into the next. */
  begin(environment: Environment): void {
    this.environment = environment;
    this.#carried.clear();
    this.#destinations.clear();
  }

  // Places

  read(node: AstNode): Cell {
    const place = placeOf(this.ast, this.names, node);
    if (!place) return NOTHING;
    let cell = this.environment.get(place.variable);
    for (const member of place.path) cell = fieldOf(cell, member);
    return cell;
  }

  /** Gives a name, member or element what it holds from here on. */
  write(node: AstNode, cell: Cell): void {
    const place = placeOf(this.ast, this.names, node);
    if (place) this.writePlace(place, cell);
  }

  writePlace({ variable, path, isPart }: Place, cell: Cell): void {
    const whole = this.environment.get(variable);
    let value = cell;
    if (isPart) {
      // One element of many: the others are still there.
      let held = whole;
      for (const member of path) held = fieldOf(held, member);
      value = joinCells(held, cellOf(allTaint(cell)));
    }
    this.environment.set(variable, path.length === 0 ? value : withField(whole, path, value));
  }

  // Marks

  isSanitized(node: AstNode): boolean {
    return this.marks.sanitizers.has(node);
  }

  /** What a node that a sanitizer's pattern matched does to what it names. */
  sanitize(node: AstNode): void {
    for (const { match, isWhole } of this.marks.sanitizers.get(node) ?? [])
      if (isWhole && match.pattern.bySideEffect) this.write(node, NOTHING);
  }

  /** What a node holds after the sources and propagators on it did their part. */
  applySources(node: AstNode, cell: Cell): Cell {
    const sources = this.marks.sources.get(node);
    let result = cell;
    if (sources) {
      const incoming = allTaint(cell);
      for (const { match, isWhole, requires } of sources) {
        if (requires && !meets(incoming, requires)) continue;
        const { label = UNLABELLED, bySideEffect, control } = match.pattern;
        const taint = [{ label, source: match, node, steps: undefined }];
        if (control) this.environment.control = joinTaint(this.environment.control, taint);
        if (bySideEffect && isWhole) this.#taintPlace(node, taint);
        if (bySideEffect !== "only") result = withTaint(result, taint);
      }
    }
    const from = this.marks.from.get(node);
    if (from) {
      for (const propagator of from) {
        const { id, match, requires } = propagator;
        const taint = allTaint(result);
        if (taint.length === 0 || (requires && !meets(taint, requires))) continue;
        const carried = relabelled(taint, match);
        this.#carried.set(id, joinTaint(this.#carried.get(id) ?? CLEAN, carried));
        const destination = this.#destinations.get(id);
        if (destination !== undefined) this.#taintPlace(destination, carried);
      }
    }
    const to = this.marks.to.get(node);
    if (to) {
      for (const { id, match } of to) {
        const taint = this.#carried.get(id);
        if (match.pattern.bySideEffect) this.#destinations.set(id, node);
        if (!taint) continue;
        if (match.pattern.bySideEffect) this.#taintPlace(node, taint);
        result = withTaint(result, taint);
      }
    }
    return result;
  }

  #taintPlace(node: AstNode, taint: Taint): void {
    const place = placeOf(this.ast, this.names, node);
    if (!place) return;
    const held = this.read(node);
    this.writePlace({ ...place, isPart: false }, withTaint(held, taint));
  }

  /** Notes taint that arrives at a node which a sink's pattern matched. */
  reach(node: AstNode, taint: Taint): void {
    const sinks = this.marks.sinks.get(node);
    if (!sinks) return;
    const all = joinTaint(taint, this.environment.control);
    if (all.length === 0) return;
    for (const { match, requires } of sinks) {
      if (match.pattern.atExit && !this.#isLast(node)) continue;
      const accepted = this.options.unifiesMetavariables ? all.filter(({ source }) => this.#agree(source, match)) : all;
      const isMet = requires ? meets(accepted, requires) : accepted.some(({ label }) => label === UNLABELLED);
      if (!isMet) continue;
      let known = this.#arrivals.get(match);
      if (!known) {
        known = [];
        this.#arrivals.set(match, known);
      }
      for (const source of accepted)
        if (!known.some((other) => other.source.source === source.source && other.source.label === source.label))
          known.push({ sink: match, source, node });
    }
  }

  /** Metavariables that source and sink share stand for the same. */
  #agree(source: TaintMatch, sink: TaintMatch): boolean {
    const namesOf = (ast: Ast) => (ast === this.ast ? this.names : undefined);
    for (const [name, binding] of source.bindings) {
      const other = sink.bindings.get(name);
      if (other && !equalBindings(binding, other, namesOf, { isStrict: true, constantOf: () => undefined }))
        return false;
    }
    return true;
  }

  /** Whether nothing follows in the function: the last statement of its body, or a return. */
  #isLast(node: AstNode): boolean {
    const { ast } = this;
    for (let at = node; ; at = ast.parent(at)) {
      const kind = ast.kind(at);
      if (kind === Kind.Return || kind === Kind.Module || kind === Kind.Function) return true;
      if (ast.role(at) === Role.Statement && ast.nextSibling(at) !== NO_NODE) return false;
    }
  }

  /** Notes on the way of a value that it was put somewhere. */
  kept(cell: Cell, node: AstNode): Cell {
    if (cell === NOTHING) return cell;
    const taint = withStep(cell.taint, node);
    if (!cell.fields) return { taint, fields: undefined };
    const fields = new Map([...cell.fields].map(([name, field]) => [name, this.kept(field, node)]));
    return { taint, fields };
  }
}

export function withTaint(cell: Cell, taint: Taint): Cell {
  const joined = joinTaint(cell.taint, taint);
  if (joined === cell.taint) return cell;
  return {
    taint: joined,
    fields: cell.fields && new Map([...cell.fields].map(([name, field]) => [name, withTaint(field, taint)])),
  };
}

function relabelled(taint: Taint, { pattern }: TaintMatch): Taint {
  const { label, replaceLabels } = pattern;
  if (label === undefined) return taint;
  return taint.map((element) =>
    replaceLabels === undefined || replaceLabels.includes(element.label) ? { ...element, label } : element,
  );
}
