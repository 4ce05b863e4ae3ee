// The whole program: its files, the summaries of its units, and the flows found in it. A change of one file costs what it
// touched: units whose text and surroundings stayed keep their summaries; where a summary changes, those that used it
// follow; where it comes out the same, nothing else moves.

import type { Ast, AstNode } from "../syntax/ast.ts";
import type { LanguageId } from "../syntax/language.ts";
import type { Names } from "../syntax/names.ts";
import { nameOf, type Sym } from "../syntax/symbols.ts";
import type { Span } from "../text/span.ts";
import { evaluateUnit, type UnitResult } from "./evaluate-unit.ts";
import type { Arrival, Entity, FileKnowledge, Surroundings } from "./evaluation.ts";
import { FlowFile } from "./file.ts";
import type { Model } from "./model.ts";
import { ModelIndex, type ModelProblem } from "./model-index.ts";
import { ModuleResolver } from "./modules.ts";
import { OriginResolver } from "./origins.ts";
import { RuleTable } from "./rule-table.ts";
import { FileMarks, type PatternMark, type TaintRuleSpec } from "./spec.ts";
import { StaticConstants } from "./static-constants.ts";
import type { Sink, Summary } from "./summary.ts";
import { type FlowStep, spanOf, stepsOf } from "./trace.ts";
import type { ClassInfo, Unit } from "./unit.ts";
import { type Taint, UNKNOWN, type Value } from "./value.ts";

/** What the program is told of a file. */
export interface FileFacts {
  readonly ast: Ast;
  readonly names: Names;
  /** What taint rules' own patterns matched in it. */
  readonly marks: readonly PatternMark[];
}

/** A flow that makes a rule fire. */
export interface Flow {
  readonly ruleId: string;
  readonly path: string;
  /** The smallest expression that carries the taint into the sink. */
  readonly span: Span;
  /** The call or assignment as a whole. */
  readonly whole: Span;
  /** What is called or written, for people. */
  readonly sinkName: string;
  readonly sinkTitle: string;
  /** Shortest first. */
  readonly traces: readonly (readonly FlowStep[])[];
  /** Rests on what something is called rather than on what it is. */
  readonly isGuess: boolean;
  /** Of the rule's own sink pattern, as its mark had it. */
  readonly payload?: unknown;
}

/** What was left out, and why. */
export interface FlowProblem {
  readonly path: string;
  readonly message: string;
}

interface FileEntry {
  readonly file: FlowFile;
  readonly knowledge: FileKnowledge;
}

const MOST_ROUNDS = 5;
const DEEPEST_DEMAND = 24;
const MOST_TRACES = 5;

export class Program implements Surroundings {
  #models: readonly Model[] = [];
  #rules = new RuleTable([]);
  readonly #indexes = new Map<LanguageId, ModelIndex>();
  readonly #files = new Map<string, FileEntry>();
  readonly #facts = new Map<string, FileFacts>();
  readonly #units = new Map<string, Unit>();
  readonly #modules = new ModuleResolver((path) => this.#files.get(path)?.file);
  readonly #results = new Map<Unit, UnitResult>();
  readonly #entities = new Map<FlowFile, Map<AstNode, Entity | undefined>>();
  #subclasses: Map<ClassInfo, ClassInfo[]> | undefined;
  #arrivals: Map<string, Map<string, Arrival>> | undefined;
  readonly #open = new Map<Unit, { depth: number; isHead: boolean }>();
  /** The last summaries of units in a circle, while it is gone round. */
  readonly #approximations = new Map<Unit, Summary>();

