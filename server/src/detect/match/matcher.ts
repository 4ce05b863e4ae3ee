// Compares patterns with code. A comparison calls `next` once for every way in which the pattern matches, with the
// metavariables bound so in `bindings`; when it returns, the bindings are as they were before. What Semgrep's patterns mean
// is the specification. This module holds the state and expressions; statements, lists, names and types have their own.

import { type Ast, type AstNode, NO_NODE } from "../../syntax/ast.ts";
import { Flag, Kind, Role } from "../../syntax/kind.ts";
import type { LanguageId } from "../../syntax/language.ts";
import type { Names } from "../../syntax/names.ts";
import type { CompiledRegex } from "../../text/regex/regex.ts";
import { type AstIndex, MACRO } from "./ast-index.ts";
import { type Binding, equalBindings } from "./bindings.ts";
import type { ConstantFacts } from "./constants.ts";
import { constructionOfPattern, isMakerCall, matchConstruction } from "./go-constructions.ts";
import { isJoinedTemplate } from "./joined-strings.ts";
import { isCFamily } from "./match-c-types.ts";
import { hasCommands } from "./match-commands.ts";
import { matchName } from "./match-names.ts";
import { matchChildren } from "./match-structure.ts";
import { matchTyped, matchTypeName } from "./match-types.ts";
import type { MatchOptions } from "./options.ts";
import { childIn, isAnonymous, type PatternNode, type TextPattern } from "./pattern.ts";
import { comparesSymbol, isAssociative, isCommutative, plainOperator } from "./slots.ts";

export type Next = () => void;

/** Thrown when a comparison has taken more steps than a rule may take in one file. */
export class StepsSpent extends Error {
  constructor() {
    super("the rule took more steps than one file may cost");
  }
}

/** In more orders than these the operands of a commutative operator are not tried; then they match as they are written. */
const MOST_ARRANGEMENTS = 50_000;

/** Some tenths of a millisecond's; ten times as much while our own code and what a file's names mean are new. */
const STEPS_TO_PAUSE = 1000;

/** How far names are replaced by what they stand for. */
const DEEPEST_SYMBOLS = 20;

/** Looks up a regular expression of a pattern; undefined when it cannot be carried out. */
export type RegexSource = (source: string, flags: string) => CompiledRegex | undefined;

export class Matcher {
  readonly ast: Ast;
  readonly names: Names;
  readonly index: AstIndex;
  readonly constants: ConstantFacts;
  readonly regex: RegexSource;
  options: MatchOptions;
  readonly bindings = new Map<string, Binding>();
  /** The statements that a pattern of several has matched so far. */
  firstStatement: AstNode = NO_NODE;
  lastStatement: AstNode = NO_NODE;
  /** How often a statement matched the first pattern of several. */
  begun = 0;
  #steps = 0;
  #limit = 0;
  #stepsAtPause = 0;
  #symbolDepth = 0;
  readonly #namesOf = (ast: Ast): Names | undefined => (ast === this.ast ? this.names : undefined);

  constructor(index: AstIndex, constants: ConstantFacts, options: MatchOptions, regex: RegexSource) {
    this.ast = index.ast;
    this.names = index.names;
    this.index = index;
    this.constants = constants;
    this.options = options;
    this.regex = regex;
  }

  /** Allows that many more steps. */
  allow(steps: number): void {
    this.#steps = 0;
    this.#limit = steps;
    this.#stepsAtPause = 0;
  }

