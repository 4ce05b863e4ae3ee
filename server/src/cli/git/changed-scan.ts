// What `--staged` and `--diff` scan: the files that git says were changed, as they are in the index or on disk, and what they were
// before. A finding counts as new when the old versions of these files do not have it.

import { treeRoot } from "../../config/list-files.ts";
import { below, pathWithin } from "../../config/location.ts";
import { decodeText } from "../../config/text-file.ts";
import { diskReader, locationOf } from "../disk.ts";
import { UsageError } from "../host.ts";
import type { PlanRequest } from "../scan-plan.ts";
import type { ReadSource } from "../scan-run.ts";
import { type ChangedFile, changesSince, stagedChanges } from "./changes.ts";
import { Git } from "./git.ts";

export interface ChangedTree {
  readonly root: string;
  readonly paths: readonly string[];
  /** Undefined where the file on disk is meant. */
  readonly read: ReadSource | undefined;
  /** Those that were there before. */
  readonly oldPaths: ReadonlySet<string>;
  readonly readOld: ReadSource;
}

/** The repository that a command is about, by its working tree's top. */
export async function repositoryOf(
  { cwd, paths }: Pick<PlanRequest, "cwd" | "paths">,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Git> {
  const root = await treeRoot(cwd, diskReader);
  const git = new Git(root, environment);
  if ((await git.answer(["rev-parse", "--is-inside-work-tree"])) !== "true")
    throw new UsageError("this is no working tree of a git repository");
  for (const path of paths)
    if (pathWithin(root, locationOf(cwd, path)) === undefined)
      throw new UsageError(`${path}: it lies outside of the repository`);
  return git;
}

/** Typed paths as paths below the repository's top; empty for all of it. */
export function pathsBelow(root: string, { cwd, paths }: Pick<PlanRequest, "cwd" | "paths">): string[] {
  const typed = paths.map((path) => pathWithin(root, locationOf(cwd, path))!);
  return typed.includes("") ? [] : typed;
}

export async function changedTree(
  request: Pick<PlanRequest, "cwd" | "paths">,
  since: { readonly kind: "staged" } | { readonly kind: "diff"; readonly name: string },
  environment: Readonly<Record<string, string | undefined>>,
): Promise<ChangedTree> {
  const git = await repositoryOf(request, environment);
  const typed = pathsBelow(git.folder, request);
  const isMeant = (path: string) => typed.length === 0 || typed.some((each) => pathWithin(each, path) !== undefined);
  const all = since.kind === "staged" ? await stagedChanges(git) : await changesSince(git, since.name);
  const changed = all.filter(({ path }) => isMeant(path));
  const byPath = new Map(changed.map((file) => [file.path, file]));
  const paths: string[] = [];
  for (const path of byPath.keys())
    if (since.kind === "staged" || (await isOnDisk(below(git.folder, path)))) paths.push(path);
  return {
    root: git.folder,
    paths,
    read: since.kind === "staged" ? blobReader(git, byPath, ({ newBlob }) => newBlob) : undefined,
    oldPaths: new Set(changed.filter(({ oldBlob }) => oldBlob !== undefined).map(({ path }) => path)),
    readOld: blobReader(git, byPath, ({ oldBlob }) => oldBlob),
  };
}

/** Of a path that is a link or a folder by now there is nothing to read. */
async function isOnDisk(location: string): Promise<boolean> {
  const parent = location.slice(0, location.lastIndexOf("/"));
  const entries = await diskReader.readFolder(parent === "" ? "/" : parent);
  const name = location.slice(location.lastIndexOf("/") + 1);
  return entries?.some((entry) => entry.name === name && entry.kind === "file") ?? false;
}

/** Git is asked once for all files whose texts are wanted. */
function blobReader(
  git: Git,
  files: ReadonlyMap<string, ChangedFile>,
  blobOf: (file: ChangedFile) => string | undefined,
): ReadSource {
  let blobs: ReturnType<Git["blobs"]> | undefined;
  return async ({ path }, maximumBytes) => {
    blobs ??= git.blobs(
      [...files.values()].flatMap((file) => blobOf(file) ?? []),
      maximumBytes,
    );
    const file = files.get(path);
    const id = file && blobOf(file);
    const blob = id === undefined ? undefined : (await blobs).get(id);
    if (!blob) return { kind: "unreadable", message: "git does not have it" };
    if (blob.bytes) return decodeText(blob.bytes);
    return blob.size > maximumBytes
      ? { kind: "too-large", bytes: blob.size }
      : { kind: "unreadable", message: "git does not have it" };
  };
}
