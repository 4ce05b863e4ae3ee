// The implementation of `Workspace`: keeps each file's snapshot and secret scan, hands every change to the data flow, and
// puts a file's findings together when somebody asks. What a detector found is kept until the file, the rules or (for flows)
// the program around it changes.

import type { Finding, ScanProblem } from "../detect/finding.ts";
import { matchesRuleId } from "../detect/rule-id-pattern.ts";
import type { RuleSet } from "../detect/rule-set.ts";
import type { SecretMatch } from "../detect/secrets/rule.ts";
import { INVALID_SUPPRESSION, LONGEST_KEYWORD, mayHoldSuppression, UNUSED_SUPPRESSION } from "../detect/suppression.ts";
import { isProjectFile } from "../flow/settings.ts";
import { hasTree, type LanguageId, languageOfFile } from "../syntax/language.ts";
import { languagesInPages } from "../syntax/pages/code-in-pages.ts";
import { besidePath, type CodePiece, withBeside } from "../syntax/pages/parts.ts";
import type { SyntaxParser } from "../syntax/parser.ts";
import { type Snapshot, SnapshotStore } from "../syntax/snapshots.ts";
import type { Span, TextEdit } from "../text/span.ts";
import { advanced } from "../text/steps.ts";
import { AskedBudget } from "./asked-budget.ts";
import { assembleFindings } from "./assemble.ts";
import { BesidePages, inPage } from "./beside-pages.ts";
import { type CommentPlace, commentPlace } from "./comment-place.ts";
import { FileReading } from "./file-reading.ts";
import type { FileState, Reports } from "./file-state.ts";
import { FlowFindings } from "./flow-findings.ts";
import type { RawFinding } from "./raw-finding.ts";
import { RuleMatcher } from "./rule-matcher.ts";
import { everySecretIn, hasSecretRule, secretFinding, secretRulesOf } from "./secret-rules.ts";
import { NO_STOPWATCH, type Stopwatch } from "./stopwatch.ts";
import {
  type Ahead,
  type Budget,
  type ScanOptions,
  type ScanResult,
  type SourceFile,
  UNLIMITED,
  type Workspace,
} from "./workspace.ts";

/** Rules for a language may have patterns that only another's grammar can read: markup is no TypeScript outside of TSX. */
const PATTERNS_NEED: Readonly<Partial<Record<LanguageId, readonly LanguageId[]>>> = { typescript: ["tsx"] };

/** What was found, and what stood in the way. */
type Searched = Pick<Reports, "raw" | "problems">;

const NOTHING: Searched = { raw: [], problems: [] };

export function createWorkspace(parser: SyntaxParser, rules: RuleSet, options: ScanOptions): Workspace {
  return new EngineWorkspace(parser, rules, options);
}

class EngineWorkspace implements Workspace {
  readonly #parser: SyntaxParser;
  readonly #snapshots: SnapshotStore;
  readonly #options: ScanOptions;
  readonly #stopwatch: Stopwatch;
  readonly #files = new Map<string, FileState>();
  readonly #reading: FileReading;
  readonly #programs: BesidePages;
  #rules: RuleSet;
  #matcher: RuleMatcher;
  #flows: FlowFindings;

