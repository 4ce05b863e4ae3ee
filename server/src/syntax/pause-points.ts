// When a parse may be stopped to be gone on with later. web-tree-sitter lets a callback stop one, and the next call goes on, but not
// always in the same way: in the middle of its reductions it looks at the next token anew, in another state; and where it follows several
// readings of a text at once it begins again with the first of them, and no longer knows how far the farthest had come. Either way the tree
// may come out as another one. So a parse is stopped only where the first reading's last action was to take a token or a tree of the
// text before, and all readings have come equally far and go farther with the next token; and not while the first one skips tokens, for it
// may have been taken up again where it had been left behind. That is told from the parser in wasm memory. Where its stack lies is found by
// what must be true of it; should it be nowhere, nothing is stopped. (`ts_parser_parse` and `ts_parser__advance` in tree-sitter's parser.c.)

import type { Parser } from "web-tree-sitter";

/** Of tree-sitter's structs in wasm, in bytes (0.27): `Stack`, its `StackHead`s, their `StackNode`s and these' `StackLink`s. */
const HEADS = 0;
const HEAD_COUNT = 4;
const POOL_OF_STACK = 52;
const HEAD_SIZE = 32;
const HEAD_NODE = 0;
const HEAD_STATUS = 28;
const NODE_STATE = 0;
const NODE_POSITION = 4;
const NODE_SUBTREE = 20;
const NODE_IS_PENDING = 28;
const NODE_LINK_COUNT = 144;
const ACTIVE = 0;
/** The state in which a reading skips tokens. */
const ERROR_STATE = 0;
/** A token is held in the reference itself where it fits, else in a `SubtreeHeapData`, as trees always are. */
const IS_INLINE = 1;
const IS_INLINE_EXTRA = 8;
const INLINE_PADDING = 6;
const INLINE_LENGTH = 7;
const SUBTREE_PADDING = 4;
const SUBTREE_LENGTH = 16;
const SUBTREE_CHILD_COUNT = 36;
const SUBTREE_FLAGS = 44;
const IS_EXTRA = 4;
const SUBTREE_REPEAT_DEPTH = 64;
/** A reference to a subtree, and where those that are still to be balanced are kept. */
const SUBTREE_SIZE = 8;
const POOL_TREES = 12;
const POOL_TREE_COUNT = 16;
/** So far into a `TSParser` its stack is looked for. */
const FARTHEST = 4096;
/** From where that points to it to the token that was looked at last, and to where it begins with what stands before it. */
const LAST_TOKEN = 92;
const LAST_TOKEN_START = 108;

export class PausePoints {
  readonly #memory: WebAssembly.Memory;
  /** The address of what points to the stack, and the stack's. */
  readonly #field: number;
  readonly #stack: number;

  constructor(memory: WebAssembly.Memory, parser: Parser) {
    this.#memory = memory;
    this.#field = stackFieldOf(memory, parser);
    this.#stack = this.#field === 0 ? 0 : new DataView(memory.buffer).getUint32(this.#field, true);
  }

