// What only PHP has: functions and classes that are named by texts, variables that are named by texts, variables that all
// files and functions share, functions of the language that look at their caller's variables. Arrays are in php-arrays.ts.

import { type AstNode, NO_NODE } from "../syntax/ast.ts";
import { Flag, Kind, Role } from "../syntax/kind.ts";
import { intern, nameOf, type Sym, symbolOf } from "../syntax/symbols.ts";
import { applyUnit, plainArgument } from "./apply.ts";
import { assign } from "./assignment.ts";
import { foldFunction, isNumberDirective } from "./constants.ts";
import { listOfElements } from "./containers.ts";
import type { Evaluation } from "./evaluation.ts";
import { globalKey } from "./file.ts";
import { behindText } from "./fixed-host.ts";
import { STAR } from "./inputs.ts";
import { kindSet, NO_KINDS } from "./kind-set.ts";
import { entityValue, readMember } from "./members.ts";
import { list } from "./model-index.ts";
import { rootOrigin } from "./origin.ts";
import { arrayFunction, outputFunction } from "./php-arrays.ts";
import type { Argument, EvaluatedCall } from "./places.ts";
import { behindQuote } from "./quoting.ts";
import { reachModelled } from "./sinks.ts";
import type { Cell } from "./state.ts";
import { PATTERN_CHECK, removesDangerous } from "./strict-patterns.ts";
import type { Entity } from "./surroundings.ts";
import { provenByRemoving, textsOf } from "./text-checks.ts";
import {
  ABSENT,
  constantValue,
  join,
  joinTaint,
  NULL,
  newValue,
  objectValue,
  passThrough,
  type Taint,
  taintedValue,
  UNKNOWN,
  type Value,
  withTaint,
} from "./value.ts";
import { BOOLEAN_KIND, NUMBER_KIND } from "./value-types.ts";

/** Variables that every function sees as they are. */
const SUPERGLOBAL = /^\$(_[A-Z]+|GLOBALS)$/;

/** The cell of a variable that nothing in the file declares, or that a text names. */
export function namedVariable(e: Evaluation, name: string, node: AstNode): Cell {
  if (e.unit.kind === "module" || SUPERGLOBAL.test(name))
    return e.outerVariable(globalKey(name), undefined, SUPERGLOBAL.test(name) ? [rootOrigin(intern(name))] : []);
  const symbol = symbolOf(name);
  const declaration = symbol === 0 ? NO_NODE : e.file.names.declarationVisibleAt(node, symbol);
  if (declaration !== NO_NODE && e.file.ownerOf(declaration) === e.unit) return e.variable(declaration, node);
  return e.localNamed(name);
}

/** The name of the variable that `$$x`, `$GLOBALS["x"]` mean; undefined when it is none, or not known. */
export function dynamicName(e: Evaluation, node: AstNode, evaluate: (node: AstNode) => Value): string | undefined {
  const { ast } = e;
  if (ast.kind(node) === Kind.Unary && ast.name(node) === "$") {
    const operand = ast.child(node, Role.Operand);
    const { constant } = operand === NO_NODE ? UNKNOWN : evaluate(operand);
    return typeof constant === "string" ? `$${constant}` : undefined;
  }
  return undefined;
}

/** `$GLOBALS["x"]`: the cell of that variable. */
export function globalsElement(e: Evaluation, node: AstNode): Cell | undefined {
  const { ast } = e;
  if (ast.kind(node) !== Kind.Index) return undefined;
  const object = ast.child(node, Role.Object);
  const key = ast.child(node, Role.Property);
  if (object === NO_NODE || key === NO_NODE || ast.name(object) !== "$GLOBALS" || ast.kind(key) !== Kind.String)
    return undefined;
  return e.outerVariable(globalKey(`$${ast.stringValue(key)}`), undefined, []);
}

/** The cell of a constant that `define` makes. */
export function constantCell(e: Evaluation, name: string): Cell {
  return e.outerVariable(globalKey(name), undefined, []);
}

// Functions and classes by name

export interface Callable {
  readonly callee: Value;
  readonly receiver: Value | undefined;
  /** The name of a function that is not of the program's own. */
  readonly libraryName: string | undefined;
}

