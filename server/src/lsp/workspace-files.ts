// The files that nobody opened: read in the background so that flows through them are seen, scanned when a user asks for
// the whole workspace, and kept as they are on disk.

import { IgnoreFiles } from "../config/ignore-files.ts";
import { ignoreFilesAt, listFiles, type SkipReason } from "../config/list-files.ts";
import { isProjectFile } from "../flow/settings.ts";
import { languageOfPath, standsAlone } from "../syntax/language.ts";
import { languagesInPages } from "../syntax/pages/code-in-pages.ts";
import { type Background, Priority } from "./background.ts";
import { ClosedFiles, charactersWithin } from "./closed-files.ts";
import type { OpenDocuments } from "./documents.ts";
import type { FileAccess, Host, ReadText } from "./host.ts";
import type { Project, ProjectLog } from "./project.ts";
import type { Projects } from "./projects.ts";
import type { Reporting } from "./reporting.ts";
import { Survey, type SurveyedCell } from "./survey.ts";

const READ_TOGETHER = 32;
/** So much room is left for what is read next, so that the first files are not read only to be given up (characters). */
const READ_AHEAD = 100_000;

export interface WorkspaceFilesContext {
  readonly host: Host;
  readonly files: FileAccess | undefined;
  readonly projects: Projects;
  readonly documents: OpenDocuments;
  readonly background: Background;
  readonly reporting: Reporting;
  readonly log: ProjectLog;
  /** Something to show in the status changed. */
  changed(): void;
}

/** How much of a folder was read. */
interface Indexed {
  files: number;
  isWhole: boolean;
  /** Some of it is not known from an earlier scan. */
  isWorthKeeping: boolean;
}

export class WorkspaceFiles {
  readonly #context: WorkspaceFilesContext;
  readonly #indexed = new Map<string, Indexed>();
  readonly #closed = new ClosedFiles();
  readonly #scans = new Set<Promise<unknown>>();
  #indexing = 0;
  #isFullToldOf = "";

  constructor(context: WorkspaceFilesContext) {
    this.#context = context;
  }

  get isIndexing(): boolean {
    return this.#indexing > 0;
  }

  /** Whether all of a folder was read, and how many files. */
  indexed(root: string): Readonly<Indexed> | undefined {
    return this.#indexed.get(root);
  }

  /** Reads a folder's sources when there is time: those that no earlier scan knows as they are, or all of them. */
  schedule(project: Project, which: "unknown" | "all", then: () => void = () => undefined): void {
    if (project.root === "" || !this.#context.files) return;
    this.#context.background.schedule(`index ${project.root}`, Priority.Index, () => {
      // Not awaited: between its steps other tasks have their turn.
      void this.#index(project, which)
        .then(then)
        .catch((error: unknown) => this.#context.log.error(`Reading ${project.root} ended early: ${String(error)}`));
    });
  }

  forget(root: string): void {
    this.#indexed.delete(root);
  }

  /** While a scan goes on, which reads files itself, none are read beforehand. */
  async duringScan<T>(scan: Promise<T>): Promise<T> {
    this.#scans.add(scan);
    try {
      return await scan;
    } finally {
      this.#scans.delete(scan);
    }
  }

  isFull(project: Project): boolean {
    return this.#closed.isFull(project.config.settings.memoryLimitMb);
  }

  /** How much text of closed files memory holds, in UTF-16 units. */
  room(project: Project): number {
    return charactersWithin(project.config.settings.memoryLimitMb);
  }

  /** These files stay until they are let go, however many there are. */
  hold(project: Project, paths: readonly string[]): void {
    for (const path of paths) this.#closed.hold(project.keyOf(path));
  }

