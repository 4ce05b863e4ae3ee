// Statements: in which order a function's parts run. Branches and loops fork what variables hold and join it again.

import { type Ast, type AstNode, NO_NODE } from "../../syntax/ast.ts";
import { Flag, Kind, Role } from "../../syntax/kind.ts";
import { isScript } from "../../syntax/language.ts";
import { assign, evaluate, finish, give } from "./expressions.ts";
import type { Jumps, TaintPass } from "./pass.ts";
import { allTaint, cellOf, Environment, NOTHING } from "./taint.ts";

const MOST_ROUNDS = 6;
const DEEPEST = 250;

export function run(p: TaintPass, node: AstNode): void {
  if (node === NO_NODE || p.environment.isDead || p.depth >= DEEPEST || !p.step()) return;
  p.depth++;
  runNode(p, node);
  p.depth--;
  // Whatever runs in a `try` may be the last that did.
  const around = p.thrown.at(-1);
  if (around && !p.environment.isDead && mayThrow(p.ast, node)) around.absorb(p.environment);
}

function mayThrow(ast: Ast, node: AstNode): boolean {
  if (ast.role(node) !== Role.Statement) return false;
  for (let at = node; at < ast.next(node); at++)
    if (ast.kind(at) === Kind.Call || ast.kind(at) === Kind.New) return true;
  return false;
}

function runNode(p: TaintPass, node: AstNode): void {
  const { ast } = p;
  switch (ast.kind(node)) {
    case Kind.Module:
    case Kind.Block:
    case Kind.Namespace:
      runAll(p, node);
      return;
    case Kind.ExpressionStatement:
      evaluate(p, ast.firstChild(node));
      return;
    case Kind.VariableDeclaration:
      for (const declarator of ast.children(node, Role.Declarator)) run(p, declarator);
      return;
    case Kind.Declarator: {
      const target = ast.child(node, Role.Target);
      const value = ast.child(node, Role.Value);
      if (target === NO_NODE) return;
      if (value !== NO_NODE) give(p, node, target, evaluate(p, value));
      else if (p.marks.sources.has(node)) give(p, node, target, NOTHING);
      return;
    }
    case Kind.If: {
      evaluate(p, ast.child(node, Role.Condition));
      const otherwise = p.environment.fork();
      run(p, ast.child(node, Role.Then));
      const then = p.environment;
      p.environment = otherwise;
      run(p, ast.child(node, Role.Else));
      p.environment.absorb(then);
      return;
    }
    case Kind.While:
    case Kind.DoWhile:
      loop(p, node, [], ast.child(node, Role.Condition), ast.kind(node) === Kind.DoWhile);
      return;
    case Kind.For:
      for (const init of ast.children(node, Role.Init)) run(p, init);
      loop(p, node, ast.children(node, Role.Update), ast.child(node, Role.Condition), false);
      return;
    case Kind.ForEach: {
      const iterable = evaluate(p, ast.child(node, Role.Iterable));
      const target = ast.child(node, Role.Target);
      loop(p, node, [], NO_NODE, false, () => assign(p, target, cellOf(allTaint(iterable))));
      return;
    }
    case Kind.Switch:
      runSwitch(p, node);
      return;
    case Kind.Try:
      runTry(p, node);
      return;
    case Kind.Return:
    case Kind.Throw: {
      const operand = ast.child(node, Role.Operand);
      const cell = operand === NO_NODE ? NOTHING : evaluate(p, operand);
      const value = ast.child(node, Role.Value);
      if (value !== NO_NODE) evaluate(p, value);
      finish(p, node, cell);
      p.environment.isDead = true;
      return;
    }
    case Kind.Break:
    case Kind.Continue:
      jump(p, node);
      return;
    case Kind.Labeled:
      runLabeled(p, node);
      return;
    case Kind.With:
      for (const item of ast.children(node, Role.Item)) {
        if (ast.kind(item) !== Kind.WithItem) {
          run(p, item);
          continue;
        }
        const cell = evaluate(p, ast.child(item, Role.Value));
        const target = ast.child(item, Role.Target);
        if (target !== NO_NODE) give(p, item, target, cell);
      }
      run(p, ast.child(node, Role.Body));
      return;
    case Kind.Export:
      for (const child of ast.children(node)) {
        if (ast.role(child) === Role.Declaration) run(p, child);
        else if (ast.role(child) === Role.Value) evaluate(p, child);
      }
      return;
    case Kind.Class:
      runClass(p, node);
      return;
    case Kind.Field: {
      const value = ast.child(node, Role.Value);
      if (value !== NO_NODE) finish(p, node, evaluate(p, value));
      return;
    }
    case Kind.Defer:
    case Kind.Spawn:
      evaluate(p, ast.child(node, Role.Operand));
      return;
    case Kind.Assert:
      evaluate(p, ast.child(node, Role.Condition));
      evaluate(p, ast.child(node, Role.Value));
      return;
    case Kind.Import:
    case Kind.ScopeDeclaration:
    case Kind.Empty:
      return;
    case Kind.Error:
    case Kind.Opaque:
      runAll(p, node);
      return;
    default:
      evaluate(p, node);
  }
}

