// Functions of the program that a framework calls to give a parameter its value, and whose own parameters come from the request or
// from other such functions: `user = Depends(current_user)`, `Annotated[User, Depends(current_user)]`.

import { type AstNode, NO_NODE } from "../syntax/ast.ts";
import { Kind, Role } from "../syntax/kind.ts";
import { intern, nameOf } from "../syntax/symbols.ts";
import { applyUnit } from "./apply.ts";
import type { Evaluation } from "./evaluation.ts";
import { evaluate } from "./expressions.ts";
import { construct } from "./instances.ts";
import { methodsOf } from "./members.ts";
import type { HandlerRow } from "./model.ts";
import type { Rows } from "./model-index.ts";
import type { Argument, EvaluatedCall } from "./places.ts";
import type { Unit } from "./unit.ts";
import { ABSENT, join, taintedValue, UNKNOWN, type Value } from "./value.ts";

const CONSTRUCTOR = intern("__init__");

/** What a call that names such a function stands for; undefined for other calls. */
export function providedBy(e: Evaluation, call: EvaluatedCall, rows: readonly Rows[]): Value | undefined {
  const row = rows.flatMap(({ handlerCalls }) => handlerCalls).find(({ gives }) => gives);
  if (!row) return undefined;
  let result: Value = ABSENT;
  for (const object of providers(e, call))
    if (object.kind === "function" && object.unit) {
      const args = fromRequest(e, call, object.unit, row);
      result = join(result, applyUnit(e, { unit: object.unit, object, node: call.node, receiver: undefined, args }));
    } else if (object.kind === "class" && object.class) {
      const [initializer] = methodsOf(e, object.class, CONSTRUCTOR, false);
      const made: EvaluatedCall = { ...call, args: initializer ? fromRequest(e, call, initializer, row) : [] };
      result = join(result, initializer ? construct(e, made, object.class) : ofRequest(e, call, row));
    }
  return result === ABSENT ? UNKNOWN : result;
}

/** What is named; where nothing is, the class that the parameter is declared as. */
function providers(e: Evaluation, { node, args }: EvaluatedCall): Value["objects"] {
  const [first] = args;
  if (first) return first.value.objects;
  const { ast } = e;
  let parameter = ast.parent(node);
  while (ast.kind(parameter) === Kind.Type) parameter = ast.parent(parameter);
  if (ast.kind(parameter) !== Kind.Parameter) return [];
  const info = e.ask.classOfParameter(ast.child(parameter, Role.Target));
  return info ? [e.classObject(info)] : [];
}

function fromRequest(e: Evaluation, call: EvaluatedCall, unit: Unit, row: HandlerRow): Argument[] {
  const value = ofRequest(e, call, row);
  return e.ask
    .parametersWithout(unit, row.skip)
    .map((name) => ({ node: call.node, name: nameOf(name), value, isSpread: false, isKeywordSpread: false }));
}

function ofRequest(e: Evaluation, { node }: EvaluatedCall, { parameterKind, parameterTitle }: HandlerRow): Value {
  return parameterKind === undefined
    ? UNKNOWN
    : taintedValue(e.sources.taintAt(node, [intern(parameterKind)], parameterTitle ?? "", false));
}

/** What a parameter's type says that it is given: `Annotated[User, Depends(current_user)]`. */
export function providedByType(e: Evaluation, type: AstNode): Value {
  const { ast } = e;
  if (type === NO_NODE || ast.language !== "python") return ABSENT;
  let value: Value = ABSENT;
  for (const part of ast.children(type, Role.TypeArgument))
    if (ast.kind(part) === Kind.Call && e.knowledge.models.mayTakeHandlers(ast.symbol(ast.child(part, Role.Callee))))
      value = join(value, evaluate(e, part));
  return value;
}
