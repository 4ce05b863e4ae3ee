// The common AST of one file: nodes are integers in pre-order, their properties stand in typed arrays. There is no object
// a node, so a tree is cheap to make, to copy, to splice and to send. Made by `AstBuilder`, never changed afterwards. What a version of a file that is
// typed into holds is used again for later ones, once all that asked for it with `hold` have let go.

import { indexFrom } from "../text/sorted.ts";
import type { Span } from "../text/span.ts";
import type { ColumnRoom } from "./column-room.ts";
import { Flag, Kind, Role } from "./kind.ts";
import type { LanguageId } from "./language.ts";
import { nameOf, type Sym } from "./symbols.ts";
import type { Tally } from "./tally.ts";

/** A node of an `Ast`: its index in pre-order. The root is 0, so 0 also serves as "no node" where a child is meant. */
export type AstNode = number;
export const ROOT: AstNode = 0;
export const NO_NODE: AstNode = 0;

/** String values are interned up to this many UTF-16 units, so that a pasted megabyte does not stay in the symbol table. */
export const LONGEST_INTERNED = 512;

export interface AstColumns {
  readonly kinds: Uint8Array;
  readonly roles: Uint8Array;
  readonly flags: Uint16Array;
  readonly symbols: Int32Array;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** The index after each node's subtree. */
  readonly nexts: Int32Array;
  readonly parents: Int32Array;
}

let made = 0;

export class Ast {
  /** Tells it from all others of the process, without holding on to them. */
  readonly revision = ++made;
  readonly language: LanguageId;
  columns: AstColumns;
  readonly size: number;
  #text: string | undefined;
  #tally: Tally | undefined;
  #room: ColumnRoom | undefined;
  #holders = 0;
  readonly #nodesAt = new Map<number, AstNode>();
  readonly #manyChildren = new Map<
    AstNode,
    { readonly nodes: readonly AstNode[]; readonly starts: readonly number[] }
  >();

  /** `room`: what its columns are of, and whatever else lives as long as it does. */
  constructor(language: LanguageId, text: string, columns: AstColumns, room?: ColumnRoom) {
    this.#room = room;
    this.language = language;
    this.#text = text;
    this.columns = columns;
    this.size = columns.kinds.length;
  }

