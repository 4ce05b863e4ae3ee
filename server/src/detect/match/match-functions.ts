// Functions, part by part, and their parameters. Where a function may stand is told by whoever compares it.

import { type Ast, type AstNode, NO_NODE } from "../../syntax/ast.ts";
import { Flag, Kind, Role } from "../../syntax/kind.ts";
import { isScript } from "../../syntax/language.ts";
import { isCFamily } from "./match-c-types.ts";
import { matchAnyOrder, matchList } from "./match-lists.ts";
import { matchBlock } from "./match-statements.ts";
import type { Matcher, Next } from "./matcher.ts";
import {
  childIn,
  childrenIn,
  isEllipsis,
  isStatementEllipsis,
  metavariableEllipsisOf,
  type PatternNode,
} from "./pattern.ts";

/** A function's parts. Whether it may be one at all (named or not) has been decided by where it stands. */
export function matchFunction(m: Matcher, pattern: PatternNode, node: AstNode, next: Next): void {
  const { ast } = m;
  if (ast.kind(node) !== Kind.Function) return;
  // Whether a function without a name is asynchronous, its pattern leaves open.
  const isNameless = isScript(ast.language) && childIn(pattern, Role.Name) === undefined;
  const needed = pattern.flags & (isNameless ? Flag.Generator : Flag.Async | Flag.Generator);
  if ((ast.flags(node) & needed) !== needed) return;
  // `def self.f` is another kind of method than `def f`, and a lambda no block.
  if (ast.language === "ruby" && ((ast.flags(node) ^ pattern.flags) & (Flag.Static | Flag.Shorthand)) !== 0) return;
  const name = childIn(pattern, Role.Name);
  const compareParts = () => matchFunctionParts(m, pattern, node, next);
  if (!name) {
    compareParts();
    return;
  }
  if (name.kind === Kind.Ellipsis) {
    compareParts();
    return;
  }
  const own = ast.child(node, Role.Name);
  if (own !== NO_NODE) m.expression(name, own, compareParts);
  else if (ast.symbol(node) !== 0 && ast.name(node) !== "") {
    if (name.kind === Kind.Metavariable)
      m.bindName(name.name, ast.name(node), ...m.nameSpan(node, ast.name(node)), compareParts);
    else if (name.symbol === ast.symbol(node)) compareParts();
  } else if (name.kind === Kind.Metavariable && pattern.role === Role.Argument && isScript(ast.language)) {
    // A function handed over needs no name: a pattern gives it one only because the grammar asks for it.
    compareParts();
  }
}

/** Everything of a function but its name. */
export function matchFunctionParts(m: Matcher, pattern: PatternNode, node: AstNode, next: Next): void {
  const { ast } = m;
  const compareBody = () => {
    const body = childIn(pattern, Role.Body);
    const own = ast.child(node, Role.Body);
    if (!body) {
      if (own === NO_NODE || pattern.flags & Flag.ExpressionBody) next();
      return;
    }
    if (own === NO_NODE) {
      const { language } = ast;
      const needsBody = language === "go" || language === "java" || language === "csharp" || isCFamily(language);
      if (!needsBody && body.children.every(isStatementEllipsis)) next();
      return;
    }
    const isLambda = (ast.flags(node) & Flag.Lambda) !== 0;
    const tellsBodies = ast.language === "kotlin" || (ast.language === "csharp" && isLambda);
    if (tellsBodies && (body.kind === Kind.Block) !== (ast.kind(own) === Kind.Block)) return;
    // `(...) => $X` is about functions that are an expression, or only return one.
    if (isScript(ast.language) && pattern.flags & Flag.ExpressionBody && ast.kind(own) === Kind.Block) {
      const statements = ast.children(own);
      const only = statements.length === 1 && ast.kind(statements[0]!) === Kind.Return ? statements[0]! : NO_NODE;
      const returned = only === NO_NODE ? NO_NODE : ast.child(only, Role.Operand);
      if (returned !== NO_NODE) m.expression(body, returned, next);
      return;
    }
    matchBlock(m, body, own, next);
  };
  const decorators = childrenIn(pattern, Role.Decorator).filter((each) => !isStatementEllipsis(each));
  const isNameless = isScript(ast.language) && childIn(pattern, Role.Name) === undefined;
  const modifiers = childrenIn(pattern, Role.Modifier).filter(({ name }) => !isNameless || name !== "async");
  const returns = childIn(pattern, Role.ReturnType);
  const types = childrenIn(pattern, Role.TypeParameter);
  const ownReturns = ast.child(node, Role.ReturnType);
  const clauses = childrenIn(pattern, Role.Clause).filter(({ kind }) => kind === Kind.Type);
  const compareClauses = () =>
    clauses.length === 0
      ? compareBody()
      : matchAnyOrder(m, clauses, ast.children(node, Role.Clause), true, compareBody);
  const compareReturn = () => {
    if (ast.language === "go" && returns && returns.kind !== Kind.Ellipsis)
      matchResults(m, pattern, node, compareClauses);
    else if (!returns) compareClauses();
    else if (ownReturns !== NO_NODE) m.expression(returns, ownReturns, compareClauses);
  };
  const compareTypes = () =>
    types.length === 0
      ? compareReturn()
      : matchList(m, types, 0, ast.children(node, Role.TypeParameter), 0, false, compareReturn);
  const compareParameters = () =>
    matchList(m, childrenIn(pattern, Role.Parameter), 0, writtenParameters(ast, node), 0, false, compareTypes);
  const compareModifiers = () =>
    modifiers.length === 0
      ? compareParameters()
      : matchAnyOrder(m, modifiers, ast.children(node, Role.Modifier), true, compareParameters);
  const receiver = childIn(pattern, Role.Object);
  const ownReceiver = ast.child(node, Role.Object);
  const compareReceiver = () => {
    // To Semgrep a receiver is the first of the parameters.
    if (!receiver && ownReceiver !== NO_NODE && !isEllipsisOrMany(childIn(pattern, Role.Parameter))) return;
    if (!receiver || isEllipsis(receiver)) compareModifiers();
    else if (ownReceiver !== NO_NODE && receiver.kind === Kind.Type)
      m.expression(receiver, ownReceiver, compareModifiers);
    else if (ownReceiver !== NO_NODE) matchParameter(m, receiver, ownReceiver, compareModifiers);
  };
  if (decorators.length === 0) compareReceiver();
  else matchAnyOrder(m, decorators, ast.children(node, Role.Decorator), true, compareReceiver);
}

