// What an expression that makes an object puts into it by itself: `User{Name: n}` in Go, `new User { Name = n }` and
// `new List<string> { a, b }` in C#.

import type { AstNode } from "../syntax/ast.ts";
import { Kind, Role } from "../syntax/kind.ts";
import { intern, nameOf } from "../syntax/symbols.ts";
import { writeAccessor } from "./accessors.ts";
import { push } from "./containers.ts";
import type { Evaluation } from "./evaluation.ts";
import { evaluate } from "./expressions.ts";
import { addMembers } from "./literals.ts";
import { constantKey } from "./members.ts";
import type { EvaluatedCall } from "./places.ts";
import type { ClassInfo, Unit } from "./unit.ts";
import { constantValue, newValue, objectValue, type Value, withTaint } from "./value.ts";

/**
 * Gives fields of a class's instance the values that the expression names, or in Go gives in order. A class of Python's that has no
 * constructor and is given arguments all the same is a `dataclass`, a `NamedTuple`, a model: whatever makes it one, fields take them.
 */
export function fillInstance(
  e: Evaluation,
  call: EvaluatedCall,
  info: ClassInfo,
  instance: Value,
  constructors: readonly Unit[],
): void {
  const { language } = e.ast;
  if (language !== "go" && language !== "csharp" && language !== "python") return;
  if (language === "python" && constructors.length > 0) return;
  const parameters = constructors.flatMap((unit) => unit.parameters.map(({ name }) => nameOf(name)));
  const hasOrder = language !== "csharp" && call.args.some(({ name }) => name === undefined);
  const order = hasOrder ? e.ask.fieldsOf(info) : [];
  for (const [position, { name, value, isSpread, isKeywordSpread }] of call.args.entries()) {
    if (isKeywordSpread) {
      for (const object of instance.objects) addMembers(e, object, value);
      continue;
    }
    if (isSpread) {
      for (const [at, field] of order.slice(position).entries())
        e.writeField(instance, intern(field), e.readField(value, intern(String(at)), call.node));
      continue;
    }
    if (name !== undefined) {
      if (parameters.includes(name)) continue;
      if (language === "csharp" && writeAccessor(e, instance, intern(name), value, call.node)) continue;
      e.writeField(instance, intern(name), value);
    } else if (order[position] !== undefined) e.writeField(instance, intern(order[position]), value);
  }
}

/** Of a library's class: an object whose fields are known, and a collection's elements. */
export function fillUnknown(e: Evaluation, call: EvaluatedCall, result: Value): Value {
  const { ast } = e;
  if (ast.language !== "go" && ast.language !== "csharp") return result;
  if (ast.language === "go" && result.objects.length === 0) return fillNamedType(e, call);
  const elements = ast.children(call.node, Role.Element);
  const hasNames = call.args.some(({ name }) => name !== undefined);
  // Whatever it is: who is handed it may put something into it.
  if (!hasNames && elements.length === 0)
    return result.objects.length > 0 || result.constant !== undefined
      ? result
      : newValue(result.taint, [e.madeAt(call.node, "instance")], undefined);
  let filled = result;
  if (result.objects.length === 0) {
    const named = call.args.filter(({ name }) => name !== undefined).flatMap(({ value }) => e.deepTaint(value));
    // What the fields hold is theirs, not the whole's.
    const own = result.taint.filter(({ source }) => !named.some((element) => element.source === source));
    filled = newValue(own, [e.madeAt(call.node, "instance")], undefined);
  }
  const object = objectValue(filled.objects[0]!);
  if (!object.objects[0]!.class)
    for (const { name, value } of call.args) if (name !== undefined) e.writeField(object, intern(name), value);
  for (const element of elements) {
    if (ast.kind(element) !== Kind.Pair) {
      push(e, object, evaluate(e, element));
      continue;
    }
    filled = fillPair(e, element, object, filled);
  }
  return filled;
}

function fillPair(e: Evaluation, pair: AstNode, object: Value, whole: Value): Value {
  const { ast } = e;
  const key = evaluate(e, ast.child(pair, Role.Key));
  const value = evaluate(e, ast.child(pair, Role.Value));
  const member = constantKey(e, key);
  if (member !== 0) {
    e.writeField(object, member, value);
    return whole;
  }
  e.writeElement(object, value);
  return withTaint(whole, key.taint);
}

/** Go's `bson.M{"name": n}`, `url.Values{…}`, `http.Cookie{…}`: a map, a list or a struct, whatever the type is. */
function fillNamedType(e: Evaluation, call: EvaluatedCall): Value {
  const { ast } = e;
  const isPair = ({ node }: { readonly node: number }) => ast.kind(node) === Kind.Pair;
  const isList = call.args.length > 0 && call.args.every((each) => each.name === undefined && !isPair(each));
  const made = e.madeAt(call.node, isList ? "list" : call.args.some(isPair) ? "map" : "instance");
  if (isList) e.state.set(e.lengthCell(made), constantValue(0));
  const object = objectValue(made);
  let filled = object;
  for (const { node, name, value } of call.args)
    if (name !== undefined) e.writeField(object, intern(name), value);
    else if (ast.kind(node) === Kind.Pair) filled = fillPair(e, node, object, filled);
    else push(e, object, value);
  return filled;
}