  get text(): string {
    if (this.#text === undefined) throw new Error(IS_GONE);
    return this.#text;
  }

  /** Which names it holds, where that is known without looking: of files that are typed into. */
  get tally(): Tally | undefined {
    return this.#tally?.isLeft ? undefined : this.#tally;
  }

  set tally(tally: Tally | undefined) {
    this.#tally = tally;
  }

  /** Somebody will go on to ask about it after the file has been edited again. */
  hold(): void {
    this.#holders++;
  }

  /** …and no longer does. When all have let go, nobody may ask any more. */
  letGo(): void {
    if (--this.#holders > 0 || !this.#room) return;
    this.#room.free();
    this.#room = undefined;
    this.columns = GONE;
    // Whoever still leads here keeps little alive.
    this.#text = undefined;
    this.#tally = undefined;
  }

  /** All have let go. */
  get isGone(): boolean {
    return this.columns === GONE;
  }

  /** A column of zeros that lives as long as this does. */
  int32(size: number): Int32Array {
    return this.#room?.int32(size) ?? new Int32Array(size);
  }

  /** The first node behind a definition's decorators. */
  bodyStart(node: AstNode): AstNode {
    const { roles, nexts } = this.columns;
    let at = node + 1;
    while (at < nexts[node]! && roles[at] === Role.Decorator) at = nexts[at]!;
    return at;
  }

  kind(node: AstNode): Kind {
    return this.columns.kinds[node]!;
  }

  role(node: AstNode): Role {
    return this.columns.roles[node]!;
  }

  symbol(node: AstNode): Sym {
    return this.columns.symbols[node]!;
  }

  /** The symbol spelled out. */
  name(node: AstNode): string {
    return nameOf(this.columns.symbols[node]!);
  }

  /**
   * The value of a String, Text or Template part. Long values are interned only in their beginning; the whole is read
   * from the text, where escapes stand as written.
   */
  stringValue(node: AstNode): string {
    const value = nameOf(this.columns.symbols[node]!);
    if (value.length < LONGEST_INTERNED) return value;
    if (this.role(node) === Role.Part || this.kind(node) === Kind.Text) return this.textOf(node);
    return this.textOf(node).replace(/^[a-zA-Z@$]{0,3}("""|'''|["'`])([\s\S]*)\1$/, "$2");
  }

  flags(node: AstNode): number {
    return this.columns.flags[node]!;
  }

  hasFlag(node: AstNode, flag: Flag): boolean {
    return (this.columns.flags[node]! & flag) !== 0;
  }

  start(node: AstNode): number {
    return this.columns.starts[node]!;
  }

  end(node: AstNode): number {
    return this.columns.ends[node]!;
  }

  span(node: AstNode): Span {
    return { start: this.columns.starts[node]!, end: this.columns.ends[node]! };
  }

  textOf(node: AstNode): string {
    return this.text.slice(this.columns.starts[node]!, this.columns.ends[node]!);
  }

  /** The parent; the root is its own. */
  parent(node: AstNode): AstNode {
    return this.columns.parents[node]!;
  }

  /** The index after the node's subtree: `node < n && n < next(node)` is "n lies below node". */
  next(node: AstNode): AstNode {
    return this.columns.nexts[node]!;
  }

  isBelow(node: AstNode, ancestor: AstNode): boolean {
    return ancestor < node && node < this.columns.nexts[ancestor]!;
  }

  firstChild(node: AstNode): AstNode {
    return this.columns.nexts[node]! > node + 1 ? node + 1 : NO_NODE;
  }

  nextSibling(node: AstNode): AstNode {
    const after = this.columns.nexts[node]!;
    return node !== ROOT && after < this.columns.nexts[this.columns.parents[node]!]! ? after : NO_NODE;
  }

  /** The first child in a role, or NO_NODE. */
  child(node: AstNode, role: Role): AstNode {
    const { roles, nexts } = this.columns;
    const end = nexts[node]!;
    for (let child = node + 1; child < end; child = nexts[child]!) if (roles[child] === role) return child;
    return NO_NODE;
  }

  /** Whether a child in a role has a symbol. */
  hasChild(node: AstNode, role: Role, symbol: Sym): boolean {
    const { roles, nexts, symbols } = this.columns;
    const end = nexts[node]!;
    for (let child = node + 1; child < end; child = nexts[child]!)
      if (roles[child] === role && symbols[child] === symbol) return true;
    return false;
  }

  /** The children in a role, or all of them, in order. */
  children(node: AstNode, role?: Role): AstNode[] {
    const { roles, nexts } = this.columns;
    const end = nexts[node]!;
    const result: AstNode[] = [];
    for (let child = node + 1; child < end; child = nexts[child]!)
      if (role === undefined || roles[child] === role) result.push(child);
    return result;
  }

  /** The nearest node above `node` (or itself) of a kind, or NO_NODE. */
  enclosing(node: AstNode, kind: Kind): AstNode {
    for (let at = node; at !== ROOT; at = this.parent(at)) if (this.kind(at) === kind) return at;
    return NO_NODE;
  }

  /** The innermost node whose span holds `[start, end)`. */
  nodeAt(start: number, end = start): AstNode {
    // Several things are asked about each place where something is found.
    const place = start * LONGEST_TEXT + end;
    let node = this.#nodesAt.get(place);
    if (node === undefined) {
      node = this.#searchNodeAt(start, end);
      this.#nodesAt.set(place, node);
    }
    return node;
  }

  #searchNodeAt(start: number, end: number): AstNode {
    const { starts, ends, nexts } = this.columns;
    let node = ROOT;
    for (;;) {
      const many = this.#manyChildren.get(node);
      let inner = NO_NODE;
      if (many) {
        const child = many.nodes[indexFrom(many.starts, start + 1) - 1];
        if (child !== undefined && end <= ends[child]!) inner = child;
      } else {
        const limit = nexts[node]!;
        let count = 0;
        for (let child = node + 1; child < limit; child = nexts[child]!) {
          count++;
          if (starts[child]! <= start && end <= ends[child]!) inner = child;
        }
        if (count > MANY) this.#noteChildren(node);
      }
      if (inner === NO_NODE) return node;
      node = inner;
    }
  }

  /** For the next search, if they stand in the text one behind the other. */
  #noteChildren(node: AstNode): void {
    const nodes = this.children(node);
    const { starts, ends } = this.columns;
    for (let at = 1; at < nodes.length; at++) if (starts[nodes[at]!]! <= ends[nodes[at - 1]!]!) return;
    this.#manyChildren.set(node, { nodes, starts: nodes.map((each) => starts[each]!) });
  }
}

/** So many children are worth a table of their own. */
const MANY = 64;

/** More than any text has units, and little enough for the product of two such numbers to be exact. */
const LONGEST_TEXT = 0x4000000;

const IS_GONE = "this version of the file is gone";

/** In place of the columns that others have now. */
const GONE: AstColumns = new Proxy({} as AstColumns, {
  get() {
    throw new Error(IS_GONE);
  },
});

const FIRST_CAPACITY = 1024;

/** Collects nodes in pre-order: `open` a node, add its children, `close` it. */
export class AstBuilder {
  #capacity: number;
  #kinds: Uint8Array;
  #roles: Uint8Array;
  #flags: Uint16Array;
  #symbols: Int32Array;
  #starts: Int32Array;
  #ends: Int32Array;
  #nexts: Int32Array;
  #parents: Int32Array;
  #size = 0;
  #current = 0;

  constructor(capacity = FIRST_CAPACITY) {
    this.#capacity = capacity;
    this.#kinds = new Uint8Array(capacity);
    this.#roles = new Uint8Array(capacity);
    this.#flags = new Uint16Array(capacity);
    this.#symbols = new Int32Array(capacity);
    this.#starts = new Int32Array(capacity);
    this.#ends = new Int32Array(capacity);
    this.#nexts = new Int32Array(capacity);
    this.#parents = new Int32Array(capacity);
  }

  get size(): number {
    return this.#size;
  }

  /** The node that is open now. */
  get current(): AstNode {
    return this.#current;
  }

  open(kind: Kind, role: Role, start: number, end: number, symbol: Sym = 0, flags: number = Flag.None): AstNode {
    if (this.#size === this.#capacity) this.#grow();
    const node = this.#size++;
    this.#kinds[node] = kind;
    this.#roles[node] = role;
    this.#flags[node] = flags;
    this.#symbols[node] = symbol;
    this.#starts[node] = start;
    this.#ends[node] = end;
    this.#parents[node] = this.#current;
    this.#current = node;
    return node;
  }

  close(node: AstNode): void {
    if (node !== this.#current) throw new Error(`closing node ${node} while ${this.#current} is open`);
    this.#nexts[node] = this.#size;
    this.#current = this.#parents[node]!;
  }

  leaf(kind: Kind, role: Role, start: number, end: number, symbol: Sym = 0, flags: number = Flag.None): AstNode {
    const node = this.open(kind, role, start, end, symbol, flags);
    this.close(node);
    return node;
  }

  kindOf(node: AstNode): Kind {
    return this.#kinds[node]!;
  }

  symbolOf(node: AstNode): Sym {
    return this.#symbols[node]!;
  }

  /** Corrects a node that was opened before all was known of it. */
  amend(
    node: AstNode,
    change: { kind?: Kind; symbol?: Sym; flags?: number; role?: Role; start?: number; end?: number },
  ): void {
    if (change.kind !== undefined) this.#kinds[node] = change.kind;
    if (change.symbol !== undefined) this.#symbols[node] = change.symbol;
    if (change.flags !== undefined) this.#flags[node]! |= change.flags;
    if (change.role !== undefined) this.#roles[node] = change.role;
    if (change.start !== undefined) this.#starts[node] = change.start;
    if (change.end !== undefined) this.#ends[node] = change.end;
  }

  /** The finished columns, cut to size. What is built from then on is another AST. */
  finish(): AstColumns {
    const size = this.#size;
    this.#size = 0;
    this.#current = 0;
    return {
      kinds: this.#kinds.slice(0, size),
      roles: this.#roles.slice(0, size),
      flags: this.#flags.slice(0, size),
      symbols: this.#symbols.slice(0, size),
      starts: this.#starts.slice(0, size),
      ends: this.#ends.slice(0, size),
      nexts: this.#nexts.slice(0, size),
      parents: this.#parents.slice(0, size),
    };
  }

  #grow(): void {
    this.#capacity *= 2;
    const grow = <T extends Uint8Array | Uint16Array | Int32Array>(old: T, grown: T): T => {
      grown.set(old);
      return grown;
    };
    this.#kinds = grow(this.#kinds, new Uint8Array(this.#capacity));
    this.#roles = grow(this.#roles, new Uint8Array(this.#capacity));
    this.#flags = grow(this.#flags, new Uint16Array(this.#capacity));
    this.#symbols = grow(this.#symbols, new Int32Array(this.#capacity));
    this.#starts = grow(this.#starts, new Int32Array(this.#capacity));
    this.#ends = grow(this.#ends, new Int32Array(this.#capacity));
    this.#nexts = grow(this.#nexts, new Int32Array(this.#capacity));
    this.#parents = grow(this.#parents, new Int32Array(this.#capacity));
  }
}