/** Kotlin's `it` is written nowhere. */
function writtenParameters(ast: Ast, node: AstNode): readonly AstNode[] {
  return ast.children(node, Role.Parameter).filter((each) => !ast.hasFlag(each, Flag.Shorthand));
}

function isEllipsisOrMany(parameter: PatternNode | undefined): boolean {
  return parameter !== undefined && (isStatementEllipsis(parameter) || metavariableEllipsisOf(parameter) !== undefined);
}

/** What a function of Go gives: one type, of which a metavariable may be any number, or a list of them, with names or without. */
function matchResults(m: Matcher, pattern: PatternNode, node: AstNode, next: Next): void {
  const { ast } = m;
  const patterns = childrenIn(pattern, Role.ReturnType);
  const own = ast.children(node, Role.ReturnType);
  const isDeclared = (each: AstNode) => ast.kind(each) === Kind.Declarator;
  const types = own.map((each) => (isDeclared(each) ? ast.child(each, Role.Type) : each));
  const [first] = patterns;
  const isOne = patterns.length === 1;
  if (isOne && own.length > 1) {
    if (first?.metavariable !== undefined) m.bindNodes(first.metavariable, own, next);
  } else if (isOne || own.length > 1) matchList(m, patterns, 0, types, 0, false, next);
}

export function matchParameter(m: Matcher, pattern: PatternNode, node: AstNode, next: Next): void {
  const { ast } = m;
  if (ast.kind(node) !== Kind.Parameter) return;
  const rest = Flag.Rest | Flag.KeywordRest;
  if ((pattern.flags & rest) !== (ast.flags(node) & rest)) return;
  const target = childIn(pattern, Role.Target);
  const own = ast.child(node, Role.Target);
  const isBare = pattern.children.length <= 1;
  const compareRest = () => {
    const others = pattern.children.filter(({ role }) => role !== Role.Target);
    if (others.length === 0) next();
    else compareParts(m, pattern, node, next);
  };
  if (target === undefined || own === NO_NODE) {
    if (pattern.metavariable !== undefined && ast.symbol(node) !== 0)
      m.bindName(pattern.metavariable, ast.name(node), ...m.nameSpan(node, ast.name(node)), compareRest);
    else if (target === undefined || pattern.symbol === ast.symbol(node)) compareRest();
    return;
  }
  // A pattern in place of a name is the whole parameter to a bare metavariable.
  if (isBare && target.kind === Kind.Metavariable && ast.kind(own) !== Kind.Identifier) {
    m.bindNode(target.name, node, next);
    return;
  }
  m.expression(target, own, compareRest);
}

function compareParts(m: Matcher, pattern: PatternNode, node: AstNode, next: Next): void {
  const { ast } = m;
  const compare = (at: number): void => {
    const part = [Role.Type, Role.Default, Role.Decorator, Role.Modifier][at];
    if (part === undefined) {
      next();
      return;
    }
    const patterns = childrenIn(pattern, part);
    if (patterns.length === 0) compare(at + 1);
    else
      matchAnyOrder(
        m,
        patterns.filter((each) => !isStatementEllipsis(each)),
        ast.children(node, part),
        true,
        () => compare(at + 1),
      );
  };
  compare(0);
}
