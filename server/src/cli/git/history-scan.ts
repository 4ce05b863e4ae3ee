// `--history`: secrets in what each commit brought, by the rules, configuration and accepted findings of today.

import type { Configurations } from "../../config/configurations.ts";
import type { Finding } from "../../detect/finding.ts";
import type { RuleSet } from "../../detect/rule-set.ts";
import { ReportSources } from "../../report/report.ts";
import { scanFragment } from "../../scan/fragment.ts";
import { everySecretIn } from "../../scan/secret-rules.ts";
import type { ScanOptions } from "../../scan/workspace.ts";
import type { SkippedPath } from "../scan-plan.ts";
import type { Git } from "./git.ts";
import { COMMIT_FORMAT, readPatches } from "./patches.ts";

export interface HistoryRequest {
  readonly git: Git;
  /** Revisions as git takes them, with spaces between; undefined for all that any reference leads to. */
  readonly range: string | undefined;
  /** Below the repository's top; empty for all of it. */
  readonly paths: readonly string[];
  readonly rules: RuleSet;
  readonly configurations: Configurations;
  isLeftOut(path: string): boolean;
  readonly options: ScanOptions;
  /** What the configuration makes of findings. */
  configured(findings: readonly Finding[]): Finding[];
  progress(commits: number): void;
}

export interface HistoryResult {
  readonly findings: readonly Finding[];
  readonly sources: ReportSources;
  /** What a finding's span counts in. */
  textOf(finding: Finding): string | undefined;
  readonly skipped: readonly SkippedPath[];
  readonly commits: number;
  readonly files: number;
  readonly lines: number;
}

/** Lines around a change: enough for a suppression above it and for secrets of several lines. */
const CONTEXT_LINES = 3;

export async function scanHistory(request: HistoryRequest): Promise<HistoryResult> {
  const { git, rules, configurations, options } = request;
  const findings: Finding[] = [];
  const sources = new Map<string, ReportSources>();
  const texts = new Map<string, string>();
  const keyOf = ({ commit, path, span }: Finding) => `${commit?.id}\0${path}\0${span.start}`;
  const skipped = new Map<string, SkippedPath>();
  const files = new Set<string>();
  let commits = 0;
  let lines = 0;
  const largest = Math.max(...configurations.all().map(({ maximumFileSize }) => maximumFileSize));
  const secretsIn = (path: string, text: string) => everySecretIn(rules, path, text);
  for await (const patch of readPatches(git.stream(logArguments(request)), largest)) {
    if (patch.kind === "commit") {
      request.progress(++commits);
      continue;
    }
    const { hunk } = patch;
    const { path, text, added } = hunk;
    if (configurations.isExcluded(path) || request.isLeftOut(path)) continue;
    files.add(path);
    const isTooLong = text === "" && added.length > 0;
    if (isTooLong || text.length > configurations.of(path).maximumFileSize) {
      const detail = "a change in its history is larger than the limit (`limits.file-size` in bartizan.yaml)";
      skipped.set(path, { path, reason: "too-large", detail });
      continue;
    }
    lines += added.filter(Boolean).length;
    const result = scanFragment(hunk, rules, options);
    const found = request.configured(result.findings);
    const ofHunk = found.length > 0 ? new ReportSources(() => result.text, result.findings, { secretsIn }) : undefined;
    for (const finding of found) {
      findings.push(finding);
      sources.set(keyOf(finding), ofHunk!);
      texts.set(keyOf(finding), result.text);
    }
  }
  return {
    findings,
    sources: new ReportSources(() => undefined, [], { ofFinding: (finding) => sources.get(keyOf(finding)) }),
    textOf: (finding) => texts.get(keyOf(finding)),
    skipped: [...skipped.values()],
    commits,
    files: files.size,
    lines,
  };
}

function logArguments({ range, paths }: HistoryRequest): string[] {
  const revisions = (range ?? "").split(/\s+/).filter(Boolean);
  return [
    "log",
    "--patch",
    `--unified=${CONTEXT_LINES}`,
    "--inter-hunk-context=0",
    // Of a merge only what none of its parents has.
    "--cc",
    "--find-renames",
    "--full-history",
    "--no-color",
    "--no-ext-diff",
    "--no-textconv",
    "--no-show-signature",
    "--no-notes",
    "--no-relative",
    "--ignore-submodules=all",
    "--encoding=UTF-8",
    "--src-prefix=a/",
    "--dst-prefix=b/",
    "--diff-filter=d",
    COMMIT_FORMAT,
    ...(revisions.length === 0 ? ["--all", "--end-of-options"] : ["--end-of-options", ...revisions]),
    "--",
    ...paths,
  ];
}
