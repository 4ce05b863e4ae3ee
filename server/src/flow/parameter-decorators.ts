// Decorators of parameters that the program makes itself (Nest's `createParamDecorator(f)`): the parameter is given what the function gives.

import { type AstNode, NO_NODE } from "../syntax/ast.ts";
import { Kind, Role } from "../syntax/kind.ts";
import { isScript } from "../syntax/language.ts";
import { applyUnit, plainArgument } from "./apply.ts";
import type { Evaluation } from "./evaluation.ts";
import { evaluate } from "./expressions.ts";
import type { FlowFile } from "./file.ts";
import type { Surroundings } from "./surroundings.ts";
import type { Unit } from "./unit.ts";
import { ABSENT, join, UNKNOWN, type Value } from "./value.ts";

/** The function that the decorator of this name was made of. */
export function decoratorFunction(program: Surroundings, file: FlowFile, name: AstNode): Unit | undefined {
  const entity = program.entityAt(file, name);
  if (entity?.kind !== "variable") return undefined;
  const { file: home, declaration } = entity;
  const made = home.names.onlyValueOf(declaration);
  if (made === NO_NODE || home.ast.kind(made) !== Kind.Call) return undefined;
  const { models, origins } = program.knowledge(home);
  const isMaker = origins
    .of(home.ast.child(made, Role.Callee))
    .list.some((origin) => models.rowsOf(origin).handlerCalls.some(({ gives }) => gives));
  const given = isMaker ? home.ast.child(made, Role.Argument) : NO_NODE;
  return given !== NO_NODE && home.ast.kind(given) === Kind.Function ? home.units.table.at(given) : undefined;
}

/** What the decorators of a parameter give it. */
export function givenByDecorators(e: Evaluation, parameter: AstNode): Value {
  const { ast } = e;
  let value: Value = ABSENT;
  if (!isScript(ast.language)) return value;
  for (const decorator of ast.children(parameter, Role.Decorator)) {
    const call = ast.firstChild(decorator);
    const callee = ast.kind(call) === Kind.Call ? ast.child(call, Role.Callee) : NO_NODE;
    if (callee === NO_NODE || ast.kind(callee) !== Kind.Identifier) continue;
    const unit = e.ask.decoratorFunction(callee);
    if (!unit) continue;
    const [data] = ast.children(call, Role.Argument);
    const args = [data === undefined ? UNKNOWN : evaluate(e, data), UNKNOWN].map((each) => plainArgument(call, each));
    value = join(value, applyUnit(e, { unit, object: undefined, node: call, receiver: undefined, args }));
  }
  return value;
}
