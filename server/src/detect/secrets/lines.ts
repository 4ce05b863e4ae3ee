import { indexFrom } from "../../text/sorted.ts";

/** So few lines are counted one by one, without knowing where all others begin: after an edit, one of long texts is looked at. */
const NEAR = 32;

/** So much is looked through for the ends of one line. */
const SHORT = 1000;

/** Where the lines of a text begin; found when first asked for. */
export class Lines {
  private newlines: Int32Array | undefined;

  constructor(readonly text: string) {}

  private all(): Int32Array {
    if (this.newlines === undefined) {
      let count = 0;
      let found = new Int32Array(Math.max(16, this.text.length >> 5));
      for (let at = this.text.indexOf("\n"); at >= 0; at = this.text.indexOf("\n", at + 1)) {
        if (count === found.length) {
          const larger = new Int32Array(count * 2);
          larger.set(found);
          found = larger;
        }
        found[count++] = at;
      }
      this.newlines = found.subarray(0, count);
    }
    return this.newlines;
  }

  /** From 0: how many newlines stand before the offset. */
  lineAt(offset: number): number {
    return indexFrom(this.all(), offset);
  }

  start(line: number): number {
    return line === 0 ? 0 : this.all()[line - 1]! + 1;
  }

  /** Where the line of an offset begins and ends. */
  around(from: number, to: number): { readonly start: number; readonly end: number } {
    if (this.newlines === undefined) {
      const before = this.text.slice(Math.max(0, from - SHORT), from).lastIndexOf("\n");
      const after = this.text.slice(to, to + SHORT).indexOf("\n");
      if ((before >= 0 || from <= SHORT) && (after >= 0 || to + SHORT >= this.text.length))
        return {
          start: before < 0 ? 0 : Math.max(0, from - SHORT) + before + 1,
          end: after < 0 ? this.text.length : to + after,
        };
    }
    return { start: this.start(this.lineAt(from)), end: this.endOfLineAt(to) };
  }

  column(offset: number): number {
    return offset - this.start(this.lineAt(offset));
  }

  endOfLineAt(offset: number): number {
    return this.all()[this.lineAt(offset)] ?? this.text.length;
  }

  /** The offset of the `count`th newline at or after `offset`, or undefined if there are fewer. */
  newlineAfter(offset: number, count: number): number | undefined {
    if (this.newlines !== undefined || count < 1 || count > NEAR) return this.all()[this.lineAt(offset) + count - 1];
    let at = this.text.indexOf("\n", offset);
    for (let left = count - 1; left > 0 && at >= 0; left--) at = this.text.indexOf("\n", at + 1);
    return at < 0 ? undefined : at;
  }

  /** The offset of the `count`th newline before `offset`, or undefined if there are fewer. */
  newlineBefore(offset: number, count: number): number | undefined {
    if (this.newlines === undefined && count >= 1 && count <= NEAR) {
      let at = offset;
      for (let left = count; left > 0; left--) {
        // Before the first unit `lastIndexOf` would look at that.
        at = at > 0 ? this.text.lastIndexOf("\n", at - 1) : -1;
        if (at < 0) return undefined;
      }
      return at;
    }
    const index = this.lineAt(offset) - count;
    return index < 0 ? undefined : this.all()[index];
  }
}
