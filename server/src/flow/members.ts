// Names, members and elements: what a variable holds, what is read through an object, a class or a module, and what stands at
// a key or within bounds.

import { type AstNode, NO_NODE } from "../syntax/ast.ts";
import { Kind, Role } from "../syntax/kind.ts";
import { isJvm, isScript, type LanguageId } from "../syntax/language.ts";
import { intern, nameOf, type Sym } from "../syntax/symbols.ts";
import { hasAccessors, hasProperties, readAccessor, readIndexer, readMissing } from "./accessors.ts";
import { plainArgument } from "./apply.ts";
import { hasBareMembers, readBareField, staticConstant } from "./class-members.ts";
import { characterAt, slice } from "./constants.ts";
import { isDelegateCall } from "./csharp.ts";
import { csharpMember } from "./csharp-library.ts";
import type { Evaluation } from "./evaluation.ts";
import { CLASS, DEEPEST_LITERAL, evaluate, OF_FUNCTIONS } from "./expressions.ts";
import { embeddedHolder } from "./go-values.ts";
import { kindSet } from "./kind-set.ts";
import { kotlinProperty } from "./kotlin.ts";
import { lengthOf, saysHowMuch } from "./lengths.ts";
import { MOST } from "./limits.ts";
import { list } from "./model-index.ts";
import { ended } from "./modelled-calls.ts";
import type { AbstractObject } from "./object.ts";
import { constantCell, globalsElement, magicGet, namedVariable } from "./php.ts";
import { constructorOf } from "./prototypes.ts";
import { guardedKinds } from "./proven-paths.ts";
import { callFunction } from "./ruby.ts";
import type { Entity } from "./surroundings.ts";
import type { ClassInfo, Unit } from "./unit.ts";
import {
  ABSENT,
  type Constant,
  constantValue,
  FIXED,
  isFixed,
  join,
  NO_OBJECTS,
  NULL,
  newValue,
  objectValue,
  passThrough,
  taintedValue,
  UNKNOWN,
  type Value,
  withTaint,
} from "./value.ts";
import { noteDecision } from "./variants.ts";

export function identifier(e: Evaluation, node: AstNode): Value {
  return withSources(e, node, e.ast.symbol(node), variable(e, node), isKeptHere(e, node));
}

/** A variable of this unit that only one expression gives a value: what that read is in the variable, with what was proven of it since. */
function isKeptHere(e: Evaluation, node: AstNode): boolean {
  const { declaration, entity, isMember } = e.resolve(node);
  if (declaration === NO_NODE || entity || isMember || e.file.ownerOf(declaration) !== e.unit) return false;
  return e.file.names.onlyValueOf(declaration) !== NO_NODE;
}

export function variable(e: Evaluation, node: AstNode): Value {
  const { declaration, entity, isMember } = e.resolve(node);
  if (hasBareMembers(e.ast.language) && (isMember || declaration === NO_NODE)) {
    const field = entity ? undefined : readBareField(e, node);
    if (field) return field;
  }
  if (declaration === NO_NODE && !entity && e.ast.language === "php") return undeclaredInPhp(e, node);
  if (entity) {
    const value = entityValue(e, entity);
    return entity.kind === "variable" ? withTaint(value, e.sources.ofPath(e.origins(node).list, node)) : value;
  }
  if (declaration === NO_NODE && isScript(e.ast.language) && e.ast.name(node) === "arguments") return argumentsOf(e);
  if (declaration === NO_NODE || isImported(e.ast, declaration)) return UNKNOWN;
  if (isMember) {
    const constant = e.ask.constant(node);
    return constant === undefined ? e.readField(e.receiver, e.ast.symbol(node), node) : constantValue(constant);
  }
  return e.state.get(e.variable(declaration, node));
}

/** Arguments that no parameter takes are few where `arguments` is used for them. */
const MOST_UNNAMED = 4;

/** JavaScript's `arguments`: what the function was called with. */
function argumentsOf(e: Evaluation): Value {
  const { unit } = e;
  if (unit.kind !== "function" || e.ask.isLambda(unit)) return UNKNOWN;
  const made = e.madeAt(unit.node, "list", undefined, undefined, "arguments");
  for (let index = 0; index < unit.parameters.length + MOST_UNNAMED; index++)
    e.state.set(e.fieldCell(made, intern(String(index))), objectValue(e.inputs.of({ kind: "parameter", index })));
  return objectValue(made);
}

