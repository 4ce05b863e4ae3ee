// Which symbols occur in a list of them: a table of its own for each, as large as what is in it. One with a place for each symbol that there
// is would grow with all files that were read before.

import type { Sym } from "./symbols.ts";

const SMALLEST = 64;
/** Neighbouring numbers, as names of one file often have, come to lie apart. */
const SPREAD = 0x9e3779b1;

export class SymbolSet {
  /** Open addressing; 0, which is no symbol, marks a free place. At least half of them are free. */
  #slots = new Int32Array(SMALLEST);
  #shift = 32 - Math.log2(SMALLEST);
  #count = 0;

  constructor(symbols: Int32Array) {
    for (let at = 0; at < symbols.length; at++) this.#add(symbols[at]!);
  }

  has(symbol: Sym): boolean {
    return symbol !== 0 && this.#slots[this.#placeOf(symbol)] === symbol;
  }

  #add(symbol: Sym): void {
    if (symbol === 0) return;
    const place = this.#placeOf(symbol);
    if (this.#slots[place] === symbol) return;
    this.#slots[place] = symbol;
    this.#count++;
    if (2 * this.#count > this.#slots.length) this.#grow();
  }

  /** Where a symbol is, or would be. */
  #placeOf(symbol: Sym): number {
    const slots = this.#slots;
    const last = slots.length - 1;
    let place = Math.imul(symbol, SPREAD) >>> this.#shift;
    while (slots[place] !== 0 && slots[place] !== symbol) place = (place + 1) & last;
    return place;
  }

  #grow(): void {
    const before = this.#slots;
    this.#slots = new Int32Array(2 * before.length);
    this.#shift--;
    for (const symbol of before) if (symbol !== 0) this.#slots[this.#placeOf(symbol)] = symbol;
  }
}
