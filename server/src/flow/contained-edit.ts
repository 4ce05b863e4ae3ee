// Which units an edit of a file concerns. Where it changes nothing that others can see of the units whose text changed without
// their summaries (of a function its head, what it gives as far as libraries go, which outer variables it touches and how; of the
// top level and of classes what their variables are), no other unit has to be asked whether it still holds: only those units,
// what lies in them and what they lie in. Where functions come or go, those that name them are concerned too. Whatever does not
// fit these plain cases concerns everybody in the file.
//
// The top level matters because of broken code: behind an open bracket a function's statements often are statements of the
// top level, and its neighbours no functions, for as long as it is open.

import { type Ast, type AstNode, NO_NODE } from "../syntax/ast.ts";
import { Kind, Role } from "../syntax/kind.ts";
import type { LanguageId } from "../syntax/language.ts";
import { nameOf, type Sym } from "../syntax/symbols.ts";
import type { TightChange } from "../syntax/tight-change.ts";
import type { Steps } from "../text/steps.ts";
import { hasBareMembers } from "./class-members.ts";
import type { FlowFile } from "./file.ts";
import type { AskedAgain } from "./handlers.ts";
import { handlersKey } from "./inquiry.ts";
import { isNamedAsConstant, objectLiteral } from "./object-literals.ts";
import { type Origin, printOrigin } from "./origin.ts";
import type { OriginResolver } from "./origin-resolver.ts";
import { printGiven } from "./prototypes.ts";
import { nodesOfUnit, receiverTypeName, type Unit } from "./unit.ts";

/** Where statements of the top level are seen elsewhere only through variables, members that they set, and what they hand over. */
const PLAIN_STATEMENTS: ReadonlySet<LanguageId> = new Set(["javascript", "typescript", "tsx", "python", "java"]);

/** What an edit concerns. */
export interface Touched {
  readonly units: readonly Unit[];
  /** No class came, went, or may extend another than before. */
  readonly keepsClasses: boolean;
  /** Other files see what they saw. */
  readonly keepsOutline: boolean;
}

/** A version of a file with what is known of its expressions. */
export interface FileVersion {
  readonly file: FlowFile;
  readonly origins: OriginResolver;
}

/** Nodes of a unit that are looked at in one step: some of them ask what a library gives. */
const NODES_IN_A_STEP = 500;

/** More units than this, and asking everybody costs little more. */
const MOST_CHANGED = 24;

/** The difference between two versions. Made before the units become those of the newer one. */
export class ContainedEdit {
  readonly #before: FileVersion;
  readonly #after: FileVersion;
  readonly #conventionMembers: readonly Sym[];
  readonly #change: Change;
  readonly #tight: TightChange | undefined;
  #faces: ReadonlyMap<Unit, string> = new Map();
  /** The outer variables that the functions that changed used before. */
  readonly #captured = new Set<string>();

  private constructor(
    before: FileVersion,
    after: FileVersion,
    conventionMembers: readonly Sym[],
    change: Change,
    tight: TightChange | undefined,
  ) {
    this.#tight = tight;
    this.#before = before;
    this.#after = after;
    this.#conventionMembers = conventionMembers;
    this.#change = change;
  }

