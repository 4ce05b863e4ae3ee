// Expressions: the value of each. What a library's value or a rule's own pattern adds to it (taint of a source, the end of
// it by a sanitizer) is added here, once for all kinds of nodes.

import { type AstNode, NO_NODE } from "../syntax/ast.ts";
import { Flag, Kind, Role } from "../syntax/kind.ts";
import { intern, nameOf, type Sym } from "../syntax/symbols.ts";
import { plainArgument } from "./apply.ts";
import { alias, assign, copiedArray } from "./assignment.ts";
import { call } from "./calls.ts";
import { hasBareMembers, readBareField, readStatic } from "./class-members.ts";
import { branch, matchPattern } from "./conditions.ts";
import { characterAt, foldBinary, foldUnary, formatPercent, isScript, slice } from "./constants.ts";
import { iterate } from "./containers.ts";
import { bindPattern, isBinding, isDelegateCall, readAccessor, readIndexer, typeOf } from "./csharp.ts";
import { csharpMember } from "./csharp-library.ts";
import { type Entity, type Evaluation, STAR } from "./evaluation.ts";
import { behindText, behindValue } from "./fixed-host.ts";
import { addressOf, assignSeveral, elementClass, embeddedHolder, pointedBy, send, valueGiven } from "./go-values.ts";
import { guardedKinds } from "./guards.ts";
import { instantiate } from "./instances.ts";
import { kindSet } from "./kind-set.ts";
import { list } from "./model-index.ts";
import type { AbstractObject } from "./object.ts";
import { applyMarks, collect } from "./pattern-marks.ts";
import { asText, globalsElement, isNumberType, magicGet, namedVariable, usedNames } from "./php.ts";
import { behindQuote, literalTexts } from "./quoting.ts";
import { callFunction, rubyNode, rubyText } from "./ruby.ts";
import { formatText, shovel } from "./ruby-values.ts";
import { reachAttribute, reachNamed } from "./sinks.ts";
import { run } from "./statements.ts";
import { literalConstant } from "./static-constants.ts";
import { betweenQuotes } from "./text-checks.ts";
import { allMethods, type ClassInfo, type Unit } from "./unit.ts";
import {
  ABSENT,
  type Constant,
  constantValue,
  FALSE,
  FIXED,
  isFixed,
  isPure,
  join,
  joinTaint,
  NULL,
  objectValue,
  passThrough,
  replaceTaint,
  type Taint,
  TRUE,
  taintedValue,
  tintedValue,
  UNKNOWN,
  type Value,
  withTaint,
} from "./value.ts";

const DEEPEST = 320;
export const NUMBER_KIND = kindSet([intern("number")]);
const TEXT_KIND = kindSet([intern("text")]);
export const BOOLEAN_KIND = kindSet([intern("boolean")]);
const LENGTHS: ReadonlySet<string> = new Set(["length", "size", "byteLength", "Length", "Count"]);

/** Types of numbers and truth values of Java, Go, C#: what is cast to one is one. */
export const NUMBER_TYPES: ReadonlySet<string> = new Set(
  (
    "int long short byte float double boolean Integer Long Short Byte Float Double Boolean bool decimal uint ulong ushort sbyte nint " +
    "int8 int16 int32 int64 uint8 uint16 uint32 uint64 uintptr float32 float64 complex64 complex128 Guid DateTime"
  ).split(" "),
);

export function evaluate(e: Evaluation, node: AstNode): Value {
  if (e.depth >= DEEPEST || e.isSpent) return UNKNOWN;
  e.depth++;
  e.steps++;
  const marks = e.knowledge.marks.at(node);
  const isOpen = marks?.some((mark) => mark.role === "sink" && !mark.exact) ?? false;
  if (isOpen) e.openSinks.push(node);
  let value = evaluateNode(e, node);
  if (isOpen) e.openSinks.pop();
  if (marks) value = applyMarks(e, node, value, marks);
  collect(e, node, value);
  e.depth--;
  return value;
}

