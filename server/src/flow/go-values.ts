// What only Go has: several results of one call, zero values, channels, pointers to plain values, the functions of the language
// itself, deferred calls and panics.

import { type AstNode, NO_NODE } from "../syntax/ast.ts";
import { Kind, Role } from "../syntax/kind.ts";
import { intern, type Sym } from "../syntax/symbols.ts";
import { applyUnit } from "./apply.ts";
import { assign, materialize } from "./assignment.ts";
import { foldTextMethod, formatPercent } from "./constants.ts";
import { operateOn, push } from "./containers.ts";
import type { Evaluation } from "./evaluation.ts";
import { evaluate } from "./expressions.ts";
import { behindText } from "./fixed-host.ts";
import { type AbstractObject, setField } from "./object.ts";
import type { Argument, EvaluatedCall } from "./places.ts";
import { makesError } from "./proofs.ts";
import { unboundAt } from "./unbound-values.ts";
import type { ClassInfo } from "./unit.ts";
import {
  ABSENT,
  constantValue,
  FALSE,
  join,
  joinTaint,
  NULL,
  newValue,
  objectValue,
  passThrough,
  type Taint,
  taintedValue,
  UNKNOWN,
  type Value,
} from "./value.ts";
import { NUMBER_KIND } from "./value-types.ts";

/** The member under which a pointer to a plain value holds it: the very cell of the variable that it points to. */
export const POINTED = intern("*pointed");

// Several values at once

/** `v, err := f()`, `v, ok := m[k]`: true when the targets have got their values. */
export function assignSeveral(e: Evaluation, tuple: AstNode, valueNode: AstNode, whole: AstNode): boolean {
  const { ast } = e;
  if (ast.language !== "go" || ast.kind(tuple) !== Kind.Tuple) return false;
  const targets = ast.children(tuple, Role.Element);
  switch (ast.kind(valueNode)) {
    case Kind.Index:
    case Kind.Cast:
    case Kind.Unary:
      assign(e, targets[0]!, evaluate(e, valueNode), whole);
      for (const target of targets.slice(1)) assign(e, target, UNKNOWN, whole);
      return true;
    case Kind.Call: {
      const value = evaluate(e, valueNode);
      const isOwn =
        value.objects.length > 0 && value.objects.every(({ shape, kind }) => shape === "tuple" || kind === "input");
      // Of a library's results the last is an error, or says whether there was anything.
      for (const [position, target] of targets.entries()) {
        const given = isOwn
          ? e.readField(value, intern(String(position)), target)
          : position > 0 && position === targets.length - 1
            ? UNKNOWN
            : value;
        assign(e, target, given, whole);
      }
      return true;
    }
    default:
      return false;
  }
}

/** What a `return` without values gives: the results that have names. */
export function namedResults(e: Evaluation, node: AstNode): Value {
  const names = resultNames(e);
  if (names.length === 0) return NULL;
  const values = names.map((name) => evaluate(e, name));
  return values.length === 1 ? values[0]! : tupleOf(e, node, values);
}

function resultNames(e: Evaluation): AstNode[] {
  const { ast, unit } = e;
  if (ast.language !== "go" || unit.kind !== "function") return [];
  return ast
    .children(unit.node, Role.ReturnType)
    .filter((type) => ast.kind(type) === Kind.Declarator)
    .map((declarator) => ast.child(declarator, Role.Target))
    .filter((target) => ast.kind(target) === Kind.Identifier);
}

function tupleOf(e: Evaluation, node: AstNode, values: readonly Value[]): Value {
  const tuple = e.madeAt(node, "tuple");
  for (const [position, value] of values.entries()) e.state.set(e.fieldCell(tuple, intern(String(position))), value);
  return objectValue(tuple);
}

/** Names of results have their types' zero values to begin with. */
export function bindResults(e: Evaluation): void {
  const { ast, unit } = e;
  if (ast.language !== "go") return;
  for (const type of ast.children(unit.node, Role.ReturnType))
    if (ast.kind(type) === Kind.Declarator) {
      const target = ast.child(type, Role.Target);
      if (target !== NO_NODE) assign(e, target, zeroValue(e, ast.child(type, Role.Type), type), type);
    }
}

