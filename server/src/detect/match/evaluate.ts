// Evaluates a rule's formula on one text: ranges with bindings, joined, excluded, filtered and focused as Semgrep does it.

import { Ast, AstBuilder, NO_NODE, ROOT } from "../../syntax/ast.ts";
import { Kind, Role } from "../../syntax/kind.ts";
import { intern, type Sym } from "../../syntax/symbols.ts";
import { factsOf } from "../../text/regex/facts.ts";
import type { CompiledRegex } from "../../text/regex/regex.ts";
import type { Span } from "../../text/span.ts";
import { finished, type Steps } from "../../text/steps.ts";
import { type AlienPattern, searchAlien } from "./aliengrep.ts";
import type { Binding, Bindings } from "./bindings.ts";
import { textOf } from "./bindings.ts";
import { type ComparisonValue, holdsComparison } from "./comparison.ts";
import type { CompiledCondition, CompiledFormula, PatternCache, PatternLanguage } from "./compile.ts";
import { looksRandom } from "./entropy.ts";
import { searchGeneric } from "./generic.ts";
import { analysedText, captures, contentsOf, moved } from "./held-text.ts";
import { matchType, typeOf } from "./match-types.ts";
import { Matcher, StepsSpent } from "./matcher.ts";
import type { MatchOptions } from "./options.ts";
import { parseText } from "./parse-text.ts";
import { focusOf, mergeRanges, type RangeMatch, uniqueRanges } from "./ranges.ts";
import { isBacktrackingRisk, isExploding } from "./redos.ts";
import { type SearchScope, search } from "./search.ts";
import { MatchTarget } from "./target.ts";

const ANALYZERS = {
  entropy: looksRandom,
  redos: isBacktrackingRisk,
  "exploding-regex": isExploding,
} as const;

export interface EvaluationContext {
  readonly cache: PatternCache;
  readonly options: MatchOptions;
  /** Steps that the rule may take in this text. */
  readonly steps: number;
  readonly now: () => number;
  /** What models say has a kind; only taint rules ask. */
  readonly modelled?: (kind: string) => readonly RangeMatch[];
}

const NESTING_LIMIT = 8;
/** A condition may be a formula of its own. */
const FILTERED_IN_A_STEP = 20;

/** Whether a text holds the names and words that a formula needs at all: most rules end here. `isPart`: the text is a metavariable's. */
export function mayMatch(formula: CompiledFormula, target: MatchTarget, isPart = false): boolean {
  switch (formula.kind) {
    case "pattern": {
      const { index } = target;
      if (!index) return false;
      for (const symbol of formula.required) if (!index.holds(symbol)) return false;
      return true;
    }
    case "and":
      for (const each of formula.positives) if (!mayMatch(each, target, isPart)) return false;
      if (isPart) return true;
      for (const condition of formula.conditions) if (!mayHold(condition, target)) return false;
      return true;
    case "or":
      for (const each of formula.disjuncts) if (mayMatch(each, target, isPart)) return true;
      return false;
    case "inside":
      return mayMatch(formula.formula, target, isPart);
    default:
      return true;
  }
}

/** What a metavariable binds stands in the text, so what a condition wants of it does, too. */
function mayHold(condition: CompiledCondition, target: MatchTarget): boolean {
  if (condition.kind !== "regex" || condition.constantPropagation || !target.isData) return true;
  const literals = literalsOf(condition.regex);
  return literals === undefined || target.holdsOneOf(literals);
}

const literalsByRegex = new WeakMap<CompiledRegex, { readonly literals: readonly string[] | undefined }>();

function literalsOf(regex: CompiledRegex): readonly string[] | undefined {
  let known = literalsByRegex.get(regex);
  if (!known) {
    known = { literals: factsOf(regex).pivot?.literals };
    literalsByRegex.set(regex, known);
  }
  return known.literals;
}

/** More names than these are not asked for one by one. */
const MOST_NEEDS = 30;

