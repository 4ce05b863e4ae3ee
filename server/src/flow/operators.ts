// Operators and texts with values in them: what they make of their operands, constants worked out where all is known.

import { type AstNode, NO_NODE } from "../syntax/ast.ts";
import { Kind, Role } from "../syntax/kind.ts";
import { intern } from "../syntax/symbols.ts";
import { ALLOW_LIST, isCollection } from "./allow-lists.ts";
import { assign } from "./assignment.ts";
import { branch, matchPattern } from "./conditions.ts";
import { foldBinary, foldUnary, formatPercent } from "./constants.ts";
import { bindPattern, isBinding, typeOf } from "./csharp.ts";
import type { Evaluation } from "./evaluation.ts";
import { ARITHMETIC, COMPARISONS, evaluate, GIVES_BOOLEAN } from "./expressions.ts";
import { BEFORE_HOST, behindText, behindValue, isOwnAddress } from "./fixed-host.ts";
import { addressOf, pointedBy, send } from "./go-values.ts";
import { copyInto } from "./literals.ts";
import { applyMarks, collect } from "./pattern-marks.ts";
import { asText, isNumberType, namedVariable } from "./php.ts";
import { behindQuote, literalTexts } from "./quoting.ts";
import { rubyText } from "./ruby.ts";
import { formatText, shovel } from "./ruby-values.ts";
import { callOfTag } from "./tagged.ts";
import { betweenQuotes } from "./text-checks.ts";
import { unboundAt } from "./unbound-values.ts";
import {
  ABSENT,
  type Constant,
  constantValue,
  FALSE,
  FIXED,
  isFixed,
  isPure,
  join,
  joinTaint,
  NULL,
  newValue,
  passThrough,
  type Taint,
  TRUE,
  taintedValue,
  tintedValue,
  UNKNOWN,
  type Value,
} from "./value.ts";
import { BOOLEAN_KIND, NUMBER_KIND, TEXT_KIND } from "./value-types.ts";

/** `(int) $x` is a number, `(array) $x` an array with it, `(object) $x` an object with its keys. */
export function phpCast(e: Evaluation, node: AstNode, value: Value): Value {
  const type = e.ast.child(node, Role.Type);
  if (isNumberType(e.ast, type)) {
    if (typeof value.constant === "number") return value;
    return taintedValue(passThrough(e.deepTaint(value), NUMBER_KIND));
  }
  const name = e.ast.name(type).toLowerCase();
  if (name === "string") {
    const text = asText(e, value, node);
    return text.taint.length === 0 && text.objects.length === 0
      ? text
      : taintedValue(passThrough(e.deepTaint(text), TEXT_KIND));
  }
  if (name !== "object" || value.objects.length === 0) return value;
  const made = e.madeAt(node, "instance");
  return newValue(copyInto(e, made, value), [made], undefined);
}

export function template(e: Evaluation, node: AstNode): Value {
  const { ast } = e;
  let text: string | undefined = "";
  let taint: Taint = [];
  const isText = ast.kind(node) === Kind.Template;
  let arePure = isText;
  /** The constant text since the beginning, or since the last value of the program's own. */
  let beginning = "";
  let isBehindOwn = false;
  /** All constant text so far: it says whether a value stands in quotes. */
  let texts = "";
  if (ast.kind(node) === Kind.TaggedTemplate) {
    const tagged = callOfTag(e, node);
    if (tagged) return tagged;
    text = undefined;
  }
  for (const part of ast.children(node, Role.Part)) {
    const given = evaluate(e, part);
    const value = ast.language === "ruby" ? rubyText(e, given, part) : asText(e, given, part);
    const added = e.deepTaint(value);
    arePure &&= isPure(value);
    const isBehindFixed = isBehindOwn && !beginning.endsWith("://");
    const placed = betweenQuotes(
      texts,
      behindQuote(() => texts, added),
    );
    taint = joinTaint(taint, isBehindFixed ? behindText("/fixed", placed) : behindText(beginning, placed));
    if (isText)
      taint = joinTaint(
        taint,
        unboundAt(e, () => texts, value, part),
      );
    if (BEFORE_HOST.test(texts) && isOwnAddress(added)) {
      isBehindOwn = true;
      beginning += "own";
    }
    if (value.constant !== undefined) texts += String(value.constant);
    if (value.constant !== undefined) beginning += String(value.constant);
    else if (added.length === 0) isBehindOwn = true;
    text = text !== undefined && value.constant !== undefined ? text + String(value.constant) : undefined;
  }
  if (taint.length === 0 && text !== undefined) return constantValue(text);
  const made = e.step(taint, "join", node, "");
  return tintedValue(isText ? passThrough(made, TEXT_KIND) : made, arePure);
}

