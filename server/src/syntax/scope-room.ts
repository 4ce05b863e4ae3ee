// What binding the names of a file is done in: tables that are larger than any file was and go from one run to the next, for most
// runs are one key after the other. Who runs has a room of its own, so that a run can be paused while others run; one that is never
// gone on with just keeps its room.

import type { AstNode } from "./ast.ts";
import type { Sym } from "./symbols.ts";

/** A declared name: an index into `Bindings`; 0 is none. */
export type Binding = number;

export enum ScopeKind {
  Module,
  Function,
  Class,
  Block,
  Comprehension,
}

/** A scope while names are bound. */
export interface Scope {
  kind: ScopeKind;
  /** Its index, which grows inwards. */
  id: number;
  parent: Scope | undefined;
  /** The node that makes it. */
  owner: AstNode;
  from: AstNode;
  end: AstNode;
  /** The names that it declares are a chain of bindings, for most scopes have few; 0 for none. */
  first: Binding;
  last: Binding;
  count: number;
  /** Where they are many, by name. */
  names: Map<Sym, Binding> | undefined;
}

/** Bindings while they are made; the result is a copy. */
export class BindingTable {
  declarations = new Int32Array(1024);
  symbols = new Int32Array(1024);
  nexts = new Int32Array(1024);
  standsFor = new Int32Array(1024);
  scopeOf = new Int32Array(1024);
  writes = new Int32Array(1024);
  /** What a binding hides while it is visible. */
  hides = new Int32Array(1024);
  size = 1;

  /** A new one, of which nothing but this is known. */
  add(declaration: AstNode, symbol: Sym, scope: number): Binding {
    if (this.size === this.declarations.length) this.#grow();
    const binding = this.size++;
    this.declarations[binding] = declaration;
    this.symbols[binding] = symbol;
    this.scopeOf[binding] = scope;
    this.nexts[binding] = 0;
    this.standsFor[binding] = 0;
    this.writes[binding] = 0;
    this.hides[binding] = 0;
    return binding;
  }

  /** Goes on from what a run before came to. */
  load(
    before: Readonly<Record<"declarations" | "symbols" | "nexts" | "standsFor" | "scopeOf" | "writes", Int32Array>>,
  ): void {
    this.size = before.declarations.length;
    while (this.declarations.length < this.size) this.#grow();
    this.declarations.set(before.declarations);
    this.symbols.set(before.symbols);
    this.nexts.set(before.nexts);
    this.standsFor.set(before.standsFor);
    this.scopeOf.set(before.scopeOf);
    this.writes.set(before.writes);
  }

  #grow(): void {
    const size = this.declarations.length * 2;
    this.declarations = grown(this.declarations, size);
    this.symbols = grown(this.symbols, size);
    this.nexts = grown(this.nexts, size);
    this.standsFor = grown(this.standsFor, size);
    this.scopeOf = grown(this.scopeOf, size);
    this.writes = grown(this.writes, size);
    this.hides = grown(this.hides, size);
  }
}

function grown(column: Int32Array, size: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(size);
  larger.set(column);
  return larger;
}

export class ScopeRoom {
  readonly table = new BindingTable();
  /** Scopes of all runs: those of one are the first ones. */
  readonly scopes: Scope[] = [];
  enters = new Int32Array(0);
  writeAt = new Uint8Array(0);
  writers = new Int32Array(0);
  /** For each symbol the binding that is visible now. Between runs it is all zeros. */
  visible = new Int32Array(0);
  /** …and what the module declares under it, as far as it was read. */
  ofModule = new Int32Array(0);

  /** Made empty for a file of so many nodes. */
  begin(nodes: number): void {
    if (this.enters.length <= nodes) {
      this.enters = new Int32Array(nodes * 2 + 2);
      this.writeAt = new Uint8Array(nodes * 2 + 2);
      this.writers = new Int32Array(nodes * 2 + 2);
    } else {
      this.enters.fill(0, 0, nodes + 1);
      this.writeAt.fill(0, 0, nodes);
    }
    this.table.size = 1;
  }

  /** Symbols up to this one may become visible. */
  seeSymbols(count: number): void {
    if (this.visible.length < count) this.visible = new Int32Array(count * 2);
  }

  noteOfModule(symbol: Sym, binding: Binding): void {
    if (this.ofModule.length <= symbol) this.ofModule = grown(this.ofModule, (symbol + 1) * 2);
    this.ofModule[symbol] = binding;
  }

  /** What a run saw is forgotten. */
  end(): void {
    const { symbols, size } = this.table;
    for (let binding = 1; binding < size; binding++) {
      const symbol = symbols[binding]!;
      this.visible[symbol] = 0;
      if (symbol < this.ofModule.length) this.ofModule[symbol] = 0;
    }
  }
}

/** Nobody's for now. */
const free: ScopeRoom[] = [];

export function roomForBinding(nodes: number): ScopeRoom {
  const room = free.pop() ?? new ScopeRoom();
  room.begin(nodes);
  return room;
}

/** A run is over. One that failed keeps its room, which is in no order. */
export function backToRoom(room: ScopeRoom): void {
  room.end();
  free.push(room);
}
