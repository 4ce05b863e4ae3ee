// C#'s own collections, LINQ, tasks and conversions: what their methods do, known by name for receivers that no class of the
// program and no model claims. What needs a library's types stands in models.

import { type AstNode, NO_NODE } from "../syntax/ast.ts";
import { Kind, Role } from "../syntax/kind.ts";
import { intern } from "../syntax/symbols.ts";
import { assign } from "./assignment.ts";
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
import { isMadeCollection } from "./containers.ts";
import type { Evaluation } from "./evaluation.ts";
import { construct } from "./instances.ts";
import { elementAt } from "./members.ts";
import type { ContainerOperation } from "./model.ts";
import type { AbstractObject } from "./object.ts";
import type { EvaluatedCall } from "./places.ts";
import { newBuilder, textOf } from "./text-builders.ts";
import {
  constantValue,
  join,
  joinTaint,
  objectValue,
  passThrough,
  type Taint,
  taintedValue,
  UNKNOWN,
  type Value,
} from "./value.ts";
import { BOOLEAN_KIND, NUMBER_KIND } from "./value-types.ts";

const part = [method("slice", 0), method("slice", 1, { key: 0 })];
const first = [method("first", 0)];
const last = [method("last", 0)];
const mixed = [method("rearranged", 0), method("rearranged", 1)];

/** A stack keeps its top in front. */
const METHODS: CollectionMethods = new Map(
  Object.entries({
    Add: [method("append", 1, { value: 0 }), method("set", 2, { key: 0, value: 1 })],
    TryAdd: [method("append", 1, { value: 0 }), method("set-if-absent", 2, { key: 0, value: 1 })],
    AddLast: [method("append", 1, { value: 0 })],
    AddFirst: [method("prepend", 1, { value: 0 })],
    Enqueue: [method("append", 1, { value: 0 })],
    Push: [method("prepend", 1, { value: 0 })],
    Prepend: [method("prepend", 1, { value: 0 })],
    AddRange: [method("add-all", 1, { value: 0 })],
    UnionWith: [method("add-all", 1, { value: 0 })],
    InsertRange: [method("add-all", 2, { value: 1 })],
    Insert: [method("insert", 2, { key: 0, value: 1 })],
    Set: [method("set", 2, { key: 0, value: 1 })],
    SetValue: [method("set", 2, { key: 1, value: 0 })],
    AddOrUpdate: [method("set", 3, { key: 0, value: 1 })],
    GetOrAdd: [method("set-if-absent", 2, { key: 0, value: 1 })],
    Get: [method("get", 1, { key: 0 })],
    GetValue: [method("get", 1, { key: 0 })],
    ElementAt: [method("get", 1, { key: 0 })],
    ElementAtOrDefault: [method("get", 1, { key: 0 })],
    GetValueOrDefault: [method("get", 1, { key: 0 }), method("get", 2, { key: 0, fallback: 1 })],
    RemoveAt: [method("remove", 1, { key: 0 })],
    Remove: [method("remove", 1, { key: 0 })],
    RemoveFirst: [method("remove-first", 0)],
    Dequeue: [method("remove-first", 0)],
    Pop: [method("remove-first", 0)],
    Take: [method("remove-first", 0), method("slice", 1)],
    RemoveLast: [method("remove-last", 0)],
    Peek: first,
    First: first,
    FirstOrDefault: first,
    Single: first,
    SingleOrDefault: first,
    Last: last,
    LastOrDefault: last,
    Clear: [method("clear", 0)],
    Skip: part,
    GetRange: [method("slice", 2, { key: 0 })],
    ToArray: part,
    ToList: part,
    ToHashSet: part,
    AsEnumerable: part,
    AsReadOnly: part,
    AsQueryable: part,
    GetEnumerator: part,
    Cast: part,
    OfType: part,
    ToListAsync: part,
    ToArrayAsync: part,
    Clone: part,
    Reverse: mixed,
    Distinct: mixed,
    Sort: mixed,
    Order: mixed,
    OrderDescending: mixed,
    Except: [method("slice", 1)],
    Intersect: [method("slice", 1)],
  }),
);

