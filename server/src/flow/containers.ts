// Collections: what their methods do to the elements. The operations are those of models' `containers` rows; the methods of
// JavaScript's and Python's own collections are known by name, for receivers that no class of the program or model claims.

import { type AstNode, NO_NODE } from "../syntax/ast.ts";
import { Kind } from "../syntax/kind.ts";
import { isScript, type LanguageId } from "../syntax/language.ts";
import { intern } from "../syntax/symbols.ts";
import { materialize } from "./assignment.ts";
import { entryWith } from "./csharp-library.ts";
import { type Evaluation, KEYS } from "./evaluation.ts";
import { isChannel } from "./go-values.ts";
import { emit, listen } from "./listeners.ts";
import { addMembers, copyInto } from "./literals.ts";
import { constantKey, elementAt, sliceList } from "./members.ts";
import type { ContainerOperation } from "./model.ts";
import type { AbstractObject, ObjectShape } from "./object.ts";
import { instanceOrigin, type Origin, rootOrigin } from "./origin.ts";
import type { EvaluatedCall } from "./places.ts";
import { CHARACTER } from "./text-checks.ts";
import {
  ABSENT,
  constantValue,
  FIXED,
  isFixed,
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
  withTaint,
} from "./value.ts";

/** What a loop's variable gets from what is looped over. */
export function iterate(e: Evaluation, value: Value, iterable: AstNode, loop: AstNode): Value {
  const { ast } = e;
  if (ast.language === "go" && ast.kind(loop) === Kind.ForEach) return rangeOver(e, value, iterable, loop);
  const isJavaScript = isScript(ast.language);
  if (ast.language === "php") return phpElement(e, value, loop);
  const givesKeys = isJavaScript ? ast.kind(loop) === Kind.ForEach && ast.name(loop) === "in" : false;
  if (givesKeys) return keysOf(e, value);
  if (isFixed(value)) return FIXED;
  // What is looped over without being a collection is a text.
  const isText = value.objects.length === 0 && value.taint.length > 0;
  let element: Value = taintedValue(isText ? passThrough(value.taint, CHARACTER) : value.taint);
  for (const object of value.objects) {
    const only: Value = objectValue(object);
    if (object.kind === "made" && object.shape === "map")
      element = join(
        element,
        ast.language === "csharp"
          ? entryWith(e, loop, keysOf(e, only), e.readElement(only))
          : isJavaScript || ast.language === "kotlin"
            ? entryOf(e, only, loop)
            : keysOf(e, only),
      );
    else element = join(element, e.readElement(only));
  }
  return element;
}

/** PHP's loops give values, or (`$key => $value`) pairs. */
function phpElement(e: Evaluation, value: Value, loop: AstNode): Value {
  if (typeof value.constant === "string") return UNKNOWN;
  if (e.ast.kind(loop) === Kind.ForEach && e.ast.name(loop) === "entries") return entryOf(e, value, loop);
  return e.readElement(value);
}

/** Go: keys, keys and elements, or what comes through a channel. */
function rangeOver(e: Evaluation, value: Value, iterable: AstNode, loop: AstNode): Value {
  const givesElements = isChannel(e, iterable, value);
  const element = typeof value.constant === "string" ? UNKNOWN : e.readElement(value);
  if (givesElements) return element;
  const isMap = value.objects.some(({ kind, shape }) => shape === "map" || (kind === "input" && shape === "unknown"));
  const keys = isMap ? keysOf(e, value) : UNKNOWN;
  if (e.ast.name(loop) !== "entries") return keys;
  const entry = e.madeAt(loop, "tuple");
  e.state.set(e.fieldCell(entry, intern("0")), keys);
  e.state.set(e.fieldCell(entry, intern("1")), element);
  return objectValue(entry);
}

/** Keys that the program wrote are its own, but for those that came from outside; keys of what came in whole are not. */
function keysOf(e: Evaluation, value: Value): Value {
  let taint: Taint = value.taint;
  for (const object of value.objects) {
    if (object.kind === "input") taint = joinTaint(taint, e.deepTaint(objectValue(object)));
    const keys = object.fields.get(KEYS);
    if (keys !== undefined) taint = joinTaint(taint, e.state.get(keys).taint);
  }
  return taintedValue(taint);
}

