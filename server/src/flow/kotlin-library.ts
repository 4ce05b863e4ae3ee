// Kotlin's own library: functions that run what they are handed on their receiver, collections and their functions, texts. What
// it has of Java's is java-library.ts's.

import type { AstNode } from "../syntax/ast.ts";
import { intern } from "../syntax/symbols.ts";
import { branch } from "./conditions.ts";
import { iterate, listOfElements, operateOn } from "./containers.ts";
import type { Evaluation } from "./evaluation.ts";
import { callbacksOf, runFunctions } from "./higher-order.ts";
import { constantAfter } from "./kotlin-texts.ts";
import { elementAt } from "./members.ts";
import type { Rows } from "./model-index.ts";
import type { AbstractObject } from "./object.ts";
import type { EvaluatedCall } from "./places.ts";
import { provenOfElements } from "./proofs.ts";
import { TEXT, textOf } from "./text-builders.ts";
import {
  CLEAN,
  constantValue,
  join,
  joinTaint,
  newValue,
  objectValue,
  passThrough,
  type Taint,
  taintedValue,
  UNKNOWN,
  type Value,
  withTaint,
} from "./value.ts";

/** What a call of Kotlin's own library gives; undefined when it is none that is known. */
export function kotlinCall(e: Evaluation, call: EvaluatedCall, name: string, rows: readonly Rows[]): Value | undefined {
  if (!call.receiver && (name === "require" || name === "check")) return required(e, call);
  const made = call.receiver
    ? name === "to"
      ? pairOf(e, call, call.receiver)
      : undefined
    : collectionOf(e, call, name);
  if (made) return made;
  const functions = call.args.flatMap(({ value }) => value.objects.filter(({ kind }) => kind === "function"));
  if (functions.length > 0) return withFunctions(e, call, name, functions, rows);
  return call.receiver ? methodOfKotlin(e, call, name, call.receiver) : undefined;
}

/** `require(x in allowed)`: what follows holds it. */
function required(e: Evaluation, call: EvaluatedCall): Value | undefined {
  const [condition] = call.args;
  if (!condition) return undefined;
  const { yes } = branch(e, condition.node);
  e.state.absorb([yes]);
  return UNKNOWN;
}

/** `key to value` */
function pairOf(e: Evaluation, call: EvaluatedCall, key: Value): Value | undefined {
  const [value] = call.args;
  return value && call.args.length === 1 ? listOfValues(e, call.node, [key, value.value]) : undefined;
}

function listOfValues(e: Evaluation, node: AstNode, values: readonly Value[]): Value {
  const made = e.madeAt(node, "list");
  for (const [position, value] of values.entries()) e.state.set(e.fieldCell(made, intern(String(position))), value);
  e.state.set(e.lengthCell(made), constantValue(values.length));
  return objectValue(made);
}

type Given = "result" | "receiver" | "passed";

/** What functions give that are called with their receiver. */
const SCOPES: ReadonlyMap<string, Given> = new Map([
  ["let", "result"],
  ["run", "result"],
  ["use", "result"],
  ["useLines", "result"],
  ["also", "receiver"],
  ["apply", "receiver"],
  ["takeIf", "passed"],
  ["takeUnless", "receiver"],
]);

type Over = "nothing" | "list" | "receiver" | "passed" | "element" | "results" | "groups";

/** What functions give that are called with each element, and whether its number comes first. */
const ELEMENTS: ReadonlyMap<string, Over> = new Map<string, Over>([
  ...ways("nothing", "forEach forEachIndexed any all none count"),
  ...ways("list", "map mapNotNull mapIndexed flatMap mapTo"),
  ...ways(
    "receiver",
    "onEach sortedBy sortedByDescending sortBy filterNot filterIndexed takeWhile dropWhile distinctBy filterKeys partition",
  ),
  ...ways("passed", "filter filterValues"),
  ...ways(
    "element",
    "first last find findLast firstOrNull lastOrNull single singleOrNull maxBy minBy maxByOrNull minByOrNull",
  ),
  ...ways("results", "firstNotNullOf firstNotNullOfOrNull sumOf maxOf minOf joinToString"),
  ...ways("groups", "associateBy groupBy associateWith"),
]);

function ways(over: Over, names: string): [string, Over][] {
  return names.split(" ").map((name) => [name, over]);
}

