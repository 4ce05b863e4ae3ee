// What Java's streams are collected into by a collector that is made of functions: each is called with the stream's elements.

import { Kind, Role } from "../syntax/kind.ts";
import { iterate } from "./containers.ts";
import { type Evaluation, KEYS } from "./evaluation.ts";
import { runFunctions } from "./higher-order.ts";
import type { Argument, EvaluatedCall } from "./places.ts";
import { objectValue, passThrough, taintedValue, UNKNOWN, type Value } from "./value.ts";
import { resultKinds } from "./value-types.ts";

/** `stream.collect(Collectors.toMap(key, value))`: a map that holds what the second function gives, by what the first gives. */
export function collected(e: Evaluation, call: EvaluatedCall, name: string): Value | undefined {
  const [given] = call.args;
  if (name !== "collect" || !call.receiver || !given || e.ast.kind(given.node) !== Kind.Call) return undefined;
  const collector = e.calls.get(given.node);
  if (!collector || !/^to(Unmodifiable|Concurrent)?Map$/.test(e.ast.name(collector.callee))) return undefined;
  const [key, value] = collector.args;
  if (!key || !value) return undefined;
  const element = iterate(e, call.receiver, call.receiverNode, call.node);
  const made = e.madeAt(call.node, "map");
  e.state.set(e.lengthCell(made), UNKNOWN);
  e.state.add(e.fieldCell(made, KEYS), taintedValue(e.deepTaint(resultOf(e, call, key, element))));
  e.state.add(e.restCell(made), resultOf(e, call, value, element));
  return objectValue(made);
}

function resultOf(e: Evaluation, call: EvaluatedCall, { node, value }: Argument, element: Value): Value {
  const functions = value.objects.filter(({ kind }) => kind === "function");
  if (functions.length > 0) return runFunctions(e, call, functions, [element]);
  if (e.ast.kind(node) === Kind.Call && e.ast.name(e.ast.child(node, Role.Callee)) === "identity") return element;
  return taintedValue(passThrough(e.deepTaint(element), resultKinds(e.ast.name(node), true)));
}
