// Statements and sequences of them. `...` between statements stands for any number, also for what lies deeper: a pattern
// `a(); ... b();` finds `b();` in a block that follows. An expression as a statement is found in more than expression
// statements: in what is assigned, declared, returned.

import { type Ast, type AstNode, NO_NODE } from "../../syntax/ast.ts";
import { Flag, isStatementKind, Kind, Role } from "../../syntax/kind.ts";
import { isScript, type LanguageId } from "../../syntax/language.ts";
import { isImplicitReturn } from "./implicit-returns.ts";
import { matchAnyOrder } from "./match-lists.ts";
import { matchFunctionMember } from "./match-members.ts";
import { isAnyHeader, matchChildren, sameDeclarationWord } from "./match-structure.ts";
import type { Matcher, Next } from "./matcher.ts";
import { childIn, isStatementEllipsis, metavariableEllipsisOf, type PatternNode } from "./pattern.ts";

export interface SequenceOptions {
  /** The code may have statements behind those of the pattern. */
  readonly mayGoOn: boolean;
  /** The whole pattern: what it matches is what is reported. */
  readonly isTop: boolean;
}

export function matchStatement(m: Matcher, pattern: PatternNode, node: AstNode, next: Next): void {
  m.step();
  if (isStatementEllipsis(pattern)) {
    next();
    return;
  }
  if (pattern.kind === Kind.ExpressionStatement && pattern.children.length === 1) {
    matchExpressionStatement(m, pattern.children[0]!, pattern, node, next);
    return;
  }
  if (pattern.kind === Kind.Metavariable || pattern.kind === Kind.MetavariableEllipsis) {
    m.bindNode(pattern.name, node, next);
    return;
  }
  const kind = m.ast.kind(node);
  switch (pattern.kind) {
    case Kind.Return:
      matchReturn(m, pattern, node, next);
      return;
    case Kind.Block:
      if (kind === Kind.Block) matchBlock(m, pattern, node, next);
      return;
    case Kind.Function:
      if (kind === Kind.Function) {
        // `function ...(...)` is any function, a value too.
        const name = childIn(pattern, Role.Name);
        if (name === undefined || name.kind === Kind.Ellipsis || isDeclaredFunction(m, node))
          matchChildren(m, pattern, node, next);
      } else matchFunctionMember(m, pattern, node, next);
      return;
    case Kind.VariableDeclaration:
      if (kind === Kind.Field && m.ast.language !== "go") matchField(m, pattern, node, next);
      else if (kind === Kind.VariableDeclaration) matchChildren(m, pattern, node, next);
      else if (kind === Kind.Declarator) matchOneOfSeveral(m, pattern, node, next);
      else if (kind === Kind.WithItem) matchResource(m, pattern, node, next);
      return;
    case Kind.For:
      if (kind === Kind.For || (kind === Kind.ForEach && isAnyHeader(pattern))) matchChildren(m, pattern, node, next);
      return;
    case Kind.While:
      // `for ... {` of Go is any loop.
      if (m.ast.language === "go" && childIn(pattern, Role.Condition)?.kind === Kind.Ellipsis) {
        if (kind === Kind.While || kind === Kind.For || kind === Kind.ForEach)
          matchBlock(m, childIn(pattern, Role.Body), m.ast.child(node, Role.Body), next);
        return;
      }
      break;
    case Kind.Export:
      break;
    case Kind.Import:
      if (kind === Kind.VariableDeclaration || kind === Kind.Import || kind === Kind.ExpressionStatement)
        matchChildren(m, pattern, node, next);
      return;
  }
  if (kind === Kind.Export && pattern.kind !== Kind.Export) {
    const declared = m.ast.child(node, Role.Declaration);
    if (declared !== NO_NODE) matchStatement(m, pattern, declared, next);
    return;
  }
  if (!isStatementKind(pattern.kind) && pattern.kind !== Kind.Class && pattern.kind !== Kind.Field)
    m.expression(pattern, node, next, true);
  else if (kind === pattern.kind) m.same(pattern, node, next);
}