export function unary(e: Evaluation, node: AstNode): Value {
  const { ast } = e;
  const operator = ast.name(node);
  const operandNode = ast.child(node, Role.Operand);
  if (operandNode === NO_NODE) return UNKNOWN;
  const operand = evaluate(e, operandNode);
  if (operator === "$" && ast.language === "php") {
    if (typeof operand.constant === "string") return e.state.get(namedVariable(e, `$${operand.constant}`, node));
    return taintedValue(operand.taint);
  }
  if (operator === "delete") {
    if (ast.kind(operandNode) === Kind.Member || ast.kind(operandNode) === Kind.Index)
      assign(e, operandNode, NULL, node);
    return UNKNOWN;
  }
  const type = ast.language === "csharp" ? typeOf(e, node) : undefined;
  if (type) return type;
  if (ast.language === "go") {
    if (operator === "<-") return e.readElement(operand);
    if (operator === "&") return addressOf(e, node, operandNode, operand);
    if (operator === "*") return pointedBy(e, operand, node);
  }
  const folded = foldUnary(operator, operand.constant);
  if (folded !== undefined) return constantValue(folded);
  if (isFixed(operand)) return FIXED;
  switch (operator) {
    case "!":
    case "not":
    case "typeof":
      return taintedValue(passThrough(e.deepTaint(operand), BOOLEAN_KIND));
    case "-":
    case "+":
    case "~":
      return taintedValue(passThrough(e.deepTaint(operand), NUMBER_KIND));
    case "void":
      return UNKNOWN;
    default:
      // Dereferences, `@`, casts by sign: the value itself.
      return operand;
  }
}

export function binary(e: Evaluation, node: AstNode): Value {
  const { ast } = e;
  // `a + b + c + …` is as deep as it is long, so the left spine is walked, not entered.
  const spine: AstNode[] = [];
  let at = node;
  while (ast.kind(at) === Kind.Binary && !isShortCircuit(ast.name(at))) {
    spine.push(at);
    at = ast.child(at, Role.Left);
    if (at === NO_NODE) return UNKNOWN;
  }
  if (spine.length === 0) return shortCircuit(e, node);
  let left = evaluate(e, at);
  if (ast.language === "csharp" && ast.name(node) === "is" && spine.length === 1) return isPattern(e, node, left);
  const bound = ast.child(node, Role.Target);
  const pattern = ast.child(node, Role.Right);
  if (ast.name(node) === "instanceof" && pattern !== NO_NODE && ast.kind(pattern) === Kind.Call) {
    // `x instanceof Point(int a, int b)`
    matchPattern(e, pattern, left, node);
    return UNKNOWN;
  }
  if (bound !== NO_NODE) {
    // `x instanceof String text`: where it is read, it is.
    assign(e, ast.kind(bound) === Kind.Declarator ? ast.child(bound, Role.Target) : bound, left, node);
  }
  for (let level = spine.length - 1; level >= 0; level--) {
    const operation = spine[level]!;
    const rightNode = ast.child(operation, Role.Right);
    const right = rightNode === NO_NODE ? UNKNOWN : evaluate(e, rightNode);
    left =
      ast.language === "ruby" && ast.name(operation) === "<<"
        ? shovel(e, operation, at, left, right)
        : operate(e, operation, ast.name(operation), left, right);
    if (level > 0) {
      const marks = e.knowledge.marks.at(operation);
      if (marks) left = applyMarks(e, operation, left, marks);
      collect(e, operation, left);
    }
  }
  return left;
}

/** C#'s `x is T y`, `x is { Name: var n }`, `x is "a" or "b"`. */
function isPattern(e: Evaluation, node: AstNode, left: Value): Value {
  const { ast } = e;
  const pattern = ast.child(node, Role.Right);
  const target = ast.child(node, Role.Target);
  if (target !== NO_NODE) bindPattern(e, target, left, node);
  if (pattern === NO_NODE) return UNKNOWN;
  if (isBinding(e, pattern)) bindPattern(e, pattern, left, node);
  else if (ast.kind(pattern) !== Kind.Type && ast.kind(pattern) !== Kind.Binary && ast.kind(pattern) !== Kind.Unary) {
    const folded = foldBinary("csharp", "is", left.constant, evaluate(e, pattern).constant);
    if (typeof folded === "boolean") return folded ? TRUE : FALSE;
  }
  return taintedValue(passThrough(e.deepTaint(left), BOOLEAN_KIND));
}

