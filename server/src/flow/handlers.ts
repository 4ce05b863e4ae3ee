// Which functions of a file a framework calls: those that are handed over in a call, decorated, methods of its classes, or exported
// by a file of a certain path. They are told when somebody asks, and an edit that cannot have changed them takes them over.

import { type Ast, type AstNode, NO_NODE, ROOT } from "../syntax/ast.ts";
import { Flag, Kind, Role } from "../syntax/kind.ts";
import { isJvm } from "../syntax/language.ts";
import { nameOf, symbolOf } from "../syntax/symbols.ts";
import { Use } from "../syntax/tally.ts";
import { finished, type Steps } from "../text/steps.ts";
import type { FlowFile } from "./file.ts";
import { globMatches } from "./file-glob.ts";
import type { HandlerRow } from "./model.ts";
import { list, type ModelIndex } from "./model-index.ts";
import type { OriginResolver } from "./origin-resolver.ts";
import { isReceiver, type Unit } from "./unit.ts";

/** A function that a framework calls, and what the row says of it. */
export interface Handler {
  readonly row: HandlerRow;
  readonly unit: Unit;
}

/** That a node (a call, a decorated definition, a class) says that a framework calls a function. */
interface Saying {
  /** `BY_EXPORT` for what the file's own path says. */
  readonly by: AstNode;
  readonly unit: Unit;
  readonly row: HandlerRow;
}

type Say = (functionNode: AstNode, row: HandlerRow) => void;

const BY_EXPORT: AstNode = Number.MAX_SAFE_INTEGER;

/** One of them in eight is a call, of which some ask what a library gives. */
const NODES_IN_A_STEP = 1000;

/** Which nodes are to be asked again after an edit, and where the others have gone. */
export interface AskedAgain {
  /** Of the new version, in order. */
  readonly nodes: Iterable<AstNode>;
  /** Whether a node of the old version was one of them. */
  has(old: AstNode): boolean;
  isThere(unit: Unit): boolean;
  /** NO_NODE for what is not there any more. */
  moved(old: AstNode): AstNode;
}

export class Handlers {
  readonly #file: FlowFile;
  readonly #index: ModelIndex;
  readonly #origins: OriginResolver;
  #known: Map<AstNode, Handler[]> | undefined;
  /** What they are made of, in the order in which it was found. */
  #sayings: Saying[] = [];
  /** While they are looked for: the functions whose parameters were asked about. */
  #asked: Set<AstNode> | undefined;
  /** The search, while it is not over, and whether it is what asks now: it sees what it has found so far, all others wait for the end. */
  #search: Steps<void> | undefined;
  #isSearching = false;

  /** `origins` are of the same file, and forgotten whenever they may have to say something else of parameters. */
  constructor(file: FlowFile, index: ModelIndex, origins: OriginResolver) {
    this.#file = file;
    this.#index = index;
    this.#origins = origins;
  }

  /** Rows that say that a framework calls this function. */
  of(functionNode: AstNode): readonly Handler[] {
    this.#asked?.add(functionNode);
    return this.all.get(functionNode) ?? [];
  }

  /** All functions of the file that a framework calls. */
  get all(): ReadonlyMap<AstNode, readonly Handler[]> {
    this.makeReady();
    return this.#known!;
  }

