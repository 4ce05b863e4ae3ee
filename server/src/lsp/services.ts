// What our own clients ask for beyond LSP: scans, paths, fixes and suppressions for lists, the status, the doctor.

import * as l10n from "@vscode/l10n";
import {
  type CancellationToken,
  type Connection,
  ErrorCodes,
  ResponseError,
  type WorkDoneProgressReporter,
} from "vscode-languageserver";
import type { Finding } from "../detect/finding.ts";
import {
  type CommitHook,
  type CommitHookParams,
  type DoctorReport,
  type FindingParams,
  type FolderBaseline,
  type FolderReport,
  Notifications,
  type PathResult,
  type ProposedEdit,
  Requests,
  type ScanParams,
  type ScanSummary,
  type SecurityReport,
  type SecurityReportParams,
  ServerCommands,
  type ServerStatus,
  type Timings,
} from "../protocol.ts";
import { countRules } from "../report/report.ts";
import { BUDGET_OF_RULE } from "../scan/time-table.ts";
import type { ActionTarget, CodeActions } from "./actions.ts";
import type { Background } from "./background.ts";
import { toPath } from "./diagnostic.ts";
import type { OpenDocuments } from "./documents.ts";
import type { FileAccess, Host } from "./host.ts";
import { findingsAt } from "./hover.ts";
import type { Places } from "./places.ts";
import type { Project, ProjectLog } from "./project.ts";
import type { Projects } from "./projects.ts";
import { reportFacts } from "./report-facts.ts";
import type { Reporting } from "./reporting.ts";
import { type Counted, type Doing, runScan, type ScanScope } from "./scan-job.ts";
import type { TimingLog } from "./timings.ts";
import { folderKey } from "./uri.ts";
import type { WorkspaceFiles } from "./workspace-files.ts";
import { baselinesOf, sarifOf } from "./written-reports.ts";

export interface ServicesContext {
  readonly connection: Connection;
  readonly host: Host;
  readonly files: FileAccess | undefined;
  readonly projects: Projects;
  readonly documents: OpenDocuments;
  readonly places: Places;
  readonly background: Background;
  readonly reporting: Reporting;
  readonly workspaceFiles: WorkspaceFiles;
  readonly actions: CodeActions;
  readonly timings: TimingLog;
  readonly log: ProjectLog;
  readonly wantsStatus: boolean;
  isTrusted(): boolean;
  target(uri: string, token: CancellationToken): Promise<ActionTarget | undefined>;
  reconfigured(): Promise<void>;
}

const NEVER: CancellationToken = {
  isCancellationRequested: false,
  onCancellationRequested: () => ({ dispose: () => undefined }),
};
/** Progress need not be told for every file. */
const PROGRESS_INTERVAL_MS = 100;

export class Services {
  readonly #context: ServicesContext;
  #scans = 0;
  /** Scans that nobody asked for. */
  readonly #silent = new Set<{ isCancellationRequested: boolean }>();
  #lastScan: ScanSummary | undefined;
  #lastStatus = "";

  constructor(context: ServicesContext) {
    this.#context = context;
  }

