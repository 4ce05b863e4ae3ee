// Statements: which parts of a unit run, in which order, with which state. Branches and loops fork and join states; jumps
// take theirs along to where they land; what an exception may leave behind is every value written since the `try` began.

import { type AstNode, NO_NODE } from "../syntax/ast.ts";
import { Flag, Kind, Role } from "../syntax/kind.ts";
import type { Sym } from "../syntax/symbols.ts";
import { assign, bindEach, materialize } from "./assignment.ts";
import { evaluateArguments } from "./calls.ts";
import { branch, matchCase } from "./conditions.ts";
import { remember, writtenBy } from "./correlations.ts";
import type { Evaluation } from "./evaluation.ts";
import { evaluate } from "./expressions.ts";
import { assignSeveral, namedResults, runDeferred, valueGiven, zeroValue } from "./go-values.ts";
import { evaluateResult, noteWayOut } from "./proofs.ts";
import { reachReturn } from "./sinks.ts";
import type { State } from "./state.ts";
import { ABSENT, join, NULL, UNKNOWN, type Value } from "./value.ts";
import { noteDecision } from "./variants.ts";

const MOST_PASSES = 6;
const DEEPEST_STATEMENTS = 220;

/** Runs a statement. What it gives is for languages in which statements are expressions: the value of what it did last, ABSENT when nothing follows it. */
export function run(e: Evaluation, node: AstNode): Value {
  if (e.state.isDead) return ABSENT;
  if (node === NO_NODE) return NULL;
  if (e.depth >= DEEPEST_STATEMENTS) {
    e.limits.add("depth");
    return UNKNOWN;
  }
  e.depth++;
  const value = runNode(e, node);
  e.depth--;
  return value;
}

function runNode(e: Evaluation, node: AstNode): Value {
  const { ast } = e;
  switch (ast.kind(node)) {
    case Kind.Block:
    case Kind.Namespace:
    case Kind.Module: {
      let last: Value = NULL;
      for (const child of ast.children(node)) last = run(e, child);
      return e.state.isDead ? ABSENT : last;
    }
    case Kind.ExpressionStatement: {
      const value = evaluate(e, ast.firstChild(node));
      return e.state.isDead ? ABSENT : value;
    }
    case Kind.If:
      return runIf(e, node);
    case Kind.Switch:
      return runSwitch(e, node);
    case Kind.Try:
      return runTry(e, node);
    case Kind.With:
      return runWith(e, node);
    default:
      runOther(e, node);
      return e.state.isDead ? ABSENT : NULL;
  }
}

