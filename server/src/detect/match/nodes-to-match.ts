// Which nodes of a file may match otherwise than before an edit. A comparison looks at the node's own subtree and, by names, at what
// is elsewhere: declarations, what is written to them, values that reach a use along the statements of a function. So what has to
// be looked at again is the statements along which values flow past the edit, everything around it, and all uses of names that
// it declares or writes, with whatever gets its value from those, and so on.

import { type Ast, type AstNode, NO_NODE, ROOT } from "../../syntax/ast.ts";
import { Kind, Role } from "../../syntax/kind.ts";
import { isScript, type LanguageId } from "../../syntax/language.ts";
import type { Names } from "../../syntax/names.ts";
import { nameOf, type Sym } from "../../syntax/symbols.ts";
import { partsOf } from "../../syntax/tally.ts";
import type { TightChange } from "../../syntax/tight-change.ts";
import { endingsOf, endsImplicitly } from "./implicit-returns.ts";
import { isClosure } from "./reaching-values.ts";

/** Languages in which nothing else is looked at, but for what may end a function (`#markEndings`). */
const KNOWN: ReadonlySet<LanguageId> = new Set(["javascript", "typescript", "tsx", "python", "java", "go"]);

/** With more names than these to follow, or a larger part of the file to look at, all of it is matched. */
const MOST_NAMES = 500;
const LARGEST_PART = 0.5;

/** What is known of a node: it is to be matched anew, and what gets its value from there is, too. */
const LOOKED_AT = 1;
const PASSED_ON = 2;

/** Most are not marked: those are passed over so many at a time. */
const NODES_IN_A_WORD = 4;

/** One version of a file. */
export interface NamedAst {
  readonly ast: Ast;
  readonly names: Names;
}

/** The nodes of `after` to be matched anew, in order; undefined for all of them. */
export function nodesToMatch(before: NamedAst, after: NamedAst, change: TightChange): Int32Array | undefined {
  if (!KNOWN.has(after.ast.language)) return undefined;
  const { kinds, parents } = after.ast.columns;
  let region = change.parent;
  while (region !== ROOT && kinds[region] !== Kind.Function && kinds[region] !== Kind.Class) region = parents[region]!;
  return new Affected(before, after, change, region).nodes();
}

class Affected {
  readonly #before: NamedAst;
  readonly #after: NamedAst;
  readonly #change: TightChange;
  readonly #region: AstNode;
  readonly #mask: Uint8Array;
  readonly #open: { readonly name: Sym; readonly from: AstNode; readonly to: AstNode }[] = [];
  readonly #seen = new Map<Sym, AstNode[]>();
  #fields: ReadonlySet<Sym> | undefined;
  #named: NamedNodes | undefined;
  #asked = 0;
  #count = 0;
  /** What an import or a class is called may stand in the middle of other names. */
  #renames = false;

  constructor(before: NamedAst, after: NamedAst, change: TightChange, region: AstNode) {
    this.#before = before;
    this.#after = after;
    this.#change = change;
    this.#region = region;
    this.#mask = new Uint8Array(Math.ceil(after.ast.size / NODES_IN_A_WORD) * NODES_IN_A_WORD);
  }

  nodes(): Int32Array | undefined {
    const { ast } = this.#after;
    const { start, oldEnd, newEnd, parent, resized } = this.#change;
    this.#mark(start, endOfAll(ast, start, newEnd));
    this.#markUp(parent);
    for (const node of resized) this.#markUp(node);
    this.#markEndings();
    this.#markAlong();
    this.#written(this.#before, start, endOfAll(this.#before.ast, start, oldEnd));
    this.#written(this.#after, start, endOfAll(ast, start, newEnd));
    this.#writtenAround(this.#before);
    this.#writtenAround(this.#after);
    if (this.#renames) this.#markDotted();
    const most = ast.size * LARGEST_PART;
    for (const each of this.#open) {
      if (this.#open.length > MOST_NAMES || this.#count > most) return undefined;
      this.#markUses(each);
    }
    return this.#collected();
  }

  #mark(from: AstNode, to: AstNode): void {
    this.#mask.fill(LOOKED_AT, from, to);
    this.#count += Math.max(0, to - from);
  }

  /** What the change follows may be what a function ends with now, or no longer. */
  #markEndings(): void {
    const { ast } = this.#after;
    const { nexts, parents } = ast.columns;
    const { start } = this.#change;
    if (!endsImplicitly(ast.language) || start <= 1) return;
    let before = start - 1;
    while (parents[before] !== ROOT && nexts[parents[before]!] === start) before = parents[before]!;
    if (nexts[before] === start) for (const node of endingsOf(ast, before)) this.#mark(node, nexts[node]!);
  }