function withFunctions(
  e: Evaluation,
  call: EvaluatedCall,
  name: string,
  functions: readonly AbstractObject[],
  rows: readonly Rows[],
): Value | undefined {
  const { receiver } = call;
  if (callbacksOf(e, call, rows).length > 0) return undefined;
  if (!receiver) return bareWithFunctions(e, call, name, functions);
  const scope = SCOPES.get(name);
  if (scope) {
    const given = runFunctions(e, call, functions, [receiver]);
    if (scope === "result") return given;
    const kinds = scope === "passed" ? provenOfElements(e, functions) : 0;
    return kinds === 0 ? receiver : taintedValue(passThrough(e.deepTaint(receiver), kinds));
  }
  if (name === "getOrElse" || name === "getOrPut" || name === "ifEmpty" || name === "ifBlank") {
    const other = runFunctions(e, call, functions, [UNKNOWN]);
    const key = name.startsWith("get") ? call.args[0]?.value : undefined;
    return join(key ? elementAt(e, receiver, key, call.node) : receiver, other);
  }
  if (name === "fold" || name === "foldIndexed" || name === "reduce") return folded(e, call, name, functions, receiver);
  const over = ELEMENTS.get(name);
  if (!over) {
    if (receiver.objects.length === 0 && e.deepTaint(receiver).length === 0) return undefined;
    const given = runFunctions(e, call, functions, [elementOf(e, call, receiver)]);
    return withTaint(given, e.deepTaint(receiver));
  }
  return overElements(e, call, name, over, functions, receiver);
}

/** An element, or of a map an entry. */
function elementOf(e: Evaluation, call: EvaluatedCall, receiver: Value): Value {
  return iterate(e, receiver, call.receiverNode, call.node);
}

function overElements(
  e: Evaluation,
  call: EvaluatedCall,
  name: string,
  over: Over,
  functions: readonly AbstractObject[],
  receiver: Value,
): Value {
  const element = elementOf(e, call, receiver);
  const isNumbered = name.endsWith("Indexed");
  const result = runFunctions(e, call, functions, isNumbered ? [UNKNOWN, element] : [element]);
  switch (over) {
    case "list":
      return listOfElements(e, call.node, name === "flatMap" ? join(result, e.readElement(result)) : result);
    case "receiver":
      return receiver;
    case "passed": {
      const kinds = provenOfElements(e, functions);
      if (kinds === 0) return receiver;
      return listOfElements(e, call.node, taintedValue(passThrough(e.deepTaint(element), kinds)));
    }
    case "element":
      return element;
    case "results":
      return name === "joinToString" ? taintedValue(joinTaint(e.deepTaint(result), taintOfTexts(e, call))) : result;
    case "groups":
      return listOfElements(e, call.node, name === "associateWith" ? result : element);
    case "nothing":
      return UNKNOWN;
  }
}

function taintOfTexts(e: Evaluation, call: EvaluatedCall): Taint {
  let taint: Taint = CLEAN;
  for (const { value } of call.args)
    if (value.objects.every(({ kind }) => kind !== "function")) taint = joinTaint(taint, e.deepTaint(value));
  return taint;
}

function folded(
  e: Evaluation,
  call: EvaluatedCall,
  name: string,
  functions: readonly AbstractObject[],
  receiver: Value,
): Value {
  const element = elementOf(e, call, receiver);
  const start = name === "reduce" ? element : (call.args[0]?.value ?? UNKNOWN);
  const numbered = name === "foldIndexed" ? [UNKNOWN] : [];
  const once = runFunctions(e, call, functions, [...numbered, start, element]);
  return join(start, join(once, runFunctions(e, call, functions, [...numbered, join(start, once), element])));
}

/** `with(x) { … }`, `buildString { … }`, and what only runs what it is handed. */
function bareWithFunctions(
  e: Evaluation,
  call: EvaluatedCall,
  name: string,
  functions: readonly AbstractObject[],
): Value | undefined {
  if (name === "with") return runFunctions(e, call, functions, [call.args[0]?.value ?? UNKNOWN]);
  if (name === "buildString") {
    const made = e.madeAt(call.node, "unknown");
    e.state.set(e.fieldCell(made, TEXT), constantValue(""));
    const builder = newValue(CLEAN, [made], undefined);
    runFunctions(e, call, functions, [builder]);
    return textOf(e, builder);
  }
  if (name === "buildList" || name === "buildSet" || name === "buildMap") {
    const made = objectValue(e.madeAt(call.node, name === "buildMap" ? "map" : "list"));
    runFunctions(e, call, functions, [made]);
    return made;
  }
  if (/^[A-Z]/.test(name)) return undefined;
  const given = runFunctions(e, call, functions, [UNKNOWN]);
  if (name === "List" || name === "MutableList" || name === "generateSequence")
    return listOfElements(e, call.node, given);
  return withTaint(given, taintOfTexts(e, call));
}

// Collections

