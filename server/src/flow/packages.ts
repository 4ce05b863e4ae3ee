// Names that a file uses without declaring or importing them one by one: what the other files of its package or namespace
// declare (Go, Java, C#), and what whole packages that it imports do. An index over all files of such languages, made when
// it is first asked and forgotten when files come, go or declare other names.

import { type AstNode, NO_NODE, ROOT } from "../syntax/ast.ts";
import { Kind, Role } from "../syntax/kind.ts";
import type { LanguageId } from "../syntax/language.ts";
import { isJvm } from "../syntax/language.ts";
import { intern, nameOf, type Sym, symbolCount } from "../syntax/symbols.ts";
import type { Tally } from "../syntax/tally.ts";
import { folderOf } from "../text/file-path.ts";
import { addToListOnce, innerMap } from "../text/multimap.ts";
import { extensionsOf } from "./extensions.ts";
import { type FlowFile, mayBeginNames } from "./file.ts";
import { Remembered } from "./remembered.ts";
import { SharedNames, sharedOutline, sharesNames } from "./shared-names.ts";

/** Something that a file declares for all of its package. */
export interface Declared {
  readonly file: FlowFile;
  /** The declaration of a variable or function, or the Class itself. */
  readonly node: AstNode;
}

const SHARING: ReadonlySet<LanguageId> = new Set(["go", "java", "kotlin", "csharp", "php", "ruby"]);

/** Whether files of the language see what others of their package declare. */
export function sharesPackages(language: LanguageId): boolean {
  return SHARING.has(language);
}

/** Holds paths, not files, so that an edit that leaves a file's names as they are leaves the index alone. */
interface PackageIndex {
  /** By package, then name: the paths of all files that declare it, in order. */
  readonly packages: Map<string, Map<Sym, string[]>>;
  readonly files: Map<string, string[]>;
  /** Go's packages by their folders, without those of outside tests. */
  readonly folders: Map<string, string>;
  /** Namespaces that `global using` opens for all files. */
  readonly opened: Set<string>;
  /** The paths of files that extend types by functions of a name. */
  readonly extensions: Map<Sym, string[]>;
  /** By symbol; made when it is first asked for. */
  marks?: Marks;
}

/** By symbol, which file: its number if it is the only one, `SEVERAL`, or 0 for none. */
interface Marks {
  /** Where a package declares it. */
  readonly members: Int32Array;
  /** Where packages declare anything whose names begin with it. */
  readonly heads: Int32Array;
  readonly numbers: ReadonlyMap<string, number>;
}

const SEVERAL = -1;

function marksOf({ packages }: PackageIndex): Marks {
  const headOfPackage = new Map([...packages.keys()].map((name) => [name, intern(name.split(".", 1)[0]!)]));
  const [members, heads] = [new Int32Array(symbolCount()), new Int32Array(symbolCount())];
  const numbers = new Map<string, number>();
  const mark = (marks: Int32Array, symbol: Sym, path: string): void => {
    const number = numbers.get(path) ?? numbers.size + 1;
    numbers.set(path, number);
    marks[symbol] = marks[symbol] === 0 || marks[symbol] === number ? number : SEVERAL;
  };
  for (const [name, declared] of packages) {
    const head = headOfPackage.get(name)!;
    for (const [symbol, paths] of declared)
      for (const path of paths) {
        mark(members, symbol, path);
        mark(heads, head, path);
      }
  }
  return { members, heads, numbers };
}

/** Whether a symbol is marked by files other than the one of a number. */
function leads(marks: Int32Array, symbol: Sym, own: number): boolean {
  const mark = marks[symbol];
  return mark !== undefined && mark !== 0 && mark !== own;
}