// Zero values

/** What a variable of a type holds before anything is put in it. */
export function zeroValue(e: Evaluation, type: AstNode, at: AstNode): Value {
  if (type === NO_NODE) return NULL;
  const { ast } = e;
  switch (ast.name(type)) {
    case "string":
      return constantValue("");
    case "int":
    case "int64":
    case "int32":
    case "uint":
    case "float64":
      return constantValue(0);
    case "bool":
      return FALSE;
    case "[]": {
      const list = e.madeAt(at, "list");
      e.state.set(e.lengthCell(list), constantValue(0));
      return objectValue(list);
    }
    case "map":
      return objectValue(e.madeAt(at, "map"));
    case "chan":
    case "*":
    case "func":
    case "interface":
      return NULL;
    default: {
      const info = e.ask.classOfType(type);
      return info ? objectValue(e.madeAt(at, "instance", info)) : NULL;
    }
  }
}

/** What a variable gets that is declared or assigned with one value. */
export function valueGiven(e: Evaluation, target: AstNode, valueNode: AstNode, value: Value): Value {
  const { ast } = e;
  if (ast.language === "go" && isPlainError(e, target, valueNode)) return UNKNOWN;
  return copyOfStruct(e, valueNode, value);
}

/** `err := library.Do(x)`: an error of a library's, which says what went wrong and not what was handed over. */
function isPlainError(e: Evaluation, target: AstNode, valueNode: AstNode): boolean {
  const { ast } = e;
  if (ast.kind(target) !== Kind.Identifier || ast.kind(valueNode) !== Kind.Call) return false;
  if (!/^err\d*$|Err$/.test(ast.name(target)) || e.resolvedCalls.has(valueNode)) return false;
  const callee = ast.child(valueNode, Role.Callee);
  if (ast.kind(callee) !== Kind.Member) return false;
  return e.origins(callee).list.length > 0 && !makesError(e, callee);
}

/** `v := u` of a struct that is no pointer: another one with the same fields. */
function copyOfStruct(e: Evaluation, valueNode: AstNode, value: Value): Value {
  const { ast } = e;
  if (ast.language !== "go" || value.objects.length !== 1) return value;
  const kind = ast.kind(valueNode);
  if (kind !== Kind.Identifier && kind !== Kind.Member && kind !== Kind.Index) return value;
  const [object] = value.objects;
  if (object?.kind !== "made" || object.shape !== "instance" || e.pointers.has(object)) return value;
  const copy = e.madeAt(valueNode, "instance", object.class, object, "copy");
  if (copy === object) return value;
  for (const [member, cell] of object.fields) e.state.set(e.fieldCell(copy, member), e.state.get(cell));
  if (object.rest !== 0) e.state.set(e.restCell(copy), e.state.get(object.rest));
  return newValue(value.taint, [copy], undefined);
}

// Pointers

/** `&x`: of what is an object already, itself; of a plain variable, something that holds the variable's own cell. */
export function addressOf(e: Evaluation, node: AstNode, operandNode: AstNode, operand: Value): Value {
  const { ast } = e;
  for (const object of operand.objects) e.pointers.add(object);
  if (operand.objects.length > 0 || ast.kind(operandNode) !== Kind.Identifier) return operand;
  const { declaration, isOfProgram, isMember, entity } = e.resolve(operandNode);
  if (declaration === NO_NODE || isOfProgram || isMember || entity) return operand;
  const pointer = e.madeAt(node, "pointer");
  setField(pointer, POINTED, e.variable(declaration, operandNode));
  return objectValue(pointer);
}

/** `*p`. */
export function pointedBy(e: Evaluation, pointer: Value, node: AstNode): Value {
  if (pointer.objects.length === 0 || pointer.objects.some((object) => !isPointer(object))) return pointer;
  return e.readField(pointer, POINTED, node);
}

/** `*p = v`: true when `p` points to a plain value. */
export function writePointed(e: Evaluation, pointer: Value, value: Value): boolean {
  if (pointer.objects.length === 0 || pointer.objects.some((object) => !isPointer(object))) return false;
  e.writeField(pointer, POINTED, value);
  return true;
}

