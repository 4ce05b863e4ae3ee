// Handlers that a framework calls one after the other with the same request: what a middleware puts on the request, later
// handlers find there. Registering them is taken for calling them, in the order in which they are registered.

import { intern, nameOf } from "../syntax/symbols.ts";
import { applyUnit, plainArgument } from "./apply.ts";
import type { Evaluation } from "./evaluation.ts";
import type { Rows } from "./model-index.ts";
import type { AbstractObject } from "./object.ts";
import { applyOutward } from "./outward.ts";
import type { EvaluatedCall } from "./places.ts";
import { join, objectValue, UNKNOWN } from "./value.ts";

/** Where handlers leave something for those behind them: `res.locals`, `ctx.state`. */
const SHARED = ["locals", "state"].map(intern);

export function runHandlers(e: Evaluation, call: EvaluatedCall, rows: readonly Rows[]): void {
  const row = rows.flatMap(({ handlerCalls }) => handlerCalls).find(({ parameters }) => parameters !== undefined);
  const parameters = row?.parameters;
  if (!parameters) return;
  const handlers = call.args.flatMap(({ value }) => handlersIn(e, value.objects));
  if (handlers.length === 0) return;
  // One request, one response for all handlers of a unit.
  const args = parameters.map((type, position) =>
    plainArgument(
      call.node,
      type === "_"
        ? UNKNOWN
        : objectValue(e.madeAt(e.unit.node, "unknown", undefined, undefined, `handed ${position} ${type}`)),
    ),
  );
  for (const { value } of args)
    for (const object of value.objects)
      for (const member of SHARED) {
        const held = e.madeAt(e.unit.node, "map", undefined, object, nameOf(member));
        e.state.set(e.fieldCell(object, member), join(e.state.get(e.fieldCell(object, member)), objectValue(held)));
      }
  const apply = e.unit.kind === "module" ? applyOutward : applyUnit;
  for (const object of handlers) apply(e, { unit: object.unit!, object, node: call.node, receiver: undefined, args });
}

/** Functions that are handed over, also in a list. */
function handlersIn(e: Evaluation, objects: readonly AbstractObject[]): AbstractObject[] {
  return objects.flatMap((object) => {
    if (object.kind === "function") return object.unit ? [object] : [];
    if (object.kind !== "made" || object.shape !== "list") return [];
    return [...object.fields].flatMap(([, cell]) =>
      e.state.get(cell).objects.filter(({ kind, unit }) => kind === "function" && unit !== undefined),
    );
  });
}
