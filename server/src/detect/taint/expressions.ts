// Expressions: what each holds. By default what goes into an expression comes out of it; a call gives back what its receiver
// and arguments hold.

import { type AstNode, NO_NODE } from "../../syntax/ast.ts";
import { Flag, Kind, Role } from "../../syntax/kind.ts";
import { isScript } from "../../syntax/language.ts";
import { type TaintPass, withTaint } from "./pass.ts";
import { enterFunction, isPartOfItsSurroundings, run } from "./statements.ts";
import { allTaint, type Cell, CLEAN, cellOf, fieldOf, joinCells, joinTaint, NOTHING, type Taint } from "./taint.ts";

/** Code nested deeper than this is machine-made. */
const DEEPEST = 300;

const COMPARISONS = new Set([
  "==",
  "===",
  "!=",
  "!==",
  "<",
  ">",
  "<=",
  ">=",
  "in",
  "not in",
  "is",
  "is not",
  "<>",
  "=~",
  "instanceof",
]);

export function evaluate(p: TaintPass, node: AstNode): Cell {
  if (node === NO_NODE || p.depth >= DEEPEST || !p.step()) return NOTHING;
  p.depth++;
  const cell = evaluateMarked(p, node);
  p.depth--;
  return cell;
}

function evaluateMarked(p: TaintPass, node: AstNode): Cell {
  const inner = evaluateNode(p, node);
  return finish(p, node, inner);
}

/** Sanitizers, sources, propagators and sinks on a node whose parts are done. */
export function finish(p: TaintPass, node: AstNode, inner: Cell, input?: Taint): Cell {
  if (p.isSanitized(node)) {
    p.sanitize(node);
    return NOTHING;
  }
  let cell = p.applySources(node, inner);
  if (cell !== NOTHING && p.types.isSafe(node)) cell = NOTHING;
  if (p.marks.sinks.size > 0) p.reach(node, input ? joinTaint(input, allTaint(cell)) : allTaint(cell));
  return cell;
}

function evaluateNode(p: TaintPass, node: AstNode): Cell {
  const { ast } = p;
  switch (ast.kind(node)) {
    case Kind.Identifier:
    case Kind.This:
      return p.read(node);
    case Kind.Member: {
      const object = ast.child(node, Role.Object);
      if (object === NO_NODE) return p.read(node);
      const held = fieldOf(evaluate(p, object), ast.name(node));
      return p.options.onlyAssignments ? NOTHING : held;
    }
    case Kind.Index:
      return index(p, node);
    case Kind.String:
    case Kind.Number:
    case Kind.Boolean:
    case Kind.Null:
    case Kind.Regex:
    case Kind.Atom:
    case Kind.Text:
    case Kind.Type:
    case Kind.Empty:
      return NOTHING;
    case Kind.Call:
    case Kind.New:
      return call(p, node);
    case Kind.Function:
      return functionValue(p, node);
    case Kind.Class:
      run(p, node);
      return NOTHING;
    case Kind.Assign:
      return assignment(p, node);
    case Kind.NamedExpression: {
      const cell = evaluate(p, ast.child(node, Role.Value));
      assign(p, ast.child(node, Role.Target), cell);
      return cell;
    }
    case Kind.Binary:
      return binary(p, node);
    case Kind.Conditional: {
      evaluate(p, ast.child(node, Role.Condition));
      const otherwise = p.environment.fork();
      const then = evaluate(p, ast.child(node, Role.Then));
      const after = p.environment;
      p.environment = otherwise;
      const other = evaluate(p, ast.child(node, Role.Else));
      p.environment.absorb(after);
      return joinCells(then, other);
    }
    case Kind.Await:
    case Kind.Cast:
    case Kind.Spread:
    case Kind.KeywordSpread:
      return evaluate(p, ast.child(node, Role.Operand));
    case Kind.Unary:
    case Kind.Template:
    case Kind.TaggedTemplate: {
      const cell = partsOf(p, node);
      return p.options.onlyAssignments ? NOTHING : cell;
    }
    case Kind.Yield: {
      const operand = ast.child(node, Role.Operand);
      if (operand !== NO_NODE) evaluate(p, operand);
      return NOTHING;
    }
    case Kind.NamedArgument:
    case Kind.Attribute:
      return evaluate(p, ast.child(node, Role.Value));
    case Kind.Object:
      return objectLiteral(p, node);
    case Kind.Comprehension:
      return comprehension(p, node);
    case Kind.Sequence: {
      let last: Cell = NOTHING;
      for (const element of ast.children(node)) last = evaluate(p, element);
      return last;
    }
    case Kind.If:
    case Kind.Switch:
    case Kind.Try:
    case Kind.Block:
    case Kind.While:
    case Kind.For:
    case Kind.ForEach:
    case Kind.Return:
    case Kind.Throw:
    case Kind.ExpressionStatement:
    case Kind.VariableDeclaration:
    case Kind.Case:
      return blockValue(p, node);
    default:
      return partsOf(p, node);
  }
}

