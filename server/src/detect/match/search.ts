// Finds everything in a file that one pattern matches. Candidates come from the file's index by kind and name; only those
// are compared.

import { type Ast, type AstNode, NO_NODE, ROOT } from "../../syntax/ast.ts";
import { Flag, isStatementKind, Kind, Role } from "../../syntax/kind.ts";
import { isScript, type LanguageId } from "../../syntax/language.ts";
import { intern } from "../../syntax/symbols.ts";
import type { Span } from "../../text/span.ts";
import type { Steps } from "../../text/steps.ts";
import { type AstIndex, isExpressionKind, isExpressionPosition } from "./ast-index.ts";
import { type Binding, type Bindings, sameBindings } from "./bindings.ts";
import { constructionOfPattern, MAKERS } from "./go-constructions.ts";
import { endsImplicitly } from "./implicit-returns.ts";
import { hasCommands } from "./match-commands.ts";
import { isIfValue, matchIfValue } from "./match-if-values.ts";
import { isBlock, matchAnyOrder, matchList } from "./match-lists.ts";
import { matchEntries, matchEntry, matchFunctionMember, matchMembers } from "./match-members.ts";
import { isDeclaredFunction, matchStatement, matchStatements, statementsOf } from "./match-statements.ts";
import { isOfCallAlone, matchNode } from "./match-structure.ts";
import type { Matcher } from "./matcher.ts";
import { ownParentheses } from "./parentheses.ts";
import {
  childIn,
  childrenIn,
  isLiteral,
  isStatementEllipsis,
  metavariableEllipsisOf,
  type PatternNode,
  type PatternRoot,
} from "./pattern.ts";

export interface Found extends Span {
  readonly bindings: Bindings;
  /** The matched node; the first of several statements. */
  readonly node: AstNode;
  /** What was compared: the candidate, or what holds the list of statements. */
  readonly place: AstNode;
  /** Candidates come in groups, in each of them in the order of the file. */
  readonly group: number;
}

/** A part of a file's nodes, all around each of them included, and the statements elsewhere at which a sequence begins. */
export interface SearchPart {
  readonly index: AstIndex;
  readonly beginnings: ReadonlySet<AstNode>;
}

export interface SearchResult {
  readonly found: Found[];
  /** Statements that a sequence's first pattern matches. */
  readonly beginnings: ReadonlySet<AstNode>;
}

const NO_BINDINGS: Bindings = new Map();

/** Languages whose objects and arrays are sequences to patterns. */
const DATA: ReadonlySet<LanguageId> = new Set(["yaml", "hcl", "json", "bicep"]);

/** Only nodes in this range of the pre-order are looked at. */
export interface SearchScope {
  readonly from: AstNode;
  readonly to: AstNode;
}

/** `around`: what is found must hold one of these, as far as that is seen before comparing. */
export function search(
  m: Matcher,
  root: PatternRoot,
  scope: SearchScope = { from: 0, to: m.ast.size },
  around?: readonly Span[],
): Steps<Found[]> {
  return new Search(m, scope, around).run(root);
}

/** The same, of all of a file or of a part of it, with what it takes to go on from there after an edit. */
export function* searchPart(m: Matcher, root: PatternRoot, part?: SearchPart): Steps<SearchResult> {
  const search = new Search(m, { from: 0, to: m.ast.size }, undefined, part);
  const found = yield* search.run(root);
  return { found, beginnings: search.beginnings };
}

class Search {
  readonly #m: Matcher;
  readonly #scope: SearchScope;
  readonly #around: readonly Span[] | undefined;
  readonly #found: Found[] = [];
  readonly #index: AstIndex;
  readonly #part: SearchPart | undefined;
  readonly beginnings = new Set<AstNode>();
  #place: AstNode = NO_NODE;
  #group = 0;

  constructor(m: Matcher, scope: SearchScope, around: readonly Span[] | undefined, part?: SearchPart) {
    this.#m = m;
    this.#scope = scope;
    this.#around = around;
    this.#part = part;
    this.#index = part?.index ?? m.index;
  }