  constructor(parser: SyntaxParser, rules: RuleSet, options: ScanOptions) {
    this.#parser = parser;
    this.#snapshots = new SnapshotStore(parser);
    this.#options = options;
    this.#stopwatch = options.stopwatch ?? NO_STOPWATCH;
    this.#reading = new FileReading(this.#snapshots, this.#stopwatch, options.scansOnce === true, {
      read: (file) => this.#tellFlows(file),
      typed: (file) => {
        this.#tellFlows(file, true);
        this.#flows.setEdited(file.path, true);
      },
      changed: (file) => this.#textChanged(file),
      paused: ({ path }) => this.#settleFile(path),
    });
    this.#programs = new BesidePages(this.#files, {
      isLooked: (text) => this.#needsTrees() && text.length <= options.maximumParsedLength,
      isPrepared: (language) => this.#snapshots.isPrepared(language),
      set: (source) => this.#setFile(source),
      edit: (file, edits, text) => this.#editFile(file, edits, text),
      remove: (path) => this.#removeFile(path),
    });
    this.#rules = rules;
    this.#matcher = new RuleMatcher(rules, this.#parser, this.#stopwatch, this.#options.today);
    this.#flows = new FlowFindings(rules, this.#matcher, this.#stopwatch, this.#options.scansOnce);
  }

  async prepare(languages: Iterable<LanguageId>): Promise<void> {
    const own = [...languages]
      .flatMap((language) => [language, ...languagesInPages(language)])
      .flatMap((language) => [language, ...(PATTERNS_NEED[language] ?? [])]);
    await this.#snapshots.prepare([...own, ...this.#matcher.languagesNeeded(own)]);
  }

  setRules(rules: RuleSet): void {
    this.#rules = rules;
    this.#matcher = new RuleMatcher(rules, this.#parser, this.#stopwatch, this.#options.today);
    this.#flows = new FlowFindings(rules, this.#matcher, this.#stopwatch, this.#options.scansOnce);
    for (const file of [...this.#files.values()]) {
      file.secrets = undefined;
      this.#textChanged(file);
      if (file.isUnparsed && this.#needsTrees()) this.#reading.readWhole(file);
      else this.#tellFlows(file);
      if (!file.pieces && this.#programs.of(file).length === 0) this.#programs.set(file);
    }
  }

  set(source: SourceFile): void {
    const { path, text, isOpen = false, language = languageOfFile(path, text) } = source;
    this.#setFile({ path, text, isOpen, language });
    this.#programs.set(this.#files.get(path)!);
  }

  #setFile(source: Required<SourceFile> & { readonly pieces?: readonly CodePiece[] | undefined }): void {
    const { path, text, language, isOpen, pieces } = source;
    const file: FileState = {
      path,
      language,
      text,
      snapshot: undefined,
      isUnparsed: false,
      problems: [],
      unread: undefined,
      secrets: undefined,
      secretSteps: undefined,
      secretMatches: undefined,
      isEdited: isOpen,
      mayHoldSuppressions: undefined,
      reading: undefined,
      isPaused: false,
      pieces,
      local: undefined,
      found: undefined,
    };
    this.#reading.stop(this.#files.get(path));
    this.#files.set(path, file);
    file.isUnparsed = this.#isParsed(file);
    if (file.isUnparsed && (isOpen || this.#needsTrees())) this.#reading.start(file);
    else {
      this.#snapshots.remove(path);
      this.#tellFlows(file);
    }
  }

  edit(path: string, edits: readonly TextEdit[]): void {
    const file = this.#files.get(path);
    if (!file) throw new Error(`${path} is not in the workspace`);
    const text = edits.reduce(
      (before, { span, newText }) => before.slice(0, span.start) + newText + before.slice(span.end),
      file.text,
    );
    const crossesLimit =
      text.length > this.#options.maximumParsedLength !== file.text.length > this.#options.maximumParsedLength;
    if (crossesLimit) {
      this.set({ path, text, language: file.language, isOpen: true });
      return;
    }
    this.#editFile(file, edits, text);
    this.#programs.edit(file);
  }

  #editFile(file: FileState, edits: readonly TextEdit[], text: string): void {
    const { path } = file;
    const hull = hullOf(edits);
    if (!hull) return;
    file.text = text;
    if (file.mayHoldSuppressions === false) {
      const near = text.slice(Math.max(0, hull.start - LONGEST_KEYWORD), hull.newEnd + LONGEST_KEYWORD);
      if (mayHoldSuppression(near)) file.mayHoldSuppressions = undefined;
    }
    file.isEdited = true;
    file.isPaused = false;
    this.#textChanged(file);
    if (file.reading?.of === "text once more") this.#reading.stop(file);
    const { snapshot, secrets, reading } = file;
    if (secrets)
      file.secrets = this.#stopwatch.measure("secrets", undefined, () =>
        secretRulesOf(this.#rules).scanner.rescan(secrets, text, hull),
      );
    if (reading) reading.edits.push(...edits);
    else if (snapshot) this.#reading.edit(file, edits);
    else if (isProjectFile(path)) this.#tellFlows(file);
    else if (file.unread === "failed") this.#setFile({ ...file, isOpen: true });
  }

  /** What was made of it is of another text. */
  #textChanged(file: FileState): void {
    file.secretSteps = undefined;
    file.secretMatches = undefined;
    file.local = undefined;
    file.found = undefined;
    const page = this.#programs.pageOf(file);
    if (page) {
      page.local = undefined;
      page.found = undefined;
    }
  }

  settle(path: string): boolean {
    const differs = withBeside(path).map((each) => this.#settleFile(each));
    return differs.includes(true);
  }

  #settleFile(path: string): boolean {
    const file = this.#files.get(path);
    if (file?.reading?.of === "edit") {
      file.isPaused = true;
      return true;
    }
    if (file?.reading) {
      const isEdited = file.reading.edits.length > 0;
      if (isEdited) this.#reading.begin(file);
      return isEdited || file.reading.of === "text once more";
    }
    if (file?.unread === "given-up") {
      this.#setFile({ ...file, isOpen: true });
      return true;
    }
    if (!file?.snapshot) return false;
    const wasPutOff = this.#flows.settle(path);
    if (!this.#snapshots.isUnsettled(path)) return wasPutOff;
    return this.#reading.again(file) || wasPutOff;
  }

  release(path: string): void {
    for (const each of withBeside(path)) this.#releaseFile(each);
  }

  #releaseFile(path: string): void {
    const file = this.#files.get(path);
    if (file) {
      file.secrets = undefined;
      file.secretSteps = undefined;
      file.isEdited = false;
      this.#matcher.release(path);
      this.#flows.setEdited(path, false);
    }
    if (file?.snapshot || file?.reading) this.#settleFile(path);
    // Once it is read, it is released.
    if (file?.snapshot && !file.reading) this.#snapshots.release(path);
  }

  remove(path: string): void {
    for (const each of withBeside(path)) this.#removeFile(each);
  }

  #removeFile(path: string): void {
    this.#matcher.release(path);
    this.#reading.stop(this.#files.get(path));
    this.#files.delete(path);
    this.#snapshots.remove(path);
    this.#flows.removeFile(path);
    if (isProjectFile(path)) this.#flows.setProjectFile(path, undefined);
  }

  clear(): void {
    for (const [path, file] of this.#files) {
      this.#reading.stop(file);
      this.#matcher.release(path);
      if (isProjectFile(path)) this.#flows.setProjectFile(path, undefined);
    }
    this.#files.clear();
    this.#snapshots.clear();
    this.#flows.clear();
  }

  text(path: string): string | undefined {
    return this.#files.get(path)?.text;
  }

  paths(): readonly string[] {
    return [...this.#files.values()].flatMap(({ path, pieces }) => (pieces ? [] : [path])).sort();
  }

  affected(): readonly string[] {
    this.#reading.goOnWithAll(UNLIMITED);
    return this.paths().filter((path) => {
      const file = this.#files.get(path);
      return file?.found !== undefined && file.found.flowVersion !== this.#flowVersion(file, UNLIMITED);
    });
  }

  scan(path: string, budget: Budget = UNLIMITED): ScanResult {
    const file = this.#files.get(path);
    if (!file) return { findings: [], problems: [] };
    const asked = new AskedBudget(budget);
    if (!this.#reading.goOn(file, asked) || !this.#reading.goOnWithAll(asked)) return this.#soFar(file);
    const flowVersion = this.#flowVersion(file, asked);
    if (file.found && file.found.flowVersion === flowVersion) return file.found.result;
    if (flowVersion === undefined || asked.spent()) return this.#soFar(file);
    const result = this.#scanAnew(file, asked);
    if (!result) return this.#soFar(file);
    // A scan that ran out of budget is not what a whole one would be, so it is not kept.
    if (!asked.wasSpent) file.found = { flowVersion, result };
    return result;
  }

  /** Changes when the flows that end in the file may have; undefined when the budget was spent before that was known. */
  #flowVersion(file: FileState, budget: Budget): number | undefined {
    let version: number | undefined = 0;
    for (const { path, snapshot } of this.#programs.with(file)) {
      const own = snapshot ? this.#flows.versionOf(path, budget) : 0;
      version = version === undefined || own === undefined ? undefined : version + own;
    }
    return version;
  }

  /** What is known when the budget was spent. */
  #soFar(file: FileState): ScanResult {
    const { path, local } = file;
    const message = "the scan was stopped before all rules had run";
    const problem: ScanProblem = { kind: "budget-spent", path, message };
    return { findings: local ? this.#shownBy(file, local) : [], problems: [...(local?.problems ?? []), problem] };
  }

  /** The findings of what a file shows by itself. */
  #shownBy(file: FileState, local: Reports): readonly Finding[] {
    local.shown ??= this.#assemble(file, local, local.raw, false);
    return local.shown;
  }

  scanNear(path: string, budget: Budget = UNLIMITED): ScanResult {
    const file = this.#files.get(path);
    if (!file) return { findings: [], problems: [] };
    const asked = new AskedBudget(budget);
    const local = this.#isRead(file, asked) ? this.#localReports(file, asked) : undefined;
    if (!local) return { findings: [], problems: [] };
    const { raw, problems } = this.#withFlows(file, local, (snapshot) => this.#flows.findingsNear(snapshot, asked));
    return { findings: this.#assemble(file, local, raw, false), problems };
  }

  #isRead(file: FileState, asked: AskedBudget): boolean {
    return this.#programs.with(file).every((each) => this.#reading.goOn(each, asked)) && !asked.spent();
  }

  /** What a file shows by itself, with flows that end in it or in the programs in it. */
  #withFlows(file: FileState, local: Reports, flowsOf: (snapshot: Snapshot) => Searched): Searched {
    const searched = this.#programs.with(file).flatMap((program) => {
      const flows = program.snapshot ? flowsOf(program.snapshot) : NOTHING;
      return { ...flows, raw: inText(file, flows.raw) };
    });
    return {
      raw: [local, ...searched].flatMap(({ raw }) => raw),
      problems: [local, ...searched].flatMap(({ problems }) => inPage(file, problems)),
    };
  }

  isBehind(path: string): boolean {
    return this.#reading.isReadingOthers(path) || this.#flows.isBehind(path);
  }

  glance(path: string, budget: Budget = UNLIMITED): ScanResult {
    const file = this.#files.get(path);
    const asked = new AskedBudget(budget);
    const local = file && this.#isRead(file, asked) ? this.#localReports(file, asked) : undefined;
    if (!file || !local) return { findings: [], problems: [] };
    return { findings: this.#shownBy(file, local), problems: local.problems };
  }

  absorb(budget: Budget = UNLIMITED): boolean {
    return this.#reading.goOnWithAll(budget) && this.#flows.absorb(budget);
  }

  ahead(): Ahead {
    const { files, units } = this.#flows.ahead;
    return { files: this.#reading.waiting + files, units };
  }

  commentPlace(path: string, span: Span): CommentPlace | undefined {
    const file = this.#files.get(path);
    if (file?.isUnparsed) this.#reading.readWhole(file);
    if (file) this.#reading.goOn(file, UNLIMITED);
    const ast = file && (this.#isBelowMarkup(file, span) ? file.snapshot?.ast : this.#programs.treeAt(file, span));
    return ast && commentPlace(ast, span);
  }

  /** Above an attribute is markup, and above a tag of code that begins in the same line. */
  #isBelowMarkup(file: FileState, span: Span): boolean {
    const { program, piece } = this.#programs.pieceAt(file, span) ?? {};
    if (!program || !piece) return false;
    const isCode = program.path === besidePath(file.path, "code");
    return piece.isAttribute || (isCode && !/[\r\n]/.test(file.text.slice(piece.start, span.start)));
  }

  dispose(): void {
    this.#reading.stopAll();
    this.#snapshots.clear();
    this.#files.clear();
  }

  /** Secrets are found in the text; everything else is in the tree. */
  #needsTrees(): boolean {
    return this.#rules.rules.length > 0;
  }

  #isParsed(file: FileState): boolean {
    if (!hasTree(file.language)) return false;
    const { path } = file;
    if (file.text.length > this.#options.maximumParsedLength) {
      const message = `longer than ${this.#options.maximumParsedLength} characters: only secrets and text rules were looked for`;
      file.problems.push({ kind: "file-skipped", path, message });
      return false;
    }
    if (this.#snapshots.isPrepared(file.language)) return true;
    file.problems.push({ kind: "file-failed", path, message: `the grammar of ${file.language} is not loaded` });
    return false;
  }

  #tellFlows(file: FileState, isTyped = false): void {
    if (isProjectFile(file.path)) this.#flows.setProjectFile(file.path, file.text);
    if (file.snapshot) this.#flows.setFile(file.snapshot, isTyped);
    else this.#flows.removeFile(file.path);
  }

  /** Undefined when the budget was spent before there was anything to tell. */
  #scanAnew(file: FileState, budget: AskedBudget): ScanResult | undefined {
    const local = this.#localReports(file, budget);
    if (!local) return undefined;
    const { raw, problems } = this.#withFlows(file, local, (snapshot) => this.#flows.findings(snapshot, budget));
    const assemble = () => this.#assemble(file, local, raw, this.#options.reportUnusedSuppressions);
    return { findings: this.#stopwatch.measure("report", undefined, assemble), problems };
  }

  #assemble(file: FileState, local: Reports, raw: readonly RawFinding[], reportUnusedSuppressions: boolean): Finding[] {
    file.mayHoldSuppressions ??= mayHoldSuppression(file.text);
    return assembleFindings(raw, {
      path: file.path,
      text: file.text,
      language: file.language,
      astAt: (span) => this.#programs.treeAt(file, span),
      today: this.#options.today,
      mayHoldSuppressions: file.mayHoldSuppressions,
      reportUnusedSuppressions,
      ...(this.#options.pathPrefix === undefined ? {} : { pathPrefix: this.#options.pathPrefix }),
      secretsIn: () =>
        secretRulesOf(this.#rules).areAllOn ? local.secrets : everySecretIn(this.#rules, file.path, file.text),
      isActive: (pattern) =>
        this.#rules.rules.some(({ id }) => matchesRuleId(pattern, id)) || hasSecretRule(this.#rules, pattern),
      knownRules: () => (this.#options.knowsAllRules ? this.#knownRules() : undefined),
      aliasesOf: this.#rules.aliasesOf,
    });
  }

  #knownRules(): ReadonlySet<string> {
    return new Set([...this.#rules.ids, ...secretRulesOf(this.#rules).ids, UNUSED_SUPPRESSION, INVALID_SUPPRESSION]);
  }

  /** What a file that was read shows by itself; undefined when the budget was spent before all of it was looked at. */
  #localReports(file: FileState, budget: AskedBudget): Reports | undefined {
    if (file.local) return file.local;
    if (file.pieces) return this.#programReports(file, budget);
    const inside: Searched[] = [];
    for (const program of this.#programs.of(file)) {
      const searched = this.#localReports(program, budget);
      if (!searched) return undefined;
      inside.push(searched);
    }
    const { isAccepted } = secretRulesOf(this.#rules);
    if (budget.spent()) return undefined;
    const matches = this.#stopwatch.measure("secrets", undefined, () => this.#secretsIn(file, budget));
    if (!matches) return undefined;
    const reported = matches.filter((match) => !isAccepted(match, file.path));
    // What can be done about a secret depends on the code around it.
    if (reported.length > 0 && file.isUnparsed) this.#reading.readWhole(file);
    const secrets = reported.map((match) => secretFinding(match, file.path, this.#rules, file.snapshot?.ast));
    const searched = this.#matcher.search(file, budget);
    if (budget.wasSpent) return undefined;
    const problems = [...file.problems, ...searched.problems, ...inside.flatMap((each) => inPage(file, each.problems))];
    if (file.snapshot?.hasSyntaxErrors)
      problems.push({
        kind: "syntax-error",
        path: file.path,
        message: "does not parse as a whole; what parses was scanned",
      });
    const spans = matches.map(({ secretStart: start, secretEnd: end }) => ({ start, end }));
    file.local = {
      raw: [...secrets, ...searched.raw, ...inside.flatMap((each) => each.raw)],
      secrets: spans,
      problems,
    };
    file.secretMatches = undefined;
    return file.local;
  }

  /** Secrets are those of the page that a program is in; what a template engine makes of scripts may parse, as they are they need not. */
  #programReports(program: FileState, budget: AskedBudget): Reports | undefined {
    if (budget.spent()) return undefined;
    const { raw, problems } = this.#matcher.search(program, budget);
    if (budget.wasSpent) return undefined;
    program.local = {
      raw: inText(this.#programs.pageOf(program) ?? program, raw),
      secrets: [],
      problems: [...program.problems, ...problems],
    };
    return program.local;
  }

  #secretsIn(file: FileState, budget: Budget): readonly SecretMatch[] | undefined {
    if (file.secretMatches) return file.secretMatches;
    let scan = file.isEdited ? file.secrets : undefined;
    if (!scan) {
      file.secretSteps ??= secretRulesOf(this.#rules).scanner.startInSteps(file.text, file.path);
      scan = advanced(file.secretSteps, () => budget.spent())?.value;
      if (!scan) return undefined;
      file.secretSteps = undefined;
    }
    if (file.isEdited) file.secrets = scan;
    file.secretMatches = scan.matches;
    return scan.matches;
  }
}

/** What a program is told behind the page's end stands nowhere in the page. */
function inText({ text }: FileState, raw: readonly RawFinding[]): RawFinding[] {
  return raw.filter(({ span }) => span.end <= text.length);
}

/** One change that covers all edits: `[start, oldEnd)` of the text before became `[start, newEnd)`. */
function hullOf(edits: readonly TextEdit[]): { start: number; oldEnd: number; newEnd: number } | undefined {
  let hull: { start: number; oldEnd: number; newEnd: number } | undefined;
  for (const { span, newText } of edits) {
    const { start, end } = span;
    if (!hull) hull = { start, oldEnd: end, newEnd: end };
    else {
      // The span counts in the text as the edits before left it; what lies behind their hull moved with it.
      const moved = hull.newEnd - hull.oldEnd;
      hull = {
        start: Math.min(hull.start, start),
        oldEnd: Math.max(hull.oldEnd, end - moved),
        newEnd: Math.max(hull.newEnd, end),
      };
    }
    hull.newEnd += newText.length - (end - start);
  }
  return hull;
}
