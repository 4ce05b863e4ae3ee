// PHP's functions, classes and constants, Ruby's constants and methods of the top level: names that every file of a program
// sees once they are loaded, by an include, a require or an autoloader. An index over all files of such a language by full
// names; where several files have a name, the one that is included counts, else the nearest.

import { type Ast, type AstNode, NO_NODE, ROOT } from "../syntax/ast.ts";
import { Flag, Kind, Role } from "../syntax/kind.ts";
import type { LanguageId } from "../syntax/language.ts";
import { nameOf, type Sym } from "../syntax/symbols.ts";
import { addToListOnce } from "../text/multimap.ts";
import { indexFrom } from "../text/sorted.ts";
import type { FlowFile } from "./file.ts";
import { includedPaths } from "./includes.ts";
import type { Declared } from "./packages.ts";
import type { Unit } from "./unit.ts";

/** Whether all files of a program share their names. */
export function sharesNames(language: LanguageId): boolean {
  return language === "php" || language === "ruby";
}

const NONE: readonly Declared[] = [];
const MOST_INCLUDED = 400;

export class SharedNames {
  readonly #fileAt: (path: string) => FlowFile | undefined;
  readonly #files: () => Iterable<FlowFile>;
  /** By language, then full name: paths in order. */
  readonly #indexes = new Map<LanguageId, Map<string, string[]>>();
  #included = new WeakMap<FlowFile, ReadonlySet<string>>();

  constructor(fileAt: (path: string) => FlowFile | undefined, files: () => Iterable<FlowFile>) {
    this.#fileAt = fileAt;
    this.#files = files;
  }

  forget(): void {
    this.#indexes.clear();
    this.#included = new WeakMap();
  }

  /** What a name means at a place of a file that does not declare it. */
  declared(from: FlowFile, name: Sym, at: AstNode): readonly Declared[] {
    const text = nameOf(name);
    if (text === "" || text.startsWith("$")) return NONE;
    for (const full of from.language === "php" ? phpNames(from, text, at) : rubyNames(from, text, at)) {
      const found = this.byFullName(from, full);
      if (found.length > 0) return found;
    }
    return NONE;
  }

  /** A name by all that it is: `App\Data\Row`, `Shop::Cart`. */
  byFullName(from: FlowFile, full: string): readonly Declared[] {
    const key = from.language === "php" ? full.toLowerCase() : full;
    const paths = this.#indexOf(from.language).get(key);
    const path = paths && this.#choose(from, paths);
    const file = path === undefined ? undefined : this.#fileAt(path);
    const node = file && fullNamesOf(file).get(key);
    return file && node !== undefined ? [{ file, node }] : NONE;
  }

  /** The value that a constant of PHP's is given by `define` or `const`, in whichever file. */
  constantNamed(from: FlowFile, name: string, at: AstNode): Declared | undefined {
    for (const full of phpNames(from, name, at)) {
      const [found] = this.byFullName(from, constantKey(full));
      if (found) return found;
    }
    return undefined;
  }