  listen(): void {
    const { connection, actions, background } = this.#context;
    connection.onRequest(Requests.scan, (params: ScanParams, token) => {
      const progress = connection.window.attachWorkDoneProgress(params.workDoneToken);
      return this.#scan(params, token, progress);
    });
    connection.onRequest(Requests.path, async (params: FindingParams, token): Promise<PathResult | null> => {
      const found = await this.#find(params, token);
      return (found && toPath(found.target.project, found.target.scanned, found.finding, found.target.locate)) ?? null;
    });
    connection.onRequest(Requests.fix, async (params: FindingParams, token): Promise<ProposedEdit | null> => {
      const found = await this.#find(params, token);
      return (found && (await background.whileAwaited(actions.proposeFix(found.target, found.finding)))) ?? null;
    });
    connection.onRequest(Requests.suppress, async (params: FindingParams, token): Promise<ProposedEdit | null> => {
      const found = await this.#find(params, token);
      if (!found) return null;
      return (await background.whileAwaited(actions.proposeSuppression(found.target, found.finding))) ?? null;
    });
    connection.onRequest(Requests.sarif, (): FolderReport[] => {
      const { projects, host } = this.#context;
      const folders = projects.all().filter(({ root }) => root !== "");
      return folders.map((project) => ({ folder: project.root, text: sarifOf(project, host.version) }));
    });
    connection.onRequest(Requests.securityReport, async ({ scan }: SecurityReportParams): Promise<SecurityReport> => {
      const facts = await reportFacts(scan, { ...this.#context, isTrusted: this.#context.isTrusted() });
      return { text: await this.#context.host.securityPage(facts), findings: facts.open.length };
    });
    connection.onRequest(Requests.baseline, (): FolderBaseline[] => baselinesOf(this.#context.projects.all()));
    connection.onRequest(Requests.commitHook, async (params: CommitHookParams): Promise<CommitHook | null> => {
      const { host, isTrusted, projects } = this.#context;
      // Git reads the repository's configuration, and the hook that is there would be run from now on by our hand.
      const isOpen = projects.folders.includes(folderKey(params.folder));
      if (!isTrusted() || !isOpen || !params.folder.startsWith("file:")) return null;
      return (await host.commitHook?.(params)) ?? null;
    });
    connection.onRequest(Requests.doctor, (): DoctorReport => ({ text: this.#doctor() }));
    connection.onRequest(Requests.timings, (): Timings => this.#timings());
    connection.onExecuteCommand(async ({ command }, token, progress) => {
      switch (command) {
        case ServerCommands.scanWorkspace:
          return this.#scan({ scope: { kind: "workspace" } }, token, progress);
        case ServerCommands.scanChangedFiles:
          return this.#scan({ scope: { kind: "changed" } }, token, progress);
        default:
          throw new ResponseError(ErrorCodes.InvalidParams, `no command ${command}`);
      }
    });
  }

  /** The background has read a folder. */
  indexed(project: Project): void {
    const failed = (error: unknown) =>
      this.#context.log.error(`The scan of ${project.root} ended early: ${String(error)}`);
    if (project.config.settings.scope === "workspace")
      void this.#scan({ scope: { kind: "folder", uri: project.root } }, NEVER, undefined).catch(failed);
    else void this.#keepForNextTime(project).catch(failed);
    this.statusChanged();
  }

  /** A folder that was read is scanned as well, when there is time, so that the next session need not read it. */
  async #keepForNextTime(project: Project): Promise<void> {
    const { host, workspaceFiles, log } = this.#context;
    const indexed = workspaceFiles.indexed(project.root);
    if (!host.kept || !indexed?.isWhole || !indexed.isWorthKeeping) return;
    if (this.#scans > 0) return; // a scan that somebody waits for is not to be slowed down
    const scope = { kind: "folder", uri: project.root, isSilent: true } as const;
    const silent = { ...NEVER };
    this.#silent.add(silent);
    try {
      const summary = await runScan(this.#context, scope, silent, { report: () => undefined });
      if (!summary.isCancelled) log.info(`For the next session: ${describeSummary(summary)}`);
    } finally {
      this.#silent.delete(silent);
    }
  }

  statusChanged(): void {
    const { connection, wantsStatus } = this.#context;
    if (!wantsStatus) return;
    const status = this.#status();
    const json = JSON.stringify(status);
    if (json === this.#lastStatus) return;
    this.#lastStatus = json;
    void connection.sendNotification(Notifications.status, status);
  }

  async #scan(
    params: ScanParams,
    token: CancellationToken,
    reporter: WorkDoneProgressReporter | undefined,
  ): Promise<ScanSummary> {
    const { host, log } = this.#context;
    const scope = await this.#scopeOf(params);
    if (scope.kind === "workspace") for (const silent of this.#silent) silent.isCancellationRequested = true;
    reporter?.begin(l10n.t("Bartizan scans"), 0, l10n.t("looking for files"), true);
    this.#scans++;
    this.statusChanged();
    let told = Number.NEGATIVE_INFINITY;
    try {
      const summary = await runScan(this.#context, scope, token, {
        report: (counted, doing) => {
          if (host.now() - told < PROGRESS_INTERVAL_MS && counted.told < counted.total) return;
          told = host.now();
          reporter?.report(percentOf(counted), messageOf(counted, doing));
        },
      });
      this.#lastScan = summary;
      log.info(describeSummary(summary));
      return summary;
    } finally {
      this.#scans--;
      reporter?.done();
      this.statusChanged();
    }
  }

  async #scopeOf({ scope }: ScanParams): Promise<ScanScope> {
    if (scope.kind !== "changed") return scope;
    const { host, projects } = this.#context;
    if (!host.changedFiles)
      throw new ResponseError(
        ErrorCodes.InvalidRequest,
        l10n.t("Git can only be asked where the server runs on Node."),
      );
    const uris: string[] = [];
    let isRepository = false;
    for (const folder of projects.folders) {
      const changed = await host.changedFiles(folder);
      isRepository ||= changed !== undefined;
      uris.push(...(changed ?? []));
    }
    if (!isRepository)
      throw new ResponseError(ErrorCodes.InvalidRequest, l10n.t("No folder here is in a git repository."));
    return { kind: "files", uris };
  }

  async #find(
    params: FindingParams,
    token: CancellationToken,
  ): Promise<{ target: ActionTarget; finding: Finding } | undefined> {
    const target = await this.#context.target(params.uri, token);
    if (!target) return undefined;
    const { scanned } = target;
    const byId =
      params.id === undefined ? undefined : scanned.findings.find(({ fingerprint }) => fingerprint === params.id);
    const finding =
      byId ?? (params.position && findingsAt(target.project, scanned, target.offsetAt(params.position))[0]);
    return finding && { target, finding };
  }

  #status(): ServerStatus {
    const { projects, workspaceFiles, isTrusted } = this.#context;
    const all = projects.all();
    const rules = Math.max(0, ...all.map(({ config }) => countRules(config.rules)));
    const files = all.reduce((sum, project) => sum + project.paths().length, 0);
    const quarantined = all.reduce((sum, project) => sum + project.quarantined.size, 0);
    const state =
      all.length === 0 && projects.folders.length > 0
        ? "starting"
        : this.#scans > 0
          ? "scanning"
          : workspaceFiles.isIndexing
            ? "indexing"
            : quarantined > 0 || all.some(({ config }) => config.problems.length > 0)
              ? "problem"
              : "ready";
    return {
      state,
      message: this.#statusMessage(state, rules, files, quarantined),
      isTrusted: isTrusted(),
      rules,
      files,
      quarantined,
    };
  }

  #statusMessage(state: ServerStatus["state"], rules: number, files: number, quarantined: number): string {
    switch (state) {
      case "starting":
        return l10n.t("Starting");
      case "scanning":
        return l10n.t("Scanning");
      case "indexing":
        return l10n.t("Reading the workspace");
      case "ready":
        return files === 1 ? l10n.t("{0} rules, 1 file", rules) : l10n.t("{0} rules, {1} files", rules, files);
      case "problem":
        return quarantined === 1
          ? l10n.t("1 file could not be scanned; see the log")
          : quarantined > 1
            ? l10n.t("{0} files could not be scanned; see the log", quarantined)
            : l10n.t("The configuration or a rule file has problems; see the log");
    }
  }

  #timings(): Timings {
    const { timings, host, projects } = this.#context;
    const files = projects.all().reduce((sum, project) => sum + project.paths().length, 0);
    const { table } = timings;
    return {
      phases: table.phases,
      rules: table.rules,
      slowestFiles: table.files,
      slowRules: table.slowRules(table.total),
      budgetPercent: BUDGET_OF_RULE * 100,
      rows: timings.rows(),
      memoryBytes: host.memory(),
      files,
    };
  }

  #doctor(): string {
    const { host, projects, documents, workspaceFiles, isTrusted } = this.#context;
    const lines = [
      `- Server: ${host.version} on ${host.kind}`,
      `- Workspace trust: ${isTrusted() ? "trusted" : "restricted, the workspace's own rules are not loaded"}`,
      `- Open documents: ${documents.size}`,
    ];
    const memory = host.memory();
    if (memory !== null) lines.push(`- Memory: ${Math.round(memory / 1_048_576)} MiB`);
    for (const project of projects.all()) {
      const { config } = project;
      const indexed = workspaceFiles.indexed(project.root);
      const name = project.root === "" ? "files in no folder" : project.root;
      const read = indexed ? `, ${indexed.files} files read${indexed.isWhole ? "" : " so far"}` : "";
      lines.push(
        `- ${name}: ${countRules(config.rules)} rules (${config.rules.version}), ${project.paths().length} files${read}`,
      );
      for (const [path, message] of project.quarantined) lines.push(`  - left out: ${path}: ${message}`);
      for (const { path, line, message } of config.problems.slice(0, 20))
        lines.push(`  - problem: ${path ? `${path}${line ? `:${line}` : ""}: ` : ""}${message}`);
    }
    if (this.#lastScan) lines.push(`- Last scan: ${describeSummary(this.#lastScan)}`);
    lines.push("", "| what | times | p50 ms | p95 ms | longest ms |", "|---|--:|--:|--:|--:|");
    for (const { what, count, p50, p95, maximum } of this.#context.timings.rows())
      lines.push(`| ${what} | ${count} | ${p50.toFixed(1)} | ${p95.toFixed(1)} | ${maximum.toFixed(1)} |`);
    return lines.join("\n");
  }
}

/** Following takes about as long as reading and telling together. */
function percentOf({ read, followed, told, total }: Counted): number {
  return total === 0 ? 100 : Math.floor((100 * (read + 2 * followed + told)) / (4 * total));
}

function messageOf({ read, told, total }: Counted, doing: Doing): string {
  switch (doing.kind) {
    case "reading":
      return l10n.t("reading {0}/{1}", read, total);
    case "following":
      return l10n.t("following data, {0} functions to go", doing.units);
    case "telling":
      return `${told}/${total} ${doing.path.slice(0, Math.max(0, doing.path.lastIndexOf("/")))}`.trim();
  }
}

/** The sentence that a scan ends with. */
function describeSummary({ files, findings, rules, seconds, isCancelled, skipped }: ScanSummary): string {
  const left = skipped.map(({ reason, files: count }) => `${count} ${reason}`).join(", ");
  const end = isCancelled ? ", cancelled" : "";
  return `${findings} findings in ${files} files by ${rules} rules in ${seconds.toFixed(1)} s${left ? ` (skipped: ${left})` : ""}${end}`;
}
