// Reads files for the server where it cannot itself: in the browser, and on file systems that are no disk.

import { FileType, Uri, workspace } from "vscode";
import type { BaseLanguageClient } from "vscode-languageclient";
import {
  ClientRequests,
  type FolderEntry,
  type ReadFilesParams,
  type ReadFoldersParams,
} from "../../server/src/protocol.ts";

/** Like git: a file with a NUL in its beginning is no text. */
const LOOKED_AT = 8000;

export function answerFileRequests(client: BaseLanguageClient): void {
  client.onRequest(ClientRequests.readFiles, ({ uris, maximumBytes }: ReadFilesParams) =>
    Promise.all(uris.map((uri) => readText(Uri.parse(uri), maximumBytes))),
  );
  client.onRequest(ClientRequests.readFolders, ({ uris }: ReadFoldersParams) =>
    Promise.all(uris.map((uri) => readFolder(Uri.parse(uri)))),
  );
}

async function readText(uri: Uri, maximumBytes: number): Promise<string | null> {
  try {
    const { size, type } = await workspace.fs.stat(uri);
    if (size > maximumBytes || (type & FileType.File) === 0) return null;
    const bytes = await workspace.fs.readFile(uri);
    if (bytes.subarray(0, LOOKED_AT).includes(0)) return null;
    return new TextDecoder("utf-8").decode(bytes);
  } catch {
    return null; // not there, or not readable: for a scan the same
  }
}

async function readFolder(uri: Uri): Promise<FolderEntry[] | null> {
  try {
    const entries = await workspace.fs.readDirectory(uri);
    return entries.map(([name, type]): FolderEntry => ({ name, kind: kindOf(type) }));
  } catch {
    return null; // gone, or not readable
  }
}

function kindOf(type: FileType): FolderEntry["kind"] {
  if ((type & FileType.SymbolicLink) !== 0) return "link";
  if (type === FileType.File) return "file";
  return type === FileType.Directory ? "folder" : "other";
}