/** A statement where a value is asked for: Ruby's `x = if …`. It gives what its last expressions do. */
function blockValue(p: TaintPass, node: AstNode): Cell {
  const { ast } = p;
  if (ast.kind(node) === Kind.ExpressionStatement) return evaluate(p, ast.firstChild(node));
  run(p, node);
  return NOTHING;
}

function partsOf(p: TaintPass, node: AstNode): Cell {
  const { ast } = p;
  let taint: Taint = CLEAN;
  for (let child = ast.firstChild(node); child !== NO_NODE; child = ast.nextSibling(child)) {
    const role = ast.role(child);
    if (role === Role.Type || role === Role.Modifier || role === Role.Tag) continue;
    taint = joinTaint(taint, allTaint(evaluate(p, child)));
  }
  return cellOf(taint);
}

function index(p: TaintPass, node: AstNode): Cell {
  const { ast } = p;
  const object = evaluate(p, ast.child(node, Role.Object));
  const key = ast.child(node, Role.Property);
  if (key === NO_NODE) return object;
  const keyCell = evaluate(p, key);
  const held = ast.kind(key) === Kind.String ? fieldOf(object, ast.stringValue(key)) : cellOf(allTaint(object));
  if (p.options.onlyAssignments) return NOTHING;
  return p.options.assumesSafeIndexes ? held : withTaint(held, allTaint(keyCell));
}

const GETTER = /^(?:get|is)([A-Z]\w*)$/;
const SETTER = /^set([A-Z]\w*)$/;

function call(p: TaintPass, node: AstNode): Cell {
  const { ast, options } = p;
  const callee = ast.child(node, Role.Callee);
  const isMethod = ast.kind(callee) === Kind.Member;
  const receiver = isMethod ? ast.child(callee, Role.Object) : NO_NODE;
  let calleeTaint: Taint = CLEAN;
  let property: Cell | undefined;
  if (isMethod && receiver !== NO_NODE) {
    const object = evaluate(p, receiver);
    calleeTaint = allTaint(finish(p, callee, fieldOf(object, ast.name(callee))));
    calleeTaint = joinTaint(calleeTaint, ast.language === "java" ? object.taint : allTaint(object));
    const getter = ast.language === "java" ? GETTER.exec(ast.name(callee)) : null;
    if (getter && object.fields) property = fieldOf(object, uncapitalized(getter[1]!));
  } else if (ast.kind(node) === Kind.Call) calleeTaint = allTaint(evaluate(p, callee));
  let taint: Taint = CLEAN;
  for (const child of ast.children(node)) {
    const role = ast.role(child);
    if (role === Role.Callee || role === Role.TypeArgument) continue;
    const cell = evaluate(p, child);
    if (role === Role.Argument || role === Role.Item || role === Role.Init) taint = joinTaint(taint, allTaint(cell));
  }
  const setter = ast.language === "java" && isMethod && receiver !== NO_NODE ? SETTER.exec(ast.name(callee)) : null;
  if (setter && ast.children(node, Role.Argument).length === 1)
    setProperty(p, receiver, uncapitalized(setter[1]!), taint);
  const input = joinTaint(taint, calleeTaint);
  if (p.marks.sinks.has(node) && !p.isSanitized(node)) p.reach(node, input);
  if (options.assumesSafeFunctions || options.onlyAssignments) return property ?? NOTHING;
  return property ? withTaint(property, taint) : cellOf(input);
}

