// What stands together in a Bicep text: where each bracket, string and comment ends. One pass, so that whoever reads the text can step over any of
// them. What is never closed ends with its line, a bracket with the text.

const NAME = /[\w$]+/y;

export class BicepTokens {
  readonly text: string;
  /** By where it begins. */
  readonly #ends = new Map<number, number>();
  /** Strings with values in them. */
  readonly #interpolated = new Set<number>();

  constructor(text: string) {
    this.text = text;
    this.#read();
  }

  /** The end of what begins at an offset; the next one where that is nothing of its kind. */
  end(at: number): number {
    return this.#ends.get(at) ?? at + 1;
  }

  isInterpolated(start: number): boolean {
    return this.#interpolated.has(start);
  }

  isComment(at: number): boolean {
    const next = this.text[at + 1];
    return this.text[at] === "/" && (next === "/" || next === "*");
  }

  /** The next offset at which something other than space, line breaks and comments stands. */
  skipSpace(from: number): number {
    let at = from;
    while (at < this.text.length)
      if (/\s/.test(this.text[at]!)) at++;
      else if (this.isComment(at)) at = this.end(at);
      else break;
    return at;
  }

  /** The end of the name that begins at an offset, which is the offset where none does. */
  nameEnd(at: number): number {
    NAME.lastIndex = at;
    return NAME.test(this.text) ? NAME.lastIndex : at;
  }

  #read(): void {
    const { text } = this;
    const open: number[] = [];
    const strings: number[] = [];
    let at = 0;
    while (at < text.length) {
      const sign = text[at]!;
      if (this.isComment(at)) {
        const isLine = text[at + 1] === "/";
        const found = isLine ? text.indexOf("\n", at) : text.indexOf("*/", at + 2);
        const end = found < 0 ? text.length : isLine ? found : found + 2;
        this.#ends.set(at, end);
        at = end;
      } else if (text.startsWith("'''", at)) {
        const found = text.indexOf("'''", at + 3);
        const end = found < 0 ? text.length : found + 3;
        this.#ends.set(at, end);
        at = end;
      } else if (sign === "'") at = this.#string(at, at + 1, open, strings);
      else if (sign === "{" || sign === "(" || sign === "[") open.push(at++);
      else if (sign === "}" || sign === ")" || sign === "]") {
        const start = open.pop();
        at++;
        if (start !== undefined && start >= 0) this.#ends.set(start, at);
        else if (start !== undefined) at = this.#string(strings.pop()!, at, open, strings);
      } else at++;
    }
    for (const start of open) if (start >= 0) this.#ends.set(start, text.length);
  }

  /** Reads on in a string until it ends or a value begins in it, which stands among the open brackets as -1. */
  #string(start: number, from: number, open: number[], strings: number[]): number {
    const { text } = this;
    for (let at = from; at < text.length; at++) {
      const sign = text[at];
      if (sign === "\\") at++;
      else if (sign === "$" && text[at + 1] === "{") {
        this.#interpolated.add(start);
        open.push(-1);
        strings.push(start);
        return at + 2;
      } else if (sign === "'" || sign === "\n") {
        const end = sign === "'" ? at + 1 : at;
        this.#ends.set(start, end);
        return end;
      }
    }
    this.#ends.set(start, text.length);
    return text.length;
  }
}
