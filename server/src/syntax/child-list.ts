// The children of one tree-sitter node, read in bulk: kinds and places.

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

  start(child: number): number {
    return this.#words[child * CHILD_WIDTH + 1]!;
  }

  end(child: number): number {
    return this.#words[child * CHILD_WIDTH + 2]!;
  }
}
