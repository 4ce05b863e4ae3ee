// Java's own collections, arrays, streams and wrappers: what their methods do, known by name for receivers that no class of the
// program and no model claims. What needs a library's types stands in models.

import { NO_NODE } from "../syntax/ast.ts";
import { intern } from "../syntax/symbols.ts";
import { applyUnit, plainArgument } from "./apply.ts";
import { materialize } from "./assignment.ts";
import { someConstant } from "./class-members.ts";
import {
  type CollectionMethod,
  type CollectionMethods,
  callOn,
  collectionClasses,
  lastPart,
  method,
  methodCalled,
  newCollection,
} from "./collection-methods.ts";
import { isMadeCollection, operateOn, push } from "./containers.ts";
import type { Evaluation } from "./evaluation.ts";
import { runFunctions } from "./higher-order.ts";
import { elementAt, methodsOf, sliceList } from "./members.ts";
import type { ContainerOperation } from "./model.ts";
import { printOrigin } from "./origin.ts";
import type { EvaluatedCall } from "./places.ts";
import { isBuilder, newBuilder, textOf } from "./text-builders.ts";
import {
  constantValue,
  join,
  joinTaint,
  NULL,
  objectValue,
  passThrough,
  type Taint,
  taintedValue,
  UNKNOWN,
  type Value,
} from "./value.ts";
import { NUMBER_KIND } from "./value-types.ts";
import { noteDecision } from "./variants.ts";

const METHODS: CollectionMethods = new Map(
  Object.entries({
    add: [method("append", 1, { value: 0 }), method("insert", 2, { key: 0, value: 1 })],
    addElement: [method("append", 1, { value: 0 })],
    addLast: [method("append", 1, { value: 0 })],
    offer: [method("append", 1, { value: 0 })],
    offerLast: [method("append", 1, { value: 0 })],
    addFirst: [method("prepend", 1, { value: 0 })],
    offerFirst: [method("prepend", 1, { value: 0 })],
    push: [method("prepend", 1, { value: 0 })],
    insertElementAt: [method("insert", 2, { key: 1, value: 0 })],
    addAll: [method("add-all", 1, { value: 0 })],
    putAll: [method("add-all", 1, { value: 0 })],
    set: [method("set", 2, { key: 0, value: 1 }), method("set", 1, { value: 0 })],
    setElementAt: [method("set", 2, { key: 1, value: 0 })],
    put: [method("set", 2, { key: 0, value: 1 })],
    replace: [method("set", 2, { key: 0, value: 1 })],
    setProperty: [method("set", 2, { key: 0, value: 1 })],
    putIfAbsent: [method("set-if-absent", 2, { key: 0, value: 1 })],
    get: [method("get", 1, { key: 0 }), method("first", 0)],
    elementAt: [method("get", 1, { key: 0 })],
    getProperty: [method("get", 1, { key: 0 }), method("get", 2, { key: 0, fallback: 1 })],
    getString: [method("get", 1, { key: 0 })],
    getOrDefault: [method("get", 2, { key: 0, fallback: 1 })],
    remove: [method("remove", 1, { key: 0 }), method("remove-first", 0)],
    removeAt: [method("remove", 1, { key: 0 })],
    removeFirstOrNull: [method("remove-first", 0)],
    removeLastOrNull: [method("remove-last", 0)],
    removeElementAt: [method("remove", 1, { key: 0 })],
    removeFirst: [method("remove-first", 0)],
    poll: [method("remove-first", 0)],
    pollFirst: [method("remove-first", 0)],
    pop: [method("remove-first", 0)],
    take: [method("remove-first", 0)],
    next: [method("remove-first", 0)],
    nextElement: [method("remove-first", 0)],
    removeLast: [method("remove-last", 0)],
    pollLast: [method("remove-last", 0)],
    previous: [method("remove-last", 0)],
    peek: [method("first", 0)],
    peekFirst: [method("first", 0)],
    getFirst: [method("first", 0)],
    element: [method("first", 0)],
    first: [method("first", 0)],
    firstElement: [method("first", 0)],
    findFirst: [method("slice", 0)],
    findAny: [method("slice", 0)],
    getLast: [method("last", 0)],
    last: [method("last", 0)],
    lastElement: [method("last", 0)],
    peekLast: [method("last", 0)],
    orElseThrow: [method("first", 0), method("first", 1)],
    join: [method("first", 0)],
    getNow: [method("get", 1, { fallback: 0 })],
    orElse: [method("get", 1, { fallback: 0 })],
    clear: [method("clear", 0)],
    removeAllElements: [method("clear", 0)],
    keySet: [method("keys", 0)],
    keys: [method("keys", 0)],
    stringPropertyNames: [method("keys", 0)],
    values: [method("values", 0)],
    entrySet: [method("entries", 0)],
    iterator: [method("slice", 0)],
    listIterator: [method("slice", 0)],
    elements: [method("slice", 0)],
    stream: [method("slice", 0)],
    parallelStream: [method("slice", 0)],
    toArray: [method("slice", 0), method("slice", 1)],
    toList: [method("slice", 0)],
    clone: [method("slice", 0)],
    boxed: [method("slice", 0)],
    distinct: [method("rearranged", 0)],
    sorted: [method("rearranged", 0)],
    descendingIterator: [method("rearranged", 0)],
    subList: [method("slice", 2, { key: 0, value: 1 })],
    skip: [method("slice", 1, { key: 0 })],
  }),
);

