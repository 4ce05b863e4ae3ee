/**
 * How long a backtracking engine may take on a pattern, judged before it runs. The tree becomes a position automaton
 * (one state a set, no empty moves). Work grows with the number of ways to read the same text: exponentially where a
 * loop can read a word in two ways and be back where it was, polynomially where text that keeps one loop going can also
 * lead from it into a later loop. The search for a first match is itself such a loop, before the pattern.
 *
 * The judgement is on the safe side: assertions are taken to hold, bounded repeats to be able to stop anywhere,
 * look-around is a side branch that may fail at its end.
 */
import { circlesOf } from "../circles.ts";
import { type CharSet, contains, everything, newline } from "./char-set.ts";
import type { RegexNode, RegexTree } from "./tree.ts";

export interface Ambiguity {
  /** Steps grow with n to the power of `degree` + 1. Infinity: exponentially, or not known. */
  readonly degree: number;
  /** What bounded repeats can multiply the steps by. */
  readonly factor: number;
  /** No unbounded loop reads a newline, so what multiplies is a line's length, not the text's. */
  readonly isLineBounded: boolean;
}

const unknown: Ambiguity = { degree: Number.POSITIVE_INFINITY, factor: 1, isLineBounded: false };
const maxPositions = 1500;
const maxWork = 3_000_000;

export function ambiguityOf(tree: RegexTree): Ambiguity {
  const automaton = new Automaton();
  if (!automaton.build(tree.root)) return unknown;
  return automaton.judge();
}

interface Fragment {
  readonly isNullable: boolean;
  readonly first: readonly number[];
  readonly last: readonly number[];
  /** The fragment can only match at the start of the text, or of a line. */
  readonly anchor: "text" | "line" | undefined;
}

const nothing: Fragment = { isNullable: true, first: [], last: [], anchor: undefined };

class Automaton {
  private readonly sets: CharSet[] = [];
  private readonly follow: Map<number, number>[] = [];
  /** Weight of the loops that lead from a position back: Infinity for unbounded ones. */
  private readonly loopEdges = new Map<number, number>();
  private masks: Uint32Array[] = [];
  private work = 0;
  private isTooBig = false;

  build(root: RegexNode): boolean {
    const fragment = this.fragment(root);
    if (this.isTooBig) return false;
    // The search: a loop over anything that leads into the pattern.
    if (fragment.anchor !== "text") {
      const search = this.position(everything);
      this.link(search, search, Number.POSITIVE_INFINITY);
      let entry = search;
      if (fragment.anchor === "line") {
        entry = this.position(newline);
        this.link(search, entry, 0);
      }
      for (const target of fragment.first) this.link(entry, target, 0);
      this.searchPosition = search;
    }
    return true;
  }

  private searchPosition = -1;

  private position(set: CharSet): number {
    if (this.sets.length > maxPositions) this.isTooBig = true;
    this.sets.push(set);
    this.follow.push(new Map());
    return this.sets.length - 1;
  }

  private link(from: number, to: number, weight: number): void {
    const targets = this.follow[from]!;
    targets.set(to, (targets.get(to) ?? 0) + 1);
    if (weight > 0) {
      const key = from * 65536 + to;
      this.loopEdges.set(key, Math.max(weight, this.loopEdges.get(key) ?? 0));
    }
  }

  private fragment(node: RegexNode): Fragment {
    if (this.isTooBig) return nothing;
    switch (node.kind) {
      case "set": {
        const position = this.position(node.set);
        return { isNullable: false, first: [position], last: [position], anchor: undefined };
      }
      case "sequence":
        return node.items.map((item) => this.fragment(item)).reduce((a, b) => this.concatenate(a, b), nothing);
      case "choice": {
        const parts = node.branches.map((branch) => this.fragment(branch));
        const anchors = new Set(parts.map((part) => part.anchor));
        return {
          isNullable: parts.some((part) => part.isNullable),
          first: parts.flatMap((part) => part.first),
          last: parts.flatMap((part) => part.last),
          anchor: anchors.size === 1 ? parts[0]!.anchor : anchors.has(undefined) ? undefined : "line",
        };
      }
      case "repeat":
        return this.repeat(node.body, node.min, node.max);
      case "group":
      case "atomic":
        return this.fragment(node.body);
      case "look": {
        const body = this.fragment(node.body);
        if (!node.ahead && body.first.some((p) => this.canReachLoop(p))) this.isTooBig = true;
        return { isNullable: true, first: body.first, last: [], anchor: undefined };
      }
      case "assert":
        if (node.what === "text-start") return { ...nothing, anchor: "text" };
        return node.what === "line-start" || node.what === "inner-line-start"
          ? { ...nothing, anchor: "line" }
          : nothing;
      case "backreference": {
        const position = this.position(everything);
        this.link(position, position, Number.POSITIVE_INFINITY);
        return { isNullable: true, first: [position], last: [position], anchor: undefined };
      }
    }
  }

