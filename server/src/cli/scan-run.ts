// Runs a scan: reads the planned files, has those that belong together scanned together (so that flows between them are seen), here
// or in worker threads, and applies the configuration to what is found. A file that cannot be read is skipped; one that breaks the engine is
// a problem; the others go on.

import type { Configurations } from "../config/configurations.ts";
import { type Encoding, encodeText } from "../config/text-file.ts";
import type { Finding, ScanProblem } from "../detect/finding.ts";
import type { RuleSet } from "../detect/rule-set.ts";
import { isProjectFile } from "../flow/settings.ts";
import { sha256 } from "../kept/digest.ts";
import { type FileRecord, isWithinLimits, NO_STAMP, type Stamp } from "../kept/file-record.ts";
import { type ScanCache, type Stored, stampOf } from "../kept/scan-cache.ts";
import { isDated, type KeyedCell, keyCells } from "../scan/cell-keys.ts";
import { batchesOf, cellsOf } from "../scan/cells.ts";
import type { Engine } from "../scan/engine.ts";
import type { FileResult, Workspace } from "../scan/workspace.ts";
import { languageOfFile } from "../syntax/language.ts";
import { readSource, type SourceText } from "./disk.ts";
import type { CliHost } from "./host.ts";
import type { PlannedFile, SkippedPath } from "./scan-plan.ts";
import type { ScanProfile } from "./scan-profile.ts";
import { type Batch, openShard, prepareAll, type Shard, type ShardSetup, scanInPool } from "./scan-shard.ts";

export interface RunRequest {
  readonly engine: Engine;
  readonly host: CliHost;
  readonly files: readonly PlannedFile[];
  /** Where a file's text is from, if not from the disk. */
  readonly read?: ReadSource;
  readonly rules: RuleSet;
  /** What `rules` was made of, for workers. */
  readonly setup: ShardSetup;
  readonly configurations: Configurations;
  /** How many threads; undefined for as many as are worth it. */
  readonly jobs: number | undefined;
  /** What is known of earlier scans of these files; undefined for scanning them in any case. */
  readonly cache?: ScanCache | undefined;
  /** Where the time goes; it is measured in this thread. */
  readonly profile?: ScanProfile | undefined;
  /** Fixes are tried in the workspace, so it must be here. */
  readonly keepsWorkspace: boolean;
  /** Rules that the user asked for by name run even when they are off by default. */
  isWanted(ruleId: string): boolean;
  progress(phase: "read" | "scan", done: number, total: number, path: string): void;
}

export type ReadSource = (file: PlannedFile, maximumBytes: number) => Promise<SourceText>;

export interface LoadedFile extends PlannedFile {
  readonly encoding: Encoding;
  readonly isDamaged: boolean;
}

export interface RunResult {
  /** Only where it was asked for. */
  readonly workspace: Workspace | undefined;
  readonly texts: ReadonlyMap<string, string>;
  readonly loaded: ReadonlyMap<string, LoadedFile>;
  /** As the configurations have them; suppressed ones included. */
  readonly findings: Map<string, readonly Finding[]>;
  readonly problems: readonly ScanProblem[];
  readonly skipped: readonly SkippedPath[];
  readonly lines: number;
}

const READ_TOGETHER = 32;
const DAMAGED = "has bytes that are not valid in its encoding; the rest was scanned";
/** Each worker loads and compiles the rules by itself, which is only worth it where there is much to scan (UTF-16 units). */
const WORTH_A_WORKER = 3_000_000;
/** Files that are in memory together, as far as they need not be (UTF-16 units). */
const BATCH_SIZE = 1_000_000;

export async function runScan(request: RunRequest): Promise<RunResult> {
  const { cache, files } = request;
  const stamps = cache && (await stampsOf(files));
  const unchanged = stamps && cache.unchanged(stamps, request.setup.options.today);
  if (
    unchanged?.files.every(([path, record]) => isWithinLimits(record, request.configurations.of(path).maximumFileSize))
  )
    return recalled(request, unchanged);
  const started = request.host.now();
  const read = await readAll(request);
  request.profile?.took("reading", request.host.now() - started);
  const { texts } = read;
  const results = new Map<string, FileResult>();
  const take = (result: FileResult) => {
    results.set(result.path, result);
    request.progress("scan", results.size, texts.size, result.path);
  };
  const { workspace, cells } = await scanAll(request, texts, take);
  if (stamps) await keep(request, stamps, read, cells, results);
  // In order of their paths, whoever was done first.
  const findings = new Map<string, readonly Finding[]>();
  const problems = [...read.problems];
  for (const path of texts.keys()) {
    const result = results.get(path);
    if (!result) continue;
    findings.set(path, configured(result.findings, request));
    problems.push(...result.problems);
  }
  return { ...read, workspace, findings, problems };
}

