// What units came to, who rests on whom, and what was known of each before: what is typed is often taken back, or closed again.

import type { UnitResult } from "./evaluate-unit.ts";
import type { Fingerprint } from "./fingerprint.ts";
import type { Past } from "./past-rounds.ts";
import type { Summary } from "./summary.ts";
import type { Unit } from "./unit.ts";

/** A unit's result, and what it holds for. */
export interface Solution {
  readonly result: UnitResult;
  readonly fingerprint: Fingerprint;
  /** The text and marks that it was worked out from. */
  readonly digest: number;
  readonly marks: string;
  /** The summaries that it used, as they were; of units of its own circle, only that it used them. */
  readonly used: ReadonlyMap<Unit, Summary>;
  /** All units that it forms a circle with, itself included; undefined for none. */
  readonly circle: ReadonlySet<Unit> | undefined;
}

/** Solutions that are no more, of all units and of each, of which one may hold again. */
const MOST_RETIRED = 4000;
const MOST_RETIRED_OF_UNIT = 8;

const NO_UNITS: ReadonlySet<Unit> = new Set();
const NONE: readonly Solution[] = [];

export class Solutions {
  readonly #present = new Map<Unit, Solution>();
  readonly #users = new Map<Unit, Set<Unit>>();
  /** Units that rest on some of which that is not noted any more. */
  readonly #forgotten = new Set<Unit>();
  /** The latest first. */
  readonly #retired = new Map<Unit, readonly Solution[]>();
  #retiredCount = 0;

  has(unit: Unit): boolean {
    return this.#present.has(unit);
  }

  of(unit: Unit): Solution | undefined {
    return this.#present.get(unit);
  }

  summaryOf(unit: Unit): Summary | undefined {
    return this.#present.get(unit)?.result.summary;
  }

  /** Those that rest on the unit, whether it has a solution or not. */
  usersOf(unit: Unit): ReadonlySet<Unit> {
    return this.#users.get(unit) ?? NO_UNITS;
  }

  /** What was known of the unit, the latest first. */
  retiredOf(unit: Unit): readonly Solution[] {
    return this.#retired.get(unit) ?? NONE;
  }

  /** Gives what was there before. */
  set(unit: Unit, solution: Solution): Solution | undefined {
    const before = this.#present.get(unit);
    if (before) {
      for (const each of restsOn(before, solution))
        if (!doesRestOn(solution, each)) this.#users.get(each)?.delete(unit);
      this.#retire(unit, before);
    }
    const linked = this.#forgotten.delete(unit) ? undefined : before;
    for (const each of restsOn(solution, linked)) {
      if (linked && doesRestOn(linked, each)) continue;
      const users = this.#users.get(each);
      if (users) users.add(unit);
      else this.#users.set(each, new Set([unit]));
    }
    this.#present.set(unit, solution);
    return before;
  }

  /** The same solution with something said of it: who rests on it and on whom it rests stays. */
  amend(unit: Unit, solution: Solution): void {
    this.#present.set(unit, solution);
  }

  /** Gives what was there; it may hold again. Who rests on the unit goes on doing so. */
  takeAway(unit: Unit): Solution | undefined {
    const solution = this.#present.get(unit);
    if (!solution) return undefined;
    this.#present.delete(unit);
    this.#forgotten.delete(unit);
    this.#unlink(unit, solution);
    this.#retire(unit, solution);
    return solution;
  }

  forgetUsersOf(unit: Unit): void {
    for (const user of this.usersOf(unit)) this.#forgotten.add(user);
    this.#users.delete(unit);
  }

  forgetRetiredOf(unit: Unit): void {
    this.#retired.delete(unit);
  }

  forgetRetired(): void {
    this.#retired.clear();
    this.#retiredCount = 0;
  }

  clear(): void {
    this.#present.clear();
    this.#users.clear();
    this.#forgotten.clear();
    this.forgetRetired();
  }