export class Packages {
  readonly #files: () => Iterable<FlowFile>;
  readonly #indexes = new Map<LanguageId, PackageIndex>();
  readonly #visible = new WeakMap<FlowFile, Map<string, readonly string[]>>();
  /** What `filesSeenBy` gave for versions of files that are typed into. */
  readonly #seen = new WeakMap<Tally, { readonly marks: Marks; readonly paths: ReadonlySet<string> }>();
  #modules: readonly GoModule[] = [];
  readonly #goPackages = new Remembered<FlowFile, string, string | undefined>();
  readonly #declared = new Remembered<FlowFile, Sym, readonly Declared[]>();
  /** By language, then package. */
  readonly #filesOf = new Remembered<LanguageId, string, readonly FlowFile[]>();
  readonly #classes = new Remembered<LanguageId, string, readonly Declared[]>();

  readonly #fileAt: (path: string) => FlowFile | undefined;
  readonly shared: SharedNames;

  constructor(fileAt: (path: string) => FlowFile | undefined, files: () => Iterable<FlowFile>) {
    this.shared = new SharedNames(fileAt, files);
    this.#fileAt = fileAt;
    this.#files = files;
  }

  /** The `go.mod` files: the folder of each and the path that its packages are imported by. */
  setGoModules(files: ReadonlyMap<string, string>): void {
    const modules: GoModule[] = [];
    for (const [path, text] of files) {
      if (!/(^|\/)go\.mod$/.test(path)) continue;
      const name = /^\s*module\s+"?([^\s"]+)"?/m.exec(text)?.[1];
      if (name !== undefined) modules.push({ folder: folderOf(path), name });
    }
    this.#modules = modules.sort((a, b) => b.name.length - a.name.length || (a.folder < b.folder ? -1 : 1));
    this.forgetFiles();
  }

  forget(): void {
    this.#indexes.clear();
    this.shared.forget();
    this.forgetFiles();
  }

  /** A file is another version: what names versions of files may not hold any more. */
  forgetFiles(): void {
    this.#goPackages.forget();
    this.#declared.forget();
    this.#filesOf.forget();
    this.#classes.forget();
  }

  /** What a name means at a place of a file that does not declare it. Several where parts of a class stand in several files. */
  declared(from: FlowFile, name: Sym, at: AstNode): readonly Declared[] {
    if (name === 0 || !SHARING.has(from.language)) return NONE;
    if (sharesNames(from.language)) return this.shared.declared(from, name, at);
    // C#'s namespaces depend on the place.
    if (from.language === "csharp") return this.#declaredAnew(from, name, at);
    return this.#declared.get(from, name, () => this.#declaredAnew(from, name, at));
  }

  #declaredAnew(from: FlowFile, name: Sym, at: AstNode): readonly Declared[] {
    for (const each of this.#visiblePackages(from, at)) {
      const found = this.inPackage(from.language, each, name);
      if (found.length > 0) return found;
    }
    return NONE;
  }

  /** A class by its full name: `com.shop.Cart`, also where the last parts are classes in classes. */
  classNamed(language: LanguageId, dotted: string): readonly Declared[] {
    return this.#classes.get(language, dotted, () => {
      const dot = dotted.lastIndexOf(".");
      return this.inPackage(language, dot < 0 ? "" : dotted.slice(0, dot), intern(dotted.slice(dot + 1)));
    });
  }

  /** Whether any file is of this package or namespace. */
  isPackage(language: LanguageId, name: string): boolean {
    return this.#indexOf(language).files.has(name);
  }

  /** What a package declares under a name. */
  inPackage(language: LanguageId, name: string, member: Sym): readonly Declared[] {
    const paths = this.#indexOf(language).packages.get(name)?.get(member);
    if (!paths) return NONE;
    return paths.flatMap((path) => {
      const file = this.#fileAt(path);
      const all = file ? declaredNames(file).filter((each) => each.name === name && each.symbol === member) : [];
      return all.map(({ node }) => ({ file: file!, node }));
    });
  }

  filesOfPackage(language: LanguageId, name: string): readonly FlowFile[] {
    return this.#filesOf.get(language, name, () =>
      (this.#indexOf(language).files.get(name) ?? []).flatMap((path) => this.#fileAt(path) ?? []),
    );
  }

  /** Go's package behind an import path, as this index calls it; undefined for libraries. */
  goPackage(from: FlowFile, path: string): string | undefined {
    return this.#goPackages.get(from, path, () => this.#goPackageAnew(from, path));
  }

  #goPackageAnew(from: FlowFile, path: string): string | undefined {
    const { folders } = this.#indexOf("go");
    for (const { folder, name } of this.#modules) {
      if (path !== name && !path.startsWith(`${name}/`)) continue;
      const rest = path.slice(name.length + 1);
      const found = folders.get(folder === "" ? rest : rest === "" ? folder : `${folder}/${rest}`);
      if (found !== undefined) return found;
    }
    if (this.#modules.length > 0 || GO_STANDARD.has(path.split("/", 1)[0]!)) return undefined;
    // Without a go.mod, the folder whose path has the most of the import's end; one folder's name alone may be chance.
    const parts = path.split("/");
    for (let above = folderOf(from.path); ; above = folderOf(above)) {
      for (let at = 0; at < parts.length; at++) {
        if (at > 0 && parts.length - at < 2 && parts.length > 2 && parts[0]!.includes(".")) break;
        const rest = parts.slice(at).join("/");
        const found = folders.get(above === "" ? rest : `${above}/${rest}`);
        if (found !== undefined) return found;
      }
      if (above === "") return undefined;
    }
  }

  /** C#: what `global using` opens anywhere, and what the SDK opens in every file. */
  openNamespaces(file: FlowFile): readonly string[] {
    return file.language === "csharp" ? [...IMPLICIT_NAMESPACES, ...this.#indexOf("csharp").opened] : [];
  }

  /** The other files that a file's free names lead to. */
  filesSeenBy(file: FlowFile): ReadonlySet<string> {
    const paths = new Set<string>();
    if (!SHARING.has(file.language)) return paths;
    if (sharesNames(file.language)) return this.shared.filesSeenBy(file);
    if (file.language === "go") {
      for (const other of this.filesOfPackage("go", packageOf(file))) paths.add(other.path);
      return paths;
    }
    const index = this.#indexOf(file.language);
    index.marks ??= marksOf(index);
    const { members, heads, numbers } = index.marks;
    const own = numbers.get(file.path) ?? 0;
    const isMember = (name: Sym) => leads(members, name, own);
    const isHead = (name: Sym) => leads(heads, name, own);
    const { tally } = file.ast;
    // Where the names in what was typed lead nowhere, the others lead where they led. In C# it depends on the place as well.
    const known = isJvm(file.language) && tally?.older ? this.#seen.get(tally.older) : undefined;
    const { extensions } = index;
    const isName = (name: Sym) => isMember(name) || extensions.has(name);
    const isSame =
      known?.marks === index.marks && !tally!.touchesImports && !mayBeginNames(tally!.touched, isName, isHead);
    if (isSame) {
      this.#seen.set(tally!, known);
      return known.paths;
    }
    if (tally) this.#seen.set(tally, { marks: index.marks, paths });
    for (const { name, at } of file.freeNames(isMember))
      for (const found of this.declared(file, name, at)) paths.add(found.file.path);
    for (const [name, extending] of extensions)
      if (file.hasMember(name)) for (const path of extending) if (path !== file.path) paths.add(path);
    // `com.shop.Cart` needs no import, nor does reflection.
    for (const dotted of file.dottedNames(isHead))
      for (const found of this.classNamed(file.language, dotted)) paths.add(found.file.path);
    return paths;
  }

  #indexOf(language: LanguageId): PackageIndex {
    let index = this.#indexes.get(language);
    if (!index) {
      index = { packages: new Map(), files: new Map(), folders: new Map(), opened: new Set(), extensions: new Map() };
      const files = [...this.#files()].filter((file) => file.language === language);
      for (const file of files.sort((a, b) => (a.path < b.path ? -1 : 1))) addFile(index, file);
      this.#indexes.set(language, index);
    }
    return index;
  }

  /** Packages whose names are visible at a place, the nearest first. */
  #visiblePackages(from: FlowFile, at: AstNode): readonly string[] {
    if (from.language === "go") return [packageOf(from)];
    const around = from.language === "csharp" ? namespaceAt(from, at) : packageOf(from);
    const known = innerMap(this.#visible, from);
    let visible = known.get(around);
    if (!visible) {
      const found = [around];
      if (from.language === "csharp")
        for (let dot = around.lastIndexOf("."); dot > 0; dot = around.lastIndexOf(".", dot - 1))
          found.push(around.slice(0, dot));
      for (const { module, imported, declaration } of from.names.imports)
        if (imported === "*" && declaration === NO_NODE) found.push(module);
      if (around !== "" && from.language === "csharp") found.push("");
      visible = [...new Set(found)];
      known.set(around, visible);
    }
    if (from.language !== "csharp") return visible;
    const { opened } = this.#indexOf("csharp");
    return opened.size === 0 ? visible : [...visible, ...opened];
  }
}

