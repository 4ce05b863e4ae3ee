// Calls of what is not of the program: by models, then by what the languages' own libraries do with collections, texts and constants;
// of everything else what goes in may come out.

import { Kind } from "../syntax/kind.ts";
import { isJvm, isScript } from "../syntax/language.ts";
import { applyUnit } from "./apply.ts";
import { bind } from "./bound.ts";
import { builtInFunction } from "./built-in-functions.ts";
import { carried, replacedKinds } from "./carried.ts";
import { someConstant } from "./class-members.ts";
import { fixedCall, foldCall, splitConstant } from "./constant-calls.ts";
import { builtInConstructor, builtInMethod } from "./containers.ts";
import { csharpConstructor, csharpMethod } from "./csharp-library.ts";
import type { Evaluation } from "./evaluation.ts";
import { goBuiltIn } from "./go-values.ts";
import { callWithFunctions } from "./higher-order.ts";
import {
  callHandedOver,
  fillArgument,
  javaConstructor,
  javaFunction,
  javaMethod,
  javaParts,
  javaStored,
} from "./java-library.ts";
import { javaReflection } from "./java-reflection.ts";
import { collected } from "./java-streams.ts";
import { kotlinCall } from "./kotlin-library.ts";
import { byContainerRow, byPropagators, type CallRows, ended } from "./modelled-calls.ts";
import { phpFunction, phpInstance } from "./php.ts";
import { conditionsHold, type EvaluatedCall } from "./places.ts";
import { providedBy } from "./providers.ts";
import { runMethodGroups, runRouted } from "./routes.ts";
import { builderMethod, newBuilder } from "./text-builders.ts";
import { ABSENT, join, type Value } from "./value.ts";

/** A call of something that is not of the program. */
export function library(e: Evaluation, call: EvaluatedCall, { rows }: CallRows): Value {
  const isMethod = call.receiver !== undefined;
  const written = e.ast.name(call.callee);
  const isPhpFunction = e.ast.language === "php" && !isMethod && e.ast.kind(call.node) === Kind.Call;
  const name = isPhpFunction ? written.toLowerCase() : written;
  const isJava = isJvm(e.ast.language);
  const reflected = isJava ? javaReflection(e, call, name) : undefined;
  if (reflected) return reflected;
  const stored = isJava && isMethod ? javaStored(e, call, name) : undefined;
  if (stored) return stored;
  const containers = rows.flatMap((each) => each.containers);
  if (containers.length > 0) {
    let result: Value = ABSENT;
    for (const row of containers) result = join(result, byContainerRow(e, call, row));
    return result;
  }
  const provided = e.ast.language === "python" && rows.length > 0 ? providedBy(e, call, rows) : undefined;
  if (provided) return provided;
  if (e.ast.language === "python" && rows.length > 0) runRouted(e, call, rows);
  if (e.ast.language === "csharp" && rows.length > 0) runMethodGroups(e, call, rows);
  const propagators = rows.flatMap((each) => each.propagators).filter((row) => conditionsHold(e, call.node, row.when));
  const isPhp = e.ast.language === "php" && !isMethod;
  if (isPhp && propagators.length === 0) {
    const included = includedFile(e, call, name);
    if (included) return included;
    const own = e.ast.kind(call.node) === Kind.New ? phpInstance(e, call, name) : phpFunction(e, call, name);
    if (own) return own;
  }
  if (e.ast.language === "php" && isMethod && (name === "from" || name === "tryFrom")) {
    const one = someConstant(e, call.receiver!);
    if (one) return one;
  }
  const ofKotlin = e.ast.language === "kotlin" ? kotlinCall(e, call, name, rows) : undefined;
  if (ofKotlin) return ofKotlin;
  const bound = boundFunction(e, call, name);
  if (bound) return bound;
  const withFunctions = callWithFunctions(e, call, name, rows);
  if (propagators.length > 0) {
    const kinds = replacedKinds(e, call, name);
    return join(ended(e, byPropagators(e, call, propagators), kinds), withFunctions ?? ABSENT);
  }
  if (withFunctions) return withFunctions;
  if (e.ast.language === "go") {
    const ofGo = goBuiltIn(e, call, name);
    if (ofGo) return ofGo;
  }
  const folded =
    foldCall(e, call, name) ??
    (name === "split" && (e.ast.language === "python" || isScript(e.ast.language))
      ? splitConstant(e, call)
      : undefined);
  if (folded) return folded;
  const isCSharp = e.ast.language === "csharp";
  if (isJava) {
    fillArgument(e, call, name);
    const handed = callHandedOver(e, call, name);
    if (handed) return join(carried(e, call), handed);
  }
  if (isMethod) {
    const builtIn =
      builderMethod(e, call, name) ??
      (isJava
        ? (collected(e, call, name) ??
          javaFunction(e, call, name) ??
          javaParts(e, call, name) ??
          javaMethod(e, call, name))
        : undefined) ??
      (isCSharp ? csharpMethod(e, call, name) : undefined) ??
      builtInMethod(e, call, name);
    if (builtIn) return builtIn;
  } else {
    const made = isCSharp
      ? csharpConstructor(e, call)
      : isJava
        ? javaConstructor(e, call)
        : (newBuilder(e, call, name) ?? builtInConstructor(e, call, name));
    if (made) return made;
  }
  return builtInFunction(e, call, name) ?? fixedCall(e, call, name) ?? carried(e, call);
}

/** `f.bind(receiver, …)`, `functools.partial(f, …)`. */
function boundFunction(e: Evaluation, call: EvaluatedCall, name: string): Value | undefined {
  const [first] = call.args;
  if (name === "bind" && call.receiver && isScript(e.ast.language)) return bind(e, call, call.receiver, first?.value);
  if (name !== "partial" || !first || e.ast.language !== "python") return undefined;
  return bind(e, call, first.value, undefined);
}

/** `include "file.php"` runs that file with the variables that are here. */
function includedFile(e: Evaluation, call: EvaluatedCall, name: string): Value | undefined {
  if (!/^(include|require)(_once)?$/.test(name)) return undefined;
  const file = e.ask.included(call.node);
  if (!file || file.units.module === e.unit) return undefined;
  return applyUnit(e, { unit: file.units.module, object: undefined, node: call.node, receiver: undefined, args: [] });
}
