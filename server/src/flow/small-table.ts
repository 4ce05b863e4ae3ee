// Numbers and what belongs to each, in the order in which they came: cells and what they hold, members and their cells. Most such
// tables hold a handful, in which looking one by one is faster than hashing, and one array takes less room than a map.

const LARGEST_WITHOUT_MAP = 8;

export interface Table<V> extends Iterable<readonly [number, V]> {
  readonly size: number;
  keyAt(position: number): number;
  valueAt(position: number): V;
  get(key: number): V | undefined;
  has(key: number): boolean;
}

export class SmallTable<V> implements Table<V> {
  /** A key, its value, the next key, … */
  #pairs: (number | V)[] | undefined;
  /** Where in `#pairs` a key's value is, once there are many. */
  #places: Map<number, number> | undefined;

  get size(): number {
    return this.#pairs === undefined ? 0 : this.#pairs.length >> 1;
  }

  keyAt(position: number): number {
    return this.#pairs![position << 1] as number;
  }

  valueAt(position: number): V {
    return this.#pairs![(position << 1) + 1] as V;
  }

  #placeOf(key: number): number {
    if (this.#places) return this.#places.get(key) ?? -1;
    const pairs = this.#pairs;
    if (pairs) for (let at = 0; at < pairs.length; at += 2) if (pairs[at] === key) return at + 1;
    return -1;
  }

  get(key: number): V | undefined {
    const place = this.#placeOf(key);
    return place < 0 ? undefined : (this.#pairs![place] as V);
  }

  has(key: number): boolean {
    return this.#placeOf(key) >= 0;
  }

  set(key: number, value: V): void {
    const pairs = this.#pairs;
    if (!pairs) {
      // Many have one entry, and get room for no more.
      this.#pairs = [key, value];
      return;
    }
    const place = this.#placeOf(key);
    if (place >= 0) {
      pairs[place] = value;
      return;
    }
    pairs.push(key, value);
    const last = pairs.length - 1;
    if (this.#places) this.#places.set(key, last);
    else if (this.size > LARGEST_WITHOUT_MAP) {
      this.#places = new Map();
      for (let at = 0; at < last; at += 2) this.#places.set(pairs[at] as number, at + 1);
    }
  }

  *[Symbol.iterator](): IterableIterator<readonly [number, V]> {
    for (let at = 0; at < this.size; at++) yield [this.keyAt(at), this.valueAt(at)];
  }
}

/** What belongs to a key in a map of tables, made when it is asked for the first time. */
export function innerTable<K, V>(tables: Map<K, SmallTable<V>>, key: K): SmallTable<V> {
  let table = tables.get(key);
  if (!table) {
    table = new SmallTable();
    tables.set(key, table);
  }
  return table;
}
