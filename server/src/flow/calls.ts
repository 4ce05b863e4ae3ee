// Calls: what is called, on what and with what, and what the program's own functions make of it, by their summaries. What models say
// of a call is modelled-calls.ts, calls of all that is not of the program library-calls.ts.

import { type AstNode, NO_NODE } from "../syntax/ast.ts";
import { Flag, Kind, Role } from "../syntax/kind.ts";
import { isScript } from "../syntax/language.ts";
import { intern } from "../syntax/symbols.ts";
import { applyUnit } from "./apply.ts";
import { callMeant, callOfInstance } from "./bound.ts";
import { fittingOverloads, hasBareMembers, holderOf } from "./class-members.ts";
import { callExtension } from "./csharp.ts";
import type { Evaluation } from "./evaluation.ts";
import { evaluate } from "./expressions.ts";
import { isConversion } from "./go-values.ts";
import { runHandlers } from "./handler-chains.ts";
import { callConstructor, construct, isSuper, superMethod } from "./instances.ts";
import { intersectionOf, NO_KINDS } from "./kind-set.ts";
import { callExtensionOfKotlin, receiverGiven } from "./kotlin.ts";
import { library } from "./library-calls.ts";
import { anyMember, constantKey, entityValue, methodsOf, readMember } from "./members.ts";
import { afterCall, isEnding, leaveOpen, reachSinks, rowsOf } from "./modelled-calls.ts";
import type { AbstractObject } from "./object.ts";
import { chosenByTypes } from "./overloads.ts";
import { callableOf, libraryByName, magicCall, printedArguments } from "./php.ts";
import type { Argument, EvaluatedCall } from "./places.ts";
import { prove } from "./prove.ts";
import { guardedKinds } from "./proven-paths.ts";
import { BLOCK } from "./ruby.ts";
import { reachNamed } from "./sinks.ts";
import type { State } from "./state.ts";
import type { Unit } from "./unit.ts";
import {
  ABSENT,
  CLEAN,
  join,
  NO_OBJECTS,
  newValue,
  objectValue,
  passThrough,
  type Taint,
  UNKNOWN,
  type Value,
  withTaint,
} from "./value.ts";
import { isKnownMethod } from "./value-types.ts";

export function call(e: Evaluation, node: AstNode): Value {
  const { ast, file } = e;
  const module = file.names.moduleOfCall(node);
  if (module !== undefined) {
    const entity = e.ask.imported(module, "*");
    return entity ? entityValue(e, entity) : UNKNOWN;
  }
  const callee = ast.child(node, Role.Callee);
  if (callee === NO_NODE) return UNKNOWN;
  let receiverNode = NO_NODE;
  let receiver: Value | undefined;
  let calleeValue: Value;
  if (ast.kind(callee) === Kind.Member) {
    receiverNode = ast.child(callee, Role.Object);
    if (isSuper(e, receiverNode)) {
      receiver = e.receiver;
      calleeValue = superMethod(e, ast.symbol(callee));
    } else {
      receiver = receiverNode === NO_NODE ? UNKNOWN : evaluate(e, receiverNode);
      calleeValue = readMember(e, receiver, ast.symbol(callee), callee);
    }
    const marks = e.knowledge.marks.at(callee);
    if (marks) calleeValue = withTaint(calleeValue, evaluate(e, callee).taint);
  } else if (isConstructorCall(e, callee)) {
    receiver = e.receiver;
    calleeValue = UNKNOWN;
  } else if (ast.kind(callee) === Kind.Index && (ast.hasFlag(callee, Flag.Computed) || isScript(ast.language))) {
    // `$object->$method(…)`, `object[method](…)`
    receiverNode = ast.child(callee, Role.Object);
    receiver = receiverNode === NO_NODE ? UNKNOWN : evaluate(e, receiverNode);
    const name = constantKey(e, evaluate(e, ast.child(callee, Role.Property)));
    if (name !== 0) calleeValue = readMember(e, receiver, name, callee);
    else calleeValue = isScript(ast.language) ? anyMember(e, receiver) : UNKNOWN;
  } else {
    const holder = isBareMember(e, callee) ? holderOf(e, ast.symbol(callee), callee) : undefined;
    if (holder) {
      receiver = holder.value;
      calleeValue = readMember(e, receiver, ast.symbol(callee), callee);
    } else {
      calleeValue = evaluate(e, callee);
      receiver = calleeValue.objects.length === 0 ? receiverGiven(e, callee) : undefined;
      if (receiver) calleeValue = readMember(e, receiver, ast.symbol(callee), callee);
    }
  }
  if (ast.language === "php") {
    const callable = receiver === undefined ? callableOf(e, calleeValue, node) : undefined;
    if (callable) ({ callee: calleeValue, receiver } = callable);
    if (callable?.libraryName !== undefined)
      return libraryByName(e, callable.libraryName, node, evaluateArguments(e, node));
    if (isFirstClass(ast, node)) return calleeValue;
  }
  const given = evaluateArguments(e, node);
  const args = ast.language === "php" && ast.name(callee) === "printf" ? printedArguments(e, given) : given;
  if (isConversion(e, callee) && args.length === 1) return args[0]!.value;
  const evaluated: EvaluatedCall = { node, callee, receiverNode, receiver, args };
  e.calls.set(node, evaluated);
  const result = isConstructorCall(e, callee) ? callConstructor(e, evaluated) : dispatch(e, evaluated, calleeValue);
  const guarded = guardedKinds(e, node);
  return guarded === NO_KINDS
    ? result
    : newValue(passThrough(e.deepTaint(result), guarded), NO_OBJECTS, result.constant);
}

