// Members that run code: properties of C#, getters and setters of JavaScript, Python's properties and the methods that stand for
// reading and writing at a key.

import type { AstNode } from "../syntax/ast.ts";
import { isScript, type LanguageId } from "../syntax/language.ts";
import { intern, nameOf, type Sym } from "../syntax/symbols.ts";
import { applyUnit, plainArgument } from "./apply.ts";
import type { Evaluation } from "./evaluation.ts";
import { MOST } from "./limits.ts";
import { methodsOf } from "./members.ts";
import type { AbstractObject } from "./object.ts";
import type { Argument } from "./places.ts";
import type { Unit } from "./unit.ts";
import { accessorName } from "./unit-names.ts";
import { ABSENT, constantValue, join, objectValue, type Value } from "./value.ts";

/** Languages whose classes have accessors. */
export function hasAccessors(language: LanguageId): boolean {
  return language === "csharp" || language === "kotlin" || language === "python" || isScript(language);
}

/** Languages in which accessors stand in the property that they are of. */
export function hasProperties(language: LanguageId): boolean {
  return language === "csharp" || language === "kotlin";
}

/** What the getter of a property gives; undefined where there is none that does anything. */
export function readAccessor(e: Evaluation, object: Value, property: Sym, node: AstNode): Value | undefined {
  return useAccessor(e, object, accessorName("get", property), node, []);
}

/** Calls the setter of a property: true when there is one that does anything. */
export function writeAccessor(e: Evaluation, object: Value, property: Sym, value: Value, node: AstNode): boolean {
  const args = [plainArgument(node, value)];
  return useAccessor(e, object, accessorName("set", property), node, args) !== undefined;
}

const GET_ITEM: ReadonlyMap<LanguageId, Sym> = new Map([
  ["csharp", intern("this")],
  ["python", intern("__getitem__")],
  ["ruby", intern("[]")],
]);
const SET_ITEM: ReadonlyMap<LanguageId, Sym> = new Map([
  ["python", intern("__setitem__")],
  ["ruby", intern("[]=")],
]);
const GET_ATTRIBUTE = intern("__getattr__");

/** `object[key]` of a class that says what that is. */
export function readIndexer(e: Evaluation, object: Value, key: Value, node: AstNode): Value | undefined {
  const name = GET_ITEM.get(e.ast.language);
  return name === undefined ? undefined : useAccessor(e, object, name, node, [plainArgument(node, key)]);
}

/** `object[key] = value` of such a class of Python's or Ruby's: true when it does anything. */
export function writeIndexer(e: Evaluation, object: Value, key: Value, value: Value, node: AstNode): boolean {
  const name = SET_ITEM.get(e.ast.language);
  if (name === undefined) return false;
  const args = [plainArgument(node, key), plainArgument(node, value)];
  return useAccessor(e, object, name, node, args) !== undefined;
}

/** What Python's classes give for attributes that they do not have. */
export function readMissing(e: Evaluation, object: Value, name: Sym, node: AstNode): Value | undefined {
  if (e.ast.language !== "python") return undefined;
  return useAccessor(e, object, GET_ATTRIBUTE, node, [plainArgument(node, constantValue(nameOf(name)))]);
}

function useAccessor(
  e: Evaluation,
  object: Value,
  name: Sym,
  node: AstNode,
  args: readonly Argument[],
): Value | undefined {
  let result: Value | undefined;
  const run = (each: AbstractObject, unit: Unit, accessor: AbstractObject | undefined) => {
    if (unit === e.unit || !e.ask.hasBody(unit)) return;
    if (e.accessorsRunning >= MOST.nestedAccessors) {
      e.limits.add("accessors");
      return;
    }
    e.accessorsRunning++;
    const receiver = objectValue(each);
    result = join(result ?? ABSENT, applyUnit(e, { unit, object: accessor, node, receiver, args }));
    e.accessorsRunning--;
  };
  for (const each of object.objects) {
    // Of an object literal.
    const cell = each.kind === "made" ? each.fields.get(name) : undefined;
    if (cell !== undefined)
      for (const accessor of e.state.get(cell).objects)
        if (accessor.kind === "function" && accessor.unit) run(each, accessor.unit, accessor);
    if (each.class)
      for (const unit of methodsOf(e, each.class, name, each.kind === "input")) run(each, unit, undefined);
  }
  return result;
}