/** Names one of which a file must hold for the formula to match; undefined where nothing can be said. Implied by `mayMatch`. */
export function namesNeeded(formula: CompiledFormula): readonly Sym[] | undefined {
  switch (formula.kind) {
    case "pattern":
      return formula.required.length > 0 ? formula.required.slice(0, 1) : undefined;
    case "and":
      for (const each of formula.positives) {
        const needed = namesNeeded(each);
        if (needed) return needed;
      }
      return undefined;
    case "or":
      return oneOfEach(formula.disjuncts);
    case "inside":
      return namesNeeded(formula.formula);
    default:
      return undefined;
  }
}

/** Names one of which must be held for any of the formulas to match. */
export function oneOfEach(formulas: readonly CompiledFormula[]): readonly Sym[] | undefined {
  const all = new Set<Sym>();
  for (const each of formulas) {
    const needed = namesNeeded(each);
    if (!needed) return undefined;
    for (const name of needed) all.add(name);
  }
  return all.size <= MOST_NEEDS ? [...all] : undefined;
}

export class Evaluation {
  readonly #context: EvaluationContext;
  readonly #target: MatchTarget;
  readonly #matcher: Matcher | undefined;
  readonly #scope: SearchScope | undefined;
  readonly #base: RangeMatch | undefined;
  readonly #depth: number;
  readonly #spend: (steps: number) => void;
  /** What surroundings are being looked for must hold one of these. */
  #wanted: readonly RangeMatch[] | undefined;

  constructor(
    context: EvaluationContext,
    target: MatchTarget,
    parent?: {
      readonly base: RangeMatch;
      readonly scope?: SearchScope;
      readonly depth: number;
      readonly spend: (steps: number) => void;
    },
  ) {
    this.#context = context;
    this.#target = target;
    const { index, constants } = target;
    this.#matcher =
      index && constants ? new Matcher(index, constants, context.options, context.cache.regexSource) : undefined;
    this.#matcher?.allow(context.steps);
    this.#base = parent?.base;
    this.#scope = parent?.scope;
    this.#depth = parent?.depth ?? 0;
    const counter = new StepCounter(context.steps);
    this.#spend = parent?.spend ?? ((steps) => counter.spend(steps));
  }

