// Runs pattern rules on a workspace's files: search rules as reports, taint rules as marks for the data flow. Compiled rules and
// what is derived of a snapshot for matching are kept; a rule that fails is named once and left out, the others go on.

import type { Fix, ScanProblem } from "../detect/finding.ts";
import { textOf } from "../detect/match/bindings.ts";
import { MatchMemory } from "../detect/match/match-memory.ts";
import {
  type CompiledRule,
  languagesOfRule,
  MatchTarget,
  type RangeMatch,
  RuleCompiler,
} from "../detect/match/match-rule.ts";
import { KnownPatterns } from "../detect/match/packed-patterns.ts";
import type { ExtractRule, FixTemplate, Rule, SearchRule, TaintRule } from "../detect/rule.ts";
import type { RuleSet } from "../detect/rule-set.ts";
import { followTaint } from "../detect/taint/follow.ts";
import { taintOptions } from "../detect/taint/options.ts";
import type { Arrival } from "../detect/taint/pass.ts";
import type { PatternMark } from "../flow/spec.ts";
import { NO_NODE } from "../syntax/ast.ts";
import { type LanguageId, languageInfo } from "../syntax/language.ts";
import { pathOfPage } from "../syntax/pages/parts.ts";
import type { SyntaxParser } from "../syntax/parser.ts";
import type { Snapshot } from "../syntax/snapshots.ts";
import type { Sym } from "../syntax/symbols.ts";
import { addToList } from "../text/multimap.ts";
import type { Span } from "../text/span.ts";
import { advanced, finished, type Steps } from "../text/steps.ts";
import { isApplicable } from "./applicable.ts";
import { arrivalTrace } from "./arrival-trace.ts";
import { builtinFixes } from "./builtin-fixes.ts";
import { extracted } from "./extraction.ts";
import type { RawFinding } from "./raw-finding.ts";
import type { Stopwatch } from "./stopwatch.ts";
import { isOfPatterns, type MarkPayload, taintMarks } from "./taint-marks.ts";
import { templateFixes } from "./template-fixes.ts";
import type { Budget } from "./workspace.ts";

/** A file as the matcher needs it. */
export interface Searched {
  readonly path: string;
  readonly language: LanguageId;
  readonly text: string;
  readonly snapshot: Snapshot | undefined;
  /** It stands in a file of another language. */
  readonly isExtracted?: boolean;
}

/** A search as far as it has come. */
interface Search {
  readonly raw: RawFinding[];
  readonly problems: ScanProblem[];
  next: number;
  /** Of the rule that is being looked for. */
  steps: Steps<void> | undefined;
}

/** A search for marks as far as it has come. */
interface Marking {
  readonly done: Set<string>;
  readonly marks: PatternMark[];
  readonly problems: ScanProblem[];
  /** Of the rule that is being looked for. */
  steps: Steps<void> | undefined;
}

/** A metavariable's text in a finding is cut to this many characters. */
const LONGEST_VALUE = 200;

/** Compiling patterns costs more than scanning a file with them, so all workspaces of a rule set share what is compiled. */
const compilers = new WeakMap<RuleSet, { readonly compiler: RuleCompiler; readonly today: string }>();

function compilerOf(rules: RuleSet, parser: SyntaxParser, today: string): RuleCompiler {
  const made = compilers.get(rules);
  if (made?.today === today) return made.compiler;
  const seconds = Date.parse(today) / 1000;
  const known = new KnownPatterns(rules.patterns);
  const compiler = new RuleCompiler(parser, () => (Number.isNaN(seconds) ? 0 : seconds), known);
  compilers.set(rules, { compiler, today });
  return compiler;
}

