// Interned sets of kinds (of sanitizers and guards): a set is a small integer, so that taint carries one number instead of
// a collection, and joining two of them is one look-up.

import { nameOf, type Sym } from "../syntax/symbols.ts";

/** An interned set; 0 is the empty one. */
export type KindSet = number;
export const NO_KINDS: KindSet = 0;

const members: (readonly Sym[])[] = [[]];
const known = new Map<string, KindSet>([["", 0]]);
const unions = new Map<number, KindSet>();
const differences = new Map<number, KindSet>();
const PAIR = 0x4000000;

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
  const key = Math.min(a, b) * PAIR + Math.max(a, b);
  let set = unions.get(key);
  if (set === undefined) {
    set = kindSet([...members[a]!, ...members[b]!]);
    unions.set(key, set);
  }
  return set;
}

export function without(a: KindSet, b: KindSet): KindSet {
  if (a === NO_KINDS || b === NO_KINDS) return a;
  const key = a * PAIR + b;
  let set = differences.get(key);
  if (set === undefined) {
    set = kindSet(members[a]!.filter((kind) => !members[b]!.includes(kind)));
    differences.set(key, set);
  }
  return set;
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
