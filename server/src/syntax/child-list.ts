// The children of one tree-sitter node, read in bulk: kinds and places. tree-sitter's own searches for the child at an index
// cannot be used: a node's finds none where a hidden node covers a gap, a cursor's always goes to the first child.

import { NONE } from "./cst.ts";

/** Words a child in what bulk-read.wat writes. */
export const CHILD_WIDTH = 3;

export class ChildList {
  readonly #words: Int32Array;
  readonly count: number;

  constructor(words: Int32Array) {
    this.#words = words;
    this.count = words.length / CHILD_WIDTH;
  }

  kind(child: number): number {
    return this.#words[child * CHILD_WIDTH]! & 0xffff;
  }

  isNamed(child: number): boolean {
    return (this.#words[child * CHILD_WIDTH]! & 0x10000) !== 0;
  }

  start(child: number): number {
    return this.#words[child * CHILD_WIDTH + 1]!;
  }

  end(child: number): number {
    return this.#words[child * CHILD_WIDTH + 2]!;
  }

  /** The index of the first child that ends at or after an offset; `count` when there is none. */
  firstEndingAt(offset: number): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.end(middle) < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The child that begins before `start` and ends after `end`, or NONE. */
  holding(start: number, end: number): number {
    const child = this.firstEndingAt(end + 1);
    return child < this.count && this.start(child) < start ? child : NONE;
  }
}