/** `const $X = ...` with one of the declarators of a declaration. */
function matchOneOfSeveral(m: Matcher, pattern: PatternNode, node: AstNode, next: Next): void {
  const { ast } = m;
  const declaration = ast.parent(node);
  const [own, ...others] = pattern.children.filter(({ role }) => role === Role.Declarator);
  if (own === undefined || others.length > 0 || pattern.children.length > 1) return;
  if (sameDeclarationWord(m, pattern, declaration)) m.expression(own, node, next, true);
}

/** `var $X = ...` with what a `using` declares. */
function matchResource(m: Matcher, pattern: PatternNode, node: AstNode, next: Next): void {
  const [own, ...others] = pattern.children;
  const { ast } = m;
  if (own?.kind !== Kind.Declarator || others.length > 0 || ast.child(node, Role.Target) === NO_NODE) return;
  if (ast.name(ast.parent(node)) === "using") matchChildren(m, own, node, next);
}

/** A function that a statement or member declares, not one that is a value. */
export function isDeclaredFunction(m: Matcher, node: AstNode): boolean {
  switch (m.ast.role(node)) {
    case Role.Statement:
    case Role.Member:
    case Role.Declaration:
    case Role.Element:
    case Role.Value:
    case Role.Then:
    case Role.Else:
    case Role.Body:
      return m.ast.role(node) !== Role.Value || m.ast.kind(m.ast.parent(node)) === Kind.Export;
    default:
      return false;
  }
}

/** `f(...);` and the other things that an expression may stand in. */
function matchExpressionStatement(
  m: Matcher,
  expression: PatternNode,
  statement: PatternNode,
  node: AstNode,
  next: Next,
): void {
  const { ast } = m;
  const kind = ast.kind(node);
  if (expression.kind === Kind.Metavariable) {
    m.bindNode(expression.name, node, next);
    if (kind === Kind.ExpressionStatement && endsWithSemicolon(m, node))
      m.expression(expression, ast.child(node, Role.Expression), next);
    return;
  }
  if (expression.kind === Kind.MetavariableEllipsis) {
    m.bindNodes(expression.name, [node], next);
    return;
  }
  if (expression.kind === Kind.DeepEllipsis) {
    for (const each of expressionsOf(m, node)) m.deep(expression.children[0]!, each, next);
    return;
  }
  switch (kind) {
    case Kind.ExpressionStatement: {
      const own = ast.child(node, Role.Expression);
      if (m.options.implicitDeepStatements) implicitlyDeep(m, expression, own, next);
      else m.expression(expression, own, next, true);
      return;
    }
    case Kind.VariableDeclaration:
    case Kind.Declarator: {
      if (!m.options.declarationsAreAssignments) return;
      for (const declarator of kind === Kind.Declarator ? [node] : ast.children(node, Role.Declarator)) {
        if (ast.child(declarator, Role.Value) === NO_NODE) continue;
        m.expression(expression, declarator, next, true);
        m.deep(expression, ast.child(declarator, Role.Value), next);
      }
      return;
    }
    case Kind.Field:
      m.expression(expression, node, next, true);
      if (ast.child(node, Role.Value) !== NO_NODE) m.deep(expression, ast.child(node, Role.Value), next);
      return;
    case Kind.Return: {
      const own = ast.child(node, Role.Operand);
      if (own !== NO_NODE) m.deep(expression, own, next);
      return;
    }
    case Kind.Function:
      if (expression.kind === Kind.Assign) m.expression(expression, node, next, true);
      return;
    default:
      if (statement.kind === Kind.ExpressionStatement && !isStatementKind(kind) && kind !== Kind.Class)
        implicitlyDeep(m, expression, node, next);
  }
}

