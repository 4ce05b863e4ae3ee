// Functions of the program, of whichever file, that a call gives a route's text (`path("users/<name>/", views.user)`): they are called
// with the route's named parts, which a client chooses but for those that the route makes numbers of.

import { Kind } from "../syntax/kind.ts";
import { intern, nameOf } from "../syntax/symbols.ts";
import { applyUnit } from "./apply.ts";
import type { Evaluation } from "./evaluation.ts";
import type { Rows } from "./model-index.ts";
import { applyOutward } from "./outward.ts";
import { type Argument, type EvaluatedCall, partsAt } from "./places.ts";
import { taintedValue, UNKNOWN } from "./value.ts";

export function runRouted(e: Evaluation, call: EvaluatedCall, rows: readonly Rows[]): void {
  for (const { handlerCalls } of rows)
    for (const row of handlerCalls) {
      if (row.route === undefined || row.parameterKind === undefined) continue;
      const [route] = partsAt(e, call, row.route);
      const names = typeof route?.value.constant === "string" ? chosenParts(route.value.constant) : [];
      if (!route || names.length === 0) continue;
      const value = taintedValue(
        e.sources.taintAt(route.node, [intern(row.parameterKind)], row.parameterTitle ?? "", false),
      );
      const plain = { node: route.node, isSpread: false, isKeywordSpread: false };
      const args: Argument[] = names.map((name) => ({ ...plain, name, value }));
      // What comes before them has the type that its name says.
      for (const _ of row.parameters ?? []) args.unshift({ ...plain, name: undefined, value: UNKNOWN });
      const apply = e.unit.kind === "module" ? applyOutward : applyUnit;
      for (const part of partsAt(e, call, row.argument ?? "any"))
        for (const object of part.value.objects)
          if (object.kind === "function" && object.unit)
            apply(e, { unit: object.unit, object, node: call.node, receiver: undefined, args });
    }
}

/** C#'s `app.MapGet("/users", Users.Find)`: a method of another class, which is called with what the request holds. */
export function runMethodGroups(e: Evaluation, call: EvaluatedCall, rows: readonly Rows[]): void {
  for (const { handlerCalls } of rows)
    for (const row of handlerCalls) {
      const { parameterKind } = row;
      if (parameterKind === undefined) continue;
      for (const { node, value } of partsAt(e, call, row.argument ?? "any"))
        for (const object of value.objects) {
          // Functions that stand where they are handed over are told by the call itself.
          if (object.kind !== "function" || !object.unit || e.ast.kind(node) !== Kind.Member) continue;
          const given = taintedValue(e.sources.taintAt(node, [intern(parameterKind)], row.parameterTitle ?? "", false));
          const args = e.ask
            .parametersWithout(object.unit, row.skip)
            .map((name) => ({ node, name: nameOf(name), value: given, isSpread: false, isKeywordSpread: false }));
          applyUnit(e, { unit: object.unit, object, node: call.node, receiver: undefined, args });
        }
    }
}

const PART = /<(?:(\w+)(?:\([^)]*\))?:)?(\w+)>|\(\?P<(\w+)>((?:[^()\\]|\\.|\([^()]*\))*)\)/g;
const NUMERIC = /^(int|float|uuid)$/;
const DIGITS = /^(\\d|\[0-9\])(\+|\*|\{[\d,]+\})?$/;

/** The names in `<str:name>`, `<name>` and `(?P<name>.*)`, without those that only numbers fit in. */
function chosenParts(route: string): string[] {
  return [...route.matchAll(PART)].flatMap(([, converter, name, group, pattern]) => {
    const isNumeric = group === undefined ? NUMERIC.test(converter ?? "") : DIGITS.test(pattern ?? "");
    return isNumeric ? [] : [name ?? group!];
  });
}
