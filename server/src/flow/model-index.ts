// Models compiled for one language: a trie of their paths, in which an origin is looked up once and remembered. Rows are
// never tried one by one: an origin's rows are those of the trie nodes that it leads to, its nominal types included.

import type { LanguageId } from "../syntax/language.ts";
import { intern, nameOf, type Sym } from "../syntax/symbols.ts";
import { addToList } from "../text/multimap.ts";
import { compileRegex } from "../text/regex/compile.ts";
import type { CompiledRegex } from "../text/regex/regex.ts";
import type { Steps } from "../text/steps.ts";
import type {
  ApiPath,
  CallbackRow,
  ContainerRow,
  GuardRow,
  HandlerRow,
  Model,
  PropagatorRow,
  SanitizerRow,
  SinkRow,
  SourceRow,
  Trait,
  TraitRow,
  TypeRow,
} from "./model.ts";
import {
  Link,
  linkOf,
  linkParent,
  linkSymbol,
  memberOrigin,
  NO_ORIGIN,
  type Origin,
  type PathPart,
  parseApiPath,
  rootOrigin,
} from "./origin.ts";

/** What models say of a value or call, all rows that its origin is meant by. */
export interface Rows {
  readonly sourceReads: SourceRow[];
  readonly sourceCalls: SourceRow[];
  readonly sinkCalls: SinkRow[];
  readonly sinkWrites: SinkRow[];
  readonly sanitizerCalls: SanitizerRow[];
  readonly sanitizerReads: SanitizerRow[];
  readonly guards: GuardRow[];
  readonly guardParts: GuardRow[];
  readonly guardWays: GuardRow[];
  readonly propagators: PropagatorRow[];
  readonly callbacks: CallbackRow[];
  readonly containers: ContainerRow[];
  readonly traits: TraitRow[];
  readonly handlerCalls: HandlerRow[];
  readonly handlerDecorators: HandlerRow[];
  readonly handlerSuperclasses: HandlerRow[];
  readonly parameterDecorators: SourceRow[];
  /** Types of which all values are one object. */
  readonly commonTypes: ApiPath[];
}

export interface NameConvention {
  readonly regex: CompiledRegex;
  readonly type: Origin;
  readonly withMember: readonly Sym[];
  readonly imports: readonly string[];
}

export interface ParameterConvention {
  readonly names: readonly CompiledRegex[];
  readonly type: Origin;
  readonly index: number;
  readonly imports: readonly string[];
}

export interface NamedSource {
  readonly regex: CompiledRegex;
  readonly row: SourceRow;
}

export interface NamedSink {
  readonly regex: CompiledRegex;
  readonly row: SinkRow;
}

/** A row that cannot be used, and why. */
export interface ModelProblem {
  readonly file: string;
  readonly line: number | undefined;
  readonly message: string;
}

export class PathNode {
  members: Map<Sym, PathNode> | undefined;
  wildcard: PathNode | undefined;
  call: PathNode | undefined;
  /** Values at this path are also of these types. */
  types: PathNode[] | undefined;
  rows: Rows | undefined;
  /** Whole paths that end here, by number: conditions ask for them. */
  paths: number[] | undefined;
}

export const NO_ROWS: Rows = emptyRows();
const NO_SOURCES: readonly SourceRow[] = [];
const NO_SINKS: readonly SinkRow[] = [];
const NO_NODES: readonly PathNode[] = [];

function emptyRows(): Rows {
  return {
    sourceReads: [],
    sourceCalls: [],
    sinkCalls: [],
    sinkWrites: [],
    sanitizerCalls: [],
    sanitizerReads: [],
    guards: [],
    guardParts: [],
    guardWays: [],
    propagators: [],
    callbacks: [],
    containers: [],
    traits: [],
    handlerCalls: [],
    handlerDecorators: [],
    handlerSuperclasses: [],
    parameterDecorators: [],
    commonTypes: [],
  };
}