  /** Whether the parse that is running now may be stopped here. */
  canPause(): boolean {
    if (this.#stack === 0) return false;
    const view = new DataView(this.#memory.buffer);
    const count = view.getUint32(this.#stack + HEAD_COUNT, true);
    if (count === 0) return true;
    const heads = view.getUint32(this.#stack + HEADS, true);
    const node = view.getUint32(heads + HEAD_NODE, true);
    const links = view.getUint16(node + NODE_LINK_COUNT, true);
    // Nothing lies on the stack: the text has been read, and only the tree is being balanced.
    if (links === 0) return count === 1 && isBetweenTrees(view, view.getUint32(this.#stack + POOL_OF_STACK, true));
    return (
      links === 1 &&
      areAbreast(view, heads, count) &&
      view.getUint16(node + NODE_STATE, true) !== ERROR_STATE &&
      wasTaken(view, node) &&
      (count === 1 || this.#goesOn(view, node))
    );
  }

  /** Whether the token to be taken next begins at a node, and takes the reading there farther. */
  #goesOn(view: DataView, node: number): boolean {
    const start = view.getUint32(this.#field + LAST_TOKEN_START, true);
    if (start !== view.getUint32(node + NODE_POSITION, true)) return false;
    const token = this.#field + LAST_TOKEN;
    const subtree = view.getUint32(token, true);
    if (subtree === 0) return false;
    if ((subtree & IS_INLINE) !== 0)
      return view.getUint8(token + INLINE_PADDING) + view.getUint8(token + INLINE_LENGTH) > 0;
    return view.getUint32(subtree + SUBTREE_PADDING, true) + view.getUint32(subtree + SUBTREE_LENGTH, true) > 0;
  }
}

/** Whether all readings are being followed, and have come equally far. */
function areAbreast(view: DataView, heads: number, count: number): boolean {
  const first = view.getUint32(heads + HEAD_NODE, true);
  const position = view.getUint32(first + NODE_POSITION, true);
  for (let head = heads; head < heads + count * HEAD_SIZE; head += HEAD_SIZE) {
    if (view.getUint32(head + HEAD_STATUS, true) !== ACTIVE) return false;
    if (view.getUint32(view.getUint32(head + HEAD_NODE, true) + NODE_POSITION, true) !== position) return false;
  }
  return true;
}

/**
 * Whether what lies on top of the stack was taken from the text or, as only that is *pending*, from the tree before: a reduction puts a new
 * tree there. But then it puts comments and the like back on top of it.
 */
function wasTaken(view: DataView, node: number): boolean {
  if (view.getUint8(node + NODE_IS_PENDING) !== 0) return true;
  const subtree = view.getUint32(node + NODE_SUBTREE, true);
  if ((subtree & IS_INLINE) !== 0) return (subtree & IS_INLINE_EXTRA) === 0;
  const isExtra = (view.getUint16(subtree + SUBTREE_FLAGS, true) & IS_EXTRA) !== 0;
  return !isExtra && view.getUint32(subtree + SUBTREE_CHILD_COUNT, true) === 0;
}

/** Whether the next tree to be balanced is none of a repetition: those are balanced in several goes, each of which depends on the one before. */
function isBetweenTrees(view: DataView, pool: number): boolean {
  const count = view.getUint32(pool + POOL_TREE_COUNT, true);
  if (count === 0) return false;
  const next = view.getUint32(view.getUint32(pool + POOL_TREES, true) + (count - 1) * SUBTREE_SIZE, true);
  return view.getUint16(next + SUBTREE_REPEAT_DEPTH, true) === 0;
}

/**
 * The address of the field of a parser that points to its stack: to what points back, in its last field, to the field after it,
 * the parser's pool of subtrees. 0 if there is none.
 */
function stackFieldOf(memory: WebAssembly.Memory, parser: Parser): number {
  const address = (parser as unknown as { readonly 0: number })[0];
  const view = new DataView(memory.buffer);
  const end = Math.min(address + FARTHEST, view.byteLength - 4);
  for (let field = address; field < end; field += 4) {
    const stack = view.getUint32(field, true);
    if (stack === 0 || stack % 4 !== 0 || stack + POOL_OF_STACK + 4 > view.byteLength) continue;
    if (view.getUint32(stack + POOL_OF_STACK, true) === field + 4) return field;
  }
  return 0;
}

/** When a parse is given up: once it has run for longer than is allowed by all clocks, the time between its steps left out. */
export class Patience {
  readonly #clocks: readonly (() => number)[];
  readonly #allowed: number;
  /** One clock after the other: to ask the second costs more than many a parse, so it starts when the first has run out. */
  #running = 0;
  #left: number;
  #end = 0;

  constructor(clocks: readonly (() => number)[], allowed: number) {
    this.#clocks = clocks;
    this.#allowed = allowed;
    this.#left = allowed;
  }

  /** The parse begins or goes on. */
  begin(): void {
    this.#end = this.#now() + this.#left;
  }

  pause(): void {
    this.#left = this.#end - this.#now();
  }

  isOver(): boolean {
    if (this.#now() <= this.#end) return false;
    if (this.#running === this.#clocks.length - 1) return true;
    this.#running++;
    this.#end = this.#now() + this.#allowed;
    return false;
  }

  #now(): number {
    return this.#clocks[this.#running]!();
  }
}
