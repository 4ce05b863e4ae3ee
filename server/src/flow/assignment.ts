// Writing values to where they are assigned: variables, members, elements, and the patterns that take values apart.

import { type AstNode, NO_NODE } from "../syntax/ast.ts";
import { Flag, Kind, Role } from "../syntax/kind.ts";
import { intern, type Sym } from "../syntax/symbols.ts";
import { hasAccessors, hasProperties, writeAccessor, writeIndexer } from "./accessors.ts";
import { bareFieldHolder, hasBareMembers } from "./class-members.ts";
import { iterate } from "./containers.ts";
import { positionNames } from "./csharp.ts";
import type { Evaluation } from "./evaluation.ts";
import { evaluate } from "./expressions.ts";
import { globalKey } from "./file.ts";
import { embeddedHolder, writePointed } from "./go-values.ts";
import { reachSetter } from "./kotlin.ts";
import { copyInto } from "./literals.ts";
import { constantKey, readMember as memberOf } from "./members.ts";
import { memberOrigin } from "./origin.ts";
import { applyTargetMarks } from "./pattern-marks.ts";
import { dynamicName, globalsElement, magicSet, namedVariable } from "./php.ts";
import { forgetProven } from "./proven-paths.ts";
import { assignMember } from "./ruby.ts";
import { reachNamedTarget, reachWrite } from "./sinks.ts";
import { ABSENT, CLEAN, join, joinTaint, NO_OBJECTS, NULL, newValue, UNKNOWN, type Value, withTaint } from "./value.ts";

/** Gives `target` (a name, member, element or pattern) a value. `whole` is the statement or expression that does it. */
export function assign(e: Evaluation, target: AstNode, value: Value, whole: AstNode): void {
  const { ast } = e;
  switch (ast.kind(target)) {
    case Kind.Identifier:
      assignName(e, target, value, whole);
      return;
    case Kind.Member: {
      const object = materialize(e, ast.child(target, Role.Object));
      reachWrite(e, target, value, whole);
      if (ast.language === "kotlin") reachSetter(e, target, object, value, whole);
      const stored = withStep(e, reachNamedTarget(e, target, value, whole), "store", target, "");
      if (hasAccessors(ast.language) && writeAccessor(e, object, ast.symbol(target), stored, target)) return;
      if (ast.language === "ruby" && assignMember(e, target, object, stored)) return;
      if (ast.language === "php" && !hasProperty(e, object, target))
        if (magicSet(e, object, ast.symbol(target), stored, target) !== undefined) return;
      e.writeField(embeddedHolder(e, object, ast.symbol(target), target), ast.symbol(target), stored);
      return;
    }
    case Kind.Index: {
      const globals = ast.language === "php" ? globalsElement(e, target) : undefined;
      if (globals !== undefined) {
        e.state.set(globals, withStep(e, value, "store", target, ""));
        return;
      }
      const object = materialize(e, ast.child(target, Role.Object));
      const property = ast.child(target, Role.Property);
      const key = property === NO_NODE ? undefined : evaluate(e, property);
      reachWrite(e, target, value, whole, key);
      const stored = withStep(e, reachNamedTarget(e, target, value, whole), "store", target, "");
      const member = key === undefined ? 0 : constantKey(e, key);
      if (key !== undefined && writeIndexer(e, object, key, stored, target)) return;
      if (property === NO_NODE) appendTo(e, object, stored);
      else if (member !== 0) e.writeField(object, member, stored);
      else e.writeElement(object, stored);
      return;
    }
    case Kind.Slice:
      e.writeElement(materialize(e, ast.child(target, Role.Object)), e.readElement(value));
      return;
    case Kind.Cast:
    case Kind.Spread:
    case Kind.KeywordSpread:
    case Kind.Unary: {
      const operand = ast.child(target, Role.Operand);
      if (operand === NO_NODE) return;
      if (ast.language === "go" && writePointed(e, evaluate(e, operand), withStep(e, value, "store", target, "")))
        return;
      if (ast.kind(target) === Kind.Unary && ast.language === "php") {
        const name = dynamicName(e, target, (node) => evaluate(e, node));
        const stored = withStep(e, value, "assign", target, "");
        if (name === undefined) e.state.add(e.namedRest, stored);
        else e.state.set(namedVariable(e, name, target), stored);
      } else assign(e, operand, value, whole);
      return;
    }
    case Kind.DefaultPattern: {
      const fallback = ast.child(target, Role.Default);
      assign(
        e,
        ast.child(target, Role.Target),
        fallback === NO_NODE ? value : join(value === ABSENT ? UNKNOWN : value, evaluate(e, fallback)),
        whole,
      );
      return;
    }
    case Kind.Object:
    case Kind.Array:
    case Kind.Tuple:
    case Kind.Sequence:
    case Kind.Set:
      assignPattern(e, target, value, whole);
      return;
    default:
      for (const child of ast.children(target))
        if (ast.role(child) === Role.Target || ast.role(child) === Role.Element) assign(e, child, value, whole);
  }
}