  /** Whether so much has been compared since this was last true that whoever searches in steps should pause. */
  isPauseDue(): boolean {
    if (this.#steps - this.#stepsAtPause < STEPS_TO_PAUSE) return false;
    this.#stepsAtPause = this.#steps;
    return true;
  }

  get steps(): number {
    return this.#steps;
  }

  step(): void {
    if (++this.#steps > this.#limit) throw new StepsSpent();
  }

  /** Binds a metavariable, or compares with what it is bound to. */
  bind(name: string, binding: Binding, next: Next): void {
    if (isAnonymous(name)) {
      next();
      return;
    }
    const known = this.bindings.get(name);
    if (known) {
      if (this.equal(known, binding)) next();
      return;
    }
    this.bindings.set(name, binding);
    next();
    this.bindings.delete(name);
  }

  bindNode(name: string, node: AstNode, next: Next): void {
    this.bind(name, { kind: "node", ast: this.ast, node, start: this.ast.start(node), end: this.ast.end(node) }, next);
  }

  bindNodes(name: string, nodes: readonly AstNode[], next: Next): void {
    const [first] = nodes;
    const start = first === undefined ? 0 : this.ast.start(first);
    const end = first === undefined ? 0 : this.ast.end(nodes.at(-1)!);
    this.bind(name, { kind: "nodes", ast: this.ast, nodes, start, end }, next);
  }

  bindName(name: string, text: string, start: number, end: number, next: Next): void {
    this.bind(name, { kind: "name", ast: this.ast, text, start, end }, next);
  }

  equal(a: Binding, b: Binding): boolean {
    const { unifiesStrictly, constantPropagation } = this.options;
    const constantOf = (ast: Ast, node: AstNode) =>
      ast === this.ast && constantPropagation ? this.constants.valueOf(node) : undefined;
    return equalBindings(a, b, this.#namesOf, { isStrict: unifiesStrictly, constantOf });
  }

  /** Runs a comparison whose ways to match do not differ, and goes on at most once. */
  once(compare: (next: Next) => void, next: Next): void {
    let matched = false;
    compare(() => {
      matched = true;
    });
    if (matched) next();
  }

  holds(compare: (next: Next) => void): boolean {
    let matched = false;
    compare(() => {
      matched = true;
    });
    return matched;
  }

  /** Compares a pattern's expression with a node. At the root, casts and symbols are not looked through. */
  expression(pattern: PatternNode, node: AstNode, next: Next, isRoot = false): void {
    this.step();
    if (pattern.isGround && pattern.kind !== Kind.Ellipsis)
      this.once((found) => this.#expression(pattern, node, found, isRoot), next);
    else this.#expression(pattern, node, next, isRoot);
  }

  #expression(pattern: PatternNode, node: AstNode, next: Next, isRoot: boolean): void {
    const { ast } = this;
    if (pattern.role === Role.Child && !isRoot && !this.#fitsBetweenTags(pattern, node)) return;
    switch (pattern.kind) {
      case Kind.Ellipsis:
        next();
        return;
      case Kind.Metavariable:
        if (pattern.role === Role.Callee && isKeyword(ast, node)) return;
        // `sizeof($X)` is about a value, `sizeof(int)` about a type.
        if (pattern.role === Role.Operand && ast.kind(node) === Kind.Type && isCFamily(ast.language)) return;
        this.#metavariable(pattern, node, next);
        if (!isRoot && this.options.symbolicPropagation && ast.kind(node) === Kind.Identifier)
          this.#symbol(pattern, node, next);
        return;
      case Kind.MetavariableEllipsis:
        this.bindNodes(pattern.name, [node], next);
        return;
      case Kind.DeepEllipsis:
        this.deep(pattern.children[0]!, node, next);
        return;
      case Kind.TypedMetavariable:
        matchTyped(this, pattern, node, next);
        if (!isRoot && ast.kind(node) === Kind.Cast) this.expression(pattern, ast.child(node, Role.Operand), next);
        return;
    }
    const kind = ast.kind(node);
    if (kind === Kind.Cast) {
      const isNamed = ast.symbol(node) !== 0;
      if (pattern.kind === Kind.Cast) {
        if (pattern.symbol === ast.symbol(node)) matchChildren(this, pattern, node, next);
      } else if (!isRoot && !isNamed) this.expression(pattern, ast.child(node, Role.Operand), next);
      return;
    }
    if (
      pattern.text !== undefined ||
      pattern.kind === Kind.Number ||
      pattern.kind === Kind.Boolean ||
      pattern.kind === Kind.Null
    ) {
      this.#literal(pattern, node, next);
      return;
    }
    if (ast.language === "go" && (pattern.kind !== kind || kind === Kind.Call) && this.#isConstruction(pattern, node)) {
      matchConstruction(this, pattern, node, next);
      return;
    }
    if (pattern.kind === Kind.Member && pattern.metavariable !== undefined && isComputedMember(ast, node))
      this.#computedMember(pattern, node, next);
    else if (pattern.kind === Kind.Index && isComputedMember(ast, node)) return;
    else if (pattern.kind === Kind.Identifier || pattern.kind === Kind.Member) matchName(this, pattern, node, next);
    else if (pattern.kind === Kind.Type) matchTypeName(this, pattern, node, next);
    else if (pattern.kind === Kind.Binary && kind === Kind.Binary) this.#binary(pattern, node, next);
    else if (pattern.kind === Kind.Assign) this.#assign(pattern, node, next);
    else if (pattern.kind === kind) {
      if (kind === Kind.Unary && (pattern.flags & ~ast.flags(node) & Flag.Shorthand) !== 0) return;
      // Several strings side by side are no f-string, though one of them be.
      if (kind !== Kind.Template || ast.language !== "python" || pattern.isJoined || !isJoinedTemplate(ast, node))
        this.same(pattern, node, next);
    } else if (pattern.kind === Kind.Call && kind === Kind.String && hasCommands(ast.language))
      this.#bareWord(pattern, node, next);
    else if (pattern.kind === Kind.Object && kind === Kind.Set) this.#ellipsisOnly(pattern, next);
    // An array of PHP is a list and a map at once.
    else if (pattern.kind === Kind.Array && kind === Kind.Object && ast.language === "php")
      matchChildren(this, pattern, node, next);
    else if (
      (pattern.kind === Kind.Array || pattern.kind === Kind.Object || pattern.kind === Kind.Set) &&
      kind === Kind.Comprehension
    )
      this.#ellipsisOnly(pattern, next);
    if (!isRoot && this.options.symbolicPropagation && kind === Kind.Identifier) this.#symbol(pattern, node, next);
  }

  /** `$o->$name`: the metavariable is what gives the name. */
  #computedMember(pattern: PatternNode, node: AstNode, next: Next): void {
    const { ast } = this;
    const object = childIn(pattern, Role.Object);
    if (!object) return;
    this.bindNode(pattern.metavariable!, ast.child(node, Role.Property), () =>
      this.expression(object, ast.child(node, Role.Object), next),
    );
  }

  /** Whether a pattern is of something that is made, or a call of anything and the node one of `make`, which is none. */
  #isConstruction(pattern: PatternNode, node: AstNode): boolean {
    return constructionOfPattern(pattern) !== undefined || (pattern.kind === Kind.Call && isMakerCall(this.ast, node));
  }

  /** A word that is a whole pattern reads as a command without arguments, and is also just that word. */
  #bareWord(pattern: PatternNode, node: AstNode, next: Next): void {
    const [only, ...others] = pattern.children;
    if (only?.kind === Kind.Identifier && others.length === 0 && only.name === this.ast.stringValue(node)) next();
  }

  /** The name's one value stands for it. */
  #symbol(pattern: PatternNode, node: AstNode, next: Next): void {
    if (this.#symbolDepth >= DEEPEST_SYMBOLS) return;
    const value = this.constants.definitionOf(node);
    if (value === NO_NODE) return;
    this.#symbolDepth++;
    this.expression(pattern, value, next);
    this.#symbolDepth--;
  }

  /** Between tags `$X` is text, `{$X}` code in braces. */
  #fitsBetweenTags(pattern: PatternNode, node: AstNode): boolean {
    const { ast } = this;
    if (ast.language === "html" || ast.role(node) !== Role.Child) return true;
    const kind = ast.kind(node);
    if (pattern.kind === Kind.Text || pattern.isText) return kind === Kind.Text;
    if (pattern.kind === Kind.Element || pattern.kind === Kind.Ellipsis || pattern.kind === Kind.MetavariableEllipsis)
      return true;
    return kind !== Kind.Text && /\{[\s(]*$/.test(ast.text.slice(Math.max(0, ast.start(node) - 40), ast.start(node)));
  }

  #ellipsisOnly(pattern: PatternNode, next: Next): void {
    if (pattern.children.length === 1 && pattern.children[0]!.kind === Kind.Ellipsis) next();
  }

  #metavariable(pattern: PatternNode, node: AstNode, next: Next): void {
    const { ast } = this;
    const name = pattern.name;
    if (ast.kind(node) === Kind.Cast && this.bindings.has(name))
      this.bindNode(name, ast.child(node, Role.Operand), next);
    this.bindNode(name, node, next);
  }