function isPointer(object: AbstractObject): boolean {
  return object.fields.has(POINTED) || (object.kind === "input" && object.class === undefined);
}

// Channels

/** `c <- x` */
export function send(e: Evaluation, channelNode: AstNode, value: Value): Value {
  e.writeElement(materialize(e, channelNode), value);
  return UNKNOWN;
}

/** Whether a loop over this gives elements and not positions: a channel, or a function that yields. */
export function isChannel(e: Evaluation, node: AstNode, value: Value): boolean {
  const { ast, file } = e;
  if (value.objects.some(({ shape }) => shape === "channel")) return true;
  if (ast.kind(node) !== Kind.Identifier) return false;
  const declaration = file.names.declarationOf(node);
  const parent = declaration === NO_NODE ? NO_NODE : ast.parent(declaration);
  const type = parent === NO_NODE ? NO_NODE : ast.child(parent, Role.Type);
  return type !== NO_NODE && ast.name(type) === "chan";
}

/** `UserID(x)`: a type of the program in place of a function. */
export function isConversion(e: Evaluation, callee: AstNode): boolean {
  const { ast } = e;
  if (ast.language !== "go" || ast.kind(callee) !== Kind.Identifier) return false;
  const { declaration, entity } = e.resolve(callee);
  const file = entity?.kind === "variable" ? entity.file : e.file;
  const at = entity?.kind === "variable" ? entity.declaration : declaration;
  if (at === NO_NODE) return false;
  const declarator = file.ast.parent(at);
  return file.ast.kind(declarator) === Kind.Declarator && file.ast.name(file.ast.parent(declarator)) === "type";
}

/** The class of `{Name: n}` in a literal of a slice or map of them. */
export function elementClass(e: Evaluation, node: AstNode): ClassInfo | undefined {
  const { ast } = e;
  if (ast.language !== "go" || ast.child(node, Role.Type) !== NO_NODE) return undefined;
  let outer = ast.parent(node);
  if (ast.kind(outer) === Kind.Pair) outer = ast.parent(outer);
  if (ast.kind(outer) !== Kind.Array && ast.kind(outer) !== Kind.Object) return undefined;
  const type = ast.child(outer, Role.Type);
  const parts = type === NO_NODE ? [] : ast.children(type, Role.TypeArgument);
  let part = parts[parts.length - 1] ?? NO_NODE;
  if (part !== NO_NODE && ast.name(part) === "*") part = ast.child(part, Role.TypeArgument);
  return part === NO_NODE ? undefined : e.ask.classOfType(part);
}

// What is embedded

/** The value that has a member: the object itself, or what it embeds. */
export function embeddedHolder(e: Evaluation, object: Value, member: Sym, node: AstNode): Value {
  if (e.ast.language !== "go" || object.objects.length !== 1) return object;
  let at = object;
  for (let depth = 0; depth < 4; depth++) {
    const info = at.objects.length === 1 ? at.objects[0]!.class : undefined;
    const embedded = info && e.ask.embeddedWith(info, member);
    if (!embedded) return at;
    const held = e.readField(at, intern(embedded.name), node);
    if (held.objects.length > 0) at = held;
    else {
      const made = e.madeAt(node, "instance", embedded, at.objects[0]);
      e.writeField(at, intern(embedded.name), objectValue(made));
      at = objectValue(made);
    }
  }
  return at;
}

// Functions of the language