  /** Which models there are, and what rules ask for. Everything is worked out anew. */
  configure(models: readonly Model[], rules: readonly TaintRuleSpec[]): void {
    this.#models = models;
    this.#rules = new RuleTable(rules);
    this.#indexes.clear();
    const facts = [...this.#facts];
    this.#files.clear();
    this.#units.clear();
    this.#reset();
    for (const [path, each] of facts) this.setFile(path, each);
  }

  get modelProblems(): readonly ModelProblem[] {
    return [...this.#indexes.values()].flatMap((index) => index.problems);
  }

  /** Files that say where imports lead (`tsconfig.json`, `package.json`); undefined takes one away. */
  setProjectFile(path: string, text: string | undefined): void {
    this.#modules.setProjectFile(path, text);
    this.#reset();
  }

  /** Adds a file or replaces it. */
  setFile(path: string, facts: FileFacts): void {
    this.#facts.set(path, facts);
    const file = new FlowFile(path, facts.ast, facts.names, new Map());
    const models = this.#index(file.language);
    const knowledge: FileKnowledge = {
      models,
      origins: new OriginResolver(file, models, this),
      marks: new FileMarks(facts.marks),
      constants: new StaticConstants(facts.ast, facts.names),
    };
    this.#forget(path);
    this.#files.set(path, { file, knowledge });
    for (const unit of file.units.all) this.#units.set(unit.id, unit);
    this.#reset();
  }

  removeFile(path: string): void {
    this.#facts.delete(path);
    this.#forget(path);
    this.#reset();
  }

  #forget(path: string): void {
    const entry = this.#files.get(path);
    if (!entry) return;
    for (const unit of entry.file.units.all) if (this.#units.get(unit.id) === unit) this.#units.delete(unit.id);
    this.#files.delete(path);
  }

  #reset(): void {
    this.#results.clear();
    this.#entities.clear();
    this.#arrivals = undefined;
    this.#subclasses = undefined;
  }

  #index(language: LanguageId): ModelIndex {
    let index = this.#indexes.get(language);
    if (!index) {
      index = new ModelIndex(this.#models, language);
      this.#indexes.set(language, index);
    }
    return index;
  }

  /** The flows that end in a file. */
  findings(path: string): Flow[] {
    this.#arrivals ??= this.#collectArrivals();
    const flows: Flow[] = [];
    for (const { sink, taint } of this.#arrivals.get(path)?.values() ?? []) {
      for (const { rule, taint: accepted } of this.#rules.firing(sink.kind, nameOf(sink.kind), taint))
        flows.push(this.#flow(rule, sink, accepted));
    }
    return flows.sort(
      (a, b) => a.span.start - b.span.start || a.span.end - b.span.end || (a.ruleId < b.ruleId ? -1 : 1),
    );
  }

  /** All that reached sinks, by the file of the sink and by the sink. */
  #collectArrivals(): Map<string, Map<string, Arrival>> {
    for (const { file } of this.#files.values()) this.#solve(file.units.module);
    const arrivals = new Map<string, Map<string, Arrival>>();
    for (const { file } of this.#files.values())
      for (const unit of file.units.all)
        for (const { sink, taint } of this.#results.get(unit)?.arrivals ?? []) {
          const { path } = sink.site.unit.file;
          let ofPath = arrivals.get(path);
          if (!ofPath) {
            ofPath = new Map();
            arrivals.set(path, ofPath);
          }
          const key = `${sink.site.unit.id} ${sink.site.node} ${sink.kind}`;
          const known = ofPath.get(key);
          ofPath.set(key, known ? { sink: known.sink, taint: [...known.taint, ...taint] } : { sink, taint });
        }
    return arrivals;
  }

  #flow(ruleId: string, sink: Sink, taint: Taint): Flow {
    const traces = taint
      .map((element) => stepsOf(element, sink))
      .sort((a, b) => a.length - b.length || compareSteps(a[0]!, b[0]!));
    const distinct: FlowStep[][] = [];
    for (const trace of traces) {
      const start = trace[0]!;
      if (
        !distinct.some(
          ([first]) =>
            first!.path === start.path && first!.span.start === start.span.start && first!.span.end === start.span.end,
        )
      )
        distinct.push(trace);
    }
    const isGuess = sink.isGuess || taint.every(({ source }) => source.kind === "concrete" && source.isByConvention);
    return {
      ruleId,
      path: sink.site.unit.file.path,
      span: spanOf(sink.site),
      whole: spanOf(sink.whole),
      sinkName: sink.name,
      sinkTitle: sink.title,
      traces: distinct.slice(0, MOST_TRACES),
      isGuess,
      payload: sink.payload,
    };
  }

  /** What the flow engine had to leave out. */
  problems(path: string): FlowProblem[] {
    const entry = this.#files.get(path);
    return (entry?.file.units.all ?? [])
      .filter((unit) => this.#results.get(unit)?.isCut)
      .map((unit) => ({
        path,
        message: `${unit.kind === "module" ? "the top level" : `\`${unit.name}\``} is too big to follow all data through it`,
      }));
  }

  // Surroundings

  knowledge(file: FlowFile): FileKnowledge {
    const entry = this.#files.get(file.path);
    if (!entry) throw new Error(`no file ${file.path} in the program`);
    return entry.knowledge;
  }

  summaryOf(unit: Unit): Summary | undefined {
    return this.#solve(unit)?.summary ?? this.#approximations.get(unit);
  }

  imported(file: FlowFile, module: string, member: string): Entity | undefined {
    return this.#modules.imported(file, module, member);
  }

  exported(file: FlowFile, name: string): Entity | undefined {
    return this.#modules.exported(file, name);
  }

  entityOf(file: FlowFile, declaration: AstNode): Entity | undefined {
    let entities = this.#entities.get(file);
    if (!entities) {
      entities = new Map();
      this.#entities.set(file, entities);
    }
    if (!entities.has(declaration)) entities.set(declaration, this.#modules.entityOfDeclaration(file, declaration));
    return entities.get(declaration);
  }

  classAt(file: FlowFile, classNode: AstNode): ClassInfo | undefined {
    return file.classOf(classNode);
  }

  superclassesOf(info: ClassInfo): readonly ClassInfo[] {
    return this.#modules.superclassesOf(info);
  }

  subclassesOf(info: ClassInfo): readonly ClassInfo[] {
    if (!this.#subclasses) {
      this.#subclasses = new Map();
      for (const { file } of this.#files.values())
        for (const each of file.units.classes)
          for (const parent of this.superclassesOf(each)) {
            const known = this.#subclasses.get(parent);
            if (known) known.push(each);
            else this.#subclasses.set(parent, [each]);
          }
    }
    return this.#subclasses.get(info) ?? [];
  }

  classOfDeclaration(file: FlowFile, declaration: AstNode): ClassInfo | undefined {
    return this.#modules.classOfDeclaration(file, declaration);
  }

  classOfMember(info: ClassInfo, member: Sym): ClassInfo | undefined {
    return this.#modules.classOfMember(info, member);
  }

  exitOf(file: FlowFile, declaration: AstNode): Value {
    return this.#solve(file.units.module)?.summary.exits.get(file.keyOf(declaration)) ?? UNKNOWN;
  }

  originsOfImport(file: FlowFile, module: string, member: string) {
    const entity = this.#modules.imported(file, module, member);
    if (entity?.kind !== "variable") return undefined;
    return this.knowledge(entity.file).origins.of(entity.declaration);
  }

  // Solving

  /** The result of a unit; undefined while it is being worked out, further up. */
  #solve(unit: Unit): UnitResult | undefined {
    const known = this.#results.get(unit);
    if (known) return known;
    const open = this.#open.get(unit);
    if (open) {
      open.isHead = true;
      return undefined;
    }
    if (this.#open.size >= DEEPEST_DEMAND) return undefined;
    const state = { depth: this.#open.size, isHead: false };
    this.#open.set(unit, state);
    let result = evaluateUnit(unit, this);
    for (let round = 0; state.isHead && round < MOST_ROUNDS; round++) {
      const before = this.#approximations.get(unit);
      this.#approximations.set(unit, result.summary);
      if (before && size(before) === size(result.summary)) break;
      result = evaluateUnit(unit, this);
    }
    this.#open.delete(unit);
    this.#approximations.delete(unit);
    this.#results.set(unit, result);
    return result;
  }
}

/** How much a summary says: while going round a circle, it only grows. */
function size({ result, effects, hits, calls }: Summary): number {
  return (
    result.taint.length +
    result.objects.length * 3 +
    effects.length * 7 +
    hits.reduce((sum, hit) => sum + 11 + hit.taint.length, 0) +
    calls.length * 13
  );
}

function compareSteps(a: FlowStep, b: FlowStep): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : a.span.start - b.span.start;
}
