// How an input is reached from where it came in, as a text and as a number: keys that are the same in any process.

import { nameOf, type Sym } from "../syntax/symbols.ts";
import type { AbstractObject } from "./object.ts";
import { hashText } from "./unit-text.ts";

export function inputPath(object: AbstractObject): string {
  const members: string[] = [];
  let at = object;
  for (; at.parent; at = at.parent) members.push(nameOf(at.member));
  const { root } = at;
  const start =
    root?.kind === "parameter"
      ? `p${root.index}`
      : root?.kind === "variable"
        ? `v${root.key}`
        : root?.kind === "result"
          ? `r${root.call}~${root.of}`
          : "this";
  return [start, ...members.reverse()].join(".");
}

/** The same for the same path in any process. */
export function hashOfPath(object: AbstractObject): number {
  let hash = 17;
  let at = object;
  for (; at.parent; at = at.parent) hash = Math.imul(hash ^ hashOfName(at.member), HASH_FACTOR);
  const { root } = at;
  if (root?.kind === "parameter") return Math.imul(hash ^ root.index, HASH_FACTOR);
  if (root?.kind === "variable") return Math.imul(~hash ^ hashText(root.key), HASH_FACTOR);
  if (root?.kind === "result") return Math.imul(Math.imul(hash ^ root.call, HASH_FACTOR) ^ root.of, HASH_FACTOR);
  return hash;
}

const HASH_FACTOR = 0x85ebca6b;
const hashes: number[] = [];

/** Symbols have other numbers in other processes. */
function hashOfName(symbol: Sym): number {
  let hash = hashes[symbol];
  if (hash === undefined) {
    hash = hashText(nameOf(symbol));
    hashes[symbol] = hash;
  }
  return hash;
}