  /** Looks for all of them, if nobody did; the search itself goes by what it has found so far. */
  makeReady(): void {
    if (!this.#isSearching && (!this.#known || this.#search)) finished(this.read());
  }

  /** Makes all of them ready. */
  *read(): Steps<void> {
    if (!this.#known) this.#search ??= this.#find();
    while (this.#search && !this.#goOn()) yield;
  }

  /** Says whether the search is over. */
  #goOn(): boolean {
    const search = this.#search!;
    this.#isSearching = true;
    try {
      const { done } = search.next();
      if (done) this.#search = undefined;
      return done === true;
    } finally {
      this.#isSearching = false;
    }
  }

  *#find(): Steps<void> {
    this.#begin();
    const { kinds } = this.#file.ast.columns;
    for (let node = 0; node < kinds.length; node++) {
      if (node % NODES_IN_A_STEP === NODES_IN_A_STEP - 1) {
        // Others may ask meanwhile what is not known as a whole yet.
        this.#origins.forget();
        yield;
      }
      this.#lookAt(node);
    }
    this.#byExport();
    this.#end();
  }

  /**
   * Takes over what the version before an edit knew of handlers, where no other node can have changed what it says. False, and nothing is taken
   * over, when those that are asked again say something else now, for then others may.
   */
  take(before: Handlers, asked: AskedAgain | undefined): boolean {
    if (!before.#known || before.#search || !asked) return false;
    const said: Saying[] = [];
    const kept: Saying[] = [];
    for (const saying of before.#sayings) {
      if (saying.by === BY_EXPORT || asked.has(saying.by)) said.push(saying);
      else {
        const by = asked.moved(saying.by);
        if (by === NO_NODE || !asked.isThere(saying.unit)) return false;
        kept.push({ ...saying, by });
      }
    }
    this.#search = undefined;
    this.#begin();
    this.#isSearching = true;
    let next = 0;
    const keepUntil = (node: AstNode) => {
      for (; next < kept.length && kept[next]!.by < node; next++) this.#note(kept[next]!);
    };
    const found: Saying[] = [];
    const ask = (action: () => void) => {
      const from = this.#sayings.length;
      action();
      found.push(...this.#sayings.slice(from));
    };
    for (const node of asked.nodes) {
      keepUntil(node);
      ask(() => this.#lookAt(node));
    }
    keepUntil(BY_EXPORT);
    ask(() => this.#byExport());
    this.#isSearching = false;
    this.#end();
    const saysTheSame =
      found.length === said.length &&
      found.every(({ unit, row }, at) => unit === said[at]!.unit && row === said[at]!.row);
    if (!saysTheSame) this.forget();
    return saysTheSame;
  }

  /** They will be looked for when somebody asks. */
  forget(): void {
    this.#known = undefined;
    this.#search = undefined;
    this.#origins.forget();
  }

  #begin(): void {
    this.#known = new Map();
    this.#sayings = [];
    this.#asked = new Set();
    this.#origins.forget();
  }

  #end(): void {
    // What was worked out on the way did not know yet what all parameters are.
    this.#origins.forget();
    this.#asked = undefined;
  }

  #say(by: AstNode, functionNode: AstNode, row: HandlerRow): void {
    const unit = this.#file.units.table.at(functionNode);
    if (unit && (row.arity === undefined || row.arity === unit.parameters.length)) this.#note({ by, unit, row });
  }

  #note(saying: Saying): void {
    const { unit, row } = saying;
    const known = this.#known!.get(unit.node);
    if (known?.some((handler) => handler.row === row)) return;
    this.#sayings.push(saying);
    if (known) known.push({ row, unit });
    else this.#known!.set(unit.node, [{ row, unit }]);
    // What its parameters are is told by what stands before, whoever asks: so also when only a part of the file is looked through.
    if (this.#asked!.has(unit.node)) {
      this.#origins.forget();
      this.#asked!.clear();
    }
  }

  #sayingBy(node: AstNode): Say {
    return (functionNode, row) => this.#say(node, functionNode, row);
  }

  #lookAt(node: AstNode): void {
    switch (this.#file.ast.columns.kinds[node]) {
      case Kind.Call:
        this.#inCall(node, this.#sayingBy(node));
        break;
      case Kind.Function:
        this.#byDecorator(node, this.#sayingBy(node));
        break;
      case Kind.Class:
        this.#inClass(node, this.#sayingBy(node));
        break;
      case Kind.Pair:
        if (this.#index.memberHandlers.size > 0) this.#inMember(node, this.#sayingBy(node));
        break;
      default:
    }
  }

