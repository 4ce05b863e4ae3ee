/**
 * Finds all occurrences of many words in one pass, whatever their case: Aho and Corasick's automaton as a full table,
 * one look-up a character. The characters that no word holds share one column.
 */
import { foldCharacter } from "./regex/literals.ts";
import type { Steps } from "./steps.ts";

const none: readonly number[] = [];
const outputFlag = 1 << 30;
const stateMask = outputFlag - 1;
const charactersPerStep = 100_000;

/** Occurrences in order of their ends: pairs of word and end in one array. */
export class Occurrences {
  private entries = new Int32Array(32);
  length = 0;

  add(word: number, end: number): void {
    if (2 * this.length + 2 > this.entries.length) {
      const larger = new Int32Array(this.entries.length * 2);
      larger.set(this.entries);
      this.entries = larger;
    }
    this.entries[2 * this.length] = word;
    this.entries[2 * this.length + 1] = end;
    this.length++;
  }

  /** Puts `others` in the place of some, and moves the ends of all that follow. */
  splice(from: number, to: number, others: Occurrences, delta: number): void {
    const { length } = this;
    const grown = length - (to - from) + others.length;
    if (2 * grown > this.entries.length) {
      const larger = new Int32Array(Math.max(2 * grown, 2 * this.entries.length));
      larger.set(this.entries.subarray(0, 2 * length));
      this.entries = larger;
    }
    const { entries } = this;
    entries.copyWithin(2 * (from + others.length), 2 * to, 2 * length);
    entries.set(others.entries.subarray(0, 2 * others.length), 2 * from);
    if (delta !== 0) for (let at = from + others.length; at < grown; at++) entries[2 * at + 1]! += delta;
    this.length = grown;
  }

