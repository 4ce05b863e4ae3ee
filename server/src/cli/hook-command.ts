// `bartizan hook install` and `uninstall`: our part of git's pre-commit hook.

import { carryOut, type HookPlan, NoRepository, planInstall, planUninstall } from "../commit-hook/hook-file.ts";
import { type CliHost, ExitCode, UsageError } from "./host.ts";
import { shownPath } from "./messages.ts";

export interface HookOptions {
  /** Show it, and write nothing. */
  readonly dryRun: boolean;
}

export async function installHook({ dryRun }: HookOptions, host: CliHost): Promise<ExitCode> {
  const plan = await planned(() => planInstall(host.cwd, host.launcher, host.environment));
  if (dryRun) return show(plan!, host);
  const isThere = plan!.before === plan!.after;
  if (!isThere) await carryOut(plan!);
  const file = shownPath(host, plan!.file);
  host.stdout.write(isThere ? `${file} checks commits already.\n` : `${file} checks commits from now on.\n`);
  if (plan!.move)
    host.stdout.write(`The hook that was there is run first; it is in ${shownPath(host, plan!.move.to)}.\n`);
  host.stdout.write("`bartizan scan --staged` shows what it says of what is staged now.\n");
  return ExitCode.clean;
}

export async function uninstallHook({ dryRun }: HookOptions, host: CliHost): Promise<ExitCode> {
  const plan = await planned(() => planUninstall(host.cwd, host.environment));
  if (!plan) {
    host.stdout.write("There is no hook of Bartizan's here.\n");
    return ExitCode.clean;
  }
  if (dryRun) return show(plan, host);
  await carryOut(plan);
  host.stdout.write(`${shownPath(host, plan.file)} no longer checks commits.\n`);
  return ExitCode.clean;
}

function show({ file, after, move }: HookPlan, host: CliHost): ExitCode {
  if (move) host.stdout.write(`${shownPath(host, move.from)} would become ${shownPath(host, move.to)}.\n`);
  if (after === undefined && !move) host.stdout.write(`${shownPath(host, file)} would be removed.\n`);
  else if (after !== undefined) host.stdout.write(`${shownPath(host, file)} would be:\n\n${after}`);
  return ExitCode.clean;
}

async function planned<T>(plan: () => Promise<T>): Promise<T> {
  try {
    return await plan();
  } catch (error) {
    if (error instanceof NoRepository) throw new UsageError(error.message);
    throw error;
  }
}