  #inCall(node: AstNode, add: Say): void {
    const { ast } = this.#file;
    const callee = ast.child(node, Role.Callee);
    if (callee === NO_NODE) return;
    // A member of what is no receiver is called what the library calls it.
    const isMember = ast.kind(callee) === Kind.Member && ast.kind(ast.child(callee, Role.Object)) !== Kind.This;
    if (isMember && !this.#index.mayTakeHandlers(ast.symbol(callee))) return;
    if (!this.#handsOver(node)) return;
    for (const origin of this.#origins.of(callee).list) {
      const { handlerCalls } = this.#index.rowsOf(origin);
      if (handlerCalls.length === 0) continue;
      const args = ast.children(node, Role.Argument);
      for (const row of handlerCalls) {
        const places = list(row.argument ?? "any");
        for (const [position, argument] of args.entries()) {
          for (const place of places) {
            if (place === "any" || place === position || place === String(position))
              this.#functionsIn(argument, (functionNode) => add(functionNode, row));
            else if (typeof place === "string" && place.startsWith(`${position}.`)) {
              const member = this.#memberOfObject(argument, place.slice(place.indexOf(".") + 1));
              if (member !== NO_NODE) this.#functionsIn(member, (functionNode) => add(functionNode, row));
            }
          }
        }
      }
    }
  }

  #handsOver(call: AstNode): boolean {
    const { roles, nexts } = this.#file.ast.columns;
    for (let child = call + 1; child < nexts[call]!; child = nexts[child]!)
      if (roles[child] === Role.Argument && this.#mayHandOver(child)) return true;
    return false;
  }

  /** Whether an argument may hand over a function: asked of all calls, before anything that takes longer. */
  #mayHandOver(argument: AstNode): boolean {
    const { ast, names } = this.#file;
    switch (ast.kind(argument)) {
      case Kind.Identifier: {
        const declaration = names.declarationOf(argument);
        return declaration !== NO_NODE && this.#file.definitionOf(declaration) !== NO_NODE;
      }
      case Kind.Function:
      case Kind.Array:
      case Kind.NamedArgument:
      case Kind.Call:
      case Kind.Member:
      case Kind.Object:
        return true;
      default:
        return false;
    }
  }

