// Answers about files or languages, kept until something changes: the same imports, types and names are asked for again and again while
// a program is worked out. Whoever keeps them forgets them with every change, since files are named by their versions.

import { innerMap } from "../text/multimap.ts";

export class Remembered<P, K, T> {
  #places = new Map<P, Map<K, T>>();
  /** Where one was last: most of what is asked is asked of one place many times. */
  #last: { readonly place: P; readonly known: Map<K, T> } | undefined;

  /** What is known of a place, to look in and to add to. */
  of(place: P): Map<K, T> {
    if (this.#last?.place === place) return this.#last.known;
    const known = innerMap(this.#places, place);
    this.#last = { place, known };
    return known;
  }

  /** The answer, worked out when it is not known yet; `undefined` is an answer too. */
  get(place: P, key: K, work: () => T): T {
    const known = this.of(place);
    let answer = known.get(key);
    if (answer === undefined && !known.has(key)) {
      answer = work();
      known.set(key, answer);
    }
    return answer as T;
  }

  /**
   * By another map. What V8 has a Map clear itself of leads on to what comes into it next, so that the young part's collector, for which all
   * of the old part is alive, would keep each version of a file for as long as those before it are not collected.
   */
  forget(): void {
    if (this.#places.size === 0) return;
    this.#places = new Map();
    this.#last = undefined;
  }
}