/** What is called where a value stands for a function: `"name"`, `"Class::method"`, `[$object, "method"]`, `$invokable`. */
export function callableOf(e: Evaluation, value: Value, node: AstNode): Callable | undefined {
  if (typeof value.constant === "string") return named(e, value.constant);
  const object = value.objects.length === 1 ? value.objects[0]! : undefined;
  if (!object) return undefined;
  if (object.kind === "made" && object.shape === "list" && e.lengthOf(object) === 2) {
    const target = e.state.get(e.fieldCell(object, intern("0")));
    const method = e.state.get(e.fieldCell(object, intern("1"))).constant;
    if (typeof method !== "string") return undefined;
    const receiver = typeof target.constant === "string" ? classNamed(e, target.constant) : target;
    if (!receiver) return undefined;
    return { callee: readMember(e, receiver, intern(method), node), receiver, libraryName: undefined };
  }
  if (object.class && object.kind !== "class") {
    const invoke = readMember(e, value, INVOKE, node);
    if (invoke.objects.some(({ kind }) => kind === "function"))
      return { callee: invoke, receiver: value, libraryName: undefined };
  }
  return undefined;
}

const INVOKE = intern("__invoke");
const MAGIC_CALL = intern("__call");
const MAGIC_STATIC_CALL = intern("__callStatic");

function named(e: Evaluation, text: string): Callable | undefined {
  const name = text.replace(/^\\/, "");
  const [className, method] = name.split("::");
  if (method !== undefined) {
    const receiver = classNamed(e, className!);
    return (
      receiver && { callee: readMember(e, receiver, intern(method), e.unit.node), receiver, libraryName: undefined }
    );
  }
  const entity = e.ask.named(name);
  if (entity?.kind === "function")
    return { callee: entityValue(e, entity), receiver: undefined, libraryName: undefined };
  return /^[\w\\]+$/.test(name) ? { callee: UNKNOWN, receiver: undefined, libraryName: name } : undefined;
}

/** The class that a text names. */
export function classNamed(e: Evaluation, name: string): Value | undefined {
  const entity: Entity | undefined = e.ask.named(name.replace(/^\\/, ""));
  return entity?.kind === "class" ? entityValue(e, entity) : undefined;
}

/** Calls what a value stands for. */
function callValue(e: Evaluation, node: AstNode, value: Value, args: readonly Argument[]): Value {
  let result: Value = ABSENT;
  const callable = callableOf(e, value, node);
  if (callable?.libraryName !== undefined) return libraryByName(e, callable.libraryName, node, args);
  const functions = (callable?.callee ?? value).objects;
  for (const object of functions) {
    if (object.kind === "function" && object.unit)
      result = join(result, applyUnit(e, { unit: object.unit, object, node, receiver: callable?.receiver, args }));
    else if (object.kind === "input")
      result = join(
        result,
        e.callOfInput(
          object,
          callable?.receiver,
          args.map((argument) => argument.value),
          node,
        ),
      );
  }
  return result === ABSENT ? taintedValue(taintOf(e, args)) : result;
}

/** A function of a library that a text names: `array_map("intval", $ids)`, `$run = "system"; $run($line)`. */
export function libraryByName(e: Evaluation, name: string, node: AstNode, args: readonly Argument[]): Value {
  let taint = taintOf(e, args);
  if (taint.length === 0) return UNKNOWN;
  const rows = e.knowledge.models.rowsOf(rootOrigin(intern(name)));
  for (const row of rows.sinkCalls) {
    if (row.when !== undefined || row.asWritten) continue;
    for (const place of list(row.argument ?? 0)) {
      const given = place === "any" ? args : args.slice(Number(place), Number(place) + 1);
      for (const { value, node: at } of given)
        reachModelled(e, row, at === NO_NODE ? node : at, node, e.deepTaint(value), node, false);
    }
  }
  for (const row of rows.sanitizerCalls)
    if (row.when === undefined && (row.place === undefined || row.place === "result"))
      taint = passThrough(taint, kindSet(list(row.kind).map(intern)));
  if (NUMBERS.has(name)) taint = passThrough(taint, NUMBER_KIND);
  if (BOOLEANS.test(name)) taint = passThrough(taint, BOOLEAN_KIND);
  return taintedValue(taint);
}

