// Values that stand in the text of a query where a parameter could: `"… WHERE name = '" + name + "'"`. Whatever they hold, a quote
// in them ends the text. The names of tables and columns, which no database takes as parameters, are left alone.

import { type AstNode, NO_NODE } from "../syntax/ast.ts";
import { Kind, Role } from "../syntax/kind.ts";
import { intern } from "../syntax/symbols.ts";
import type { Evaluation } from "./evaluation.ts";
import { hasKind } from "./kind-set.ts";
import { list } from "./model-index.ts";
import { rowsOf } from "./modelled-calls.ts";
import { type EvaluatedCall, isProgramsOwn } from "./places.ts";
import { openQuote } from "./quoting.ts";
import { UNBOUND_VALUE } from "./spec.ts";
import { CLEAN, joinTaint, newValue, type Taint, type Value } from "./value.ts";

const UNBOUND = intern(UNBOUND_VALUE);
/** …and came in from a caller. What a function gives is then for its callers to judge: they know what they hand in. */
const UNBOUND_ARGUMENT = intern("unbound-argument");

const QUERY = /^\s*\(?\s*(?:select\s|insert\s+into\s|update\s|delete\s+from\s|replace\s+into\s|with\s+\w+\s+as\b)/i;
/** A condition by itself, as query builders take it: `where("name = '" + name + "'")`. */
const CONDITION =
  /^\s*(?:(?:where|and|or|having|set|on)\s+)?[\w.`"[\]]+\s*(?:=|<>|!=|[<>]=?|\b(?:not\s+)?i?like\b)\s*["']?%?$/i;
const BEHIND_COMPARISON = /(?:[^-=]=|<>|!=|[<>]=?|\blike)\s*["']?%?$/i;
/** Functions that make a text a literal or a name of SQL, by what they are called. */
const QUOTING = /quote|escape|literal|sanitize|uuid/i;
/** What is called so is a constant, wherever it is. */
const CONSTANT_NAME = /^[A-Z][A-Z\d_]+$/;
const NUMBER_OPERATORS: ReadonlySet<string> = new Set(["-", "*", "/", "**"]);
const LONGEST_TEXT = 10_000;

/** Whether what comes behind this text is a value that the database would take as a parameter. */
export function isValuePlace(before: string): boolean {
  if (before.length > LONGEST_TEXT) return false;
  if (QUERY.test(before)) return BEHIND_COMPARISON.test(before) || openQuote(before) === "'";
  return CONDITION.test(before);
}

/** What stands for a value that is put there, unless it is one of the program's own or nothing can end in it. */
export function unboundAt(e: Evaluation, before: () => string, value: Value, node: AstNode): Taint {
  if (!e.knowledge.looksForUnbound || value.constant !== undefined || isHarmless(e, value, node)) return CLEAN;
  if (!isValuePlace(before())) return CLEAN;
  const comesIn = e.deepTaint(value).some(({ source }) => source.kind === "input");
  return e.sources.taintAt(node, [comesIn ? UNBOUND_ARGUMENT : UNBOUND], "a value that is put into the text", false);
}

/** A function's result without what only its callers can judge. */
export function withoutArguments(e: Evaluation, result: Value): Value {
  if (!e.knowledge.looksForUnbound || result.taint.length === 0) return result;
  const taint = result.taint.filter(
    ({ source }) => source.kind !== "concrete" || !source.classes.includes(UNBOUND_ARGUMENT),
  );
  return taint.length === result.taint.length
    ? result
    : newValue(taint, result.objects, result.constant, result.isFixed);
}

/** The same of Python's `"… = '{}'".format(name)`. */
export function unboundInFormat(e: Evaluation, { receiver, args }: EvaluatedCall): Taint {
  const format = receiver?.constant;
  if (!e.knowledge.looksForUnbound || typeof format !== "string") return CLEAN;
  let taint: Taint = CLEAN;
  let next = 0;
  for (const { 1: key, index } of format.matchAll(/\{(\w*)[^{}]*\}/g)) {
    const given =
      key === "" ? args[next++] : /^\d+$/.test(key!) ? args[Number(key)] : args.find(({ name }) => name === key);
    if (given)
      taint = joinTaint(
        taint,
        unboundAt(e, () => format.slice(0, index), given.value, given.node),
      );
  }
  return taint;
}

const HARMLESS = ["number", "boolean", "sql-escape", "quote-escape", "hash", "any"].map(intern);

function isHarmless(e: Evaluation, value: Value, node: AstNode): boolean {
  const taint = e.deepTaint(value);
  if (
    isProgramsOwn(e, value) ||
    (taint.length > 0 && taint.every(({ ended }) => HARMLESS.some((kind) => hasKind(ended, kind))))
  )
    return true;
  const { ast } = e;
  if (node === NO_NODE) return false;
  if (CONSTANT_NAME.test(ast.name(node))) return true;
  if (ast.kind(node) === Kind.Binary)
    return NUMBER_OPERATORS.has(ast.name(node)) && ast.kind(ast.child(node, Role.Left)) !== Kind.String;
  const callee = e.calls.get(node)?.callee ?? NO_NODE;
  if (callee === NO_NODE) return false;
  if (QUOTING.test(ast.name(callee))) return true;
  return rowsOf(e, callee).rows.some(({ sanitizerCalls }) =>
    sanitizerCalls.some(({ kind }) => list(kind).some((each) => HARMLESS.includes(intern(each)))),
  );
}