export class RuleMatcher {
  readonly #compiler: RuleCompiler;
  readonly #parser: SyntaxParser;
  readonly #stopwatch: Stopwatch;
  /** Rules that look at one file by itself: search rules, and taint rules made of patterns alone. */
  readonly #localRules: readonly (SearchRule | TaintRule)[];
  readonly #extractRules: readonly ExtractRule[];
  readonly #taintRules = new Map<string, TaintRule>();
  readonly #memories = new Map<string, MatchMemory>();
  /** What went wrong with the taint rules of a snapshot, reported with its search. */
  readonly #markProblems = new WeakMap<Snapshot, readonly ScanProblem[]>();
  readonly #others = new Map<Rule, readonly LanguageId[]>();
  /** Searches that were told to stop: they are gone on with when somebody asks again. */
  readonly #begun = new WeakMap<Snapshot, Search>();
  readonly #marking = new WeakMap<Snapshot, Marking>();
  /** What all rules ask of a snapshot, while it is being made. */
  readonly #reading = new WeakMap<Snapshot, Steps<void>>();
  /** What was compiled needs one of these names. */
  readonly #needs = new Map<LanguageId, Map<Rule, readonly Sym[]>>();
  /** Rules of each language, so that a file does not ask all of them. */
  readonly #byLanguage = new Map<LanguageId, readonly (SearchRule | TaintRule)[]>();