function evaluateNode(e: Evaluation, node: AstNode): Value {
  const { ast } = e;
  if (ast.language === "ruby") {
    const own = rubyNode(e, node);
    if (own) return own;
  }
  switch (ast.kind(node)) {
    case Kind.Identifier:
      return identifier(e, node);
    case Kind.String:
    case Kind.Number:
    case Kind.Boolean:
    case Kind.Atom:
      return constantValue(literalConstant(ast, node));
    case Kind.Null:
      return NULL;
    case Kind.Regex:
    case Kind.Text:
      return UNKNOWN;
    case Kind.This:
    case Kind.Super:
      return e.receiver;
    case Kind.Template:
    case Kind.TaggedTemplate:
      return template(e, node);
    case Kind.Call:
      return call(e, node);
    case Kind.New:
      return instantiate(e, node);
    case Kind.Member:
      return member(e, node);
    case Kind.Index:
      return index(e, node);
    case Kind.Slice:
      return sliceOf(e, node);
    case Kind.Unary:
      return unary(e, node);
    case Kind.Update: {
      const operand = ast.child(node, Role.Operand);
      const value = evaluate(e, operand);
      const isUp = ast.name(node) === "++";
      const next =
        typeof value.constant === "number"
          ? constantValue(value.constant + (isUp ? 1 : -1))
          : taintedValue(passThrough(e.deepTaint(value), NUMBER_KIND));
      assign(e, operand, next, node);
      return ast.hasFlag(node, Flag.Prefix) ? next : value;
    }
    case Kind.Binary:
      return binary(e, node);
    case Kind.Assign:
      return assignment(e, node);
    case Kind.NamedExpression: {
      if (assignSeveral(e, ast.child(node, Role.Target), ast.child(node, Role.Value), node)) return UNKNOWN;
      const value = evaluate(e, ast.child(node, Role.Value));
      assign(e, ast.child(node, Role.Target), value, node);
      return value;
    }
    case Kind.Conditional:
      return conditional(e, node);
    case Kind.Cast: {
      const operand = ast.child(node, Role.Operand);
      const value = operand === NO_NODE ? UNKNOWN : evaluate(e, operand);
      if (ast.language === "php") return phpCast(e, node, value);
      const type = ast.child(node, Role.Type);
      const isNumber = type !== NO_NODE && value.constant === undefined && NUMBER_TYPES.has(ast.name(type));
      return isNumber ? taintedValue(passThrough(e.deepTaint(value), NUMBER_KIND)) : value;
    }
    case Kind.Await:
    case Kind.Spread:
    case Kind.KeywordSpread: {
      const operand = ast.child(node, Role.Operand);
      return operand === NO_NODE ? UNKNOWN : evaluate(e, operand);
    }
    case Kind.NamedArgument:
    case Kind.Attribute: {
      const valueNode = ast.child(node, Role.Value);
      const value = valueNode === NO_NODE ? UNKNOWN : evaluate(e, valueNode);
      if (ast.kind(node) === Kind.Attribute) reachAttribute(e, node, value);
      return value;
    }
    case Kind.Yield: {
      const operand = ast.child(node, Role.Operand);
      const value = operand === NO_NODE ? UNKNOWN : evaluate(e, operand);
      const made = e.withObject(UNKNOWN, e.unit.node, "list");
      e.state.set(e.lengthCell(made.objects[0]!), UNKNOWN);
      e.writeElement(made, ast.name(node) === "*" ? e.readElement(value) : value);
      e.result = join(e.result, made);
      return UNKNOWN;
    }
    case Kind.Array:
    case Kind.Tuple:
    case Kind.Set:
      return listLiteral(e, node);
    case Kind.Object:
      return objectLiteral(e, node);
    case Kind.Function:
      return functionValue(e, node);
    case Kind.Class:
      return classValue(e, node);
    case Kind.Comprehension:
      return comprehension(e, node);
    case Kind.Sequence: {
      let last: Value = UNKNOWN;
      for (const element of ast.children(node)) last = evaluate(e, element);
      return e.state.isDead ? ABSENT : last;
    }
    case Kind.Element:
      return element(e, node);
    case Kind.Type: {
      if (ast.language === "go") {
        const info = e.ask.classOfType(node);
        return info ? objectValue(e.classObject(info)) : UNKNOWN;
      }
      const entity = hasBareMembers(ast.language) ? e.ask.entity(node) : undefined;
      return entity?.kind === "class" ? objectValue(e.classObject(entity.info)) : UNKNOWN;
    }
    case Kind.MetaProperty:
    case Kind.Empty:
      return UNKNOWN;
    case Kind.Opaque:
    case Kind.Error:
    case Kind.Pair:
      return opaque(e, node);
    case Kind.None:
      return UNKNOWN;
    default:
      // Statements in expression position: Ruby's `x = case …`, PHP's `match`, Java's and C#'s `switch` expressions.
      return run(e, node);
  }
}

// Names

function identifier(e: Evaluation, node: AstNode): Value {
  return withSources(e, node, e.ast.symbol(node), variable(e, node));
}

