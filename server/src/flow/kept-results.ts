// Whether what units came to before still holds: it was worked out from the same text and marks, the summaries that it used are those that there
// are, and all that it asked is answered as then. Results of a circle hold together, or none of them does.

import type { Steps } from "../text/steps.ts";
import { isStill } from "./outward.ts";
import { doesRestOn, restCount, restsOn, type Solution, type Solutions } from "./solutions.ts";
import type { Surroundings } from "./surroundings.ts";
import type { Unit } from "./unit.ts";

/** What is asked of the solver. */
export interface KeptResultsContext {
  readonly program: Surroundings;
  readonly marksOf: (unit: Unit) => string;
  readonly solutions: Solutions;
  readonly doubtful: ReadonlySet<Unit>;
  /** Whether a unit is being looked at. */
  isOpen(unit: Unit): boolean;
  /** Whether the program has a unit no more; `drop` is not in doubt about it then either. */
  isGone(unit: Unit): boolean;
  drop(unit: Unit): boolean;
}

/** The results of a unit, or of all of its circle. */
export type Parts = readonly (readonly [Unit, Solution])[];

export class KeptResults {
  readonly #context: KeptResultsContext;

  constructor(context: KeptResultsContext) {
    this.#context = context;
  }

  /** A unit outside that a kept result would rest on, and that is itself in doubt. */
  neededFor(unit: Unit): Unit | undefined {
    const { solutions } = this.#context;
    const solution = solutions.of(unit);
    if (solution) {
      for (const member of solution.circle ?? [unit]) {
        const needed = this.#doubtfulUse(solutions.of(member), solution.circle);
        if (needed) return needed;
      }
    }
    for (const retired of solutions.retiredOf(unit)) {
      if (retired.digest !== unit.digest) continue;
      for (const [, part] of solutions.partsOf(unit, retired)) {
        const needed = this.#doubtfulUse(part, retired.circle);
        if (needed) return needed;
      }
    }
    return undefined;
  }

  #doubtfulUse(solution: Solution | undefined, circle: ReadonlySet<Unit> | undefined): Unit | undefined {
    if (!solution) return undefined;
    const { doubtful, isOpen, drop } = this.#context;
    const isNeeded = (used: Unit): boolean => !isOpen(used) && !circle?.has(used) && !drop(used);
    // A long top level rests on thousands, of which few are in doubt.
    if (doubtful.size < restCount(solution)) {
      for (const used of doubtful) if (doesRestOn(solution, used) && isNeeded(used)) return used;
      return undefined;
    }
    for (const used of restsOn(solution)) if (doubtful.has(used) && isNeeded(used)) return used;
    return undefined;
  }

  /** The result of before, or else an older one, that still holds; of a unit of a circle those of all. */
  *partsOf(unit: Unit): Steps<Parts | undefined> {
    const { solutions } = this.#context;
    const solution = solutions.of(unit);
    if (solution) {
      // A member that came to something else by itself has left the circle, which is none without it.
      const { circle } = solution;
      const members = circle ?? new Set([unit]);
      const parts = [...members].flatMap((member): Parts => {
        const own = solutions.of(member);
        return own?.circle === circle && own ? [[member, own]] : [];
      });
      if (parts.length === members.size && (yield* this.#hold(parts, members))) return parts;
    }
    for (const retired of solutions.retiredOf(unit)) {
      if (retired.digest !== unit.digest) continue;
      const parts = solutions.partsOf(unit, retired);
      const members = retired.circle ?? new Set([unit]);
      if (parts.length >= members.size && (yield* this.#hold(parts, members))) return parts;
    }
    return undefined;
  }

  *#hold(parts: Parts, members: ReadonlySet<Unit>): Steps<boolean> {
    for (const [unit, solution] of parts) if (!(yield* this.#holds(unit, solution, members))) return false;
    return true;
  }

  *#holds(unit: Unit, solution: Solution, members: ReadonlySet<Unit>): Steps<boolean> {
    const { program, marksOf, solutions, isOpen, isGone } = this.#context;
    if (isGone(unit) || solution.digest !== unit.digest || solution.marks !== marksOf(unit)) return false;
    for (const [used, summary] of solution.used) {
      if (members.has(used)) continue;
      if (isOpen(used) || solutions.summaryOf(used) !== summary) return false;
    }
    for (const [glanced, concern] of solution.result.glanced) {
      if (members.has(glanced)) continue;
      if (isOpen(glanced) || !isStill(concern, solutions.summaryOf(glanced))) return false;
    }
    return yield* solution.result.ask.stillHolds(program);
  }
}