/** What stands for a library as a whole: an import that leads nowhere in the program. In Python and JavaScript it may be any value. */
function isImported(ast: Evaluation["ast"], declaration: AstNode): boolean {
  if (ast.language === "python" || isScript(ast.language)) return false;
  const kind = ast.kind(ast.role(declaration) === Role.Alias ? ast.parent(declaration) : declaration);
  return kind === Kind.Import || kind === Kind.ImportSpecifier;
}

/** PHP's names that no text of the file declares: variables by other files' or other names' doing, the class around. */
function undeclaredInPhp(e: Evaluation, node: AstNode): Value {
  const name = e.ast.name(node);
  if (name.startsWith("$")) {
    const value = e.state.get(namedVariable(e, name, node));
    const isUnset =
      value === NULL || value.objects.some(({ kind, root }) => kind === "input" && root?.kind === "variable");
    return e.hasNamedRest && isUnset ? join(value, e.state.get(e.namedRest)) : value;
  }
  if (name === "self" || name === "static")
    return e.enclosingClass ? objectValue(e.classObject(e.enclosingClass)) : UNKNOWN;
  const constant = e.ask.constant(node);
  return constant === undefined ? definedInPhp(e, node) : constantValue(constant);
}

/** What `define` gave a name, here or in another file. */
function definedInPhp(e: Evaluation, node: AstNode): Value {
  const { ast } = e;
  if (ast.role(node) === Role.Callee || !/^[A-Z_][A-Z\d_]*$/.test(ast.name(node))) return UNKNOWN;
  const defined = e.ask.definedConstant(node);
  if (!defined) return UNKNOWN;
  return defined.constant === undefined
    ? e.state.get(constantCell(e, ast.name(node)))
    : constantValue(defined.constant);
}

export function entityValue(e: Evaluation, entity: Entity): Value {
  switch (entity.kind) {
    case "function":
      return objectValue(e.functionObject(entity.unit));
    case "class":
      return objectValue(e.classObject(entity.info));
    case "module":
      return objectValue(e.moduleObject(entity.file));
    case "package":
      return objectValue(e.moduleAt(`${entity.folder}/`));
    case "variable":
      return e.state.get(e.foreignVariable(entity.file, entity.declaration));
  }
}

/** Adds what models say of a name or member: sources, sanitizers, what it is called. */
export function withSources(e: Evaluation, node: AstNode, name: Sym, value: Value, isKept = false): Value {
  const { models } = e.knowledge;
  let result = value;
  const origins = e.origins(node);
  for (const origin of origins.list) {
    const rows = models.rowsOf(origin);
    if (rows.commonTypes.length > 0 && !origins.isGuess) result = e.commonObject(rows.commonTypes[0]!);
    if (rows.sourceReads.length > 0 && !isKept)
      result = withTaint(result, e.sources.ofRows(rows.sourceReads, node, origins.isGuess));
    for (const row of rows.sanitizerReads) result = ended(e, result, kindSet(list(row.kind).map(intern)));
  }
  const named = models.sourcesNamed(name);
  if (named.length > 0) result = withTaint(result, e.sources.ofRows(named, node, true));
  const guarded = guardedKinds(e, node);
  if (guarded !== 0) result = newValue(passThrough(e.deepTaint(result), guarded), NO_OBJECTS, result.constant);
  return result;
}

export function member(e: Evaluation, node: AstNode): Value {
  const { ast } = e;
  const name = ast.symbol(node);
  const objectNode = ast.child(node, Role.Object);
  if (objectNode === NO_NODE) return UNKNOWN;
  const object = evaluate(e, objectNode);
  // `Cart.class` is taken for the class itself.
  if (name === CLASS && object.objects.some(({ kind }) => kind === "class")) return object;
  const property = ast.language === "kotlin" ? kotlinProperty(e, node, objectNode, object) : undefined;
  if (property) return property;
  const qualified = object === UNKNOWN ? qualifiedClass(e, node) : undefined;
  let value =
    qualified ??
    (ast.language === "php"
      ? readProperty(e, object, name, node)
      : readMember(e, object, name, node, !isReference(ast, node)));
  if (value === NULL && ast.language === "php") value = magicGet(e, object, name, node) ?? value;
  return ownPath(e, node) ?? withSources(e, node, name, value);
}

