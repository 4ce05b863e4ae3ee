// Puts together an AST that was lowered in pieces. A lowering recurses, so what lies too deep for the stack is left as a
// placeholder and lowered afterwards, from an empty stack; the pieces then replace their placeholders. Works with loops,
// because the pieces are as deep in each other as the text is.

import type { Steps } from "../text/steps.ts";
import type { AstColumns, AstNode } from "./ast.ts";

export interface Piece {
  readonly columns: AstColumns;
  /** Leaves that stand for other pieces, in order. */
  readonly placeholders: { readonly at: AstNode; readonly piece: Piece }[];
}

/** Where a piece goes. */
interface Place {
  readonly piece: Piece;
  readonly parent: AstNode;
  readonly base: AstNode;
}

const NODES_IN_A_STEP = 3000;

/** The columns of `root`, of a whole tree or of some nodes without a parent, with every placeholder replaced. */
export function* assemble(root: Piece): Steps<AstColumns> {
  if (root.placeholders.length === 0) return root.columns;
  const sizes = sizesOf(root);
  yield;
  const size = sizes.get(root)!;
  const made: AstColumns = {
    kinds: new Uint8Array(size),
    roles: new Uint8Array(size),
    flags: new Uint16Array(size),
    symbols: new Int32Array(size),
    starts: new Int32Array(size),
    ends: new Int32Array(size),
    nexts: new Int32Array(size),
    parents: new Int32Array(size),
  };
  const places: Place[] = [{ piece: root, parent: 0, base: 0 }];
  let laid = 0;
  for (let place = places.pop(); place; place = places.pop()) {
    const size = place.piece.columns.kinds.length;
    if (laid + size > NODES_IN_A_STEP) {
      laid = 0;
      yield;
    }
    laid += size;
    yield* lay(place, made, sizes, places);
  }
  return made;
}

/** How many nodes each piece is with all that is in it. */
function sizesOf(root: Piece): Map<Piece, number> {
  const pieces: Piece[] = [root];
  for (let at = 0; at < pieces.length; at++) for (const { piece } of pieces[at]!.placeholders) pieces.push(piece);
  const sizes = new Map<Piece, number>();
  for (const piece of pieces.reverse()) {
    const inner = piece.placeholders.reduce((sum, placeholder) => sum + sizes.get(placeholder.piece)! - 1, 0);
    sizes.set(piece, piece.columns.kinds.length + inner);
  }
  return sizes;
}

/** Copies the nodes of one piece to their places, and queues the pieces in it. The piece of a long file's top level is most of it. */
function* lay(
  { piece, parent, base }: Place,
  made: AstColumns,
  sizes: ReadonlyMap<Piece, number>,
  places: Place[],
): Steps<void> {
  const { columns, placeholders } = piece;
  const size = columns.kinds.length;
  /** Where each node of the piece goes, its end included. */
  const to = new Int32Array(size + 1);
  let next = 0;
  for (let node = 0, at = base; node <= size; node++) {
    if (node % NODES_IN_A_STEP === NODES_IN_A_STEP - 1) yield;
    to[node] = at;
    if (placeholders[next]?.at === node) at += sizes.get(placeholders[next++]!.piece)!;
    else at++;
  }
  let following = 0;
  for (let node = 0, top = 0; node < size; node++) {
    if (node % NODES_IN_A_STEP === NODES_IN_A_STEP - 1) yield;
    const isTop = node === top;
    if (isTop) top = columns.nexts[node]!;
    const above = isTop ? parent : to[columns.parents[node]!]!;
    const at = to[node]!;
    const placeholder = placeholders[following];
    if (placeholder?.at === node) {
      following++;
      places.push({ piece: placeholder.piece, parent: above, base: at });
      continue;
    }
    made.kinds[at] = columns.kinds[node]!;
    made.roles[at] = columns.roles[node]!;
    made.flags[at] = columns.flags[node]!;
    made.symbols[at] = columns.symbols[node]!;
    made.starts[at] = columns.starts[node]!;
    made.ends[at] = columns.ends[node]!;
    made.nexts[at] = to[columns.nexts[node]!]!;
    made.parents[at] = above;
  }
}
