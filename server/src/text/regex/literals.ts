/**
 * What a text must contain for a pattern to match, and how far around it a match can reach. With that, a pattern needs
 * to be tried only near the places where one of its literals stands.
 */
import { type CharSet, contains } from "./char-set.ts";
import { childrenOf, type RegexNode, type RegexTree } from "./tree.ts";

/** How far something reaches, in UTF-16 units. */
export interface Reach {
  /** Infinity for no bound. */
  readonly units: number;
  /** How many newlines it can hold: Infinity if an unbounded loop reads them. */
  readonly newlines: number;
}

/** Every match contains one of `literals` (in lower case, whatever the case in the text). */
export interface Pivot {
  readonly literals: readonly string[];
  /** From the match's start to the literal's start at most. */
  readonly before: Reach;
  /** From the literal's end to the match's end at most. */
  readonly after: Reach;
}

const maxLiterals = 80;
const shortest = 2;
const none: Reach = { units: 0, newlines: 0 };

export function pivotOf(tree: RegexTree): Pivot | undefined {
  return pivot(tree.root);
}

/** The lower-case form under which characters are compared; the long s and the Kelvin sign go with their letters. */
export function foldCharacter(character: string): string {
  return character === "\u017f" ? "s" : character.toLowerCase();
}

function pivot(node: RegexNode): Pivot | undefined {
  switch (node.kind) {
    case "set":
      return undefined; // one character tells nothing
    case "group":
    case "atomic":
      return pivot(node.body);
    case "choice": {
      const pivots: Pivot[] = [];
      for (const branch of node.branches) {
        const found = pivot(branch);
        if (found === undefined) return undefined;
        pivots.push(found);
      }
      const literals = [...new Set(pivots.flatMap((each) => each.literals))];
      if (literals.length > maxLiterals) return undefined;
      return { literals, before: widest(pivots.map((p) => p.before)), after: widest(pivots.map((p) => p.after)) };
    }
    case "repeat": {
      if (node.min === 0) return undefined;
      const inner = pivot(node.body);
      if (inner === undefined) return undefined;
      return { ...inner, after: add(inner.after, times(reachOf(node.body), node.max - 1)) };
    }
    case "sequence":
      return pivotOfSequence(node.items);
    default:
      return undefined;
  }
}

function pivotOfSequence(items: readonly RegexNode[]): Pivot | undefined {
  const reaches = items.map(reachOf);
  const reachBetween = (from: number, to: number): Reach => reaches.slice(from, to).reduce(add, none);
  let best: Pivot | undefined;
  const offer = (candidate: Pivot): void => {
    if (candidate.literals.length > maxLiterals || shortestOf(candidate) < shortest) return;
    if (best === undefined || worth(candidate) > worth(best)) best = candidate;
  };
  let start = 0;
  let strings: readonly string[] = [""];
  const close = (end: number): void => {
    if (end > start && strings.length > 0) {
      offer({
        literals: [...new Set(strings)],
        before: reachBetween(0, start),
        after: reachBetween(end, items.length),
      });
    }
  };
  items.forEach((item, i) => {
    const exact = stringsOf(item);
    const product = exact === undefined ? undefined : cross(strings, exact);
    if (product !== undefined) {
      strings = product;
    } else {
      close(i);
      start = exact === undefined ? i + 1 : i;
      strings = exact ?? [""];
    }
    if (exact === undefined) {
      const inner = pivot(item);
      if (inner !== undefined) {
        offer({
          literals: inner.literals,
          before: add(reachBetween(0, i), inner.before),
          after: add(inner.after, reachBetween(i + 1, items.length)),
        });
      }
    }
  });
  close(items.length);
  return best;
}

/** Long literals are rare in texts, and a few more of them cost little. A bounded reach makes for small windows. */
function worth(candidate: Pivot): number {
  const isBounded = candidate.before.units + candidate.after.units < 5000 ? 3 : 0;
  return Math.min(shortestOf(candidate), 8) + isBounded - Math.log2(candidate.literals.length) / 4;
}

function shortestOf(candidate: Pivot): number {
  return Math.min(...candidate.literals.map((literal) => literal.length));
}

/** All texts that the node matches, in lower case, if they are few. */
function stringsOf(node: RegexNode): readonly string[] | undefined {
  switch (node.kind) {
    case "set":
      return membersOf(node.set);
    case "group":
    case "atomic":
      return stringsOf(node.body);
    case "look":
    case "assert":
      return [""];
    case "sequence": {
      let strings: readonly string[] | undefined = [""];
      for (const item of node.items) {
        const exact: readonly string[] | undefined = stringsOf(item);
        if (exact === undefined) return undefined;
        strings = cross(strings, exact);
        if (strings === undefined) return undefined;
      }
      return strings;
    }
    case "choice": {
      const all = new Set<string>();
      for (const branch of node.branches) {
        const exact = stringsOf(branch);
        if (exact === undefined) return undefined;
        for (const each of exact) all.add(each);
      }
      return all.size > maxLiterals ? undefined : [...all];
    }
    case "repeat": {
      if (node.max > 40 || node.max !== node.min) return undefined;
      const exact = stringsOf(node.body);
      if (exact === undefined || (exact.length > 1 && node.max > 8)) return undefined;
      let strings: readonly string[] | undefined = [""];
      for (let i = 0; i < node.min && strings !== undefined; i++) strings = cross(strings, exact);
      return strings;
    }
    case "backreference":
      return undefined;
  }
}

function membersOf(set: CharSet): readonly string[] | undefined {
  const members = new Set<string>();
  let count = 0;
  for (let i = 0; i < set.length; i += 2) {
    count += set[i + 1]! - set[i]! + 1;
    if (count > 12) return undefined;
    for (let code = set[i]!; code <= set[i + 1]!; code++) members.add(foldCharacter(String.fromCodePoint(code)));
  }
  return members.size > 4 ? undefined : [...members];
}

function cross(left: readonly string[], right: readonly string[]): readonly string[] | undefined {
  if (left.length * right.length > maxLiterals) return undefined;
  const result = new Set<string>();
  for (const a of left) for (const b of right) result.add(a + b);
  const strings = [...result];
  // Beyond some length a literal only costs memory; what is cut off would have to be known in the reach.
  return strings.some((each) => each.length > 40) ? undefined : strings;
}

export function reachOf(node: RegexNode): Reach {
  switch (node.kind) {
    case "set":
      return {
        units: node.set.length > 0 && node.set[node.set.length - 1]! > 0xffff ? 2 : 1,
        newlines: contains(node.set, 10) ? 1 : 0,
      };
    case "backreference":
      return { units: Number.POSITIVE_INFINITY, newlines: Number.POSITIVE_INFINITY };
    case "look":
    case "assert":
      return none;
    case "choice":
      return widest(node.branches.map(reachOf));
    case "repeat":
      return times(reachOf(node.body), node.max);
    default:
      return childrenOf(node).map(reachOf).reduce(add, none);
  }
}

function add(a: Reach, b: Reach): Reach {
  return { units: a.units + b.units, newlines: a.newlines + b.newlines };
}

function times(reach: Reach, count: number): Reach {
  return {
    units: reach.units === 0 || count === 0 ? 0 : reach.units * count,
    newlines: reach.newlines === 0 || count === 0 ? 0 : reach.newlines * count,
  };
}

function widest(reaches: readonly Reach[]): Reach {
  return { units: Math.max(...reaches.map((r) => r.units)), newlines: Math.max(...reaches.map((r) => r.newlines)) };
}
