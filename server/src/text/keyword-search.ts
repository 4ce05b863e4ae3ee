/**
 * Finds all occurrences of many words in one pass, whatever their case: Aho and Corasick's automaton as a full table,
 * one look-up a character. The characters that no word holds share one column.
 */
import { foldCharacter } from "./regex/literals.ts";

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
    const children: Map<number, number>[] = [new Map()];
    const outputs: number[][] = [[]];
    this.words.forEach((word, index) => {
      let state = 0;
      for (let i = 0; i < word.length; i++) {
        const column = this.columnOf[word.charCodeAt(i)]!;
        let child = children[state]!.get(column);
        if (child === undefined) {
          child = children.length;
          children.push(new Map());
          outputs.push([]);
          children[state]!.set(column, child);
        }
        state = child;
      }
      outputs[state]!.push(index);
    });
    const columns = this.columns;
    const table = new Int32Array(children.length * columns);
    const failure = new Int32Array(children.length);
    const queue: number[] = [0];
    for (const state of queue) {
      const fall = failure[state]!;
      for (let column = 1; column < columns; column++) {
        const child = children[state]!.get(column);
        const fallback = state === 0 ? 0 : table[fall * columns + column]! & stateMask;
        if (child === undefined) {
          table[state * columns + column] = state === 0 ? 0 : table[fall * columns + column]!;
          continue;
        }
        failure[child] = fallback / columns;
        const inherited = outputs[fallback / columns]!;
        if (inherited.length > 0) outputs[child] = [...outputs[child]!, ...inherited];
        table[state * columns + column] = (child * columns) | (outputs[child]!.length > 0 ? outputFlag : 0);
        queue.push(child);
      }
    }
    this.outputs.push(...outputs);
    return table;
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
