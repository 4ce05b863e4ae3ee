// Children of nodes of one kind, role by role, each role's list by its own rules (slots.ts). The lists are compared by match-lists.ts,
// functions by match-functions.ts, members and entries by match-members.ts.

import { type Ast, type AstNode, NO_NODE } from "../../syntax/ast.ts";
import { Flag, isStatementKind, Kind, Role } from "../../syntax/kind.ts";
import { isScript, type LanguageId } from "../../syntax/language.ts";
import { matchCNew } from "./match-c-new.ts";
import { isCFamily } from "./match-c-types.ts";
import { hasCommands, matchCommand, matchInstruction } from "./match-commands.ts";
import { matchFunction, matchParameter } from "./match-functions.ts";
import { matchImport } from "./match-imports.ts";
import {
  matchAnyOrder,
  matchArguments,
  matchList,
  matchTemplate,
  matchXmlChildren,
  withoutBlock,
} from "./match-lists.ts";
import { matchEntries, matchMembers } from "./match-members.ts";
import { matchBlock, matchStatement, matchStatements } from "./match-statements.ts";
import type { Matcher, Next } from "./matcher.ts";
import { childIn, childrenIn, isEllipsis, isStatementEllipsis, type PatternNode } from "./pattern.ts";
import { slotMode } from "./slots.ts";

/** Compares any node: statements as statements, the rest as expressions. */
export function matchNode(m: Matcher, pattern: PatternNode, node: AstNode, next: Next): void {
  if (pattern.role === Role.Statement || isStatementKind(pattern.kind)) matchStatement(m, pattern, node, next);
  else if (pattern.kind === Kind.Parameter) matchParameter(m, pattern, node, next);
  else m.expression(pattern, node, next);
}

/** All children of two nodes whose kinds and symbols agree. */
export function matchChildren(m: Matcher, pattern: PatternNode, node: AstNode, next: Next): void {
  switch (pattern.kind) {
    case Kind.Import:
      matchImport(m, pattern, node, next);
      return;
    case Kind.Function:
      matchFunction(m, pattern, node, next);
      return;
    case Kind.Instruction:
      matchInstruction(m, pattern, node, next);
      return;
    case Kind.Call:
      if (hasCommands(m.ast.language)) {
        matchCommand(m, pattern, node, next);
        return;
      }
      break;
    case Kind.Decorator:
      matchDecorator(m, pattern, node, next);
      return;
    case Kind.ForEach:
      if (isScript(m.ast.language) && pattern.name === "of" && m.ast.name(node) !== "of") return;
      // One variable of Go is the key, two are key and value.
      if (m.ast.language === "go" && pattern.symbol !== m.ast.symbol(node)) return;
      break;
    case Kind.Class:
      if (hasOtherKind(m.ast, node, pattern)) return;
      break;
    case Kind.VariableDeclaration:
      if (!sameDeclarationWord(m, pattern, node)) return;
      break;
    case Kind.New:
      // What C# gives an initializer is nothing else.
      if ((~pattern.flags & m.ast.flags(node) & Flag.Shorthand) !== 0) return;
      if (isCFamily(m.ast.language)) {
        matchCNew(m, pattern, node, () => matchSlots(m, pattern, node, next), next);
        return;
      }
      break;
    case Kind.If:
      if (isUnless(m.ast, node) && !asksLikeUnless(pattern)) return;
      break;
    case Kind.WithItem:
      if (matchDeclaredResource(m, pattern, node, next)) return;
      break;
    case Kind.Index:
      if (!isAsOptional(m.ast, pattern, node)) return;
      break;
    case Kind.Update:
      if (((pattern.flags ^ m.ast.flags(node)) & Flag.Prefix) !== 0) return;
      break;
    case Kind.For:
      if (isAnyHeader(pattern)) {
        matchBlock(m, childIn(pattern, Role.Body), m.ast.child(node, Role.Body), next);
        return;
      }
      break;
  }
  matchSlots(m, pattern, node, next);
}

/** `unless` of Ruby. */
export function isUnless(ast: Ast, node: AstNode): boolean {
  return ast.language === "ruby" && ast.hasFlag(ast.child(node, Role.Condition), Flag.Shorthand);
}

/** A pattern of `unless`, or one of `if` that does not say what is done. */
export function asksLikeUnless(pattern: PatternNode): boolean {
  const condition = childIn(pattern, Role.Condition);
  const body = childIn(pattern, Role.Then);
  return ((condition?.flags ?? 0) & Flag.Shorthand) !== 0 || body?.children.every(isStatementEllipsis) === true;
}

/** `using ($X)` is also about what is declared there. */
function matchDeclaredResource(m: Matcher, pattern: PatternNode, node: AstNode, next: Next): boolean {
  const [only] = pattern.children;
  if (m.ast.language !== "csharp" || pattern.children.length !== 1 || only?.kind !== Kind.Metavariable) return false;
  if (m.ast.child(node, Role.Target) === NO_NODE) return false;
  m.bindNode(only.name, node, next);
  return true;
}

