// What patterns matched in a file before an edit, so that afterwards only what the edit may concern is compared again. Kept of files
// that are typed into. What comes out is what a search of the whole file gives, in the same order.

import type { AstNode } from "../../syntax/ast.ts";
import type { AstChange } from "../../syntax/splice.ts";
import { tightChange } from "../../syntax/tight-change.ts";
import type { Steps } from "../../text/steps.ts";
import { AstIndex } from "./ast-index.ts";
import type { Binding, Bindings } from "./bindings.ts";
import type { Matcher } from "./matcher.ts";
import { type NamedAst, nodesToMatch } from "./nodes-to-match.ts";
import type { PatternRoot } from "./pattern.ts";
import { type Found, type SearchPart, searchPart } from "./search.ts";

/** So many edits later nothing is known any more of a pattern that nobody asked for. */
const MOST_EDITS = 16;

/** A search that takes more steps is made anew each time, for the limit on steps to mean the same. */
const MOST_STEPS = 1_000_000;

interface RulePattern {
  readonly root: PatternRoot;
}

interface Kept {
  /** Of which edit's state this is. */
  edit: number;
  found: readonly Found[];
  beginnings: ReadonlySet<AstNode>;
}

/** One edit. */
interface Step {
  readonly change: AstChange;
  /** What is to be matched anew, in order. */
  readonly nodes: Int32Array;
}

export class MatchMemory {
  #state: NamedAst;
  #edit = 0;
  /** The last edits, the newest at the end. */
  #steps: Step[] = [];
  /** By pattern of a rule: another rule's options may make the same pattern mean something else. */
  readonly #kept = new Map<RulePattern, Kept>();
  #parts = new Map<number, { readonly index: AstIndex; readonly steps: readonly Step[] }>();

  constructor(state: NamedAst) {
    this.#state = state;
    state.ast.hold();
  }

  get revision(): number {
    return this.#state.ast.revision;
  }

  /** Whether anything from before the last edit is of use. */
  get goesOn(): boolean {
    return this.#steps.length > 0;
  }