  /** All that is walked with the statements around the change, one after the other: functions that have names are not. */
  #markAlong(): void {
    const { ast } = this.#after;
    const { kinds, nexts } = ast.columns;
    const region = this.#region;
    const end = nexts[region]!;
    for (let node = region + 1; node < end; node++) {
      if (kinds[node] === Kind.Class) node = nexts[node]! - 1;
      else if (kinds[node] === Kind.Function && !isClosure(ast, node)) {
        if (ast.children(node, Role.Parameter).some((each) => ast.child(each, Role.Default) !== NO_NODE))
          this.#markUp(node);
        for (const parameter of ast.children(node, Role.Parameter)) this.#mark(parameter, nexts[parameter]!);
        node = nexts[node]! - 1;
      } else if (kinds[node] !== Kind.Identifier || !this.#mayVary(node)) this.#markUp(node, false);
      else this.#markUp(node);
    }
  }

  /** Whether what a name stands for depends on the statements before: in scripts not of what is declared with its only value. */
  #mayVary(node: AstNode): boolean {
    const { ast, names } = this.#after;
    if (!isScript(ast.language)) return true;
    const declaration = names.declarationOf(node);
    if (declaration === NO_NODE) return false;
    const writers = names.writersOf(declaration);
    if (writers.length > 1) return true;
    return writers.some(
      (writer) => ast.role(writer) === Role.Target && ast.kind(ast.parent(writer)) !== Kind.Declarator,
    );
  }

  /** Names that a part of the file declares, writes or imports, as far as that is of concern outside of the region. */
  #written({ ast, names }: NamedAst, from: AstNode, to: AstNode): void {
    const { kinds, roles, symbols, nexts } = ast.columns;
    let until = from;
    for (let node = from; node < to; node++) {
      const kind = kinds[node]!;
      if (kind === Kind.Import || kind === Kind.Namespace || kind === Kind.Class) this.#renames = true;
      if (node >= until && isWritten(kind, roles[node]!)) until = nexts[node]!;
      if (node >= until) continue;
      const name = symbols[node]!;
      if (name === 0) continue;
      if (kind === Kind.Identifier) {
        this.#followVariable({ ast, names }, node, from, to);
      } else if (kind === Kind.Import || kind === Kind.Namespace)
        for (const part of [name, ...partsOf(name)]) this.#follow(part);
      else if (kind === Kind.Member) this.#followField({ ast, names }, node);
      else if (kind === Kind.ImportSpecifier || kind === Kind.Class || kind === Kind.Field || kind === Kind.EnumMember)
        this.#follow(name);
    }
  }

  /** What the change is a part of the value of. */
  #writtenAround(state: NamedAst): void {
    const { ast } = state;
    for (let at = this.#change.parent; at !== this.#region; at = ast.parent(at)) {
      if (isWritten(ast.kind(at), ast.role(at))) this.#written(state, at, ast.next(at));
      for (const child of ast.children(at))
        if (isWritten(ast.kind(child), ast.role(child))) this.#written(state, child, ast.next(child));
    }
  }

  /** Uses of a variable that is written to, wherever they may be seen from. */
  #followVariable({ ast, names }: NamedAst, node: AstNode, from: AstNode, to: AstNode): void {
    const name = ast.symbol(node);
    if (this.#fieldsAround().has(name)) this.#follow(name);
    const declaration = names.declarationOf(node);
    const owner = declaration === NO_NODE ? ROOT : names.ownerOf(declaration);
    // What is a function's own is of no concern to anybody else, and all of a new function is looked at.
    if (owner >= from && owner < to && ast.kind(owner) === Kind.Function) return;
    const isShared =
      ast.kind(owner) !== Kind.Function ||
      !(owner < this.#change.start) ||
      [this.#before, this.#after].some(
        (state) => state.names.declarationVisibleAt(state.ast.parent(owner), name) !== NO_NODE,
      );
    this.#follow(name, isShared ? ROOT : owner);
  }

  /** Types whose names have several parts, one of which an import or a class may have got another meaning. */
  #markDotted(): void {
    const { kinds, symbols } = this.#after.ast.columns;
    for (let node = kinds.indexOf(Kind.Type); node >= 0; node = kinds.indexOf(Kind.Type, node + 1))
      if (/[.\\:]/.test(nameOf(symbols[node]!))) this.#markUp(node);
  }

  /** Fields of the classes around, which in some languages are written by their bare names. */
  #fieldsAround(): ReadonlySet<Sym> {
    if (this.#fields) return this.#fields;
    const { ast } = this.#after;
    const fields = new Set<Sym>();
    for (let at = ast.parent(this.#region); at !== ROOT; at = ast.parent(at)) {
      if (ast.kind(at) !== Kind.Class) continue;
      for (const member of ast.children(at, Role.Member)) {
        fields.add(ast.symbol(member));
        for (const field of ast.children(member, Role.Declarator)) fields.add(ast.symbol(field));
      }
    }
    this.#fields = fields;
    return fields;
  }

  #follow(name: Sym, from: AstNode = ROOT): void {
    const known = this.#seen.get(name);
    if (known?.includes(ROOT) || known?.includes(from)) return;
    if (known) known.push(from);
    else this.#seen.set(name, [from]);
    this.#open.push({ name, from, to: this.#after.ast.next(from) });
  }

  #markUses({ name, from, to }: { readonly name: Sym; readonly from: AstNode; readonly to: AstNode }): void {
    const { kinds, symbols } = this.#after.ast.columns;
    if (this.#asked++ < FEW_NAMES) {
      const end = Math.min(to, symbols.length);
      for (
        let node = symbols.indexOf(name, Math.max(from, 1));
        node >= 0 && node < end;
        node = symbols.indexOf(name, node + 1)
      )
        if (kinds[node] !== Kind.String) this.#markUp(node);
      return;
    }
    this.#named ??= new NamedNodes(this.#after.ast);
    for (let node = this.#named.first(name); node !== NO_NODE && node < to; node = this.#named.next(node))
      if (node >= from && kinds[node] !== Kind.String) this.#markUp(node);
  }

  /**
   * A node, and all that hold it; what is marked is so with all around it. What a function does is no part of its value: no
   * constant and no type depends on it.
   */
  #markUp(node: AstNode, passesOn = true): void {
    const { parents, kinds } = this.#after.ast.columns;
    const mask = this.#mask;
    let isValue = passesOn;
    for (let at = node; mask[at]! < (isValue ? PASSED_ON : LOOKED_AT); at = parents[at]!) {
      if (mask[at] === 0) this.#count++;
      if (isValue) this.#defined(at);
      mask[at] = isValue ? PASSED_ON : LOOKED_AT;
      if (kinds[at] === Kind.Function || kinds[at] === Kind.Class) isValue = false;
    }
  }

  /** What a node that is looked at again gives a value to. */
  #defined(node: AstNode): void {
    const { ast, names } = this.#after;
    switch (ast.kind(node)) {
      case Kind.Field:
      case Kind.EnumMember:
        this.#follow(ast.symbol(node));
        return;
    }
    const target = ast.child(node, Role.Target);
    if (target === NO_NODE) return;
    for (let at = target; at < ast.next(target); at++) {
      const kind = ast.kind(at);
      // Of all members only fields have values that are known.
      if (kind === Kind.Member) this.#followField(this.#after, at);
      if (kind === Kind.Member || kind === Kind.Index || kind === Kind.Slice) at = ast.next(at) - 1;
      else if (kind === Kind.Identifier) {
        const declaration = names.declarationOf(at);
        const owner = declaration === NO_NODE ? ROOT : names.ownerOf(declaration);
        this.#follow(ast.symbol(at), ast.kind(owner) === Kind.Function ? owner : ROOT);
      }
    }
  }

  #followField({ ast }: NamedAst, member: AstNode): void {
    if (ast.kind(ast.child(member, Role.Object)) === Kind.This) this.#follow(ast.symbol(member));
  }

  #collected(): Int32Array {
    const { starts, ends, nexts } = this.#after.ast.columns;
    const mask = this.#mask;
    const words = new Int32Array(mask.buffer);
    const nodes: AstNode[] = [];
    for (let word = 0; word < words.length; word++) {
      if (words[word] === 0) continue;
      for (let node = word * NODES_IN_A_WORD; node < (word + 1) * NODES_IN_A_WORD; node++) {
        if (mask[node] === 0) continue;
        nodes.push(node);
        // What is found twice in one place is reported once, so nodes of one place go together.
        if (node + 1 < nexts[node]! && starts[node + 1] === starts[node] && ends[node + 1] === ends[node])
          mask[node + 1] ||= LOOKED_AT;
      }
    }
    return Int32Array.from(nodes);
  }
}

