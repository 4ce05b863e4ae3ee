// Units: what is evaluated on its own and has a summary: a function, a method, the initial values of a class's fields, and
// a module's top level. A unit outlives edits as long as its name does; positions in it are counted without the functions
// and classes that lie in it, so that an edit in one of those moves nothing here.

import { type Ast, type AstNode, NO_NODE, ROOT } from "../syntax/ast.ts";
import { Flag, Kind, Role } from "../syntax/kind.ts";
import { intern, nameOf, type Sym } from "../syntax/symbols.ts";
import type { TightChange } from "../syntax/tight-change.ts";
import { addToList, innerMap } from "../text/multimap.ts";
import type { Steps } from "../text/steps.ts";
import type { FlowFile } from "./file.ts";
import { sameUnits } from "./same-units.ts";
import { isDefinedByCall, isSignature, methodName, nameFromContext } from "./unit-names.ts";
import { UnitRows, UnitTable } from "./unit-table.ts";
import { hashText, OpenUnit, ownCalls, ownNodes } from "./unit-text.ts";

export type UnitKind = "module" | "function" | "class";

export interface Unit {
  /** `path#User.find`: unique in the program. */
  readonly id: string;
  readonly kind: UnitKind;
  /** For people: `find`, `anonymous function`. */
  readonly name: string;
  /** Where it stands now. Both change with edits; the unit stays the same. */
  file: FlowFile;
  node: AstNode;
  readonly outer: Unit | undefined;
  readonly class: ClassInfo | undefined;
  parameters: readonly UnitParameter[];
  /** Says whether its own text (without the units in it, but for their names) is what it was, layout aside. */
  digest: number;
  /** Of the id: part of the hashes of traces. */
  readonly hash: number;
}

export interface UnitParameter {
  /** How many nodes behind that of its function: so edits before it and in the body leave it as it is. */
  readonly offset: number;
  /** 0 for a pattern. */
  readonly name: Sym;
  readonly isRest: boolean;
  readonly isKeywordRest: boolean;
}

export function parameterNode(unit: Pick<Unit, "node">, { offset }: UnitParameter): AstNode {
  return unit.node + offset;
}

/** A class of the program. Like its unit it stays the same object while its name stays. */
export interface ClassInfo {
  readonly name: string;
  readonly unit: Unit;
  methods: ReadonlyMap<Sym, Unit>;
  /** Where a language has several methods of one name: all of them. */
  overloads: ReadonlyMap<Sym, readonly Unit[]>;
}

/** All units of a file, and which node is of which unit. */
export interface FileUnits {
  readonly module: Unit;
  readonly all: readonly Unit[];
  readonly classes: readonly ClassInfo[];
  /** By the node that makes the unit, and each as it is in this version, which it becomes by `adoptUnits`. */
  readonly table: UnitTable;
  /** For each node its number within its unit. */
  readonly ownIndex: Int32Array;
  /** The functions and classes right inside a unit, and these classes' methods. */
  readonly inside: ReadonlyMap<Unit, readonly Unit[]>;
  /**
   * Units of versions before, by id; several where, say, a class was read as a function of its name. While something is typed, whatever
   * stands behind an open bracket or quote is no function for a few keystrokes: when it comes back it is the same unit, and what was
   * known of it may still hold.
   */
  readonly gone: ReadonlyMap<string, readonly Unit[]>;
  readonly goneClasses: ReadonlyMap<Unit, ClassInfo>;
  /** Those that were gone were too many to be remembered. */
  readonly hasForgotten: boolean;
  readonly members: ReadonlyMap<ClassInfo, Pick<ClassInfo, "methods" | "overloads">>;
}

const MOST_GONE = 1000;
/** Of reading in steps; all bits of it are set. */
const NODES_OF_STEP = 0xfff;

const OVERLOADING: ReadonlySet<string> = new Set(["java", "kotlin", "csharp", "cpp"]);

