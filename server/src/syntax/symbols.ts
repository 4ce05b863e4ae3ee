// Interned strings: a name is a small integer everywhere in the engine, so that comparing names is comparing integers.
// One table a process; a symbol means nothing outside of it, so what is stored or sent spells the name out.

/** An interned string; 0 is "no symbol". */
export type Sym = number;

const names: string[] = [""];
const numbers = new Map<string, Sym>([["", 0]]);

export function intern(name: string): Sym {
  let symbol = numbers.get(name);
  if (symbol === undefined) {
    const own = ownCopy(name);
    symbol = names.length;
    names.push(own);
    numbers.set(own, symbol);
  }
  return symbol;
}

/** Strings of this length and more that were cut out of a text may be no more than a place in it. */
const SHORTEST_CUT = 13;

/** A string that does not keep the text alive that it was cut out of: else each key typed into a long name would keep a version of its file. */
function ownCopy(name: string): string {
  return name.length < SHORTEST_CUT ? name : name.split("").join("");
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
