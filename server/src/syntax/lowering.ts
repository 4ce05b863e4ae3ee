// From a concrete syntax tree to the common AST. A language's lowering is a table from its grammar's kinds to shapes (data)
// or functions; this module is the driver that both use. It recurses only as deep as `DEEPEST_RECURSION`; what lies deeper
// is lowered afterwards from an empty stack (assembly.ts), so that no input can overflow it.

import { innerMap } from "../text/multimap.ts";
import { finished, type Steps } from "../text/steps.ts";
import { assemble, type Piece } from "./assembly.ts";
import { Ast, AstBuilder, type AstColumns, type AstNode, LONGEST_INTERNED } from "./ast.ts";
import { type Cst, type CstNode, NONE } from "./cst.ts";
import type { Grammar } from "./grammar.ts";
import { Flag, Kind, Role } from "./kind.ts";
import type { LanguageId } from "./language.ts";
import { intern, type Sym } from "./symbols.ts";

/** How one grammar kind is lowered by data alone. */
export interface Shape {
  readonly kind: Kind;
  /** Field name → role, in the order in which the children are to stand. A field that repeats gives several children. */
  readonly fields?: Readonly<Record<string, Role>>;
  /** Named children that stand in no listed field get this role (after the fields); without it they are left out. */
  readonly rest?: Role;
  /** The symbol: a field's text, the node's own text, or a fixed word. */
  readonly symbol?: { readonly field: string } | "text" | { readonly word: string };
  readonly flags?: number;
}

export type LowerFunction = (lowerer: Lowerer, node: CstNode, role: Role) => void;

/** A shape, a function, `through` (lower the named children in the node's place), or `leave out`. */
export type LoweringEntry = Shape | LowerFunction | "through" | "leave out";

export interface Lowering {
  readonly languages: readonly LanguageId[];
  readonly table: Readonly<Record<string, LoweringEntry>>;
  /** Named kinds of the grammar that deliberately become Opaque nodes (their children are still lowered). */
  readonly opaque: readonly string[];
  /**
   * Kinds whose named children become Statements of one Block with the list's span (the root's: of the Module), each by
   * itself: what a child is lowered to depends on nothing outside of it. After an edit only such children are lowered anew.
   */
  readonly statementLists: readonly string[];
  /** Lists that are all that another node holds: by their kind that node's, whose span the Block has. */
  readonly innerLists?: Readonly<Record<string, string>>;
  /** Kinds of children that decide what the next one is. A list that has them anywhere but at its start is none. */
  readonly aboutNext?: readonly string[];
  /** What stands before statements in a text that has nothing else, where they are none without. */
  readonly opening?: string;
  /** Statements may end without a token, see `Cst.endBeforeComments`. */
  readonly endsBeforeComments?: boolean;
  /** What stands outside of all functions is read as declarations where it can be: statements of a function are read in braces. */
  readonly isTopLevelApart?: boolean;
  /** What is parsed in place of a text that something else turns into this language first: as long, so that all stands where it stood. */
  parsedText?(text: string): string | undefined;
}

/** How many calls of `lower` may be in each other: some 0.5 kB of stack each, of the less than 1 MB that a worker has. */
const DEEPEST_RECURSION = 250;
/** Of lowering in steps. */
const NODES_PER_STEP = 1000;

type Prepared = (lowerer: Lowerer, node: CstNode, role: Role) => void;
const prepared = new WeakMap<Grammar, Map<Lowering, Prepared[]>>();

/** Runs a lowering over one tree. `pattern` says how placeholders of a rule's pattern are told from names. */
export class Lowerer {
  readonly cst: Cst;
  readonly language: LanguageId;
  readonly pattern: PatternNames | undefined;
  readonly #entries: readonly Prepared[];
  #out: AstBuilder;
  #depth = 0;
  /** So many nodes there may be before what can be put off is; for ever where nobody waits for a turn. */
  #stepEnd = Number.POSITIVE_INFINITY;
  /** What was too deep to be lowered yet, by the piece that it is missing from. */
  #deferred: Deferred[] = [];
  /** ERROR nodes that were lowered; undefined when the tree has none. */
  readonly #lowered: Set<CstNode> | undefined;

