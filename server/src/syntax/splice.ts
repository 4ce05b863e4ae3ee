// Incremental lowering: after an edit, only the statements that it touches are lowered again and spliced into a copy of the
// columns. Copying is loops over typed arrays, which costs far less than the re-parse did.
//
// Why this is right. Tree-sitter tells where the old tree and the new differ; together with the edit itself this is one hull,
// in the old text and the new. A list of statements that strictly holds the hull stands in both trees; its statements that
// neither overlap nor touch the hull are the same in both, so what they were lowered to is still true. The rest of the list is
// lowered anew. A lowering looks at nothing outside of the statement that it lowers.

import type { Node, Tree, TreeCursor } from "web-tree-sitter";
import { Ast, type AstColumns, type AstNode, ROOT } from "./ast.ts";
import type { ChildList } from "./child-list.ts";
import { ColumnRoom } from "./column-room.ts";
import type { Grammar } from "./grammar.ts";
import { Kind } from "./kind.ts";
import { type Lowering, lowerStatement } from "./lowering.ts";
import type { SyntaxParser } from "./parser.ts";
import { Tally } from "./tally.ts";

/** What changed, in units of the text before and after. Both begin at `start`. */
export interface Hull {
  readonly start: number;
  readonly oldEnd: number;
  readonly newEnd: number;
}

/** Which nodes of an AST are not those of the one before, as they were or moved. */
export interface AstChange {
  /** `revision` of the AST before. */
  readonly before: number;
  /** Whose children the replaced nodes are, in both. */
  readonly parent: AstNode;
  /** The first replaced node, in both. */
  readonly start: AstNode;
  /** The index after the replaced nodes, in the AST before and in this one. */
  readonly oldEnd: AstNode;
  readonly newEnd: AstNode;
  readonly hull: Hull;
  /** Where the texts differ, as edits said: within the hull. */
  readonly edit: Hull;
}

/** More statements than this are cheaper to lower with the whole file. */
export const MOST_STATEMENTS = 200;

/** Lists are looked for this deep. */
const DEEPEST_LIST = 1000;

/** Widens a hull by a range of the text that `hull.newEnd` is in. */
export function widen(hull: Hull, start: number, end: number): Hull {
  const beyond = Math.max(0, end - hull.newEnd);
  return { start: Math.min(hull.start, start), oldEnd: hull.oldEnd + beyond, newEnd: hull.newEnd + beyond };
}

/** What parses one language. */
export interface Front {
  readonly parser: SyntaxParser;
  readonly grammar: Grammar;
  readonly lowering: Lowering;
}

/** What is known of how a text came from the one before. */
export interface SinceBefore {
  /** What may be another AST. */
  readonly since: Hull;
  /** What was edited, in there. */
  readonly edit: Hull;
  /** The columns are to be of what former versions left, see `ColumnRoom`. */
  readonly reuses: boolean;
}

export interface Respliced {
  readonly ast: Ast;
  readonly change: AstChange;
}

interface Piece {
  readonly columns: AstColumns;
  readonly size: number;
}

/**
 * The AST of `tree` from that of the text before. `old`, told of the edits, is the tree from which that AST was lowered, but for what
 * lies in `since`; `edit` is what was edited, in there. Undefined when no statement list holds what differs or too much
 * changed: then the whole tree is to be lowered.
 */
export function respliced(
  front: Front,
  before: Ast,
  old: Tree,
  tree: Tree,
  text: string,
  { since, edit, reuses }: SinceBefore,
): Respliced | undefined {
  const hull = withChanges(since, old, tree);
  for (const list of listsAround(front, old, tree, hull)) {
    const parent = ownerOf(before, list, hull);
    const found = parent === undefined ? undefined : resplicedIn(front, before, tree, text, hull, list, parent, reuses);
    if (found) return { ast: found.ast, change: { ...found.change, edit } };
    if (parent !== undefined) return undefined;
  }
  return undefined;
}

/** A list of statements that holds the hull. */
export interface StatementList {
  readonly isRoot: boolean;
  readonly start: number;
  readonly end: number;
  /** Its named children that touch the hull, in order, of the tree after the edit. */
  readonly touched: readonly Node[];
}

/**
 * The lists that strictly hold the hull, innermost first; the root comes last and holds everything. What is around a list
 * must be the same in the old tree: in broken code tree-sitter's ranges do not say that it is.
 */