/** Writing to and reading from what came in is known for these: whatever has them is a collection. */
const FOR_INPUTS: ReadonlySet<ContainerOperation> = new Set([
  "append",
  "prepend",
  "insert",
  "add-all",
  "set",
  "set-if-absent",
  "get",
]);

const COLLECTIONS = collectionClasses(
  "ArrayList LinkedList Vector Stack ArrayDeque PriorityQueue LinkedBlockingQueue LinkedBlockingDeque ArrayBlockingQueue " +
    "PriorityBlockingQueue ConcurrentLinkedQueue ConcurrentLinkedDeque CopyOnWriteArrayList HashSet LinkedHashSet TreeSet CopyOnWriteArraySet ConcurrentSkipListSet",
  "HashMap LinkedHashMap TreeMap Hashtable WeakHashMap IdentityHashMap EnumMap ConcurrentHashMap ConcurrentSkipListMap Properties",
);
/** Boxes for one value. */
const BOXES: ReadonlySet<string> = new Set(["AtomicReference", "ThreadLocal", "WeakReference", "SoftReference"]);

/** What a constructor of the library makes, its name without the package. */
export function javaConstructor(e: Evaluation, call: EvaluatedCall): Value | undefined {
  const name = lastPart(e.ast.name(call.callee));
  const builder = newBuilder(e, call, name);
  if (builder) return builder;
  const first = call.args[0]?.value;
  if (name === "String") return first ? textOf(e, first) : constantValue("");
  if (BOXES.has(name)) return listWith(e, call, first ? [first] : []);
  if (name === "SimpleEntry" || name === "SimpleImmutableEntry") return listWith(e, call, valuesOf(call));
  if (name === "Thread" && first) return first.objects.length > 0 ? first : undefined;
  const shape = COLLECTIONS.get(name);
  return shape && newCollection(e, call, shape, name);
}

