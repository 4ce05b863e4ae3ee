// Files on disk, by `file:` URI.

import { type Dirent, promises as fs } from "node:fs";
import { URI } from "vscode-uri";
import { decodeText } from "../config/text-file.ts";
import { refusal } from "../kept/disk-error.ts";
import type { FolderEntry } from "../protocol.ts";
import type { FileAccess, ReadText } from "./host.ts";

export const nodeFiles: FileAccess = {
  async readText(uri, maximumBytes): Promise<ReadText> {
    try {
      const path = URI.parse(uri).fsPath;
      const { size } = await fs.stat(path);
      if (size > maximumBytes) return { kind: "too-large", bytes: size };
      return decodeText(await fs.readFile(path));
    } catch (error) {
      return { kind: "missing", reason: refusal(error) };
    }
  },

  async readFolder(uri): Promise<readonly FolderEntry[] | undefined> {
    try {
      const entries = await fs.readdir(URI.parse(uri).fsPath, { withFileTypes: true });
      return entries.map((entry): FolderEntry => ({ name: entry.name, kind: kindOf(entry) }));
    } catch {
      return undefined; // gone, or not ours to read
    }
  },
};

function kindOf(entry: Dirent): FolderEntry["kind"] {
  if (entry.isFile()) return "file";
  if (entry.isDirectory()) return "folder";
  return entry.isSymbolicLink() ? "link" : "other";
}