/** Writing into what came in is known for these: whatever has them is a collection. */
const WRITING: ReadonlySet<ContainerOperation> = new Set(["append", "prepend", "insert", "add-all", "set"]);

const COLLECTIONS = collectionClasses(
  "List ArrayList LinkedList Queue Stack HashSet SortedSet Collection ObservableCollection ConcurrentBag ConcurrentQueue ConcurrentStack " +
    "BlockingCollection StringCollection PriorityQueue",
  "Dictionary SortedDictionary SortedList ConcurrentDictionary Hashtable NameValueCollection StringDictionary OrderedDictionary ListDictionary HybridDictionary ExpandoObject",
);

/** What a constructor of the library makes, its name without the namespace. */
export function csharpConstructor(e: Evaluation, call: EvaluatedCall): Value | undefined {
  const name = lastPart(e.ast.name(call.callee));
  if (name === "nameof" && call.args.length === 1) return constantValue(lastPart(e.ast.name(call.args[0]!.node)));
  const builder = newBuilder(e, call, name);
  if (builder) return builder;
  const first = call.args[0]?.value;
  if (name === "string" || name === "String") return first ? textOf(e, first) : undefined;
  if (name === "KeyValuePair" && call.args.length === 2) return entryWith(e, call.node, first!, call.args[1]!.value);
  const shape = COLLECTIONS.get(name);
  return shape && newCollection(e, call, shape, name);
}

/** A pair of a dictionary: its parts by name, and by position where it is taken apart. */
export function entryWith(e: Evaluation, node: AstNode, key: Value, value: Value): Value {
  const entry = e.madeAt(node, "tuple", undefined, undefined, "entry");
  for (const [member, held] of [
    ["Key", key],
    ["Value", value],
    ["0", key],
    ["1", value],
  ] as const)
    e.state.set(e.fieldCell(entry, intern(member)), held);
  return objectValue(entry);
}

/** What a method of a collection, a task or a text gives; undefined when it is none that is known. */
export function csharpMethod(e: Evaluation, call: EvaluatedCall, name: string): Value | undefined {
  const { receiver } = call;
  if (!receiver) return undefined;
  const given = staticFunction(e, call, name);
  if (given) return given;
  if (TRANSPARENT.has(name) && call.args.length <= 1) return receiver;
  if (name.startsWith("Try")) {
    const tried = tryMethod(e, call, name, receiver);
    if (tried) return tried;
  }
  const isMade = isMadeCollection(receiver);
  const only = isMade && receiver.objects.length === 1 ? receiver.objects[0]! : undefined;
  if (name === "Count" && only && call.args.length === 0) {
    const length = e.lengthOf(only);
    return length === undefined ? undefined : constantValue(length);
  }
  if ((name === "Concat" || name === "Union" || name === "Append") && isMade && call.args[0]) {
    const other = call.args[0].value;
    const added = name === "Append" || other.objects.length === 0 ? other : e.readElement(other);
    return listHolding(e, call.node, join(e.readElement(receiver), added));
  }
  const known = methodCalled(METHODS, name, call);
  if (!known) return undefined;
  if (name === "Remove" && only?.shape === "list") return callOn(e, call, receiver, method("rearranged", 1));
  if (!isMade && !isWritten(e, call, known)) return undefined;
  const result = callOn(e, call, receiver, known);
  return known.operation === "set" || known.operation === "add-all" ? UNKNOWN : result;
}

function isWritten(e: Evaluation, call: EvaluatedCall, { operation, value }: CollectionMethod): boolean {
  if (!WRITING.has(operation) || value === undefined || call.receiverNode === NO_NODE) return false;
  const put = call.args[value]!.value;
  const isInput = call.receiver!.objects.some(({ kind, class: info }) => kind === "input" && !info);
  return e.deepTaint(put).length > 0 || (isInput && put.objects.length > 0);
}

