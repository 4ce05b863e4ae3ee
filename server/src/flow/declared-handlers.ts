// What a framework calls by a method of an interface that carries the annotations: the methods of classes that implement it.
// Whoever reads only these sees parameters of which nothing is known.

import { applyUnit, plainArgument } from "./apply.ts";
import type { Evaluation } from "./evaluation.ts";
import { methodsOf } from "./members.ts";
import { NO_OBJECTS, newValue, objectValue, type Value } from "./value.ts";

/** Calls them with what comes from outside of the program, where a method that is declared in such a way is given any. */
export function callImplementations(e: Evaluation, parameters: readonly Value[]): void {
  const { ast, unit } = e;
  if (ast.language !== "java" || !unit.class || !parameters.some(isFromOutside)) return;
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