/** `object::method`. */
export function isReference(ast: Evaluation["ast"], member: AstNode): boolean {
  return isJvm(ast.language) && ast.text.startsWith("::", ast.columns.ends[ast.child(member, Role.Object)]!);
}

/** What a handler reads of the request's path where its route is a text without parameters. */
function ownPath(e: Evaluation, node: AstNode): Value | undefined {
  const { ast } = e;
  const { models } = e.knowledge;
  for (const { row } of e.ask.handlers()) {
    if (row.pathReads === undefined) continue;
    if (!models.isAtAny(e.origins(node).list, row.pathReads)) continue;
    const routes = ast
      .children(e.unit.node, Role.Decorator)
      .map((decorator) => ast.firstChild(decorator))
      .filter((call) => ast.kind(call) === Kind.Call)
      .map((call) => e.ask.constant(ast.child(call, Role.Argument)));
    const isOwn =
      routes.length > 0 && routes.every((route) => typeof route === "string" && /^\/[^<>{}*:]*$/.test(route));
    if (isOwn) return routes.length === 1 ? constantValue(routes[0]) : FIXED;
  }
  return undefined;
}

/** A property of PHP's: methods may have the same name. */
function readProperty(e: Evaluation, object: Value, name: Sym, node: AstNode): Value {
  if (object.objects.length === 0 && object.taint.length === 0) return UNKNOWN;
  const field = e.readField(object, name, node);
  return field === ABSENT ? NULL : field;
}

/** `com.shop.Cart`, written out, or `Outer.Inner`. */
function qualifiedClass(e: Evaluation, node: AstNode): Value | undefined {
  if (!hasBareMembers(e.ast.language) || !/^[A-Z]/.test(e.ast.name(node))) return undefined;
  const entity = e.ask.entity(node);
  return entity?.kind === "class" ? objectValue(e.classObject(entity.info)) : undefined;
}

/** Where fields and methods may have the same name: `String name() { return this.name; }`. */
const WITH_TWO_NAMESPACES: ReadonlySet<LanguageId> = new Set(["java", "kotlin", "php"]);

/**
 * A member: of a module what it exports, of an object a field or a method, of text its length.
 *
 * @param isField a field is meant where the class has both
 */
export function readMember(e: Evaluation, object: Value, name: Sym, node: AstNode, isField = false): Value {
  if (object.objects.length === 0 && object.taint.length === 0 && object.constant === undefined) return UNKNOWN;
  if (saysHowMuch(e, object, name, node)) return lengthOf(e, object, name, node);
  const only = object.objects.length === 1 ? object.objects[0]! : undefined;
  const held = only && staticConstant(e, only, name);
  if (held) return held;
  const fixed = only && constantOfLiteral(e, only, name);
  if (fixed !== undefined) return constantValue(fixed);
  let methods: Value = ABSENT;
  for (const each of object.objects) {
    const ofLiteral = each.kind === "input" ? memberOfLiteral(e, each, name) : undefined;
    if (ofLiteral) methods = join(methods, ofLiteral);
    else if (each.kind === "module") {
      const entity = each.path === undefined ? undefined : e.ask.exported(each.path, nameOf(name));
      if (entity) methods = join(methods, entityValue(e, entity));
    } else if (each.kind === "function" && isJvm(e.ast.language) && !OF_FUNCTIONS.has(nameOf(name))) {
      // `supplier.get()`: a lambda's one method has whatever name its interface gives it.
      methods = join(methods, objectValue(each));
    } else if (each.kind === "function" && e.ast.language === "csharp" && isDelegateCall(nameOf(name))) {
      methods = join(methods, objectValue(each));
    } else if (each.class) {
      if (isField && isFieldBesideMethods(e, each.class, name)) continue;
      for (const unit of methodsOf(e, each.class, name, each.kind === "input"))
        methods = join(methods, objectValue(e.functionObject(unit)));
    } else if (each.kind === "made" && each.shape === "instance") {
      const maker = constructorOf(each);
      const method = maker && e.ask.prototypeMethod(maker, name);
      if (method) methods = join(methods, objectValue(e.functionObject(method)));
    }
  }
  const own = hasAccessors(e.ast.language) ? readAccessor(e, object, name, node) : undefined;
  // Of what came in, the class is only what it is taken for.
  if (own && (hasProperties(e.ast.language) || object.objects.every(({ kind }) => kind !== "input"))) return own;
  const ofLibrary = e.ast.language === "csharp" ? csharpMember(e, object, nameOf(name), node) : undefined;
  if (ofLibrary) return ofLibrary;
  const field = e.readField(embeddedHolder(e, object, name, node), name, node);
  if (own) return join(own, field);
  if (methods === ABSENT) return field === ABSENT ? (readMissing(e, object, name, node) ?? NULL) : field;
  return field === ABSENT || field.objects.every(({ kind }) => kind === "input")
    ? field.taint.length > 0
      ? withTaint(methods, field.taint)
      : methods
    : join(methods, field);
}