  constructor(lowering: Lowering, language: LanguageId, cst: Cst, pattern?: PatternNames) {
    this.cst = cst;
    this.language = language;
    this.pattern = pattern;
    this.#out = new AstBuilder(Math.max(64, cst.size >> 1));
    this.#entries = prepare(lowering, cst.grammar);
    this.#lowered = cst.hasErrors ? new Set() : undefined;
  }

  /** Where nodes are written. */
  get out(): AstBuilder {
    return this.#out;
  }

  /** Lowers one node as a child of the open AST node. NONE is left out. */
  lower(node: CstNode, role: Role): void {
    if (node === NONE) return;
    if (this.#lowered && this.cst.isBroken(node)) this.#lowered.add(node);
    if (this.#depth >= DEEPEST_RECURSION || (this.#out.size > this.#stepEnd && this.#canWait(role))) {
      this.#defer(node, role);
      return;
    }
    this.#depth++;
    const entry = this.#entries[this.cst.kindId(node)] ?? lowerUnknown;
    entry(this, node, role);
    this.#depth--;
  }

  /** Statements and members stand in lists, and where one does there are mostly more. */
  #canWait(role: Role): boolean {
    return this.#depth > 0 && (role === Role.Statement || role === Role.Member);
  }

  /** One after the other in the same place are one piece. */
  #defer(node: CstNode, role: Role): void {
    const last = this.#deferred[this.#deferred.length - 1];
    const isNext = last && last.at === this.#out.size - 1 && last.parent === this.#out.current && last.role === role;
    if (isNext) last.nodes.push(node);
    else this.#deferred.push({ parent: this.#out.current, at: this.leaf(Kind.None, role, node), nodes: [node], role });
  }

  /** Lowers nodes that have no parent, in steps of about so many nodes. */
  *lowerInSteps(nodes: readonly CstNode[], role: Role, step: number): Steps<void> {
    this.#stepEnd = this.#out.size + step;
    for (const node of nodes) {
      if (this.#out.size > this.#stepEnd) {
        yield;
        this.#stepEnd = this.#out.size + step;
      }
      this.lower(node, role);
    }
  }

  lowerAll(nodes: readonly CstNode[], role: Role): void {
    for (const node of nodes) this.lower(node, role);
  }

  /** Lowers the child in a field, if there is one. */
  lowerField(node: CstNode, field: string, role: Role): void {
    this.lower(this.cst.field(node, field), role);
  }

  /** Opens an AST node over `node`'s span, runs `children`, closes it. */
  node(
    kind: Kind,
    role: Role,
    node: CstNode,
    children: () => void,
    symbol: Sym = 0,
    flags: number = Flag.None,
  ): AstNode {
    const made = this.out.open(kind, role, this.cst.start(node), this.cst.end(node), symbol, flags);
    children();
    if (this.#lowered) this.#lowerErrorsIn(node);
    this.out.close(made);
    return made;
  }

  /** Text that did not parse stands where a table does not look: what is understood of it is kept as an Element. */
  #lowerErrorsIn(node: CstNode): void {
    const end = this.cst.next(node);
    for (let child = node + 1; child < end; child = this.cst.next(child))
      if (this.cst.isBroken(child) && !this.#lowered!.has(child)) this.lower(child, Role.Element);
  }

  leaf(kind: Kind, role: Role, node: CstNode, symbol: Sym = 0, flags: number = Flag.None): AstNode {
    return this.out.leaf(kind, role, this.cst.start(node), this.cst.end(node), symbol, flags);
  }

  text(node: CstNode): string {
    return this.cst.textOf(node);
  }

  symbol(node: CstNode): Sym {
    return node === NONE ? 0 : intern(this.cst.textOf(node));
  }

  /** A name in expression position: an Identifier, or in a pattern the placeholder that it stands for. */
  identifier(node: CstNode, role: Role): AstNode {
    const name = this.cst.textOf(node);
    const placeholder = this.pattern?.placeholder(name);
    if (placeholder) return this.leaf(placeholder.kind, role, node, intern(placeholder.name));
    return this.leaf(Kind.Identifier, role, node, intern(name));
  }

  /**
   * The symbol of a name that the AST keeps on its parent (a member, an attribute, a label): the name, or in a pattern the
   * metavariable that it stands for, `$X` (`...` for an ellipsis), which is how a matcher tells it from a name.
   */
  nameSymbol(node: CstNode): Sym {
    if (node === NONE) return 0;
    const name = this.cst.textOf(node);
    return intern(this.pattern?.placeholder(name)?.name ?? name);
  }

  /** What a node that is nothing but a placeholder stands for, undefined elsewhere than in patterns. */
  placeholder(node: CstNode): Placeholder | undefined {
    return this.pattern && node !== NONE ? this.pattern.placeholder(this.cst.textOf(node)) : undefined;
  }

  /**
   * In a list whose elements wrap their names (parameters, statements, fields, attributes), an ellipsis stands as itself:
   * writes an Ellipsis or MetavariableEllipsis when `node` is one, and says whether it did.
   */
  ellipsis(node: CstNode, role: Role): boolean {
    const found = this.placeholder(node);
    if (found?.kind !== Kind.Ellipsis && found?.kind !== Kind.MetavariableEllipsis) return false;
    this.leaf(found.kind, role, node, intern(found.name));
    return true;
  }

  /** A string leaf with its cooked value. */
  string(node: CstNode, role: Role, value: string, flags: number = Flag.None): AstNode {
    return this.leaf(Kind.String, role, node, this.stringSymbol(value), flags);
  }

  /** The symbol of a value that may be long. */
  stringSymbol(value: string): Sym {
    return intern(value.length > LONGEST_INTERNED ? value.slice(0, LONGEST_INTERNED) : value);
  }

  /** The finished columns. The lowerer must not be used afterwards. */
  finish(): AstColumns {
    return finished(this.finishInSteps(Number.POSITIVE_INFINITY));
  }

  *finishInSteps(step: number): Steps<AstColumns> {
    const root = { columns: this.#out.finish(), placeholders: [] };
    const waiting: { readonly piece: Piece; readonly deferred: readonly Deferred[] }[] = [];
    const take = (piece: Piece) => {
      if (this.#deferred.length > 0) waiting.push({ piece, deferred: this.#deferred });
      this.#deferred = [];
    };
    take(root);
    let lowered = 0;
    for (let next = waiting.pop(); next; next = waiting.pop())
      for (const { at, nodes, role } of next.deferred) {
        if (lowered > step) {
          yield;
          lowered = 0;
        }
        yield* this.lowerInSteps(nodes, role, step);
        const piece: Piece = { columns: this.#out.finish(), placeholders: [] };
        lowered += piece.columns.kinds.length;
        next.piece.placeholders.push({ at, piece });
        take(piece);
      }
    if (root.placeholders.length > 0) yield;
    return yield* assemble(root);
  }
}

interface Deferred {
  /** The node that was open. */
  readonly parent: AstNode;
  /** The placeholder. */
  readonly at: AstNode;
  readonly nodes: CstNode[];
  readonly role: Role;
}

/** How a rule's pattern spells metavariables and ellipses so that its language's grammar takes them for names. */
export interface PatternNames {
  /** What a name stands for, undefined when it is just a name. `name` is the metavariable's, with `$`. */
  placeholder(name: string): Placeholder | undefined;
}

export interface Placeholder {
  /** Metavariable, Ellipsis, MetavariableEllipsis or DeepEllipsis (as the callee of a call whose argument it wraps). */
  readonly kind: Kind;
  readonly name: string;
}

/** Lowers a whole tree. The root of the result is a Module. */
export function lowerTree(lowering: Lowering, language: LanguageId, cst: Cst, pattern?: PatternNames): Ast {
  finished(madeReady(lowering, cst));
  return finished(lowered(new Lowerer(lowering, language, cst, pattern), Number.POSITIVE_INFINITY));
}

function* madeReady({ endsBeforeComments, statementLists }: Lowering, cst: Cst): Steps<void> {
  if (endsBeforeComments) yield* cst.endBeforeComments((kind) => statementLists.includes(kind));
  yield* cst.lookForErrors();
}

/** The same in steps of a millisecond or two. */
export function* lowerTreeInSteps(lowering: Lowering, language: LanguageId, cst: Cst): Steps<Ast> {
  yield* madeReady(lowering, cst);
  const lowerer = new Lowerer(lowering, language, cst);
  yield;
  return yield* lowered(lowerer, NODES_PER_STEP);
}

function* lowered(lowerer: Lowerer, step: number): Steps<Ast> {
  const { cst, language, out } = lowerer;
  const root = out.open(Kind.Module, Role.None, 0, cst.text.length);
  yield* lowerer.lowerInSteps(cst.namedChildren(0), Role.Statement, step);
  out.close(root);
  return new Ast(language, cst.text, yield* lowerer.finishInSteps(step));
}

/**
 * Lowers the subtree of one statement alone, as if its list were lowered: usually to one node without a parent. A lowering
 * gives the same for a statement wherever it stands.
 */
export function lowerStatement(lowering: Lowering, language: LanguageId, cst: Cst): AstColumns {
  finished(madeReady(lowering, cst));
  const lowerer = new Lowerer(lowering, language, cst);
  lowerer.lower(0, Role.Statement);
  return lowerer.finish();
}

function prepare(lowering: Lowering, grammar: Grammar): Prepared[] {
  const ofGrammar = innerMap(prepared, grammar);
  let entries = ofGrammar.get(lowering);
  if (!entries) {
    entries = Array.from({ length: grammar.kindCount }, (_, id) =>
      prepareEntry(lowering.table[grammar.kindName(id)], grammar),
    );
    ofGrammar.set(lowering, entries);
  }
  return entries;
}

function prepareEntry(entry: LoweringEntry | undefined, grammar: Grammar): Prepared {
  if (entry === undefined) return lowerUnknown;
  if (typeof entry === "function") return entry;
  if (entry === "leave out") return () => undefined;
  if (entry === "through") return (lowerer, node, role) => lowerer.lowerAll(lowerer.cst.namedChildren(node), role);
  const fields = Object.entries(entry.fields ?? {}).map(([name, role]) => ({ name, id: grammar.fieldId(name), role }));
  const listed = new Set(fields.map(({ id }) => id).filter((id) => id !== 0));
  const { kind, rest, flags } = entry;
  return (lowerer, node, role) => {
    const { cst } = lowerer;
    lowerer.node(
      kind,
      role,
      node,
      () => {
        for (const field of fields) lowerer.lowerAll(cst.fields(node, field.name), field.role);
        if (rest !== undefined)
          for (const child of cst.namedChildren(node)) if (!listed.has(cst.fieldId(child))) lowerer.lower(child, rest);
      },
      shapeSymbol(lowerer, entry, node),
      flags,
    );
  };
}

function shapeSymbol(lowerer: Lowerer, { symbol }: Shape, node: CstNode): Sym {
  if (symbol === undefined) return 0;
  if (symbol === "text") return lowerer.nameSymbol(node);
  if ("word" in symbol) return intern(symbol.word);
  return lowerer.nameSymbol(lowerer.cst.field(node, symbol.field));
}

/** A kind that no table names: an Opaque (or Error) node with what can be understood inside it. */
function lowerUnknown(lowerer: Lowerer, node: CstNode, role: Role): void {
  const { cst } = lowerer;
  if (cst.isBroken(node)) {
    // An empty one says only that something is missing.
    if (cst.end(node) === cst.start(node)) return;
    lowerer.node(Kind.Error, role, node, () => lowerer.lowerAll(cst.namedChildren(node), Role.Element));
  } else if (!cst.isNamed(node)) return;
  else
    lowerer.node(
      Kind.Opaque,
      role,
      node,
      () => lowerer.lowerAll(cst.namedChildren(node), Role.Element),
      intern(cst.kind(node)),
    );
}