function taintOf(e: Evaluation, args: readonly Argument[]): Taint {
  let taint: Taint = [];
  for (const { value } of args) taint = joinTaint(taint, e.deepTaint(value));
  return taint;
}

/** A method that a class does not have goes to its `__call`. */
export function magicCall(e: Evaluation, receiver: Value, name: Sym, call: EvaluatedCall): Value | undefined {
  let result: Value | undefined;
  for (const object of receiver.objects) {
    if (!object.class) continue;
    const method = readMember(
      e,
      objectValue(object),
      object.kind === "class" ? MAGIC_STATIC_CALL : MAGIC_CALL,
      call.node,
    );
    for (const each of method.objects) {
      if (each.kind !== "function" || !each.unit) continue;
      const passed = e.madeAt(call.node, "list", undefined, undefined, "arguments");
      for (const [position, { value }] of call.args.entries())
        e.state.set(e.fieldCell(passed, intern(String(position))), value);
      e.state.set(e.lengthCell(passed), constantValue(call.args.length));
      const args = [
        plainArgument(call.node, constantValue(nameOf(name))),
        plainArgument(call.node, objectValue(passed)),
      ];
      const given = applyUnit(e, {
        unit: each.unit,
        object: each,
        node: call.node,
        receiver: objectValue(object),
        args,
      });
      result = result === undefined ? given : join(result, given);
    }
  }
  return result;
}

/** `__get`, for a property that a class does not have. */
export function magicGet(e: Evaluation, object: Value, name: Sym, node: AstNode): Value | undefined {
  return magicProperty(e, object, "__get", [constantValue(nameOf(name))], node);
}

/** `__set`; undefined when the class has none. */
export function magicSet(e: Evaluation, object: Value, name: Sym, value: Value, node: AstNode): Value | undefined {
  return magicProperty(e, object, "__set", [constantValue(nameOf(name)), value], node);
}

/** An object where a text is wanted. */
export function asText(e: Evaluation, value: Value, node: AstNode): Value {
  if (value.objects.length === 0 || e.ast.language !== "php") return value;
  const text = magicProperty(e, value, "__toString", [], node);
  if (text) return text;
  // What holds a value is not that value: an object without `__toString` is no text at all.
  const others = value.objects.filter((object) => object.kind !== "made" || !object.class);
  return others.length === value.objects.length ? value : newValue(value.taint, others, value.constant, value.isFixed);
}

function magicProperty(
  e: Evaluation,
  value: Value,
  method: string,
  args: readonly Value[],
  node: AstNode,
): Value | undefined {
  let result: Value | undefined;
  for (const object of value.objects) {
    if (!object.class || object.kind !== "made") continue;
    const found = readMember(e, objectValue(object), intern(method), node);
    for (const each of found.objects) {
      if (each.kind !== "function" || !each.unit) continue;
      const given = applyUnit(e, {
        unit: each.unit,
        object: each,
        node,
        receiver: objectValue(object),
        args: args.map((arg) => plainArgument(node, arg)),
      });
      result = result === undefined ? given : join(result, given);
    }
  }
  return result;
}

/** Objects of the language's own classes that are collections, and `stdClass`. */
export function phpInstance(e: Evaluation, call: EvaluatedCall, name: string): Value | undefined {
  if (name === "stdClass") return objectValue(e.madeAt(call.node, "instance"));
  if (!/^(Spl(Queue|Stack|DoublyLinkedList|ObjectStorage|FixedArray|PriorityQueue)|Array(Iterator|Object))$/.test(name))
    return undefined;
  const made = e.madeAt(call.node, "list");
  const [first] = call.args;
  if (first) e.state.add(e.restCell(made), e.readElement(first.value));
  e.state.set(e.lengthCell(made), first ? UNKNOWN : constantValue(0));
  return withTaint(objectValue(made), first?.value.taint ?? []);
}

// The language's own functions

