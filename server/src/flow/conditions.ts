// Conditions: which branches may be taken, and what each branch knows. Constants decide; checks prove (guards.ts).

import { type AstNode, NO_NODE } from "../syntax/ast.ts";
import { Kind, Role } from "../syntax/kind.ts";
import { isJvm } from "../syntax/language.ts";
import { intern } from "../syntax/symbols.ts";
import { ALLOW_LIST } from "./allow-lists.ts";
import { assign, assignPattern } from "./assignment.ts";
import { isTruthy } from "./constants.ts";
import { recall } from "./correlations.ts";
import { bindPattern, isBinding } from "./csharp.ts";
import type { Evaluation } from "./evaluation.ts";
import { evaluate } from "./expressions.ts";
import { factsOf } from "./guards.ts";
import { prove } from "./prove.ts";
import type { State } from "./state.ts";
import { constantValue, FALSE, join, TRUE, taintedValue, UNKNOWN, type Value } from "./value.ts";
import { NUMBER_KIND, NUMBER_TYPES } from "./value-types.ts";
import { noteDecision } from "./variants.ts";

/** The states in which a condition came out true and false, each over the state before; and its value. */
export interface Branches {
  readonly yes: State;
  readonly no: State;
  readonly value: Value;
}

export function branch(e: Evaluation, node: AstNode): Branches {
  const { ast } = e;
  const before = e.state;
  if (node === NO_NODE) return { yes: before.fork(), no: before.fork(), value: UNKNOWN };
  const operator = ast.name(node);
  if (ast.kind(node) === Kind.Unary && (operator === "!" || operator === "not")) {
    const operand = ast.child(node, Role.Operand);
    if (operand !== NO_NODE && e.depth < 250) {
      e.depth++;
      const { yes, no, value } = branch(e, operand);
      e.depth--;
      const negated = value.constant === undefined ? UNKNOWN : isTruthy(value.constant) ? FALSE : TRUE;
      return { yes: no, no: yes, value: negated };
    }
  }
  const isAnd = operator === "&&" || operator === "and";
  if (ast.kind(node) === Kind.Binary && (isAnd || operator === "||" || operator === "or") && e.depth < 250) {
    e.depth++;
    const both = branchBoth(e, node, isAnd);
    e.depth--;
    return both;
  }
  const value = evaluate(e, node);
  noteDecision(e, value);
  const yes = before.fork();
  const no = before.fork();
  if (value.constant !== undefined) {
    if (isTruthy(value.constant)) no.isDead = true;
    else yes.isDead = true;
  }
  for (const { outcome, target, kinds } of factsOf(e, node)) {
    e.state = outcome ? yes : no;
    if (!e.state.isDead) prove(e, target, kinds);
  }
  e.state = before;
  recall(e, node, yes, no);
  return { yes, no, value };
}

function branchBoth(e: Evaluation, node: AstNode, isAnd: boolean): Branches {
  const { ast } = e;
  const before = e.state;
  const left = branch(e, ast.child(node, Role.Left));
  const entered = isAnd ? left.yes : left.no;
  const skipped = isAnd ? left.no : left.yes;
  if (entered.isDead) return left;
  e.state = entered;
  const right = branch(e, ast.child(node, Role.Right));
  e.state = before;
  const rightYes = right.yes.since(before);
  const rightNo = right.no.since(before);
  const value = skipped.isDead ? right.value : isAnd ? join(left.value, right.value) : join(left.value, right.value);
  return isAnd
    ? { yes: rightYes, no: before.joined([skipped, rightNo]), value }
    : { yes: before.joined([skipped, rightYes]), no: rightNo, value };
}

/** One case of a switch or match against the subject's value: taken, or on to the next. */
export function matchCase(e: Evaluation, clause: AstNode, subject: Value, subjectNode: AstNode): Branches {
  const { ast } = e;
  const before = e.state;
  const yes = before.fork();
  const no = before.fork();
  e.state = yes;
  if (subjectNode === NO_NODE && (ast.language === "go" || ast.language === "kotlin"))
    return matchConditions(e, clause);
  const patterns = ast.children(clause, Role.Pattern).flatMap((pattern) => alternatives(e, pattern));
  let isDecided = patterns.length > 0;
  let isTaken = false;
  let isLiteral = patterns.length > 0;
  for (const pattern of patterns) {
    const outcome = matchPattern(e, pattern, subject, clause);
    if (outcome === true) isTaken = true;
    if (outcome === undefined) isDecided = false;
    if (!isConstantPattern(e, pattern)) isLiteral = false;
  }
  if (isTaken && patterns.length > 0 && isDecided) no.isDead = true;
  else if (isTaken) no.isDead = true;
  else if (isDecided) yes.isDead = true;
  if (
    subjectNode !== NO_NODE &&
    !yes.isDead &&
    patterns.every((pattern) => isNumberType(ast, pattern)) &&
    patterns.length > 0
  )
    prove(
      e,
      ast.kind(subjectNode) === Kind.NamedExpression ? ast.child(subjectNode, Role.Target) : subjectNode,
      NUMBER_KIND,
    );
  if (isLiteral && !yes.isDead && subjectNode !== NO_NODE) prove(e, subjectNode, ALLOW_LIST);
  const guard = ast.child(clause, Role.Guard);
  if (guard !== NO_NODE && !yes.isDead) {
    e.state = yes;
    const taken = branch(e, guard);
    const matched = taken.yes.since(before);
    const failed = taken.no.since(before);
    e.state = before;
    return { yes: matched, no: before.joined([no, failed]), value: UNKNOWN };
  }
  e.state = before;
  return { yes, no, value: UNKNOWN };
}

