// The host on Node: the disk, the clock, git, and the files beside the bundle.

import { execFile } from "node:child_process";
import { basename, join } from "node:path";
import { performance } from "node:perf_hooks";
import { URI } from "vscode-uri";
import { carryOut, NoRepository, planInstall } from "../commit-hook/hook-file.ts";
import { type Launcher, launcherOf } from "../commit-hook/hook-script.ts";
import { sha256 } from "../kept/digest.ts";
import { NO_STAMP } from "../kept/file-record.ts";
import { type CacheHome, cacheFolder, engineDigest, ScanCache, stampOf } from "../kept/scan-cache.ts";
import type { CommitHook, CommitHookParams } from "../protocol.ts";
import type { Host, KeptScans } from "./host.ts";
import { nodeEngine, nodePage } from "./node-engine.ts";
import { nodeFiles } from "./node-files.ts";

/** As much is read and scanned in half a second (bytes). */
const SMALLEST_KEPT = 200_000;
const GIT_OUTPUT = 64 * 1024 * 1024;

/** @param assets the folder that holds `grammars/` and `rules.jsonl` */
export function nodeHost(assets: string, version: string): Host {
  let engine: Promise<string> | undefined;
  return {
    kind: "node",
    version,
    engine: () => nodeEngine(assets),
    securityPage: async (facts) => nodePage(assets, facts),
    files: nodeFiles,
    kept: keptScans({
      folder: cacheFolder(process.env),
      engine: () => {
        engine ??= engineDigest(assets, "server-main.js");
        return engine;
      },
      now: Date.now,
      smallestTree: SMALLEST_KEPT,
    }),
    now: () => performance.now(),
    warmUpMs: 1500,
    today: () => localDate(new Date()),
    memory: () => process.memoryUsage.rss(),
    yield: oneATurn(),
    delay: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    changedFiles,
    commitHook: (params) => commitHook(params, launcherOf(slashed(process.execPath), slashed(join(assets, "cli.js")))),
  };
}

/** Of several that wait for a turn of the event loop, each has one of its own: between two of them what comes in is heard. */
function oneATurn(): () => Promise<void> {
  const waiting: (() => void)[] = [];
  const next = (): void => {
    waiting.shift()!();
    if (waiting.length > 0) setImmediate(next);
  };
  return () =>
    new Promise((resolve) => {
      waiting.push(resolve);
      if (waiting.length === 1) setImmediate(next);
    });
}

export function keptScans(home: CacheHome): KeptScans {
  return {
    smallestTree: home.smallestTree,
    open: (identity, note) => ScanCache.open(home, identity, note),
    stamp: async (uri) => (await stampOf(URI.parse(uri).fsPath)) ?? NO_STAMP,
    digest: sha256,
  };
}

function localDate(date: Date): string {
  const two = (value: number) => String(value).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** What differs from the last commit, and what is new and not ignored. Git runs nothing of the repository's here. */
async function changedFiles(folder: string): Promise<readonly string[] | undefined> {
  const { fsPath } = URI.parse(folder);
  const git = (...args: string[]) =>
    new Promise<string | undefined>((resolve) => {
      const safe = ["-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null"];
      execFile("git", [...safe, ...args], { cwd: fsPath, maxBuffer: GIT_OUTPUT, windowsHide: true }, (error, stdout) =>
        resolve(error ? undefined : stdout),
      );
    });
  const untracked = await git("ls-files", "--others", "--exclude-standard", "-z");
  if (untracked === undefined) return undefined;
  // Without a commit there is no HEAD: then all that is staged is new.
  const changed =
    (await git("diff", "--name-only", "--relative", "--diff-filter=d", "--no-ext-diff", "-z", "HEAD")) ??
    (await git("ls-files", "-z")) ??
    "";
  const paths = new Set(`${changed}\0${untracked}`.split("\0").filter((path) => path !== ""));
  return [...paths].map((path) => URI.file(join(fsPath, path)).toString());
}

async function commitHook({ folder, write }: CommitHookParams, launcher: Launcher): Promise<CommitHook | undefined> {
  try {
    const plan = await planInstall(URI.parse(folder).fsPath, launcher, process.env);
    if (write) await carryOut(plan);
    const { file, before, after, move } = plan;
    return {
      uri: URI.file(file).toString(),
      before: before ?? null,
      after: after ?? "",
      ...(move ? { keptAs: basename(move.to) } : {}),
    };
  } catch (error) {
    if (error instanceof NoRepository) return undefined;
    throw error;
  }
}

/** The shell that runs hooks takes slashes, on Windows too. */
function slashed(path: string): string {
  return path.replaceAll("\\", "/");
}
