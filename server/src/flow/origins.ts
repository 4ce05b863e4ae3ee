// What library paths the expressions of a file stand for. Flow-insensitive: a variable is what any assignment to it makes of
// it. Asked on demand and remembered, since most expressions are never asked about. Where nothing else is known, models'
// conventions on names decide, and the answer says that it is a guess.

import { type AstNode, NO_NODE } from "../syntax/ast.ts";
import { Flag, Kind, Role } from "../syntax/kind.ts";
import { intern, nameOf, type Sym, symbolOf } from "../syntax/symbols.ts";
import { type Declaration, type FlowFile, isRelativeModule } from "./file.ts";
import { globMatches } from "./file-glob.ts";
import type { HandlerRow } from "./model.ts";
import { list, type ModelIndex, originOfPath } from "./model-index.ts";
import {
  callOrigin,
  elementOrigin,
  instanceOrigin,
  memberOrigin,
  NO_ORIGIN,
  type Origin,
  qualifiedOrigin,
} from "./origin.ts";
import { receiverParameter, type Unit } from "./unit.ts";

export interface Origins {
  readonly list: readonly Origin[];
  /** Known only from what things are called. */
  readonly isGuess: boolean;
}

const ITEM = intern("Item");
const KEYWORD_TYPES: ReadonlyMap<string, string> = new Map([
  ["string", "String"],
  ["object", "Object"],
  ["int", "Int32"],
  ["long", "Int64"],
  ["bool", "Boolean"],
  ["char", "Char"],
  ["byte", "Byte"],
]);

const NOTHING: Origins = { list: [], isGuess: false };
/** More alternatives than this say nothing. */
const MOST_ORIGINS = 6;
const DEEPEST = 60;

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

/** What other files' exports are: the program's part of the answer. */
export interface ImportedOrigins {
  originsOfImport(file: FlowFile, module: string, member: string): Origins | undefined;
  /** Of a name that the file's package or namespace declares elsewhere; undefined when it does not. */
  originsElsewhere(file: FlowFile, name: Sym, at: AstNode): Origins | undefined;
  /** Namespaces that are open in a C# file without its saying so: implicit ones, and those that other files open for all. */
  openNamespaces(file: FlowFile): readonly string[];
  /** Of a Member whose object is an instance of a class of the program, or a module of it. */
  originsOfMember(file: FlowFile, member: AstNode): Origins | undefined;
  /** Of what a function or method of the program gives, by the type that it says. */
  originsOfResult(file: FlowFile, callee: AstNode): Origins | undefined;
}

export class OriginResolver {
  readonly #file: FlowFile;
  readonly #index: ModelIndex;
  readonly #program: ImportedOrigins;
  /** Nodes that are being looked at have nothing yet. */
  #known = new Map<AstNode, Origins>();
  #namespaces: readonly string[] | undefined;
  #handlers: Map<AstNode, Handler[]> | undefined;
  /** What the handlers are made of, in the order in which it was found. */
  #sayings: Saying[] = [];
  /** While handlers are looked for: the functions whose parameters were asked about. */
  #asked: Set<AstNode> | undefined;
  #depth = 0;

  constructor(file: FlowFile, index: ModelIndex, program: ImportedOrigins) {
    this.#file = file;
    this.#index = index;
    this.#program = program;
  }

