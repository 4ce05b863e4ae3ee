// Runs a scan: reads the planned files, gives them all to one workspace (so that flows between them are seen), and asks for
// each file's findings. A file that cannot be read or breaks the engine is a problem, and the others go on.

import type { Configurations } from "../config/configurations.ts";
import { type Encoding, encodeText } from "../config/text-file.ts";
import type { Finding, ScanProblem } from "../detect/finding.ts";
import type { RuleSet } from "../detect/rule-set.ts";
import type { ScanOptions, Workspace } from "../scan/workspace.ts";
import { type LanguageId, languageOfPath } from "../syntax/language.ts";
import { messageOf, readSource } from "./disk.ts";
import type { Engine } from "./host.ts";
import type { PlannedFile, SkippedPath } from "./scan-plan.ts";

export interface RunRequest {
  readonly engine: Engine;
  readonly files: readonly PlannedFile[];
  readonly rules: RuleSet;
  readonly options: ScanOptions;
  readonly configurations: Configurations;
  /** Rules that the user asked for by name run even when they are off by default. */
  isWanted(ruleId: string): boolean;
  progress(phase: "read" | "scan", done: number, total: number, path: string): void;
}

export interface LoadedFile extends PlannedFile {
  readonly encoding: Encoding;
  readonly isDamaged: boolean;
}

export interface RunResult {
  readonly workspace: Workspace;
  readonly loaded: ReadonlyMap<string, LoadedFile>;
  /** As the configurations have them; suppressed ones included. */
  readonly findings: Map<string, readonly Finding[]>;
  readonly problems: readonly ScanProblem[];
  readonly skipped: readonly SkippedPath[];
  readonly lines: number;
}

const READ_TOGETHER = 32;

export async function runScan(request: RunRequest): Promise<RunResult> {
  const { engine, files, rules, options, configurations } = request;
  const skipped: SkippedPath[] = [];
  const problems: ScanProblem[] = [];
  const loaded = new Map<string, LoadedFile>();
  const workspace = await engine.createWorkspace(rules, options);
  const prepared = new Set<LanguageId>();
  let lines = 0;
  for (let at = 0; at < files.length; at += READ_TOGETHER) {
    const batch = files.slice(at, at + READ_TOGETHER);
    const texts = await Promise.all(
      batch.map(({ path, location }) => readSource(location, configurations.of(path).maximumFileSize)),
    );
    for (const [index, read] of texts.entries()) {
      const file = batch[index]!;
      const { path } = file;
      request.progress("read", at + index + 1, files.length, path);
      if (read.kind === "binary") skipped.push({ path, reason: "binary", detail: "not text" });
      else if (read.kind === "too-large")
        skipped.push({
          path,
          reason: "too-large",
          detail: sizeDetail(read.bytes, configurations.of(path).maximumFileSize),
        });
      else if (read.kind === "unreadable") skipped.push({ path, reason: "unreadable", detail: read.message });
      else {
        const { text, encoding, isDamaged } = read;
        const language = languageOfPath(path, text.slice(0, 200).split("\n", 1)[0]);
        try {
          if (!prepared.has(language)) await workspace.prepare([language]);
          prepared.add(language);
          workspace.set({ path, text });
        } catch (error) {
          problems.push({ kind: "file-failed", path, message: `it could not be parsed: ${firstLine(error)}` });
          continue;
        }
        loaded.set(path, { ...file, encoding, isDamaged });
        lines += lineCount(text);
        if (isDamaged)
          problems.push({
            kind: "file-skipped",
            path,
            message: "not valid text in its encoding; what is wrong was passed over",
          });
      }
    }
  }
  const findings = new Map<string, readonly Finding[]>();
  let done = 0;
  for (const path of loaded.keys()) {
    request.progress("scan", ++done, loaded.size, path);
    try {
      const result = workspace.scan(path);
      findings.set(path, configured(result.findings, request));
      problems.push(...result.problems);
    } catch (error) {
      problems.push({ kind: "file-failed", path, message: `the scan of it failed: ${firstLine(error)}` });
    }
    // The terminal's line, a broken pipe and Ctrl+C are handled in between.
    if (done % READ_TOGETHER === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  return { workspace, loaded, findings, problems, skipped, lines };
}

/** What the configuration of each finding's file makes of it. */
export function configured(
  findings: readonly Finding[],
  { configurations, rules, isWanted }: Pick<RunRequest, "configurations" | "rules" | "isWanted">,
): Finding[] {
  const facts = {
    isOffByDefault: (id: string) => !isWanted(id) && (rules.rule(id)?.metadata.isOffByDefault ?? false),
  };
  return findings.flatMap((finding) => configurations.apply(finding, facts) ?? []);
}

function firstLine(error: unknown): string {
  return (messageOf(error).split("\n")[0] ?? "").slice(0, 300);
}

function lineCount(text: string): number {
  let count = text === "" ? 0 : 1;
  for (let at = text.indexOf("\n"); at >= 0 && at < text.length - 1; at = text.indexOf("\n", at + 1)) count++;
  return count;
}

function sizeDetail(bytes: number, limit: number): string {
  const shown = (size: number) =>
    size < 1024
      ? `${size} B`
      : size < 1024 ** 2
        ? `${(size / 1024).toFixed(1)} KB`
        : `${(size / 1024 ** 2).toFixed(1)} MB`;
  return `${shown(bytes)}, more than the limit of ${shown(limit)} (\`limits.file-size\` in bartizan.yaml)`;
}

/** The bytes of a file after its text was changed; undefined when they cannot be told. */
export function bytesOf(file: LoadedFile, text: string): Uint8Array | undefined {
  return file.isDamaged ? undefined : encodeText(text, file.encoding);
}
