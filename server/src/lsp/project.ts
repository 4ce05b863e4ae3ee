// One folder's engine: a `Workspace` with the rules that hold there, the findings of each file as of the last change, and
// what keeps a crash in one file or rule from ending the rest. Synchronous once ready: a request that finds the project
// ready is answered without waiting for anything.

import type { Finding, ScanProblem } from "../detect/finding.ts";
import { hideSecrets, secretsAt } from "../detect/secrets/mask.ts";
import { AskedBudget } from "../scan/asked-budget.ts";
import type { CommentPlace } from "../scan/comment-place.ts";
import type { Engine } from "../scan/engine.ts";
import { everySecretIn } from "../scan/secret-rules.ts";
import {
  type Ahead,
  type Budget,
  type ScanResult,
  type SourceFile,
  UNLIMITED,
  type Workspace,
} from "../scan/workspace.ts";
import { type LanguageId, languageOfFile } from "../syntax/language.ts";
import { difference } from "../text/difference.ts";
import { LineIndex } from "../text/line-index.ts";
import type { Span, TextEdit } from "../text/span.ts";
import { SLICE_MS as BACKGROUND_SLICE_MS, type Background } from "./background.ts";
import type { FolderConfiguration } from "./configuration.ts";
import type { Host } from "./host.ts";
import { type Recalled, RecalledFindings } from "./recalled.ts";
import { type RuleFacts, ruleFacts } from "./rule-facts.ts";
import type { TimingLog } from "./timings.ts";
import { TrialRun } from "./trial-run.ts";
import { pathBelow, uriBelow } from "./uri.ts";

export interface ProjectContext {
  readonly engine: Engine;
  readonly log: ProjectLog;
  readonly timings: TimingLog;
  /** The engine was made anew: the texts it has may be older than the editor's. */
  restarted(project: Project): void;
  /** Something differs from what an earlier scan saw: now all files have to be read. */
  recallEnded(project: Project): void;
  /** Tells texts apart, where findings are kept from one session to the next. */
  digest?(text: string): string;
}

export interface ProjectLog {
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

/** The findings of one version of a file. */
export interface Scanned {
  readonly path: string;
  readonly text: string;
  readonly lines: LineIndex;
  /** What the configuration shows; suppressed and accepted ones included. */
  readonly findings: readonly Finding[];
  readonly problems: readonly ScanProblem[];
  /** What the engine found, before the configuration. */
  readonly found: readonly Finding[];
}

/** Work that lets others have their turn. */
export interface SlicedWork {
  readonly host: Host;
  isCancelled(): boolean;
}

/** What an edit would come to. */
export interface Tried {
  readonly text: string;
  readonly result: ScanResult;
}

const NOTHING: ScanResult = { findings: [], problems: [] };
/** So many failures one after the other, of different files, and the engine is made anew. */
const FAILURES_TO_RESTART = 3;
/** Most edits take less; what takes more lets others have their turn. */
const SLICE_MS = 5;
/** A trial that others put an end to is begun again, so often at most. */
const MOST_TRIALS = 4;
/** Ordinary of code that is being typed, or of much code. */
const MINOR_PROBLEMS: ReadonlySet<ScanProblem["kind"]> = new Set(["syntax-error", "budget-spent", "flow-limited"]);
/** Some seconds. By then, what every slice has to do before it gets on may be all that it gets done. */
const MOST_SHORT_SLICES = 1000;

export class Project {
  /** The folder's key; empty for files that lie in no folder, whose paths are then their keys. */
  readonly root: string;
  readonly #engine: Engine;
  readonly #log: ProjectLog;
  readonly #timings: TimingLog;
  readonly #restarted: (project: Project) => void;
  readonly #recallEnded: (project: Project) => void;
  readonly #recalled: RecalledFindings;
  #config: FolderConfiguration;
  /** See `#workspace`. */
  #made: Workspace | undefined;
  #trial: TrialRun | undefined;
  #trials: Promise<unknown> = Promise.resolve();
  /** Languages whose grammar is loaded, and those on their way. */
  readonly #prepared = new Set<LanguageId>();
  readonly #preparing = new Map<LanguageId, Promise<void>>();
  /** What the editor says a file is, where that is not what its path says. */
  readonly #told = new Map<string, LanguageId>();
  readonly #open = new Set<string>();
  /** Files that the engine was given before their grammar was loaded. */
  readonly #unprepared = new Map<LanguageId, Set<string>>();
  readonly #scanned = new Map<string, { change: number; value: Scanned }>();
  readonly #lines = new Map<string, { readonly text: string; readonly lines: LineIndex }>();
  /** Files whose scan threw, until their text changes. */
  readonly #quarantined = new Map<string, string>();
  /** Problems already logged, so that each is logged once. */
  readonly #reported = new Set<string>();
  #change = 0;
  #failures = 0;

