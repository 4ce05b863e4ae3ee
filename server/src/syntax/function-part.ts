// The function that an edit lies in, as a part of the bindings of the version before: what it declares is told anew, and what the rest of the file
// declares and means only moves. A function that would declare something outside of itself is none.

import { indexFrom } from "../text/sorted.ts";
import { type Ast, type AstNode, NO_NODE, ROOT } from "./ast.ts";
import { type Bindings, bindingIn, scopeFrom } from "./bindings.ts";
import { Kind, Role } from "./kind.ts";
import { type Binding, type BindingTable, ScopeKind } from "./scope-room.ts";
import { scopeTraits } from "./scope-traits.ts";
import type { AstChange } from "./splice.ts";
import type { Sym } from "./symbols.ts";

/** Names of a shorter file are bound in no time. */
const SHORT = 4000;
/** So many bindings of versions before may be left lying about. */
const MOST_DEAD = 4096;

/** In place of the scope of a binding that this version does not have. */
const DEAD = -1;

/** A scope around the function. */
export interface ScopeAround {
  readonly index: number;
  readonly kind: ScopeKind;
  readonly owner: AstNode;
  readonly from: AstNode;
}

export class FunctionPart {
  readonly before: Bindings;
  readonly node: AstNode;
  /** The Identifier that names it, which may be known outside; NO_NODE for none. */
  readonly name: AstNode;
  /** The node behind it now, and in the version before. */
  readonly end: AstNode;
  readonly oldEnd: AstNode;
  /** The outermost first. */
  readonly around: readonly ScopeAround[];
  /** Its own scope's index, the same in both versions, and the first behind those in it before. */
  readonly firstScope: number;
  readonly scopesEnd: number;

  private constructor(ast: Ast, before: Bindings, change: AstChange, node: AstNode, around: readonly ScopeAround[]) {
    this.before = before;
    this.node = node;
    const name = ast.child(node, Role.Name);
    this.name = name !== NO_NODE && ast.kind(name) === Kind.Identifier ? name : NO_NODE;
    this.end = ast.next(node);
    this.oldEnd = this.end - change.newEnd + change.oldEnd;
    this.around = around;
    this.firstScope = scopeFrom(before.scopes, node);
    this.scopesEnd = scopeFrom(before.scopes, this.oldEnd);
  }

  /** Undefined where all of the file has to be looked at. */
  static of(ast: Ast, before: Bindings, change: AstChange): FunctionPart | undefined {
    const traits = scopeTraits(ast.language);
    // Ruby's blocks and globals declare outside of themselves.
    if (ast.size < SHORT || traits.blocksShareVariables || before.dead > MOST_DEAD) return undefined;
    const node = functionAround(ast, change.parent);
    if (node === NO_NODE || (ast.next(node) - node) * 2 > ast.size) return undefined;
    const around: ScopeAround[] = [];
    for (let at = node; at !== ROOT; ) {
      // What a default sees depends on whose it is.
      if (traits.defaultsOutside && ast.role(at) === Role.Default) return undefined;
      at = ast.parent(at);
      const index = scopeFrom(before.scopes, at);
      if (before.scopes.owners[index] !== at) continue;
      const kind = kindOfScope(ast, at);
      const from = kind === ScopeKind.Function || kind === ScopeKind.Class ? ast.bodyStart(at) : at + 1;
      if (node < from) return undefined;
      around.unshift({ index, kind, owner: at, from });
    }
    const part = new FunctionPart(ast, before, change, node, around);
    if (before.scopes.owners[part.firstScope] !== node) return undefined;
    return part.#writesImplicit() ? undefined : part;
  }

