// The part of a scan that worker threads can share. Each is handed files that belong together, with their texts, and gives what
// is found in them; then it lets go of them. What a file gives depends on the files that belong to it, not on who scans it.

import type { ScanProblem } from "../detect/finding.ts";
import type { RuleFile, RuleSelection } from "../detect/rule-set.ts";
import { messageOf } from "../kept/disk-error.ts";
import type { Engine } from "../scan/engine.ts";
import type { FileResult, ScanOptions, Workspace } from "../scan/workspace.ts";
import { type LanguageId, languageOfFile } from "../syntax/language.ts";

export interface ShardSetup {
  /** The user's rule files; the built-in ones are at hand wherever an engine is. */
  readonly ruleFiles: readonly RuleFile[];
  readonly usesBuiltinRules: boolean;
  readonly selection: RuleSelection;
  readonly options: ScanOptions;
}

export interface WorkerSetup extends ShardSetup {
  /** Of all files of the scan: whether a rule can be compiled depends on the grammars that are loaded. */
  readonly languages: readonly LanguageId[];
}

/** A workspace with all files in it, and what went wrong on the way. */
export interface Shard {
  readonly workspace: Workspace;
  scan(path: string): FileResult;
  /** Takes the files out of the workspace again. */
  close(): void;
}

/** `loaded` is told of each file, in order. */
export async function openShard(
  workspace: Workspace,
  texts: Iterable<readonly [path: string, text: string]>,
  loaded: (path: string) => void = () => undefined,
): Promise<Shard> {
  const prepared = new Set<LanguageId>();
  const failures = new Map<string, ScanProblem>();
  for (const [path, text] of texts) {
    const language = languageOfFile(path, text);
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
    close() {
      workspace.clear();
    },
  };
}

async function workspaceFor(engine: Engine, setup: ShardSetup): Promise<Workspace> {
  const builtin = setup.usesBuiltinRules ? await engine.builtinRules() : [];
  const rules = engine.compileRules([...builtin, ...setup.ruleFiles], setup.selection);
  return engine.createWorkspace(rules, { ...setup.options, scansOnce: true });
}

/** What cannot be loaded is said of each file that needs it. */
export async function prepareAll(workspace: Workspace, languages: readonly LanguageId[]): Promise<void> {
  for (const language of languages) await workspace.prepare([language]).catch(() => undefined);
}

function firstLine(error: unknown): string {
  return (messageOf(error).split("\n")[0] ?? "").slice(0, 300);
}

/** Paths with their texts. */
export type Texts = readonly (readonly [path: string, text: string])[];

export interface Batch {
  readonly files: Texts;
  /** Files that say how others of any batch are to be understood (`go.mod`), and are not scanned with this one. */
  readonly around: Texts;
}

/** The worker's side: makes a workspace once, and scans what it is handed. */
export class WorkerShard {
  readonly #workspace: Promise<Workspace>;

  constructor(engine: Engine, setup: WorkerSetup) {
    this.#workspace = workspaceFor(engine, setup).then(async (workspace) => {
      await prepareAll(workspace, setup.languages);
      return workspace;
    });
  }

  async scan({ files, around }: Batch): Promise<readonly FileResult[]> {
    const shard = await openShard(await this.#workspace, [...around, ...files]);
    const results = files.map(([path]) => shard.scan(path));
    shard.close();
    return results;
  }
}

/** Running workers, as the main thread has them. */
export interface ScanPool {
  /** @throws WorkerLost when the worker that scanned it is no more, for want of memory mostly; others go on */
  scan(batch: Batch): Promise<readonly FileResult[]>;
  end(): Promise<void>;
}

export class WorkerLost extends Error {}

/**
 * Scans all batches with several workers. Results come in any order. A worker that ends early takes its batch with it: that is
 * said of each of its files, and another worker goes on with the rest.
 */
export async function scanInPool(
  pool: ScanPool,
  batches: readonly Batch[],
  scanned: (result: FileResult) => void,
): Promise<void> {
  const scan = async (batch: Batch): Promise<void> => {
    try {
      for (const result of await pool.scan(batch)) scanned(result);
    } catch (error) {
      if (!(error instanceof WorkerLost)) throw error;
      const message = `the scan of it ended early: ${error.message}`;
      for (const [path] of batch.files)
        scanned({ path, findings: [], problems: [{ kind: "file-failed", path, message }] });
    }
  };
  try {
    await Promise.all(batches.map(scan));
  } finally {
    await pool.end();
  }
}