  /** Those of the files that nobody else holds. */
  letGo(project: Project, paths: readonly string[]): string[] {
    return paths.filter((path) => this.#closed.letGo(project.keyOf(path)));
  }

  /** A closed file is not kept: its room is free. */
  gone(key: string): void {
    this.#closed.forget(key);
  }

  /** Reads a file of a project into it, unless its text is given. The reason when that is not to be. */
  async load(project: Project, path: string, text?: string): Promise<string | undefined> {
    const { files, documents } = this.#context;
    const key = project.keyOf(path);
    const open = documents.get(key);
    if (open) {
      await project.preparation(path, open.text, open.language);
      this.#closed.forget(key);
      if (!project.has(path)) project.open(path, open.text, open.language);
      return undefined;
    }
    const read: ReadText =
      text === undefined
        ? ((await files?.readText(key, project.config.maximumFileSize(path))) ?? { kind: "missing" })
        : { kind: "text", text };
    if (read.kind === "text") {
      await project.preparation(path, read.text);
      if (documents.has(key)) return undefined;
      project.set(path, read.text);
      this.#closed.used(project, path, read.text.length);
      this.trim(project);
      return undefined;
    }
    this.#closed.forget(key);
    if ((project.has(path) || project.isRecalled(path)) && !documents.has(key)) {
      project.noteChanged(path, undefined);
      project.remove(path);
    }
    return read.kind;
  }

  /** Reads a file of which memory holds neither the text nor what was found in it. */
  async readAgain(project: Project, path: string): Promise<void> {
    if (!project.has(path) && !project.isRecalled(path)) await this.load(project, path);
  }

  /** Gives up what was used longest ago of what nobody has open, where all of it is more than the user allows. */
  trim(project: Project): void {
    const { documents } = this.#context;
    const limit = project.config.settings.memoryLimitMb;
    if (this.#closed.trim(limit, (key) => documents.has(key)) > 0) this.#sayFull(project);
  }

  #sayFull({ root, config }: Project): void {
    if (this.#isFullToldOf === root) return;
    this.#isFullToldOf = root;
    this.#context.log.warn(
      `${root} is large: flows are followed through the files that are open and those used last, as much as ${config.settings.memoryLimitMb} MiB (bartizan.memoryLimitMb) hold.`,
    );
  }

  /** What happened on disk, one file or folder at a time. */
  async changedOnDisk(uri: string, kind: "created" | "changed" | "deleted"): Promise<void> {
    const { projects, documents, reporting, files } = this.#context;
    const located = projects.locate(uri);
    if (!located || located.project.root === "") return;
    const { project, path, key } = located;
    if (kind === "deleted") {
      for (const known of project.paths()) {
        if (known !== path && !known.startsWith(`${path}/`)) continue;
        const knownKey = project.keyOf(known);
        if (documents.has(knownKey)) continue;
        project.noteChanged(known, undefined);
        project.remove(known);
        this.#closed.forget(knownKey);
        reporting.remove(knownKey);
      }
      reporting.ripple(project);
      return;
    }
    if (documents.has(key)) return; // the editor's text counts
    const isKnown = project.has(path) || project.isRecalled(path) || reporting.isListed(key);
    if (!isKnown && (!files || !this.#indexed.has(project.root) || !isSource(path))) return;
    if (!isKnown && (await project.config.isIgnored(path))) return;
    await this.load(project, path);
    if (project.has(path)) project.noteChanged(path, project.text(path));
    if (project.config.settings.scope === "workspace" && project.has(path)) {
      const scanned = project.current(path);
      if (scanned) reporting.list({ project, path, key }, scanned);
    } else reporting.closedFileChanged(key);
    reporting.ripple(project);
  }

  /**
   * The paths of a folder's files that nothing leaves out. A folder inside another that is open too belongs to its own project.
   * @param leftOut is told what else there is, a folder once for all that is in it
   */
  async *walk(project: Project, leftOut: (reason: SkipReason) => void = () => undefined): AsyncGenerator<string> {
    const { listing } = project.config;
    const ignoreFiles = await ignoreFilesAt(listing, "", IgnoreFiles.NONE);
    for await (const listed of listFiles(listing, "", ignoreFiles)) {
      if (listed.kind === "configuration") await project.config.addNested(listed.found);
      if (listed.kind === "skipped") leftOut(listed.reason);
      if (listed.kind === "file" && this.#context.projects.rootOf(project.keyOf(listed.path)) === project.root)
        yield listed.path;
    }
    if (project.config.update()) project.rulesChanged();
  }

  async #index(project: Project, which: "unknown" | "all"): Promise<void> {
    const { files, background, log, host, reporting } = this.#context;
    if (!files) return;
    const start = host.now();
    const state: Indexed = { files: 0, isWhole: false, isWorthKeeping: false };
    this.#indexed.set(project.root, state);
    const isOver = () => this.#indexed.get(project.root) !== state; // the folder was closed, or is read anew
    this.#indexing++;
    this.#context.changed();
    try {
      const paths: string[] = [];
      for await (const path of this.walk(project)) {
        if (isOver()) return;
        paths.push(path);
      }
      const isUnknown = which === "unknown";
      const survey = isUnknown ? await Survey.of(project, paths, this.#context, { keeps: false, isOver }) : undefined;
      if (isOver()) return;
      const isKnown = survey?.isCurrent() === true;
      if (survey && isKnown) {
        project.forgetRecalled();
        for (const cell of survey.cells) this.recall(project, survey, cell);
      }
      const wasRecalled = !isKnown && !project.isRecallEmpty;
      let isFull = false;
      let batch: string[] = [];
      const load = async () => {
        await background.turn();
        await Promise.all(batch.map((path) => this.load(project, path)));
        state.files += batch.length;
        // The data flow takes in each file now, so that whoever asks for a scan does not wait for all of them.
        await project.absorbAll(this.#context);
        batch = [];
      };
      for (const path of paths) {
        if (this.#scans.size > 0) await Promise.allSettled(this.#scans);
        if (isOver()) return;
        if (!isSource(path) || project.has(path) || (isKnown && project.isRecalled(path))) continue;
        batch.push(path);
        if (batch.length >= READ_TOGETHER) await load();
        if (this.#closed.isFull(project.config.settings.memoryLimitMb, READ_AHEAD)) {
          this.#sayFull(project);
          isFull = true;
          break;
        }
      }
      if (!isFull) await load();
      if (isOver()) return;
      if (wasRecalled) {
        project.supersedeRead();
        reporting.relistAll(project);
      }
      if (isFull) return;
      state.isWhole = true;
      state.isWorthKeeping = survey ? survey.cells.some(({ results }) => !results) : !wasRecalled;
      const known = isKnown ? `; ${paths.filter((path) => project.isRecalled(path)).length} are as they were` : "";
      log.info(`Read ${state.files} files of ${project.root} in ${Math.round(host.now() - start)} ms${known}.`);
    } finally {
      this.#indexing--;
      this.#context.changed();
      reporting.ripple(project);
    }
  }

  /** Takes over what an earlier scan found in files that are as they were. */
  recall(project: Project, survey: Survey, { results }: SurveyedCell): void {
    for (const result of results ?? []) {
      const { path, findings } = result;
      const text = findings.length > 0 || survey.isUnchanged ? survey.textOf(path) : undefined;
      project.recall(path, { result, digest: survey.digestOf(path)!, text });
    }
  }
}

/** Whether data may flow between the file and others. */
export function isSource(path: string): boolean {
  const language = languageOfPath(path);
  return !standsAlone(language) || languagesInPages(language).length > 0 || isProjectFile(path);
}