export class ModelIndex {
  readonly problems: ModelProblem[] = [];
  readonly nameConventions: NameConvention[] = [];
  readonly parameterConventions: ParameterConvention[] = [];
  readonly namedSources: NamedSource[] = [];
  readonly namedSinks: NamedSink[] = [];
  /** Handlers that are known by their file's path. */
  readonly fileHandlers: HandlerRow[] = [];
  /** …and by the member of an object literal that holds them. */
  readonly memberHandlers = new Map<Sym, HandlerRow[]>();
  /** Sinks of JSX attributes, by the attribute's name. */
  readonly attributes = new Map<Sym, SinkRow[]>();
  /** What paths like `*.name` say, but of sinks: calls of that method whatever its receiver is. */
  readonly anyRows = new Map<Sym, Rows>();
  #conventionMembers: readonly Sym[] | undefined;
  #rootsInSmall: Map<string, Sym> | undefined;

  /** What a name is among those of the library that are the same but for capitals; 0 for none. */
  rootInCapitals(name: Sym): Sym {
    this.#rootsInSmall ??= new Map([...this.roots.keys()].map((root) => [nameOf(root).toLowerCase(), root]));
    return this.#rootsInSmall.get(nameOf(name).toLowerCase()) ?? 0;
  }

  /** Members that conventions ask files for. */
  get conventionMembers(): readonly Sym[] {
    this.#conventionMembers ??= [...new Set(this.nameConventions.flatMap(({ withMember }) => withMember))];
    return this.#conventionMembers;
  }

  readonly anyWrites = new Map<Sym, SinkRow[]>();
  readonly anyCalls = new Map<Sym, SinkRow[]>();
  readonly anyCallbacks = new Map<Sym, CallbackRow[]>();
  readonly subscriptWrites: SinkRow[] = [];
  readonly roots = new Map<Sym, PathNode>();
  readonly #pathNumbers = new Map<ApiPath, number>();
  readonly #nodes = new Map<Origin, readonly PathNode[]>();
  readonly #rows = new Map<Origin, Rows>();
  readonly #named = new Map<Sym, readonly SourceRow[]>();
  readonly #namedSinks = new Map<Sym, readonly SinkRow[]>();
  readonly #handlerNames = new LastNames();
  readonly #wrapperNames = new LastNames();
  readonly #shared = new Set<PathNode>();
  readonly #checked = new Set<PathNode>();
  readonly #typeNames = new Map<PathNode, string>();
  readonly #sinkNames = new Set<Sym>();

  constructor(models: readonly Model[], language: LanguageId) {
    for (const model of models) if (model.languages.includes(language)) this.#addModel(model);
  }

  /** The same as a new one, in steps. */
  static *inSteps(models: readonly Model[], language: LanguageId): Steps<ModelIndex> {
    const index = new ModelIndex([], language);
    for (const model of models) {
      if (!model.languages.includes(language)) continue;
      index.#addModel(model);
      yield;
    }
    return index;
  }

  /** False where models know of no path, so that no expression has a row. */
  get hasPaths(): boolean {
    return this.roots.size > 0;
  }

  /**
   * False when no call of a member of this name takes functions that a framework calls; true does not say that one does. Asked of
   * every call of a file. What is no member may be called anything: `import { get as route }`.
   */
  mayTakeHandlers(lastName: Sym): boolean {
    return this.#handlerNames.mayBe(lastName);
  }

  /** The same of rows that say which functions only wrap another one. */
  mayWrap(lastName: Sym): boolean {
    return this.#wrapperNames.mayBe(lastName);
  }

  /** Whether a method of this name is a sink of some type. */
  isSinkName(name: Sym): boolean {
    return this.#sinkNames.has(name);
  }