function endsWithSemicolon(m: Matcher, node: AstNode): boolean {
  return m.ast.text[m.ast.end(node) - 1] === ";";
}

/** Goes into what is evaluated as a part of the statement, not into conditions, subscripts and comprehensions. */
function implicitlyDeep(m: Matcher, pattern: PatternNode, node: AstNode, next: Next): void {
  const { ast } = m;
  const open = [node];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    m.step();
    m.expression(pattern, at, next, true);
    open.push(...implicitSubexpressions(m, at).reverse());
  }
  void ast;
}

function implicitSubexpressions(m: Matcher, node: AstNode): AstNode[] {
  const { ast } = m;
  switch (ast.kind(node)) {
    case Kind.Assign:
      return ast.children(node, Role.Value);
    case Kind.Call:
      return [
        ast.child(node, Role.Callee),
        ...ast
          .children(node, Role.Argument)
          .map((each) => (ast.kind(each) === Kind.NamedArgument ? ast.child(each, Role.Value) : each)),
      ];
    case Kind.Cast:
    case Kind.Await:
    case Kind.Yield:
    case Kind.Spread:
      return ast.children(node, Role.Operand);
    case Kind.Member:
      return ast.children(node, Role.Object);
    case Kind.Array:
    case Kind.Tuple:
    case Kind.Set:
      return ast.children(node, Role.Element);
    case Kind.Object:
      return ast
        .children(node, Role.Element)
        .flatMap((each) =>
          ast.kind(each) !== Kind.Pair
            ? []
            : ast.language === "python"
              ? ast.children(each)
              : ast.children(each, Role.Value),
        );
    case Kind.Binary:
    case Kind.Unary:
    case Kind.Template:
    case Kind.Element:
      return ast.children(node);
    case Kind.Attribute:
      return ast.children(node, Role.Value);
    case Kind.Function:
      return ast.hasFlag(node, Flag.ExpressionBody) && ast.language !== "python" ? ast.children(node, Role.Body) : [];
    default:
      return [];
  }
}

/** The expressions that stand in a statement, not in those nested in it. */
function expressionsOf(m: Matcher, node: AstNode): AstNode[] {
  const { ast } = m;
  switch (ast.kind(node)) {
    case Kind.VariableDeclaration:
      return ast.children(node, Role.Declarator).flatMap((each) => ast.children(each, Role.Value));
    case Kind.With:
      return ast.children(node, Role.Item).flatMap((each) => ast.children(each, Role.Value));
    case Kind.Function:
    case Kind.Class:
    case Kind.Block:
    case Kind.Try:
    case Kind.Import:
      return [];
    default:
      return ast.children(node).filter((child) => {
        const role = ast.role(child);
        return (
          role !== Role.Statement &&
          role !== Role.Body &&
          role !== Role.Then &&
          role !== Role.Else &&
          role !== Role.Case &&
          role !== Role.Target &&
          role !== Role.Modifier &&
          role !== Role.Type
        );
      });
  }
}

/** Java's and C#'s fields are declarations like any other. */
/** Whether a member of a class of PHP has that word before its name. */
function isDeclaredWith(ast: Ast, field: AstNode, word: string): boolean {
  return /^[\w\s]*/.exec(ast.textOf(field))![0].split(/\s+/).includes(word);
}

