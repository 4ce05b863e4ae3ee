// Runs rules on a text: what a search rule finds, and where the sources, sinks, sanitizers and propagators of a taint rule
// are. Rules are compiled for a language when a file of it is first scanned, and kept.

import { type LanguageId, languageInfo } from "../../syntax/language.ts";
import type { SyntaxParser } from "../../syntax/parser.ts";
import type { Sym } from "../../syntax/symbols.ts";
import { innerMap } from "../../text/multimap.ts";
import { finished, type Steps } from "../../text/steps.ts";
import type {
  Condition,
  FixTemplate,
  Formula,
  Rule,
  RuleProblem,
  SearchRule,
  TaintPattern,
  TaintRule,
} from "../rule.ts";
import type { Binding, Bindings } from "./bindings.ts";
import {
  type CompiledFormula,
  type CompileProblem,
  compileFormula,
  PatternCache,
  type PatternLanguage,
} from "./compile.ts";
import { Evaluation, mayMatch, namesNeeded, oneOfEach } from "./evaluate.ts";
import { interpolate } from "./interpolate.ts";
import { StepsSpent } from "./matcher.ts";
import { type MatchOptions, matchOptions } from "./options.ts";
import type { KnownPatterns } from "./packed-patterns.ts";
import type { RangeMatch } from "./ranges.ts";
import type { MatchTarget } from "./target.ts";

export type { RangeMatch } from "./ranges.ts";
export { MatchTarget } from "./target.ts";

/** Steps that one rule may take in one file: about a second's work. */
const STEPS_PER_RULE = 8_000_000;

export interface CompiledTaintPattern {
  readonly pattern: TaintPattern;
  readonly formula: CompiledFormula;
  /** The kind that this pattern stands for, when it is nothing else. */
  readonly kind: string | undefined;
}

export interface CompiledRule {
  readonly rule: Rule;
  readonly language: PatternLanguage;
  readonly options: MatchOptions;
  /** Of search and extract rules. */
  readonly formula: CompiledFormula | undefined;
  readonly sources: readonly CompiledTaintPattern[];
  readonly sinks: readonly CompiledTaintPattern[];
  readonly sanitizers: readonly CompiledTaintPattern[];
  readonly propagators: readonly CompiledTaintPattern[];
  /** A file that holds none of these names has nothing for the rule; undefined where it has to be asked. */
  readonly needs: readonly Sym[] | undefined;
  /** Conditions of `fixes`, by template. */
  readonly fixConditions: ReadonlyMap<FixTemplate, CompiledFormula>;
  /** What keeps it from running in this language. */
  readonly problems: readonly RuleProblem[];
}

export interface RuleMatches {
  readonly matches: readonly RangeMatch[];
  /** The rule took more steps than it may; what was found before that is there. */
  readonly isCutShort: boolean;
}

/** Where the parts of a taint rule are in a file. */
export interface TaintMatches {
  readonly sources: readonly TaintMatch[];
  readonly sinks: readonly TaintMatch[];
  readonly sanitizers: readonly TaintMatch[];
  readonly propagators: readonly TaintMatch[];
  readonly isCutShort: boolean;
}

export interface TaintMatch extends RangeMatch {
  readonly pattern: TaintPattern;
}

/** Compiles rules, each once a language. */
export class RuleCompiler {
  readonly cache: PatternCache;
  readonly #now: () => number;
  readonly #compiled = new WeakMap<Rule, Map<PatternLanguage, CompiledRule>>();

  /** `now`: seconds since 1970, for comparisons with today. */
  constructor(parser: SyntaxParser, now: () => number = () => 0, known?: KnownPatterns) {
    this.cache = new PatternCache(parser, known);
    this.#now = now;
  }

