// Expressions: the value of each. What a library's value or a rule's own pattern adds to it (taint of a source, the end of
// it by a sanitizer) is added here, once for all kinds of nodes.

import { type AstNode, NO_NODE } from "../syntax/ast.ts";
import { Flag, isStatementKind, Kind, Role } from "../syntax/kind.ts";
import { intern } from "../syntax/symbols.ts";
import { alias, assign, copiedArray } from "./assignment.ts";
import { call } from "./calls.ts";
import { hasBareMembers } from "./class-members.ts";
import { branch } from "./conditions.ts";
import type { Evaluation } from "./evaluation.ts";
import { assignSeveral, valueGiven } from "./go-values.ts";
import { instantiate } from "./instances.ts";
import { kindSet } from "./kind-set.ts";
import { receiverGiven } from "./kotlin.ts";
import { classValue, comprehension, element, functionValue, listLiteral, objectLiteral } from "./literals.ts";
import { identifier, index, member, sliceOf } from "./members.ts";
import { binary, isShortCircuit, operate, phpCast, template, unary } from "./operators.ts";
import { applyMarks, collect, sanitizeCollected } from "./pattern-marks.ts";
import { rubyNode } from "./ruby.ts";
import { reachAttribute } from "./sinks.ts";
import { run } from "./statements.ts";
import { literalConstant } from "./static-constants.ts";
import {
  ABSENT,
  CLEAN,
  constantValue,
  join,
  NULL,
  objectValue,
  passThrough,
  taintedValue,
  UNKNOWN,
  type Value,
  withTaint,
} from "./value.ts";
import { NUMBER_KIND, NUMBER_TYPES } from "./value-types.ts";

const DEEPEST = 320;

export function evaluate(e: Evaluation, node: AstNode): Value {
  // Broken code lacks parts; NO_NODE is the number of the whole file.
  if (node === NO_NODE) return UNKNOWN;
  if (e.depth >= DEEPEST) e.limits.add("depth");
  if (e.depth >= DEEPEST || e.isSpent) return UNKNOWN;
  e.depth++;
  e.steps++;
  const marks = e.knowledge.marks.at(node);
  const isOpen = marks?.some((mark) => mark.role === "sink" && !mark.exact) ?? false;
  if (isOpen) e.openSinks.push(node);
  const isSanitized = e.openSinks.length > 0 && (marks?.some(({ role }) => role === "sanitizer") ?? false);
  const before = isSanitized ? e.openSinks.map((open) => e.collected.get(open) ?? CLEAN) : [];
  let value = evaluateNode(e, node);
  if (isSanitized) sanitizeCollected(e, marks!, before);
  if (isOpen) e.openSinks.pop();
  if (marks) value = applyMarks(e, node, value, marks);
  collect(e, node, value);
  e.depth--;
  return value;
}

function evaluateNode(e: Evaluation, node: AstNode): Value {
  const { ast } = e;
  if (ast.language === "ruby") {
    const own = rubyNode(e, node);
    if (own) return own;
  }
  switch (ast.kind(node)) {
    case Kind.Identifier:
      return identifier(e, node);
    case Kind.String:
    case Kind.Number:
    case Kind.Boolean:
    case Kind.Atom:
      return constantValue(literalConstant(ast, node));
    case Kind.Null:
      return NULL;
    case Kind.Regex:
    case Kind.Text:
      return UNKNOWN;
    case Kind.This:
    case Kind.Super:
      return receiverGiven(e, node) ?? e.receiver;
    case Kind.Template:
    case Kind.TaggedTemplate:
      return template(e, node);
    case Kind.Call:
      return call(e, node);
    case Kind.New:
      return instantiate(e, node);
    case Kind.Member:
      return member(e, node);
    case Kind.Index:
      return index(e, node);
    case Kind.Slice:
      return sliceOf(e, node);
    case Kind.Unary:
      return unary(e, node);
    case Kind.Update: {
      const operand = ast.child(node, Role.Operand);
      const value = evaluate(e, operand);
      const isUp = ast.name(node) === "++";
      const next =
        typeof value.constant === "number"
          ? constantValue(value.constant + (isUp ? 1 : -1))
          : taintedValue(passThrough(e.deepTaint(value), NUMBER_KIND));
      assign(e, operand, next, node);
      return ast.hasFlag(node, Flag.Prefix) ? next : value;
    }
    case Kind.Binary:
      return binary(e, node);
    case Kind.Assign:
      return assignment(e, node);
    case Kind.NamedExpression: {
      if (assignSeveral(e, ast.child(node, Role.Target), ast.child(node, Role.Value), node)) return UNKNOWN;
      const value = evaluate(e, ast.child(node, Role.Value));
      assign(e, ast.child(node, Role.Target), value, node);
      return value;
    }
    case Kind.Conditional:
      return conditional(e, node);
    case Kind.Cast: {
      const operand = ast.child(node, Role.Operand);
      const value = operand === NO_NODE ? UNKNOWN : evaluate(e, operand);
      if (ast.language === "php") return phpCast(e, node, value);
      const type = ast.child(node, Role.Type);
      const isNumber = type !== NO_NODE && value.constant === undefined && NUMBER_TYPES.has(ast.name(type));
      return isNumber ? taintedValue(passThrough(e.deepTaint(value), NUMBER_KIND)) : value;
    }
    case Kind.Await:
    case Kind.Spread:
    case Kind.KeywordSpread: {
      const operand = ast.child(node, Role.Operand);
      return operand === NO_NODE ? UNKNOWN : evaluate(e, operand);
    }
    case Kind.NamedArgument:
    case Kind.Attribute: {
      const valueNode = ast.child(node, Role.Value);
      const value = valueNode === NO_NODE ? UNKNOWN : evaluate(e, valueNode);
      if (ast.kind(node) === Kind.Attribute) reachAttribute(e, node, value);
      return value;
    }
    case Kind.Yield: {
      const operand = ast.child(node, Role.Operand);
      const value = operand === NO_NODE ? UNKNOWN : evaluate(e, operand);
      const made = e.withObject(UNKNOWN, e.unit.node, "list");
      e.state.set(e.lengthCell(made.objects[0]!), UNKNOWN);
      e.writeElement(made, ast.name(node) === "*" ? e.readElement(value) : value);
      e.result = join(e.result, made);
      return UNKNOWN;
    }
    case Kind.Array:
    case Kind.Tuple:
    case Kind.Set:
      return listLiteral(e, node);
    case Kind.Object:
      return objectLiteral(e, node);
    case Kind.Function:
      return functionValue(e, node);
    case Kind.Class:
      return classValue(e, node);
    case Kind.Comprehension:
      return comprehension(e, node);
    case Kind.Sequence: {
      let last: Value = UNKNOWN;
      for (const element of ast.children(node)) last = evaluate(e, element);
      return e.state.isDead ? ABSENT : last;
    }
    case Kind.Element:
      return element(e, node);
    case Kind.Type: {
      if (ast.language === "go") {
        const info = e.ask.classOfType(node);
        return info ? objectValue(e.classObject(info)) : UNKNOWN;
      }
      const entity = hasBareMembers(ast.language) ? e.ask.entity(node) : undefined;
      return entity?.kind === "class" ? objectValue(e.classObject(entity.info)) : UNKNOWN;
    }
    case Kind.MetaProperty:
    case Kind.Empty:
      return UNKNOWN;
    case Kind.Opaque:
    case Kind.Error:
    case Kind.Pair:
      return opaque(e, node);
    case Kind.None:
      return UNKNOWN;
    default:
      // Statements in expression position: Ruby's `x = case …`, PHP's `match`, Java's and C#'s `switch` expressions. What is neither stands in
      // a broken text: a field without a class around it.
      return isStatementKind(ast.kind(node)) ? run(e, node) : opaque(e, node);
  }
}