function assignName(e: Evaluation, target: AstNode, value: Value, whole: AstNode): void {
  const { ast } = e;
  const { declaration, isMember } = e.resolve(target);
  const holder =
    hasBareMembers(ast.language) && (isMember || declaration === NO_NODE) ? bareFieldHolder(e, target) : undefined;
  if (declaration === NO_NODE && !holder) {
    if (ast.language === "ruby" && ast.name(target).startsWith("$"))
      e.state.set(e.outerVariable(globalKey(ast.name(target)), undefined, []), value);
    // By reference into a variable that nothing else declares: `preg_match($pattern, $text, $found)`.
    if (ast.language === "php" && ast.name(target).startsWith("$"))
      e.state.set(namedVariable(e, ast.name(target), target), withStep(e, value, "assign", target, ast.name(target)));
    return;
  }
  const named = reachNamedTarget(e, target, value, whole);
  const stored = applyTargetMarks(
    e,
    target,
    withStep(e, named === ABSENT ? NULL : named, "assign", target, ast.name(target)),
  );
  if (e.guarded.size > 0) forgetProven(e, ast.name(target));
  if (holder) {
    if (hasProperties(ast.language) && writeAccessor(e, holder, ast.symbol(target), stored, target)) return;
    e.writeField(holder, ast.symbol(target), stored);
  } else if (isMember) e.writeField(e.receiver, ast.symbol(target), stored);
  else e.state.set(e.variable(declaration, target), stored);
}

/** Whether the class of an object declares a property: what it does not have goes to `__set`. */
function hasProperty(e: Evaluation, object: Value, target: AstNode): boolean {
  return object.objects.every(
    ({ class: info, kind, fields }) =>
      !info ||
      kind !== "made" ||
      fields.has(e.ast.symbol(target)) ||
      info.unit.file.membersGiven(info.unit.node, e.ast.symbol(target)).length > 0,
  );
}

/** `$a = &$b`: two names of one variable. False where it is none that can have two. */
export function alias(e: Evaluation, target: AstNode, source: AstNode, value: Value): boolean {
  const { ast } = e;
  if (ast.kind(target) !== Kind.Identifier) return false;
  const declaration = e.resolve(target).declaration;
  if (declaration === NO_NODE || e.file.isShared(declaration)) return false;
  if (ast.kind(source) === Kind.Identifier) {
    const other = e.resolve(source).declaration;
    if (other === NO_NODE) return false;
    e.aliasVariable(declaration, e.variable(other, source));
    return true;
  }
  if (ast.kind(source) !== Kind.Member && ast.kind(source) !== Kind.Index) return false;
  const object = materialize(e, ast.child(source, Role.Object));
  const property = ast.child(source, Role.Property);
  const member =
    ast.kind(source) === Kind.Member
      ? ast.symbol(source)
      : property === NO_NODE
        ? 0
        : constantKey(e, evaluate(e, property));
  const only = object.objects.length === 1 ? object.objects[0]! : undefined;
  if (!only || member === 0) return false;
  if (value.objects.length > 0 || value.taint.length > 0) e.writeField(object, member, value);
  e.aliasVariable(declaration, e.fieldCell(only, member));
  return true;
}

