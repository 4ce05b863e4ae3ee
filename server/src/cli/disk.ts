// Files on disk, by absolute path with forward slashes.

import { type Dirent, promises as fs, type Stats } from "node:fs";
import { resolve, sep } from "node:path";
import type { FolderEntry, FolderReader } from "../config/list-files.ts";
import { type Decoded, decodeText } from "../config/text-file.ts";
import { messageOf, refusal } from "../kept/disk-error.ts";

/** The absolute location of a path as it was typed. */
export function locationOf(cwd: string, path: string): string {
  const absolute = resolve(cwd, path);
  return sep === "\\" ? absolute.replaceAll("\\", "/") : absolute;
}

/** Larger rule, configuration and ignore files than this are none. */
const LARGEST_CONFIGURATION = 16 * 1024 * 1024;

export const diskReader: FolderReader = {
  async readText(location) {
    try {
      const { size } = await regularFile(location);
      if (size > LARGEST_CONFIGURATION) return { kind: "unreadable", reason: "it is too large" };
      const decoded = decodeText(await fs.readFile(location));
      return decoded.kind === "text" ? decoded : { kind: "unreadable", reason: "it is not text" };
    } catch (error) {
      const reason = refusal(error);
      return reason === undefined ? { kind: "missing" } : { kind: "unreadable", reason };
    }
  },

  async readFolder(location) {
    try {
      const entries = await fs.readdir(location, { withFileTypes: true });
      return entries.map((entry): FolderEntry => ({ name: entry.name, kind: kindOf(entry) }));
    } catch {
      return undefined; // The caller reports what it could not read.
    }
  },
};

function kindOf(entry: Dirent): FolderEntry["kind"] {
  if (entry.isFile()) return "file";
  if (entry.isDirectory()) return "folder";
  return entry.isSymbolicLink() ? "link" : "other";
}

/** A file's facts. A pipe or device would be read for ever. */
async function regularFile(location: string): Promise<Stats> {
  const stats = await fs.stat(location);
  if (!stats.isFile()) throw new Error("not a regular file");
  return stats;
}

export type SourceText =
  | Extract<Decoded, { kind: "text" }>
  | { readonly kind: "binary" }
  | { readonly kind: "too-large"; readonly bytes: number }
  | { readonly kind: "unreadable"; readonly message: string };

export async function readSource(location: string, maximumBytes: number): Promise<SourceText> {
  try {
    const { size } = await regularFile(location);
    if (size > maximumBytes) return { kind: "too-large", bytes: size };
    return decodeText(await fs.readFile(location));
  } catch (error) {
    return { kind: "unreadable", message: messageOf(error) };
  }
}

export type PathKind = "file" | "folder" | "missing";

/** What a path that somebody typed is; links are followed. */
export async function pathKind(location: string): Promise<PathKind> {
  try {
    const stats = await fs.stat(location);
    return stats.isDirectory() ? "folder" : "file";
  } catch {
    return "missing"; // Also what lies in a folder that may not be entered: nothing can be said of it.
  }
}