export const DEEPEST_LITERAL = 4;

export const CLASS = intern("class");

/** Methods of Java's functional interfaces that are not the one that a lambda is. */
export const OF_FUNCTIONS: ReadonlySet<string> = new Set(
  "andThen compose negate and or equals hashCode toString getClass reversed thenComparing this$outer".split(" "),
);

export const COMPARISONS: ReadonlySet<string> = new Set([
  "==",
  "===",
  "!=",
  "!==",
  "<>",
  "<",
  ">",
  "<=",
  ">=",
  "in",
  "not in",
  "is",
  "is not",
  "instanceof",
  "<=>",
  "=~",
  "!~",
  "eq",
  "ne",
]);

export const ARITHMETIC: ReadonlySet<string> = new Set([
  "-",
  "*",
  "/",
  "//",
  "**",
  "&",
  "|",
  "^",
  "<<",
  ">>",
  ">>>",
  "@",
]);

/** Languages whose `&&` and `||` give a truth value, not one of their operands. */
export const GIVES_BOOLEAN: ReadonlySet<string> = new Set(["php", "java", "kotlin", "csharp", "go", "c", "cpp"]);

function conditional(e: Evaluation, node: AstNode): Value {
  const { ast } = e;
  const before = e.state;
  const { yes, no } = branch(e, ast.child(node, Role.Condition));
  e.state = yes;
  const then = yes.isDead ? ABSENT : evaluate(e, ast.child(node, Role.Then));
  const afterThen = e.state.since(before);
  e.state = no;
  const otherwise = no.isDead ? ABSENT : evaluate(e, ast.child(node, Role.Else));
  const afterElse = e.state.since(before);
  e.state = before;
  before.absorb([afterThen, afterElse]);
  return join(then, otherwise);
}

function assignment(e: Evaluation, node: AstNode): Value {
  const { ast } = e;
  const operator = ast.name(node);
  const target = ast.child(node, Role.Target);
  const valueNode = ast.child(node, Role.Value);
  if (target === NO_NODE || valueNode === NO_NODE) return UNKNOWN;
  if (operator === "=" || operator === ":=" || operator === "") {
    if (assignSeveral(e, target, valueNode, node)) return UNKNOWN;
    const given = evaluate(e, valueNode);
    const value = ast.language === "go" ? valueGiven(e, target, valueNode, given) : given;
    if (ast.hasFlag(node, Flag.Prefix) && alias(e, target, valueNode, value)) return value;
    const assigned = ast.language === "php" ? copiedArray(e, valueNode, value, node) : value;
    assign(e, target, assigned, node);
    return assigned;
  }
  const before = evaluate(e, target);
  const added = evaluate(e, valueNode);
  if (ast.language === "csharp" && operator === "+=" && added.objects.some(({ kind }) => kind === "function")) {
    // An event's or a delegate's handlers are all called.
    const both = join(before.objects.length === 0 ? ABSENT : before, added);
    assign(e, target, both, node);
    return both;
  }
  const plain = operator.slice(0, -1);
  if (plain === "+" && before.objects.some(({ shape, kind }) => shape === "list" && kind === "made")) {
    e.writeElement(before, e.readElement(added));
    return before;
  }
  const value = isShortCircuit(plain) ? join(before, added) : operate(e, node, plain, before, added);
  assign(e, target, value, node);
  return value;
}

export const HTML_ESCAPE = kindSet([intern("html-escape")]);

function opaque(e: Evaluation, node: AstNode): Value {
  let value: Value = UNKNOWN;
  for (const child of e.ast.children(node)) value = withTaint(value, e.deepTaint(evaluate(e, child)));
  return value;
}