  /** Nodes of the same kind: symbol, then children. */
  same(pattern: PatternNode, node: AstNode, next: Next): void {
    this.symbol(pattern, node, () => matchChildren(this, pattern, node, next));
  }

  symbol(pattern: PatternNode, node: AstNode, next: Next): void {
    const { ast } = this;
    if (!comparesSymbol(pattern.kind)) {
      next();
      return;
    }
    if (pattern.metavariable !== undefined) {
      const text = ast.name(node);
      if (text !== "") this.bindName(pattern.metavariable, text, ...this.nameSpan(node, text), next);
      return;
    }
    // Go's `select` is a `switch` on nothing.
    if (pattern.symbol === ast.symbol(node) || pattern.name === "..." || pattern.kind === Kind.Switch) next();
    // Java's annotations are interfaces, too.
    else if (pattern.kind === Kind.Modifier && `@${pattern.name}` === ast.name(node)) next();
    else if (pattern.kind === Kind.Unary && plainOperator(pattern.name) === plainOperator(ast.name(node))) next();
    else if (pattern.kind === Kind.Attribute || pattern.kind === Kind.NamedArgument || pattern.kind === Kind.Field) {
      // A name may be a regular expression in quotes.
      if (pattern.name.startsWith("=~/") && this.matchesRegex(pattern.name, ast.name(node))) next();
    }
  }