/** What a method of a collection gives; undefined when it is none that is known. */
export function javaMethod(e: Evaluation, call: EvaluatedCall, name: string): Value | undefined {
  const { receiver } = call;
  if (!receiver) return undefined;
  const component = call.args.length === 0 ? componentOf(e, call, receiver) : undefined;
  if (component) return component;
  const known = methodCalled(METHODS, name, call);
  const isMade = isMadeCollection(receiver);
  const only = isMade && receiver.objects.length === 1 ? receiver.objects[0]! : undefined;
  if (name === "size" && only) {
    const length = e.lengthOf(only);
    return length === undefined ? undefined : constantValue(length);
  }
  if (name === "isEmpty" && only?.shape === "list" && e.lengthOf(only) !== undefined)
    return constantValue(e.lengthOf(only) === 0);
  if ((name === "getKey" || name === "getValue") && isMade)
    return e.readField(receiver, intern(name === "getKey" ? "0" : "1"), call.node);
  if (!known) return undefined;
  if (name === "getString" && !isMade) return undefined;
  if (!isMade && !isTakenForCollection(e, call, known)) {
    // Of a map that came in: one of its values or the other one, never the key.
    if (name === "getOrDefault") return join(e.readElement(receiver), call.args[1]!.value);
    return name === "get" && isCollectionType(e, call) ? e.readElement(receiver) : undefined;
  }
  if (known.operation === "set" && known.key === undefined) return setOnly(e, call, receiver);
  if (known.fallback !== undefined && known.key === undefined)
    return orElse(e, call, receiver, call.args[known.fallback]?.value ?? UNKNOWN);
  const given = callOn(e, call, receiver, known);
  return known.operation === "set" ? UNKNOWN : given;
}

/** `pair.left()` of a record: the component of that name. */
function componentOf(e: Evaluation, call: EvaluatedCall, receiver: Value): Value | undefined {
  const name = e.ast.symbol(call.callee);
  const isRecord =
    receiver.objects.length > 0 &&
    receiver.objects.every(({ class: info }) => info && e.ask.componentsOf(info).includes(e.ast.name(call.callee)));
  return isRecord ? e.readField(receiver, name, call.node) : undefined;
}

const STORING: ReadonlySet<ContainerOperation> = new Set(["append", "prepend", "insert", "set", "set-if-absent"]);

/** `map.computeIfAbsent(key, f)`, `map.compute(key, f)`, `map.merge(key, value, f)`: what comes out is kept at the key. */
function computed(e: Evaluation, call: EvaluatedCall, name: string, map: Value): Value | undefined {
  const key = call.args[0]?.value;
  const last = call.args[call.args.length - 1];
  const functions = last?.value.objects.filter(({ kind }) => kind === "function") ?? [];
  if (!key || functions.length === 0) return undefined;
  const before = elementAt(e, map, key, call.node);
  const given = name === "merge" ? [before, call.args[1]!.value] : [key, before];
  const made = runFunctions(e, call, functions, given);
  let after = made;
  if (name === "computeIfAbsent") after = before === NULL ? made : join(before, made);
  if (name === "merge") after = before === NULL ? call.args[1]!.value : join(made, call.args[1]!.value);
  operateOn(e, {
    name: "set",
    call: call.node,
    receiverNode: call.receiverNode,
    receiver: map,
    key,
    value: after,
    shape: "map",
  });
  return after;
}

/** Functions and objects that are put into a collection are kept there, not called. */
export function javaStored(e: Evaluation, call: EvaluatedCall, name: string): Value | undefined {
  if (/^(compute|computeIfAbsent|computeIfPresent|merge)$/.test(name) && call.receiver) {
    // Of what came in, or a field, only the name of the method says that it is a map.
    const isTelling = name.startsWith("computeIf");
    const isMap =
      call.receiver.objects.length > 0 &&
      call.receiver.objects.every(
        ({ kind, shape, class: info }) =>
          (kind === "made" && shape === "map") || (isTelling && kind === "input" && !info),
      );
    return isMap ? computed(e, call, name, call.receiver) : undefined;
  }
  const known = methodCalled(METHODS, name, call);
  const isMade = call.receiver?.objects.some(({ kind, shape }) => kind === "made" && shape !== "instance");
  return known && isMade && STORING.has(known.operation) && !isBuilder(call.receiver!)
    ? javaMethod(e, call, name)
    : undefined;
}

/** `reference.set(x)`. */
function setOnly(e: Evaluation, call: EvaluatedCall, receiver: Value): Value | undefined {
  if (receiver.objects.length === 0) return undefined;
  e.writeField(receiver, intern("0"), call.args[0]!.value);
  return UNKNOWN;
}

/** `optional.orElse(x)`: the other one only where there is none. */
function orElse(e: Evaluation, call: EvaluatedCall, receiver: Value, other: Value): Value {
  const only = receiver.objects.length === 1 ? receiver.objects[0]! : undefined;
  if (only && e.lengthOf(only) === 0) return other;
  const held = e.readField(receiver, intern("0"), call.node);
  return only && e.lengthOf(only) !== undefined && held !== NULL ? held : join(held, other);
}

