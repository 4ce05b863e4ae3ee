// Which files of a tree are scanned: all of them but those that ignore files and the configuration leave out, what package
// managers installed, and the version control system's own store. No file is left out for its name. Works on any host that
// can list folders, in the same order everywhere.

import { compareTexts } from "../text/order.ts";
import { CONFIGURATION_NAMES } from "./configuration.ts";
import { type Configurations, configurationIn, type FoundConfiguration, type TextReader } from "./configurations.ts";
import { IGNORE_NAMES, type IgnoreFiles } from "./ignore-files.ts";
import { below, parentOf } from "./location.ts";

export interface FolderEntry {
  readonly name: string;
  /** Links are not followed: what they lead to is scanned where it is, and cycles cannot arise. */
  readonly kind: "file" | "folder" | "link" | "other";
}

export interface FolderReader extends TextReader {
  /** Undefined when the folder is not there or may not be read. */
  readFolder(location: string): Promise<readonly FolderEntry[] | undefined>;
}

export type SkipReason =
  | "ignored"
  | "excluded"
  | "dependencies"
  | "version-control"
  | "link"
  | "special"
  | "unreadable";

export type Listed =
  | { readonly kind: "file"; readonly path: string; readonly location: string }
  /** A folder's path ends with a slash; it stands for all that is in it. */
  | { readonly kind: "skipped"; readonly path: string; readonly reason: SkipReason; readonly detail: string }
  /** A configuration below the root: it holds from here on, and is already added. */
  | { readonly kind: "configuration"; readonly found: FoundConfiguration };

/** Folders in which git, Mercurial, Subversion and the like keep their own data. */
const STORES: ReadonlySet<string> = new Set([".git", ".hg", ".svn", ".jj", "CVS"]);
/** Files that package managers leave in the folder that they install into; the folder's name says nothing. */
const INSTALL_MARKS: ReadonlySet<string> = new Set([
  ".package-lock.json",
  ".yarn-integrity",
  ".yarn-state.yml",
  ".modules.yaml",
  "pyvenv.cfg",
]);

export interface ListContext {
  /** Location of the tree's root. */
  readonly root: string;
  readonly reader: FolderReader;
  /** Nested configurations are added to it on the way. */
  readonly configurations: Configurations;
  /** What the host leaves out besides; a folder's path ends with a slash. */
  isLeftOut?(path: string): boolean;
  /** False when a configuration was named by hand, and those in the tree do not count. */
  readonly readsConfigurations?: boolean;
}

export const LEFT_OUT = "left out by --exclude or --include";

/** The root of the tree that a folder belongs to: the nearest one upward that is a repository's, else the folder itself. */
export async function treeRoot(folder: string, reader: FolderReader): Promise<string> {
  for (let at: string | undefined = folder; at !== undefined; at = parentOf(at)) {
    const entries = await reader.readFolder(at);
    if (entries?.some(({ name }) => STORES.has(name))) return at;
  }
  return folder;
}

/** The ignore files that hold in a folder at or below the root, those of the folders between included. */
export async function ignoreFilesAt(context: ListContext, path: string, none: IgnoreFiles): Promise<IgnoreFiles> {
  let ignoreFiles = await withIgnoreFilesOf(context, "", none);
  if (path === "") return ignoreFiles;
  const parts = path.split("/");
  for (let depth = 1; depth <= parts.length; depth++) {
    const folder = parts.slice(0, depth).join("/");
    ignoreFiles = await withIgnoreFilesOf(context, folder, ignoreFiles);
  }
  return ignoreFiles;
}

async function withIgnoreFilesOf(
  { root, reader }: ListContext,
  folder: string,
  above: IgnoreFiles,
): Promise<IgnoreFiles> {
  let ignoreFiles = above;
  for (const name of IGNORE_NAMES) {
    const read = await reader.readText(below(below(root, folder), name));
    if (read.kind === "text") ignoreFiles = ignoreFiles.with(folder, name, read.text);
  }
  return ignoreFiles;
}

/**
 * Lists what is below a folder, itself at or below the root. `ignoreFiles` are those that hold in the folder, its own
 * included. A folder's files come before what is in its folders, each in the order of their names' code units.
 */
export async function* listFiles(
  context: ListContext,
  folder: string,
  ignoreFiles: IgnoreFiles,
): AsyncGenerator<Listed> {
  interface Waiting {
    readonly path: string;
    readonly location: string;
    readonly ignoreFiles: IgnoreFiles;
    readonly isFirst: boolean;
  }
  // Depth first with a stack of our own: folders may be nested deeper than calls may be.
  const stack: Waiting[] = [{ path: folder, location: below(context.root, folder), ignoreFiles, isFirst: true }];
  for (let next = stack.pop(); next; next = stack.pop()) {
    const { location } = next;
    const prefix = location.endsWith("/") ? location : `${location}/`;
    const entries = await context.reader.readFolder(location);
    const own = next.path === "" ? "" : `${next.path}/`;
    if (!entries) {
      yield { kind: "skipped", path: own || "./", reason: "unreadable", detail: "the folder cannot be read" };
      continue;
    }
    const names = new Set(entries.map(({ name }) => name));
    const mark = [...INSTALL_MARKS].find((name) => names.has(name));
    if (mark && !next.isFirst && !context.configurations.of(own).scansDependencies) {
      yield { kind: "skipped", path: own, reason: "dependencies", detail: `a package manager installed it (${mark})` };
      continue;
    }
    let here = next.ignoreFiles;
    if (!next.isFirst && IGNORE_NAMES.some((name) => names.has(name)))
      here = await withIgnoreFilesOf(context, next.path, here);
    if (
      next.path !== "" &&
      context.readsConfigurations !== false &&
      CONFIGURATION_NAMES.some((name) => names.has(name))
    ) {
      const found = await configurationIn(location, context.reader);
      if (found) {
        context.configurations.addNested(next.path, found.configuration);
        yield { kind: "configuration", found };
      }
    }
    const folders: Waiting[] = [];
    const files: Listed[] = [];
    for (const { name, kind } of [...entries].sort((a, b) => compareTexts(a.name, b.name))) {
      const path = kind === "folder" ? `${own}${name}/` : own + name;
      const skipped = skipReason(context, name, kind, path, here);
      if (skipped) yield { kind: "skipped", path, ...skipped };
      else if (kind === "folder")
        folders.push({ path: own + name, location: prefix + name, ignoreFiles: here, isFirst: false });
      else files.push({ kind: "file", path, location: prefix + name });
    }
    stack.push(...folders.reverse());
    yield* files;
  }
}

function skipReason(
  context: ListContext,
  name: string,
  kind: FolderEntry["kind"],
  path: string,
  ignoreFiles: IgnoreFiles,
): { readonly reason: SkipReason; readonly detail: string } | undefined {
  if (kind === "other") return { reason: "special", detail: "neither a file nor a folder" };
  if (kind === "folder" && STORES.has(name)) return { reason: "version-control", detail: "version control's own data" };
  const ignored = ignoreFiles.test(path);
  if (ignored) return { reason: "ignored", detail: `ignored by ${ignored.by}` };
  if (context.isLeftOut?.(path)) return { reason: "excluded", detail: LEFT_OUT };
  if (context.configurations.isExcluded(path))
    return { reason: "excluded", detail: "left out by the configuration's paths" };
  if (kind === "link") return { reason: "link", detail: "a symbolic link; links are not followed" };
  return undefined;
}
