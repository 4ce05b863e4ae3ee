// Children of nodes of one kind, role by role, each role's list by its own rules: arguments by name in any order, members
// of classes in any order, parts of templates, parameters, and plain lists with `...`.

import { type Ast, type AstNode, NO_NODE } from "../../syntax/ast.ts";
import { Flag, Kind, Role } from "../../syntax/kind.ts";
import { isScript } from "../../syntax/language.ts";
import { isStatementKind } from "./ast-index.ts";
import { hasCommands, matchCommand, matchInstruction } from "./match-commands.ts";
import { matchImport } from "./match-imports.ts";
import { matchBlock, matchStatement, matchStatements } from "./match-statements.ts";
import type { Matcher, Next } from "./matcher.ts";
import {
  childIn,
  childrenIn,
  isEllipsis,
  isMetavariable,
  isMetavariableEllipsis,
  isStatementEllipsis,
  metavariableEllipsisOf,
  type PatternNode,
} from "./pattern.ts";
import { slotMode } from "./slots.ts";

/** Compares any node: statements as statements, the rest as expressions. */
export function matchNode(m: Matcher, pattern: PatternNode, node: AstNode, next: Next): void {
  const kind = m.ast.kind(node);
  if (pattern.role === Role.Statement || isStatementKind(pattern.kind)) matchStatement(m, pattern, node, next);
  else if (pattern.kind === Kind.Parameter) matchParameter(m, pattern, node, next);
  else if (pattern.kind === Kind.Element && kind === Kind.Element) m.expression(pattern, node, next);
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
      break;
    case Kind.Class:
      if (hasOtherKind(m.ast, node, pattern)) return;
      break;
    case Kind.VariableDeclaration:
      if (!sameDeclarationWord(m, pattern, node)) return;
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

/** Interfaces and modules are no classes. */
function hasOtherKind(ast: Ast, node: AstNode, pattern: PatternNode): boolean {
  return ast
    .children(node, Role.Modifier)
    .map((modifier) => ast.name(modifier))
    .some(
      (kind) =>
        (kind === "interface" || kind === "module") &&
        !pattern.children.some(({ role, name }) => role === Role.Modifier && name === kind),
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

export function matchSlots(m: Matcher, pattern: PatternNode, node: AstNode, next: Next): void {
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
function recordLike(m: Matcher): boolean {
  const { language } = m.ast;
  return isScript(language) || language === "hcl";
}

function matchSlot(m: Matcher, pattern: PatternNode, { role, patterns }: Slot, node: AstNode, next: Next): void {
  const nodes = m.ast.children(node, role);
  const mode = slotMode(pattern.kind, role);
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
      matchArguments(m, patterns, 0, nodes, 0, next);
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

/** In order; `...` and `$...X` stand for any number. With `mayGoOn`, the code may have more behind. */
export function matchList(
  m: Matcher,
  patterns: readonly PatternNode[],
  from: number,
  nodes: readonly AstNode[],
  at: number,
  mayGoOn: boolean,
  next: Next,
): void {
  m.step();
  const pattern = patterns[from];
  if (pattern === undefined) {
    if (mayGoOn || at === nodes.length) next();
    return;
  }
  if (isStatementEllipsis(pattern)) {
    if (from === patterns.length - 1) next();
    else for (let to = at; to <= nodes.length; to++) matchList(m, patterns, from + 1, nodes, to, mayGoOn, next);
    return;
  }
  const many = metavariableEllipsisOf(pattern);
  if (many !== undefined) {
    for (let to = at; to <= nodes.length; to++) {
      if (from === patterns.length - 1 && !mayGoOn && to < nodes.length) continue;
      m.bindNodes(many, nodes.slice(at, to), () => matchList(m, patterns, from + 1, nodes, to, mayGoOn, next));
    }
    return;
  }
  if (at < nodes.length)
    matchNode(m, pattern, nodes[at]!, () => matchList(m, patterns, from + 1, nodes, at + 1, mayGoOn, next));
}

/** Each pattern has a node of its own. */
export function matchAnyOrder(
  m: Matcher,
  patterns: readonly PatternNode[],
  nodes: readonly AstNode[],
  mayHaveMore: boolean,
  next: Next,
): void {
  if (patterns.length > nodes.length || (!mayHaveMore && patterns.length !== nodes.length)) return;
  const taken = new Set<AstNode>();
  const compare = (at: number): void => {
    m.step();
    const pattern = patterns[at];
    if (!pattern) {
      next();
      return;
    }
    for (const node of nodes) {
      if (taken.has(node)) continue;
      matchNode(m, pattern, node, () => {
        taken.add(node);
        compare(at + 1);
        taken.delete(node);
      });
    }
  };
  compare(0);
}

/** Arguments: those with a name match wherever they stand, the others in order. */
export function matchArguments(
  m: Matcher,
  patterns: readonly PatternNode[],
  from: number,
  nodes: readonly AstNode[],
  at: number,
  next: Next,
): void {
  m.step();
  const { ast } = m;
  const pattern = patterns[from];
  if (pattern === undefined) {
    if (at === nodes.length) next();
    return;
  }
  if (pattern.kind === Kind.Ellipsis) {
    if (from === patterns.length - 1) next();
    else for (let to = at; to <= nodes.length; to++) matchArguments(m, patterns, from + 1, nodes, to, next);
    return;
  }
  if (pattern.kind === Kind.MetavariableEllipsis) {
    const isLast = from === patterns.length - 1;
    for (let to = isLast ? nodes.length : at; to <= nodes.length; to++)
      m.bindNodes(pattern.name, nodes.slice(at, to), () => matchArguments(m, patterns, from + 1, nodes, to, next));
    return;
  }
  if (pattern.kind === Kind.NamedArgument) {
    for (let index = at; index < nodes.length; index++) {
      const node = nodes[index]!;
      if (ast.kind(node) !== Kind.NamedArgument) continue;
      const others = [...nodes.slice(at, index), ...nodes.slice(index + 1)];
      m.expression(pattern, node, () => matchArguments(m, patterns, from + 1, others, 0, next));
    }
    return;
  }
  if (at === nodes.length) return;
  const node = nodes[at]!;
  if (ast.kind(node) === Kind.NamedArgument && pattern.kind !== Kind.Metavariable && pattern.kind !== Kind.DeepEllipsis)
    return;
  if (
    ast.kind(node) === Kind.NamedArgument &&
    ast.language !== "csharp" &&
    ast.language !== "php" &&
    ast.language !== "ruby"
  )
    return;
  const compared = ast.kind(node) === Kind.NamedArgument ? ast.child(node, Role.Value) : node;
  m.expression(pattern, compared, () => matchArguments(m, patterns, from + 1, nodes, at + 1, next));
}

/** Text in templates is compared as text; `...` there stands for any parts, a metavariable for code only. */
function matchTemplate(
  m: Matcher,
  patterns: readonly PatternNode[],
  from: number,
  nodes: readonly AstNode[],
  at: number,
  next: Next,
): void {
  m.step();
  const { ast } = m;
  const pattern = patterns[from];
  if (pattern === undefined) {
    if (at === nodes.length) next();
    return;
  }
  if (pattern.text?.kind === "any") {
    if (from === patterns.length - 1) next();
    else for (let to = at; to <= nodes.length; to++) matchTemplate(m, patterns, from + 1, nodes, to, next);
    return;
  }
  if (pattern.text?.kind === "metavariable" && isMetavariableEllipsis(pattern.text.name)) {
    for (let to = at; to <= nodes.length; to++)
      m.bindNodes(pattern.text.name, nodes.slice(at, to), () => matchTemplate(m, patterns, from + 1, nodes, to, next));
    return;
  }
  if (at === nodes.length) return;
  const node = nodes[at]!;
  if (ast.kind(node) === Kind.String && (pattern.kind === Kind.Ellipsis || pattern.kind === Kind.Metavariable)) return;
  m.expression(pattern, node, () => matchTemplate(m, patterns, from + 1, nodes, at + 1, next));
}

function matchXmlChildren(m: Matcher, patterns: readonly PatternNode[], nodes: readonly AstNode[], next: Next): void {
  const isDots = (each: PatternNode) => isEllipsis(each) || (each.kind === Kind.Text && each.name.trim() === "...");
  const first = patterns[0];
  if (patterns.length === 1 && first?.kind === Kind.MetavariableEllipsis) {
    m.bindNodes(first.name, nodes, next);
    return;
  }
  if (!m.options.childrenOrdered) {
    matchAnyOrder(
      m,
      patterns.filter((each) => !isDots(each)),
      nodes,
      patterns.some(isDots),
      next,
    );
    return;
  }
  const plain = patterns.filter((each) => !(each.kind === Kind.Text && each.name.trim() === ""));
  const compare = (from: number, at: number): void => {
    m.step();
    const pattern = plain[from];
    if (pattern === undefined) next();
    else if (isDots(pattern)) for (let to = at; to <= nodes.length; to++) compare(from + 1, to);
    else if (at < nodes.length) {
      if (m.ast.kind(nodes[at]!) === Kind.Text && m.ast.stringValue(nodes[at]!).trim() === "") compare(from, at + 1);
      else m.expression(pattern, nodes[at]!, () => compare(from + 1, at + 1));
    }
  };
  compare(0, 0);
}

// Functions

/** A function's parts. Whether it may be one at all (named or not) has been decided by where it stands. */
export function matchFunction(m: Matcher, pattern: PatternNode, node: AstNode, next: Next): void {
  const { ast } = m;
  if (ast.kind(node) !== Kind.Function) return;
  // Whether a function without a name is asynchronous, its pattern leaves open.
  const isNameless = isScript(ast.language) && childIn(pattern, Role.Name) === undefined;
  const needed = pattern.flags & (isNameless ? Flag.Generator : Flag.Async | Flag.Generator);
  if ((ast.flags(node) & needed) !== needed) return;
  // `def self.f` is another kind of method than `def f`.
  if (ast.language === "ruby" && ((ast.flags(node) ^ pattern.flags) & Flag.Static) !== 0) return;
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
      const needsBody = language === "go" || language === "java" || language === "csharp";
      if (!needsBody && body.children.every(isStatementEllipsis)) next();
      return;
    }
    const isLambda = (ast.flags(node) & Flag.Lambda) !== 0;
    if (ast.language === "csharp" && isLambda && (body.kind === Kind.Block) !== (ast.kind(own) === Kind.Block)) return;
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
    if (!returns) compareClauses();
    else if (ownReturns !== NO_NODE) m.expression(returns, ownReturns, compareClauses);
  };
  const compareTypes = () =>
    types.length === 0
      ? compareReturn()
      : matchList(m, types, 0, ast.children(node, Role.TypeParameter), 0, false, compareReturn);
  const compareParameters = () =>
    matchList(m, childrenIn(pattern, Role.Parameter), 0, ast.children(node, Role.Parameter), 0, false, compareTypes);
  const compareModifiers = () =>
    modifiers.length === 0
      ? compareParameters()
      : matchAnyOrder(m, modifiers, ast.children(node, Role.Modifier), true, compareParameters);
  const receiver = childIn(pattern, Role.Object);
  const ownReceiver = ast.child(node, Role.Object);
  const compareReceiver = () => {
    if (!receiver || isEllipsis(receiver)) compareModifiers();
    else if (ownReceiver !== NO_NODE) matchParameter(m, receiver, ownReceiver, compareModifiers);
  };
  if (decorators.length === 0) compareReceiver();
  else matchAnyOrder(m, decorators, ast.children(node, Role.Decorator), true, compareReceiver);
}

function matchParameter(m: Matcher, pattern: PatternNode, node: AstNode, next: Next): void {
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

// Members and entries

/** Members of a class: each of the pattern's somewhere in the class. */
export function matchMembers(
  m: Matcher,
  patterns: readonly PatternNode[],
  nodes: readonly AstNode[],
  next: Next,
): void {
  const wanted = patterns.filter((each) => !isStatementEllipsis(each));
  const hasEllipsis = wanted.length < patterns.length;
  const members = nodes.flatMap((node) =>
    m.ast.kind(node) === Kind.VariableDeclaration && m.ast.kind(m.ast.child(node, Role.Declarator)) === Kind.Field
      ? m.ast.children(node, Role.Declarator)
      : [node],
  );
  if (!m.options.implicitEllipsis && !hasEllipsis && wanted.length !== members.length) return;
  matchEach(m, wanted, members, matchMember, next);
}

/** Gives each pattern a node of its own, in any order; `$...REST` takes those that are left. */
function matchEach(
  m: Matcher,
  wanted: readonly PatternNode[],
  nodes: readonly AstNode[],
  matchOne: (m: Matcher, pattern: PatternNode, node: AstNode, next: Next) => void,
  next: Next,
): void {
  const taken = new Set<AstNode>();
  const compare = (at: number): void => {
    m.step();
    const pattern = wanted[at];
    if (!pattern) {
      next();
      return;
    }
    const many = metavariableEllipsisOf(pattern);
    if (many !== undefined) {
      m.bindNodes(
        many,
        nodes.filter((each) => !taken.has(each)),
        () => compare(at + 1),
      );
      return;
    }
    for (const node of nodes) {
      if (taken.has(node)) continue;
      matchOne(m, pattern, node, () => {
        taken.add(node);
        compare(at + 1);
        taken.delete(node);
      });
    }
  };
  compare(0);
}

function matchMember(m: Matcher, pattern: PatternNode, node: AstNode, next: Next): void {
  if (pattern.kind === Kind.VariableDeclaration && m.ast.kind(node) === Kind.Field) {
    const inner = childrenIn(pattern, Role.Declarator);
    if (inner.length === 1) matchMember(m, inner[0]!, node, next);
  } else if (isNamedFunction(pattern) && m.ast.kind(node) !== Kind.Function)
    matchFunctionMember(m, pattern, node, next);
  else if (pattern.role === Role.Statement || isStatementKind(pattern.kind)) matchStatement(m, pattern, node, next);
  else m.expression(pattern, node, next, true);
}

function isNamedFunction(pattern: PatternNode): boolean {
  return pattern.kind === Kind.Function && childIn(pattern, Role.Name) !== undefined;
}

/** `f() {…}` in a pattern is also `f: function () {…}` and `f = () => {…}`. */
export function matchFunctionMember(m: Matcher, pattern: PatternNode, node: AstNode, next: Next): void {
  const { ast } = m;
  const kind = ast.kind(node);
  if (kind !== Kind.Pair && kind !== Kind.Field) return;
  const value = ast.child(node, Role.Value);
  if (value === NO_NODE || ast.kind(value) !== Kind.Function) return;
  const name = childIn(pattern, Role.Name)!;
  const key = ast.child(node, kind === Kind.Pair ? Role.Key : Role.Name);
  const compareRest = () => matchFunctionParts(m, pattern, value, next);
  if (name.kind === Kind.Ellipsis) compareRest();
  else if (key === NO_NODE) {
    if (name.kind === Kind.Metavariable)
      m.bindName(name.name, ast.name(node), ...m.nameSpan(node, ast.name(node)), compareRest);
    else if (name.symbol === ast.symbol(node)) compareRest();
  } else if (ast.kind(key) === Kind.String) {
    const text = ast.stringValue(key);
    if (name.kind === Kind.Metavariable) m.bindName(name.name, text, ast.start(key), ast.end(key), compareRest);
    else if (name.name === text) compareRest();
  } else m.expression(name, key, compareRest);
}

/** Entries of an object or set, in any order. */
export function matchEntries(
  m: Matcher,
  patterns: readonly PatternNode[],
  nodes: readonly AstNode[],
  next: Next,
): void {
  const wanted = patterns.filter((each) => !isStatementEllipsis(each));
  const mayHaveMore = wanted.length < patterns.length || (recordLike(m) && m.options.implicitEllipsis);
  if (wanted.length > nodes.length && !wanted.some((each) => metavariableEllipsisOf(each) !== undefined)) return;
  if (!mayHaveMore && wanted.length !== nodes.length) return;
  matchEach(m, wanted, nodes, matchEntry, next);
}

/** One entry: `key: value`, a method, a spread. */
export function matchEntry(m: Matcher, pattern: PatternNode, node: AstNode, next: Next): void {
  const { ast } = m;
  const kind = ast.kind(node);
  if (pattern.kind === Kind.Pair && kind === Kind.Pair) matchPair(m, pattern, node, next);
  else if (pattern.kind === Kind.Pair && kind === Kind.Function) matchPairWithMethod(m, pattern, node, next);
  else if (isNamedFunction(pattern) && kind === Kind.Pair) matchFunctionMember(m, pattern, node, next);
  else if (pattern.kind === Kind.ConfigBlock) matchNestedBlock(m, pattern, node, next);
  else if (isStatementKind(pattern.kind)) matchStatement(m, pattern, node, next);
  else m.expression(pattern, node, next);
}

/** A block in a block is also found deeper: rules name what matters and leave out what it stands in. */
function matchNestedBlock(m: Matcher, pattern: PatternNode, node: AstNode, next: Next): void {
  const { ast } = m;
  if (ast.kind(node) !== Kind.ConfigBlock) return;
  const end = ast.next(node);
  for (let at = node; at < end; at++) if (ast.kind(at) === Kind.ConfigBlock) m.expression(pattern, at, next);
}

function matchPair(m: Matcher, pattern: PatternNode, node: AstNode, next: Next): void {
  const { ast } = m;
  const key = childIn(pattern, Role.Key);
  const ownKey = ast.child(node, Role.Key);
  const compareValue = () => {
    const value = childIn(pattern, Role.Value);
    const own = ast.child(node, Role.Value);
    if (!value || value.kind === Kind.Ellipsis) next();
    else if (own !== NO_NODE) m.expression(value, own, next);
    // YAML's entry without a value is an empty text.
    else if (value.text?.kind === "any" || (value.text?.kind === "equal" && value.text.value === "")) next();
  };
  if (!key || ownKey === NO_NODE) return;
  // A plain name as a key is a String; a metavariable for it is the name.
  if (key.kind === Kind.Metavariable && ast.kind(ownKey) === Kind.String && isBareKey(m, ownKey))
    m.bindName(key.name, ast.stringValue(ownKey), ast.start(ownKey), ast.end(ownKey), compareValue);
  else m.expression(key, ownKey, compareValue);
}

function isBareKey(m: Matcher, key: AstNode): boolean {
  const first = m.ast.text[m.ast.start(key)];
  return first !== '"' && first !== "'";
}

function matchPairWithMethod(m: Matcher, pattern: PatternNode, node: AstNode, next: Next): void {
  const { ast } = m;
  const key = childIn(pattern, Role.Key);
  const value = childIn(pattern, Role.Value);
  const compareValue = () => {
    if (!value || value.kind === Kind.Ellipsis) next();
    else if (value.kind === Kind.Function) matchFunctionParts(m, value, node, next);
    else if (value.kind === Kind.Metavariable) m.bindNode(value.name, node, next);
  };
  if (!key) return;
  if (key.kind === Kind.Metavariable && isMetavariable(key.name))
    m.bindName(key.name, ast.name(node), ...m.nameSpan(node, ast.name(node)), compareValue);
  else if (key.name === ast.name(node)) compareValue();
}