interface GoModule {
  readonly folder: string;
  readonly name: string;
}

/** What the SDK opens in every file. */
export const IMPLICIT_NAMESPACES = [
  "System",
  "System.Collections.Generic",
  "System.IO",
  "System.Linq",
  "System.Net.Http",
  "System.Threading",
  "System.Threading.Tasks",
  "Microsoft.AspNetCore.Builder",
  "Microsoft.AspNetCore.Http",
];

const NONE: readonly Declared[] = [];

/** First parts of the standard library's paths that are more than one word's chance away from a program's own folders. */
const GO_STANDARD: ReadonlySet<string> = new Set(
  (
    "archive bufio bytes cmp compress container context crypto database debug embed encoding errors expvar flag fmt go hash html image index io iter log " +
    "maps math mime net os path plugin reflect regexp runtime slices sort strconv strings sync syscall testing text time unicode unique unsafe"
  ).split(" "),
);

function addFile(index: PackageIndex, file: FlowFile): void {
  const { path } = file;
  const add = (name: string, symbol: Sym): void => {
    const names = innerMap(index.packages, name);
    addToListOnce(names, symbol, path);
  };
  const note = (name: string): void => {
    addToListOnce(index.files, name, path);
  };
  const whole = packageOf(file);
  note(whole);
  if (file.language === "go" && !whole.endsWith("_test")) {
    const folder = folderOf(file.path);
    const known = index.folders.get(folder);
    if (known === undefined || whole < known) index.folders.set(folder, whole);
  }
  for (const { name, symbol } of declaredNames(file)) {
    note(name);
    add(name, symbol);
  }
  for (const { node } of extensionsOf(file)) addToListOnce(index.extensions, file.ast.symbol(node), path);
  if (file.language === "csharp")
    for (const { module, node } of file.names.imports)
      if (file.ast.children(node, Role.Modifier).some((word) => file.ast.name(word) === "global"))
        index.opened.add(module);
}