export function entryOf(e: Evaluation, value: Value, node: AstNode): Value {
  const entry = e.madeAt(node, "list", undefined, PAIR);
  e.state.set(e.fieldCell(entry, intern("0")), keysOf(e, value));
  e.state.set(e.fieldCell(entry, intern("1")), e.readElement(value));
  e.state.set(e.lengthCell(entry), constantValue(2));
  return objectValue(entry);
}

/** Tells the pair that a node makes from the list that it makes. */
const PAIR = { id: -1 } as AbstractObject;

export interface Operation {
  readonly name: ContainerOperation;
  readonly call: AstNode;
  readonly receiverNode: AstNode;
  readonly receiver: Value;
  readonly key: Value | undefined;
  readonly value: Value | undefined;
  /** What a `get` gives where there is nothing. */
  readonly fallback?: Value;
  /** What is emitted. */
  readonly values?: readonly Value[];
  readonly shape: ObjectShape;
}

/** Carries an operation out and gives its result. */
export function operateOn(e: Evaluation, operation: Operation): Value {
  const { name, call, receiverNode, key, value } = operation;
  const writable = (): Value =>
    operation.receiver.objects.length > 0 ? operation.receiver : materialize(e, receiverNode);
  const only = operation.receiver.objects.length === 1 ? operation.receiver.objects[0]! : undefined;
  const length = only ? e.lengthOf(only) : undefined;
  switch (name) {
    case "new":
    case "of":
    case "copy": {
      const made = e.madeAt(call, operation.shape);
      if (name === "new" || !value) e.state.set(e.lengthCell(made), constantValue(0));
      else {
        const taint = copyInto(e, made, value);
        const from = value.objects.length === 1 ? e.lengthOf(value.objects[0]!) : undefined;
        e.state.set(e.lengthCell(made), from === undefined ? UNKNOWN : constantValue(from));
        return newValue(taint, [made], undefined);
      }
      return objectValue(made);
    }
    case "append":
      if (value) push(e, writable(), value);
      return UNKNOWN;
    case "prepend":
      if (value) insertAt(e, writable(), 0, value);
      return UNKNOWN;
    case "insert":
      if (value) insertAt(e, writable(), typeof key?.constant === "number" ? key.constant : undefined, value);
      return UNKNOWN;
    case "set":
    case "set-if-absent": {
      if (!value) return UNKNOWN;
      const into = writable();
      if (key && key.taint.length > 0)
        for (const object of into.objects) e.state.add(e.fieldCell(object, KEYS), taintedValue(key.taint));
      const member = key ? constantKey(e, key) : 0;
      const before = member === 0 ? e.readElement(into) : e.readField(into, member, call);
      if (member === 0) e.writeElement(into, value);
      else e.writeField(into, member, name === "set" || before === ABSENT ? value : join(before, value));
      return name === "set" ? into : join(before, value);
    }
    case "add-all": {
      if (!value) return UNKNOWN;
      const into = writable();
      for (const object of into.objects) {
        if (object.shape === "list") addAll(e, into, object, value);
        else addMembers(e, object, value);
      }
      return UNKNOWN;
    }
    case "get": {
      const read = key ? elementAt(e, operation.receiver, key, call) : e.readElement(operation.receiver);
      // What is known to have been put there is what is found there.
      if (operation.fallback && key && isHeld(e, operation.receiver, key)) return read;
      return operation.fallback && read !== NULL
        ? join(read, operation.fallback)
        : operation.fallback && read === NULL
          ? operation.fallback
          : read;
    }
    case "first":
      return length === undefined
        ? e.readElement(operation.receiver)
        : e.readField(operation.receiver, intern("0"), call);
    case "last":
      return length === undefined
        ? e.readElement(operation.receiver)
        : e.readField(operation.receiver, intern(String(length - 1)), call);
    case "any":
    case "iterator":
      return e.readElement(operation.receiver);
    case "remove":
      return removeAt(e, operation.receiver, key, call);
    case "remove-first":
      return removeAt(e, operation.receiver, constantValue(0), call);
    case "remove-last":
      return removeAt(e, operation.receiver, length === undefined ? UNKNOWN : constantValue(length - 1), call);
    case "clear":
      for (const object of operation.receiver.objects) clear(e, object, operation.receiver.objects.length === 1);
      return UNKNOWN;
    case "load":
      e.writeElement(writable(), UNKNOWN);
      return UNKNOWN;
    case "keys":
      return listOf(e, call, keysOf(e, operation.receiver));
    case "values":
      return listOf(e, call, e.readElement(operation.receiver));
    case "entries":
      return listOf(e, call, entryOf(e, operation.receiver, call));
    case "rearranged":
      if (only && length !== undefined) blur(e, only);
      return operation.receiver;
    case "slice":
      return sliceList(e, operation.receiver, key?.constant ?? null, value?.constant ?? null, null, call);
    case "listen":
      if (key && value) listen(e, writable(), key, value, call);
      return operation.receiver;
    case "emit":
      if (key) emit(e, writable(), key, operation.values ?? [], call);
      return UNKNOWN;
    case "build": {
      if (value) {
        const into = writable();
        const taint = e.step(e.deepTaint(value), "join", call, "");
        if (taint.length > 0) e.writeElement(into, taintedValue(taint));
        return into;
      }
      return operation.receiver;
    }
  }
}