function isNumberType(ast: Evaluation["ast"], pattern: AstNode): boolean {
  return ast.kind(pattern) === Kind.Type && NUMBER_TYPES.has(ast.name(pattern));
}

/** A case of Go's `switch { … }`: its expressions are conditions, one after the other. */
function matchConditions(e: Evaluation, clause: AstNode): Branches {
  const before = e.state;
  const taken: State[] = [];
  let no = before.fork();
  for (const condition of e.ast.children(clause, Role.Pattern)) {
    if (no.isDead) break;
    e.state = no;
    const branches = branch(e, condition);
    taken.push(branches.yes.since(before));
    no = branches.no;
  }
  e.state = before;
  return { yes: before.joined(taken), no, value: UNKNOWN };
}

function alternatives(e: Evaluation, pattern: AstNode): AstNode[] {
  const { ast } = e;
  const found: AstNode[] = [];
  const waiting = [pattern];
  while (waiting.length > 0) {
    const at = waiting.pop()!;
    if (ast.kind(at) === Kind.Binary && (ast.name(at) === "|" || ast.name(at) === "or"))
      waiting.push(ast.child(at, Role.Right), ast.child(at, Role.Left));
    else found.push(at);
  }
  return found;
}

function isConstantPattern(e: Evaluation, pattern: AstNode): boolean {
  switch (e.ast.kind(pattern)) {
    case Kind.String:
    case Kind.Number:
    case Kind.Boolean:
    case Kind.Null:
    case Kind.Atom:
    case Kind.Member:
      return true;
    case Kind.Identifier:
      return !e.resolve(pattern).isWritten;
    default:
      return false;
  }
}

/** Whether the subject matches; undefined when that depends. Names in the pattern get their values. */
export function matchPattern(e: Evaluation, pattern: AstNode, subject: Value, clause: AstNode): boolean | undefined {
  const { ast } = e;
  if (ast.language === "csharp" && isBinding(e, pattern)) {
    bindPattern(e, pattern, subject, clause);
    return undefined;
  }
  switch (ast.kind(pattern)) {
    case Kind.Identifier: {
      const { declaration, entity, isWritten } = e.resolve(pattern);
      if (!isWritten) {
        // `case RED` of an enumeration is known by its name.
        const isEnumConstant = isJvm(ast.language) && declaration === NO_NODE && !entity;
        return compare(isEnumConstant ? constantValue(ast.name(pattern)) : evaluate(e, pattern), subject);
      }
      e.state.set(e.variable(declaration, pattern), subject);
      return true;
    }
    case Kind.Object:
    case Kind.Array:
    case Kind.Tuple:
      assignPattern(e, pattern, subject, clause);
      return undefined;
    case Kind.Declarator: {
      const target = ast.child(pattern, Role.Target);
      if (target !== NO_NODE) assign(e, target, subject, clause);
      return undefined;
    }
    case Kind.Call: {
      // A class pattern: its parts are parts of the subject.
      const info = subject.objects.length === 1 ? subject.objects[0]!.class : undefined;
      const components = info ? e.ask.componentsOf(info).map((name) => intern(name)) : [];
      for (const [position, argument] of ast.children(pattern, Role.Argument).entries()) {
        const component = components[position];
        if (component !== undefined && ast.kind(argument) !== Kind.NamedArgument) {
          matchPattern(e, argument, e.readField(subject, component, argument), clause);
          continue;
        }
        const isNamed = ast.kind(argument) === Kind.NamedArgument;
        const inner = isNamed ? ast.child(argument, Role.Value) : argument;
        if (inner !== NO_NODE)
          matchPattern(
            e,
            inner,
            isNamed ? e.readField(subject, intern(ast.name(argument)), argument) : e.readElement(subject),
            clause,
          );
      }
      return undefined;
    }
    case Kind.Cast:
    case Kind.Binary:
    case Kind.Unary:
    case Kind.String:
    case Kind.Number:
    case Kind.Boolean:
    case Kind.Null:
    case Kind.Atom:
    case Kind.Member:
    case Kind.Template:
      return compare(evaluate(e, pattern), subject);
    default:
      for (const child of ast.children(pattern))
        if (ast.kind(child) === Kind.Identifier) matchPattern(e, child, taintedValue(e.deepTaint(subject)), clause);
      return undefined;
  }
}

function compare(pattern: Value, subject: Value): boolean | undefined {
  // `switch (true)` asks whether each case holds.
  if (pattern.constant === undefined || subject.constant === undefined) return undefined;
  return pattern.constant === subject.constant;
}