/** Runs the statements of a block, or of the whole file. */
export function runAll(p: TaintPass, node: AstNode): void {
  const { ast } = p;
  for (let child = ast.firstChild(node); child !== NO_NODE; child = ast.nextSibling(child)) run(p, child);
}

function runClass(p: TaintPass, node: AstNode): void {
  const { ast } = p;
  const around = p.environment;
  for (const child of ast.children(node)) {
    const role = ast.role(child);
    if (role === Role.Decorator || role === Role.Argument) evaluate(p, child);
    if (role !== Role.Member && role !== Role.Statement) continue;
    p.environment = around.fork();
    run(p, child);
  }
  p.environment = around;
}

function loop(
  p: TaintPass,
  node: AstNode,
  updates: readonly AstNode[],
  condition: AstNode,
  isBodyFirst: boolean,
  begin?: () => void,
): void {
  const { ast } = p;
  const body = ast.child(node, Role.Body);
  const head = p.environment;
  const exit = dead(head);
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const jumps: Jumps = { label: labelOf(ast, node), isLoop: true, breaks: [], continues: [] };
    p.jumps.push(jumps);
    p.environment = head.fork();
    if (!isBodyFirst) {
      if (condition !== NO_NODE) evaluate(p, condition);
      if (condition !== NO_NODE || begin) exit.absorb(p.environment);
    }
    begin?.();
    run(p, body);
    for (const each of jumps.continues) p.environment.absorb(each);
    for (const update of updates) if (!p.environment.isDead) evaluate(p, update);
    if (isBodyFirst && !p.environment.isDead) {
      evaluate(p, condition);
      exit.absorb(p.environment);
    }
    p.jumps.pop();
    for (const each of jumps.breaks) exit.absorb(each);
    if (!head.absorb(p.environment)) break;
  }
  // The condition may be the last that was looked at.
  if (!isBodyFirst && (condition !== NO_NODE || begin)) exit.absorb(head);
  p.environment = exit;
  run(p, ast.child(node, Role.Else));
}

function dead(environment: Environment): Environment {
  const none = new Environment();
  none.isDead = true;
  none.control = environment.control;
  return none;
}

function labelOf(ast: Ast, node: AstNode): number {
  const parent = ast.parent(node);
  return ast.kind(parent) === Kind.Labeled ? ast.symbol(parent) : 0;
}

function jump(p: TaintPass, node: AstNode): void {
  const { ast } = p;
  const label = ast.symbol(node);
  const isContinue = ast.kind(node) === Kind.Continue;
  for (let at = p.jumps.length - 1; at >= 0; at--) {
    const target = p.jumps[at]!;
    if (label !== 0 ? target.label !== label : isContinue && !target.isLoop) continue;
    (isContinue ? target.continues : target.breaks).push(p.environment.fork());
    break;
  }
  p.environment.isDead = true;
}

function runLabeled(p: TaintPass, node: AstNode): void {
  const { ast } = p;
  const statement = ast.child(node, Role.Statement);
  const kind = ast.kind(statement);
  const takesLabel =
    kind === Kind.While || kind === Kind.For || kind === Kind.ForEach || kind === Kind.DoWhile || kind === Kind.Switch;
  if (takesLabel) {
    run(p, statement);
    return;
  }
  const jumps: Jumps = { label: ast.symbol(node), isLoop: false, breaks: [], continues: [] };
  p.jumps.push(jumps);
  run(p, statement);
  p.jumps.pop();
  for (const each of jumps.breaks) p.environment.absorb(each);
}