function variable(e: Evaluation, node: AstNode): Value {
  const { declaration, entity, isMember } = e.resolve(node);
  if (hasBareMembers(e.ast.language) && (isMember || declaration === NO_NODE)) {
    const field = entity ? undefined : readBareField(e, node);
    if (field) return field;
  }
  if (declaration === NO_NODE && !entity && e.ast.language === "php") return undeclaredInPhp(e, node);
  if (entity) {
    const value = entityValue(e, entity);
    return entity.kind === "variable" ? withTaint(value, e.taintOfPath(e.origins(node).list, node)) : value;
  }
  if (declaration === NO_NODE || isImported(e.ast, declaration)) return UNKNOWN;
  if (isMember) {
    const constant = e.ask.constant(node);
    return constant === undefined ? e.readField(e.receiver, e.ast.symbol(node), node) : constantValue(constant);
  }
  return e.state.get(e.variable(declaration, node));
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
  return constant === undefined ? UNKNOWN : constantValue(constant);
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
export function withSources(e: Evaluation, node: AstNode, name: Sym, value: Value): Value {
  const { models } = e.knowledge;
  let result = value;
  if (models.mayHaveRows(name)) {
    const origins = e.origins(node);
    for (const origin of origins.list) {
      const rows = models.rowsOf(origin);
      if (rows.sourceReads.length > 0)
        result = withTaint(result, e.taintOfRows(rows.sourceReads, node, origins.isGuess));
      for (const row of rows.sanitizerReads)
        result = replaceTaint(result, passThrough(result.taint, kindSet(list(row.kind).map(intern))));
    }
  }
  const named = models.sourcesNamed(name);
  if (named.length > 0) result = withTaint(result, e.taintOfRows(named, node, true));
  const guarded = guardedKinds(e, node);
  if (guarded !== 0)
    result = { taint: passThrough(e.deepTaint(result), guarded), objects: [], constant: result.constant };
  return result;
}

function member(e: Evaluation, node: AstNode): Value {
  const { ast } = e;
  const name = ast.symbol(node);
  const objectNode = ast.child(node, Role.Object);
  if (objectNode === NO_NODE) return UNKNOWN;
  const object = evaluate(e, objectNode);
  // `Cart.class` is taken for the class itself.
  if (name === CLASS && object.objects.some(({ kind }) => kind === "class")) return object;
  const qualified = object === UNKNOWN ? qualifiedClass(e, node) : undefined;
  let value =
    qualified ?? (ast.language === "php" ? readProperty(e, object, name, node) : readMember(e, object, name, node));
  if (value === NULL && ast.language === "php") value = magicGet(e, object, name, node) ?? value;
  return ownPath(e, node, name) ?? withSources(e, node, name, value);
}

/** What a handler reads of the request's path where its route is a text without parameters. */
function ownPath(e: Evaluation, node: AstNode, name: Sym): Value | undefined {
  const { ast } = e;
  const { models } = e.knowledge;
  if (!models.mayHaveRows(name)) return undefined;
  for (const { row } of e.ask.handlers()) {
    if (row.pathReads === undefined) continue;
    const paths = list(row.pathReads);
    if (!e.origins(node).list.some((origin) => paths.some((path) => models.isAt(origin, path)))) continue;
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

/** `(int) $x` is a number, `(array) $x` an array with it, `(object) $x` an object with its keys. */
function phpCast(e: Evaluation, node: AstNode, value: Value): Value {
  const type = e.ast.child(node, Role.Type);
  if (isNumberType(e.ast, type)) {
    if (typeof value.constant === "number") return value;
    return taintedValue(passThrough(e.deepTaint(value), NUMBER_KIND));
  }
  const name = e.ast.name(type).toLowerCase();
  if (name === "string") {
    const text = asText(e, value, node);
    return text.taint.length === 0 && text.objects.length === 0
      ? text
      : taintedValue(passThrough(e.deepTaint(text), TEXT_KIND));
  }
  if (name !== "object" || value.objects.length === 0) return value;
  const made = e.madeAt(node, "instance");
  return { taint: copyInto(e, made, value), objects: [made], constant: undefined };
}

/** A member: of a module what it exports, of an object a field or a method, of text its length. */
export function readMember(e: Evaluation, object: Value, name: Sym, node: AstNode): Value {
  if (object.objects.length === 0 && object.taint.length === 0 && object.constant === undefined) return UNKNOWN;
  if (LENGTHS.has(nameOf(name))) return lengthOf(e, object, name, node);
  let methods: Value = ABSENT;
  for (const each of object.objects) {
    if (each.kind === "module") {
      const entity = each.path === undefined ? undefined : e.ask.exported(each.path, nameOf(name));
      if (entity) methods = join(methods, entityValue(e, entity));
    } else if (each.kind === "function" && e.ast.language === "java" && !OF_FUNCTIONS.has(nameOf(name))) {
      // `supplier.get()`: a lambda's one method has whatever name its interface gives it.
      methods = join(methods, objectValue(each));
    } else if (each.kind === "function" && e.ast.language === "csharp" && isDelegateCall(nameOf(name))) {
      methods = join(methods, objectValue(each));
    } else if (each.kind === "input" && memberOfLiteral(e, each, name)) {
      methods = join(methods, memberOfLiteral(e, each, name)!);
    } else if (each.class) {
      const held =
        each.kind === "class" && hasBareMembers(e.ast.language) ? readStatic(e, each.class, name, node) : undefined;
      if (held) methods = join(methods, held);
      for (const unit of methodsOf(e, each.class, name, each.kind === "input"))
        methods = join(methods, objectValue(e.functionObject(unit)));
    }
  }
  if (e.ast.language === "csharp") {
    const own = readAccessor(e, object, name, node) ?? csharpMember(e, object, nameOf(name), node);
    if (own) return own;
  }
  const field = e.readField(embeddedHolder(e, object, name, node), name, node);
  if (methods === ABSENT) return field === ABSENT ? NULL : field;
  return field === ABSENT || field.objects.every(({ kind }) => kind === "input")
    ? field.taint.length > 0
      ? withTaint(methods, field.taint)
      : methods
    : join(methods, field);
}

/** A function of an object literal that a variable of another unit or file holds: `services.users.find`. */
function memberOfLiteral(e: Evaluation, object: AbstractObject, name: Sym): Value | undefined {
  if (!isScript(e.ast.language)) return undefined;
  const path = [nameOf(name)];
  let at = object;
  for (; at.parent && path.length < DEEPEST_LITERAL; at = at.parent) path.unshift(nameOf(at.member));
  if (at.parent || at.root?.kind !== "variable") return undefined;
  const entity = e.ask.memberOfVariable(at.root.key, path);
  return entity?.kind === "function" || entity?.kind === "class" ? entityValue(e, entity) : undefined;
}

const DEEPEST_LITERAL = 4;
const CLASS = intern("class");
/** Methods of Java's functional interfaces that are not the one that a lambda is. */
const OF_FUNCTIONS: ReadonlySet<string> = new Set(
  "andThen compose negate and or equals hashCode toString getClass reversed thenComparing this$outer".split(" "),
);
const MOST_OVERRIDES = 12;

/** The methods that a call may mean: the nearest one upwards; of what is only declared, those of subclasses too. */
export function methodsOf(e: Evaluation, info: ClassInfo, name: Sym, isDeclared: boolean): Unit[] {
  const found: Unit[] = [...nearestMethods(e, info, name)];
  if (!isDeclared) return found;
  // What is only declared there is done elsewhere.
  if (found.every((unit) => !e.ask.hasBody(unit))) found.length = 0;
  const seen = new Set([info]);
  const waiting = [...e.ask.subclassesOf(info)];
  while (waiting.length > 0 && found.length < MOST_OVERRIDES) {
    const at = waiting.pop()!;
    if (seen.has(at)) continue;
    seen.add(at);
    for (const method of e.ask.methodsOf(at, name))
      if (!found.includes(method) && e.ask.hasBody(method)) found.push(method);
    waiting.push(...e.ask.subclassesOf(at));
  }
  return found;
}

function nearestMethods(e: Evaluation, info: ClassInfo, name: Sym): readonly Unit[] {
  const seen = new Set([info]);
  const waiting = [info];
  while (waiting.length > 0) {
    const at = waiting.shift()!;
    const methods = e.ask.methodsOf(at, name);
    if (methods.length > 0) return methods;
    for (const parent of e.ask.superclassesOf(at))
      if (!seen.has(parent)) {
        seen.add(parent);
        waiting.push(parent);
      }
  }
  return [];
}

function lengthOf(e: Evaluation, object: Value, name: Sym, node: AstNode): Value {
  if (typeof object.constant === "string") return constantValue(object.constant.length);
  const only = object.objects.length === 1 ? object.objects[0]! : undefined;
  const length = only && object.taint.length === 0 ? e.lengthOf(only) : undefined;
  if (length !== undefined) return constantValue(length);
  const field = e.readField(object, name, node);
  return taintedValue(passThrough(e.deepTaint(field), NUMBER_KIND));
}

function index(e: Evaluation, node: AstNode): Value {
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
  if (ast.language === "csharp") value = readIndexer(e, object, property, node) ?? value;
  return withSources(
    e,
    node,
    propertyNode !== NO_NODE && ast.kind(propertyNode) === Kind.String ? intern(ast.stringValue(propertyNode)) : 0,
    value,
  );
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
  const member = constantKey(key);
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
export function constantKey(key: Value): Sym {
  const { constant } = key;
  return typeof constant === "string" || typeof constant === "number" ? intern(String(constant)) : 0;
}

function sliceOf(e: Evaluation, node: AstNode): Value {
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
  return { taint: object.taint, objects: [target], constant: undefined };
}

// Text and operators

function template(e: Evaluation, node: AstNode): Value {
  const { ast } = e;
  let text: string | undefined = "";
  let taint: Taint = [];
  let arePure = ast.kind(node) === Kind.Template;
  /** The constant text since the beginning, or since the last value of the program's own. */
  let beginning = "";
  let isBehindOwn = false;
  /** All constant text so far: it says whether a value stands in quotes. */
  let texts = "";
  if (ast.kind(node) === Kind.TaggedTemplate) {
    const tag = ast.child(node, Role.Tag);
    if (tag !== NO_NODE) evaluate(e, tag);
    text = undefined;
  }
  for (const part of ast.children(node, Role.Part)) {
    const given = evaluate(e, part);
    const value = ast.language === "ruby" ? rubyText(e, given, part) : asText(e, given, part);
    const added = e.deepTaint(value);
    arePure &&= isPure(value);
    const isBehindFixed = isBehindOwn && !beginning.endsWith("://");
    const placed = betweenQuotes(
      texts,
      behindQuote(() => texts, added),
    );
    taint = joinTaint(taint, isBehindFixed ? behindText("/fixed", placed) : behindText(beginning, placed));
    if (value.constant !== undefined) texts += String(value.constant);
    if (value.constant !== undefined) beginning += String(value.constant);
    else if (added.length === 0) isBehindOwn = true;
    text = text !== undefined && value.constant !== undefined ? text + String(value.constant) : undefined;
  }
  if (taint.length === 0 && text !== undefined) return constantValue(text);
  return tintedValue(e.step(taint, "join", node, ""), arePure);
}

function unary(e: Evaluation, node: AstNode): Value {
  const { ast } = e;
  const operator = ast.name(node);
  const operandNode = ast.child(node, Role.Operand);
  if (operandNode === NO_NODE) return UNKNOWN;
  const operand = evaluate(e, operandNode);
  if (operator === "$" && ast.language === "php") {
    if (typeof operand.constant === "string") return e.state.get(namedVariable(e, `$${operand.constant}`, node));
    return taintedValue(operand.taint);
  }
  if (operator === "delete") {
    if (ast.kind(operandNode) === Kind.Member || ast.kind(operandNode) === Kind.Index)
      assign(e, operandNode, NULL, node);
    return UNKNOWN;
  }
  const type = ast.language === "csharp" ? typeOf(e, node) : undefined;
  if (type) return type;
  if (ast.language === "go") {
    if (operator === "<-") return e.readElement(operand);
    if (operator === "&") return addressOf(e, node, operandNode, operand);
    if (operator === "*") return pointedBy(e, operand, node);
  }
  const folded = foldUnary(operator, operand.constant);
  if (folded !== undefined) return constantValue(folded);
  if (isFixed(operand)) return FIXED;
  switch (operator) {
    case "!":
    case "not":
    case "typeof":
      return taintedValue(passThrough(e.deepTaint(operand), BOOLEAN_KIND));
    case "-":
    case "+":
    case "~":
      return taintedValue(passThrough(e.deepTaint(operand), NUMBER_KIND));
    case "void":
      return UNKNOWN;
    default:
      // Dereferences, `@`, casts by sign: the value itself.
      return operand;
  }
}

const COMPARISONS: ReadonlySet<string> = new Set([
  "==",
  "===",
  "!=",
  "!==",
  "<>",
  "<",
  ">",
  "<=",
  ">=",
  "in",
  "not in",
  "is",
  "is not",
  "instanceof",
  "<=>",
  "=~",
  "!~",
  "eq",
  "ne",
]);
const ARITHMETIC: ReadonlySet<string> = new Set(["-", "*", "/", "//", "**", "&", "|", "^", "<<", ">>", ">>>", "@"]);

function binary(e: Evaluation, node: AstNode): Value {
  const { ast } = e;
  // `a + b + c + …` is as deep as it is long, so the left spine is walked, not entered.
  const spine: AstNode[] = [];
  let at = node;
  while (ast.kind(at) === Kind.Binary && !isShortCircuit(ast.name(at))) {
    spine.push(at);
    at = ast.child(at, Role.Left);
    if (at === NO_NODE) return UNKNOWN;
  }
  if (spine.length === 0) return shortCircuit(e, node);
  let left = evaluate(e, at);
  if (ast.language === "csharp" && ast.name(node) === "is" && spine.length === 1) return isPattern(e, node, left);
  const bound = ast.child(node, Role.Target);
  const pattern = ast.child(node, Role.Right);
  if (ast.name(node) === "instanceof" && pattern !== NO_NODE && ast.kind(pattern) === Kind.Call) {
    // `x instanceof Point(int a, int b)`
    matchPattern(e, pattern, left, node);
    return UNKNOWN;
  }
  if (bound !== NO_NODE) {
    // `x instanceof String text`: where it is read, it is.
    assign(e, ast.kind(bound) === Kind.Declarator ? ast.child(bound, Role.Target) : bound, left, node);
  }
  for (let level = spine.length - 1; level >= 0; level--) {
    const operation = spine[level]!;
    const rightNode = ast.child(operation, Role.Right);
    const right = rightNode === NO_NODE ? UNKNOWN : evaluate(e, rightNode);
    left =
      ast.language === "ruby" && ast.name(operation) === "<<"
        ? shovel(e, operation, at, left, right)
        : operate(e, operation, ast.name(operation), left, right);
    if (level > 0) {
      const marks = e.knowledge.marks.at(operation);
      if (marks) left = applyMarks(e, operation, left, marks);
      collect(e, operation, left);
    }
  }
  return left;
}

/** C#'s `x is T y`, `x is { Name: var n }`, `x is "a" or "b"`. */
function isPattern(e: Evaluation, node: AstNode, left: Value): Value {
  const { ast } = e;
  const pattern = ast.child(node, Role.Right);
  const target = ast.child(node, Role.Target);
  if (target !== NO_NODE) bindPattern(e, target, left, node);
  if (pattern === NO_NODE) return UNKNOWN;
  if (isBinding(e, pattern)) bindPattern(e, pattern, left, node);
  else if (ast.kind(pattern) !== Kind.Type && ast.kind(pattern) !== Kind.Binary && ast.kind(pattern) !== Kind.Unary) {
    const folded = foldBinary("csharp", "is", left.constant, evaluate(e, pattern).constant);
    if (typeof folded === "boolean") return folded ? TRUE : FALSE;
  }
  return taintedValue(passThrough(e.deepTaint(left), BOOLEAN_KIND));
}

export function operate(e: Evaluation, node: AstNode, operator: string, first: Value, second: Value): Value {
  let left = first;
  let right = second;
  const isPhp = e.ast.language === "php";
  if (isPhp && operator === ".") {
    left = asText(e, left, node);
    right = asText(e, right, node);
  }
  const folded = foldBinary(e.ast.language, operator, left.constant, right.constant);
  if (operator === "<-" && e.ast.language === "go") return send(e, e.ast.child(node, Role.Left), right);
  if (folded !== undefined) return folded === true ? TRUE : folded === false ? FALSE : constantValue(folded);
  if (isFixed(left) && isFixed(right)) return FIXED;
  const leftTaint = e.deepTaint(left);
  const before = () =>
    typeof left.constant === "string"
      ? left.constant
      : e.ast.kind(node) === Kind.Binary
        ? literalTexts(e.ast, e.ast.child(node, Role.Left))
        : "";
  const quoted = behindQuote(before, e.deepTaint(right));
  const rightTaint = typeof left.constant === "string" ? betweenQuotes(left.constant, quoted) : quoted;
  const taint = joinTaint(leftTaint, behindValue(e.ast, node, left, leftTaint, rightTaint));
  if (COMPARISONS.has(operator)) return taintedValue(passThrough(taint, BOOLEAN_KIND));
  const isFormat =
    operator === "%" &&
    (typeof left.constant === "string" ||
      e.ast.kind(e.ast.child(node, Role.Left)) === Kind.Template ||
      left.taint.length > 0);
  if (isFormat && e.ast.language === "ruby" && typeof left.constant === "string") {
    const many = right.objects.length === 1 && right.objects[0]!.shape === "list" ? right.objects[0]! : undefined;
    const length = many && e.lengthOf(many);
    const values =
      length === undefined
        ? [right]
        : Array.from({ length }, (_, at) => e.state.get(e.fieldCell(many!, intern(String(at)))));
    if (taint.length > 0) return formatText(e, node, left, values);
  }
  if (isFormat) {
    const formatted = percent(e, left, right);
    if (formatted !== undefined) return constantValue(formatted);
    if (isFixed(left) && e.isFixed(right)) return FIXED;
  } else if (ARITHMETIC.has(operator) || operator === "%") {
    if (operator === "*" && (e.ast.language === "python" || e.ast.language === "ruby")) return taintedValue(taint);
    // Dividing texts is an error: it is a path that `/` joins a text to.
    if (operator === "/" && e.ast.language === "python") return taintedValue(e.step(taint, "join", node, ""));
    if (operator === "|" || operator === "-") {
      // Unions of sets and dicts keep their contents.
      const objects = [...left.objects, ...(operator === "|" ? right.objects : [])];
      if (objects.length > 0) return { taint: joinTaint(left.taint, right.taint), objects, constant: undefined };
    }
    return taintedValue(passThrough(taint, NUMBER_KIND));
  }
  if (operator === "+" && left.objects.some(({ shape }) => shape === "list")) return concatenated(e, left, right, node);
  if (isPhp && operator === "+") {
    if (left.objects.some(({ shape }) => shape === "map")) return joinedMaps(e, left, right, node);
    return taintedValue(passThrough(taint, NUMBER_KIND));
  }
  if (operator === "<<" && left.objects.length > 0) return left;
  return tintedValue(e.step(taint, "join", node, ""), isPure(left) && isPure(right));
}

function percent(e: Evaluation, left: Value, right: Value): Constant {
  if (typeof left.constant !== "string") return undefined;
  const only = right.objects.length === 1 ? right.objects[0]! : undefined;
  const length = only ? e.lengthOf(only) : undefined;
  if (!only || length === undefined) return undefined;
  const args = Array.from(
    { length },
    (_, position) => e.state.get(e.fieldCell(only, intern(String(position)))).constant,
  );
  return formatPercent(left.constant, args);
}

/** `$a + $b`: what the first array has, else what the second has. */
function joinedMaps(e: Evaluation, left: Value, right: Value, node: AstNode): Value {
  const made = e.madeAt(node, "map");
  const taint = joinTaint(copyInto(e, made, right), copyInto(e, made, left));
  return { taint, objects: [made], constant: undefined };
}

function concatenated(e: Evaluation, left: Value, right: Value, node: AstNode): Value {
  const target = e.madeAt(node, "list");
  e.state.set(e.lengthCell(target), UNKNOWN);
  e.state.add(e.restCell(target), join(e.readElement(left), e.readElement(right)));
  return { taint: joinTaint(left.taint, right.taint), objects: [target], constant: undefined };
}

function isShortCircuit(operator: string): boolean {
  return (
    operator === "&&" ||
    operator === "||" ||
    operator === "??" ||
    operator === "and" ||
    operator === "or" ||
    operator === "?:"
  );
}

/** Languages whose `&&` and `||` give a truth value, not one of their operands. */
const GIVES_BOOLEAN: ReadonlySet<string> = new Set(["php", "java", "csharp", "go", "c", "cpp"]);

function shortCircuit(e: Evaluation, node: AstNode): Value {
  const { ast } = e;
  const operator = ast.name(node);
  const leftNode = ast.child(node, Role.Left);
  const rightNode = ast.child(node, Role.Right);
  if (leftNode === NO_NODE || rightNode === NO_NODE) return UNKNOWN;
  if (operator === "??" || operator === "?:") {
    const left = evaluate(e, leftNode);
    if (left.constant !== undefined && left.constant !== null) return left;
    const before = e.state;
    e.state = before.fork();
    const right = evaluate(e, rightNode);
    const taken = e.state;
    e.state = before;
    before.absorb([before.fork(), taken]);
    return left.constant === null && left.objects.length === 0 && left.taint.length === 0 ? right : join(left, right);
  }
  const before = e.state;
  const isAnd = operator === "&&" || operator === "and";
  const { yes, no, value: left } = branch(e, leftNode);
  const entered = isAnd ? yes : no;
  const skipped = isAnd ? no : yes;
  let right: Value = ABSENT;
  e.state = entered;
  if (!entered.isDead) right = evaluate(e, rightNode);
  const ended = e.state.since(before);
  e.state = before;
  before.absorb([ended, skipped]);
  if (skipped.isDead) return right;
  if (entered.isDead) return left;
  if (GIVES_BOOLEAN.has(ast.language))
    return taintedValue(passThrough(joinTaint(left.taint, right.taint), BOOLEAN_KIND));
  // What a false left side gives through `&&` carries nothing: false, null, 0 or an empty text.
  return isAnd
    ? left.constant === undefined
      ? { ...right, constant: undefined }
      : join(left, right)
    : join(left, right);
}

function conditional(e: Evaluation, node: AstNode): Value {
  const { ast } = e;
  const before = e.state;
  const { yes, no } = branch(e, ast.child(node, Role.Condition));
  e.state = yes;
  const then = yes.isDead ? ABSENT : evaluate(e, ast.child(node, Role.Then));
  const afterThen = e.state.since(before);
  e.state = no;
  const otherwise = no.isDead ? ABSENT : evaluate(e, ast.child(node, Role.Else));
  const afterElse = e.state.since(before);
  e.state = before;
  before.absorb([afterThen, afterElse]);
  return join(then, otherwise);
}

function assignment(e: Evaluation, node: AstNode): Value {
  const { ast } = e;
  const operator = ast.name(node);
  const target = ast.child(node, Role.Target);
  const valueNode = ast.child(node, Role.Value);
  if (target === NO_NODE || valueNode === NO_NODE) return UNKNOWN;
  if (operator === "=" || operator === ":=" || operator === "") {
    if (assignSeveral(e, target, valueNode, node)) return UNKNOWN;
    const given = evaluate(e, valueNode);
    const value = ast.language === "go" ? valueGiven(e, target, valueNode, given) : given;
    if (ast.hasFlag(node, Flag.Prefix) && alias(e, target, valueNode, value)) return value;
    const assigned = ast.language === "php" ? copiedArray(e, valueNode, value, node) : value;
    assign(e, target, assigned, node);
    return assigned;
  }
  const before = evaluate(e, target);
  const added = evaluate(e, valueNode);
  if (ast.language === "csharp" && operator === "+=" && added.objects.some(({ kind }) => kind === "function")) {
    // An event's or a delegate's handlers are all called.
    const both = join(before.objects.length === 0 ? ABSENT : before, added);
    assign(e, target, both, node);
    return both;
  }
  const plain = operator.slice(0, -1);
  if (plain === "+" && before.objects.some(({ shape, kind }) => shape === "list" && kind === "made")) {
    e.writeElement(before, e.readElement(added));
    return before;
  }
  const value = isShortCircuit(plain) ? join(before, added) : operate(e, node, plain, before, added);
  assign(e, target, value, node);
  return value;
}

// Literals that make objects

function listLiteral(e: Evaluation, node: AstNode): Value {
  const { ast } = e;
  const isSet = ast.kind(node) === Kind.Set;
  const values: { value: Value; isSpread: boolean; name?: string }[] = [];
  for (const element of ast.children(node, Role.Element))
    values.push({
      ...(ast.kind(element) === Kind.NamedArgument ? { name: ast.name(element) } : {}),
      value: ast.kind(element) === Kind.Empty ? NULL : evaluate(e, element),
      isSpread: ast.kind(element) === Kind.Spread,
    });
  const isResults = ast.kind(node) === Kind.Tuple && ast.language === "go";
  const list = e.madeAt(node, isResults ? "tuple" : "list");
  let length: number | undefined = 0;
  for (const { value, isSpread, name } of values) {
    if (name !== undefined) e.state.set(e.fieldCell(list, intern(name)), value);
    if (isSpread) {
      const spread = value.objects.length === 1 && value.taint.length === 0 ? e.lengthOf(value.objects[0]!) : undefined;
      if (spread !== undefined && length !== undefined && !isSet) {
        for (let at = 0; at < spread; at++)
          e.state.set(
            e.fieldCell(list, intern(String(length + at))),
            e.state.get(e.fieldCell(value.objects[0]!, intern(String(at)))),
          );
        length += spread;
      } else {
        length = undefined;
        e.state.add(e.restCell(list), e.readElement(value));
      }
    } else if (length === undefined || isSet) e.state.add(e.restCell(list), value);
    else e.state.set(e.fieldCell(list, intern(String(length++))), value);
  }
  e.state.set(e.lengthCell(list), length === undefined || isSet ? UNKNOWN : constantValue(length));
  return objectValue(list);
}

function objectLiteral(e: Evaluation, node: AstNode): Value {
  const { ast } = e;
  const info = elementClass(e, node);
  const object = e.madeAt(node, info ? "instance" : "map", info);
  let taint: Taint = [];
  for (const element of ast.children(node, Role.Element)) {
    switch (ast.kind(element)) {
      case Kind.Pair: {
        const keyNode = ast.child(element, Role.Key);
        const valueNode = ast.child(element, Role.Value);
        const isPlain = ast.kind(keyNode) === Kind.String || ast.kind(keyNode) === Kind.Number;
        const key = isPlain ? constantValue(literalConstant(ast, keyNode)) : evaluate(e, keyNode);
        const value = valueNode === NO_NODE ? UNKNOWN : evaluate(e, valueNode);
        const member = constantKey(key);
        if (member !== 0 && valueNode !== NO_NODE) reachNamed(e, member, value, valueNode, element);
        if (member !== 0) e.state.set(e.fieldCell(object, member), value);
        else {
          e.state.add(e.restCell(object), value);
          taint = joinTaint(taint, key.taint);
        }
        const marks = e.knowledge.marks.at(element);
        if (marks) applyMarks(e, element, value, marks);
        break;
      }
      case Kind.Function:
        e.state.set(e.fieldCell(object, ast.symbol(element)), evaluate(e, element));
        break;
      case Kind.Spread:
      case Kind.KeywordSpread:
        taint = joinTaint(taint, copyInto(e, object, evaluate(e, element)));
        break;
      default:
        evaluate(e, element);
    }
  }
  return { taint, objects: [object], constant: undefined };
}

/** Copies members; gives the taint that belongs to the whole. */
export function copyInto(e: Evaluation, target: Value["objects"][number], from: Value): Taint {
  let { taint } = from;
  for (const object of from.objects) {
    if (object.kind === "input") taint = joinTaint(taint, e.deepTaint(objectValue(object)));
    for (const [member, cell] of object.fields) {
      const value = e.state.get(cell);
      if (value === ABSENT || (object.kind === "input" && member === STAR)) continue;
      if (from.objects.length === 1) e.state.set(e.fieldCell(target, member), value);
      else e.state.add(e.fieldCell(target, member), value);
    }
    if (object.rest !== 0) e.state.add(e.restCell(target), e.state.get(object.rest));
  }
  return taint;
}

function functionValue(e: Evaluation, node: AstNode): Value {
  const { ast } = e;
  const unit = e.file.units.ofNode.get(node);
  if (!unit) return UNKNOWN;
  const object = e.functionObject(unit);
  if (ast.language === "php") captureByValue(e, node, object);
  if (!e.applied.has(unit)) e.pending.set(unit, object);
  for (const decorator of ast.children(node, Role.Decorator)) {
    const expression = ast.firstChild(decorator);
    if (expression !== NO_NODE) evaluate(e, expression);
  }
  return objectValue(object);
}

/** What a closure of PHP's uses without `&` it sees as it is now. */
function captureByValue(e: Evaluation, node: AstNode, object: Value["objects"][number]): void {
  const own = new Map<string, Value>();
  for (const { name, isReference } of usedNames(e.ast, node)) {
    const declaration = e.file.names.declarationOf(name);
    if (!isReference && declaration !== NO_NODE)
      own.set(e.file.keyOf(declaration), e.state.get(e.variable(declaration, NO_NODE)));
  }
  if (own.size > 0) e.captures.set(object, own);
}

function classValue(e: Evaluation, node: AstNode): Value {
  const { ast } = e;
  const info = e.file.classOf(node);
  if (!info) return UNKNOWN;
  for (const method of allMethods(info)) if (!e.applied.has(method)) e.pending.set(method, e.functionObject(method));
  if (!e.applied.has(info.unit)) e.pending.set(info.unit, e.functionObject(info.unit));
  for (const decorator of ast.children(node, Role.Decorator)) {
    const expression = ast.firstChild(decorator);
    if (expression !== NO_NODE) evaluate(e, expression);
  }
  return objectValue(e.classObject(info));
}

function comprehension(e: Evaluation, node: AstNode): Value {
  const { ast } = e;
  const before = e.state;
  const state = before.fork();
  e.state = state;
  for (const clause of ast.children(node, Role.Clause)) {
    if (ast.kind(clause) === Kind.ComprehensionFor) {
      const iterable = ast.child(clause, Role.Iterable);
      assign(e, ast.child(clause, Role.Target), iterate(e, evaluate(e, iterable), iterable, clause), clause);
    } else {
      const { yes } = branch(e, ast.child(clause, Role.Condition));
      e.state.absorb([yes]);
    }
  }
  const isDict = ast.name(node) === "dict";
  const made = e.madeAt(node, isDict ? "map" : "list");
  const elementNode = ast.child(node, Role.Element);
  if (elementNode !== NO_NODE && !e.state.isDead) {
    if (ast.kind(elementNode) === Kind.Pair) {
      const key = evaluate(e, ast.child(elementNode, Role.Key));
      const value = evaluate(e, ast.child(elementNode, Role.Value));
      e.state.add(e.restCell(made), withTaint(value, key.taint));
    } else e.state.add(e.restCell(made), evaluate(e, elementNode));
  }
  e.state.set(e.lengthCell(made), UNKNOWN);
  const after = e.state.since(before);
  e.state = before;
  before.absorb([after]);
  before.isDead = false;
  return objectValue(made);
}

function element(e: Evaluation, node: AstNode): Value {
  const { ast } = e;
  let taint: Taint = [];
  for (const child of ast.children(node)) {
    const role = ast.role(child);
    if (role === Role.Tag) continue;
    const value = evaluate(e, child);
    if (role === Role.Child) taint = joinTaint(taint, e.deepTaint(value));
  }
  // JSX escapes what stands between tags.
  return taintedValue(passThrough(taint, HTML_ESCAPE));
}

const HTML_ESCAPE = kindSet([intern("html-escape")]);

function opaque(e: Evaluation, node: AstNode): Value {
  let value: Value = UNKNOWN;
  for (const child of e.ast.children(node)) value = withTaint(value, e.deepTaint(evaluate(e, child)));
  return value;
}