export function operate(e: Evaluation, node: AstNode, operator: string, first: Value, second: Value): Value {
  let left = first;
  let right = second;
  const isPhp = e.ast.language === "php";
  if (isPhp && operator === ".") {
    left = asText(e, left, node);
    right = asText(e, right, node);
  }
  const folded = foldBinary(e.ast.language, operator, left.constant, right.constant);
  if (operator === "<-" && e.ast.language === "go") return send(e, e.ast.child(node, Role.Left), right);
  if (folded !== undefined) return folded === true ? TRUE : folded === false ? FALSE : constantValue(folded);
  if (isFixed(left) && isFixed(right)) return FIXED;
  const leftTaint = e.deepTaint(left);
  const before = () =>
    typeof left.constant === "string"
      ? left.constant
      : e.ast.kind(node) === Kind.Binary
        ? literalTexts(e.ast, e.ast.child(node, Role.Left))
        : "";
  const quoted = behindQuote(before, e.deepTaint(right));
  const rightTaint = typeof left.constant === "string" ? betweenQuotes(left.constant, quoted) : quoted;
  const beginning = operator === "%" ? beforeDirective(left) : left;
  const joined = joinTaint(leftTaint, behindValue(e.ast, node, beginning, leftTaint, rightTaint));
  const isJoining = operator === "+" || (isPhp && operator === ".");
  const taint = isJoining ? joinTaint(joined, unboundAt(e, before, right, e.ast.child(node, Role.Right))) : joined;
  if (COMPARISONS.has(operator)) return taintedValue(passThrough(taint, BOOLEAN_KIND));
  const isFormat =
    operator === "%" &&
    (typeof left.constant === "string" ||
      e.ast.kind(e.ast.child(node, Role.Left)) === Kind.Template ||
      left.taint.length > 0);
  if (isFormat && typeof left.constant === "string" && isPlaced(e.ast.language, left.constant)) {
    const many = right.objects.length === 1 && right.objects[0]!.shape === "list" ? right.objects[0]! : undefined;
    const length = many && e.lengthOf(many);
    const values =
      length === undefined
        ? [right]
        : Array.from({ length }, (_, at) => e.state.get(e.fieldCell(many!, intern(String(at)))));
    const text = formatText(e, node, left, values, givenBehind(e, node));
    if (text.taint.length > 0) return text;
  }
  if (operator === "&" && HAS_SET_OPERATORS.has(e.ast.language) && typeof right.constant !== "number")
    return taintedValue(isInList(e, node) ? passThrough(taint, ALLOW_LIST) : taint);
  if (isFormat) {
    const formatted = percent(e, left, right);
    if (formatted !== undefined) return constantValue(formatted);
    if (isFixed(left) && e.isFixed(right)) return FIXED;
  } else if (ARITHMETIC.has(operator) || operator === "%") {
    if (operator === "*" && (e.ast.language === "python" || e.ast.language === "ruby")) return taintedValue(taint);
    // Dividing texts is an error: it is a path that `/` joins a text to.
    if (operator === "/" && e.ast.language === "python") return taintedValue(e.step(taint, "join", node, ""));
    if ((operator === "|" || operator === "-") && HAS_SET_OPERATORS.has(e.ast.language)) {
      // Unions of sets and dicts keep their contents.
      const objects = [...left.objects, ...(operator === "|" ? right.objects : [])];
      if (objects.length > 0) return newValue(joinTaint(left.taint, right.taint), objects, undefined);
    }
    return taintedValue(passThrough(taint, NUMBER_KIND));
  }
  if (operator === "+" && left.objects.some(({ shape }) => shape === "list")) return concatenated(e, left, right, node);
  if (isPhp && operator === "+") {
    if (left.objects.some(({ shape }) => shape === "map")) return joinedMaps(e, left, right, node);
    return taintedValue(passThrough(taint, NUMBER_KIND));
  }
  if (operator === "<<" && left.objects.length > 0) return left;
  return tintedValue(e.step(taint, "join", node, ""), isPure(left) && isPure(right));
}

