// The pass that binds names: scopes and what they declare first (names are visible before their declaration stands), then
// every Identifier to its declaration. Works on the AST's columns with two loops and no recursion, in steps. names.ts gives its
// result a face.

import { finished, type Steps } from "../text/steps.ts";
import { type Ast, type AstNode, NO_NODE } from "./ast.ts";
import { type Bindings, bindingIn, ModuleNames, OUTER, type Scopes } from "./bindings.ts";
import { FunctionPart } from "./function-part.ts";
import { Flag, Kind, Role } from "./kind.ts";
import {
  type Binding,
  type BindingTable,
  backToRoom,
  roomForBinding,
  type Scope,
  ScopeKind,
  type ScopeRoom,
} from "./scope-room.ts";
import { type ScopeTraits, scopeTraits } from "./scope-traits.ts";
import type { AstChange } from "./splice.ts";
import { intern, nameOf, type Sym, symbolCount } from "./symbols.ts";

/** Longer chains are looked through by a table. */
const LONGEST_CHAIN = 10;

enum Write {
  None,
  /** Gives the name a value. */
  Plain,
  /** Depends on the value before (`+=`, `++`), or takes it away. */
  Compound,
}

export function bindNames(ast: Ast): Bindings {
  return finished(bindNamesInSteps(ast));
}

export function bindNamesInSteps(ast: Ast): Steps<Bindings> {
  return new Binder(ast).run();
}

/** The same after an edit in a function, from what was known before it; undefined where all of the file has to be looked at. */
export function rebindNames(ast: Ast, before: Bindings, change: AstChange): Bindings | undefined {
  const part = FunctionPart.of(ast, before, change);
  return part && new Binder(ast, part).rebind(part);
}

const VAR = intern("var");
const STAR = intern("*");
const ASSIGN = intern("=");
const GLOBAL = intern("global");
const UNDERSCORE = intern("_");

/** Nodes that are looked at in one step: some tenths of a millisecond, and some milliseconds while our own code is new. */
const NODES_IN_A_STEP = 8192;

class Binder {
  readonly #ast: Ast;
  readonly #traits: ScopeTraits;
  readonly #kinds: Uint8Array;
  readonly #roles: Uint8Array;
  readonly #nexts: Int32Array;
  readonly #parents: Int32Array;
  readonly #symbols: Int32Array;

  /** What is looked at: all of the file, or a function; and how many scopes are around that. */
  readonly #part: FunctionPart | undefined;
  readonly #from: AstNode;
  readonly #to: AstNode;
  readonly #around: number;
  /** The number of the first scope in it. */
  readonly #firstScope: number;
  /** It turned out that the function declares something outside of itself. */
  #declaresOutside = false;

  /** Its own until the run is over, so that others may run in between. */
  readonly #room: ScopeRoom;
  readonly #table: BindingTable;
  readonly #pool: Scope[];

  readonly #ofNode: Int32Array;
  /** Which scope begins before a node: its id + 1. */
  readonly #enters: Int32Array;
  readonly #writeAt: Uint8Array;
  readonly #writers: Int32Array;
  #scopeCount = 0;
  readonly #functions: AstNode[] = [];

  #writerCount = 0;

  /** The first pass: the scope that it is in. */
  #scopeHere: Scope;
  /** The second pass: scopes that it is in. */
  readonly #open: Scope[] = [];
  /** The scope that a parameter's default does not see, and where that default ends. */
  #unseen: Scope | undefined;
  #unseenUntil = 0;

