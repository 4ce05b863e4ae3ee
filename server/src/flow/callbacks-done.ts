// Callbacks that were called already. A function that calls what was handed in says so for each place where it does; where what is
// called there calls what it was handed in its turn, the same call with the same values comes up again: with four such functions
// in each other, thousands of times. Each is noted with the cells that it read and wrote: where it would read the same again, it
// would write and give the same, and that is done instead.

import type { AbstractObject } from "./object.ts";
import type { Cell, Cells, State } from "./state.ts";
import { isAlike, type Value } from "./value.ts";

/** What is called, with what. */
export interface Callback {
  readonly object: AbstractObject;
  readonly receiver: Value | undefined;
  readonly args: readonly Value[];
  /** While its callers will look at it again, see `Evaluation.leftOpen`. */
  readonly isOpen: boolean;
}

/** Cells that were read before they were written, with what was read; and what was last written. */
export class Touched {
  readonly read = new Map<Cell, Value>();
  readonly written = new Map<Cell, Value>();

  noteRead(cell: Cell, value: Value): void {
    if (!this.read.has(cell) && !this.written.has(cell)) this.read.set(cell, value);
  }

  noteWritten(cell: Cell, value: Value): void {
    this.written.set(cell, value);
  }

  /** What happened inside happened here. */
  take(inner: Touched): void {
    inner.read.forEach((value, cell) => {
      this.noteRead(cell, value);
    });
    inner.written.forEach((value, cell) => {
      this.written.set(cell, value);
    });
  }
}

interface Done {
  readonly callback: Callback;
  readonly depth: number;
  readonly touched: Touched;
  /** Some callback inside it lay too deep. */
  readonly isCut: boolean;
  readonly result: Value;
  /** The newest object that it can have seen, and how many cells there were. */
  readonly newest: number;
  readonly cells: number;
  /** How far `CallbacksDone`'s and `Cells`' notes went by the time that it was known to hold. */
  changed: number;
  written: number;
}

/** Calls of one function that are told apart. */
const MOST_OF_ONE = 24;

export class CallbacksDone {
  /** How many callbacks the evaluation is inside of. */
  depth = 0;
  readonly #newest: () => number;
  #done: Map<AbstractObject, Done[]> | undefined;
  #cuts = 0;
  /** Ids of objects of which something changed that no cell holds, in order. */
  #changed: number[] = [];

  /** `newest` gives the id of the newest object of the evaluation. */
  constructor(newest: () => number) {
    this.#newest = newest;
  }

  /** Calls all that one call of the program's own calls back: for as long it holds what is known of callbacks. */
  during(cells: Cells, callBack: () => void): void {
    if (cells.firstWritten) {
      callBack();
      return;
    }
    cells.firstWritten = [];
    try {
      callBack();
    } finally {
      cells.firstWritten = undefined;
      this.#done = undefined;
      this.#changed = [];
    }
  }

  /** Something of an object changed that no cell holds. */
  noteChange(object: AbstractObject): void {
    this.#changed.push(object.id);
  }

  /** A callback lies too deep to be followed. */
  noteCut(): void {
    this.#cuts++;
  }

  /** What comes of a callback in a state: by calling it, if it cannot be told without. */
  result(callback: Callback, state: State, call: () => Value): Value {
    const { cells } = state;
    const outer = cells.touched;
    const known = this.#known(callback, state);
    if (known) {
      outer?.take(known.touched);
      known.touched.written.forEach((value, cell) => {
        state.set(cell, value);
      });
      return known.result;
    }
    const { depth } = this;
    const cuts = this.#cuts;
    const before = { newest: this.#newest(), cells: cells.size };
    const changed = this.#changed.length;
    const written = cells.firstWritten?.length ?? 0;
    const touched = new Touched();
    cells.touched = touched;
    this.depth++;
    const result = call();
    this.depth--;
    cells.touched = outer;
    outer?.take(touched);
    // It gave members to what was there before: the next time it would see them.
    if (this.#isOtherwise({ ...before, changed, written }, cells)) return result;
    const done = {
      callback,
      depth,
      touched,
      isCut: this.#cuts !== cuts,
      result,
      newest: this.#newest(),
      cells: cells.size,
      changed: this.#changed.length,
      written: cells.firstWritten?.length ?? 0,
    };
    this.#done ??= new Map();
    const others = this.#done.get(callback.object);
    if (!others) this.#done.set(callback.object, [done]);
    else if (others.push(done) > MOST_OF_ONE) others.shift();
    return result;
  }

  /** Whether what was there then is more by now than what its cells hold: an object has a member more that was written. */
  #isOtherwise(then: Pick<Done, "newest" | "cells" | "changed" | "written">, cells: Cells): boolean {
    for (let at = then.changed; at < this.#changed.length; at++) if (this.#changed[at]! <= then.newest) return true;
    const written = cells.firstWritten ?? [];
    for (let at = then.written; at < written.length; at++) {
      const cell = written[at]!;
      const owner = cells.owner(cell);
      if (cell >= then.cells && owner !== 0 && owner <= then.newest) return true;
    }
    return false;
  }

  #known(callback: Callback, state: State): Done | undefined {
    const all = this.#done?.get(callback.object);
    if (!all) return undefined;
    const { cells } = state;
    for (let at = all.length - 1; at >= 0; at--) {
      const done = all[at]!;
      if ((done.isCut && done.depth > this.depth) || !isSameCallback(done.callback, callback)) continue;
      if (this.#isOtherwise(done, cells)) {
        all.splice(at, 1);
        continue;
      }
      done.changed = this.#changed.length;
      done.written = cells.firstWritten?.length ?? 0;
      if (readsTheSame(done.touched, state)) return done;
    }
    return undefined;
  }
}

function readsTheSame({ read }: Touched, state: State): boolean {
  for (const cell of read.keys()) if (!isAlike(state.peek(cell), read.get(cell)!)) return false;
  return true;
}

function isSameCallback(a: Callback, b: Callback): boolean {
  if (a.isOpen !== b.isOpen || a.args.length !== b.args.length) return false;
  const { receiver } = a;
  if (receiver !== b.receiver && !(receiver && b.receiver && isAlike(receiver, b.receiver))) return false;
  return a.args.every((arg, at) => isAlike(arg, b.args[at]!));
}
