// Where in a file nodes of each kind are, and calls by the name that they call: what a pattern is compared with is looked
// up here, so that no pattern is tried at every node. Made once an AST, by need.

import { type Ast, type AstNode, NO_NODE, ROOT } from "../../syntax/ast.ts";
import { Kind, Role } from "../../syntax/kind.ts";
import type { Names } from "../../syntax/names.ts";
import { intern, nameOf, type Sym, symbolCount } from "../../syntax/symbols.ts";
import { Use } from "../../syntax/tally.ts";
import { addToList } from "../../text/multimap.ts";
import { finished, type Steps } from "../../text/steps.ts";
import { ImportPaths } from "./import-paths.ts";

const KIND_COUNT = 256;
const NO_NODES: readonly AstNode[] = [];
const NO_PART = new Int32Array(0);
/** What a name stands for may have to be found out for each. */
const NODES_IN_A_STEP = 500;

const SEPARATORS = /[./\\:]+/;

/** By symbol whether its name has parts: 1 for no, 2 for yes, 0 while nobody has asked. */
let separated = new Uint8Array(0);

function isSeparated(symbol: Sym): boolean {
  if (symbol >= separated.length) {
    const larger = new Uint8Array(symbolCount() * 2);
    larger.set(separated);
    separated = larger;
  }
  if (separated[symbol] === 0) separated[symbol] = SEPARATORS.test(nameOf(symbol)) ? 2 : 1;
  return separated[symbol] === 2;
}

/** The parts of names that have some: asked for the same names with every key that is typed. */
const partsOf = new Map<Sym, readonly Sym[]>();

function addParts(found: Set<Sym>, symbol: Sym): void {
  if (found.has(symbol)) return;
  found.add(symbol);
  if (!isSeparated(symbol)) return;
  let parts = partsOf.get(symbol);
  if (!parts) {
    parts = nameOf(symbol).split(SEPARATORS).map(intern);
    partsOf.set(symbol, parts);
  }
  for (const part of parts) found.add(part);
}

export class AstIndex {
  readonly ast: Ast;
  readonly names: Names;
  readonly paths: ImportPaths;
  /** Of which nodes this is an index, in order; empty for all. */
  readonly nodes: Int32Array;
  readonly #isPart: boolean;
  #mask: Uint8Array | undefined;
  readonly #offsets = new Int32Array(KIND_COUNT + 1);
  readonly #nodes: Int32Array;
  #symbols: Uint8Array | undefined;
  #parts: Set<Sym> | undefined;
  #calls: Map<Sym, AstNode[]> | undefined;
  #members: Map<Sym, AstNode[]> | undefined;

  /** With `whole`, an index of only some of its nodes. */
  constructor(ast: Ast, names: Names, nodes?: { readonly whole: AstIndex; readonly part: Int32Array }) {
    this.ast = ast;
    this.names = names;
    this.paths = nodes?.whole.paths ?? new ImportPaths(ast, names);
    this.nodes = nodes?.part ?? NO_PART;
    this.#isPart = nodes !== undefined;
    const { kinds } = ast.columns;
    if (nodes) {
      this.#nodes = this.#sorted(nodes.part);
      return;
    }
    for (let at = 0; at < kinds.length; at++) this.#offsets[kinds[at]! + 1]!++;
    for (let kind = 0; kind < KIND_COUNT; kind++) this.#offsets[kind + 1]! += this.#offsets[kind]!;
    const next = this.#offsets.slice();
    this.#nodes = ast.int32(kinds.length);
    for (let at = 0; at < kinds.length; at++) this.#nodes[next[kinds[at]!]!++] = at;
  }

