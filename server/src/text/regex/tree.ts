/**
 * A pattern after reading: flags are dissolved into the nodes that they changed, classes and escapes are sets, names
 * are numbers. Depth is bounded by the reader, so walking it may recurse.
 */
import type { CharSet } from "./char-set.ts";

export type RegexNode =
  | { readonly kind: "set"; readonly set: CharSet }
  | { readonly kind: "sequence"; readonly items: readonly RegexNode[] }
  | { readonly kind: "choice"; readonly branches: readonly RegexNode[] }
  | RepeatNode
  | { readonly kind: "group"; readonly index: number; readonly body: RegexNode }
  | { readonly kind: "atomic"; readonly body: RegexNode }
  | { readonly kind: "look"; readonly ahead: boolean; readonly negated: boolean; readonly body: RegexNode }
  | { readonly kind: "assert"; readonly what: Assertion }
  | { readonly kind: "backreference"; readonly index: number; readonly ignoreCase: boolean };

export interface RepeatNode {
  readonly kind: "repeat";
  readonly body: RegexNode;
  readonly min: number;
  /** Infinity for none. */
  readonly max: number;
  readonly lazy: boolean;
}

export type Assertion =
  | "text-start"
  | "text-end"
  | "text-end-or-last-newline"
  | "line-start"
  /** PCRE's: no line begins at the end of the text. */
  | "inner-line-start"
  | "line-end"
  | "word-boundary"
  | "not-word-boundary"
  | "unicode-word-boundary"
  | "not-unicode-word-boundary";

export interface RegexTree {
  readonly root: RegexNode;
  readonly groupCount: number;
  readonly groupNames: ReadonlyMap<string, number>;
}

export const empty: RegexNode = { kind: "sequence", items: [] };

export function childrenOf(node: RegexNode): readonly RegexNode[] {
  switch (node.kind) {
    case "sequence":
      return node.items;
    case "choice":
      return node.branches;
    case "repeat":
    case "group":
    case "atomic":
    case "look":
      return [node.body];
    default:
      return [];
  }
}

/** How many code points a match of the node may have; look-around and assertions take none. */
export function lengthOf(node: RegexNode): { readonly min: number; readonly max: number } {
  switch (node.kind) {
    case "set":
      return { min: 1, max: 1 };
    case "sequence": {
      let min = 0;
      let max = 0;
      for (const item of node.items) {
        const length = lengthOf(item);
        min += length.min;
        max += length.max;
      }
      return { min, max };
    }
    case "choice": {
      const lengths = node.branches.map(lengthOf);
      return { min: Math.min(...lengths.map((l) => l.min)), max: Math.max(...lengths.map((l) => l.max)) };
    }
    case "repeat": {
      const length = lengthOf(node.body);
      return { min: length.min * node.min, max: length.max === 0 || node.max === 0 ? 0 : length.max * node.max };
    }
    case "group":
    case "atomic":
      return lengthOf(node.body);
    case "look":
    case "assert":
      return { min: 0, max: 0 };
    case "backreference":
      return { min: 0, max: Number.POSITIVE_INFINITY };
  }
}