  /** The other files that a file includes, or that its free names lead to. */
  filesSeenBy(file: FlowFile): ReadonlySet<string> {
    const paths = new Set<string>(includedPaths(file, this.#fileAt));
    for (const { name, at } of file.freeNames(() => true))
      for (const found of this.declared(file, name, at)) paths.add(found.file.path);
    if (file.language === "php")
      for (const { name, at } of file.freeNames(() => true)) {
        const found = CONSTANT.test(nameOf(name)) ? this.constantNamed(file, nameOf(name), at) : undefined;
        if (found) paths.add(found.file.path);
      }
    for (const { module, node } of file.names.imports)
      if (file.language === "php" && module !== "")
        for (const found of this.byFullName(file, file.ast.name(node) || module)) paths.add(found.file.path);
    return paths;
  }

  #indexOf(language: LanguageId): Map<string, string[]> {
    let index = this.#indexes.get(language);
    if (!index) {
      index = new Map();
      const files = [...this.#files()].filter((file) => file.language === language);
      for (const file of files.sort((a, b) => (a.path < b.path ? -1 : 1)))
        for (const key of fullNamesOf(file).keys()) addToListOnce(index, key, file.path);
      this.#indexes.set(language, index);
    }
    return index;
  }

  #choose(from: FlowFile, paths: readonly string[]): string | undefined {
    const [first] = paths;
    if (paths.length === 1) return first;
    const included = this.#includedBy(from);
    const loaded = paths.find((path) => path === from.path || included.has(path));
    if (loaded !== undefined) return loaded;
    // Programs that lie side by side have functions of the same name: only the nearest may be meant.
    let best: string | undefined;
    let most = -1;
    for (const path of paths) {
      const shared = sharedFolders(from.path, path);
      if (shared > most) {
        best = path;
        most = shared;
      } else if (shared === most) best = undefined;
    }
    return best ?? (from.language === "ruby" ? first : undefined);
  }

  /** All files that a file includes, and those that they include. */
  #includedBy(file: FlowFile): ReadonlySet<string> {
    let known = this.#included.get(file);
    if (!known) {
      const found = new Set<string>();
      const waiting = [file];
      for (let at = waiting.pop(); at && found.size < MOST_INCLUDED; at = waiting.pop())
        for (const path of includedPaths(at, this.#fileAt)) {
          const next = found.has(path) ? undefined : this.#fileAt(path);
          found.add(path);
          if (next) waiting.push(next);
        }
      known = found;
      this.#included.set(file, known);
    }
    return known;
  }
}

function sharedFolders(a: string, b: string): number {
  const one = a.split("/");
  const other = b.split("/");
  let count = 0;
  while (count < one.length - 1 && count < other.length - 1 && one[count] === other[count]) count++;
  // Of two in equally near folders, the one that lies less deep below.
  return count * 64 - Math.min(other.length, 60);
}

interface FullName {
  readonly key: string;
  readonly node: AstNode;
}

const namesOfFiles = new WeakMap<FlowFile, ReadonlyMap<string, AstNode>>();

/** What a file gives to all others; of several that are called the same, the first. */
function fullNamesOf(file: FlowFile): ReadonlyMap<string, AstNode> {
  let known = namesOfFiles.get(file);
  if (!known) {
    const names = new Map<string, AstNode>();
    for (const { key, node } of file.language === "php" ? phpDeclared(file) : rubyDeclared(file))
      if (!names.has(key)) names.set(key, node);
    known = names;
    namesOfFiles.set(file, known);
  }
  return known;
}

/** While this text is the same, so is what others see of a file. */
export function sharedOutline(file: FlowFile): string {
  const keys = [...fullNamesOf(file).keys()];
  const values = constantsIn(file).map(({ node }) =>
    node === NO_NODE ? "" : file.ast.textOf(node).slice(0, LONGEST_VALUE),
  );
  return `${keys.join()}\n${values.join()}\n${includedPaths(file, () => undefined).join()}`;
}

// PHP

/** Functions and classes, also those that are only made when a condition holds. */
function phpDeclared(file: FlowFile): FullName[] {
  const { ast, units } = file;
  const found: FullName[] = [];
  for (const unit of units.all) {
    const isClass = unit.kind === "class";
    if (unit.outer?.kind !== "module" || (!isClass && unit.kind !== "function")) continue;
    // The file may be the version before the one that the units are of by now.
    const node = units.table.nodeOf(unit);
    if (ast.symbol(node) === 0 || ast.hasFlag(node, Flag.Lambda)) continue;
    const name = ast.child(node, Role.Name);
    if (name === NO_NODE) continue;
    found.push({ key: fullNameAt(file, node).toLowerCase(), node: isClass ? node : name });
  }
  return [...found, ...constantsIn(file)];
}

/** What is written in capitals is taken for a constant. */
const CONSTANT = /^\\?(?:\w+\\)*[A-Z_][A-Z\d_]*$/;
const LONGEST_VALUE = 200;

function constantKey(name: string): string {
  return `define ${name}`.toLowerCase();
}

const constantsOfFiles = new WeakMap<FlowFile, readonly FullName[]>();

/** The values that `define("NAME", …)` and `const NAME = …` of the top level give. */
function constantsIn(file: FlowFile): readonly FullName[] {
  if (file.language !== "php") return [];
  let known = constantsOfFiles.get(file);
  if (!known) {
    known = phpConstants(file);
    constantsOfFiles.set(file, known);
  }
  return known;
}

function phpConstants(file: FlowFile): FullName[] {
  const { ast } = file;
  const { kinds } = ast.columns;
  const found = new Map<string, AstNode>();
  // One that is given several values has none that is known.
  const add = (key: string, value: AstNode) => found.set(key, found.has(key) ? NO_NODE : value);
  for (let node = 0; node < kinds.length; node++) {
    if (kinds[node] === Kind.Call) {
      const defined = definedBy(ast, node);
      if (defined) add(constantKey(defined.name), isConditional(ast, node) ? NO_NODE : defined.value);
    } else if (kinds[node] === Kind.VariableDeclaration && ast.name(node) === "const")
      for (const declarator of ast.children(node, Role.Declarator)) {
        const value = ast.child(declarator, Role.Value);
        const space = phpNamespaceAt(file, node);
        const name = ast.name(ast.child(declarator, Role.Target));
        if (value !== NO_NODE) add(constantKey(space === "" ? name : `${space}\\${name}`), value);
      }
  }
  return [...found].map(([key, node]) => ({ key, node }));
}

/** `if (!defined("NAME"))`: it may have got another value elsewhere. */
function isConditional(ast: Ast, call: AstNode): boolean {
  for (let at = ast.parent(call); at !== ROOT; at = ast.parent(at))
    if (ast.kind(at) === Kind.If || ast.kind(at) === Kind.Binary || ast.kind(at) === Kind.Function) return true;
  return false;
}

/** Name and value of `define("NAME", value)`. */
function definedBy(ast: Ast, call: AstNode): { readonly name: string; readonly value: AstNode } | undefined {
  const callee = ast.child(call, Role.Callee);
  if (callee === NO_NODE || ast.kind(callee) !== Kind.Identifier || ast.name(callee) !== "define") return undefined;
  const [name, value] = ast.children(call, Role.Argument);
  return name !== undefined && value !== undefined && ast.kind(name) === Kind.String
    ? { name: ast.stringValue(name), value }
    : undefined;
}

/** The name of a function or class with that of its namespace. */
export function fullNameInPhp({ file, node }: Unit): string {
  return fullNameAt(file, node);
}

function fullNameAt(file: FlowFile, node: AstNode): string {
  const space = phpNamespaceAt(file, node);
  const name = file.ast.name(node);
  return space === "" ? name : `${space}\\${name}`;
}

/** The namespace that holds at a place. */
function phpNamespaceAt(file: FlowFile, node: AstNode): string {
  const { ast } = file;
  for (let at = node; at !== ROOT && at !== NO_NODE; at = ast.parent(at))
    if (ast.kind(at) === Kind.Namespace) return ast.name(at);
  const openings = namespaceStatements(file);
  const before = node === NO_NODE ? openings.length : indexFrom(openings, node + 1);
  return before === 0 ? "" : ast.name(openings[before - 1]!);
}

const namespacesOfFiles = new WeakMap<FlowFile, readonly AstNode[]>();

/** `namespace App;`, which holds until the next one. */
function namespaceStatements(file: FlowFile): readonly AstNode[] {
  let known = namespacesOfFiles.get(file);
  if (!known) {
    const { ast } = file;
    known = ast.children(ROOT).filter((child) => ast.kind(child) === Kind.Namespace && ast.next(child) === child + 1);
    namespacesOfFiles.set(file, known);
  }
  return known;
}

/** The full names that a name may mean, the likeliest first. */
function phpNames(file: FlowFile, name: string, at: AstNode): string[] {
  const space = phpNamespaceAt(file, at);
  const names = space === "" ? [] : [`${space}\\${name}`];
  const slash = name.indexOf("\\");
  if (slash > 0) {
    const head = name.slice(0, slash);
    for (const { module } of file.names.imports)
      if (module.endsWith(`\\${head}`) || module === head) names.unshift(module + name.slice(slash));
  }
  names.push(name);
  return names;
}

// Ruby

/** Classes, modules and constants by their full names, and methods of the top level. */
function rubyDeclared(file: FlowFile): FullName[] {
  const { ast } = file;
  const found: FullName[] = [];
  // The file may be the version before the one that the units are of by now.
  const { all, classes, table } = file.units;
  for (const { unit } of classes) {
    const node = table.nodeOf(unit);
    const key = rubyClassName(file, node);
    if (key !== "") found.push({ key, node });
  }
  for (const unit of all) {
    const node = table.nodeOf(unit);
    if (unit.kind !== "function" || unit.outer?.kind !== "module" || ast.hasFlag(node, Flag.Lambda)) continue;
    const name = ast.child(node, Role.Name);
    if (name !== NO_NODE) found.push({ key: ast.name(node), node: name });
  }
  const { kinds } = ast.columns;
  for (let node = 0; node < kinds.length; node++) {
    if (kinds[node] !== Kind.Assign) continue;
    const target = ast.child(node, Role.Target);
    if (target === NO_NODE || ast.kind(target) !== Kind.Identifier || !/^[A-Z]/.test(ast.name(target))) continue;
    if (file.names.declarationOf(target) !== target) continue;
    const around = ast.enclosing(node, Kind.Class);
    const prefix = around === NO_NODE ? "" : rubyClassName(file, around);
    found.push({ key: prefix === "" ? ast.name(target) : `${prefix}::${ast.name(target)}`, node: target });
  }
  return found;
}

/** `Shop::Cart` of `module Shop; class Cart`; empty for singleton classes. */
export function rubyClassName(file: FlowFile, node: AstNode): string {
  const { ast } = file;
  const parts: string[] = [];
  for (let at = node; at !== NO_NODE; at = classAround(file, at)) {
    const name = ast.child(at, Role.Name);
    if (name === NO_NODE) return "";
    parts.unshift(chainOf(file, name));
  }
  return parts.join("::");
}

/** The class that a class lies in. */
function classAround(file: FlowFile, node: AstNode): AstNode {
  return node === ROOT ? NO_NODE : file.ast.enclosing(file.ast.parent(node), Kind.Class);
}

/** `A::B` as it is written. */
function chainOf(file: FlowFile, node: AstNode): string {
  const { ast } = file;
  const parts: string[] = [];
  for (let at = node; at !== NO_NODE; at = ast.child(at, Role.Object)) {
    parts.unshift(ast.name(at));
    if (ast.kind(at) !== Kind.Member) break;
  }
  return parts.join("::");
}

function rubyNames(file: FlowFile, name: string, at: AstNode): string[] {
  const names: string[] = [];
  const { ast } = file;
  if (/^[A-Z]/.test(name))
    for (let around = at === NO_NODE ? NO_NODE : ast.enclosing(at, Kind.Class); around !== NO_NODE; ) {
      const prefix = rubyClassName(file, around);
      if (prefix !== "") names.push(`${prefix}::${name}`);
      around = classAround(file, around);
    }
  names.push(name);
  return names;
}