  private canReachLoop(from: number): boolean {
    const seen = new Set([from]);
    const queue = [from];
    for (const position of queue) {
      for (const target of this.follow[position]!.keys()) {
        if (this.loopEdges.get(position * 65536 + target) === Number.POSITIVE_INFINITY) return true;
        if (!seen.has(target)) {
          seen.add(target);
          queue.push(target);
        }
      }
    }
    return false;
  }

  private concatenate(a: Fragment, b: Fragment): Fragment {
    for (const from of a.last) for (const to of b.first) this.link(from, to, 0);
    return {
      isNullable: a.isNullable && b.isNullable,
      first: a.isNullable ? [...a.first, ...b.first] : a.first,
      last: b.isNullable ? [...a.last, ...b.last] : b.last,
      // An anchor binds what follows it as long as nothing before it can have been read.
      anchor: a.anchor ?? (a.isNullable && a.first.length === 0 ? b.anchor : undefined),
    };
  }

  private repeat(body: RegexNode, min: number, max: number): Fragment {
    if (max === 0) return nothing;
    if (max === 1) {
      const once = this.fragment(body);
      return min === 0 ? { ...once, isNullable: true, anchor: undefined } : once;
    }
    const before = this.sets.length;
    const once = this.fragment(body);
    const size = this.sets.length - before;
    if (body.kind === "set" ? max <= 8 : max <= 16 && size * max <= 80) {
      // Few small copies are written out, which is exact.
      let whole: Fragment = min === 0 ? { ...once, isNullable: true, anchor: undefined } : once;
      for (let copy = 1; copy < max; copy++) {
        const next = this.fragment(body);
        whole = this.concatenate(whole, copy >= min ? { ...next, isNullable: true, anchor: undefined } : next);
      }
      return whole;
    }
    for (const from of once.last) for (const to of once.first) this.link(from, to, max);
    return { ...once, isNullable: once.isNullable || min === 0, anchor: min === 0 ? undefined : once.anchor };
  }

  judge(): Ambiguity {
    this.masks = toMasks(this.sets);
    // Components are numbered against the direction of the moves.
    const members = [...circlesOf(this.sets.keys(), (position) => this.follow[position]!.keys())];
    const component = new Array<number>(this.sets.length);
    for (const [c, positions] of members.entries()) for (const position of positions) component[position] = c;
    const weights = members.map((positions) => this.weightOf(positions, component));
    let isLineBounded = true;
    for (const [c, positions] of members.entries()) {
      if (weights[c] === 0 || positions.includes(this.searchPosition)) continue;
      if (this.isExponential(positions, component)) return unknown;
      if (weights[c] === Number.POSITIVE_INFINITY && positions.some((p) => contains(this.sets[p]!, 10)))
        isLineBounded = false;
    }
    const chain = this.longestChain(component, members, weights);
    if (chain === undefined || this.work > maxWork) return unknown;
    return { ...chain, isLineBounded };
  }

  /** 0: no loop; otherwise how often its loops may turn. */
  private weightOf(positions: readonly number[], component: readonly number[]): number {
    let weight = 0;
    for (const from of positions) {
      for (const to of this.follow[from]!.keys()) {
        if (component[to] !== component[from]) continue;
        weight = Math.max(weight, this.loopEdges.get(from * 65536 + to) ?? 0);
      }
    }
    return weight;
  }

  /** Whether the loop can read some word in two ways and be back where it began. */
  private isExponential(positions: readonly number[], component: readonly number[]): boolean {
    const own = component[positions[0]!];
    for (const from of positions) {
      for (const [to, ways] of this.follow[from]!) if (component[to] === own && ways > 1) return true;
    }
    const size = positions.length;
    if (size === 1) return false;
    if (size > 250) return true;
    const local = new Map(positions.map((p, i) => [p, i]));
    const next = positions.map((p) =>
      [...this.follow[p]!.keys()].map((t) => local.get(t)).filter((t) => t !== undefined),
    );
    const previous: number[][] = positions.map(() => []);
    next.forEach((targets, from) => {
      for (const to of targets) previous[to]!.push(from);
    });
    const reach = (moves: readonly (readonly number[])[]): Uint8Array => {
      const seen = new Uint8Array(size * size);
      const queue: number[] = [];
      for (let i = 0; i < size; i++) {
        seen[i * size + i] = 1;
        queue.push(i * size + i);
      }
      for (const pair of queue) {
        const a = Math.floor(pair / size);
        const b = pair % size;
        for (const x of moves[a]!) {
          for (const y of moves[b]!) {
            this.work++;
            if (seen[x * size + y] !== 0) continue;
            // Both moves read the same character: into (x, y) forwards, out of (a, b) backwards.
            const reads = moves === next ? [x, y] : [a, b];
            if (!this.meet(positions[reads[0]!]!, positions[reads[1]!]!)) continue;
            seen[x * size + y] = 1;
            queue.push(x * size + y);
          }
        }
      }
      return seen;
    };
    const forwards = reach(next);
    const backwards = reach(previous);
    for (let pair = 0; pair < size * size; pair++) {
      if (Math.floor(pair / size) !== pair % size && forwards[pair] !== 0 && backwards[pair] !== 0) return true;
    }
    return false;
  }