/** What came in is taken for a collection where something is put in or read at a constant key. */
function isTakenForCollection(
  e: Evaluation,
  call: EvaluatedCall,
  { operation, key, value }: CollectionMethod,
): boolean {
  const { receiver } = call;
  if (!receiver || !FOR_INPUTS.has(operation)) return false;
  const isInput =
    receiver.objects.length > 0 && receiver.objects.every(({ kind, class: info }) => kind === "input" && !info);
  if (operation === "get") {
    const at = key === undefined ? undefined : call.args[key]?.value;
    if (!isInput || !at) return false;
    noteDecision(e, at);
    return at.constant !== undefined && (isCollectionType(e, call) || e.origins(call.callee).list.length === 0);
  }
  if (value === undefined) return false;
  const put = call.args[value]!.value;
  if (put.objects.length > 0 && isInput) return true;
  return (isInput || call.receiverNode !== NO_NODE) && e.deepTaint(put).length > 0;
}

/** Declared as one of Java's own collections. */
function isCollectionType(e: Evaluation, { receiverNode }: EvaluatedCall): boolean {
  return (
    receiverNode !== NO_NODE &&
    e
      .origins(receiverNode)
      .list.some((origin) => /^java\.util\.(concurrent\.)?\w*(Map|List|Vector|Table)(\(\))?$/.test(printOrigin(origin)))
  );
}

// Static functions

function valuesOf(call: EvaluatedCall): Value[] {
  return call.args.map(({ value }) => value);
}

function listWith(e: Evaluation, call: EvaluatedCall, values: readonly Value[]): Value {
  const made = e.madeAt(call.node, "list");
  for (const [position, value] of values.entries()) e.state.set(e.fieldCell(made, intern(String(position))), value);
  e.state.set(e.lengthCell(made), constantValue(values.length));
  return objectValue(made);
}

function mapWith(e: Evaluation, call: EvaluatedCall, values: readonly Value[]): Value {
  const made = e.madeAt(call.node, "map");
  const map = objectValue(made);
  for (let at = 0; at + 1 < values.length; at += 2)
    operateOn(e, {
      name: "set",
      call: call.node,
      receiverNode: call.node,
      receiver: map,
      key: values[at],
      value: values[at + 1],
      shape: "map",
    });
  return map;
}

/** `Arrays.asList(array)` and `List.of(array)` hold the array's elements, not the array. */
function listOfArguments(e: Evaluation, call: EvaluatedCall): Value {
  const values = valuesOf(call);
  const only = values.length === 1 ? values[0]! : undefined;
  const isArray = only && only.objects.length > 0 && only.objects.every(({ shape }) => shape === "list");
  return isArray ? sliceList(e, only, 0, null, null, call.node) : listWith(e, call, values);
}

type Static = (e: Evaluation, call: EvaluatedCall, first: Value) => Value | undefined;

const listOf: Static = (e, call) => listOfArguments(e, call);
const first: Static = (_e, _call, value) => value;
const text: Static = (e, call, value) => (call.args.length === 1 ? textOf(e, value) : undefined);
const mapOf: Static = (e, call) => mapWith(e, call, valuesOf(call));
const one: Static = (e, call) => listWith(e, call, valuesOf(call).slice(0, 1));
const part: Static = (e, call, value) =>
  sliceList(e, value, call.args[1] && call.args.length > 2 ? call.args[1].value.constant : 0, null, null, call.node);
const rearranged: Static = (e, call, value) =>
  operateOn(e, {
    name: "rearranged",
    call: call.node,
    receiverNode: call.args[0]!.node,
    receiver: value,
    key: undefined,
    value: undefined,
    shape: "list",
  });