  /** The paths of an expression, a declaration or a type. */
  of(node: AstNode): Origins {
    if (node === NO_NODE) return NOTHING;
    const known = this.#known.get(node);
    if (known) return known;
    if (this.#depth > DEEPEST) return NOTHING;
    this.#known.set(node, NOTHING);
    this.#depth++;
    const origins = this.#ofNew(node);
    this.#depth--;
    this.#known.set(node, origins);
    return origins;
  }

  /** Rows that say that a framework calls this function. */
  handlersOf(functionNode: AstNode): readonly Handler[] {
    return this.handlers.get(functionNode) ?? [];
  }

  /** All functions of the file that a framework calls. */
  get handlers(): ReadonlyMap<AstNode, readonly Handler[]> {
    if (!this.#handlers) this.#findHandlers();
    return this.#handlers!;
  }

  #ofNew(node: AstNode): Origins {
    const { ast } = this.#file;
    switch (ast.kind(node)) {
      case Kind.Identifier:
        return this.#identifier(node);
      case Kind.Member: {
        const name = ast.symbol(node);
        if (ast.language === "ruby" && nameOf(name) === "new") return this.#rubyNew(node);
        const found = map(this.of(ast.child(node, Role.Object)), (origin) => memberOrigin(origin, name));
        if (found.list.some((origin) => this.#index.isKnown(origin))) return found;
        const own = this.#ownMember(node);
        if (own.list.length > 0) return own;
        const ofProgram = this.#program.originsOfMember(this.#file, node);
        if (ofProgram && ofProgram.list.length > 0) return ofProgram;
        const guess = this.#byName(nameOf(name));
        return guess.list.length > 0 ? guess : found;
      }
      case Kind.Index: {
        // Where types are declared, an array stands for what its elements are.
        if (this.#isTyped) return this.of(ast.child(node, Role.Object));
        const key = ast.child(node, Role.Property);
        const isConstant = ast.kind(key) === Kind.String;
        if (ast.language === "csharp") {
          // What libraries call `Item` is the indexer.
          const items = map(this.of(ast.child(node, Role.Object)), (origin) => memberOrigin(origin, ITEM));
          if (items.list.some((origin) => this.#index.isKnown(origin))) return items;
        }
        return map(this.of(ast.child(node, Role.Object)), (origin) =>
          isConstant ? memberOrigin(origin, intern(ast.stringValue(key))) : elementOrigin(origin),
        );
      }
      case Kind.Call:
        return this.#call(node);
      case Kind.New:
        return map(this.of(ast.child(node, Role.Callee)), instanceOrigin);
      case Kind.Unary:
        return ast.language === "go" && /^[&*]$/.test(ast.name(node))
          ? this.of(ast.child(node, Role.Operand))
          : NOTHING;
      case Kind.Await:
        return this.of(ast.child(node, Role.Operand));
      case Kind.Cast: {
        const type = ast.child(node, Role.Type);
        const byType = type === NO_NODE ? NOTHING : this.of(type);
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
        return union([this.of(ast.child(node, Role.Then)), this.of(ast.child(node, Role.Else))]);
      case Kind.Binary:
        if (/^(\|\||&&|\?\?|or|and|\?:)$/.test(ast.name(node)))
          return union([this.of(ast.child(node, Role.Left)), this.of(ast.child(node, Role.Right))]);
        // `folder / name` is a path as `folder` is.
        return ast.name(node) === "/" && ast.language === "python" ? this.of(ast.child(node, Role.Left)) : NOTHING;
      case Kind.Sequence: {
        const elements = ast.children(node, Role.Element);
        return elements.length === 0 ? NOTHING : this.of(elements[elements.length - 1]!);
      }
      case Kind.This:
      case Kind.Super:
        return this.#receiver(node);
      case Kind.Import:
      case Kind.ImportSpecifier:
        return this.#declaration(node);
      default:
        return NOTHING;
    }
  }

  #identifier(node: AstNode): Origins {
    const { names } = this.#file;
    const declaration = names.declarationOf(node);
    if (declaration === NO_NODE) {
      const elsewhere = this.#program.originsElsewhere(this.#file, this.#file.ast.symbol(node), node);
      if (elsewhere) return elsewhere;
      const global = names.qualified(node);
      const opened = global?.isGlobal ? this.#opened(global.module, global.members) : NOTHING;
      if (opened.list.length > 0) return opened;
      const origins = global ? { list: [qualifiedOrigin(global.module, global.members)], isGuess: false } : NOTHING;
      if (origins.list.some((origin) => this.#index.isKnown(origin))) return origins;
      const onDemand = this.#onDemand(this.#file.ast.name(node));
      if (onDemand !== NO_ORIGIN) return { list: [onDemand], isGuess: false };
      const inherited = this.#inherited(node);
      if (inherited.list.length > 0) return inherited;
      const guess = this.#byName(this.#file.ast.name(node));
      return guess.list.length > 0 ? guess : origins;
    }
    return declaration === node ? this.#declaration(declaration) : this.of(declaration);
  }

  get #isTyped(): boolean {
    return this.#file.language === "java";
  }

  /** The library's class that a bare name means because the file imports all of its package: `import java.util.*`. */
  #onDemand(name: string): Origin {
    if (!this.#isTyped) return NO_ORIGIN;
    const [head, ...members] = name.split(".");
    for (const { module, imported, declaration } of this.#file.names.imports) {
      if (imported !== "*" || declaration !== NO_NODE) continue;
      const origin = qualifiedOrigin(module, [head!]);
      if (this.#index.isKnown(origin)) return members.reduce((at, part) => memberOrigin(at, intern(part)), origin);
    }
    return NO_ORIGIN;
  }

  /** A bare name in a class that extends a library's: a member of that. */
  #inherited(node: AstNode): Origins {
    if (!this.#isTyped && this.#file.language !== "csharp") return NOTHING;
    const { ast } = this.#file;
    const name = ast.symbol(node);
    if (this.#isTyped && !this.#index.mayHaveRows(name)) return NOTHING;
    for (let at = ast.enclosing(node, Kind.Class); at !== NO_NODE; at = ast.enclosing(ast.parent(at), Kind.Class)) {
      const found = map(this.#definition(at), (origin) => memberOrigin(origin, name));
      if (found.list.some((origin) => this.#index.isKnown(origin))) return found;
    }
    return NOTHING;
  }

  /** What a variable is: the union of all that is ever put in it. */
  #declaration(declaration: Declaration): Origins {
    const { ast, names } = this.#file;
    const imported = this.#imported(declaration);
    if (imported) return imported;
    const found = union(
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
    return qualified ? { list: [qualifiedOrigin(qualified.module, qualified.members)], isGuess: false } : NOTHING;
  }

  /** What a type annotation beside the declaration says. */
  #annotation(declaration: Declaration): Origins {
    const { ast } = this.#file;
    const parent = ast.parent(declaration);
    const type = ast.child(parent, Role.Type);
    const isTyped = ast.role(declaration) === Role.Target || ast.kind(parent) === Kind.Field;
    return type !== NO_NODE && isTyped ? this.of(type) : NOTHING;
  }

  /** C#: a name that no file declares is of one of the namespaces that are open, or a keyword for one of System's types. */
  #opened(name: string, members: readonly string[]): Origins {
    if (this.#file.language !== "csharp") return NOTHING;
    const system = KEYWORD_TYPES.get(name);
    if (system) return { list: [qualifiedOrigin("System", [system, ...members])], isGuess: false };
    this.#namespaces ??= [
      ...new Set([
        ...this.#file.names.imports.filter(({ imported }) => imported === "*").map(({ module }) => module),
        ...this.#program.openNamespaces(this.#file),
      ]),
    ];
    const list = this.#namespaces
      .map((namespace) => qualifiedOrigin(namespace, [name, ...members]))
      .filter((origin) => this.#index.isKnown(origin));
    return list.length === 0 ? NOTHING : { list: list.slice(0, MOST_ORIGINS), isGuess: false };
  }

  #type(node: AstNode): Origins {
    const { ast, names } = this.#file;
    const dot = ast.name(node).indexOf(".");
    const first = symbolOf(dot < 0 ? ast.name(node) : ast.name(node).slice(0, dot));
    if (first !== 0 && names.declarationVisibleAt(node, first) === NO_NODE) {
      const elsewhere = this.#program.originsElsewhere(this.#file, first, node);
      if (elsewhere) return elsewhere;
    }
    if (this.#isTyped && dot < 0 && first !== 0) {
      // What is imported may be a class of the program.
      const imported = this.#imported(names.declarationVisibleAt(node, first));
      if (imported) return imported;
    }
    const qualified = names.qualified(node);
    const opened = qualified?.isGlobal ? this.#opened(qualified.module, qualified.members) : NOTHING;
    if (opened.list.length > 0) return opened;
    const head = qualified ? qualifiedOrigin(qualified.module, qualified.members) : NO_ORIGIN;
    if (head !== NO_ORIGIN && (this.#index.isKnown(head) || !qualified!.isGlobal))
      return { list: [head], isGuess: false };
    const onDemand = this.#onDemand(ast.name(node));
    if (onDemand !== NO_ORIGIN) return { list: [onDemand], isGuess: false };
    if (this.#isTyped && ast.name(node) !== "[]") return NOTHING;
    // `Promise<Request>`, `Optional[Request]`, `Request | null`: what they are made of.
    const inner = ast.children(node).filter((child) => ast.kind(child) === Kind.Type);
    return inner.length === 0
      ? { list: head === NO_ORIGIN ? [] : [head], isGuess: false }
      : union(inner.map((child) => this.of(child)));
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
        return apply(this.#valueOfWrite(parent, at), steps);
      }
      if (role === Role.Value && kind === Kind.Pair) {
        const key = ast.child(parent, Role.Key);
        const name =
          ast.kind(key) === Kind.String && !ast.hasFlag(parent, Flag.Computed) ? intern(ast.stringValue(key)) : 0;
        steps.push((origin) => (name === 0 ? elementOrigin(origin) : memberOrigin(origin, name)));
        at = ast.parent(parent);
        continue;
      }
      if (role === Role.Element && kind === Kind.Tuple && ast.language === "go") return this.#writtenPart(parent, at);
      if (role === Role.Element && (kind === Kind.Array || kind === Kind.Tuple || kind === Kind.Object)) {
        if (kind !== Kind.Object) steps.push(elementOrigin);
        at = parent;
        continue;
      }
      return NOTHING;
    }
  }

  /** Go: the first of a call's results is what models mean by the call's; of several values, each is its own. */
  #writtenPart(tuple: AstNode, target: AstNode): Origins {
    const { ast } = this.#file;
    const statement = ast.parent(tuple);
    const position = ast.children(tuple, Role.Element).indexOf(target);
    if (ast.kind(statement) === Kind.ForEach)
      return position === 0 ? NOTHING : map(this.of(ast.child(statement, Role.Iterable)), elementOrigin);
    const value = ast.child(statement, Role.Value);
    if (value === NO_NODE) return NOTHING;
    if (ast.kind(value) !== Kind.Tuple) return position === 0 ? this.of(value) : NOTHING;
    const part = ast.children(value, Role.Element)[position];
    return part === undefined ? NOTHING : this.of(part);
  }

  #valueOfWrite(parent: AstNode, target: AstNode): Origins {
    const { ast } = this.#file;
    switch (ast.kind(parent)) {
      case Kind.Declarator:
      case Kind.Assign:
      case Kind.NamedExpression: {
        const value = ast.child(parent, Role.Value);
        const origins = value === NO_NODE ? NOTHING : this.of(value);
        return origins.list.some((origin) => this.#index.isKnown(origin))
          ? origins
          : union([this.#annotation(target), origins]);
      }
      case Kind.WithItem:
        return this.of(ast.child(parent, Role.Value));
      case Kind.Field: {
        const value = ast.child(parent, Role.Value);
        const origins = value === NO_NODE ? NOTHING : this.of(value);
        return origins.list.some((origin) => this.#index.isKnown(origin)) ? origins : this.#annotation(target);
      }
      case Kind.ForEach:
      case Kind.ComprehensionFor:
        if (this.#isTyped) {
          const declared = this.#annotation(target);
          if (declared.list.length > 0) return declared;
          return this.of(ast.child(parent, Role.Iterable));
        }
        return map(this.of(ast.child(parent, Role.Iterable)), elementOrigin);
      case Kind.Parameter:
        return this.#parameter(parent);
      case Kind.Function:
      case Kind.Class:
        return this.#definition(parent);
      default:
        return NOTHING;
    }
  }

  /** A class of this file is an instance of its superclasses as far as libraries are concerned. */
  #definition(node: AstNode): Origins {
    const { ast } = this.#file;
    if (ast.kind(node) !== Kind.Class) return NOTHING;
    const around = ast.parent(node);
    const made = ast.kind(around) === Kind.New && ast.role(node) === Role.Body ? [ast.child(around, Role.Callee)] : [];
    return union(
      [...made, ...ast.children(node, Role.Superclass), ...ast.children(node, Role.Interface)].map((parent) =>
        this.of(parent),
      ),
    );
  }

  #parameter(parameter: AstNode): Origins {
    const { ast } = this.#file;
    const functionNode = ast.parent(parameter);
    if (ast.kind(functionNode) !== Kind.Function) return NOTHING;
    if (parameter === receiverParameter(ast, functionNode)) return this.#receiver(parameter);
    const type = ast.child(parameter, Role.Type);
    const annotated = type === NO_NODE ? NOTHING : this.of(type);
    if (annotated.list.some((origin) => this.#index.isKnown(origin))) return annotated;
    const unit = this.#file.units.ofNode.get(functionNode);
    const position = unit?.parameters.findIndex(({ node }) => node === parameter) ?? -1;
    if (!unit || position < 0) return NOTHING;
    const types: Origin[] = [];
    this.#asked?.add(functionNode);
    for (const { row } of this.handlersOf(functionNode)) {
      const type = row.parameters?.[position];
      const origin = type === undefined || type === "_" ? undefined : originOfPath(type);
      if (origin !== undefined) types.push(origin);
    }
    if (types.length > 0) return { list: [...new Set(types)], isGuess: false };
    const byConvention = this.#parametersByConvention(unit, position);
    return byConvention.list.length > 0 ? byConvention : this.#byName(ast.name(parameter));
  }

  #parametersByConvention(unit: Unit, position: number): Origins {
    const names = unit.parameters.map(({ name }) => nameOf(name));
    const types: Origin[] = [];
    for (const convention of this.#index.parameterConventions) {
      if (convention.index !== position || convention.names.length > names.length) continue;
      if (convention.imports.length > 0 && !convention.imports.some((module) => this.#file.imports(module))) continue;
      if (convention.names.every((regex, at) => regex.test(names[at]!))) types.push(convention.type);
    }
    return types.length === 0 ? NOTHING : { list: [...new Set(types)], isGuess: true };
  }

  #byName(name: string): Origins {
    if (name === "") return NOTHING;
    const types: Origin[] = [];
    for (const { regex, type, withMember, imports } of this.#index.nameConventions) {
      if (!regex.test(name)) continue;
      if (imports.length > 0 && !imports.some((module) => this.#file.imports(module))) continue;
      if (withMember.length > 0 && !withMember.some((member) => this.#file.hasMember(member))) continue;
      types.push(type);
    }
    return types.length === 0 ? NOTHING : { list: [...new Set(types)], isGuess: true };
  }

  /** `this`, `self`: what libraries' classes the class around extends. */
  #receiver(node: AstNode): Origins {
    const around = this.#file.ast.enclosing(node, Kind.Class);
    return around === NO_NODE ? NOTHING : this.#definition(around);
  }

  /** `this.db`: what the class's fields and constructor put there. */
  #ownMember(node: AstNode): Origins {
    const { ast } = this.#file;
    const object = ast.child(node, Role.Object);
    const isOwn =
      ast.kind(object) === Kind.This ||
      (ast.kind(object) === Kind.Identifier && this.#isReceiver(this.#file.names.declarationOf(object)));
    if (!isOwn) return NOTHING;
    const around = ast.enclosing(node, Kind.Class);
    return around === NO_NODE ? NOTHING : this.ofClassMember(around, ast.symbol(node), node);
  }

  /** What a class of this file is as far as libraries are concerned. */
  ofClass(classNode: AstNode): Origins {
    return this.#definition(classNode);
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
    return union(found);
  }

  #isReceiver(declaration: Declaration): boolean {
    const { ast } = this.#file;
    if (declaration === NO_NODE) return false;
    const parameter = ast.parent(declaration);
    return ast.kind(parameter) === Kind.Parameter && receiverParameter(ast, ast.parent(parameter)) === parameter;
  }

  #call(node: AstNode): Origins {
    const { ast, names } = this.#file;
    const module = names.moduleOfCall(node);
    if (module !== undefined) {
      const own = this.#program.originsOfImport(this.#file, module, "*");
      if (own) return own;
      return isRelativeModule(module) ? NOTHING : { list: [qualifiedOrigin(module)], isGuess: false };
    }
    const callee = ast.child(node, Role.Callee);
    if (ast.language === "go" && ast.name(callee) === "new" && names.declarationOf(callee) === NO_NODE)
      return this.of(ast.child(node, Role.Argument));
    // In Ruby brackets are only a way of writing it.
    if (ast.language === "ruby" && ast.kind(callee) === Kind.Member) return this.of(callee);
    const own = this.#resultOfOwn(callee);
    if (own.list.length > 0) return own;
    const ofProgram = this.#program.originsOfResult(this.#file, callee);
    if (ofProgram && ofProgram.list.length > 0) return ofProgram;
    return map(this.of(callee), callOrigin);
  }

  /** `Class.new`: what the call is, and an instance of the class. */
  #rubyNew(node: AstNode): Origins {
    const of = this.of(this.#file.ast.child(node, Role.Object));
    return union([map(of, (origin) => memberOrigin(origin, intern("new"))), map(of, instanceOrigin)]);
  }

  /** What a function of this file gives: its annotated type, else what it returns. */
  #resultOfOwn(callee: AstNode): Origins {
    const { ast, names } = this.#file;
    if (ast.kind(callee) !== Kind.Identifier) return NOTHING;
    const declaration = names.declarationOf(callee);
    const definition = declaration === NO_NODE ? NO_NODE : this.#file.definitionOf(declaration);
    if (definition === NO_NODE) return NOTHING;
    if (ast.kind(definition) === Kind.Class) return map(this.#definition(definition), instanceOrigin);
    return this.resultOf(definition);
  }

  /** What a function of this file says that it gives; of several results, the first. */
  annotatedResultOf(functionNode: AstNode): Origins {
    const { ast } = this.#file;
    const type = ast.child(functionNode, Role.ReturnType);
    if (type === NO_NODE) return NOTHING;
    const named = ast.kind(type) === Kind.Declarator ? ast.child(type, Role.Type) : type;
    const annotated = named === NO_NODE ? NOTHING : this.of(named);
    return annotated.list.some((origin) => this.#index.isKnown(origin)) ? annotated : NOTHING;
  }

  /** What calling a function of this file gives. */
  resultOf(functionNode: AstNode): Origins {
    const { ast } = this.#file;
    const annotated = this.annotatedResultOf(functionNode);
    if (annotated.list.length > 0) return annotated;
    const body = ast.child(functionNode, Role.Body);
    if (body === NO_NODE) return NOTHING;
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
    return union(results);
  }

  // Handlers

  #findHandlers(): void {
    this.#begin();
    const { kinds } = this.#file.ast.columns;
    for (let node = 0; node < kinds.length; node++) this.#handlersAt(node);
    this.#handlersByExport();
    this.#end();
  }

  /**
   * Takes over what the version before an edit knew of handlers, where no other node can have changed what it says. False, and nothing is taken
   * over, when those that are asked again say something else now, for then others may.
   */
  takeHandlers(before: OriginResolver, asked: AskedAgain | undefined): boolean {
    if (!before.#handlers || !asked) return false;
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
    this.#begin();
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
      ask(() => this.#handlersAt(node));
    }
    keepUntil(BY_EXPORT);
    ask(() => this.#handlersByExport());
    this.#end();
    const saysTheSame =
      found.length === said.length &&
      found.every(({ unit, row }, at) => unit === said[at]!.unit && row === said[at]!.row);
    if (!saysTheSame) this.forgetHandlers();
    return saysTheSame;
  }

  /** They will be looked for when somebody asks. */
  forgetHandlers(): void {
    this.#handlers = undefined;
    this.#known = new Map();
  }

  #begin(): void {
    this.#handlers = new Map();
    this.#sayings = [];
    this.#asked = new Set();
    this.#known = new Map();
  }

  #end(): void {
    // What was worked out on the way did not know yet what all parameters are.
    this.#known = new Map();
    this.#asked = undefined;
  }

  #say(by: AstNode, functionNode: AstNode, row: HandlerRow): void {
    const unit = this.#file.units.ofNode.get(functionNode);
    if (unit && (row.arity === undefined || row.arity === unit.parameters.length)) this.#note({ by, unit, row });
  }

  #note(saying: Saying): void {
    const { unit, row } = saying;
    const known = this.#handlers!.get(unit.node);
    if (known?.some((handler) => handler.row === row)) return;
    this.#sayings.push(saying);
    if (known) known.push({ row, unit });
    else this.#handlers!.set(unit.node, [{ row, unit }]);
    // What its parameters are is told by what stands before, whoever asks: so also when only a part of the file is looked through.
    if (this.#asked!.has(unit.node)) {
      this.#known = new Map();
      this.#asked!.clear();
    }
  }

  #handlersAt(node: AstNode): void {
    const say: Say = (functionNode, row) => this.#say(node, functionNode, row);
    switch (this.#file.ast.columns.kinds[node]) {
      case Kind.Call:
        this.#handlersInCall(node, say);
        break;
      case Kind.Function:
        this.#handlersByDecorator(node, say);
        break;
      case Kind.Class:
        this.#handlersInClass(node, say);
        break;
      default:
    }
  }

  #handlersInCall(node: AstNode, add: Say): void {
    const { ast } = this.#file;
    const callee = ast.child(node, Role.Callee);
    if (callee === NO_NODE || !this.#index.mayHaveRows(ast.symbol(callee))) return;
    // A member of what is no receiver is called what the library calls it.
    const isMember = ast.kind(callee) === Kind.Member && ast.kind(ast.child(callee, Role.Object)) !== Kind.This;
    if (isMember && !this.#index.mayTakeHandlers(ast.symbol(callee))) return;
    if (!this.#handsOver(node)) return;
    for (const origin of this.of(callee).list) {
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
        if (around === NO_NODE || (ast.kind(object) !== Kind.This && !this.#isReceiver(names.declarationOf(object))))
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

  #handlersByDecorator(node: AstNode, add: Say): void {
    const { ast } = this.#file;
    if (ast.child(node, Role.Decorator) === NO_NODE) return;
    for (const decorator of ast.children(node, Role.Decorator)) {
      const expression = ast.firstChild(decorator);
      for (const origin of this.decoratorOrigins(expression))
        for (const row of this.#index.rowsOf(origin).handlerDecorators) add(node, row);
    }
  }

  /** A decorator is meant by its path whether it is called or not. */
  decoratorOrigins(expression: AstNode): readonly Origin[] {
    const { ast } = this.#file;
    const named = ast.kind(expression) === Kind.Call ? ast.child(expression, Role.Callee) : expression;
    return named === NO_NODE || !this.#index.mayHaveRows(ast.symbol(named)) ? [] : this.of(named).list;
  }

  #handlersInClass(node: AstNode, add: Say): void {
    const { ast } = this.#file;
    const info = this.#file.classOf(node);
    if (!info) return;
    const rows: HandlerRow[] = [];
    for (const origin of this.#definition(node).list) rows.push(...this.#index.rowsOf(origin).handlerSuperclasses);
    for (const decorator of ast.children(node, Role.Decorator))
      for (const origin of this.decoratorOrigins(ast.firstChild(decorator)))
        rows.push(...this.#index.rowsOf(origin).handlerDecorators);
    for (const row of rows)
      for (const [name, method] of info.methods) {
        if (row.methods && !row.methods.includes(nameOf(name))) continue;
        // C#'s actions are the public ones; accessors are none.
        if (ast.language === "csharp" && !isAction(ast, method.node)) continue;
        if (ast.language === "php" && isHidden(ast, method.node)) continue;
        add(method.node, row);
      }
  }

  #handlersByExport(): void {
    const add: Say = (functionNode, row) => this.#say(BY_EXPORT, functionNode, row);
    const { ast } = this.#file;
    for (const row of this.#index.fileHandlers) {
      if (!globMatches(row.files!, this.#file.path)) continue;
      for (const { name, node } of this.#file.names.exports) {
        if (row.methods && !row.methods.includes(name)) continue;
        const definition = ast.kind(node) === Kind.Function ? node : this.#file.definitionOf(node);
        if (definition !== NO_NODE && ast.kind(definition) === Kind.Function) add(definition, row);
      }
    }
  }
}

/** What no framework calls for a request: private methods, and PHP's own ones such as the constructor. */
function isHidden(ast: FlowFile["ast"], node: AstNode): boolean {
  return (
    ast.name(node).startsWith("__") ||
    ast.children(node, Role.Modifier).some((word) => /^(private|protected|static)$/.test(ast.name(word)))
  );
}

function isAction(ast: FlowFile["ast"], node: AstNode): boolean {
  if (ast.hasFlag(node, Flag.Accessor)) return false;
  const words = ast.children(node, Role.Modifier).map((word) => ast.name(word));
  if (!words.includes("public") || words.includes("static")) return false;
  return !ast
    .children(node, Role.Decorator)
    .some((decorator) => /^NonAction/.test(ast.name(ast.firstChild(decorator))));
}

function map(origins: Origins, step: (origin: Origin) => Origin): Origins {
  if (origins.list.length === 0) return NOTHING;
  const mapped = origins.list.map(step).filter((origin) => origin !== NO_ORIGIN);
  return mapped.length === 0 ? NOTHING : { list: mapped, isGuess: origins.isGuess };
}

function apply(origins: Origins, steps: readonly ((origin: Origin) => Origin)[]): Origins {
  return [...steps].reverse().reduce((at, step) => map(at, step), origins);
}

function union(all: readonly Origins[]): Origins {
  const found = all.filter((origins) => origins.list.length > 0);
  if (found.length === 0) return NOTHING;
  if (found.length === 1) return found[0]!;
  const sure = found.filter((origins) => !origins.isGuess);
  const used = sure.length > 0 ? sure : found;
  return {
    list: [...new Set(used.flatMap((origins) => origins.list))].slice(0, MOST_ORIGINS),
    isGuess: sure.length === 0,
  };
}