function isHeld(e: Evaluation, receiver: Value, key: Value): boolean {
  const only = receiver.objects.length === 1 && receiver.taint.length === 0 ? receiver.objects[0]! : undefined;
  const cell = only?.kind === "made" ? only.fields.get(constantKey(e, key)) : undefined;
  return cell !== undefined && e.state.get(cell) !== ABSENT && e.state.get(cell).constant !== null;
}

function listOf(e: Evaluation, node: AstNode, element: Value): Value {
  const made = e.madeAt(node, "list");
  e.state.set(e.lengthCell(made), UNKNOWN);
  if (element !== UNKNOWN) e.state.add(e.restCell(made), element);
  return objectValue(made);
}

export { listOf as listOfElements };

export function push(e: Evaluation, list: Value, value: Value): void {
  const only = list.objects.length === 1 ? list.objects[0]! : undefined;
  const length = only ? e.lengthOf(only) : undefined;
  if (only && length !== undefined) {
    e.state.set(e.fieldCell(only, intern(String(length))), value);
    e.state.set(e.lengthCell(only), constantValue(length + 1));
    return;
  }
  for (const object of list.objects) {
    if (object.kind === "input") e.writtenInputs.add(object);
    e.state.add(e.restCell(object), value);
    if (object.kind === "made" && object.shape === "list") e.state.set(e.lengthCell(object), UNKNOWN);
  }
}

function insertAt(e: Evaluation, list: Value, position: number | undefined, value: Value): void {
  const only = list.objects.length === 1 ? list.objects[0]! : undefined;
  const length = only ? e.lengthOf(only) : undefined;
  if (!only || length === undefined || position === undefined || position < 0 || position > length) {
    for (const object of list.objects) blur(e, object);
    e.writeElement(list, value);
    return;
  }
  for (let at = length; at > position; at--)
    e.state.set(e.fieldCell(only, intern(String(at))), e.state.get(e.fieldCell(only, intern(String(at - 1)))));
  e.state.set(e.fieldCell(only, intern(String(position))), value);
  e.state.set(e.lengthCell(only), constantValue(length + 1));
}

function addAll(e: Evaluation, into: Value, object: AbstractObject, value: Value): void {
  const length = into.objects.length === 1 ? e.lengthOf(object) : undefined;
  const from = value.objects.length === 1 && value.taint.length === 0 ? value.objects[0]! : undefined;
  const added = from ? e.lengthOf(from) : undefined;
  if (from && length !== undefined && added !== undefined) {
    for (let at = 0; at < added; at++)
      e.state.set(e.fieldCell(object, intern(String(length + at))), e.state.get(e.fieldCell(from, intern(String(at)))));
    e.state.set(e.lengthCell(object), constantValue(length + added));
  } else push(e, { ...objectValue(object) }, e.readElement(value));
}

/** Takes out what stands at a position or key. */
function removeAt(e: Evaluation, list: Value, key: Value | undefined, node: AstNode): Value {
  const only = list.objects.length === 1 ? list.objects[0]! : undefined;
  const length = only ? e.lengthOf(only) : undefined;
  if (only && only.shape === "list" && length !== undefined && typeof key?.constant === "number") {
    const position = key.constant < 0 ? length + key.constant : key.constant;
    if (position < 0 || position >= length) return NULL;
    const removed = e.state.get(e.fieldCell(only, intern(String(position))));
    for (let at = position; at < length - 1; at++)
      e.state.set(e.fieldCell(only, intern(String(at))), e.state.get(e.fieldCell(only, intern(String(at + 1)))));
    e.state.set(e.fieldCell(only, intern(String(length - 1))), ABSENT);
    e.state.set(e.lengthCell(only), constantValue(length - 1));
    return removed;
  }
  const member = key ? constantKey(e, key) : 0;
  if (only && only.kind === "made" && only.shape !== "list" && member !== 0) {
    const removed = e.readField(list, member, node);
    e.state.set(e.fieldCell(only, member), ABSENT);
    return removed;
  }
  const removed = e.readElement(list);
  for (const object of list.objects) if (object.shape === "list") blur(e, object);
  return removed;
}

