// A scan that a user asked for: the workspace, a folder, or some files. Results stream out file by file; when it is
// cancelled, what was found stays.

import type { CancellationToken } from "vscode-languageserver";
import type { ScanSummary } from "../protocol.ts";
import type { Background } from "./background.ts";
import type { Host } from "./host.ts";
import { deadline, type Project, type Scanned } from "./project.ts";
import type { Projects } from "./projects.ts";
import type { Reporting } from "./reporting.ts";
import { folderKey } from "./uri.ts";
import { isSource, type WorkspaceFiles } from "./workspace-files.ts";

/** Then whoever types or cancels has a turn. */
const SLICE_MS = 8;
/** What is known of a file by then is all that is told of it. */
const LONGEST_MS = 30_000;
const LISTED_PER_TURN = 500;

export interface ScanJobContext {
  readonly host: Host;
  readonly projects: Projects;
  readonly workspaceFiles: WorkspaceFiles;
  readonly background: Background;
  readonly reporting: Reporting;
}

export type ScanScope =
  | { readonly kind: "workspace" }
  | { readonly kind: "folder"; readonly uri: string }
  | { readonly kind: "files"; readonly uris: readonly string[] };

export interface ScanProgress {
  report(done: number, total: number, path: string): void;
}

interface Target {
  readonly project: Project;
  readonly path: string;
}

export async function runScan(
  context: ScanJobContext,
  scope: ScanScope,
  token: CancellationToken,
  progress: ScanProgress,
): Promise<ScanSummary> {
  const { host, background, reporting, workspaceFiles } = context;
  const start = host.now();
  const skipped = new Map<string, number>();
  const problems = new Set<string>();
  const targets = await collect(context, scope, token);
  let scannedFiles = 0;
  let found = 0;

  const scanOne = async ({ project, path }: Target): Promise<void> => {
    const reason = await workspaceFiles.load(project, path);
    if (reason !== undefined) {
      skipped.set(reason, (skipped.get(reason) ?? 0) + 1);
      return;
    }
    let scanned: Scanned | undefined;
    for (let spent = 0; ; ) {
      const began = host.now();
      const budget = deadline(host, SLICE_MS);
      scanned = project.current(path, budget);
      if (!scanned) return;
      if (!budget.wasSpent) break;
      spent += host.now() - began;
      if (spent > LONGEST_MS) {
        problems.add(`${path}: scanned only in part, as it took more than ${LONGEST_MS / 1000} s`);
        break;
      }
      await background.turn();
      if (token.isCancellationRequested) return;
    }
    for (const { kind, message, ruleId } of scanned.problems)
      if (kind === "file-failed" || kind === "rule-failed")
        problems.add(`${path}: ${ruleId ? `${ruleId}: ` : ""}${message}`);
    scannedFiles++;
    const open = scanned.findings.filter((finding) => project.isOpen(finding)).length;
    found += open;
    reporting.list({ project, path, key: project.keyOf(path) }, scanned);
    // Text that nothing flows through need not stay in memory.
    if (scanned.findings.length === 0 && !isSource(path)) {
      context.reporting.forgetClosed(project, path);
      workspaceFiles.gone(project.keyOf(path));
    }
  };

  let done = 0;
  for (const target of targets) {
    await background.turn();
    if (token.isCancellationRequested) break;
    progress.report(done, targets.length, target.path);
    await scanOne(target);
    done++;
  }
  progress.report(done, targets.length, "");
  return {
    files: scannedFiles,
    findings: found,
    rules: Math.max(0, ...context.projects.all().map(({ config }) => config.rules.rules.length)),
    seconds: (host.now() - start) / 1000,
    isCancelled: token.isCancellationRequested,
    skipped: [...skipped].map(([reason, files]) => ({ reason, files })),
    problems: [...problems],
  };
}

async function collect(context: ScanJobContext, scope: ScanScope, token: CancellationToken): Promise<Target[]> {
  const { projects, background, workspaceFiles } = context;
  const targets: Target[] = [];
  if (scope.kind === "files") {
    for (const uri of scope.uris) {
      const located = await projects.located(uri);
      if (located && !located.project.config.isExcluded(located.path)) targets.push(located);
    }
    return targets;
  }
  const roots = scope.kind === "folder" ? [projects.rootOf(`${folderKey(scope.uri)}/`)] : projects.folders;
  const below = scope.kind === "folder" ? `${folderKey(scope.uri)}/` : "";
  for (const root of roots) {
    const project = await projects.ready(root);
    if (!project || root === "") continue;
    let listed = 0;
    for await (const path of workspaceFiles.walk(project)) {
      if (token.isCancellationRequested) return targets;
      if (project.keyOf(path).startsWith(below)) targets.push({ project, path });
      if (++listed % LISTED_PER_TURN === 0) await background.turn();
    }
  }
  return targets;
}
