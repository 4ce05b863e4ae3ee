// A language's collections as tables: which classes are some, which operation of containers.ts each of their methods is, and where among its
// arguments key, value and fallback stand.

import { operateOn } from "./containers.ts";
import type { Evaluation } from "./evaluation.ts";
import { copyInto } from "./literals.ts";
import type { ContainerOperation } from "./model.ts";
import type { ObjectShape } from "./object.ts";
import type { EvaluatedCall } from "./places.ts";
import { constantValue, newValue, objectValue, UNKNOWN, type Value } from "./value.ts";

export interface CollectionMethod {
  readonly operation: ContainerOperation;
  readonly key?: number;
  readonly value?: number;
  readonly fallback?: number;
  /** How many arguments it takes. */
  readonly count: number;
}

/** By name; of several the one with as many arguments. */
export type CollectionMethods = ReadonlyMap<string, readonly CollectionMethod[]>;

export function method(
  operation: ContainerOperation,
  count: number,
  places: Partial<CollectionMethod> = {},
): CollectionMethod {
  return { operation, count, ...places };
}

export function methodCalled(
  methods: CollectionMethods,
  name: string,
  call: EvaluatedCall,
): CollectionMethod | undefined {
  return methods.get(name)?.find(({ count }) => count === call.args.length);
}

/** Carries a method out on its receiver. */
export function callOn(e: Evaluation, call: EvaluatedCall, receiver: Value, known: CollectionMethod): Value {
  const at = (position: number | undefined) => (position === undefined ? undefined : call.args[position]?.value);
  const fallback = at(known.fallback);
  return operateOn(e, {
    name: known.operation,
    call: call.node,
    receiverNode: call.receiverNode,
    receiver,
    key: at(known.key),
    value: at(known.value),
    ...(fallback ? { fallback } : {}),
    shape: "list",
  });
}

/** Names of classes, without what they lie in, by what their instances are. */
export function collectionClasses(lists: string, maps: string): ReadonlyMap<string, ObjectShape> {
  const named = (names: string, shape: ObjectShape) => names.split(" ").map((name) => [name, shape] as const);
  return new Map([...named(lists, "list"), ...named(maps, "map")]);
}

export function lastPart(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1);
}

const SETS = /Set$/;

/** A new one of a class, with what another collection holds where that is handed over. */
export function newCollection(e: Evaluation, call: EvaluatedCall, shape: ObjectShape, name: string): Value {
  const made = e.madeAt(call.node, shape);
  const isSet = SETS.test(name);
  const source = call.args[0]?.value;
  if (!source || source.constant !== undefined || (source.objects.length === 0 && source.taint.length === 0)) {
    e.state.set(e.lengthCell(made), isSet ? UNKNOWN : constantValue(0));
    return objectValue(made);
  }
  const only = source.objects.length === 1 && source.objects[0]!.kind === "made" ? source.objects[0]! : undefined;
  const length = only && !isSet ? e.lengthOf(only) : undefined;
  let { taint } = source;
  if (shape === "map" || length !== undefined) taint = copyInto(e, made, source);
  else e.state.add(e.restCell(made), e.readElement(source));
  e.state.set(e.lengthCell(made), length === undefined ? UNKNOWN : constantValue(length));
  return newValue(taint, [made], undefined);
}