function matchField(m: Matcher, pattern: PatternNode, node: AstNode, next: Next): void {
  const { ast } = m;
  const declarator = childIn(pattern, Role.Declarator);
  if (!declarator || (ast.language === "php" && !isDeclaredWith(ast, node, pattern.name))) return;
  const target = childIn(declarator, Role.Target);
  const type = childIn(declarator, Role.Type) ?? childIn(pattern, Role.Type);
  const value = childIn(declarator, Role.Value);
  const ownValue = ast.child(node, Role.Value);
  const ownType = ast.child(node, Role.Type);
  const modifiers = pattern.children.filter(({ role }) => role === Role.Modifier);
  const ownModifiers = ast.children(node, Role.Modifier);
  if (!modifiers.every((each) => ownModifiers.some((own) => ast.symbol(own) === each.symbol))) return;
  const decorators = pattern.children.filter(({ role }) => role === Role.Decorator);
  const compareDecorators = (goOn: Next) =>
    decorators.length === 0 ? goOn() : matchAnyOrder(m, decorators, ast.children(node, Role.Decorator), true, goOn);
  const compareValue = () => {
    if (!value) {
      if (ownValue === NO_NODE) next();
    } else if (ownValue !== NO_NODE) m.expression(value, ownValue, next);
  };
  const compareType = () => {
    if (!type) compareValue();
    else if (ownType !== NO_NODE) m.expression(type, ownType, compareValue);
  };
  const name = ast.child(node, Role.Name);
  compareDecorators(() => {
    if (!target) compareType();
    else if (name !== NO_NODE) m.expression(target, name, compareType);
    else if (target.kind === Kind.Metavariable)
      m.bindName(target.name, ast.name(node), ...m.nameSpan(node, ast.name(node)), compareType);
    else if (target.symbol === ast.symbol(node)) compareType();
  });
}

function matchReturn(m: Matcher, pattern: PatternNode, node: AstNode, next: Next): void {
  const { ast } = m;
  const value = childIn(pattern, Role.Operand);
  if (ast.kind(node) === Kind.Return) {
    const own = ast.child(node, Role.Operand);
    if (!value) {
      if (own === NO_NODE) next();
    } else if (own === NO_NODE) {
      if (value.kind === Kind.Ellipsis) next();
    } else m.expression(value, own, next);
    return;
  }
  if (!value || !m.options.implicitReturn) return;
  if (ast.kind(node) === Kind.ExpressionStatement && isImplicitReturn(ast, node))
    m.expression(value, ast.child(node, Role.Expression), next, true);
  else if (ast.kind(node) === Kind.VariableDeclaration && isImplicitReturn(ast, node))
    m.expression(value, ast.child(node, Role.Declarator), next, true);
  else if (isReturnedBody(m, node)) m.expression(value, node, next, true);
}

/** The expression that is a lambda's whole body. */
function isReturnedBody(m: Matcher, node: AstNode): boolean {
  const { ast } = m;
  return (
    ast.language !== "java" &&
    ast.language !== "kotlin" &&
    ast.language !== "csharp" &&
    ast.language !== "php" &&
    ast.role(node) === Role.Body &&
    ast.kind(ast.parent(node)) === Kind.Function &&
    ast.hasFlag(ast.parent(node), Flag.ExpressionBody)
  );
}

/** A body: a block, or the one statement or expression that stands for it. */
export function matchBlock(m: Matcher, pattern: PatternNode | undefined, node: AstNode, next: Next): void {
  const { ast } = m;
  if (!pattern) {
    next();
    return;
  }
  const isBlock = ast.kind(node) === Kind.Block;
  if (pattern.kind !== Kind.Block) {
    if (isStatementEllipsis(pattern)) next();
    else if (isBlock) {
      const statements = ast.children(node, Role.Statement);
      if (pattern.kind === Kind.ExpressionStatement && pattern.children[0]?.kind === Kind.Metavariable)
        m.bindNode(pattern.children[0].name, node, next);
      if (pattern.kind === Kind.Metavariable) m.bindNode(pattern.name, node, next);
      else if (statements.length === 1) matchBodyPart(m, pattern, statements[0]!, next);
    } else matchBodyPart(m, pattern, node, next);
    return;
  }
  if (ast.kind(node) !== Kind.Block && isLoop(ast.kind(ast.parent(node))) && HAS_BRACES.has(ast.language)) return;
  const patterns = pattern.children;
  if (patterns.length === 1 && isStatementEllipsis(patterns[0]!)) {
    next();
    return;
  }
  const nodes = isBlock ? statementsOf(ast, node) : [node];
  if (
    patterns.length === 3 &&
    isStatementEllipsis(patterns[0]!) &&
    isStatementEllipsis(patterns[2]!) &&
    metavariableEllipsisOf(patterns[1]!) === undefined
  ) {
    for (const each of m.options.goesDeeperInStatements ? flatten(m, nodes) : nodes)
      matchStatement(m, patterns[1]!, each, next);
    return;
  }
  matchStatements(m, patterns, nodes, { mayGoOn: false, isTop: false }, next);
}

