// Which names a file holds, and which of them it uses in some ways: counted once, and carried over edits with the statements that
// changed, for everybody who asks whether a name occurs at all. The counts are those of the newest version; the one before it
// knows what is different, older ones are counted anew if anybody still asks.

import type { AstColumns, AstNode } from "./ast.ts";
import { Kind, Role } from "./kind.ts";
import { intern, nameOf, type Sym, symbolCount } from "./symbols.ts";

export enum Use {
  /** As the symbol of any node. */
  Any,
  /** As a member's name. */
  Member,
  /** Assigned to, or handed over as it stands: of a member or a variable. */
  Assigned,
  /** Under no name: places in brackets behind an object. */
  Subscript,
  /** As a part of what an import, a type, a namespace, an export or a decorator is called. */
  Part,
}

const USES = 5;

/** A part of an AST: some nodes, with all below them. */
interface Part {
  readonly columns: AstColumns;
  readonly from: AstNode;
  readonly to: AstNode;
}

type Counts = Int32Array[];

export class Tally {
  #counts: Counts | undefined;
  /** What is to be added to the counts, which are those of the version after. */
  #undo: ReadonlyMap<number, number> | undefined;
  #older: Tally | undefined;
  /** What differs from the version before, by use. */
  readonly #others: (readonly Sym[])[];
  /** All names of what was replaced, and of what took its place. */
  readonly touched: ReadonlySet<Sym>;
  /** There are imports among that, or the names of packages. */
  readonly touchesImports: boolean;

  private constructor(
    counts: Counts,
    older?: Tally,
    others: (readonly Sym[])[] = [],
    touched: ReadonlySet<Sym> = new Set(),
    touchesImports = false,
  ) {
    this.touched = touched;
    this.touchesImports = touchesImports;
    this.#counts = counts;
    this.#older = older;
    this.#others = others;
  }

  static of(columns: AstColumns): Tally {
    const counts = Array.from({ length: USES }, () => new Int32Array(symbolCount()));
    count({ columns, from: 0, to: columns.kinds.length }, (key) => {
      // Parts of names may not have been symbols before.
      const symbol = Math.floor(key / USES);
      withRoomFor(counts, key % USES, symbol)[symbol]!++;
    });
    return new Tally(counts);
  }

  /** Nothing can be told any more. */
  get isLeft(): boolean {
    return this.#counts === undefined;
  }

  /** That of the version in which one part takes the place of another. Undefined where this is left already. */
  next(gone: Part, come: Part): Tally | undefined {
    const counts = this.#counts;
    if (!counts || this.#undo) return undefined;
    const change = new Map<number, number>();
    count(gone, (key) => change.set(key, (change.get(key) ?? 0) - 1));
    count(come, (key) => change.set(key, (change.get(key) ?? 0) + 1));
    const undo = new Map<number, number>();
    const others: Sym[][] = Array.from({ length: USES }, () => []);
    const touched = new Set<Sym>();
    for (const [key, difference] of change) {
      const use = key % USES;
      const symbol = Math.floor(key / USES);
      touched.add(symbol);
      if (difference === 0) continue;
      const column = withRoomFor(counts, use, symbol);
      const before = column[symbol]!;
      column[symbol] = before + difference;
      undo.set(key, -difference);
      if (before > 0 !== before + difference > 0) others[use]!.push(symbol);
    }
    this.#undo = undo;
    if (this.#older) this.#older.#leave();
    this.#older = undefined;
    return new Tally(counts, this, others, touched, holdsImports(gone) || holdsImports(come));
  }

  has(use: Use, symbol: Sym): boolean {
    const count = this.#counts![use]![symbol] ?? 0;
    return count + (this.#undo?.get(symbol * USES + use) ?? 0) > 0;
  }

  /** The symbols of which one of two versions has a use and the other has not. */
  others(use: Use, before: Tally): readonly Sym[] {
    if (this.#older === before && !before.isLeft) return this.#others[use]!;
    const found: Sym[] = [];
    for (let symbol = 0; symbol < symbolCount(); symbol++)
      if (this.has(use, symbol) !== before.has(use, symbol)) found.push(symbol);
    return found;
  }

  /** The tally of the version before, while it still tells something. */
  get older(): Tally | undefined {
    return this.#older;
  }

  #leave(): void {
    this.#counts = undefined;
    this.#undo = undefined;
  }
}

function withRoomFor(counts: Counts, use: number, symbol: Sym): Int32Array {
  const column = counts[use]!;
  if (symbol < column.length) return column;
  const larger = new Int32Array(Math.max(symbolCount(), symbol + 1) + 4096);
  larger.set(column);
  counts[use] = larger;
  return larger;
}

function count({ columns: { kinds, roles, symbols, parents }, from, to }: Part, add: (key: number) => void): void {
  for (let node = from; node < to; node++) {
    const symbol = symbols[node]!;
    const kind: Kind = kinds[node]!;
    if (symbol !== 0) add(symbol * USES + Use.Any);
    if (kind === Kind.Index) add(Use.Subscript);
    if (mayHaveParts(kind)) for (const part of partsOf(symbol)) add(part * USES + Use.Part);
    if (kind !== Kind.Member && kind !== Kind.Identifier) continue;
    if (kind === Kind.Member) add(symbol * USES + Use.Member);
    if (isAssigned(roles[node]!, kinds[parents[node]!]!, symbols[parents[node]!]!)) add(symbol * USES + Use.Assigned);
  }
}

const SEPARATORS = /[./\\:]+/;
const NO_PARTS: readonly Sym[] = [];

/** By symbol whether its name has parts: 1 for no, 2 for yes, 0 while nobody has asked. */
let separated = new Uint8Array(0);
const knownParts = new Map<Sym, readonly Sym[]>();

/** What a name is made of, if it has several parts: of `java.util.List` the three words. */
export function partsOf(symbol: Sym): readonly Sym[] {
  if (symbol >= separated.length) {
    const larger = new Uint8Array(symbolCount() * 2);
    larger.set(separated);
    separated = larger;
  }
  if (separated[symbol] === 0) separated[symbol] = SEPARATORS.test(nameOf(symbol)) ? 2 : 1;
  if (separated[symbol] === 1) return NO_PARTS;
  let parts = knownParts.get(symbol);
  if (!parts) {
    parts = nameOf(symbol).split(SEPARATORS).map(intern);
    knownParts.set(symbol, parts);
  }
  return parts;
}

/** Kinds of nodes whose names may be of several parts. */
export const KINDS_WITH_PARTS: readonly Kind[] = [Kind.Import, Kind.Type, Kind.Namespace, Kind.Export, Kind.Decorator];

const hasParts = new Uint8Array(256);
for (const kind of KINDS_WITH_PARTS) hasParts[kind] = 1;

function mayHaveParts(kind: Kind): boolean {
  return hasParts[kind] === 1;
}

function holdsImports({ columns: { kinds }, from, to }: Part): boolean {
  for (let node = from; node < to; node++)
    if (kinds[node] === Kind.Import || kinds[node] === Kind.ImportSpecifier || kinds[node] === Kind.Namespace)
      return true;
  return false;
}

function isAssigned(role: Role, parent: Kind, parentSymbol: Sym): boolean {
  switch (role) {
    case Role.Target:
      return parent === Kind.Assign;
    case Role.Operand:
      return parent === Kind.Update || (parent === Kind.Unary && nameOf(parentSymbol) !== "!");
    case Role.Element:
      return parent === Kind.Tuple;
    case Role.Argument:
      return true;
    default:
      return false;
  }
}