interface DeclaredName {
  /** The package. */
  readonly name: string;
  readonly symbol: Sym;
  readonly node: AstNode;
}

const namesOfFiles = new WeakMap<FlowFile, readonly DeclaredName[]>();

function declaredNames(file: FlowFile): readonly DeclaredName[] {
  let known = namesOfFiles.get(file);
  if (!known) {
    known = listDeclared(file);
    namesOfFiles.set(file, known);
  }
  return known;
}

function listDeclared(file: FlowFile): DeclaredName[] {
  const { ast } = file;
  if (file.language === "go") {
    const name = packageOf(file);
    return [...file.names.topLevel]
      .filter(([, node]) => {
        const kind = ast.kind(node);
        return (
          kind !== Kind.Import &&
          kind !== Kind.ImportSpecifier &&
          kind !== Kind.Namespace &&
          ast.role(node) !== Role.Alias
        );
      })
      .map(([symbol, node]) => ({ name, symbol, node }));
  }
  const found: DeclaredName[] = [];
  const visit = (parent: AstNode, around: string): void => {
    let name = around;
    for (const child of ast.children(parent)) {
      if (ast.kind(child) === Kind.Namespace) {
        const inner = around === "" ? ast.name(child) : `${around}.${ast.name(child)}`;
        // Without a body it holds for the rest of the file.
        if (ast.next(child) === child + 1) name = inner;
        else visit(child, inner);
      } else if (ast.kind(child) === Kind.Class) {
        found.push({ name, symbol: ast.symbol(child), node: child });
        innerClasses(child, `${name === "" ? "" : `${name}.`}${ast.name(child)}`);
      }
    }
  };
  const innerClasses = (outer: AstNode, name: string): void => {
    for (const child of ast.children(outer, Role.Member))
      if (ast.kind(child) === Kind.Class) {
        found.push({ name, symbol: ast.symbol(child), node: child });
        innerClasses(child, `${name}.${ast.name(child)}`);
      }
  };
  visit(ROOT, "");
  if (file.language === "kotlin") {
    const name = packageOf(file);
    for (const [symbol, node] of file.names.topLevel)
      if (ast.kind(ast.parent(node)) === Kind.Function || ast.kind(ast.parent(node)) === Kind.Declarator)
        found.push({ name, symbol, node });
  }
  return found;
}