function runOther(e: Evaluation, node: AstNode): void {
  const { ast } = e;
  switch (ast.kind(node)) {
    case Kind.VariableDeclaration:
      for (const declarator of ast.children(node, Role.Declarator)) runDeclarator(e, declarator);
      return;
    case Kind.Declarator:
      runDeclarator(e, node);
      return;
    case Kind.While:
      runLoop(e, node, { condition: ast.child(node, Role.Condition), body: ast.child(node, Role.Body) });
      return;
    case Kind.DoWhile:
      runLoop(e, node, {
        condition: ast.child(node, Role.Condition),
        body: ast.child(node, Role.Body),
        isBodyFirst: true,
      });
      return;
    case Kind.For:
      for (const init of ast.children(node, Role.Init)) run(e, init);
      runLoop(e, node, {
        condition: ast.child(node, Role.Condition),
        body: ast.child(node, Role.Body),
        updates: ast.children(node, Role.Update),
      });
      return;
    case Kind.ForEach:
      runForEach(e, node);
      return;
    case Kind.Throw: {
      const operand = ast.child(node, Role.Operand);
      const value = operand === NO_NODE ? UNKNOWN : evaluate(e, operand);
      const innermost = e.thrown.length - 1;
      if (innermost >= 0) e.thrown[innermost] = join(e.thrown[innermost]!, value);
      e.state.isDead = true;
      return;
    }
    case Kind.Return: {
      const operand = ast.child(node, Role.Operand);
      let value = operand === NO_NODE ? namedResults(e, node) : evaluateResult(e, operand);
      if (operand === NO_NODE) noteWayOut(e, NULL);
      if (operand !== NO_NODE) value = reachReturn(e, operand, value);
      leave(e, runDeferred(e, node, value));
      return;
    }
    case Kind.Break:
    case Kind.Continue:
      jump(e, node);
      return;
    case Kind.Labeled:
      runLabeled(e, node);
      return;
    case Kind.Assert: {
      const { yes } = branch(e, ast.child(node, Role.Condition));
      e.state.absorb([yes]);
      return;
    }
    case Kind.Delete:
      for (const operand of ast.children(node, Role.Operand)) {
        evaluate(e, operand);
        if (ast.kind(operand) === Kind.Index || ast.kind(operand) === Kind.Member) assign(e, operand, ABSENT, node);
      }
      return;
    case Kind.Export:
      for (const child of ast.children(node)) {
        const role = ast.role(child);
        if (role === Role.Declaration) run(e, child);
        else if (role === Role.Value) evaluate(e, child);
      }
      return;
    case Kind.Import:
    case Kind.Empty:
    case Kind.ScopeDeclaration:
      return;
    case Kind.Class:
    case Kind.Function:
      evaluate(e, node);
      return;
    case Kind.Defer:
      runDefer(e, ast.child(node, Role.Operand));
      return;
    case Kind.Spawn:
      evaluate(e, ast.child(node, Role.Operand));
      return;
    case Kind.Opaque:
    case Kind.Error:
      for (const child of ast.children(node)) run(e, child);
      return;
    default:
      evaluate(e, node);
  }
}

/** A deferred function literal runs when the function ends, with arguments as they are now; other calls do what they do now. */
function runDefer(e: Evaluation, operand: AstNode): void {
  const { ast } = e;
  const callee = operand !== NO_NODE && ast.kind(operand) === Kind.Call ? ast.child(operand, Role.Callee) : NO_NODE;
  if (callee === NO_NODE || ast.kind(callee) !== Kind.Function) {
    if (operand !== NO_NODE) evaluate(e, operand);
    return;
  }
  const [object] = evaluate(e, callee).objects;
  if (!object?.unit) return;
  e.pending.delete(object.unit);
  e.deferred.push({ node: operand, object, args: evaluateArguments(e, operand) });
}

function runDeclarator(e: Evaluation, node: AstNode): void {
  const { ast } = e;
  const target = ast.child(node, Role.Target);
  const value = ast.child(node, Role.Value);
  if (target === NO_NODE) return;
  if (value !== NO_NODE) {
    if (!assignSeveral(e, target, value, node))
      assign(e, target, valueGiven(e, target, value, evaluate(e, value)), node);
  } else if (ast.kind(ast.parent(node)) === Kind.VariableDeclaration)
    assign(e, target, ast.language === "go" ? zeroValue(e, ast.child(node, Role.Type), node) : NULL, node);
}

/** Ends the unit with a value. */
export function leave(e: Evaluation, value: Value): void {
  e.result = join(e.result, value);
  e.returns.push(e.state.since(e.root, (cell) => !e.cells.isLocal(cell)));
  e.state.isDead = true;
}

