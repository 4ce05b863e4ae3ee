// Maps of lists, of sets and of maps: what stands under a key is made when something is first put there.

interface Slots<K, V> {
  get(key: K): V | undefined;
  set(key: K, value: V): unknown;
}

export function addToList<K, V>(map: Slots<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

/** For lists that are filled in order of their values: a value that was the last to come is not added again. */
export function addToListOnce<K, V>(map: Slots<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (!list) map.set(key, [value]);
  else if (list[list.length - 1] !== value) list.push(value);
}

export function addToSet<K, V>(map: Slots<K, Set<V>>, key: K, value: V): void {
  const set = map.get(key);
  if (set) set.add(value);
  else map.set(key, new Set([value]));
}

/** The map under a key. */
export function innerMap<K, L, V>(map: Slots<K, Map<L, V>>, key: K): Map<L, V> {
  let inner = map.get(key);
  if (!inner) {
    inner = new Map();
    map.set(key, inner);
  }
  return inner;
}