/** What constructors are called where they are not called what the class is. */
export const CONSTRUCTORS: readonly Sym[] = ["constructor", "__init__", "__construct", "initialize"].map(intern);

/** A class and what it extends, the nearest first; none twice, and no more once so many were met. */
export function* withAncestors(
  info: ClassInfo,
  of: { superclassesOf(info: ClassInfo): readonly ClassInfo[] },
  most = Number.POSITIVE_INFINITY,
): Generator<ClassInfo> {
  const met = new Set([info]);
  const waiting = [info];
  for (let at = waiting.shift(); at && met.size < most; at = waiting.shift()) {
    yield at;
    for (const parent of of.superclassesOf(at))
      if (!met.has(parent)) {
        met.add(parent);
        waiting.push(parent);
      }
  }
}

/** All methods of a class itself. */
export function allMethods(info: ClassInfo): Unit[] {
  return [...new Set([...info.methods.values(), ...[...info.overloads.values()].flat()])];
}

/** Python and others name the receiver as first parameter. */
const EXPLICIT_RECEIVER: ReadonlySet<string> = new Set(["python"]);

function hasExplicitReceiver(ast: Ast, node: AstNode): boolean {
  return (
    EXPLICIT_RECEIVER.has(ast.language) &&
    ast.hasFlag(node, Flag.Method) &&
    !ast.children(node, Role.Decorator).some((decorator) => ast.name(ast.firstChild(decorator)) === "staticmethod")
  );
}

/** The name of the type that a Go method is declared on, without `*` and type arguments; 0 for other functions. */
export function receiverTypeName(ast: Ast, node: AstNode): Sym {
  const receiver = ast.language === "go" ? ast.child(node, Role.Object) : NO_NODE;
  if (receiver === NO_NODE) return 0;
  let type = ast.child(receiver, Role.Type);
  while (type !== NO_NODE && ast.name(type) === "*") type = ast.child(type, Role.TypeArgument);
  return type === NO_NODE ? 0 : ast.symbol(type);
}

/** Until then the units of before are as they were in the version before: so both can be compared. */
export function adoptUnits(file: FlowFile): void {
  const { table } = file.units;
  for (let place = 0; place < table.size; place++) {
    const unit = table.units[place]!;
    unit.file = file;
    table.adopt(unit, place);
  }
  file.units.members.forEach(({ methods, overloads }, info) => {
    info.methods = methods;
    info.overloads = overloads;
  });
  // Else each would hold the version of the file that it went with.
  for (const units of file.units.gone.values()) for (const unit of units) unit.file = file;
}

/** Units of a version that are not kept in a later one stay what they were in it, whole: they are expected to come back. */
export function standStill(file: FlowFile, kept: Pick<UnitTable, "has">): void {
  const { table } = file.units;
  for (const unit of table.units) {
    if (kept.has(unit)) continue;
    unit.file = file;
    table.adopt(unit);
  }
}

/** The version of a file before an edit, and what the edit changed of it. */
export interface VersionBefore {
  readonly ast: Ast;
  readonly units: FileUnits;
  /** Undefined when that is not known. */
  readonly change: TightChange | undefined;
}

/**
 * Finds a file's units, in steps of a millisecond or two; what an edit left alone is taken from the version before. Those that were there
 * before keep their identity. The file has then to adopt them.
 */
export function* findUnits(file: FlowFile, version: VersionBefore | undefined): Steps<FileUnits> {
  if (version?.change && !version.units.hasForgotten) {
    const known =
      sameUnits(file.ast, version.ast, version.units, version.change) ?? (yield* readUnits(file, version, true));
    if (known) return known;
  }
  return (yield* readUnits(file, version, false))!;
}

/**
 * With `keeps`, what an edit left alone of a unit's text is taken from the version before; undefined when a unit in it turns out to
 * be called something else now.
 */
