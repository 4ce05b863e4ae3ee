// The whole program: its files, the summaries of its units, and the flows found in it. A change of one file costs what it
// touched: units whose text and surroundings stayed keep their summaries; where a summary changes, those that used it
// follow, in whichever file they are; where it comes out the same, nothing else moves.

import type { Ast } from "../syntax/ast.ts";
import type { LanguageId } from "../syntax/language.ts";
import type { Names } from "../syntax/names.ts";
import type { AstChange } from "../syntax/splice.ts";
import { nameOf } from "../syntax/symbols.ts";
import { tightChange } from "../syntax/tight-change.ts";
import { advanced, finished, type Steps } from "../text/steps.ts";
import type { Arrival } from "./arrivals.ts";
import { ContainedEdit, type Touched } from "./contained-edit.ts";
import type { UnitResult } from "./evaluate-unit.ts";
import { FlowFile } from "./file.ts";
import { type Flow, FoundFlows } from "./found-flows.ts";
import { ImportGraph } from "./import-graph.ts";
import { KnownModels } from "./known-models.ts";
import { type FlowProblem, LimitedUnits } from "./limited-units.ts";
import { isSameLimits, NO_LIMITS } from "./limits.ts";
import type { Model } from "./model.ts";
import type { ModelProblem } from "./model-index.ts";
import { ModuleResolver } from "./modules.ts";
import { OpenFields } from "./open-fields.ts";
import { OriginResolver } from "./origin-resolver.ts";
import { OriginsOfProgram } from "./origins-of-program.ts";
import { outlineOf } from "./outline.ts";
import { packageOutline, sharesPackages } from "./packages.ts";
import { Relevance } from "./relevance.ts";
import { RuleTable } from "./rule-table.ts";
import { Settings } from "./settings.ts";
import { Solver } from "./solver.ts";
import { FileMarks, markTexts, type PatternMark, type TaintRuleSpec } from "./spec.ts";
import { StaticConstants } from "./static-constants.ts";
import type { Sink } from "./summary.ts";
import type { FileKnowledge } from "./surroundings.ts";
import { SurroundingsOfProgram } from "./surroundings-of-program.ts";
import { stopsOf } from "./trace.ts";
import { adoptUnits, type ClassInfo, nodeOfIndex, standStill, type Unit } from "./unit.ts";
import type { UnitTable } from "./unit-table.ts";
import type { Site } from "./value.ts";

/** What the program is told of a file. */
export interface FileFacts {
  readonly ast: Ast;
  readonly names: Names;
  /** What taint rules' own patterns matched in it. */
  readonly marks: readonly PatternMark[];
  /** It is being typed and broken for the moment. */
  readonly isPassing?: boolean;
  /** How the AST came from that of the version before, where that is known. */
  readonly change?: AstChange | undefined;
}

/** A file of the program on its way into it. */
export interface PreparedFile {
  /** The version that it follows. */
  readonly before: FlowFile | undefined;
  readonly file: FlowFile;
}

interface FileEntry {
  file: FlowFile;
  knowledge: FileKnowledge;
  marks: ReadonlyMap<Unit, string>;
  readonly patternMarks: readonly PatternMark[];
  /** Undefined when nobody was there to see it. */
  outline: string | undefined;
  superclasses: Map<ClassInfo, readonly ClassInfo[]>;
}

const SCRIPTS: ReadonlySet<LanguageId> = new Set(["javascript", "typescript", "tsx"]);

/** Files of so many nodes are looked through for handlers in steps. */
const LONG = 20_000;
/** Files whose imports are followed in one step. */
const FILES_IN_A_STEP = 10;

/** Units that are not worth counting. */
const MANY_DOUBTS = 100;