/** `a?.b` of C# in a pattern is not `a.b`. */
export function isAsOptional(ast: Ast, pattern: PatternNode, node: AstNode): boolean {
  return ast.language !== "csharp" || (pattern.flags & ~ast.flags(node) & Flag.Optional) === 0;
}

/** What is written like a class and is none. */
function isOtherKind(kind: string, language: LanguageId): boolean {
  switch (kind) {
    case "interface":
    case "@interface":
    case "module":
      return true;
    case "trait":
      return language === "php";
    case "enum":
    case "record":
      return language === "csharp";
    default:
      return false;
  }
}

/** Interfaces, annotations and modules are no classes. */
function hasOtherKind(ast: Ast, node: AstNode, pattern: PatternNode): boolean {
  return ast
    .children(node, Role.Modifier)
    .map((modifier) => ast.name(modifier))
    .some(
      (kind) =>
        isOtherKind(kind, ast.language) &&
        !pattern.children.some(({ role, name }) => role === Role.Modifier && (name === kind || `@${name}` === kind)),
    );
}

/** A decorator without arguments is one that gets none: `@f(...)` matches `@f`, but `@$F` no `@f(1)`. */
function matchDecorator(m: Matcher, pattern: PatternNode, node: AstNode, next: Next): void {
  const { ast } = m;
  const [expression] = pattern.children;
  const own = ast.child(node, Role.Expression);
  if (!expression || own === NO_NODE) {
    matchSlots(m, pattern, node, next);
    return;
  }
  const isCall = ast.kind(own) === Kind.Call;
  if (expression.kind === Kind.Metavariable && isCall && ast.language !== "typescript" && ast.language !== "tsx") {
    if (ast.child(own, Role.Argument) === NO_NODE) m.expression(expression, ast.child(own, Role.Callee), next);
    return;
  }
  if (expression.kind === Kind.Call && !isCall) {
    const callee = childIn(expression, Role.Callee);
    if (callee && childrenIn(expression, Role.Argument).every(isEllipsis)) m.expression(callee, own, next);
    return;
  }
  m.expression(expression, own, next);
}

/** `for (...)`. */
export function isAnyHeader(pattern: PatternNode): boolean {
  const inits = childrenIn(pattern, Role.Init);
  return (
    inits.length === 1 &&
    isStatementEllipsis(inits[0]!) &&
    !childIn(pattern, Role.Condition) &&
    !childIn(pattern, Role.Update)
  );
}

/** `var` stands for `let` and `const` too. */
export function sameDeclarationWord(m: Matcher, pattern: PatternNode, node: AstNode): boolean {
  if (m.ast.kind(node) !== Kind.VariableDeclaration) return false;
  if (pattern.symbol === m.ast.symbol(node) || pattern.symbol === 0) return true;
  const word = m.ast.name(node);
  if (pattern.name !== "var") return false;
  return m.ast.language === "csharp" || (m.options.letIsVar && (word === "let" || word === "const"));
}

/** Whether a pattern is a call without a block, which in Ruby also matches one that is given a block. */
export function isOfCallAlone(pattern: PatternNode): boolean {
  const last = pattern.children.at(-1);
  const hasBlock = last?.kind === Kind.Function && (last.flags & Flag.Shorthand) !== 0;
  return pattern.kind === Kind.Call && pattern.role === Role.Expression && !hasBlock;
}

interface Slot {
  readonly role: Role;
  readonly patterns: readonly PatternNode[];
}

const slotsOf = new WeakMap<PatternNode, readonly Slot[]>();

function slots(pattern: PatternNode): readonly Slot[] {
  let known = slotsOf.get(pattern);
  if (!known) {
    const roles = [...new Set(pattern.children.map(({ role }) => role))];
    known = roles.map((role) => ({ role, patterns: childrenIn(pattern, role) }));
    slotsOf.set(pattern, known);
  }
  return known;
}

function matchSlots(m: Matcher, pattern: PatternNode, node: AstNode, next: Next): void {
  const { ast } = m;
  const { roles, nexts } = ast.columns;
  const wanted = slots(pattern);
  // What the pattern does not speak of must not be there, unless it may be left out.
  const end = nexts[node]!;
  let last = -1;
  for (let child = node + 1; child < end; child = nexts[child]!) {
    const role = roles[child]!;
    if (role === last) continue;
    last = role;
    if (wanted.some((slot) => slot.role === role)) continue;
    if (!mayBeLeftOut(m, pattern, role, node)) return;
  }
  const compare = (at: number): void => {
    const slot = wanted[at];
    if (!slot) next();
    else matchSlot(m, pattern, slot, node, () => compare(at + 1));
  };
  compare(0);
}

