// What the names in a file mean: which declaration each Identifier belongs to, which of them stand for something of a module
// or of the language itself (qualified names), who writes them, and what the file imports and exports.
//
// A *declaration* is the node that makes a name known: the Identifier in a declarator, pattern, parameter, loop or
// assignment, in role Name of a function or class, or in role Alias of an import; where there is no such Identifier, the
// ImportSpecifier, Import or Namespace itself. Its parent says what kind of declaration it is.
//
// Made once a snapshot, in two passes over the columns; what costs more (uses, exports, qualified names) is worked out when
// it is first asked for. Knows one file only: what a relative import leads to is the flow layer's business.

import type { Steps } from "../text/steps.ts";
import { type Ast, type AstNode, NO_NODE, ROOT } from "./ast.ts";
import { type Bindings, bindingMadeBy, scopeFrom } from "./bindings.ts";
import { Flag, Kind, Role } from "./kind.ts";
import {
  type ExportedName,
  type ImportedName,
  importingNodes,
  listExports,
  listImports,
  mayImport,
  moduleName,
} from "./module-interface.ts";
import type { Binding } from "./scope-room.ts";
import { scopeTraits } from "./scope-traits.ts";
import { bindNames, bindNamesInSteps, boundByImport, rebindNames } from "./scopes.ts";
import type { AstChange } from "./splice.ts";
import { intern, nameOf, type Sym, symbolOf } from "./symbols.ts";

/** A name from its module's (or global's) down: `{ module: "child_process", members: ["exec"] }`. */
export interface QualifiedName {
  /** As the import spells it (without `node:`); for a global, its name. Relative specifiers and Python's dots are kept. */
  readonly module: string;
  readonly members: readonly string[];
  /** Nothing in the file declares or imports it: `process`, `eval`, `open`. */
  readonly isGlobal: boolean;
}

/** How far aliases of aliases are followed. */
const LONGEST_CHAIN = 32;
/** Of which the kind is read, and that of some of their children. */
const NODES_IN_A_STEP = 10_000;
const UNKNOWN = 0;
const NOTHING = -1;

const DEFAULT = intern("default");
const STAR = intern("*");
const PLAIN = /^[A-Za-z_$@][\w$-]*(\.[A-Za-z_$@][\w$-]*)*$/;

export function resolveNames(ast: Ast): Names {
  return new Names(ast, bindNames(ast));
}

/** The names of a version from those of the one before it, where an edit lies in a function; undefined elsewhere, or when that is gone by now. */
export function namesAfter(ast: Ast, before: Names, change: AstChange): Names | undefined {
  const bindings = before.ast.isGone ? undefined : rebindNames(ast, before.bindings, change);
  return bindings && new Names(ast, bindings, before.importingAfter(ast, change));
}

export function* resolveNamesInSteps(ast: Ast): Steps<Names> {
  return new Names(ast, yield* bindNamesInSteps(ast));
}

export class Names {
  readonly ast: Ast;
  /** Every Function node, in order; those without a Body (overloads, abstract ones) included. */
  readonly functions: readonly AstNode[];
  readonly #bindings: Bindings;
  #qualified: Int32Array | undefined;
  readonly #known: QualifiedName[] = [];
  readonly #dotted: Sym[] = [];
  #topLevel: ReadonlyMap<Sym, AstNode> | undefined;
  #uses: NodesOfBindings | undefined;
  readonly #usesAsked = new Map<Binding, readonly AstNode[]>();
  #writers: NodesOfBindings | undefined;
  #importing: readonly AstNode[] | undefined;
  #imports: readonly ImportedName[] | undefined;
  #exports: readonly ExportedName[] | undefined;

  constructor(ast: Ast, bindings: Bindings, importing?: readonly AstNode[]) {
    this.ast = ast;
    this.#importing = importing;
    this.#bindings = bindings;
    this.functions = bindings.functions;
  }

  /** For the version after this one. */
  get bindings(): Bindings {
    return this.#bindings;
  }

  /** The declaration that an Identifier belongs to (a declaration belongs to itself); NO_NODE for names of elsewhere. */
  declarationOf(node: AstNode): AstNode {
    return this.#bindings.declarations[this.#bindings.ofNode[node]!]!;
  }

