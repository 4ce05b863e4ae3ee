/**
 * A matcher for what the host's engine cannot be trusted with. It explores in the same order as a backtracking engine,
 * so it finds the same match, but remembers each pair of instruction and place that has failed and never tries it
 * again: the work is bounded by the pattern's size times the text's, look-around included. Only back-references make a
 * failure depend on more than that pair; for them, and as a last limit, there is a fixed amount of steps.
 *
 * Known difference from the host: after the least number of turns, the host lets no turn of a loop match nothing, here
 * an optional one may (as in PCRE).
 */
import { type CharSet, contains, foldCase, toSet, unicodeWord, word } from "./char-set.ts";
import type { Assertion, RegexNode, RegexTree } from "./tree.ts";
import { lengthOf } from "./tree.ts";

enum Op {
  Set,
  SetBack,
  Split,
  Jump,
  Save,
  Assert,
  Look,
  Atomic,
  Reference,
  ReferenceBack,
  Mark,
  Progress,
  Accept,
}

const maxInstructions = 60_000;
const minSteps = 20_000_000;
const stepsPerUnit = 500;
const maxMemoryBits = 800_000_000;
const blockBits = 7;
const blockSize = 1 << blockBits;

interface CompiledSet {
  readonly ascii: Uint8Array;
  readonly set: CharSet;
}

/** Registers hold the groups' starts and ends, then the marks of loops. */
export type Registers = Int32Array;

export class Backtracker {
  private readonly op: number[] = [];
  private readonly a: number[] = [];
  private readonly b: number[] = [];
  private readonly sets: CompiledSet[] = [];
  private readonly setIndex = new Map<string, number>();
  private readonly assertions: Assertion[] = [];
  private readonly hasReferences: boolean;
  private markCount = 0;
  /** Only splits are remembered, so they are numbered apart. */
  private readonly ordinal: number[] = [];
  private splitCount = 0;
  private readonly groupSlots: number;
  private readonly firstSet: CompiledSet | undefined;

  // The state of a run. A run never calls another matcher, so one set of it is enough.
  private stack = new Int32Array(1024);
  private stackSize = 0;
  private registers: Registers = new Int32Array(0);
  private pages = new Map<number, Uint32Array>();
  private spare: Uint32Array[] = [];
  private log: number[] = [];
  private subRuns = 0;
  private steps = 0;
  private text = "";
  private origin = 0;
  private to = 0;
  /** Set when a run was cut short; what it would have found is not known. */
  hasGivenUp = false;

  private constructor(tree: RegexTree) {
    this.groupSlots = 2 * (tree.groupCount + 1);
    this.hasReferences = hasReference(tree.root);
    this.emit(Op.Save, 0, 0);
    this.compile(tree.root, false);
    this.emit(Op.Save, 1, 0);
    this.emit(Op.Accept, 0, 0);
    const first = firstOf(tree.root);
    this.firstSet = first === undefined ? undefined : compileSet(first);
  }

  /** Undefined if the pattern is too big when written out. */
  static create(tree: RegexTree): Backtracker | undefined {
    return fitsBacktracker(tree) ? new Backtracker(tree) : undefined;
  }

  /** Starts a new allowance of steps for runs over a text. */
  begin(text: string, to: number): void {
    this.text = text;
    this.to = to;
    this.steps = minSteps + stepsPerUnit * to;
    this.hasGivenUp = false;
  }

  /** The registers of the first match from `from` on; they are overwritten by the next run. */
  search(from: number): Registers | undefined {
    this.forget();
    this.origin = from;
    const first = this.firstSet;
    for (let start = from; start <= this.to; start++) {
      if (first !== undefined) {
        while (start < this.to && !isIn(first, this.text, start)) start++;
        if (start >= this.to) return undefined;
      }
      const found = this.runFrom(start);
      if (found !== undefined) return found;
      if (this.hasGivenUp) return undefined;
      // Not into the middle of a pair.
      const code = this.text.charCodeAt(start);
      if (code >= 0xd800 && code < 0xdc00 && start + 1 < this.to) {
        const low = this.text.charCodeAt(start + 1);
        if (low >= 0xdc00 && low < 0xe000) start++;
      }
    }
    return undefined;
  }

  matchAt(at: number): Registers | undefined {
    this.forget();
    this.origin = at;
    return this.runFrom(at);
  }

  private runFrom(start: number): Registers | undefined {
    const size = this.groupSlots + this.markCount;
    if (this.registers.length !== size) this.registers = new Int32Array(size);
    this.registers.fill(-1);
    this.stackSize = 0;
    return this.run(0, start) >= 0 ? this.registers : undefined;
  }

  private forget(): void {
    for (const page of this.pages.values()) if (this.spare.length < 64) this.spare.push(page.fill(0));
    this.pages.clear();
    this.log.length = 0;
  }