  /** Goes on to the state after an edit; without knowing what it changed, everything is forgotten. */
  advance(next: NamedAst, change: AstChange | undefined): void {
    const tight = change?.before === this.revision ? tightChange(this.#state.ast, next.ast, change) : undefined;
    const nodes = tight && nodesToMatch(this.#state, next, tight);
    next.ast.hold();
    this.#state.ast.letGo();
    this.#state = next;
    this.#edit++;
    this.#parts = new Map();
    if (tight && nodes) {
      this.#steps.push({ change: tight, nodes });
      if (this.#steps.length > MOST_EDITS) this.#steps.shift();
    } else {
      this.#steps = [];
      this.#kept.clear();
    }
  }

  /** All that a pattern matches in the file. */
  *search(m: Matcher, pattern: RulePattern): Steps<readonly Found[]> {
    const { root } = pattern;
    const kept = this.#kept.get(pattern);
    if (kept?.edit === this.#edit) return kept.found;
    const part = kept && this.#partSince(kept.edit, m.index);
    const carried = kept && part && this.#carried(kept, part.steps);
    const before = m.steps;
    let found: readonly Found[];
    let beginnings: ReadonlySet<AstNode>;
    if (carried && part) {
      const within: SearchPart = { index: part.index, beginnings: carried.beginnings };
      const fresh = yield* searchPart(m, root, within);
      found = merged(carried.found, fresh.found);
      beginnings =
        fresh.beginnings.size === 0 ? carried.beginnings : new Set([...carried.beginnings, ...fresh.beginnings]);
    } else ({ found, beginnings } = yield* searchPart(m, root));
    if (m.steps - before > MOST_STEPS) this.#kept.delete(pattern);
    else this.#kept.set(pattern, { edit: this.#edit, found, beginnings });
    return found;
  }

  /** What has to be matched anew of what was known at an earlier edit. */
  #partSince(edit: number, whole: AstIndex) {
    const known = this.#parts.get(edit);
    if (known) return known;
    const count = this.#edit - edit;
    if (count > this.#steps.length) return undefined;
    const steps = this.#steps.slice(-count);
    let nodes = steps[0]!.nodes;
    for (const { change, nodes: own } of steps.slice(1)) nodes = united(moved(nodes, change), own);
    const { ast, names } = this.#state;
    const part = { index: new AstIndex(ast, names, { whole, part: nodes }), steps };
    this.#parts.set(edit, part);
    return part;
  }

  /** What was found before and need not be looked at again, at its places of now; undefined where that cannot be told. */
  #carried({ found, beginnings }: Kept, steps: readonly Step[]): Omit<Kept, "edit"> | undefined {
    let left: readonly Found[] = found;
    let begun: ReadonlySet<AstNode> = beginnings;
    for (const { change, nodes } of steps) {
      const next: Found[] = [];
      for (const each of left) {
        const place = movedNode(each.place, change);
        if (place === undefined || includes(nodes, place)) continue;
        const one = this.#movedFound(each, place, change);
        if (!one) return undefined;
        next.push(one);
      }
      left = next;
      if (begun.size > 0) {
        const starts = new Set<AstNode>();
        for (const each of begun) {
          const node = movedNode(each, change);
          if (node !== undefined && !includes(nodes, node)) starts.add(node);
        }
        begun = starts;
      }
    }
    return { found: left, beginnings: begun };
  }

  #movedFound(found: Found, place: AstNode, change: AstChange): Found | undefined {
    const node = movedNode(found.node, change);
    if (node === undefined) return undefined;
    let { bindings } = found;
    if (bindings.size > 0) {
      const all = new Map<string, Binding>();
      for (const [name, binding] of bindings) {
        const one = this.#movedBinding(binding, change);
        if (!one) return undefined;
        all.set(name, one);
      }
      bindings = all as Bindings;
    }
    const { group } = found;
    return {
      node,
      place,
      group,
      start: movedOffset(found.start, change),
      end: movedOffset(found.end, change),
      bindings,
    };
  }

  #movedBinding(binding: Binding, change: AstChange): Binding | undefined {
    const { ast } = this.#state;
    const start = movedOffset(binding.start, change);
    const end = movedOffset(binding.end, change);
    switch (binding.kind) {
      case "node": {
        const node = movedNode(binding.node, change);
        return node === undefined ? undefined : { kind: "node", ast, node, start, end };
      }
      case "nodes": {
        const nodes: AstNode[] = [];
        for (const each of binding.nodes) {
          const node = movedNode(each, change);
          if (node === undefined) return undefined;
          nodes.push(node);
        }
        return { kind: "nodes", ast, nodes, start, end };
      }
      case "name":
        return { kind: "name", ast, text: binding.text, start, end };
      case "text":
        return { kind: "text", text: binding.text, source: ast.text, start, end };
      default:
        return binding satisfies never;
    }
  }
}

/** Where a node is after a change; undefined when it was replaced. */
function movedNode(node: AstNode, { start, oldEnd, newEnd }: AstChange): AstNode | undefined {
  if (node < start) return node;
  return node >= oldEnd ? node + newEnd - oldEnd : undefined;
}

function movedOffset(offset: number, { hull }: AstChange): number {
  return offset <= hull.start ? offset : offset + hull.newEnd - hull.oldEnd;
}

function moved(nodes: Int32Array, change: AstChange): Int32Array {
  const left = nodes.filter((node) => node < change.start || node >= change.oldEnd);
  const shift = change.newEnd - change.oldEnd;
  if (shift !== 0) for (let at = 0; at < left.length; at++) if (left[at]! >= change.start) left[at]! += shift;
  return left;
}

function united(a: Int32Array, b: Int32Array): Int32Array {
  const all = new Int32Array(a.length + b.length);
  let [size, i, j] = [0, 0, 0];
  while (i < a.length || j < b.length) {
    const [left, right] = [a[i] ?? Number.MAX_SAFE_INTEGER, b[j] ?? Number.MAX_SAFE_INTEGER];
    all[size++] = Math.min(left, right);
    if (left <= right) i++;
    if (right <= left) j++;
  }
  return all.subarray(0, size);
}

function includes(nodes: Int32Array, node: AstNode): boolean {
  let from = 0;
  let to = nodes.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if (nodes[middle]! < node) from = middle + 1;
    else to = middle;
  }
  return nodes[from] === node;
}

/** Both in the order of a search: by group, then by place. */
function merged(a: readonly Found[], b: readonly Found[]): readonly Found[] {
  if (a.length === 0) return b;
  if (b.length === 0) return a;
  const all: Found[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    const [left, right] = [a[i], b[j]];
    const takesLeft =
      right === undefined || (left !== undefined && (left.group - right.group || left.place - right.place) <= 0);
    all.push(takesLeft ? a[i++]! : b[j++]!);
  }
  return all;
}
