// Which words a program has to hold for a flow to be possible in it: the names on the paths that models know, the names that
// their conventions go by, and what rules' own patterns matched. A file's words are one bit each, so that those of all files
// that it can reach are joined quickly; what rules ask for is then looked for along the paths of the models. Says "possible"
// too often rather than too seldom: a word counts wherever it stands.

import type { Ast } from "../syntax/ast.ts";
import { Kind } from "../syntax/kind.ts";
import type { LanguageId } from "../syntax/language.ts";
import { scopeTraits } from "../syntax/scope-traits.ts";
import { nameOf, type Sym } from "../syntax/symbols.ts";
import { type Tally, Use } from "../syntax/tally.ts";
import type { CompiledRegex } from "../text/regex/regex.ts";
import { finished, type Steps } from "../text/steps.ts";
import type { FlowFile } from "./file.ts";
import { globMatches } from "./file-glob.ts";
import type { HandlerRow, SinkRow } from "./model.ts";
import { type ModelIndex, originOfPath, type PathNode } from "./model-index.ts";
import type { Origin } from "./origin.ts";
import { IMPLICIT_NAMESPACES } from "./packages.ts";
import { type PatternMark, type TaintRuleSpec, UNBOUND_VALUE } from "./spec.ts";

/** A bit for each word; all of one vocabulary are of the same length. */
export type Words = Uint32Array;

interface Convention {
  readonly regexes: readonly CompiledRegex[];
  /** These are the first parameters of one function. */
  readonly isOfParameters: boolean;
  readonly bit: number;
  /** Members of which one has to stand in the same file; none when there is no such condition. */
  readonly withMember: readonly Sym[];
  readonly imports: readonly string[];
  readonly types: readonly PathNode[];
}

const NO_BITS: readonly number[] = [];
const SYMBOLS_PER_STEP = 100;
/** Of whose symbols it is known what they say. */
const NODES_PER_STEP = 10_000;
const LONGEST_CONVENTION = 60;
const LONGEST_PATH = 200;
const SEPARATORS = /[./\\:]+/;

/** The languages whose files can use each other's, by any of them. */
export function familyOf(language: LanguageId): string {
  if (language === "typescript" || language === "tsx") return "javascript";
  return language === "cpp" ? "c" : language;
}

const IMPLICIT_WORDS: ReadonlySet<string> = new Set(IMPLICIT_NAMESPACES.flatMap((namespace) => namespace.split(".")));

export class Vocabulary {
  readonly #bits = new Map<string, number>();
  readonly #ofSymbols: (readonly number[] | undefined)[] = [];
  readonly #ofModules = new Map<string, readonly number[]>();
  readonly #ofTallies = new WeakMap<Tally, Words>();
  readonly #ofAsts = new WeakMap<Ast, Words>();
  readonly #conventions = new Map<LanguageId, Convention[]>();
  readonly #handlersOfFiles = new Map<LanguageId, { readonly row: HandlerRow; readonly bit: number }[]>();
  readonly #regexes = new Map<CompiledRegex, number>();
  /** Matches whatever one of the regexes may match: most words match none. */
  #anyRegex: RegExp | undefined;
  readonly #indexes: ReadonlyMap<LanguageId, ModelIndex>;
  readonly #rules: readonly TaintRuleSpec[];

  constructor(indexes: ReadonlyMap<LanguageId, ModelIndex>, rules: readonly TaintRuleSpec[]) {
    this.#indexes = indexes;
    this.#rules = rules;
    for (const [language, index] of indexes) this.#addIndex(language, index);
    for (const { id } of rules) {
      this.#bit(ownWord("source", id));
      this.#bit(ownWord("sink", id));
    }
    this.#bit(SUBSCRIPT);
    this.#anyRegex = alternatives([...this.#regexes.keys()]);
  }

  // What files hold