/** Languages in which `while (x) f();` and `while (x) { f(); }` are two patterns. */
const HAS_BRACES: ReadonlySet<LanguageId> = new Set([
  "c",
  "cpp",
  "csharp",
  "java",
  "javascript",
  "typescript",
  "tsx",
  "php",
]);

function isLoop(kind: Kind): boolean {
  return kind === Kind.While || kind === Kind.DoWhile || kind === Kind.For || kind === Kind.ForEach;
}

function matchBodyPart(m: Matcher, pattern: PatternNode, node: AstNode, next: Next): void {
  const isExpression = !isStatementKind(pattern.kind) && pattern.role !== Role.Statement;
  const kind = m.ast.kind(node);
  if (isExpression && kind === Kind.Return) {
    const own = m.ast.child(node, Role.Operand);
    if (own !== NO_NODE) m.expression(pattern, own, next);
  } else if (isExpression && kind === Kind.ExpressionStatement)
    m.expression(pattern, m.ast.child(node, Role.Expression), next);
  else if (isExpression && !isStatementKind(kind)) m.expression(pattern, node, next);
  else matchStatement(m, pattern, node, next);
}

/** A sequence of statements, from the first of `nodes` on. */
export function matchStatements(
  m: Matcher,
  patterns: readonly PatternNode[],
  nodes: readonly AstNode[],
  options: SequenceOptions,
  next: Next,
  from = 0,
): void {
  sequence(m, patterns, 0, nodes, from, options, next);
}

function sequence(
  m: Matcher,
  patterns: readonly PatternNode[],
  from: number,
  nodes: readonly AstNode[],
  at: number,
  options: SequenceOptions,
  next: Next,
): void {
  m.step();
  const pattern = patterns[from];
  if (pattern === undefined) {
    if (at === nodes.length || options.mayGoOn) next();
    return;
  }
  if (isStatementEllipsis(pattern) && from === patterns.length - 1) {
    if (options.isTop) endAnywhere(m, nodes, at, next);
    else next();
    return;
  }
  if (isStatementEllipsis(pattern)) {
    flat(m, patterns, from, nodes, at, options, next);
    if (!m.options.goesDeeperInStatements) return;
    const rest = nodes.slice(at);
    const deeper = flatten(m, rest);
    if (deeper.length > rest.length) flat(m, patterns, from, deeper, 0, options, next);
    return;
  }
  if (metavariableEllipsisOf(pattern) !== undefined) {
    flat(m, patterns, from, nodes, at, options, next);
    return;
  }
  const node = nodes[at];
  if (node !== undefined)
    matchStatement(m, pattern, node, () =>
      reach(m, node, options, () => sequence(m, patterns, from + 1, nodes, at + 1, options, next)),
    );
}