/** The other parts of a class that stands in several: C#'s `partial`. */
export function partsOf(packages: Packages, file: FlowFile, classNode: AstNode): readonly Declared[] {
  const { ast } = file;
  if (
    file.language !== "csharp" ||
    !ast.children(classNode, Role.Modifier).some((word) => ast.name(word) === "partial")
  )
    return NONE;
  const own = declaredNames(file).find(({ node }) => node === classNode);
  return own
    ? packages.inPackage("csharp", own.name, own.symbol).filter((each) => each.file !== file || each.node !== classNode)
    : NONE;
}

/** The package of a file; of C#'s, the namespace that holds for all of it, if one does. */
export function packageOf(file: FlowFile): string {
  const known = packagesOfFiles.get(file);
  if (known !== undefined) return known;
  const { ast } = file;
  let name = "";
  for (const child of ast.children(ROOT))
    if (ast.kind(child) === Kind.Namespace && ast.next(child) === child + 1) name = ast.name(child);
  const found = file.language === "go" ? `${folderOf(file.path)}\u0000${name}` : name;
  packagesOfFiles.set(file, found);
  return found;
}

const packagesOfFiles = new WeakMap<FlowFile, string>();

function namespaceAt(file: FlowFile, at: AstNode): string {
  const { ast } = file;
  const names: string[] = [];
  for (let node = at; node !== ROOT; node = ast.parent(node))
    if (ast.kind(node) === Kind.Namespace) names.unshift(ast.name(node));
  const whole = packageOf(file);
  if (whole !== "") names.unshift(whole);
  return names.join(".");
}

/** What other files can see of this one by its bare names: while this text is the same, so is what those mean. */
export function packageOutline(file: FlowFile): string {
  if (!SHARING.has(file.language)) return "";
  if (sharesNames(file.language)) return sharedOutline(file);
  const names = declaredNames(file).map(({ name, symbol }) => `${name}.${nameOf(symbol)}`);
  const opened = file.names.imports.map(({ module, imported }) => (imported === "*" ? module : ""));
  const extensions = extensionsOf(file).map(({ node }) => nameOf(file.ast.symbol(node)));
  return `${packageOf(file)}\n${names.join()}\n${opened.join()}\n${extensions.join()}`;
}