function* readUnits(file: FlowFile, version: VersionBefore | undefined, keeps: boolean): Steps<FileUnits | undefined> {
  const before = version?.units;
  const untouched = keeps && version?.change ? new Untouched(version.units, version.change) : undefined;
  const { ast } = file;
  const { kinds, nexts, symbols, roles, flags, parents } = ast.columns;
  const known = new KnownUnits(before);
  const knownClasses = new Map(before?.goneClasses);
  for (const info of before?.classes ?? []) knownClasses.set(info.unit, info);
  const rows = new UnitRows();
  const classes: ClassInfo[] = [];
  const members = new Map<ClassInfo, ClassMembers>();
  const taken = new Map<string, number>();
  const make = (
    kind: UnitKind,
    node: AstNode,
    name: string,
    outer: Unit | undefined,
    info: ClassInfo | undefined,
    parameters: readonly UnitParameter[] = kind === "function" ? parametersOf(ast, node) : [],
  ): Unit => {
    const base = outer ? `${outer.kind === "module" ? `${outer.id}#` : `${outer.id}.`}${name}` : file.path;
    const count = taken.get(base) ?? 0;
    taken.set(base, count + 1);
    const id = count === 0 ? base : `${base}~${count}`;
    const unit: Unit = known.take(id, kind, outer, info) ?? {
      id,
      kind,
      name,
      file,
      node,
      outer,
      class: info,
      parameters,
      digest: 0,
      hash: hashText(id),
    };
    rows.add(unit, node, parameters);
    return unit;
  };
  const module = make("module", ROOT, "module", undefined, undefined);
  const ownIndex = ast.int32(ast.size);
  const open: OpenUnit[] = [new OpenUnit(ast, module, ROOT, undefined, ast.size, 0)];
  /** Units whose decorators, which are evaluated outside of them, are not over yet. */
  const waiting: { unit: OpenUnit; from: AstNode }[] = [];
  const enterClass = (unit: Unit): ClassInfo => {
    const info: ClassInfo = knownClasses.get(unit) ?? {
      name: unit.name,
      unit,
      methods: new Map(),
      overloads: new Map(),
    };
    members.set(info, { methods: new Map(), overloads: new Map() });
    classes.push(info);
    return info;
  };
  const signatures = new Set<Unit>();
  const enterMethod = (of: ClassMembers, node: AstNode, unit: Unit): void => {
    addMethod(of, methodName(ast, node), unit, signatures);
    if (!OVERLOADING.has(ast.language) && isSignature(ast, node)) signatures.add(unit);
  };
  /** All that stands in a unit from a node on, as it was; false when that cannot be. */
  const keepInside = (unit: Unit, from: AstNode, to: AstNode): boolean => {
    const old = untouched!;
    const shift = old.shiftAt(from);
    ownIndex.set(old.units.ownIndex.subarray(from - shift, to - shift), from);
    const { table } = old.units;
    rows.setDigest(unit, table.digestOf(unit));
    for (const there of table.between(from - shift, to - shift)) {
      const node = table.nodeOf(there) + shift;
      const inner = make(there.kind, node, there.name, there.outer, there.class, table.parametersOf(there));
      if (inner !== there) return false;
      rows.setDigest(inner, table.digestOf(there));
      if (inner.kind === "class") enterClass(inner);
      else if (inner.class) enterMethod(members.get(inner.class)!, node, inner);
    }
    return true;
  };
  for (let node = 0; node < ast.size; node++) {
    if ((node & NODES_OF_STEP) === NODES_OF_STEP) yield;
    let top = open[open.length - 1]!;
    while (node < ast.size) {
      const next = waiting[waiting.length - 1];
      if (node >= top.end) {
        rows.setDigest(top.unit, top.digest);
        open.pop();
      } else if (next && node >= next.from) {
        waiting.pop();
        if (untouched?.has(next.unit.unit, next.unit.node, next.unit.end)) {
          if (!keepInside(next.unit.unit, next.from, next.unit.end)) return undefined;
          node = Math.max(node, next.unit.end);
        } else open.push(next.unit);
      } else break;
      top = open[open.length - 1]!;
    }
    if (node >= ast.size) break;
    const parent = parents[node]!;
    top.add(
      kinds[node]!,
      roles[node]! + 64 * flags[node]!,
      symbols[node]!,
      parent === top.node ? 0 : ownIndex[parent]!,
    );
    top.addLongText(ast, node);
    ownIndex[node] = top.count++;
    const kind = kinds[node];
    if (node === ROOT || (kind !== Kind.Function && kind !== Kind.Class)) continue;
    const receiver = receiverTypeName(ast, node);
    const own = nameOf(kind === Kind.Function ? methodName(ast, node) : symbols[node]!) || nameFromContext(ast, node);
    const name = receiver === 0 ? own : `${nameOf(receiver)}.${own}`;
    if (kind === Kind.Function) {
      const unit = make(
        "function",
        node,
        name || "anonymous function",
        top.unit,
        top.class && (ast.hasFlag(node, Flag.Method) || isDefinedByCall(ast, node)) ? top.class : undefined,
      );
      if (unit.class) enterMethod(members.get(unit.class)!, node, unit);
      top.add(0, 0, unit.hash, 0);
      waiting.push({ unit: new OpenUnit(ast, unit, node, undefined, nexts[node]!, 1), from: ast.bodyStart(node) });
    } else {
      const unit = make("class", node, name || "anonymous class", top.unit, undefined);
      const info = enterClass(unit);
      top.add(0, 0, unit.hash, 0);
      waiting.push({ unit: new OpenUnit(ast, unit, node, info, nexts[node]!, 1), from: ast.bodyStart(node) });
    }
  }
  for (const each of open) rows.setDigest(each.unit, each.digest);
  for (const each of waiting) rows.setDigest(each.unit.unit, each.unit.digest);
  for (const info of classes) knownClasses.delete(info.unit);
  const gone = known.left();
  const hasForgotten = gone === undefined;
  if (hasForgotten) knownClasses.clear();
  return {
    module,
    all: rows.units,
    classes,
    table: UnitTable.of(rows),
    ownIndex,
    inside: unitsInside(rows.units),
    gone: gone ?? new Map(),
    goneClasses: knownClasses,
    hasForgotten,
    members,
  };
}