  /** Where a name that is kept on its node stands: at the end of a member, at the beginning of most others. */
  nameSpan(node: AstNode, text: string): [number, number] {
    const { ast } = this;
    const start = ast.start(node);
    const end = ast.end(node);
    const written = ast.text.slice(start, end);
    if (ast.kind(node) === Kind.Member && written.endsWith(text)) return [end - text.length, end];
    const at = ast.kind(node) === Kind.Member ? written.lastIndexOf(text) : written.indexOf(text);
    return at < 0 ? [start, end] : [start + at, start + at + text.length];
  }

  #assign(pattern: PatternNode, node: AstNode, next: Next): void {
    const { ast } = this;
    const kind = ast.kind(node);
    if (kind === Kind.Assign) {
      const isSame =
        pattern.symbol === ast.symbol(node) ||
        pattern.name === "..." ||
        (pattern.name === "=" && ast.name(node) === ":=");
      if (!isSame) return;
      matchChildren(this, pattern, node, next);
      this.#assignEach(pattern, node, next);
      return;
    }
    if (pattern.name !== "=") return;
    // What C# declares is not assigned, but what an initializer sets.
    if (ast.language === "csharp") {
      if (isInitialized(ast, node)) this.#assignInitialized(pattern, node, next);
      return;
    }
    if (kind === Kind.NamedExpression) matchChildren(this, pattern, node, next);
    else if (kind === Kind.Declarator && this.options.declarationsAreAssignments) {
      if (ast.child(node, Role.Value) === NO_NODE || this.#isGoVariables(node)) return;
      if (ast.symbol(ast.parent(node)) === MACRO) return;
      matchChildren(this, pattern, node, next);
      this.#assignEach(pattern, node, next);
    } else if (kind === Kind.Field) this.#assignField(pattern, node, next);
    else if (kind === Kind.Function && this.options.fieldsAreAssignments) this.#assignFunction(pattern, node, next);
  }