  #unlink(unit: Unit, solution: Solution): void {
    for (const used of restsOn(solution)) this.#users.get(used)?.delete(unit);
  }

  #retire(unit: Unit, solution: Solution): void {
    if (this.#retiredCount >= MOST_RETIRED) this.forgetRetired();
    const known = this.retiredOf(unit);
    const others = known.filter((each) => each !== solution);
    this.#retired.set(unit, [solution, ...others].slice(0, MOST_RETIRED_OF_UNIT));
    this.#retiredCount += known.length < MOST_RETIRED_OF_UNIT ? 1 : 0;
  }

  /** A retired solution with those of the others of its circle, which belong together. Fewer than the circle has where one is lost. */
  partsOf(unit: Unit, retired: Solution): (readonly [Unit, Solution])[] {
    const { circle } = retired;
    if (!circle) return [[unit, retired]];
    return [...circle].flatMap((member): (readonly [Unit, Solution])[] => {
      const now = this.#present.get(member);
      const part = now?.circle === circle ? now : this.retiredOf(member).find((each) => each.circle === circle);
      return part ? [[member, part]] : [];
    });
  }

  /** The circle that a unit forms since it rests on what it did not rest on before, itself included; nothing for none. */
  circleClosedBy(unit: Unit, before: Solution | undefined): ReadonlySet<Unit> {
    const solution = this.#present.get(unit);
    if (!solution || this.usersOf(unit).size === 0) return NO_UNITS;
    const fresh: Unit[] = [];
    for (const each of restsOn(solution, before))
      if (each !== unit && !(before && doesRestOn(before, each))) fresh.push(each);
    if (fresh.length === 0) return NO_UNITS;
    const above = this.#above([unit]);
    if (!fresh.some((each) => above.has(each))) return NO_UNITS;
    return this.#reached([unit], (each) => above.has(each));
  }

  /**
   * Units outside of a circle that belong to it: evaluating its members asked for what rests on some of them. Those that were known to be
   * used when the circle was found are not looked at again.
   *
   * @param last what the members were evaluated to
   * @param isBusy whether a unit is being looked at in some other place
   */
  joining(
    members: ReadonlyMap<Unit, unknown>,
    last: ReadonlyMap<Unit, Past>,
    isBusy: (unit: Unit) => boolean,
  ): ReadonlySet<Unit> {
    const fresh = new Set<Unit>();
    for (const [unit, { evaluated }] of last) {
      const before = this.#present.get(unit);
      for (const each of evaluated.given.keys())
        if (!members.has(each) && !(before?.circle && doesRestOn(before, each))) fresh.add(each);
    }
    if (fresh.size === 0) return NO_UNITS;
    const above = this.#above(members.keys());
    const belongs = (each: Unit): boolean => above.has(each) && !members.has(each) && !isBusy(each);
    return this.#reached([...fresh].filter(belongs), belongs);
  }

  /** These units with all that rest on them. */
  #above(units: Iterable<Unit>): ReadonlySet<Unit> {
    const above = new Set(units);
    for (const each of above) for (const user of this.usersOf(each)) above.add(user);
    return above;
  }

  /** These units with all that they rest on, as far as `isWanted` of each. */
  #reached(units: Iterable<Unit>, isWanted: (unit: Unit) => boolean): ReadonlySet<Unit> {
    const reached = new Set(units);
    for (const each of reached) {
      const resting = this.#present.get(each);
      if (resting) for (const used of restsOn(resting)) if (isWanted(used)) reached.add(used);
    }
    return reached;
  }
}

/**
 * The units that a solution rests on, whatever it knows of them. Without those that `other` surely rests on, too: a long top level glances at
 * thousands, which mostly are those of the time before.
 */
export function* restsOn({ used, result }: Solution, other?: Solution): IterableIterator<Unit> {
  yield* used.keys();
  if (result.glanced !== other?.result.glanced) yield* result.glanced.keys();
}

export function doesRestOn({ used, result }: Solution, unit: Unit): boolean {
  return used.has(unit) || result.glanced.has(unit);
}

export function restCount({ used, result }: Solution): number {
  return used.size + result.glanced.size;
}
