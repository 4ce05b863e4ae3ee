// The one door to web-tree-sitter: starts it, loads grammars, parses and re-parses, and reads trees in bulk. What it
// needs (bytes of wasm) is handed in by the host, so that it runs the same in Node and in a browser's worker.

import { Edit, Language, Parser, type Tree } from "web-tree-sitter";
import { Cst } from "./cst.ts";
import { Grammar } from "./grammar.ts";

/** Bytes of the wasm files that a host has beside it. */
export interface GrammarSource {
  /** `web-tree-sitter`, `bulk-read`, or a grammar's name from grammars/manifest.json. */
  wasm(name: string): Promise<Uint8Array>;
}

/** web-tree-sitter's module object after `Parser.init`: the functions that its own JavaScript calls. */
interface Core {
  wasmMemory: WebAssembly.Memory;
  wasmBinary: Uint8Array;
  _malloc(size: number): number;
  _free(pointer: number): void;
  [exported: `_ts_${string}`]: (...values: number[]) => number;
}

type BulkRead = (tree: number, out: number, max: number) => number;

const BYTES_PER_NODE = 20;
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
    const read = exports["read"] as BulkRead;
    return new SyntaxParser(source, core, memory, read);
  }

  readonly #source: GrammarSource;
  readonly #core: Core;
  readonly #memory: WebAssembly.Memory;
  readonly #read: BulkRead;
  /** Where web-tree-sitter's C side passes values to and from JavaScript. `ts_init` only tells its address. */
  readonly #transferBuffer: number;
  readonly #parser = new Parser();
  readonly #grammars = new Map<string, Grammar>();
  readonly #loading = new Map<string, Promise<Grammar>>();

  private constructor(
    source: GrammarSource,
    core: Core,
    memory: WebAssembly.Memory,
    read: BulkRead,
  ) {
    this.#source = source;
    this.#core = core;
    this.#memory = memory;
    this.#read = read;
    this.#transferBuffer = core["_ts_init"]!();
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
   * @throws when tree-sitter gives no tree, which happens only when it runs out of memory.
   */
  parse(grammar: Grammar, text: string, old?: Tree): Tree {
    this.#parser.setLanguage(grammar.language);
    const tree = this.#parser.parse(text, old ?? null);
    if (!tree) throw new Error(`tree-sitter gave no tree for a text of ${text.length} units in ${grammar.name}`);
    return tree;
  }

  /** Reads the subtree of `node` (the whole tree without one) in one call. */
  read(grammar: Grammar, tree: Tree, text: string, node = tree.rootNode): Cst {
    const most = node.descendantCount;
    const out = this.#core._malloc(most * BYTES_PER_NODE);
    if (out === 0) throw new Error(`no memory to read ${most} nodes of ${grammar.name}`);
    // walk() leaves the cursor's state in the transfer buffer, where the helper continues. The walk may move the cursor's
    // stack in memory, so its new state goes back into the cursor before that is freed.
    const cursor = node.walk() as unknown as { delete(): void } & Record<number, number>;
    try {
      const count = this.#read((node.tree as unknown as { 0: number })[0], out, most);
      const state = new Int32Array(this.#memory.buffer, this.#transferBuffer, 4);
      for (let at = 0; at < 4; at++) cursor[at] = state[at]!;
      if (count !== most) throw new Error(`read ${count} nodes of ${grammar.name} where tree-sitter counts ${most}`);
      const records = new Int32Array(this.#memory.buffer, out, (count * BYTES_PER_NODE) / 4).slice();
      return new Cst(grammar, text, records);
    } finally {
      cursor.delete();
      this.#core._free(out);
    }
  }
}

export { Edit };
export type { Tree };
