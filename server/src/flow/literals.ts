// Literals that make something: lists, maps, functions, classes, comprehensions, elements of markup.

import { type AstNode, NO_NODE } from "../syntax/ast.ts";
import { Kind, Role } from "../syntax/kind.ts";
import { intern, nameOf } from "../syntax/symbols.ts";
import { assign } from "./assignment.ts";
import { branch } from "./conditions.ts";
import { iterate } from "./containers.ts";
import { type Evaluation, KEYS } from "./evaluation.ts";
import { evaluate, HTML_ESCAPE } from "./expressions.ts";
import { elementClass } from "./go-values.ts";
import { STAR } from "./inputs.ts";
import { constantKey } from "./members.ts";
import { applyMarks } from "./pattern-marks.ts";
import { usedNames } from "./php.ts";
import { reachNamed } from "./sinks.ts";
import { literalConstant } from "./static-constants.ts";
import { methodName } from "./unit-names.ts";
import {
  ABSENT,
  constantValue,
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
import { TEXT_KIND } from "./value-types.ts";

export function listLiteral(e: Evaluation, node: AstNode): Value {
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

/** MongoDB's `{ $eq: value }` compares with the value, whatever it holds. */
const COMPARED = intern("$eq");

export function objectLiteral(e: Evaluation, node: AstNode): Value {
  const { ast } = e;
  const info = elementClass(e, node);
  const object = e.madeAt(node, info ? "instance" : "map", info);
  let taint: Taint = [];
  let next = 0;
  for (const element of ast.children(node, Role.Element)) {
    switch (ast.kind(element)) {
      case Kind.Pair: {
        const keyNode = ast.child(element, Role.Key);
        const valueNode = ast.child(element, Role.Value);
        const isPlain = ast.kind(keyNode) === Kind.String || ast.kind(keyNode) === Kind.Number;
        const key = isPlain ? constantValue(literalConstant(ast, keyNode)) : evaluate(e, keyNode);
        const member = constantKey(e, key);
        const given = valueNode === NO_NODE ? UNKNOWN : evaluate(e, valueNode);
        const value = member === COMPARED ? taintedValue(passThrough(e.deepTaint(given), TEXT_KIND)) : given;
        if (member !== 0 && valueNode !== NO_NODE) reachNamed(e, member, value, valueNode, element);
        if (member !== 0) {
          e.state.set(e.fieldCell(object, member), value);
          if (/^\d{1,9}$/.test(nameOf(member))) next = Math.max(next, Number(nameOf(member)) + 1);
        } else {
          e.state.add(e.restCell(object), value);
          taint = joinTaint(taint, key.taint);
        }
        const marks = e.knowledge.marks.at(element);
        if (marks) applyMarks(e, element, value, marks);
        break;
      }
      case Kind.Function:
        e.state.set(e.fieldCell(object, methodName(ast, element)), evaluate(e, element));
        break;
      case Kind.Spread:
      case Kind.KeywordSpread:
        taint = joinTaint(taint, spreadInto(e, object, evaluate(e, element)));
        break;
      default: {
        // PHP numbers those without a key, from the greatest number on.
        const value = evaluate(e, element);
        if (ast.language === "php") e.state.set(e.fieldCell(object, intern(String(next++))), value);
      }
    }
  }
  return newValue(taint, [object], undefined);
}

/** Copies members; gives the taint that belongs to the whole. */
export function copyInto(e: Evaluation, target: Value["objects"][number], from: Value): Taint {
  let { taint } = from;
  for (const object of from.objects) {
    if (object.kind === "input") taint = joinTaint(taint, e.deepTaint(objectValue(object)));
    const { fields } = object;
    for (let at = 0; at < fields.size; at++) {
      const member = fields.keyAt(at);
      const value = e.state.get(fields.valueAt(at));
      if (value === ABSENT || (object.kind === "input" && member === STAR)) continue;
      if (from.objects.length === 1) e.state.set(e.fieldCell(target, member), value);
      else e.state.add(e.fieldCell(target, member), value);
    }
    if (object.rest !== 0) e.state.add(e.restCell(target), e.state.get(object.rest));
  }
  return taint;
}

/** Copies members over those that are there, which what is tainted as a whole may overwrite; gives the taint that belongs to the whole. */
function spreadInto(e: Evaluation, target: Value["objects"][number], from: Value): Taint {
  const before = [...target.fields];
  const taint = copyInto(e, target, from);
  if (taint.length === 0) return taint;
  for (const [member, cell] of before) {
    const value = e.state.get(cell);
    if (value === ABSENT || member === STAR || member === KEYS) continue;
    const given = e.deepTaint(e.readField(from, member, NO_NODE));
    if (given.length > 0) e.state.set(cell, withTaint(value, given));
  }
  return taint;
}

/** Puts all members of a value into an object; where it is tainted as a whole, any key may have something of it. */
export function addMembers(e: Evaluation, target: Value["objects"][number], from: Value): void {
  const taint = spreadInto(e, target, from);
  if (taint.length > 0) e.state.add(e.restCell(target), taintedValue(taint));
}

export function functionValue(e: Evaluation, node: AstNode): Value {
  const { ast } = e;
  const unit = e.file.units.table.at(node);
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
  for (const { name, isReference } of usedNames(e.ast, node)) {
    const declaration = e.file.names.declarationOf(name);
    if (!isReference && declaration !== NO_NODE)
      e.capture(object, e.file.keyOf(declaration), e.state.get(e.variable(declaration, NO_NODE)));
  }
}

export function classValue(e: Evaluation, node: AstNode): Value {
  const { ast } = e;
  const info = e.file.classOf(node);
  if (!info) return UNKNOWN;
  for (const method of e.ask.allMethodsOf(info))
    if (!e.applied.has(method)) e.pending.set(method, e.functionObject(method));
  if (!e.applied.has(info.unit)) e.pending.set(info.unit, e.functionObject(info.unit));
  for (const decorator of ast.children(node, Role.Decorator)) {
    const expression = ast.firstChild(decorator);
    if (expression !== NO_NODE) evaluate(e, expression);
  }
  return objectValue(e.classObject(info));
}

export function comprehension(e: Evaluation, node: AstNode): Value {
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

export function element(e: Evaluation, node: AstNode): Value {
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