function mayBeLeftOut(m: Matcher, pattern: PatternNode, role: Role, node: AstNode): boolean {
  if (role === Role.Argument && isOfCallAlone(pattern))
    return withoutBlock(m.ast, m.ast.children(node, role)).length === 0;
  // A record's fields.
  if (role === Role.Parameter && pattern.kind === Kind.Class) return m.ast.language === "csharp";
  // Where `new (place) T` puts it.
  if (role === Role.Object && pattern.kind === Kind.New && isCFamily(m.ast.language)) return true;
  // How long an array of C is.
  if (role === Role.Element && m.ast.kind(node) === Kind.Declarator) return childIn(pattern, Role.Type)?.name !== "[]";
  switch (slotMode(pattern.kind, role)) {
    case "loose":
    case "prefix":
    case "any order":
    case "ignored":
      return true;
    case "members":
      return m.options.implicitEllipsis;
    case "entries":
      return recordLike(m) && m.options.implicitEllipsis;
    case "statements":
      return pattern.kind === Kind.Case;
    case "arguments":
      return pattern.kind === Kind.Decorator;
    case "strict":
      return role === Role.Name && pattern.kind === Kind.Field && m.ast.kind(node) === Kind.Field;
    default:
      return false;
  }
}

/** Objects with named fields, whose patterns need not name all of them. */
export function recordLike(m: Matcher): boolean {
  const { language } = m.ast;
  return isScript(language) || language === "hcl";
}

/** What `...` stands for where there is one place: `int x = ...;`, `for (...; ...; ...)`. */
function mustBeThere(kind: Kind, role: Role): boolean {
  if (kind === Kind.Declarator) return role === Role.Value;
  return kind === Kind.For && (role === Role.Init || role === Role.Condition || role === Role.Update);
}

function matchSlot(m: Matcher, pattern: PatternNode, { role, patterns }: Slot, node: AstNode, next: Next): void {
  const nodes = m.ast.children(node, role);
  const mode = slotMode(pattern.kind, role);
  if (nodes.length === 0 && mustBeThere(pattern.kind, role)) return;
  switch (mode) {
    case "strict":
      // `with a, b: …` is one in the other.
      if (role === Role.Item && pattern.kind === Kind.With && patterns.length === 1 && nodes.length > 1)
        for (const each of nodes) matchNode(m, patterns[0]!, each, next);
      else matchList(m, patterns, 0, nodes, 0, false, next);
      return;
    case "loose":
      if (role === Role.Else) {
        if (nodes.length === 1) matchBlock(m, patterns[0], nodes[0]!, next);
        return;
      }
      // `catch {` leaves out what a metavariable would stand for.
      if (role === Role.Parameter && nodes.length === 0 && patterns.length === 1) next();
      else matchList(m, patterns, 0, nodes, 0, role === Role.TypeArgument ? false : pattern.kind !== Kind.If, next);
      return;
    case "prefix":
      if (role === Role.Child) matchXmlChildren(m, patterns, nodes, next);
      else matchList(m, patterns, 0, nodes, 0, true, next);
      return;
    case "any order":
      // `let`, `var` and `const` are one in the head of a loop.
      if (role === Role.Modifier && pattern.kind === Kind.ForEach) {
        if (nodes.length > 0) next();
        return;
      }
      if (
        role === Role.Attribute &&
        !m.options.attributesImplicitEllipsis &&
        !patterns.some(isEllipsis) &&
        patterns.length !== nodes.length
      )
        return;
      matchAnyOrder(
        m,
        patterns.filter((each) => !isStatementEllipsis(each)),
        nodes,
        true,
        next,
      );
      return;
    case "arguments":
      matchArguments(m, patterns, 0, isOfCallAlone(pattern) ? withoutBlock(m.ast, nodes) : nodes, 0, next);
      return;
    case "parameters":
      matchList(m, patterns, 0, nodes, 0, false, next);
      return;
    case "statements":
      matchStatements(m, patterns, nodes, { mayGoOn: false, isTop: false }, next);
      return;
    case "block":
      if (nodes.length === 1) matchBlock(m, patterns[0], nodes[0]!, next);
      return;
    case "members":
      matchMembers(m, patterns, nodes, next);
      return;
    case "entries":
      matchEntries(m, patterns, nodes, next);
      return;
    case "template":
      matchTemplate(m, patterns, 0, nodes, 0, next);
      return;
    case "declarators":
      // `const a = 1, b = 2` is two declarations.
      if (patterns.length === 1) for (const each of nodes) matchNode(m, patterns[0]!, each, next);
      else matchList(m, patterns, 0, nodes, 0, false, next);
      return;
    case "ignored":
      if (role === Role.Tag && nodes.length > 0 && patterns.length > 0) m.expression(patterns[0]!, nodes[0]!, next);
      else next();
      return;
    default:
      mode satisfies never;
  }
}