  private constructor(root: string, context: ProjectContext, config: FolderConfiguration) {
    this.root = root;
    this.#engine = context.engine;
    this.#log = context.log;
    this.#timings = context.timings;
    this.#restarted = context.restarted;
    this.#recallEnded = context.recallEnded;
    this.#recalled = new RecalledFindings(context.digest ?? ((text) => text));
    this.#config = config;
  }

  static async create(root: string, context: ProjectContext, config: FolderConfiguration): Promise<Project> {
    const project = new Project(root, context, config);
    project.#made = await project.#createWorkspace();
    project.#reportProblems(config.problems);
    return project;
  }

  /** With the texts that it was given: a trial that is under way is over for whoever asks. */
  get #workspace(): Workspace | undefined {
    if (this.#trial) this.#guard("end of a trial", () => this.#endTrial());
    return this.#made;
  }

  /** The text that the engine was given; of a file that no edit is being tried in, a trial may go on. */
  #given(path: string): string | undefined {
    const isTried = this.#trial?.path === path;
    return (isTried ? this.#workspace : this.#made)?.text(path);
  }

  get config(): FolderConfiguration {
    return this.#config;
  }

  rule(id: string): RuleFacts {
    return ruleFacts(this.#config.rules, id);
  }

  /** Counts everything that could change a finding. */
  get change(): number {
    return this.#change;
  }

  get quarantined(): ReadonlyMap<string, string> {
    return this.#quarantined;
  }

  /** Every file's findings may differ from now on. The host reads the folder again. */
  configure(config: FolderConfiguration): void {
    this.#config = config;
    // What was recalled stands until that is done.
    this.#recalled.end((path) => this.#workspace?.text(path));
    this.#recalled.outdate();
    this.#reported.clear();
    this.rulesChanged();
  }

  /** The configuration has other rules than before. */
  rulesChanged(): void {
    const { rules, problems } = this.#config;
    this.#endRecall();
    this.#recalled.outdate();
    this.#quarantined.clear();
    this.#touch();
    this.#guard("new rules", () => this.#workspace?.setRules(rules));
    this.#reportProblems(problems);
  }

  pathOf(key: string): string | undefined {
    return this.root === "" ? key : pathBelow(this.root, key);
  }

  keyOf(path: string): string {
    return this.root === "" ? path : uriBelow(this.root, path);
  }

  paths(): readonly string[] {
    const paths = this.#workspace?.paths() ?? [];
    return this.#recalled.isEmpty ? paths : [...new Set([...paths, ...this.#recalled.paths()])].sort();
  }

  /** Whether the findings of the file as it is have been worked out. */
  isScanned(path: string): boolean {
    if (this.#scanned.get(path)?.change === this.#change) return true;
    return this.#recalled.of(path, this.#given(path)) !== undefined;
  }

  /** Whether the engine has the file. */
  has(path: string): boolean {
    return this.#given(path) !== undefined;
  }

  text(path: string): string | undefined {
    return this.#given(path) ?? this.#recalled.text(path);
  }

  /** The findings of a file, known from an earlier scan. The engine need not have it. */
  recall(path: string, recalled: Recalled): void {
    if (this.#recalled.add(path, recalled)) this.#scanned.delete(path);
  }

  isRecalled(path: string): boolean {
    return this.#recalled.has(path);
  }

  get isRecallEmpty(): boolean {
    return this.#recalled.isEmpty;
  }

  /** The engine has all files now, or others will be recalled. */
  forgetRecalled(): void {
    if (this.#recalled.isEmpty) return;
    this.#recalled.clear();
    this.#touch();
  }

  /** The engine has been given all files, or as many as memory holds. */
  supersedeRead(): void {
    if (this.#recalled.isEmpty) return;
    this.#recalled.supersede((path) => this.has(path));
    this.#touch();
  }

  /** What is found in files as they are now stands while others are given up. */
  remember(paths: Iterable<string>): void {
    for (const path of paths) {
      const known = this.#scanned.get(path);
      if (known?.change === this.#change && !this.#quarantined.has(path)) this.#keepFound(path, known.value);
    }
  }

  #keepFound(path: string, { text, found, problems }: Scanned): void {
    this.#recalled.keep(path, text, { findings: found, problems });
  }

  /** Takes away files that nobody has open, but not what was found in them, here and by what flows through them. */
  giveUp(paths: readonly string[]): void {
    this.remember(this.#scanned.keys());
    for (const path of paths) {
      const known = this.#scanned.get(path)?.value;
      if (known && known.text === this.#given(path) && !this.#quarantined.has(path)) this.#keepFound(path, known);
      this.#takeAway(path);
    }
  }

  /** The engine has all files that these can see: what was recalled of them is of no more use. */
  supersede(paths: readonly string[]): void {
    if (this.#recalled.isEmpty) return;
    for (const path of paths) this.#recalled.remove(path);
    this.#touch();
  }

  /** The disk has another text of a file than before, or none. */
  noteChanged(path: string, text: string | undefined): void {
    if (text === undefined || !this.#recalled.isSame(path, text)) this.#endRecall();
  }

  #endRecall(): void {
    const isFirst = !this.#recalled.isEmpty && !this.#recalled.isEnding;
    this.#recalled.end((path) => this.#workspace?.text(path));
    if (isFirst) this.#recallEnded(this);
  }

  /** Loads what parsing the file needs, unless it is loaded: then this is undefined, and nothing has to be waited for. */
  preparation(path: string, text: string, told?: LanguageId): Promise<void> | undefined {
    const language = told ?? languageOfFile(path, text);
    if (this.#prepared.has(language)) return undefined;
    let preparing = this.#preparing.get(language);
    if (!preparing) {
      preparing = (this.#workspace?.prepare([language]) ?? Promise.resolve()).then(
        () => {
          this.#prepared.add(language);
          this.#preparing.delete(language);
          this.#giveAgain(language);
        },
        (error: unknown) => {
          this.#preparing.delete(language);
          // Scanning goes on without: rules on plain text still work.
          this.#prepared.add(language);
          this.#log.error(`The grammar of ${language} could not be loaded: ${messageOf(error)}`);
        },
      );
      this.#preparing.set(language, preparing);
    }
    return preparing;
  }

  /** Adds a file or replaces its text. The same text again changes nothing. */
  set(path: string, text: string, told?: LanguageId): void {
    if (this.#workspace?.text(path) === text && this.#told.get(path) === told) return;
    if (told) this.#told.set(path, told);
    else this.#told.delete(path);
    this.#give(path, text);
  }

  /** The editor has the file: its text is the editor's until it is closed, and edits will come. */
  open(path: string, text: string, told: LanguageId | undefined): void {
    const isSame = this.#open.has(path) && this.#workspace?.text(path) === text && this.#told.get(path) === told;
    if (isSame) return;
    const isKnown = this.has(path)
      ? this.#workspace?.text(path) === text
      : this.#recalled.isSame(path, text) || this.#config.isExcluded(path);
    if (!isKnown || (told !== undefined && told !== languageOfFile(path, text))) this.#endRecall();
    this.#open.add(path);
    if (told) this.#told.set(path, told);
    else this.#told.delete(path);
    this.#give(path, text);
  }

  /** Gives a text that is not the editor's own (a notebook's cells, joined), as the one edit that makes it of the last. */
  replace(path: string, text: string, told: LanguageId): void {
    const before = this.#workspace?.text(path);
    if (before === undefined || this.#told.get(path) !== told) {
      this.open(path, text, told);
      return;
    }
    const edit = difference(before, text);
    if (edit) this.edit(path, [edit], text);
  }

  close(path: string): void {
    this.#open.delete(path);
    this.#guard(path, () => this.#workspace?.release(path));
  }

  /** Someone paused: a file that was edited while broken is looked at afresh. True when its findings may differ now. */
  settle(path: string): boolean {
    const differs = this.#guard(path, () => this.#workspace?.settle(path)) ?? false;
    if (differs) this.#touch();
    return differs;
  }

  /** `text` is the file after the edits: what the engine is given anew should it fail over them. */
  edit(path: string, edits: readonly TextEdit[], text: string): void {
    this.#quarantined.delete(path);
    if (edits.length > 0) this.#endRecall();
    this.#recalled.edit(path, edits);
    this.#touch();
    const known = this.#lines.get(path);
    const [edit] = edits;
    if (known && edit && edits.length === 1 && known.text === this.text(path))
      this.#lines.set(path, { text, lines: known.lines.edited(edit, text) });
    const change = (): true => {
      if (this.#workspace?.text(path) === undefined) this.#workspace?.set(this.#file(path, text));
      else this.#workspace?.edit(path, edits);
      return true;
    };
    const done = this.#guard(path, () => this.#timings.table.file(path, change));
    if (!done) this.#guard(path, () => this.#workspace?.set(this.#file(path, text)));
  }

  remove(path: string): void {
    this.#recalled.remove(path);
    this.#takeAway(path);
  }

  #takeAway(path: string): void {
    this.#scanned.delete(path);
    this.#lines.delete(path);
    this.#quarantined.delete(path);
    this.#told.delete(path);
    this.#open.delete(path);
    this.#touch();
    this.#guard(path, () => this.#workspace?.remove(path));
  }

  /** Files whose findings may have changed because another file did. */
  affected(): readonly string[] {
    return this.#guard("affected files", () => this.#workspace?.affected()) ?? [];
  }

  /** Neither silenced by a comment nor accepted by the baseline. */
  isOpen(finding: Finding): boolean {
    return finding.suppressed === undefined && !this.#config.isAccepted(finding);
  }

  /** The findings of the file as it is now; undefined when neither the engine has it nor an earlier scan did. */
  current(path: string, budget = new AskedBudget(UNLIMITED)): Scanned | undefined {
    const inEngine = this.#given(path);
    const recalled = this.#recalled.of(path, inEngine);
    const text = recalled?.text ?? inEngine;
    if (text === undefined) return undefined;
    const known = this.#scanned.get(path);
    if (known?.change === this.#change && known.value.text === text) return known.value;
    const value = this.#asScanned(
      path,
      text,
      recalled ? this.#ofScanned(path, recalled.result) : this.#scan(path, budget),
    );
    if (!budget.wasSpent) this.#scanned.set(path, { change: this.#change, value });
    else this.#scanned.delete(path);
    return value;
  }

  #asScanned(path: string, text: string, result: ScanResult): Scanned {
    const { findings: found, problems } = result;
    return { path, text, lines: this.#linesOf(path, text), findings: this.shown(result), problems, found };
  }

  /**
   * Scans a file in slices, so that others have their turn meanwhile: what a slice found out is there for the next. Afterwards
   * `current` has it at once. False when that was not to be waited for.
   */
  async scanned(
    path: string,
    { host, isCancelled, pause = () => host.yield() }: SlicedWork & { pause?(): Promise<void> },
  ): Promise<boolean> {
    for (let slice = 0; ; slice++) {
      const budget = deadline(host, SLICE_MS * 2 ** Math.max(0, slice - MOST_SHORT_SLICES));
      this.current(path, budget);
      if (!budget.wasSpent) return true;
      await pause();
      if (isCancelled()) return false;
    }
  }

  /** The file's findings with the rest of the program as it is known by now, worked out in slices; undefined when that was cancelled. */
  near(path: string, work: SlicedWork): Promise<Scanned | undefined> {
    return this.#inSlices(path, work, (workspace, budget) => workspace.scanNear(path, budget));
  }

  /** Whether much of other files has to be worked out before the file's findings are known. */
  isBehind(path: string): boolean {
    return this.#workspace?.isBehind(path) ?? false;
  }

  /** What the file shows by itself, before its flows have been followed, worked out in slices; undefined when that was cancelled. */
  glance(path: string, work: SlicedWork): Promise<Scanned | undefined> {
    return this.#inSlices(path, work, (workspace, budget) => workspace.glance(path, budget));
  }

  async #inSlices(
    path: string,
    { host, isCancelled }: SlicedWork,
    look: (workspace: Workspace, budget: Budget) => ScanResult,
  ): Promise<Scanned | undefined> {
    for (;;) {
      const budget = deadline(host, SLICE_MS);
      const result = this.#look(path, (workspace) => look(workspace, budget));
      const text = this.text(path);
      if (text === undefined) return undefined;
      if (!budget.wasSpent) return this.#asScanned(path, text, result);
      await host.yield();
      if (isCancelled()) return undefined;
    }
  }

  /** What `absorbAll` has still to do. */
  ahead(): Ahead {
    return this.#workspace?.ahead() ?? { files: 0, units: 0 };
  }

  /** Takes in what was set or edited, in slices between which others have their turn. False when it was over before the end: the next goes on. */
  async absorbAll(
    { host, background }: { readonly host: Host; readonly background: Background },
    isOver: () => boolean = () => false,
  ): Promise<boolean> {
    const absorb = (budget: Budget) => this.#guard("taking in files", () => this.#workspace?.absorb(budget)) ?? true;
    while (!absorb(deadline(host, BACKGROUND_SLICE_MS))) {
      await background.turn();
      if (isOver()) return false;
    }
    return true;
  }

  commentPlace(path: string, span: Span): CommentPlace | undefined {
    return this.#guard(path, () => this.#workspace?.commentPlace(path, span));
  }

  /** Code of a file as it may be shown: without the file's secrets, reported or not. */
  hide(path: string, shown: string): string {
    const text = this.text(path);
    if (text === undefined) return shown;
    const spans = everySecretIn(this.#config.rules, path, text);
    return hideSecrets(shown, secretsAt(text, spans));
  }

  /** The lines of any file of the project, for steps of a path that lie in it. */
  lines(path: string): LineIndex | undefined {
    const text = this.text(path);
    if (text === undefined) return undefined;
    return this.#linesOf(path, text);
  }

  #linesOf(path: string, text: string): LineIndex {
    const known = this.#lines.get(path);
    if (known?.text === text) return known.lines;
    const lines = new LineIndex(text);
    this.#lines.set(path, { text, lines });
    return lines;
  }

  /**
   * The findings as they would be after edits whose spans are all in the present text: one trial after the other, each in slices. The next who
   * asks for anything puts an end to it; after some beginnings it is done at once. Undefined when the text is another one by then.
   */
  trial(path: string, edits: readonly TextEdit[], host: Host): Promise<Tried | undefined> {
    const trial = this.#trials.then(() => this.#tried(path, edits, host));
    this.#trials = trial.catch(() => undefined);
    return trial;
  }

  async #tried(path: string, edits: readonly TextEdit[], host: Host): Promise<Tried | undefined> {
    const before = this.#workspace?.text(path);
    for (let begun = 1; before !== undefined && this.#workspace?.text(path) === before; begun++) {
      const workspace = this.#workspace;
      try {
        const trial = new TrialRun(workspace, path, before, edits);
        this.#trial = trial;
        while (!trial.isOver) {
          const budget = begun < MOST_TRIALS ? deadline(host, SLICE_MS) : new AskedBudget(UNLIMITED);
          const result = this.#timings.measure("trial of an edit", () => trial.scan(budget));
          const { text } = trial;
          if (!budget.wasSpent) {
            this.#endTrial();
            return { text, result };
          }
          await host.yield();
        }
      } catch (error) {
        this.#trial = undefined;
        this.#log.error(`Trying an edit of ${path} failed: ${messageOf(error)}`);
        this.#guard(path, () => workspace.set(this.#file(path, before)));
        return undefined;
      }
    }
    return undefined;
  }

  #endTrial(): void {
    const trial = this.#trial;
    this.#trial = undefined;
    trial?.end();
  }

  /** What the configuration makes of what was found. */
  shown(result: ScanResult): readonly Finding[] {
    return result.findings.flatMap((finding) => this.#config.apply(finding) ?? []);
  }

  /** Another engine that has nothing but one file as it is now: what is done there is of no consequence here. */
  async apart(path: string): Promise<Workspace | undefined> {
    const text = this.text(path);
    if (text === undefined) return undefined;
    const { rules, options } = this.#config;
    const workspace = await this.#engine.createWorkspace(rules, options);
    await workspace.prepare([this.#told.get(path) ?? languageOfFile(path, text)]);
    workspace.set(this.#file(path, text));
    return workspace;
  }

  dispose(): void {
    this.#guard("end", () => this.#workspace?.dispose());
    this.#made = undefined;
    this.#recalled.clear();
    this.#scanned.clear();
    this.#lines.clear();
  }

  #createWorkspace(): Promise<Workspace> {
    const { rules, options } = this.#config;
    return this.#engine.createWorkspace(rules, { ...options, stopwatch: this.#timings.table });
  }

  #file(path: string, text: string): SourceFile {
    const language = this.#told.get(path);
    return { path, text, isOpen: this.#open.has(path), ...(language && { language }) };
  }

  #give(path: string, text: string): void {
    const language = this.#told.get(path) ?? languageOfFile(path, text);
    if (!this.#prepared.has(language)) {
      const waiting = this.#unprepared.get(language) ?? new Set();
      this.#unprepared.set(language, waiting.add(path));
    }
    this.#quarantined.delete(path);
    this.#touch();
    this.#guard(path, () => this.#workspace?.set(this.#file(path, text)));
  }

  /** What was given before its grammar was loaded was not parsed. */
  #giveAgain(language: LanguageId): void {
    for (const path of this.#unprepared.get(language) ?? []) {
      const text = this.text(path);
      if (text !== undefined) this.#give(path, text);
    }
    this.#unprepared.delete(language);
    this.#touch();
  }

  #touch(): void {
    this.#change++;
  }

  #scan(path: string, budget: Budget): ScanResult {
    return this.#look(path, (workspace) => this.#timings.measure("scan of a file", () => workspace.scan(path, budget)));
  }

  /** Nothing, of a file that is not to be scanned. */
  #ofScanned(path: string, result: ScanResult): ScanResult {
    const isScanned = this.#config.settings.enable && !this.#config.isExcluded(path);
    return isScanned && !this.#quarantined.has(path) ? result : NOTHING;
  }

  #look(path: string, look: (workspace: Workspace) => ScanResult): ScanResult {
    if (this.#quarantined.has(path) || !this.#config.settings.enable || this.#config.isExcluded(path)) return NOTHING;
    const workspace = this.#workspace;
    if (!workspace) return NOTHING;
    try {
      const result = this.#timings.table.file(path, () => look(workspace));
      this.#failures = 0;
      this.#reportProblems(result.problems);
      return this.#recalled.with(path, result);
    } catch (error) {
      const message = messageOf(error);
      this.#quarantined.set(path, message);
      this.#log.error(`${path} could not be scanned and is left out until it changes: ${message}`);
      if (isFatal(error) || ++this.#failures >= FAILURES_TO_RESTART) this.#restart();
      return { findings: [], problems: [{ kind: "file-failed", path, message }] };
    }
  }

  /** Makes the engine anew and gives it the files it had. Until that is done, the project finds nothing new. */
  #restart(): void {
    const old = this.#workspace;
    if (!old) return;
    this.#log.warn("The engine is made anew.");
    const files: SourceFile[] = [];
    for (const path of this.#guard("paths", () => old.paths()) ?? []) {
      const text = this.#guard(path, () => old.text(path));
      if (text !== undefined) files.push(this.#file(path, text));
    }
    this.#guard("end", () => old.dispose());
    this.#failures = 0;
    this.#made = undefined;
    const languages = [...this.#prepared];
    void this.#createWorkspace()
      .then(async (workspace) => {
        await workspace.prepare(languages);
        for (const file of files) this.#guard(file.path, () => workspace.set(file));
        this.#made = workspace;
        this.#touch();
        this.#restarted(this);
      })
      .catch((error: unknown) => this.#log.error(`The engine could not be made anew: ${messageOf(error)}`));
  }

  #guard<T>(what: string, action: () => T): T | undefined {
    try {
      return action();
    } catch (error) {
      this.#log.error(`${what}: ${messageOf(error)}`);
      return undefined;
    }
  }

  #reportProblems(problems: readonly ScanProblem[]): void {
    for (const problem of problems) {
      if (MINOR_PROBLEMS.has(problem.kind)) continue;
      const place = problem.path ? `${problem.path}${problem.line ? `:${problem.line}` : ""}: ` : "";
      const rule = problem.ruleId ? `rule ${problem.ruleId}: ` : "";
      const line = `${place}${rule}${problem.message}`;
      if (this.#reported.has(line)) continue;
      this.#reported.add(line);
      if (problem.kind === "rule-failed" || problem.kind === "file-failed") this.#log.error(line);
      else this.#log.warn(line);
    }
  }
}

/** Spent after so many milliseconds. Whether anyone was told so, it remembers: else the work is whole. */
export function deadline(host: Host, milliseconds: number): AskedBudget {
  const end = host.now() + milliseconds;
  return new AskedBudget({ spent: () => host.now() > end });
}

/** WebAssembly that trapped leaves its memory in an unknown state. */
function isFatal(error: unknown): boolean {
  return error instanceof WebAssembly.RuntimeError;
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? (error.stack?.split("\n").slice(0, 4).join(" ") ?? error.message) : String(error);
}
