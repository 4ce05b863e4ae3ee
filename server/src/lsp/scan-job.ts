// A scan that a user asked for: the workspace, a folder, or some files. Results stream out file by file; when it is
// cancelled, what was found stays. What a whole folder gives is kept for the next time, where there is a disk.

import type { CancellationToken } from "vscode-languageserver";
import type { SkipReason } from "../config/list-files.ts";
import type { ScanSummary } from "../protocol.ts";
import { countRules } from "../report/report.ts";
import type { FileResult } from "../scan/workspace.ts";
import { SLICE_MS, Slices } from "./background.ts";
import type { Host } from "./host.ts";
import { deadline, type Project, type Scanned } from "./project.ts";
import type { Projects } from "./projects.ts";
import type { Reporting } from "./reporting.ts";
import { Survey, type SurveyContext, type SurveyedCell } from "./survey.ts";
import { folderKey } from "./uri.ts";
import { isSource, type WorkspaceFiles } from "./workspace-files.ts";

/** What is known of a file by then is all that is told of it. */
const LONGEST_MS = 30_000;
const LISTED_PER_TURN = 500;
const TAKEN_IN_TOGETHER = 32;

export interface ScanJobContext extends SurveyContext {
  readonly host: Host;
  readonly projects: Projects;
  readonly workspaceFiles: WorkspaceFiles;
  readonly reporting: Reporting;
}

export type ScanScope =
  | { readonly kind: "workspace" }
  /** `isSilent`: nothing is told of its files; it is only to be known the next time. */
  | { readonly kind: "folder"; readonly uri: string; readonly isSilent?: boolean }
  | { readonly kind: "files"; readonly uris: readonly string[] };

/**
 * What a scan does at the moment. Of files that can see each other all are read, then data is followed through all of them, and only
 * then is anything told of the first.
 */
export type Doing =
  | { readonly kind: "reading" }
  /** `units`: functions that are still to be looked at; each may bring others. */
  | { readonly kind: "following"; readonly units: number }
  | { readonly kind: "telling"; readonly path: string };

/** How far it is, in files. */
export interface Counted {
  readonly read: number;
  readonly followed: number;
  readonly told: number;
  readonly total: number;
}

export interface ScanProgress {
  report(counted: Counted, doing: Doing): void;
}

interface Target {
  readonly project: Project;
  readonly paths: string[];
  /** These are all files of the project's folder. */
  readonly isAll: boolean;
}

export async function runScan(
  context: ScanJobContext,
  scope: ScanScope,
  token: CancellationToken,
  progress: ScanProgress,
): Promise<ScanSummary> {
  const { host, projects } = context;
  const start = host.now();
  const leftOut = new Map<string, number>();
  const targets = await collect(context, scope, token, leftOut);
  const job = new ScanJob(context, scope, token, progress, targets);
  for (const target of targets) await context.workspaceFiles.duringScan(job.scan(target));
  return {
    ...job.told(),
    leftOut: counted(leftOut),
    rules: Math.max(0, ...projects.all().map(({ config }) => countRules(config.rules))),
    seconds: (host.now() - start) / 1000,
    isCancelled: token.isCancellationRequested,
  };
}

class ScanJob {
  readonly #context: ScanJobContext;
  readonly #token: CancellationToken;
  readonly #progress: ScanProgress;
  readonly #isSilent: boolean;
  readonly #skipped = new Map<string, number>();
  readonly #problems = new Set<string>();
  readonly #total: number;
  /** Files that are read, followed and told, or need not be. */
  #taken = 0;
  #followed = 0;
  #done = 0;
  #files = 0;
  #findings = 0;
  #broken = 0;
  #limited = 0;

  constructor(
    context: ScanJobContext,
    scope: ScanScope,
    token: CancellationToken,
    progress: ScanProgress,
    targets: readonly Target[],
  ) {
    this.#context = context;
    this.#token = token;
    this.#progress = progress;
    this.#isSilent = scope.kind === "folder" && scope.isSilent === true;
    this.#total = targets.reduce((sum, { paths }) => sum + paths.length, 0);
  }

