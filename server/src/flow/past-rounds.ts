// How circles were gone round the last time. After an edit in one unit of a circle all of it is gone round again from nothing, as it is
// in a program that is made anew; but the others come by the same results on the way, as long as the one that changed says the
// same in each round. So what each of them was evaluated to is kept, with what it was given of others.

import type { UnitResult } from "./evaluate-unit.ts";
import type { Fingerprint } from "./fingerprint.ts";
import type { Summary } from "./summary.ts";
import type { Unit } from "./unit.ts";

/** What an evaluation came to, and what it was given of other units: it depends on nothing else that changes while circles are gone round. */
export interface Evaluated {
  readonly result: UnitResult;
  readonly missing: readonly Unit[];
  readonly given: ReadonlyMap<Unit, Summary | undefined>;
}

/** An evaluation of a unit's text with its marks. */
export interface Past {
  readonly digest: number;
  readonly marks: string;
  readonly evaluated: Evaluated;
  readonly fingerprint: Fingerprint;
}

const NONE: readonly Past[] = [];

export class PastRounds {
  readonly #past = new Map<Unit, readonly Past[]>();

  of(unit: Unit): readonly Past[] {
    return this.#past.get(unit) ?? NONE;
  }

  /** What came out once before, if it says the same, so that others see by identity that it does. */
  asBefore(unit: Unit, evaluated: Evaluated, fingerprint: Fingerprint): Evaluated {
    const { result } = evaluated;
    for (const past of this.of(unit)) {
      if (!past.fingerprint.isSame(fingerprint)) continue;
      return { ...evaluated, result: { ...result, summary: past.evaluated.result.summary } };
    }
    return evaluated;
  }

  /** From now on this is how the unit's circle was gone round the last time. */
  keep(unit: Unit, past: readonly Past[]): void {
    this.#past.set(unit, past);
  }

  forget(unit: Unit): void {
    this.#past.delete(unit);
  }

  clear(): void {
    this.#past.clear();
  }
}