  /** The functions of this file that an argument hands over: itself, by name, in a list, wrapped in a call. */
  #functionsIn(argument: AstNode, use: (functionNode: AstNode) => void, depth = 0): void {
    const { ast, names } = this.#file;
    switch (ast.kind(argument)) {
      case Kind.Function:
        use(argument);
        return;
      case Kind.Identifier: {
        const declaration = names.declarationOf(argument);
        const definition = declaration === NO_NODE ? NO_NODE : this.#file.definitionOf(declaration);
        if (definition !== NO_NODE && ast.kind(definition) === Kind.Function) use(definition);
        return;
      }
      case Kind.Array:
        if (depth < 3)
          for (const element of ast.children(argument, Role.Element)) this.#functionsIn(element, use, depth + 1);
        return;
      case Kind.NamedArgument:
        this.#functionsIn(ast.child(argument, Role.Value), use, depth + 1);
        return;
      case Kind.Call:
        // `asyncHandler(async (req, res) => …)`, `upload.single("file")` beside it
        if (depth < 3)
          for (const inner of ast.children(argument, Role.Argument)) this.#functionsIn(inner, use, depth + 1);
        return;
      case Kind.Member: {
        const object = ast.child(argument, Role.Object);
        const around = ast.enclosing(argument, Kind.Class);
        if (around === NO_NODE || (ast.kind(object) !== Kind.This && !isReceiver(ast, names.declarationOf(object))))
          return;
        const method = this.#file.classOf(around)?.methods.get(ast.symbol(argument));
        if (method) use(method.node);
        return;
      }
      default:
    }
  }

  #memberOfObject(object: AstNode, name: string): AstNode {
    const { ast } = this.#file;
    if (ast.kind(object) !== Kind.Object) return NO_NODE;
    for (const element of ast.children(object, Role.Element)) {
      if (ast.kind(element) === Kind.Function && ast.name(element) === name) return element;
      if (ast.kind(element) === Kind.Pair && ast.name(ast.child(element, Role.Key)) === name)
        return ast.child(element, Role.Value);
    }
    return NO_NODE;
  }

  #byDecorator(node: AstNode, add: Say): void {
    const { ast } = this.#file;
    if (ast.child(node, Role.Decorator) === NO_NODE) return;
    for (const decorator of ast.children(node, Role.Decorator)) {
      const expression = ast.firstChild(decorator);
      for (const origin of this.#origins.ofDecorator(expression))
        for (const row of this.#index.rowsOf(origin).handlerDecorators) add(node, row);
    }
  }

  #inClass(node: AstNode, add: Say): void {
    const { ast } = this.#file;
    const info = this.#file.classOf(node);
    if (!info) return;
    const rows: HandlerRow[] = [];
    for (const origin of this.#origins.ofClass(node).list) rows.push(...this.#index.rowsOf(origin).handlerSuperclasses);
    for (const decorator of ast.children(node, Role.Decorator))
      for (const origin of this.#origins.ofDecorator(ast.firstChild(decorator)))
        rows.push(...this.#index.rowsOf(origin).handlerDecorators);
    for (const row of rows) {
      if (this.#isDecorated(node, row.undecorated)) continue;
      for (const [name, method] of info.methods) {
        if (this.#isDecorated(method.node, row.undecorated)) continue;
        // What handles requests says which, or overrides what does; others are helpers.
        const isPlain = ast.child(method.node, Role.Decorator) === NO_NODE;
        if (isJvm(ast.language) && row.decorator !== undefined && isPlain) continue;
        if (row.methods && !isAmong(row.methods, nameOf(name))) continue;
        // C#'s actions are the public ones; accessors are none.
        if (ast.language === "csharp" && !isAction(ast, method.node)) continue;
        if (ast.language === "php" && isHidden(ast, method.node)) continue;
        add(method.node, row);
      }
    }
  }

  /** `Query: { user(parent, args) {}, posts: (parent, args) => … }`. */
  #inMember(pair: AstNode, add: Say): void {
    const { ast } = this.#file;
    const rows = this.#index.memberHandlers.get(ast.symbol(ast.child(pair, Role.Key)));
    const value = ast.child(pair, Role.Value);
    if (!rows || value === NO_NODE || ast.kind(value) !== Kind.Object) return;
    for (const element of ast.children(value, Role.Element)) {
      const given = ast.kind(element) === Kind.Pair ? ast.child(element, Role.Value) : element;
      for (const row of rows) this.#functionsIn(given, (functionNode) => add(functionNode, row));
    }
  }

  #isDecorated(definition: AstNode, by: HandlerRow["undecorated"]): boolean {
    if (by === undefined) return false;
    const { ast } = this.#file;
    return ast
      .children(definition, Role.Decorator)
      .some((decorator) => this.#index.isAtAny(this.#origins.ofDecorator(ast.firstChild(decorator)), by));
  }

  #byExport(): void {
    const add: Say = (functionNode, row) => this.#say(BY_EXPORT, functionNode, row);
    const { ast } = this.#file;
    for (const row of this.#index.fileHandlers) {
      if (!mayName(ast, row.methods) || !globMatches(row.files!, this.#file.path)) continue;
      if (row.directive !== undefined && !beginsWith(ast, row.directive)) continue;
      for (const { name, node } of this.#file.names.exports) {
        if (row.methods && !row.methods.includes(name)) continue;
        const definition = ast.kind(node) === Kind.Function ? node : this.#file.definitionOf(node);
        if (definition !== NO_NODE && ast.kind(definition) === Kind.Function) add(definition, row);
      }
    }
  }
}

/** Whether one of these names stands anywhere in the file, which is counted; `default` need not be written out. Asked with each key. */
function mayName({ tally }: Ast, names: readonly string[] | undefined): boolean {
  if (!tally || !names) return true;
  return names.some((name) => {
    const symbol = symbolOf(name);
    return name === "default" || (symbol !== 0 && tally.has(Use.Any, symbol));
  });
}

function isAmong(names: readonly string[], name: string): boolean {
  return names.some((each) => each === name || (each.endsWith("*") && name.startsWith(each.slice(0, -1))));
}

/** Whether a file's first statement is a text: `"use server"`. */
function beginsWith(ast: Ast, directive: string): boolean {
  const statement = ast.firstChild(ROOT);
  const text = ast.kind(statement) === Kind.String ? statement : ast.firstChild(statement);
  return text !== NO_NODE && ast.kind(text) === Kind.String && ast.stringValue(text) === directive;
}

/** What no framework calls for a request: private methods, and PHP's own ones such as the constructor. */
function isHidden(ast: Ast, node: AstNode): boolean {
  return (
    ast.name(node).startsWith("__") ||
    ast.children(node, Role.Modifier).some((word) => /^(private|protected|static)$/.test(ast.name(word)))
  );
}

function isAction(ast: Ast, node: AstNode): boolean {
  if (ast.hasFlag(node, Flag.Accessor)) return false;
  const words = ast.children(node, Role.Modifier).map((word) => ast.name(word));
  return words.includes("public") && !words.includes("static");
}