/** By class and method. */
const STATICS: ReadonlyMap<string, Static> = new Map<string, Static>(
  Object.entries({
    "Arrays.asList": listOf,
    "List.of": listOf,
    "Set.of": listOf,
    "Stream.of": listOf,
    "ImmutableList.of": listOf,
    "ImmutableSet.of": listOf,
    "Lists.newArrayList": listOf,
    "Sets.newHashSet": listOf,
    "EnumSet.of": listOf,
    "List.copyOf": listOf,
    "Set.copyOf": listOf,
    "Map.copyOf": first,
    "Arrays.stream": part,
    "Arrays.copyOf": part,
    "Arrays.copyOfRange": part,
    "Arrays.sort": rearranged,
    "Map.of": mapOf,
    "ImmutableMap.of": mapOf,
    "Map.entry": (e, call) => listWith(e, call, valuesOf(call)),
    "Optional.of": one,
    "Optional.ofNullable": one,
    "Optional.empty": (e, call) => listWith(e, call, []),
    "CompletableFuture.completedFuture": one,
    "Collections.singletonList": one,
    "Collections.singleton": one,
    "Collections.singletonMap": mapOf,
    "Collections.emptyList": (e, call) => listWith(e, call, []),
    "Collections.unmodifiableList": first,
    "Collections.unmodifiableSet": first,
    "Collections.unmodifiableMap": first,
    "Collections.unmodifiableCollection": first,
    "Collections.synchronizedList": first,
    "Collections.synchronizedMap": first,
    "Collections.enumeration": part,
    "Collections.list": part,
    "Collections.sort": rearranged,
    "Collections.reverse": rearranged,
    "Collections.shuffle": rearranged,
    "Collections.addAll": (e, call) => {
      const into = materialize(e, call.args[0]!.node);
      for (const { value } of call.args.slice(1)) push(e, into, value);
      return UNKNOWN;
    },
    "Objects.requireNonNull": first,
    "Objects.requireNonNullElse": (_e, call, value) => (call.args[1] ? join(value, call.args[1].value) : value),
    "Objects.toString": text,
    "String.valueOf": text,
    "String.copyValueOf": text,
    "Character.toString": text,
    "Integer.toString": text,
    "Long.toString": text,
    "Double.toString": text,
    "Boolean.toString": text,
    ...Object.fromEntries(
      ["Integer", "Long", "Short", "Byte", "Double", "Float"].flatMap((name) =>
        ["valueOf", "decode", `parse${name === "Integer" ? "Int" : name}`].map((from): [string, Static] => [
          `${name}.${from}`,
          (e, _call, value) => numberIn(value.constant) ?? taintedValue(passThrough(e.deepTaint(value), NUMBER_KIND)),
        ]),
      ),
    ),
    "Math.max": (_e, call) => ofNumbers(call, Math.max),
    "Math.min": (_e, call) => ofNumbers(call, Math.min),
    "Math.abs": (_e, call) => ofNumbers(call, Math.abs),
    "Arrays.fill": (e, call) => {
      const last = call.args[call.args.length - 1]!.value;
      e.writeElement(materialize(e, call.args[0]!.node), last);
      return UNKNOWN;
    },
    "System.arraycopy": (e, call) => {
      const to = call.args[2];
      if (to) copyRange(e, call, materialize(e, to.node));
      return UNKNOWN;
    },
  }),
);

function numberIn(constant: Value["constant"]): Value | undefined {
  if (typeof constant === "number") return constantValue(constant);
  return typeof constant === "string" && /^[+-]?\d{1,15}$/.test(constant) ? constantValue(Number(constant)) : undefined;
}

function ofNumbers(call: EvaluatedCall, work: (...numbers: number[]) => number): Value | undefined {
  const numbers = call.args.map(({ value }) => value.constant);
  return numbers.every((each) => typeof each === "number") ? constantValue(work(...(numbers as number[]))) : undefined;
}

function copyRange(e: Evaluation, call: EvaluatedCall, into: Value): void {
  const from = call.args[0]!.value;
  const [at, to, count] = [1, 3, 4].map((position) => call.args[position]?.value.constant);
  if (typeof at === "number" && typeof to === "number" && typeof count === "number" && count <= 64) {
    const values = Array.from({ length: count }, (_, offset) =>
      elementAt(e, from, constantValue(at + offset), call.node),
    );
    for (const [offset, value] of values.entries()) e.writeField(into, intern(String(to + offset)), value);
  } else e.writeElement(into, e.readElement(from));
}

