// Units: what is evaluated on its own and has a summary: a function, a method, the initial values of a class's fields, and
// a module's top level. A unit outlives edits as long as its name does; positions in it are counted without the functions
// and classes that lie in it, so that an edit in one of those moves nothing here.

import { type Ast, type AstNode, NO_NODE, ROOT } from "../syntax/ast.ts";
import { Flag, Kind, Role } from "../syntax/kind.ts";
import { nameOf, type Sym } from "../syntax/symbols.ts";
import type { FlowFile } from "./file.ts";

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
}

export interface UnitParameter {
  readonly node: AstNode;
  /** 0 for a pattern. */
  readonly name: Sym;
  readonly isRest: boolean;
  readonly isKeywordRest: boolean;
}

/** A class of the program. */
export interface ClassInfo {
  readonly name: string;
  readonly unit: Unit;
  readonly methods: ReadonlyMap<Sym, Unit>;
  readonly file: FlowFile;
}

/** All units of a file, and which node is of which unit. */
export interface FileUnits {
  readonly module: Unit;
  readonly all: readonly Unit[];
  readonly classes: readonly ClassInfo[];
  /** By the node that makes the unit. */
  readonly ofNode: ReadonlyMap<AstNode, Unit>;
  /** For each node its number within its unit. */
  readonly ownIndex: Int32Array;
}

/** Python and others name the receiver as first parameter. */
const EXPLICIT_RECEIVER: ReadonlySet<string> = new Set(["python"]);

export function hasExplicitReceiver(ast: Ast, node: AstNode): boolean {
  return (
    EXPLICIT_RECEIVER.has(ast.language) &&
    ast.hasFlag(node, Flag.Method) &&
    !ast.children(node, Role.Decorator).some((decorator) => ast.name(ast.firstChild(decorator)) === "staticmethod")
  );
}

/** Finds a file's units; those that were there before keep their identity. */
export function findUnits(file: FlowFile, before: ReadonlyMap<string, Unit>): FileUnits {
  const { ast } = file;
  const { kinds, nexts, symbols } = ast.columns;
  const ofNode = new Map<AstNode, Unit>();
  const all: Unit[] = [];
  const classes: ClassInfo[] = [];
  const taken = new Map<string, number>();
  const make = (
    kind: UnitKind,
    node: AstNode,
    name: string,
    outer: Unit | undefined,
    info: ClassInfo | undefined,
  ): Unit => {
    const base = outer ? `${outer.kind === "module" ? `${outer.id}#` : `${outer.id}.`}${name}` : file.path;
    const count = taken.get(base) ?? 0;
    taken.set(base, count + 1);
    const id = count === 0 ? base : `${base}~${count}`;
    const known = before.get(id);
    const parameters = kind === "function" ? parametersOf(ast, node) : [];
    const unit: Unit =
      known && known.kind === kind && known.outer === outer && known.class?.unit === info?.unit
        ? known
        : { id, kind, name, file, node, outer, class: info, parameters };
    unit.file = file;
    unit.node = node;
    unit.parameters = parameters;
    all.push(unit);
    ofNode.set(node, unit);
    return unit;
  };
  const module = make("module", ROOT, "module", undefined, undefined);
  const ownIndex = new Int32Array(ast.size);
  const open: { unit: Unit; class: ClassInfo | undefined; end: AstNode; count: number }[] = [
    { unit: module, class: undefined, end: ast.size, count: 0 },
  ];
  for (let node = 0; node < ast.size; node++) {
    let top = open[open.length - 1]!;
    while (node >= top.end) {
      open.pop();
      top = open[open.length - 1]!;
    }
    ownIndex[node] = top.count++;
    const kind = kinds[node];
    if (node === ROOT || (kind !== Kind.Function && kind !== Kind.Class)) continue;
    const name = nameOf(symbols[node]!) || nameFromContext(ast, node);
    if (kind === Kind.Function) {
      const unit = make(
        "function",
        node,
        name || "anonymous function",
        top.unit,
        top.class && ast.hasFlag(node, Flag.Method) ? top.class : undefined,
      );
      if (unit.class) addMethod(unit.class, symbols[node]!, unit);
      open.push({ unit, class: undefined, end: nexts[node]!, count: 1 });
    } else {
      const unit = make("class", node, name || "anonymous class", top.unit, undefined);
      const info: ClassInfo = { name: unit.name, unit, methods: new Map(), file };
      classes.push(info);
      open.push({ unit, class: info, end: nexts[node]!, count: 1 });
    }
  }
  return { module, all, classes, ofNode, ownIndex };
}

function addMethod(info: ClassInfo, name: Sym, unit: Unit): void {
  const methods = info.methods as Map<Sym, Unit>;
  if (!methods.has(name)) methods.set(name, unit);
}

/** What a function without a name of its own is called after: the variable, key or member that it is put in. */
function nameFromContext(ast: Ast, node: AstNode): string {
  const parent = ast.parent(node);
  switch (ast.kind(parent)) {
    case Kind.Declarator:
    case Kind.Assign: {
      const target = ast.child(parent, Role.Target);
      return target !== NO_NODE && target !== node ? ast.name(target) : "";
    }
    case Kind.Pair:
      return ast.role(node) === Role.Value ? ast.name(ast.child(parent, Role.Key)) : "";
    case Kind.Field:
      return ast.name(parent);
    default:
      return "";
  }
}

function parametersOf(ast: Ast, node: AstNode): UnitParameter[] {
  const receiver = receiverParameter(ast, node);
  return ast
    .children(node, Role.Parameter)
    .filter((parameter) => parameter !== receiver && ast.kind(parameter) === Kind.Parameter)
    .map((parameter) => ({
      node: parameter,
      name: ast.symbol(parameter),
      isRest: ast.hasFlag(parameter, Flag.Rest),
      isKeywordRest: ast.hasFlag(parameter, Flag.KeywordRest),
    }));
}

/** The first parameter where the language has methods name their receiver, else NO_NODE. */
export function receiverParameter(ast: Ast, node: AstNode): AstNode {
  return hasExplicitReceiver(ast, node) ? ast.child(node, Role.Parameter) : NO_NODE;
}

/** The node of a unit by its number; NO_NODE when the unit has no such node. */
export function nodeOfIndex(unit: Unit, index: number): AstNode {
  const { ast, units } = unit.file;
  const end = ast.next(unit.node);
  for (let node = unit.node, count = 0; node < end; ) {
    if (count === index) return node;
    count++;
    node = node !== unit.node && units.ofNode.has(node) ? ast.next(node) : node + 1;
  }
  return NO_NODE;
}