export function goBuiltIn(e: Evaluation, call: EvaluatedCall, name: string): Value | undefined {
  if (call.receiver) return foldPackageFunction(e, call, name);
  if (e.file.names.declarationOf(call.callee) !== NO_NODE) return undefined;
  const [first, second] = call.args;
  switch (name) {
    case "append":
      return first && append(e, call, first.value, call.args.slice(1));
    case "copy":
      if (first && second) {
        const from = second.value.objects.length > 0 ? e.readElement(second.value) : taintedValue(second.value.taint);
        e.writeElement(materialize(e, first.node), from);
      }
      return UNKNOWN;
    case "make":
      return first && makeOf(e, call, first.node, second?.value);
    case "new":
      return first && newOf(e, call, first.node);
    case "len":
    case "cap": {
      if (typeof first?.value.constant === "string")
        return constantValue(new TextEncoder().encode(first.value.constant).length);
      const only = first?.value.objects.length === 1 ? first.value.objects[0]! : undefined;
      const length = only && name === "len" ? e.lengthOf(only) : undefined;
      if (length !== undefined) return constantValue(length);
      return taintedValue(passThrough(first ? e.deepTaint(first.value) : [], NUMBER_KIND));
    }
    case "string":
    case "error":
    case "any":
      if (!first) return undefined;
      if (typeof first.value.constant === "number") return UNKNOWN;
      return name === "string" && first.value.objects.length > 0 ? taintedValue(e.deepTaint(first.value)) : first.value;
    case "delete":
      if (first && second)
        operateOn(e, {
          name: "remove",
          call: call.node,
          receiverNode: first.node,
          receiver: first.value,
          key: second.value,
          value: undefined,
          shape: "map",
        });
      return UNKNOWN;
    case "clear":
      if (first)
        operateOn(e, {
          name: "clear",
          call: call.node,
          receiverNode: first.node,
          receiver: first.value,
          key: undefined,
          value: undefined,
          shape: "map",
        });
      return UNKNOWN;
    case "close":
      return UNKNOWN;
    case "panic":
      if (first) panic(e, call.node, first.value);
      return UNKNOWN;
    case "recover":
      return recovered(e);
    default:
      return undefined;
  }
}

/** Functions of `strings` on known texts: as the methods of other languages' strings. */
const OF_STRINGS: ReadonlyMap<string, string> = new Map([
  ["ToUpper", "ToUpper"],
  ["ToLower", "ToLower"],
  ["TrimSpace", "Trim"],
  ["HasPrefix", "StartsWith"],
  ["HasSuffix", "EndsWith"],
  ["Contains", "Contains"],
  ["Index", "IndexOf"],
  ["ReplaceAll", "replaceAll"],
  ["Repeat", "repeat"],
]);

function foldPackageFunction(e: Evaluation, call: EvaluatedCall, name: string): Value | undefined {
  if (name === "Sprintf" && e.ast.name(call.receiverNode) === "fmt") return formatted(e, call);
  const method = OF_STRINGS.get(name);
  const [text, ...others] = call.args.map(({ value }) => value.constant);
  if (method === undefined || typeof text !== "string" || e.ast.name(call.receiverNode) !== "strings") return undefined;
  const folded = foldTextMethod("go", text, method, others);
  return folded === undefined ? undefined : constantValue(folded);
}

