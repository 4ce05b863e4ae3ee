// Which values a local name can have where it is used: one function's statements are walked in order with what each name was
// last given, branches are joined, and a name counts only where every way gave it a value. As in Semgrep's analysis, what a loop
// does not write is unknown in it and after it, and a method called for its effect may have changed its receiver.

import { type Ast, type AstNode, NO_NODE, ROOT } from "../../syntax/ast.ts";
import { Flag, Kind, Role } from "../../syntax/kind.ts";
import type { Names } from "../../syntax/names.ts";
import { intern } from "../../syntax/symbols.ts";
import type { Steps } from "../../text/steps.ts";

/**
 * What names hold, by declaration; by symbol, negated, for names that nothing declares. A function or a branch works on a layer of its own,
 * which holds only what is different in it: a file's top level may declare thousands of names, and have a thousand closures.
 */
class State {
  #own: Map<number, readonly AstNode[] | undefined>;
  /** Not written to while this one is in use. */
  #below: State | undefined;

  constructor(below?: State, own = new Map<number, readonly AstNode[] | undefined>()) {
    this.#below = below;
    this.#own = own;
  }

  get(key: number): readonly AstNode[] | undefined {
    for (let at: State | undefined = this; at; at = at.#below) {
      const values = at.#own.get(key);
      if (values || at.#own.has(key)) return values;
    }
    return undefined;
  }

  set(key: number, values: readonly AstNode[]): void {
    this.#own.set(key, values);
  }

  delete(key: number): void {
    if (this.#below?.get(key)) this.#own.set(key, undefined);
    else this.#own.delete(key);
  }

  /** Of its own from here on. */
  copy(): State {
    return new State(undefined, this.#all());
  }

  #all(): Map<number, readonly AstNode[]> {
    const layers: State[] = [];
    for (let at: State | undefined = this; at; at = at.#below) layers.push(at);
    const all = new Map<number, readonly AstNode[]>();
    for (const layer of layers.reverse())
      for (const [key, values] of layer.#own)
        if (values) all.set(key, values);
        else all.delete(key);
    return all;
  }

  /** What is known after both, wherever they came from. */
  static joined(a: State, b: State): State {
    const both = new Map<number, readonly AstNode[]>();
    for (const [key, values] of a.#all()) {
      const all = either(values, b.get(key));
      if (all) both.set(key, all);
    }
    return new State(undefined, both);
  }

  /** Makes of this what a layer on it has become. */
  take(layer: State): void {
    if (layer.#below === this) for (const [key, values] of layer.#own) this.#put(key, values);
    else this.#become(layer.#all());
  }

  /** Makes of this what is known after both of what layers on it have become, or after one and this itself. */
  join(a: State, b: State): void {
    const isLayer = (each: State) => each === this || each.#below === this;
    if (!isLayer(a) || !isLayer(b)) {
      this.#become(State.joined(a, b).#own);
      return;
    }
    const changed = [a, b].flatMap((each) => (each === this ? [] : [...each.#own.keys()]));
    const joined = new Map(changed.map((key) => [key, either(a.get(key), b.get(key))]));
    for (const [key, values] of joined) this.#put(key, values);
  }

  #become(all: Map<number, readonly AstNode[] | undefined>): void {
    this.#own = all;
    this.#below = undefined;
  }

  #put(key: number, values: readonly AstNode[] | undefined): void {
    if (values) this.set(key, values);
    else this.delete(key);
  }
}

function either(a: readonly AstNode[] | undefined, b: readonly AstNode[] | undefined): readonly AstNode[] | undefined {
  if (!a || !b) return undefined;
  if (a === b) return a;
  const all = [...new Set([...a, ...b])];
  return all.length <= MOST_VALUES ? all : undefined;
}

/** How far a way through the statements has come. */
interface Way {
  readonly state: State;
  /** Its end has been reached: `return`, `throw`, `break`, `continue`. */
  readonly isDead: boolean;
}

/** What holds around a closure while that is walked. */
interface Outside extends Way {
  readonly breaks: State[];
  readonly continues: State[];
}

/** What was found out. */
interface Found {
  readonly uses: Map<AstNode, readonly AstNode[]>;
  readonly before: Map<AstNode, readonly AstNode[]>;
}

const MOST_VALUES = 8;
/** A loop's body is walked twice, so loops in loops are walked often. */
const DEEPEST_LOOP = 5;
const DEEPEST = 400;
const PLAIN = intern("=");
/** Files of so many nodes are walked in steps, where somebody waits for a turn. */
const LONG = 5000;
const NODES_IN_A_STEP = 1000;
/** What is walked by walking its parts one after the other. */
const SEQUENCES: ReadonlySet<Kind> = new Set([
  Kind.ExpressionStatement,
  Kind.Block,
  Kind.Call,
  Kind.Array,
  Kind.Object,
  Kind.Pair,
]);

export class ReachingValues {
  readonly #ast: Ast;
  readonly #names: Names;
  readonly #walked = new Set<AstNode>();
  readonly #found: Found = { uses: new Map(), before: new Map() };

  constructor(ast: Ast, names: Names) {
    this.#ast = ast;
    this.#names = names;
  }

  /** The expressions one of which a name was given last; none where that is not known. An Assign stands for `x += e`. */
  valuesOf(use: AstNode): readonly AstNode[] {
    this.#walk(use);
    return this.#found.uses.get(use) ?? [];
  }

  /** What `x` was before an `x += e`. */
  valuesBefore(assignment: AstNode): readonly AstNode[] {
    this.#walk(assignment);
    return this.#found.before.get(assignment) ?? [];
  }

  /** What is known of the top level of a long file, and of functions handed over there, which are walked with it. */
  *readTopLevel(): Steps<void> {
    if (this.#ast.size < LONG || this.#walked.has(ROOT)) return;
    yield* new Walk(this.#ast, this.#names, this.#found).runInSteps(ROOT);
    this.#walked.add(ROOT);
  }

  #walk(node: AstNode): void {
    const owner = ownerOf(this.#ast, node);
    if (this.#walked.has(owner)) return;
    this.#walked.add(owner);
    new Walk(this.#ast, this.#names, this.#found).run(owner);
  }
}

/** The function whose statements are walked with a node: closures are walked with what is around them. */
function ownerOf(ast: Ast, node: AstNode): AstNode {
  let owner = ast.enclosing(ast.parent(node), Kind.Function);
  while (owner !== ROOT && owner !== NO_NODE && isClosure(ast, owner))
    owner = ast.enclosing(ast.parent(owner), Kind.Function);
  return owner;
}

/** A function that is walked with what is around it. */
export function isClosure(ast: Ast, node: AstNode): boolean {
  const role = ast.role(node);
  return (
    role !== Role.Statement && role !== Role.Member && role !== Role.Declaration && !ast.hasFlag(node, Flag.Method)
  );
}

class Walk {
  readonly #ast: Ast;
  readonly #names: Names;
  readonly #found: Found;
  #state = new State();
  #isDead = false;
  #loops = 0;
  #depth = 0;
  #visited = 0;
  /** What held where a `break` left the innermost loop or switch. */
  #breaks: State[] = [];
  #continues: State[] = [];

  constructor(ast: Ast, names: Names, found: Found) {
    this.#ast = ast;
    this.#names = names;
    this.#found = found;
  }

  run(owner: AstNode): void {
    this.#children(owner);
  }

  /** What comes one after the other is walked in steps; loops and branches as a whole. */
  *runInSteps(owner: AstNode): Steps<void> {
    const { nexts } = this.#ast.columns;
    for (let child = owner + 1; child < nexts[owner]!; child = nexts[child]!) yield* this.#visitInSteps(child);
  }

  *#visitInSteps(node: AstNode): Steps<void> {
    const size = this.#ast.next(node) - node;
    if (size >= NODES_IN_A_STEP && this.#isSequence(node) && this.#depth <= DEEPEST) {
      this.#depth++;
      yield* this.#sequenceInSteps(node);
      this.#depth--;
      return;
    }
    this.#visit(node);
    this.#visited += size;
    if (this.#visited < NODES_IN_A_STEP) return;
    this.#visited = 0;
    yield;
  }

  #isSequence(node: AstNode): boolean {
    const kind = this.#ast.kind(node);
    return kind === Kind.Function ? isClosure(this.#ast, node) : SEQUENCES.has(kind);
  }

  *#sequenceInSteps(node: AstNode): Steps<void> {
    const ast = this.#ast;
    const outer = ast.kind(node) === Kind.Function ? this.#beginClosure() : undefined;
    yield* this.runInSteps(node);
    if (outer) this.#endClosure(node, outer);
    else if (ast.kind(node) === Kind.ExpressionStatement) this.#effect(ast.child(node, Role.Expression));
  }

  #children(node: AstNode, except?: Role): void {
    const { nexts, roles } = this.#ast.columns;
    const end = nexts[node]!;
    for (let child = node + 1; child < end; child = nexts[child]!) if (roles[child] !== except) this.#visit(child);
  }

  #visit(node: AstNode): void {
    if (node === NO_NODE || this.#depth > DEEPEST) return;
    this.#depth++;
    this.#visitNode(node);
    this.#depth--;
  }

  #visitNode(node: AstNode): void {
    const ast = this.#ast;
    switch (ast.kind(node)) {
      case Kind.Identifier: {
        const values = this.#state.get(this.#key(node));
        if (values && !this.#isDead) this.#found.uses.set(node, values);
        else this.#found.uses.delete(node);
        return;
      }
      case Kind.Function:
        this.#function(node);
        return;
      case Kind.Class:
        this.#apart(() => this.#children(node));
        return;
      case Kind.Assign:
      case Kind.NamedExpression:
        this.#assign(node);
        return;
      case Kind.Declarator:
        this.#declarator(node);
        return;
      case Kind.Update:
        this.#children(node);
        this.#forget(ast.child(node, Role.Operand));
        return;
      case Kind.ExpressionStatement:
        this.#children(node);
        this.#effect(ast.child(node, Role.Expression));
        return;
      case Kind.Binary:
        this.#binary(node);
        return;
      case Kind.Conditional:
      case Kind.If:
        this.#branches(node);
        return;
      case Kind.While:
      case Kind.For:
      case Kind.ForEach:
      case Kind.DoWhile:
      case Kind.Comprehension:
        this.#loop(node);
        return;
      case Kind.Switch:
        this.#switch(node);
        return;
      case Kind.Try:
        this.#try(node);
        return;
      case Kind.Return:
      case Kind.Throw:
        this.#children(node);
        this.#isDead = true;
        return;
      case Kind.Break:
        if (!this.#isDead) this.#breaks.push(this.#state.copy());
        this.#isDead = true;
        return;
      case Kind.Continue:
        if (!this.#isDead) this.#continues.push(this.#state.copy());
        this.#isDead = true;
        return;
      case Kind.Delete:
        this.#children(node);
        for (const operand of ast.children(node, Role.Operand)) this.#forget(operand);
        return;
      default:
        this.#children(node);
    }
  }

  #key(node: AstNode): number {
    const declaration = this.#names.declarationOf(node);
    return declaration === NO_NODE ? -this.#ast.symbol(node) : declaration;
  }

  // A closure may run at any time later, but mostly it runs where it stands.
  #function(node: AstNode): void {
    if (!isClosure(this.#ast, node)) {
      for (const parameter of this.#ast.children(node, Role.Parameter)) this.#visit(parameter);
      this.#forgetWritten(node);
      return;
    }
    const outer = this.#beginClosure();
    this.#children(node);
    this.#endClosure(node, outer);
  }

  #beginClosure(): Outside {
    const outer = { ...this.#here(), breaks: this.#breaks, continues: this.#continues };
    this.#state = new State(outer.state);
    [this.#breaks, this.#continues] = [[], []];
    return outer;
  }

  #endClosure(node: AstNode, outer: Outside): void {
    [this.#breaks, this.#continues] = [outer.breaks, outer.continues];
    this.#take(outer);
    this.#forgetWritten(node);
  }

  /** Nobody knows when a function writes to the names around it. */
  #forgetWritten(node: AstNode): void {
    const ast = this.#ast;
    const { kinds, nexts } = ast.columns;
    for (let at = node + 1; at < nexts[node]!; at++) {
      const kind = kinds[at];
      if (kind === Kind.Assign || kind === Kind.NamedExpression) this.#forget(ast.child(at, Role.Target));
      else if (kind === Kind.Update) this.#forget(ast.child(at, Role.Operand));
    }
  }

  /** What runs with names of its own. */
  #apart(run: () => void): void {
    const outer = this.#here();
    this.#state = new State();
    run();
    this.#take(outer);
  }

  #assign(node: AstNode): void {
    const ast = this.#ast;
    const target = ast.child(node, Role.Target);
    const value = ast.child(node, Role.Value);
    this.#visit(value);
    if (ast.kind(target) !== Kind.Identifier) {
      this.#children(node, Role.Value);
      this.#forget(target);
      return;
    }
    const key = this.#key(target);
    const isPlain = ast.kind(node) === Kind.NamedExpression || ast.symbol(node) === PLAIN;
    if (isPlain) {
      this.#state.set(key, [value]);
      return;
    }
    const before = this.#state.get(key);
    if (before) {
      this.#found.before.set(node, before);
      this.#found.uses.set(target, before);
      this.#state.set(key, [node]);
    } else {
      this.#found.before.delete(node);
      this.#state.delete(key);
    }
  }

  #declarator(node: AstNode): void {
    const ast = this.#ast;
    const target = ast.child(node, Role.Target);
    const value = ast.child(node, Role.Value);
    this.#children(node, Role.Target);
    if (ast.kind(target) === Kind.Identifier && value !== NO_NODE) this.#state.set(this.#key(target), [value]);
    else this.#forget(target);
  }

  /** All names in what is written to, and those whose members are. */
  #forget(target: AstNode): void {
    if (target === NO_NODE) return;
    const ast = this.#ast;
    const kind = ast.kind(target);
    if (kind === Kind.Identifier) this.#state.delete(this.#key(target));
    else if (kind === Kind.Member || kind === Kind.Index || kind === Kind.Slice)
      this.#forget(ast.child(target, Role.Object));
    else for (const child of ast.children(target)) this.#forget(child);
  }

  /** `x.f()` for its effect may change `x`. */
  #effect(expression: AstNode): void {
    const ast = this.#ast;
    if (expression === NO_NODE) return;
    // `x << y` where texts can be written to.
    if (ast.kind(expression) === Kind.Binary && ast.name(expression) === "<<")
      this.#forget(ast.child(expression, Role.Left));
    if (ast.kind(expression) !== Kind.Call) return;
    const callee = ast.child(expression, Role.Callee);
    if (callee === NO_NODE || ast.kind(callee) !== Kind.Member) return;
    const object = ast.child(callee, Role.Object);
    if (object !== NO_NODE && ast.kind(object) === Kind.Identifier) this.#state.delete(this.#key(object));
  }

  #binary(node: AstNode): void {
    const ast = this.#ast;
    if (!/^(?:&&|\|\||\?\?|and|or)$/.test(ast.name(node))) {
      this.#children(node);
      return;
    }
    this.#visit(ast.child(node, Role.Left));
    const short = this.#here();
    this.#state = new State(short.state);
    this.#visit(ast.child(node, Role.Right));
    if (short.isDead) short.state.take(this.#state);
    else if (!this.#isDead) short.state.join(this.#state, short.state);
    this.#take(short);
  }

  #branches(node: AstNode): void {
    const ast = this.#ast;
    for (const child of ast.children(node)) {
      const role = ast.role(child);
      if (role !== Role.Then && role !== Role.Else) this.#visit(child);
    }
    const start = this.#here();
    this.#state = new State(start.state);
    for (const child of ast.children(node, Role.Then)) this.#visit(child);
    const then = this.#here();
    this.#state = new State(start.state);
    this.#isDead = start.isDead;
    for (const child of ast.children(node, Role.Else)) this.#visit(child);
    if (then.isDead) start.state.take(this.#state);
    else if (this.#isDead) start.state.take(then.state);
    else start.state.join(this.#state, then.state);
    this.#take({ state: start.state, isDead: this.#isDead && then.isDead });
  }

  #loop(node: AstNode): void {
    const ast = this.#ast;
    const once = (child: AstNode) => {
      const role = ast.role(child);
      return role === Role.Init || role === Role.Iterable || role === Role.Item;
    };
    for (const child of ast.children(node)) if (once(child)) this.#visit(child);
    const before = this.#state;
    const wasDead = this.#isDead;
    const [outerBreaks, outerContinues] = [this.#breaks, this.#continues];
    const body = (state: State): State => {
      this.#state = state;
      this.#isDead = wasDead;
      this.#breaks = [];
      this.#continues = [];
      for (const child of ast.children(node)) {
        if (once(child)) continue;
        if (ast.role(child) === Role.Target) this.#forget(child);
        else this.#visit(child);
      }
      this.#join(this.#continues.map(alive));
      return this.#isDead ? new State() : this.#state;
    };
    this.#loops++;
    const again = this.#loops > DEEPEST_LOOP ? new State() : body(new State());
    const head = State.joined(before, again);
    body((ast.kind(node) === Kind.DoWhile ? before : head).copy());
    this.#loops--;
    this.#state = head;
    this.#isDead = wasDead;
    const breaks = this.#breaks;
    [this.#breaks, this.#continues] = [outerBreaks, outerContinues];
    this.#join(breaks.map(alive));
  }

  #switch(node: AstNode): void {
    const ast = this.#ast;
    this.#visit(ast.child(node, Role.Subject));
    const start = this.#state;
    const wasDead = this.#isDead;
    const outerBreaks = this.#breaks;
    this.#breaks = [];
    const ends: Way[] = [];
    let hasDefault = false;
    let falls: State | undefined;
    const cases = ast.children(node, Role.Case);
    for (const each of cases) {
      if (ast.child(each, Role.Pattern) === NO_NODE) hasDefault = true;
      this.#state = start.copy();
      this.#isDead = wasDead;
      if (falls) this.#join([alive(falls)]);
      this.#children(each);
      falls = undefined;
      if (ast.hasFlag(each, Flag.NoFallThrough)) ends.push(this.#here());
      else if (!this.#isDead) falls = this.#state;
    }
    this.#state = falls ?? new State();
    this.#isDead = falls === undefined;
    if (!hasDefault) ends.push({ state: start.copy(), isDead: wasDead });
    ends.push(...this.#breaks.map(alive));
    this.#breaks = outerBreaks;
    this.#join(ends);
  }

  // A handler begins with what holds before the body and at its end; a body that calls nothing needs none.
  #try(node: AstNode): void {
    const ast = this.#ast;
    for (const child of ast.children(node, Role.Item)) this.#visit(child);
    const before = this.#copy();
    for (const child of ast.children(node, Role.Body)) this.#visit(child);
    const body = this.#copy();
    for (const child of ast.children(node, Role.Else)) this.#visit(child);
    const ends = [this.#here()];
    const mayThrow = ast.children(node, Role.Body).some((child) => this.#mayThrow(child));
    for (const handler of ast.children(node, Role.Handler)) {
      this.#state = body.isDead ? before.state.copy() : State.joined(before.state, body.state);
      this.#isDead = before.isDead;
      this.#visit(handler);
      if (mayThrow) ends.push(this.#here());
    }
    this.#state = new State();
    this.#isDead = true;
    this.#join(ends);
    for (const child of ast.children(node, Role.Finalizer)) this.#visit(child);
  }

  #mayThrow(node: AstNode): boolean {
    const { kinds, nexts } = this.#ast.columns;
    for (let at = node; at < nexts[node]!; at++) {
      const kind = kinds[at];
      if (kind === Kind.Call || kind === Kind.New || kind === Kind.Throw) return true;
    }
    return false;
  }

  #here(): Way {
    return { state: this.#state, isDead: this.#isDead };
  }

  /** For what goes on from here twice. */
  #copy(): Way {
    return { state: this.#state.copy(), isDead: this.#isDead };
  }

  #take({ state, isDead }: Way): void {
    this.#state = state;
    this.#isDead = isDead;
  }

  #join(others: readonly Way[]): void {
    for (const other of others) {
      if (other.isDead) continue;
      this.#state = this.#isDead ? other.state.copy() : State.joined(this.#state, other.state);
      this.#isDead = false;
    }
  }
}

function alive(state: State): Way {
  return { state, isDead: false };
}