const NUMBERS: ReadonlySet<string> = new Set(
  (
    "intval floatval doubleval count sizeof strlen mb_strlen ord abs ceil floor round time mktime strtotime crc32 array_sum array_product " +
    "filesize filemtime memory_get_usage microtime rand mt_rand random_int hexdec octdec bindec substr_count str_word_count levenshtein " +
    "similar_text strcmp strcasecmp strncmp strncasecmp strnatcmp strpos stripos strrpos strripos mb_strpos preg_match preg_match_all fmod intdiv sqrt pow"
  ).split(" "),
);
const BOOLEANS =
  /^(is_\w+|ctype_\w+|isset|empty|in_array|array_key_exists|key_exists|property_exists|method_exists|class_exists|function_exists|defined|file_exists|boolval|str_contains|str_starts_with|str_ends_with|checkdate|password_verify|hash_equals|array_is_list|is_a)$/;
const CALLED_ON_ELEMENTS: ReadonlyMap<string, { readonly function: number; readonly array: number }> = new Map([
  ["array_map", { function: 0, array: 1 }],
  ["array_filter", { function: 1, array: 0 }],
  ["array_walk", { function: 1, array: 0 }],
  ["array_walk_recursive", { function: 1, array: 0 }],
  ["array_reduce", { function: 1, array: 0 }],
  ["usort", { function: 1, array: 0 }],
  ["uasort", { function: 1, array: 0 }],
  ["preg_replace_callback", { function: 1, array: 2 }],
  ["iterator_apply", { function: 1, array: 0 }],
]);

/** What a function of PHP itself gives; undefined when it is none that is known. */
export function phpFunction(e: Evaluation, call: EvaluatedCall, name: string): Value | undefined {
  const { args, node } = call;
  const folded = foldFunction(
    name,
    args.map(({ value }) => value.constant),
  );
  if (folded !== undefined) return constantValue(folded);
  outputFunction(e, call, name);
  const elements = CALLED_ON_ELEMENTS.get(name);
  if (elements && args[elements.function] && args[elements.array]) return onElements(e, call, name, elements);
  const [first, second, third] = args;
  switch (name) {
    case "exit":
    case "die":
      e.state.isDead = true;
      return UNKNOWN;
    case "call_user_func":
      return first && callValue(e, node, first.value, args.slice(1));
    case "call_user_func_array":
      return (
        first &&
        second &&
        callValue(e, node, first.value, [{ ...plainArgument(second.node, second.value), isSpread: true }])
      );
    case "define":
      if (second && typeof first?.value.constant === "string")
        e.state.set(constantCell(e, first.value.constant), second.value);
      return UNKNOWN;
    case "constant":
      return typeof first?.value.constant === "string" ? e.state.get(constantCell(e, first.value.constant)) : undefined;
    case "compact":
      return compact(e, call);
    case "extract":
      if (first) extract(e, first.value, node);
      return UNKNOWN;
    case "parse_str":
      if (first && !second) extract(e, taintedValue(e.deepTaint(first.value)), node);
      return UNKNOWN;
    case "settype":
      if (first && /^(int|integer|float|double|bool|boolean)$/i.test(String(second?.value.constant)))
        assign(e, first.node, taintedValue(passThrough(e.deepTaint(first.value), NUMBER_KIND)), node);
      return UNKNOWN;
    case "sprintf":
    case "vsprintf":
      return first && formatted(e, call, name === "vsprintf");
    case "preg_replace":
    case "mb_ereg_replace": {
      if (!first || !second || !third) break;
      const pattern = phpPattern(first.value.constant);
      const kinds = removesDangerous(pattern)
        ? PATTERN_CHECK
        : provenByRemoving(textsOf(pattern), second.value.constant);
      if (kinds === NO_KINDS) break;
      const kept = passThrough(e.deepTaint(third.value), kinds);
      return taintedValue(e.step(joinTaint(kept, e.deepTaint(second.value)), "propagate", node, ""));
    }
    case "str_replace":
    case "str_ireplace":
      return first && second && third && replaced(e, call, first.value, second.value, third.value);
    case "var_export":
    case "print_r":
      return second?.value.constant === true ? undefined : UNKNOWN;
    case "iterator_count":
      return UNKNOWN;
    default:
  }
  if (NUMBERS.has(name)) return taintedValue(passThrough(taintOf(e, args), NUMBER_KIND));
  if (BOOLEANS.test(name)) return taintedValue(passThrough(taintOf(e, args), BOOLEAN_KIND));
  return arrayFunction(e, call, name);
}

