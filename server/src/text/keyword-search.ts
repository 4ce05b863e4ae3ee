/**
 * Finds all occurrences of many words in one pass, whatever their case: Aho and Corasick's automaton as a full table,
 * one look-up a character. The characters that no word holds share one column.
 */
import { foldCharacter } from "./regex/literals.ts";

const none: readonly number[] = [];
const outputFlag = 1 << 30;
const stateMask = outputFlag - 1;

/** Occurrences in order of their ends: pairs of word and end in one array. */
export class Occurrences {
  private entries = new Int32Array(256);
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

  word(index: number): number {
    return this.entries[2 * index]!;
  }

  end(index: number): number {
    return this.entries[2 * index + 1]!;
  }
}

export class KeywordSearch {
  private readonly columnOf = new Uint8Array(65536);
  private readonly table: Int32Array;
  private readonly columns: number;
  /** For each state the words that end there. */
  private readonly outputs: (readonly number[])[] = [];

  /** Words in lower case, none empty. */
  constructor(readonly words: readonly string[]) {
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
    this.words.forEach((word, index) => {
      let row = 0;
      for (let i = 0; i < word.length; i++) {
        const cell = row + this.columnOf[word.charCodeAt(i)]!;
        if (table[cell] === 0) {
          table[cell] = outputs.length * columns;
          outputs.push(none);
        }
        row = table[cell]!;
      }
      outputs[row / columns] = [...outputs[row / columns]!, index];
    });
    // Then, from the root on, the moves that are missing are those of the longest ending that is a beginning too.
    const count = outputs.length;
    const fallbackOf = new Int32Array(count);
    const queue = new Int32Array(count);
    let length = 1;
    for (let next = 0; next < length; next++) {
      const row = queue[next]!;
      const fallbackRow = fallbackOf[row / columns]!;
      for (let column = 1; column < columns; column++) {
        const child = table[row + column]!;
        const fallback = row === 0 ? 0 : table[fallbackRow + column]!;
        if (child === 0) {
          table[row + column] = fallback;
          continue;
        }
        const state = child / columns;
        fallbackOf[state] = fallback & stateMask;
        const inherited = outputs[(fallback & stateMask) / columns]!;
        if (inherited.length > 0) outputs[state] = [...outputs[state]!, ...inherited];
        if (outputs[state]!.length > 0) table[row + column] = child | outputFlag;
        queue[length++] = child;
      }
    }
    this.outputs.push(...outputs);
    return table.subarray(0, count * columns);
  }

  /** Adds the occurrences that lie within `[from, to)`. */
  find(text: string, into: Occurrences, from = 0, to = text.length): void {
    const { columnOf, table, columns } = this;
    let state = 0;
    for (let i = from; i < to; i++) {
      const next = table[state + columnOf[text.charCodeAt(i)]!]!;
      state = next;
      if (next >= outputFlag) {
        state = next & stateMask;
        for (const word of this.outputs[state / columns]!) into.add(word, i + 1);
      }
    }
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
