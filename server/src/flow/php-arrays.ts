// PHP's own functions on arrays: arrays are the language's only collection, and functions do what methods do elsewhere.
// What the functions of libraries are stands in models; here is only what the language itself does to elements and keys.

import { NO_NODE } from "../syntax/ast.ts";
import { intern } from "../syntax/symbols.ts";
import { ALLOW_LIST, isCollection } from "./allow-lists.ts";
import { assign, materialize } from "./assignment.ts";
import { listOfElements, operateOn, push } from "./containers.ts";
import type { Evaluation } from "./evaluation.ts";
import { copyInto } from "./literals.ts";
import { sliceList } from "./members.ts";
import type { ContainerOperation } from "./model.ts";
import type { Argument, EvaluatedCall } from "./places.ts";
import {
  ABSENT,
  constantValue,
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

/** Functions whose first argument is the array that something is done to. */
const OPERATIONS: ReadonlyMap<string, ContainerOperation> = new Map<string, ContainerOperation>([
  ["array_pop", "remove-last"],
  ["array_shift", "remove-first"],
  ["end", "last"],
  ["reset", "first"],
  ["current", "any"],
  ["pos", "any"],
  ["next", "any"],
  ["prev", "any"],
  ["array_rand", "keys"],
  ["array_keys", "keys"],
  ["array_key_first", "keys"],
  ["array_key_last", "keys"],
  ["key", "keys"],
  ["array_values", "values"],
  ["array_reverse", "rearranged"],
  ["array_unique", "rearranged"],
  ["sort", "rearranged"],
  ["rsort", "rearranged"],
  ["shuffle", "rearranged"],
  ["iterator_to_array", "rearranged"],
]);
/** …that give one key of it, not all. */
const ONE_KEY: ReadonlySet<string> = new Set(["array_key_first", "array_key_last", "key", "array_rand"]);

/** What a function of PHP's on arrays gives; undefined when it is none. */
export function arrayFunction(e: Evaluation, call: EvaluatedCall, name: string): Value | undefined {
  const [first, second, third] = call.args;
  if (!first) return undefined;
  const operation = OPERATIONS.get(name);
  if (operation !== undefined) {
    const base = { call: call.node, receiverNode: first.node, receiver: first.value, key: undefined, value: undefined };
    const result = operateOn(e, { ...base, name: operation, shape: "list" });
    return ONE_KEY.has(name) ? taintedValue(e.deepTaint(result)) : result;
  }
  switch (name) {
    case "array_push":
    case "array_unshift":
      return addTo(e, call, name === "array_push" ? "append" : "prepend");
    case "array_slice":
    case "array_splice":
      return part(e, call, first.value, second?.value, third?.value);
    case "array_merge":
    case "array_replace":
    case "array_merge_recursive":
      return merged(e, call);
    case "array_combine":
      return combined(e, call, first.value, second?.value ?? UNKNOWN);
    case "array_fill_keys":
      return combined(e, call, first.value, second?.value ?? UNKNOWN);
    case "array_fill":
    case "array_pad":
      return listOfElements(e, call.node, third?.value ?? UNKNOWN);
    case "array_column":
      return column(e, call, first.value, second?.value ?? UNKNOWN);
    case "array_flip":
    case "array_count_values":
      return taintedValue(e.deepTaint(first.value));
    case "array_search":
      // A key: the program's own, but for arrays that came in whole.
      return second ? operateOnKeys(e, call, second) : undefined;
    case "range":
      return UNKNOWN;
    case "array_diff":
    case "array_diff_key":
    case "array_diff_assoc":
    case "array_intersect_key":
      return part(e, call, first.value, undefined, undefined);
    case "array_intersect":
    case "array_intersect_assoc":
    case "array_uintersect":
      return inCommon(e, call, first.value);
    default:
      return undefined;
  }
}

/** `array_intersect($given, ["a", "b"])`: of the first, what is in the others as well. */
function inCommon(e: Evaluation, call: EvaluatedCall, first: Value): Value {
  const element = first.objects.length > 0 ? e.readElement(first) : taintedValue(first.taint);
  const isOfList = call.args.some(({ node }) => isCollection(e, node, false));
  return listOfElements(e, call.node, isOfList ? taintedValue(passThrough(e.deepTaint(element), ALLOW_LIST)) : element);
}

function operateOnKeys(e: Evaluation, call: EvaluatedCall, { node, value }: Argument): Value {
  const base = { call: call.node, receiverNode: node, receiver: value, key: undefined, value: undefined };
  return taintedValue(e.deepTaint(operateOn(e, { ...base, name: "keys", shape: "list" })));
}

function addTo(e: Evaluation, call: EvaluatedCall, name: "append" | "prepend"): Value {
  const [array, ...added] = call.args;
  let receiver = array!.value;
  if (receiver.objects.length === 0) receiver = materialize(e, array!.node);
  const base = { call: call.node, receiverNode: array!.node, key: undefined, shape: "list" as const };
  for (const { value, isSpread } of name === "append" ? added : added.reverse())
    operateOn(e, { ...base, receiver, name: isSpread ? "add-all" : name, value });
  return UNKNOWN;
}

/** `array_slice($a, $offset, $length)`. */
function part(
  e: Evaluation,
  call: EvaluatedCall,
  array: Value,
  from: Value | undefined,
  length: Value | undefined,
): Value {
  const lower = from?.constant;
  const count = length === undefined || length.constant === null ? null : length.constant;
  const upper =
    count === null
      ? null
      : typeof count !== "number" || typeof lower !== "number"
        ? undefined
        : count < 0
          ? count
          : lower < 0 && lower + count >= 0
            ? null
            : lower + count;
  if (array.objects.length === 0) return taintedValue(array.taint);
  return sliceList(e, array, lower, upper, null, call.node);
}

function merged(e: Evaluation, call: EvaluatedCall): Value {
  const isList = call.args.every(({ value }) => value.objects.every(({ shape }) => shape === "list"));
  const made = e.madeAt(call.node, isList ? "list" : "map");
  let taint: Taint = [];
  e.state.set(e.lengthCell(made), constantValue(0));
  const into = objectValue(made);
  for (const { value, isSpread } of call.args) {
    taint = joinTaint(taint, value.taint);
    if (isSpread) push(e, into, e.readElement(e.readElement(value)));
    else if (isList)
      operateOn(e, {
        name: "add-all",
        call: call.node,
        receiverNode: NO_NODE,
        receiver: into,
        key: undefined,
        value,
        shape: "list",
      });
    else taint = joinTaint(taint, copyInto(e, made, value));
  }
  return newValue(taint, [made], undefined);
}

function combined(e: Evaluation, call: EvaluatedCall, keys: Value, values: Value): Value {
  const made = e.madeAt(call.node, "map");
  e.state.add(e.restCell(made), values.objects.length > 0 ? e.readElement(values) : values);
  return withTaint(objectValue(made), e.deepTaint(keys));
}

function column(e: Evaluation, call: EvaluatedCall, rows: Value, key: Value): Value {
  const row = e.readElement(rows);
  const member =
    typeof key.constant === "string" || typeof key.constant === "number" ? String(key.constant) : undefined;
  const cell = member === undefined ? e.readElement(row) : e.readField(row, intern(member), call.node);
  return listOfElements(e, call.node, cell === ABSENT ? NULL : cell);
}

/** What by-reference parameters of the language's own functions get. */
export function outputFunction(e: Evaluation, call: EvaluatedCall, name: string): void {
  const give = (argument: Argument | undefined, value: Value): void => {
    if (argument) assign(e, argument.node, value, call.node);
  };
  const [first, second, third] = call.args;
  switch (name) {
    case "preg_match":
    case "preg_match_all":
    case "mb_ereg":
      if (second) give(third, taintedValue(e.step(e.deepTaint(second.value), "propagate", call.node, "")));
      return;
    case "parse_str":
    case "mb_parse_str":
      if (first && second) give(second, taintedValue(e.step(e.deepTaint(first.value), "propagate", call.node, "")));
      return;
    default:
  }
}
