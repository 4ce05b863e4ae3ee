// Makes texts that a pattern matches, so that no token has to stand in the repository.
import type { CharSet } from "../../../server/src/text/regex/char-set.ts";
import type { RegexNode } from "../../../server/src/text/regex/tree.ts";

/** Numbers that are the same in every run. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state / 4294967296;
  };
}

function pick(set: CharSet, random: () => number): string {
  // What people's secrets are made of: printable ASCII, letters and digits first.
  const candidates: number[] = [];
  for (const range of [
    [48, 57],
    [65, 90],
    [97, 122],
  ]) {
    for (let code = range[0]!; code <= range[1]!; code++) if (has(set, code)) candidates.push(code);
  }
  if (candidates.length === 0) for (let code = 32; code < 127; code++) if (has(set, code)) candidates.push(code);
  if (candidates.length === 0) candidates.push(set[0] ?? 32);
  return String.fromCodePoint(candidates[Math.floor(random() * candidates.length)]!);
}

function has(set: CharSet, code: number): boolean {
  for (let i = 0; i < set.length; i += 2) if (set[i]! <= code && code <= set[i + 1]!) return true;
  return false;
}

export function sampleOf(node: RegexNode, random: () => number): string {
  switch (node.kind) {
    case "set":
      return pick(node.set, random);
    case "sequence":
      return node.items.map((item) => sampleOf(item, random)).join("");
    case "choice":
      return sampleOf(node.branches[Math.floor(random() * node.branches.length)]!, random);
    case "repeat": {
      // As short as can be where anything may stand, so that separators stay empty.
      const most = Math.min(node.max, node.min + (node.min > 8 ? 12 : 0));
      const count = node.min + Math.floor(random() * (most - node.min + 1));
      return Array.from({ length: count }, () => sampleOf(node.body, random)).join("");
    }
    case "group":
    case "atomic":
      return sampleOf(node.body, random);
    default:
      return "";
  }
}
