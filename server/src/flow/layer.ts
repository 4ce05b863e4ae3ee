// Cells and what they hold, in the order in which they were first written. Most layers of a state hold a handful of cells, in which
// looking one by one is faster than hashing, and one array takes less room than a map.

import type { Value } from "./value.ts";

const LARGEST_WITHOUT_MAP = 8;

export class Layer {
  /** A cell, what it holds, the next cell, … */
  readonly #pairs: (number | Value)[] = [];
  /** Where in `#pairs` a cell's value is, once there are many. */
  #places: Map<number, number> | undefined;

  get size(): number {
    return this.#pairs.length >> 1;
  }

  cellAt(position: number): number {
    return this.#pairs[position << 1] as number;
  }

  valueAt(position: number): Value {
    return this.#pairs[(position << 1) + 1] as Value;
  }

  #placeOf(cell: number): number {
    if (this.#places) return this.#places.get(cell) ?? -1;
    const pairs = this.#pairs;
    for (let at = 0; at < pairs.length; at += 2) if (pairs[at] === cell) return at + 1;
    return -1;
  }

  get(cell: number): Value | undefined {
    const place = this.#placeOf(cell);
    return place < 0 ? undefined : (this.#pairs[place] as Value);
  }

  set(cell: number, value: Value): void {
    const place = this.#placeOf(cell);
    if (place >= 0) {
      this.#pairs[place] = value;
      return;
    }
    this.#pairs.push(cell, value);
    const last = this.#pairs.length - 1;
    if (this.#places) this.#places.set(cell, last);
    else if (this.size > LARGEST_WITHOUT_MAP) {
      this.#places = new Map();
      for (let at = 0; at < last; at += 2) this.#places.set(this.#pairs[at] as number, at + 1);
    }
  }
}
