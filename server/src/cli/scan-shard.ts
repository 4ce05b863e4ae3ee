// The part of a scan that worker threads can share: every one of them is given all texts, because flows go from file to file,
// and scans those paths that it is handed. What a path gives does not depend on who scans it.

import type { Finding, ScanProblem } from "../detect/finding.ts";
import type { RuleFile, RuleSelection } from "../detect/rule-set.ts";
import type { ScanOptions, Workspace } from "../scan/workspace.ts";
import { type LanguageId, languageOfPath } from "../syntax/language.ts";
import { messageOf } from "./disk.ts";
import type { Engine } from "./host.ts";

export interface ShardSetup {
  readonly texts: ReadonlyMap<string, string>;
  /** The user's rule files; the built-in ones are at hand wherever an engine is. */
  readonly ruleFiles: readonly RuleFile[];
  readonly usesBuiltinRules: boolean;
  readonly selection: RuleSelection;
  readonly options: ScanOptions;
}

export interface Scanned {
  readonly path: string;
  readonly findings: readonly Finding[];
  readonly problems: readonly ScanProblem[];
}

/** A workspace with all files in it, and what went wrong on the way. */
export interface Shard {
  readonly workspace: Workspace;
  scan(path: string): Scanned;
}

/** `loaded` is told of each file, in order. */
export async function openShard(
  workspace: Workspace,
  texts: ReadonlyMap<string, string>,
  loaded: (path: string) => void = () => undefined,
): Promise<Shard> {
  const prepared = new Set<LanguageId>();
  const failures = new Map<string, ScanProblem>();
  for (const [path, text] of texts) {
    const language = languageOfPath(path, text.slice(0, 200).split("\n", 1)[0]);
    try {
      if (!prepared.has(language)) await workspace.prepare([language]);
      prepared.add(language);
      workspace.set({ path, text });
    } catch (error) {
      failures.set(path, { kind: "file-failed", path, message: `it could not be parsed: ${firstLine(error)}` });
    }
    loaded(path);
  }
  return {
    workspace,
    scan(path) {
      const failure = failures.get(path);
      if (failure) return { path, findings: [], problems: [failure] };
      try {
        return { path, ...workspace.scan(path) };
      } catch (error) {
        const message = `the scan of it failed: ${firstLine(error)}`;
        return { path, findings: [], problems: [{ kind: "file-failed", path, message }] };
      }
    },
  };
}

export async function workspaceFor(engine: Engine, setup: ShardSetup): Promise<Workspace> {
  const builtin = setup.usesBuiltinRules ? await engine.builtinRules() : [];
  const rules = engine.compileRules([...builtin, ...setup.ruleFiles], setup.selection);
  return engine.createWorkspace(rules, setup.options);
}

function firstLine(error: unknown): string {
  return (messageOf(error).split("\n")[0] ?? "").slice(0, 300);
}

export type ToWorker = { readonly kind: "scan"; readonly paths: readonly string[] };
export type FromWorker =
  | { readonly kind: "ready" }
  | { readonly kind: "scanned"; readonly results: readonly Scanned[] }
  | { readonly kind: "failed"; readonly message: string };

/** The worker's side: scans what it is told to until it is ended. */
export async function serveShard(
  engine: Engine,
  setup: ShardSetup,
  post: (message: FromWorker) => void,
  receive: (listener: (message: ToWorker) => void) => void,
): Promise<void> {
  try {
    const shard = await openShard(await workspaceFor(engine, setup), setup.texts);
    receive(({ paths }) => post({ kind: "scanned", results: paths.map((path) => shard.scan(path)) }));
    post({ kind: "ready" });
  } catch (error) {
    post({ kind: "failed", message: messageOf(error) });
  }
}

/** A running worker, as the main thread has it. */
export interface WorkerHandle {
  post(message: ToWorker): void;
  onMessage(listener: (message: FromWorker) => void): void;
  /** It ended by itself: out of memory, mostly. */
  onEnd(listener: (message: string) => void): void;
  end(): Promise<void>;
}

/** Paths that a worker is given at a time: enough to share work on the same functions, few enough to come out even. */
const PATHS_AT_ONCE = 12;

/** Scans all paths with several workers. Results come in any order. */
export async function scanInWorkers(
  workers: readonly WorkerHandle[],
  paths: readonly string[],
  scanned: (result: Scanned) => void,
): Promise<void> {
  let next = 0;
  try {
    await Promise.all(
      workers.map(
        (worker) =>
          new Promise<void>((resolve, reject) => {
            const handOut = () => {
              const batch = paths.slice(next, next + PATHS_AT_ONCE);
              next += batch.length;
              if (batch.length === 0) resolve();
              else worker.post({ kind: "scan", paths: batch });
            };
            worker.onEnd((message) => reject(new Error(`a worker ended early: ${message}`)));
            worker.onMessage((message) => {
              if (message.kind === "failed") reject(new Error(message.message));
              else {
                if (message.kind === "scanned") for (const result of message.results) scanned(result);
                handOut();
              }
            });
          }),
      ),
    );
  } finally {
    await Promise.all(workers.map((worker) => worker.end()));
  }
}
