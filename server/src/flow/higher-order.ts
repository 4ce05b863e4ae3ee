// Functions handed to functions that are not of the program's own: callbacks of collections get the elements, `then` gets
// what was promised, what a model says gets what it says, and every other function is run once as it stands.

import { type AstNode, NO_NODE } from "../syntax/ast.ts";
import { Kind } from "../syntax/kind.ts";
import { isJvm, isScript } from "../syntax/language.ts";
import { intern } from "../syntax/symbols.ts";
import { applyUnit, plainArgument } from "./apply.ts";
import { iterate, listOfElements } from "./containers.ts";
import { givesNumber } from "./csharp-library.ts";
import type { Evaluation } from "./evaluation.ts";
import { type KindSet, kindSet, NO_KINDS } from "./kind-set.ts";
import { isReference } from "./members.ts";
import type { CallbackRow } from "./model.ts";
import { hasTrait, list, type Rows } from "./model-index.ts";
import { reachSinks, rowsOf } from "./modelled-calls.ts";
import type { AbstractObject } from "./object.ts";
import { applyOutward } from "./outward.ts";
import { type Argument, callbackPlace, conditionsHold, type EvaluatedCall, type Part, partsAt } from "./places.ts";
import { provenOfElements } from "./proofs.ts";
import {
  ABSENT,
  CLEAN,
  join,
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
import { NUMBER_KIND, resultKinds } from "./value-types.ts";

/** What the callback of each method is called with, and what the call then gives. */
const ELEMENT_CALLBACKS: ReadonlyMap<string, "nothing" | "list of results" | "receiver" | "passed" | "element"> =
  new Map([
    ["forEach", "nothing"],
    ["each", "nothing"],
    ["map", "list of results"],
    ["flatMap", "list of results"],
    ["collect", "list of results"],
    ["filter", "passed"],
    ["select", "passed"],
    ["reject", "receiver"],
    ["find", "element"],
    ["findLast", "element"],
    ["some", "nothing"],
    ["every", "nothing"],
    ["sort", "receiver"],
    ["sort_by", "receiver"],
    ["Select", "list of results"],
    ["SelectMany", "list of results"],
    ["ConvertAll", "list of results"],
    ["Where", "passed"],
    ["OrderBy", "receiver"],
    ["OrderByDescending", "receiver"],
    ["ThenBy", "receiver"],
    ["TakeWhile", "receiver"],
    ["SkipWhile", "receiver"],
    ["DistinctBy", "receiver"],
    ["FindAll", "passed"],
    ["First", "element"],
    ["FirstOrDefault", "element"],
    ["Single", "element"],
    ["SingleOrDefault", "element"],
    ["Last", "element"],
    ["LastOrDefault", "element"],
    ["Find", "element"],
    ["ForEach", "nothing"],
    ["Any", "nothing"],
    ["All", "nothing"],
    ["Exists", "nothing"],
    ["mapToObj", "list of results"],
    ["mapToInt", "list of results"],
    ["mapToLong", "list of results"],
    ["mapToDouble", "list of results"],
    ["sorted", "receiver"],
    ["removeIf", "nothing"],
    ["anyMatch", "nothing"],
    ["allMatch", "nothing"],
    ["noneMatch", "nothing"],
    ["takeWhile", "receiver"],
    ["dropWhile", "receiver"],
    ["peek", "receiver"],
    ["ifPresent", "nothing"],
    ["thenApply", "list of results"],
    ["thenCompose", "list of results"],
    ["thenAccept", "nothing"],
    ["whenComplete", "receiver"],
  ]);

/** What a library's call gives when functions are handed to it; undefined when none is, or the call gives what it would without. */
export function callWithFunctions(
  e: Evaluation,
  call: EvaluatedCall,
  name: string,
  rows: readonly Rows[],
): Value | undefined {
  const functions = call.args.map(({ value }) => value.objects.filter((object) => object.kind === "function"));
  if (functions.every((objects) => objects.length === 0)) {
    handElements(e, call, name);
    return withReference(e, call, name);
  }
  const first = functions[0] ?? [];
  const { receiver } = call;
  if (receiver && first.length > 0) {
    if (name === "then" || name === "finally" || name === "catch")
      return afterPromise(e, call, name, receiver, functions);
    if (name === "reduce" || name === "reduceRight" || (name === "Aggregate" && call.args.length === 1))
      return reduce(e, call, receiver, first);
    const kind = ELEMENT_CALLBACKS.get(name);
    if (kind) {
      const element = iterate(e, receiver, call.receiverNode, call.node);
      const result = runFunctions(e, call, first, [element]);
      if (kind === "list of results") return listOfElements(e, call.node, result);
      if (kind === "receiver") return receiver;
      if (kind === "passed") return passing(e, call, receiver, first);
      if (kind === "element") return element;
      return UNKNOWN;
    }
  }
  if (name === "Promise" && !receiver && e.ast.kind(call.node) === Kind.New) {
    const resolver = objectValue(e.madeAt(call.node, "resolver"));
    runFunctions(e, call, first, [resolver]);
    return e.readElement(resolver);
  }
  if (e.ast.language === "python" && !receiver && (name === "map" || name === "filter") && call.args[1]) {
    const element = iterate(e, call.args[1].value, call.args[1].node, call.node);
    const result = runFunctions(e, call, first, [element]);
    return listOfElements(e, call.node, name === "map" ? result : element);
  }
  if (name === "from" && functions[1] && functions[1].length > 0 && isScript(e.ast.language)) {
    const source = call.args[0]!;
    const element = iterate(e, source.value, source.node, call.node);
    const result = runFunctions(e, call, functions[1], [element]);
    return listOfElements(e, call.node, withTaint(result, source.value.taint));
  }
  if (name === "replace" && receiver && functions[1] && functions[1].length > 0) {
    const replaced = runFunctions(e, call, functions[1], [taintedValue(e.deepTaint(receiver))]);
    return taintedValue(joinTaint(e.deepTaint(receiver), e.deepTaint(replaced)));
  }
  // `CompletableFuture.supplyAsync(() -> …)`, `executor.submit(…)`: what is run gives what comes out.
  const callbacks = callbacksOf(e, call, rows);
  const isLater = callbacks.some(({ givesResult }) => givesResult);
  const givesResults = e.ast.language === "csharp" || e.ast.language === "java" || isLater;
  let wrapped: Value = ABSENT;
  let given: Value = ABSENT;
  for (const [position, objects] of functions.entries()) {
    if (objects.length === 0) continue;
    const known = passedOn(e, call, callbacks, position) ?? callbackArguments(e, call, rows, position);
    if (givesResults) given = join(given, runFunctions(e, call, objects, known));
    else runFunctions(e, call, objects, known, e.unit.kind === "module" ? applyOutward : undefined);
    // `asyncHandler(fn)`, `debounce(fn)`, `util.promisify(fn)`: what comes back is taken for the function itself.
    wrapped = join(wrapped, newValue(CLEAN, objects, undefined));
  }
  const others = call.args.filter((_, position) => functions[position]!.length === 0);
  let taint: Taint = receiver ? e.deepTaint(receiver) : [];
  for (const { value } of others) taint = joinTaint(taint, e.deepTaint(value));
  const isWrapper =
    rows.some((each) => hasTrait(each, "wrapper")) ||
    (call.args.length === functions.filter((objects) => objects.length > 0).length && !receiver);
  if (e.ast.language === "csharp" && given !== ABSENT && given !== NULL) return withTaint(given, taint);
  if (e.ast.language === "java" && given !== ABSENT && given !== NULL)
    return listOfElements(e, call.node, withTaint(given, taint));
  if (isLater && given !== ABSENT) return given;
  if (isWrapper) return wrapped;
  return taintedValue(taint.length === 0 ? taint : e.step(taint, "propagate", call.node, ""));
}

/** `ids.stream().map(Integer::parseInt)`, `map(shlex.quote, parts)`, `names.filter(given::equals)`: a function of a library's, by its name. */
function withReference(e: Evaluation, call: EvaluatedCall, name: string): Value | undefined {
  const over = loopedByName(e, call, name);
  if (!over) return undefined;
  const { callback, from } = over;
  const isOfJava = e.ast.kind(callback.node) === Kind.Member && isReference(e.ast, callback.node);
  if (isJvm(e.ast.language) && !isOfJava) return undefined;
  const kind = call.receiver ? ELEMENT_CALLBACKS.get(name) : "list of results";
  if (kind === "receiver" || kind === "passed") return isOfJava ? from.value : undefined;
  if (kind !== "list of results") return undefined;
  const kinds = kindsOfReference(e, callback.node, isOfJava);
  return kinds === NO_KINDS ? undefined : elementsEnded(e, call, from, kinds);
}

/** What is looped over by a call that is handed a function's name, and that name: C#'s `Array.ConvertAll` and Python's `map` take both. */
function loopedByName(
  e: Evaluation,
  { receiver, receiverNode, args }: EvaluatedCall,
  name: string,
): { callback: Argument; from: Argument } | undefined {
  const { language } = e.ast;
  const isListFirst = name === "ConvertAll" && language === "csharp" && args.length === 2;
  const isListLast = name === "map" && language === "python" && !receiver && args.length === 2;
  if (isListFirst) return { callback: args[1]!, from: args[0]! };
  if (isListLast) return { callback: args[0]!, from: args[1]! };
  const [callback] = args;
  return callback && receiver ? { callback, from: plainArgument(receiverNode, receiver) } : undefined;
}

/** What a function of a library, named and not called, makes of what it is called with. */
function kindsOfReference(e: Evaluation, node: AstNode, isOfJava: boolean): KindSet {
  const kind = e.ast.kind(node);
  if (kind !== Kind.Identifier && kind !== Kind.Member) return NO_KINDS;
  const modelled = rowsOf(e, node)
    .rows.flatMap(({ sanitizerCalls }) => sanitizerCalls)
    .filter(({ place, when }) => place === undefined && when === undefined)
    .flatMap((row) => list(row.kind));
  if (modelled.length > 0) return kindSet(modelled.map(intern));
  const [, owner = "", called = ""] = /(\w+)\.(\w+)$/.exec(e.ast.textOf(node)) ?? [];
  if (e.ast.language === "csharp" && givesNumber(owner, called)) return NUMBER_KIND;
  return isOfJava || kind === Kind.Identifier ? resultKinds(e.ast.name(node), isOfJava) : NO_KINDS;
}

/** What a filter lets through has passed the check that it makes. */
function passing(e: Evaluation, call: EvaluatedCall, receiver: Value, functions: readonly AbstractObject[]): Value {
  const kinds = provenOfElements(e, functions);
  return kinds === NO_KINDS ? receiver : elementsEnded(e, call, plainArgument(call.receiverNode, receiver), kinds);
}

/** A list of what is looped over, each element harmless in these ways. */
function elementsEnded(e: Evaluation, { node }: EvaluatedCall, from: Argument, kinds: KindSet): Value {
  const element = iterate(e, from.value, from.node, node);
  return listOfElements(e, node, taintedValue(passThrough(e.deepTaint(element), kinds)));
}

/** `commands.forEach(exec)`, `map(os.system, commands)`: a library's function gets each element. */
function handElements(e: Evaluation, call: EvaluatedCall, name: string): void {
  const [callback, second] = call.args;
  if (!callback || (!isScript(e.ast.language) && e.ast.language !== "python")) return;
  const isFunction = e.ast.language === "python" && !call.receiver && (name === "map" || name === "filter");
  const isMethod = call.receiver && (name === "then" || ELEMENT_CALLBACKS.has(name));
  const kind = e.ast.kind(callback.node);
  if ((!isMethod && !isFunction) || (kind !== Kind.Identifier && kind !== Kind.Member)) return;
  const from = isFunction ? second : plainArgument(call.receiverNode, call.receiver ?? UNKNOWN);
  const rows = from ? rowsOf(e, callback.node) : undefined;
  if (!from || !rows?.rows.some(({ sinkCalls }) => sinkCalls.length > 0)) return;
  const element = name === "then" ? from.value : iterate(e, from.value, from.node, call.node);
  const args = [plainArgument(from.node, element)];
  reachSinks(e, { node: call.node, callee: callback.node, receiverNode: NO_NODE, receiver: undefined, args }, rows);
}

const MOST_PASSED_ON = 8;

/** What models say that this call does with functions that are handed to it. */
export function callbacksOf(e: Evaluation, { callee }: EvaluatedCall, rows: readonly Rows[]): readonly CallbackRow[] {
  const ofAny =
    e.ast.kind(callee) === Kind.Member ? e.knowledge.models.anyCallbacks.get(e.ast.symbol(callee)) : undefined;
  return [...rows.flatMap(({ callbacks }) => callbacks), ...(ofAny ?? [])];
}

/** What a function is called with that is handed over in this position: `submit(f, x)`, `Thread(target=f, args=(x,))`. */
function passedOn(
  e: Evaluation,
  call: EvaluatedCall,
  rows: readonly CallbackRow[],
  position: number,
): Value[] | undefined {
  const { node } = call.args[position]!;
  for (const row of rows) {
    if (call.args.some(({ isSpread }) => isSpread)) continue;
    const values =
      row.arguments === undefined
        ? elementsOf(e, list(row.list).flatMap((place) => partsAt(e, call, place))[0])
        : partsAt(e, call, row.arguments).flatMap((part) => (part.node === node ? [] : [part.value]));
    if (values.length > 0) return values;
  }
  return undefined;
}

function elementsOf(e: Evaluation, part: Part | undefined): Value[] {
  const values: Value[] = [];
  for (let at = 0; part && at < MOST_PASSED_ON; at++) {
    const value = e.readField(part.value, intern(String(at)), part.node);
    if (value === ABSENT) break;
    values.push(value);
  }
  return values;
}

/** What models say that a callback's parameters get: sources, and what propagators carry there. */
function callbackArguments(e: Evaluation, call: EvaluatedCall, rows: readonly Rows[], position: number): Value[] {
  const given: Value[] = [];
  const give = (parameter: number, taint: Taint): void => {
    while (given.length <= parameter) given.push(UNKNOWN);
    given[parameter] = withTaint(given[parameter]!, taint);
  };
  for (const each of rows) {
    for (const row of each.sourceCalls) {
      for (const place of list(row.place ?? "result")) {
        const callback = callbackPlace(place);
        if (callback && (callback.argument ?? position) === position && conditionsHold(e, call.node, row.when))
          give(callback.parameter, e.sources.taintAt(call.node, [intern(row.kind)], row.title ?? "", false));
      }
    }
    for (const row of each.propagators) {
      for (const place of list(row.to)) {
        const callback = callbackPlace(place);
        if (!callback || (callback.argument ?? position) !== position || !conditionsHold(e, call.node, row.when))
          continue;
        let taint: Taint = [];
        for (const part of partsAt(e, call, row.from)) taint = joinTaint(taint, e.deepTaint(part.value));
        give(callback.parameter, taint);
      }
    }
  }
  return given;
}

/** Calls functions in some order, or none of them. `applyOnly`: when nobody wants to know what they give. */
export function runFunctions(
  e: Evaluation,
  call: EvaluatedCall,
  functions: readonly AbstractObject[],
  args: readonly Value[],
  applyOnly?: typeof applyOutward,
): Value {
  let result: Value = ABSENT;
  const before = e.state;
  const state = before.fork();
  e.state = state;
  for (const object of functions) {
    if (!object.unit) continue;
    const wasPending = e.pending.get(object.unit);
    const application = {
      unit: object.unit,
      object,
      node: call.node,
      receiver: undefined,
      args: args.map((value) => plainArgument(NO_NODE, value)),
    };
    if (applyOnly) applyOnly(e, application);
    else result = join(result, applyUnit(e, application));
    // Nobody knows when it runs: the end of the unit, when all variables have their values, is as good a time as now.
    if (wasPending && !args.some((value) => value !== UNKNOWN)) e.pending.set(object.unit, wasPending);
  }
  e.state = before;
  before.absorb([before.fork(), state]);
  return result === ABSENT ? UNKNOWN : result;
}

function afterPromise(
  e: Evaluation,
  call: EvaluatedCall,
  name: string,
  receiver: Value,
  functions: readonly (readonly AbstractObject[])[],
): Value {
  if (name !== "then") {
    runFunctions(e, call, functions[0]!, []);
    return receiver;
  }
  const result = runFunctions(e, call, functions[0]!, [receiver]);
  if (functions[1] && functions[1].length > 0) runFunctions(e, call, functions[1], []);
  return result;
}

function reduce(e: Evaluation, call: EvaluatedCall, receiver: Value, functions: readonly AbstractObject[]): Value {
  const element = e.readElement(receiver);
  const initial = call.args[1]?.value ?? element;
  const once = runFunctions(e, call, functions, [initial, element]);
  return join(initial, runFunctions(e, call, functions, [join(initial, once), element]));
}