/** PHP's arrays are values: what is assigned from a variable, property or element is a copy. */
export function copiedArray(e: Evaluation, source: AstNode, value: Value, node: AstNode): Value {
  const kind = e.ast.kind(source);
  const isNamed = kind === Kind.Identifier || kind === Kind.Member || kind === Kind.Index;
  const isArray = ({ kind, shape }: Value["objects"][number]) =>
    kind === "made" && (shape === "list" || shape === "map");
  if (!isNamed || value.objects.length !== 1 || !value.objects.every(isArray)) return value;
  const from = value.objects[0]!;
  const copy = e.madeAt(node, from.shape, undefined, undefined, "copy");
  if (copy === from) return value;
  const taint = copyInto(e, copy, value);
  if (from.shape === "list") e.state.set(e.lengthCell(copy), e.state.get(e.lengthCell(from)));
  return newValue(joinTaint(value.taint, taint), [copy], undefined);
}

export function withStep(e: Evaluation, value: Value, kind: "assign" | "store", node: AstNode, detail: string): Value {
  return value.taint.length === 0
    ? value
    : newValue(e.step(value.taint, kind, node, detail), value.objects, value.constant, value.isFixed);
}

function appendTo(e: Evaluation, list: Value, value: Value): void {
  for (const object of list.objects) {
    const length = e.lengthOf(object);
    if (length === undefined || list.objects.length > 1) e.writeElement(list, value);
    else e.writeField(list, intern(String(length)), value);
  }
}

/** The value of what is written into, given an object if it has none yet, so that the writing is remembered. */
export function materialize(e: Evaluation, node: AstNode): Value {
  const { ast } = e;
  const value = evaluate(e, node);
  if (value.objects.length > 0) return value;
  const made = e.withObject(value, node);
  switch (ast.kind(node)) {
    case Kind.Identifier: {
      const { declaration, isOfProgram, isMember } = e.resolve(node);
      const holder =
        hasBareMembers(ast.language) && (isMember || declaration === NO_NODE) ? bareFieldHolder(e, node) : undefined;
      if (holder) {
        e.writeField(holder, ast.symbol(node), made);
        break;
      }
      if (declaration === NO_NODE && ast.language === "php" && ast.name(node).startsWith("$"))
        e.state.set(namedVariable(e, ast.name(node), node), made);
      if (declaration === NO_NODE || isOfProgram) break;
      if (isMember) e.writeField(e.receiver, ast.symbol(node), made);
      else e.state.set(e.variable(declaration, node), made);
      break;
    }
    case Kind.Member:
      e.writeField(materialize(e, ast.child(node, Role.Object)), ast.symbol(node), made);
      break;
    case Kind.Index: {
      const property = ast.child(node, Role.Property);
      const member = property === NO_NODE ? 0 : constantKey(e, evaluate(e, property));
      const object = materialize(e, ast.child(node, Role.Object));
      if (member !== 0) e.writeField(object, member, made);
      else e.writeElement(object, made);
      break;
    }
    case Kind.Cast:
    case Kind.Await:
    case Kind.Unary:
      return materialize(e, ast.child(node, Role.Operand));
    case Kind.Slice:
      return materialize(e, ast.child(node, Role.Object));
    default:
  }
  return made;
}