  #sorted(part: Int32Array): Int32Array {
    const { kinds } = this.ast.columns;
    for (const node of part) this.#offsets[kinds[node]! + 1]!++;
    for (let kind = 0; kind < KIND_COUNT; kind++) this.#offsets[kind + 1]! += this.#offsets[kind]!;
    const next = this.#offsets.slice();
    const sorted = new Int32Array(part.length);
    for (const node of part) sorted[next[kinds[node]!]!++] = node;
    return sorted;
  }

  includes(node: AstNode): boolean {
    if (!this.#isPart) return true;
    if (!this.#mask) {
      this.#mask = new Uint8Array(this.ast.size);
      for (const each of this.nodes) this.#mask[each] = 1;
    }
    return this.#mask[node] === 1;
  }

  /** All nodes of a kind, in order. */
  ofKind(kind: Kind): Int32Array {
    return this.#nodes.subarray(this.#offsets[kind]!, this.#offsets[kind + 1]!);
  }

  has(kind: Kind): boolean {
    return this.#offsets[kind + 1]! > this.#offsets[kind]!;
  }

  /** Whether the file holds a name: as a symbol, or as a part of what its imports stand for. */
  holds(name: Sym): boolean {
    const { tally } = this.ast;
    if (tally) {
      if (tally.has(Use.Any, name)) return true;
    } else {
      this.#symbols ??= this.#markSymbols();
      if (name < this.#symbols.length && this.#symbols[name] === 1) return true;
    }
    this.#parts ??= this.#partsOfNames();
    return this.#parts.has(name);
  }

  /**
   * One byte a symbol: a set of ten thousand numbers would take longer to make than the rules to ask. A table as large as the file was no
   * faster, and a scan of 1.8 M lines by two workers then took 2.3 GiB instead of 1.9: what lies outside of V8's heap has it collect in time.
   */
  #markSymbols(): Uint8Array {
    const { symbols } = this.ast.columns;
    let last = 0;
    for (let at = 0; at < symbols.length; at++) if (symbols[at]! > last) last = symbols[at]!;
    const marks = new Uint8Array(last + 1);
    for (let at = 0; at < symbols.length; at++) marks[symbols[at]!] = 1;
    return marks;
  }

  #partsOfNames(): Set<Sym> {
    const found = new Set<Sym>();
    const { symbols } = this.ast.columns;
    for (const kind of [Kind.Import, Kind.Type, Kind.Namespace, Kind.Export, Kind.Decorator])
      for (const node of this.ofKind(kind)) {
        const symbol = symbols[node]!;
        if (isSeparated(symbol)) addParts(found, symbol);
      }
    for (const { module } of this.names.imports) addParts(found, intern(module));
    return found;
  }

  /** Calls and constructions whose callee ends in a name, as written or as resolved. */
  callsOf(name: Sym): readonly AstNode[] {
    finished(this.readCalls());
    return this.#calls!.get(name) ?? NO_NODES;
  }

  /** Members with a name, and identifiers that stand for such a member of something imported. */
  membersOf(name: Sym): readonly AstNode[] {
    finished(this.readMembers());
    return this.#members!.get(name) ?? NO_NODES;
  }

  /** Makes ready what `callsOf` tells. */
  *readCalls(): Steps<void> {
    if (this.#calls) return;
    const calls = new Map<Sym, AstNode[]>();
    let looked = 0;
    for (const kind of [Kind.Call, Kind.New])
      for (const node of this.ofKind(kind)) {
        if (++looked % NODES_IN_A_STEP === 0) yield;
        const callee = this.#bare(this.ast.child(node, Role.Callee));
        if (callee === NO_NODE) continue;
        for (const name of this.#endsOf(callee)) addToList(calls, name, node);
      }
    this.#calls = calls;
  }

  /** Makes ready what `membersOf` tells. */
  *readMembers(): Steps<void> {
    if (this.#members) return;
    const members = new Map<Sym, AstNode[]>();
    let looked = 0;
    for (const kind of [Kind.Identifier, Kind.Member, Kind.Type])
      for (const node of this.ofKind(kind)) {
        if (++looked % NODES_IN_A_STEP === 0) yield;
        for (const name of this.#endsOf(node)) addToList(members, name, node);
      }
    for (const nodes of members.values()) nodes.sort((a, b) => a - b);
    this.#members = members;
  }

  #bare(node: AstNode): AstNode {
    let at = node;
    while (at !== NO_NODE && this.ast.kind(at) === Kind.Cast) at = this.ast.child(at, Role.Operand);
    return at;
  }

  #endsOf(node: AstNode): Sym[] {
    const symbol = this.ast.symbol(node);
    const kind = this.ast.kind(node);
    const ends = symbol === 0 ? [] : [symbol];
    if (kind === Kind.Type && symbol !== 0) {
      const name = this.ast.name(node);
      const dot = name.lastIndexOf(".");
      if (dot >= 0) ends.push(intern(name.slice(dot + 1)));
    }
    // Whatever the object of a member stands for, the member's own name is the end, unless it is what a module itself is called by.
    const isEnd = kind === Kind.Member && symbol !== DEFAULT;
    if (isEnd || (kind !== Kind.Identifier && kind !== Kind.Member && kind !== Kind.Type)) return ends;
    for (const path of this.paths.of(node)) {
      const end = intern(path.at(-1)!);
      if (!ends.includes(end)) ends.push(end);
    }
    return ends;
  }
}

const DEFAULT = intern("default");

/** Whether a node stands where a value does, not a declaration's name, a type or a label. */
export function isExpressionPosition(ast: Ast, node: AstNode): boolean {
  if (node === ROOT) return false;
  switch (ast.role(node)) {
    case Role.Name:
      // The word that begins a block of Terraform is what the block calls.
      return ast.kind(ast.parent(node)) === Kind.ConfigBlock;
    case Role.Label:
    case Role.Alias:
    case Role.Specifier:
    case Role.Statement:
    case Role.Member:
    case Role.Declarator:
    case Role.Parameter:
    case Role.TypeParameter:
    case Role.Type:
    case Role.TypeArgument:
    case Role.ReturnType:
    case Role.Modifier:
    case Role.Decorator:
    case Role.Case:
    case Role.Handler:
    case Role.Finalizer:
    case Role.Tag:
    case Role.Attribute:
      return false;
    case Role.Body:
    case Role.Then:
    case Role.Else:
      return isExpressionKind(ast.kind(node));
    case Role.Target: {
      const parent = ast.kind(ast.parent(node));
      return parent === Kind.Assign || parent === Kind.NamedExpression || parent === Kind.ForEach;
    }
    default:
      return isExpressionKind(ast.kind(node));
  }
}

export function isExpressionKind(kind: Kind): boolean {
  return (
    (kind >= Kind.Identifier &&
      kind <= Kind.MetaProperty &&
      kind !== Kind.Pair &&
      kind !== Kind.ComprehensionFor &&
      kind !== Kind.ComprehensionIf &&
      kind !== Kind.Attribute) ||
    kind === Kind.Opaque
  );
}

export function isStatementKind(kind: Kind): boolean {
  return kind >= Kind.Block && kind <= Kind.Spawn;
}