/** Whether a class has a field of the name, in a language where methods may have the same one. */
function isFieldBesideMethods(e: Evaluation, info: ClassInfo, name: Sym): boolean {
  return WITH_TWO_NAMESPACES.has(e.ast.language) && e.ask.field(info, name) !== undefined;
}

/** A function of an object literal that a variable of another unit or file holds: `services.users.find`. */
function memberOfLiteral(e: Evaluation, object: AbstractObject, name: Sym): Value | undefined {
  const way = wayFromVariable(e, object, name);
  const entity = way && e.ask.memberOfVariable(way.key, way.path);
  return entity?.kind === "function" || entity?.kind === "class" ? entityValue(e, entity) : undefined;
}

/** A constant of an object literal that stays as it is written: `State.closed`. */
function constantOfLiteral(e: Evaluation, object: AbstractObject, name: Sym): Constant {
  if (object.kind !== "input" || e.writtenInputs.has(object)) return undefined;
  const way = wayFromVariable(e, object, name);
  return way && e.ask.constantOfVariable(way.key, way.path);
}

interface WayFromVariable {
  readonly key: string;
  readonly path: readonly string[];
}

function wayFromVariable(e: Evaluation, object: AbstractObject, name: Sym): WayFromVariable | undefined {
  return isScript(e.ast.language) ? wayToMember(object, name) : undefined;
}

/** The variable of a file's top level that an input is a member of, and the names from there to one of its own members. */
export function wayToMember(object: AbstractObject, name: Sym): WayFromVariable | undefined {
  let at = object;
  let depth = 1;
  for (; at.parent && depth < DEEPEST_LITERAL; at = at.parent) depth++;
  if (at.parent || at.root?.kind !== "variable") return undefined;
  const { key } = at.root;
  const path = [nameOf(name)];
  for (at = object; at.parent; at = at.parent) path.push(nameOf(at.member));
  return { key, path: path.reverse() };
}

/** The methods that a call may mean: the nearest one upwards; of what is only declared, those of subclasses too. */
export function methodsOf(e: Evaluation, info: ClassInfo, name: Sym, isDeclared: boolean): readonly Unit[] {
  const { units, isCut } = e.ask.methodsMeant(info, name, isDeclared);
  if (isCut) e.limits.add("overrides");
  return units;
}

export function index(e: Evaluation, node: AstNode): Value {
  const { ast } = e;
  const objectNode = ast.child(node, Role.Object);
  const propertyNode = ast.child(node, Role.Property);
  if (objectNode === NO_NODE) return UNKNOWN;
  const globals = ast.language === "php" ? globalsElement(e, node) : undefined;
  if (globals !== undefined) return e.state.get(globals);
  const object = evaluate(e, objectNode);
  const property = propertyNode === NO_NODE ? UNKNOWN : evaluate(e, propertyNode);
  if (ast.language === "ruby" && object.objects.some(({ kind }) => kind === "function"))
    return callFunction(e, object, node, [plainArgument(propertyNode, property)]);
  let value = elementAt(e, object, property, node);
  const given = readIndexer(e, object, property, node);
  if (given) value = ast.language === "python" ? join(given, value) : given;
  value = withTaint(value, property.taint.filter(isOfGenerator));
  return withSources(
    e,
    node,
    propertyNode !== NO_NODE && ast.kind(propertyNode) === Kind.String ? intern(ast.stringValue(propertyNode)) : 0,
    value,
  );
}