/** Whether a bare name that is called may be a method of the class around. */
function isBareMember(e: Evaluation, callee: AstNode): boolean {
  if (!hasBareMembers(e.ast.language) || e.ast.kind(callee) !== Kind.Identifier) return false;
  // Java's variables cannot be called, whatever they are named.
  if (e.ast.language === "java") return true;
  const { declaration } = e.resolve(callee);
  return declaration === NO_NODE || e.file.ownerOf(declaration).kind === "class";
}

/** `super(…)`, and `this(…)` in Java. */
function isConstructorCall(e: Evaluation, callee: AstNode): boolean {
  const kind = e.ast.kind(callee);
  return kind === Kind.Super || (kind === Kind.This && hasBareMembers(e.ast.language));
}

export function evaluateArguments(e: Evaluation, node: AstNode): Argument[] {
  const { ast } = e;
  return ast.children(node, Role.Argument).map((argument) => {
    const kind = ast.kind(argument);
    const inner = kind === Kind.NamedArgument ? ast.child(argument, Role.Value) : NO_NODE;
    const isBlock = kind === Kind.Function && ast.language === "ruby" && ast.hasFlag(argument, Flag.Shorthand);
    const value = evaluate(e, argument);
    return {
      node: inner === NO_NODE ? argument : inner,
      name: kind === Kind.NamedArgument ? ast.name(argument) : isBlock ? BLOCK : undefined,
      value,
      isSpread: kind === Kind.Spread,
      isKeywordSpread: kind === Kind.KeywordSpread,
    };
  });
}
/** `strlen(...)`: the function itself. */
function isFirstClass(ast: Evaluation["ast"], node: AstNode): boolean {
  const argument = ast.child(node, Role.Argument);
  return argument !== NO_NODE && ast.kind(argument) === Kind.Opaque && ast.name(argument) === "...";
}

export function dispatch(e: Evaluation, call: EvaluatedCall, calleeValue: Value): Value {
  const { ast } = e;
  const meant = isScript(ast.language)
    ? callMeant(e, call, calleeValue)
    : ast.language === "python"
      ? callOfInstance(e, call, calleeValue)
      : undefined;
  if (meant) return dispatch(e, meant.call, meant.callee);
  for (const { name, value, node } of call.args)
    if (name !== undefined) reachNamed(e, intern(name), value, node, call.node);
  const modelled = rowsOf(e, call.callee);
  reachSinks(e, call, modelled);
  leaveOpen(e, call, modelled);
  const candidates = (
    hasBareMembers(ast.language)
      ? chosenByTypes(e, fittingOverloads(calleeValue.objects, call.args.length), call.args)
      : calleeValue.objects
  ).filter((object) => (object.kind === "function" ? object.unit : object.kind === "class" && object.class));
  let result: Value = ABSENT;
  if (ast.language === "php" && call.receiver && !calleeValue.objects.some(({ kind }) => kind === "function")) {
    const magic = magicCall(e, call.receiver, ast.symbol(call.callee), call);
    if (magic) return afterCall(e, call, modelled, magic, false);
  }
  // Each of several may be the one that is called.
  const before = e.state;
  const layers: State[] = [];
  const open = overriddenReceiver(e, call, candidates);
  if (open) e.leftOpen++;
  for (const object of candidates) {
    if (candidates.length > 1) e.state = before.fork();
    const given = object.kind === "function" ? callUnit(e, call, object) : construct(e, call, object.class!);
    result = join(result, given);
    if (candidates.length === 1 && object.kind === "function") afterOnlyCallee(e, call, object.unit!);
    if (candidates.length > 1) layers.push(e.state);
  }
  if (layers.length > 0) {
    e.state = before;
    before.absorb(layers);
  }
  if (open) {
    e.leftOpen--;
    const values = call.args.map(({ value }) => value);
    const callee = e.inputs.member(open, ast.symbol(call.callee));
    result = join(concretePart(e, result), e.callOfInput(callee, call.receiver, values, call.node));
  }
  const extended = candidates.length === 0 ? extensionCalled(e, call) : undefined;
  if (extended) result = extended;
  else if (candidates.length === 0) {
    result = library(e, call, modelled);
    if (isEnding(e, call, modelled)) e.state.isDead = true;
    if (isScript(ast.language)) runHandlers(e, call, modelled.rows);
    const inputs = calleeValue.objects.filter(({ kind }) => kind === "input");
    const isExplained = result.objects.length > 0 || modelled.rows.length > 0 || isKnownMethod(ast.name(call.callee));
    if (inputs.length > 0 && !isExplained) {
      const values = call.args.map(({ value }) => value);
      const concrete = result.taint.filter(({ source }) => source.kind === "concrete");
      let given: Value = newValue(concrete, result.objects, undefined);
      for (const input of inputs) given = join(given, e.callOfInput(input, call.receiver, values, call.node, true));
      result = given;
    }
  }
  return afterCall(e, call, modelled, result === ABSENT ? UNKNOWN : result, candidates.length > 0);
}

