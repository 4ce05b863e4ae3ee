// What library paths the expressions of a file stand for. Flow-insensitive: a variable is what any assignment to it makes of
// it. Asked on demand and remembered, since most expressions are never asked about. Where nothing else is known, models'
// conventions on names decide, and the answer says that it is a guess.

import { type AstNode, NO_NODE } from "../syntax/ast.ts";
import { Flag, Kind, Role } from "../syntax/kind.ts";
import { isJvm, isScript } from "../syntax/language.ts";
import { intern, nameOf, type Sym, symbolOf } from "../syntax/symbols.ts";
import { innerMap } from "../text/multimap.ts";
import { compareTexts } from "../text/order.ts";
import { type Declaration, type FlowFile, isRelativeModule } from "./file.ts";
import { RECEIVER } from "./given-receivers.ts";
import { Handlers } from "./handlers.ts";
import { hasTrait, type ModelIndex, originOfPath } from "./model-index.ts";
import { originsByName, originsOfParameterByName } from "./name-conventions.ts";
import { OpenImports } from "./open-imports.ts";
import {
  callOrigin,
  elementOrigin,
  instanceOrigin,
  memberOrigin,
  NO_ORIGIN,
  type Origin,
  qualifiedOrigin,
  rootOrigin,
} from "./origin.ts";
import { applySteps, MOST_ORIGINS, mapOrigins, NO_ORIGINS, type Origins, sureOrigin, unionOf } from "./origins.ts";
import { meantName } from "./ruby-sent.ts";
import { isReceiver, parameterNode, receiverParameter } from "./unit.ts";

const ITEM = intern("Item");
/** Python's `Annotated[User, Depends(current_user)]` is both. */
const WRAPPERS = /^(typing\.)?(Annotated|Optional|Union)$/;
const DEEPEST = 60;

/** What other files' exports are: the program's part of the answer. */
export interface ImportedOrigins {
  originsOfImport(file: FlowFile, module: string, member: string): Origins | undefined;
  /** Of a name that the file's package or namespace declares elsewhere; undefined when it does not. */
  originsElsewhere(file: FlowFile, name: Sym, at: AstNode): Origins | undefined;
  /** Namespaces that are open in a C# file without its saying so: implicit ones, and those that other files open for all. */
  openNamespaces(file: FlowFile): readonly string[];
  /** Of a member of an instance of a class of the program, or of a module of it. */
  originsOfMember(file: FlowFile, object: AstNode, member: Sym): Origins | undefined;
  /** Of an annotation that the program declares: what those on its declaration are. */
  originsOfAnnotation(file: FlowFile, name: AstNode): readonly Origin[];
  /** Of what a function or method of the program gives, by the type that it says. */
  originsOfResult(file: FlowFile, callee: AstNode): Origins | undefined;
}

/** An answer that holds as long as the question at a depth is open, from which it was worked out. */
interface Passing {
  readonly origins: Origins;
  readonly restsOn: number;
}

/** A node of a file that questions lead to. */
interface Member {
  readonly resolver: OriginResolver;
  readonly node: AstNode;
}

/**
 * What is being worked out, in all files, since imports lead from one to the other and back. A variable may be given what one of its own
 * methods gives: the method is then nothing, but only as long as the variable is asked about. What rests on such an answer is not kept,
 * or it would depend on who asks first.
 */
class Work {
  depth = 0;
  /** The least depth of an open question that the one which is worked out met. */
  restsOn = Number.POSITIVE_INFINITY;
  passing: Map<OriginResolver, Map<AstNode, Passing>> | undefined;

  restingOn(depth: number, origins: Origins): Origins {
    if (depth < this.restsOn) this.restsOn = depth;
    return origins;
  }

  /** Of a circle that a node at a depth closes, the member that stands before all others; undefined where that is the node. */
  before(resolver: OriginResolver, node: AstNode, depth: number): Member | undefined {
    let first: Member = { resolver, node };
    for (const [each, answers] of this.passing ?? [])
      for (const [member, { restsOn }] of answers)
        if (restsOn >= depth && each.isBefore(member, first)) first = { resolver: each, node: member };
    return first.resolver === resolver && first.node === node ? undefined : first;
  }

  keepFor(resolver: OriginResolver, node: AstNode, answer: Passing): void {
    this.passing ??= new Map();
    innerMap(this.passing, resolver).set(node, answer);
  }
}

const work = new Work();