  /** Sources of what is called so. */
  sourcesNamed(name: Sym): readonly SourceRow[] {
    if (this.namedSources.length === 0) return NO_SOURCES;
    let rows = this.#named.get(name);
    if (!rows) {
      const text = nameOf(name);
      rows = this.namedSources.filter(({ regex }) => regex.test(text)).map(({ row }) => row);
      this.#named.set(name, rows);
    }
    return rows;
  }

  /** Sinks of what is called so. */
  sinksNamed(name: Sym): readonly SinkRow[] {
    if (this.namedSinks.length === 0 || name === 0) return NO_SINKS;
    let rows = this.#namedSinks.get(name);
    if (!rows) {
      const text = nameOf(name);
      rows = this.namedSinks.filter(({ regex }) => regex.test(text)).map(({ row }) => row);
      this.#namedSinks.set(name, rows);
    }
    return rows;
  }

  /** All rows of an origin: of its path and of the types that values at that path have. */
  rowsOf(origin: Origin): Rows {
    if (origin === NO_ORIGIN) return NO_ROWS;
    let rows = this.#rows.get(origin);
    if (!rows) {
      const nodes = this.nodesOf(origin).filter((node) => node.rows !== undefined);
      rows =
        nodes.length === 0
          ? NO_ROWS
          : nodes.length === 1
            ? nodes[0]!.rows!
            : mergeRows(nodes.map((node) => node.rows!));
      this.#rows.set(origin, rows);
    }
    return rows;
  }

  /** True when the origin (or a type of it) is what the path of a condition means. */
  isAt(origin: Origin, path: ApiPath): boolean {
    const number = this.#pathNumbers.get(path);
    return number !== undefined && this.nodesOf(origin).some((node) => node.paths?.includes(number));
  }

  /** The same of any of these origins, and of any of these paths. */
  isAtAny(origins: readonly Origin[], paths: ApiPath | readonly ApiPath[] | undefined): boolean {
    const all = list(paths);
    return origins.some((origin) => all.some((path) => this.isAt(origin, path)));
  }

