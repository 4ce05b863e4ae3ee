// What names stand for by imports, as rules mean it. Python code imports a name and then assigns it again, or defines a
// function of that name below: for a rule the name is what was last imported (or defined) above it. Elsewhere a name stands
// for an import only when it is nothing else.

import { type Ast, type AstNode, NO_NODE } from "../../syntax/ast.ts";
import { Kind, Role } from "../../syntax/kind.ts";
import type { LanguageId } from "../../syntax/language.ts";
import type { Names } from "../../syntax/names.ts";
import { intern, type Sym } from "../../syntax/symbols.ts";

type Path = readonly string[];
const NO_PATHS: readonly Path[] = [];

export class ImportPaths {
  readonly #ast: Ast;
  readonly #names: Names;
  readonly #known = new Map<AstNode, readonly Path[]>();
  /** Names that some import may bind: of all others there is nothing to look for. */
  #imported: ReadonlySet<Sym> | undefined;

  constructor(ast: Ast, names: Names) {
    this.#ast = ast;
    this.#names = names;
  }

  /** The dotted names that an Identifier, Member or Type stands for; none for locals and globals. */
  of(node: AstNode): readonly Path[] {
    let paths = this.#known.get(node);
    if (!paths) {
      // A chain of members asks for its objects first, so that deep ones do not nest.
      const chain = [node];
      for (let at = node; this.#ast.kind(at) === Kind.Member; chain.push(at)) {
        at = this.#ast.child(at, Role.Object);
        if (at === NO_NODE || this.#known.has(at)) break;
      }
      for (const each of chain.reverse())
        if (each !== NO_NODE && !this.#known.has(each)) this.#known.set(each, this.#work(each));
      paths = this.#known.get(node) ?? NO_PATHS;
    }
    return paths;
  }

  #work(node: AstNode): readonly Path[] {
    const kind = this.#ast.kind(node);
    if (this.#ast.language === "python") {
      if (kind === Kind.Member) {
        const object = this.#known.get(this.#ast.child(node, Role.Object));
        if (object && object.length > 0) return object.map((path) => [...path, this.#ast.name(node)]);
      } else if (kind === Kind.Identifier) {
        const imported = this.#lastImport(node);
        if (imported !== undefined) return imported;
      }
    }
    if (kind !== Kind.Identifier && kind !== Kind.Member && kind !== Kind.Type) return NO_PATHS;
    const qualified = this.#names.qualified(node);
    if (!qualified || qualified.isGlobal) return NO_PATHS;
    return modulePaths(qualified.module, this.#ast.language).map((module) => [...module, ...qualified.members]);
  }

  /** What the last import above made of the name; nothing when a definition came later, undefined when no import is known. */
  #lastImport(node: AstNode): readonly Path[] | undefined {
    const ast = this.#ast;
    const name = ast.symbol(node);
    this.#imported ??= importedNames(ast);
    if (!this.#imported.has(name)) return undefined;
    let declaration = this.#names.declarationOf(node);
    if (declaration === NO_NODE) return undefined;
    for (let scope = node; ; ) {
      const writers = this.#names.writersOf(declaration);
      if (writers.some((writer) => this.#isImport(writer))) {
        const last = writers
          .filter((writer) => writer < node && (this.#isImport(writer) || this.#isDefinition(writer)))
          .at(-1);
        return last === undefined || !this.#isImport(last) ? NO_PATHS : this.#pathsOfImport(last);
      }
      // Assigned in a function only: what the module imported under the name is meant.
      if (!writers.every((writer) => ast.role(writer) === Role.Target && ast.kind(ast.parent(writer)) === Kind.Assign))
        return undefined;
      const owner = ast.enclosing(scope, Kind.Function);
      if (owner === NO_NODE) return undefined;
      scope = ast.parent(owner);
      declaration = this.#names.declarationVisibleAt(scope, name);
      if (declaration === NO_NODE) return undefined;
    }
  }

  #isImport(writer: AstNode): boolean {
    const specifier = this.#ast.role(writer) === Role.Alias ? this.#ast.parent(writer) : writer;
    const kind = this.#ast.kind(specifier);
    return kind === Kind.Import || kind === Kind.ImportSpecifier;
  }

  #isDefinition(writer: AstNode): boolean {
    const kind = this.#ast.kind(this.#ast.parent(writer));
    return this.#ast.role(writer) === Role.Name && (kind === Kind.Function || kind === Kind.Class);
  }

  #pathsOfImport(writer: AstNode): readonly Path[] {
    const ast = this.#ast;
    const specifier = ast.role(writer) === Role.Alias ? ast.parent(writer) : writer;
    if (ast.kind(specifier) === Kind.Import) return [[ast.name(specifier).split(".")[0]!]];
    const module = ast.name(ast.parent(specifier)).split(".");
    const imported = ast.name(specifier);
    return [imported === "*" ? module : [...module, imported]];
  }
}

function importedNames(ast: Ast): Set<Sym> {
  const found = new Set<Sym>();
  const { kinds, roles, symbols } = ast.columns;
  for (let node = 0; node < kinds.length; node++) {
    if (roles[node] === Role.Alias) found.add(symbols[node]!);
    else if (kinds[node] === Kind.ImportSpecifier) found.add(symbols[node]!);
    else if (kinds[node] === Kind.Import) found.add(intern(ast.name(node).split(".")[0]!));
  }
  return found;
}

/** A module's name as a pattern may write it: whole, by its parts, by its last part. */
function modulePaths(module: string, language: LanguageId): string[][] {
  switch (language) {
    case "javascript":
    case "typescript":
    case "tsx":
      return [[module]];
    case "go": {
      const last = module.slice(module.lastIndexOf("/") + 1);
      return /^v\d+$/.test(last) ? [[module.split("/").at(-2) ?? last]] : [[last]];
    }
    case "php":
      return [module.split("\\")];
    default:
      return [module.split(".")];
  }
}