async function scanAll(
  request: RunRequest,
  texts: ReadonlyMap<string, string>,
  take: (result: FileResult) => void,
): Promise<{ readonly workspace?: Workspace; readonly cells: readonly KeyedCell[] }> {
  const { engine, host, rules, setup } = request;
  const { workers } = host;
  const options = {
    ...setup.options,
    scansOnce: !request.keepsWorkspace,
    ...(request.profile ? { stopwatch: request.profile } : {}),
  };
  const workspace = () => engine.createWorkspace(rules, options);
  const scanHere = async (into: Workspace, batch: Batch): Promise<Shard> => {
    const shard = await openShard(into, [...batch.around, ...batch.files]);
    for (const [index, [path]] of batch.files.entries()) {
      take(request.profile ? request.profile.file(path, () => shard.scan(path)) : shard.scan(path));
      // The terminal's line, a broken pipe and Ctrl+C are handled in between.
      if (index % READ_TOGETHER === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    return shard;
  };
  if (request.keepsWorkspace) {
    const shard = await scanHere(await workspace(), { files: [...texts], around: [] });
    return { workspace: shard.workspace, cells: [] };
  }
  const all = cellsOf([...texts].map(([path, text]) => ({ path, text })));
  const languages = [...new Set([...texts].map(([path, text]) => languageOfFile(path, text)))].sort();
  const projectFiles = [...texts].filter(([path]) => isProjectFile(path));
  const cells = request.cache
    ? keyCells(all, {
        texts,
        digestOf: (path) => sha256(texts.get(path)!),
        digest: sha256,
        today: setup.options.today,
      })
    : all.map((paths) => ({ paths, key: "" }));
  const open: (readonly string[])[] = [];
  for (const { paths, key } of cells) {
    const known = request.cache?.results(key);
    if (known) known.forEach(take);
    else open.push(paths);
  }
  const batches = batchesOf(open, (path) => texts.get(path)!.length, BATCH_SIZE).map((paths): Batch => {
    const own = new Set(paths);
    return {
      files: paths.map((path) => [path, texts.get(path)!]),
      around: projectFiles.filter(([path]) => !own.has(path)),
    };
  });
  const threads = Math.min(threadsFor(request, texts), Math.max(1, batches.length));
  // One worker alone is worth it for its young generation, which the main thread's cannot be made as large as.
  const isLarge = !request.profile && batches.length > 1;
  if ((threads > 1 || isLarge) && workers)
    await scanInPool(workers.open({ ...setup, languages }, threads), batches, take);
  else if (batches.length > 0) {
    const here = await workspace();
    await prepareAll(here, languages);
    for (const batch of batches) (await scanHere(here, batch)).close();
    here.dispose();
  }
  return { cells };
}

// What is kept for the next scan

async function stampsOf(files: readonly PlannedFile[]): Promise<[string, Stamp][]> {
  const stamps: [string, Stamp][] = [];
  for (let at = 0; at < files.length; at += STATED_TOGETHER) {
    const batch = files.slice(at, at + STATED_TOGETHER);
    const found = await Promise.all(batch.map(({ location }) => stampOf(location)));
    for (const [index, stamp] of found.entries()) stamps.push([batch[index]!.path, stamp ?? NO_STAMP]);
  }
  return stamps;
}

const STATED_TOGETHER = 64;

async function keep(
  { cache, setup }: RunRequest,
  stamps: readonly (readonly [string, Stamp])[],
  { loaded, texts, skipped }: ReadResult,
  cells: readonly KeyedCell[],
  results: ReadonlyMap<string, FileResult>,
): Promise<void> {
  // Whatever could not be read or went wrong may go better the next time.
  if (skipped.some(({ reason }) => reason === "unreadable")) return;
  const hasFailed = ({ problems }: FileResult) => problems.some(({ kind }) => kind === "file-failed");
  if ([...results.values()].some(hasFailed)) return;
  const tooLarge = new Set(skipped.filter(({ reason }) => reason === "too-large").map(({ path }) => path));
  const files = stamps.map(([path, stamp]): [string, FileRecord] => {
    const file = loaded.get(path);
    if (!file) return [path, { ...stamp, kind: tooLarge.has(path) ? "too-large" : "binary" }];
    const text = texts.get(path)!;
    const { encoding, isDamaged } = file;
    return [
      path,
      { ...stamp, kind: "text", digest: sha256(text), form: { lines: lineCount(text), encoding, isDamaged } },
    ];
  });
  await cache!.write({
    files,
    cells: cells.map(({ key, paths }) => ({ key, results: paths.map((path) => results.get(path)!) })),
    day: [...texts.values()].some(isDated) ? setup.options.today : undefined,
  });
}

/** The result of a scan from what was kept of one: only files that findings and their traces quote are read. */
async function recalled(request: RunRequest, { files, cells }: Stored): Promise<RunResult> {
  const results = new Map(cells.flatMap(({ results }) => results).map((result) => [result.path, result]));
  const planned = new Map(request.files.map((file) => [file.path, file]));
  const loaded = new Map<string, LoadedFile>();
  const texts = new Map<string, string>();
  const skipped: SkippedPath[] = [];
  const findings = new Map<string, readonly Finding[]>();
  const problems: ScanProblem[] = [];
  let lines = 0;
  for (const [path, record] of files) {
    if (record.kind !== "text") {
      const limit = request.configurations.of(path).maximumFileSize;
      const isLarge = record.kind === "too-large";
      skipped.push({ path, reason: record.kind, detail: isLarge ? sizeDetail(record.size, limit) : "not text" });
      continue;
    }
    const file = planned.get(path)!;
    const form = record.form!;
    loaded.set(path, { ...file, encoding: form.encoding, isDamaged: form.isDamaged });
    lines += form.lines;
    if (form.isDamaged) problems.push({ kind: "file-skipped", path, message: DAMAGED });
  }
  const quoted = new Set<string>();
  for (const path of loaded.keys()) {
    const result = results.get(path);
    if (!result) continue;
    findings.set(path, configured(result.findings, request));
    problems.push(...result.problems);
    if (result.findings.length > 0) quoted.add(path);
    for (const { traces } of result.findings)
      for (const trace of traces) for (const step of trace) quoted.add(step.path);
  }
  for (const path of quoted) {
    const file = planned.get(path);
    const source = file && (await readSource(file.location, request.configurations.of(path).maximumFileSize));
    if (source?.kind === "text") texts.set(path, source.text);
  }
  return { workspace: undefined, texts, loaded, findings, problems, skipped, lines };
}

function threadsFor({ jobs, host, profile }: RunRequest, texts: ReadonlyMap<string, string>): number {
  if (profile) return 1;
  if (jobs !== undefined) return Math.min(jobs, Math.max(1, texts.size));
  let size = 0;
  for (const text of texts.values()) size += text.length;
  return Math.max(1, Math.min(host.workers?.cores ?? 1, Math.floor(size / WORTH_A_WORKER)));
}

type ReadResult = Pick<RunResult, "texts" | "loaded" | "problems" | "skipped" | "lines">;

const fromDisk: ReadSource = ({ location }, maximumBytes) => readSource(location, maximumBytes);

async function readAll({ files, configurations, progress, read = fromDisk }: RunRequest): Promise<ReadResult> {
  const skipped: SkippedPath[] = [];
  const problems: ScanProblem[] = [];
  const loaded = new Map<string, LoadedFile>();
  const texts = new Map<string, string>();
  let lines = 0;
  for (let at = 0; at < files.length; at += READ_TOGETHER) {
    const batch = files.slice(at, at + READ_TOGETHER);
    const limits = batch.map(({ path }) => configurations.of(path).maximumFileSize);
    const sources = await Promise.all(batch.map((file, index) => read(file, limits[index]!)));
    for (const [index, source] of sources.entries()) {
      const file = batch[index]!;
      const { path } = file;
      progress("read", at + index + 1, files.length, path);
      switch (source.kind) {
        case "binary":
          skipped.push({ path, reason: "binary", detail: "not text" });
          break;
        case "too-large":
          skipped.push({ path, reason: "too-large", detail: sizeDetail(source.bytes, limits[index]!) });
          break;
        case "unreadable":
          skipped.push({ path, reason: "unreadable", detail: source.message });
          break;
        case "text": {
          const { text, encoding, isDamaged } = source;
          texts.set(path, text);
          loaded.set(path, { ...file, encoding, isDamaged });
          lines += lineCount(text);
          if (isDamaged) problems.push({ kind: "file-skipped", path, message: DAMAGED });
          break;
        }
        default:
          source satisfies never;
      }
    }
  }
  return { texts, loaded, problems, skipped, lines };
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

function lineCount(text: string): number {
  let count = text === "" ? 0 : 1;
  for (let at = text.indexOf("\n"); at >= 0 && at < text.length - 1; at = text.indexOf("\n", at + 1)) count++;
  return count;
}

function sizeDetail(bytes: number, limit: number): string {
  return `${shownSize(bytes)}, more than the limit of ${shownSize(limit)} (\`limits.file-size\` in bartizan.yaml)`;
}

function shownSize(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 1024 ** 2 ? `${(bytes / 1024).toFixed(1)} KB` : `${(bytes / 1024 ** 2).toFixed(1)} MB`;
}

/** The bytes of a file after its text was changed; undefined when they cannot be told. */
export function bytesOf(file: LoadedFile, text: string): Uint8Array | undefined {
  return file.isDamaged ? undefined : encodeText(text, file.encoding);
}
