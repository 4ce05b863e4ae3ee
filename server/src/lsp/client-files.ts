// Files that only the client can read: in the browser all of them, on Node those that lie on no disk. Requests that come
// together go out together.

import type { Connection } from "vscode-languageserver";
import { ClientRequests, type FolderEntry, type ReadFilesParams, type ReadFoldersParams } from "../protocol.ts";
import type { FileAccess, ReadText } from "./host.ts";

const LARGEST_BATCH = 50;

export function clientFiles(connection: Connection): FileAccess {
  const texts = batched<{ uri: string; maximumBytes: number }, ReadText>(async (asked) => {
    const maximumBytes = Math.max(...asked.map((each) => each.maximumBytes));
    const params: ReadFilesParams = { uris: asked.map(({ uri }) => uri), maximumBytes };
    const answers = await connection.sendRequest<(string | null)[]>(ClientRequests.readFiles, params);
    return asked.map((_, at): ReadText => {
      const text = answers[at];
      return typeof text === "string" ? { kind: "text", text } : { kind: "missing" };
    });
  });
  const folders = batched<string, readonly FolderEntry[] | undefined>(async (uris) => {
    const params: ReadFoldersParams = { uris };
    const answers = await connection.sendRequest<(FolderEntry[] | null)[]>(ClientRequests.readFolders, params);
    return uris.map((_, at) => answers[at] ?? undefined);
  });
  return {
    readText: (uri, maximumBytes) => texts({ uri, maximumBytes }).catch((): ReadText => ({ kind: "missing" })),
    readFolder: (uri) => folders(uri).catch(() => undefined),
  };
}

/** Reads `file:` URIs by disk where there is one, and everything else by the client where it can. */
export function filesByScheme(disk: FileAccess | undefined, client: FileAccess | undefined): FileAccess | undefined {
  if (!disk || !client) return disk ?? client;
  const pick = (uri: string) => (uri.startsWith("file:") ? disk : client);
  return {
    readText: (uri, maximumBytes) => pick(uri).readText(uri, maximumBytes),
    readFolder: (uri) => pick(uri).readFolder(uri),
  };
}

function batched<Asked, Answer>(send: (asked: Asked[]) => Promise<Answer[]>): (asked: Asked) => Promise<Answer> {
  interface Waiting {
    asked: Asked;
    resolve(answer: Answer): void;
    reject(error: unknown): void;
  }
  let waiting: Waiting[] = [];
  const flush = () => {
    const batch = waiting;
    waiting = [];
    for (let at = 0; at < batch.length; at += LARGEST_BATCH) {
      const part = batch.slice(at, at + LARGEST_BATCH);
      send(part.map(({ asked }) => asked)).then(
        (answers) => {
          for (const [index, { resolve }] of part.entries()) resolve(answers[index]!);
        },
        (error: unknown) => {
          for (const { reject } of part) reject(error);
        },
      );
    }
  };
  return (asked) =>
    new Promise<Answer>((resolve, reject) => {
      if (waiting.length === 0) queueMicrotask(flush);
      waiting.push({ asked, resolve, reject });
    });
}