function uncapitalized(name: string): string {
  return name[0]!.toLowerCase() + name.slice(1);
}

/** `x.setName(v)` is `x.name = v`. */
function setProperty(p: TaintPass, receiver: AstNode, member: string, taint: Taint): void {
  const held = p.read(receiver);
  if (taint.length === 0 && held === NOTHING) return;
  const fields = new Map(held.fields);
  fields.set(member, cellOf(taint));
  p.write(receiver, { taint: held.taint, fields });
}

function functionValue(p: TaintPass, node: AstNode): Cell {
  const { ast } = p;
  for (const decorator of ast.children(node, Role.Decorator)) evaluate(p, decorator);
  if (isPartOfItsSurroundings(ast, node)) {
    const around = p.environment;
    const jumps = p.jumps.splice(0);
    enterFunction(p, node, around.fork());
    p.jumps.push(...jumps);
    // Whether and when it runs nobody knows: what it writes may be there from here on.
    around.absorb(p.environment);
    p.environment = around;
  } else if (!p.waiting.includes(node)) p.waiting.push(node);
  return NOTHING;
}

function assignment(p: TaintPass, node: AstNode): Cell {
  const { ast } = p;
  const target = ast.child(node, Role.Target);
  const value = evaluate(p, ast.child(node, Role.Value));
  const operator = ast.name(node);
  const isPlain = operator === "=" || operator === ":=" || operator === "";
  const before = isPlain ? NOTHING : evaluate(p, target);
  const given = isPlain ? value : cellOf(joinTaint(allTaint(before), allTaint(value)));
  return give(p, node, target, given);
}

/** One thing gets a value, by an assignment or a declaration that may itself be marked. */
export function give(p: TaintPass, whole: AstNode, target: AstNode, value: Cell): Cell {
  const hasSinks = p.marks.sinks.has(whole);
  const held = hasSinks ? allTaint(p.read(target)) : CLEAN;
  const given = p.isSanitized(whole) ? NOTHING : p.applySources(whole, value);
  if (hasSinks && !p.isSanitized(whole)) p.reach(whole, joinTaint(allTaint(given), held));
  assign(p, target, given);
  return given;
}

/** Writes to a target, which may be a pattern that takes a value apart. */
export function assign(p: TaintPass, target: AstNode, value: Cell): void {
  const { ast } = p;
  if (target === NO_NODE) return;
  switch (ast.kind(target)) {
    case Kind.Identifier:
    case Kind.Member:
    case Kind.Index:
    case Kind.This: {
      if (ast.kind(target) !== Kind.Identifier) {
        // Its parts are read.
        evaluate(p, ast.child(target, Role.Object));
        const key = ast.child(target, Role.Property);
        if (key !== NO_NODE) evaluate(p, key);
      }
      const isSafe = value !== NOTHING && p.types.isSafe(target);
      p.write(target, isSafe ? NOTHING : p.kept(value, target));
      const marked = p.marks;
      if (marked.sources.has(target) || marked.to.has(target) || marked.sanitizers.has(target)) {
        const held = p.isSanitized(target) ? NOTHING : p.applySources(target, p.read(target));
        p.write(target, held);
      }
      if (marked.sinks.has(target)) p.reach(target, allTaint(p.read(target)));
      return;
    }
    case Kind.DefaultPattern: {
      const fallback = evaluate(p, ast.child(target, Role.Default));
      assign(p, ast.child(target, Role.Target), joinCells(value, fallback));
      return;
    }
    case Kind.Object:
      for (const element of ast.children(target, Role.Element)) {
        if (ast.kind(element) !== Kind.Pair) {
          assign(p, element, value);
          continue;
        }
        const key = ast.child(element, Role.Key);
        const isName = ast.kind(key) === Kind.String && !ast.hasFlag(element, Flag.Computed);
        assign(
          p,
          ast.child(element, Role.Value),
          isName ? fieldOf(value, ast.stringValue(key)) : cellOf(allTaint(value)),
        );
      }
      return;
    case Kind.Cast:
    case Kind.Spread:
    case Kind.KeywordSpread:
    case Kind.Unary:
      assign(p, ast.child(target, Role.Operand), value);
      return;
    case Kind.Parameter:
      assign(p, ast.child(target, Role.Target), value);
      return;
    default:
      for (const child of ast.children(target))
        if (ast.role(child) === Role.Element || ast.role(child) === Role.Target)
          assign(p, child, cellOf(allTaint(value)));
  }
}