function runSwitch(p: TaintPass, node: AstNode): void {
  const { ast } = p;
  const subject = ast.child(node, Role.Subject);
  if (subject !== NO_NODE) evaluate(p, subject);
  const before = p.environment;
  const jumps: Jumps = { label: labelOf(ast, node), isLoop: false, breaks: [], continues: [] };
  p.jumps.push(jumps);
  const exit = dead(before);
  let falling: Environment | undefined;
  let hasDefault = false;
  for (const clause of ast.children(node, Role.Case)) {
    p.environment = before.fork();
    if (falling) p.environment.absorb(falling);
    const patterns = ast.children(clause, Role.Pattern);
    const guard = ast.child(clause, Role.Guard);
    if (patterns.length === 0 && guard === NO_NODE) hasDefault = true;
    if (guard !== NO_NODE) evaluate(p, guard);
    for (const statement of ast.children(clause, Role.Statement)) run(p, statement);
    falling = ast.hasFlag(clause, Flag.NoFallThrough) ? undefined : p.environment;
    if (!falling) exit.absorb(p.environment);
  }
  p.jumps.pop();
  if (falling) exit.absorb(falling);
  for (const each of jumps.breaks) exit.absorb(each);
  if (!hasDefault) exit.absorb(before);
  p.environment = exit;
}

function runTry(p: TaintPass, node: AstNode): void {
  const { ast } = p;
  for (const item of ast.children(node, Role.Item)) run(p, item);
  const thrown = p.environment.fork();
  p.thrown.push(thrown);
  run(p, ast.child(node, Role.Body));
  p.thrown.pop();
  run(p, ast.child(node, Role.Else));
  const ends = p.environment;
  for (const handler of ast.children(node, Role.Handler)) {
    p.environment = thrown.fork();
    const parameter = ast.child(handler, Role.Parameter);
    if (parameter !== NO_NODE) assign(p, parameter, NOTHING);
    run(p, ast.child(handler, Role.Body));
    ends.absorb(p.environment);
  }
  p.environment = ends;
  const finalizer = ast.child(node, Role.Finalizer);
  if (finalizer === NO_NODE) return;
  if (!ends.isDead) {
    run(p, finalizer);
    return;
  }
  p.environment = thrown;
  run(p, finalizer);
  p.environment.isDead = true;
}

/** Whether a function sees the variables around it: lambdas and closures; what has a name of its own is looked at by itself. */
export function isPartOfItsSurroundings(ast: Ast, node: AstNode): boolean {
  if (ast.hasFlag(node, Flag.Lambda)) return true;
  const { language } = ast;
  const role = ast.role(node);
  if (isScript(language))
    return role !== Role.Member && ast.role(ast.parent(node)) !== Role.Member && !isTopLevel(ast, node);
  return role !== Role.Statement && role !== Role.Member && role !== Role.Declaration && ast.symbol(node) === 0;
}

function isTopLevel(ast: Ast, node: AstNode): boolean {
  if (ast.role(node) !== Role.Statement && ast.role(node) !== Role.Declaration) return false;
  for (let at = ast.parent(node); ; at = ast.parent(at)) {
    const kind = ast.kind(at);
    if (kind === Kind.Module) return true;
    if (kind === Kind.Function) return false;
  }
}

/** Looks at a function's parameters and body. */
export function enterFunction(p: TaintPass, node: AstNode, environment: Environment): void {
  const { ast } = p;
  p.environment = environment;
  for (const parameter of ast.children(node, Role.Parameter)) {
    const fallback = ast.child(parameter, Role.Default);
    const value = fallback === NO_NODE ? NOTHING : cellOf(allTaint(evaluate(p, fallback)));
    assign(p, parameter, value);
    if (p.marks.sources.has(parameter)) {
      const target = ast.child(parameter, Role.Target);
      const held = p.applySources(parameter, target === NO_NODE ? NOTHING : p.read(target));
      if (target !== NO_NODE) assign(p, target, held);
    }
  }
  const body = ast.child(node, Role.Body);
  if (body === NO_NODE) return;
  if (ast.hasFlag(node, Flag.ExpressionBody) && ast.kind(body) !== Kind.Block) evaluate(p, body);
  else run(p, body);
}