  private meet(a: number, b: number, c = a): boolean {
    const x = this.masks[a]!;
    const y = this.masks[b]!;
    const z = this.masks[c]!;
    for (let i = 0; i < x.length; i++) if ((x[i]! & y[i]! & z[i]!) !== 0) return true;
    return false;
  }

  private longestChain(
    component: readonly number[],
    members: readonly (readonly number[])[],
    weights: readonly number[],
  ): { degree: number; factor: number } | undefined {
    const degree = new Array<number>(members.length).fill(0);
    const factor = new Array<number>(members.length).fill(1);
    let worst = 0;
    let worstFactor = 1;
    // Components come out of the search with the targets first, so sources have the higher numbers.
    for (let c = members.length - 1; c >= 0; c--) {
      worst = Math.max(worst, degree[c]!);
      worstFactor = Math.max(worstFactor, factor[c]!);
      for (const from of members[c]!) {
        for (const to of this.follow[from]!.keys()) {
          const d = component[to]!;
          if (d === c) continue;
          degree[d] = Math.max(degree[d]!, degree[c]!);
          factor[d] = Math.max(factor[d]!, factor[c]!);
        }
      }
      if (weights[c] === 0) continue;
      for (let d = c - 1; d >= 0; d--) {
        if (weights[d] === 0 || !this.leadsInto(members[c]!, members[d]!, component)) continue;
        if (this.work > maxWork) return undefined;
        // Only an unbounded loop before it makes an unbounded one grow faster than the text.
        if (weights[c] === Number.POSITIVE_INFINITY && weights[d] === Number.POSITIVE_INFINITY) {
          degree[d] = Math.max(degree[d]!, degree[c]! + 1);
        }
        const before = weights[c] === Number.POSITIVE_INFINITY ? factor[c]! : Math.max(factor[c]!, weights[c]!);
        const after = weights[d] === Number.POSITIVE_INFINITY ? 1 : weights[d]!;
        factor[d] = Math.max(factor[d]!, Math.min(before * after, 1e12));
      }
    }
    return { degree: worst, factor: worstFactor };
  }

  /** Whether some word keeps a loop of `from` going, leads from it into `to`, and keeps that going too. */
  private leadsInto(from: readonly number[], to: readonly number[], component: readonly number[]): boolean {
    const n = this.sets.length;
    const fromIndex = new Map(from.map((p, i) => [p, i]));
    const toIndex = new Map(to.map((p, i) => [p, i]));
    const low = component[to[0]!]!;
    for (const p of from) {
      for (const q of to) {
        const seen = new Set<number>();
        const encode = (a: number, x: number, b: number): number =>
          (fromIndex.get(a)! * n + x) * to.length + toIndex.get(b)!;
        const queue: [number, number, number][] = [[p, p, q]];
        seen.add(encode(p, p, q));
        for (const [a, x, b] of queue) {
          for (const x2 of this.follow[x]!.keys()) {
            if (component[x2]! < low) continue;
            for (const a2 of this.follow[a]!.keys()) {
              if (!fromIndex.has(a2)) continue;
              for (const b2 of this.follow[b]!.keys()) {
                if (++this.work > maxWork) return true;
                if (!toIndex.has(b2) || !this.meet(a2, x2, b2)) continue;
                if (a2 === p && x2 === q && b2 === q) return true;
                const key = encode(a2, x2, b2);
                if (seen.has(key)) continue;
                seen.add(key);
                queue.push([a2, x2, b2]);
              }
            }
          }
        }
      }
    }
    return false;
  }
}

/** Sets as bits over the classes of characters that no set tells apart. */
function toMasks(sets: readonly CharSet[]): Uint32Array[] {
  const indexOf = new Map<CharSet, number>();
  const indexOfText = new Map<string, number>();
  const all: CharSet[] = [];
  const cuts = new Set<number>([0]);
  for (const set of sets) {
    if (indexOf.has(set)) continue;
    const text = set.join();
    let index = indexOfText.get(text);
    if (index === undefined) {
      index = all.length;
      all.push(set);
      indexOfText.set(text, index);
      for (let i = 0; i < set.length; i += 2) {
        cuts.add(set[i]!);
        cuts.add(set[i + 1]! + 1);
      }
    }
    indexOf.set(set, index);
  }
  const signatures = new Map<string, number[]>();
  for (const cut of cuts) {
    const inside: number[] = [];
    for (let i = 0; i < all.length; i++) if (contains(all[i]!, cut)) inside.push(i);
    if (inside.length > 0) signatures.set(inside.join(), inside);
  }
  const words = Math.max(1, Math.ceil(signatures.size / 32));
  const masks = all.map(() => new Uint32Array(words));
  let bit = 0;
  for (const inside of signatures.values()) {
    for (const i of inside) masks[i]![bit >> 5]! |= 1 << (bit & 31);
    bit++;
  }
  return sets.map((set) => masks[indexOf.get(set)!]!);
}
