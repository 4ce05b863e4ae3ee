/**
 * Reads a pattern of one of the dialects into a tree. Where the dialects differ (what `$` means, which escapes exist,
 * whether `{` may stand for itself), this is the only place that knows. What has no counterpart here (recursion,
 * conditions, backtracking verbs) is refused with its reason and place.
 */
import type { CharSet } from "./char-set.ts";
import {
  digits,
  everything,
  foldCase,
  horizontalSpace,
  negate,
  newline,
  notNewline,
  posixClass,
  spacePcre,
  spaceRe2,
  toSet,
  unicodeDigits,
  unicodeProperty,
  unicodeSpace,
  unicodeWord,
  union,
  verticalSpace,
  word,
} from "./char-set.ts";
import type { RegexDialect } from "./regex.ts";
import { type Assertion, empty, type RegexNode, type RegexTree } from "./tree.ts";

/** Deeper patterns are refused, so that whatever walks a tree may recurse. */
const maxDepth = 200;
const maxCount: Readonly<Record<RegexDialect, number>> = { re2: 1000, pcre: 65535, python: 65535 };

/** Thrown inside the reader only; `readRegex` gives it back as a value. */
class Refusal extends Error {
  constructor(
    message: string,
    readonly at: number,
  ) {
    super(message);
  }
}

export interface Unreadable {
  readonly message: string;
  readonly at: number;
}

export function readRegex(source: string, dialect: RegexDialect, flags: string): RegexTree | Unreadable {
  const reader = new Reader(source, dialect);
  try {
    return reader.read(flags);
  } catch (error) {
    if (error instanceof Refusal) return { message: error.message, at: error.at };
    throw error;
  }
}

interface Flags {
  readonly ignoreCase: boolean;
  readonly multiline: boolean;
  readonly dotAll: boolean;
  readonly extended: boolean;
  readonly ungreedy: boolean;
  readonly noCapture: boolean;
}

const noFlags: Flags = {
  ignoreCase: false,
  multiline: false,
  dotAll: false,
  extended: false,
  ungreedy: false,
  noCapture: false,
};

const flagNames: ReadonlyMap<string, keyof Flags> = new Map([
  ["i", "ignoreCase"],
  ["m", "multiline"],
  ["s", "dotAll"],
  ["x", "extended"],
  ["U", "ungreedy"],
  ["n", "noCapture"],
]);

type ClassItem =
  | { readonly kind: "character"; readonly code: number }
  | { readonly kind: "set"; readonly set: CharSet };

class Reader {
  private at = 0;
  private depth = 0;
  private groupCount = 0;
  private readonly groupNames = new Map<string, number>();
  private readonly backreferences: { index: number; at: number }[] = [];
  private readonly namedReferences: { name: string; at: number; node: { index: number } }[] = [];
  /** Groups in the whole pattern, known before reading: whether `\12` is a reference depends on it. */
  private readonly totalGroups: number;
  private flags: Flags = noFlags;

  constructor(
    private readonly source: string,
    private readonly dialect: RegexDialect,
  ) {
    this.totalGroups = countGroups(source);
  }

  read(flags: string): RegexTree {
    for (const flag of flags) {
      const name = flagNames.get(flag);
      if (name === undefined) throw new Refusal(`unknown flag "${flag}"`, 0);
      this.flags = { ...this.flags, [name]: true };
    }
    if (this.dialect === "pcre") {
      const verbs =
        /^(?:\(\*(?:UTF8?|UTF16|UCP|ANYCRLF|CRLF|LF|CR|ANY|NO_START_OPT|NO_AUTO_POSSESS|NO_JIT|LIMIT_\w+=\d+)\))+/.exec(
          this.source,
        );
      if (verbs !== null) this.at = verbs[0].length;
    }
    const root = this.readChoice();
    if (this.at < this.source.length) throw new Refusal('")" without "("', this.at);
    for (const reference of this.namedReferences) {
      const index = this.groupNames.get(reference.name);
      if (index === undefined) throw new Refusal(`no group is named "${reference.name}"`, reference.at);
      reference.node.index = index;
    }
    for (const reference of this.backreferences) {
      if (reference.index > this.groupCount) throw new Refusal(`there is no group ${reference.index}`, reference.at);
    }
    return { root, groupCount: this.groupCount, groupNames: this.groupNames };
  }