  /** Go's `var a, b = f()` assigns neither. */
  #isGoVariables(node: AstNode): boolean {
    const { ast } = this;
    return (
      ast.language === "go" &&
      ast.kind(ast.child(node, Role.Target)) === Kind.Tuple &&
      ast.name(ast.parent(node)) === "var" &&
      ast.kind(ast.child(node, Role.Value)) !== Kind.Tuple
    );
  }

  /** `a, b = 1, 2` is `a = 1` and `b = 2`. */
  #assignEach(pattern: PatternNode, node: AstNode, next: Next): void {
    const { ast } = this;
    const target = ast.child(node, Role.Target);
    const value = ast.child(node, Role.Value);
    if (ast.kind(target) !== Kind.Tuple || ast.kind(value) !== Kind.Tuple) return;
    const targets = ast.children(target, Role.Element);
    const values = ast.children(value, Role.Element);
    const left = childIn(pattern, Role.Target);
    const right = childIn(pattern, Role.Value);
    if (targets.length !== values.length || !left || !right) return;
    targets.forEach((each, at) => {
      this.expression(left, each, () => this.expression(right, values[at]!, next));
    });
  }

  #assignField(pattern: PatternNode, node: AstNode, next: Next): void {
    const { ast } = this;
    const value = ast.child(node, Role.Value);
    const name = ast.child(node, Role.Name);
    const left = childIn(pattern, Role.Target);
    const right = childIn(pattern, Role.Value);
    if (value === NO_NODE || !left || !right) return;
    const compareValue = () => this.expression(right, value, next);
    if (name !== NO_NODE) this.expression(left, name, compareValue);
    else if (left.kind === Kind.Metavariable)
      this.bindName(left.name, ast.name(node), ...this.nameSpan(node, ast.name(node)), compareValue);
    else if (left.symbol === ast.symbol(node) || left.kind === Kind.Ellipsis) compareValue();
  }

  #assignInitialized(pattern: PatternNode, node: AstNode, next: Next): void {
    const { ast } = this;
    const left = childIn(pattern, Role.Target);
    const right = childIn(pattern, Role.Value);
    if (!left || !right) return;
    const compareValue = () => this.expression(right, ast.child(node, Role.Value), next);
    if (left.kind === Kind.Metavariable)
      this.bindName(left.name, ast.name(node), ...this.nameSpan(node, ast.name(node)), compareValue);
    else if (left.kind === Kind.Identifier && left.symbol === ast.symbol(node)) compareValue();
  }

  #assignFunction(pattern: PatternNode, node: AstNode, next: Next): void {
    const name = this.ast.child(node, Role.Name);
    const left = childIn(pattern, Role.Target);
    const right = childIn(pattern, Role.Value);
    if (name === NO_NODE || !left || !right || right.kind !== Kind.Function) return;
    this.expression(left, name, () => matchChildren(this, right, node, next));
  }

  // Operators

  #binary(pattern: PatternNode, node: AstNode, next: Next): void {
    const { ast } = this;
    const operator = plainOperator(pattern.name);
    const isSame = operator === plainOperator(ast.name(node));
    const left = childIn(pattern, Role.Left)!;
    const right = childIn(pattern, Role.Right)!;
    if (pattern.metavariable !== undefined) {
      this.symbol(pattern, node, () => matchChildren(this, pattern, node, next));
      return;
    }
    if (!isSame) return;
    if (right.kind === Kind.Ellipsis && !isAssociative(operator)) {
      // `1 + 2 + ...`: the tree leans to the left, so what goes on stands above.
      for (
        let at = node;
        ast.kind(at) === Kind.Binary && plainOperator(ast.name(at)) === operator;
        at = ast.child(at, Role.Left)
      ) {
        let found = false;
        this.expression(left, ast.child(at, Role.Left), () => {
          found = true;
          next();
        });
        if (found) return;
      }
      return;
    }
    const commutes = isCommutative(operator, this.options) && !hasCommands(ast.language);
    if (this.options.acMatching && isAssociative(operator) && !(operator === "|" && hasCommands(ast.language))) {
      const patterns = this.#operandsOf(pattern, operator);
      const operands = this.#operands(node, operator);
      if (commutes && arrangements(operands.length, patterns.length) <= MOST_ARRANGEMENTS)
        this.#anyOrder(patterns, operands, next);
      else if (commutes) matchChildren(this, pattern, node, next);
      else this.#inOrder(patterns, 0, operands, 0, next);
      return;
    }
    matchChildren(this, pattern, node, next);
    if (commutes)
      this.expression(left, ast.child(node, Role.Right), () =>
        this.expression(right, ast.child(node, Role.Left), next),
      );
  }

  #operandsOf(pattern: PatternNode, operator: string): PatternNode[] {
    const operands: PatternNode[] = [];
    const open = [pattern];
    for (let at = open.pop(); at; at = open.pop()) {
      if (at.kind === Kind.Binary && plainOperator(at.name) === operator)
        open.push(childIn(at, Role.Right)!, childIn(at, Role.Left)!);
      else operands.push(at);
    }
    return operands;
  }

  #operands(node: AstNode, operator: string): AstNode[] {
    const { ast } = this;
    const operands: AstNode[] = [];
    const open = [node];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      if (ast.kind(at) === Kind.Binary && plainOperator(ast.name(at)) === operator)
        open.push(ast.child(at, Role.Right), ast.child(at, Role.Left));
      else operands.push(at);
    }
    return operands;
  }

  #inOrder(patterns: readonly PatternNode[], from: number, operands: readonly AstNode[], at: number, next: Next): void {
    this.step();
    const pattern = patterns[from];
    if (!pattern) {
      if (at === operands.length) next();
      return;
    }
    if (pattern.kind === Kind.Ellipsis) {
      for (let to = at; to <= operands.length; to++) this.#inOrder(patterns, from + 1, operands, to, next);
      return;
    }
    if (pattern.kind === Kind.Metavariable) {
      for (let to = at + 1; to <= operands.length; to++)
        this.#bindOperands(pattern.name, operands.slice(at, to), () =>
          this.#inOrder(patterns, from + 1, operands, to, next),
        );
      return;
    }
    if (at < operands.length)
      this.expression(pattern, operands[at]!, () => this.#inOrder(patterns, from + 1, operands, at + 1, next));
  }

  /** Several operands of one operator: the node that joins them, or what they span. */
  #bindOperands(name: string, operands: readonly AstNode[], next: Next): void {
    const [first, second] = operands;
    if (first === undefined) return;
    if (second === undefined) {
      this.bindNode(name, first, next);
      return;
    }
    const { ast } = this;
    const last = operands.at(-1)!;
    for (let at = ast.parent(first); ; at = ast.parent(at)) {
      if (ast.start(at) < ast.start(first) || ast.kind(at) !== Kind.Binary) break;
      if (ast.end(at) === ast.end(last)) {
        this.bindNode(name, at, next);
        return;
      }
    }
    this.bindNodes(name, operands, next);
  }

  #anyOrder(patterns: readonly PatternNode[], operands: readonly AstNode[], next: Next): void {
    const fixed = patterns.filter(({ kind }) => kind !== Kind.Ellipsis && kind !== Kind.Metavariable);
    const open = patterns.filter(({ kind }) => kind === Kind.Metavariable);
    const assign = (at: number, left: readonly AstNode[]): void => {
      this.step();
      const pattern = fixed[at];
      if (!pattern) {
        this.#restInAnyOrder(open, left, next);
        return;
      }
      left.forEach((operand, taken) => {
        this.expression(pattern, operand, () =>
          assign(
            at + 1,
            left.filter((_, index) => index !== taken),
          ),
        );
      });
    };
    assign(0, operands);
  }

  #restInAnyOrder(open: readonly PatternNode[], left: readonly AstNode[], next: Next): void {
    this.step();
    const [pattern, ...others] = open;
    if (!pattern) {
      next();
      return;
    }
    if (others.length === 0 && left.length > 1) this.bindNodes(pattern.name, left, next);
    left.forEach((operand, taken) => {
      this.bindNode(pattern.name, operand, () =>
        this.#restInAnyOrder(
          others,
          left.filter((_, index) => index !== taken),
          next,
        ),
      );
    });
  }

  // Deep

  /** The pattern matches the node or an expression somewhere in it. */
  deep(pattern: PatternNode, node: AstNode, next: Next): void {
    this.expression(pattern, node, next, true);
    if (!this.options.goesDeeperInExpressions) return;
    const open = this.subexpressions(node).reverse();
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      this.expression(pattern, at, next, true);
      const inner = this.subexpressions(at);
      for (let index = inner.length - 1; index >= 0; index--) open.push(inner[index]!);
    }
  }

  /** The expressions right below one; not the bodies of functions that are blocks, nor of classes. */
  subexpressions(node: AstNode): AstNode[] {
    const { ast } = this;
    const { kinds, roles, nexts } = ast.columns;
    const kind = kinds[node]!;
    if (kind === Kind.Class) return [];
    if (kind === Kind.Identifier && this.options.symbolicPropagation) {
      const value = this.constants.definitionOf(node);
      return value === NO_NODE || (value <= node + 1 && ast.isBelow(node, value)) ? [] : [value];
    }
    const result: AstNode[] = [];
    const end = nexts[node]!;
    for (let child = node + 1; child < end; child = nexts[child]!) {
      const role = roles[child]!;
      if (
        role === Role.Type ||
        role === Role.TypeArgument ||
        role === Role.Name ||
        role === Role.Parameter ||
        role === Role.Modifier ||
        role === Role.Decorator ||
        role === Role.ReturnType
      )
        continue;
      if (
        role === Role.Key &&
        kind === Kind.Pair &&
        kinds[child] === Kind.String &&
        ast.language !== "python" &&
        ast.language !== "yaml"
      )
        continue;
      const inner = kinds[child]!;
      if (ast.language === "csharp" && isInitialized(ast, child)) result.push(child);
      if (inner === Kind.Block || (inner >= Kind.Block && inner <= Kind.Spawn && inner !== Kind.ExpressionStatement))
        continue;
      if (
        inner === Kind.Pair ||
        inner === Kind.NamedArgument ||
        inner === Kind.Attribute ||
        inner === Kind.ComprehensionFor ||
        inner === Kind.ComprehensionIf ||
        inner === Kind.ExpressionStatement
      )
        result.push(...this.subexpressions(child));
      else result.push(child);
    }
    return result;
  }

  // Literals

  #literal(pattern: PatternNode, node: AstNode, next: Next): void {
    const { ast } = this;
    const kind = ast.kind(node);
    if (pattern.text !== undefined) {
      const isString = pattern.kind === Kind.String || pattern.kind === Kind.Text;
      if (pattern.kind === kind || (isString && (kind === Kind.String || kind === Kind.Text))) {
        if (isString && isCharacter(pattern.flags) !== isCharacter(ast.flags(node)) && !takesBytesForText(ast.language))
          return;
        const value = isString ? ast.stringValue(node) : ast.name(node);
        const hasParts = isString && pattern.children.some(({ role }) => role === Role.Part);
        if (hasParts) {
          this.#side(pattern.children, ast.children(node, Role.Part), 0, next);
          return;
        }
        this.text(pattern.text, value, node, () =>
          pattern.children.length > 0 ? matchChildren(this, pattern, node, next) : next(),
        );
        return;
      }
      if (kind === Kind.Template && isString && pattern.children.some(({ role }) => role === Role.Part)) {
        if (isJoinedTemplate(ast, node) && pattern.children.every(({ text }) => text?.kind === "any")) next();
        return;
      }
      if (pattern.kind === Kind.Regex && this.options.constantPropagation) {
        const value = this.constants.definitionOf(node);
        if (value !== NO_NODE && ast.kind(value) === Kind.Regex) this.text(pattern.text, ast.name(value), value, next);
      }
      if (isString && kind === Kind.Identifier && ast.role(node) === Role.Callee && hasCommands(ast.language)) {
        this.text(pattern.text, ast.name(node), node, next);
        return;
      }
      if (isString && this.options.constantPropagation && !pattern.children.some(({ role }) => role === Role.Part)) {
        const value = this.constants.valueOf(node);
        if (typeof value === "string") this.text(pattern.text, value, node, next);
        else if (value === undefined && pattern.text.kind === "any" && this.constants.isText(node)) next();
        else if (typeof value === "number" || typeof value === "boolean") {
          if (ast.language === "hcl") this.text(pattern.text, String(value), node, next);
        }
      }
      return;
    }
    if (pattern.kind === kind) {
      if (pattern.symbol === ast.symbol(node) || sameNumber(pattern.name, ast.name(node), ast.language)) next();
      return;
    }
    if (!this.options.constantPropagation) return;
    if (pattern.kind === Kind.Null) {
      // In Go and PHP null is a name like others.
      const isName = ast.language === "go" || ast.language === "php";
      if (kind === Kind.Identifier && !isName && this.constants.isNull(node, pattern.symbol)) next();
      return;
    }
    const value = this.constants.valueOf(node);
    if (typeof value === "number" && pattern.kind === Kind.Number) {
      if (Number(pattern.name) === value) next();
    } else if (typeof value === "boolean" && pattern.kind === Kind.Boolean) {
      if ((pattern.name.toLowerCase() === "true") === value) next();
    } else if (typeof value === "string" && ast.language === "hcl" && pattern.name === value) next();
  }

  /** Strings side by side, one by one. */
  #side(patterns: readonly PatternNode[], strings: readonly AstNode[], at: number, next: Next): void {
    if (patterns.length > strings.length) return;
    if (at === patterns.length) next();
    else this.expression(patterns[at]!, strings[at]!, () => this.#side(patterns, strings, at + 1, next));
  }

  /** Compares the value of a literal. */
  text(pattern: TextPattern, value: string, node: AstNode, next: Next): void {
    switch (pattern.kind) {
      case "any":
        next();
        return;
      case "equal":
        if (pattern.value === value) next();
        return;
      case "metavariable":
        this.bind(pattern.name, this.textBinding(value, node), next);
        return;
      case "regex":
        if (this.regex(pattern.source, pattern.flags)?.test(value)) next();
        return;
      default:
        pattern satisfies never;
    }
  }

  /** A literal's contents: where they stand between its quotes, when they are written as they are meant. */
  textBinding(value: string, node: AstNode): Binding {
    const { ast } = this;
    const start = ast.start(node);
    const end = ast.end(node);
    const at = ast.text.slice(start, end).indexOf(value);
    const span = at < 0 ? { start, end } : { start: start + at, end: start + at + value.length };
    return { kind: "text", text: value, source: ast.text, ...span };
  }

  matchesRegex(quoted: string, value: string): boolean {
    const found = /^=~\/([\s\S]*)\/([a-z]*)$/.exec(quoted);
    return found !== null && this.regex(found[1]!, found[2]!)?.test(value) === true;
  }
}

