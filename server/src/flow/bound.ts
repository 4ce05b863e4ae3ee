// Calls that are written another way round: `f.call(receiver, …)`, `f.apply(receiver, […])` and `Reflect.apply` of JavaScript; and
// functions that have some of their arguments already: `f.bind(receiver, …)`, Python's `functools.partial(f, …)`.

import { type AstNode, NO_NODE } from "../syntax/ast.ts";
import { Kind } from "../syntax/kind.ts";
import { intern } from "../syntax/symbols.ts";
import type { Application } from "./apply.ts";
import { BOUND, type Evaluation } from "./evaluation.ts";
import { readMember } from "./members.ts";
import { rowsOf } from "./modelled-calls.ts";
import type { AbstractObject } from "./object.ts";
import type { Argument, EvaluatedCall } from "./places.ts";
import { ABSENT, CLEAN, join, newValue, objectValue, type Value } from "./value.ts";

const RECEIVER = `${BOUND}this`;

/** The call that is made, and what is called. */
interface Meant {
  readonly call: EvaluatedCall;
  readonly callee: Value;
}

/** What a call of `call` or `apply` calls, where that is a function or a library's. */
export function callMeant(e: Evaluation, call: EvaluatedCall, calleeValue: Value): Meant | undefined {
  const { receiver, receiverNode, args, node } = call;
  const name = e.ast.name(call.callee);
  if ((name !== "call" && name !== "apply") || !receiver || args.some(({ isSpread }) => isSpread)) return undefined;
  if (calleeValue.objects.some(({ kind }) => kind === "function")) return undefined;
  if (e.ast.name(receiverNode) === "Reflect") {
    const [target, ...rest] = args;
    return name === "apply" && target ? spread(node, target.node, target.value, rest) : undefined;
  }
  if (!isFunction(e, receiver, receiverNode)) return undefined;
  if (name === "apply") return spread(node, receiverNode, receiver, args);
  return meant(node, receiverNode, receiver, args[0], args.slice(1));
}

function spread(node: AstNode, calleeNode: AstNode, callee: Value, args: readonly Argument[]): Meant {
  const list = args[1];
  return meant(node, calleeNode, callee, args[0], list ? [{ ...list, isSpread: true }] : []);
}

function meant(
  node: AstNode,
  calleeNode: AstNode,
  callee: Value,
  self: Argument | undefined,
  args: readonly Argument[],
): Meant {
  const receiverNode = self?.node ?? NO_NODE;
  return { call: { node, callee: calleeNode, receiverNode, receiver: self?.value, args }, callee };
}

function isFunction(e: Evaluation, value: Value, node: AstNode): boolean {
  if (value.objects.some(({ kind }) => kind === "function")) return true;
  return e.ast.kind(node) === Kind.Member || rowsOf(e, node).rows.length > 0;
}

const CALLED = intern("__call__");

/** Python: an instance that is called. */
export function callOfInstance(e: Evaluation, call: EvaluatedCall, calleeValue: Value): Meant | undefined {
  const instances = calleeValue.objects.filter(
    ({ kind, class: info }) => info && (kind === "made" || kind === "input"),
  );
  if (instances.length === 0 || instances.length < calleeValue.objects.length) return undefined;
  const receiver: Value = newValue(CLEAN, instances, undefined);
  const callee = readMember(e, receiver, CALLED, call.callee);
  if (!callee.objects.some(({ kind }) => kind === "function")) return undefined;
  return { call: { ...call, receiverNode: NO_NODE, receiver }, callee };
}

/** The functions among these with some arguments, and perhaps a receiver, from now on. */
export function bind(e: Evaluation, call: EvaluatedCall, functions: Value, self: Value | undefined): Value | undefined {
  const given = call.args.slice(1);
  let result: Value | undefined;
  for (const object of functions.objects) {
    if (object.kind !== "function" || !object.unit) continue;
    const bound = e.capturedFunction(call.node, object, `${BOUND}${object.unit.id}`);
    for (const [key, value] of e.allCaptured(object) ?? []) e.capture(bound, key, value);
    if (self) e.capture(bound, RECEIVER, self);
    const before = boundArguments(e, object).length;
    for (const [position, { name, value }] of given.entries())
      e.capture(bound, name === undefined ? `${BOUND}${before + position}` : `${BOUND}=${name}`, value);
    result = join(result ?? ABSENT, objectValue(bound));
  }
  return result;
}

function boundArguments(e: Evaluation, object: AbstractObject): Argument[] {
  const args: Argument[] = [];
  for (const [key, value] of e.allCaptured(object) ?? []) {
    if (!key.startsWith(BOUND) || key === RECEIVER) continue;
    const rest = key.slice(BOUND.length);
    const name = rest.startsWith("=") ? rest.slice(1) : undefined;
    args.push({ node: NO_NODE, name, value, isSpread: false, isKeywordSpread: false });
  }
  return args;
}

/** A call of a function with what it is bound to. */
export function withBound(e: Evaluation, application: Application): Application {
  const { object } = application;
  if (!object || !e.bound.has(object)) return application;
  const receiver = e.captured(object, RECEIVER) ?? application.receiver;
  return { ...application, receiver, args: [...boundArguments(e, object), ...application.args] };
}
