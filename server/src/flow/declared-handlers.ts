// What a framework calls by a method of an interface that carries the annotations: the methods of classes that implement it.
// Whoever reads only these sees parameters of which nothing is known.

import { NO_NODE } from "../syntax/ast.ts";
import { Kind, Role } from "../syntax/kind.ts";
import { isJvm } from "../syntax/language.ts";
import { intern } from "../syntax/symbols.ts";
import { applyUnit, plainArgument } from "./apply.ts";
import type { Evaluation } from "./evaluation.ts";
import { methodsOf } from "./members.ts";
import type { Argument } from "./places.ts";
import { reachHandler } from "./sinks.ts";
import { parameterNode, type Unit } from "./unit.ts";
import { ABSENT, join, NO_OBJECTS, newValue, objectValue, type Value } from "./value.ts";

/** What a method without a body gives its framework: what another one, which its annotation names, makes of the arguments. */
export function callProvider(e: Evaluation): void {
  const { ast, unit } = e;
  if (!isJvm(ast.language) || unit.kind !== "function") return;
  const provider = e.ask.provider();
  if (!provider) return;
  const { node } = unit;
  const args = unit.parameters.map((_, index) =>
    plainArgument(node, objectValue(e.inputs.of({ kind: "parameter", index }))),
  );
  const receiver = objectValue(e.madeAt(node, "instance", provider.class));
  let given: Value = ABSENT;
  for (const method of methodsOf(e, provider.class, intern(provider.method), false)) {
    const application = { unit: method, object: undefined, node, receiver, args: fitting(e, method, args) };
    given = join(given, applyUnit(e, application));
  }
  reachHandler(e, node, given);
}

/** A method that takes a map is given the arguments by their names. */
function fitting(e: Evaluation, method: Unit, args: readonly Argument[]): readonly Argument[] {
  const [type] = e.ask.parameterTypes(method);
  if (method.parameters.length !== 1 || type === undefined || !/^(Hash)?Map$/.test(type)) return args;
  const { unit } = e;
  const map = e.madeAt(unit.node, "map", undefined, undefined, "arguments");
  for (const [index, { value }] of args.entries()) e.state.set(e.fieldCell(map, intern(nameOf(e, index))), value);
  return [plainArgument(unit.node, objectValue(map))];
}

/** The name that `@Param("name")` gives a parameter, else its own. */
function nameOf({ ast, unit }: Evaluation, index: number): string {
  const node = parameterNode(unit, unit.parameters[index]!);
  for (const decorator of ast.children(node, Role.Decorator)) {
    const call = ast.firstChild(decorator);
    const text = call !== NO_NODE && ast.kind(call) === Kind.Call ? ast.child(call, Role.Argument) : NO_NODE;
    if (text !== NO_NODE && ast.kind(text) === Kind.String) return ast.stringValue(text);
  }
  return ast.name(ast.child(node, Role.Target));
}

/** Calls them with what comes from outside of the program, where a method that is declared in such a way is given any. */
export function callImplementations(e: Evaluation, parameters: readonly Value[]): void {
  const { ast, unit } = e;
  if (!isJvm(ast.language) || !unit.class || !parameters.some(isFromOutside)) return;
  const args = parameters.map((value) => plainArgument(unit.node, fromOutside(value)));
  const before = e.state;
  for (const [position, method] of methodsOf(e, unit.class, ast.symbol(unit.node), true).entries()) {
    if (method === unit || method.parameters.length !== args.length || !method.class) continue;
    // Instances come from nowhere in the program, as if they were parameters behind the last one.
    const instance = e.inputs.of({ kind: "parameter", index: args.length + position }, [], "unknown", method.class);
    e.state = before.fork();
    applyUnit(e, { unit: method, object: undefined, node: unit.node, receiver: objectValue(instance), args });
  }
  e.state = before;
}

function fromOutside({ taint, isFixed }: Value): Value {
  return newValue(
    taint.filter(({ source }) => source.kind === "concrete"),
    NO_OBJECTS,
    undefined,
    isFixed,
  );
}

function isFromOutside({ taint }: Value): boolean {
  return taint.some(({ source }) => source.kind === "concrete");
}
