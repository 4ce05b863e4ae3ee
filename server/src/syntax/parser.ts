// The one door to web-tree-sitter: starts it, loads grammars, parses and re-parses, and reads trees in bulk. What it
// needs (bytes of wasm) is handed in by the host, so that it runs the same in Node and in a browser's worker.

import { Edit, Language, type Node, type ParseOptions, Parser, type Tree, type TreeCursor } from "web-tree-sitter";
import { finished, type Steps } from "../text/steps.ts";
import { CHILD_WIDTH, ChildList } from "./child-list.ts";
import { Cst } from "./cst.ts";
import { Grammar } from "./grammar.ts";
import { Patience, PausePoints } from "./pause-points.ts";
import { type TreeMemory, takeApart } from "./tree-parts.ts";

/** Bytes of the wasm files that a host has beside it. */
export interface GrammarSource {
  /** `web-tree-sitter`, `bulk-read`, or a grammar's name from grammars/manifest.json. */
  wasm(name: string): Promise<Uint8Array>;
  /**
   * Clocks, in milliseconds of any origin. With them a parse that takes far longer than any honest text does is given up, once
   * all of them have run out, one after the other: the time of day goes on while others have the processor, and processor time
   * counts other threads.
   */
  readonly clocks?: readonly (() => number)[];
}

/**
 * Error recovery takes time that grows with the square of the text where all of it is wrong: 12,000 units of `=!}` take
 * JavaScript's grammar three seconds. Honest texts take a thousandth of a millisecond a unit.
 */
const LONGEST_PARSE_MS = 1500;
const LONGEST_PARSE_MS_PER_UNIT = 0.02;

/** A parse was given up. */
export class ParseGivenUp extends Error {}

/** web-tree-sitter's module object after `Parser.init`: the functions that its own JavaScript calls. */
interface Core {
  wasmMemory: WebAssembly.Memory;
  wasmBinary: Uint8Array;
  _malloc(size: number): number;
  _free(pointer: number): void;
  [exported: `_ts_${string}`]: (...values: number[]) => number;
}

/** The exports of bulk-read.wat. */
interface BulkReader {
  read(tree: number, out: number, max: number, from: number): number;
  children(tree: number, out: number, max: number): number;
}

const BYTES_PER_NODE = 20;
/** Of the state of a cursor. */
const CURSOR_WORDS = 4;
/** Which of them tells how many nodes, hidden ones too, lead from the root to where it stands. */
const CURSOR_DEPTH = 1;
/** Of reading in steps. */
const NODES_PER_STEP = 4000;
/** web-tree-sitter asks its callback after every hundred actions of its parser, some 20 µs. */
const HUNDREDS_PER_STEP = 16;
const INITIAL_PAGES = 512;
const MAXIMUM_PAGES = 32768;

/**
 * A started tree-sitter. web-tree-sitter is a singleton in its module, so `start` gives the same one each time.
 * Its trees live in wasm memory: whoever calls `parse` owns the tree and deletes it.
 */
export class SyntaxParser {
  static #started: Promise<SyntaxParser> | undefined;