  /** Whether it is one of those that assign to a name that is declared nowhere: the first of them declares it. */
  #writesImplicit(): boolean {
    const { writers, ofNode } = this.before;
    const end = indexFrom(writers, this.oldEnd);
    for (let at = indexFrom(writers, this.node); at < end; at++)
      if (this.isImplicit(ofNode[writers[at]!]!)) return true;
    return false;
  }

  isImplicit(binding: Binding): boolean {
    return binding >= this.before.implicitFrom && binding < this.before.implicitTo;
  }

  /** The binding that a name in it has outside; `isHidden` says of one found in a scope that it is not seen. */
  outside(symbol: Sym, isHidden: (binding: Binding, scope: ScopeAround) => boolean): Binding {
    const { before } = this;
    const { firsts, tables } = before.scopes;
    for (let at = this.around.length - 1; at >= 0; at--) {
      const scope = this.around[at]!;
      const names = scope.index === 0 ? before.ofModule.of(before) : tables.get(scope.index);
      const binding = bindingIn(before, firsts[scope.index]!, names, symbol);
      if (binding > 0 && !isHidden(binding, scope)) return before.standsFor[binding]! || binding;
    }
    return 0;
  }

  /**
   * Bindings of outside as they are before anything of the function is told anew: it wrote none of them. False when it declared something
   * outside of itself before (`global`).
   */
  loadInto(table: BindingTable, ofNode: Int32Array): boolean {
    const { before, node, oldEnd, end, firstScope, scopesEnd } = this;
    table.load(before);
    ofNode.set(before.ofNode.subarray(0, node));
    ofNode.set(before.ofNode.subarray(oldEnd), end);
    const last = indexFrom(before.writers, oldEnd);
    for (let at = indexFrom(before.writers, node); at < last; at++)
      table.writes[before.ofNode[before.writers[at]!]!]! -= before.weights[at]!;
    const { declarations, scopeOf } = table;
    for (let binding = 1; binding < table.size; binding++) {
      const scope = scopeOf[binding]!;
      if (scope >= firstScope && scope < scopesEnd) scopeOf[binding] = DEAD;
      else if (scope !== DEAD && declarations[binding]! >= node) {
        if (declarations[binding]! < oldEnd && declarations[binding] !== this.name) return false;
        declarations[binding] = this.moved(declarations[binding]!);
      }
    }
    return true;
  }

  /** Numbers the scopes behind the function anew, now that it has so many; tells how many bindings are left over from versions before. */
  renumber({ scopeOf }: BindingTable, scopes: number): number {
    const { firstScope, scopesEnd } = this;
    const count = this.before.declarations.length;
    const shift = firstScope + scopes - scopesEnd;
    let dead = 0;
    for (let binding = 1; binding < count; binding++) {
      if (scopeOf[binding] === DEAD) dead++;
      else if (scopeOf[binding]! >= scopesEnd) scopeOf[binding]! += shift;
    }
    return dead;
  }

  /** A column of scopes with those of the function in the place of what it had. */
  scopes(column: Int32Array, inner: Int32Array, areNodes: boolean, room: (size: number) => Int32Array): Int32Array {
    const { firstScope, scopesEnd } = this;
    return this.#spliced(column, firstScope, scopesEnd, inner, areNodes, room);
  }

  /** The same of what stands by the nodes that write. */
  writers(column: Int32Array, inner: Int32Array, areNodes: boolean, room: (size: number) => Int32Array): Int32Array {
    const { writers } = this.before;
    const [from, to] = [indexFrom(writers, this.node), indexFrom(writers, this.oldEnd)];
    return this.#spliced(column, from, to, inner, areNodes, room);
  }

  #spliced(
    column: Int32Array,
    from: number,
    to: number,
    inner: Int32Array,
    areNodes: boolean,
    room: (size: number) => Int32Array,
  ): Int32Array {
    const result = room(column.length - (to - from) + inner.length);
    result.set(column.subarray(0, from));
    result.set(inner, from);
    const behind = from + inner.length;
    result.set(column.subarray(to), behind);
    if (areNodes) for (let at = behind; at < result.length; at++) result[at] = this.moved(result[at]!);
    return result;
  }

  moved(node: AstNode): AstNode {
    return node < this.oldEnd ? node : node + this.end - this.oldEnd;
  }

  /** All functions of the file, those in this one given. */
  functions(inner: readonly AstNode[]): AstNode[] {
    const { functions } = this.before;
    const head = indexFrom(functions, this.node);
    const tail = indexFrom(functions, this.oldEnd);
    const all = new Array<AstNode>(head + inner.length + functions.length - tail);
    let to = 0;
    for (let at = 0; at < head; at++) all[to++] = functions[at]!;
    for (const each of inner) all[to++] = each;
    for (let at = tail; at < functions.length; at++) all[to++] = this.moved(functions[at]!);
    return all;
  }

  /** Scopes with long chains by their new numbers, without the function's own. */
  tables(scopes: number): Map<number, ReadonlyMap<Sym, Binding>> {
    const { firstScope, scopesEnd } = this;
    const tables = new Map<number, ReadonlyMap<Sym, Binding>>();
    for (const [index, names] of this.before.scopes.tables)
      if (index < firstScope) tables.set(index, names);
      else if (index >= scopesEnd) tables.set(index - scopesEnd + firstScope + scopes, names);
    return tables;
  }
}

/** The innermost function in whose body a node lies; NO_NODE at the top level. */
function functionAround(ast: Ast, from: AstNode): AstNode {
  for (let node = from; node !== ROOT; ) {
    const around = ast.parent(node);
    if (ast.kind(around) === Kind.Function && ast.role(node) === Role.Body) return around;
    node = around;
  }
  return NO_NODE;
}

function kindOfScope(ast: Ast, node: AstNode): ScopeKind {
  if (node === ROOT) return ScopeKind.Module;
  switch (ast.kind(node)) {
    case Kind.Function:
      return ScopeKind.Function;
    case Kind.Class:
      return ScopeKind.Class;
    case Kind.Comprehension:
      return ScopeKind.Comprehension;
    default:
      return ScopeKind.Block;
  }
}