/** `str_replace(["(", ")"], "", $text)`: what is left lacks these signs. */
function replaced(e: Evaluation, call: EvaluatedCall, from: Value, to: Value, text: Value): Value {
  const signs = constantsIn(e, from);
  const given = constantsIn(e, to);
  // Of several replacements, one may bring back what another took out.
  const kinds = provenByRemoving(signs, given.join(""));
  const taint = joinTaint(passThrough(e.deepTaint(text), kinds), joinTaint(e.deepTaint(to), e.deepTaint(from)));
  return taintedValue(e.step(taint, "propagate", call.node, ""));
}

function constantsIn(e: Evaluation, value: Value): string[] {
  if (typeof value.constant === "string") return [value.constant];
  return value.objects.flatMap((object) =>
    object.kind === "made"
      ? [...object.fields].flatMap(([, cell]) => {
          const { constant } = e.state.get(cell);
          return typeof constant === "string" ? [constant] : [];
        })
      : [],
  );
}

/** What stands between the delimiters of a pattern of PHP's: `"/^a$/i"` is `^a$`. */
export function phpPattern(pattern: unknown): string | undefined {
  if (typeof pattern !== "string") return undefined;
  const text = pattern.trimStart();
  const open = text[0];
  if (open === undefined || /[\w\s\\]/.test(open)) return undefined;
  const close = { "(": ")", "[": "]", "{": "}", "<": ">" }[open] ?? open;
  const end = text.lastIndexOf(close);
  return end <= 0 || /[^a-zA-Z\s]/.test(text.slice(end + 1)) ? undefined : text.slice(1, end);
}

function onElements(
  e: Evaluation,
  call: EvaluatedCall,
  name: string,
  places: { readonly function: number; readonly array: number },
): Value {
  const { args, node } = call;
  const array = args[places.array]!;
  const callback = args[places.function]!.value;
  const others = name === "array_map" ? args.slice(2) : [];
  const element = array.value.objects.length > 0 ? e.readElement(array.value) : taintedValue(array.value.taint);
  const run = (values: readonly Value[]): Value => {
    const before = e.state;
    const state = before.fork();
    e.state = state;
    const result = callValue(
      e,
      node,
      callback,
      values.map((value) => plainArgument(array.node, value)),
    );
    e.state = before;
    before.absorb([before.fork(), state]);
    return result;
  };
  switch (name) {
    case "array_map": {
      const extra = others.map(({ value }) => e.readElement(value));
      if (callback.constant === null) return listOfElements(e, node, extra.reduce(join, element));
      return listOfElements(e, node, run([element, ...extra]));
    }
    case "array_reduce": {
      const initial = args[2]?.value ?? NULL;
      const once = run([initial, element]);
      return join(initial, run([join(initial, once), element]));
    }
    case "preg_replace_callback": {
      const matches = listOfElements(e, node, taintedValue(e.deepTaint(array.value)));
      return taintedValue(joinTaint(e.deepTaint(array.value), e.deepTaint(run([matches]))));
    }
    case "usort":
    case "uasort":
      run([element, element]);
      return UNKNOWN;
    case "array_filter": {
      run([element]);
      return array.value.objects.length > 0 ? array.value : taintedValue(array.value.taint);
    }
    default:
      run([element, UNKNOWN, args[2]?.value ?? UNKNOWN]);
      return UNKNOWN;
  }
}

/** `compact("a", "b")`: an array of those variables. */
function compact(e: Evaluation, call: EvaluatedCall): Value {
  const made = e.madeAt(call.node, "map");
  const names = call.args.flatMap(({ value }) =>
    value.objects.length > 0
      ? value.objects.flatMap((object) => [...object.fields].map(([, cell]) => e.state.get(cell).constant))
      : [value.constant],
  );
  for (const name of names)
    if (typeof name === "string")
      e.state.set(e.fieldCell(made, intern(name)), e.state.get(namedVariable(e, `$${name}`, call.node)));
  return objectValue(made);
}

