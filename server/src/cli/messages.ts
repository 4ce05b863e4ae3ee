// What is told beside a report: on the error stream, in one form, with places as the person at the terminal would name them.

import { relative } from "node:path";
import { createColors } from "picocolors";
import { below } from "../config/location.ts";
import type { ScanProblem } from "../detect/finding.ts";
import { isAlwaysTold } from "../report/report.ts";
import type { CliHost } from "./host.ts";
import type { Progress } from "./progress.ts";
import type { ScanPlan, SkippedPath } from "./scan-plan.ts";

/** Diagnostics go to the error stream, so that what is on the output stream is the report and nothing else. */
export class Messages {
  readonly #host: CliHost;
  readonly #progress: Progress;
  readonly #color;

  constructor(host: CliHost, progress: Progress) {
    this.#host = host;
    this.#progress = progress;
    this.#color = createColors(wantsColor(host, undefined, host.stderr.isTerminal));
  }

  error(message: string): void {
    this.#line(this.#color.red("error"), message);
  }

  warn(message: string): void {
    this.#line(this.#color.yellow("warning"), message);
  }

  note(message: string): void {
    this.#line(this.#color.dim("note"), message);
  }

  #line(label: string, message: string): void {
    this.#progress.clear();
    this.#host.stderr.write(`bartizan: ${label}: ${message.replace(/[^\P{Cc}\n]/gu, "·")}\n`);
  }
}

/** NO_COLOR and FORCE_COLOR as no-color.org and others have them; an option counts more, and a terminal decides else. */
export function wantsColor({ environment }: CliHost, asked: boolean | undefined, isTerminal: boolean): boolean {
  if (asked !== undefined) return asked;
  if (environment["NO_COLOR"]) return false;
  if (environment["FORCE_COLOR"] !== undefined && environment["FORCE_COLOR"] !== "0") return true;
  return isTerminal && environment["TERM"] !== "dumb";
}

/** A location as the person at the terminal would name it. */
export function shownPath({ cwd }: CliHost, location: string): string {
  const shown = relative(cwd, location).replaceAll("\\", "/");
  return shown === "" ? "." : shown.startsWith("../../../") ? location : shown;
}

const MINOR_PROBLEMS: ReadonlySet<ScanProblem["kind"]> = new Set([
  "syntax-error",
  "file-skipped",
  "budget-spent",
  "flow-limited",
]);

export function tellProblems(
  problems: readonly ScanProblem[],
  skipped: readonly SkippedPath[],
  plan: ScanPlan,
  { verbose }: { readonly verbose: boolean },
  host: CliHost,
  messages: Messages,
): void {
  for (const problem of problems) {
    const { kind, path, line, column, ruleId, message } = problem;
    const isFromRules = kind === "rule-invalid" || kind === "configuration-invalid";
    const isMinor = MINOR_PROBLEMS.has(kind);
    if (isMinor && !verbose) continue;
    const place =
      path === undefined
        ? ""
        : `${shownPath(host, below(plan.root, path))}${line === undefined ? "" : `:${line}:${column ?? 1}`}: `;
    const rule = ruleId === undefined ? "" : `rule ${ruleId}: `;
    if (isFromRules) messages.error(`${place}${rule}${message}`);
    else if (isMinor) messages.note(`${place}${rule}${message}`);
    else messages.warn(`${place}${rule}${message}`);
  }
  const told = new Set(
    problems.flatMap(({ kind, path = "" }) => (kind === "configuration-invalid" ? [below(plan.root, path)] : [])),
  );
  for (const { path, reason, detail } of skipped) {
    // A configuration that cannot be read is among the files, too.
    if (told.has(below(plan.root, path))) continue;
    const shown = shownPath(host, below(plan.root, path)) + (path.endsWith("/") ? "/" : "");
    if (isRefused({ path, reason }, plan)) messages.error(`${shown}: it cannot be read: ${detail}`);
    else if (reason === "unreadable" || plan.isTyped(path)) messages.warn(`${shown}: skipped: ${detail}`);
    else if (verbose) messages.note(`${shown}: skipped: ${detail}`);
  }
}

/** A file that was typed and cannot be read: what was asked for is not done. */
export function isRefused({ path, reason }: Pick<SkippedPath, "path" | "reason">, plan: ScanPlan): boolean {
  return reason === "unreadable" && plan.isTyped(path);
}

/** Every file of its language says anew what is wrong with a rule. */
export function distinct(problems: readonly ScanProblem[]): ScanProblem[] {
  const told = new Set<string>();
  return problems.filter(({ kind, path, line, column, message }) => {
    if (kind !== "rule-invalid") return true;
    const key = `${path}:${line}:${column}:${message}`;
    return !told.has(key) && told.add(key);
  });
}

/** Problems as reports have them: no path of this machine in them. */
export function reportable(
  problems: readonly ScanProblem[],
  { root }: ScanPlan,
  { verbose }: { readonly verbose: boolean },
): ScanProblem[] {
  const shown = verbose ? problems : problems.filter(isAlwaysTold);
  return shown.map((problem) => {
    const { path } = problem;
    if (path === undefined || !path.startsWith(root)) return problem;
    return { ...problem, path: path.slice(root.length).replace(/^\//, "") };
  });
}
