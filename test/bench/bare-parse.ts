// A tree that is only re-parsed, as every editor with tree-sitter has to: what all else is measured against.

import type { Grammar } from "../../server/src/syntax/grammar.ts";
import { Edit, type SyntaxParser, type Tree } from "../../server/src/syntax/parser.ts";
import { LineIndex } from "../../server/src/text/line-index.ts";
import type { TextEdit } from "../../server/src/text/span.ts";

export class BareParse {
  readonly #parser: SyntaxParser;
  readonly #grammar: Grammar;
  #text: string;
  #lines: LineIndex;
  #tree: Tree;

  constructor(parser: SyntaxParser, grammar: Grammar, text: string) {
    this.#parser = parser;
    this.#grammar = grammar;
    this.#text = text;
    this.#lines = new LineIndex(text);
    this.#tree = parser.parse(grammar, text);
  }

  /** Gives what the re-parse cost. `text` is what the edit makes of the text: what is copied here is collected while something else is measured. */
  edit(change: TextEdit, text = replaced(this.#text, change)): number {
    const { start, end } = change.span;
    const { newText } = change;
    const before = this.#lines;
    const after = before.edited(change, text);
    const point = (lines: LineIndex, offset: number) => {
      const { line, character } = lines.positionAt(offset);
      return { row: line, column: character };
    };
    const newEndIndex = start + newText.length;
    const edit = new Edit({
      startIndex: start,
      oldEndIndex: end,
      newEndIndex,
      startPosition: point(before, start),
      oldEndPosition: point(before, end),
      newEndPosition: point(after, newEndIndex),
    });
    const began = processorTime();
    this.#tree.edit(edit);
    const tree = this.#parser.parse(this.#grammar, text, this.#tree);
    const cost = processorTime() - began;
    this.#tree.delete();
    this.#tree = tree;
    this.#text = text;
    this.#lines = after;
    return cost;
  }

  delete(): void {
    this.#tree.delete();
  }
}

function replaced(text: string, { span, newText }: TextEdit): string {
  return text.slice(0, span.start) + newText + text.slice(span.end);
}

/** Milliseconds of processor time that this process has had: what other processes take does not count. */
export function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

export function percentile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.min(sorted.length - 1, Math.ceil(sorted.length * part) - 1))]!;
}