  constructor(ast: Ast, part?: FunctionPart) {
    this.#ast = ast;
    this.#part = part;
    this.#from = part?.node ?? 0;
    this.#to = part?.end ?? ast.size;
    this.#around = part?.around.length ?? 0;
    this.#firstScope = part?.firstScope ?? 0;
    this.#traits = scopeTraits(ast.language);
    const { kinds, roles, nexts, parents, symbols } = ast.columns;
    this.#kinds = kinds;
    this.#roles = roles;
    this.#nexts = nexts;
    this.#parents = parents;
    this.#symbols = symbols;
    this.#ofNode = ast.int32(ast.size);
    this.#room = roomForBinding(this.#to - this.#from);
    this.#table = this.#room.table;
    this.#pool = this.#room.scopes;
    this.#enters = this.#room.enters;
    this.#writeAt = this.#room.writeAt;
    this.#writers = this.#room.writers;
    if (!part) this.#scopeHere = this.#scope(ScopeKind.Module, undefined, 0, 1);
    else {
      let scope: Scope | undefined;
      for (const { kind, owner, from, index } of part.around) {
        scope = this.#scope(kind, scope, owner, from);
        scope.id = index;
      }
      this.#scopeHere = scope!;
    }
  }

  *run(): Steps<Bindings> {
    const module = this.#pool[0]!;
    const { size: nodes } = this.#ast;
    for (let from = 0; from < nodes; from += NODES_IN_A_STEP) {
      this.#declareAll(from, Math.min(nodes, from + NODES_IN_A_STEP), module);
      yield;
    }
    this.#room.seeSymbols(symbolCount());
    for (let from = 0; from < nodes; from += NODES_IN_A_STEP) {
      this.#resolve(from, Math.min(nodes, from + NODES_IN_A_STEP));
      yield;
    }
    while (this.#open.length > 0) this.#leave(this.#open.pop()!);
    const implicitFrom = this.#table.size;
    if (this.#traits.implicitGlobals) {
      yield* this.#bindImplicitGlobals(module);
    }
    const bindings = this.#bindings(implicitFrom);
    backToRoom(this.#room);
    return bindings;
  }

  /** Undefined when the function declares something outside of itself. */
  rebind(part: FunctionPart): Bindings | undefined {
    const table = this.#table;
    const { node, end } = part;
    let bindings: Bindings | undefined;
    const isInside = part.loadInto(table, this.#ofNode);
    if (isInside) this.#declareAll(node, end, this.#pool[0]!);
    if (isInside && !this.#declaresOutside) {
      this.#room.seeSymbols(symbolCount());
      this.#resolve(node, end);
      while (this.#open.length > 0) this.#leave(this.#open.pop()!);
      if (!this.#traits.implicitGlobals || !this.#writesUndeclared(part)) bindings = this.#rebound(part);
    }
    backToRoom(this.#room);
    return bindings;
  }

  /** Whether names are written that nothing declares: the first that does so in the whole file is what declares them. */
  #writesUndeclared(part: FunctionPart): boolean {
    for (let at = this.#from; at < this.#to; at++) {
      if (this.#writeAt[at - this.#from] === 0 || this.#kinds[at] !== Kind.Identifier) continue;
      if (this.#ofNode[at] === 0 || part.isImplicit(this.#ofNode[at]!)) return true;
    }
    return false;
  }

  #rebound(part: FunctionPart): Bindings {
    const { before } = part;
    const count = this.#scopeCount - this.#around;
    const dead = part.renumber(this.#table, count);
    const inner = this.#columnsOfScopes();
    const room = (size: number) => this.#ast.int32(size);
    const tables = part.tables(count);
    for (const [index, names] of inner.tables) tables.set(index, names);
    return {
      ...this.#columnsOfTable(),
      scopes: {
        owners: part.scopes(before.scopes.owners, inner.owners, true, room),
        functionOwners: part.scopes(before.scopes.functionOwners, inner.functionOwners, true, room),
        firsts: part.scopes(before.scopes.firsts, inner.firsts, false, room),
        tables,
      },
      ofModule: before.ofModule,
      writers: part.writers(before.writers, this.#writers.subarray(0, this.#writerCount), true, room),
      weights: part.writers(before.weights, this.#weights(), false, room),
      functions: part.functions(this.#functions),
      implicitFrom: before.implicitFrom,
      implicitTo: before.implicitTo,
      dead,
    };
  }

  #weights(): Int32Array {
    const weights = this.#ast.int32(this.#writerCount);
    for (let at = 0; at < weights.length; at++) weights[at] = this.#writeAt[this.#writers[at]! - this.#from]!;
    return weights;
  }

  #bindings(implicitFrom: Binding): Bindings {
    return {
      ...this.#columnsOfTable(),
      scopes: this.#columnsOfScopes(),
      ofModule: new ModuleNames(),
      writers: this.#kept(this.#writers, this.#writerCount),
      weights: this.#weights(),
      functions: this.#functions,
      implicitFrom,
      implicitTo: this.#table.size,
      dead: 0,
    };
  }

  #columnsOfTable() {
    const table = this.#table;
    const { size } = table;
    return {
      ofNode: this.#ofNode,
      declarations: this.#kept(table.declarations, size),
      symbols: this.#kept(table.symbols, size),
      nexts: this.#kept(table.nexts, size),
      standsFor: this.#kept(table.standsFor, size),
      scopeOf: this.#kept(table.scopeOf, size),
      writes: this.#kept(table.writes, size),
    };
  }

  /** What a table holds after a run, which is the next run's. */
  #kept(column: Int32Array, size: number): Int32Array {
    const kept = this.#ast.int32(size);
    kept.set(column.subarray(0, size));
    return kept;
  }

  #scope(kind: ScopeKind, parent: Scope | undefined, owner: AstNode, from: AstNode): Scope {
    const place = this.#scopeCount++;
    const id = place - this.#around + this.#firstScope;
    const end = this.#nexts[owner]!;
    const known = this.#pool[place];
    if (!known) {
      const made: Scope = { kind, id, parent, owner, from, end, first: 0, last: 0, count: 0, names: undefined };
      this.#pool.push(made);
      return made;
    }
    known.kind = kind;
    known.id = id;
    known.parent = parent;
    known.owner = owner;
    known.from = from;
    known.end = end;
    known.first = 0;
    known.last = 0;
    known.count = 0;
    known.names = undefined;
    return known;
  }

  #columnsOfScopes(): Scopes {
    const around = this.#around;
    const count = this.#scopeCount - around;
    const owners = this.#ast.int32(count);
    const functionOwners = this.#ast.int32(count);
    const firsts = this.#ast.int32(count);
    const tables = new Map<number, ReadonlyMap<Sym, Binding>>();
    for (let place = 0; place < count; place++) {
      const scope = this.#pool[around + place]!;
      owners[place] = scope.owner;
      functionOwners[place] = functionScope(scope).owner;
      firsts[place] = scope.first;
      if (scope.names) tables.set(scope.id, scope.names);
      scope.names = undefined;
    }
    return { owners, functionOwners, firsts, tables };
  }

  // First pass: declarations

  #declareAll(first: AstNode, last: AstNode, module: Scope): void {
    const { blockScopes, assignmentDeclares } = this.#traits;
    const kinds = this.#kinds;
    const pool = this.#pool;
    let scope = this.#scopeHere;
    const enter = (kind: ScopeKind, owner: AstNode, from = owner + 1) => {
      scope = this.#scope(kind, scope, owner, from);
    };
    for (let at = first; at < last; at++) {
      while (scope.end <= at && scope.parent) scope = scope.parent;
      switch (kinds[at]) {
        case Kind.Function:
          this.#functions.push(at);
          this.#enterNamed(at, scope, ScopeKind.Function);
          scope = pool[this.#scopeCount - 1]!;
          break;
        case Kind.Class:
          this.#enterNamed(at, scope, ScopeKind.Class);
          scope = pool[this.#scopeCount - 1]!;
          break;
        case Kind.Namespace:
          // Go's package clause makes no name known, and an import may have the same one.
          if (this.#ast.language !== "go") this.#declare(scope, this.#symbols[at]!, at);
          if (this.#nexts[at]! > at + 1) enter(ScopeKind.Block, at);
          break;
        case Kind.Block:
        case Kind.For:
        case Kind.Switch:
        case Kind.Catch:
          if (blockScopes) enter(ScopeKind.Block, at);
          break;
        case Kind.ForEach:
          if (blockScopes) enter(ScopeKind.Block, at);
          this.#forEach(at, scope);
          break;
        case Kind.Comprehension:
          enter(ScopeKind.Comprehension, at);
          break;
        case Kind.ComprehensionFor:
          this.#target(this.#ast.child(at, Role.Target), scope, Write.Plain);
          break;
        case Kind.Declarator:
          this.#declarator(at, scope);
          break;
        case Kind.Parameter:
          // A function type's parameters are names of nothing.
          if (kinds[this.#parents[at]!] === Kind.Type) break;
          this.#target(this.#ast.child(at, Role.Target), scope, Write.Plain);
          break;
        case Kind.Assign: {
          const write = this.#symbols[at] === ASSIGN || this.#symbols[at] === 0 ? Write.Plain : Write.Compound;
          const target = this.#ast.child(at, Role.Target);
          this.#target(target, assignmentDeclares ? functionScope(scope) : undefined, write);
          break;
        }
        case Kind.NamedExpression:
        case Kind.WithItem:
          this.#target(this.#ast.child(at, Role.Target), functionScope(scope), Write.Plain);
          break;
        case Kind.Update:
          this.#target(this.#ast.child(at, Role.Operand), undefined, Write.Compound);
          break;
        case Kind.Delete:
          for (const operand of this.#ast.children(at, Role.Operand)) this.#target(operand, undefined, Write.Compound);
          break;
        case Kind.Import:
          this.#importWhole(at, scope);
          break;
        case Kind.ImportSpecifier:
          if (kinds[this.#parents[at]!] === Kind.Import) this.#importSpecifier(at, scope);
          break;
        case Kind.Field:
          if (this.#traits.membersInBody) this.#member(at, scope);
          break;
        case Kind.ScopeDeclaration:
          this.#scopeDeclaration(at, scope, module);
          break;
        case Kind.Case:
          if (this.#traits.casesBind)
            for (const pattern of this.#ast.children(at, Role.Pattern))
              this.#casePattern(pattern, functionScope(scope));
          break;
        default:
      }
    }
    this.#scopeHere = scope;
  }

  /** A function or a class: its name is of the scope around it, or its own when it is an expression. */
  #enterNamed(node: AstNode, around: Scope, kind: ScopeKind): void {
    const isMethod = this.#ast.hasFlag(node, Flag.Method);
    const own = this.#scope(kind, around, node, this.#ast.bodyStart(node));
    const name = this.#ast.child(node, Role.Name);
    if (name === NO_NODE || this.#kinds[name] !== Kind.Identifier) return;
    if (isMethod && !this.#traits.membersInBody) return;
    // A constructor makes no name known: inside, the class's name is still the class.
    if (isMethod && around.kind === ScopeKind.Class && this.#symbols[around.owner] === this.#symbols[node]) return;
    const where = isMethod || this.#isDeclaration(node) ? around : own;
    this.#write(name, this.#declare(where, this.#symbols[name]!, name), Write.Plain);
  }

  #isDeclaration(node: AstNode): boolean {
    switch (this.#roles[node]) {
      case Role.Statement:
      case Role.Declaration:
      case Role.Member:
      case Role.Body:
        return true;
      case Role.Then:
      case Role.Else:
        return this.#kinds[this.#parents[node]!] === Kind.If;
      case Role.Element:
        return this.#kinds[this.#parents[node]!] === Kind.Error;
      default:
        return false;
    }
  }

  #declarator(node: AstNode, scope: Scope): void {
    const isVar = this.#symbols[this.#parents[node]!] === VAR && this.#traits.implicitGlobals;
    const write = this.#ast.child(node, Role.Value) === NO_NODE ? Write.None : Write.Plain;
    this.#target(this.#ast.child(node, Role.Target), isVar ? functionScope(scope) : scope, write);
  }

  #forEach(node: AstNode, scope: Scope): void {
    const modifier = this.#ast.child(node, Role.Modifier);
    const target = this.#ast.child(node, Role.Target);
    if (modifier === NO_NODE && !this.#traits.loopTargetDeclares) this.#target(target, undefined, Write.Plain);
    else {
      const isFunctions = !this.#traits.blockScopes || this.#symbols[modifier] === VAR;
      this.#target(target, isFunctions ? functionScope(scope) : scope, Write.Plain);
    }
  }

  #member(node: AstNode, scope: Scope): void {
    const name = this.#ast.child(node, Role.Name);
    if (name === NO_NODE || this.#kinds[name] !== Kind.Identifier) return;
    const write = this.#ast.child(node, Role.Value) === NO_NODE ? Write.None : Write.Plain;
    this.#write(name, this.#declare(scope, this.#symbols[name]!, name), write);
  }

  /**
   * All names in a target, be it a name or a pattern: declared in `scope`, or with none just written. What stands in
   * defaults, keys, members and indexes is used, not written.
   */
  #target(target: AstNode, scope: Scope | undefined, write: Write): void {
    if (target === NO_NODE) return;
    const end = this.#nexts[target]!;
    for (let at = target; at < end; ) {
      const role = this.#roles[at];
      if (at !== target && (role === Role.Default || role === Role.Key || role === Role.Type)) {
        at = this.#nexts[at]!;
        continue;
      }
      switch (this.#kinds[at]) {
        case Kind.Identifier:
          this.#targetName(at, scope, write);
          at++;
          break;
        case Kind.Object:
        case Kind.Array:
        case Kind.Tuple:
        case Kind.Sequence:
        case Kind.Pair:
        case Kind.Spread:
        case Kind.KeywordSpread:
        case Kind.DefaultPattern:
        case Kind.Cast:
          at++;
          break;
        default:
          at = this.#nexts[at]!;
      }
    }
  }

  #targetName(name: AstNode, scope: Scope | undefined, write: Write): void {
    const binding = scope ? this.#declare(this.#scopeForWrite(scope, name), this.#symbols[name]!, name) : 0;
    if (binding > 0) this.#write(name, binding, write);
    else if (this.#writeAt[name - this.#from]! < write) this.#writeAt[name - this.#from] = write;
  }

  /** Where an assignment in a block declares: in the function around it, when that has the name already (Ruby). */
  #scopeForWrite(scope: Scope, name: AstNode): Scope {
    if (!this.#traits.blocksShareVariables) return scope;
    const symbol = this.#symbols[name]!;
    if (nameOf(symbol).startsWith("$")) return this.#pool[0]!;
    let at: Scope | undefined = scope;
    while (at) {
      if (this.#declared(at, symbol) !== 0) return at;
      if (at.kind !== ScopeKind.Function || !this.#ast.hasFlag(at.owner, Flag.Lambda)) return scope;
      // A parameter is the block's own whatever it hides.
      if (this.#kinds[this.#parents[name]!] === Kind.Parameter) return scope;
      at = at.parent && functionScope(at.parent);
    }
    return scope;
  }

  /** Python's `case` patterns bind every plain name in them. */
  #casePattern(pattern: AstNode, scope: Scope): void {
    // Ruby's `when` compares; the names that `in` binds are in arrays and hashes.
    if (this.#ast.language === "ruby" && this.#kinds[pattern] !== Kind.Array && this.#kinds[pattern] !== Kind.Object)
      return;
    const end = this.#nexts[pattern]!;
    for (let at = pattern; at < end; at++) {
      const role = this.#roles[at];
      if (this.#kinds[at] === Kind.Member) at = this.#nexts[at]! - 1;
      else if (this.#kinds[at] === Kind.Identifier && role !== Role.Callee && role !== Role.Key && role !== Role.Type)
        if (
          this.#symbols[at] !== UNDERSCORE &&
          !(this.#ast.language === "ruby" && /^[A-Z]/.test(nameOf(this.#symbols[at]!)))
        )
          this.#targetName(at, scope, Write.Plain);
    }
  }

  #importWhole(node: AstNode, scope: Scope): void {
    const { importBinds } = this.#traits;
    if (importBinds === "nothing" || this.#ast.child(node, Role.Specifier) !== NO_NODE) return;
    const name = boundByImport(this.#ast.name(node), importBinds);
    if (name === "") return;
    this.#write(node, this.#declare(functionScope(scope), intern(name), node), Write.Plain);
  }

  #importSpecifier(node: AstNode, scope: Scope): void {
    const where = this.#traits.blockScopes ? scope : functionScope(scope);
    const alias = this.#ast.child(node, Role.Alias);
    if (alias !== NO_NODE) {
      if (this.#kinds[alias] === Kind.Identifier)
        this.#write(alias, this.#declare(where, this.#symbols[alias]!, alias), Write.Plain);
    } else if (this.#symbols[node] !== STAR)
      this.#write(node, this.#declare(where, this.#symbols[node]!, node), Write.Plain);
  }

  #scopeDeclaration(node: AstNode, scope: Scope, module: Scope): void {
    const inner = functionScope(scope);
    if (inner === module) return;
    const isGlobal = this.#symbols[node] === GLOBAL;
    for (const name of this.#ast.children(node, Role.Name)) {
      const symbol = this.#symbols[name]!;
      if (this.#declared(inner, symbol) !== 0) continue;
      const standIn = this.#newBinding(inner, symbol, name);
      const meant = isGlobal ? this.#declare(module, symbol, name) : OUTER;
      this.#table.standsFor[standIn] = meant;
      if (isGlobal) this.#noteEntering(inner);
    }
  }

  /** The binding of a name in a scope, made when it is new; OUTER where the scope is told that it is not its own. */
  #declare(scope: Scope, symbol: Sym, node: AstNode): Binding {
    if (symbol === 0) return OUTER;
    if (scope.id < this.#firstScope) return this.#declareOutside(node);
    const known = this.#declared(scope, symbol);
    if (known !== 0) return known > 0 ? this.#table.standsFor[known]! || known : known;
    const binding = this.#newBinding(scope, symbol, node);
    this.#noteEntering(scope);
    return binding;
  }

  /** Only the function's own name may be declared outside of it, and is already. */
  #declareOutside(node: AstNode): Binding {
    const part = this.#part!;
    if (node === part.name) return part.before.ofNode[node]!;
    this.#declaresOutside = true;
    return OUTER;
  }

  #noteEntering(scope: Scope): void {
    this.#enters[scope.from - this.#from] = scope.id + 1;
  }

  #scopeOf(id: number): Scope {
    return this.#pool[id - this.#firstScope + this.#around]!;
  }

  #newBinding(scope: Scope, symbol: Sym, node: AstNode): Binding {
    const table = this.#table;
    const binding = table.add(node, symbol, scope.id);
    if (scope.first === 0) scope.first = binding;
    else table.nexts[scope.last] = binding;
    scope.last = binding;
    if (scope.id === 0) this.#room.noteOfModule(symbol, binding);
    else if (scope.names) scope.names.set(symbol, binding);
    else if (++scope.count > LONGEST_CHAIN) scope.names = namesOf(scope, table);
    return binding;
  }

  /** As `bindingIn`, while names are being read. */
  #declared(scope: Scope, symbol: Sym): Binding {
    if (scope.id === 0) return this.#room.ofModule[symbol] ?? 0;
    return bindingIn(this.#table, scope.first, scope.names, symbol);
  }

  #write(node: AstNode, binding: Binding, write: Write): void {
    if (binding <= 0) return;
    this.#ofNode[node] = binding;
    if (write !== Write.None) this.#writeAt[node - this.#from] = write;
  }

  // Second pass: uses

  #resolve(first: AstNode, last: AstNode): void {
    const kinds = this.#kinds;
    const open = this.#open;
    const table = this.#table;
    const { visible } = this.#room;
    const { closedFunctions, defaultsOutside } = this.#traits;
    const hidesSome = closedFunctions || this.#areMembersHidden || defaultsOutside;
    let unseen = this.#unseen;
    let unseenUntil = this.#unseenUntil;
    for (let at = first; at < last; at++) {
      while (open.length > 0 && open[open.length - 1]!.end <= at) this.#leave(open.pop()!);
      const entered = this.#enters[at - this.#from]!;
      if (entered !== 0) {
        const scope = this.#scopeOf(entered - 1);
        this.#enter(scope);
        open.push(scope);
      }
      if (this.#writeAt[at - this.#from] !== 0 && this.#ofNode[at] !== 0) this.#countWrite(at);
      if (defaultsOutside && this.#roles[at] === Role.Default && at >= unseenUntil) {
        unseen = this.#functionOfParameter(this.#parents[at]!);
        unseenUntil = this.#nexts[at]!;
      }
      if (kinds[at] !== Kind.Identifier || this.#ofNode[at] !== 0 || !this.#isUse(at)) continue;
      let binding = visible[this.#symbols[at]!]!;
      if (hidesSome)
        while (binding !== 0 && this.#isHidden(binding, at, at < unseenUntil ? unseen : undefined))
          binding = table.hides[binding]!;
      if (binding !== 0) binding = table.standsFor[binding]! || binding;
      else if (this.#part) binding = this.#outside(at, at < unseenUntil ? unseen : undefined);
      if (binding === 0) continue;
      this.#ofNode[at] = binding;
      if (this.#writeAt[at - this.#from] !== 0) this.#countWrite(at);
    }
    this.#unseen = unseen;
    this.#unseenUntil = unseenUntil;
  }

  /** What a name that the function does not declare means around it. */
  #outside(node: AstNode, unseen: Scope | undefined): Binding {
    return this.#part!.outside(this.#symbols[node]!, (binding, scope) =>
      this.#isHiddenIn(scope, binding, node, unseen?.owner === scope.owner),
    );
  }

  #enter(scope: Scope): void {
    const table = this.#table;
    const { visible } = this.#room;
    for (let binding = scope.first; binding !== 0; binding = table.nexts[binding]!) {
      if (table.standsFor[binding] === OUTER) continue;
      const symbol = table.symbols[binding]!;
      table.hides[binding] = visible[symbol]!;
      visible[symbol] = binding;
    }
  }

  #leave(scope: Scope): void {
    const table = this.#table;
    const { visible } = this.#room;
    for (let binding = scope.first; binding !== 0; binding = table.nexts[binding]!)
      if (table.standsFor[binding] !== OUTER) visible[table.symbols[binding]!] = table.hides[binding]!;
  }

  #countWrite(node: AstNode): void {
    this.#table.writes[this.#ofNode[node]!]! += this.#writeAt[node - this.#from]!;
    this.#writers[this.#writerCount++] = node;
  }

  #functionOfParameter(node: AstNode): Scope | undefined {
    for (let at = node; at !== 0; at = this.#parents[at]!)
      if (this.#kinds[at] === Kind.Function) return this.#scopeOfFunction(at);
    return undefined;
  }

  #scopeOfFunction(node: AstNode): Scope | undefined {
    let low = 0;
    for (let high = this.#scopeCount; low < high; ) {
      const middle = (low + high) >> 1;
      if (this.#pool[middle]!.owner < node) low = middle + 1;
      else high = middle;
    }
    return low < this.#scopeCount && this.#pool[low]!.owner === node ? this.#pool[low] : undefined;
  }

  /** Names of members, of exports' aliases and of elements that are not components mean no variable. */
  #isUse(node: AstNode): boolean {
    switch (this.#roles[node]) {
      case Role.Name:
        return this.#kinds[this.#parents[node]!] === Kind.ScopeDeclaration;
      case Role.Alias:
        return false;
      case Role.Target:
        return this.#kinds[this.#parents[this.#parents[node]!]!] !== Kind.Type;
      case Role.Tag:
        return this.#kinds[this.#parents[node]!] !== Kind.Element || /^[^a-z]/.test(nameOf(this.#symbols[node]!));
      default:
        return true;
    }
  }

  /** Whether a binding that stands around `node` is not seen from there. */
  #isHidden(binding: Binding, node: AstNode, unseen: Scope | undefined): boolean {
    const scope = this.#scopeOf(this.#table.scopeOf[binding]!);
    return this.#isHiddenIn(scope, binding, node, scope === unseen);
  }

  #isHiddenIn(scope: Pick<Scope, "kind" | "owner">, binding: Binding, node: AstNode, isUnseen: boolean): boolean {
    if (isUnseen) return true;
    const { closedFunctions } = this.#traits;
    if (scope.kind === ScopeKind.Class && this.#areMembersHidden && !this.#isSeenInside(binding))
      return this.#functionBetween(node, scope.owner) !== NO_NODE;
    if (closedFunctions && scope.kind !== ScopeKind.Class) {
      const declaration = this.#table.declarations[binding]!;
      if (this.#roles[declaration] === Role.Name || this.#kinds[declaration] !== Kind.Identifier) return false;
      if (this.#roles[declaration] === Role.Alias) return false;
      if (this.#isSeenInside(binding)) return false;
      return this.#functionBetween(node, scope.owner, Flag.Lambda) !== NO_NODE;
    }
    return false;
  }

  /** Whether a class's members are names in its body, but not in its methods. Else only broken code declares anything there. */
  get #areMembersHidden(): boolean {
    return this.#traits.membersInBody && !this.#traits.membersInMethods;
  }

  #isSeenInside(binding: Binding): boolean {
    return this.#traits.seenInside?.test(nameOf(this.#table.symbols[binding]!)) ?? false;
  }

  /** A function above `node` and below `owner` whose flags hold none of `without`. */
  #functionBetween(node: AstNode, owner: AstNode, without: number = Flag.None): AstNode {
    for (let at = this.#parents[node]!; at > owner; at = this.#parents[at]!)
      if (this.#kinds[at] === Kind.Function && !this.#ast.hasFlag(at, without)) return at;
    return NO_NODE;
  }

  /** `x = 1` where no `x` is declared makes one for the whole program. */
  *#bindImplicitGlobals(module: Scope): Steps<void> {
    const made = new Map<Sym, Binding>();
    for (let at = 0; at < this.#kinds.length; at++) {
      if (at % NODES_IN_A_STEP === NODES_IN_A_STEP - 1) yield;
      if (this.#writeAt[at - this.#from] === 0 || this.#ofNode[at] !== 0 || this.#kinds[at] !== Kind.Identifier)
        continue;
      const symbol = this.#symbols[at]!;
      if (symbol !== 0 && !made.has(symbol)) made.set(symbol, this.#declare(module, symbol, at));
    }
    if (made.size === 0) return;
    for (let at = 0; at < this.#kinds.length; at++) {
      if (at % NODES_IN_A_STEP === NODES_IN_A_STEP - 1) yield;
      if (this.#kinds[at] !== Kind.Identifier || this.#ofNode[at] !== 0 || !this.#isUse(at)) continue;
      const binding = made.get(this.#symbols[at]!);
      if (binding === undefined || binding <= 0) continue;
      this.#ofNode[at] = binding;
      if (this.#writeAt[at - this.#from] !== 0) this.#countWrite(at);
    }
    this.#writers.subarray(0, this.#writerCount).sort();
  }
}

/** The table of a scope whose chain has become long. */
function namesOf({ first }: Scope, table: BindingTable): Map<Sym, Binding> {
  const names = new Map<Sym, Binding>();
  for (let at = first; at !== 0; at = table.nexts[at]!) names.set(table.symbols[at]!, at);
  return names;
}

/** The function, module or class body that a `var` or an assignment inside of `scope` declares in. */
function functionScope(scope: Scope): Scope {
  let at = scope;
  while (at.parent && (at.kind === ScopeKind.Block || at.kind === ScopeKind.Comprehension)) at = at.parent;
  return at;
}

/** The name that `import module` makes known. */
export function boundByImport(module: string, binds: ScopeTraits["importBinds"]): string {
  switch (binds) {
    case "nothing":
      return "";
    case "first":
      return module.split(".", 1)[0]!;
    case "last":
      return module.slice(Math.max(module.lastIndexOf("."), module.lastIndexOf("\\")) + 1);
    case "last path segment": {
      const segments = module.split("/");
      let last = segments.pop()!;
      if (/^v\d+$/.test(last) && segments.length > 0) last = segments.pop()!;
      return last
        .replace(/\.v\d+$/, "")
        .replace(/^go-|-go$/g, "")
        .replaceAll("-", "_");
    }
  }
}