/** A chain of `else if` is as long as its author likes, so it is walked, not entered. */
function runIf(e: Evaluation, node: AstNode): Value {
  const { ast } = e;
  const entered: { state: State; yes: State; no: State; condition: AstNode }[] = [];
  let at = node;
  let value: Value = ABSENT;
  for (;;) {
    const before = e.state;
    const condition = ast.child(at, Role.Condition);
    const { yes, no } = branch(e, condition);
    entered.push({ state: before, yes, no, condition });
    e.state = yes;
    const then = ast.child(at, Role.Then);
    value = join(value, then !== NO_NODE ? run(e, then) : yes.isDead ? ABSENT : NULL);
    e.state = no;
    const otherwise = ast.child(at, Role.Else);
    if (otherwise === NO_NODE) {
      if (!no.isDead) value = join(value, NULL);
      break;
    }
    if (ast.kind(otherwise) !== Kind.If || no.isDead) {
      value = join(value, run(e, otherwise));
      break;
    }
    at = otherwise;
  }
  for (let level = entered.length - 1; level >= 0; level--) {
    const { state, yes, no, condition } = entered[level]!;
    const written = writtenBy(e, condition, yes, no);
    state.absorb([yes, no]);
    e.state = state;
    remember(e, condition, written);
  }
  return value;
}

interface Loop {
  readonly condition: AstNode;
  readonly body: AstNode;
  readonly updates?: readonly AstNode[];
  readonly isBodyFirst?: boolean;
  /** Gives the loop's variables their values for one round. */
  readonly begin?: () => void;
  /** What is done at the end of each round. */
  readonly end?: () => void;
}

function runLoop(
  e: Evaluation,
  node: AstNode,
  { condition, body, updates = [], isBodyFirst = false, begin, end }: Loop,
): void {
  const { ast } = e;
  const before = e.state;
  const head = before.fork();
  let exits: State[] = [];
  const passes = e.isPatient ? MOST_PASSES : 1;
  for (let pass = 0; pass < passes; pass++) {
    exits = [];
    const round = head.fork();
    e.state = round;
    const jumps = {
      label: labelOf(e, node),
      isLoop: true,
      base: before,
      continueBase: head,
      breaks: exits,
      continues: [] as State[],
    };
    e.jumps.push(jumps);
    let entered = round;
    if (!isBodyFirst && condition !== NO_NODE) {
      const { yes, no } = branch(e, condition);
      exits.push(no.since(before));
      entered = yes;
    } else if (!isBodyFirst && begin) exits.push(round.since(before));
    e.state = entered;
    begin?.();
    if (body !== NO_NODE) run(e, body);
    if (!e.state.isDead) end?.();
    const ends = [e.state.since(head), ...jumps.continues];
    const next = head.joined(ends);
    e.state = next;
    if (!next.isDead) for (const update of updates) evaluate(e, update);
    if (isBodyFirst && !next.isDead) {
      const { yes, no } = branch(e, condition);
      exits.push(no.since(before));
      e.state = yes;
    }
    e.jumps.pop();
    const after = e.state.since(head);
    if (after.isDead || !head.widen(after)) break;
    if (pass === passes - 1) e.limits.add("rounds");
  }
  e.state = before;
  before.absorb(exits);
  const otherwise = ast.child(node, Role.Else);
  if (otherwise !== NO_NODE) run(e, otherwise);
}

function runForEach(e: Evaluation, node: AstNode): void {
  const { ast } = e;
  const iterable = ast.child(node, Role.Iterable);
  const target = ast.child(node, Role.Target);
  const value = evaluate(e, iterable);
  const isReference = ast.language === "php" && ast.hasFlag(node, Flag.Prefix);
  runLoop(e, node, {
    condition: NO_NODE,
    body: ast.child(node, Role.Body),
    begin: () => {
      if (target !== NO_NODE) bindEach(e, target, value, iterable, node);
    },
    ...(isReference ? { end: () => writeBack(e, target, iterable) } : {}),
  });
}

/** What a round of `foreach ($list as &$each)` left in its variable is in the list. */
function writeBack(e: Evaluation, target: AstNode, iterable: AstNode): void {
  const { ast } = e;
  const name = ast.kind(target) === Kind.Tuple ? ast.children(target, Role.Element).at(-1) : target;
  if (name === undefined || name === NO_NODE) return;
  e.writeElement(materialize(e, iterable), evaluate(e, name));
}