  /** The rule for files of a language. Grammars of `languagesOfRule` must be loaded. */
  compile(rule: Rule, language: LanguageId): CompiledRule {
    const used: PatternLanguage =
      rule.analysis === "regex" ? "regex" : rule.analysis === "generic" ? "generic" : language;
    const byLanguage = innerMap(this.#compiled, rule);
    let compiled = byLanguage.get(used);
    if (!compiled) {
      compiled = compileRule(this.cache, rule, used);
      byLanguage.set(used, compiled);
    }
    return compiled;
  }

  /** What a search rule finds, in the order of the text. */
  match(compiled: CompiledRule, target: MatchTarget, steps = STEPS_PER_RULE): RuleMatches {
    return finished(this.matchInSteps(compiled, target, steps));
  }

  *matchInSteps(compiled: CompiledRule, target: MatchTarget, steps = STEPS_PER_RULE): Steps<RuleMatches> {
    const isOfText = compiled.language === "generic" || compiled.language === "regex";
    const searched = isOfText ? target.asText : target;
    if (!compiled.formula || !mayMatch(compiled.formula, searched)) return { matches: [], isCutShort: false };
    const evaluation = this.#evaluation(compiled, searched, steps);
    const { ranges, isCutShort } = yield* guarded(evaluation.run(compiled.formula));
    return { matches: shortest(ranges), isCutShort };
  }

  /**
   * Where a taint rule's sources, sinks, sanitizers and propagators are. Parts that only name a kind are left to the flow layer.
   * `isOfProgram`: what is found here may be joined with what is found in other files.
   */
  matchTaint(compiled: CompiledRule, target: MatchTarget, isOfProgram = false, steps = STEPS_PER_RULE): TaintMatches {
    return finished(this.matchTaintInSteps(compiled, target, isOfProgram, steps));
  }

  *matchTaintInSteps(
    compiled: CompiledRule,
    target: MatchTarget,
    isOfProgram = false,
    steps = STEPS_PER_RULE,
  ): Steps<TaintMatches> {
    const { sinks, sources, sanitizers, propagators } = compiled;
    const look = { compiled, target, steps, isCutShort: false };
    // Without a sink or a source there is nothing to follow.
    const found = { sinks: yield* this.#placesOf(sinks, look), sources: NONE, sanitizers: NONE, propagators: NONE };
    if (isOfProgram || found.sinks.length > 0 || sinks.some(isModelled)) {
      found.sources = yield* this.#placesOf(sources, look);
      if (isOfProgram || found.sources.length > 0 || sources.some(isModelled)) {
        found.sanitizers = yield* this.#placesOf(sanitizers, look);
        found.propagators = yield* this.#placesOf(propagators, look);
      }
    }
    return { ...found, isCutShort: look.isCutShort };
  }

  /**
   * Where some parts of a taint rule are. A method, for V8 makes something that outlives the young part with each function that is a generator: what
   * such a function in a function sees would live as long.
   */
  *#placesOf(
    patterns: readonly CompiledTaintPattern[],
    look: {
      readonly compiled: CompiledRule;
      readonly target: MatchTarget;
      readonly steps: number;
      isCutShort: boolean;
    },
  ): Steps<readonly TaintMatch[]> {
    const found: TaintMatch[] = [];
    for (const { pattern, formula, kind } of patterns) {
      if (kind !== undefined || !mayMatch(formula, look.target)) continue;
      const evaluation = this.#evaluation(look.compiled, look.target, look.steps);
      const { ranges, isCutShort } = yield* guarded(evaluation.run(formula));
      look.isCutShort ||= isCutShort;
      for (const range of ranges) found.push({ ...range, pattern });
      yield;
    }
    return found;
  }

  /** Whether the condition of a fix template holds for a match. */
  allowsFix(compiled: CompiledRule, template: FixTemplate, target: MatchTarget, match: RangeMatch): boolean {
    const condition = compiled.fixConditions.get(template);
    if (!condition) return true;
    const base = { ...match, kind: "plain" as const };
    const evaluation = new Evaluation(this.#context(compiled, STEPS_PER_RULE), target, {
      base,
      depth: 1,
      spend: () => undefined,
    });
    return finished(guarded(evaluation.run(condition))).ranges.some(
      ({ start, end }) => start < match.end && match.start < end,
    );
  }

  message(template: string, bindings: Bindings, target: MatchTarget): string {
    return interpolate(template, bindings, { constantOf: (binding) => constantText(binding, target) });
  }

  #evaluation(compiled: CompiledRule, target: MatchTarget, steps: number): Evaluation {
    return new Evaluation(this.#context(compiled, steps), target);
  }

  #context(compiled: CompiledRule, steps: number) {
    return { cache: this.cache, options: compiled.options, steps, now: this.#now };
  }
}

const NONE: readonly TaintMatch[] = [];

/** A part that the flow layer looks for. */
function isModelled({ kind }: CompiledTaintPattern): boolean {
  return kind !== undefined;
}