function extensionCalled(e: Evaluation, call: EvaluatedCall): Value | undefined {
  const name = e.ast.symbol(call.callee);
  if (e.ast.language === "csharp") return callExtension(e, call, name);
  return e.ast.language === "kotlin" ? callExtensionOfKotlin(e, call, name) : undefined;
}

function callUnit(e: Evaluation, call: EvaluatedCall, object: AbstractObject): Value {
  const { node, args } = call;
  const unit = object.unit!;
  const isNew = isScript(e.ast.language) && e.ast.kind(node) === Kind.New;
  const made = isNew ? objectValue(e.constructedAt(node, unit)) : undefined;
  const given = applyUnit(e, { unit, object, node, receiver: made ?? call.receiver, args });
  return made ? join(made, given) : given;
}

const MOST_DEFERRED = 8;

/**
 * What came in and is called by a method that subclasses have, too: which one runs is known to whoever handed it in. Here it is
 * done for what comes from this very unit, and left to the callers for what comes from them.
 */
function overriddenReceiver(
  e: Evaluation,
  { receiver, receiverNode, callee }: EvaluatedCall,
  candidates: readonly AbstractObject[],
): AbstractObject | undefined {
  if (isSuper(e, receiverNode)) return undefined;
  const only = receiver?.objects.length === 1 ? receiver.objects[0]! : undefined;
  if (only?.kind !== "input" || !only.class || (only.root?.kind !== "parameter" && only.root?.kind !== "this"))
    return undefined;
  if (!hasBareMembers(e.ast.language) || candidates.length === 0 || candidates.length > MOST_DEFERRED) return undefined;
  const own = methodsOf(e, only.class, e.ast.symbol(callee), false);
  return candidates.every(({ unit }) => unit && own.includes(unit)) ? undefined : only;
}

/** A result without what comes from the callers. */
export function concretePart(e: Evaluation, value: Value): Value {
  const isConcrete = ({ source }: Taint[number]) => source.kind === "concrete";
  const { objects } = value;
  const kept = e.deepTaint(newValue(CLEAN, objects, undefined)).some(isConcrete) ? objects : [];
  return newValue(value.taint.filter(isConcrete), kept, undefined);
}

/** What is known once the one function that a call means has come back. */
function afterOnlyCallee(e: Evaluation, call: EvaluatedCall, unit: Unit): void {
  const meant = e.variantAt.get(call.node) ?? unit;
  e.resolvedCalls.set(call.node, meant);
  if (endsProgram(e, call, meant)) e.state.isDead = true;
  const proofs = e.program.summaryOf(meant)?.proofs ?? [];
  for (const { parameter, outcome, kinds } of proofs) {
    if (!outcome) continue;
    // Proven by one outcome and by the other: proven by its having come back.
    const other = proofs.find((each) => !each.outcome && each.parameter === parameter);
    const node = call.args[parameter]?.node ?? NO_NODE;
    if (other && node !== NO_NODE) prove(e, node, intersectionOf(kinds, other.kinds));
  }
}

/** Nothing follows a call of what always throws or ends the program. Of what may be overridden, nobody knows. */
function endsProgram(e: Evaluation, { receiver }: EvaluatedCall, unit: Unit): boolean {
  if (receiver?.objects.some(({ kind }) => kind === "input")) return false;
  return e.program.summaryOf(unit)?.neverReturns ?? false;
}
