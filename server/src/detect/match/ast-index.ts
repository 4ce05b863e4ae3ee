// Where in a file nodes of each kind are, and calls by the name that they call: what a pattern is compared with is looked
// up here, so that no pattern is tried at every node. Made once an AST, by need.

import { type Ast, type AstNode, NO_NODE, ROOT } from "../../syntax/ast.ts";
import { Flag, Kind, Role } from "../../syntax/kind.ts";
import type { Names } from "../../syntax/names.ts";
import { intern, type Sym } from "../../syntax/symbols.ts";
import { KINDS_WITH_PARTS, partsOf, Use } from "../../syntax/tally.ts";
import { addToList } from "../../text/multimap.ts";
import { finished, type Steps } from "../../text/steps.ts";
import { ImportPaths } from "./import-paths.ts";

const KIND_COUNT = 256;
const NO_NODES: readonly AstNode[] = [];
const NO_PART = new Int32Array(0);
/** What a name stands for may have to be found out for each. */
const NODES_IN_A_STEP = 500;
/** Of which only the columns are read. */
const ENTRIES_IN_A_STEP = 20_000;

/** A name, and what it is made of. */
function addParts(found: Set<Sym>, symbol: Sym): void {
  if (found.has(symbol)) return;
  found.add(symbol);
  for (const part of partsOf(symbol)) found.add(part);
}

/** Which nodes there are of each kind: those of one kind in order, and where those of each begin. */
interface NodesByKind {
  readonly offsets: Int32Array;
  readonly nodes: Int32Array;
}

