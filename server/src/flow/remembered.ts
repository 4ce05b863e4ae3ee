// Answers about places of files, kept until something changes: the same imports, types and names are asked for again and again while
// a program is worked out. Whoever keeps them forgets them with every change, since files are named by their versions.

import type { FlowFile } from "./file.ts";

export class Remembered<K, T> {
  readonly #files = new Map<FlowFile, Map<K, T>>();

  /** What is known of a file, to look in and to add to. */
  of(file: FlowFile): Map<K, T> {
    let known = this.#files.get(file);
    if (!known) {
      known = new Map();
      this.#files.set(file, known);
    }
    return known;
  }

  forget(): void {
    if (this.#files.size > 0) this.#files.clear();
  }
}
