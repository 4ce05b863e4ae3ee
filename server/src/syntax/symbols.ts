// Interned strings: a name is a small integer everywhere in the engine, so that comparing names is comparing integers.
// One table a process; a symbol means nothing outside of it, so what is stored or sent spells the name out.

/** An interned string; 0 is "no symbol". */
export type Sym = number;

const names: string[] = [""];
const numbers = new Map<string, Sym>([["", 0]]);

export function intern(name: string): Sym {
  let symbol = numbers.get(name);
  if (symbol === undefined) {
    symbol = names.length;
    names.push(name);
    numbers.set(name, symbol);
  }
  return symbol;
}

/** The symbol of a name that somebody interned before, else 0: for look-ups with names that may not occur. */
export function symbolOf(name: string): Sym {
  return numbers.get(name) ?? 0;
}

export function nameOf(symbol: Sym): string {
  return names[symbol] ?? "";
}

/** One more than the largest symbol so far. */
export function symbolCount(): number {
  return names.length;
}