export class Program {
  readonly settings = new Settings();
  readonly #projectTexts = new Map<string, string>();
  #models = new KnownModels([], []);
  #rules = new RuleTable([]);
  #relevance = new Relevance();
  readonly #files = new Map<string, FileEntry>();
  /** Files that were taken away, until those that saw them have asked anew. */
  readonly #gone = new Map<string, FileEntry>();
  readonly #units = new Map<string, Unit>();
  readonly #classes = new Map<string, ClassInfo>();
  readonly #imports = new ImportGraph();
  readonly #modules = new ModuleResolver(
    (path) => this.#files.get(path)?.file,
    () => this.#flowFiles(),
  );
  readonly #surroundings: SurroundingsOfProgram;
  readonly #solver: Solver;
  readonly #origins: OriginsOfProgram;
  #openFields = new OpenFields();
  /** Files were added or taken away: imports may lead elsewhere. */
  #isStructureNew = false;
  /** Languages of which all files are asked again when imports have been looked at: static fields may be constants, or none. */
  readonly #askedAgain = new Set<LanguageId>();
  /** Files of settings changed: whoever read them is among all. */
  #areSettingsNew = false;
  /** Files that changed since everything was settled, and whether others may see a difference. */
  readonly #edited = new Map<string, boolean>();
  /** Files that see another outline than before, and how often each was looked at since all was settled. */
  readonly #outdated = new Set<string>();
  readonly #outlined = new Map<string, number>();
  /** The look at outlines, as far as it has come. What changes puts an end to it; what it has done stays. */
  #following: Steps<void> | undefined;
  /** Long files whose handlers nobody has looked for. */
  readonly #unread = new Set<string>();
  /** Files that are broken for the moment, as they were before: what others could see of them is not looked at until that is over. */
  readonly #passing = new Map<string, FileEntry>();
  readonly #limited = new LimitedUnits();
  readonly #found = new FoundFlows({
    firing: (sink, taint) => this.#rules.firing(sink.kind, nameOf(sink.kind), taint),
    presentPart: (arrival) => (this.#passing.size === 0 ? [arrival] : this.#presentPart(arrival)),
    payloadOf: (sink) => this.#payloadOf(sink),
  });

  readonly isOnce: boolean;

  /** @param isOnce files come and go, but none is ever changed: what only tells whom a change concerns is not worked out */
  constructor(isOnce = false) {
    this.isOnce = isOnce;
    this.#surroundings = new SurroundingsOfProgram({
      isOnce,
      settings: this.settings,
      units: this.#units,
      classes: this.#classes,
      modules: this.#modules,
      imports: this.#imports,
      solver: () => this.#solver,
      files: () => this.#flowFiles(),
      fileAt: (path) => this.fileAt(path),
      knowledge: (file) => this.knowledge(file),
      superclassesIn: (path) => this.#files.get(path)?.superclasses,
    });
    this.#solver = new Solver(
      this.#surroundings,
      (unit) => this.#files.get(unit.file.path)?.marks.get(unit) ?? "",
      (unit, before, after) => this.#noteResult(unit, before, after),
    );
    this.#origins = new OriginsOfProgram(this.#modules, this.#surroundings);
  }

  /** Which models there are, and what rules ask for. Everything is worked out anew. */
  configure(models: readonly Model[], rules: readonly TaintRuleSpec[]): void {
    this.#models = new KnownModels(models, rules);
    this.#rules = new RuleTable(rules);
    this.#relevance = new Relevance(this.#relevance.pinned);
    this.#solver.clear();
    this.#found.clear();
    this.#limited.clear();
    this.#passing.clear();
    this.#following = undefined;
    for (const [path, entry] of this.#files) {
      entry.knowledge = this.#learn(entry.file, entry.knowledge.marks);
      this.#readWords(entry.file, entry.patternMarks);
      this.#edit(path);
    }
  }

  get modelProblems(): readonly ModelProblem[] {
    return this.#models.problems;
  }

  /** Files that say where imports lead (`tsconfig.json`, `go.mod`) or hold settings; undefined takes one away. */
  setProjectFile(path: string, text: string | undefined): void {
    if (this.#projectTexts.get(path) === text) return;
    this.#letGo();
    if (text === undefined) this.#projectTexts.delete(path);
    else this.#projectTexts.set(path, text);
    this.settings.set(path, text);
    this.#modules.setProjectFile(path, text);
    this.#isStructureNew = true;
    this.#areSettingsNew = true;
  }

  /**
   * Adds a file or replaces it. Work is done when somebody asks.
   *
   * Behind a bracket or quote that was just opened the rest of a file is something else, until it is closed. So while a file that is
   * being typed is broken, only what was typed into is looked at; what others could see of the change waits until the file
   * is whole again, or is given once more without `isPassing`, as is done when whoever types pauses.
   */
  setFile(path: string, facts: FileFacts, prepared?: PreparedFile): void {
    finished(this.setFileInSteps(path, facts, prepared));
  }

  /** The same. Once it is begun, the program may be asked nothing until it is done. */
  *setFileInSteps(path: string, facts: FileFacts, prepared?: PreparedFile): Steps<void> {
    this.#letGo();
    const before = this.#files.get(path);
    const isSameLanguage = before?.file.language === facts.ast.language;
    const { ast, names, change } = facts;
    const known = isSameLanguage && {
      ast: before.file.ast,
      units: before.file.units,
      change: change?.before === before.file.ast.revision ? tightChange(before.file.ast, ast, change) : undefined,
    };
    const isPrepared = prepared?.before === before?.file && prepared?.file.ast === ast;
    const file = isPrepared ? prepared.file : yield* FlowFile.inSteps(path, ast, names, known || undefined);
    const marks = new FileMarks(facts.marks);
    const knowledge = this.#learn(file, marks);
    const isPassing = facts.isPassing === true && before !== undefined && isSameLanguage;
    const calm = this.#passing.get(path);
    const base = calm ?? before;
    let edit: ContainedEdit | undefined;
    if (base && isSameLanguage && !(calm && isPassing)) {
      if (calm) adoptUnits(calm.file);
      yield;
      edit = yield* ContainedEdit.between(
        { file: base.file, origins: base.knowledge.origins },
        { file, origins: knowledge.origins },
        knowledge.models.conventionMembers,
        base === before && known ? known.change : undefined,
      );
    }
    adoptUnits(file);
    const entry: FileEntry = {
      file,
      knowledge,
      marks: markTexts(file, facts.marks),
      patternMarks: facts.marks,
      outline: before?.outline,
      superclasses: new Map(),
    };
    const touched = edit && (yield* edit.touched());
    const isPutOff = isPassing && !touched;
    const { all, table: kept } = file.units;
    if (isPutOff) {
      this.#solver.noteMeanwhile();
      if (!calm) base!.file.ast.hold();
      this.#passing.set(path, base!);
      this.#forgetUnits(before.file, kept, (unit) => this.#solver.setAside(unit));
      standStill(base!.file, kept);
    } else {
      if (before && !calm && touched?.keepsClasses) entry.superclasses = before.superclasses;
      for (const each of new Set([before?.file, calm?.file]))
        if (each) this.#forgetUnits(each, kept, (unit) => this.#solver.remove(unit));
      // What a package's files see of each other by bare names may now be something else.
      if (!base || (!touched?.keepsOutline && packageOutline(base.file) !== packageOutline(file))) {
        this.#isStructureNew = true;
        this.#modules.forgetPackages();
      }
    }
    if (file.units.hasForgotten || (before && !isSameLanguage)) this.#solver.forgetRetired();
    // Units that are forgotten stay of the version that they went with.
    if (file.units.hasForgotten) before?.file.ast.hold();
    ast.hold();
    this.#files.set(path, entry);
    if (ast.size > LONG && !this.isOnce) this.#unread.add(path);
    if (!isPutOff) {
      yield;
      this.#readWords(file, facts.marks);
      yield;
      this.#followAssignments(base?.file, file);
    }
    if (all !== before?.file.units.all) {
      for (const unit of all) this.#units.set(unit.id, unit);
      for (const info of file.units.classes) this.#classes.set(info.unit.id, info);
    }
    this.#edit(path, isPutOff ? this.#typedInto(file, base!.file) : touched);
    if (calm && !isPutOff) this.#endPassing(path);
    // What patterns matched in a unit is part of what it was worked out from.
    if (!isPutOff)
      for (const unit of new Set([...(base?.marks.keys() ?? []), ...entry.marks.keys()]))
        if (base?.marks.get(unit) !== entry.marks.get(unit)) this.#solver.doubt(unit);
    before?.file.ast.letGo();
  }

  /** What takes long of `setFile` for a long file and depends on that file alone, in steps. To be handed to it. */
  *prepareFile(path: string, { ast, names }: Pick<FileFacts, "ast" | "names">): Steps<PreparedFile> {
    const { language } = ast;
    yield* this.#models.prepare(language);
    yield;
    const vocabulary = this.#models.vocabulary(language);
    yield;
    yield* vocabulary.readSymbols(ast);
    yield;
    // Made by the first who asks.
    void names.imports;
    yield;
    void names.exports;
    yield;
    const before = this.#files.get(path)?.file;
    const known =
      before?.language === language ? { ast: before.ast, units: before.units, change: undefined } : undefined;
    return { before, file: yield* FlowFile.inSteps(path, ast, names, known) };
  }

  /**
   * What has to be looked at of a file that is broken for the moment: functions that are not what they were, or else other statements.
   * Not those that only seem to be others because the class around them fell apart, as their names tell; nor, where functions are gone, the
   * top level that their statements now seem to be of: it would be worked out with each key, for nothing that stays.
   */
  #typedInto(file: FlowFile, calm: FlowFile): Touched {
    const changed = file.units.all.filter((unit) => this.#solver.digestOf(unit) !== unit.digest);
    const isThere = file.units.table;
    const gone = new Set(calm.units.all.filter((unit) => !isThere.has(unit)).map(({ name }) => name));
    const isKnown = calm.units.table;
    const functions = changed.filter((unit) =>
      unit.kind === "function" ? isKnown.has(unit) || !gone.has(unit.name) : this.#findsSomething(unit),
    );
    return {
      units: functions.length > 0 || gone.size > 0 ? functions : changed,
      keepsClasses: false,
      keepsOutline: true,
    };
  }

  /** Findings should not come and go with every bracket. */
  #findsSomething(unit: Unit): boolean {
    const arrivals = this.#solver.resultOf(unit)?.arrivals ?? [];
    return arrivals.some(({ sink, taint }) => this.#rules.firing(sink.kind, nameOf(sink.kind), taint).length > 0);
  }

  #endPassing(path: string): void {
    const calm = this.#passing.get(path);
    if (!calm) return;
    this.#passing.delete(path);
    calm.file.ast.letGo();
    this.#solver.doubtMeanwhile(this.#passing.size === 0);
  }

  /** Whether something waits for the file to be whole again, or given once more. */
  isPassing(path: string): boolean {
    return this.#passing.has(path);
  }

  /** Somebody edits the file, or no longer does. */
  setEdited(path: string, isEdited: boolean): void {
    if (isEdited) this.#relevance.pin(path);
    else this.#relevance.unpin(path);
  }

  /** Takes all files away at once. */
  clear(): void {
    for (const path of this.#files.keys()) this.#relevance.remove(path);
    this.#files.clear();
    this.#gone.clear();
    this.#units.clear();
    this.#classes.clear();
    this.#imports.clear();
    this.#edited.clear();
    this.#passing.clear();
    this.#limited.clear();
    this.#askedAgain.clear();
    this.#outdated.clear();
    this.#outlined.clear();
    this.#unread.clear();
    this.#following = undefined;
    this.#openFields = new OpenFields();
    this.#solver.clear();
    this.#found.clear();
    this.#modules.forgetPackages();
    this.#forgetStatic();
    this.#isStructureNew = true;
  }

  removeFile(path: string): void {
    const entry = this.#files.get(path);
    if (!entry) return;
    this.#letGo();
    this.#files.delete(path);
    this.#gone.set(path, entry);
    this.#unread.delete(path);
    this.#followAssignments((this.#passing.get(path) ?? entry).file, undefined);
    this.#relevance.remove(path);
    for (const each of new Set([entry.file, this.#passing.get(path)?.file]))
      if (each) this.#forgetUnits(each, undefined, (unit) => this.#solver.remove(unit));
    this.#endPassing(path);
    this.#solver.forgetRetired();
    this.#noteImports(entry, []);
    this.#edited.delete(path);
    this.#found.forget(path);
    this.#modules.forgetPackages();
    this.#forgetStatic();
    this.#isStructureNew = true;
  }

  /** Something changes: what was begun would go on in another world. */
  #letGo(): void {
    this.#solver.letGo();
    this.#following = undefined;
  }

  /** `touched`: what an edit concerns; the whole file and who sees it without. */
  #edit(path: string, touched?: Touched): void {
    this.#outlined.delete(path);
    this.#edited.set(path, (this.#edited.get(path) ?? false) || !touched?.keepsOutline);
    this.#found.doubt(path);
    this.#forgetStatic(touched?.keepsClasses);
    const entry = this.#files.get(path);
    if (entry) for (const unit of touched?.units ?? entry.file.units.all) this.#solver.doubt(unit);
    // Its text moved under the traces that lead through it.
    this.#found.doubtThrough(path);
  }

  #flowFiles(): FlowFile[] {
    return [...this.#files.values()].map(({ file }) => file);
  }

  /** Static fields may have become constants, or none. */
  #followAssignments(before: FlowFile | undefined, after: FlowFile | undefined): void {
    const isOther = before !== undefined && after !== undefined && before.language !== after.language;
    if (isOther) this.#followAssignments(before, undefined);
    if (!this.#openFields.replace(isOther ? undefined : before, after)) return;
    const { language } = (after ?? before)!;
    // Of many files that come one after the other each would ask for all.
    if (this.isOnce) this.#askedAgain.add(language);
    else this.#askAgainAll(language);
  }

  #askAgainAll(language?: LanguageId): void {
    for (const [path, { file }] of this.#files) if ((language ?? file.language) === file.language) this.#askAgain(path);
  }

  #forgetUnits(file: FlowFile, kept: UnitTable | undefined, forget: (unit: Unit) => void): void {
    if (kept?.units === file.units.all) return;
    for (const unit of file.units.all) {
      if (kept?.has(unit)) continue;
      forget(unit);
      if (this.#units.get(unit.id) === unit) this.#units.delete(unit.id);
    }
    for (const info of file.units.classes)
      if (!kept?.has(info.unit) && this.#classes.get(info.unit.id) === info) this.#classes.delete(info.unit.id);
  }

  /** Entities name nodes of files that may be gone. */
  #forgetStatic(keepsClasses = false): void {
    this.#surroundings.forget(keepsClasses);
    this.#modules.forget();
  }

  #learn(file: FlowFile, marks: FileMarks): FileKnowledge {
    const models = this.#models.index(file.language);
    return {
      models,
      origins: new OriginResolver(file, models, this.#origins),
      marks,
      constants: new StaticConstants(file.ast, file.names),
      openRules: this.#rules.open,
      openKinds: this.#rules.openKinds,
      looksForUnbound: this.#rules.looksForUnbound,
    };
  }

  #readWords(file: FlowFile, marks: readonly PatternMark[]): void {
    this.#relevance.set(file.path, file.language, this.#models.vocabulary(file.language).wordsOf(file, marks));
  }

  /** How many evaluations of units all changes took so far. */
  get evaluations(): number {
    return this.#solver.evaluations;
  }

  // What follows from changes

  /** Works out what changes call for; asks between units whether to go on. False when it was told to stop. */
  settle(mayGoOn?: () => boolean): boolean {
    if (this.#areSettingsNew) this.#askAgainAll();
    this.#areSettingsNew = false;
    if (this.#following || this.#edited.size > 0 || this.#isStructureNew) {
      const steps = this.#following ?? this.#followOutlines();
      this.#following = undefined;
      if (!mayGoOn) finished(steps);
      else if (!advanced(steps, () => !mayGoOn())) {
        this.#following = steps;
        return false;
      }
    }
    this.#followRelevance();
    if (mayGoOn && !this.#readHandlers(mayGoOn)) return false;
    this.#solver.spare((unit) => !this.#relevance.has(unit.file.path));
    return this.#solver.settle(mayGoOn);
  }

  /** Works out what changes call for in a file alone; what is known of others stands as it is. False when it was told to stop. */
  settleNear(path: string, mayGoOn: () => boolean): boolean {
    return this.#solver.settleThese(this.#files.get(path)?.file.units.all ?? [], mayGoOn);
  }

  /** Units that `settle` has still to look at. */
  get doubts(): number {
    return this.#solver.doubts;
  }

  /** Whether more is in doubt than an edit of one file usually puts there, or than one of this file does. */
  isBehind(path: string): boolean {
    const { doubts } = this.#solver;
    if (doubts <= MANY_DOUBTS) return false;
    return this.#edited.size > 1 || doubts > this.#largestFile() || this.#solver.doubtsBeside(path) > MANY_DOUBTS;
  }

  #largestFile(): number {
    let largest = MANY_DOUBTS;
    for (const { file } of this.#files.values()) largest = Math.max(largest, file.units.all.length);
    return largest;
  }

  /** Of long files whose units are about to be worked out, so that the first one to ask does not wait for all of it. */
  #readHandlers(mayGoOn: () => boolean): boolean {
    for (const path of this.#unread) {
      const entry = this.#files.get(path);
      if (!entry || !this.#relevance.has(path)) continue;
      if (!advanced(entry.knowledge.origins.handlers.read(), () => !mayGoOn())) return false;
      this.#unread.delete(path);
    }
    return true;
  }

  /** Files that see another outline of a file than before have to ask anew, and may have another outline themselves. */
  *#followOutlines(): Steps<void> {
    const waiting = this.#outdated;
    for (const [path, isSeen] of this.#edited) if (isSeen) waiting.add(path);
    if (this.#isStructureNew) {
      let looked = 0;
      for (const [path, entry] of [...this.#files]) {
        if (this.#noteImports(entry, this.#importsOf(entry))) waiting.add(path);
        if (++looked % FILES_IN_A_STEP === 0) yield;
      }
    } else
      for (const [path, isSeen] of this.#edited) {
        const entry = this.#files.get(path);
        // What changed inside of functions, with the same imports as before, leads where it led.
        if (!entry || (!isSeen && SCRIPTS.has(entry.file.language))) continue;
        const before = this.#imports.of(path);
        if (!this.#noteImports(entry, this.#importsOf(entry))) continue;
        // What it extended may be extended by others only.
        if (entry.file.units.classes.length > 0) for (const imported of before) this.#askAgain(imported);
      }
    for (const language of this.#askedAgain) this.#askAgainAll(language);
    this.#askedAgain.clear();
    if (this.isOnce) {
      this.#relevance.doubtEdges();
      waiting.clear();
    }
    for (const path of waiting) {
      const entry = this.#files.get(path);
      const times = (this.#outlined.get(path) ?? 0) + 1;
      if (!entry || times > MOST_OUTLINES) {
        waiting.delete(path);
        continue;
      }
      if (!this.#edited.get(path) || times > 1) this.#relearn(entry);
      const importers = this.#imports.importersOf(path);
      const imports = this.#imports.of(path);
      const hasClasses = entry.file.units.classes.length > 0 && imports.length > 0;
      const outline =
        importers || hasClasses || sharesPackages(entry.file.language)
          ? yield* outlineOf(this.#surroundings, entry.file, entry.knowledge)
          : undefined;
      yield;
      this.#outlined.set(path, times);
      waiting.delete(path);
      if (outline === entry.outline) continue;
      entry.outline = outline;
      this.#relevance.doubtEdges();
      for (const importer of importers ?? []) waiting.add(importer);
      // Who declares a superclass sees what extends it.
      if (hasClasses) for (const imported of imports) this.#askAgain(imported);
    }
    this.#outlined.clear();
    this.#edited.clear();
    this.#gone.clear();
    this.#isStructureNew = false;
  }

  /** Units of files that flows can arrive in after all are worked out; what is known of those where none can is let go. */
  #followRelevance(): void {
    let leads: Map<string, string[]> | undefined;
    const { gained, lost } = this.#relevance.refresh(
      (path) => {
        leads ??= this.#leads();
        return leads.get(path) ?? [];
      },
      (language) => this.#models.vocabulary(language),
    );
    for (const path of lost) {
      for (const unit of this.#files.get(path)?.file.units.all ?? []) this.#solver.remove(unit);
      this.#found.doubt(path);
    }
    for (const path of gained) {
      this.#askAgain(path);
      this.#found.doubt(path);
    }
  }

  /** The files that code of each file may lead into: by its imports, and from methods to those that override them. */
  #leads(): Map<string, string[]> {
    const leads = new Map<string, string[]>();
    for (const path of this.#files.keys()) leads.set(path, [...this.#imports.of(path)]);
    for (const [path, { file }] of this.#files) {
      if (file.units.classes.length === 0) continue;
      for (const imported of this.#imports.of(path))
        if ((this.#files.get(imported)?.file.units.classes.length ?? 0) > 0) leads.get(imported)!.push(path);
      // Whatever has the methods of an interface of Go's implements it, wherever it stands.
      if (file.language === "go")
        for (const info of file.units.classes)
          for (const each of this.#surroundings.subclassesOf(info)) leads.get(path)!.push(each.unit.file.path);
    }
    return leads;
  }

  /** True when they are others than before. */
  #noteImports({ file }: FileEntry, imports: readonly string[]): boolean {
    if (!this.#imports.set(file.path, imports)) return false;
    this.#relevance.doubtEdges();
    // What it assigns to may be a field of a class that it sees only now.
    this.#surroundings.forget(true);
    if (!this.#askedAgain.has(file.language) && this.#openFields.mayBeAssignedIn(file))
      this.#askedAgain.add(file.language);
    return true;
  }

  #relearn(entry: FileEntry): void {
    entry.knowledge = this.#learn(entry.file, entry.knowledge.marks);
    entry.superclasses = new Map();
    if (entry.file.ast.size > LONG && !this.isOnce) this.#unread.add(entry.file.path);
    this.#forgetStatic();
    for (const unit of entry.file.units.all) this.#solver.doubt(unit);
  }

  #askAgain(path: string): void {
    for (const unit of this.#files.get(path)?.file.units.all ?? []) this.#solver.doubt(unit);
  }

  #importsOf({ file }: FileEntry): string[] {
    const paths = new Set<string>();
    for (const { module, imported } of file.names.imports)
      for (const path of this.#modules.files.allOf(file, module, imported)) paths.add(path);
    for (const { from } of file.names.exports)
      if (from) for (const path of this.#modules.files.allOf(file, from.module, from.imported)) paths.add(path);
    for (const path of this.#modules.packages.filesSeenBy(file)) paths.add(path);
    paths.delete(file.path);
    return [...paths].sort();
  }

  #noteResult(unit: Unit, before: UnitResult | undefined, after: UnitResult | undefined): void {
    this.#limited.note(unit, after);
    if (!isSameLimits(before?.limits ?? NO_LIMITS, after?.limits ?? NO_LIMITS)) this.#found.doubt(unit.file.path);
    this.#found.replace(unit, before?.arrivals ?? [], after?.arrivals ?? []);
  }

  /** Files whose flows may be others than when this was last asked. */
  affected(): readonly string[] {
    this.settle();
    return this.#found.takeDoubted().filter((path) => this.#files.has(path));
  }

  /** Changes whenever the flows that end in the file may have. */
  versionOf(path: string, mayGoOn?: () => boolean): number {
    this.settle(mayGoOn);
    return this.#found.versionOf(path);
  }

  // Flows

  /** The flows that end in a file, by place. */
  findings(path: string): readonly Flow[] {
    this.settle();
    return this.findingsSoFar(path);
  }

  /** The same of what was worked out so far. */
  findingsSoFar(path: string): readonly Flow[] {
    return this.#found.of(path);
  }

  /** Without what leads through code that is not there, or is not what it was, while its file is broken. */
  #presentPart({ sink, taint }: Arrival): Arrival[] {
    const isPresent = ({ unit }: Site): boolean =>
      !this.#passing.has(unit.file.path) ||
      (this.#units.get(unit.id) === unit && this.#solver.digestOf(unit) === unit.digest);
    if (![sink.site, sink.whole, sink.named].every(isPresent)) return [];
    const there = taint.filter((element) => stopsOf(element).every(({ site }) => isPresent(site)));
    return there.length === 0 ? [] : [{ sink, taint: there }];
  }

  #payloadOf({ mark, site }: Sink): unknown {
    if (!mark) return undefined;
    const marks = this.#files.get(site.unit.file.path)?.knowledge.marks.at(nodeOfIndex(site.unit, site.node));
    return marks?.find((each) => each.role === "sink" && each.rule === mark.rule && each.number === mark.number)
      ?.payload;
  }

  /** What the flow engine had to leave out. */
  problems(path: string): FlowProblem[] {
    if (!this.#relevance.allowsFlows(path)) return [];
    const there = this.#files.get(path)?.file.units.table;
    return this.#limited.problems(
      path,
      (unit) => there?.has(unit) === true && this.#units.get(unit.id) === unit,
      (unit) => this.#solver.resultOf(unit),
    );
  }

  // What others ask of files

  knowledge(file: FlowFile): FileKnowledge {
    const calm = this.#passing.size === 0 ? undefined : this.#passing.get(file.path);
    const entry = calm?.file === file ? calm : (this.#files.get(file.path) ?? this.#gone.get(file.path));
    if (!entry) throw new Error(`no file ${file.path} in the program`);
    return entry.knowledge;
  }

  fileAt(path: string): FlowFile | undefined {
    return this.#files.get(path)?.file;
  }
}

/** A circle of re-exports settles soon; one that does not is left as it is. */
const MOST_OUTLINES = 6;
