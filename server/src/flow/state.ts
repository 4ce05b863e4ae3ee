// The state of an evaluation at one point of the program: which value each cell holds, a cell being a variable or a field
// of an abstract object. States lie over each other: a branch is a thin layer over the state that it forked from, so what
// joining branches costs is what they wrote, not what there is.

import type { Touched } from "./callbacks-done.ts";
import { SmallTable } from "./small-table.ts";
import { ABSENT, isSameValue, join, NULL, type Value } from "./value.ts";

export type Cell = number;

/** The cells of one evaluation, with what each holds before anything is written, and what it holds in the state that all others lie over. */
export class Cells {
  /** Cell 0 is none. */
  readonly #defaults: Value[] = [NULL];
  readonly #undermost: Value[] = [NULL];
  readonly #isLocal: boolean[] = [true];
  /** Where it is noted which cells are read and written, while somebody wants to know. */
  touched: Touched | undefined;
  /** Which cells were written that had not been, in order, while somebody wants to know. */
  firstWritten: Cell[] | undefined;
  readonly #owners: number[] = [0];
  readonly #isWritten: boolean[] = [false];

  /** `isLocal`: nobody sees it once the unit has returned. `owner`: the id of the object whose member it is; 0 for variables. */
  make(initial: Value, isLocal: boolean, owner = 0): Cell {
    this.#isLocal.push(isLocal);
    this.#owners.push(owner);
    this.#isWritten.push(false);
    this.#undermost.push(initial);
    return this.#defaults.push(initial) - 1;
  }

  initial(cell: Cell): Value {
    return this.#defaults[cell]!;
  }

  undermost(cell: Cell): Value {
    return this.#undermost[cell]!;
  }

  setUndermost(cell: Cell, value: Value): void {
    this.#undermost[cell] = value;
  }

  isLocal(cell: Cell): boolean {
    return this.#isLocal[cell]!;
  }

  owner(cell: Cell): number {
    return this.#owners[cell]!;
  }

  noteWritten(cell: Cell, value: Value): void {
    this.touched?.noteWritten(cell, value);
    if (this.#isWritten[cell]) return;
    this.#isWritten[cell] = true;
    this.firstWritten?.push(cell);
  }

  get size(): number {
    return this.#defaults.length;
  }
}

export class State {
  readonly cells: Cells;
  readonly parent: State | undefined;
  /** Nothing runs here: after return, throw, break, or in a branch that constants rule out. */
  isDead = false;
  /** What was written in this very layer, once anything was; of the undermost state, `cells` has it. */
  #own: SmallTable<Value> | undefined;
  /** All values that were written since a `try` began: any of them may be there when it is left by an exception. */
  #watch: Map<Cell, Value> | undefined;

  constructor(cells: Cells, parent?: State) {
    this.cells = cells;
    this.parent = parent;
    this.#watch = parent ? parent.#watch : undefined;
    this.isDead = parent?.isDead ?? false;
  }

  get(cell: Cell): Value {
    const value = this.peek(cell);
    this.cells.touched?.noteRead(cell, value);
    return value;
  }

  /** As `get`, but nobody is told. */
  peek(cell: Cell): Value {
    for (let state: State = this; state.parent; state = state.parent) {
      const value = state.#own?.get(cell);
      if (value) return value;
    }
    return this.cells.undermost(cell);
  }