  told(): Pick<ScanSummary, "files" | "findings" | "skipped" | "problems" | "partly"> {
    this.#tell({ kind: "telling", path: "" });
    return {
      files: this.#files,
      findings: this.#findings,
      skipped: counted(this.#skipped),
      problems: [...this.#problems],
      partly: { broken: this.#broken, limited: this.#limited },
    };
  }

  async scan({ project, paths, isAll }: Target): Promise<void> {
    const isOver = () => this.#token.isCancellationRequested;
    const survey = isAll ? await Survey.of(project, paths, this.#context, { keeps: true, isOver }) : undefined;
    if (isOver()) return;
    if (survey) await this.#scanSurveyed(project, survey);
    else if (!this.#isSilent) await this.#scanPaths(project, paths);
  }

  async #scanPaths(project: Project, paths: readonly string[]): Promise<void> {
    for (let rest = paths; rest.length > 0 && !this.#token.isCancellationRequested; ) {
      const most = rest.slice(0, TAKEN_IN_TOGETHER);
      await this.#holding(project, most, async () => {
        const batch = most.slice(0, await this.#read(project, most));
        rest = rest.slice(batch.length);
        if (!(await this.#follow(project, batch))) return;
        for (const path of batch) {
          if (!(await this.#begin(path))) return;
          if (project.has(path)) await this.#scanOne(project, path);
        }
      });
    }
  }

  /** Scans what nothing is known of, and keeps all of it. */
  async #scanSurveyed(project: Project, survey: Survey): Promise<void> {
    for (const reason of survey.skipped.values()) this.#skip(reason);
    this.#done += survey.skipped.size;
    // Whether a rule can be compiled depends on the grammars that are loaded.
    for (const { results, paths } of survey.cells) {
      if (this.#token.isCancellationRequested) return;
      if (!results) for (const path of paths) await project.preparation(path, survey.textOf(path)!);
    }
    const lengthOf = (path: string) => (isSource(path) ? (survey.textOf(path)?.length ?? 0) : 0);
    const room = this.#context.workspaceFiles.room(project);
    const isTight = sumOf(survey.cells.flatMap(({ paths }) => paths.map(lengthOf))) > room;
    const results = new Map<string, FileResult>();
    const cells = survey.cells.flatMap((cell) => {
      const parts = cell.results ? [cell.paths] : [...inBatches(cell.paths, (path) => lengthOf(path) / room)];
      if (parts.length === 1) return cell;
      this.#problems.add(
        `${cell.paths[0]} and ${cell.paths.length - 1} other files that see each other are more than bartizan.memoryLimitMb holds: flows between ${parts.length} parts of them were not followed`,
      );
      return parts.map((paths) => ({ ...cell, paths, isPart: true }));
    });
    const weightOf = ({ paths }: SurveyedCell) =>
      Math.max(paths.length / TAKEN_IN_TOGETHER, sumOf(paths.map(lengthOf)) / room);
    for (const batch of inBatches<SurveyedCell & { readonly isPart?: boolean }>(cells, weightOf)) {
      const paths = batch.flatMap((cell) => cell.paths);
      await this.#holding(project, paths, async () => {
        const isUnread = (cell: SurveyedCell) => !cell.results && !isHere(project, cell);
        const unread = batch.filter(isUnread).flatMap((cell) => cell.paths);
        if (!(await this.#takeIn(project, survey, unread))) return;
        for (const cell of batch) {
          const found = await this.#tellCell(project, survey, cell);
          if (!cell.isPart) for (const result of found) results.set(result.path, result);
        }
        // What is scanned next is read in their place.
        if (isTight) await this.#remember(project, paths);
      });
      if (this.#token.isCancellationRequested) return;
    }
    if (!survey.isUnchanged) await survey.keep(results);
  }

  /** What can be kept of it: nothing, if any of it failed or changed meanwhile. */
  async #tellCell(project: Project, survey: Survey, cell: SurveyedCell): Promise<readonly FileResult[]> {
    const { paths } = cell;
    const isRecalled = cell.results !== undefined && !isHere(project, cell);
    if (isRecalled) this.#context.workspaceFiles.recall(project, survey, cell);
    let isWhole = true;
    for (const path of paths) {
      if (!(await this.#begin(path))) return [];
      isWhole = (await this.#scanOne(project, path)) && isWhole;
    }
    if (isRecalled) return cell.results!;
    const isAsSurveyed = (path: string) => project.has(path) && project.text(path) === survey.textOf(path);
    if (!isWhole || !paths.every(isAsSurveyed)) return [];
    return paths.flatMap((path): FileResult[] => {
      const scanned = project.current(path);
      return scanned ? [{ path, findings: scanned.found, problems: scanned.problems }] : [];
    });
  }

  /** Reads files until that was all, nobody waits for more, or, unless `survey` has their texts, memory is full; says how many. */
  async #read(project: Project, paths: readonly string[], survey?: Survey): Promise<number> {
    const { workspaceFiles } = this.#context;
    const slices = new Slices(this.#context);
    for (const [index, path] of paths.entries()) {
      await slices.pause();
      if (this.#token.isCancellationRequested) return index;
      if (!survey && index > 0 && workspaceFiles.isFull(project)) return index;
      const reason = await workspaceFiles.load(project, path, survey?.textOf(path));
      if (reason !== undefined) this.#skip(reason);
    }
    return paths.length;
  }

  /** Takes in files, of which the text is known and for which there is room. False when nobody waits for more. */
  async #takeIn(project: Project, survey: Survey, paths: readonly string[]): Promise<boolean> {
    if (paths.length === 0) return true;
    if ((await this.#read(project, paths, survey)) < paths.length) return false;
    if (!(await this.#follow(project, paths))) return false;
    project.supersede(paths);
    return true;
  }

  async #remember(project: Project, paths: readonly string[]): Promise<void> {
    const slices = new Slices(this.#context);
    for (const path of paths) {
      project.remember([path]);
      await slices.pause();
    }
  }

  /** Follows data through files: all at once, for each time all of the program is asked anew. False when nobody waits for more. */
  async #follow(project: Project, paths: readonly string[]): Promise<boolean> {
    const before = this.#done;
    let most = 1;
    const isOver = () => {
      const { files, units } = project.ahead();
      this.#taken = before + Math.max(0, paths.length - files);
      most = Math.max(most, units);
      if (files === 0) this.#followed = before + Math.floor(paths.length * (1 - units / most));
      this.#tell(files > 0 ? { kind: "reading" } : { kind: "following", units });
      return this.#token.isCancellationRequested;
    };
    return project.absorbAll(this.#context, isOver);
  }

  /** Other scans do not let go of the files meanwhile. */
  async #holding<T>(project: Project, paths: readonly string[], run: () => Promise<T>): Promise<T> {
    const { workspaceFiles } = this.#context;
    workspaceFiles.hold(project, paths);
    try {
      return await run();
    } finally {
      for (const path of workspaceFiles.letGo(project, paths)) this.#letGo(project, path);
      workspaceFiles.trim(project);
    }
  }

  /** False when nobody waits for more. */
  async #begin(path: string): Promise<boolean> {
    await this.#context.background.turn();
    if (this.#token.isCancellationRequested) return false;
    this.#tell({ kind: "telling", path });
    this.#done++;
    return true;
  }

  #tell(doing: Doing): void {
    const told = this.#done;
    const followed = Math.max(told, this.#followed);
    this.#progress.report({ read: Math.max(followed, this.#taken), followed, told, total: this.#total }, doing);
  }

  /** Whether all of it could be worked out. */
  async #scanOne(project: Project, path: string): Promise<boolean> {
    const { host, background, reporting } = this.#context;
    let scanned: Scanned | undefined;
    let isWhole = true;
    for (let spent = 0; ; ) {
      const began = host.now();
      const budget = deadline(host, SLICE_MS);
      scanned = project.current(path, budget);
      if (!scanned) return false;
      if (!budget.wasSpent) break;
      spent += host.now() - began;
      if (spent > LONGEST_MS) {
        this.#problems.add(`${path}: scanned only in part, as it took more than ${LONGEST_MS / 1000} s`);
        isWhole = false;
        break;
      }
      await background.turn();
      if (this.#token.isCancellationRequested) return false;
    }
    for (const { kind, message, ruleId } of scanned.problems) {
      if (kind === "file-failed" || kind === "rule-failed" || kind === "file-skipped")
        this.#problems.add(`${path}: ${ruleId ? `${ruleId}: ` : ""}${message}`);
      if (kind === "file-failed") isWhole = false;
      if (kind === "flow-limited") this.#limited++;
    }
    if (scanned.problems.some(({ kind }) => kind === "syntax-error")) this.#broken++;
    this.#files++;
    this.#findings += scanned.findings.filter((finding) => project.isOpen(finding)).length;
    if (!this.#isSilent) reporting.list({ project, path, key: project.keyOf(path) }, scanned);
    return isWhole && !project.quarantined.has(path);
  }

  /** Text that nothing flows through need not stay in memory. */
  #letGo(project: Project, path: string): void {
    if (isSource(path) || !project.has(path) || project.current(path)?.findings.length !== 0) return;
    this.#context.reporting.forgetClosed(project, path);
    this.#context.workspaceFiles.gone(project.keyOf(path));
  }

  #skip(reason: string): void {
    this.#skipped.set(reason, (this.#skipped.get(reason) ?? 0) + 1);
  }
}

function counted(reasons: ReadonlyMap<string, number>): ScanSummary["skipped"] {
  return [...reasons].map(([reason, files]) => ({ reason, files }));
}

async function collect(
  context: ScanJobContext,
  scope: ScanScope,
  token: CancellationToken,
  leftOut: Map<string, number>,
): Promise<Target[]> {
  const { projects, background, workspaceFiles } = context;
  if (scope.kind === "files") {
    const byProject = new Map<Project, string[]>();
    for (const uri of scope.uris) {
      const located = await projects.located(uri);
      if (!located || located.project.config.isExcluded(located.path)) continue;
      byProject.set(located.project, [...(byProject.get(located.project) ?? []), located.path]);
    }
    return [...byProject].map(([project, paths]) => ({ project, paths, isAll: false }));
  }
  const folder = scope.kind === "folder" ? folderKey(scope.uri) : undefined;
  const roots = folder === undefined ? projects.folders : [projects.rootOf(`${folder}/`)];
  const targets: Target[] = [];
  for (const root of roots) {
    const project = await projects.ready(root);
    if (!project || root === "") continue;
    const target: Target = { project, paths: [], isAll: folder === undefined || folder === root };
    targets.push(target);
    let listed = 0;
    const note = (reason: SkipReason): void => {
      // The store of the version control system is nobody's file.
      if (reason !== "version-control") leftOut.set(reason, (leftOut.get(reason) ?? 0) + 1);
    };
    for await (const path of workspaceFiles.walk(project, note)) {
      if (token.isCancellationRequested) return targets;
      if (folder === undefined || project.keyOf(path).startsWith(`${folder}/`)) target.paths.push(path);
      if (++listed % LISTED_PER_TURN === 0) await background.turn();
    }
  }
  return targets;
}

function isHere(project: Project, { paths }: SurveyedCell): boolean {
  return paths.every((path) => project.has(path));
}

/** Runs of what there is that weigh 1 at most, but for single ones that weigh more. */
function* inBatches<T>(all: readonly T[], weightOf: (each: T) => number): Generator<T[]> {
  let batch: T[] = [];
  let weight = 0;
  for (const each of all) {
    if (batch.length > 0 && weight + weightOf(each) > 1) {
      yield batch;
      [batch, weight] = [[], 0];
    }
    batch.push(each);
    weight += weightOf(each);
  }
  if (batch.length > 0) yield batch;
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, each) => sum + each, 0);
}