  /** Whether one instance of the type serves several requests at once. */
  isShared(origin: Origin): boolean {
    return this.nodesOf(origin).some((node) => this.#shared.has(node));
  }

  /** Whether instances of the type hold nothing but what their fields' annotations say. */
  isChecked(origin: Origin): boolean {
    return this.nodesOf(origin).some((node) => this.#checked.has(node));
  }

  /** The type of values at the origin, without its package; empty where models name none, or several. */
  typeNameOf(origin: Origin): string {
    const names = new Set(this.nodesOf(origin).flatMap((node) => this.#typeNames.get(node) ?? []));
    return names.size === 1 ? [...names][0]! : "";
  }

  /** True when models say anything of the origin or of what lies below it. */
  isKnown(origin: Origin): boolean {
    return this.nodesOf(origin).length > 0;
  }

  /** The places in the models' paths that an origin and its types stand at. */
  nodesOf(origin: Origin): readonly PathNode[] {
    if (origin === NO_ORIGIN) return NO_NODES;
    const remembered = this.#nodes.get(origin);
    if (remembered) return remembered;
    const found = new Set<PathNode>();
    const add = (node: PathNode | undefined): void => {
      if (!node || found.has(node)) return;
      found.add(node);
      for (const type of node.types ?? []) add(type);
    };
    const symbol = linkSymbol(origin);
    const parents = this.nodesOf(linkParent(origin));
    switch (linkOf(origin)) {
      case Link.Root:
        add(this.roots.get(symbol));
        break;
      case Link.Member:
        for (const parent of parents) {
          add(parent.members?.get(symbol));
          add(parent.wildcard);
        }
        break;
      case Link.Element:
        for (const parent of parents) add(parent.wildcard);
        break;
      case Link.Call:
        for (const parent of parents) add(parent.call);
        if (isClassName(linkParent(origin))) for (const parent of parents) add(parent);
        break;
      case Link.Instance:
        for (const parent of parents) {
          add(parent.call);
          add(parent);
        }
        break;
    }
    const nodes = found.size === 0 ? NO_NODES : [...found];
    this.#nodes.set(origin, nodes);
    return nodes;
  }

  #addModel(model: Model): void {
    const context: RowContext = {
      model,
      problem: (message) => void this.problems.push({ file: model.file, line: model.line, message }),
    };
    const at = (
      paths: ApiPath | readonly ApiPath[] | undefined,
      list: keyof Rows,
      row: Rows[keyof Rows][number],
    ): void => {
      for (const node of this.#paths(context, withoutAny(paths))) {
        node.rows ??= emptyRows();
        (node.rows[list] as (typeof row)[]).push(row);
      }
      for (const name of anyMember(paths)) {
        const rows = this.anyRows.get(name) ?? emptyRows();
        (rows[list] as (typeof row)[]).push(row);
        this.anyRows.set(name, rows);
      }
    };
    for (const row of model.types) this.#addType(context, row);
    for (const row of model.handlers) {
      at(row.call, "handlerCalls", row);
      for (const path of list(row.call)) this.#handlerNames.add(parseApiPath(path));
      at(row.decorator, "handlerDecorators", row);
      at(row.superclass, "handlerSuperclasses", row);
      if (row.files !== undefined) this.fileHandlers.push(row);
      for (const name of row.members ?? []) addToList(this.memberHandlers, intern(name), row);
      this.#paths(context, row.skip);
      this.#paths(context, row.returnsUnless);
      this.#paths(context, row.undecorated);
      this.#paths(context, row.pathReads);
    }
    for (const row of model.sources) {
      at(row.read, "sourceReads", row);
      at(row.call, "sourceCalls", row);
      at(row.parameterDecorator, "parameterDecorators", row);
      this.#paths(context, row.skip);
      if (row.name !== undefined) {
        const regex = wholeName(context, row.name);
        if (regex) this.namedSources.push({ regex, row });
      }
      this.#addConditions(context, row);
    }
    for (const row of model.sinks) {
      at(withoutAny(row.call), "sinkCalls", row);
      for (const path of list(row.call)) for (const name of lastNamesOf(path)) this.#sinkNames.add(intern(name));
      at(withoutAny(row.write), "sinkWrites", row);
      for (const name of anyMember(row.call)) addToList(this.anyCalls, name, row);
      for (const name of anyMember(row.write)) addToList(this.anyWrites, name, row);
      for (const name of list(row.attribute)) addToList(this.attributes, intern(name), row);
      if (row.subscriptWrite !== undefined) this.subscriptWrites.push(row);
      if (row.name !== undefined) {
        const regex = wholeName(context, row.name);
        if (regex) this.namedSinks.push({ regex, row });
      }
      this.#addConditions(context, row);
    }
    for (const row of model.sanitizers) {
      at(row.call, "sanitizerCalls", row);
      at(row.read, "sanitizerReads", row);
      this.#addConditions(context, row);
    }
    for (const row of model.guards) {
      at(row.call, "guards", row);
      at(row.part, "guardParts", row);
      at(row.way, "guardWays", row);
      this.#addConditions(context, row);
    }
    for (const row of model.propagators) {
      at(row.call, "propagators", row);
      this.#addConditions(context, row);
    }
    for (const row of model.callbacks) {
      at(withoutAny(row.call), "callbacks", row);
      for (const name of anyMember(row.call)) addToList(this.anyCallbacks, name, row);
    }
    for (const row of model.containers) at(row.call, "containers", row);
    for (const row of model.traits) {
      at(row.call, "traits", row);
      if (row.is === "wrapper") for (const path of list(row.call)) this.#wrapperNames.add(parseApiPath(path));
    }
  }

  #addType(context: RowContext, row: TypeRow): void {
    const types = this.#paths(context, row.type);
    const type = this.#origin(context, row.type);
    const imports = list(row.imports);
    if (row.shared) for (const node of types) this.#shared.add(node);
    if (row.checked) for (const node of types) this.#checked.add(node);
    for (const node of types) this.#typeNames.set(node, row.type.slice(row.type.lastIndexOf(".") + 1));
    if (row.common)
      for (const node of types) {
        node.rows ??= emptyRows();
        node.rows.commonTypes.push(row.type);
      }
    for (const value of this.#paths(context, row.value)) value.types = [...(value.types ?? []), ...types];
    for (const parent of this.#paths(context, row.extends))
      for (const node of types) node.types = [...(node.types ?? []), parent];
    if (row.name !== undefined) {
      const regex = wholeName(context, row.name);
      if (regex) this.nameConventions.push({ regex, type, withMember: list(row.withMember).map(intern), imports });
    }
    if (row.parameters !== undefined) {
      const names = row.parameters.map((name) => wholeName(context, name));
      if (names.every((name) => name !== undefined))
        this.parameterConventions.push({ names: names as CompiledRegex[], type, index: row.index ?? 0, imports });
    }
  }

  #addConditions(context: RowContext, row: { readonly when?: SinkRow["when"] }): void {
    const conditions = row.when === undefined ? [] : Array.isArray(row.when) ? row.when : [row.when];
    for (const { isApi, isNotApi } of conditions) {
      this.#paths(context, isApi);
      this.#paths(context, isNotApi);
    }
  }

  /** The origin that a type's name stands for. */
  #origin(context: RowContext, path: ApiPath): Origin {
    const origin = originOfPath(path);
    if (origin === undefined) context.problem(`type ${JSON.stringify(path)} must be a plain path of names`);
    return origin ?? NO_ORIGIN;
  }

  /** The trie nodes of paths, made where there are none yet. */
  #paths(context: RowContext, paths: ApiPath | readonly ApiPath[] | undefined): PathNode[] {
    const nodes: PathNode[] = [];
    for (const path of list(paths)) {
      const parts = parseApiPath(path);
      if ("error" in parts) {
        context.problem(`path ${JSON.stringify(path)}: ${parts.error}`);
        continue;
      }
      let number = this.#pathNumbers.get(path);
      if (number === undefined) {
        number = this.#pathNumbers.size;
        this.#pathNumbers.set(path, number);
      }
      for (const node of this.#walk(parts)) {
        nodes.push(node);
        if (!node.paths?.includes(number)) node.paths = [...(node.paths ?? []), number];
      }
    }
    return nodes;
  }

  #walk(parts: readonly PathPart[]): PathNode[] {
    let nodes: PathNode[] = [];
    for (const [index, part] of parts.entries()) {
      const next: PathNode[] = [];
      if (part.kind === "root") {
        for (const [root, ...below] of part.ways)
          next.push(memberAt(childOf(this.roots, intern(stripScheme(root!))), below));
      } else
        for (const node of nodes) {
          if (part.kind === "member") {
            for (const way of part.ways) next.push(memberAt(node, way));
          } else if (part.kind === "call") {
            node.call ??= new PathNode();
            next.push(node.call);
          } else if (index > 0) {
            node.wildcard ??= new PathNode();
            next.push(node.wildcard);
          }
        }
      nodes = next;
    }
    return nodes;
  }
}