/** A static function of the library; undefined when it is none that is known. */
export function javaFunction(e: Evaluation, call: EvaluatedCall, name: string): Value | undefined {
  if (call.receiverNode === NO_NODE) return undefined;
  const known = STATICS.get(`${lastPart(e.ast.name(call.receiverNode))}.${name}`);
  if (!known) return name === "valueOf" && call.receiver ? someConstant(e, call.receiver) : undefined;
  return known(e, call, call.args[0]?.value ?? UNKNOWN);
}

/** Which argument each of these fills with what the receiver holds. */
const FILLING: ReadonlyMap<string, number> = new Map([
  ["read", 0],
  ["readFully", 0],
  ["readNBytes", 0],
  ["getChars", 2],
  ["drainTo", 0],
]);

/** `stream.read(buffer)`, `text.getChars(0, 3, characters, 0)`: what is read ends up in an argument. */
export function fillArgument(e: Evaluation, call: EvaluatedCall, name: string): void {
  const argument = call.args[FILLING.get(name) ?? -1];
  if (!argument || !call.receiver || argument.value.constant !== undefined) return;
  const taint = e.deepTaint(call.receiver);
  if (taint.length > 0)
    e.writeElement(materialize(e, argument.node), taintedValue(e.step(taint, "propagate", call.node, "")));
}

// Objects that the library calls back

const CALLED_BACK: readonly string[] = [
  "run",
  "call",
  "apply",
  "accept",
  "get",
  "test",
  "compare",
  "handle",
  "execute",
  "doInBackground",
];

/** Instances of the program's classes that a library is given: it may call the method that their interface is for. */
export function callHandedOver(e: Evaluation, call: EvaluatedCall, name: string): Value | undefined {
  let result: Value | undefined;
  const run = (receiver: Value, method: string) => {
    for (const object of receiver.objects) {
      if (object.kind !== "made" || object.shape !== "instance" || !object.class) continue;
      for (const unit of methodsOf(e, object.class, intern(method), false)) {
        const taint = restTaint(e, call, receiver);
        const args = unit.parameters.map(() => plainArgument(NO_NODE, taintedValue(taint)));
        const given = applyUnit(e, { unit, object: undefined, node: call.node, receiver: objectValue(object), args });
        result = result ? join(result, given) : given;
      }
    }
  };
  if (name === "start" && call.receiver) run(call.receiver, "run");
  for (const { value } of call.args)
    if (value.objects.some(({ shape }) => shape === "instance")) for (const method of CALLED_BACK) run(value, method);
  return result;
}

function restTaint(e: Evaluation, call: EvaluatedCall, handed: Value): Taint {
  let taint: Taint = call.receiver && call.receiver !== handed ? e.deepTaint(call.receiver) : [];
  for (const { value } of call.args) if (value !== handed) taint = joinTaint(taint, e.deepTaint(value));
  return taint;
}

/** `text.split(",")`, `text.toCharArray()`: the parts of a constant text, each at its place. */
export function javaParts(e: Evaluation, call: EvaluatedCall, name: string): Value | undefined {
  const constant = call.receiver?.constant;
  if (typeof constant !== "string" || constant.length > 64) return undefined;
  if (name === "toCharArray" && call.args.length === 0)
    return listWith(
      e,
      call,
      [...constant].map((character) => constantValue(character)),
    );
  const separator = call.args[0]?.value.constant;
  const isPlain =
    typeof separator === "string" && (/^[^\\.$|()[\]{}^?*+]+$/.test(separator) || /^\\[^\w]$/.test(separator));
  if (name !== "split" || call.args.length !== 1 || !isPlain) return undefined;
  const parts = constant.split(separator.replace(/^\\/, ""));
  while (parts.length > 1 && parts[parts.length - 1] === "") parts.pop();
  return listWith(
    e,
    call,
    parts.map((each) => constantValue(each)),
  );
}