  /** `today`: an ISO date, for rules that compare with it. */
  constructor(rules: RuleSet, parser: SyntaxParser, stopwatch: Stopwatch, today: string) {
    this.#parser = parser;
    this.#stopwatch = stopwatch;
    this.#compiler = compilerOf(rules, parser, today);
    this.#extractRules = rules.rules.filter((rule) => rule.mode === "extract");
    this.#localRules = rules.rules.filter(
      (rule): rule is SearchRule | TaintRule => rule.mode === "search" || (rule.mode === "taint" && isOfPatterns(rule)),
    );
  }

  /** Taint rules whose patterns `taintMarks` is to look for, under the name that the data flow knows them by. */
  registerTaintRule(id: string, rule: TaintRule): void {
    const hasPatterns = [...rule.sources, ...rule.sinks, ...rule.sanitizers, ...rule.propagators].some(
      ({ formula }) => formula.kind !== "modelled",
    );
    if (hasPatterns) this.#taintRules.set(id, rule);
  }

  search(file: Searched, budget: Budget): { raw: RawFinding[]; problems: ScanProblem[] } {
    const { snapshot } = file;
    const begun: Search = (snapshot && this.#begun.get(snapshot)) ?? {
      raw: [],
      problems: [],
      next: 0,
      steps: undefined,
    };
    const { raw, problems } = begun;
    const target = snapshot ? this.#readTarget(snapshot, budget) : new MatchTarget(file.text, file.language);
    if (!target || !this.#searchOn(file, target, begun, budget)) {
      const message = "the scan was stopped before all rules had run";
      if (snapshot) this.#begun.set(snapshot, begun);
      return { raw: [...raw], problems: [...problems, { kind: "budget-spent", path: file.path, message }] };
    }
    if (snapshot) {
      this.#begun.delete(snapshot);
      problems.unshift(...(this.#markProblems.get(snapshot) ?? []));
    }
    for (const part of this.#extracted(file, target, problems)) {
      const inside = this.search(part, budget);
      raw.push(...inside.raw);
      problems.push(...inside.problems);
    }
    return { raw, problems };
  }

  /** Looks for all rules of the file's language, as far as the budget goes; says whether it is done. */
  #searchOn(file: Searched, target: MatchTarget, begun: Search, budget: Budget): boolean {
    const rules = this.#rulesFor(file.language);
    for (; begun.next < rules.length; begun.next++) {
      const rule = rules[begun.next]!;
      if (!begun.steps) {
        if (!this.#mayFind(rule, target)) continue;
        if (!isApplicable(rule, file.path, file.language)) continue;
        if (budget.spent()) return false;
        begun.steps = this.#searchFor(rule, file, target, begun);
      }
      if (!this.#goOn(rule, file.path, begun, budget)) return false;
    }
    return true;
  }

  *#searchFor(rule: SearchRule | TaintRule, file: Searched, target: MatchTarget, begun: Search): Steps<void> {
    const { raw, problems } = begun;
    const compiled = this.#compile(rule, file.language, problems);
    if (!compiled) return;
    yield;
    if (rule.mode === "taint") {
      const { findings, isCutShort } = yield* this.#follow(rule, compiled, target, file.path);
      if (isCutShort) problems.push(cutShort(rule, file.path));
      raw.push(...findings);
      return;
    }
    const { matches, isCutShort } = yield* this.#compiler.matchInSteps(compiled, target);
    if (isCutShort) problems.push(cutShort(rule, file.path));
    for (const match of matches) raw.push(this.#finding(rule, compiled, target, match));
  }

  /** Code of other languages in a file, where rules know how to find it. What was extracted is not looked through again. */
  #extracted(file: Searched, target: MatchTarget, problems: ScanProblem[]): Searched[] {
    if (file.isExtracted) return [];
    const parts: Searched[] = [];
    for (const rule of this.#extractRules) {
      if (!isApplicable(rule, file.path, file.language)) continue;
      if (rule.analysis === "ast" && !rule.languages.includes(file.language)) continue;
      this.#guard(rule, file.path, problems, () => {
        const compiled = this.#compile(rule, file.language, problems);
        if (!compiled) return;
        const { matches, isCutShort } = this.#compiler.match(compiled, target);
        if (isCutShort) problems.push(cutShort(rule, file.path));
        for (const snapshot of extracted(this.#parser, rule, matches, file)) {
          const { path, language, text } = snapshot;
          parts.push({ path, language, text, snapshot, isExtracted: true });
        }
      });
    }
    return parts;
  }

  /** What a taint rule of patterns alone finds in one file. */
  *#follow(
    rule: TaintRule,
    compiled: CompiledRule,
    target: MatchTarget,
    path: string,
  ): Steps<{ findings: RawFinding[]; isCutShort: boolean }> {
    const matches = yield* this.#compiler.matchTaintInSteps(compiled, target);
    const { arrivals, isCutShort } = followTaint(rule, matches, target);
    const { reportsSources } = taintOptions(rule.options);
    const byPlace = new Map<RangeMatch, Arrival[]>();
    for (const arrival of arrivals) {
      const place = reportsSources ? arrival.source.source : arrival.sink;
      addToList(byPlace, place, arrival);
    }
    const findings = [...byPlace].map(([place, [first, ...others]]) => {
      const { sink, source } = first!;
      const bindings = new Map([...source.source.bindings, ...sink.bindings]);
      return {
        ...this.#finding(rule, compiled, target, { ...place, bindings }),
        traces: [first!, ...others].map((arrival) => arrivalTrace(target.ast!, pathOfPage(path), arrival)),
      };
    });
    return { findings, isCutShort: isCutShort || matches.isCutShort };
  }

  /** Where taint rules' own patterns are in a file. */
  taintMarks(snapshot: Snapshot, budget: Budget): PatternMark[] {
    const begun: Marking = this.#marking.get(snapshot) ?? {
      done: new Set(),
      marks: [],
      problems: [],
      steps: undefined,
    };
    const target = this.#readTarget(snapshot, budget);
    if (!target || !this.#markOn(snapshot, target, begun, budget)) {
      this.#marking.set(snapshot, begun);
      return begun.marks;
    }
    this.#marking.delete(snapshot);
    this.#markProblems.set(snapshot, begun.problems);
    return begun.marks;
  }

  /** Looks for all taint rules, as far as the budget goes; says whether it is done. */
  #markOn(snapshot: Snapshot, target: MatchTarget, begun: Marking, budget: Budget): boolean {
    const { path, language } = snapshot;
    for (const [id, rule] of this.#taintRules) {
      if (begun.done.has(id) || !isApplicable(rule, path, language)) continue;
      if (!begun.steps) {
        if (budget.spent()) return false;
        begun.steps = this.#markFor(id, rule, snapshot, target, begun);
      }
      if (!this.#goOn(rule, path, begun, budget)) return false;
      begun.done.add(id);
    }
    return true;
  }

  *#markFor(
    id: string,
    rule: TaintRule,
    { path, language }: Snapshot,
    target: MatchTarget,
    { marks, problems }: Marking,
  ): Steps<void> {
    const compiled = this.#compile(rule, language, problems);
    if (!compiled) return;
    yield;
    const matches = yield* this.#compiler.matchTaintInSteps(compiled, target, true);
    if (matches.isCutShort) problems.push(cutShort(rule, path));
    marks.push(...taintMarks(id, rule, compiled, matches, target));
  }

  /** Goes on with what looks for a rule as far as the budget goes; says whether it is done. A bug in a rule costs that rule, in this file. */
  #goOn(rule: Rule, path: string, begun: Search | Marking, budget: Budget): boolean {
    const steps = begun.steps!;
    this.#guard(rule, path, begun.problems, () => {
      begun.steps = undefined;
      if (budget.isUnlimited) finished(steps);
      else if (!advanced(steps, () => budget.spent())) begun.steps = steps;
    });
    return begun.steps === undefined;
  }

  /** Message, metavariables and fixes of a flow into a sink that a rule's own pattern matched; `payload` as the mark had it. */
  describe(
    rule: TaintRule,
    { payload, span }: { readonly payload?: unknown; readonly span: Span },
    snapshot: Snapshot,
  ): { message: string; metavariables: Record<string, string>; fixes: Fix[]; span?: Span } {
    if (payload === undefined)
      return { message: rule.message, metavariables: {}, fixes: this.#fixesOfModelledSink(rule, span, snapshot) };
    const { compiled, match } = payload as MarkPayload;
    const target = this.#targetOf(snapshot);
    return {
      message: this.#compiler.message(rule.message, match.bindings, target),
      metavariables: metavariablesOf(match),
      fixes: templateFixes(this.#compiler, compiled, target, match),
      // What a rule's own pattern matched is where its author wants the finding.
      span: { start: match.start, end: match.end },
    };
  }

  /** A sink that a model knows binds nothing: what a fix says takes the place of what reaches it. */
  #fixesOfModelledSink(rule: TaintRule, span: Span, snapshot: Snapshot): Fix[] {
    const isWhole = (fix: FixTemplate) =>
      fix.kind === "regex" || (fix.kind === "replace" && !/\$(?:\.{3})?[A-Z_]/.test(fix.text));
    const fixes = rule.fixes.filter(isWhole);
    const compiled = fixes.length > 0 ? this.#compile(rule, snapshot.language, []) : undefined;
    const match = { ...span, kind: "plain", bindings: new Map(), node: NO_NODE, fix: undefined } as const;
    if (!compiled) return [];
    return templateFixes(this.#compiler, { ...compiled, rule: { ...rule, fixes } }, this.#targetOf(snapshot), match);
  }

  #rulesFor(language: LanguageId): readonly (SearchRule | TaintRule)[] {
    let rules = this.#byLanguage.get(language);
    if (!rules) {
      rules = this.#localRules.filter((rule) => rule.analysis !== "ast" || rule.languages.includes(language));
      this.#byLanguage.set(language, rules);
    }
    return rules;
  }

  /** Whether a file holds a name that a rule needs: asked of every rule and file, so before anything else. */
  #mayFind(rule: Rule, { language, index }: MatchTarget): boolean {
    const needs = index && this.#needs.get(language)?.get(rule);
    return !needs || needs.some((name) => index.holds(name));
  }

  /** A snapshot with what all rules ask of it; undefined when the budget was spent before that was made. */
  #readTarget(snapshot: Snapshot, budget: Budget): MatchTarget | undefined {
    if (budget.isUnlimited) return this.#targetOf(snapshot);
    const steps = this.#reading.get(snapshot) ?? this.#readInSteps(snapshot);
    const isRead = advanced(steps, () => budget.spent()) !== undefined;
    if (isRead) this.#reading.delete(snapshot);
    else this.#reading.set(snapshot, steps);
    return isRead ? this.#targetOf(snapshot) : undefined;
  }

  *#readInSteps(snapshot: Snapshot): Steps<void> {
    yield* snapshot.readNames();
    yield* this.#targetOf(snapshot).read();
  }

  #targetOf(snapshot: Snapshot): MatchTarget {
    let target = snapshot.made.get(this) as MatchTarget | undefined;
    if (!target) {
      const { text, language, ast, names } = snapshot;
      target = new MatchTarget(text, language, ast, names, this.#memoryOf(snapshot));
      snapshot.made.set(this, target);
    }
    return target;
  }

  /** Of files that were typed into. */
  #memoryOf({ path, ast, names, change }: Snapshot): MatchMemory | undefined {
    const known = this.#memories.get(path);
    if (known) known.advance({ ast, names }, change);
    else if (change) this.#memories.set(path, new MatchMemory({ ast, names }));
    return this.#memories.get(path);
  }

  /** Lets go of what was kept for the next edit of a file. */
  release(path: string): void {
    this.#memories.delete(path);
  }

  /** The rule for a language; undefined while a grammar that its patterns need is not loaded, or when it cannot run. */
  #compile(rule: Rule, language: LanguageId, problems: ScanProblem[]): CompiledRule | undefined {
    const isReady = [language, ...this.#otherLanguages(rule)].every((each) => {
      const { grammar } = languageInfo(each);
      return grammar === undefined || this.#parser.grammar(grammar) !== undefined;
    });
    if (!isReady) return undefined;
    const compiled = this.#compiler.compile(rule, language);
    if (compiled.problems.length === 0) {
      if (compiled.needs && rule.analysis === "ast") {
        const known = this.#needs.get(language);
        if (known) known.set(rule, compiled.needs);
        else this.#needs.set(language, new Map([[rule, compiled.needs]]));
      }
      return compiled;
    }
    for (const { location, message } of compiled.problems) {
      const { file, line, column } = location;
      problems.push({ kind: "rule-invalid", ruleId: rule.id, path: file, line, column, message });
    }
    return compiled.problems.some(({ dropsRule }) => dropsRule) ? undefined : compiled;
  }

  /** The languages whose grammars rules need to look at files of a language, besides those that rules are for. */
  languagesNeeded(languages: Iterable<LanguageId>): LanguageId[] {
    const looked = new Set(languages);
    const needed = [...this.#localRules, ...this.#extractRules, ...this.#taintRules.values()]
      .filter((rule) => rule.analysis !== "ast" || rule.languages.some((language) => looked.has(language)))
      .flatMap((rule) => this.#otherLanguages(rule));
    return [...new Set(needed)];
  }

  /** The languages besides its own that a rule's patterns are written in. Asked for every file and keystroke. */
  #otherLanguages(rule: Rule): readonly LanguageId[] {
    let others = this.#others.get(rule);
    if (!others) {
      others = languagesOfRule(rule).filter((each) => !rule.languages.includes(each));
      this.#others.set(rule, others);
    }
    return others;
  }

  #finding(rule: SearchRule | TaintRule, compiled: CompiledRule, target: MatchTarget, match: RangeMatch): RawFinding {
    const span = { start: match.start, end: match.end };
    return {
      ruleId: rule.id,
      span,
      message: this.#compiler.message(rule.message, match.bindings, target),
      severity: rule.severity,
      confidence: rule.confidence,
      traces: [],
      fixes: [
        ...templateFixes(this.#compiler, compiled, target, match),
        ...(target.ast ? builtinFixes(rule, target.ast, span) : []),
      ],
      metavariables: metavariablesOf(match),
      isSecret: false,
      weakerThan: rule.metadata.weakerThan,
    };
  }

  /** A bug in one rule costs that rule, in this file, and is said. */
  #guard(rule: Rule, path: string, problems: ScanProblem[], run: () => void): void {
    try {
      this.#stopwatch.measure("rules", rule.id, run);
    } catch (error) {
      const message = `the rule failed: ${error instanceof Error ? error.message : String(error)}`;
      problems.push({ kind: "rule-failed", path, ruleId: rule.id, message });
    }
  }
}

function cutShort(rule: Rule, path: string): ScanProblem {
  return {
    kind: "budget-spent",
    path,
    ruleId: rule.id,
    message: "the rule took too many steps in this file and was stopped",
  };
}

function metavariablesOf({ bindings }: RangeMatch): Record<string, string> {
  return Object.fromEntries([...bindings].map(([name, binding]) => [name, textOf(binding).slice(0, LONGEST_VALUE)]));
}
