// Which files have to be scanned together: data flows from file to file along imports, packages and namespaces, so files that no
// chain of those joins are programs of their own. Told from the texts, before anything is parsed, and generously: files that
// might see each other are put together. A scan of the parts then gives what a scan of the whole does, in less memory, by
// several threads, and a part that did not change need not be scanned again.

import { type LanguageId, languageOfFile, standsAlone } from "../syntax/language.ts";
import { codeLanguageIn, programIn } from "../syntax/pages/code-in-pages.ts";
import type { ProgramKind } from "../syntax/pages/parts.ts";
import { folderOf, pathFrom } from "../text/file-path.ts";
import { addToList } from "../text/multimap.ts";

export interface CellFile {
  readonly path: string;
  readonly text: string;
}

/** Paths that belong together; the cells in order of their first paths, each in order of its paths. */
export function cellsOf(files: Iterable<CellFile>): string[][] {
  const steps = cellsInSteps(files);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** The same for hosts that have other things to do in between: after every file there is time for that. */
export function* cellsInSteps(files: Iterable<CellFile>): Generator<void, string[][]> {
  const links = new Links();
  const all = [...files].sort((a, b) => (a.path < b.path ? -1 : 1));
  const byLanguage = new Map<LanguageId, CellFile[]>();
  for (const file of all) {
    const language = languageOfFile(file.path, file.text);
    addToList(byLanguage, language, file);
  }
  const of = (...languages: LanguageId[]) => languages.flatMap((language) => byLanguage.get(language) ?? []);
  const pages = of("html", "template", "php", "jsp", "erb");
  const scripts = [...of("javascript", "typescript", "tsx"), ...programsIn(pages, "scripts")];
  const codeIn = (language: LanguageId) =>
    programsIn(
      pages.filter(({ path, text }) => codeLanguageIn(languageOfFile(path, text)) === language),
      "code",
    );
  yield* linkScripts(links, scripts);
  for (const { path, text } of all) if (isAliasing(path, text)) linkAll(links, scriptsBelow(path, scripts));
  yield* linkPython(links, of("python"));
  yield* linkPackages(links, [...of("java"), ...codeIn("java")], "java");
  yield* linkPackages(links, of("kotlin"), "kotlin");
  yield* linkGo(links, of("go"), goModules(all));
  linkAll(links, of("c", "cpp"));
  for (const [language, some] of byLanguage)
    if (!standsAlone(language) && !LINKED.has(language)) linkAll(links, [...some, ...codeIn(language)]);
  const cells = new Map<string, string[]>();
  for (const { path } of all) {
    const root = links.rootOf(path);
    addToList(cells, root, path);
  }
  return [...cells.values()];
}

const LINKED: ReadonlySet<LanguageId> = new Set([
  "javascript",
  "typescript",
  "tsx",
  "python",
  "java",
  "kotlin",
  "go",
  "c",
  "cpp",
]);

/** Disjoint sets of names: of files by their paths, of folders and packages by names that no path has. */
class Links {
  readonly #parents = new Map<string, string>();

  rootOf(name: string): string {
    let root = name;
    for (let parent = this.#parents.get(root); parent !== undefined; parent = this.#parents.get(root)) root = parent;
    for (let at = name; at !== root; ) {
      const next = this.#parents.get(at)!;
      this.#parents.set(at, root);
      at = next;
    }
    return root;
  }

  join(a: string, b: string): void {
    const [first, second] = [this.rootOf(a), this.rootOf(b)];
    if (first !== second) this.#parents.set(second, first);
  }
}

function linkAll(links: Links, files: readonly CellFile[]): void {
  for (const { path } of files) links.join(files[0]!.path, path);
}

// JavaScript and TypeScript: any text in quotes that begins like a relative path.

const RELATIVE = /["'`](\.{1,2}(?:\/[^"'`\n]*)?|\/[^"'`\n]+)["'`]/g;
const SCRIPT_EXTENSION = /(?:\.d)?\.[cm]?[jt]sx?$/;

function* linkScripts(links: Links, files: readonly CellFile[]): Generator<void, void> {
  const byStem = new Map<string, string[]>();
  const add = (stem: string, path: string) => {
    addToList(byStem, stem, path);
  };
  for (const { path } of files) {
    const stem = path.replace(SCRIPT_EXTENSION, "");
    add(stem, path);
    if (/(^|\/)index$/.test(stem)) add(stem.replace(/\/?index$/, ""), path);
  }
  for (const { path, text } of files) {
    for (const [, specifier] of text.matchAll(RELATIVE)) {
      const target = pathFrom(folderOf(path), specifier!);
      for (const stem of [target, target.replace(SCRIPT_EXTENSION, "")])
        for (const other of byStem.get(stem) ?? []) links.join(path, other);
    }
    yield;
  }
}

/** Where a tree gives names to its own modules, a name need not look like a path: all that lies there stays together. */
function isAliasing(path: string, text: string): boolean {
  return /(^|\/)tsconfig[^/]*\.json$/.test(path) && /"(?:paths|baseUrl)"\s*:/.test(text);
}

function scriptsBelow(settings: string, scripts: readonly CellFile[]): CellFile[] {
  const folder = settings.slice(0, settings.lastIndexOf("/") + 1);
  return scripts.filter(({ path }) => path.startsWith(folder));
}

/** Pages with the text of a program in them, for what else stands there in quotes leads nowhere. */
function programsIn(pages: readonly CellFile[], kind: ProgramKind): CellFile[] {
  return pages.flatMap(({ path, text }) => {
    const program = programIn(kind, text, languageOfFile(path, text), path);
    return program ? [{ path, text: program.text }] : [];
  });
}

// Python: the modules of import statements, looked for from every folder above, and all that lies in a package's folder.

const PYTHON_IMPORT =
  /^[ \t]*(?:from[ \t]+([.\w]+)[ \t]+import\b|import[ \t]+([^\n#]+))|;[ \t]*(?:from[ \t]+([.\w]+)[ \t]+import\b|import[ \t]+([^\n#]+))/gm;

function* linkPython(links: Links, files: readonly CellFile[]): Generator<void, void> {
  const modules = new Map<string, string[]>();
  const folders = new Map<string, string[]>();
  for (const { path } of files) {
    const stem = path.replace(/\.\w+$/, "");
    addToList(modules, stem.replace(/(^|\/)__init__$/, ""), path);
    addToList(folders, folderOf(path), path);
  }
  for (const { path, text } of files) {
    const link = (stem: string): void => {
      for (const other of modules.get(stem) ?? []) links.join(path, other);
      for (const other of folders.get(stem) ?? []) links.join(path, other);
    };
    for (const [, from, plain, laterFrom, laterPlain] of text.matchAll(PYTHON_IMPORT)) {
      const named = from ?? laterFrom;
      const names =
        named === undefined
          ? (plain ?? laterPlain ?? "").split(",").map((each) => each.trim().split(/\s/)[0]!)
          : [named];
      for (const name of names) {
        const dots = /^\.*/.exec(name)![0].length;
        const rest = name.slice(dots).replaceAll(".", "/");
        let folder = folderOf(path);
        for (let up = 1; up < dots; up++) folder = folderOf(folder);
        if (dots > 0) {
          link(below(folder, rest));
          continue;
        }
        // `import a.b.c` makes `a` and `a.b` known, too.
        const parts = rest.split("/").filter((part) => part !== "");
        for (let at = folder; ; at = folderOf(at)) {
          for (let count = 1; count <= parts.length; count++) link(below(at, parts.slice(0, count).join("/")));
          if (at === "") break;
        }
      }
    }
    yield;
  }
}

// Java and Kotlin: files of one package, and those that name a package or what is in it.

function* linkPackages(links: Links, files: readonly CellFile[], language: LanguageId): Generator<void, void> {
  const packages = new Set<string>();
  const packageOf = new Map<string, string>();
  for (const { path, text } of files) {
    const name = /^[ \t]*package[ \t]+([\w.]+)[ \t]*(?:;|$)/m.exec(text)?.[1] ?? "";
    packages.add(name);
    packageOf.set(path, name);
    links.join(`\u0000${language} ${name}`, path);
  }
  for (const { path, text } of files) {
    for (const [dotted] of text.matchAll(/\b[A-Za-z_$][\w$]*(?:[ \t]*\.[ \t]*[A-Za-z_$][\w$]*)+/g)) {
      const parts = dotted.split(/[ \t]*\.[ \t]*/);
      for (let count = parts.length; count > 0; count--) {
        const name = parts.slice(0, count).join(".");
        if (packages.has(name)) links.join(`\u0000${language} ${name}`, path);
      }
    }
    yield;
  }
}

// Go: files of one folder, and of the folders that an import's path may end in.

interface GoModule {
  readonly name: string;
  readonly folder: string;
}

function goModules(files: readonly CellFile[]): GoModule[] {
  return files.flatMap(({ path, text }) => {
    const name = /(^|\/)go\.mod$/.test(path) ? /^\s*module\s+"?([^\s"]+)"?/m.exec(text)?.[1] : undefined;
    return name === undefined ? [] : [{ name, folder: folderOf(path) }];
  });
}

function* linkGo(links: Links, files: readonly CellFile[], modules: readonly GoModule[]): Generator<void, void> {
  const folders = new Map<string, string>();
  for (const { path } of files) {
    const folder = folderOf(path);
    const first = folders.get(folder);
    if (first === undefined) folders.set(folder, path);
    else links.join(first, path);
  }
  const byLast = new Map<string, string[]>();
  for (const folder of folders.keys()) {
    const last = folder.slice(folder.lastIndexOf("/") + 1);
    addToList(byLast, last, folder);
  }
  for (const { path, text } of files) {
    for (const [, imported] of text.matchAll(/["`]([\w.~-]+(?:\/[\w.~-]+)*)["`]/g)) {
      for (const { name, folder } of modules) {
        if (imported !== name && !imported!.startsWith(`${name}/`)) continue;
        const first = folders.get(below(folder, imported!.slice(name.length + 1)));
        if (first !== undefined) links.join(path, first);
      }
      // A module's own path may have a part more than its folder, `/v2`; its packages' folders may be anywhere.
      const parts = imported!.split("/");
      for (const folder of byLast.get(parts[parts.length - 1]!) ?? []) {
        const end = folder.split("/");
        const isNear = parts.length === 1 || end.length === 1 || end[end.length - 2] === parts[parts.length - 2];
        if (isNear || sharesStart(folder, path)) links.join(path, folders.get(folder)!);
      }
    }
    yield;
  }
}

/** Whether two paths begin with the same folder. */
function sharesStart(a: string, b: string): boolean {
  return a.split("/", 1)[0] === b.split("/", 1)[0];
}

function below(folder: string, path: string): string {
  return folder === "" ? path : path === "" ? folder : `${folder}/${path}`;
}

/** Joins small cells into batches of about `size` units of text, the largest first, so that nobody waits long for the last. */
export function batchesOf(
  cells: readonly (readonly string[])[],
  sizeOf: (path: string) => number,
  size: number,
): string[][] {
  const sized = cells
    .map((cell) => ({ cell, size: cell.reduce((sum, path) => sum + sizeOf(path), 0) }))
    .sort((a, b) => b.size - a.size);
  const batches: string[][] = [];
  let open: string[] = [];
  let openSize = 0;
  for (const each of sized) {
    if (each.size >= size) {
      batches.push([...each.cell]);
      continue;
    }
    open.push(...each.cell);
    openSize += each.size;
    if (openSize < size) continue;
    batches.push(open);
    open = [];
    openSize = 0;
  }
  if (open.length > 0) batches.push(open);
  return batches.map((batch) => batch.sort());
}