/** From the first `...` on the list of statements stays as it is, and the code may always go on. */
function flat(
  m: Matcher,
  patterns: readonly PatternNode[],
  from: number,
  nodes: readonly AstNode[],
  at: number,
  options: SequenceOptions,
  next: Next,
  mayGoOn = true,
): void {
  m.step();
  const pattern = patterns[from];
  if (pattern === undefined) {
    if (mayGoOn || at === nodes.length) next();
    return;
  }
  if (isStatementEllipsis(pattern)) {
    if (from === patterns.length - 1) {
      if (options.isTop) endAnywhere(m, nodes, at, next);
      else next();
      return;
    }
    for (let to = at; to <= nodes.length; to++) flat(m, patterns, from + 1, nodes, to, options, next);
    return;
  }
  const many = metavariableEllipsisOf(pattern);
  if (many !== undefined) {
    const isLast = from === patterns.length - 1;
    for (let to = isLast ? nodes.length : at; to <= nodes.length; to++) {
      const rest = () => flat(m, patterns, from + 1, nodes, to, options, next, false);
      m.bindNodes(many, nodes.slice(at, to), () => (to > at ? reach(m, nodes[to - 1]!, options, rest) : rest()));
    }
    return;
  }
  const node = nodes[at];
  if (node !== undefined)
    matchStatement(m, pattern, node, () =>
      reach(m, node, options, () => flat(m, patterns, from + 1, nodes, at + 1, options, next)),
    );
}

/** A last `...` reaches to the end of the block; where the match is reported, also only as far as it must. */
function endAnywhere(m: Matcher, nodes: readonly AstNode[], at: number, next: Next): void {
  const last = nodes.at(-1);
  if (last !== undefined && at < nodes.length) reach(m, last, { isTop: true, mayGoOn: true }, next);
  else next();
}

/** Takes a statement into what a whole pattern matches, as long as `next` runs. */
function reach(m: Matcher, node: AstNode, { isTop }: SequenceOptions, next: Next): void {
  if (!isTop) {
    next();
    return;
  }
  const { firstStatement, lastStatement } = m;
  m.begun++;
  if (firstStatement === NO_NODE) m.firstStatement = node;
  if (lastStatement === NO_NODE || m.ast.end(node) > m.ast.end(lastStatement)) m.lastStatement = node;
  next();
  m.firstStatement = firstStatement;
  m.lastStatement = lastStatement;
}

/** The statements of a block; imports that are written together are several. */
export function statementsOf(ast: Ast, node: AstNode): AstNode[] {
  const statements = ast.children(node, Role.Statement);
  if (!statements.some((statement) => isGroup(ast, statement))) return statements;
  return statements.flatMap((statement) => (isGroup(ast, statement) ? partsOfGroup(ast, statement) : [statement]));
}

function partsOfGroup(ast: Ast, node: AstNode): AstNode[] {
  return ast.kind(node) === Kind.VariableDeclaration ? ast.children(node, Role.Declarator) : ast.children(node);
}

function isGroup(ast: Ast, node: AstNode): boolean {
  const kind = ast.kind(node);
  const first = ast.firstChild(node);
  // `let a = 1, b = a;` are two.
  if (kind === Kind.VariableDeclaration && isScript(ast.language))
    return ast.children(node, Role.Declarator).length > 1 && ast.child(node, Role.Modifier) === NO_NODE;
  return (
    first !== NO_NODE &&
    ((kind === Kind.Import && ast.symbol(node) === 0) || kind === Kind.Block) &&
    ast.kind(first) === Kind.Import
  );
}

/** Statements with all those nested in them, in order; those of functions and classes included. */
export function flatten(m: Matcher, nodes: readonly AstNode[]): AstNode[] {
  const { ast } = m;
  const { kinds, roles, nexts } = ast.columns;
  const result: AstNode[] = [];
  for (const node of nodes) {
    const end = nexts[node]!;
    result.push(node);
    for (let at = node + 1; at < end; at++) {
      m.step();
      const role = roles[at]!;
      const isStatement =
        role === Role.Statement ||
        role === Role.Member ||
        ((role === Role.Body || role === Role.Then || role === Role.Else || role === Role.Finalizer) &&
          isStatementKind(kinds[at]!)) ||
        (role === Role.Declaration && kinds[at] !== Kind.None);
      if (isStatement) result.push(at);
    }
  }
  return result;
}
