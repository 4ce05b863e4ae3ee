// Where a repository's `pre-commit` hook is, and what installing or taking out our part would change. Planned first, so that it can
// be shown before anything is written. Needs a disk and git.

import { execFile } from "node:child_process";
import { promises as fs } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { replaceWhole } from "../kept/replace-whole.ts";
import { callingScript, hasOurPart, isShellScript, type Launcher, withOurPart, withoutOurPart } from "./hook-script.ts";

/** What is to be written where. */
export interface HookPlan {
  /** The hook, absolute. */
  readonly file: string;
  /** What is there now; undefined for nothing. */
  readonly before: string | undefined;
  /** What will be there; undefined when it goes. */
  readonly after: string | undefined;
  /** A file that is renamed first: a hook of another language is kept under this name, or comes back from it. */
  readonly move?: { readonly from: string; readonly to: string };
}

export class NoRepository extends Error {}

type Environment = Readonly<Record<string, string | undefined>>;

/** Keeps what somebody else's program is, beside the script that calls it. */
const KEPT = "pre-commit.kept";

export async function planInstall(
  folder: string,
  launcher: Launcher | undefined,
  environment: Environment,
): Promise<HookPlan> {
  const { file, isShared } = await hookFile(folder, environment);
  const before = await textOf(file);
  // A hook that others get too must not know where things are on this machine.
  const own = isShared ? undefined : launcher;
  if (before === undefined || canTakeOurPart(before)) return { file, before, after: withOurPart(before, own) };
  return { file, before, after: callingScript(KEPT, own), move: { from: file, to: join(dirname(file), KEPT) } };
}

/** Undefined when our part is not in the hook. */
export async function planUninstall(folder: string, environment: Environment): Promise<HookPlan | undefined> {
  const { file } = await hookFile(folder, environment);
  const before = await textOf(file);
  if (before === undefined || !hasOurPart(before)) return undefined;
  const kept = join(dirname(file), KEPT);
  if (before.includes(`/'${KEPT}' "$@" || exit`) && (await textOf(kept)) !== undefined)
    return { file, before, after: undefined, move: { from: kept, to: file } };
  return { file, before, after: withoutOurPart(before) };
}

export async function carryOut({ file, after, move }: HookPlan): Promise<void> {
  await fs.mkdir(dirname(file), { recursive: true });
  if (move) await fs.rename(move.from, move.to);
  if (after !== undefined) {
    // Git passes over hooks that may not be run, and would run half of one. A link stays one.
    await replaceWhole(await fs.realpath(file).catch(() => file), after, 0o755);
  } else if (!move) await fs.rm(file);
}

async function hookFile(folder: string, environment: Environment): Promise<{ file: string; isShared: boolean }> {
  const top = await git(folder, ["rev-parse", "--show-toplevel"], environment);
  if (!top) throw new NoRepository("this is no working tree of a git repository");
  // Knows of `core.hooksPath` and of worktrees.
  const hooks = resolve(top, (await git(top, ["rev-parse", "--git-path", "hooks"], environment)) || ".git/hooks");
  const common = resolve(top, (await git(top, ["rev-parse", "--git-common-dir"], environment)) || ".git");
  // Husky makes the files in this folder anew, each of which calls the one above it.
  if (basename(hooks) === "_" && basename(dirname(hooks)) === ".husky")
    return { file: join(dirname(hooks), "pre-commit"), isShared: true };
  return { file: join(hooks, "pre-commit"), isShared: !isWithin(common, hooks) && isWithin(top, hooks) };
}

function isWithin(folder: string, path: string): boolean {
  return path === folder || path.startsWith(folder.endsWith("/") ? folder : `${folder}/`);
}

/** Scripts that name no program are given to the shell, too. */
function canTakeOurPart(hook: string): boolean {
  return hasOurPart(hook) || isShellScript(hook) || (!hook.startsWith("#!") && !hook.includes("\0"));
}

async function textOf(file: string): Promise<string | undefined> {
  try {
    return await fs.readFile(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** One line of git's; undefined when it says no. */
function git(folder: string, args: readonly string[], environment: Environment): Promise<string | undefined> {
  return new Promise((done, fail) => {
    const options = { cwd: folder, env: { ...environment }, windowsHide: true };
    execFile("git", ["-c", "core.fsmonitor=false", ...args], options, (error, stdout) => {
      if ((error as NodeJS.ErrnoException | null)?.code === "ENOENT")
        fail(new NoRepository("git is not installed, or not in PATH"));
      else done(error ? undefined : stdout.replace(/\r?\n$/, ""));
    });
  });
}
