// What the command line needs from the process that it runs in. `main.ts` makes it of Node; tests make their own.

import type { Launcher } from "../commit-hook/hook-script.ts";
import type { ProbeFetch } from "../detect/secrets/validity.ts";
import type { CacheHome } from "../kept/scan-cache.ts";
import type { PageFacts } from "../report/page/facts.ts";
import type { Engine } from "../scan/engine.ts";
import type { ScanPool, WorkerSetup } from "./scan-shard.ts";

export interface OutputStream {
  write(text: string): void;
  readonly isTerminal: boolean;
  /** Of the terminal, undefined for files and pipes. */
  readonly columns: number | undefined;
}

export interface CliHost {
  /** Absolute, with forward slashes. */
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly version: string;
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  /** All that comes through the standard input. */
  readonly stdin?: () => Promise<Uint8Array>;
  /** Milliseconds, of any origin. */
  now(): number;
  /** `YYYY-MM-DD`. */
  today(): string;
  engine(): Engine;
  /** The security report. It is loaded when somebody wants one. */
  securityPage(facts: PageFacts): string;
  /** Sends a request over the network; only ever called because an option asks for it. */
  readonly fetch?: ProbeFetch;
  /** How a hook starts this program where it is not in PATH. */
  readonly launcher?: Launcher;
  /** Where scans are kept for the next time, if anywhere. */
  readonly cache?: CacheHome;
  /** Threads that scan, where there are any. */
  readonly workers?: {
    /** How many can work at once. */
    readonly cores: number;
    open(setup: WorkerSetup, count: number): ScanPool;
  };
}

/** The only exit codes that there are. */
export const ExitCode = { clean: 0, findings: 1, usage: 2, internal: 3 } as const;
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

/** Something that the person who typed the command can put right: told without a stack, exit code 2. */
export class UsageError extends Error {}