function clear(e: Evaluation, object: AbstractObject, isStrong: boolean): void {
  if (!isStrong || object.kind !== "made") return;
  for (const [, cell] of object.fields) e.state.set(cell, ABSENT);
  if (object.rest !== 0) e.state.set(object.rest, ABSENT);
  e.state.set(e.lengthCell(object), constantValue(0));
}

/** Forgets which element stands where. */
function blur(e: Evaluation, object: AbstractObject): void {
  if (object.kind !== "made") return;
  const element = e.readElement(objectValue(object));
  for (const [, cell] of object.fields) e.state.set(cell, ABSENT);
  e.state.add(e.restCell(object), element);
  e.state.set(e.lengthCell(object), UNKNOWN);
}

interface BuiltIn {
  readonly operation: ContainerOperation;
  /** Positions of key and value among the arguments. */
  readonly key?: number;
  readonly value?: number;
  /** Every argument is a value, one after the other. */
  readonly isEach?: boolean;
  /** Only for receivers that are known collections: the name means other things too. */
  readonly onlyKnown?: boolean;
  readonly fallback?: number;
}

const append: BuiltIn = { operation: "append", value: 0, isEach: true };

const JAVASCRIPT: ReadonlyMap<string, BuiltIn> = new Map<string, BuiltIn>([
  ["push", append],
  ["unshift", { operation: "prepend", value: 0, isEach: true }],
  ["pop", { operation: "remove-last", onlyKnown: true }],
  ["shift", { operation: "remove-first", onlyKnown: true }],
  ["add", { ...append, onlyKnown: true }],
  ["set", { operation: "set", key: 0, value: 1, onlyKnown: true }],
  ["append", { operation: "set", key: 0, value: 1, onlyKnown: true }],
  ["get", { operation: "get", key: 0, onlyKnown: true }],
  ["at", { operation: "get", key: 0, onlyKnown: true }],
  ["delete", { operation: "remove", key: 0, onlyKnown: true }],
  ["clear", { operation: "clear", onlyKnown: true }],
  ["slice", { operation: "slice", key: 0, value: 1, onlyKnown: true }],
  ["sort", { operation: "rearranged", onlyKnown: true }],
  ["reverse", { operation: "rearranged", onlyKnown: true }],
  ["fill", { operation: "append", value: 0, onlyKnown: true }],
  ["keys", { operation: "keys", onlyKnown: true }],
  ["values", { operation: "values", onlyKnown: true }],
  ["entries", { operation: "entries", onlyKnown: true }],
]);

const PYTHON: ReadonlyMap<string, BuiltIn> = new Map<string, BuiltIn>([
  ["append", { operation: "append", value: 0 }],
  ["appendleft", { operation: "prepend", value: 0 }],
  ["add", { operation: "append", value: 0, onlyKnown: true }],
  ["insert", { operation: "insert", key: 0, value: 1, onlyKnown: true }],
  ["extend", { operation: "add-all", value: 0 }],
  ["update", { operation: "add-all", value: 0, onlyKnown: true }],
  ["setdefault", { operation: "set-if-absent", key: 0, value: 1 }],
  ["get", { operation: "get", key: 0, fallback: 1, onlyKnown: true }],
  ["pop", { operation: "remove", key: 0, onlyKnown: true }],
  ["popleft", { operation: "remove-first", onlyKnown: true }],
  ["clear", { operation: "clear", onlyKnown: true }],
  ["copy", { operation: "rearranged", onlyKnown: true }],
  ["keys", { operation: "keys", onlyKnown: true }],
  ["values", { operation: "values", onlyKnown: true }],
  ["items", { operation: "entries", onlyKnown: true }],
  ["sort", { operation: "rearranged", onlyKnown: true }],
  ["reverse", { operation: "rearranged", onlyKnown: true }],
]);

