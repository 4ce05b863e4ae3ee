/**
 * Writes a tree as a pattern for the host's `RegExp` with the flag `u` alone: no `i`, `m` or `s`, since the tree holds
 * nothing that would need them.
 */
import { type CharSet, negate, unicodeWord } from "./char-set.ts";
import type { Assertion, RegexNode, RegexTree } from "./tree.ts";

export interface JavaScriptPattern {
  readonly pattern: string;
  /** Where group `i` of the tree is among the pattern's groups: atomic groups need groups of their own. */
  readonly groups: readonly number[];
}

export function toJavaScript(tree: RegexTree): JavaScriptPattern {
  const writer = new Writer();
  const pattern = writer.write(tree.root);
  return { pattern, groups: writer.groups };
}

class Writer {
  readonly groups: number[] = [0];
  private isBehind = false;
  private count = 0;

  write(node: RegexNode): string {
    switch (node.kind) {
      case "set":
        return writeSet(node.set);
      case "sequence": {
        let text = "";
        for (const item of node.items) {
          const part = this.write(item);
          text += item.kind === "choice" ? `(?:${part})` : part;
        }
        return text;
      }
      case "choice":
        return node.branches.map((branch) => this.write(branch)).join("|");
      case "repeat": {
        const body = this.write(node.body);
        const isAtom = node.body.kind === "set" || node.body.kind === "group";
        return (isAtom ? body : `(?:${body})`) + writeQuantifier(node.min, node.max) + (node.lazy ? "?" : "");
      }
      case "group": {
        this.groups[node.index] = ++this.count;
        return `(${this.write(node.body)})`;
      }
      case "atomic": {
        // Look-behind is matched backwards, where the reference would come before what it refers to; what it begins with is fixed.
        if (this.isBehind) return `(?:${this.write(node.body)})`;
        // Look-ahead gives nothing back once it has matched; the reference then takes what it saw.
        const own = ++this.count;
        return `(?:(?=(${this.write(node.body)}))\\${own})`;
      }
      case "look": {
        const wasBehind = this.isBehind;
        this.isBehind = !node.ahead;
        const body = this.write(node.body);
        this.isBehind = wasBehind;
        return `(?${node.ahead ? "" : "<"}${node.negated ? "!" : "="}${body})`;
      }
      case "assert":
        return writeAssertion(node.what);
      case "backreference":
        return `(?:\\${this.groups[node.index]})`;
    }
  }
}

function writeQuantifier(min: number, max: number): string {
  if (max === Number.POSITIVE_INFINITY) return min === 0 ? "*" : min === 1 ? "+" : `{${min},}`;
  if (min === 0 && max === 1) return "?";
  return min === max ? `{${min}}` : `{${min},${max}}`;
}

function writeAssertion(what: Assertion): string {
  switch (what) {
    case "text-start":
      return "^";
    case "text-end":
      return "$";
    case "text-end-or-last-newline":
      return "(?=\\n?$)";
    case "line-start":
      return "(?<![^\\n])";
    case "inner-line-start":
      return "(?:^|(?<=\\n)(?!$))";
    case "line-end":
      return "(?![^\\n])";
    case "word-boundary":
      return "\\b";
    case "not-word-boundary":
      return "\\B";
    case "unicode-word-boundary": {
      const word = writeSet(unicodeWord());
      return `(?:(?<=${word})(?!${word})|(?<!${word})(?=${word}))`;
    }
    case "not-unicode-word-boundary": {
      const word = writeSet(unicodeWord());
      return `(?:(?<=${word})(?=${word})|(?<!${word})(?!${word}))`;
    }
  }
}

function writeSet(set: CharSet): string {
  if (set.length === 0) return "[]";
  if (set.length === 2 && set[0] === set[1]) return writeCodePoint(set[0]!);
  const complement = negate(set);
  if (complement.length === 0) return "[^]";
  const isShorter =
    complement.length < set.length || (complement.length === set.length && set[set.length - 1] === 0x10ffff);
  return isShorter ? `[^${writeRanges(complement)}]` : `[${writeRanges(set)}]`;
}

function writeRanges(set: CharSet): string {
  let text = "";
  for (let i = 0; i < set.length; i += 2) {
    const lo = set[i]!;
    const hi = set[i + 1]!;
    text += writeCodePoint(lo);
    if (hi > lo) text += (hi > lo + 1 ? "-" : "") + writeCodePoint(hi);
  }
  return text;
}

function writeCodePoint(code: number): string {
  if ((code >= 0x30 && code <= 0x39) || (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a)) {
    return String.fromCharCode(code);
  }
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, "0")}` : `\\u{${code.toString(16)}}`;
}