export function listsAround({ parser, grammar, lowering }: Front, old: Tree, tree: Tree, hull: Hull): StatementList[] {
  if (old.rootNode.typeId !== tree.rootNode.typeId) return [];
  const lists: StatementList[] = [];
  const isOne = old === tree;
  const before = old.walk();
  const after = tree.walk();
  try {
    // Where a lowering looks around a statement (a heredoc's text stands elsewhere), not even the root is a list.
    let isList = lowering.statementLists.length > 0;
    let span = { start: 0, end: tree.rootNode.endIndex };
    let kind = "";
    for (let depth = 0; depth < DEEPEST_LIST; depth++) {
      const { aboutNext } = lowering;
      const isMixed =
        aboutNext &&
        (isOne ? [after] : [after, before]).some((each) => mixes(parser.children(each), grammar, aboutNext));
      if (isList && !isMixed)
        lists.push({ isRoot: depth === 0, ...span, touched: touchedChildren(parser, after, hull) });
      if (!parser.gotoHolding(after, hull.start, hull.newEnd)) break;
      const { nodeTypeId: type, startIndex: start, endIndex: end } = after;
      if (!isOne) {
        if (!parser.gotoHolding(before, hull.start, hull.newEnd)) break;
        if (before.nodeTypeId !== type || before.startIndex !== start || before.endIndex !== end) break;
      }
      const around = kind;
      kind = grammar.kindName(type);
      const isInner = around !== "" && lowering.innerLists?.[kind] === around;
      if (!isInner) span = { start, end };
      isList = isInner || lowering.statementLists.includes(kind);
    }
  } finally {
    before.delete();
    after.delete();
  }
  return lists.reverse();
}

/** Of the children of the node at a cursor, which stays there. One more than are lowered by themselves is as good as all. */
function touchedChildren(parser: SyntaxParser, cursor: TreeCursor, { start, newEnd }: Hull): Node[] {
  const touched: Node[] = [];
  if (!parser.gotoEndingAt(cursor, start)) return touched;
  do {
    if (cursor.startIndex > newEnd) break;
    if (cursor.nodeIsNamed) touched.push(cursor.currentNode);
  } while (touched.length <= MOST_STATEMENTS && cursor.gotoNextSibling());
  cursor.gotoParent();
  return touched;
}

/** Whether statements of a list depend on what stands before them. */
function mixes(children: ChildList, grammar: Grammar, aboutNext: readonly string[]): boolean {
  for (let child = 1; child < children.count; child++)
    if (aboutNext.includes(grammar.kindName(children.kind(child)))) return true;
  return false;
}

/** The node of the old AST whose Statement children come from the list: the root, or the Block with the list's span. */
export function ownerOf(before: Ast, list: StatementList, hull: Hull): AstNode | undefined {
  if (list.isRoot) return ROOT;
  const { start } = list;
  const end = list.end - (hull.newEnd - hull.oldEnd);
  const { kinds, starts, ends, nexts } = before.columns;
  let node = ROOT;
  descend: for (;;) {
    const limit = nexts[node]!;
    for (let child = node + 1; child < limit; child = nexts[child]!) {
      if (!(starts[child]! <= start && end <= ends[child]!)) continue;
      if (kinds[child] === Kind.Block && starts[child] === start && ends[child] === end) return child;
      node = child;
      continue descend;
    }
    return undefined;
  }
}

function resplicedIn(
  { parser, grammar, lowering }: Front,
  before: Ast,
  tree: Tree,
  text: string,
  hull: Hull,
  { touched }: StatementList,
  parent: AstNode,
  reuses: boolean,
): { readonly ast: Ast; readonly change: Omit<AstChange, "edit"> } | undefined {
  if (touched.length > MOST_STATEMENTS) return undefined;
  const pieces: Piece[] = [];
  let wide = hull;
  for (const statement of touched) {
    const { typeId } = statement;
    if (lowering.aboutNext?.includes(grammar.kindName(typeId))) return undefined;
    wide = widen(wide, statement.startIndex, statement.endIndex);
    if (grammar.isComment(typeId)) continue;
    const columns = lowerStatement(lowering, before.language, parser.read(grammar, tree, text, statement));
    if (columns.kinds.length > 0) pieces.push({ columns, size: columns.kinds.length });
  }
  const { start, oldEnd } = replacedChildren(before, parent, hull, wide);
  const { ast, newEnd } = spliced(before, text, { parent, start, oldEnd, pieces, hull, reuses });
  return { ast, change: { before: before.revision, parent, start, oldEnd, newEnd, hull } };
}

/** The AST of a text with pieces in the place of some nodes, and the index after these. */
export function spliced(before: Ast, text: string, change: Splice): { readonly ast: Ast; readonly newEnd: AstNode } {
  const room = change.reuses ? new ColumnRoom() : undefined;
  const columns = splice(before.columns, change, room);
  columns.ends[ROOT] = text.length;
  const { start, oldEnd } = change;
  const newEnd = change.pieces.reduce((sum, { size }) => sum + size, start);
  const ast = new Ast(before.language, text, columns, room);
  if (room) {
    before.tally ??= Tally.of(before.columns);
    ast.tally = before.tally.next(
      { columns: before.columns, from: start, to: oldEnd },
      { columns, from: start, to: newEnd },
    );
  }
  return { ast, newEnd };
}

/** A hull of edits, widened by what tree-sitter says is different because of them. */
function withChanges(hull: Hull, old: Tree, next: Tree): Hull {
  return old.getChangedRanges(next).reduce((wide, { startIndex, endIndex }) => widen(wide, startIndex, endIndex), hull);
}

