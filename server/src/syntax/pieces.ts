// Texts that are broken for the moment. Behind a bracket or quote that was just opened all the rest of a file is something else,
// until it is closed. So while somebody types, such a text is read piece by piece: the statements that are typed into are parsed by
// themselves, and all others stand as they did in the last text that was read as a whole, whose tree is kept and told of all
// edits. When the text parses again, that tree says what really differs. What this gives depends on history: `settle` ends it.

import type { Span } from "../text/span.ts";
import { type Ast, type AstColumns, type AstNode, ROOT } from "./ast.ts";
import { Kind } from "./kind.ts";
import { lowerTree } from "./lowering.ts";
import type { Tree } from "./parser.ts";
import {
  type Front,
  type Hull,
  listsAround,
  MOST_STATEMENTS,
  ownerOf,
  type Respliced,
  replacedChildren,
  type SinceBefore,
  spliced,
} from "./splice.ts";

/** The last text that was read as a whole. */
export interface LastWhole {
  /** Its tree, told of all edits since. */
  readonly tree: Tree;
  /** What was read by itself, in the text as it is now: outside of it the AST is still that of the tree. */
  readonly piece: Span;
}

/** Longer pieces take longer to parse than is gained. */
const LONGEST_PIECE = 10_000;

/** What is not as it was in the last whole text: a piece that was read before, and an edit. */
export function since(piece: Span, { start, oldEnd, newEnd }: Hull): Hull {
  const end = Math.max(piece.end, oldEnd);
  return { start: Math.min(piece.start, start), oldEnd: end, newEnd: end + newEnd - oldEnd };
}

/**
 * The AST of a broken text from that of the text before. `since` is what is not as in `whole`, `edit` what this edit changed.
 * Undefined when no list of statements holds it, or the statements that it touches are too long.
 */
export function readPiece(
  front: Front,
  before: Ast,
  whole: Tree,
  text: string,
  { since: hull, edit, reuses }: SinceBefore,
): (Respliced & { readonly piece: Span }) | undefined {
  const shift = hull.newEnd - hull.oldEnd;
  for (const list of listsAround(front, whole, whole, hull)) {
    const parent = ownerOf(before, list, hull);
    if (parent === undefined) continue;
    let { start: from, newEnd: to } = hull;
    if (list.touched.length > MOST_STATEMENTS) return undefined;
    for (const statement of list.touched) {
      from = Math.min(from, statement.startIndex);
      to = Math.max(to, statement.endIndex);
    }
    const { start, oldEnd } = replacedChildren(before, parent, hull, hull);
    for (let node = start; node < oldEnd; node = before.next(node)) {
      from = Math.min(from, before.start(node));
      to = Math.max(to, before.end(node) + shift);
    }
    if (to - from > LONGEST_PIECE) return undefined;
    const columns = columnsOf(front, before, text, from, to, before.kind(parent) === Kind.Block);
    const pieces = columns.kinds.length > 0 ? [{ columns, size: columns.kinds.length }] : [];
    const { ast, newEnd } = spliced(before, text, { parent, start, oldEnd, pieces, hull, reuses });
    return {
      ast,
      change: { before: before.revision, parent, start, oldEnd, newEnd, hull, edit },
      piece: { start: from, end: to },
    };
  }
  return undefined;
}

/** Statements of a part of the text, as if it stood alone, or alone in a block. */
function columnsOf(front: Front, { language }: Ast, text: string, from: number, to: number, isInBlock: boolean) {
  const { parser, grammar, lowering } = front;
  const columnsBetween = (opening: string, closing: string): AstColumns => {
    const part = opening + text.slice(from, to) + closing;
    const tree = parser.parse(grammar, part);
    try {
      return lowerTree(lowering, language, parser.read(grammar, tree, part)).columns;
    } finally {
      tree.delete();
    }
  };
  const { opening = "" } = lowering;
  if (isInBlock && lowering.isTopLevelApart) {
    const columns = columnsBetween(`${opening}{`, "}");
    const block = ROOT + 1;
    // A bracket too many ends the block before the part ends.
    if (columns.kinds[block] === Kind.Block && columns.nexts[block] === columns.kinds.length)
      return moved(columns, block + 1, from - opening.length - 1);
  }
  return moved(columnsBetween(opening, ""), ROOT + 1, from - opening.length);
}

/** The nodes from `below` on, behind `offset` units of text. */
function moved(columns: AstColumns, below: AstNode, offset: number): AstColumns {
  const plus = (values: Int32Array, by: number) => values.subarray(below).map((value) => value + by);
  return {
    kinds: columns.kinds.subarray(below),
    roles: columns.roles.subarray(below),
    flags: columns.flags.subarray(below),
    symbols: columns.symbols.subarray(below),
    starts: plus(columns.starts, offset),
    ends: plus(columns.ends, offset),
    nexts: plus(columns.nexts, -below),
    parents: plus(columns.parents, -below),
  };
}
