// The units of a file after an edit that made, took away and renamed none: most keys are such. They are those of before, moved; only the
// one that was typed into is counted and hashed again. Undefined wherever that is not sure.

import { type Ast, type AstNode, ROOT } from "../syntax/ast.ts";
import { Kind, Role } from "../syntax/kind.ts";
import type { TightChange } from "../syntax/tight-change.ts";
import type { FileUnits, Unit, UnitParameter } from "./unit.ts";
import { isDefinition, mayNameUnits } from "./unit-names.ts";
import type { UnitTable } from "./unit-table.ts";
import { OpenUnit, ownNodes } from "./unit-text.ts";

export function sameUnits(ast: Ast, before: Ast, units: FileUnits, change: TightChange): FileUnits | undefined {
  const { start, oldEnd, newEnd, parent } = change;
  const typedInto = isDefinition(ast.kind(parent)) ? unitOfWholeBody(ast, before, change) : unitOfBody(ast, parent);
  if (
    typedInto === undefined ||
    change.resized.some((node) => isDefinition(ast.kind(node)) && (node > parent || ast.next(node) <= parent))
  )
    return undefined;
  if (makesUnits(before, start, oldEnd, parent) || makesUnits(ast, start, newEnd, parent)) return undefined;
  const shift = newEnd - oldEnd;
  const ownIndex = ast.int32(ast.size);
  ownIndex.set(units.ownIndex.subarray(0, start));
  ownIndex.set(units.ownIndex.subarray(oldEnd), newEnd);
  const unit = units.table.at(typedInto)!;
  const table = units.table.moved(start, shift).withParameters(parametersBehind(units, unit, start, shift));
  table.setDigest(unit, countNodes(ast, unit, typedInto, table, ownIndex));
  return { ...units, table, ownIndex };
}

/** Where code is broken, a parameter may stand behind the body, and moves with what is in it. */
function parametersBehind(
  { table }: FileUnits,
  typedInto: Unit,
  start: AstNode,
  shift: number,
): ReadonlyMap<Unit, readonly UnitParameter[]> {
  const result = new Map<Unit, readonly UnitParameter[]>();
  for (let unit: Unit | undefined = typedInto; unit && shift !== 0; unit = unit.outer) {
    const first = start - table.nodeOf(unit);
    const parameters = table.parametersOf(unit);
    if (!parameters.some(({ offset }) => offset >= first)) continue;
    result.set(
      unit,
      parameters.map((each) => (each.offset < first ? each : { ...each, offset: each.offset + shift })),
    );
  }
  return result;
}

/** The lambda of which all that changed is the expression that it gives. */
function unitOfWholeBody(ast: Ast, before: Ast, { start, oldEnd, newEnd, parent }: TightChange): AstNode | undefined {
  const isBody = ({ columns: { roles, nexts } }: Ast, end: AstNode) =>
    roles[start] === Role.Body && nexts[start] === end;
  return ast.kind(parent) === Kind.Function && isBody(before, oldEnd) && isBody(ast, newEnd) ? parent : undefined;
}

/** The function in whose body a node lies, or the module; undefined in heads of functions and in classes. */
function unitOfBody(ast: Ast, from: AstNode): AstNode | undefined {
  const { kinds, parents, roles } = ast.columns;
  for (let node = from; node !== ROOT; node = parents[node]!) {
    const around = parents[node]!;
    if (kinds[around] === Kind.Class) return undefined;
    if (kinds[around] === Kind.Function) return roles[node] === Role.Body ? around : undefined;
  }
  return ROOT;
}

/** Whether there are functions or classes among some nodes, or any that are called after what is there. */
function makesUnits(ast: Ast, from: AstNode, to: AstNode, holder: AstNode): boolean {
  const { kinds, parents } = ast.columns;
  if (mayNameUnits(ast, holder)) return true;
  for (let node = from; node < to; node++) {
    if (isDefinition(kinds[node]!)) return true;
    if (mayNameUnits(ast, node) || mayNameUnits(ast, parents[node]!)) return true;
  }
  return false;
}

/** Numbers the unit's nodes; gives its digest. */
function countNodes(ast: Ast, unit: Unit, unitNode: AstNode, table: UnitTable, ownIndex: Int32Array): number {
  const { kinds, roles, flags, symbols, parents, nexts } = ast.columns;
  const nodes = ownNodes(ast, unitNode, table);
  const text = new OpenUnit(ast, unit, unitNode, undefined, nexts[unitNode]!, 0);
  // Of a function the number of its own node is that in the unit around.
  for (let index = unitNode === ROOT ? 0 : 1; index < nodes.length; index++) {
    const node = nodes[index]!;
    const parent = parents[node]!;
    text.add(
      kinds[node]!,
      roles[node]! + 64 * flags[node]!,
      symbols[node]!,
      parent === unitNode ? 0 : ownIndex[parent]!,
    );
    text.addLongText(ast, node);
    ownIndex[node] = index;
    const inner = node === ROOT ? undefined : table.at(node);
    if (inner) text.add(0, 0, inner.hash, 0);
  }
  return text.digest;
}