  static start(source: GrammarSource): Promise<SyntaxParser> {
    SyntaxParser.#started ??= SyntaxParser.#start(source).catch((error: unknown) => {
      SyntaxParser.#started = undefined;
      throw error;
    });
    return SyntaxParser.#started;
  }

  static async #start(source: GrammarSource): Promise<SyntaxParser> {
    const memory = new WebAssembly.Memory({ initial: INITIAL_PAGES, maximum: MAXIMUM_PAGES });
    const core = { wasmMemory: memory, wasmBinary: await source.wasm("web-tree-sitter") } as unknown as Core;
    await Parser.init(core as unknown as Parameters<typeof Parser.init>[0]);
    const cursor = (name: string) => core[`_ts_tree_cursor_${name}_wasm`]!;
    const helper = await WebAssembly.compile((await source.wasm("bulk-read")) as BufferSource);
    const { exports } = await WebAssembly.instantiate(helper, {
      env: { memory },
      cursor: {
        first: cursor("goto_first_child"),
        next: cursor("goto_next_sibling"),
        parent: cursor("goto_parent"),
        kind: cursor("current_node_type_id"),
        named: cursor("current_node_is_named"),
        start: cursor("start_index"),
        end: cursor("end_index"),
        field: cursor("current_field_id"),
      },
    });
    return new SyntaxParser(source, core, memory, exports as unknown as BulkReader);
  }

  readonly #source: GrammarSource;
  readonly #core: Core;
  readonly #memory: WebAssembly.Memory;
  readonly #reader: BulkReader;
  /** Where web-tree-sitter's C side passes values to and from JavaScript. `ts_init` only tells its address. */
  readonly #transferBuffer: number;
  #childCapacity = 0;
  #childBuffer = 0;
  readonly #parser = new Parser();
  readonly #grammars = new Map<string, Grammar>();
  readonly #loading = new Map<string, Promise<Grammar>>();

  private constructor(source: GrammarSource, core: Core, memory: WebAssembly.Memory, reader: BulkReader) {
    this.#source = source;
    this.#core = core;
    this.#memory = memory;
    this.#reader = reader;
    this.#transferBuffer = core["_ts_init"]!();
  }

  /** Bytes of memory that trees are in; it never shrinks. */
  get memorySize(): number {
    return this.#memory.buffer.byteLength;
  }

  /** A grammar that `load` has loaded, so that scanning itself can stay synchronous. */
  grammar(name: string): Grammar | undefined {
    return this.#grammars.get(name);
  }

  load(name: string): Promise<Grammar> {
    let loading = this.#loading.get(name);
    if (!loading) {
      loading = this.#source
        .wasm(name)
        .then((bytes) => Language.load(bytes))
        .then((language) => {
          const grammar = new Grammar(name, language);
          this.#grammars.set(name, grammar);
          return grammar;
        });
      loading.catch(() => this.#loading.delete(name));
      this.#loading.set(name, loading);
    }
    return loading;
  }

  /**
   * Parses a text; with `old`, an edited tree of the text before, only what changed. The caller owns the result.
   * @throws ParseGivenUp when it takes too long, and when tree-sitter gives no tree because it runs out of memory.
   */
  parse(grammar: Grammar, text: string, old?: Tree): Tree {
    this.#parser.setLanguage(grammar.language);
    const patience = this.#patience(text);
    patience?.begin();
    // web-tree-sitter stops when the callback says true; its types do not know.
    const options: ParseOptions | undefined = patience && { progressCallback: () => patience.isOver() };
    const tree = this.#parser.parse(inputOf(text), old ?? null, options);
    if (tree) return tree;
    // Else the next parse would go on where this one was stopped.
    this.#parser.reset();
    throw givenUp(grammar, text);
  }

  /**
   * As `parse`, in steps of a millisecond or so, between which others may parse. The tree is the very same.
   * @param step how many hundreds of the parser's actions at least
   */
  *parseInSteps(grammar: Grammar, text: string, old?: Tree, step = HUNDREDS_PER_STEP): Steps<Tree> {
    const parser = new Parser();
    try {
      parser.setLanguage(grammar.language);
      const pauses = new PausePoints(this.#memory, parser);
      const patience = this.#patience(text);
      for (;;) {
        let isGivenUp = false;
        let asked = 0;
        const stops = (): boolean => {
          isGivenUp = patience?.isOver() ?? false;
          return isGivenUp || (++asked >= step && pauses.canPause());
        };
        patience?.begin();
        const tree = parser.parse(inputOf(text), old ?? null, { progressCallback: stops });
        if (tree) return tree;
        if (isGivenUp) throw givenUp(grammar, text);
        patience?.pause();
        yield;
      }
    } finally {
      parser.delete();
    }
  }

  #patience(text: string): Patience | undefined {
    const { clocks } = this.#source;
    if (!clocks || clocks.length === 0) return undefined;
    return new Patience(clocks, LONGEST_PARSE_MS + LONGEST_PARSE_MS_PER_UNIT * text.length);
  }

  /** Deletes a tree in steps of a millisecond or so. Given up, it is deleted at once. */
  *deleteInSteps(tree: Tree): Steps<void> {
    try {
      yield* takeApart(this.#treeMemory(), tree);
    } finally {
      tree.delete();
    }
  }

  #treeMemory(): TreeMemory {
    const core = this.#core;
    return {
      memory: this.#memory,
      copyTree: (address) => core["_ts_tree_copy"]!(address),
      deleteTree: (address) => core["_ts_tree_delete"]!(address),
    };
  }

  /** Reads the subtree of `node` (the whole tree without one) in one call. */
  read(grammar: Grammar, tree: Tree, text: string, node = tree.rootNode): Cst {
    return finished(this.#read(grammar, text, node, Number.POSITIVE_INFINITY));
  }

  /** The same in steps of a millisecond or two. The tree has to live until it is done. */
  readInSteps(grammar: Grammar, tree: Tree, text: string): Steps<Cst> {
    return this.#read(grammar, text, tree.rootNode, NODES_PER_STEP);
  }

  *#read(grammar: Grammar, text: string, node: Node, step: number): Steps<Cst> {
    const most = node.descendantCount;
    // One more, for what the reader has to know to go on.
    const out = this.#core._malloc((most + 1) * BYTES_PER_NODE);
    if (out === 0) throw new Error(`no memory to read ${most} nodes of ${grammar.name}`);
    const cursor = node.walk();
    try {
      let count = 0;
      for (;;) {
        const from = count;
        const to = Math.min(most, from + step);
        count = this.#withCursor(cursor, (address) => this.#reader.read(address, out, to, from));
        if (count < to || count >= most) break;
        yield;
      }
      if (count !== most) throw new Error(`read ${count} nodes of ${grammar.name} where tree-sitter counts ${most}`);
      const records = new Int32Array(this.#memory.buffer, out, (count * BYTES_PER_NODE) / 4).slice();
      return new Cst(grammar, text, records);
    } finally {
      cursor.delete();
      this.#core._free(out);
    }
  }

  /** The children of the node at a cursor, which stays where it is. */
  children(cursor: TreeCursor): ChildList {
    for (;;) {
      const count = this.#withCursor(cursor, (address) =>
        this.#reader.children(address, this.#childBuffer, this.#childCapacity),
      );
      if (count <= this.#childCapacity)
        return new ChildList(new Int32Array(this.#memory.buffer, this.#childBuffer, count * CHILD_WIDTH).slice());
      this.#core._free(this.#childBuffer);
      this.#childCapacity = count * 2;
      this.#childBuffer = this.#core._malloc(this.#childCapacity * CHILD_WIDTH * Int32Array.BYTES_PER_ELEMENT);
    }
  }

  /** Moves a cursor to the child that begins before `start` and ends after `end`; false, and it stays, where none does. */
  gotoHolding(cursor: TreeCursor, start: number, end: number): boolean {
    if (!this.#gotoEndingAfter(cursor, end)) return false;
    if (cursor.startIndex < start) return true;
    cursor.gotoParent();
    return false;
  }

  /** Moves a cursor to the first child that ends at or after an offset; false, and it stays, where none does. */
  gotoEndingAt(cursor: TreeCursor, offset: number): boolean {
    if (offset > 0 && this.#gotoEndingAfter(cursor, offset - 1)) return true;
    if (!cursor.gotoFirstChild()) return false;
    do if (cursor.endIndex >= offset) return true;
    while (cursor.gotoNextSibling());
    cursor.gotoParent();
    return false;
  }

  /**
   * To the first child that ends after an offset. tree-sitter passes over what hidden nodes hold of a long list, but where one covers a gap,
   * it finds nothing. web-tree-sitter's own `gotoFirstChildForIndex` always goes to the first child, for its two sides do not agree
   * where the offset is passed: behind the cursor's state, or in place of its last word, which counts for a tree's root only. What it
   * returns takes the first child for none.
   */
  #gotoEndingAfter(cursor: TreeCursor, offset: number): boolean {
    const state = cursor as unknown as Record<number, number>;
    const last = state[CURSOR_WORDS - 1]!;
    const depth = state[CURSOR_DEPTH]!;
    this.#withCursor(cursor, (tree) => {
      new Int32Array(this.#memory.buffer, this.#transferBuffer).fill(offset, CURSOR_WORDS - 1, CURSOR_WORDS + 1);
      return this.#core["_ts_tree_cursor_goto_first_child_for_index_wasm"]!(tree);
    });
    state[CURSOR_WORDS - 1] = last;
    return state[CURSOR_DEPTH]! > depth;
  }

  /**
   * Runs a function of the helper, or of web-tree-sitter, on a cursor, whose state is passed through the transfer buffer. Moving may move
   * the cursor's stack in memory, so the new state goes back into the cursor.
   */
  #withCursor(cursor: TreeCursor, run: (tree: number) => number): number {
    const state = cursor as unknown as Record<number, number> & { tree: { 0: number } };
    const before = new Int32Array(this.#memory.buffer, this.#transferBuffer, CURSOR_WORDS);
    for (let at = 0; at < CURSOR_WORDS; at++) before[at] = state[at]!;
    const result = run(state.tree[0]);
    // The memory may have grown, which leaves the view above without a buffer.
    const after = new Int32Array(this.#memory.buffer, this.#transferBuffer, CURSOR_WORDS);
    for (let at = 0; at < CURSOR_WORDS; at++) state[at] = after[at]!;
    return result;
  }
}

/** Given the text itself, web-tree-sitter makes closures that outlive their trees until all of the heap is collected. */
function inputOf(text: string): (index: number) => string {
  return (index) => text.slice(index);
}

function givenUp(grammar: Grammar, text: string): ParseGivenUp {
  return new ParseGivenUp(`parsing its ${text.length} characters as ${grammar.name} takes too long`);
}

export type { Node, Tree, TreeCursor };
export { Edit };