export class OriginResolver {
  readonly #file: FlowFile;
  /** Which functions of the file a framework calls. */
  readonly handlers: Handlers;
  readonly #index: ModelIndex;
  readonly #program: ImportedOrigins;
  readonly #open: OpenImports;
  #known = new Map<AstNode, Origins>();
  /** Nodes that are being looked at have nothing yet. */
  readonly #asked: AstNode[] = [];
  readonly #depths: number[] = [];

  constructor(file: FlowFile, index: ModelIndex, program: ImportedOrigins) {
    this.#file = file;
    this.handlers = new Handlers(file, index, this);
    this.#index = index;
    this.#program = program;
    this.#open = new OpenImports(file, index, (each) => program.openNamespaces(each));
  }

  /** The paths of an expression, a declaration or a type. Whoever asks first, the answer is the same. */
  of(node: AstNode): Origins {
    if (node === NO_NODE) return NO_ORIGINS;
    const known = this.#known.get(node);
    if (known) return known;
    const at = this.#asked.lastIndexOf(node);
    if (at >= 0) return work.restingOn(this.#depths[at]!, NO_ORIGINS);
    const passing = work.passing?.get(this)?.get(node);
    if (passing) return work.restingOn(passing.restsOn, passing.origins);
    // What is too deep here need not be for another question.
    if (this.#asked.length > DEEPEST) return work.restingOn(0, NO_ORIGINS);
    // They are looked for by asking what calls are, and would be told something else with this question open.
    if (this.#asked.length === 0) this.handlers.makeReady();
    return this.#workOut(node);
  }

  #workOut(node: AstNode): Origins {
    for (;;) {
      const { origins, first } = this.#workOutOnce(node);
      if (!first) return origins;
      first.resolver.of(first.node);
      // Else it rests on what is open around here, and is none to begin with.
      if (!first.resolver.#known.has(first.node)) return this.#workOutOnce(node, true).origins;
    }
  }

  /**
   * `first`: where a circle is to be begun instead, which this node closes. What the members of a circle come to depends on which of them is taken
   * for nothing first, so that is the one that stands first, whoever was asked for. With `isFirst` it is this one.
   */
  #workOutOnce(node: AstNode, isFirst = false): { origins: Origins; first?: Member | undefined } {
    const outer = work.restsOn;
    const depth = work.depth++;
    work.restsOn = Number.POSITIVE_INFINITY;
    this.#asked.push(node);
    this.#depths.push(depth);
    try {
      const origins = this.#ofNew(node);
      const { restsOn } = work;
      if (restsOn < depth) {
        work.keepFor(this, node, { origins, restsOn });
        return { origins };
      }
      work.restsOn = Number.POSITIVE_INFINITY;
      if (restsOn === depth) {
        const first = isFirst ? undefined : work.before(this, node, depth);
        work.passing = undefined;
        if (first) return { origins, first };
      }
      this.#known.set(node, origins);
      return { origins };
    } finally {
      this.#asked.pop();
      this.#depths.pop();
      work.depth--;
      work.restsOn = Math.min(outer, work.restsOn);
    }
  }

  isBefore(node: AstNode, other: Member): boolean {
    if (this === other.resolver) return node < other.node;
    return compareTexts(this.#file.path, other.resolver.#file.path) < 0;
  }

  /** All is worked out anew when somebody asks. */
  forget(): void {
    this.#known = new Map();
    work.passing?.delete(this);
  }

  #ofNew(node: AstNode): Origins {
    const { ast } = this.#file;
    switch (ast.kind(node)) {
      case Kind.Identifier:
        return this.#identifier(node);
      case Kind.Member: {
        const name = meantName(ast, node);
        if (ast.language === "ruby" && nameOf(name) === "new") return this.#rubyNew(node);
        const found = mapOrigins(this.of(ast.child(node, Role.Object)), (origin) => memberOrigin(origin, name));
        if (found.list.some((origin) => this.#index.isKnown(origin))) return found;
        const own = this.#ownMember(node);
        if (own.list.length > 0) return own;
        const ofProgram = this.#program.originsOfMember(this.#file, ast.child(node, Role.Object), name);
        if (ofProgram && ofProgram.list.length > 0) return ofProgram;
        const got = mapOrigins(this.ofGetter(node), callOrigin);
        if (got.list.length > 0) return got;
        const guess = this.#byName(nameOf(name));
        return guess.list.length > 0 ? guess : found;
      }
      case Kind.Index: {
        // Where types are declared, an array stands for what its elements are.
        if (this.#isTyped) return this.of(ast.child(node, Role.Object));
        const key = ast.child(node, Role.Property);
        const isConstant = ast.kind(key) === Kind.String;
        if (
          ast.language === "python" &&
          ast.kind(key) === Kind.Tuple &&
          WRAPPERS.test(ast.name(ast.child(node, Role.Object)))
        )
          return unionOf(ast.children(key, Role.Element).map((part) => this.of(part)));
        if (ast.language === "csharp") {
          // What libraries call `Item` is the indexer.
          const items = mapOrigins(this.of(ast.child(node, Role.Object)), (origin) => memberOrigin(origin, ITEM));
          if (items.list.some((origin) => this.#index.isKnown(origin))) return items;
        }
        return mapOrigins(this.of(ast.child(node, Role.Object)), (origin) =>
          isConstant ? memberOrigin(origin, intern(ast.stringValue(key))) : elementOrigin(origin),
        );
      }
      case Kind.Call:
        return this.#call(node);
      case Kind.New:
        return mapOrigins(this.#made(ast.child(node, Role.Callee)), instanceOrigin);
      case Kind.Unary:
        return ast.language === "go" && /^[&*]$/.test(ast.name(node))
          ? this.of(ast.child(node, Role.Operand))
          : NO_ORIGINS;
      case Kind.Await:
        return this.of(ast.child(node, Role.Operand));
      case Kind.Cast: {
        const type = ast.child(node, Role.Type);
        const byType = type === NO_NODE ? NO_ORIGINS : this.of(type);
        return byType.list.some((origin) => this.#index.isKnown(origin))
          ? byType
          : this.of(ast.child(node, Role.Operand));
      }
      case Kind.Type:
        return this.#type(node);
      case Kind.Assign:
      case Kind.NamedExpression:
        return this.of(ast.child(node, Role.Value));
      case Kind.Conditional:
        return unionOf([this.of(ast.child(node, Role.Then)), this.of(ast.child(node, Role.Else))]);
      case Kind.Binary:
        if (/^(\|\||&&|\?\?|or|and|\?:)$/.test(ast.name(node)))
          return unionOf([this.of(ast.child(node, Role.Left)), this.of(ast.child(node, Role.Right))]);
        // `folder / name` is a path as `folder` is.
        return ast.name(node) === "/" && ast.language === "python" ? this.of(ast.child(node, Role.Left)) : NO_ORIGINS;
      case Kind.Sequence: {
        const elements = ast.children(node, Role.Element);
        return elements.length === 0 ? NO_ORIGINS : this.of(elements[elements.length - 1]!);
      }
      case Kind.This:
      case Kind.Super:
        return this.#receiver(node);
      case Kind.Import:
      case Kind.ImportSpecifier:
        return this.#declaration(node);
      default:
        return NO_ORIGINS;
    }
  }

  #identifier(node: AstNode): Origins {
    const { names } = this.#file;
    const declaration = names.declarationOf(node);
    if (declaration === NO_NODE) {
      const ofGiven = this.#memberOfGiven(node);
      if (ofGiven.list.length > 0) return ofGiven;
      const elsewhere = this.#program.originsElsewhere(this.#file, this.#file.ast.symbol(node), node);
      if (elsewhere) return elsewhere;
      const sent = meantName(this.#file.ast, node);
      if (sent !== this.#file.ast.symbol(node)) return sureOrigin(rootOrigin(sent));
      const global = names.qualified(node);
      const opened = global?.isGlobal ? this.#open.csharpMember(global.module, global.members) : NO_ORIGINS;
      if (opened.list.length > 0) return opened;
      const origins = global ? sureOrigin(qualifiedOrigin(global.module, global.members)) : NO_ORIGINS;
      if (origins.list.some((origin) => this.#index.isKnown(origin))) return origins;
      const inCapitals = this.#file.language === "php" ? this.#index.rootInCapitals(this.#file.ast.symbol(node)) : 0;
      if (inCapitals !== 0) return sureOrigin(rootOrigin(inCapitals));
      const onDemand = this.#open.javaClass(this.#file.ast.name(node));
      if (onDemand !== NO_ORIGIN) return sureOrigin(onDemand);
      const inherited = this.#inherited(node);
      if (inherited.list.length > 0) return inherited;
      const guess = this.#byName(this.#file.ast.name(node));
      return guess.list.length > 0 ? guess : origins;
    }
    return declaration === node ? this.#declaration(declaration) : this.of(declaration);
  }

  /** Kotlin: a bare name in a lambda that has a receiver is a member of that, where libraries know one. */
  #memberOfGiven(node: AstNode): Origins {
    const { ast, names } = this.#file;
    const given = ast.language === "kotlin" ? names.declarationVisibleAt(node, RECEIVER) : NO_NODE;
    if (given === NO_NODE) return NO_ORIGINS;
    const found = mapOrigins(this.of(given), (origin) => memberOrigin(origin, ast.symbol(node)));
    return found.list.some((origin) => this.#index.isKnown(origin)) ? found : NO_ORIGINS;
  }

  get #isTyped(): boolean {
    return isJvm(this.#file.language);
  }

  /** A bare name in a class that extends a library's: a member of that. */
  #inherited(node: AstNode): Origins {
    if (!this.#isTyped && this.#file.language !== "csharp") return NO_ORIGINS;
    const { ast } = this.#file;
    const name = ast.symbol(node);
    for (let at = ast.enclosing(node, Kind.Class); at !== NO_NODE; at = ast.enclosing(ast.parent(at), Kind.Class)) {
      const found = mapOrigins(this.ofClass(at), (origin) => memberOrigin(origin, name));
      if (found.list.some((origin) => this.#index.isKnown(origin))) return found;
    }
    return NO_ORIGINS;
  }

  /** What a variable is: the union of all that is ever put in it. */
  #declaration(declaration: Declaration): Origins {
    const { ast, names } = this.#file;
    const imported = this.#imported(declaration);
    if (imported) return imported;
    const found = unionOf(
      names
        .writersOf(declaration)
        .slice(0, MOST_ORIGINS)
        .map((writer) => this.#written(writer)),
    );
    if (found.list.length > 0) return found;
    const type = this.#annotation(declaration);
    if (type.list.length > 0) return type;
    return this.#byName(ast.name(declaration));
  }

  #imported(declaration: Declaration): Origins | undefined {
    const { ast, names } = this.#file;
    const specifier = ast.role(declaration) === Role.Alias ? ast.parent(declaration) : declaration;
    const kind = ast.kind(specifier);
    if (kind !== Kind.ImportSpecifier && kind !== Kind.Import) return undefined;
    const statement = kind === Kind.Import ? specifier : ast.parent(specifier);
    const module = ast.name(statement);
    const own = this.#program.originsOfImport(this.#file, module, kind === Kind.Import ? "*" : ast.name(specifier));
    if (own) return own;
    if (isRelativeModule(module)) return this.#byName(ast.name(declaration));
    const qualified = names.qualified(declaration);
    return qualified ? sureOrigin(qualifiedOrigin(qualified.module, qualified.members)) : NO_ORIGINS;
  }

  /** What a type annotation beside the declaration says. */
  #annotation(declaration: Declaration): Origins {
    const { ast } = this.#file;
    const parent = ast.parent(declaration);
    const type = ast.child(parent, Role.Type);
    // C#'s `TryCreate(text, out var made)`: by what the call is.
    if (ast.language === "csharp" && ast.role(parent) === Role.Argument && ast.kind(parent) === Kind.Declarator)
      return type === NO_NODE || ast.name(type) === "var" ? this.of(ast.parent(parent)) : this.of(type);
    const isTyped = ast.role(declaration) === Role.Target || ast.kind(parent) === Kind.Field;
    return type !== NO_NODE && isTyped ? this.of(type) : NO_ORIGINS;
  }

  #type(node: AstNode): Origins {
    const { ast, names } = this.#file;
    if (ast.language === "python" && WRAPPERS.test(ast.name(node)))
      return unionOf(ast.children(node, Role.TypeArgument).map((part) => this.of(part)));
    const dot = ast.name(node).indexOf(".");
    const first = symbolOf(dot < 0 ? ast.name(node) : ast.name(node).slice(0, dot));
    if (first !== 0 && names.declarationVisibleAt(node, first) === NO_NODE) {
      const elsewhere = this.#program.originsElsewhere(this.#file, first, node);
      if (elsewhere) return elsewhere;
    }
    if (ast.language === "go" && dot < 0 && first !== 0) {
      const embedding = this.#ofStruct(names.declarationVisibleAt(node, first));
      if (embedding.list.length > 0) return embedding;
    }
    if (this.#isTyped && dot < 0 && first !== 0) {
      // What is imported may be a class of the program.
      const imported = this.#imported(names.declarationVisibleAt(node, first));
      if (imported) return imported;
    }
    // Python's `User = Annotated[Row, Depends(current_user)]`.
    if ((ast.language === "php" || ast.language === "python") && dot < 0 && first !== 0) {
      const declared = this.of(names.declarationVisibleAt(node, first));
      if (declared.list.length > 0) return declared;
    }
    const qualified = names.qualified(node);
    const opened = qualified?.isGlobal ? this.#open.csharpMember(qualified.module, qualified.members) : NO_ORIGINS;
    if (opened.list.length > 0) return opened;
    const head = qualified ? qualifiedOrigin(qualified.module, qualified.members) : NO_ORIGIN;
    if (head !== NO_ORIGIN && (this.#index.isKnown(head) || !qualified!.isGlobal)) return sureOrigin(head);
    const onDemand = this.#open.javaClass(ast.name(node));
    if (onDemand !== NO_ORIGIN) return sureOrigin(onDemand);
    if (this.#isTyped && ast.name(node) !== "[]") return NO_ORIGINS;
    // `Promise<Request>`, `Optional[Request]`, `Request | null`: what they are made of.
    const inner = ast.children(node).filter((child) => ast.kind(child) === Kind.Type);
    return inner.length === 0
      ? { list: head === NO_ORIGIN ? [] : [head], isGuess: false }
      : unionOf(inner.map((child) => this.of(child)));
  }

  /** What one write gives the variable that it writes. */
  #written(writer: AstNode): Origins {
    const { ast } = this.#file;
    const steps: ((origin: Origin) => Origin)[] = [];
    let at = writer;
    for (;;) {
      const parent = ast.parent(at);
      const role = ast.role(at);
      const kind = ast.kind(parent);
      if (role === Role.Target || role === Role.Name || role === Role.Operand) {
        if (kind === Kind.DefaultPattern) {
          at = parent;
          continue;
        }
        if (kind === Kind.Spread) {
          at = parent;
          continue;
        }
        return applySteps(this.#valueOfWrite(parent, at), steps);
      }
      if (role === Role.Value && kind === Kind.Pair) {
        const key = ast.child(parent, Role.Key);
        const name =
          ast.kind(key) === Kind.String && !ast.hasFlag(parent, Flag.Computed) ? intern(ast.stringValue(key)) : 0;
        steps.push((origin) => (name === 0 ? elementOrigin(origin) : memberOrigin(origin, name)));
        at = ast.parent(parent);
        const ofProgram = this.#partOfModule(at, name);
        if (ofProgram) return ofProgram;
        continue;
      }
      if (role === Role.Element && kind === Kind.Tuple && ast.language === "go") return this.#writtenPart(parent, at);
      if (role === Role.Element && (kind === Kind.Array || kind === Kind.Tuple || kind === Kind.Object)) {
        if (kind !== Kind.Object) steps.push(elementOrigin);
        at = parent;
        continue;
      }
      return NO_ORIGINS;
    }
  }

  /** `const { pool } = require("./db")`. */
  #partOfModule(pattern: AstNode, name: Sym): Origins | undefined {
    const { ast } = this.#file;
    const value = ast.child(ast.parent(pattern), Role.Value);
    if (name === 0 || value === NO_NODE || !isScript(ast.language)) return undefined;
    const origins = this.#program.originsOfMember(this.#file, value, name);
    return origins && origins.list.length > 0 ? origins : undefined;
  }

  /** Go: the first of a call's results is what models mean by the call's; of several values, each is its own. */
  #writtenPart(tuple: AstNode, target: AstNode): Origins {
    const { ast } = this.#file;
    const statement = ast.parent(tuple);
    const position = ast.children(tuple, Role.Element).indexOf(target);
    if (ast.kind(statement) === Kind.ForEach)
      return position === 0 ? NO_ORIGINS : mapOrigins(this.of(ast.child(statement, Role.Iterable)), elementOrigin);
    const value = ast.child(statement, Role.Value);
    if (value === NO_NODE) return NO_ORIGINS;
    if (ast.kind(value) !== Kind.Tuple) {
      if (position === 0) return this.of(value);
      const { list } = mapOrigins(this.of(value), (origin) => memberOrigin(origin, intern(String(position))));
      return list.some((origin) => this.#index.isKnown(origin)) ? { list, isGuess: false } : NO_ORIGINS;
    }
    const part = ast.children(value, Role.Element)[position];
    return part === undefined ? NO_ORIGINS : this.of(part);
  }

  #valueOfWrite(parent: AstNode, target: AstNode): Origins {
    const { ast } = this.#file;
    switch (ast.kind(parent)) {
      case Kind.Declarator:
      case Kind.Assign:
      case Kind.NamedExpression: {
        const value = ast.child(parent, Role.Value);
        const origins = value === NO_NODE ? NO_ORIGINS : this.of(value);
        return origins.list.some((origin) => this.#index.isKnown(origin))
          ? origins
          : unionOf([this.#annotation(target), origins]);
      }
      case Kind.WithItem:
        return this.of(ast.child(parent, Role.Value));
      case Kind.Field: {
        const value = ast.child(parent, Role.Value);
        const origins = value === NO_NODE ? NO_ORIGINS : this.of(value);
        return origins.list.some((origin) => this.#index.isKnown(origin)) ? origins : this.#annotation(target);
      }
      case Kind.ForEach:
      case Kind.ComprehensionFor:
        if (this.#isTyped) {
          const declared = this.#annotation(target);
          if (declared.list.length > 0) return declared;
          return this.of(ast.child(parent, Role.Iterable));
        }
        return mapOrigins(this.of(ast.child(parent, Role.Iterable)), elementOrigin);
      case Kind.Parameter:
        return this.#parameter(parent);
      case Kind.Function:
      case Kind.Class:
        return this.ofClass(parent);
      default:
        return NO_ORIGINS;
    }
  }

  /** What a definition of this file is as far as libraries are concerned: a class is an instance of its superclasses. */
  ofClass(node: AstNode): Origins {
    const { ast } = this.#file;
    if (ast.kind(node) !== Kind.Class) return NO_ORIGINS;
    const around = ast.parent(node);
    const made = ast.kind(around) === Kind.New && ast.role(node) === Role.Body ? [ast.child(around, Role.Callee)] : [];
    return unionOf(
      [...made, ...ast.children(node, Role.Superclass), ...ast.children(node, Role.Interface)].map((parent) =>
        this.of(parent),
      ),
    );
  }

  #parameter(parameter: AstNode): Origins {
    const { ast } = this.#file;
    const functionNode = ast.parent(parameter);
    if (ast.kind(functionNode) !== Kind.Function) return NO_ORIGINS;
    if (parameter === receiverParameter(ast, functionNode)) return this.#receiver(parameter);
    const type = ast.child(parameter, Role.Type);
    const annotated = type === NO_NODE ? NO_ORIGINS : this.of(type);
    if (annotated.list.some((origin) => this.#index.isKnown(origin))) return annotated;
    const unit = this.#file.units.table.at(functionNode);
    const position = unit?.parameters.findIndex((each) => parameterNode(unit, each) === parameter) ?? -1;
    if (!unit || position < 0) return NO_ORIGINS;
    const types: Origin[] = [];
    for (const { row } of this.handlers.of(functionNode)) {
      const type = row.parameters?.[position];
      const origin = type === undefined || type === "_" ? undefined : originOfPath(type);
      if (origin !== undefined) types.push(origin);
    }
    if (types.length > 0) return { list: [...new Set(types)], isGuess: false };
    const handed = this.#handedByScope(functionNode, position);
    if (handed.list.length > 0) return handed;
    const byConvention = originsOfParameterByName(unit, this.#index, position);
    return byConvention.list.length > 0 ? byConvention : this.#byName(ast.name(parameter));
  }

  /** Kotlin: `x.use { it.read() }`, `with(x) { read() }`. */
  #handedByScope(lambda: AstNode, position: number): Origins {
    const { ast } = this.#file;
    const call = ast.parent(lambda);
    if (ast.language !== "kotlin" || position !== 0 || ast.kind(call) !== Kind.Call) return NO_ORIGINS;
    const callee = ast.child(call, Role.Callee);
    if (ast.kind(callee) !== Kind.Member)
      return ast.name(callee) === "with" ? this.of(ast.child(call, Role.Argument)) : NO_ORIGINS;
    return SCOPE_FUNCTIONS.test(ast.name(callee)) ? this.of(ast.child(callee, Role.Object)) : NO_ORIGINS;
  }

  #byName(name: string): Origins {
    return originsByName(this.#file, this.#index, name);
  }

  /** `this`, `self`: what libraries' classes the class around extends. */
  #receiver(node: AstNode): Origins {
    if (this.#file.language === "go") return this.of(this.#file.ast.child(node, Role.Type));
    const around = this.#file.ast.enclosing(node, Kind.Class);
    return around === NO_NODE ? NO_ORIGINS : this.ofClass(around);
  }

  /** What the class is of which an instance is made. */
  #made(callee: AstNode): Origins {
    if (this.#file.language !== "go" || this.#file.ast.kind(callee) !== Kind.Identifier) return this.of(callee);
    const embedding = this.#ofStruct(this.#file.names.declarationOf(callee));
    return embedding.list.length > 0 ? embedding : this.of(callee);
  }

  /** Go: what libraries' types a struct of this file embeds, for their methods are its own. */
  #ofStruct(declaration: Declaration): Origins {
    const definition = declaration === NO_NODE ? NO_NODE : this.#file.definitionOf(declaration);
    return definition === NO_NODE ? NO_ORIGINS : this.ofClass(definition);
  }

  /** `this.db`: what the class's fields and constructor put there. */
  #ownMember(node: AstNode): Origins {
    const { ast } = this.#file;
    const object = ast.child(node, Role.Object);
    const isOwn =
      ast.kind(object) === Kind.This ||
      (ast.kind(object) === Kind.Identifier && isReceiver(ast, this.#file.names.declarationOf(object)));
    if (!isOwn) return NO_ORIGINS;
    const around = ast.enclosing(node, Kind.Class);
    return around === NO_NODE ? NO_ORIGINS : this.ofClassMember(around, ast.symbol(node), node);
  }

  /** What a member of a class holds: by its field's type, by what the class puts there. `node` is not asked again. */
  ofClassMember(classNode: AstNode, member: Sym, node: AstNode = NO_NODE): Origins {
    const { ast } = this.#file;
    const found: Origins[] = [];
    for (const at of this.#file.membersGiven(classNode, member)) {
      if (found.length >= MOST_ORIGINS) break;
      const type = ast.child(at, Role.Type);
      const value = ast.child(at, Role.Value);
      switch (ast.kind(at)) {
        case Kind.Parameter:
          found.push(this.#parameter(at));
          break;
        case Kind.Field:
          if (value !== NO_NODE) found.push(this.of(value));
          if (type !== NO_NODE) found.push(this.of(type));
          break;
        default:
          if (at !== node) found.push(this.of(ast.child(ast.parent(at), Role.Value)));
      }
    }
    return unionOf(found);
  }

  #call(node: AstNode): Origins {
    const { ast, names } = this.#file;
    const module = names.moduleOfCall(node);
    if (module !== undefined) {
      const own = this.#program.originsOfImport(this.#file, module, "*");
      if (own) return own;
      return isRelativeModule(module) ? NO_ORIGINS : sureOrigin(qualifiedOrigin(module));
    }
    const callee = ast.child(node, Role.Callee);
    if (ast.language === "go" && ast.name(callee) === "new" && names.declarationOf(callee) === NO_NODE)
      return this.of(ast.child(node, Role.Argument));
    // `promisify(exec)` is called as `exec` is, but for who waits for what it gives.
    if (this.#isWrapper(callee)) return this.of(ast.child(node, Role.Argument));
    // In Ruby brackets are only a way of writing it.
    if (ast.language === "ruby" && ast.kind(callee) === Kind.Member) return this.of(callee);
    const own = this.#resultOfOwn(callee);
    if (own.list.length > 0) return own;
    const ofProgram = this.#program.originsOfResult(this.#file, callee);
    if (ofProgram && ofProgram.list.length > 0) return ofProgram;
    // In Kotlin a class is made by a call.
    const isMade = ast.language === "kotlin" && /^[A-Z]/.test(ast.name(callee));
    return mapOrigins(this.of(callee), isMade ? instanceOrigin : callOrigin);
  }

  /** The methods of a class of Java's that a property stands for in Kotlin: `x.name` is `x.getName()`, `x.name = y` calls `x.setName(y)`. */
  ofGetter(node: AstNode): Origins {
    return this.#ofAccessor(node, getterNames);
  }

  ofSetter(node: AstNode): Origins {
    return this.#ofAccessor(node, setterNames);
  }

  #ofAccessor(node: AstNode, namesOf: (property: string) => readonly string[]): Origins {
    const { ast } = this.#file;
    if (ast.language !== "kotlin" || ast.role(node) === Role.Callee) return NO_ORIGINS;
    const { list, isGuess } = this.of(ast.child(node, Role.Object));
    const found: Origin[] = [];
    for (const name of list.length === 0 ? [] : namesOf(ast.name(node)))
      for (const origin of list) {
        const accessor = memberOrigin(origin, symbolOf(name));
        if (accessor !== NO_ORIGIN && this.#index.isKnown(accessor)) found.push(accessor);
      }
    return found.length === 0 ? NO_ORIGINS : { list: found, isGuess };
  }

  #isWrapper(callee: AstNode): boolean {
    const { ast } = this.#file;
    const index = this.#index;
    if (ast.kind(callee) === Kind.Member && !index.mayWrap(ast.symbol(callee))) return false;
    return this.of(callee).list.some((origin) => hasTrait(index.rowsOf(origin), "wrapper"));
  }

  /** `Class.new`: what the call is, and an instance of the class. */
  #rubyNew(node: AstNode): Origins {
    const of = this.of(this.#file.ast.child(node, Role.Object));
    return unionOf([mapOrigins(of, (origin) => memberOrigin(origin, intern("new"))), mapOrigins(of, instanceOrigin)]);
  }

  /** What a function of this file gives: its annotated type, else what it returns. */
  #resultOfOwn(callee: AstNode): Origins {
    const { ast, names } = this.#file;
    if (ast.kind(callee) !== Kind.Identifier) return NO_ORIGINS;
    const declaration = names.declarationOf(callee);
    const definition = declaration === NO_NODE ? NO_NODE : this.#file.definitionOf(declaration);
    if (definition === NO_NODE) return NO_ORIGINS;
    if (ast.kind(definition) === Kind.Class) return mapOrigins(this.ofClass(definition), instanceOrigin);
    return this.resultOf(definition);
  }

  /** What a function of this file says that it gives; of several results, the first. */
  annotatedResultOf(functionNode: AstNode): Origins {
    const { ast } = this.#file;
    const type = ast.child(functionNode, Role.ReturnType);
    if (type === NO_NODE) return NO_ORIGINS;
    const named = ast.kind(type) === Kind.Declarator ? ast.child(type, Role.Type) : type;
    const annotated = named === NO_NODE ? NO_ORIGINS : this.of(named);
    return annotated.list.some((origin) => this.#index.isKnown(origin)) ? annotated : NO_ORIGINS;
  }

  /** What calling a function of this file gives. */
  resultOf(functionNode: AstNode): Origins {
    const { ast } = this.#file;
    const annotated = this.annotatedResultOf(functionNode);
    if (annotated.list.length > 0) return annotated;
    const body = ast.child(functionNode, Role.Body);
    if (body === NO_NODE) return NO_ORIGINS;
    if (ast.hasFlag(functionNode, Flag.ExpressionBody)) return this.of(body);
    const results: Origins[] = [];
    const { kinds, nexts } = ast.columns;
    for (let at = body + 1; at < nexts[body]! && results.length < MOST_ORIGINS; ) {
      if (kinds[at] === Kind.Function || kinds[at] === Kind.Class) at = nexts[at]!;
      else {
        if (kinds[at] === Kind.Return) {
          const operand = ast.child(at, Role.Operand);
          if (operand !== NO_NODE) results.push(this.of(operand));
        }
        at++;
      }
    }
    return unionOf(results);
  }

  /** A decorator is meant by its path whether it is called or not; an annotation of the program's by those that it carries itself. */
  ofDecorator(expression: AstNode): readonly Origin[] {
    const { ast } = this.#file;
    const named = ast.kind(expression) === Kind.Call ? ast.child(expression, Role.Callee) : expression;
    if (named === NO_NODE) return [];
    const own = this.of(named).list;
    return own.length > 0 || !this.#isTyped ? own : this.#program.originsOfAnnotation(this.#file, named);
  }

  /** What the annotations on a definition are. */
  ofAnnotations(definition: AstNode): readonly Origin[] {
    const { ast } = this.#file;
    const found = new Set<Origin>();
    for (const decorator of ast.children(definition, Role.Decorator)) {
      const expression = ast.firstChild(decorator);
      const named = ast.kind(expression) === Kind.Call ? ast.child(expression, Role.Callee) : expression;
      // Of annotations that carry others in turn, only the first is looked through.
      if (named !== NO_NODE) for (const origin of this.of(named).list) found.add(origin);
    }
    return [...found];
  }
}

const SCOPE_FUNCTIONS = /^(let|also|use|run|apply|takeIf|takeUnless)$/;

function capitalized(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

function getterNames(property: string): readonly string[] {
  return /^is[A-Z]/.test(property) ? [property] : [`get${capitalized(property)}`];
}

function setterNames(property: string): readonly string[] {
  return [`set${capitalized(/^is[A-Z]/.test(property) ? property.slice(2) : property)}`];
}