  *run(root: PatternRoot): Steps<Found[]> {
    switch (root.form) {
      case "expression":
        yield* this.#expressions(root.node);
        break;
      case "statement":
        yield* this.#statements(root.node);
        break;
      case "statements":
        yield* this.#sequences(root.nodes);
        break;
      case "part":
        yield* this.#parts(root.node);
        break;
      case "members":
        yield* this.#members(root.nodes);
        break;
      case "head":
        yield* this.#heads(root.node);
        break;
      default:
        root satisfies never;
    }
    return this.#found;
  }

  #report(node: AstNode, start: number, end: number): void {
    const { bindings } = this.#m;
    // What is found twice is found from the same place, one after the other.
    for (let at = this.#found.length - 1; at >= 0; at--) {
      const known = this.#found[at]!;
      if (known.start !== start) break;
      this.#m.step();
      if (known.end === end && sameBindings(known.bindings, bindings)) return;
    }
    this.#found.push({
      node,
      place: this.#place,
      group: this.#group,
      start,
      end,
      bindings: bindings.size === 0 ? NO_BINDINGS : new Map<string, Binding>(bindings),
    });
  }

  #reportNode(node: AstNode): void {
    const { ast } = this.#m;
    const start = ast.kind(node) === Kind.Import && ast.language === "go" ? startOfGroup(ast, node) : ast.start(node);
    const around = this.#scope.from === 0 && isExpressionKind(ast.kind(node)) ? ownParentheses(ast, node) : undefined;
    if (around) this.#report(node, around.start, around.end);
    else this.#report(node, start, ast.end(node));
  }

  /** A block of Ruby that the pattern does not speak of is none of the call that it is given to. */
  #reportExpression(pattern: PatternNode, node: AstNode): void {
    const { ast } = this.#m;
    const block = ast.language === "ruby" && isOfCallAlone(pattern) ? (ast.children(node).at(-1) ?? NO_NODE) : NO_NODE;
    if (!isBlock(ast, block)) this.#reportNode(node);
    else
      this.#report(
        node,
        ast.start(node),
        ast.start(node) + ast.text.slice(ast.start(node), ast.start(block)).trimEnd().length,
      );
  }

  *#ofKinds(kinds: readonly Kind[]): Generator<AstNode> {
    for (const kind of kinds) yield* this.#inScope(this.#index.ofKind(kind));
  }

  #isAround(node: AstNode): boolean {
    if (this.#around === undefined) return true;
    const start = this.#m.ast.start(node);
    const end = this.#m.ast.end(node);
    return this.#around.some((span) => start <= span.start && span.end <= end);
  }

  *#inScope(nodes: Iterable<AstNode>): Generator<AstNode> {
    const { from, to } = this.#scope;
    this.#group++;
    for (const node of nodes)
      if (node >= from && node < to) {
        this.#place = node;
        yield node;
      }
  }

  /** All nodes, whatever they are. */
  *#anyNode(from: AstNode): Generator<AstNode> {
    if (this.#part) {
      yield* this.#inScope(this.#part.index.nodes);
      return;
    }
    this.#group++;
    for (let node = from; node < this.#scope.to; node++) {
      this.#place = node;
      yield node;
    }
  }

  *#allExpressions(): Generator<AstNode> {
    const { ast } = this.#m;
    const { kinds } = ast.columns;
    for (const node of this.#anyNode(Math.max(this.#scope.from, 1)))
      if (
        (isExpressionKind(kinds[node]!) && this.#isExpression(node)) ||
        (kinds[node] === Kind.Instruction && ast.parent(node) === ROOT)
      )
        yield node;
  }

  /** The root of a scope is an expression, whatever it is to its parent. */
  #isExpression(node: AstNode): boolean {
    const { ast } = this.#m;
    if (node === this.#scope.from && node !== ROOT) return true;
    if (
      ast.role(node) === Role.Key &&
      ast.kind(node) === Kind.String &&
      ast.language !== "python" &&
      ast.language !== "ruby" &&
      ast.language !== "php" &&
      ast.language !== "yaml" &&
      !(ast.language === "go" && /^["`]/.test(ast.text.slice(ast.start(node), ast.start(node) + 1)))
    )
      return false;
    return isExpressionPosition(ast, node) || ast.role(ast.parent(node)) === Role.Decorator;
  }

  *#expressions(pattern: PatternNode): Steps<void> {
    const m = this.#m;
    for (const node of yield* this.#expressionCandidates(pattern)) {
      if (pattern.kind === Kind.If && isIfValue(m.ast, node))
        matchIfValue(m, pattern, node, () => this.#reportNode(node));
      else if (this.#isAround(node) && !isSetForCommand(m, node) && !beginsLoop(m, node))
        m.expression(pattern, node, () => this.#reportExpression(pattern, node), true);
      if (m.isPauseDue()) yield;
    }
    if (pattern.kind === Kind.Object && m.ast.language === "hcl") this.#blockBodies(pattern);
  }

  /** What stands in the braces of a Terraform block is a map like any other. */
  #blockBodies(pattern: PatternNode): void {
    const m = this.#m;
    const { ast } = m;
    for (const node of this.#ofKinds([Kind.ConfigBlock])) {
      const nodes = ast.children(node, Role.Statement);
      const brace = ast.text.indexOf("{", ast.start(node));
      const start = brace < 0 || brace > ast.end(node) ? ast.start(node) : brace;
      matchEntries(m, pattern.children, nodes, () => this.#report(node, start, ast.end(node)));
    }
  }

  /** Steps, for what they are looked up in may have to be made first. */
  *#expressionCandidates(pattern: PatternNode): Steps<Iterable<AstNode>> {
    const { options } = this.#m;
    const index = this.#index;
    if (index.ast.language === "go" && constructionOfPattern(pattern)) {
      yield* index.readCalls();
      return this.#constructions();
    }
    switch (pattern.kind) {
      case Kind.Metavariable:
      case Kind.TypedMetavariable:
      case Kind.Ellipsis:
      case Kind.DeepEllipsis:
      case Kind.MetavariableEllipsis:
        return this.#allExpressions();
      case Kind.Call:
      case Kind.New: {
        const callee = childIn(pattern, Role.Callee);
        const name =
          callee &&
          (callee.kind === Kind.Identifier || callee.kind === Kind.Member || callee.kind === Kind.Type) &&
          callee.metavariable === undefined &&
          !(callee.kind === Kind.Type && callee.name.startsWith("$"))
            ? lastName(callee)
            : undefined;
        // A word of an instruction is no command.
        if (index.ast.language === "dockerfile" && pattern.children.length === 1)
          return this.#ofKinds([pattern.kind, Kind.String]);
        if (name === undefined || index.ast.language === "php" || hasCommands(index.ast.language))
          return this.#ofKinds([pattern.kind]);
        yield* index.readCalls();
        return this.#inScope(index.callsOf(name));
      }
      case Kind.Identifier:
        yield* index.readMembers();
        return this.#filter(this.#inScope(index.membersOf(pattern.symbol)));
      case Kind.Member:
        if (pattern.metavariable !== undefined || pattern.name === "...")
          return this.#filter(this.#ofKinds([Kind.Member, Kind.Identifier, Kind.Call]));
        yield* index.readMembers();
        return this.#filter(this.#inScope(index.membersOf(pattern.symbol)));
      case Kind.Assign:
        return this.#ofKinds([
          Kind.Assign,
          Kind.Declarator,
          Kind.NamedExpression,
          Kind.Field,
          ...(options.fieldsAreAssignments ? [Kind.Function] : []),
          ...(this.#m.ast.language === "csharp" ? [Kind.NamedArgument] : []),
        ]);
      case Kind.Function:
        return this.#functionValues();
      case Kind.Array:
      case Kind.Set:
      case Kind.Object:
        return this.#ofKinds([
          pattern.kind,
          Kind.Comprehension,
          ...(pattern.kind === Kind.Object ? [Kind.Set] : []),
          ...(pattern.kind === Kind.Array && this.#m.ast.language === "php" ? [Kind.Object] : []),
        ]);
      case Kind.Type:
        return this.#ofKinds([Kind.Type, Kind.Identifier, Kind.Member]);
      case Kind.If:
        return this.#ofKinds(index.ast.language === "ruby" ? [Kind.If, Kind.Conditional] : [Kind.If]);
      default:
        if (isLiteral(pattern.kind)) return this.#literalCandidates(pattern);
        return this.#ofKinds([pattern.kind]);
    }
  }

  *#constructions(): Generator<AstNode> {
    yield* this.#ofKinds([Kind.New, Kind.Object, Kind.Array, Kind.Unary]);
    for (const maker of MAKERS) yield* this.#inScope(this.#index.callsOf(intern(maker)));
  }

  *#filter(nodes: Iterable<AstNode>): Generator<AstNode> {
    for (const node of nodes) if (this.#isExpression(node)) yield node;
  }

  #literalCandidates(pattern: PatternNode): Iterable<AstNode> {
    const kinds = [pattern.kind];
    if (pattern.kind === Kind.String) kinds.push(Kind.Text);
    if (this.#m.options.constantPropagation && pattern.kind !== Kind.Regex && pattern.kind !== Kind.Atom)
      kinds.push(Kind.Identifier, Kind.Member, Kind.Template, Kind.Binary, Kind.Conditional);
    return this.#filter(this.#ofKinds(kinds));
  }

  *#functionValues(): Generator<AstNode> {
    for (const node of this.#ofKinds([Kind.Function]))
      if (!isDeclaredFunction(this.#m, node) || (this.#m.ast.flags(node) & Flag.Lambda) !== 0) yield node;
  }

  *#statements(pattern: PatternNode): Steps<void> {
    const m = this.#m;
    for (const node of this.#statementCandidates(pattern)) {
      if (m.ast.language === "go" && pattern.kind === Kind.VariableDeclaration && isGroup(m.ast, node))
        this.#declarationsOf(pattern, node);
      else if (this.#isAround(node) && m.ast.role(node) !== Role.Init)
        matchStatement(m, pattern, node, () => this.#reportNode(node));
      if (m.isPauseDue()) yield;
    }
  }

  /** What Go declares in one pair of parentheses are declarations of their own. */
  #declarationsOf(pattern: PatternNode, node: AstNode): void {
    const m = this.#m;
    const inner = childrenIn(pattern, Role.Declarator);
    if (inner.length !== 1 || pattern.symbol !== m.ast.symbol(node)) return;
    for (const each of m.ast.children(node, Role.Declarator))
      matchNode(m, inner[0]!, each, () => this.#reportNode(each));
  }

  #statementCandidates(pattern: PatternNode): Iterable<AstNode> {
    const { language } = this.#m.ast;
    switch (pattern.kind) {
      case Kind.ExpressionStatement: {
        const inner = pattern.children[0];
        if (inner?.kind === Kind.Metavariable || inner?.kind === Kind.DeepEllipsis) return this.#allStatements();
        return this.#ofKinds([
          Kind.ExpressionStatement,
          Kind.VariableDeclaration,
          Kind.Return,
          ...(fieldsAreDeclarations(language) ? [Kind.Field] : []),
        ]);
      }
      case Kind.Function:
        return this.#ofKinds([Kind.Function, Kind.Pair, Kind.Field]);
      case Kind.VariableDeclaration:
        return this.#ofKinds([
          Kind.VariableDeclaration,
          ...(fieldsAreDeclarations(language) ? [Kind.Field] : []),
          ...(language === "csharp" ? [Kind.WithItem] : []),
        ]);
      case Kind.Import:
        return this.#ofKinds([Kind.Import, Kind.VariableDeclaration]);
      case Kind.While:
        return this.#ofKinds(language === "go" ? [Kind.While, Kind.For, Kind.ForEach] : [Kind.While]);
      case Kind.For:
        return this.#ofKinds([Kind.For, Kind.ForEach]);
      case Kind.Return:
        return this.#returns();
      case Kind.Ellipsis:
        return [];
      default:
        return this.#ofKinds([pattern.kind]);
    }
  }

  /** Also the expressions that lambdas are. */
  *#returns(): Generator<AstNode> {
    const { ast } = this.#m;
    yield* this.#ofKinds([
      Kind.Return,
      ...(endsImplicitly(ast.language) ? [Kind.ExpressionStatement] : []),
      ...(ast.language === "go" ? [Kind.VariableDeclaration] : []),
    ]);
    for (const node of this.#ofKinds([Kind.Function])) {
      const body = ast.child(node, Role.Body);
      if (body === NO_NODE || isStatementKind(ast.kind(body))) continue;
      if (this.#part && !this.#part.index.includes(body)) continue;
      this.#place = body;
      yield body;
    }
  }

  *#allStatements(): Generator<AstNode> {
    const { ast } = this.#m;
    for (const node of this.#anyNode(Math.max(this.#scope.from, 1))) {
      if (node === ROOT) continue;
      const role = ast.role(node);
      if (role === Role.Statement || role === Role.Member || isStatementKind(ast.kind(node))) yield node;
    }
  }

  /** Sequences begin at any statement of any list. */
  *#sequences(patterns: readonly PatternNode[]): Steps<void> {
    const m = this.#m;
    const startsAnywhere = isStatementEllipsis(patterns[0]!);
    const mayBeEmpty = metavariableEllipsisOf(patterns[0]!) !== undefined;
    for (const list of this.#lists()) {
      const last = startsAnywhere ? Math.min(1, list.length) : list.length;
      for (let at = 0; at < last; at++) {
        const node = list[at]!;
        if (!startsAnywhere && !mayBeEmpty && !this.#mayBegin(node)) continue;
        const { begun } = m;
        this.#sequenceAt(patterns, list, at);
        if (m.begun !== begun) this.beginnings.add(node);
        if (m.isPauseDue()) yield;
      }
    }
    m.firstStatement = NO_NODE;
    m.lastStatement = NO_NODE;
  }

  /** Whether a sequence's first statement may match here, as far as is known from before an edit. */
  #mayBegin(node: AstNode): boolean {
    return !this.#part || this.#part.beginnings.has(node) || this.#part.index.includes(node);
  }

  #sequenceAt(patterns: readonly PatternNode[], nodes: readonly AstNode[], from: number): void {
    const m = this.#m;
    const { ast } = m;
    const leads = isStatementEllipsis(patterns[0]!);
    m.firstStatement = leads ? nodes[from]! : NO_NODE;
    m.lastStatement = leads ? nodes[from]! : NO_NODE;
    const report = (): void => {
      if (m.firstStatement !== NO_NODE)
        this.#report(m.firstStatement, ast.start(m.firstStatement), ast.end(m.lastStatement));
    };
    // Not of a list of what is left: for each statement of a long list a copy would be made.
    matchStatements(m, patterns, nodes, { mayGoOn: true, isTop: true }, report, from);
  }

  *#lists(): Generator<AstNode[]> {
    const { ast } = this.#m;
    const { kinds } = ast.columns;
    const { from, to } = this.#scope;
    // A metavariable's value is a program of its own.
    if (from !== ROOT) {
      const top: AstNode[] = [];
      for (let node = from; node < to; node = ast.next(node)) top.push(node);
      if (ast.kind(from) !== Kind.Block) yield top;
    }
    for (const node of this.#anyNode(from)) {
      const kind = kinds[node]!;
      switch (kind) {
        case Kind.Module:
        case Kind.Block:
        case Kind.Namespace:
        case Kind.Case:
        case Kind.ConfigBlock:
        case Kind.Labeled: {
          const list = statementsOf(ast, node);
          if (list.length > 0) yield list;
          break;
        }
        case Kind.Class: {
          const list = ast.children(node, Role.Member);
          if (list.length > 0) yield list;
          break;
        }
        case Kind.Object:
        case Kind.Array:
          if (DATA.has(ast.language)) yield ast.children(node, Role.Element);
          break;
      }
    }
  }

  *#parts(pattern: PatternNode): Steps<void> {
    const m = this.#m;
    const { ast } = m;
    switch (pattern.kind) {
      case Kind.Pair:
        for (const node of this.#ofKinds([Kind.Pair, Kind.Function])) {
          matchEntry(m, pattern, node, () => this.#reportNode(node));
          if (m.isPauseDue()) yield;
        }
        this.#namedArguments(pattern);
        return;
      case Kind.Function:
        for (const node of this.#ofKinds([Kind.Function])) {
          const role = ast.role(node);
          if (
            role === Role.Member ||
            role === Role.Element ||
            role === Role.Declaration ||
            (ast.language !== "javascript" && role === Role.Statement)
          )
            m.expression(pattern, node, () => this.#reportNode(node), true);
          if (m.isPauseDue()) yield;
        }
        for (const node of this.#ofKinds([Kind.Pair, Kind.Field])) {
          matchFunctionMember(m, pattern, node, () => this.#reportNode(node));
          if (m.isPauseDue()) yield;
        }
        return;
      case Kind.NamedArgument:
        for (const node of this.#ofKinds([Kind.NamedArgument])) {
          m.expression(pattern, node, () => this.#reportNode(node));
          if (m.isPauseDue()) yield;
        }
        this.#entriesLike(pattern);
        return;
      case Kind.VariableDeclaration:
        for (const node of this.#ofKinds([Kind.VariableDeclaration, Kind.Field])) {
          matchStatement(m, pattern, node, () => this.#reportNode(node));
          if (m.isPauseDue()) yield;
        }
        return;
      case Kind.Block:
        for (const node of this.#ofKinds([Kind.Block])) {
          if (ast.role(node) === pattern.role) matchNode(m, pattern, node, () => this.#reportNode(node));
          if (m.isPauseDue()) yield;
        }
        return;
      case Kind.Ellipsis:
        return;
      case Kind.Metavariable:
        for (const node of this.#anyNode(this.#scope.from))
          if (ast.role(node) === pattern.role) m.bindNode(pattern.name, node, () => this.#reportNode(node));
        return;
      default:
        for (const node of this.#ofKinds([pattern.kind])) {
          matchNode(m, pattern, node, () => this.#reportNode(node));
          if (m.isPauseDue()) yield;
        }
    }
  }

  /** Entries of maps whose key is a name, as named arguments have them. */
  #entriesLike(pattern: PatternNode): void {
    const m = this.#m;
    const { ast } = m;
    const value = childIn(pattern, Role.Value);
    for (const node of this.#ofKinds([Kind.Pair])) {
      const key = ast.child(node, Role.Key);
      const own = ast.child(node, Role.Value);
      if (!value || own === NO_NODE || (ast.kind(key) !== Kind.Atom && ast.kind(key) !== Kind.String)) continue;
      const name = ast.kind(key) === Kind.Atom ? ast.name(key) : ast.stringValue(key);
      const compareValue = () => m.expression(value, own, () => this.#reportNode(node));
      if (pattern.metavariable !== undefined)
        m.bindName(pattern.metavariable, name, ast.start(key), ast.end(key), compareValue);
      else if (pattern.name === name) compareValue();
    }
  }

  /** `key: value` is also how a named argument is found. */
  #namedArguments(pattern: PatternNode): void {
    const m = this.#m;
    const { ast } = m;
    const key = childIn(pattern, Role.Key);
    const value = childIn(pattern, Role.Value);
    if (!key || !value) return;
    for (const node of this.#ofKinds([Kind.NamedArgument])) {
      const own = ast.child(node, Role.Value);
      const compareValue = () => m.expression(value, own, () => this.#reportNode(node));
      if (own === NO_NODE) continue;
      if (key.kind === Kind.Metavariable)
        m.bindName(key.name, ast.name(node), ...m.nameSpan(node, ast.name(node)), compareValue);
      else if (key.name === ast.name(node)) compareValue();
    }
  }

  *#members(patterns: readonly PatternNode[]): Steps<void> {
    const m = this.#m;
    const { ast } = m;
    for (const [kind, role] of [
      [Kind.Class, Role.Member],
      [Kind.Object, Role.Element],
      [Kind.ConfigBlock, Role.Statement],
      [Kind.Module, Role.Statement],
    ] as const)
      for (const node of this.#ofKinds([kind])) {
        if (kind === Kind.Module && ast.language !== "hcl") continue;
        const nodes = ast.children(node, role);
        const first = nodes[0];
        if (first === undefined) continue;
        const match = kind === Kind.Class ? matchMembers : matchEntries;
        match(m, patterns, nodes, () => this.#report(first, ast.start(first), ast.end(nodes.at(-1)!)));
        if (m.isPauseDue()) yield;
      }
  }

  *#heads(pattern: PatternNode): Steps<void> {
    const m = this.#m;
    const { ast } = m;
    for (const node of this.#ofKinds([pattern.kind])) {
      const report = () => {
        const body = [Role.Body, Role.Then, Role.Member, Role.Case]
          .map((role) => ast.child(node, role))
          .find((child) => child !== NO_NODE);
        this.#report(
          node,
          ast.start(node),
          body === undefined || pattern.kind === Kind.Try
            ? ast.end(node)
            : Math.max(ast.start(node) + 1, ast.start(body)),
        );
      };
      if (pattern.kind === Kind.Function || pattern.kind === Kind.Class)
        m.symbol(pattern, node, () => matchHead(m, pattern, node, report));
      else matchHead(m, pattern, node, report);
      if (m.isPauseDue()) yield;
    }
  }
}

/** Compares only the children that the head has; the code's others do not matter. */
function matchHead(m: Matcher, pattern: PatternNode, node: AstNode, next: () => void): void {
  const { ast } = m;
  const roles = [...new Set(pattern.children.map(({ role }) => role))];
  const compare = (at: number): void => {
    const role = roles[at];
    if (role === undefined) {
      next();
      return;
    }
    const patterns = pattern.children.filter((child) => child.role === role);
    const nodes = ast.children(node, role);
    if (role === Role.Decorator || role === Role.Modifier)
      matchAnyOrder(
        m,
        patterns.filter((each) => !isStatementEllipsis(each)),
        nodes,
        true,
        () => compare(at + 1),
      );
    else matchList(m, patterns, 0, nodes, 0, role === Role.Superclass, () => compare(at + 1));
  };
  compare(0);
}

function lastName(callee: PatternNode): number | undefined {
  if (callee.name === "..." || callee.symbol === 0) return undefined;
  return callee.symbol;
}

/** Where the statement begins that imports several things at once. */
function startOfGroup(ast: Ast, node: AstNode): number {
  const start = ast.start(node);
  const keyword = ast.text.lastIndexOf("import", start);
  const isWritten = keyword >= 0 && /^import\s*\([^)]*$/.test(ast.text.slice(keyword, start));
  return isWritten ? keyword : start;
}

function isGroup(ast: Ast, node: AstNode): boolean {
  return /^(?:const|var)\s*\(/.test(ast.text.slice(ast.start(node), ast.start(node) + 40));
}

/** What the head of a loop declares is no declaration that a pattern is about. */
function beginsLoop(m: Matcher, node: AstNode): boolean {
  const { ast } = m;
  return ast.language !== "go" && ast.kind(node) === Kind.Declarator && ast.role(ast.parent(node)) === Role.Init;
}

/** A shell variable that is set for one command only. */
function isSetForCommand(m: Matcher, node: AstNode): boolean {
  return hasCommands(m.ast.language) && m.ast.role(node) === Role.Init && m.ast.kind(m.ast.parent(node)) === Kind.Call;
}

/** In JavaScript a class's field is none of the things that assignments in patterns mean. */
function fieldsAreDeclarations(language: LanguageId): boolean {
  return !isScript(language);
}