const RUBY: ReadonlyMap<string, BuiltIn> = new Map<string, BuiltIn>([
  ["push", append],
  ["append", append],
  ["unshift", { operation: "prepend", value: 0 }],
  ["concat", { operation: "add-all", value: 0, onlyKnown: true }],
  ["pop", { operation: "remove-last", onlyKnown: true }],
  ["shift", { operation: "remove-first", onlyKnown: true }],
  ["first", { operation: "first", onlyKnown: true }],
  ["last", { operation: "last", onlyKnown: true }],
  ["fetch", { operation: "get", key: 0, fallback: 1, onlyKnown: true }],
  ["store", { operation: "set", key: 0, value: 1, onlyKnown: true }],
  ["delete", { operation: "remove", key: 0, onlyKnown: true }],
  ["keys", { operation: "keys", onlyKnown: true }],
  ["values", { operation: "values", onlyKnown: true }],
]);

/** Methods of SplQueue, SplStack, ArrayObject and their kin. */
const PHP: ReadonlyMap<string, BuiltIn> = new Map<string, BuiltIn>([
  ["enqueue", { ...append, onlyKnown: true }],
  ["push", { ...append, onlyKnown: true }],
  ["append", { ...append, onlyKnown: true }],
  ["attach", { ...append, onlyKnown: true }],
  ["insert", { ...append, onlyKnown: true }],
  ["unshift", { operation: "prepend", value: 0, onlyKnown: true }],
  ["dequeue", { operation: "remove-first", onlyKnown: true }],
  ["shift", { operation: "remove-first", onlyKnown: true }],
  ["pop", { operation: "remove-last", onlyKnown: true }],
  ["top", { operation: "last", onlyKnown: true }],
  ["bottom", { operation: "first", onlyKnown: true }],
  ["current", { operation: "any", onlyKnown: true }],
  ["extract", { operation: "any", onlyKnown: true }],
  ["offsetGet", { operation: "get", key: 0, onlyKnown: true }],
  ["offsetSet", { operation: "set", key: 0, value: 1, onlyKnown: true }],
  ["getArrayCopy", { operation: "rearranged", onlyKnown: true }],
  ["getIterator", { operation: "rearranged", onlyKnown: true }],
]);

function builtInsOf(language: LanguageId): ReadonlyMap<string, BuiltIn> | undefined {
  if (language === "php") return PHP;
  if (isScript(language)) return JAVASCRIPT;
  if (language === "python") return PYTHON;
  return language === "ruby" ? RUBY : undefined;
}

/** Whether all that a value may be are collections that the program made. */
export function isMadeCollection({ objects }: Value): boolean {
  return objects.length > 0 && objects.every(({ kind, shape }) => kind === "made" && shape !== "instance");
}

/** Maps and sets of the language's own that other functions see too: a module's `const cache = new Map()`, a field of a class. */
const SHARED_COLLECTIONS: ReadonlySet<Origin> = new Set(
  ["Map", "Set", "WeakMap", "WeakSet"].map((name) => instanceOrigin(rootOrigin(intern(name)))),
);

function isDeclaredCollection(e: Evaluation, { receiver, receiverNode }: EvaluatedCall): boolean {
  if (e.ast.language === "python")
    return receiverNode !== NO_NODE && e.ast.kind(receiverNode) === Kind.Identifier && e.ask.isDict(receiverNode);
  if (!isScript(e.ast.language) || receiverNode === NO_NODE || !receiver) return false;
  if (receiver.objects.length === 0 || receiver.objects.some(({ kind }) => kind !== "input")) return false;
  const { list, isGuess } = e.origins(receiverNode);
  return !isGuess && list.length > 0 && list.every((origin) => SHARED_COLLECTIONS.has(origin));
}

