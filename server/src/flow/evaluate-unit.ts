// From a unit to its summary and its findings: gives its parameters their first values, runs it, calls what nobody called,
// and says what others can see of the outcome.

import { type AstNode, NO_NODE } from "../syntax/ast.ts";
import { Flag, Kind, Role } from "../syntax/kind.ts";
import { isScript } from "../syntax/language.ts";
import { intern, nameOf, type Sym } from "../syntax/symbols.ts";
import type { Steps } from "../text/steps.ts";
import type { Arrival } from "./arrivals.ts";
import { assign } from "./assignment.ts";
import { hasBareMembers } from "./class-members.ts";
import { isBound } from "./csharp.ts";
import { callImplementations, callProvider } from "./declared-handlers.ts";
import { Evaluation } from "./evaluation.ts";
import { evaluate } from "./expressions.ts";
import { bindResults, runDeferred } from "./go-values.ts";
import { Inquiry } from "./inquiry.ts";
import { hasKind } from "./kind-set.ts";
import { type Limits, MOST, NO_LIMITS } from "./limits.ts";
import { withoutNaming } from "./named-paths.ts";
import type { AbstractObject } from "./object.ts";
import { escapedByOwn } from "./own-escaping.ts";
import { givenByDecorators } from "./parameter-decorators.ts";
import { isNumberType, isReference } from "./php.ts";
import { evaluateResult, noteWayOut } from "./proofs.ts";
import { providedByType } from "./providers.ts";
import { reachReturn } from "./sinks.ts";
import { SmallTable } from "./small-table.ts";
import { leave, run } from "./statements.ts";
import type { Effect, ObjectContents, Summary } from "./summary.ts";
import type { Surroundings } from "./surroundings.ts";
import { withoutArguments } from "./unbound-values.ts";
import { type Concern, callUncalled } from "./uncalled.ts";
import { nodesOfUnit, parameterNode, receiverParameter, type Unit } from "./unit.ts";
import {
  ABSENT,
  CLEAN,
  constantValue,
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
import { NUMBER_KIND, NUMBER_TYPES, VALUE_TYPE } from "./value-types.ts";
import { baseOf, Decision, noteDecision, noteInput } from "./variants.ts";

export interface UnitResult {
  readonly summary: Summary;
  readonly arrivals: readonly Arrival[];
  /** Units whose summaries it used. */
  readonly used: ReadonlySet<Unit>;
  /** Units of whose summaries it was only told whom calling them concerns. */
  readonly glanced: ReadonlyMap<Unit, Concern>;
  /** Why not everything could be looked at. */
  readonly limits: Limits;
  /** A mistake of the engine's own, kept to the unit in which it showed. */
  readonly failure?: string;
  /** What it asked about the world, for the day that the world changes. */
  readonly ask: Inquiry;
}

/** What is taken for the result of a unit whose evaluation failed: nothing, and why. */
export function failedUnit(unit: Unit, program: Surroundings, error: unknown): UnitResult {
  const summary: Summary = {
    result: NULL,
    effects: [],
    contents: new Map(),
    captures: new Map(),
    hits: [],
    calls: [],
    decisive: new Map(),
    variables: [],
    neverReturns: false,
    proofs: [],
    objects: undefined,
    concern: undefined,
    outward: undefined,
    outwardConcern: undefined,
  };
  const failure = error instanceof Error ? error.message : String(error);
  const ask = new Inquiry(baseOf(unit), program);
  return { summary, arrivals: [], used: new Set(), glanced: new Map(), limits: NO_LIMITS, failure, ask };
}

/** A step is a statement of the unit's own, or a function that nobody called; what these do takes as long as it takes. */
export function* evaluateUnit(of: Unit, program: Surroundings): Steps<UnitResult> {
  const e = new Evaluation(of, program);
  const { unit } = e;
  switch (unit.kind) {
    case "module":
      yield* runEach(e, e.ast.children(unit.node));
      break;
    case "class":
      runFields(e);
      break;
    case "function":
      callImplementations(e, bindParameters(e));
      yield* runBody(e);
  }
  if (!e.state.isDead) {
    noteWayOut(e, NULL);
    leave(e, runDeferred(e, unit.node, NULL));
  }
  e.result = escapedByOwn(e, e.result);
  noteResult(e);
  const neverReturns = e.returns.length === 0 && e.result === ABSENT && e.isPatient;
  yield* callUncalled(e);
  const summary = summarize(e, neverReturns);
  for (const each of e.used) e.glanced.delete(each);
  e.ask.seal();
  e.sealObjects();
  return {
    summary,
    arrivals: withoutNaming(e, e.arrivals.all),
    used: e.used,
    glanced: e.glanced,
    limits: e.limitsHit(),
    ask: e.ask,
  };
}

function* runEach(e: Evaluation, statements: readonly AstNode[]): Steps<void> {
  for (const statement of statements) {
    run(e, statement);
    yield* e.pause();
  }
}

/** Short functions are asked again for constants whatever they do with them: the result may be one. */
const SHORT = 60;

function noteResult(e: Evaluation): void {
  const { taint, objects, constant, isFixed } = e.result;
  if (constant !== undefined) return;
  if (taint.length === 0) {
    // Which of its constants comes out may depend on any of them.
    if (isFixed && objects.length === 0) for (const input of e.decisive.keys()) noteInput(e, input, Decision.Result);
    return;
  }
  const isFolded = taint.every(({ ended }) => hasKind(ended, BOOLEAN) || hasKind(ended, NUMBER));
  if (!isFolded && nodesOfUnit(e.unit).length > SHORT) return;
  noteDecision(e, taintedValue(taint), Decision.Result);
}

const BOOLEAN = intern("boolean");
const NUMBER = intern("number");

/** What comes in, parameter by parameter. */
function bindParameters(e: Evaluation): Value[] {
  const { ast, unit } = e;
  const receiver = receiverParameter(ast, unit.node);
  if (receiver !== NO_NODE) assign(e, ast.child(receiver, Role.Target), e.receiver, receiver);
  bindResults(e);
  const handlers = e.ask.handlers();
  const isPhp = ast.language === "php";
  const given: Value[] = unit.parameters.map(() => UNKNOWN);
  for (const [index, parameter] of unit.parameters.entries()) {
    const node = parameterNode(unit, parameter);
    const target = ast.child(node, Role.Target);
    if (target === NO_NODE) continue;
    const origins = e.origins(ast.kind(target) === Kind.Identifier ? target : node);
    const input = e.inputs.of(
      { kind: "parameter", index },
      origins.list,
      parameter.isRest ? "list" : parameter.isKeywordRest ? "map" : "unknown",
      e.ask.classOfParameter(target),
    );
    const constant = e.constants.get(`p${index}`);
    if (constant !== undefined && !parameter.isRest && !parameter.isKeywordRest) {
      assign(e, target, constantValue(constant), node);
      continue;
    }
    let value: Value = objectValue(input);
    value = withTaint(value, e.sources.ofReads(origins.list, origins.isGuess, target));
    for (const { row } of handlers) {
      const isTyped = row.parameters?.[index] !== undefined && row.parameters[index] !== "_";
      // These are told by the call that names the function.
      if (row.route !== undefined || row.gives) continue;
      if (ast.language === "csharp" && !isBound(ast, node)) continue;
      if (isPhp && !isOfText(ast, ast.child(node, Role.Type))) continue;
      if (
        row.parameterKind !== undefined &&
        !isTyped &&
        !isSkipped(e, node, row.skip) &&
        !isConverted(e, parameter.name)
      )
        value = withTaint(
          value,
          e.sources.taintAt(target, [intern(row.parameterKind)], row.parameterTitle ?? "", false),
        );
    }
    value = withTaint(value, broughtTo(e, node, target));
    if (value.taint.length > 0 && (isValueType(e, node) || isOfEnumeration(e, target)))
      value = newValue(passThrough(value.taint, NUMBER_KIND), value.objects, value.constant, value.isFixed);
    const fallback = ast.child(node, Role.Default);
    if (fallback !== NO_NODE) value = join(value, evaluate(e, fallback));
    const type = ast.child(node, Role.Type);
    value = join(join(value, providedByType(e, type)), givenByDecorators(e, node));
    if (isTypedNumber(ast, type)) value = taintedValue(passThrough(e.deepTaint(value), NUMBER_KIND));
    if (isPhp && isNumberType(ast, type)) value = taintedValue(passThrough(e.deepTaint(value), NUMBER_KIND));
    if ((isPhp || ast.language === "csharp") && isReference(ast, node)) {
      // Its cell outlives every `return`.
      const cell = e.cells.make(value, false);
      e.aliasVariable(e.file.names.declarationOf(target), cell);
      e.references.set(index, { cell, initial: value });
    } else assign(e, target, value, node);
    if (isPromoted(e, node)) e.writeField(e.receiver, intern(nameOf(parameter.name).replace(/^\$/, "")), value);
    given[index] = value;
  }
  return given;
}

/** What a framework puts in a parameter or field that says where it is from: `@RequestParam`, `[BindProperty]`. */
function broughtTo(e: Evaluation, node: AstNode, target: AstNode): Taint {
  const { ast } = e;
  let taint = CLEAN;
  for (const decorator of ast.children(node, Role.Decorator))
    for (const origin of e.ask.decoratorOrigins(ast.firstChild(decorator))) {
      const rows = e.knowledge.models
        .rowsOf(origin)
        .parameterDecorators.filter(({ skip }) => !isHandedTo(e, decorator, skip));
      taint = joinTaint(taint, e.sources.ofRows(rows, target, false));
    }
  return taint;
}

/** Whether a constructor's parameter is a field of the same name: PHP's promoted ones, TypeScript's parameter properties. */
function isPromoted({ ast }: Evaluation, parameter: AstNode): boolean {
  if (ast.language !== "php" && !isScript(ast.language)) return false;
  return PROMOTING.some((word) => ast.hasChild(parameter, Role.Modifier, word));
}

const PROMOTING = ["public", "protected", "private", "readonly", "override"].map(intern);

function isValueType(e: Evaluation, parameter: AstNode): boolean {
  if (!hasBareMembers(e.ast.language)) return false;
  const type = e.ast.child(parameter, Role.Type);
  return type !== NO_NODE && VALUE_TYPE.test(e.ast.name(type).replace(/^.*\./, ""));
}

/** Whether a framework can only put one of the constants of an enumeration of the program's in a parameter. */
function isOfEnumeration(e: Evaluation, target: AstNode): boolean {
  const isTold = hasBareMembers(e.ast.language) || e.ast.language === "python";
  const info = isTold ? e.ask.classOfParameter(target) : undefined;
  return info !== undefined && e.ask.isEnumeration(info);
}

/** Languages that check what is handed over. */
const TYPED: ReadonlySet<string> = new Set(["go", "csharp", "java", "kotlin"]);

function isTypedNumber(ast: Evaluation["ast"], type: AstNode): boolean {
  return type !== NO_NODE && TYPED.has(ast.language) && NUMBER_TYPES.has(ast.name(type));
}

/** Of PHP's parameters, frameworks fill those that say no class from the route. */
function isOfText(ast: Evaluation["ast"], type: AstNode): boolean {
  return type === NO_NODE || /^\??(string|mixed|array|iterable)$/i.test(ast.textOf(type));
}

/** A parameter that the framework fills from elsewhere: `db = Depends(get_db)`, `@AuthenticationPrincipal User user`. */
function isSkipped(e: Evaluation, parameter: AstNode, paths: Paths): boolean {
  const { ast, knowledge } = e;
  if (paths === undefined) return false;
  const isSkipping = (decorator: AstNode) =>
    knowledge.models.isAtAny(e.ask.decoratorOrigins(ast.firstChild(decorator)), paths);
  return (
    isOneOf(e, [ast.child(parameter, Role.Default), ast.child(parameter, Role.Type)], paths) ||
    ast.children(parameter, Role.Decorator).some(isSkipping)
  );
}

/** Whether one of these is handed to a decorator, as it is or made for it. */
function isHandedTo(e: Evaluation, decorator: AstNode, paths: Paths): boolean {
  return isOneOf(e, e.ast.children(e.ast.firstChild(decorator), Role.Argument), paths);
}

/** Whether a route makes a number of a part of the path: `/users/<int:id>`, `/users/<id:int>`. */
function isConverted({ ast, unit, ask }: Evaluation, name: Sym): boolean {
  if (ast.language !== "python") return false;
  const part = new RegExp(`<(int|float|uuid)(\\(.*?\\))?:${nameOf(name)}>|<${nameOf(name)}:(int|float|uuid)>`);
  const routes = ast
    .children(unit.node, Role.Decorator)
    .map((decorator) => ast.child(ast.firstChild(decorator), Role.Argument))
    .map((route) => (route === NO_NODE ? undefined : ask.constant(route)))
    .filter((route) => typeof route === "string" && route.includes(nameOf(name)));
  return routes.length > 0 && routes.every((route) => part.test(String(route)));
}

type Paths = string | readonly string[] | undefined;

function isOneOf(e: Evaluation, nodes: readonly AstNode[], paths: Paths): boolean {
  return (
    paths !== undefined &&
    nodes.some((node) => node !== NO_NODE && e.knowledge.models.isAtAny(e.origins(node).list, paths))
  );
}

function* runBody(e: Evaluation): Steps<void> {
  const { ast, unit } = e;
  // C#'s `: base(x)`
  for (const first of ast.children(unit.node, Role.Init)) run(e, first);
  const body = ast.child(unit.node, Role.Body);
  if (body === NO_NODE) {
    callProvider(e);
    return;
  }
  if (ast.language === "ruby" || (ast.language === "kotlin" && ast.hasFlag(unit.node, Flag.Lambda))) {
    runRubyBody(e, body);
    return;
  }
  if (!ast.hasFlag(unit.node, Flag.ExpressionBody)) {
    if (ast.kind(body) !== Kind.Block || e.state.isDead) {
      run(e, body);
      return;
    }
    e.depth++;
    yield* runEach(e, ast.children(body));
    e.depth--;
    return;
  }
  leave(e, reachReturn(e, body, evaluateResult(e, body)));
}

/** A method or block of Ruby's gives what its last statement gives, and so does a lambda of Kotlin's. */
function runRubyBody(e: Evaluation, body: AstNode): void {
  const { ast, unit } = e;
  const statements = ast.kind(body) === Kind.Block ? ast.children(body) : [body];
  let value: Value = NULL;
  for (const [position, statement] of statements.entries()) {
    if (e.state.isDead) return;
    const isLast = position === statements.length - 1;
    const isBare = ast.hasFlag(unit.node, Flag.ExpressionBody);
    const expression =
      ast.kind(statement) === Kind.ExpressionStatement ? ast.firstChild(statement) : isBare ? statement : NO_NODE;
    if (isLast && expression !== NO_NODE) {
      value = evaluateResult(e, expression);
      if (!e.state.isDead) value = reachReturn(e, expression, value);
    } else {
      value = run(e, statement);
      if (isLast) noteWayOut(e, value);
    }
  }
  if (!e.state.isDead) leave(e, value);
}

/** A class's body: the values of its fields, as writings to its receiver. What a primary constructor took is there by then. */
function runFields(e: Evaluation): void {
  const { ast, unit } = e;
  for (const parameter of ast.children(unit.node, Role.Parameter)) {
    const target = ast.child(parameter, Role.Target);
    const { declaration } = e.resolve(target);
    if (declaration !== NO_NODE)
      e.state.set(e.variable(declaration, target), e.readField(e.receiver, ast.symbol(parameter), parameter));
  }
  for (const member of ast.children(unit.node, Role.Member)) {
    if (ast.kind(member) !== Kind.Field) {
      if (ast.kind(member) !== Kind.Function && ast.kind(member) !== Kind.Class) run(e, member);
      continue;
    }
    const value = ast.child(member, Role.Value);
    if (value !== NO_NODE) e.writeField(e.receiver, ast.symbol(member), evaluate(e, value));
    const brought = broughtTo(e, member, ast.child(member, Role.Name));
    if (brought.length > 0)
      e.writeField(
        e.receiver,
        ast.symbol(member),
        taintedValue(isValueType(e, member) ? passThrough(brought, NUMBER_KIND) : brought),
      );
  }
  for (const [declaration, cell] of e.ownVariables())
    if (e.file.ownerOf(declaration) === unit) e.writeField(e.receiver, ast.symbol(declaration), e.state.get(cell));
}

// Summaries

function summarize(e: Evaluation, neverReturns: boolean): Summary {
  const contents = new Map<AbstractObject, ObjectContents>();
  const captures = new Map<AbstractObject, ReadonlyMap<string, Value>>();
  const effects = nearest(e, effectsOf(e));
  const waiting: AbstractObject[] = [];
  const visit = (value: Value): void => {
    for (const object of value.objects) waiting.push(object);
  };
  visit(e.result);
  for (const effect of effects) visit(effect.value);
  for (const call of e.inputCalls) {
    for (const arg of call.args) visit(arg);
    if (call.receiver) visit(call.receiver);
  }
  const seen = new Set<AbstractObject>();
  // What the result is made of comes first, and what holds before what is held.
  for (let at = 0; at < waiting.length && seen.size < MOST.contents; at++) {
    const object = waiting[at]!;
    if (seen.has(object)) continue;
    seen.add(object);
    if (object.kind === "function") {
      const own = capturesOf(e, object);
      if (own.size > 0) captures.set(object, own);
      for (const value of own.values()) visit(value);
    }
    if (object.kind !== "made") continue;
    const fields = new SmallTable<Value>();
    for (let field = 0; field < object.fields.size; field++) {
      const value = e.state.get(object.fields.valueAt(field));
      if (value === ABSENT) continue;
      fields.set(object.fields.keyAt(field), value);
      visit(value);
    }
    const rest = object.rest === 0 ? undefined : e.state.get(object.rest);
    if (rest) visit(rest);
    contents.set(object, { fields, rest, length: object.length === 0 ? undefined : e.state.get(object.length) });
  }
  if (seen.size >= MOST.contents && waiting.some((object) => !seen.has(object))) e.limits.add("contents");
  const result = e.result === ABSENT ? NULL : withoutArguments(e, e.result);
  return {
    result,
    effects,
    contents,
    captures,
    // Of a variant, what happens inside happens for those that call it so.
    hits: withoutNaming(e, e.constants.size === 0 ? e.hits.all : [...e.hits.all, ...e.arrivals.all]),
    calls: e.inputCalls,
    decisive: e.decisive,
    variables: [...e.outerVariables.keys()],
    neverReturns,
    proofs: e.proofs.all(),
    objects: undefined,
    concern: undefined,
    outward: undefined,
    outwardConcern: undefined,
  };
}

function nearest(e: Evaluation, effects: Effect[]): Effect[] {
  if (effects.length <= MOST.effects) return effects;
  e.limits.add("effects");
  const distance = (effect: Effect): number => {
    if (effect.kind !== "field" && effect.kind !== "rest") return 0;
    let count = 0;
    for (let at = effect.object.parent; at; at = at.parent) count++;
    return count;
  };
  return effects
    .map((effect) => ({ effect, far: distance(effect) }))
    .sort((a, b) => a.far - b.far)
    .slice(0, MOST.effects)
    .map(({ effect }) => effect);
}

function effectsOf(e: Evaluation): Effect[] {
  const effects: Effect[] = [];
  for (const [key, cell] of e.outerVariables) {
    const value = e.state.get(cell);
    if (value !== e.cells.initial(cell)) effects.push({ kind: "variable", key, value });
  }
  for (const [index, { cell, initial }] of e.references) {
    const value = e.state.get(cell);
    if (value !== initial) effects.push({ kind: "parameter", index, value });
  }
  for (const object of e.writtenInputs) {
    const { fields } = object;
    for (let at = 0; at < fields.size; at++) {
      const cell = fields.valueAt(at);
      const value = e.state.get(cell);
      if (value !== e.cells.initial(cell)) effects.push({ kind: "field", object, member: fields.keyAt(at), value });
    }
    if (object.rest !== 0) {
      const value = e.state.get(object.rest);
      if (value !== ABSENT) effects.push({ kind: "rest", object, value });
    }
  }
  return effects;
}

/** The variables around a function that leaves this unit, as they are now. */
function capturesOf(e: Evaluation, object: AbstractObject): Map<string, Value> {
  const brought = e.allCaptured(object);
  if (brought && !e.bound.has(object)) return brought;
  const captures = new Map<string, Value>(brought);
  const { unit } = object;
  if (!unit || e.unit.kind === "module") return captures;
  e.used.add(unit);
  const summary = e.program.summaryOf(unit, e.depth);
  if (!summary) return captures;
  for (const { key, cell } of e.ownCaptured())
    if (summary.variables.includes(key) && !captures.has(key)) captures.set(key, e.state.get(cell));
  const own = `${e.unit.id}:this`;
  if (summary.variables.includes(own) && !captures.has(own)) captures.set(own, e.receiver);
  for (const key of summary.variables) {
    const cell = e.outerVariables.get(key);
    if (cell !== undefined && !captures.has(key)) captures.set(key, e.state.get(cell));
  }
  return captures;
}