/** The children of `parent` that touch the hull, or overlap the statements that are lowered anew, as a range of indexes. */
export function replacedChildren(
  before: Ast,
  parent: AstNode,
  hull: Hull,
  wide: Hull,
): { start: AstNode; oldEnd: AstNode } {
  const { starts, ends, nexts } = before.columns;
  const limit = nexts[parent]!;
  let start = -1;
  let oldEnd = -1;
  let after = limit;
  for (let child = parent + 1; child < limit; child = nexts[child]!) {
    const from = starts[child]!;
    const to = ends[child]!;
    const touches = from <= hull.oldEnd && to >= hull.start;
    if (touches || (from < wide.oldEnd && to > wide.start)) {
      if (start < 0) start = child;
      oldEnd = nexts[child]!;
    } else if (from >= wide.oldEnd) {
      after = child;
      break;
    }
  }
  return start < 0 ? { start: after, oldEnd: after } : { start, oldEnd };
}

interface Splice {
  readonly parent: AstNode;
  /** Nodes `[start, oldEnd)` of the old columns are replaced by the pieces, as children of `parent`. */
  readonly start: AstNode;
  readonly oldEnd: AstNode;
  readonly pieces: readonly Piece[];
  readonly hull: Hull;
  readonly reuses: boolean;
}

function splice(
  old: AstColumns,
  { parent, start, oldEnd, pieces, hull }: Splice,
  room: ColumnRoom | undefined,
): AstColumns {
  const added = pieces.reduce((sum, { size }) => sum + size, 0);
  const shift = added - (oldEnd - start);
  const size = old.kinds.length + shift;
  const columns: AstColumns = {
    kinds: withRoom(old.kinds, room?.uint8(size, true) ?? new Uint8Array(size), start, oldEnd, added),
    roles: withRoom(old.roles, room?.uint8(size, true) ?? new Uint8Array(size), start, oldEnd, added),
    flags: withRoom(old.flags, room?.uint16(size, true) ?? new Uint16Array(size), start, oldEnd, added),
    symbols: withRoom(old.symbols, room?.int32(size, true) ?? new Int32Array(size), start, oldEnd, added),
    starts: withRoom(old.starts, room?.int32(size, true) ?? new Int32Array(size), start, oldEnd, added),
    ends: withRoom(old.ends, room?.int32(size, true) ?? new Int32Array(size), start, oldEnd, added),
    nexts: withRoom(old.nexts, room?.int32(size, true) ?? new Int32Array(size), start, oldEnd, added),
    parents: withRoom(old.parents, room?.int32(size, true) ?? new Int32Array(size), start, oldEnd, added),
  };
  const { nexts, parents, starts, ends } = columns;

  const textShift = hull.newEnd - hull.oldEnd;
  const newEnd = start + added;
  if (textShift !== 0) {
    shiftBeyond(starts, 0, start, hull.start, textShift);
    shiftBeyond(ends, 0, start, hull.start, textShift);
    shiftBeyond(starts, newEnd, size, hull.start, textShift);
    shiftBeyond(ends, newEnd, size, hull.start, textShift);
  }
  if (shift !== 0) {
    // An old index after the replaced nodes moves. Where nothing was replaced, `start` itself is after them for those
    // that are open there (`parent` and what is above it), and before them for those that end there.
    shiftBeyond(nexts, 0, start, start, shift);
    if (start === oldEnd)
      for (let at = parent; ; at = parents[at]!) {
        if (nexts[at] === start) nexts[at] = start + shift;
        if (at === ROOT) break;
      }
    shiftBeyond(nexts, newEnd, size, -1, shift);
    shiftBeyond(parents, newEnd, size, oldEnd - 1, shift);
  }

  let at = start;
  for (const piece of pieces) {
    copyPiece(columns, piece, at, parent);
    at += piece.size;
  }
  return columns;
}

function withRoom<T extends Uint8Array | Uint16Array | Int32Array>(
  old: T,
  grown: T,
  start: number,
  oldEnd: number,
  added: number,
): T {
  grown.set(old.subarray(0, start));
  grown.set(old.subarray(oldEnd), start + added);
  return grown;
}

/** Adds `shift` to the values greater than `limit` in a part of a column. */
function shiftBeyond(column: Int32Array, from: number, to: number, limit: number, shift: number): void {
  for (let at = from; at < to; at++) if (column[at]! > limit) column[at]! += shift;
}

function copyPiece(columns: AstColumns, { columns: piece, size }: Piece, at: number, parent: AstNode): void {
  columns.kinds.set(piece.kinds, at);
  columns.roles.set(piece.roles, at);
  columns.flags.set(piece.flags, at);
  columns.symbols.set(piece.symbols, at);
  columns.starts.set(piece.starts, at);
  columns.ends.set(piece.ends, at);
  for (let node = 0; node < size; node++) {
    columns.nexts[at + node] = piece.nexts[node]! + at;
    columns.parents[at + node] = piece.parents[node]! + at;
  }
  for (let node = 0; node < size; node = piece.nexts[node]!) columns.parents[at + node] = parent;
}
