// When a parse may be stopped to be gone on with later. web-tree-sitter lets a callback stop one, and the next call goes on; but where
// the parser follows several readings of a text at once it then takes them up in another order, and in the middle of its
// reductions it looks at the next token anew, in another state. Either way the tree may come out as another one. So a parse is
// stopped only where there is one reading and its last action was to take a token or a tree of the text before, which is told from
// the parser's stack in wasm memory. Where that stack lies is found by what must be true of it; should it be nowhere, nothing is stopped.

import type { Parser } from "web-tree-sitter";

/** Of tree-sitter's structs in wasm, in bytes (0.27): `Stack`, its `StackHead`s, their `StackNode`s and these' `StackLink`s. */
const HEADS = 0;
const HEAD_COUNT = 4;
const POOL_OF_STACK = 52;
const HEAD_NODE = 0;
const HEAD_STATUS = 28;
const NODE_SUBTREE = 20;
const NODE_IS_PENDING = 28;
const NODE_LINK_COUNT = 144;
const ACTIVE = 0;
/** A token is held in the reference itself where it fits, else in a `SubtreeHeapData`, as trees always are. */
const IS_INLINE = 1;
const IS_INLINE_EXTRA = 8;
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

export class PausePoints {
  readonly #memory: WebAssembly.Memory;
  readonly #stack: number;

  constructor(memory: WebAssembly.Memory, parser: Parser) {
    this.#memory = memory;
    this.#stack = stackOf(memory, parser);
  }

  /** Whether the parser's stack was found. */
  get areKnown(): boolean {
    return this.#stack !== 0;
  }

  /** Whether the parse that is running now may be stopped here. */
  canPause(): boolean {
    if (this.#stack === 0) return false;
    const view = new DataView(this.#memory.buffer);
    const heads = view.getUint32(this.#stack + HEAD_COUNT, true);
    if (heads === 0) return true;
    if (heads > 1) return false;
    const head = view.getUint32(this.#stack + HEADS, true);
    if (view.getUint32(head + HEAD_STATUS, true) !== ACTIVE) return false;
    const node = view.getUint32(head + HEAD_NODE, true);
    const links = view.getUint16(node + NODE_LINK_COUNT, true);
    // Nothing lies on the stack: the text has been read, and only the tree is being balanced.
    if (links === 0) return isBetweenTrees(view, view.getUint32(this.#stack + POOL_OF_STACK, true));
    return links === 1 && wasTaken(view, node);
  }
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

/** The address of a parser's stack: of its fields the one whose last points to the field after it, the parser's pool of subtrees. */
function stackOf(memory: WebAssembly.Memory, parser: Parser): number {
  const address = (parser as unknown as { readonly 0: number })[0];
  const view = new DataView(memory.buffer);
  const end = Math.min(address + FARTHEST, view.byteLength - 4);
  for (let field = address; field < end; field += 4) {
    const stack = view.getUint32(field, true);
    if (stack === 0 || stack % 4 !== 0 || stack + POOL_OF_STACK + 4 > view.byteLength) continue;
    if (view.getUint32(stack + POOL_OF_STACK, true) === field + 4) return stack;
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