/** The last names of some paths: what ends in another name is at none of them. */
class LastNames {
  readonly #names = new Set<Sym>();
  #isAny = false;

  add(parts: ReturnType<typeof parseApiPath>): void {
    const ends = endsOf(parts);
    if (ends === undefined) this.#isAny = true;
    else for (const name of ends) this.#names.add(name);
  }

  mayBe(name: Sym): boolean {
    return this.#isAny || this.#names.has(name);
  }
}

/** The names that a path may end in, calls aside; undefined for any. */
function endsOf(parts: ReturnType<typeof parseApiPath>): readonly Sym[] | undefined {
  if ("error" in parts) return [];
  for (let at = parts.length - 1; at >= 0; at--) {
    const part = parts[at]!;
    if (part.kind === "wildcard") return undefined;
    if (part.kind !== "call") return part.ways.map((way) => intern(stripScheme(way.at(-1)!)));
  }
  return [];
}

interface RowContext {
  readonly model: Model;
  problem(message: string): void;
}

/** The origin of a path of names only, as types are named; undefined for any other path. */
export function originOfPath(path: ApiPath): Origin | undefined {
  const parts = parseApiPath(path);
  if ("error" in parts) return undefined;
  let origin = NO_ORIGIN;
  for (const part of parts) {
    if ((part.kind !== "root" && part.kind !== "member") || part.ways.length !== 1) return undefined;
    const names = part.ways[0]!;
    const below = part.kind === "root" ? names.slice(1) : names;
    if (part.kind === "root") origin = rootOrigin(intern(stripScheme(names[0]!)));
    for (const name of below) origin = memberOrigin(origin, intern(name));
  }
  return origin;
}

