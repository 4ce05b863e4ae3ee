// What Java programs reach by constant names: settings in `.properties` files of the workspace, classes, constructors and
// methods found by reflection.

import { NO_NODE } from "../syntax/ast.ts";
import { intern } from "../syntax/symbols.ts";
import { applyUnit, plainArgument } from "./apply.ts";
import type { Evaluation } from "./evaluation.ts";
import { construct } from "./instances.ts";
import { methodsOf } from "./members.ts";
import type { AbstractObject } from "./object.ts";
import type { Argument, EvaluatedCall } from "./places.ts";
import {
  ABSENT,
  CLEAN,
  constantValue,
  join,
  newValue,
  objectValue,
  type Taint,
  taintedValue,
  UNKNOWN,
  type Value,
} from "./value.ts";

/** In a stream or reader: the name of the file that it reads. */
const RESOURCE = intern("\u0000resource");
/** In what stands for a method: the function. */
const METHOD = intern("\u0000method");
/** In what stands for a field: the field's name. */
const FIELD = intern("\u0000field");
const OPENING: ReadonlySet<string> = new Set(
  "getResourceAsStream getResource FileInputStream FileReader File newInputStream newBufferedReader get of ClassPathResource FileSystemResource".split(
    " ",
  ),
);
const PASSING: ReadonlySet<string> = new Set(
  "InputStreamReader BufferedReader BufferedInputStream FileInputStream FileReader newInputStream newBufferedReader getInputStream openStream toPath toFile".split(
    " ",
  ),
);

/** A call that settings or reflection explain; undefined for all others. */
export function javaReflection(e: Evaluation, call: EvaluatedCall, name: string): Value | undefined {
  return resource(e, call, name) ?? reflected(e, call, name);
}

function resource(e: Evaluation, call: EvaluatedCall, whole: string): Value | undefined {
  const name = whole.slice(whole.lastIndexOf(".") + 1);
  const first = call.args[0]?.value;
  if (name === "load" || name === "loadFromXML")
    return first && call.receiver ? load(e, call.receiver, first) : undefined;
  if (name === "getBundle" && typeof first?.constant === "string") {
    const made = objectValue(e.madeAt(call.node, "map"));
    fill(e, made, `${first.constant.replaceAll(".", "/")}.properties`);
    return made;
  }
  if (OPENING.has(name) && typeof first?.constant === "string" && first.constant.endsWith(".properties")) {
    const made = e.madeAt(call.node, "unknown");
    e.state.set(e.fieldCell(made, RESOURCE), constantValue(first.constant));
    return objectValue(made);
  }
  if (!PASSING.has(name)) return undefined;
  const from = first ?? call.receiver;
  return from && isResource(from) ? from : undefined;
}

function isResource(value: Value): boolean {
  return value.objects.length === 1 && value.objects[0]!.fields.has(RESOURCE);
}

function load(e: Evaluation, receiver: Value, from: Value): Value | undefined {
  if (!receiver.objects.some(({ kind, shape }) => kind === "made" && shape === "map")) return undefined;
  const name = isResource(from) ? e.state.get(e.fieldCell(from.objects[0]!, RESOURCE)).constant : undefined;
  if (typeof name === "string" && receiver.objects.length === 1) fill(e, receiver, name, e.deepTaint(from));
  else for (const object of receiver.objects) e.state.add(e.restCell(object), { ...UNKNOWN, taint: e.deepTaint(from) });
  return UNKNOWN;
}

/** Puts the settings of a file into a map; without the file, any. */
function fill(e: Evaluation, map: Value, name: string, taint: Taint = CLEAN): void {
  const object = map.objects[0]!;
  const settings = e.ask.settings(name);
  if (!settings) {
    e.state.add(e.restCell(object), taint.length === 0 ? UNKNOWN : taintedValue(taint));
    return;
  }
  for (const [key, text] of settings) e.state.set(e.fieldCell(object, intern(key)), constantValue(text));
}

