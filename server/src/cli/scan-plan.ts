// What a scan is of: the tree's root, the configurations that hold in it, and which files, from the paths that were typed.

import ignore from "ignore";
import type { Configuration } from "../config/configuration.ts";
import {
  Configurations,
  configurationIn,
  type FoundConfiguration,
  nearestConfiguration,
} from "../config/configurations.ts";
import { IgnoreFiles } from "../config/ignore-files.ts";
import { ignoreFilesAt, LEFT_OUT, type ListContext, type Listed, listFiles, treeRoot } from "../config/list-files.ts";
import { below, parentOf, pathWithin } from "../config/location.ts";
import type { ScanProblem } from "../detect/finding.ts";
import { folderOf } from "../text/file-path.ts";
import { diskReader, locationOf, pathKind } from "./disk.ts";
import { UsageError } from "./host.ts";
import { STANDARD_INPUT } from "./standard-input.ts";

export interface PlanRequest {
  readonly cwd: string;
  /** As typed. */
  readonly paths: readonly string[];
  /** Files to scan that are known already, below a known root; they need not be on disk. Then `paths` do not count. */
  readonly known?: { readonly root: string; readonly paths: readonly string[] };
  /** In gitignore's syntax, relative to `cwd`. */
  readonly exclude: readonly string[];
  /** The same; of what it matches no file nothing is scanned. Empty for all. */
  readonly include: readonly string[];
  /** A configuration file named by hand: it holds everywhere, and no other is looked for. */
  readonly configuration: FoundConfiguration | undefined;
  /** What options say on top of any configuration. */
  adjusted(configuration: Configuration): Configuration;
}

export interface PlannedFile {
  /** Below the root. */
  readonly path: string;
  readonly location: string;
}

export interface SkippedPath {
  readonly path: string;
  readonly reason: string;
  readonly detail: string;
}

export interface ScanPlan {
  readonly root: string;
  /** In order of their paths, each once. */
  readonly files: readonly PlannedFile[];
  readonly skipped: readonly SkippedPath[];
  readonly configurations: Configurations;
  /** Whether a path below the root is a file that was typed: whoever names one wants to hear why it is not scanned. */
  isTyped(path: string): boolean;
  /** Whether `exclude` leaves out a path below the root. */
  isLeftOut(path: string): boolean;
  readonly found: readonly FoundConfiguration[];
  readonly problems: readonly ScanProblem[];
}

