// What only Kotlin has: properties that stand for methods of Java's classes, lambdas with a receiver, functions that extend types.

import { type Ast, type AstNode, NO_NODE } from "../syntax/ast.ts";
import { Flag, Kind, Role } from "../syntax/kind.ts";
import { intern, nameOf, type Sym } from "../syntax/symbols.ts";
import { applyUnit } from "./apply.ts";
import type { Evaluation } from "./evaluation.ts";
import { library } from "./library-calls.ts";
import { NO_ROWS } from "./model-index.ts";
import { afterCall, type CallRows, reachSinks } from "./modelled-calls.ts";
import type { AbstractObject } from "./object.ts";
import type { Origins } from "./origins.ts";
import type { EvaluatedCall } from "./places.ts";
import { ABSENT, join, type Value } from "./value.ts";

/** What `this`, or a bare name's owner, is in a lambda that was given a receiver; undefined elsewhere. */
export function receiverGiven(e: Evaluation, node: AstNode): Value | undefined {
  const { ast } = e;
  if (ast.language !== "kotlin" || e.unit.kind !== "function" || !ast.hasFlag(e.unit.node, Flag.Lambda))
    return undefined;
  if (ast.kind(node) !== Kind.This && ast.kind(node) !== Kind.Identifier) return undefined;
  const declaration = e.ask.givenReceiver(node);
  if (declaration === NO_NODE) return undefined;
  return e.state.get(e.variable(declaration, node));
}

const MOST_EXTENSIONS = 4;

/** `text.quoted()` of `fun String.quoted()`: which of several types is meant, nobody says here. */
export function callExtensionOfKotlin(e: Evaluation, call: EvaluatedCall, name: Sym): Value | undefined {
  const { receiver } = call;
  if (!receiver) return undefined;
  let result: Value | undefined;
  const units = e.ask.extensionMethods(name).filter(({ file }) => file.language === "kotlin");
  // Operators and the like extend many types.
  if (units.length > MOST_EXTENSIONS) return undefined;
  for (const unit of units) {
    if (unit.parameters.length < call.args.length && !unit.parameters.some(({ isRest }) => isRest)) continue;
    const given = applyUnit(e, { unit, object: undefined, node: call.node, receiver, args: call.args });
    result = join(result ?? ABSENT, given);
  }
  return result;
}

/** What a field holds; at a position of an instance that is taken apart, `(a, b)`, its class's component there. */
export function heldAt(e: Evaluation, object: AbstractObject, member: Sym, held: Value): Value {
  if (held !== ABSENT || e.ast.language !== "kotlin" || !object.class || object.kind === "input") return held;
  const name = e.ask.componentsOf(object.class)[Number(nameOf(member))];
  return name === undefined ? ABSENT : e.state.get(e.fieldCell(object, intern(name)));
}

/** Of the branches of a `when` or `if` that is a value, the only one that is no literal; other expressions as they are. */
export function computedBranch(ast: Ast, node: AstNode): AstNode {
  let at = node;
  for (;;) {
    const branches =
      ast.kind(at) === Kind.Conditional ? [Role.Then, Role.Else].map((role) => ast.child(at, role)) : casesOf(ast, at);
    const computed = branches.map((each) => lastOf(ast, each)).filter((each) => ast.kind(each) !== Kind.String);
    if (computed.length !== 1 || computed[0] === NO_NODE) return at;
    at = computed[0]!;
  }
}

function casesOf(ast: Ast, node: AstNode): AstNode[] {
  if (ast.kind(node) !== Kind.Switch) return [];
  return ast.children(node, Role.Case).map((each) => ast.children(each, Role.Statement).at(-1) ?? NO_NODE);
}

function lastOf(ast: Ast, node: AstNode): AstNode {
  const last = ast.kind(node) === Kind.Block ? (ast.children(node).at(-1) ?? NO_NODE) : node;
  return last !== NO_NODE && ast.kind(last) === Kind.ExpressionStatement ? ast.firstChild(last) : last;
}

function rowsAt(e: Evaluation, { list, isGuess }: Origins): CallRows | undefined {
  const { models } = e.knowledge;
  const rows = list.map((origin) => models.rowsOf(origin)).filter((each) => each !== NO_ROWS);
  return rows.length === 0 ? undefined : { rows, isGuess };
}

/** `request.queryString` of a class of Java's: the call of its getter, where a model knows that; parts of pairs and entries. */
export function kotlinProperty(e: Evaluation, node: AstNode, objectNode: AstNode, object: Value): Value | undefined {
  const part = PARTS.get(e.ast.name(node));
  const isPair =
    part !== undefined && object.objects.length > 0 && object.objects.every(({ shape }) => shape === "list");
  if (isPair) return e.readField(object, intern(part), node);
  const modelled = rowsAt(e, e.ask.getters(node));
  const isCollection =
    VIEWS.has(e.ast.name(node)) && object.objects.some(({ kind, shape }) => kind === "made" && shape !== "instance");
  if (!modelled && !isCollection) return undefined;
  const call: EvaluatedCall = { node, callee: node, receiverNode: objectNode, receiver: object, args: [] };
  const rows = modelled ?? { rows: [], isGuess: false };
  reachSinks(e, call, rows);
  return afterCall(e, call, rows, library(e, call, rows), false);
}

const PARTS: ReadonlyMap<string, string> = new Map([
  ["first", "0"],
  ["key", "0"],
  ["second", "1"],
  ["value", "1"],
  ["third", "2"],
]);

const VIEWS: ReadonlySet<string> = new Set(["keys", "values", "entries"]);

/** `cookie.secure = false` of a class of Java's: the call of its setter. */
export function reachSetter(e: Evaluation, target: AstNode, receiver: Value, value: Value, whole: AstNode): void {
  const modelled = rowsAt(e, e.ask.setters(target));
  if (!modelled) return;
  const node = e.ast.child(whole, Role.Value);
  const args = [
    { node: node === NO_NODE ? target : node, name: undefined, value, isSpread: false, isKeywordSpread: false },
  ];
  const call: EvaluatedCall = {
    node: whole,
    callee: target,
    receiverNode: e.ast.child(target, Role.Object),
    receiver,
    args,
  };
  e.calls.set(whole, call);
  reachSinks(e, call, modelled);
}