function constantText(binding: Binding, target: MatchTarget): string | undefined {
  if (binding.kind !== "node" || binding.ast !== target.ast) return undefined;
  const value = target.constants?.valueOf(binding.node);
  return value === undefined || value === null ? undefined : String(value);
}

/** Keeps a rule that takes too many steps from holding up the others. */
function* guarded(
  evaluation: Steps<RangeMatch[]>,
): Steps<{ readonly ranges: readonly RangeMatch[]; readonly isCutShort: boolean }> {
  try {
    return { ranges: yield* evaluation, isCutShort: false };
  } catch (error) {
    if (error instanceof StepsSpent) return { ranges: [], isCutShort: true };
    throw error;
  }
}

/** Of matches that begin together with the same bindings the shortest, in order. */
function shortest(ranges: readonly RangeMatch[]): RangeMatch[] {
  const best = new Map<string, RangeMatch>();
  for (const range of ranges) {
    let key = `${range.start}`;
    for (const name of [...range.bindings.keys()].sort()) {
      const { start, end } = range.bindings.get(name)!;
      key += `|${name}${start}:${end}`;
    }
    const known = best.get(key);
    if (!known || range.end < known.end) best.set(key, range);
  }
  return [...best.values()].sort((a, b) => a.start - b.start || a.end - b.end);
}

function compileRule(cache: PatternCache, rule: Rule, language: PatternLanguage): CompiledRule {
  const found: CompileProblem[] = [];
  const options = {
    isForTypeScriptToo: rule.languages.includes("typescript"),
    alien: matchOptions(rule.options).alien,
  };
  const compile = (formula: Formula) => compileFormula(cache, formula, language, found, options);
  const patterns = (list: readonly TaintPattern[]): CompiledTaintPattern[] =>
    list.flatMap((pattern) => {
      const formula = compile(pattern.formula);
      return formula ? [{ pattern, formula, kind: formula.kind === "modelled" ? formula.taintKind : undefined }] : [];
    });
  const formula = rule.mode === "taint" ? undefined : compile((rule as SearchRule).formula);
  const taint = rule.mode === "taint" ? (rule as TaintRule) : undefined;
  const sources = taint ? patterns(taint.sources) : [];
  const sinks = taint ? patterns(taint.sinks) : [];
  const sanitizers = taint ? patterns(taint.sanitizers) : [];
  const propagators = taint ? patterns(taint.propagators) : [];
  const fixConditions = new Map<FixTemplate, CompiledFormula>();
  for (const fix of rule.fixes) {
    const when = fix.kind === "replace" && fix.when ? compile(fix.when) : undefined;
    if (when) fixConditions.set(fix, when);
  }
  const isBroken = found.length > 0;
  return {
    rule,
    language,
    options: matchOptions(rule.options),
    formula: isBroken ? undefined : formula,
    sources: isBroken ? [] : sources,
    sinks: isBroken ? [] : sinks,
    sanitizers: isBroken ? [] : sanitizers,
    propagators: isBroken ? [] : propagators,
    needs: isBroken ? undefined : formula ? namesNeeded(formula) : oneOfEach(sinks.map((sink) => sink.formula)),
    fixConditions,
    problems: found.map(({ location, message }) => ({ location, ruleId: rule.id, key: "", message, dropsRule: true })),
  };
}

/** Languages whose grammars a rule needs besides that of the file: those that values of metavariables are parsed as. */
export function languagesOfRule(rule: Rule): LanguageId[] {
  const languages = new Set<LanguageId>(rule.analysis === "ast" ? rule.languages : []);
  const visit = (formula: Formula): void => {
    switch (formula.kind) {
      case "and":
        formula.conjuncts.forEach(visit);
        formula.conditions.forEach(visitCondition);
        return;
      case "or":
        formula.disjuncts.forEach(visit);
        return;
      case "not":
      case "inside":
      case "anywhere":
        visit(formula.formula);
    }
  };
  const visitCondition = (condition: Condition): void => {
    if (condition.kind !== "pattern") return;
    if (condition.language !== undefined && condition.language !== "generic" && condition.language !== "regex")
      languages.add(condition.language);
    visit(condition.formula);
  };
  if (rule.mode === "taint")
    for (const { formula } of [...rule.sources, ...rule.sinks, ...rule.sanitizers, ...rule.propagators]) visit(formula);
  else visit(rule.formula);
  if (rule.mode === "extract") languages.add(rule.destination);
  return [...languages].filter((language) => languageInfo(language).grammar !== undefined);
}
