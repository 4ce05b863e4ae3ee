// Memory for columns as long as a file, for versions of it that follow each other key by key. V8 counts what array buffers hold, and
// collects all of the heap once that has grown by 64 MB, in steps of 5 to 10 ms that the keys until then have to bear: so what a
// superseded version leaves is used for the next ones instead of being left to the collector.

import { addToList } from "../text/multimap.ts";

/** Shorter ones cost nothing to speak of. */
const SHORTEST = 4096;

/** No more than this is kept for later. */
const MOST_SPARE = 48 * 1024 * 1024;

/** By their lengths, which are few: see `capacityFor`. */
const spare = new Map<number, ArrayBuffer[]>();
let spareBytes = 0;

/** A length that also does for files that are a little longer. */
function capacityFor(bytes: number): number {
  const step = 2 ** Math.max(12, Math.ceil(Math.log2(bytes)) - 3);
  return Math.ceil(bytes / step) * step;
}

function taken(bytes: number): ArrayBuffer {
  const capacity = capacityFor(bytes);
  const found = spare.get(capacity)?.pop();
  if (found) spareBytes -= capacity;
  return found ?? new ArrayBuffer(capacity);
}

function givenBack(buffer: ArrayBuffer): void {
  const capacity = buffer.byteLength;
  if (spareBytes + capacity > MOST_SPARE) {
    // Of lengths that are not used any more.
    for (const [length, buffers] of spare) {
      if (length === capacity) continue;
      spareBytes -= length * buffers.length;
      spare.delete(length);
    }
    if (spareBytes + capacity > MOST_SPARE) return;
  }
  addToList(spare, capacity, buffer);
  spareBytes += capacity;
}

/** The columns of one version. All are zeros to begin with, but for those that are asked for as they come. */
export class ColumnRoom {
  #buffers: ArrayBuffer[] = [];

  int32(size: number, asItComes = false): Int32Array {
    if (size * 4 < SHORTEST) return new Int32Array(size);
    const column = new Int32Array(this.#take(size * 4), 0, size);
    return asItComes ? column : column.fill(0);
  }

  uint16(size: number, asItComes = false): Uint16Array {
    if (size * 2 < SHORTEST) return new Uint16Array(size);
    const column = new Uint16Array(this.#take(size * 2), 0, size);
    return asItComes ? column : column.fill(0);
  }

  uint8(size: number, asItComes = false): Uint8Array {
    if (size < SHORTEST) return new Uint8Array(size);
    const column = new Uint8Array(this.#take(size), 0, size);
    return asItComes ? column : column.fill(0);
  }

  /** Gives all of them back: nobody may read them any more. */
  free(): void {
    for (const buffer of this.#buffers) givenBack(buffer);
    this.#buffers = [];
  }

  #take(bytes: number): ArrayBuffer {
    const buffer = taken(bytes);
    this.#buffers.push(buffer);
    return buffer;
  }
}
