// Instances: what `new` and calls of classes make, which constructors run on it, and calls to the parent's.

import { type Ast, type AstNode, NO_NODE } from "../syntax/ast.ts";
import { Flag, Kind, Role } from "../syntax/kind.ts";
import { intern, type Sym } from "../syntax/symbols.ts";
import { applyUnit } from "./apply.ts";
import { dispatch, evaluateArguments } from "./calls.ts";
import { carried } from "./carried.ts";
import { componentsOf, fittingOverloads, hasBareMembers, OUTER } from "./class-members.ts";
import type { Evaluation } from "./evaluation.ts";
import { evaluate } from "./expressions.ts";
import { fillInstance, fillUnknown } from "./initializers.ts";
import { methodsOf } from "./members.ts";
import { classNamed } from "./php.ts";
import type { Argument, EvaluatedCall } from "./places.ts";
import { reachInitializers } from "./sinks.ts";
import { type ClassInfo, CONSTRUCTORS, type Unit } from "./unit.ts";
import { constantValue, join, NULL, objectValue, UNKNOWN, type Value } from "./value.ts";

export function instantiate(e: Evaluation, node: AstNode): Value {
  const { ast } = e;
  const given = ast.child(node, Role.Callee);
  const callee = given === NO_NODE && ast.language === "csharp" ? typeGiven(e, node) : given;
  if (callee !== NO_NODE && ast.kind(callee) === Kind.Type && ast.name(callee) === "[]" && ast.language !== "go")
    return newArray(e, node);
  let calleeValue = callee === NO_NODE ? UNKNOWN : evaluate(e, callee);
  if (ast.language === "php" && typeof calleeValue.constant === "string")
    calleeValue = classNamed(e, calleeValue.constant) ?? UNKNOWN;
  const args = evaluateArguments(e, node);
  const call: EvaluatedCall = { node, callee, receiverNode: NO_NODE, receiver: undefined, args };
  e.calls.set(node, call);
  const body = ast.child(node, Role.Body);
  const own = body !== NO_NODE && ast.kind(body) === Kind.Class ? e.file.classOf(body) : undefined;
  if (callee === NO_NODE && !own) return carried(e, call);
  reachInitializers(e, node);
  if (!own) return fillUnknown(e, call, dispatch(e, call, calleeValue));
  // `new T() { … }`
  evaluate(e, body);
  return construct(e, call, own);
}

/** C#'s `new()`: of the type of what it is given to. */
function typeGiven(e: Evaluation, node: AstNode): AstNode {
  const { ast } = e;
  for (let at = ast.parent(node), depth = 0; depth < 3; at = ast.parent(at), depth++) {
    switch (ast.kind(at)) {
      case Kind.Field:
      case Kind.Declarator:
      case Kind.WithItem:
        return ast.child(at, Role.Type);
      case Kind.Assign: {
        const target = ast.child(at, Role.Target);
        const declaration = ast.kind(target) === Kind.Identifier ? e.file.names.declarationOf(target) : NO_NODE;
        return declaration === NO_NODE ? NO_NODE : ast.child(ast.parent(declaration), Role.Type);
      }
      case Kind.Function:
        return typeReturned(ast, at);
      case Kind.Return:
        return typeReturned(ast, ast.enclosing(at, Kind.Function));
      case Kind.Binary:
      case Kind.Conditional:
        break;
      default:
        return NO_NODE;
    }
  }
  return NO_NODE;
}

/** Of a method that is asynchronous, what its task gives. */
function typeReturned(ast: Ast, method: AstNode): AstNode {
  const type = method === NO_NODE ? NO_NODE : ast.child(method, Role.ReturnType);
  const inner = type === NO_NODE ? NO_NODE : ast.child(type, Role.TypeArgument);
  return inner !== NO_NODE && ast.hasFlag(method, Flag.Async) ? inner : type;
}

/** `new String[3]`: what stands there may come from anywhere, a call that fills it for one. */
function newArray(e: Evaluation, node: AstNode): Value {
  const args = evaluateArguments(e, node);
  const made = e.madeAt(node, "list");
  const length = args.length === 1 ? args[0]!.value.constant : undefined;
  e.state.set(e.restCell(made), UNKNOWN);
  e.state.set(e.lengthCell(made), typeof length === "number" ? constantValue(length) : UNKNOWN);
  return objectValue(made);
}

/** A new instance: its fields, its superclasses' and its own constructor. */
export function construct(e: Evaluation, call: EvaluatedCall, info: ClassInfo): Value {
  const made = e.madeAt(call.node, "instance", info);
  const instance = objectValue(made);
  if (hasBareMembers(e.ast.language) && !e.ast.hasFlag(e.unit.node, Flag.Static) && e.ask.instanceAround(info))
    e.writeField(instance, OUTER, outerObject(e, call.node));
  fillInstance(e, call, info, instance, initialize(e, call, info, instance, new Set()));
  return instance;
}

