// Ruby's methods that take blocks: what the block is called with, and what then comes out. Of methods that are not known here
// the block is run as any function that is handed over.

import { NO_NODE } from "../syntax/ast.ts";
import { intern } from "../syntax/symbols.ts";
import { plainArgument } from "./apply.ts";
import { entryOf, iterate, listOfElements } from "./containers.ts";
import type { Evaluation } from "./evaluation.ts";
import type { EvaluatedCall } from "./places.ts";
import { blockValue, callFunction } from "./ruby.ts";
import {
  ABSENT,
  CLEAN,
  join,
  joinTaint,
  newValue,
  objectValue,
  passThrough,
  taintedValue,
  UNKNOWN,
  type Value,
  withTaint,
} from "./value.ts";
import { BOOLEAN_KIND } from "./value-types.ts";

type Outcome = "receiver" | "list of results" | "results" | "element" | "boolean" | "result" | "map of results";

/** What the call gives; the block gets each element. */
const OUTCOMES: ReadonlyMap<string, Outcome> = new Map<string, Outcome>([
  ...names(
    "receiver",
    "each each_pair each_entry reverse_each each_line each_char each_byte each_slice each_cons select filter reject sort sort_by uniq take_while drop_while partition find_all keep_if delete_if select! reject! sort! sort_by! map! max_by min_by minmax_by group_by chunk_while slice_when each_value each_key find_each in_groups_of min max",
  ),
  ...names("list of results", "map collect flat_map collect_concat filter_map zip"),
  ...names("element", "find detect"),
  ...names("boolean", "any? all? none? one? each_entry? include?"),
  ...names("results", "sum"),
  ...names("map of results", "transform_values to_h transform_keys index_by index_with to_hash"),
]);

/** What is left of a list, or in another order: nobody knows which element stands where. */
const REORDERS = /^(select|filter|reject|sort|sort_by|uniq|take_while|drop_while|find_all|max_by|min_by|max|min)$/;

function names(outcome: Outcome, text: string): [string, Outcome][] {
  return text.split(" ").map((name) => [name, outcome]);
}

/** What a call with a block gives; undefined where there is none, or the method is not known. */
export function blockCall(e: Evaluation, call: EvaluatedCall, name: string): Value | undefined {
  const block = blockValue(call.args);
  if (!block) return undefined;
  const { receiver, node } = call;
  const run = (values: readonly Value[], rounds = 1): Value => {
    let result: Value = ABSENT;
    for (let round = 0; round < rounds; round++) {
      const before = e.state;
      const state = before.fork();
      e.state = state;
      result = join(
        result,
        callFunction(
          e,
          block,
          node,
          values.map((value) => plainArgument(NO_NODE, value)),
        ),
      );
      e.state = before;
      before.absorb([before.fork(), state]);
    }
    return result === ABSENT ? UNKNOWN : result;
  };
  if (!receiver) {
    if (name !== "loop") return undefined;
    run([], 2);
    return UNKNOWN;
  }
  const plain = call.args.filter((argument) => argument.name === undefined);
  switch (name) {
    case "tap":
      run([receiver]);
      return receiver;
    case "then":
    case "yield_self":
    case "instance_eval":
    case "class_eval":
      return run([receiver]);
    case "instance_exec":
    case "class_exec":
      return run(plain.map(({ value }) => value));
    case "times":
    case "upto":
    case "downto":
    case "step":
    case "each_index":
      run([UNKNOWN], 2);
      return UNKNOWN;
    case "each_with_index":
    case "each_with_position":
      run([elementOf(e, call), UNKNOWN], 2);
      return receiver;
    case "map_with_index":
    case "with_index":
      return listOfElements(e, node, run([elementOf(e, call), UNKNOWN], 2));
    case "each_with_object":
    case "with_object": {
      const memo = plain[0]?.value ?? UNKNOWN;
      run([elementOf(e, call), memo], 2);
      return memo;
    }
    case "inject":
    case "reduce": {
      const element = elementOf(e, call);
      const initial = plain[0]?.value ?? element;
      const once = run([initial, element]);
      return join(initial, run([join(initial, once), element]));
    }
    case "fetch":
    case "dig":
    case "delete":
      return undefined;
    case "gsub":
    case "sub":
    case "gsub!":
    case "sub!":
    case "scan": {
      const whole = taintedValue(e.deepTaint(receiver));
      const result = run([whole]);
      return taintedValue(joinTaint(e.deepTaint(receiver), e.deepTaint(result)));
    }
    default:
  }
  const outcome = OUTCOMES.get(name);
  if (!outcome) return undefined;
  const element = name === "each_value" ? heldValue(e, receiver) : elementOf(e, call);
  const result = run([element], 2);
  switch (outcome) {
    case "receiver":
      return REORDERS.test(name) && receiver.objects.some(({ shape }) => shape === "list")
        ? withTaint(listOfElements(e, node, e.readElement(receiver)), receiver.taint)
        : receiver;
    case "list of results":
      return listOfElements(
        e,
        node,
        join(result, result.objects.length > 0 && name === "flat_map" ? e.readElement(result) : ABSENT),
      );
    case "results":
      return taintedValue(e.deepTaint(result));
    case "element":
      return element;
    case "boolean":
      return taintedValue(passThrough(e.deepTaint(receiver), BOOLEAN_KIND));
    case "map of results": {
      const made = e.madeAt(node, "map");
      const held = name === "to_h" && result.objects.length > 0 ? e.readField(result, intern("1"), node) : result;
      e.state.add(e.restCell(made), held === ABSENT ? UNKNOWN : held);
      return withTaint(objectValue(made), receiver.taint);
    }
    case "result":
      return result;
  }
}

/** What a hash holds, but for its keys. */
function heldValue(e: Evaluation, hash: Value): Value {
  return e.readElement(hash.objects.length > 0 ? newValue(CLEAN, hash.objects, undefined) : hash);
}

function elementOf(e: Evaluation, call: EvaluatedCall): Value {
  const receiver = call.receiver ?? UNKNOWN;
  if (receiver.objects.length === 1 && receiver.objects[0]!.kind === "made" && receiver.objects[0]!.shape === "map")
    return entryOf(e, receiver, call.node);
  return iterate(e, receiver, call.receiverNode, call.node);
}