/** What looks like a call and is none: the words of the language. */
const KEYWORD_CALLS: ReadonlyMap<LanguageId, ReadonlySet<string>> = new Map([
  ["ruby", new Set(["yield", "`"])],
  ["php", new Set(["isset"])],
]);

/** `new T { Name = value }`. */
function isInitialized(ast: Ast, node: AstNode): boolean {
  return ast.kind(node) === Kind.NamedArgument && ast.hasFlag(ast.parent(node), Flag.Shorthand);
}

/** PHP's `$o->$name`, which is no element of an array. */
function isComputedMember(ast: Ast, node: AstNode): boolean {
  return ast.language === "php" && ast.kind(node) === Kind.Index && ast.hasFlag(node, Flag.Computed);
}

function isKeyword(ast: Ast, callee: AstNode): boolean {
  return ast.kind(callee) === Kind.Identifier && KEYWORD_CALLS.get(ast.language)?.has(ast.name(callee)) === true;
}

/** In how many ways `taken` of `count` operands can be chosen in order. */
function arrangements(count: number, taken: number): number {
  let ways = 1;
  for (let at = 0; at < Math.min(count, taken); at++) ways *= count - at;
  return ways;
}

function isCharacter(flags: number): boolean {
  return (flags & Flag.Bytes) !== 0;
}

