// One look at all files of a folder beside what is kept of its last scan: whose findings are known already, and which files have
// to be there together before the others are scanned. Files that look as they did then are not read. Without a disk nothing is
// kept, and there is no survey.

import { type FileRecord, isWithinLimits, type Stamp, UNLIKE_ANY } from "../kept/file-record.ts";
import type { ScanCache, Stored } from "../kept/scan-cache.ts";
import { isDated, type KeyedCell, keyCells } from "../scan/cell-keys.ts";
import { cellsInSteps } from "../scan/cells.ts";
import type { FileResult } from "../scan/workspace.ts";
import { languageOfFile } from "../syntax/language.ts";
import { type Background, Slices } from "./background.ts";
import type { OpenDocuments } from "./documents.ts";
import type { FileAccess, Host, KeptScans } from "./host.ts";
import type { Project, ProjectLog } from "./project.ts";

/** Whether nobody waits for it any more. */
export type IsOver = () => boolean;

export interface SurveyContext {
  readonly host: Host;
  readonly files: FileAccess | undefined;
  readonly documents: OpenDocuments;
  readonly background: Background;
  readonly log: ProjectLog;
}

/** Files that can see each other, and nobody else. */
export interface SurveyedCell extends KeyedCell {
  /** What a scan gave of the very same texts. */
  readonly results: readonly FileResult[] | undefined;
}

/** What was seen of the files. */
interface Seen {
  readonly cells: readonly SurveyedCell[];
  /** Files that are not scanned, and why. */
  readonly skipped: ReadonlyMap<string, string>;
  /** Of all files that are scanned. */
  readonly digests: ReadonlyMap<string, string>;
  /** Where all looks as it did, only those of files that findings quote. */
  readonly texts: ReadonlyMap<string, string>;
  readonly isUnchanged: boolean;
}

type Stamps = readonly (readonly [path: string, stamp: Stamp])[];

const STATED_TOGETHER = 64;
const READ_TOGETHER = 8;
const UNKNOWN: FileRecord = { ...UNLIKE_ANY, kind: "binary" };

export class Survey {
  readonly #project: Project;
  readonly #context: SurveyContext;
  readonly #kept: KeptScans;
  readonly #cache: ScanCache;
  readonly #stamps: Stamps;
  readonly #seen: Seen;
  readonly #identity: string;
  /** Of open documents. */
  readonly #versions: ReadonlyMap<string, number>;

  private constructor(given: {
    readonly project: Project;
    readonly context: SurveyContext;
    readonly kept: KeptScans;
    readonly cache: ScanCache;
    readonly stamps: Stamps;
    readonly seen: Seen;
    readonly identity: readonly unknown[];
    readonly versions: ReadonlyMap<string, number>;
  }) {
    this.#project = given.project;
    this.#context = given.context;
    this.#kept = given.kept;
    this.#cache = given.cache;
    this.#stamps = given.stamps;
    this.#seen = given.seen;
    this.#identity = JSON.stringify(given.identity);
    this.#versions = given.versions;
  }

  /**
   * @param paths all files of the folder, as they are listed
   * @param options `keeps`: something is to be kept
   * @returns undefined where nothing is known, unless something is to be kept, and where nobody waits for it
   */
  static async of(
    project: Project,
    paths: readonly string[],
    context: SurveyContext,
    { keeps, isOver }: { readonly keeps: boolean; readonly isOver: IsOver },
  ): Promise<Survey | undefined> {
    const { kept } = context.host;
    if (!kept || !context.files || project.root === "" || !project.config.settings.enable) return undefined;
    // Looked at first: of a small folder, the cache need not even be opened, which would hold up the first answer.
    const stamps = await stampsOf(project, paths, { kept, context, isOver });
    if (!stamps || stamps.reduce((size, [, stamp]) => size + Math.max(0, stamp.size), 0) < kept.smallestTree)
      return undefined;
    const identity = identityOf(project);
    const cache = await kept.open(identity, (message) => context.log.warn(`${project.root}: ${message}`));
    if (cache.isEmpty && !keeps) return undefined;
    const versions = new Map(context.documents.all().map(({ key, version }) => [key, version]));
    const stored = cache.unchanged(stamps, project.config.options.today);
    const seen =
      stored && isAsStored(stored, project, kept, context)
        ? await recall(stored, { project, context, isOver })
        : await look(paths, { project, kept, cache, context, isOver });
    return seen && new Survey({ project, context, kept, cache, stamps, seen, identity, versions });
  }

  get cells(): readonly SurveyedCell[] {
    return this.#seen.cells;
  }