const LISTS: ReadonlySet<string> = new Set(
  (
    "listOf mutableListOf arrayListOf arrayOf setOf mutableSetOf hashSetOf linkedSetOf sortedSetOf sequenceOf listOfNotNull setOfNotNull " +
    "emptyList emptySet emptyArray byteArrayOf charArrayOf Pair Triple"
  ).split(" "),
);
const MAPS: ReadonlySet<string> = new Set("mapOf mutableMapOf hashMapOf linkedMapOf sortedMapOf emptyMap".split(" "));

function collectionOf(e: Evaluation, call: EvaluatedCall, name: string): Value | undefined {
  if (LISTS.has(name)) return listWith(e, call);
  return MAPS.has(name) ? mapWith(e, call) : undefined;
}

function listWith(e: Evaluation, call: EvaluatedCall): Value {
  if (!call.args.some((each) => each.isSpread))
    return listOfValues(
      e,
      call.node,
      call.args.map(({ value }) => value),
    );
  const list = objectValue(e.madeAt(call.node, "list"));
  for (const { value, isSpread } of call.args) e.writeElement(list, isSpread ? e.readElement(value) : value);
  e.state.set(e.lengthCell(list.objects[0]!), UNKNOWN);
  return list;
}

/** `order.copy(note = x)` of a data class: another one with what it does not say anew. */
function copied(e: Evaluation, call: EvaluatedCall, { objects }: Value): Value | undefined {
  const only = objects.length === 1 ? objects[0]! : undefined;
  const components = only?.class ? e.ask.componentsOf(only.class) : [];
  if (!only?.class || components.length === 0) return undefined;
  const made = objectValue(e.madeAt(call.node, "instance", only.class));
  for (const [position, component] of components.entries()) {
    const named = call.args.find((each) => each.name === component) ?? call.args[position];
    const isGiven = named !== undefined && (named.name === undefined || named.name === component);
    const value = isGiven ? named.value : e.readField(objectValue(only), intern(component), call.node);
    e.writeField(made, intern(component), value);
  }
  return made;
}

function mapWith(e: Evaluation, call: EvaluatedCall): Value {
  const map = objectValue(e.madeAt(call.node, "map"));
  for (const { value, node } of call.args)
    put(e, call, map, e.readField(value, intern("0"), node), e.readField(value, intern("1"), node));
  return map;
}

function put(e: Evaluation, call: EvaluatedCall, map: Value, key: Value, value: Value): void {
  operateOn(e, { name: "set", call: call.node, receiverNode: call.node, receiver: map, key, value, shape: "map" });
}

/** What gives the elements as they are, in another order or wrapping. */
const SAME: ReadonlySet<string> = new Set(
  (
    "toList toMutableList toSet toMutableSet toTypedArray asSequence asIterable asList reversed asReversed shuffled sorted sortedDescending distinct " +
    "filterNotNull orEmpty requireNoNulls toMap toMutableMap toSortedMap toSortedSet plus minus flatten chunked windowed withDefault"
  ).split(" "),
);

const ONE: ReadonlySet<string> = new Set("first last firstOrNull lastOrNull single singleOrNull random".split(" "));

function methodOfKotlin(e: Evaluation, call: EvaluatedCall, name: string, receiver: Value): Value | undefined {
  const [first] = call.args;
  if (name === "copy") return copied(e, call, receiver);
  const text = constantAfter(receiver, name, call.args);
  if (text) return text;
  const isList =
    receiver.objects.length > 0 && receiver.objects.every(({ shape }) => shape === "list" || shape === "map");
  if (!isList) return undefined;
  if (name === "withIndex") {
    const pair = listOfValues(e, call.node, [UNKNOWN, e.readElement(receiver)]);
    return listOfElements(e, call.receiverNode, pair);
  }
  if (SAME.has(name)) {
    const others = call.args.map(({ value }) => (value.objects.length > 0 ? e.readElement(value) : value));
    if (call.args.length === 0) return receiver;
    return listOfElements(
      e,
      call.node,
      others.reduce((all, each) => join(all, each), e.readElement(receiver)),
    );
  }
  if (ONE.has(name) && call.args.length === 0) {
    const only = receiver.objects.length === 1 ? receiver.objects[0]! : undefined;
    const isFirst = name.startsWith("first") && only && e.lengthOf(only) !== undefined;
    return isFirst ? e.readField(receiver, intern("0"), call.node) : e.readElement(receiver);
  }
  if ((name === "getOrNull" || name === "elementAt" || name === "getValue" || name === "elementAtOrNull") && first)
    return elementAt(e, receiver, first.value, call.node);
  if (name === "joinToString" || name === "concatToString")
    return taintedValue(joinTaint(e.deepTaint(e.readElement(receiver)), taintOfTexts(e, call)));
  return undefined;
}
