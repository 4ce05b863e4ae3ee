// Which names a file declares, in which scopes, and which of them each Identifier means: columns, as scopes.ts makes them.

import { indexFrom } from "../text/sorted.ts";
import type { AstNode } from "./ast.ts";
import type { Binding } from "./scope-room.ts";
import type { Sym } from "./symbols.ts";

/** In place of a binding: a `nonlocal` says that the name is not of this scope. */
export const OUTER: Binding = -1;

/** The scopes of one file, as columns, in the order of the nodes that make them. */
export interface Scopes {
  readonly owners: Int32Array;
  /** The Function, Class or Module whose variables are declared in a scope by `var` or assignment: its own or the one around. */
  readonly functionOwners: Int32Array;
  /** Where the chain of its bindings begins; 0 for none. */
  readonly firsts: Int32Array;
  /** Of those with long chains, the module's left out. */
  readonly tables: ReadonlyMap<number, ReadonlyMap<Sym, Binding>>;
}

/** All bindings of one file, as columns; index 0 is unused. */
export interface Bindings {
  readonly scopes: Scopes;
  readonly ofModule: ModuleNames;
  /** Binding of each Identifier (and of ImportSpecifiers and the like that declare), 0 for what is not declared here. */
  readonly ofNode: Int32Array;
  readonly declarations: Int32Array;
  readonly symbols: Int32Array;
  /** The next binding of the same scope; 0 after the last. */
  readonly nexts: Int32Array;
  /** Another binding that is meant by it, `OUTER` for none of this scope; else 0. */
  readonly standsFor: Int32Array;
  /** The index of each one's scope; -1 for what a version before declared and this one does not. */
  readonly scopeOf: Int32Array;
  /** How often each is written; compound ones count twice. */
  readonly writes: Int32Array;
  /** Nodes that write, in order, and how often each of them counts. */
  readonly writers: Int32Array;
  readonly weights: Int32Array;
  readonly functions: readonly AstNode[];
  /** Those from here to there are names that are assigned to and declared nowhere. */
  readonly implicitFrom: Binding;
  readonly implicitTo: Binding;
  /** How many are of versions before. */
  readonly dead: number;
}

/** What the top level declares, by name: made when somebody asks, and good for all versions that declare the same there. */
export class ModuleNames {
  #names: ReadonlyMap<Sym, Binding> | undefined;

  of({ scopes, symbols, nexts }: Pick<Bindings, "scopes" | "symbols" | "nexts">): ReadonlyMap<Sym, Binding> {
    if (this.#names) return this.#names;
    const names = new Map<Sym, Binding>();
    for (let at = scopes.firsts[0]!; at !== 0; at = nexts[at]!) names.set(symbols[at]!, at);
    this.#names = names;
    return names;
  }
}

/** The index of the first scope that a node or one behind it makes. */
export function scopeFrom({ owners }: Scopes, node: AstNode): number {
  return indexFrom(owners, node);
}

/** What the scope that a node makes declares under a name, if it makes one: a binding, else 0 or less. */
export function bindingMadeBy(bindings: Bindings, node: AstNode, symbol: Sym): Binding {
  const { owners, firsts, tables } = bindings.scopes;
  const index = scopeFrom(bindings.scopes, node);
  return owners[index] === node ? bindingIn(bindings, firsts[index]!, tables.get(index), symbol) : 0;
}

/** 0 for nothing, OUTER where a scope says that the name is not its own. */
export function bindingIn(
  { symbols, nexts, standsFor }: Pick<Bindings, "symbols" | "nexts" | "standsFor">,
  first: Binding,
  names: ReadonlyMap<Sym, Binding> | undefined,
  symbol: Sym,
): Binding {
  let binding = names ? (names.get(symbol) ?? 0) : first;
  if (!names) while (binding !== 0 && symbols[binding] !== symbol) binding = nexts[binding]!;
  return standsFor[binding] === OUTER ? OUTER : binding;
}