function listHolding(e: Evaluation, node: AstNode, element: Value): Value {
  const made = e.madeAt(node, "list");
  e.state.set(e.lengthCell(made), UNKNOWN);
  e.state.add(e.restCell(made), element);
  return objectValue(made);
}

/** What gives its receiver, or a task of it. */
const TRANSPARENT: ReadonlySet<string> = new Set([
  "GetAwaiter",
  "GetResult",
  "ConfigureAwait",
  "AsTask",
  "Unwrap",
  "WaitAsync",
]);

// Results by `out`

/** `TryGetValue(key, out v)`, `TryDequeue(out v)`, `TryParse(text, out n)`. */
function tryMethod(e: Evaluation, call: EvaluatedCall, name: string, receiver: Value): Value | undefined {
  const out = call.args[call.args.length - 1];
  if (!out || call.args.length > 4) return undefined;
  const give = (value: Value): Value => {
    assignOut(e, out.node, value, call.node);
    return UNKNOWN;
  };
  const only = receiver.objects.length > 0 ? receiver : undefined;
  switch (name) {
    case "TryGetValue":
      if (call.args.length !== 2) return undefined;
      return give(only ? elementAt(e, receiver, call.args[0]!.value, call.node) : taintedValue(e.deepTaint(receiver)));
    case "TryDequeue":
    case "TryPop":
    case "TryTake":
      return give(only ? callOn(e, call, receiver, method("remove-first", 0)) : taintedValue(receiver.taint));
    case "TryPeek":
      return give(only ? callOn(e, call, receiver, method("first", 0)) : taintedValue(receiver.taint));
    case "TryParse":
    case "TryParseExact":
      give(taintedValue(passThrough(e.deepTaint(call.args[0]!.value), NUMBER_KIND)));
      return taintedValue(passThrough(e.deepTaint(call.args[0]!.value), BOOLEAN_KIND));
    default: {
      let taint: Taint = e.deepTaint(receiver);
      for (const { value } of call.args.slice(0, -1)) taint = joinTaint(taint, e.deepTaint(value));
      return isOut(e, out.node) ? give(taintedValue(taint)) : undefined;
    }
  }
}

function isOut(e: Evaluation, node: AstNode): boolean {
  return e.ast.kind(node) === Kind.Declarator;
}

/** Gives what stands behind `out` a value: a variable that it declares, or one that is there. */
function assignOut(e: Evaluation, node: AstNode, value: Value, whole: AstNode): void {
  const { ast } = e;
  const target = ast.kind(node) === Kind.Declarator ? ast.child(node, Role.Target) : node;
  const kind = ast.kind(target);
  if (kind === Kind.Identifier || kind === Kind.Member || kind === Kind.Index) assign(e, target, value, whole);
}

// Static functions

const NUMBERS: ReadonlySet<string> = new Set(
  (
    "int long short byte float double decimal uint ulong ushort sbyte bool Int32 Int64 Int16 Byte Single Double Decimal UInt32 UInt64 " +
    "UInt16 Boolean Guid DateTime DateTimeOffset TimeSpan DateOnly TimeOnly BigInteger Enum Version"
  ).split(" "),
);

/** `int.Parse`, `Convert.ToInt32`. */
export function givesNumber(owner: string, name: string): boolean {
  if (owner === "Convert") return /^To(Int|UInt|Double|Decimal|Single|Boolean|Byte$|SByte|DateTime)/.test(name);
  return (name === "Parse" || name === "ParseExact") && NUMBERS.has(owner);
}