  // ---------------------------------------------------------------- compiling

  private emit(op: Op, a: number, b: number): number {
    this.ordinal.push(op === Op.Split ? this.splitCount++ : -1);
    this.op.push(op);
    this.a.push(a);
    this.b.push(b);
    return this.op.length - 1;
  }

  private set(set: CharSet): number {
    const key = set.join();
    const known = this.setIndex.get(key);
    if (known !== undefined) return known;
    this.sets.push(compileSet(set));
    this.setIndex.set(key, this.sets.length - 1);
    return this.sets.length - 1;
  }

  private compile(node: RegexNode, isBackward: boolean): void {
    switch (node.kind) {
      case "set":
        this.emit(isBackward ? Op.SetBack : Op.Set, this.set(node.set), 0);
        return;
      case "sequence": {
        const items = isBackward ? [...node.items].reverse() : node.items;
        for (const item of items) this.compile(item, isBackward);
        return;
      }
      case "choice": {
        const jumps: number[] = [];
        node.branches.forEach((branch, i) => {
          if (i === node.branches.length - 1) {
            this.compile(branch, isBackward);
            return;
          }
          const split = this.emit(Op.Split, this.op.length + 1, 0);
          this.compile(branch, isBackward);
          jumps.push(this.emit(Op.Jump, 0, 0));
          this.b[split] = this.op.length;
        });
        for (const jump of jumps) this.a[jump] = this.op.length;
        return;
      }
      case "repeat":
        this.compileRepeat(node.body, node.min, node.max, node.lazy, isBackward);
        return;
      case "group": {
        const slot = 2 * node.index;
        this.emit(Op.Save, isBackward ? slot + 1 : slot, 0);
        this.compile(node.body, isBackward);
        this.emit(Op.Save, isBackward ? slot : slot + 1, 0);
        return;
      }
      case "atomic": {
        const atomic = this.emit(Op.Atomic, 0, 0);
        this.compile(node.body, isBackward);
        this.emit(Op.Accept, 0, 0);
        this.b[atomic] = this.op.length;
        return;
      }
      case "look": {
        const look = this.emit(Op.Look, node.negated ? 1 : 0, 0);
        this.compile(node.body, !node.ahead);
        this.emit(Op.Accept, 0, 0);
        this.b[look] = this.op.length;
        return;
      }
      case "assert":
        this.assertions.push(node.what);
        this.emit(Op.Assert, this.assertions.length - 1, 0);
        return;
      case "backreference":
        this.emit(isBackward ? Op.ReferenceBack : Op.Reference, node.index, node.ignoreCase ? 1 : 0);
        return;
    }
  }

  private compileRepeat(body: RegexNode, min: number, max: number, lazy: boolean, isBackward: boolean): void {
    for (let i = 0; i < min; i++) this.compile(body, isBackward);
    const split = (skip: "later" | number): number => {
      const at = this.emit(Op.Split, 0, 0);
      const into = at + 1;
      const out = skip === "later" ? 0 : skip;
      this.a[at] = lazy ? out : into;
      this.b[at] = lazy ? into : out;
      return at;
    };
    const land = (at: number): void => {
      if (lazy) this.a[at] = this.op.length;
      else this.b[at] = this.op.length;
    };
    if (max === Number.POSITIVE_INFINITY) {
      const start = split("later");
      // Without the memory of failures, a body that matches nothing could turn for ever.
      const mark = this.hasReferences && lengthOf(body).min === 0 ? this.groupSlots + this.markCount++ : -1;
      if (mark >= 0) this.emit(Op.Mark, mark, 0);
      this.compile(body, isBackward);
      if (mark >= 0) this.emit(Op.Progress, mark, 0);
      this.emit(Op.Jump, start, 0);
      land(start);
      return;
    }
    const splits: number[] = [];
    for (let i = min; i < max; i++) {
      splits.push(split("later"));
      this.compile(body, isBackward);
    }
    for (const at of splits) land(at);
  }

  // ------------------------------------------------------------------ running

  private push(pc: number, position: number): void {
    if (this.stackSize + 2 > this.stack.length) {
      const larger = new Int32Array(this.stack.length * 2);
      larger.set(this.stack);
      this.stack = larger;
    }
    this.stack[this.stackSize++] = pc;
    this.stack[this.stackSize++] = position;
  }