/** What an inner class's instance lies in: `outer.new Inner()`, else the object whose method makes it. */
function outerObject(e: Evaluation, node: AstNode): Value {
  const object = e.ast.kind(node) === Kind.New ? e.ast.child(node, Role.Object) : NO_NODE;
  return object === NO_NODE ? e.receiver : evaluate(e, object);
}

/** Gives the class's own constructors, which have run. */
function initialize(
  e: Evaluation,
  call: EvaluatedCall,
  info: ClassInfo,
  instance: Value,
  seen: Set<ClassInfo>,
): readonly Unit[] {
  if (seen.has(info)) return [];
  seen.add(info);
  const { units, takesComponents } = constructorsOf(e, info, call.args.length);
  const isImplicit = units.length === 0;
  for (const parent of e.ask.superclassesOf(info)) {
    // A constructor of its own says itself when the superclass's runs; without one it runs right away.
    if (isImplicit) initialize(e, call, parent, instance, seen);
    else applyFields(e, call, parent, instance);
  }
  // What fields begin with may be made of them.
  if (takesComponents) initializeComponents(e, info, instance, call.args);
  applyFields(e, call, info, instance);
  runConstructors(e, call.node, units, instance, call.args);
  return units;
}

/** A record without a constructor of its own takes its components in order; so does one that leaves its parameters out, before it runs. */
function initializeComponents(e: Evaluation, info: ClassInfo, instance: Value, args: readonly Argument[]): void {
  for (const [position, component] of componentsOf(info).entries())
    e.writeField(instance, component, args[position]?.value ?? NULL);
}

/** Of several that would fit, each may be the one: what they do is joined. */
function runConstructors(
  e: Evaluation,
  node: AstNode,
  constructors: readonly Unit[],
  receiver: Value,
  args: readonly Argument[],
): void {
  const run = (unit: Unit) => applyUnit(e, { unit, object: undefined, node, receiver, args });
  if (constructors.length < 2) {
    for (const unit of constructors) run(unit);
    return;
  }
  const before = e.state;
  const layers = constructors.map((unit) => {
    e.state = before.fork();
    run(unit);
    return e.state;
  });
  e.state = before;
  before.absorb(layers);
}

function applyFields(e: Evaluation, call: EvaluatedCall, info: ClassInfo, instance: Value): void {
  applyUnit(e, { unit: info.unit, object: undefined, node: call.node, receiver: instance, args: [] });
}

/** What runs when a class is given so many arguments, and whether a record's or primary constructor's components take them first. */
interface Constructors {
  readonly units: readonly Unit[];
  readonly takesComponents: boolean;
}

function constructorsOf(e: Evaluation, info: ClassInfo, count: number): Constructors {
  for (const name of CONSTRUCTORS) {
    const unit = e.ask.methodOf(info, name);
    if (unit) return { units: [unit], takesComponents: false };
  }
  const all = e.ask.methodsOf(info, intern(info.name));
  const isCompact = (unit: Unit) => unit.file.ast.hasFlag(unit.node, Flag.Shorthand);
  const components = hasBareMembers(e.ast.language) ? componentsOf(info) : [];
  const takesComponents =
    components.length === count && !all.some((unit) => !isCompact(unit) && unit.parameters.length === count);
  const candidates = all.filter((unit) => isCompact(unit) === takesComponents).map((unit) => ({ unit }));
  const units = fittingOverloads(candidates, count).map(({ unit }) => unit);
  return { units, takesComponents: takesComponents || (all.length === 0 && components.length > 0) };
}

/** `super` of JavaScript, Java and others, `super()` of Python. */
export function isSuper(e: Evaluation, node: AstNode): boolean {
  const { ast } = e;
  if (node === NO_NODE) return false;
  if (ast.kind(node) === Kind.Super) return true;
  if (ast.kind(node) !== Kind.Call || ast.language !== "python") return false;
  const callee = ast.child(node, Role.Callee);
  return ast.kind(callee) === Kind.Identifier && ast.name(callee) === "super";
}

export function superMethod(e: Evaluation, name: Sym): Value {
  let found: Value = UNKNOWN;
  const info = e.enclosingClass;
  for (const parent of info ? e.ask.superclassesOf(info) : [])
    for (const unit of methodsOf(e, parent, name, false)) found = join(found, objectValue(e.functionObject(unit)));
  return found;
}

/** `super(…)`: the superclass's constructor on this very instance; `this(…)`: another one of the class itself. */
export function callConstructor(e: Evaluation, call: EvaluatedCall): Value {
  const info = e.enclosingClass;
  if (!info) return UNKNOWN;
  const isOwn = e.ast.kind(call.callee) === Kind.This;
  for (const each of isOwn ? [info] : e.ask.superclassesOf(info)) {
    const { units, takesComponents } = constructorsOf(e, each, call.args.length);
    if (takesComponents) initializeComponents(e, each, e.receiver, call.args);
    const others = units.filter((unit) => unit !== e.unit);
    runConstructors(e, call.node, others, e.receiver, call.args);
  }
  return UNKNOWN;
}