/** `node:fs` is `fs`. */
function stripScheme(name: string): string {
  return name.startsWith("node:") ? name.slice(5) : name;
}

/** By convention of every language here, what is called with a capital makes an instance. */
function isClassName(origin: Origin): boolean {
  const link = linkOf(origin);
  return (link === Link.Root || link === Link.Member) && /^_?[A-Z]/.test(nameOf(linkSymbol(origin)));
}

function childOf(children: Map<Sym, PathNode>, name: Sym): PathNode {
  let child = children.get(name);
  if (!child) {
    child = new PathNode();
    children.set(name, child);
  }
  return child;
}

function memberAt(node: PathNode, names: readonly string[]): PathNode {
  let at = node;
  for (const name of names) {
    at.members ??= new Map();
    at = childOf(at.members, intern(name));
  }
  return at;
}

function wholeName(context: RowContext, source: string): CompiledRegex | undefined {
  const flags = /^\(\?([a-z]+)\)/.exec(source);
  const body = flags ? source.slice(flags[0].length) : source;
  const regex = compileRegex(`${flags?.[0] ?? ""}^(?:${body})$`, { dialect: "re2" });
  if (regex.kind === "regex") return regex;
  context.problem(`name ${JSON.stringify(source)}: ${regex.message}`);
  return undefined;
}

/** Paths of the form `*.name` or `*.{a,b}`: their names. */
function anyMember(paths: ApiPath | readonly ApiPath[] | undefined): readonly Sym[] {
  return list(paths)
    .filter((path) => path.startsWith("*."))
    .flatMap(lastNamesOf)
    .map(intern);
}

/** The names that the last step of a path may have. */
function lastNamesOf(path: ApiPath): readonly string[] {
  const parts = parseApiPath(path);
  const last = "error" in parts ? undefined : parts[parts.length - 1];
  return last?.kind === "member" ? last.ways.map((way) => way.at(-1)!) : [];
}

export function hasTrait({ traits }: Rows, trait: Trait): boolean {
  return traits.some(({ is }) => is === trait);
}

function withoutAny(paths: ApiPath | readonly ApiPath[] | undefined): readonly ApiPath[] {
  return list(paths).filter((path) => !path.startsWith("*."));
}

/** One, several or none, as a list. */
export function list<T extends string | number>(value: T | readonly T[] | undefined): readonly T[] {
  if (value === undefined) return [];
  return (Array.isArray(value) ? value : [value]) as readonly T[];
}

function mergeRows(all: readonly Rows[]): Rows {
  const merged = emptyRows();
  for (const rows of all)
    for (const key of Object.keys(merged) as (keyof Rows)[]) {
      const target = merged[key] as unknown[];
      for (const row of rows[key]) if (!target.includes(row)) target.push(row);
    }
  return merged;
}
