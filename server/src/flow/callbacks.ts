// Calls of what was handed in, as a summary tells of them, where it is known what that is: functions of the program are called,
// what came into this unit as well is left to its own callers.

import { type AstNode, NO_NODE } from "../syntax/ast.ts";
import { intern, nameOf } from "../syntax/symbols.ts";
import { type Application, applyUnit, plainArgument, type Substitution } from "./apply.ts";
import { concretePart } from "./calls.ts";
import { fittingOverloads, hasBareMembers } from "./class-members.ts";
import type { Evaluation } from "./evaluation.ts";
import { construct } from "./instances.ts";
import { NO_KINDS, unionOf } from "./kind-set.ts";
import { MOST } from "./limits.ts";
import { list } from "./model-index.ts";
import type { AbstractObject } from "./object.ts";
import { memberOrigin } from "./origin.ts";
import { callableOf } from "./php.ts";
import { type Argument, openHolds } from "./places.ts";
import { callFunction } from "./ruby.ts";
import type { InputCall, Summary } from "./summary.ts";
import { objectsOf } from "./summary-objects.ts";
import {
  ABSENT,
  CLEAN,
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
import { FOUND, isLookupName, keepsText, PROCESSED } from "./value-types.ts";

/** Calls all that a summary says is called of what was handed in. */
export function callBackAll(
  e: Evaluation,
  summary: Summary,
  application: Application,
  substitution: Substitution,
): void {
  for (const call of summary.calls) callBack(e, summary, application, substitution, call);
}

/** Whether calling this does nothing but give something. */
function doesNothing(e: Evaluation, { objects, constant }: Value): boolean {
  const { language } = e.ast;
  if (objects.length === 0) return constant === undefined || (language !== "ruby" && language !== "php");
  return objects.length === 1 && objects[0]!.kind === "input" && objects[0]!.shape !== "resolver" && e.areCallsFull;
}

function callBack(
  e: Evaluation,
  summary: Summary,
  application: Application,
  substitution: Substitution,
  call: InputCall,
): void {
  const { node } = application;
  if (call.open) callOpen(e, application, substitution, call);
  let callee = substitution.callee(call.callee);
  if (doesNothing(e, callee) && !objectsOf(summary).results.has(call.result)) return;
  const values = call.args.map((arg) => substitution.value(arg, false));
  let receiver = call.receiver ? substitution.value(call.receiver, false) : undefined;
  if (e.ast.language === "php" && !receiver) {
    const callable = callableOf(e, callee, node);
    if (callable) ({ callee, receiver } = callable);
  }
  /** Of what goes in, what is not known to come out yet. */
  const putIn = (): readonly Value[] => {
    if (!call.isCarried) return receiver ? [receiver, ...values] : values;
    const given = call.receiver ? [call.receiver, ...call.args] : call.args;
    return given.map((value) => substitution.value(ofCallers(value), false));
  };
  /** What comes out of something that went in. */
  const comesOut = (taint: Taint, at: number): Taint => {
    if (taint.length === 0) return taint;
    const name = nameOf(call.callee.member);
    const made = keepsText(name) ? NO_KINDS : PROCESSED;
    const isFound = !(receiver && at === 0) && isLookupName(name, e.ast.language);
    return passThrough(taint, isFound ? unionOf(FOUND, made) : made);
  };
  let result: Value = ABSENT;
  const open = openReceiver(e, substitution, call, callee);
  if (open) e.leftOpen++;
  for (const object of hasBareMembers(e.ast.language)
    ? fittingOverloads(callee.objects, values.length)
    : callee.objects) {
    const { unit } = object;
    if (object.kind === "function" && unit && e.callbacks.depth >= MOST.nestedCallbacks) {
      e.limits.add("nested-callbacks");
      e.callbacks.noteCut();
    } else if (object.kind === "function" && unit) {
      const came = e.callbacks.result({ object, receiver, args: values, isOpen: e.leftOpen > 0 }, e.state, () =>
        applyUnit(e, { unit, object, node, receiver, args: argumentsAt(node, values) }),
      );
      result = join(result, came);
    } else if (object.kind === "class" && object.class) {
      // A factory that is handed the class: `cls(name)`, `new type(name)`.
      const made = {
        node,
        callee: NO_NODE,
        receiverNode: NO_NODE,
        receiver: undefined,
        args: argumentsAt(node, values),
      };
      result = join(result, construct(e, made, object.class));
    } else if (object.shape === "resolver") {
      for (const value of values) e.writeElement(objectValue(object), value);
    } else if (object.kind === "input") {
      result = join(result, e.callOfInput(object, receiver, values, node, true));
      // What it is is not known here either, so what goes in may come out.
      for (const [at, value] of putIn().entries()) result = withTaint(result, comesOut(concreteIn(value), at));
    }
  }
  if (open) {
    e.leftOpen--;
    const later = e.callOfInput(e.inputs.member(open, call.callee.member), receiver, values, node);
    result = join(concretePart(e, result), later);
  }
  if (callee.objects.length === 0 && e.ast.language === "ruby" && typeof callee.constant === "string")
    result = callFunction(e, callee, node, argumentsAt(node, values));
  else if (callee.objects.length === 0) {
    let taint: Taint = CLEAN;
    for (const [at, value] of putIn().entries()) taint = joinTaint(taint, comesOut(e.deepTaint(value), at));
    result = taintedValue(taint);
  }
  substitution.noteResult(call.result, result === ABSENT ? UNKNOWN : result);
}

function argumentsAt(node: AstNode, values: readonly Value[]): Argument[] {
  return values.map((value) => plainArgument(node, value));
}

/** The part of a value of a summary that is its unit's callers' to say. */
function ofCallers({ taint, objects, constant }: Value): Value {
  return newValue(
    taint.filter(({ source }) => source.kind === "input"),
    objects,
    constant,
  );
}

/** The part of its own taint that comes from outside the program. */
function concreteIn({ taint }: Value): Taint {
  return taint.length === 0 ? taint : taint.filter(({ source }) => source.kind === "concrete");
}

/** What the method is called on, where that came in here as well and several methods may be meant. */
function openReceiver(
  e: Evaluation,
  substitution: Substitution,
  call: InputCall,
  callee: Value,
): AbstractObject | undefined {
  if (!hasBareMembers(e.ast.language) || call.callee.member === 0 || !call.callee.parent) return undefined;
  const receiver = substitution.object(call.callee.parent);
  const only = receiver.objects.length === 1 ? receiver.objects[0]! : undefined;
  const isOpen =
    only?.kind === "input" && only.class && (only.root?.kind === "parameter" || only.root?.kind === "this");
  return isOpen && callee.objects.length > 1 ? only : undefined;
}

/** A library's method on what was handed in: here it is known of what type that is. */
function callOpen(e: Evaluation, application: Application, substitution: Substitution, call: InputCall): void {
  const { parent, member } = call.callee;
  const root = parent?.root;
  if (!call.open || root?.kind !== "parameter") return;
  const argument = application.args.filter(({ name }) => name === undefined)[root.index];
  if (!argument || argument.node === NO_NODE) return;
  const args = call.args.map((arg) => substitution.value(arg, false));
  for (const origin of e.origins(argument.node).list)
    for (const row of e.knowledge.models.rowsOf(memberOrigin(origin, member)).sinkCalls) {
      if (row.asWritten || !openHolds(e, argument.node, args, row.when)) continue;
      for (const [position, value] of args.entries()) {
        if (!list(row.argument ?? 0).some((place) => place === "any" || String(place) === String(position))) continue;
        const site = call.open.args[position]!;
        const sink = { site, whole: call.site, kind: intern(row.kind), title: row.title ?? "" };
        e.reach({ ...sink, named: call.open.named, isGuess: false }, e.deepTaint(value));
      }
    }
  // Not known here either: the callers of this unit may.
  for (const object of argument.value.objects)
    if (object.root?.kind === "parameter" && !object.class)
      e.callInput({ ...call, callee: e.inputs.member(object, member), receiver: undefined, args });
}