/** The units of versions before, each until it is there again. */
class KnownUnits {
  readonly #lastThere = new Map<string, Unit>();
  readonly #gone: Map<string, readonly Unit[]>;

  constructor(before: FileUnits | undefined) {
    for (const unit of before?.all ?? []) this.#lastThere.set(unit.id, unit);
    this.#gone = new Map(before?.gone);
  }

  take(id: string, kind: UnitKind, outer: Unit | undefined, info: ClassInfo | undefined): Unit | undefined {
    const isIt = (unit: Unit) => unit.kind === kind && unit.outer === outer && unit.class?.unit === info?.unit;
    const last = this.#lastThere.get(id);
    if (last && isIt(last)) {
      this.#lastThere.delete(id);
      return last;
    }
    const gone = this.#gone.get(id);
    const found = gone?.find(isIt);
    if (found) this.#gone.set(id, without(gone!, found));
    return found;
  }

  /** Those that are not there any more; undefined when they are too many to be remembered. */
  left(): ReadonlyMap<string, readonly Unit[]> | undefined {
    for (const [id, unit] of this.#lastThere) this.#gone.set(id, [...(this.#gone.get(id) ?? []), unit]);
    let count = 0;
    for (const [id, units] of this.#gone) {
      if (units.length === 0) this.#gone.delete(id);
      count += units.length;
    }
    return count > MOST_GONE ? undefined : this.#gone;
  }
}

function without(units: readonly Unit[], unit: Unit): readonly Unit[] {
  return units.filter((each) => each !== unit);
}

/** What an edit left of the units of the version before. */
class Untouched {
  readonly units: FileUnits;
  readonly #change: TightChange;

