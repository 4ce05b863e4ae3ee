// Calls: of the program's own functions by their summaries, of libraries by models, of collections and texts by what their
// methods do, and of everything else by the assumption that what goes in may come out.

import { type AstNode, NO_NODE } from "../syntax/ast.ts";
import { Flag, Kind, Role } from "../syntax/kind.ts";
import { isScript } from "../syntax/language.ts";
import { intern } from "../syntax/symbols.ts";
import { applyUnit } from "./apply.ts";
import { materialize } from "./assignment.ts";
import { fittingOverloads, hasBareMembers, holderOf } from "./class-members.ts";
import { foldTextMethod } from "./constants.ts";
import { builtInConstructor, builtInMethod, operateOn } from "./containers.ts";
import { callExtension } from "./csharp.ts";
import { csharpConstructor, csharpMethod } from "./csharp-library.ts";
import { type Evaluation, STAR } from "./evaluation.ts";
import { BOOLEAN_KIND, evaluate, NUMBER_KIND } from "./expressions.ts";
import { goBuiltIn, isConversion } from "./go-values.ts";
import { guardedKinds, prove } from "./guards.ts";
import { runHandlers } from "./handler-chains.ts";
import { callWithFunctions } from "./higher-order.ts";
import { callConstructor, construct, isSuper, superMethod } from "./instances.ts";
import {
  callHandedOver,
  fillArgument,
  javaConstructor,
  javaFunction,
  javaMethod,
  javaParts,
  javaStored,
} from "./java-library.ts";
import { javaReflection } from "./java-reflection.ts";
import { intersectionOf, type KindSet, kindSet, NO_KINDS, unionOf } from "./kind-set.ts";
import { MOST } from "./limits.ts";
import { constantKey, elementAt, entityValue, methodsOf, readMember } from "./members.ts";
import type { ContainerRow, Place, PropagatorRow } from "./model.ts";
import { list, NO_ROWS, type Rows } from "./model-index.ts";
import type { AbstractObject } from "./object.ts";
import { callableOf, magicCall, phpFunction, phpInstance, printedArguments } from "./php.ts";
import { type Argument, callbackPlace, conditionsHold, type EvaluatedCall, isProgramsOwn, partsAt } from "./places.ts";
import { BLOCK } from "./ruby.ts";
import { reachModelled, reachNamed } from "./sinks.ts";
import type { State } from "./state.ts";
import { builderMethod, newBuilder } from "./text-builders.ts";
import { provenByRemoving, provenByReplacing, signsOf } from "./text-checks.ts";
import type { Unit } from "./unit.ts";
import {
  ABSENT,
  CLEAN,
  constantValue,
  FIXED,
  isFixed,
  join,
  joinTaint,
  objectValue,
  passThrough,
  type Taint,
  taintedValue,
  UNKNOWN,
  type Value,
  withTaint,
} from "./value.ts";

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
    } else calleeValue = evaluate(e, callee);
  }
  if (ast.language === "php") {
    const callable = receiver === undefined ? callableOf(e, calleeValue, node) : undefined;
    if (callable) ({ callee: calleeValue, receiver } = callable);
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
    : { taint: passThrough(e.deepTaint(result), guarded), objects: [], constant: result.constant };
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

/** Rows of models for a call, by the origins of what is called. */
interface CallRows {
  readonly rows: readonly Rows[];
  readonly isGuess: boolean;
}

const NO_CALL_ROWS: CallRows = { rows: [], isGuess: false };

function rowsOf(e: Evaluation, callee: AstNode): CallRows {
  const { models } = e.knowledge;
  const name = e.ast.symbol(callee);
  const ofAny = e.ast.kind(callee) === Kind.Member ? models.anyRows.get(name) : undefined;
  if (!models.mayHaveRows(name)) return ofAny ? { rows: [ofAny], isGuess: false } : NO_CALL_ROWS;
  const origins = e.origins(callee);
  const rows = origins.list.map((origin) => models.rowsOf(origin)).filter((each) => each !== NO_ROWS);
  if (ofAny) rows.push(ofAny);
  return rows.length === 0 ? NO_CALL_ROWS : { rows, isGuess: origins.isGuess };
}

/** `strlen(...)`: the function itself. */
function isFirstClass(ast: Evaluation["ast"], node: AstNode): boolean {
  const argument = ast.child(node, Role.Argument);
  return argument !== NO_NODE && ast.kind(argument) === Kind.Opaque && ast.name(argument) === "...";
}

export function dispatch(e: Evaluation, call: EvaluatedCall, calleeValue: Value): Value {
  const { ast } = e;
  for (const { name, value, node } of call.args)
    if (name !== undefined) reachNamed(e, intern(name), value, node, call.node);
  const modelled = rowsOf(e, call.callee);
  reachSinks(e, call, modelled);
  leaveOpen(e, call, modelled);
  const candidates = (
    hasBareMembers(ast.language) ? fittingOverloads(calleeValue.objects, call.args.length) : calleeValue.objects
  ).filter((object) => (object.kind === "function" ? object.unit : object.kind === "class" && object.class));
  let result: Value = ABSENT;
  if (ast.language === "php" && call.receiver && !calleeValue.objects.some(({ kind }) => kind === "function")) {
    const magic = magicCall(e, call.receiver, ast.symbol(call.callee), call);
    if (magic) return afterCall(e, call, modelled, magic);
  }
  // Each of several may be the one that is called.
  const before = e.state;
  const layers: State[] = [];
  const open = overriddenReceiver(e, call, candidates);
  if (open) e.leftOpen++;
  for (const object of candidates) {
    if (candidates.length > 1) e.state = before.fork();
    const given =
      object.kind === "function"
        ? applyUnit(e, { unit: object.unit!, object, node: call.node, receiver: call.receiver, args: call.args })
        : construct(e, call, object.class!);
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
    const callee = e.inputMember(open, ast.symbol(call.callee));
    result = join(concretePart(e, result), e.callOfInput(callee, call.receiver, values, call.node));
  }
  const extended =
    candidates.length === 0 && ast.language === "csharp" ? callExtension(e, call, ast.symbol(call.callee)) : undefined;
  if (extended) result = extended;
  else if (candidates.length === 0) {
    result = library(e, call, modelled);
    if (isScript(ast.language)) runHandlers(e, call, modelled.rows);
    const inputs = calleeValue.objects.filter(({ kind }) => kind === "input");
    const isExplained = result.objects.length > 0 || modelled.rows.length > 0 || isKnownMethod(ast.name(call.callee));
    if (inputs.length > 0 && !isExplained) {
      const values = call.args.map(({ value }) => value);
      const concrete = result.taint.filter(({ source }) => source.kind === "concrete");
      let given: Value = { taint: concrete, objects: result.objects, constant: undefined };
      for (const input of inputs) given = join(given, e.callOfInput(input, call.receiver, values, call.node));
      result = given;
    }
  }
  return afterCall(e, call, modelled, result === ABSENT ? UNKNOWN : result);
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
  const kept = e.deepTaint({ taint: CLEAN, objects, constant: undefined }).some(isConcrete) ? objects : [];
  return { taint: value.taint.filter(isConcrete), objects: kept, constant: undefined };
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

/**
 * `writer.println(x)` of a parameter that is declared as any writer: whether it is the response's, callers know. They are told where
 * a method of that name is a sink for some type.
 */
function leaveOpen(e: Evaluation, call: EvaluatedCall, { rows }: CallRows): void {
  const { receiver, args } = call;
  const only = receiver?.objects.length === 1 ? receiver.objects[0]! : undefined;
  if (only?.root?.kind !== "parameter" || only.class || !hasBareMembers(e.ast.language)) return;
  const name = e.ast.symbol(call.callee);
  if (!e.knowledge.models.isSinkName(name) || rows.some(({ sinkCalls }) => sinkCalls.length > 0)) return;
  if (args.every(({ value }) => e.deepTaint(value).length === 0)) return;
  e.callInput({
    callee: e.inputMember(only, name),
    receiver: undefined,
    args: args.map(({ value }) => value),
    result: e.input({ kind: "result", call: e.site(call.node).node, of: 0 }),
    site: e.site(call.node),
    open: { named: e.site(call.callee), args: args.map(({ node }) => e.site(node)) },
  });
}

function reachSinks(e: Evaluation, call: EvaluatedCall, { rows, isGuess }: CallRows): void {
  const { models } = e.knowledge;
  const name = e.ast.symbol(call.callee);
  const reach = (row: Rows["sinkCalls"][number], isSure: boolean): void => {
    if (!conditionsHold(e, call.node, row.when)) return;
    const parts = partsAt(e, call, row.argument ?? 0);
    if (row.asWritten) {
      const node = parts[0]?.node ?? call.node;
      reachModelled(e, row, node, call.node, e.writtenHere(node), call.callee, !isSure);
      return;
    }
    const isOpen = e.knowledge.openKinds.has(row.kind);
    for (const part of parts) {
      const taint = row.itself ? part.value.taint : e.deepTaint(part.value);
      const open = isOpen && !isProgramsOwn(e, part.value) ? e.openHere(part.node) : CLEAN;
      reachModelled(e, row, part.node, call.node, joinTaint(taint, open), call.callee, !isSure);
    }
  };
  for (const each of rows) for (const row of each.sinkCalls) reach(row, !isGuess);
  for (const row of models.anyCalls.get(name) ?? []) reach(row, false);
}

/** Sources, sanitizers, propagators and guards that models put on a call, after it. */
function afterCall(e: Evaluation, call: EvaluatedCall, { rows, isGuess }: CallRows, result: Value): Value {
  let value = result;
  for (const each of rows) {
    for (const row of each.sanitizerCalls) {
      if (!conditionsHold(e, call.node, row.when)) continue;
      const kinds = kindSet(list(row.kind).map(intern));
      for (const place of list(row.place ?? "result")) {
        if (place === "result") value = ended(e, value, kinds);
        else for (const part of partsAt(e, call, place)) prove(e, part.node, kinds);
      }
    }
    for (const row of each.guards) {
      if (row.outcome !== "returns" || !conditionsHold(e, call.node, row.when)) continue;
      const kinds = kindSet(list(row.kind).map(intern));
      for (const part of partsAt(e, call, row.place ?? 0)) prove(e, part.node, kinds);
    }
    for (const row of each.sourceCalls) {
      if (!conditionsHold(e, call.node, row.when)) continue;
      const taint = e.sourceTaint(call.node, [intern(row.kind)], row.title ?? "", isGuess);
      for (const place of list(row.place ?? "result")) {
        if (place === "result") value = withTaint(value, taint);
        else if (!callbackPlace(place)) write(e, call, place, taint);
      }
    }
  }
  return value;
}

function ended(e: Evaluation, value: Value, kinds: KindSet): Value {
  const taint = e.deepTaint(value);
  return taint.length === 0 ? value : { taint: passThrough(taint, kinds), objects: [], constant: value.constant };
}

/** Adds taint to a part of a call. */
function write(e: Evaluation, call: EvaluatedCall, place: Place, taint: Taint): void {
  for (const part of partsAt(e, call, place)) {
    const into = materialize(e, part.node);
    e.writeElement(into, taintedValue(taint));
  }
}

/** A call of something that is not of the program. */
function library(e: Evaluation, call: EvaluatedCall, { rows }: CallRows): Value {
  const name = e.ast.name(call.callee);
  const isMethod = call.receiver !== undefined;
  const isJava = e.ast.language === "java";
  const reflected = isJava ? javaReflection(e, call, name) : undefined;
  if (reflected) return reflected;
  const stored = isJava && isMethod ? javaStored(e, call, name) : undefined;
  if (stored) return stored;
  const containers = rows.flatMap((each) => each.containers);
  if (containers.length > 0) {
    let result: Value = ABSENT;
    for (const row of containers) result = join(result, byContainerRow(e, call, row));
    return result;
  }
  const propagators = rows.flatMap((each) => each.propagators).filter((row) => conditionsHold(e, call.node, row.when));
  const isPhp = e.ast.language === "php" && !isMethod;
  if (isPhp && propagators.length === 0) {
    const included = includedFile(e, call, name);
    if (included) return included;
    const own = e.ast.kind(call.node) === Kind.New ? phpInstance(e, call, name) : phpFunction(e, call, name);
    if (own) return own;
  }
  const withFunctions = callWithFunctions(e, call, name, rows);
  if (propagators.length > 0) return join(byPropagators(e, call, propagators), withFunctions ?? ABSENT);
  if (withFunctions) return withFunctions;
  if (e.ast.language === "go") {
    const ofGo = goBuiltIn(e, call, name);
    if (ofGo) return ofGo;
  }
  const folded =
    foldCall(e, call, name) ??
    (name === "split" && (e.ast.language === "python" || isScript(e.ast.language))
      ? splitConstant(e, call)
      : undefined);
  if (folded) return folded;
  const isCSharp = e.ast.language === "csharp";
  if (isJava) {
    fillArgument(e, call, name);
    const handed = callHandedOver(e, call, name);
    if (handed) return join(carried(e, call), handed);
  }
  if (isMethod) {
    const builtIn =
      builderMethod(e, call, name) ??
      (isJava ? (javaFunction(e, call, name) ?? javaParts(e, call, name) ?? javaMethod(e, call, name)) : undefined) ??
      (isCSharp ? csharpMethod(e, call, name) : undefined) ??
      builtInMethod(e, call, name);
    if (builtIn) return builtIn;
  } else {
    const made = isCSharp
      ? csharpConstructor(e, call)
      : isJava
        ? javaConstructor(e, call)
        : (newBuilder(e, call, name) ?? builtInConstructor(e, call, name));
    if (made) return made;
  }
  return builtInFunction(e, call, name) ?? fixedCall(e, call, name) ?? carried(e, call);
}

/** `include "file.php"` runs that file with the variables that are here. */
function includedFile(e: Evaluation, call: EvaluatedCall, name: string): Value | undefined {
  if (!/^(include|require)(_once)?$/.test(name)) return undefined;
  const file = e.ask.included(call.node);
  if (!file || file.units.module === e.unit) return undefined;
  return applyUnit(e, { unit: file.units.module, object: undefined, node: call.node, receiver: undefined, args: [] });
}

/** The default: what goes in may come out. */
export function carried(e: Evaluation, call: EvaluatedCall): Value {
  const taint = inputsOf(e, call);
  const name = e.ast.name(call.callee);
  const kinds = unionOf(resultKinds(name, call.receiver !== undefined), replacedKinds(e, call, name));
  const way = FORMATTING.test(name) && call.args.length > 1 ? "join" : "propagate";
  const step = taint.length === 0 ? taint : e.step(taint, way, call.node, "");
  return taintedValue(passThrough(step, kinds));
}

/** Functions that make one text of several. */
const FORMATTING = /^(Sprintf?|Sprintln|Appendf|[Ff]ormat|Concat|AppendFormat)$/;

export function inputsOf(e: Evaluation, call: EvaluatedCall): Taint {
  let taint: Taint = call.receiver ? e.deepTaint(call.receiver) : CLEAN;
  for (const { value } of call.args) taint = joinTaint(taint, e.deepTaint(value));
  return taint;
}

const NUMBER_FUNCTIONS: ReadonlySet<string> = new Set([
  "Number",
  "parseInt",
  "parseFloat",
  "BigInt",
  "int",
  "float",
  "len",
  "ord",
  "hash",
  "id",
  "intval",
  "floatval",
  "count",
  "strlen",
  "Atoi",
  "ParseInt",
  "ParseFloat",
  "ParseBool",
  "ParseUint",
]);
const NUMBER_METHODS: ReadonlySet<string> = new Set([
  "indexOf",
  "lastIndexOf",
  "findIndex",
  "charCodeAt",
  "codePointAt",
  "parseInt",
  "parseLong",
  "parseDouble",
  "parseFloat",
  "parseShort",
  "intValue",
  "longValue",
  "doubleValue",
  "getTime",
  "localeCompare",
  "compareTo",
  "hashCode",
  "length",
  "size",
  "count",
  "to_i",
  "to_f",
  "floor",
  "ceil",
  "round",
  "abs",
  "Atoi",
  "ParseInt",
  "ParseFloat",
  "ParseUint",
  "rfind",
]);
const BOOLEAN_FUNCTIONS: ReadonlySet<string> = new Set([
  "Boolean",
  "bool",
  "isinstance",
  "issubclass",
  "hasattr",
  "callable",
  "isNaN",
  "isFinite",
  "any",
  "all",
  "is_numeric",
  "is_string",
  "is_array",
  "isset",
  "empty",
  "in_array",
]);
const BOOLEAN_METHODS: ReadonlySet<string> = new Set([
  "includes",
  "startsWith",
  "endsWith",
  "startswith",
  "endswith",
  "has",
  "test",
  "isdigit",
  "isalpha",
  "isalnum",
  "isnumeric",
  "isspace",
  "equals",
  "equalsIgnoreCase",
  "contains",
  "containsKey",
  "isEmpty",
  "hasOwnProperty",
  "isArray",
  "isInteger",
  "isSafeInteger",
  "hasNext",
  "hasMoreElements",
  "exists",
  "some",
  "every",
  "matches",
  "parseBoolean",
  "include?",
  "empty?",
  "nil?",
  "blank?",
  "present?",
  "start_with?",
  "end_with?",
  "HasPrefix",
  "HasSuffix",
  "Contains",
  "StartsWith",
  "EndsWith",
  "Equals",
  "IsNullOrEmpty",
]);

function resultKinds(name: string, isMethod: boolean): KindSet {
  if ((isMethod ? NUMBER_METHODS : NUMBER_FUNCTIONS).has(name)) return NUMBER_KIND;
  return (isMethod ? BOOLEAN_METHODS : BOOLEAN_FUNCTIONS).has(name) ? BOOLEAN_KIND : NO_KINDS;
}

/** `text.replace("'", "")`: what is not in the text any more. JavaScript's replaces only the first. */
function replacedKinds(e: Evaluation, { receiver, args }: EvaluatedCall, name: string): KindSet {
  if (!receiver || args.length < 2) return NO_KINDS;
  const removed = removedByPattern(e, args, name);
  if (removed !== NO_KINDS) return removed;
  if (args.length !== 2) return NO_KINDS;
  const isAll = /^(replaceAll|gsub)$/.test(name) || (/^(replace|Replace)$/.test(name) && !isScript(e.ast.language));
  return isAll ? provenByReplacing(args[0]!.value.constant, args[1]!.value.constant) : NO_KINDS;
}

/** Java's `text.replaceAll("['\"]", "")`, Python's `re.sub(r"['<>]", "", text)`, JavaScript's `text.replace(/'/g, "")`. */
function removedByPattern(e: Evaluation, args: EvaluatedCall["args"], name: string): KindSet {
  const { ast } = e;
  const [pattern, to] = args;
  if (!pattern || !to) return NO_KINDS;
  const isFound =
    (name === "replaceAll" && ast.language === "java") ||
    (name === "sub" && ast.language === "python") ||
    ((name === "replace" || name === "replaceAll") &&
      isScript(ast.language) &&
      ast.kind(pattern.node) === Kind.Regex &&
      /\/[a-z]*g[a-z]*$/.test(ast.textOf(pattern.node)));
  if (!isFound) return NO_KINDS;
  const source = typeof pattern.value.constant === "string" ? pattern.value.constant : e.ask.pattern(pattern.node);
  return provenByRemoving(signsOf(source), to.value.constant);
}

/** Methods of texts, numbers and collections: an input that they are called on is no object of the program's own. */
function isKnownMethod(name: string): boolean {
  return NUMBER_METHODS.has(name) || BOOLEAN_METHODS.has(name) || TEXT_METHODS.has(name);
}

const TEXT_METHODS: ReadonlySet<string> = new Set(
  (
    "toString toLowerCase toUpperCase trim trimStart trimEnd split join replace replaceAll slice substring substr concat charAt padStart padEnd " +
    "repeat normalize match matchAll at toFixed push pop shift unshift splice sort reverse keys values entries flat lower upper strip lstrip rstrip " +
    "format encode decode title capitalize append extend items getBytes toCharArray valueOf strip_tags gsub sub chomp downcase upcase to_s getClass"
  ).split(" "),
);

function foldCall(e: Evaluation, call: EvaluatedCall, name: string): Value | undefined {
  const receiver = call.receiver?.constant;
  if (typeof receiver !== "string") return undefined;
  const folded = foldTextMethod(
    e.ast.language,
    receiver,
    name,
    call.args.map(({ value }) => value.constant),
  );
  return folded === undefined ? undefined : constantValue(folded);
}

/** Methods of texts, and what makes texts, give of constants what is made of constants. */
function fixedCall(e: Evaluation, call: EvaluatedCall, name: string): Value | undefined {
  const { receiver, args } = call;
  if (receiver ? !isFixed(receiver) || !isKnownMethod(name) : !/^(str|String|repr|chr|ord|len|int|float)$/.test(name))
    return undefined;
  if (receiver?.constant === null || args.length + Number(receiver !== undefined) === 0) return undefined;
  return args.every(({ value }) => e.isFixed(value)) ? FIXED : undefined;
}

const LONGEST_SPLIT = 256;

/** `"a,b".split(",")`: a list of constants. */
function splitConstant(e: Evaluation, { receiver, args, node }: EvaluatedCall): Value | undefined {
  const text = receiver?.constant;
  const separator = args[0]?.value.constant;
  if (typeof text !== "string" || typeof separator !== "string" || separator === "" || args.length !== 1)
    return undefined;
  if (text.length > LONGEST_SPLIT) return undefined;
  const list = e.madeAt(node, "list");
  const parts = text.split(separator);
  for (const [position, part] of parts.entries())
    e.state.set(e.fieldCell(list, intern(String(position))), constantValue(part));
  e.state.set(e.lengthCell(list), constantValue(parts.length));
  return objectValue(list);
}

/** Functions of the languages themselves whose result is not just their arguments. */
function builtInFunction(e: Evaluation, call: EvaluatedCall, name: string): Value | undefined {
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

/** A member whose name is not known: any class or function of a module, any method or field of an object. */
function anyMember(e: Evaluation, object: Value): Value {
  let value = e.readElement(object);
  for (const each of object.objects) {
    if (each.kind === "module" && each.path !== undefined) {
      for (const name of firstOf(e, e.ask.exportsOf(each.path))) {
        const entity = e.ask.exported(each.path, name);
        if (entity?.kind === "function" || entity?.kind === "class") value = join(value, entityValue(e, entity));
      }
    } else if (each.class)
      for (const unit of firstOf(e, e.ask.allMethodsOf(each.class)))
        value = join(value, objectValue(e.functionObject(unit)));
  }
  return value;
}

function firstOf<T>(e: Evaluation, members: readonly T[]): readonly T[] {
  if (members.length <= MOST.anyMember) return members;
  e.limits.add("any-member");
  return members.slice(0, MOST.anyMember);
}

function byContainerRow(e: Evaluation, call: EvaluatedCall, row: ContainerRow): Value {
  const hasKey = ["get", "set", "set-if-absent", "insert", "remove", "slice"].includes(row.operation);
  const keys = row.key === undefined ? (hasKey ? [0] : []) : list(row.key);
  const valuePlace = row.value ?? (hasKey && row.name === undefined ? 1 : 0);
  const keyOf = (place: Place) => partsAt(e, call, place)[0]?.value;
  const named = row.name === undefined ? undefined : constantValue(row.name);
  const keyValue = named ?? (keys.length === 0 ? undefined : keyOf(keys[keys.length - 1]!));
  const value = partsAt(e, call, valuePlace)[0]?.value;
  let receiver = call.receiver ?? call.args[0]?.value ?? UNKNOWN;
  const receiverNode = call.receiver ? call.receiverNode : (call.args[0]?.node ?? NO_NODE);
  const writes = row.operation === "set" || row.operation === "set-if-absent";
  for (const place of keys.slice(0, -1))
    receiver = innerContainer(
      e,
      call,
      writes ? writableReceiver(e, receiver, receiverNode) : receiver,
      keyOf(place),
      writes,
    );
  const isFallback = row.operation === "get" && value !== undefined && row.name === undefined;
  return operateOn(e, {
    name: row.operation,
    call: call.node,
    receiverNode,
    receiver,
    key: keyValue,
    value: isFallback ? undefined : value,
    ...(isFallback ? { fallback: value } : {}),
    shape: hasKey ? "map" : "list",
  });
}

function writableReceiver(e: Evaluation, receiver: Value, node: AstNode): Value {
  return receiver.objects.length > 0 || node === NO_NODE ? receiver : materialize(e, node);
}

/** What a map of maps has at a key; made when something is to be put in it. */
function innerContainer(
  e: Evaluation,
  call: EvaluatedCall,
  outer: Value,
  key: Value | undefined,
  writes: boolean,
): Value {
  const held = key === undefined ? e.readElement(outer) : elementAt(e, outer, key, call.node);
  if (held.objects.length > 0 || !writes) return held;
  const made = objectValue(e.madeAt(call.node, "map"));
  const member = key === undefined ? 0 : constantKey(e, key);
  if (member === 0) e.writeElement(outer, made);
  else e.writeField(outer, member, made);
  return made;
}

function byPropagators(e: Evaluation, call: EvaluatedCall, rows: readonly PropagatorRow[]): Value {
  let result: Value = UNKNOWN;
  for (const row of rows) {
    let taint: Taint = CLEAN;
    for (const part of partsAt(e, call, row.from)) taint = joinTaint(taint, e.deepTaint(part.value));
    if (taint.length === 0) continue;
    taint = passThrough(taint, NO_KINDS, kindSet(list(row.restores).map(intern)));
    taint = e.step(taint, "propagate", call.node, row.title ?? "");
    for (const place of list(row.to)) {
      if (place === "result") result = withTaint(result, taint);
      else if (!callbackPlace(place)) write(e, call, place, taint);
    }
  }
  return result;
}