  private peek(text: string): boolean {
    return this.source.startsWith(text, this.at);
  }

  private take(text: string): boolean {
    if (!this.peek(text)) return false;
    this.at += text.length;
    return true;
  }

  private takeMatch(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.source);
    if (match === null) return undefined;
    this.at += match[0].length;
    return match;
  }

  private readCodePoint(): number {
    const code = this.source.codePointAt(this.at);
    if (code === undefined) throw new Refusal("the pattern ends too early", this.at);
    this.at += code > 0xffff ? 2 : 1;
    return code;
  }

  /** Alternatives up to `)` or the end. Flags set inside last until there. */
  private readChoice(): RegexNode {
    if (++this.depth > maxDepth) throw new Refusal("nested too deep", this.at);
    const outer = this.flags;
    const branches: RegexNode[] = [this.readSequence()];
    while (this.take("|")) branches.push(this.readSequence());
    this.flags = outer;
    this.depth--;
    return branches.length === 1 ? branches[0]! : { kind: "choice", branches };
  }

  private readSequence(): RegexNode {
    let items: RegexNode[] = [];
    while (this.at < this.source.length && !this.peek("|") && !this.peek(")")) {
      if (this.skipIgnored()) continue;
      const start = this.at;
      if (this.dialect === "pcre" && this.take("\\K")) {
        if (this.depth > 1) throw new Refusal("\\K inside a group", start);
        // The match begins here, so what precedes it is look-behind.
        items = [{ kind: "look", ahead: false, negated: false, body: sequence(items) }];
        continue;
      }
      if (this.dialect !== "python" && this.take("\\Q")) {
        const end = this.source.indexOf("\\E", this.at);
        const literal = this.source.slice(this.at, end < 0 ? undefined : end);
        this.at = end < 0 ? this.source.length : end + 2;
        const characters = [...literal].map((c) => this.character(c.codePointAt(0)!));
        const last = characters.pop();
        items.push(...characters);
        if (last !== undefined) items.push(this.readQuantifiers(last));
        continue;
      }
      if (this.dialect !== "python" && this.take("\\E")) continue;
      const atom = this.readAtom();
      if (atom === undefined) continue;
      items.push(this.readQuantifiers(atom));
    }
    return sequence(items);
  }

  /** Comments, and white space under the flag `x`. */
  private skipIgnored(): boolean {
    const start = this.at;
    if (this.dialect !== "re2" && this.peek("(?#")) {
      const end = this.source.indexOf(")", this.at);
      if (end < 0) throw new Refusal("comment without end", start);
      this.at = end + 1;
      return true;
    }
    if (!this.flags.extended) return false;
    return this.takeMatch(/(?:[ \t\n\v\f\r\x85\u200e\u200f\u2028\u2029]|#[^\n]*(?:\n|$))+/y) !== undefined;
  }

  private readQuantifiers(atom: RegexNode): RegexNode {
    let node = atom;
    let count = 0;
    for (;;) {
      while (this.flags.extended && this.skipIgnored());
      const at = this.at;
      const bounds = this.readQuantifier();
      if (bounds === undefined) return node;
      if (count > 0 && this.dialect !== "pcre") throw new Refusal("a quantifier follows another", at);
      if (++count > 8) throw new Refusal("too many quantifiers in a row", at);
      const [min, max] = bounds;
      if (max < min) throw new Refusal(`a quantifier from ${min} to ${max}`, at);
      if (min > maxCount[this.dialect] || (max !== Number.POSITIVE_INFINITY && max > maxCount[this.dialect])) {
        throw new Refusal(`a repeat count above ${maxCount[this.dialect]}`, at);
      }
      if (node.kind === "look" || node.kind === "assert") {
        // An assertion holds or not however often it is asked.
        if (min === 0) node = { kind: "repeat", body: node, min: 0, max: Math.min(1, max), lazy: false };
        this.take("?") || this.take("+");
        continue;
      }
      if (this.dialect !== "re2" && this.take("+")) {
        node = { kind: "atomic", body: { kind: "repeat", body: node, min, max, lazy: false } };
        continue;
      }
      const lazy = this.take("?") !== this.flags.ungreedy;
      node = min === 1 && max === 1 ? node : { kind: "repeat", body: node, min, max, lazy };
    }
  }

  private readQuantifier(): [number, number] | undefined {
    if (this.take("*")) return [0, Number.POSITIVE_INFINITY];
    if (this.take("+")) return [1, Number.POSITIVE_INFINITY];
    if (this.take("?")) return [0, 1];
    // PCRE before 10.43 and RE2 take `{,n}` for plain text.
    const pattern = this.dialect === "python" ? /\{(\d*)(,?)(\d*)\}/y : /\{(\d+)(,?)(\d*)\}/y;
    const before = this.at;
    const match = this.takeMatch(pattern);
    if (match === undefined) return undefined;
    if (match[1] === "" && match[2] === "") {
      this.at = before;
      return undefined;
    }
    const min = match[1] === "" ? 0 : Number(match[1]);
    if (match[2] === "") return [min, min];
    return [min, match[3] === "" ? Number.POSITIVE_INFINITY : Number(match[3])];
  }

  private character(code: number): RegexNode {
    return { kind: "set", set: setOfCharacter(code, this.flags.ignoreCase) };
  }

  private assert(what: Assertion): RegexNode {
    return { kind: "assert", what };
  }

  private readAtom(): RegexNode | undefined {
    const start = this.at;
    const code = this.readCodePoint();
    switch (String.fromCodePoint(code)) {
      case "(":
        return this.readGroup(start);
      case "[":
        return { kind: "set", set: this.readClass(start) };
      case ".":
        return { kind: "set", set: this.flags.dotAll ? everything : notNewline };
      case "^":
        if (!this.flags.multiline) return this.assert("text-start");
        return this.assert(this.dialect === "pcre" ? "inner-line-start" : "line-start");
      case "$":
        if (this.flags.multiline) return this.assert("line-end");
        return this.assert(this.dialect === "re2" ? "text-end" : "text-end-or-last-newline");
      case "*":
      case "+":
      case "?":
        throw new Refusal("a quantifier with nothing before it", start);
      case "\\":
        return this.readEscape(start);
      default:
        return this.character(code);
    }
  }

  private readGroup(start: number): RegexNode | undefined {
    if (this.take("*")) {
      const verb = this.takeMatch(/([A-Za-z_]*)(:?)/y);
      const looks: Readonly<Record<string, readonly [boolean, boolean]>> = {
        pla: [true, false],
        positive_lookahead: [true, false],
        nla: [true, true],
        negative_lookahead: [true, true],
        plb: [false, false],
        positive_lookbehind: [false, false],
        nlb: [false, true],
        negative_lookbehind: [false, true],
      };
      const look = looks[verb?.[1] ?? ""];
      if (this.dialect === "pcre" && look !== undefined && verb?.[2] === ":") {
        return this.close({ kind: "look", ahead: look[0], negated: look[1], body: this.readChoice() }, start);
      }
      if (this.dialect === "pcre" && verb?.[1] === "atomic" && verb[2] === ":") {
        return this.close({ kind: "atomic", body: this.readChoice() }, start);
      }
      if (this.dialect === "pcre" && (verb?.[1] === "FAIL" || verb?.[1] === "F") && verb[2] === "") {
        return this.close({ kind: "look", ahead: true, negated: true, body: empty }, start);
      }
      throw new Refusal("backtracking verbs such as (*SKIP) are not supported", start);
    }
    if (!this.take("?")) {
      if (this.flags.noCapture) return this.close(this.readChoice(), start);
      return this.readCapture(undefined, start);
    }
    if (this.take(":")) return this.close(this.readChoice(), start);
    const isRe2 = this.dialect === "re2";
    if (!isRe2) {
      if (this.take(">")) return this.close({ kind: "atomic", body: this.readChoice() }, start);
      if (this.take("="))
        return this.close({ kind: "look", ahead: true, negated: false, body: this.readChoice() }, start);
      if (this.take("!"))
        return this.close({ kind: "look", ahead: true, negated: true, body: this.readChoice() }, start);
      if (this.take("<="))
        return this.close({ kind: "look", ahead: false, negated: false, body: this.readChoice() }, start);
      if (this.take("<!"))
        return this.close({ kind: "look", ahead: false, negated: true, body: this.readChoice() }, start);
    } else if (/^(?:[=!>]|<[=!])/.test(this.source.slice(this.at, this.at + 2))) {
      throw new Refusal("look-around and atomic groups do not exist in RE2's syntax", start);
    }
    const reference = this.takeMatch(/P=(\w+)\)/y);
    if (reference !== undefined && !isRe2) return this.namedReference(reference[1]!, start);
    const name =
      this.takeMatch(/P?<([\p{L}_][\p{L}\p{N}_]*)>/uy) ??
      (this.dialect === "pcre" ? this.takeMatch(/'(\w+)'/y) : undefined);
    if (name !== undefined) return this.readCapture(name[1]!, start);
    if (this.peek("|")) throw new Refusal("branch reset groups (?|…) are not supported", start);
    if (this.peek("(")) throw new Refusal("conditional groups (?(…)…) are not supported", start);
    if (/^(?:R|[+-]?\d|&|P>)/.test(this.source.slice(this.at, this.at + 3))) {
      throw new Refusal("recursion and calls of groups are not supported", start);
    }
    return this.readFlagGroup(start);
  }

  private readFlagGroup(start: number): RegexNode | undefined {
    const match = this.takeMatch(/(\^?)([A-Za-z]*)(?:-([A-Za-z]*))?([:)])/y);
    if (match === undefined) throw new Refusal("an unknown kind of group", start);
    const [, caret, on = "", off = "", end] = match;
    let flags: Flags = caret === "^" ? noFlags : this.flags;
    for (const [letters, value] of [
      [on, true],
      [off, false],
    ] as const) {
      for (const letter of letters) {
        // Python's a, L and u choose a character set; J allows duplicate names.
        if (this.dialect === "python" && "aLu".includes(letter)) continue;
        if (this.dialect === "pcre" && letter === "J") continue;
        const flag = flagNames.get(letter);
        if (
          flag === undefined ||
          (this.dialect === "re2" && "xn".includes(letter)) ||
          (this.dialect === "python" && "Un".includes(letter))
        ) {
          throw new Refusal(`unknown flag "${letter}" in a group`, start);
        }
        flags = { ...flags, [flag]: value };
      }
    }
    if (end === ")") {
      // Until the end of the group that holds it, the alternatives after this one included.
      this.flags = flags;
      return undefined;
    }
    const outer = this.flags;
    this.flags = flags;
    const body = this.readChoice();
    this.flags = outer;
    return this.close(body, start);
  }

  private readCapture(name: string | undefined, start: number): RegexNode {
    const index = ++this.groupCount;
    if (name !== undefined) {
      if (this.groupNames.has(name)) throw new Refusal(`two groups are named "${name}"`, start);
      this.groupNames.set(name, index);
    }
    return this.close({ kind: "group", index, body: this.readChoice() }, start);
  }

  private close(node: RegexNode, start: number): RegexNode {
    if (!this.take(")")) throw new Refusal('"(" without ")"', start);
    return node;
  }

  private namedReference(name: string, at: number): RegexNode {
    const node = { kind: "backreference" as const, index: 0, ignoreCase: this.flags.ignoreCase };
    this.namedReferences.push({ name, at, node });
    return node;
  }

  private numberedReference(index: number, at: number): RegexNode {
    if (index <= 0) throw new Refusal("a reference to a group before the first", at);
    this.backreferences.push({ index, at });
    return { kind: "backreference", index, ignoreCase: this.flags.ignoreCase };
  }

  /** An escape outside a class; the backslash has been read. */
  private readEscape(start: number): RegexNode | undefined {
    const isPcre = this.dialect === "pcre";
    const isPython = this.dialect === "python";
    const next = this.source[this.at] ?? "";
    switch (next) {
      case "A":
        this.at++;
        return this.assert("text-start");
      case "z":
        if (isPython) break;
        this.at++;
        return this.assert("text-end");
      case "Z":
        if (this.dialect === "re2") break;
        this.at++;
        return this.assert(isPython ? "text-end" : "text-end-or-last-newline");
      case "b":
        this.at++;
        return this.assert(isPython ? "unicode-word-boundary" : "word-boundary");
      case "B":
        this.at++;
        return this.assert(isPython ? "not-unicode-word-boundary" : "not-word-boundary");
      case "G":
        if (isPcre) throw new Refusal("\\G is not supported", start);
        break;
      case "K":
        if (isPcre) throw new Refusal("\\K inside a group", start);
        break;
      case "R":
        if (!isPcre) break;
        this.at++;
        return {
          kind: "atomic",
          body: {
            kind: "choice",
            branches: [
              {
                kind: "sequence",
                items: [
                  { kind: "set", set: [13, 13] },
                  { kind: "set", set: newline },
                ],
              },
              { kind: "set", set: verticalSpace },
            ],
          },
        };
      case "X":
        if (!isPcre) break;
        this.at++;
        return {
          kind: "atomic",
          body: {
            kind: "sequence",
            items: [
              { kind: "set", set: everything },
              {
                kind: "repeat",
                body: { kind: "set", set: unicodeProperty("M")! },
                min: 0,
                max: Number.POSITIVE_INFINITY,
                lazy: false,
              },
            ],
          },
        };
      case "k":
      case "g": {
        if (!isPcre) break;
        const named = this.takeMatch(/k(?:<(\w+)>|'(\w+)'|\{(\w+)\})|g\{([A-Za-z_]\w*)\}/y);
        if (named !== undefined) return this.namedReference((named[1] ?? named[2] ?? named[3] ?? named[4])!, start);
        const numbered = this.takeMatch(/g(?:\{([+-]?\d+)\}|([+-]?\d+))/y);
        if (numbered !== undefined) {
          const number = Number(numbered[1] ?? numbered[2]);
          return this.numberedReference(number < 0 ? this.groupCount + 1 + number : number, start);
        }
        throw new Refusal("calls of groups (\\g<…>) are not supported", start);
      }
    }
    if (/[1-9]/.test(next) && this.dialect !== "re2") {
      const number = /^\d{1,2}/.exec(this.source.slice(this.at))![0];
      if (number.length === 1 || Number(number) <= this.totalGroups) {
        this.at += number.length;
        return this.numberedReference(Number(number), start);
      }
      const octal = this.takeMatch(/[0-7]{2,3}/y);
      if (octal === undefined) throw new Refusal(`there is no group ${number}`, start);
      return this.character(Number.parseInt(octal[0], 8) & 0xff);
    }
    const item = this.readCommonEscape(start, false);
    return item.kind === "character" ? this.character(item.code) : { kind: "set", set: this.foldedClass(item.set) };
  }

  /** Escapes that mean the same inside a class and outside; the backslash has been read. */
  private readCommonEscape(start: number, inClass: boolean): ClassItem {
    const isRe2 = this.dialect === "re2";
    const isPcre = this.dialect === "pcre";
    const isPython = this.dialect === "python";
    if (this.at >= this.source.length) throw new Refusal("the pattern ends with a backslash", start);
    const code = this.readCodePoint();
    const letter = String.fromCodePoint(code);
    const set = (members: CharSet): ClassItem => ({ kind: "set", set: members });
    const character = (value: number): ClassItem => ({ kind: "character", code: value });
    switch (letter) {
      case "d":
        return set(isPython ? unicodeDigits() : digits);
      case "D":
        return set(this.negateFolded(isPython ? unicodeDigits() : digits));
      case "w":
        return set(isPython ? unicodeWord() : word);
      case "W":
        return set(this.negateFolded(isPython ? unicodeWord() : word));
      case "s":
        return set(isPython ? unicodeSpace() : isRe2 ? spaceRe2 : spacePcre);
      case "S":
        return set(this.negateFolded(isPython ? unicodeSpace() : isRe2 ? spaceRe2 : spacePcre));
      case "a":
        return character(7);
      case "f":
        return character(12);
      case "n":
        return character(10);
      case "r":
        return character(13);
      case "t":
        return character(9);
      case "v":
        return isPcre ? set(verticalSpace) : character(11);
      case "e":
        if (isPcre) return character(27);
        break;
      case "b":
        if (inClass) return character(8);
        break;
      case "h":
        if (isPcre) return set(horizontalSpace);
        break;
      case "H":
        if (isPcre) return set(negate(horizontalSpace));
        break;
      case "V":
        if (isPcre) return set(negate(verticalSpace));
        break;
      case "N":
        // `\N{…}` names a character, unless it is a repeat.
        if (isPcre && !inClass && this.takeMatch(/(?=\{(?!\d*,?\d*\}))/y) === undefined) return set(notNewline);
        break;
      case "p":
      case "P":
        if (!isPython) return set(this.readProperty(letter === "P", start));
        break;
      case "x":
        return character(this.readHexadecimal(start));
      case "u":
      case "U": {
        const hexadecimal =
          isPython || (isPcre && letter === "u")
            ? this.takeMatch(letter === "u" ? /[0-9A-Fa-f]{4}/y : /[0-9A-Fa-f]{8}/y)
            : undefined;
        if (hexadecimal !== undefined) return character(Number.parseInt(hexadecimal[0], 16));
        break;
      }
      case "o": {
        const octal = isPcre ? this.takeMatch(/\{([0-7]+)\}/y) : undefined;
        if (octal !== undefined) return character(Number.parseInt(octal[1]!, 8));
        break;
      }
      case "c":
        if (isPcre) return character(this.readCodePoint() & 0x1f);
        break;
    }
    if (/[0-7]/.test(letter) && (letter === "0" || inClass || isRe2)) {
      if (isRe2 && letter !== "0" && !/[0-7]/.test(this.source[this.at] ?? "")) {
        throw new Refusal("back-references do not exist in RE2's syntax", start);
      }
      const rest = this.takeMatch(/[0-7]{0,2}/y)![0];
      return character(Number.parseInt(letter + rest, 8) & 0x1ff);
    }
    if (/[A-Za-z0-9]/.test(letter) && !isPcre) throw new Refusal(`unknown escape "\\${letter}"`, start);
    return character(code);
  }

  /** The case is folded before, or `(?i)\W` would match the letters whose other form is outside ASCII. */
  private negateFolded(set: CharSet): CharSet {
    return negate(this.foldedClass(set));
  }

  /** PCRE leaves classes such as `\w` as they are when it ignores case. */
  private foldedClass(set: CharSet): CharSet {
    return this.flags.ignoreCase && this.dialect !== "pcre" ? foldCase(set) : set;
  }

  private readHexadecimal(start: number): number {
    const braced = this.dialect === "python" ? undefined : this.takeMatch(/\{\s*([0-9A-Fa-f]+)\s*\}/y);
    const match = braced?.[1] ?? this.takeMatch(this.dialect === "pcre" ? /[0-9A-Fa-f]{0,2}/y : /[0-9A-Fa-f]{2}/y)?.[0];
    if (match === undefined) throw new Refusal("\\x without hexadecimal digits", start);
    const code = match === "" ? 0 : Number.parseInt(match, 16);
    if (code > 0x10ffff) throw new Refusal("\\x beyond the last code point", start);
    return code;
  }

  private readProperty(isNegated: boolean, start: number): CharSet {
    const match = this.takeMatch(/\{(\^?)\s*([\w&= -]+?)\s*\}|([A-Za-z])/y);
    if (match === undefined) throw new Refusal("\\p without a property's name", start);
    const name = (match[2] ?? match[3])!;
    const set = unicodeProperty(name);
    if (set === undefined) throw new Refusal(`unknown Unicode property "${name}"`, start);
    return isNegated !== (match[1] === "^") ? this.negateFolded(set) : set;
  }

  private readClass(start: number): CharSet {
    const isNegated = this.take("^");
    const ranges: CharSet[] = [];
    const single: number[] = [];
    let first = true;
    for (;;) {
      if (this.at >= this.source.length) throw new Refusal('"[" without "]"', start);
      if (!first && this.take("]")) break;
      if (this.dialect !== "python" && this.take("\\E")) continue;
      if (this.dialect === "pcre" && this.take("\\Q")) {
        const end = this.source.indexOf("\\E", this.at);
        if (end < 0) throw new Refusal("\\Q without \\E in a class", start);
        for (const c of this.source.slice(this.at, end)) single.push(c.codePointAt(0)!, c.codePointAt(0)!);
        this.at = end + 2;
        first = false;
        continue;
      }
      first = false;
      const itemStart = this.at;
      const item = this.readClassItem();
      if (item.kind === "set") {
        ranges.push(item.set);
        continue;
      }
      const hasRange = this.peek("-") && this.source[this.at + 1] !== undefined && this.source[this.at + 1] !== "]";
      if (!hasRange) {
        single.push(item.code, item.code);
        continue;
      }
      this.at++;
      const beforeEnd = this.at;
      const end = this.readClassItem();
      if (end.kind === "set") {
        if (this.dialect === "re2") throw new Refusal("a range that ends in a class", beforeEnd);
        single.push(item.code, item.code, 0x2d, 0x2d);
        ranges.push(end.set);
        continue;
      }
      if (end.code < item.code) throw new Refusal("a range that runs backwards", itemStart);
      single.push(item.code, end.code);
    }
    // The case is folded before the class is negated: (?i)[^a] excludes both.
    const characters = toSet(single);
    const set = union(
      ...ranges.map((each) => this.foldedClass(each)),
      this.flags.ignoreCase ? foldCase(characters) : characters,
    );
    return isNegated ? negate(set) : set;
  }

  private readClassItem(): ClassItem {
    const start = this.at;
    if (this.dialect !== "python") {
      const posix = this.takeMatch(/\[:(\^?)(\w+):\]/y);
      if (posix !== undefined) {
        const set = posixClass(posix[2]!);
        if (set === undefined) throw new Refusal(`unknown POSIX class "${posix[2]}"`, start);
        // Without regard to case there is no upper or lower one.
        const isOfCase = posix[2] === "upper" || posix[2] === "lower";
        const folded = isOfCase && this.flags.ignoreCase ? foldCase(set) : set;
        return { kind: "set", set: posix[1] === "^" ? this.negateFolded(folded) : folded };
      }
    }
    if (this.take("\\")) return this.readCommonEscape(start, true);
    return { kind: "character", code: this.readCodePoint() };
  }
}