/** What stands before the first value that a format puts in. */
function beforeDirective(format: Value): Value {
  const { constant } = format;
  return typeof constant === "string"
    ? { ...format, constant: constant.slice(0, constant.search(/%(?!%)|$/)) }
    : format;
}

/** `format % (a, b)`, `format % a`: what is put in. */
function givenBehind({ ast }: Evaluation, node: AstNode): AstNode[] {
  const given = ast.child(node, Role.Right);
  return ast.kind(given) === Kind.Tuple || ast.kind(given) === Kind.Array
    ? [...ast.children(given, Role.Element)]
    : [given];
}

/** Whether a format's values are put in by their positions. */
function isPlaced(language: string, format: string): boolean {
  return language === "ruby" || (language === "python" && !/%\(/.test(format));
}

/** `given & ALLOWED`: what both have. */
function isInList(e: Evaluation, node: AstNode): boolean {
  if (e.ast.kind(node) !== Kind.Binary) return false;
  return [Role.Left, Role.Right].some((side) => isCollection(e, e.ast.child(node, side), false));
}

const HAS_SET_OPERATORS: ReadonlySet<string> = new Set(["python", "ruby"]);

function percent(e: Evaluation, left: Value, right: Value): Constant {
  if (typeof left.constant !== "string") return undefined;
  const only = right.objects.length === 1 ? right.objects[0]! : undefined;
  const length = only ? e.lengthOf(only) : undefined;
  if (!only || length === undefined) return undefined;
  const args = Array.from(
    { length },
    (_, position) => e.state.get(e.fieldCell(only, intern(String(position)))).constant,
  );
  return formatPercent(left.constant, args);
}

/** `$a + $b`: what the first array has, else what the second has. */
function joinedMaps(e: Evaluation, left: Value, right: Value, node: AstNode): Value {
  const made = e.madeAt(node, "map");
  const taint = joinTaint(copyInto(e, made, right), copyInto(e, made, left));
  return newValue(taint, [made], undefined);
}

function concatenated(e: Evaluation, left: Value, right: Value, node: AstNode): Value {
  const target = e.madeAt(node, "list");
  e.state.set(e.lengthCell(target), UNKNOWN);
  e.state.add(e.restCell(target), join(e.readElement(left), e.readElement(right)));
  return newValue(joinTaint(left.taint, right.taint), [target], undefined);
}

export function isShortCircuit(operator: string): boolean {
  return (
    operator === "&&" ||
    operator === "||" ||
    operator === "??" ||
    operator === "and" ||
    operator === "or" ||
    operator === "?:"
  );
}

function shortCircuit(e: Evaluation, node: AstNode): Value {
  const { ast } = e;
  const operator = ast.name(node);
  const leftNode = ast.child(node, Role.Left);
  const rightNode = ast.child(node, Role.Right);
  if (leftNode === NO_NODE || rightNode === NO_NODE) return UNKNOWN;
  if (operator === "??" || operator === "?:") {
    const left = evaluate(e, leftNode);
    if (left.constant !== undefined && left.constant !== null) return left;
    const before = e.state;
    e.state = before.fork();
    const right = evaluate(e, rightNode);
    const taken = e.state;
    e.state = before;
    before.absorb([before.fork(), taken]);
    return left.constant === null && left.objects.length === 0 && left.taint.length === 0 ? right : join(left, right);
  }
  const before = e.state;
  const isAnd = operator === "&&" || operator === "and";
  const { yes, no, value: left } = branch(e, leftNode);
  const entered = isAnd ? yes : no;
  const skipped = isAnd ? no : yes;
  let right: Value = ABSENT;
  e.state = entered;
  if (!entered.isDead) right = evaluate(e, rightNode);
  const ended = e.state.since(before);
  e.state = before;
  before.absorb([ended, skipped]);
  if (skipped.isDead) return right;
  if (entered.isDead) return left;
  if (GIVES_BOOLEAN.has(ast.language))
    return taintedValue(passThrough(joinTaint(left.taint, right.taint), BOOLEAN_KIND));
  // What a false left side gives through `&&` carries nothing: false, null, 0 or an empty text.
  return isAnd
    ? left.constant === undefined
      ? { ...right, constant: undefined }
      : join(left, right)
    : join(left, right);
}