  /** True if the pair has been tried before. */
  private visit(pc: number, position: number): boolean {
    const offset = position - this.origin + 1; // look-behind may stand before the origin
    const block = offset >> blockBits;
    let page = this.pages.get(block);
    if (page === undefined) {
      if (this.pages.size * this.splitCount > maxMemoryBits / blockSize) {
        this.hasGivenUp = true;
        return true;
      }
      page = this.spare.pop() ?? new Uint32Array(Math.ceil((blockSize * this.splitCount) / 32));
      this.pages.set(block, page);
    }
    const bit = (offset & (blockSize - 1)) * this.splitCount + this.ordinal[pc]!;
    const mask = 1 << (bit & 31);
    if ((page[bit >> 5]! & mask) !== 0) return true;
    page[bit >> 5]! |= mask;
    if (this.subRuns > 0) this.log.push(pc, position);
    return false;
  }

  private unvisit(length: number): void {
    while (this.log.length > length) {
      const offset = this.log.pop()! - this.origin + 1;
      const bit = (offset & (blockSize - 1)) * this.splitCount + this.ordinal[this.log.pop()!]!;
      const page = this.pages.get(offset >> blockBits);
      if (page !== undefined) page[bit >> 5]! &= ~(1 << (bit & 31));
    }
  }

  /** Where the match that begins at the instruction ends, or -1. */
  private run(startPc: number, startPosition: number): number {
    const base = this.stackSize;
    const { op, a, b, sets, text, to } = this;
    this.push(startPc, startPosition);
    while (this.stackSize > base) {
      let position = this.stack[--this.stackSize]!;
      let pc = this.stack[--this.stackSize]!;
      if (pc < 0) {
        this.registers[-pc - 1] = position; // a register's earlier value
        continue;
      }
      thread: for (;;) {
        if (--this.steps < 0) {
          this.hasGivenUp = true;
          this.stackSize = base;
          return -1;
        }
        switch (op[pc]) {
          case Op.Set: {
            if (position >= to) break thread;
            const code = text.charCodeAt(position);
            const set = sets[a[pc]!]!;
            if (code < 128) {
              if (set.ascii[code] === 0) break thread;
              position++;
            } else {
              const point = position + 1 < to ? text.codePointAt(position)! : code;
              if (!contains(set.set, point)) break thread;
              position += point > 0xffff ? 2 : 1;
            }
            pc++;
            continue;
          }
          case Op.SetBack: {
            if (position <= 0) break thread;
            let point = text.charCodeAt(position - 1);
            let width = 1;
            if (point >= 0xdc00 && point < 0xe000 && position > 1) {
              const pair = text.codePointAt(position - 2)!;
              if (pair > 0xffff) {
                point = pair;
                width = 2;
              }
            }
            if (!contains(sets[a[pc]!]!.set, point)) break thread;
            position -= width;
            pc++;
            continue;
          }
          case Op.Split:
            if (!this.hasReferences && this.visit(pc, position)) {
              if (!this.hasGivenUp) break thread;
              this.stackSize = base;
              return -1;
            }
            this.push(b[pc]!, position);
            pc = a[pc]!;
            continue;
          case Op.Jump:
            pc = a[pc]!;
            continue;
          case Op.Mark:
          case Op.Save: {
            const slot = a[pc]!;
            this.push(-slot - 1, this.registers[slot]!);
            this.registers[slot] = position;
            pc++;
            continue;
          }
          case Op.Progress:
            if (this.registers[a[pc]!] === position) break thread;
            pc++;
            continue;
          case Op.Assert:
            if (!this.holds(this.assertions[a[pc]!]!, position)) break thread;
            pc++;
            continue;
          case Op.Look: {
            const before = this.registers.slice();
            const end = this.subRun(pc + 1, position);
            if (this.hasGivenUp) {
              this.stackSize = base;
              return -1;
            }
            const isNegated = a[pc] === 1;
            if (end >= 0 === isNegated) {
              this.registers.set(before);
              break thread;
            }
            if (isNegated) this.registers.set(before);
            else this.restoreOnBacktrack(before);
            pc = b[pc]!;
            continue;
          }
          case Op.Atomic: {
            const before = this.registers.slice();
            const end = this.subRun(pc + 1, position);
            if (end < 0) {
              this.registers.set(before);
              break thread;
            }
            this.restoreOnBacktrack(before);
            position = end;
            pc = b[pc]!;
            continue;
          }
          case Op.Reference:
          case Op.ReferenceBack: {
            const from = this.registers[2 * a[pc]!]!;
            const end = this.registers[2 * a[pc]! + 1]!;
            if (from < 0 || end < from) break thread;
            const length = end - from;
            const at = op[pc] === Op.Reference ? position : position - length;
            if (at < 0 || at + length > to || !sameText(text, from, at, length, b[pc] === 1)) break thread;
            this.steps -= length >> 3;
            position = op[pc] === Op.Reference ? position + length : at;
            pc++;
            continue;
          }
          default:
            this.stackSize = base;
            return position;
        }
      }
    }
    return -1;
  }

  private restoreOnBacktrack(before: Registers): void {
    for (let slot = 0; slot < before.length; slot++) {
      if (before[slot] !== this.registers[slot]) this.push(-slot - 1, before[slot]!);
    }
  }