const plainCharacters = new Map<number, CharSet>();
const foldedCharacters = new Map<number, CharSet>();

/** The same array for the same character, so that what works on sets can go by identity. */
function setOfCharacter(code: number, ignoreCase: boolean): CharSet {
  const known = ignoreCase ? foldedCharacters : plainCharacters;
  let set = known.get(code);
  if (set === undefined) {
    set = ignoreCase ? foldCase([code, code]) : [code, code];
    if (code < 0x250) known.set(code, set);
  }
  return set;
}

function sequence(items: readonly RegexNode[]): RegexNode {
  if (items.length === 1) return items[0]!;
  return { kind: "sequence", items: items.flatMap((item) => (item.kind === "sequence" ? item.items : [item])) };
}

/** Opening brackets that capture, counted without reading the pattern properly: only `\10` and above depend on it. */
function countGroups(source: string): number {
  let count = 0;
  let inClass = false;
  for (let i = 0; i < source.length; i++) {
    const c = source[i];
    if (c === "\\") i++;
    else if (inClass) inClass = c !== "]";
    else if (c === "[") {
      inClass = true;
      if (source[i + 1] === "^") i++;
      if (source[i + 1] === "]") i++;
    } else if (c === "(" && (source[i + 1] !== "?" || /^\?(?:P?<[^=!]|')/.test(source.slice(i + 1, i + 4)))) count++;
  }
  return count;
}