  /** Undefined when the edit is none of the plain cases. */
  static *between(
    before: FileVersion,
    after: FileVersion,
    conventionMembers: readonly Sym[],
    tight?: TightChange,
  ): Steps<ContainedEdit | undefined> {
    const change = changeBetween(before.file, after.file);
    if (!change) return undefined;
    const edit = new ContainedEdit(before, after, conventionMembers, change, tight);
    if (!edit.#isEmpty) edit.#faces = yield* facesOf(before, change, change.gone, edit.#captured);
    return edit;
  }

  get #isEmpty(): boolean {
    const { changed, kept } = this.#change;
    const [before, after] = [this.#before.file.units.all, this.#after.file.units.all];
    return changed.size === 0 && kept.size === before.length && kept.size === after.length;
  }

  /** What has to be looked at in the new version, which the units are now of; undefined when others may see a difference. */
  *touched(): Steps<Touched | undefined> {
    const { origins } = this.#after;
    const inner = new Set<Unit>();
    if (this.#change.changed.size > 0)
      for (const each of this.#after.file.units.all) {
        const isChanged = this.#change.changed.has(each) && each.kind === "function";
        if (isChanged || (each.outer && inner.has(each.outer))) inner.add(each);
      }
    // Before anybody asks for them, since all that look at parameters do.
    const tookHandlers = origins.handlers.take(this.#before.origins.handlers, this.#handlersToAsk(inner));
    if (this.#isEmpty) return { units: [], keepsClasses: true, keepsOutline: true };
    yield;
    const touched = yield* this.#touchedBy(inner);
    if (!touched && tookHandlers) origins.handlers.forget();
    return touched;
  }

  /** Which nodes may say something else of handlers: those of units that changed, and of what is in functions that did. */
  #handlersToAsk(inner: ReadonlySet<Unit>): AskedAgain | undefined {
    const [before, after] = [this.#before.file, this.#after.file];
    if (!this.#tight) return undefined;
    const { start, oldEnd, newEnd } = this.#tight;
    const asked = new Set([...inner, ...this.#change.changed]);
    const isThere = after.units.table;
    if (after.units.all !== before.units.all)
      for (const unit of after.units.all)
        if (!this.#change.kept.has(unit) || (unit.outer && asked.has(unit.outer) && unit.outer.kind === "function"))
          asked.add(unit);
    const nodes: AstNode[] = [];
    for (const unit of asked) for (const node of nodesOfUnit(unit)) nodes.push(node);
    return {
      nodes: [...new Set(nodes)].sort((a, b) => a - b),
      has: (old) => {
        const unit = before.unitAt(old);
        if (asked.has(unit) || !isThere.has(unit)) return true;
        return before.units.table.at(old) !== undefined && unit.outer !== undefined && asked.has(unit.outer);
      },
      isThere: (unit) => isThere.has(unit),
      moved: (old) => (old < start ? old : old < oldEnd ? NO_NODE : old + newEnd - oldEnd),
    };
  }

  *#touchedBy(inner: ReadonlySet<Unit>): Steps<Touched | undefined> {
    const before = this.#before.file;
    const { file } = this.#after;
    const { changed, kept, hasOtherClasses, come } = this.#change;
    if (!haveSameImports(file, before)) return undefined;
    if (this.#conventionMembers.some((member) => file.hasMember(member) !== before.hasMember(member))) return undefined;
    if (hasBareMembers(file.language) && assignsOtherFields(before, file)) return undefined;
    const captured = new Set<string>();
    const faces = yield* facesOf(this.#after, this.#change, come, captured);
    if (faces.size !== this.#faces.size) return undefined;
    for (const [unit, face] of this.#faces) if (faces.get(unit) !== face) return undefined;
    const areFunctions = [...changed].every(({ kind }) => kind === "function");
    const keepsClasses = areFunctions && !hasOtherClasses && file.units.classes.every((info) => !inner.has(info.unit));
    const touched = new Set([...changed, ...inner, ...file.units.all.filter((unit) => !kept.has(unit))]);
    // Those around a function see of it which of their variables it uses.
    const isHidden =
      PLAIN_STATEMENTS.has(file.language) &&
      areFunctions &&
      file.units.all === before.units.all &&
      isSameSet(captured, this.#captured);
    if (!isHidden)
      for (const unit of [...touched]) for (let outer = unit.outer; outer; outer = outer.outer) touched.add(outer);
    return { units: [...touched], keepsClasses, keepsOutline: areFunctions };
  }
}

function isSameSet<T>(a: ReadonlySet<T>, b: ReadonlySet<T>): boolean {
  if (a.size !== b.size) return false;
  for (const each of a) if (!b.has(each)) return false;
  return true;
}

/** Whether a field of the file is assigned to, or handed over, that was not, or the other way round: it may be a constant, or none any more. */
function assignsOtherFields(before: FlowFile, after: FlowFile): boolean {
  const others = new Set(after.assignedOtherwise(before));
  if (others.size === 0) return false;
  return [before, after].some(({ ast: { columns } }) => {
    const { kinds, symbols } = columns;
    for (let node = 0; node < kinds.length; node++)
      if (kinds[node] === Kind.Field && others.has(symbols[node]!)) return true;
    return false;
  });
}

interface Change {
  /** The units whose text changed, and those that name what came or went. */
  readonly changed: ReadonlySet<Unit>;
  /** In both versions. */
  readonly kept: Pick<ReadonlySet<Unit>, "has" | "size">;
  /** Names of functions that are in one version only, as declarations of that version. */
  readonly gone: ReadonlySet<AstNode>;
  readonly come: ReadonlySet<AstNode>;
  readonly hasOtherClasses: boolean;
}

function changeBetween(before: FlowFile, after: FlowFile): Change | undefined {
  const { all, table } = after.units;
  const areSame = all === before.units.all;
  const kept = areSame ? table : new Set(all.filter((unit) => before.units.table.has(unit)));
  const changed = new Set<Unit>();
  for (const unit of table.changed()) if (kept.has(unit)) changed.add(unit);
  if (changed.size > MOST_CHANGED) return undefined;
  for (const { kind } of changed) if (kind !== "function" && !PLAIN_STATEMENTS.has(before.language)) return undefined;
  const gone = new Set<AstNode>();
  const come = new Set<AstNode>();
  const goneUnits = areSame ? [] : before.units.all.filter((unit) => !kept.has(unit));
  const comeUnits = areSame ? [] : all.filter((unit) => !kept.has(unit));
  /** Others see what is in a class: methods, and classes by their names. */
  const inFunctions = new Set([...changed].filter(({ kind }) => kind === "function"));
  /** Notes a function and those that name it. False for what is no plain function. */
  const note = (file: FlowFile, unit: Unit, node: AstNode, names: Set<AstNode>): boolean => {
    if (unit.outer && inFunctions.has(unit.outer)) {
      inFunctions.add(unit);
      // What it extends, wherever that is, has another subclass.
      return unit.kind !== "class" || !extendsAny(file.ast, node);
    }
    if (unit.kind !== "function" || unit.class || receiverTypeName(file.ast, node) !== 0) return false;
    inFunctions.add(unit);
    const name = file.ast.child(node, Role.Name);
    const declaration = name === NO_NODE ? NO_NODE : file.names.declarationOf(name);
    if (declaration === NO_NODE) return true;
    names.add(declaration);
    for (const use of file.names.usesOf(declaration)) {
      const user = file.unitAt(use);
      if (kept.has(user)) changed.add(user);
    }
    return changed.size <= MOST_CHANGED;
  };
  for (const unit of goneUnits) if (!note(before, unit, unit.node, gone)) return undefined;
  for (const unit of comeUnits) if (!note(after, unit, table.nodeOf(unit), come)) return undefined;
  return {
    changed,
    kept,
    gone,
    come,
    hasOtherClasses: [...goneUnits, ...comeUnits].some(({ kind }) => kind === "class"),
  };
}

function extendsAny(ast: Ast, node: AstNode): boolean {
  return ast.child(node, Role.Superclass) !== NO_NODE || ast.child(node, Role.Interface) !== NO_NODE;
}

function haveSameImports({ names: { imports: now } }: FlowFile, { names: { imports: then } }: FlowFile): boolean {
  return (
    now.length === then.length &&
    now.every(({ module, imported }, at) => module === then[at]!.module && imported === then[at]!.imported)
  );
}

/**
 * What others can see of the units that changed. `others`: declarations that are in this version only. Notes in `captured` which outer
 * variables functions use.
 */
function* facesOf(
  version: FileVersion,
  { changed, kept }: Change,
  others: ReadonlySet<AstNode>,
  captured: Set<string>,
): Steps<Map<Unit, string>> {
  yield* version.origins.handlers.read();
  const handlers = new Map<Unit, string>();
  for (const [node, known] of version.origins.handlers.all) {
    const unit = version.file.units.table.at(node);
    if (unit && kept.has(unit) && !changed.has(unit)) handlers.set(unit, String(handlersKey(known)));
  }
  const faces = handlers;
  for (const unit of changed)
    faces.set(
      unit,
      unit.kind === "function"
        ? yield* faceOfFunction(version, unit, others, captured)
        : yield* faceOfStatements(version, unit, others, (each) => kept.has(each) && !changed.has(each)),
    );
  return faces;
}

/** All that functions and classes of the file can see of the statements of its top level, or of a class's fields. */
function* faceOfStatements(
  { file, origins }: FileVersion,
  unit: Unit,
  others: ReadonlySet<AstNode>,
  isCalm: (unit: Unit) => boolean,
): Steps<string> {
  const { ast, names } = file;
  const lines: string[] = [];
  const scopes = new Map<AstNode, string>();
  /** Which units a name in a Block can be meant in: with a bracket, all that is behind it comes to lie in one. */
  const scope = (node: AstNode): string => {
    const block = ast.enclosing(node, Kind.Block);
    if (block === NO_NODE || block <= unit.node) return "";
    let text = scopes.get(block);
    if (text === undefined) {
      const units = file.units.all.filter(({ node: at }) => at > block && at < ast.next(block)).filter(isCalm);
      text = ` for ${units.map(({ id }) => id).join(" ")}`;
      scopes.set(block, text);
    }
    return text;
  };
  const print = (node: AstNode) => printOrigins(origins.of(node).list);
  /** In an expression, as a bracket can put it into one, the name of a function or class is known to nobody outside. */
  const noteWhoseName = (node: AstNode): void => {
    const name = ast.child(node, Role.Name);
    const declaration = name === NO_NODE ? NO_NODE : names.declarationOf(name);
    const inner = file.units.table.at(node);
    if (declaration !== NO_NODE && inner && isCalm(inner))
      lines.push(`${inner.id} of ${file.ownerOf(declaration).id}${scope(node)}`);
  };
  const typeNames = headsOfTypes(ast);
  let looked = 0;
  for (const node of nodesOfUnit(unit)) {
    if (++looked % NODES_IN_A_STEP === 0) yield;
    const kind = ast.kind(node);
    if ((kind === Kind.Function || kind === Kind.Class) && node !== unit.node) noteWhoseName(node);
    else if (kind === Kind.Import) lines.push(ast.textOf(node) + scope(node));
    else if (SHOWN_KINDS.has(kind) || SHOWN_ROLES.has(ast.role(node))) lines.push(ast.textOf(node));
    else if (kind === Kind.Member) {
      if (ast.role(node) === Role.Target) lines.push(`sets .${ast.symbol(node)} ${written(ast, node, print)}`);
      const given = printGiven(file, node);
      if (given !== "") lines.push(`${ast.textOf(node)} ${given}`);
    } else if (kind === Kind.Identifier) {
      const declaration = names.declarationOf(node);
      if (declaration === NO_NODE || others.has(declaration)) continue;
      // What the body of a class gives a name is the class's: whoever knows the class sees it.
      if (unit.kind !== "class" && !isSeenInside(file, unit, declaration, typeNames)) continue;
      const key = file.keyOf(declaration);
      if (declaration === node) {
        const value = names.onlyValueOf(declaration);
        const parent = ast.parent(declaration);
        const type = ast.child(parent, Role.Type);
        const texts = [type, value].map((each) => (each === NO_NODE ? "" : ast.textOf(each)));
        const writers = names.writersOf(declaration).length;
        lines.push(`${key} ${ast.kind(parent)} ${writers} ${print(declaration)} ${texts.join(" ")}${scope(node)}`);
      } else if (names.isWriterOf(declaration, node)) lines.push(`writes ${key} ${written(ast, node, print)}`);
    }
  }
  return lines.join("\n");
}

/** Parameters that are a class's own are a record's components. */
const SHOWN_KINDS: ReadonlySet<Kind> = new Set([Kind.ScopeDeclaration, Kind.Field, Kind.Parameter]);
const SHOWN_ROLES: ReadonlySet<Role> = new Set([Role.Decorator, Role.Superclass, Role.Interface]);

/** Whether code in inner functions or classes uses a variable, or may name it as a type. */
function isSeenInside(file: FlowFile, unit: Unit, declaration: AstNode, typeNames: ReadonlySet<string>): boolean {
  if (typeNames.has(file.nameOf(declaration))) return true;
  return file.names.usesOf(declaration).some((use) => file.unitAt(use) !== unit);
}

/** The names that types are made of. */
function headsOfTypes({ columns: { kinds, symbols } }: Ast): ReadonlySet<string> {
  const found = new Set<Sym>();
  for (let node = 0; node < kinds.length; node++) if (kinds[node] === Kind.Type) found.add(symbols[node]!);
  return new Set([...found].flatMap((symbol) => nameOf(symbol).match(/[\w$]+/g) ?? []));
}

/** All that other units can see of a function without its summary, as text to compare. */
function* faceOfFunction(
  { file, origins }: FileVersion,
  unit: Unit,
  others: ReadonlySet<AstNode>,
  captured: Set<string>,
): Steps<string> {
  const unitNode = unit.node;
  const { ast, names } = file;
  const lines: string[] = [];
  const body = ast.child(unitNode, Role.Body);
  const print = (node: AstNode) => printOrigins(origins.of(node).list);
  const result = origins.resultOf(unitNode);
  lines.push(`gives ${printOrigins(result.list)} ${result.isGuess}`);
  const end = ast.next(unitNode);
  const isPlain = PLAIN_STATEMENTS.has(file.language);
  /** What is the same however often it stands there, and in whatever order. */
  const seen = new Set<string>();
  for (let node = unitNode + 1; node < end; node++) {
    if (node % NODES_IN_A_STEP === 0) yield;
    if (file.units.table.at(node) !== undefined) {
      node = ast.next(node) - 1;
      continue;
    }
    if (node < body) {
      lines.push(`head ${ast.kind(node)} ${ast.role(node)} ${ast.symbol(node)} ${ast.flags(node)}`);
      continue;
    }
    switch (ast.kind(node)) {
      case Kind.Member:
        if (ast.role(node) !== Role.Target) break;
        if (isPlain && isSetOnVariable(file, unit, node)) noteConstantSet(file, unit, node, seen);
        else lines.push(`sets .${ast.symbol(node)} ${written(ast, node, print)}`);
        break;
      case Kind.ScopeDeclaration:
        lines.push(`scope ${ast.textOf(node)}`);
        break;
      case Kind.Identifier: {
        const declaration = names.declarationOf(node);
        if (declaration === NO_NODE || others.has(declaration) || file.ownerOf(declaration) === unit) break;
        const key = file.keyOf(declaration);
        captured.add(`${unit.id} ${key}`);
        const use = () => `uses ${key} ${ast.role(node)} ${outerUse(ast, node, print)}`;
        // That it is used at all is seen by whoever declares it, which is a unit around this one.
        if (!isPlain || names.isWriterOf(declaration, node)) lines.push(use());
        else if (ast.role(node) === Role.Argument) seen.add(use());
        break;
      }
    }
  }
  return [...lines, ...[...seen].sort()].join("\n");
}

/**
 * Whether a member is set on what a variable holds, outside of classes, and is nothing that a module exports: others then see what flows,
 * which the summary says. In a class it tells what its instances have there.
 */
function isSetOnVariable({ ast }: FlowFile, unit: Unit, member: AstNode): boolean {
  const root = rootOfMember(ast, member);
  return (
    ast.kind(root) === Kind.Identifier &&
    !MAY_BE_EXPORTS.test(ast.name(root)) &&
    ast.enclosing(unit.node, Kind.Class) === NO_NODE
  );
}

const MAY_BE_EXPORTS = /^(module|exports)$/;

/** A literal of the file around of which somebody changes a member: others may no longer take it as it is written. */
function noteConstantSet(file: FlowFile, unit: Unit, member: AstNode, seen: Set<string>): void {
  const declaration = file.names.declarationOf(rootOfMember(file.ast, member));
  if (declaration === NO_NODE || file.ownerOf(declaration) === unit) return;
  const holdsLiteral = objectLiteral(file, file.names.onlyValueOf(declaration)) !== NO_NODE;
  if (holdsLiteral || isNamedAsConstant(file.nameOf(declaration))) seen.add(`sets in ${file.keyOf(declaration)}`);
}

/** `a` in `a.b[c].d`. */
function rootOfMember(ast: Ast, member: AstNode): AstNode {
  let root = member;
  while (ast.kind(root) === Kind.Member || ast.kind(root) === Kind.Index) root = ast.child(root, Role.Object);
  return root;
}

function outerUse(ast: Ast, node: AstNode, print: (node: AstNode) => string): string {
  if (ast.role(node) === Role.Target) return written(ast, node, print);
  if (ast.role(node) !== Role.Argument) return "";
  const callee = ast.child(ast.parent(node), Role.Callee);
  return callee === NO_NODE ? "" : `${ast.textOf(callee)} ${print(callee)}`;
}

function written(ast: Ast, target: AstNode, print: (node: AstNode) => string): string {
  const parent = ast.parent(target);
  const value = ast.child(parent, Role.Value);
  return value === NO_NODE ? ast.textOf(parent) : `${ast.textOf(value)} ${print(value)}`;
}

function printOrigins(origins: readonly Origin[]): string {
  return origins.map(printOrigin).sort().join(",");
}