  *run(formula: CompiledFormula): Steps<RangeMatch[]> {
    if (this.#depth === 0 && !mayMatch(formula, this.#target)) return [];
    return yield* this.#evaluate(formula);
  }

  #mayMatch(formula: CompiledFormula): boolean {
    return mayMatch(formula, this.#target, this.#depth > 0);
  }

  *#evaluate(formula: CompiledFormula): Steps<RangeMatch[]> {
    switch (formula.kind) {
      case "pattern":
        return yield* this.#pattern(formula);
      case "generic":
        return this.#generic(formula);
      case "alien":
        return this.#alien(formula.pattern);
      case "regex":
        return this.#regex(formula.regex);
      case "inside":
        return (yield* this.#evaluate(formula.formula)).map((range) => ({ ...range, kind: "inside" as const }));
      case "anywhere":
        return (yield* this.#evaluate(formula.formula)).map((range) => ({ ...range, kind: "anywhere" as const }));
      case "or":
        return yield* this.#or(formula.disjuncts);
      case "modelled":
        return [...(this.#context.modelled?.(formula.taintKind) ?? [])];
      case "and":
        return yield* this.#and(formula);
      default:
        return formula satisfies never;
    }
  }

  *#or(disjuncts: readonly CompiledFormula[]): Steps<RangeMatch[]> {
    const found: RangeMatch[] = [];
    for (const each of disjuncts)
      if (this.#mayMatch(each)) for (const range of yield* this.#evaluate(each)) found.push(range);
    return found;
  }

  *#pattern(formula: CompiledFormula & { readonly kind: "pattern" }): Steps<RangeMatch[]> {
    const matcher = this.#matcher;
    if (!matcher || !this.#mayMatch(formula)) return [];
    // In a metavariable's value, what is bound outside stays bound.
    if (this.#base) for (const [name, binding] of this.#base.bindings) matcher.bindings.set(name, binding);
    const isWhole = this.#depth === 0 && this.#base === undefined && this.#scope === undefined;
    // Sequences are looked for everywhere, whatever they must hold. Names that stand for whole functions lead anywhere.
    const isEverywhere = this.#wanted === undefined || formula.root.form === "statements";
    const mayKeep = isWhole && isEverywhere && !this.#context.options.symbolicPropagation;
    const memory = mayKeep ? this.#target.memory : undefined;
    const found = memory
      ? yield* memory.search(matcher, formula)
      : yield* search(matcher, formula.root, this.#scope, this.#wanted);
    matcher.bindings.clear();
    return found.map(({ start, end, node, bindings }) => ({
      kind: "plain",
      start,
      end,
      node,
      bindings,
      fix: undefined,
    }));
  }

  #generic(formula: CompiledFormula & { readonly kind: "generic" }): RangeMatch[] {
    if (this.#target.isMinified) return [];
    const { genericEllipsisSpan, genericCaseless, genericCommentStyle } = this.#context.options;
    const text = this.#target.generic(genericCommentStyle);
    const found = searchGeneric(
      formula.pattern,
      text,
      { ellipsisSpan: genericEllipsisSpan, isCaseless: genericCaseless },
      () => this.#spend(1),
    );
    return found.map(({ start, end, captures }) => {
      const bindings = new Map<string, Binding>();
      for (const [name, capture] of captures)
        if (name !== "$_") bindings.set(name, { kind: "text", source: this.#target.text, ...capture });
      return { kind: "plain", start, end, node: NO_NODE, bindings, fix: undefined };
    });
  }

  #alien(pattern: AlienPattern): RangeMatch[] {
    const { text } = this.#target;
    return searchAlien(pattern, text, () => this.#spend(1)).map(({ start, end, captures }) => {
      const bindings = new Map<string, Binding>();
      for (const [name, capture] of captures) bindings.set(name, { kind: "text", source: text, ...capture });
      return { kind: "plain", start, end, node: NO_NODE, bindings, fix: undefined };
    });
  }

  #regex(regex: CompiledRegex): RangeMatch[] {
    const { text } = this.#target;
    const base = this.#base !== undefined && this.#scope ? this.#base : undefined;
    const searched = base ? text.slice(base.start, base.end) : text;
    const offset = base ? base.start : 0;
    return regex.matchAll(searched).map((match) => {
      const { start, end } = match;
      const bindings = captures(regex, match, searched, text, offset);
      return { kind: "regex", start: start + offset, end: end + offset, node: NO_NODE, bindings, fix: undefined };
    });
  }

  *#and(formula: CompiledFormula & { readonly kind: "and" }): Steps<RangeMatch[]> {
    let ranges = yield* this.#positives(formula.positives);
    for (const negative of formula.negatives) {
      if (ranges.length === 0) return [];
      if (!this.#mayMatch(negative)) continue;
      ranges = this.#difference(ranges, yield* this.#evaluate(negative));
    }
    if (formula.conditions.length > 0) ranges = yield* this.#filtered(ranges, formula.conditions);
    if (formula.focus.length > 0) ranges = ranges.flatMap((range) => focusOf(range, formula.focus));
    if (formula.as !== undefined) ranges = ranges.map((range) => this.#nameMatch(range, formula.as!));
    if (formula.fix !== undefined) ranges = ranges.map((range) => ({ ...range, fix: formula.fix }));
    return uniqueRanges(ranges);
  }

  /** Those that meet all conditions, with what these bind. */
  *#filtered(ranges: readonly RangeMatch[], conditions: readonly CompiledCondition[]): Steps<RangeMatch[]> {
    let filtered = ranges.map((range) => ({ range, more: [] as Bindings[] }));
    for (const condition of conditions) {
      const left: typeof filtered = [];
      for (const [at, each] of filtered.entries()) {
        left.push(...(this.#filter(condition, each) ?? []));
        if (at % FILTERED_IN_A_STEP === FILTERED_IN_A_STEP - 1) yield;
      }
      filtered = left;
    }
    return filtered.flatMap(({ range, more }) => [
      range,
      ...more.map((bindings) => ({ ...range, bindings: new Map([...range.bindings, ...bindings]) })),
    ]);
  }

  #nameMatch(range: RangeMatch, name: string): RangeMatch {
    const { start, end, node } = range;
    const { ast, text } = this.#target;
    const binding: Binding =
      ast && node !== NO_NODE
        ? { kind: "node", ast, node, start, end }
        : { kind: "text", text: text.slice(start, end), source: text, start, end };
    return { ...range, bindings: new Map([...range.bindings, [name, binding]]) };
  }

  *#positives(positives: readonly CompiledFormula[]): Steps<RangeMatch[]> {
    const base = this.#base ? [this.#base] : [];
    // A bare metavariable selects from what the others found.
    const selectors = positives.length > 1 ? positives.filter(isSelector) : [];
    const others =
      selectors.length === positives.length ? positives : positives.filter((each) => !selectors.includes(each));
    // What is rarest is looked for first: mostly nothing more is needed.
    const evaluated = new Map<CompiledFormula, RangeMatch[]>();
    let wanted: readonly RangeMatch[] | undefined;
    for (const formula of others.length > 1 ? [...others].sort((a, b) => rarity(b) - rarity(a)) : others) {
      const isAround = surrounds(formula);
      this.#wanted = isAround ? wanted : undefined;
      const ranges = yield* this.#evaluate(formula);
      this.#wanted = undefined;
      if (ranges.length === 0) return [];
      if (!isAround && isFewPlaces(ranges) && (wanted === undefined || ranges.length < wanted.length)) wanted = ranges;
      evaluated.set(formula, ranges);
    }
    const plain: RangeMatch[][] = [];
    const inside: RangeMatch[][] = [];
    for (const formula of others) {
      const ranges = evaluated.get(formula)!;
      (ranges[0]!.kind === "inside" ? inside : plain).push(ranges);
    }
    const [first, ...rest] = [...plain, ...inside];
    let ranges = first ?? base;
    for (const other of rest) ranges = this.#intersect(ranges, other);
    if (selectors.length === positives.length) return ranges;
    for (const selector of selectors) {
      if (ranges.length === 0) return [];
      ranges = yield* this.#select(selector, ranges);
    }
    return ranges;
  }

  /** Occurrences of a bare metavariable, in the ranges only. */
  *#select(selector: CompiledFormula, ranges: readonly RangeMatch[]): Steps<RangeMatch[]> {
    const matcher = this.#matcher;
    if (selector.kind !== "pattern" || !matcher) return this.#intersect([...ranges], yield* this.#evaluate(selector));
    const selected: RangeMatch[] = [];
    for (const range of ranges) {
      for (const [name, binding] of range.bindings) matcher.bindings.set(name, binding);
      for (const found of yield* search(matcher, selector.root, this.#scopeOf(range))) {
        if (found.start < range.start || found.end > range.end) continue;
        selected.push({
          kind: range.kind === "inside" ? "plain" : range.kind,
          start: found.start,
          end: found.end,
          node: found.node,
          bindings: found.bindings,
          fix: range.fix,
        });
      }
      matcher.bindings.clear();
    }
    return uniqueRanges(selected);
  }

  /** The nodes that may lie in a range: what the smallest node around it holds. */
  #scopeOf(range: Span): SearchScope {
    const ast = this.#target.ast!;
    let node = ast.nodeAt(range.start, range.end);
    while (node !== ROOT && ast.start(ast.parent(node)) === range.start && ast.end(ast.parent(node)) === range.end)
      node = ast.parent(node);
    const scope = { from: node, to: ast.next(node) };
    if (!this.#scope) return scope;
    return { from: Math.max(scope.from, this.#scope.from), to: Math.min(scope.to, this.#scope.to) };
  }

  /** Pairs of which one lies in the other, with the bindings of both: the inner one is the result. */
  #intersect(xs: readonly RangeMatch[], ys: readonly RangeMatch[]): RangeMatch[] {
    this.#spend((xs.length * ys.length) >> 3);
    const result: RangeMatch[] = [];
    for (const x of xs)
      for (const y of ys)
        if (this.#isIncluded(x, y) && (x.kind !== "inside" || y.kind === "inside")) result.push(mergeRanges(x, y));
    for (const y of ys)
      for (const x of xs)
        if (this.#isIncluded(y, x) && (y.kind !== "inside" || x.kind === "inside")) result.push(mergeRanges(y, x));
    return uniqueRanges(result);
  }

  #difference(ranges: readonly RangeMatch[], excluded: readonly RangeMatch[]): RangeMatch[] {
    this.#spend((ranges.length * excluded.length) >> 3);
    return ranges.filter(
      (x) =>
        !excluded.some((y) => {
          switch (y.kind) {
            case "inside":
              return this.#isIncluded(x, y);
            case "regex":
              return this.#isIncluded(x, y) || this.#isIncluded(y, x);
            case "plain":
              return x.start === y.start && x.end === y.end && this.#isIncluded(x, y) && this.#isIncluded(y, x);
            case "anywhere":
              return true;
            default:
              return y.kind satisfies never;
          }
        }),
    );
  }

  #isIncluded(x: RangeMatch, y: RangeMatch): boolean {
    if (!(y.start <= x.start && x.end <= y.end) && y.kind !== "anywhere") return false;
    for (const [name, binding] of x.bindings) {
      const other = y.bindings.get(name);
      if (other !== undefined && other !== binding && !/^\$\d+$/.test(name) && !this.#equal(binding, other))
        return false;
    }
    return true;
  }

  #equal(a: Binding, b: Binding): boolean {
    if (this.#matcher) return this.#matcher.equal(a, b);
    return textOf(a) === textOf(b);
  }

  // Conditions

  #filter(
    condition: CompiledCondition,
    { range, more }: { readonly range: RangeMatch; readonly more: readonly Bindings[] },
  ): { range: RangeMatch; more: Bindings[] }[] | undefined {
    const keep = (holds: boolean, found: readonly Bindings[] = []) =>
      holds ? [{ range, more: [...found, ...more] }] : undefined;
    if (condition.kind === "comparison") return keep(this.#compare(condition, range));
    const binding = range.bindings.get(condition.metavariable);
    if (!binding) return undefined;
    switch (condition.kind) {
      case "regex": {
        const text = condition.constantPropagation ? (this.#constantText(binding) ?? textOf(binding)) : textOf(binding);
        const match = condition.regex.matchAt(text, 0);
        return keep(
          match !== undefined,
          match ? nonEmpty(captures(condition.regex, match, text, this.#target.text, binding.start)) : [],
        );
      }
      case "pattern":
        return this.#nested(condition, range, binding, keep);
      case "analysis": {
        const text = analysedText(binding);
        return keep(ANALYZERS[condition.analyzer](text));
      }
      case "type":
        return keep(this.#hasType(condition, binding));
      case "name":
        return keep(this.#isOfModule(condition, binding));
      default:
        return condition satisfies never;
    }
  }

  #compare(condition: CompiledCondition & { readonly kind: "comparison" }, range: RangeMatch): boolean {
    const { strip, base, metavariable } = condition;
    return holdsComparison(condition.expression, {
      now: this.#context.now,
      valueOf: (name) => {
        const binding = range.bindings.get(name);
        const value = binding && this.#comparisonValue(binding);
        if (!value) return undefined;
        if ((!strip && base === undefined) || (metavariable !== undefined && metavariable !== name && !strip))
          return value;
        return asInteger(value, base ?? 10) ?? value;
      },
    });
  }

  #comparisonValue(binding: Binding): ComparisonValue {
    if (binding.kind === "text") {
      const trimmed = binding.text.trim();
      // Text of a file is no literal, but a number there is what it looks like.
      return /^-?(?:\d+(?:\.\d+)?|0x[\da-fA-F]+)$/.test(trimmed) && this.#target.ast === undefined
        ? { kind: "number", value: Number(trimmed) }
        : { kind: "string", value: binding.text };
    }
    const value = this.#constant(binding);
    if (typeof value === "string") return { kind: "string", value };
    if (typeof value === "number") return { kind: "number", value };
    if (typeof value === "boolean") return { kind: "boolean", value };
    return { kind: "code", text: textOf(binding) };
  }

  #constant(binding: Binding): string | number | boolean | null | undefined {
    if (binding.kind !== "node" || binding.ast !== this.#target.ast) return undefined;
    return this.#target.constants?.valueOf(binding.node);
  }

  #constantText(binding: Binding): string | undefined {
    const value = this.#constant(binding);
    return value === undefined || value === null ? undefined : String(value);
  }

  #hasType(condition: CompiledCondition & { readonly kind: "type" }, binding: Binding): boolean {
    const matcher = this.#matcher;
    if (!matcher || binding.kind !== "node" || binding.ast !== matcher.ast) return false;
    const fact = typeOf(matcher, binding.node);
    return (
      fact !== undefined &&
      condition.types.some((type) => matcher.holds((next) => matchType(matcher, type, fact, next)))
    );
  }

  #isOfModule(condition: CompiledCondition & { readonly kind: "name" }, binding: Binding): boolean {
    const names = this.#target.index?.names;
    if (!names || binding.kind !== "node" || binding.ast !== this.#target.ast) return false;
    const qualified = names.qualified(binding.node);
    return qualified !== undefined && (condition.modules.length === 0 || condition.modules.includes(qualified.module));
  }

  /** Evaluates a formula on what a metavariable is bound to. */
  #nested(
    condition: CompiledCondition & { readonly kind: "pattern" },
    range: RangeMatch,
    binding: Binding,
    keep: (holds: boolean, found?: readonly Bindings[]) => { range: RangeMatch; more: Bindings[] }[] | undefined,
  ): { range: RangeMatch; more: Bindings[] }[] | undefined {
    if (this.#depth >= NESTING_LIMIT) return undefined;
    const depth = this.#depth + 1;
    const onlyNew = (bindings: Bindings): Bindings =>
      new Map([...bindings].filter(([name]) => !range.bindings.has(name)));
    if (condition.language === undefined && this.#target.ast !== undefined) {
      const inner = this.#subtree(binding);
      if (!inner) return undefined;
      const base: RangeMatch = { ...range, ...inner.span, kind: "plain", node: inner.scope.from };
      const evaluation = new Evaluation(this.#context, inner.target, {
        base,
        scope: inner.scope,
        depth,
        spend: this.#spend,
      });
      const found = finished(evaluation.run(condition.formula));
      return keep(found.length > 0, nonEmptyEach(found.map(({ bindings }) => onlyNew(bindings))));
    }
    const language = condition.language ?? (this.#target.language === "generic" ? "generic" : "regex");
    const contents = contentsOf(
      binding,
      language === "generic" || language === "regex" || this.#target.ast === undefined,
    );
    const target = contents && this.#textTarget(contents.text, language);
    if (!contents || !target) return undefined;
    const base: RangeMatch = {
      kind: "plain",
      start: 0,
      end: contents.text.length,
      node: ROOT,
      bindings: range.bindings,
      fix: undefined,
    };
    const evaluation = new Evaluation(this.#context, target, { base, depth, spend: this.#spend });
    const found = finished(evaluation.run(condition.formula));
    return keep(
      found.length > 0,
      nonEmptyEach(found.map(({ bindings }) => moved(onlyNew(bindings), contents.offset, this.#target.text))),
    );
  }

  /** What a binding is as a program of its own. */
  #subtree(
    binding: Binding,
  ): { readonly target: MatchTarget; readonly scope: SearchScope; readonly span: Span } | undefined {
    const { ast } = this.#target;
    if (!ast) return undefined;
    if (binding.kind === "node" && binding.ast === ast)
      return {
        target: this.#target,
        scope: { from: binding.node, to: ast.next(binding.node) },
        span: ast.span(binding.node),
      };
    if (binding.kind === "nodes" && binding.ast === ast) {
      const [first] = binding.nodes;
      const last = binding.nodes.at(-1);
      if (first === undefined || last === undefined || ast.role(first) !== Role.Statement) return undefined;
      return { target: this.#target, scope: { from: first, to: ast.next(last) }, span: binding };
    }
    if (binding.kind === "name") {
      // A name that is no node becomes a program of one identifier.
      const out = new AstBuilder(4);
      const root = out.open(Kind.Module, Role.None, 0, ast.text.length);
      const statement = out.open(Kind.ExpressionStatement, Role.Statement, binding.start, binding.end);
      out.leaf(Kind.Identifier, Role.Expression, binding.start, binding.end, intern(binding.text));
      out.close(statement);
      out.close(root);
      const small = new Ast(ast.language, ast.text, out.finish());
      return {
        target: new MatchTarget(ast.text, ast.language, small),
        scope: { from: 1, to: small.size },
        span: binding,
      };
    }
    return undefined;
  }

  #textTarget(text: string, language: PatternLanguage): MatchTarget | undefined {
    if (language === "regex" || language === "generic") return new MatchTarget(text, "generic");
    const source = language === "php" && !/^\s*<\?(?:php|=)?/.test(text) ? `<?php ${text}` : text;
    const ast = parseText(this.#context.cache.parser, source, language);
    return ast && new MatchTarget(source, language, ast);
  }
}

/** Counts the steps of what is not matching itself. */
class StepCounter {
  #left: number;

  constructor(steps: number) {
    this.#left = steps;
  }

  spend(steps: number): void {
    this.#left -= steps;
    if (this.#left < 0) throw new StepsSpent();
  }
}

/** What meets a condition, than what only has names. */
const MUCH_RARER = 10;

/** How many names a formula needs: the more, the fewer places it can match, and the cheaper it is to look. */
function rarity(formula: CompiledFormula): number {
  switch (formula.kind) {
    case "pattern":
      return formula.required.length + (formula.saysValue ? 0.75 : 0) + (formula.root.form === "expression" ? 0.5 : 0);
    case "and":
      return Math.max(0, ...formula.positives.map(rarity)) + (formula.conditions.length > 0 ? MUCH_RARER : 0);
    case "or":
      return formula.disjuncts.length === 0 ? 0 : Math.min(...formula.disjuncts.map(rarity));
    case "inside":
    case "anywhere":
      return rarity(formula.formula);
    default:
      return 0;
  }
}

/** Whether all that it finds is of use only around what the other formulas found. */
function surrounds(formula: CompiledFormula): boolean {
  if (formula.kind === "or") return formula.disjuncts.length > 0 && formula.disjuncts.every(surrounds);
  return (
    formula.kind === "inside" &&
    (formula.formula.kind === "pattern" ||
      (formula.formula.kind === "or" && formula.formula.disjuncts.every(({ kind }) => kind === "pattern")))
  );
}

/** Few enough that comparing each node with all of them costs less than matching it. */
const MOST_PLACES = 32;

function isFewPlaces(ranges: readonly RangeMatch[]): boolean {
  return ranges.length <= MOST_PLACES && ranges.every(({ kind }) => kind === "plain" || kind === "regex");
}

function isSelector(formula: CompiledFormula): boolean {
  return (
    formula.kind === "pattern" && formula.root.form === "expression" && formula.root.node.kind === Kind.Metavariable
  );
}

function nonEmpty(bindings: Bindings): Bindings[] {
  return bindings.size > 0 ? [bindings] : [];
}

function nonEmptyEach(all: readonly Bindings[]): Bindings[] {
  return all.filter(({ size }) => size > 0);
}

function asInteger(value: ComparisonValue, base: number): ComparisonValue | undefined {
  if (value.kind === "number") return value;
  const text = value.kind === "string" ? value.value : value.kind === "code" ? value.text : "";
  const stripped = text.trim().replace(/^["'`]+|["'`]+$/g, "");
  if (base === 10 && /^0[xXoObB]/.test(stripped)) return { kind: "number", value: Number(stripped) };
  const parsed = Number.parseInt(stripped, base);
  return Number.isNaN(parsed) ? undefined : { kind: "number", value: parsed };
}