function reflected(e: Evaluation, call: EvaluatedCall, name: string): Value | undefined {
  const { receiver, args } = call;
  const first = args[0]?.value;
  switch (name) {
    case "forName":
    case "loadClass": {
      const info = typeof first?.constant === "string" ? e.ask.classNamed(first.constant) : undefined;
      if (!info) return undefined;
      // What its static initializer does, it does now.
      applyUnit(e, { unit: info.unit, object: undefined, node: call.node, receiver: UNKNOWN, args: [] });
      return objectValue(e.classObject(info));
    }
    case "getClass": {
      const classes = (receiver?.objects ?? []).flatMap((object) =>
        object.kind === "made" && object.class ? [e.classObject(object.class)] : [],
      );
      return classes.length === 0 ? UNKNOWN : newValue(CLEAN, classes, undefined);
    }
    case "getConstructor":
    case "getDeclaredConstructor":
    case "asSubclass":
      return receiver && classesIn(receiver).length > 0 ? receiver : undefined;
    case "cast":
      return receiver && classesIn(receiver).length > 0 ? first : undefined;
    case "newInstance": {
      const made = (receiver ? classesIn(receiver) : []).map((object) => construct(e, call, object.class!));
      return made.length === 0 ? undefined : made.reduce(join, ABSENT);
    }
    case "getMethod":
    case "getDeclaredMethod": {
      if (!receiver || typeof first?.constant !== "string") return undefined;
      const method = intern(first.constant);
      const units = classesIn(receiver).flatMap((object) => methodsOf(e, object.class!, method, false));
      if (units.length === 0) return undefined;
      const made = e.madeAt(call.node, "unknown");
      const functions = units.map((unit) => e.functionObject(unit));
      e.state.set(e.fieldCell(made, METHOD), newValue(CLEAN, functions, undefined));
      return objectValue(made);
    }
    case "getField":
    case "getDeclaredField": {
      if (!receiver || typeof first?.constant !== "string" || classesIn(receiver).length === 0) return undefined;
      const made = e.madeAt(call.node, "unknown");
      e.state.set(e.fieldCell(made, FIELD), constantValue(first.constant));
      return objectValue(made);
    }
    case "set":
    case "get": {
      const field = receiver?.objects.length === 1 ? receiver.objects[0]!.fields.get(FIELD) : undefined;
      const member = field === undefined ? undefined : e.state.get(field).constant;
      if (!first || typeof member !== "string") return undefined;
      if (name === "get") return e.readField(first, intern(member), call.node);
      if (args[1]) e.writeField(first, intern(member), args[1].value);
      return UNKNOWN;
    }
    case "invoke":
      return receiver ? invoke(e, call, receiver) : undefined;
    default:
      return undefined;
  }
}

function classesIn(value: Value): readonly AbstractObject[] {
  return value.objects.filter((object) => object.kind === "class" && object.class);
}

/** `method.invoke(target, a, b)`; the arguments may stand in one array. */
function invoke(e: Evaluation, call: EvaluatedCall, method: Value): Value | undefined {
  const held = method.objects.flatMap((object) => {
    const cell = object.kind === "made" ? object.fields.get(METHOD) : undefined;
    return cell === undefined ? [] : e.state.get(cell).objects;
  });
  const functions = held.filter((object) => object.kind === "function" && object.unit);
  if (functions.length === 0) return undefined;
  const [target, ...rest] = call.args;
  const only = rest.length === 1 && rest[0]!.value.objects.length === 1 ? rest[0]!.value.objects[0]! : undefined;
  const length = only ? e.lengthOf(only) : undefined;
  const args: readonly Argument[] =
    length === undefined
      ? rest
      : Array.from({ length }, (_, at) =>
          plainArgument(NO_NODE, e.readField(rest[0]!.value, intern(String(at)), call.node)),
        );
  let result: Value = ABSENT;
  for (const object of functions)
    result = join(result, applyUnit(e, { unit: object.unit!, object, node: call.node, receiver: target?.value, args }));
  return result;
}