/** So many names are looked for one by one: sorting all nodes by their names takes longer. */
const FEW_NAMES = 6;

/** The nodes with each symbol, in order. */
class NamedNodes {
  readonly #first: Int32Array;
  readonly #next: Int32Array;

  constructor(ast: Ast) {
    const { symbols } = ast.columns;
    let last = 0;
    for (let node = 0; node < symbols.length; node++) if (symbols[node]! > last) last = symbols[node]!;
    this.#first = new Int32Array(last + 1);
    this.#next = new Int32Array(symbols.length);
    for (let node = symbols.length - 1; node > 0; node--) {
      const symbol = symbols[node]!;
      this.#next[node] = this.#first[symbol]!;
      this.#first[symbol] = node;
    }
  }

  /** NO_NODE after the last. */
  first(name: Sym): AstNode {
    return this.#first[name] ?? NO_NODE;
  }

  next(node: AstNode): AstNode {
    return this.#next[node]!;
  }
}

/** Where the last node ends of those that have one of a range around them. */
function endOfAll(ast: Ast, from: AstNode, to: AstNode): AstNode {
  let end = to;
  for (let node = from; node < to; node++) end = Math.max(end, ast.next(node));
  return end;
}

/** Whether names below a node may be written there. */
function isWritten(kind: Kind, role: Role): boolean {
  switch (role) {
    case Role.Target:
    case Role.Name:
    case Role.Parameter:
    case Role.Alias:
    case Role.Specifier:
    case Role.Pattern:
      return true;
    default:
      return (
        kind === Kind.ScopeDeclaration ||
        kind === Kind.Update ||
        kind === Kind.Delete ||
        kind === Kind.Field ||
        kind === Kind.EnumMember
      );
  }
}