function labelOf(e: Evaluation, node: AstNode): Sym {
  const parent = e.ast.parent(node);
  return e.ast.kind(parent) === Kind.Labeled ? e.ast.symbol(parent) : 0;
}

function jump(e: Evaluation, node: AstNode): void {
  const { ast } = e;
  const label = ast.symbol(node);
  const isContinue = ast.kind(node) === Kind.Continue;
  for (let at = e.jumps.length - 1; at >= 0; at--) {
    const target = e.jumps[at]!;
    if (label !== 0 ? target.label !== label : isContinue && !target.isLoop) continue;
    if (isContinue) target.continues.push(e.state.since(target.continueBase));
    else target.breaks.push(e.state.since(target.base));
    e.state.isDead = true;
    return;
  }
  // `next` and `break` in a block end it with a value.
  if (ast.language === "ruby" && e.unit.kind === "function") {
    const operand = ast.child(node, Role.Operand);
    leave(e, operand === NO_NODE ? NULL : evaluate(e, operand));
  }
  e.state.isDead = true;
}

function runLabeled(e: Evaluation, node: AstNode): void {
  const { ast } = e;
  const statement = ast.child(node, Role.Statement);
  if (statement === NO_NODE) return;
  const kind = ast.kind(statement);
  if (
    kind === Kind.While ||
    kind === Kind.For ||
    kind === Kind.ForEach ||
    kind === Kind.DoWhile ||
    kind === Kind.Switch
  ) {
    run(e, statement);
    return;
  }
  const before = e.state;
  const breaks: State[] = [];
  e.jumps.push({ label: ast.symbol(node), isLoop: false, base: before, continueBase: before, breaks, continues: [] });
  e.state = before.fork();
  run(e, statement);
  e.jumps.pop();
  const ends = [e.state.since(before), ...breaks];
  e.state = before;
  before.absorb(ends);
}

function runSwitch(e: Evaluation, node: AstNode): Value {
  const { ast } = e;
  if (ast.name(node) === "select") return runSelect(e, node);
  const subjectNode = ast.child(node, Role.Subject);
  const subject = subjectNode === NO_NODE ? UNKNOWN : evaluate(e, subjectNode);
  noteDecision(e, subject);
  const before = e.state;
  const breaks: State[] = [];
  e.jumps.push({ label: labelOf(e, node), isLoop: false, base: before, continueBase: before, breaks, continues: [] });
  /** What comes to the next case's test, and what falls into its statements. */
  let untaken = before.fork();
  let falling: State | undefined;
  let atDefault: { node: AstNode; falling: State | undefined } | undefined;
  const cases = ast.children(node, Role.Case);
  let value: Value = ABSENT;
  const runCase = (clause: AstNode, entry: State, fallsIn: State | undefined): State | undefined => {
    const layers = fallsIn ? [entry.since(before), fallsIn] : [entry.since(before)];
    const state = before.joined(layers);
    e.state = state;
    let last: Value = state.isDead ? ABSENT : NULL;
    for (const statement of ast.children(clause, Role.Statement)) last = run(e, statement);
    const end = e.state.since(before);
    if (end.isDead) return undefined;
    value = join(value, last);
    if (!ast.hasFlag(clause, Flag.NoFallThrough)) return end;
    breaks.push(end);
    return undefined;
  };
  for (const [position, clause] of cases.entries()) {
    const isDefault = ast.child(clause, Role.Pattern) === NO_NODE && ast.child(clause, Role.Guard) === NO_NODE;
    if (isDefault && position < cases.length - 1) {
      // A default in the middle is taken when no later case is; what falls into it is known only now.
      atDefault = { node: clause, falling };
      const probe = runCase(clause, untaken.fork(), falling);
      falling = probe;
      continue;
    }
    e.state = untaken;
    const { yes, no } = isDefault
      ? { yes: untaken, no: deadFork(untaken) }
      : matchCase(e, clause, subject, subjectNode);
    falling = yes.isDead && !falling ? undefined : runCase(clause, yes, falling);
    untaken = no;
  }
  e.jumps.pop();
  if (falling) breaks.push(falling);
  if (!untaken.isDead && !atDefault) {
    breaks.push(untaken.since(before));
    value = join(value, NULL);
  }
  e.state = before;
  before.absorb(breaks);
  return value;
}