export async function planScan(request: PlanRequest, listed: (count: number) => void): Promise<ScanPlan> {
  const { known } = request;
  const starts = known
    ? known.paths.map((path): Start => ({ location: below(known.root, path), kind: "file" }))
    : await startsOf(request);
  const root = known?.root ?? (await rootOf(starts));
  const isNamed = known === undefined || request.paths.includes(STANDARD_INPUT);
  const typed = new Set(
    starts.flatMap(({ location, kind }) => (isNamed && kind === "file" ? [pathWithin(root, location)!] : [])),
  );
  const found: FoundConfiguration[] = [];
  const base = request.configuration ?? (await nearestConfiguration(root, diskReader));
  if (base) found.push(base);
  const prefix = base ? (pathWithin(base.folder, root) ?? "") : "";
  const configurations = new Configurations(base?.configuration, prefix, request.adjusted);
  const excluded = ignore({ ignorecase: false, allowRelativePaths: true }).add([...request.exclude]);
  const included = ignore({ ignorecase: false, allowRelativePaths: true }).add([...request.include]);
  const isLeftOut = (path: string) => {
    const relative = pathWithin(request.cwd, below(root, path));
    if (!relative) return false;
    const isFolder = path.endsWith("/");
    if (!isFolder && request.include.length > 0 && !included.ignores(relative)) return true;
    return request.exclude.length > 0 && excluded.ignores(isFolder ? `${relative}/` : relative);
  };
  const context: ListContext = {
    root,
    reader: diskReader,
    configurations,
    isLeftOut,
    readsConfigurations: request.configuration === undefined,
  };

  const files = new Map<string, PlannedFile>();
  const skipped = new Map<string, SkippedPath>();
  const visited = new Set<string>([""]);
  const take = (each: Listed) => {
    if (each.kind === "configuration") {
      if (!found.some(({ folder }) => folder === each.found.folder)) found.push(each.found);
    } else if (each.kind === "skipped") skipped.set(each.path, each);
    else if (!files.has(each.path)) {
      files.set(each.path, each);
      listed(files.size);
    }
  };
  for (const { location, kind } of starts) {
    const path = pathWithin(root, location)!;
    if (request.configuration === undefined)
      await visitConfigurations(context, kind === "folder" ? path : folderOf(path), visited, found);
    if (kind === "folder") {
      for await (const each of listFiles(context, path, await ignoresAt(context, path, true))) take(each);
      continue;
    }
    const ignored = (await ignoresAt(context, folderOf(path), false)).test(path);
    if (ignored) take({ kind: "skipped", path, reason: "ignored", detail: `ignored by ${ignored.by}` });
    else if (isLeftOut(path)) take({ kind: "skipped", path, reason: "excluded", detail: LEFT_OUT });
    else if (configurations.isExcluded(path))
      take({ kind: "skipped", path, reason: "excluded", detail: "left out by the configuration's paths" });
    else take({ kind: "file", path, location });
  }
  return {
    root,
    files: [...files.values()].sort((a, b) => (a.path < b.path ? -1 : 1)),
    skipped: [...skipped.values()].filter(({ path }) => !files.has(path)),
    configurations,
    isTyped: (path) => typed.has(path),
    isLeftOut,
    found,
    problems: found.flatMap(({ problems }) => problems),
  };
}

interface Start {
  readonly location: string;
  readonly kind: "file" | "folder";
}

async function rootOf(starts: readonly Start[]): Promise<string> {
  const folders = starts.map(({ location, kind }) => (kind === "folder" ? location : parentOf(location)!));
  return treeRoot(commonFolder(folders), diskReader);
}

async function startsOf({ cwd, paths }: PlanRequest): Promise<Start[]> {
  const starts: Start[] = [];
  for (const path of paths) {
    const location = locationOf(cwd, path);
    const kind = await pathKind(location);
    if (kind === "missing") throw new UsageError(`${path}: there is no such file or folder`);
    starts.push({ location, kind });
  }
  return starts;
}

function commonFolder(folders: readonly string[]): string {
  let common = folders[0]!;
  while (!folders.every((folder) => pathWithin(common, folder) !== undefined)) {
    const parent = parentOf(common);
    if (parent === undefined) throw new UsageError("the paths to scan have no folder in common: scan them one by one");
    common = parent;
  }
  return common;
}

/**
 * The ignore files that hold where a scan starts. What was typed is meant: a folder that is itself ignored is scanned, and then
 * those that ignore it do not count; for a single file git's own do not.
 */
async function ignoresAt(context: ListContext, folder: string, isWhole: boolean): Promise<IgnoreFiles> {
  const here = await ignoreFilesAt(context, folder, IgnoreFiles.NONE);
  if (!isWhole) return here.onlyOurs();
  const parts = folder === "" ? [] : folder.split("/");
  const isIgnored = parts.some((_, at) => here.test(`${parts.slice(0, at + 1).join("/")}/`) !== undefined);
  return isIgnored ? IgnoreFiles.NONE : here;
}

/** Adds the configurations of the folders between the root and where a scan starts, itself included. */
async function visitConfigurations(
  { root, configurations }: ListContext,
  folder: string,
  visited: Set<string>,
  found: FoundConfiguration[],
): Promise<void> {
  const parts = folder.split("/");
  for (let depth = 1; depth <= parts.length; depth++) {
    const at = parts.slice(0, depth).join("/");
    if (visited.has(at)) continue;
    visited.add(at);
    const nested = await configurationIn(below(root, at), diskReader);
    if (!nested) continue;
    configurations.addNested(at, nested.configuration);
    found.push(nested);
  }
}