/** Takes a value apart. */
export function assignPattern(e: Evaluation, pattern: AstNode, value: Value, whole: AstNode): void {
  const { ast } = e;
  const elements = ast.children(pattern, Role.Element);
  if (ast.kind(pattern) === Kind.Object) {
    const named: Sym[] = [];
    for (const element of elements) {
      if (ast.kind(element) !== Kind.Pair) {
        assign(e, element, withoutMembers(e, value, named, element), whole);
        continue;
      }
      const keyNode = ast.child(element, Role.Key);
      const key =
        ast.kind(keyNode) === Kind.String && !ast.hasFlag(element, Flag.Computed)
          ? intern(ast.stringValue(keyNode))
          : constantKey(e, evaluate(e, keyNode));
      if (key !== 0) named.push(key);
      const target = ast.child(element, Role.Value);
      assign(e, target, key === 0 ? e.readElement(value) : readMember(e, value, key, pattern, element), whole);
    }
    return;
  }
  const names = positionNames(e, value);
  for (const [position, element] of elements.entries()) {
    if (ast.kind(element) === Kind.Empty) continue;
    if (ast.kind(element) === Kind.Spread)
      assign(e, element, restOf(e, value, position, elements.length - position - 1, element), whole);
    else assign(e, element, e.readField(value, names[position] ?? intern(String(position)), element), whole);
  }
}

/** Reads a member out of a pattern's value; libraries' members count as when they are written with a dot. */
function readMember(e: Evaluation, value: Value, member: Sym, pattern: AstNode, node: AstNode): Value {
  const read = memberOf(e, value, member, node);
  const source = valueNodeOfPattern(e, pattern);
  if (source === NO_NODE) return read;
  const origins = e.origins(source);
  const taint = e.sources.ofReads(
    origins.list.map((origin) => memberOrigin(origin, member)),
    origins.isGuess,
    node,
  );
  return taint.length === 0 ? read : withTaint(read, taint);
}

/** The expression (or parameter) that a whole pattern takes apart. */
function valueNodeOfPattern(e: Evaluation, pattern: AstNode): AstNode {
  const { ast } = e;
  const parent = ast.parent(pattern);
  switch (ast.kind(parent)) {
    case Kind.Declarator:
    case Kind.Assign:
      return ast.role(pattern) === Role.Target ? ast.child(parent, Role.Value) : NO_NODE;
    default:
      return NO_NODE;
  }
}

function withoutMembers(e: Evaluation, value: Value, named: readonly Sym[], node: AstNode): Value {
  const target = e.madeAt(node, "map");
  const copy: Value = newValue(value.taint, [target], undefined);
  for (const object of value.objects) {
    for (const [member, cell] of object.fields)
      if (!named.includes(member)) e.state.add(e.fieldCell(target, member), e.state.get(cell));
    if (object.rest !== 0) e.state.add(e.restCell(target), e.state.get(object.rest));
    if (object.kind === "input")
      e.state.add(
        e.restCell(target),
        newValue(e.deepTaint(newValue(CLEAN, [object], undefined)), NO_OBJECTS, undefined),
      );
  }
  return copy;
}

function restOf(e: Evaluation, value: Value, from: number, after: number, node: AstNode): Value {
  const target = e.madeAt(node, "list");
  const only = value.objects.length === 1 ? value.objects[0]! : undefined;
  const length = only ? e.lengthOf(only) : undefined;
  if (only && length !== undefined) {
    const end = length - after;
    for (let at = from; at < end; at++)
      e.state.set(e.fieldCell(target, intern(String(at - from))), e.state.get(e.fieldCell(only, intern(String(at)))));
    e.state.set(e.lengthCell(target), newValue(CLEAN, NO_OBJECTS, Math.max(0, end - from)));
  } else {
    e.state.set(e.lengthCell(target), UNKNOWN);
    e.state.add(e.restCell(target), e.readElement(value));
  }
  return newValue(value.taint, [target], undefined);
}

/** One round of a loop over a value: its target gets an element (or what the language gives there). */
export function bindEach(e: Evaluation, target: AstNode, value: Value, iterable: AstNode, loop: AstNode): void {
  assign(e, target, iterate(e, value, iterable, loop), loop);
}