/** Go's `select`: any of the communications may happen. */
function runSelect(e: Evaluation, node: AstNode): Value {
  const { ast } = e;
  const before = e.state;
  const ends: State[] = [];
  e.jumps.push({
    label: labelOf(e, node),
    isLoop: false,
    base: before,
    continueBase: before,
    breaks: ends,
    continues: [],
  });
  for (const clause of ast.children(node, Role.Case)) {
    e.state = before.fork();
    for (const communication of ast.children(clause, Role.Pattern)) evaluate(e, communication);
    for (const statement of ast.children(clause, Role.Statement)) run(e, statement);
    ends.push(e.state.since(before));
  }
  e.jumps.pop();
  e.state = before;
  before.absorb(ends);
  return NULL;
}

function deadFork(state: State): State {
  const dead = state.fork();
  dead.isDead = true;
  return dead;
}

function runTry(e: Evaluation, node: AstNode): Value {
  const { ast } = e;
  for (const item of ast.children(node, Role.Item)) run(e, item);
  const before = e.state;
  const { state: body, written } = before.forkWatched();
  e.thrown.push(ABSENT);
  e.state = body;
  const bodyNode = ast.child(node, Role.Body);
  let value: Value = bodyNode !== NO_NODE ? run(e, bodyNode) : NULL;
  const otherwise = ast.child(node, Role.Else);
  if (otherwise !== NO_NODE) value = run(e, otherwise);
  const thrown = e.thrown.pop()!;
  const ends: State[] = [e.state.since(before)];
  const caught = before.fork();
  for (const [cell, value] of written) caught.set(cell, join(before.get(cell), value));
  const handlers = ast.children(node, Role.Handler);
  for (const handler of handlers) {
    const state = caught.fork();
    e.state = state;
    const parameter = ast.child(handler, Role.Parameter);
    if (parameter !== NO_NODE) {
      const target = ast.kind(parameter) === Kind.Parameter ? ast.child(parameter, Role.Target) : parameter;
      if (target !== NO_NODE) assign(e, target, thrown === ABSENT ? UNKNOWN : thrown, handler);
    }
    const handlerBody = ast.child(handler, Role.Body);
    value = join(value, handlerBody !== NO_NODE ? run(e, handlerBody) : NULL);
    ends.push(e.state.since(before));
  }
  e.state = before;
  const finalizer = ast.child(node, Role.Finalizer);
  const isLeft = ends.every((end) => end.isDead);
  if (finalizer === NO_NODE) {
    if (handlers.length === 0 && isLeft) before.isDead = true;
    else before.absorb(ends);
    return value;
  }
  if (isLeft) {
    // It runs on the way out: what it does is seen, but nothing follows.
    e.state = caught.fork();
    run(e, finalizer);
    e.state = before;
    before.isDead = true;
    return ABSENT;
  }
  before.absorb(ends);
  run(e, finalizer);
  return value;
}

function runWith(e: Evaluation, node: AstNode): Value {
  const { ast } = e;
  for (const item of ast.children(node, Role.Item)) {
    if (ast.kind(item) !== Kind.WithItem) {
      run(e, item);
      continue;
    }
    const value = evaluate(e, ast.child(item, Role.Value));
    const target = ast.child(item, Role.Target);
    if (target !== NO_NODE) assign(e, target, value, item);
  }
  const body = ast.child(node, Role.Body);
  if (body === NO_NODE) return NULL;
  const isLocked = ast.name(node) === "synchronized" || ast.name(node) === "lock";
  if (isLocked) e.locks++;
  const given = run(e, body);
  if (isLocked) e.locks--;
  return given;
}