  /** The declaration of a name as code at `node` would see it. */
  declarationVisibleAt(node: AstNode, name: Sym): AstNode {
    const { owners } = this.#bindings.scopes;
    let at = node;
    while (at !== ROOT) {
      const index = scopeFrom(this.#bindings.scopes, at);
      if (owners[index] === at) {
        const binding = bindingMadeBy(this.#bindings, at, name);
        if (binding > 0) return this.#bindings.declarations[binding]!;
        at = this.ast.parent(at);
      }
      // No node makes a scope before the next that does.
      const before = index === 0 ? ROOT : owners[index - 1]!;
      while (at > before) at = this.ast.parent(at);
    }
    return this.topLevelNamed(name);
  }

  /** The Function, Class or Module whose variable a declaration is: NO_NODE, which is also the Module, for names of the top level. */
  ownerOf(declaration: AstNode): AstNode {
    const { scopes, scopeOf, ofNode } = this.#bindings;
    return scopes.functionOwners[scopeOf[ofNode[declaration]!]!]!;
  }

  /** Every Identifier that belongs to a declaration, in order, itself included. */
  usesOf(declaration: AstNode): readonly AstNode[] {
    const binding = this.#bindings.ofNode[declaration]!;
    if (!this.#uses && this.#usesAsked.size < FEW) {
      // After an edit few are asked for, and sorting all nodes by their bindings takes longer than to look through them.
      let uses = this.#usesAsked.get(binding);
      if (!uses) {
        uses = binding === 0 ? NO_NODES : nodesWith(this.#bindings.ofNode, binding);
        this.#usesAsked.set(binding, uses);
      }
      return uses;
    }
    this.#uses ??= new NodesOfBindings(this.ast, this.#bindings, undefined);
    return this.#uses.of(binding);
  }

  /** Those that are in a part of the file. */
  usesWithin(declaration: AstNode, from: AstNode, to: AstNode): readonly AstNode[] {
    const { ofNode } = this.#bindings;
    const binding = ofNode[declaration]!;
    return binding === 0 ? NO_NODES : nodesWith(ofNode.subarray(from, to), binding, from);
  }

  /** The nodes that give a declaration's name a value, in order: the declaration itself if it has one, targets of assignments. */
  writersOf(declaration: AstNode): readonly AstNode[] {
    return this.#writersOfAll.of(this.#bindings.ofNode[declaration]!);
  }

  /** Whether a node gives a declaration's name a value. */
  isWriterOf(declaration: AstNode, node: AstNode): boolean {
    return this.#writersOfAll.has(this.#bindings.ofNode[declaration]!, node);
  }

  get #writersOfAll(): NodesOfBindings {
    this.#writers ??= new NodesOfBindings(this.ast, this.#bindings, this.#bindings.writers);
    return this.#writers;
  }

  /** Whether a name gets more than one value. One that is declared without a value and assigned once does not. */
  isReassigned(declaration: AstNode): boolean {
    return this.#bindings.writes[this.#bindings.ofNode[declaration]!]! > 1;
  }

  /**
   * The expression that is all that a name ever is: the value of its one declarator or assignment. NO_NODE when it is
   * written again, comes out of a pattern, or is a parameter, a loop's target, an import, a function.
   */
  onlyValueOf(declaration: AstNode): AstNode {
    const writer = this.#onlyWriter(this.#bindings.ofNode[declaration]!);
    return writer === NO_NODE ? NO_NODE : this.#valueWrittenTo(writer);
  }

  /** The module and members that an Identifier, Member chain, Index with a constant key or Type stands for. */
  qualified(node: AstNode): QualifiedName | undefined {
    const id = this.#qualify(node, LONGEST_CHAIN);
    return id > 0 ? this.#known[id] : undefined;
  }

  /**
   * The same as one dotted name: `child_process.exec`, `flask.request.args`. A module whose name is not plain is quoted as
   * models do: `"mysql2/promise".createPool`. 0 for locals and for what is no name.
   */
  qualifiedName(node: AstNode): Sym {
    const id = this.#qualify(node, LONGEST_CHAIN);
    if (id <= 0) return 0;
    const known = this.#dotted[id];
    if (known !== undefined) return known;
    const name = intern(printQualified(this.#known[id]!));
    this.#dotted[id] = name;
    return name;
  }

  /** What the file imports: by import statements, `require` and `import()`. */
  get imports(): readonly ImportedName[] {
    this.#importing ??= importingNodes(this.ast, ROOT, this.ast.size);
    this.#imports ??= listImports(this, this.#importing);
    return this.#imports;
  }

  /** Makes ready what `imports` tells, in steps. */
  *readImports(): Steps<void> {
    if (this.#importing) return;
    const { size } = this.ast;
    const importing: AstNode[] = [];
    for (let from = ROOT; from < size; from += NODES_IN_A_STEP) {
      importing.push(...importingNodes(this.ast, from, Math.min(from + NODES_IN_A_STEP, size)));
      yield;
    }
    this.#importing = importing;
  }

  /** The nodes that may import, of the version after this one, where they are known of this one. */
  importingAfter(ast: Ast, { start, oldEnd, newEnd }: AstChange): readonly AstNode[] | undefined {
    if (!this.#importing) return undefined;
    const before: AstNode[] = [];
    const behind: AstNode[] = [];
    for (const node of this.#importing) {
      if (node < start) before.push(node);
      else if (node >= oldEnd) behind.push(node + newEnd - oldEnd);
    }
    return [...before, ...importingNodes(ast, start, newEnd), ...behind];
  }

  /** What the file exports; in languages without export statements, all that its top level declares. */
  get exports(): readonly ExportedName[] {
    this.#exports ??= listExports(this);
    return this.#exports;
  }

  /** What the top level declares, by name. */
  get topLevel(): ReadonlyMap<Sym, AstNode> {
    if (this.#topLevel) return this.#topLevel;
    const { declarations, ofModule } = this.#bindings;
    const names = new Map<Sym, AstNode>();
    for (const [name, binding] of ofModule.of(this.#bindings)) names.set(name, declarations[binding]!);
    this.#topLevel = names;
    return names;
  }

  /** What the top level declares under a name; NO_NODE for nothing. */
  topLevelNamed(name: Sym): AstNode {
    const binding = this.#bindings.ofModule.of(this.#bindings).get(name);
    return binding === undefined ? NO_NODE : this.#bindings.declarations[binding]!;
  }

  /** The module that a Call of `require("x")` or `import("x")` asks for. */
  moduleOfCall(node: AstNode): string | undefined {
    const { ast } = this;
    if (!mayImport(ast, node) || ast.language === "php") return undefined;
    const callee = ast.child(node, Role.Callee);
    if (ast.kind(callee) !== Kind.Identifier || this.#bindings.ofNode[callee] !== 0) return undefined;
    const argument = ast.child(node, Role.Argument);
    if (argument === NO_NODE || ast.kind(argument) !== Kind.String || ast.nextSibling(argument) !== NO_NODE)
      return undefined;
    return moduleName(ast.stringValue(argument));
  }

  #onlyWriter(binding: Binding): AstNode {
    if (binding === 0 || this.#bindings.writes[binding] !== 1) return NO_NODE;
    return this.#writersOfAll.firstOf(binding);
  }

  /** The value of the declarator or assignment whose whole target is `writer`. */
  #valueWrittenTo(writer: AstNode): AstNode {
    const { ast } = this;
    if (ast.role(writer) !== Role.Target) return NO_NODE;
    const parent = ast.parent(writer);
    switch (ast.kind(parent)) {
      case Kind.Declarator:
      case Kind.Assign:
      case Kind.NamedExpression:
        return ast.child(parent, Role.Value);
      default:
        return NO_NODE;
    }
  }

  // Qualified names

  #qualify(node: AstNode, budget: number): number {
    this.#qualified ??= this.ast.int32(this.ast.size);
    const known = this.#qualified[node]!;
    if (known !== UNKNOWN) return known;
    const id = budget > 0 ? this.#qualifyAnew(node, budget) : NOTHING;
    this.#qualified[node] = id;
    return id;
  }

  #qualifyAnew(node: AstNode, budget: number): number {
    const { ast } = this;
    const members: string[] = [];
    let base = node;
    for (;;) {
      const kind = ast.kind(base);
      if (kind === Kind.Member) members.push(ast.name(base));
      else if (kind === Kind.Index) {
        const key = ast.child(base, Role.Property);
        if (ast.kind(key) !== Kind.String) return NOTHING;
        members.push(ast.stringValue(key));
      } else if (kind !== Kind.Cast && kind !== Kind.Await) break;
      base = ast.child(base, kind === Kind.Cast || kind === Kind.Await ? Role.Operand : Role.Object);
      if (base === NO_NODE) return NOTHING;
    }
    return this.#extend(this.#qualifyBase(base, budget), members.reverse());
  }

  #qualifyBase(node: AstNode, budget: number): number {
    const { ast } = this;
    switch (ast.kind(node)) {
      case Kind.Identifier: {
        const binding = this.#bindings.ofNode[node]!;
        return binding === 0 ? this.#global(ast.name(node)) : this.#qualifyBinding(binding, budget);
      }
      case Kind.Type:
        return this.#qualifyType(node, budget);
      case Kind.ImportSpecifier:
      case Kind.Import:
        return this.#qualifyBinding(this.#bindings.ofNode[node]!, budget);
      case Kind.Call: {
        const module = this.moduleOfCall(node);
        return module === undefined ? NOTHING : this.#add({ module, members: [], isGlobal: false });
      }
      default:
        return NOTHING;
    }
  }

  #global(name: string): number {
    if (name === "") return NOTHING;
    const { prelude } = scopeTraits(this.ast.language);
    if (prelude?.names.has(name))
      return this.#add({ module: `${prelude.prefix}.${name}`, members: [], isGlobal: false });
    return this.#add({ module: name, members: [], isGlobal: true });
  }

  #qualifyType(node: AstNode, budget: number): number {
    const [head, ...members] = this.ast.name(node).split(".");
    if (!head || !/^[\w$\\]+$/.test(head)) return NOTHING;
    const declaration = this.declarationVisibleAt(node, symbolOf(head));
    if (declaration === NO_NODE) return this.#extend(this.#global(head), members);
    return this.#extend(this.#qualifyBinding(this.#bindings.ofNode[declaration]!, budget), members);
  }

  /** What a name that this file declares stands for: an import, or an alias of one that nothing writes again. */
  #qualifyBinding(binding: Binding, budget: number): number {
    if (binding === 0) return NOTHING;
    const declaration = this.#bindings.declarations[binding]!;
    const fromImport = this.#qualifyImport(declaration);
    if (fromImport !== NOTHING) {
      const isOneImport = this.writersOf(declaration).every((writer) => this.#qualifyImport(writer) !== NOTHING);
      return isOneImport ? fromImport : NOTHING;
    }
    const writer = this.#onlyWriter(binding);
    return writer === NO_NODE ? NOTHING : this.#qualifyWritten(writer, budget);
  }

  #qualifyImport(declaration: AstNode): number {
    const { ast } = this;
    const specifier = ast.role(declaration) === Role.Alias ? ast.parent(declaration) : declaration;
    if (ast.kind(specifier) === Kind.Import) return this.#qualifyImportedModule(specifier);
    const statement = ast.parent(specifier);
    if (ast.kind(specifier) !== Kind.ImportSpecifier || ast.kind(statement) !== Kind.Import) return NOTHING;
    const imported = ast.symbol(specifier);
    const module = this.#add({ module: moduleName(ast.name(statement)), members: [], isGlobal: false });
    return imported === STAR ? module : this.#extend(module, [nameOf(imported)]);
  }

  /** `import a.b` binds `a` (Python) or what is at the end of the path (Java, Go). */
  #qualifyImportedModule(node: AstNode): number {
    const module = this.ast.name(node);
    const { importBinds } = scopeTraits(this.ast.language);
    const isFirst = importBinds === "first";
    return this.#add({ module: isFirst ? boundByImport(module, "first") : module, members: [], isGlobal: false });
  }

  /** `writer` is what one declarator or assignment writes, as a whole or out of an object pattern. */
  #qualifyWritten(writer: AstNode, budget: number): number {
    const { ast } = this;
    const members: string[] = [];
    let at = writer;
    for (;;) {
      const parent = ast.parent(at);
      const role = ast.role(at);
      if (role === Role.Target) {
        if (ast.kind(parent) === Kind.DefaultPattern) {
          at = parent;
          continue;
        }
        const value = this.#valueWrittenTo(at);
        if (value === NO_NODE || !this.#isName(value)) return NOTHING;
        return this.#extend(this.#qualify(value, budget - 1), members.reverse());
      }
      if (role !== Role.Value || ast.kind(parent) !== Kind.Pair) return NOTHING;
      const key = ast.child(parent, Role.Key);
      if (ast.kind(key) !== Kind.String) return NOTHING;
      members.push(ast.stringValue(key));
      at = ast.parent(parent);
      if (ast.kind(at) !== Kind.Object) return NOTHING;
    }
  }

  /** Only what was a name before is an alias: `const x = y` of a global `y` may be any value, but so is `y`. */
  #isName(value: AstNode): boolean {
    switch (this.ast.kind(value)) {
      case Kind.Identifier:
      case Kind.Member:
      case Kind.Index:
      case Kind.Call:
      case Kind.Await:
      case Kind.Cast:
        return true;
      default:
        return false;
    }
  }

  #extend(id: number, members: readonly string[]): number {
    if (id <= 0 || members.length === 0) return id;
    const of = this.#known[id]!;
    // ES and CommonJS disagree on whether a module is its default export; qualified names speak of neither.
    const added =
      of.members.length === 0 && !of.isGlobal && members[0] === nameOf(DEFAULT) ? members.slice(1) : members;
    return this.#add({ ...of, members: [...of.members, ...added] });
  }

