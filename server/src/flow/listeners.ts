// Emitters of events (models' `listen` and `emit`): emitting calls what listens to that name, and what begins to listen is told of
// what was emitted before, since handlers may stand before the listeners in a file. Names that are not constant are left.

import type { AstNode } from "../syntax/ast.ts";
import { intern, type Sym } from "../syntax/symbols.ts";
import { applyUnit, plainArgument } from "./apply.ts";
import type { Evaluation } from "./evaluation.ts";
import { constantKey } from "./members.ts";
import type { AbstractObject } from "./object.ts";
import { blurred, CLEAN, join, newValue, type Value } from "./value.ts";

const MOST_ARGUMENTS = 4;

/** The member of an emitter that holds its listeners to a name, or what was emitted under it at a position. */
function memberFor(e: Evaluation, key: Value, position: number | undefined): Sym {
  const name = constantKey(e, key);
  return name === 0 ? 0 : intern(`\u0000${position ?? "on"} ${name}`);
}

export function listen(e: Evaluation, emitter: Value, key: Value, listener: Value, node: AstNode): void {
  const member = memberFor(e, key, undefined);
  if (member === 0 || listener.objects.length === 0) return;
  add(e, node, emitter, member, newValue(CLEAN, listener.objects, undefined));
  const emitted: Value[] = [];
  for (let position = 0; position < MOST_ARGUMENTS; position++)
    emitted.push(held(e, node, emitter, memberFor(e, key, position)));
  if (emitted.some((value) => e.deepTaint(value).length > 0)) tell(e, node, emitter, listener.objects, emitted);
}

export function emit(e: Evaluation, emitter: Value, key: Value, values: readonly Value[], node: AstNode): void {
  const member = memberFor(e, key, undefined);
  if (member === 0 || !values.some((value) => e.deepTaint(value).length > 0)) return;
  const emitted = values.slice(0, MOST_ARGUMENTS);
  for (const [position, value] of emitted.entries()) add(e, node, emitter, memberFor(e, key, position), blurred(value));
  tell(e, node, emitter, held(e, node, emitter, member).objects, values);
}

function tell(
  e: Evaluation,
  node: AstNode,
  emitter: Value,
  listeners: readonly AbstractObject[],
  values: readonly Value[],
): void {
  const args = values.map((value) => plainArgument(node, value));
  for (const object of listeners)
    if (object.kind === "function" && object.unit)
      applyUnit(e, { unit: object.unit, object, node, receiver: emitter, args });
    else if (object.kind === "input") e.callOfInput(object, emitter, values, node);
}

function held(e: Evaluation, node: AstNode, emitter: Value, member: Sym): Value {
  return e.readField(newValue(CLEAN, emitter.objects, undefined), member, node);
}

/** Beside what is there: of an emitter that came in, that is whatever its callers know of. */
function add(e: Evaluation, node: AstNode, emitter: Value, member: Sym, value: Value): void {
  const known = held(e, node, emitter, member);
  e.writeField(newValue(CLEAN, emitter.objects, undefined), member, join(known, value));
}