/** What a collection's own method gives; undefined when it is none that is known. */
export function builtInMethod(e: Evaluation, given: EvaluatedCall, name: string): Value | undefined {
  const builtIn = builtInsOf(e.ast.language)?.get(name);
  const { receiver } = given;
  if (!builtIn || !receiver) return undefined;
  const call = name === "update" ? updateByName(e, given) : given;
  if (call.args.some(({ name: keyword }) => keyword !== undefined)) return undefined;
  const isKnown = isMadeCollection(receiver);
  if (builtIn.onlyKnown && !isKnown && !isDeclaredCollection(e, call)) return undefined;
  if (
    builtIn.operation === "append" &&
    !isKnown &&
    call.args.every(({ value }) => e.deepTaint(value).length === 0 && value.objects.length === 0)
  )
    return undefined;
  // `pop(0)` takes the first of a list, `pop("k")` what a dict has there, `pop()` the last.
  const operation = builtIn.operation === "remove" && call.args.length === 0 ? "remove-last" : builtIn.operation;
  const at = (position: number | undefined): Value | undefined =>
    position === undefined ? undefined : call.args[position]?.value;
  const base = { name: operation, call: call.node, receiverNode: call.receiverNode, receiver, shape: "list" as const };
  if (!builtIn.isEach) {
    const fallback = at(builtIn.fallback);
    return operateOn(e, { ...base, key: at(builtIn.key), value: at(builtIn.value), ...(fallback ? { fallback } : {}) });
  }
  const args = operation === "prepend" ? [...call.args].reverse() : call.args;
  let current = receiver;
  for (const { value, isSpread } of args) {
    if (current.objects.length === 0) current = materialize(e, call.receiverNode);
    operateOn(e, { ...base, receiver: current, name: isSpread ? "add-all" : operation, key: undefined, value });
  }
  return name === "add" || name === "append" ? current : UNKNOWN;
}

/** `d.update(key=value, **others)` of Python's dicts; what is left is what stands without a name. */
function updateByName(e: Evaluation, call: EvaluatedCall): EvaluatedCall {
  const { receiver, args } = call;
  const positional = args.filter(({ name, isKeywordSpread }) => name === undefined && !isKeywordSpread);
  if (!receiver || positional.length === args.length || !isMadeCollection(receiver)) return call;
  for (const { name, value, isKeywordSpread } of args)
    if (name !== undefined) e.writeField(receiver, intern(name), value);
    else if (isKeywordSpread) for (const object of receiver.objects) addMembers(e, object, value);
  return { ...call, args: positional };
}

/** What a class or function of the language's own makes: `new Map()`, `list(x)`, `dict(a=1)`. */
export function builtInConstructor(e: Evaluation, call: EvaluatedCall, name: string): Value | undefined {
  const { language } = e.ast;
  const isJavaScript = isScript(language);
  const shape = isJavaScript
    ? JAVASCRIPT_CONSTRUCTORS.get(name)
    : language === "python"
      ? PYTHON_CONSTRUCTORS.get(name)
      : undefined;
  if (!shape) return undefined;
  const made = e.madeAt(call.node, shape);
  let taint: Taint = [];
  let length: number | undefined = 0;
  for (const argument of call.args) {
    if (argument.name !== undefined) {
      e.state.set(e.fieldCell(made, intern(argument.name)), argument.value);
      continue;
    }
    const { value } = argument;
    if (shape === "map" && (isJavaScript || value.objects.some((object) => object.shape === "list"))) {
      // From pairs: their second elements are the values.
      const pair = e.readElement(value);
      const held = pair.objects.length > 0 ? e.readField(pair, intern("1"), call.node) : pair;
      if (held !== ABSENT) e.state.add(e.restCell(made), held);
      const fields =
        value.objects.length === 1 && value.objects[0]!.shape === "map" ? copyInto(e, made, value) : value.taint;
      taint = joinTaint(taint, fields);
      continue;
    }
    const from = value.objects.length === 1 ? e.lengthOf(value.objects[0]!) : undefined;
    if (shape === "list" && from !== undefined && !SETS.has(name)) {
      taint = joinTaint(taint, copyInto(e, made, value));
      length = from;
    } else {
      length = undefined;
      if (value.objects.length > 0) e.state.add(e.restCell(made), e.readElement(value));
      taint = joinTaint(taint, value.taint);
    }
  }
  e.state.set(e.lengthCell(made), length === undefined || SETS.has(name) ? UNKNOWN : constantValue(length));
  return withTaint(objectValue(made), taint);
}

const SETS: ReadonlySet<string> = new Set(["Set", "WeakSet", "set", "frozenset"]);
const JAVASCRIPT_CONSTRUCTORS: ReadonlyMap<string, ObjectShape> = new Map<string, ObjectShape>([
  ["Map", "map"],
  ["WeakMap", "map"],
  ["Set", "list"],
  ["WeakSet", "list"],
  ["URLSearchParams", "map"],
  ["FormData", "map"],
]);
const PYTHON_CONSTRUCTORS: ReadonlyMap<string, ObjectShape> = new Map<string, ObjectShape>([
  ["list", "list"],
  ["tuple", "list"],
  ["set", "list"],
  ["frozenset", "list"],
  ["dict", "map"],
  ["OrderedDict", "map"],
  ["defaultdict", "map"],
  ["deque", "list"],
]);