  constructor(units: FileUnits, change: TightChange) {
    this.units = units;
    this.#change = change;
  }

  /** How far a node has moved that is none of those that were replaced. */
  shiftAt(node: AstNode): number {
    return node < this.#change.start ? 0 : this.#change.newEnd - this.#change.oldEnd;
  }

  /** Whether a unit that stands from `node` to `end` now stood there before, the same in all its nodes. */
  has(unit: Unit, node: AstNode, end: AstNode): boolean {
    const { start, newEnd, resized, parent } = this.#change;
    if ((node < newEnd && end > start) || (node <= parent && parent < end)) return false;
    if (resized.some((each) => node <= each && each < end)) return false;
    return this.units.table.at(node - this.shiftAt(node)) === unit;
  }
}

function unitsInside(all: readonly Unit[]): Map<Unit, Unit[]> {
  const inside = new Map<Unit, Unit[]>();
  for (const unit of all) {
    let { outer } = unit;
    while (outer?.kind === "class") outer = outer.outer;
    if (!outer) continue;
    addToList(inside, outer, unit);
  }
  return inside;
}

interface ClassMembers {
  readonly methods: Map<Sym, Unit>;
  readonly overloads: Map<Sym, Unit[]>;
}

/** @param signatures methods seen so far that only say how others of their name may be called */
function addMethod({ methods, overloads }: ClassMembers, name: Sym, unit: Unit, signatures: ReadonlySet<Unit>): void {
  const first = methods.get(name);
  if (!first || signatures.has(first)) methods.set(name, unit);
  else if (OVERLOADING.has(unit.file.language)) {
    const known = overloads.get(name);
    if (known) known.push(unit);
    else overloads.set(name, [first, unit]);
  }
}

function parametersOf(ast: Ast, node: AstNode): UnitParameter[] {
  const receiver = receiverParameter(ast, node);
  return ast
    .children(node, Role.Parameter)
    .filter((parameter) => parameter !== receiver && ast.kind(parameter) === Kind.Parameter)
    .map((parameter) => ({
      offset: parameter - node,
      name: ast.symbol(parameter),
      isRest: ast.hasFlag(parameter, Flag.Rest),
      isKeywordRest: ast.hasFlag(parameter, Flag.KeywordRest),
    }));
}

/** The first parameter where the language has methods name their receiver, else NO_NODE. */
export function receiverParameter(ast: Ast, node: AstNode): AstNode {
  if (ast.language === "go") return ast.child(node, Role.Object);
  return hasExplicitReceiver(ast, node) ? ast.child(node, Role.Parameter) : NO_NODE;
}

/** Whether a declaration is the receiver that a method names: Python's `self`, Go's. */
export function isReceiver(ast: Ast, declaration: AstNode): boolean {
  if (declaration === NO_NODE) return false;
  const parameter = ast.parent(declaration);
  return ast.kind(parameter) === Kind.Parameter && receiverParameter(ast, ast.parent(parameter)) === parameter;
}

/** The node of a unit by its number; NO_NODE when the unit has no such node. */
export function nodeOfIndex(unit: Unit, index: number): AstNode {
  return nodesOfUnit(unit)[index] ?? NO_NODE;
}

const nodesOfUnits = new WeakMap<FlowFile, Map<Unit, Int32Array>>();

/** The unit's nodes, in order, without those of the units in it. */
/** The calls that a unit makes itself, not those of functions in it. */
export function callsOfUnit({ file, node }: Unit): readonly AstNode[] {
  return ownCalls(file.ast, node, file.units.table);
}

export function nodesOfUnit(unit: Unit): Int32Array {
  const { file } = unit;
  const ofFile = innerMap(nodesOfUnits, file);
  let nodes = ofFile.get(unit);
  if (!nodes) {
    nodes = ownNodes(file.ast, unit.node, file.units.table);
    ofFile.set(unit, nodes);
  }
  return nodes;
}