function staticFunction(e: Evaluation, call: EvaluatedCall, name: string): Value | undefined {
  const { ast } = e;
  const owner = call.receiverNode === NO_NODE ? "" : lastPart(ast.name(call.receiverNode));
  const given = call.args[0]?.value;
  if (given && givesNumber(owner, name)) return numberOf(e, given);
  // Bytes of a known text are known.
  if ((name === "GetBytes" || name === "GetString" || name === "FromBase64String" || name === "FromHexString") && given)
    if (typeof given.constant === "string" && call.args.length === 1) return given;
  switch (owner) {
    case "string":
    case "String":
      return ofString(e, call, name, given);
    case "Task":
    case "ValueTask":
      if (name === "FromResult") return given;
      if (name === "WhenAll" && given)
        return given.objects.length > 0 && call.args.length === 1 ? given : listOf(e, call);
      if (name === "WhenAny" && given) return call.args.reduce((all, { value }) => join(all, value), given);
      return undefined;
    case "Activator": {
      const info = given?.objects.find(({ kind }) => kind === "class")?.class;
      return name === "CreateInstance" && info ? construct(e, { ...call, args: call.args.slice(1) }, info) : undefined;
    }
    case "Type": {
      if (name !== "GetType" || typeof given?.constant !== "string") return undefined;
      const info = e.ask.classNamed(given.constant);
      return info ? objectValue(e.classObject(info)) : undefined;
    }
    case "Array":
      if (name === "Empty") return listOf(e, call);
      if (name === "Copy" && call.args[1] && given) {
        e.writeElement(call.args[1].value, e.readElement(given));
        return UNKNOWN;
      }
      return undefined;
    case "Tuple":
    case "ValueTuple":
      return name === "Create" ? listOf(e, call) : undefined;
    default:
      return undefined;
  }
}

function numberOf(e: Evaluation, value: Value): Value {
  const { constant } = value;
  if (typeof constant === "number") return value;
  if (typeof constant === "string" && /^[+-]?\d{1,15}$/.test(constant)) return constantValue(Number(constant));
  return taintedValue(passThrough(e.deepTaint(value), NUMBER_KIND));
}

function ofString(e: Evaluation, call: EvaluatedCall, name: string, given: Value | undefined): Value | undefined {
  const constants = call.args.map(({ value }) => value.constant);
  switch (name) {
    case "IsNullOrEmpty":
    case "IsNullOrWhiteSpace":
      if (typeof constants[0] === "string")
        return constantValue(name === "IsNullOrEmpty" ? constants[0] === "" : constants[0].trim() === "");
      return taintedValue(passThrough(given ? e.deepTaint(given) : [], BOOLEAN_KIND));
    case "Equals":
      return typeof constants[0] === "string" && typeof constants[1] === "string" && constants.length === 2
        ? constantValue(constants[0] === constants[1])
        : undefined;
    case "Concat":
      return constants.every((each) => typeof each === "string") ? constantValue(constants.join("")) : undefined;
    default:
      return undefined;
  }
}

function listOf(e: Evaluation, call: EvaluatedCall): Value {
  const made = e.madeAt(call.node, "list");
  for (const [position, { value }] of call.args.entries())
    e.state.set(e.fieldCell(made, intern(String(position))), value);
  e.state.set(e.lengthCell(made), constantValue(call.args.length));
  return objectValue(made);
}

// Members

/** `dictionary.Keys`, `pair.Item1`, `task.Result`, `walker.Current`: members of the library that are no fields. */
export function csharpMember(e: Evaluation, object: Value, name: string, node: AstNode): Value | undefined {
  const item = /^Item([1-8])$/.exec(name);
  if (item && object.objects.some(isSequence)) return e.readField(object, intern(String(Number(item[1]) - 1)), node);
  const isMade = object.objects.length > 0 && object.objects.every(({ kind, class: info }) => kind === "made" && !info);
  switch (name) {
    case "Result":
    case "Value":
      return isMade && object.objects.every(({ fields }) => !fields.has(intern(name))) ? object : undefined;
    case "Current":
      return isMade ? e.readElement(object) : undefined;
    case "Keys":
    case "Values":
    case "AllKeys":
      if (!isMade || object.objects.some(({ shape }) => shape !== "map")) return undefined;
      return listHolding(e, node, name === "Values" ? e.readElement(object) : taintedValue(object.taint));
    default:
      return undefined;
  }
}

function isSequence({ kind, shape }: AbstractObject): boolean {
  return kind === "made" && (shape === "list" || shape === "tuple");
}