  get skipped(): ReadonlyMap<string, string> {
    return this.#seen.skipped;
  }

  /** Whether all that would be kept is kept already. */
  get isUnchanged(): boolean {
    return this.#seen.isUnchanged;
  }

  textOf(path: string): string | undefined {
    return this.#seen.texts.get(path);
  }

  digestOf(path: string): string | undefined {
    return this.#seen.digests.get(path);
  }

  /** Whether all texts that may flow into others, those of the editor's too, are still the ones that were seen here. */
  isCurrent(): boolean {
    const project = this.#project;
    if (JSON.stringify(identityOf(project)) !== this.#identity) return false;
    const isSame = (path: string, text: string) =>
      project.config.isExcluded(path) || text === this.textOf(path) || this.digestOf(path) === this.#kept.digest(text);
    const ofEngine = project.paths().filter((path) => project.has(path));
    if (!ofEngine.every((path) => isSame(path, project.text(path)!))) return false;
    return this.#context.documents.all().every(({ key, text }) => {
      const path = project.pathOf(key);
      return path === undefined || (isSame(path, text) && !isToldOtherwise(project, path, this.#context));
    });
  }

  /** Whether nobody typed meanwhile, not even to take it back: files that were scanned then may have been seen with it. */
  #isUntouched(): boolean {
    return this.#context.documents.all().every(({ key, version }) => {
      const before = this.#versions.get(key);
      return before === undefined || before === version;
    });
  }

  /** Keeps what was found for the next time. Files of cells of which not all is known are looked at again then. */
  async keep(results: ReadonlyMap<string, FileResult>): Promise<void> {
    if (!this.#isUntouched() || !this.isCurrent()) return;
    const { skipped, digests, texts } = this.#seen;
    const stamps = new Map(this.#stamps);
    for (const path of await this.#notOfDisk(stamps)) stamps.delete(path);
    const cells = this.cells.flatMap(({ key, paths }) => {
      const own = paths.flatMap((path) => results.get(path) ?? []);
      const isTold = paths.some((path) => isToldOtherwise(this.#project, path, this.#context));
      return own.length === paths.length && !isTold ? [{ key, results: own }] : [];
    });
    const isKept = new Set(cells.flatMap(({ results: own }) => own.map(({ path }) => path)));
    const record = (path: string): FileRecord => {
      const stamp = stamps.get(path);
      if (stamp === undefined) return UNKNOWN;
      const reason = skipped.get(path);
      if (reason === "binary" || reason === "too-large") return { ...stamp, kind: reason };
      const digest = digests.get(path);
      return digest === undefined || !isKept.has(path) ? UNKNOWN : { ...stamp, kind: "text", digest };
    };
    const slices = new Slices(this.#context);
    let isAnyDated = false;
    for (const text of texts.values()) {
      await slices.pause();
      if (isDated(text)) isAnyDated = true;
    }
    await this.#cache.write({
      cells,
      files: this.#stamps.map(([path]) => [path, record(path)]),
      day: isAnyDated ? this.#project.config.options.today : undefined,
    });
  }

  /** Open files whose text on the disk is another; of the others, how they look now. */
  async #notOfDisk(stamps: Map<string, Stamp>): Promise<string[]> {
    const { documents, files } = this.#context;
    const others: string[] = [];
    for (const path of stamps.keys()) {
      const key = this.#project.keyOf(path);
      if (!documents.has(key)) continue;
      const stamp = await this.#kept.stamp(key);
      const read = await files?.readText(key, this.#project.config.maximumFileSize(path));
      if (read?.kind === "text" && this.#kept.digest(read.text) === this.digestOf(path)) stamps.set(path, stamp);
      else others.push(path);
    }
    return others;
  }
}

/** What makes two scans of a folder comparable. The day is none of it: what depends on it is told. */
function identityOf({ root, config }: Project): readonly unknown[] {
  const { today: _, ...lasting } = config.options;
  return ["editor", root, config.rules.version, config.configurations.of("").usesDefaultRules, lasting];
}

/** What looking at files needs; all that looks gives undefined once it is over. */
interface Looking {
  readonly project: Project;
  readonly context: SurveyContext;
  readonly isOver: IsOver;
}

async function stampsOf(
  project: Project,
  paths: readonly string[],
  { kept, context, isOver }: { readonly kept: KeptScans; readonly context: SurveyContext; readonly isOver: IsOver },
): Promise<Stamps | undefined> {
  const stamps: [string, Stamp][] = [];
  for (let at = 0; at < paths.length; at += STATED_TOGETHER) {
    const some = paths.slice(at, at + STATED_TOGETHER);
    const found = await Promise.all(some.map((path) => kept.stamp(project.keyOf(path))));
    for (const [index, stamp] of found.entries()) stamps.push([some[index]!, stamp]);
    await context.background.turn();
    if (isOver()) return undefined;
  }
  return stamps;
}

/** Where the editor says what a file is, its path and text alone do not tell what is found in it. */
function isToldOtherwise(project: Project, path: string, { documents }: SurveyContext): boolean {
  const open = documents.get(project.keyOf(path));
  return open?.language !== undefined && open.language !== languageOfFile(path, open.text);
}

/** Whether configuration and editor have the files as the scan had them. */
function isAsStored({ files }: Stored, project: Project, kept: KeptScans, context: SurveyContext): boolean {
  return files.every(([path, record]) => {
    if (!isWithinLimits(record, project.config.maximumFileSize(path))) return false;
    const open = context.documents.get(project.keyOf(path));
    if (!open) return true;
    if (isToldOtherwise(project, path, context)) return false;
    return record.kind === "text" && record.digest === kept.digest(open.text);
  });
}

/** All looks as it did: only what findings quote is read. */
async function recall(stored: Stored, looking: Looking): Promise<Seen | undefined> {
  const skipped = new Map<string, string>();
  const digests = new Map<string, string>();
  for (const [path, record] of stored.files)
    if (record.kind === "text") digests.set(path, record.digest);
    else skipped.set(path, record.kind);
  const quoted = new Set(stored.cells.flatMap(({ results }) => results.flatMap(quotedBy)));
  const read = await readAll([...quoted], looking);
  if (!read) return undefined;
  const cells = stored.cells.map(({ key, results }) => ({ key, results, paths: results.map(({ path }) => path) }));
  return { cells, skipped, digests, texts: read.texts, isUnchanged: true };
}

async function look(
  paths: readonly string[],
  looking: Looking & { readonly kept: KeptScans; readonly cache: ScanCache },
): Promise<Seen | undefined> {
  const { project, kept, cache, context, isOver } = looking;
  const read = await readAll(paths, looking);
  if (!read) return undefined;
  const { texts, skipped } = read;
  const slices = new Slices(context);
  const digests = new Map<string, string>();
  for (const [path, text] of texts) {
    digests.set(path, kept.digest(text));
    await slices.pause();
    if (isOver()) return undefined;
  }
  const steps = cellsInSteps([...texts].map(([path, text]) => ({ path, text })));
  let step = steps.next();
  for (; !step.done; step = steps.next()) {
    await slices.pause();
    if (isOver()) return undefined;
  }
  const { digest } = kept;
  const { today } = project.config.options;
  const keyed = keyCells(step.value, { texts, digestOf: (path) => digests.get(path)!, digest, today });
  const cells = keyed.map((cell) => {
    const isTold = cell.paths.some((path) => isToldOtherwise(project, path, context));
    return { ...cell, results: isTold ? undefined : cache.results(cell.key) };
  });
  return { cells, skipped, digests, texts, isUnchanged: false };
}

/** The texts of files as the editor has them, else as they are on the disk; in the order of the paths. */
async function readAll(
  paths: readonly string[],
  { project, context, isOver }: Looking,
): Promise<{ readonly texts: Map<string, string>; readonly skipped: Map<string, string> } | undefined> {
  const { files, documents, background } = context;
  const texts = new Map<string, string>();
  const skipped = new Map<string, string>();
  const read = async (path: string) => {
    const key = project.keyOf(path);
    const open = documents.get(key);
    if (open) return { kind: "text", text: open.text } as const;
    return (await files?.readText(key, project.config.maximumFileSize(path))) ?? ({ kind: "missing" } as const);
  };
  for (let at = 0; at < paths.length; at += READ_TOGETHER) {
    const some = paths.slice(at, at + READ_TOGETHER);
    const found = await Promise.all(some.map(read));
    for (const [index, result] of found.entries())
      if (result.kind === "text") texts.set(some[index]!, result.text);
      else skipped.set(some[index]!, result.kind);
    await background.turn();
    if (isOver()) return undefined;
  }
  return { texts, skipped };
}

/** Files whose text is needed to show a file's findings. */
function quotedBy({ path, findings }: FileResult): string[] {
  if (findings.length === 0) return [];
  return [path, ...findings.flatMap(({ traces }) => traces.flatMap((trace) => trace.map((step) => step.path)))];
}
