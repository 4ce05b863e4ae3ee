// A function of the program that escapes markup character by character: what it gives for `<` is written right behind it.

import type { Evaluation } from "./evaluation.ts";
import { HTML_ESCAPE } from "./expressions.ts";
import { newValue, passThrough, type Value } from "./value.ts";

const FOR_LESS_THAN = /(["'`])<\1[^<]{0,100}?(["'`])&(?:lt|#0*60|#x0*3c);\2/i;

/** What a unit gives, as its callers may take it. */
export function escapedByOwn({ ast, unit }: Evaluation, given: Value): Value {
  if (given.taint.length === 0 || unit.kind !== "function") return given;
  if (!FOR_LESS_THAN.test(ast.textOf(unit.node))) return given;
  return newValue(passThrough(given.taint, HTML_ESCAPE), given.objects, given.constant, given.isFixed);
}