/** What `%d`, `%t` and the like write is no text of somebody's choice. */
function formatted(e: Evaluation, call: EvaluatedCall): Value | undefined {
  const [format, ...args] = call.args;
  const text = format?.value.constant;
  if (typeof text !== "string" || /%[-+# 0]*(\[|\*)/.test(text)) return undefined;
  const found = [...text.matchAll(/%[-+# 0]*\d*(?:\.\d*)?([a-zA-Z%])/g)].filter(([, verb]) => verb !== "%");
  const verbs = found.map(([, verb]) => verb!);
  if (verbs.length !== args.length || args.some(({ isSpread }) => isSpread)) return undefined;
  let taint: Taint = [];
  for (const [position, { value, node }] of args.entries()) {
    const held = behindText(text.slice(0, found[position]!.index), e.deepTaint(value));
    const isNumber = /^[bcdeEfFgGoOtTU]$/.test(verbs[position]!);
    taint = joinTaint(taint, isNumber ? passThrough(held, NUMBER_KIND) : held);
    if (!isNumber)
      taint = joinTaint(
        taint,
        unboundAt(e, () => text.slice(0, found[position]!.index), value, node),
      );
  }
  const constants = args.map(({ value }) => value.constant);
  if (taint.length === 0)
    return constants.every((each) => typeof each === "string" || typeof each === "number") &&
      verbs.every((verb) => /^[dsv]$/.test(verb))
      ? constantValue(formatPercent(text.replace(/%v/g, "%s"), constants))
      : undefined;
  return taintedValue(e.step(taint, "join", call.node, ""));
}

function append(e: Evaluation, call: EvaluatedCall, into: Value, added: readonly Argument[]): Value {
  const target = e.madeAt(call.node, "list");
  const only = into.objects.length === 1 ? into.objects[0]! : undefined;
  const length = only ? e.lengthOf(only) : into.objects.length === 0 && into.constant === null ? 0 : undefined;
  if (only !== target) {
    if (only && length !== undefined)
      for (let at = 0; at < length; at++) {
        const member = intern(String(at));
        e.state.set(e.fieldCell(target, member), e.state.get(e.fieldCell(only, member)));
      }
    else if (into.objects.length > 0) e.state.add(e.restCell(target), e.readElement(into));
    e.state.set(e.lengthCell(target), length === undefined ? UNKNOWN : constantValue(length));
  }
  let taint = into.taint;
  for (const { value, isSpread } of added) {
    if (!isSpread) push(e, objectValue(target), value);
    else if (value.objects.length === 0) taint = join(taintedValue(taint), taintedValue(value.taint)).taint;
    else {
      const from = value.objects.length === 1 ? value.objects[0]! : undefined;
      const count = from ? e.lengthOf(from) : undefined;
      if (from && count !== undefined)
        for (let at = 0; at < count; at++)
          push(e, objectValue(target), e.state.get(e.fieldCell(from, intern(String(at)))));
      else {
        e.state.set(e.lengthCell(target), UNKNOWN);
        e.state.add(e.restCell(target), e.readElement(value));
      }
    }
  }
  return newValue(taint, [target], undefined);
}

function makeOf(e: Evaluation, call: EvaluatedCall, type: AstNode, size: Value | undefined): Value {
  switch (e.ast.name(type)) {
    case "map":
      return objectValue(e.madeAt(call.node, "map"));
    case "chan":
      return objectValue(e.madeAt(call.node, "channel"));
    default: {
      const list = e.madeAt(call.node, "list");
      e.state.set(e.lengthCell(list), size === undefined ? constantValue(0) : constantValue(size.constant));
      return objectValue(list);
    }
  }
}

function newOf(e: Evaluation, call: EvaluatedCall, type: AstNode): Value {
  const { ast } = e;
  const info =
    ast.kind(type) === Kind.Type
      ? e.ask.classOfType(type)
      : evaluate(e, type).objects.find(({ kind }) => kind === "class")?.class;
  const made = e.madeAt(call.node, info ? "instance" : "unknown", info);
  e.pointers.add(made);
  return objectValue(made);
}

// Deferred calls and panics

export interface Deferred {
  readonly node: AstNode;
  readonly object: AbstractObject;
  readonly args: readonly Argument[];
}

/** The end of the function, with what it gives: deferred functions run, and may change results that have names. */
export function runDeferred(e: Evaluation, node: AstNode, value: Value): Value {
  if (e.deferred.length === 0) return value;
  const names = resultNames(e);
  for (const [position, name] of names.entries())
    assign(e, name, names.length === 1 ? value : e.readField(value, intern(String(position)), node), node);
  for (const { object, args, node: at } of [...e.deferred].reverse())
    if (object.unit) applyUnit(e, { unit: object.unit, object, node: at, receiver: undefined, args });
  return names.length > 0 ? namedResults(e, node) : value;
}

function panic(e: Evaluation, node: AstNode, value: Value): void {
  const innermost = e.thrown.length - 1;
  if (innermost >= 0) e.thrown[innermost] = join(e.thrown[innermost]!, value);
  e.panicked = join(e.panicked, value);
  if (e.deferred.length > 0) {
    e.result = join(e.result, runDeferred(e, node, namedResults(e, node)));
    e.returns.push(e.state.since(e.root, (cell) => !e.cells.isLocal(cell)));
  }
  e.state.isDead = true;
}

/** What the function around panicked with. */
function recovered(e: Evaluation): Value {
  const { outer } = e.unit;
  if (!outer) return UNKNOWN;
  return e.state.get(e.outerVariable(panicKey(outer.id), undefined, []));
}

function panicKey(unit: string): string {
  return `${unit}:panic`;
}

/** What a panic that a deferred function asks for was given. */
export function panicOf(e: Evaluation, key: string): Value | undefined {
  if (key !== panicKey(e.unit.id)) return undefined;
  return e.panicked === ABSENT ? UNKNOWN : e.panicked;
}
