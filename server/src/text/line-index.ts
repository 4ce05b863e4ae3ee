// Lines of a text: offset to line and column and back. Made on demand and kept with its snapshot; an edit's line index is
// derived from the one before, so that a keystroke does not read the whole text.

import type { TextEdit } from "./span.ts";

export interface LinePosition {
  /** 0-based. */
  readonly line: number;
  /** 0-based, in UTF-16 units. */
  readonly character: number;
}

/** Knows where each line of one text begins. A line ends at `\n`, `\r\n` or a lone `\r`, as LSP has it. */
export class LineIndex {
  readonly #starts: Int32Array;
  readonly #length: number;

  /** Whether some line may end at a `\r` without `\n`, which tree-sitter and git do not take for an end. */
  readonly hasLoneReturns: boolean;

  constructor(text: string, known: LineStarts = startsOf(text)) {
    this.#starts = known.starts;
    this.hasLoneReturns = known.hasLoneReturns;
    this.#length = text.length;
  }

  /** The line index of `text`, which is this one's text after one edit. */
  edited({ span, newText }: TextEdit, text: string): LineIndex {
    const old = this.#starts;
    const shift = newText.length - (span.end - span.start);
    // A line's start depends on the unit before it and, after a lone return, on the unit at it.
    let kept = this.lineAt(span.start) + 1;
    while (kept > 1 && old[kept - 1]! >= span.start) kept--;
    const from = this.lineAt(span.end) + 1;
    const between: number[] = [];
    const hasLoneReturns = collectStarts(text, Math.max(1, span.start), span.end + shift, between);
    const starts = new Int32Array(kept + between.length + old.length - from);
    starts.set(old.subarray(0, kept));
    starts.set(between, kept);
    for (let read = from, write = kept + between.length; read < old.length; ) starts[write++] = old[read++]! + shift;
    return new LineIndex(text, { starts, hasLoneReturns: hasLoneReturns || this.hasLoneReturns });
  }

  get lineCount(): number {
    return this.#starts.length;
  }

  /** Where a 0-based line begins; past the last line, the end of the text. */
  lineStart(line: number): number {
    return line < 0 ? 0 : (this.#starts[line] ?? this.#length);
  }

  lineAt(offset: number): number {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  positionAt(offset: number): LinePosition {
    const clamped = Math.max(0, Math.min(offset, this.#length));
    const line = this.lineAt(clamped);
    return { line, character: clamped - this.#starts[line]! };
  }

  /** An offset from a position; positions outside the text are moved to its nearest end. */
  offsetAt(position: LinePosition): number {
    const start = this.lineStart(position.line);
    return Math.min(start + Math.max(0, position.character), this.lineStart(position.line + 1));
  }
}

interface LineStarts {
  readonly starts: Int32Array;
  readonly hasLoneReturns: boolean;
}

function startsOf(text: string): LineStarts {
  const starts = [0];
  const hasLoneReturns = collectStarts(text, 1, text.length, starts);
  return { starts: Int32Array.from(starts), hasLoneReturns };
}

/** Collects the starts of lines that lie in `[from, to]`; says whether a lone `\r` made one of them. */
function collectStarts(text: string, from: number, to: number, starts: number[]): boolean {
  let hasLoneReturns = false;
  const firstReturn = text.indexOf("\r", from - 1);
  if (firstReturn < 0 || firstReturn >= to) {
    for (let at = text.indexOf("\n", from - 1); at >= 0 && at < to; at = text.indexOf("\n", at + 1))
      starts.push(at + 1);
    return false;
  }
  for (let start = from; start <= to; start++) {
    const before = text.charCodeAt(start - 1);
    if (before === 10) starts.push(start);
    else if (before === 13 && text.charCodeAt(start) !== 10) {
      starts.push(start);
      hasLoneReturns = true;
    }
  }
  return hasLoneReturns;
}