  private subRun(pc: number, position: number): number {
    const logged = this.log.length;
    this.subRuns++;
    const end = this.run(pc, position);
    this.subRuns--;
    // What led to success has not failed.
    if (end >= 0) this.unvisit(logged);
    else if (this.subRuns === 0) this.log.length = logged;
    return end;
  }

  private holds(what: Assertion, position: number): boolean {
    const { text, to } = this;
    switch (what) {
      case "text-start":
        return position === 0;
      case "text-end":
        return position === to;
      case "text-end-or-last-newline":
        return position === to || (position === to - 1 && text.charCodeAt(position) === 10);
      case "line-start":
        return position === 0 || text.charCodeAt(position - 1) === 10;
      case "inner-line-start":
        return position === 0 || (text.charCodeAt(position - 1) === 10 && position < to);
      case "line-end":
        return position === to || text.charCodeAt(position) === 10;
      case "word-boundary":
        return this.isWordAt(position - 1, word) !== this.isWordAt(position, word);
      case "not-word-boundary":
        return this.isWordAt(position - 1, word) === this.isWordAt(position, word);
      case "unicode-word-boundary":
        return this.isWordAt(position - 1, unicodeWord()) !== this.isWordAt(position, unicodeWord());
      case "not-unicode-word-boundary":
        return this.isWordAt(position - 1, unicodeWord()) === this.isWordAt(position, unicodeWord());
    }
  }

  private isWordAt(position: number, set: CharSet): boolean {
    return position >= 0 && position < this.to && contains(set, this.text.charCodeAt(position));
  }
}

/** Whether the pattern is small enough when its repeats are written out. */
export function fitsBacktracker(tree: RegexTree): boolean {
  return sizeOf(tree.root) <= maxInstructions;
}

function compileSet(set: CharSet): CompiledSet {
  const ascii = new Uint8Array(128);
  for (let code = 0; code < 128; code++) ascii[code] = contains(set, code) ? 1 : 0;
  return { ascii, set };
}

function isIn(set: CompiledSet, text: string, position: number): boolean {
  const code = text.charCodeAt(position);
  return code < 128 ? set.ascii[code] !== 0 : contains(set.set, text.codePointAt(position)!);
}

function sameText(text: string, a: number, b: number, length: number, ignoreCase: boolean): boolean {
  for (let i = 0; i < length; i++) {
    const x = text.charCodeAt(a + i);
    const y = text.charCodeAt(b + i);
    if (x !== y && !(ignoreCase && contains(foldCase([x, x]), y))) return false;
  }
  return true;
}

function hasReference(node: RegexNode): boolean {
  switch (node.kind) {
    case "backreference":
      return true;
    case "sequence":
      return node.items.some(hasReference);
    case "choice":
      return node.branches.some(hasReference);
    case "repeat":
    case "group":
    case "atomic":
    case "look":
      return hasReference(node.body);
    default:
      return false;
  }
}

/** About how many instructions the node takes when repeats are written out. */
function sizeOf(node: RegexNode): number {
  switch (node.kind) {
    case "sequence":
      return node.items.reduce((sum, item) => sum + sizeOf(item), 0);
    case "choice":
      return node.branches.reduce((sum, branch) => sum + sizeOf(branch) + 2, 0);
    case "repeat":
      return (sizeOf(node.body) + 1) * (node.max === Number.POSITIVE_INFINITY ? node.min + 1 : node.max) + 3;
    case "group":
    case "atomic":
    case "look":
      return sizeOf(node.body) + 2;
    default:
      return 1;
  }
}

/** The characters that a match can begin with, or undefined if it may be empty or that is hard to tell. */
function firstOf(root: RegexNode): CharSet | undefined {
  const collected: number[] = [];
  /** False once something may match nothing: what follows it counts too. */
  const collect = (node: RegexNode): boolean | undefined => {
    switch (node.kind) {
      case "set":
        collected.push(...node.set);
        return true;
      case "sequence":
        for (const item of node.items) {
          const isDone = collect(item);
          if (isDone !== false) return isDone;
        }
        return false;
      case "choice": {
        let all = true;
        for (const branch of node.branches) {
          const isDone = collect(branch);
          if (isDone === undefined) return undefined;
          all &&= isDone;
        }
        return all;
      }
      case "repeat": {
        if (node.max === 0) return false;
        const isDone = collect(node.body);
        return isDone === undefined ? undefined : isDone && node.min > 0;
      }
      case "group":
      case "atomic":
        return collect(node.body);
      case "assert":
      case "look":
        return false;
      case "backreference":
        return undefined;
    }
  };
  if (collect(root) !== true) return undefined;
  return collected.length === 0 ? undefined : toSet(collected);
}
