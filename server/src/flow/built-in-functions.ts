// Functions of JavaScript's and Python's own whose result is not just their arguments.

import { NO_NODE } from "../syntax/ast.ts";
import { materialize } from "./assignment.ts";
import { operateOn } from "./containers.ts";
import type { Evaluation } from "./evaluation.ts";
import { STAR } from "./inputs.ts";
import { anyMember, constantKey, readMember } from "./members.ts";
import type { EvaluatedCall } from "./places.ts";
import { ABSENT, constantValue, FIXED, isFixed, join, taintedValue, UNKNOWN, type Value } from "./value.ts";

export function builtInFunction(e: Evaluation, call: EvaluatedCall, name: string): Value | undefined {
  const { ast } = e;
  const object = call.receiverNode === NO_NODE ? "" : ast.name(call.receiverNode);
  const first = call.args[0]?.value;
  if (object === "Object" && first) {
    switch (name) {
      case "assign": {
        const into = call.args[0]!.node === NO_NODE ? first : materialize(e, call.args[0]!.node);
        for (const { value } of call.args.slice(1)) {
          for (const each of value.objects)
            for (const [member, cell] of each.fields)
              if (member !== STAR && e.state.get(cell) !== ABSENT) e.writeField(into, member, e.state.get(cell));
          const whole = value.objects.some(({ kind }) => kind === "input") ? e.deepTaint(value) : value.taint;
          if (whole.length > 0) e.writeElement(into, taintedValue(whole));
        }
        return into;
      }
      case "freeze":
      case "seal":
        return first;
      case "keys":
      case "values":
      case "entries":
        return operateOn(e, {
          name,
          call: call.node,
          receiverNode: call.args[0]!.node,
          receiver: first,
          key: undefined,
          value: undefined,
          shape: "list",
        });
      default:
    }
  }
  if (object === "Array" && (name === "from" || name === "of")) return first ?? UNKNOWN;
  if (
    object === "Promise" &&
    first &&
    (name === "all" || name === "resolve" || name === "race" || name === "allSettled" || name === "any")
  )
    return first;
  if (ast.language === "python" && !call.receiver && first && (name === "getattr" || name === "setattr")) {
    const key = call.args[1]?.value;
    const member = key ? constantKey(e, key) : 0;
    const third = call.args[2]?.value;
    if (name === "getattr") {
      const read = member === 0 ? anyMember(e, first) : readMember(e, first, member, call.node);
      return third ? join(read, third) : read;
    }
    if (third && member !== 0) e.writeField(materialize(e, call.args[0]!.node), member, third);
    else if (third) e.writeElement(materialize(e, call.args[0]!.node), third);
    return UNKNOWN;
  }
  if (name === "str" || name === "String" || name === "repr") {
    if (!call.receiver && first && call.args.length === 1) {
      if (first.constant !== undefined && typeof first.constant !== "boolean")
        return constantValue(String(first.constant));
      return isFixed(first) ? FIXED : taintedValue(e.deepTaint(first));
    }
  }
  if (
    ast.language === "python" &&
    !call.receiver &&
    first &&
    (name === "sorted" || name === "reversed" || name === "iter" || name === "enumerate" || name === "next")
  ) {
    if (name === "next") return e.readElement(first);
    if (name === "enumerate") return first;
    return operateOn(e, {
      name: "values",
      call: call.node,
      receiverNode: call.args[0]!.node,
      receiver: first,
      key: undefined,
      value: undefined,
      shape: "list",
    });
  }
  return undefined;
}
