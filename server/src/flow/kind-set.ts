// Interned sets of kinds (of sanitizers and guards): a set is a small integer, so that taint carries one number instead of
// a collection, and joining two of them is one look-up.

import { nameOf, type Sym } from "../syntax/symbols.ts";

/** An interned set; 0 is the empty one. */
export type KindSet = number;
export const NO_KINDS: KindSet = 0;

const members: (readonly Sym[])[] = [[]];
const known = new Map<string, KindSet>([["", 0]]);
/** By the one set, by the other. A key made of both would be too large for a number that needs no memory. */
const unions: Map<KindSet, KindSet>[] = [];
const differences: Map<KindSet, KindSet>[] = [];

export function kindSet(kinds: Iterable<Sym>): KindSet {
  const sorted = [...new Set(kinds)].sort((a, b) => a - b);
  const key = sorted.join(",");
  let set = known.get(key);
  if (set === undefined) {
    set = members.length;
    members.push(sorted);
    known.set(key, set);
  }
  return set;
}

export function kindsOf(set: KindSet): readonly Sym[] {
  return members[set]!;
}

export function hasKind(set: KindSet, kind: Sym): boolean {
  return set !== NO_KINDS && members[set]!.includes(kind);
}

export function unionOf(a: KindSet, b: KindSet): KindSet {
  if (a === b || b === NO_KINDS) return a;
  if (a === NO_KINDS) return b;
  const first = Math.min(a, b);
  const second = Math.max(a, b);
  let set = unions[first]?.get(second);
  if (set === undefined) {
    set = kindSet([...members[a]!, ...members[b]!]);
    keep(unions, first, second, set);
  }
  return set;
}

export function without(a: KindSet, b: KindSet): KindSet {
  if (a === NO_KINDS || b === NO_KINDS) return a;
  let set = differences[a]?.get(b);
  if (set === undefined) {
    set = kindSet(members[a]!.filter((kind) => !members[b]!.includes(kind)));
    keep(differences, a, b, set);
  }
  return set;
}

function keep(table: Map<KindSet, KindSet>[], a: KindSet, b: KindSet, set: KindSet): void {
  table[a] ??= new Map();
  table[a].set(b, set);
}

export function intersectionOf(a: KindSet, b: KindSet): KindSet {
  return a === b ? a : without(a, without(a, b));
}

/** True when every kind of `a` is in `b`. */
export function isSubset(a: KindSet, b: KindSet): boolean {
  return a === b || a === NO_KINDS || unionOf(a, b) === b;
}

/** The names, sorted: the same in every process. */
export function kindNames(set: KindSet): string[] {
  return members[set]!.map(nameOf).sort();
}