  /** The index of the first that ends after a place. */
  firstAfter(place: number): number {
    let low = 0;
    for (let high = this.length; low < high; ) {
      const middle = (low + high) >> 1;
      if (this.entries[2 * middle + 1]! <= place) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  word(index: number): number {
    return this.entries[2 * index]!;
  }

  end(index: number): number {
    return this.entries[2 * index + 1]!;
  }
}

/** `[start, oldEnd)` of a text became `[start, newEnd)`. */
export interface ReplacedSpan {
  readonly start: number;
  readonly oldEnd: number;
  readonly newEnd: number;
}

/** Both are in order of their ends. */
function merge(a: Occurrences, b: Occurrences): Occurrences {
  if (b.length === 0) return a;
  const result = new Occurrences();
  let j = 0;
  for (let i = 0; i < a.length; i++) {
    while (j < b.length && b.end(j) < a.end(i)) result.add(b.word(j), b.end(j++));
    result.add(a.word(i), a.end(i));
  }
  while (j < b.length) result.add(b.word(j), b.end(j++));
  return result;
}

export class KeywordSearch {
  private readonly columnOf = new Uint8Array(65536);
  private readonly table: Int32Array;
  private readonly columns: number;
  /** For each state the words that end there. */
  private readonly outputs: (readonly number[])[] = [];

  readonly longest: number;

  /** Words in lower case, none empty. */
  constructor(readonly words: readonly string[]) {
    this.longest = Math.max(1, ...words.map((word) => word.length));
    this.columns = this.assignColumns();
    this.table = this.buildTable();
  }

  private assignColumns(): number {
    const columns = new Map<string, number>();
    for (const character of words(this.words)) {
      if (columns.has(character)) continue;
      // More different characters than fit into a byte: the rest share the last column, which can only find too much.
      const column = Math.min(columns.size + 1, 255);
      columns.set(character, column);
      this.columnOf[character.charCodeAt(0)] = column;
      const upper = character.toUpperCase();
      if (upper.length === 1) this.columnOf[upper.charCodeAt(0)] = column;
      if (character === "k") this.columnOf[0x212a] = column;
      if (character === "s") this.columnOf[0x17f] = column;
    }
    return Math.min(columns.size, 255) + 1;
  }

  private buildTable(): Int32Array {
    const columns = this.columns;
    const most = this.words.reduce((sum, word) => sum + word.length, 1);
    // First the tree of the words, a state's moves in its row; no move leads back to the root, so 0 means none.
    const table = new Int32Array(most * columns);
    const outputs: (readonly number[])[] = [none];
    const movesOf: number[][] = [[]];
    this.words.forEach((word, index) => {
      let row = 0;
      for (let i = 0; i < word.length; i++) {
        const cell = row + this.columnOf[word.charCodeAt(i)]!;
        if (table[cell] === 0) {
          table[cell] = outputs.length * columns;
          outputs.push(none);
          movesOf.push([]);
          movesOf[row / columns]!.push(cell - row);
        }
        row = table[cell]!;
      }
      outputs[row / columns] = [...outputs[row / columns]!, index];
    });
    // Then, from the root on, the moves that are missing are those of the longest ending that is a beginning too: its whole row is
    // there by then, and is copied in one go beneath the state's own few moves.
    const count = outputs.length;
    const fallbackOf = new Int32Array(count);
    const queue = new Int32Array(count);
    let length = 1;
    for (let next = 0; next < length; next++) {
      const row = queue[next]!;
      const fallbackRow = fallbackOf[row / columns]!;
      const moves = movesOf[row / columns]!.sort((a, b) => a - b);
      const children = moves.map((column) => table[row + column]!);
      if (row !== 0) table.copyWithin(row, fallbackRow, fallbackRow + columns);
      for (const [at, column] of moves.entries()) {
        const child = children[at]!;
        const fallback = row === 0 ? 0 : table[row + column]!;
        const state = child / columns;
        fallbackOf[state] = fallback & stateMask;
        const inherited = outputs[(fallback & stateMask) / columns]!;
        if (inherited.length > 0) outputs[state] = [...outputs[state]!, ...inherited];
        table[row + column] = outputs[state]!.length > 0 ? child | outputFlag : child;
        queue[length++] = child;
      }
    }
    this.outputs.push(...outputs);
    return table.subarray(0, count * columns);
  }

  /** Adds the occurrences that lie within `[from, to)`. */
  find(text: string, into: Occurrences, from = 0, to = text.length): Occurrences {
    this.findOn(text, into, from, to, 0);
    return into;
  }

  /** The same of all of a text, in steps. */
  *findInSteps(text: string, into: Occurrences): Steps<void> {
    let state = 0;
    for (let from = 0; from < text.length; from += charactersPerStep) {
      state = this.findOn(text, into, from, Math.min(text.length, from + charactersPerStep), state);
      yield;
    }
  }

  /** Goes on from the state that another part of the text was left in. */
  private findOn(text: string, into: Occurrences, from: number, to: number, begin: number): number {
    const { columnOf, table, columns } = this;
    let state = begin;
    for (let i = from; i < to; i++) {
      const next = table[state + columnOf[text.charCodeAt(i)]!]!;
      state = next;
      if (next >= outputFlag) {
        state = next & stateMask;
        for (const word of this.outputs[state / columns]!) into.add(word, i + 1);
      }
    }
    return state;
  }

  /**
   * Makes of what `find` gave before an edit what it would give after it: only the words around the edit are looked for. Says what went,
   * what stands in its place, and whether that is the same, if moved.
   */
  update(
    known: Occurrences,
    text: string,
    edit: ReplacedSpan,
  ): { readonly gone: Occurrences; readonly come: Occurrences; readonly isSame: boolean } {
    const delta = edit.newEnd - edit.oldEnd;
    const first = known.firstAfter(edit.start);
    // Whatever ends later begins after the edit.
    const last = known.firstAfter(edit.oldEnd + this.longest);
    const gone = new Occurrences();
    const rest = new Occurrences();
    for (let at = first; at < last; at++) {
      const [word, end] = [known.word(at), known.end(at)];
      gone.add(word, end);
      if (end - this.words[word]!.length >= edit.oldEnd) rest.add(word, end + delta);
    }
    const around = new Occurrences();
    this.find(
      text,
      around,
      Math.max(0, edit.start - this.longest + 1),
      Math.min(text.length, edit.newEnd + this.longest - 1),
    );
    const fresh = new Occurrences();
    for (let at = 0; at < around.length; at++) {
      const end = around.end(at);
      if (end > edit.start && end - this.words[around.word(at)]!.length < edit.newEnd) fresh.add(around.word(at), end);
    }
    const come = merge(fresh, rest);
    known.splice(first, last, come, delta);
    return { gone, come, isSame: fresh.length === 0 && rest.length === gone.length };
  }

  hasAny(text: string): boolean {
    const { columnOf, table } = this;
    let state = 0;
    for (let i = 0; i < text.length; i++) {
      state = table[state + columnOf[text.charCodeAt(i)]!]!;
      if (state >= outputFlag) return true;
    }
    return false;
  }
}

function* words(all: readonly string[]): Iterable<string> {
  for (const word of all) for (let i = 0; i < word.length; i++) yield foldCharacter(word[i]!);
}