  #add(name: QualifiedName): number {
    if (this.#known.length === 0) this.#known.push(name);
    return this.#known.push(name) - 1;
  }

  /** Whether an import, by itself or one of its names, is of types only. */
  isTypeOnly(node: AstNode): boolean {
    return this.ast.hasFlag(node, Flag.TypeOnly);
  }
}

function printQualified({ module, members }: QualifiedName): string {
  const root = PLAIN.test(module) ? module : JSON.stringify(module);
  return [root, ...members].join(".");
}

const NO_NODES: readonly AstNode[] = [];

/** So many bindings are looked for one by one. */
const FEW = 4;

/** `ofNode` begins with node `first`. */
function nodesWith(ofNode: Int32Array, binding: Binding, first = 0): readonly AstNode[] {
  const found: AstNode[] = [];
  for (let at = ofNode.indexOf(binding); at >= 0; at = ofNode.indexOf(binding, at + 1)) found.push(first + at);
  return found;
}

/** The nodes of each binding, in order: all of them, or some. */
class NodesOfBindings {
  /** Where each binding's nodes begin. */
  readonly #starts: Int32Array;
  readonly #nodes: Int32Array;
  readonly #lists = new Map<Binding, readonly AstNode[]>();

  constructor(ast: Ast, { ofNode, declarations }: Bindings, some: Int32Array | undefined) {
    const starts = ast.int32(declarations.length + 2);
    const count = some?.length ?? ofNode.length;
    const nodeAt = (index: number) => (some ? some[index]! : index);
    for (let at = 0; at < count; at++) starts[ofNode[nodeAt(at)]! + 2]!++;
    // Those of none are left out.
    starts[2] = 0;
    for (let binding = 2; binding < starts.length; binding++) starts[binding]! += starts[binding - 1]!;
    const nodes = ast.int32(starts[starts.length - 1]!);
    for (let at = 0; at < count; at++) {
      const binding = ofNode[nodeAt(at)]!;
      if (binding !== 0) nodes[starts[binding + 1]!++] = nodeAt(at);
    }
    this.#starts = starts;
    this.#nodes = nodes;
  }

  /** NO_NODE for none. */
  firstOf(binding: Binding): AstNode {
    const start = this.#starts[binding]!;
    return binding === 0 || start === this.#starts[binding + 1] ? NO_NODE : this.#nodes[start]!;
  }

  has(binding: Binding, node: AstNode): boolean {
    if (binding === 0) return false;
    const end = this.#starts[binding + 1]!;
    for (let at = this.#starts[binding]!; at < end; at++) if (this.#nodes[at] === node) return true;
    return false;
  }

  of(binding: Binding): readonly AstNode[] {
    if (binding === 0) return NO_NODES;
    let list = this.#lists.get(binding);
    if (!list) {
      list = Array.from(this.#nodes.subarray(this.#starts[binding]!, this.#starts[binding + 1]!));
      this.#lists.set(binding, list);
    }
    return list;
  }
}