function binary(p: TaintPass, node: AstNode): Cell {
  const { ast } = p;
  // `a + b + c + …` is as deep as it is long, so the left spine is walked, not entered.
  const spine: AstNode[] = [];
  let at = node;
  for (; ast.kind(at) === Kind.Binary; at = ast.child(at, Role.Left)) spine.push(at);
  let taint = allTaint(evaluate(p, at));
  for (let level = spine.length - 1; level >= 0; level--) {
    const operation = spine[level]!;
    const right = allTaint(evaluate(p, ast.child(operation, Role.Right)));
    const target = ast.child(operation, Role.Target);
    taint = joinTaint(taint, right);
    if (target !== NO_NODE)
      assign(p, ast.kind(target) === Kind.Declarator ? ast.child(target, Role.Target) : target, cellOf(taint));
    if (p.options.onlyAssignments) taint = CLEAN;
    else if (p.options.assumesSafeComparisons && COMPARISONS.has(ast.name(operation))) taint = CLEAN;
    if (level > 0) taint = allTaint(finish(p, operation, cellOf(taint)));
  }
  return cellOf(taint);
}

/** In JavaScript an object is known by its members; elsewhere a dictionary is one heap. */
function objectLiteral(p: TaintPass, node: AstNode): Cell {
  const { ast } = p;
  const { language } = ast;
  const keepsMembers = isScript(language);
  let taint: Taint = CLEAN;
  const fields = new Map<string, Cell>();
  for (const element of ast.children(node, Role.Element)) {
    if (ast.kind(element) !== Kind.Pair) {
      taint = joinTaint(taint, allTaint(evaluate(p, element)));
      continue;
    }
    const key = ast.child(element, Role.Key);
    const isName = ast.kind(key) === Kind.String && !ast.hasFlag(element, Flag.Computed);
    const keyTaint = isName ? CLEAN : allTaint(evaluate(p, key));
    const value = finish(p, element, evaluate(p, ast.child(element, Role.Value)));
    taint = joinTaint(taint, keyTaint);
    if (isName && keepsMembers) fields.set(ast.stringValue(key), value);
    else taint = joinTaint(taint, allTaint(value));
  }
  if (![...fields.values()].some((field) => field !== NOTHING)) return cellOf(taint);
  return { taint, fields };
}

function comprehension(p: TaintPass, node: AstNode): Cell {
  const { ast } = p;
  const around = p.environment;
  p.environment = around.fork();
  for (const clause of ast.children(node, Role.Clause)) {
    if (ast.kind(clause) === Kind.ComprehensionFor)
      assign(p, ast.child(clause, Role.Target), cellOf(allTaint(evaluate(p, ast.child(clause, Role.Iterable)))));
    else evaluate(p, ast.child(clause, Role.Condition));
  }
  const taint = allTaint(evaluate(p, ast.child(node, Role.Element)));
  p.environment = around;
  return cellOf(taint);
}