/** Languages that write bytes like texts, and whose rules mean both. */
function takesBytesForText(language: LanguageId): boolean {
  return (
    language !== "java" &&
    language !== "kotlin" &&
    language !== "csharp" &&
    language !== "c" &&
    language !== "cpp" &&
    language !== "go"
  );
}

/** Languages whose whole numbers are another thing than those with a point, and those with a suffix a third. */
const TYPED_NUMBERS: ReadonlySet<LanguageId> = new Set(["python", "go", "ruby", "php", "java", "csharp", "c", "cpp"]);

function sameNumber(a: string, b: string, language: LanguageId): boolean {
  if (TYPED_NUMBERS.has(language) && formOfNumber(a) !== formOfNumber(b)) return false;
  if (!/^[\d.]/.test(a) || !/^[\d.]/.test(b)) return a.toLowerCase() === b.toLowerCase();
  const one = numberOf(a);
  return !Number.isNaN(one) && one === numberOf(b);
}

/** Whole, with a point or exponent, or with what suffix. */
function formOfNumber(text: string): string {
  if (/^0[xX][\da-fA-F_]+$|^0[bBoO]?[\d_]*$|^[1-9][\d_]*$/.test(text)) return "whole";
  return /[\d.]$/.test(text) ? "fraction" : text;
}

function numberOf(text: string): number {
  const plain = text.replaceAll("_", "").replace(/(?<=^0[xX][\da-fA-F]*)[uUlL]+$|(?<=^\d[\d.]*)[uUlLfFdDnN]+$/, "");
  return /^0[0-7]+$/.test(plain) ? Number.parseInt(plain, 8) : Number(plain);
}
