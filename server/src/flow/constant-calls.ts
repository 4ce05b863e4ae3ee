// Methods of texts on constants: what they give is constant, or fixed by the program's text.

import { intern } from "../syntax/symbols.ts";
import { foldTextMethod } from "./constants.ts";
import type { Evaluation } from "./evaluation.ts";
import type { EvaluatedCall } from "./places.ts";
import { constantValue, FIXED, isFixed, objectValue, type Value } from "./value.ts";
import { isKnownMethod } from "./value-types.ts";

export function foldCall(e: Evaluation, call: EvaluatedCall, name: string): Value | undefined {
  const receiver = call.receiver?.constant;
  if (typeof receiver !== "string") return undefined;
  const folded = foldTextMethod(
    e.ast.language,
    receiver,
    name,
    call.args.map(({ value }) => value.constant),
  );
  return folded === undefined ? undefined : constantValue(folded);
}

/** Methods of texts, and what makes texts, give of constants what is made of constants. */
export function fixedCall(e: Evaluation, call: EvaluatedCall, name: string): Value | undefined {
  const { receiver, args } = call;
  if (receiver ? !isFixed(receiver) || !isKnownMethod(name) : !/^(str|String|repr|chr|ord|len|int|float)$/.test(name))
    return undefined;
  if (receiver?.constant === null || args.length + Number(receiver !== undefined) === 0) return undefined;
  return args.every(({ value }) => e.isFixed(value)) ? FIXED : undefined;
}

const LONGEST_SPLIT = 256;

/** `"a,b".split(",")`: a list of constants. */
export function splitConstant(e: Evaluation, { receiver, args, node }: EvaluatedCall): Value | undefined {
  const text = receiver?.constant;
  const separator = args[0]?.value.constant;
  if (typeof text !== "string" || typeof separator !== "string" || separator === "" || args.length !== 1)
    return undefined;
  if (text.length > LONGEST_SPLIT) return undefined;
  const list = e.madeAt(node, "list");
  const parts = text.split(separator);
  for (const [position, part] of parts.entries())
    e.state.set(e.fieldCell(list, intern(String(position))), constantValue(part));
  e.state.set(e.lengthCell(list), constantValue(parts.length));
  return objectValue(list);
}
