// What `metavariable-comparison` says of a match. A comparison that cannot be carried out (a metavariable that is no
// number where one is needed, another type than expected) does not hold, as in Semgrep.

import { compileRegex } from "../../text/regex/compile.ts";
import type { Expression } from "../rules/expression.ts";

/** A value of an expression; `code` is what a metavariable is when it is no constant. */
export type ComparisonValue =
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "string"; readonly value: string }
  | { readonly kind: "boolean"; readonly value: boolean }
  | { readonly kind: "none" }
  | { readonly kind: "list"; readonly items: readonly ComparisonValue[] }
  | { readonly kind: "code"; readonly text: string };

export interface ComparisonContext {
  /** undefined for a metavariable that is not bound. */
  readonly valueOf: (metavariable: string) => ComparisonValue | undefined;
  /** Seconds since 1970. */
  readonly now: () => number;
}

export function holdsComparison(expression: Expression, context: ComparisonContext): boolean {
  const value = evaluate(expression, context);
  return value?.kind === "boolean" && value.value;
}

const number = (value: number): ComparisonValue | undefined =>
  Number.isNaN(value) ? undefined : { kind: "number", value };
const boolean = (value: boolean): ComparisonValue => ({ kind: "boolean", value });

function evaluate(expression: Expression, context: ComparisonContext): ComparisonValue | undefined {
  switch (expression.kind) {
    case "number":
    case "string":
    case "boolean":
    case "none":
      return expression;
    case "metavariable":
      return context.valueOf(expression.name);
    case "name":
      return undefined;
    case "list": {
      const items = expression.items.map((item) => evaluate(item, context));
      return items.every((item) => item !== undefined) ? { kind: "list", items } : undefined;
    }
    case "call":
      return call(expression.name, expression.arguments, context);
    case "unary":
      return unary(expression.operator, evaluate(expression.operand, context));
    case "binary":
      return (
        logical(expression.operator, expression.left, expression.right, context) ??
        binary(expression.operator, evaluate(expression.left, context), evaluate(expression.right, context))
      );
    case "chain": {
      const values = expression.operands.map((operand) => evaluate(operand, context));
      const results = expression.operators.map((operator, at) => binary(operator, values[at], values[at + 1]));
      if (results.some((result) => result?.kind !== "boolean")) return undefined;
      return boolean(results.every((result) => result?.kind === "boolean" && result.value));
    }
    default:
      return expression satisfies never;
  }
}

/** A side that decides does so alone. */
function logical(
  operator: string,
  left: Expression,
  right: Expression,
  context: ComparisonContext,
): ComparisonValue | undefined {
  if (operator !== "and" && operator !== "or") return undefined;
  const one = evaluate(left, context);
  const other = evaluate(right, context);
  if (one?.kind !== "boolean" || other?.kind !== "boolean") return undefined;
  return boolean(operator === "and" ? one.value && other.value : one.value || other.value);
}

function unary(operator: string, value: ComparisonValue | undefined): ComparisonValue | undefined {
  if (value?.kind === "boolean" && operator === "not") return boolean(!value.value);
  if (value?.kind !== "number") return undefined;
  if (operator === "-") return number(-value.value);
  if (operator === "+") return value;
  return operator === "~" ? number(~value.value) : undefined;
}

function binary(
  operator: string,
  left: ComparisonValue | undefined,
  right: ComparisonValue | undefined,
): ComparisonValue | undefined {
  if (left === undefined || right === undefined || left.kind === "code" || right.kind === "code") return undefined;
  switch (operator) {
    case "==":
    case "is":
      return boolean(equal(left, right));
    case "!=":
    case "is not":
      return boolean(!equal(left, right));
    case "in":
      return contains(left, right);
    case "not in": {
      const found = contains(left, right);
      return found?.kind === "boolean" ? boolean(!found.value) : found;
    }
  }
  if (left.kind === "string" && right.kind === "string")
    return operator === "+" ? { kind: "string", value: left.value + right.value } : undefined;
  if (left.kind !== "number" || right.kind !== "number") return undefined;
  return arithmetic(operator, left.value, right.value);
}