  set(cell: Cell, value: Value): void {
    if (this.cells.firstWritten) this.cells.noteWritten(cell, value);
    if (this.parent) {
      this.#own ??= new SmallTable();
      this.#own.set(cell, value);
    } else this.cells.setUndermost(cell, value);
    if (this.#watch) this.#watch.set(cell, join(this.#watch.get(cell) ?? ABSENT, value));
  }

  /** Adds to what the cell holds. */
  add(cell: Cell, value: Value): void {
    const old = this.get(cell);
    const joined = join(old, value);
    if (joined !== old) this.set(cell, joined);
  }

  fork(): State {
    return new State(this.cells, this);
  }

  /** A layer over this state that notes everything written to it. */
  forkWatched(): { state: State; written: ReadonlyMap<Cell, Value> } {
    const state = new State(this.cells, this);
    const written = new Map<Cell, Value>();
    state.#watch = written;
    return { state, written };
  }

  /** What was written since `base`, as one layer over it: the state that a jump takes along. */
  since(base: State, keep: (cell: Cell) => boolean = () => true): State {
    const jump = new State(this.cells, base);
    jump.isDead = this.isDead;
    for (let state: State | undefined = this; state && state !== base; state = state.parent) {
      const own = state.#own;
      if (!own) continue;
      for (let at = 0; at < own.size; at++) {
        const cell = own.keyAt(at);
        if (!keep(cell) || jump.#own?.get(cell)) continue;
        jump.#own ??= new SmallTable();
        jump.#own.set(cell, own.valueAt(at));
      }
    }
    return jump;
  }

  /** Goes on as whichever of the layers (all forked from this state) was taken; dead when all are. */
  absorb(layers: readonly State[]): void {
    const live = layers.filter((layer) => !layer.isDead);
    if (live.length === 0) {
      this.isDead = true;
      return;
    }
    this.isDead = false;
    this.#take(this, live);
  }

  /** A new layer over this state in which the given layers (all over this state) have come together again. */
  joined(layers: readonly State[]): State {
    const together = this.fork();
    const live = layers.filter((layer) => !layer.isDead);
    if (live.length === 0) together.isDead = true;
    else together.#take(this, live);
    return together;
  }

  /** Writes what live layers over `base` come to together. */
  #take(base: State, live: readonly State[]): void {
    if (live.length === 1) {
      const own = live[0]!.#own;
      for (let at = 0; own && at < own.size; at++) this.set(own.keyAt(at), own.valueAt(at));
      return;
    }
    if (live.length === 2) {
      this.#takeBoth(base, live[0]!, live[1]!);
      return;
    }
    // A cell that not all layers wrote may be what it was, which takes its turn with the first layer that left it alone. What this
    // costs is what was written, not layers times cells: a file's top level has as many layers as the file has functions.
    const written = new Map<Cell, { value: Value; times: number; isWithBase: boolean }>();
    for (const [number, layer] of live.entries()) {
      const own = layer.#own;
      for (let at = 0; own && at < own.size; at++) {
        const cell = own.keyAt(at);
        const value = own.valueAt(at);
        const known = written.get(cell);
        if (!known) {
          const isWithBase = number > 0;
          written.set(cell, { value: isWithBase ? join(base.get(cell), value) : value, times: 1, isWithBase });
          continue;
        }
        if (!known.isWithBase && known.times < number) {
          known.value = join(known.value, base.get(cell));
          known.isWithBase = true;
        }
        known.value = join(known.value, value);
        known.times++;
      }
    }
    for (const [cell, { value, times, isWithBase }] of written)
      this.set(cell, !isWithBase && times < live.length ? join(value, base.get(cell)) : value);
  }

  /** The same for the two layers that most branches have. */
  #takeBoth(base: State, first: State, second: State): void {
    const one = first.#own;
    const other = second.#own;
    for (let at = 0; one && at < one.size; at++) {
      const cell = one.keyAt(at);
      this.set(cell, join(one.valueAt(at), other?.get(cell) ?? base.get(cell)));
    }
    for (let at = 0; other && at < other.size; at++) {
      const cell = other.keyAt(at);
      if (!one?.get(cell)) this.set(cell, join(base.get(cell), other.valueAt(at)));
    }
  }

  /** Joins a layer's writings into this state. True when that changed what this state says. */
  widen(layer: State): boolean {
    return this.widened(layer).length > 0;
  }

  /** The same; tells which cells say something else now. */
  widened(layer: State): Cell[] {
    const own = layer.#own;
    const changed: Cell[] = [];
    for (let at = 0; own && at < own.size; at++) {
      const cell = own.keyAt(at);
      const old = this.get(cell);
      const joined = join(old, own.valueAt(at));
      if (joined === old || isSameValue(joined, old)) continue;
      this.set(cell, joined);
      changed.push(cell);
    }
    return changed;
  }

  /** What was written in this very layer. */
  *written(): IterableIterator<[Cell, Value]> {
    const own = this.#own;
    for (let at = 0; own && at < own.size; at++) yield [own.keyAt(at), own.valueAt(at)];
  }
}
