import type { Stamp } from "../kept/file-record.ts";
import type { ScanCache } from "../kept/scan-cache.ts";
import type { CommitHook, CommitHookParams, FolderEntry, InitializationOptions } from "../protocol.ts";
import type { PageFacts } from "../report/page/facts.ts";
import type { Engine } from "../scan/engine.ts";

export interface Host {
  readonly kind: "node" | "browser";
  readonly version: string;
  /** Makes the engine, once it is known what the client gives for it. */
  engine(options: InitializationOptions): Engine;
  /** Writes the security report. It is loaded when somebody wants one. */
  securityPage(facts: PageFacts): Promise<string>;
  /** Reads `file:` URIs. Absent where there is no disk: then the client is asked. */
  readonly files?: FileAccess;
  /** What scans found, kept from one session to the next. Absent where there is no disk. */
  readonly kept?: KeptScans;
  /** Milliseconds, of any origin. */
  now(): number;
  /** How long, in milliseconds, the engine may be warmed up when a session begins; not at all without. */
  readonly warmUpMs?: number;
  /** How long, in milliseconds, following data may keep a file's first answer waiting, before it is given without; for ever by default. */
  readonly firstAnswerMs?: number;
  /** `YYYY-MM-DD`. */
  today(): string;
  /** Bytes in use, null where that is not told. */
  memory(): number | null;
  /** Resolves after the messages that wait have been handled. */
  yield(): Promise<void>;
  delay(milliseconds: number): Promise<void>;
  /** Git's hook of the repository that a `file:` folder is in, as it would be with our part; undefined without a repository. */
  commitHook?(params: CommitHookParams): Promise<CommitHook | undefined>;
  /** URIs of the files below a `file:` folder that differ from the last commit; undefined when it is no repository. */
  changedFiles?(folder: string): Promise<readonly string[] | undefined>;
}

export interface KeptScans {
  /** Folders with fewer bytes of files are read sooner than they are looked up. */
  readonly smallestTree: number;
  /** What is kept of a scan, by all that makes two scans comparable. `note` is told what is wrong with it. */
  open(identity: readonly unknown[], note: (message: string) => void): Promise<ScanCache>;
  /** How a file looks without being read. */
  stamp(uri: string): Promise<Stamp>;
  digest(text: string): string;
}

/** Reads files by URI. Nothing here throws for what is not there. */
export interface FileAccess {
  /** The text without its byte order mark; undefined for what is not there or not readable. */
  readText(uri: string, maximumBytes: number): Promise<ReadText>;
  /** The entries of a folder; undefined when it is not there. */
  readFolder(uri: string): Promise<readonly FolderEntry[] | undefined>;
}

export type ReadText =
  | { readonly kind: "text"; readonly text: string }
  /** With a reason where a file is there. */
  | { readonly kind: "missing"; readonly reason?: string | undefined }
  | { readonly kind: "binary" }
  | { readonly kind: "too-large"; readonly bytes: number };