export class AstIndex {
  readonly ast: Ast;
  readonly names: Names;
  readonly paths: ImportPaths;
  /** Of which nodes this is an index, in order; empty for all. */
  readonly nodes: Int32Array;
  readonly #isPart: boolean;
  #mask: Uint8Array | undefined;
  #byKind: NodesByKind | undefined;
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
  }

  /** After an edit nobody may ask for those of all of a file, for matches are looked for around the edit only. */
  get #nodesByKind(): NodesByKind {
    this.#byKind ??= finished(this.#sorted());
    return this.#byKind;
  }

  #sorted(): Steps<NodesByKind> {
    return this.#isPart
      ? sortedByKind(this.ast, this.nodes, new Int32Array(this.nodes.length))
      : sortedByKind(this.ast, undefined, this.ast.int32(this.ast.size));
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
    const { offsets, nodes } = this.#nodesByKind;
    return nodes.subarray(offsets[kind]!, offsets[kind + 1]!);
  }

  /** Whether the file holds a name: as a symbol, or as a part of what its imports stand for. */
  holds(name: Sym): boolean {
    const { tally } = this.ast;
    if (tally) {
      if (tally.has(Use.Any, name) || tally.has(Use.Part, name)) return true;
    } else {
      this.#symbols ??= this.#markSymbols();
      if (name < this.#symbols.length && this.#symbols[name] === 1) return true;
    }
    this.#parts ??= finished(this.#partsOfNames());
    return this.#parts.has(name);
  }

  /** Makes ready what `holds` tells. */
  *readNames(): Steps<void> {
    if (!this.ast.tally) {
      this.#symbols ??= this.#markSymbols();
      yield;
      this.#byKind ??= yield* this.#sorted();
    }
    yield* this.names.readImports();
    this.#parts ??= yield* this.#partsOfNames();
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

  /** The parts of imports' names, and where no tally counts them of other names. */
  *#partsOfNames(): Steps<Set<Sym>> {
    const found = new Set<Sym>();
    const { symbols } = this.ast.columns;
    let looked = 0;
    if (!this.ast.tally)
      for (const kind of KINDS_WITH_PARTS)
        for (const node of this.ofKind(kind)) {
          if (++looked % NODES_IN_A_STEP === 0) yield;
          for (const part of partsOf(symbols[node]!)) found.add(part);
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

/** Some nodes, or all of them, sorted into `into`. */
function* sortedByKind(
  { columns: { kinds } }: Ast,
  some: Int32Array | undefined,
  into: Int32Array,
): Steps<NodesByKind> {
  const offsets = new Int32Array(KIND_COUNT + 1);
  const { length } = into;
  for (let from = 0; from < length; from += ENTRIES_IN_A_STEP) {
    if (from > 0) yield;
    countKinds(kinds, some, from, Math.min(from + ENTRIES_IN_A_STEP, length), offsets);
  }
  for (let kind = 0; kind < KIND_COUNT; kind++) offsets[kind + 1]! += offsets[kind]!;
  const next = offsets.slice();
  for (let from = 0; from < length; from += ENTRIES_IN_A_STEP) {
    if (from > 0) yield;
    placeByKind(kinds, some, from, Math.min(from + ENTRIES_IN_A_STEP, length), next, into);
  }
  return { offsets, nodes: into };
}

/** How many there are of each kind, one place further on. */
function countKinds(
  kinds: Uint8Array,
  some: Int32Array | undefined,
  from: number,
  to: number,
  counts: Int32Array,
): void {
  for (let at = from; at < to; at++) counts[kinds[some ? some[at]! : at]! + 1]!++;
}

/** `next`: where the next of each kind goes. */
function placeByKind(
  kinds: Uint8Array,
  some: Int32Array | undefined,
  from: number,
  to: number,
  next: Int32Array,
  into: Int32Array,
): void {
  for (let at = from; at < to; at++) {
    const node = some ? some[at]! : at;
    into[next[kinds[node]!]!++] = node;
  }
}

const DEFAULT = intern("default");
/** What the preprocessor names is no variable. */
export const MACRO = intern("#define");

/** Whether a node stands where a value does, not a declaration's name, a type or a label. */
export function isExpressionPosition(ast: Ast, node: AstNode): boolean {
  if (node === ROOT) return false;
  switch (ast.role(node)) {
    case Role.Name:
      // The word that begins a block of Terraform is what the block calls.
      return ast.kind(ast.parent(node)) === Kind.ConfigBlock || isField(ast, node);
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
      if (parent === Kind.ForEach) return ast.language === "ruby" || ast.hasFlag(ast.parent(node), Flag.Prefix);
      return parent === Kind.Assign || parent === Kind.NamedExpression || isDeclaredWithValue(ast, node);
    }
    case Role.Element:
    case Role.Value:
      return isExpressionKind(ast.kind(node)) && !isLoopVariable(ast, node);
    default:
      return isExpressionKind(ast.kind(node));
  }
}

/** A name that is declared with a value is assigned it; what a loop counts with is not. */
function isDeclaredWithValue(ast: Ast, name: AstNode): boolean {
  const declaration = ast.parent(name);
  if (ast.kind(declaration) === Kind.WithItem) return ast.child(declaration, Role.Type) !== NO_NODE;
  if (ast.kind(declaration) !== Kind.Declarator || ast.child(declaration, Role.Value) === NO_NODE) return false;
  const statement = ast.parent(declaration);
  return ast.language === "go" || (ast.role(statement) !== Role.Init && ast.symbol(statement) !== MACRO);
}

/** PHP names a field without the sign that its variables have. */
function isField(ast: Ast, name: AstNode): boolean {
  const field = ast.parent(name);
  return ast.kind(field) === Kind.Field && ast.language !== "php" && ast.child(field, Role.Value) !== NO_NODE;
}

/** One of several names that a loop declares. */
function isLoopVariable(ast: Ast, node: AstNode): boolean {
  if (ast.kind(node) !== Kind.Identifier || ast.language === "ruby") return false;
  let at = node;
  let isDeclared = false;
  for (;;) {
    const kind = ast.kind(ast.parent(at));
    if (kind === Kind.Tuple) isDeclared = true;
    else if (kind !== Kind.Array && kind !== Kind.Object && kind !== Kind.Pair) break;
    at = ast.parent(at);
  }
  const loop = ast.parent(at);
  if (at === node || ast.role(at) !== Role.Target) return false;
  if (ast.kind(loop) === Kind.ComprehensionFor) return true;
  return ast.kind(loop) === Kind.ForEach && (isDeclared || ast.child(loop, Role.Modifier) !== NO_NODE);
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