  wordsOf(file: FlowFile, marks: readonly PatternMark[]): Words {
    const { path, ast, names } = file;
    const words = finished(this.#wordsOfSymbols(ast)).slice();
    const set = (bit: number) => {
      words[bit >>> 5]! |= 1 << (bit & 31);
    };
    for (const { module, imported } of names.imports) {
      for (const bit of this.#bitsOfModule(module)) set(bit);
      const bit = this.#bits.get(imported.toLowerCase());
      if (bit !== undefined) set(bit);
    }
    for (const { role, rule } of marks) {
      const bit = role === "source" || role === "sink" ? this.#bits.get(ownWord(role, rule)) : undefined;
      if (bit !== undefined) set(bit);
    }
    for (const convention of this.#conventions.get(ast.language) ?? NO_CONVENTIONS)
      if (
        convention.regexes.every((regex) => holds(words, this.#regexes.get(regex)!)) &&
        this.#isFollowed(convention, file)
      )
        set(convention.bit);
    for (const { row, bit } of this.#handlersOfFiles.get(ast.language) ?? [])
      if (globMatches(row.files!, path)) set(bit);
    return words;
  }

  /** Asked of all imports of a file with every key that is typed into it. */
  #bitsOfModule(module: string): readonly number[] {
    let bits = this.#ofModules.get(module);
    if (!bits) {
      bits = [module, ...module.split(SEPARATORS)].flatMap((word) => this.#bits.get(word.toLowerCase()) ?? []);
      this.#ofModules.set(module, bits);
    }
    return bits;
  }

  /** Whether anything in a file that has all the names can go by a convention (name-conventions.ts). */
  #isFollowed({ regexes, isOfParameters, withMember, imports }: Convention, file: FlowFile): boolean {
    if (withMember.length > 0 && !withMember.some((member) => file.hasMember(member))) return false;
    if (imports.length > 0 && !imports.some((module) => file.imports(module))) return false;
    if (!isOfParameters) return true;
    const bits = regexes.map((regex) => this.#regexes.get(regex)!);
    return file.units.all.some(
      ({ parameters }) =>
        parameters.length >= bits.length &&
        bits.every((bit, at) => {
          const { name } = parameters[at]!;
          return (this.#ofSymbols[name] ?? this.#bitsOf(name)).includes(bit);
        }),
    );
  }

  /** Those that the nodes say. Of a file that is typed into they are nearly always those of before. */
  *#wordsOfSymbols(ast: Ast): Steps<Words> {
    const { tally } = ast;
    const ofAst = this.#ofAsts.get(ast);
    if (ofAst) return ofAst;
    const known = tally?.older && this.#ofTallies.get(tally.older);
    if (tally?.older && known) {
      const words = this.#wordsAfter(known, tally, tally.older);
      if (words) {
        this.#ofTallies.set(tally, words);
        return words;
      }
    }
    const words: Words = new Uint32Array((this.#bits.size + 31) >>> 5);
    const set = (bit: number) => {
      words[bit >>> 5]! |= 1 << (bit & 31);
    };
    const { kinds, symbols } = ast.columns;
    const seen = seenSymbols();
    let hasSubscript = false;
    for (let node = 0; node < symbols.length; node++) {
      if (node % NODES_PER_STEP === NODES_PER_STEP - 1) yield;
      if (kinds[node] === Kind.Index) hasSubscript = true;
      const symbol = symbols[node]!;
      if (seen.isSeen(symbol)) continue;
      for (const bit of this.#ofSymbols[symbol] ?? this.#bitsOf(symbol)) set(bit);
    }
    if (hasSubscript) set(this.#bits.get(SUBSCRIPT)!);
    if (tally) this.#ofTallies.set(tally, words);
    return words;
  }

  /** From those of the version before: undefined where a word went that another symbol may say as well. */
  #wordsAfter(before: Words, tally: Tally, older: Tally): Words | undefined {
    const come: number[] = [];
    for (const symbol of tally.others(Use.Any, older)) {
      const bits = this.#ofSymbols[symbol] ?? this.#bitsOf(symbol);
      if (bits.length === 0) continue;
      if (!tally.has(Use.Any, symbol)) return undefined;
      come.push(...bits);
    }
    const hasSubscript = tally.has(Use.Subscript, 0);
    if (hasSubscript !== older.has(Use.Subscript, 0)) {
      if (!hasSubscript) return undefined;
      come.push(this.#bits.get(SUBSCRIPT)!);
    }
    if (come.length === 0) return before;
    const words = before.slice();
    for (const bit of come) words[bit >>> 5]! |= 1 << (bit & 31);
    return words;
  }

  /** Makes ready what `wordsOf` asks of the nodes: most of it is to look at each symbol that no file had before. */
  *readSymbols(ast: Ast): Steps<void> {
    const { symbols } = ast.columns;
    let met = 0;
    for (const symbol of symbols) {
      if (this.#ofSymbols[symbol]) continue;
      this.#bitsOf(symbol);
      if (++met % SYMBOLS_PER_STEP === 0) yield;
    }
    yield;
    this.#ofAsts.set(ast, yield* this.#wordsOfSymbols(ast));
  }

  #bitsOf(symbol: Sym): readonly number[] {
    const name = nameOf(symbol);
    const found: number[] = [];
    const whole = this.#bits.get(name.toLowerCase());
    if (whole !== undefined) found.push(whole);
    if (name.length <= LONGEST_CONVENTION && (this.#anyRegex?.test(name) ?? true))
      for (const [regex, bit] of this.#regexes) if (regex.test(name)) found.push(bit);
    if (name.length <= LONGEST_PATH && SEPARATORS.test(name))
      for (const part of name.split(SEPARATORS)) {
        const bit = this.#bits.get(part.toLowerCase());
        if (bit !== undefined) found.push(bit);
      }
    const bits = found.length === 0 ? NO_BITS : found;
    this.#ofSymbols[symbol] = bits;
    return bits;
  }

  // What they make possible

  /** Whether any rule could see a flow among files that together hold these words. */
  allowsFlows(words: Words, languages: Iterable<LanguageId>): boolean {
    const sources = new Set<string>([NOT_CONSTANT, UNBOUND_VALUE]);
    const sinks = new Set<string>();
    for (const language of languages) {
      const index = this.#indexes.get(language);
      if (index) this.#reach(language, index, words, sources, sinks);
    }
    const has = (word: string) => holds(words, this.#bits.get(word)!);
    return this.#rules.some(
      ({ id, sourceKinds, sinkKinds }) =>
        (sourceKinds.some((kind) => sources.has(kind)) || has(ownWord("source", id))) &&
        (sinkKinds.some((kind) => sinks.has(kind)) || has(ownWord("sink", id))),
    );
  }

  /** Follows the models' paths as far as the words lead. */
  #reach(language: LanguageId, index: ModelIndex, words: Words, sources: Set<string>, sinks: Set<string>): void {
    const has = (name: Sym) => {
      const text = nameOf(name);
      // C#'s projects open these namespaces without a word in any file.
      if (language === "csharp" && IMPLICIT_WORDS.has(text)) return true;
      if (holds(words, this.#bits.get(text.toLowerCase())!) || /^\d+$/.test(text)) return true;
      return language === "kotlin" && propertiesOf(text).some((word) => holds(words, this.#bits.get(word)!));
    };
    const seen = new Set<PathNode>();
    const waiting: PathNode[] = [];
    const enter = (node: PathNode | undefined) => {
      if (!node || seen.has(node)) return;
      seen.add(node);
      waiting.push(node);
    };
    const handled = (row: HandlerRow) => {
      if (row.parameterKind !== undefined) sources.add(row.parameterKind);
      if (row.returns !== undefined) sinks.add(row.returns);
      for (const type of row.parameters ?? []) for (const node of nodesOfType(index, type)) enter(node);
    };
    const reached = ({ kind, asWritten }: SinkRow) => {
      sinks.add(kind);
      if (asWritten) sources.add(AS_WRITTEN);
    };
    for (const [name, node] of index.roots) if (has(name)) enter(node);
    const prelude = scopeTraits(language).prelude?.prefix;
    if (prelude !== undefined) for (const node of nodesOfType(index, prelude)) enter(node);
    for (const { bit, types } of this.#conventions.get(language) ?? NO_CONVENTIONS)
      if (holds(words, bit)) types.forEach(enter);
    for (const { row, bit } of this.#handlersOfFiles.get(language) ?? []) if (holds(words, bit)) handled(row);
    for (const [name, rows] of index.memberHandlers) if (has(name)) rows.forEach(handled);
    for (const [name, rows] of index.anyRows) {
      if (!has(name)) continue;
      for (const { kind } of [...rows.sourceReads, ...rows.sourceCalls, ...rows.parameterDecorators]) sources.add(kind);
      for (const row of [...rows.handlerCalls, ...rows.handlerDecorators, ...rows.handlerSuperclasses]) handled(row);
    }
    for (const byName of [index.anyCalls, index.anyWrites, index.attributes])
      for (const [name, rows] of byName) if (has(name)) rows.forEach(reached);
    if (holds(words, this.#bits.get(SUBSCRIPT)!)) for (const { kind } of index.subscriptWrites) sinks.add(kind);
    for (const { regex, row } of index.namedSinks) if (holds(words, this.#regexes.get(regex)!)) sinks.add(row.kind);
    for (const { regex, row } of index.namedSources) if (holds(words, this.#regexes.get(regex)!)) sources.add(row.kind);
    for (let node = waiting.pop(); node; node = waiting.pop()) {
      if (node.members) for (const [name, member] of node.members) if (has(name)) enter(member);
      enter(node.wildcard);
      enter(node.call);
      node.types?.forEach(enter);
      const { rows } = node;
      if (!rows) continue;
      for (const { kind } of rows.sourceReads) sources.add(kind);
      for (const { kind } of rows.sourceCalls) sources.add(kind);
      for (const { kind } of rows.parameterDecorators) sources.add(kind);
      rows.sinkCalls.forEach(reached);
      rows.sinkWrites.forEach(reached);
      rows.handlerCalls.forEach(handled);
      rows.handlerDecorators.forEach(handled);
      rows.handlerSuperclasses.forEach(handled);
    }
  }

  // Which words there are

  #bit(word: string): number {
    let bit = this.#bits.get(word);
    if (bit === undefined) {
      bit = this.#bits.size;
      this.#bits.set(word, bit);
    }
    return bit;
  }

  /** Languages of one family have the same expressions. */
  #regexBit(regex: CompiledRegex): void {
    if (!this.#regexes.has(regex)) this.#regexes.set(regex, this.#bit(`\u0000regex\u0000${this.#regexes.size}`));
  }

  #addIndex(language: LanguageId, index: ModelIndex): void {
    const wordBit = (name: Sym) => {
      this.#bit(nameOf(name).toLowerCase());
      if (language === "kotlin") for (const word of propertiesOf(nameOf(name))) this.#bit(word);
    };
    const seen = new Set<PathNode>();
    const waiting: PathNode[] = [];
    const enter = (node: PathNode | undefined) => {
      if (!node || seen.has(node)) return;
      seen.add(node);
      waiting.push(node);
    };
    for (const [name, node] of index.roots) {
      wordBit(name);
      enter(node);
    }
    for (let node = waiting.pop(); node; node = waiting.pop()) {
      for (const [name, member] of node.members ?? []) {
        wordBit(name);
        enter(member);
      }
      enter(node.wildcard);
      enter(node.call);
    }
    for (const names of [index.memberHandlers, index.anyRows, index.anyCalls, index.anyWrites, index.attributes])
      for (const name of names.keys()) wordBit(name);
    for (const { regex } of [...index.namedSources, ...index.namedSinks]) this.#regexBit(regex);
    const conventions: Convention[] = [];
    const add = (convention: Omit<Convention, "bit" | "types">, type: Origin): void => {
      for (const regex of convention.regexes) this.#regexBit(regex);
      const bit = this.#bit(`\u0000convention\u0000${language}\u0000${conventions.length}`);
      conventions.push({ ...convention, bit, types: index.nodesOf(type) });
    };
    for (const { regex, type, withMember, imports } of index.nameConventions)
      add({ regexes: [regex], isOfParameters: false, withMember, imports }, type);
    for (const { names, type, imports } of index.parameterConventions)
      add({ regexes: names, isOfParameters: true, withMember: [], imports }, type);
    this.#conventions.set(language, conventions);
    this.#handlersOfFiles.set(
      language,
      index.fileHandlers.map((row, number) => ({ row, bit: this.#bit(`\u0000files\u0000${language}\u0000${number}`) })),
    );
  }
}

/** The source of what is a flaw as it is written: such a sink is all that its rule needs. */
const AS_WRITTEN = "as-written";
/** What is not known to be the program's own is wherever a sink is. */
const NOT_CONSTANT = "not-constant";
const NO_CONVENTIONS: readonly Convention[] = [];
const SUBSCRIPT = "\u0000subscript";

function ownWord(role: "source" | "sink", rule: string): string {
  return `\u0000${role}\u0000${rule}`;
}

export function holds(words: Words, bit: number): boolean {
  return (words[bit >>> 5]! & (1 << (bit & 31))) !== 0;
}

export function addWords(to: Words, from: Words): void {
  for (let at = 0; at < to.length; at++) to[at]! |= from[at]!;
}

export function sameWords(a: Words, b: Words): boolean {
  return a.length === b.length && a.every((part, at) => part === b[at]);
}

function nodesOfType(index: ModelIndex, path: string): readonly PathNode[] {
  const origin = originOfPath(path);
  return origin === undefined ? [] : index.nodesOf(origin);
}

/** One expression of JavaScript's for whatever any of these may match; undefined where one cannot be put so. */
function alternatives(regexes: readonly CompiledRegex[]): RegExp | undefined {
  try {
    return new RegExp(
      regexes.map(({ source }) => `(?:${source.replace(/^\(\?[a-z]+\)/, "")})`).join("|") || "(?!)",
      "i",
    );
  } catch {
    return undefined;
  }
}

/** One pair of a counter and what it was when each symbol was last seen: no set has to be made for each file. */
let round = 0;
const lastSeen: number[] = [];

function seenSymbols(): { isSeen(symbol: Sym): boolean } {
  round++;
  const current = round;
  return {
    isSeen(symbol) {
      if (lastSeen[symbol] === current) return true;
      lastSeen[symbol] = current;
      return false;
    },
  };
}

/** As Kotlin reads and writes what Java's `getName` and `setHttpOnly` are for. */
function propertiesOf(accessor: string): readonly string[] {
  if (!/^[gs]et[A-Z]/.test(accessor)) return NO_WORDS;
  const property = accessor.slice(3).toLowerCase();
  return [property, `is${property}`];
}

const NO_WORDS: readonly string[] = [];