/** `extract($array)`: its keys become variables. */
function extract(e: Evaluation, array: Value, node: AstNode): void {
  for (const object of array.objects)
    for (const [member, cell] of object.fields) {
      const value = e.state.get(cell);
      if (value !== ABSENT && member !== STAR) e.state.set(namedVariable(e, `$${nameOf(member)}`, node), value);
    }
  const whole = e.readElement(array);
  const isOpen = array.taint.length > 0 || array.objects.some(({ kind, rest }) => kind === "input" || rest !== 0);
  if (isOpen && (whole.taint.length > 0 || whole.objects.length > 0))
    e.state.add(e.namedRest, withTaint(whole, array.taint));
}

/** `sprintf("%d %s", $a, $b)`: what a number's directive prints is a number. */
function formatted(e: Evaluation, call: EvaluatedCall, isList: boolean): Value {
  const [format, ...rest] = call.args;
  const text = format!.value.constant;
  let taint = e.deepTaint(format!.value);
  if (typeof text !== "string" || isList) {
    for (const { value } of rest) taint = joinTaint(taint, e.deepTaint(value));
    return taintedValue(e.step(taint, "join", call.node, ""));
  }
  let next = 0;
  const used: Taint[] = [];
  for (const { 1: position, 2: directive, index } of text.matchAll(DIRECTIVE)) {
    if (directive === "%") continue;
    const argument = rest[position === undefined ? next++ : Number(position) - 1];
    if (!argument) continue;
    const given = e.deepTaint(argument.value);
    const before = text.slice(0, index);
    used.push(
      isNumberDirective(directive!)
        ? passThrough(given, NUMBER_KIND)
        : behindText(
            before,
            behindQuote(() => before, given),
          ),
    );
  }
  for (const each of used) taint = joinTaint(taint, each);
  if (rest.some(({ isSpread }) => isSpread)) taint = joinTaint(taint, taintOf(e, rest));
  return taintedValue(e.step(taint, "join", call.node, ""));
}

/** `printf`'s arguments as they are printed. */
export function printedArguments(e: Evaluation, args: readonly Argument[]): readonly Argument[] {
  const text = args[0]?.value.constant;
  if (typeof text !== "string" || args.some(({ isSpread }) => isSpread)) return args;
  const numbers = new Set<number>();
  let next = 1;
  for (const { 1: position, 2: directive } of text.matchAll(DIRECTIVE)) {
    if (directive === "%") continue;
    const at = position === undefined ? next++ : Number(position);
    if (isNumberDirective(directive!)) numbers.add(at);
  }
  return args.map((argument, at) =>
    numbers.has(at)
      ? { ...argument, value: taintedValue(passThrough(e.deepTaint(argument.value), NUMBER_KIND)) }
      : argument,
  );
}

const DIRECTIVE = /%(?:(\d+)\$)?[-+ 0#]*(?:'.)?\d*(?:\.\d+)?([a-zA-Z%])/g;

/** Types whose values are numbers or truth values whatever was given. */
const NUMBER_TYPES = /^\??(int|integer|float|double|real|bool|boolean)$/i;

export function isNumberType(ast: Evaluation["ast"], type: AstNode): boolean {
  return type !== NO_NODE && ast.firstChild(type) === NO_NODE && NUMBER_TYPES.test(ast.name(type));
}

/** Whether a parameter is a reference to the caller's variable. */
export function isReference(ast: Evaluation["ast"], parameter: AstNode): boolean {
  return ast.children(parameter, Role.Modifier).some((modifier) => /^(&|ref|out)$/.test(ast.name(modifier)));
}

/** Names that a closure uses: by value as they are when it is made, or by reference. */
export function usedNames(
  ast: Evaluation["ast"],
  node: AstNode,
): { readonly name: AstNode; readonly isReference: boolean }[] {
  return ast
    .children(node, Role.Clause)
    .filter((clause) => ast.kind(clause) === Kind.ScopeDeclaration)
    .flatMap((clause) => ast.children(clause, Role.Name))
    .map((name) => ({ name, isReference: ast.hasFlag(name, Flag.Prefix) }));
}