function arithmetic(operator: string, a: number, b: number): ComparisonValue | undefined {
  switch (operator) {
    case "<":
      return boolean(a < b);
    case "<=":
      return boolean(a <= b);
    case ">":
      return boolean(a > b);
    case ">=":
      return boolean(a >= b);
    case "+":
      return number(a + b);
    case "-":
      return number(a - b);
    case "*":
      return number(a * b);
    case "/":
      return Number.isInteger(a) && Number.isInteger(b)
        ? number(b === 0 ? Number.NaN : Math.trunc(a / b))
        : number(a / b);
    case "//":
      return number(b === 0 ? Number.NaN : Math.floor(a / b));
    case "%":
      return number(a % b);
    case "**":
      return number(a ** b);
    case "&":
      return number(Number(BigInt(Math.trunc(a)) & BigInt(Math.trunc(b))));
    case "|":
      return number(Number(BigInt(Math.trunc(a)) | BigInt(Math.trunc(b))));
    case "^":
      return number(Number(BigInt(Math.trunc(a)) ^ BigInt(Math.trunc(b))));
    case "<<":
      return b >= 0 && b < 64 ? number(a * 2 ** b) : undefined;
    case ">>":
      return b >= 0 && b < 64 ? number(Math.floor(a / 2 ** b)) : undefined;
    default:
      return undefined;
  }
}

function equal(a: ComparisonValue, b: ComparisonValue): boolean {
  if (a.kind === "list" && b.kind === "list")
    return a.items.length === b.items.length && a.items.every((item, at) => equal(item, b.items[at]!));
  if (a.kind === "none" || b.kind === "none") return a.kind === b.kind;
  if (a.kind === "code" || b.kind === "code" || a.kind === "list" || b.kind === "list") return false;
  return a.kind === b.kind && a.value === b.value;
}

function contains(item: ComparisonValue, list: ComparisonValue): ComparisonValue | undefined {
  if (list.kind === "list") return boolean(list.items.some((each) => equal(each, item)));
  if (list.kind === "string" && item.kind === "string") return boolean(list.value.includes(item.value));
  return boolean(false);
}

function call(name: string, args: readonly Expression[], context: ComparisonContext): ComparisonValue | undefined {
  const [first, second] = args;
  const value = first && evaluate(first, context);
  switch (name) {
    case "int":
      if (value?.kind === "number") return number(Math.trunc(value.value));
      if (value?.kind === "string") return integer(value.value);
      return value?.kind === "code" ? integer(value.text.replace(/^["'`]|["'`]$/g, "")) : undefined;
    case "str":
      return text(value);
    case "len":
      if (value?.kind === "string") return number(value.value.length);
      return value?.kind === "list" ? number(value.items.length) : undefined;
    case "today":
      return number(context.now());
    case "strptime":
      return value?.kind === "string" ? date(value.value) : undefined;
    case "parse_promql_duration":
      return value?.kind === "string" ? duration(value.value) : undefined;
    case "re.match": {
      const subject = second && evaluate(second, context);
      const searched = subject?.kind === "code" ? subject.text : subject?.kind === "string" ? subject.value : undefined;
      if (value?.kind !== "string" || searched === undefined) return undefined;
      const regex = compileRegex(value.value, { dialect: "pcre" });
      return regex.kind === "regex" ? boolean(regex.matchAt(searched, 0) !== undefined) : undefined;
    }
    default:
      return undefined;
  }
}

function integer(text: string): ComparisonValue | undefined {
  const trimmed = text.trim().replaceAll("_", "");
  if (!/^[+-]?(?:\d+|0[xX][\da-fA-F]+|0[oO][0-7]+|0[bB][01]+)$/.test(trimmed)) return undefined;
  return number(trimmed.startsWith("-") ? -Number(trimmed.slice(1)) : Number(trimmed.replace("+", "")));
}

function text(value: ComparisonValue | undefined): ComparisonValue | undefined {
  switch (value?.kind) {
    case "number":
    case "boolean":
      return { kind: "string", value: String(value.value) };
    case "string":
      return value;
    case "code":
      return { kind: "string", value: value.text };
    default:
      return undefined;
  }
}

function date(text: string): ComparisonValue | undefined {
  if (!/^\d{4}-\d{1,2}-\d{1,2}$/.test(text)) return undefined;
  const [year, month, day] = text.split("-").map(Number) as [number, number, number];
  return number(Date.UTC(year, month - 1, day) / 1000);
}

const UNITS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
  y: 31_536_000_000,
};

/** Prometheus' durations, in milliseconds. */
function duration(text: string): ComparisonValue | undefined {
  if (!/^(?:\d+(?:ms|[smhdwy]))+$/.test(text)) return undefined;
  let sum = 0;
  for (const [, count, unit] of text.matchAll(/(\d+)(ms|[smhdwy])/g)) sum += Number(count) * UNITS[unit!]!;
  return number(sum);
}