const GENERATED = intern("weak-random");

/** What a predictable number picks can be predicted as it can, whatever it is picked from. */
function isOfGenerator({ source }: Value["taint"][number]): boolean {
  return source.kind === "concrete" && source.classes.includes(GENERATED);
}

/** Reads `object[key]`. */
export function elementAt(e: Evaluation, object: Value, key: Value, node: AstNode): Value {
  if (typeof object.constant === "string" && typeof key.constant === "number") {
    const character = characterAt(
      object.constant,
      key.constant,
      e.ast.language === "python" || e.ast.language === "ruby",
    );
    if (character !== undefined) return constantValue(character);
  }
  if (isFixed(object)) return FIXED;
  const member = constantKey(e, key);
  if (member === 0) return e.readElement(object);
  if (typeof key.constant === "number" && key.constant < 0) {
    const only = object.objects.length === 1 ? object.objects[0]! : undefined;
    const length = only ? e.lengthOf(only) : undefined;
    return length === undefined
      ? e.readElement(object)
      : e.readField(object, intern(String(length + key.constant)), node);
  }
  const value = e.readField(object, member, node);
  return value === ABSENT ? NULL : value;
}

/** The member that a constant key means; 0 when it is not constant. */
export function constantKey(e: Evaluation, key: Value): Sym {
  noteDecision(e, key);
  const { constant } = key;
  return typeof constant === "string" || typeof constant === "number" ? intern(String(constant)) : 0;
}

export function sliceOf(e: Evaluation, node: AstNode): Value {
  const { ast } = e;
  const object = evaluate(e, ast.child(node, Role.Object));
  const bound = (role: Role): Constant => {
    const child = ast.child(node, role);
    return child === NO_NODE ? null : evaluate(e, child).constant;
  };
  const lower = bound(Role.Lower);
  const upper = bound(Role.Upper);
  const step = bound(Role.Step);
  if (typeof object.constant === "string") return constantValue(slice(object.constant, lower, upper, step));
  if (isFixed(object)) return FIXED;
  if (object.objects.length === 0) return taintedValue(object.taint);
  return sliceList(e, object, lower, upper, step, node);
}

export function sliceList(
  e: Evaluation,
  object: Value,
  lower: Constant,
  upper: Constant,
  step: Constant,
  node: AstNode,
): Value {
  const target = e.madeAt(node, "list");
  const only = object.objects.length === 1 ? object.objects[0]! : undefined;
  const length = only ? e.lengthOf(only) : undefined;
  const isKnown = (bound: Constant) => bound === null || typeof bound === "number";
  if (
    only &&
    length !== undefined &&
    isKnown(lower) &&
    isKnown(upper) &&
    (step === null || step === undefined || step === 1)
  ) {
    const at = (bound: number) => Math.min(length, bound < 0 ? Math.max(0, length + bound) : bound);
    const from = typeof lower === "number" ? at(lower) : 0;
    const to = typeof upper === "number" ? at(upper) : length;
    for (let position = from; position < to; position++)
      e.state.set(
        e.fieldCell(target, intern(String(position - from))),
        e.state.get(e.fieldCell(only, intern(String(position)))),
      );
    e.state.set(e.lengthCell(target), constantValue(Math.max(0, to - from)));
  } else {
    e.state.set(e.lengthCell(target), UNKNOWN);
    e.state.add(e.restCell(target), e.readElement(object));
  }
  return newValue(object.taint, [target], undefined);
}

/** A member whose name is not known: any class or function of a module, any method or field of an object. */
export function anyMember(e: Evaluation, object: Value): Value {
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
