// The variants that there are of each unit, by the constants that they are for.

import { innerMap } from "../text/multimap.ts";
import type { Unit } from "./unit.ts";
import { type InputConstants, keyOf, Variant } from "./variants.ts";

export class VariantTable {
  readonly #byUnit = new Map<Unit, Map<string, Variant>>();

  all(unit: Unit): Iterable<Variant> {
    return this.#byUnit.get(unit)?.values() ?? [];
  }

  /** The one for these constants, made when nobody asked for it before. */
  of(unit: Unit, constants: InputConstants, depth: number): Variant {
    const ofUnit = innerMap(this.#byUnit, unit);
    const key = keyOf(constants);
    let variant = ofUnit.get(key);
    if (!variant) {
      variant = new Variant(unit, constants, depth);
      ofUnit.set(key, variant);
    }
    return variant;
  }

  delete({ base, constants }: Variant): void {
    this.#byUnit.get(base)?.delete(keyOf(constants));
  }

  deleteAll(unit: Unit): void {
    this.#byUnit.delete(unit);
  }

  clear(): void {
    this.#byUnit.clear();
  }
}
