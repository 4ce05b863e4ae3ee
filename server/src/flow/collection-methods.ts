// Methods of a language's collections as a table: which operation of containers.ts each is, and where among its arguments key, value and
// fallback stand.

import { operateOn } from "./containers.ts";
import type { Evaluation } from "./evaluation.ts";
import type { ContainerOperation } from "./model.ts";
import type { EvaluatedCall } from "./places.ts";
import type { Value } from "./value.ts";

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
