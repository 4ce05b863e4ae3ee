// What a taint rule's own patterns taint: where it came from, under which label, and which variables and fields hold it.
// Values are immutable, and joining gives the old one where nothing is new, so that loops see by identity that they are done.

import type { Requirement } from "../../flow/spec.ts";
import type { AstNode } from "../../syntax/ast.ts";
import type { TaintMatch } from "../match/match-rule.ts";

/** The label of a source that names none, as Semgrep has it. */
export const UNLABELLED = "__SOURCE__";

/** A variable or field on the way, newest first. */
export interface Step {
  readonly node: AstNode;
  readonly before: Step | undefined;
}

export interface TaintElement {
  readonly label: string;
  /** What the rule's source pattern matched. */
  readonly source: TaintMatch;
  readonly node: AstNode;
  readonly steps: Step | undefined;
}

export type Taint = readonly TaintElement[];
export const CLEAN: Taint = [];

/** More sources than this say nothing more: the first ones stand for all. */
const MOST_ELEMENTS = 32;

export function joinTaint(a: Taint, b: Taint): Taint {
  if (a === b || b.length === 0) return a;
  if (a.length === 0) return b;
  let joined: TaintElement[] | undefined;
  for (const element of b) {
    const list = joined ?? a;
    if (list.length >= MOST_ELEMENTS) break;
    if (list.some((other) => isSameElement(other, element))) continue;
    joined ??= [...a];
    joined.push(element);
  }
  return joined ?? a;
}

function isSameElement(a: TaintElement, b: TaintElement): boolean {
  return a === b || (a.label === b.label && a.node === b.node && a.source === b.source);
}

export function withStep(taint: Taint, node: AstNode): Taint {
  return taint.length === 0 ? taint : taint.map((element) => ({ ...element, steps: { node, before: element.steps } }));
}

/** The labels of a taint satisfy what is asked of them. */
export function meets(taint: Taint, requirement: Requirement): boolean {
  switch (requirement.kind) {
    case "label":
      return taint.some(({ label }) => label === requirement.label);
    case "not":
      return !meets(taint, requirement.of);
    case "and":
      return requirement.of.every((part) => meets(taint, part));
    case "or":
      return requirement.of.some((part) => meets(taint, part));
    default:
      return requirement satisfies never;
  }
}

/** What a variable, field or expression holds. A field without a cell of its own holds what the whole does. */
export interface Cell {
  readonly taint: Taint;
  readonly fields: ReadonlyMap<string, Cell> | undefined;
}

export const NOTHING: Cell = { taint: CLEAN, fields: undefined };

/** Deeper members are taken for what holds them. */
const DEEPEST_FIELDS = 6;

export function cellOf(taint: Taint): Cell {
  return taint.length === 0 ? NOTHING : { taint, fields: undefined };
}

/** All that a cell holds. */
export function allTaint(cell: Cell): Taint {
  let { taint } = cell;
  if (cell.fields) for (const field of cell.fields.values()) taint = joinTaint(taint, allTaint(field));
  return taint;
}

export function fieldOf(cell: Cell, member: string): Cell {
  return cell.fields?.get(member) ?? (cell.fields === undefined ? cell : cellOf(cell.taint));
}

export function withField(cell: Cell, path: readonly string[], value: Cell, at = 0): Cell {
  const member = path[at];
  if (member === undefined) return value;
  if (at >= DEEPEST_FIELDS) return joinCells(cell, value);
  const fields = new Map(cell.fields);
  fields.set(member, withField(fieldOf(cell, member), path, value, at + 1));
  return { taint: cell.taint, fields };
}

export function joinCells(a: Cell, b: Cell): Cell {
  if (a === b) return a;
  const taint = joinTaint(a.taint, b.taint);
  if (!a.fields && !b.fields) return taint === a.taint ? a : { taint, fields: undefined };
  const fields = new Map<string, Cell>();
  let isSame = taint === a.taint;
  for (const name of new Set([...(a.fields?.keys() ?? []), ...(b.fields?.keys() ?? [])])) {
    const one = fieldOf(a, name);
    const joined = joinCells(one, fieldOf(b, name));
    if (joined !== one || !a.fields?.has(name)) isSame = false;
    fields.set(name, joined);
  }
  return isSame ? a : { taint, fields };
}

/** What variables hold at one point of a function. */
export class Environment {
  readonly #cells: Map<string, Cell>;
  /** Nothing runs here: after return, throw, break. */
  isDead = false;
  /** Of the control flow: everything from here on. */
  control: Taint = CLEAN;

  constructor(cells: Iterable<readonly [string, Cell]> = []) {
    this.#cells = new Map(cells);
  }

  get(variable: string): Cell {
    return this.#cells.get(variable) ?? NOTHING;
  }

  set(variable: string, cell: Cell): void {
    if (cell === NOTHING) this.#cells.delete(variable);
    else this.#cells.set(variable, cell);
  }

  fork(): Environment {
    const copy = new Environment(this.#cells);
    copy.isDead = this.isDead;
    copy.control = this.control;
    return copy;
  }

  /** Adds what another way to the same point brings; true when that is something new. */
  absorb(other: Environment): boolean {
    if (other.isDead) return false;
    let isChanged = this.isDead;
    if (this.isDead) {
      this.isDead = false;
      this.#cells.clear();
      this.control = CLEAN;
    }
    for (const [variable, cell] of other.#cells) {
      const own = this.get(variable);
      const joined = joinCells(own, cell);
      if (joined === own) continue;
      this.#cells.set(variable, joined);
      isChanged = true;
    }
    // What only this way wrote into a field, the other one holds as it did before: as the whole.
    for (const [variable, cell] of this.#cells) {
      if (!cell.fields || other.#cells.has(variable)) continue;
      this.#cells.set(variable, joinCells(cell, NOTHING));
    }
    const control = joinTaint(this.control, other.control);
    if (control !== this.control) isChanged = true;
    this.control = control;
    return isChanged;
  }
}
