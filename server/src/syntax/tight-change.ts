// The least that an edit changed. What was lowered again is whole statements, in broken code long ones, of which most nodes come out
// as they were: those before and behind the ones that differ are no part of the change.

import { type Ast, type AstNode, ROOT } from "./ast.ts";
import type { AstChange } from "./splice.ts";

export interface TightChange extends AstChange {
  /** Nodes before the change that hold it, or have become longer or shorter by it. */
  readonly resized: readonly AstNode[];
}

/** The same change with as few nodes as possible; nodes behind them may still have one of them around them. */
export function tightChange(before: Ast, after: Ast, change: AstChange): TightChange {
  const { edit: hull } = change;
  const old = before.columns;
  const now = after.columns;
  const textShift = hull.newEnd - hull.oldEnd;
  const isSame = (a: AstNode, b: AstNode) =>
    old.kinds[a] === now.kinds[b] &&
    old.symbols[a] === now.symbols[b] &&
    old.roles[a] === now.roles[b] &&
    old.flags[a] === now.flags[b];
  const most = Math.min(change.oldEnd, change.newEnd);
  let start = change.start;
  const resized: AstNode[] = [];
  for (; start < most; start++) {
    if (!isSame(start, start) || old.parents[start] !== now.parents[start]) break;
    if (old.starts[start] === now.starts[start] && old.ends[start] === now.ends[start] && old.ends[start]! < hull.start)
      continue;
    // What changed is among its children.
    if (old.nexts[start]! === start + 1 || now.nexts[start]! === start + 1) break;
    if (old.starts[start]! > hull.oldEnd || old.ends[start]! < hull.start) break;
    if (now.starts[start]! > hull.newEnd || now.ends[start]! < hull.start) break;
    resized.push(start);
  }
  let { oldEnd, newEnd } = change;
  const shift = newEnd - oldEnd;
  for (; oldEnd > start && newEnd > start; oldEnd--, newEnd--) {
    const [a, b] = [oldEnd - 1, newEnd - 1];
    if (!isSame(a, b) || old.starts[a]! <= hull.oldEnd) break;
    if (old.starts[a]! + textShift !== now.starts[b] || old.ends[a]! + textShift !== now.ends[b]) break;
    if (old.nexts[a]! + shift !== now.nexts[b]) break;
    const parent = old.parents[a]!;
    if (now.parents[b] !== (parent < start ? parent : parent + shift)) break;
  }
  // What holds a part of the change, before or now, though it be its last children that went.
  for (let node = change.start; node < start; node++)
    if (old.nexts[node]! > start || now.nexts[node]! > start) resized.push(node);
  return {
    before: change.before,
    hull,
    edit: hull,
    start,
    oldEnd,
    newEnd,
    resized,
    parent: holderOf(before, after, { ...change, start, oldEnd, newEnd }),
  };
}

/** The innermost node, in both, that holds all that changed. */
function holderOf(before: Ast, after: Ast, { start, oldEnd, newEnd, edit }: Omit<AstChange, "hull">): AstNode {
  let node = ROOT;
  if (start < newEnd) node = after.parent(start);
  else if (start < oldEnd) node = before.parent(start);
  else node = after.nodeAt(edit.start, edit.newEnd);
  while (node !== ROOT && (node >= start || before.next(node) < oldEnd || after.next(node) < newEnd))
    node = after.parent(node);
  return node;
}
