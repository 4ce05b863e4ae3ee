// From a rule's formulas to what the evaluation runs: patterns parsed, regular expressions compiled, comparisons read, and
// for every part what a file must hold for it to match at all. Compiled once a rule and language, by need.

import { Kind, Role } from "../../syntax/kind.ts";
import { isScript, type LanguageId } from "../../syntax/language.ts";
import type { SyntaxParser } from "../../syntax/parser.ts";
import { intern, type Sym } from "../../syntax/symbols.ts";
import { innerMap } from "../../text/multimap.ts";
import { compileRegex } from "../../text/regex/compile.ts";
import type { CompiledRegex } from "../../text/regex/regex.ts";
import type { Analyzer, Condition, Formula, RuleLocation } from "../rule.ts";
import { type Expression, parseExpression } from "../rules/expression.ts";
import { type AlienOptions, type AlienPattern, parseAlienPattern } from "./aliengrep.ts";
import { type GenericPattern, parseGenericPattern } from "./generic.ts";
import { MAKERS } from "./go-constructions.ts";
import { KnownPatterns } from "./packed-patterns.ts";
import {
  allNodes,
  isLiteral,
  isMetavariable,
  type PatternNode,
  type PatternRoot,
  rootNodes,
  type TypePattern,
} from "./pattern.ts";
import { parsePattern } from "./pattern-parser.ts";
import { parseType } from "./pattern-text.ts";

/** What patterns of a formula are written in. */
export type PatternLanguage = LanguageId | "regex";

export type CompiledFormula =
  | {
      readonly kind: "pattern";
      readonly root: PatternRoot;
      readonly required: readonly Sym[];
      /** It says a text or number, or what is imported, which few places have. */
      readonly saysValue: boolean;
    }
  | { readonly kind: "generic"; readonly pattern: GenericPattern }
  | { readonly kind: "alien"; readonly pattern: AlienPattern }
  | { readonly kind: "regex"; readonly regex: CompiledRegex }
  | {
      readonly kind: "and";
      readonly positives: readonly CompiledFormula[];
      readonly negatives: readonly CompiledFormula[];
      readonly conditions: readonly CompiledCondition[];
      readonly focus: readonly (readonly string[])[];
      readonly as: string | undefined;
      readonly fix: string | undefined;
    }
  | { readonly kind: "or"; readonly disjuncts: readonly CompiledFormula[] }
  | { readonly kind: "inside"; readonly formula: CompiledFormula }
  | { readonly kind: "anywhere"; readonly formula: CompiledFormula }
  | { readonly kind: "modelled"; readonly taintKind: string };

export type CompiledCondition =
  | {
      readonly kind: "regex";
      readonly metavariable: string;
      readonly regex: CompiledRegex;
      readonly constantPropagation: boolean;
    }
  | {
      readonly kind: "pattern";
      readonly metavariable: string;
      readonly formula: CompiledFormula;
      readonly language: PatternLanguage | undefined;
    }
  | {
      readonly kind: "comparison";
      readonly expression: Expression;
      readonly strip: boolean;
      readonly base: number | undefined;
      readonly metavariable: string | undefined;
    }
  | { readonly kind: "analysis"; readonly metavariable: string; readonly analyzer: Analyzer }
  | { readonly kind: "type"; readonly metavariable: string; readonly types: readonly TypePattern[] }
  | { readonly kind: "name"; readonly metavariable: string; readonly modules: readonly string[] };

export interface CompileProblem {
  readonly location: RuleLocation;
  readonly message: string;
}

/** Parses patterns and compiles regular expressions; the same text is compiled once, whatever rules hold it. */
export class PatternCache {
  readonly parser: SyntaxParser;
  readonly #known: KnownPatterns;
  readonly #patterns = new Map<string, ReturnType<typeof parsePattern>>();
  readonly #regexes = new Map<string, ReturnType<typeof compileRegex>>();

  constructor(parser: SyntaxParser, known = new KnownPatterns([])) {
    this.parser = parser;
    this.#known = known;
  }

  pattern(text: string, language: LanguageId): ReturnType<typeof parsePattern> {
    const key = `${language}\n${text}`;
    let pattern = this.#patterns.get(key);
    if (!pattern) {
      pattern = this.#known.get(text, language) ?? parsePattern(this.parser, text, language);
      this.#patterns.set(key, pattern);
    }
    return pattern;
  }

  /** By language what was parsed without a mistake, by its text. */
  get parsed(): ReadonlyMap<LanguageId, ReadonlyMap<string, PatternRoot>> {
    const all = new Map<LanguageId, Map<string, PatternRoot>>();
    for (const [key, pattern] of this.#patterns) {
      if (pattern.form === "problem") continue;
      const end = key.indexOf("\n");
      innerMap(all, key.slice(0, end) as LanguageId).set(key.slice(end + 1), pattern);
    }
    return all;
  }

  regex(source: string, flags: string): ReturnType<typeof compileRegex> {
    const key = `${flags}\n${source}`;
    let regex = this.#regexes.get(key);
    if (!regex) {
      regex = compileRegex(source, { dialect: "pcre", flags });
      this.#regexes.set(key, regex);
    }
    return regex;
  }

  /** Quoted regular expressions of patterns: `"=~/…/i"`. */
  readonly regexSource = (source: string, flags: string): CompiledRegex | undefined => {
    const regex = this.regex(source, flags);
    return regex.kind === "regex" ? regex : undefined;
  };
}

export interface FormulaOptions {
  /**
   * The rule is for TypeScript as well: what only that can say (a pattern with types) matches nothing in JavaScript, and
   * is no mistake. Where TypeScript cannot read it either, the mistake is reported there.
   */
  readonly isForTypeScriptToo?: boolean;
  /** Generic patterns are aliengrep's. */
  readonly alien?: AlienOptions | undefined;
}

/** Compiles a formula; undefined when something in it is wrong, which `problems` then says. */
export function compileFormula(
  cache: PatternCache,
  formula: Formula,
  language: PatternLanguage,
  problems: CompileProblem[],
  options: FormulaOptions = {},
): CompiledFormula | undefined {
  const before = problems.length;
  const compiled = new FormulaCompiler(cache, language, problems, options).compile(formula);
  return problems.length > before ? undefined : compiled;
}

const NOTHING: CompiledFormula = { kind: "or", disjuncts: [] };

class FormulaCompiler {
  readonly #cache: PatternCache;
  readonly #language: PatternLanguage;
  readonly #problems: CompileProblem[];
  readonly #options: FormulaOptions;

  constructor(cache: PatternCache, language: PatternLanguage, problems: CompileProblem[], options: FormulaOptions) {
    this.#cache = cache;
    this.#language = language;
    this.#problems = problems;
    this.#options = options;
  }

  compile(formula: Formula): CompiledFormula {
    switch (formula.kind) {
      case "pattern":
        return this.#pattern(formula.text, formula.location);
      case "regex":
        return this.#regex(formula.regex, formula.location);
      case "and":
        return this.#and(formula);
      case "or":
        return { kind: "or", disjuncts: formula.disjuncts.map((disjunct) => this.compile(disjunct)) };
      case "inside":
      case "anywhere":
        return { kind: formula.kind, formula: this.compile(formula.formula) };
      case "not":
        // Alone, what is excluded is all there is to say: it matches where the surroundings do.
        return {
          kind: "and",
          positives: [],
          negatives: [this.compile(formula.formula)],
          conditions: [],
          focus: [],
          as: undefined,
          fix: undefined,
        };
      case "modelled":
        return { kind: "modelled", taintKind: formula.taintKind };
      default:
        return formula satisfies never;
    }
  }

  #pattern(text: string, location: RuleLocation): CompiledFormula {
    if (this.#language === "regex") return this.#regex(text, location);
    if (this.#language === "generic" && this.#options.alien) {
      const pattern = parseAlienPattern(text, this.#options.alien);
      if (typeof pattern !== "string") return { kind: "alien", pattern };
      this.#problems.push({ location, message: pattern });
      return NOTHING;
    }
    if (this.#language === "generic") {
      const pattern = parseGenericPattern(text);
      if (typeof pattern !== "string") return { kind: "generic", pattern };
      this.#problems.push({ location, message: pattern });
      return NOTHING;
    }
    const root = this.#cache.pattern(text, this.#language);
    if (root.form === "problem") {
      if (this.#language === "javascript" && this.#options.isForTypeScriptToo) return NOTHING;
      this.#problems.push({ location, message: root.message });
      return NOTHING;
    }
    return { kind: "pattern", root, required: requiredSymbols(root, this.#language), saysValue: saysValue(root) };
  }

  #regex(source: string, location: RuleLocation): CompiledFormula {
    const regex = this.#compileRegex(source, "m", location);
    return regex ? { kind: "regex", regex } : NOTHING;
  }

  #compileRegex(source: string, flags: string, location: RuleLocation): CompiledRegex | undefined {
    // A block of YAML ends with a line break that nobody means.
    const regex = this.#cache.regex(source.replace(/\n$/, ""), flags);
    if (regex.kind === "regex") return regex;
    this.#problems.push({ location, message: `the regular expression is wrong at ${regex.at}: ${regex.message}` });
    return undefined;
  }

  #and({ conjuncts, conditions, focus, as, fix }: Formula & { readonly kind: "and" }): CompiledFormula {
    const positives = conjuncts.filter(({ kind }) => kind !== "not").map((each) => this.compile(each));
    const negatives = conjuncts.flatMap((each) => (each.kind === "not" ? [this.compile(each.formula)] : []));
    return {
      kind: "and",
      positives,
      negatives,
      conditions: conditions.flatMap((each) => this.#condition(each) ?? []),
      focus,
      as,
      fix,
    };
  }

  #condition(condition: Condition): CompiledCondition | undefined {
    switch (condition.kind) {
      case "regex": {
        const regex = this.#compileRegex(condition.regex, "", condition.location);
        return (
          regex && {
            kind: "regex",
            metavariable: condition.metavariable,
            regex,
            constantPropagation: condition.constantPropagation,
          }
        );
      }
      case "pattern": {
        const language = condition.language;
        const compiler =
          language === undefined ? this : new FormulaCompiler(this.#cache, language, this.#problems, this.#options);
        return {
          kind: "pattern",
          metavariable: condition.metavariable,
          formula: compiler.compile(condition.formula),
          // A rule on texts stays one, whatever else the file is to others.
          language: language ?? (isOfText(this.#language) ? this.#language : undefined),
        };
      }
      case "comparison": {
        const expression = parseExpression(condition.comparison);
        if (expression.kind === "problem") {
          this.#problems.push({ location: condition.location, message: expression.message });
          return undefined;
        }
        return {
          kind: "comparison",
          expression,
          strip: condition.strip,
          base: condition.base,
          metavariable: condition.metavariable,
        };
      }
      case "analysis":
        return { kind: "analysis", metavariable: condition.metavariable, analyzer: condition.analyzer };
      case "type": {
        const types = condition.types.map((type) => ({ type, parsed: parseType(type, this.#language) }));
        const wrong = types.find(({ parsed }) => parsed === undefined);
        if (wrong) this.#problems.push({ location: condition.location, message: `"${wrong.type}" is not a type` });
        return {
          kind: "type",
          metavariable: condition.metavariable,
          types: types.flatMap(({ parsed }) => parsed ?? []),
        };
      }
      case "name":
        return { kind: "name", metavariable: condition.metavariable, modules: condition.modules };
      default:
        return condition satisfies never;
    }
  }
}

function isOfText(language: PatternLanguage): language is "generic" | "regex" {
  return language === "generic" || language === "regex";
}

/** Names that a file must hold for the pattern to match: its own or those that its imports stand for. */
function requiredSymbols(root: PatternRoot, language: LanguageId): Sym[] {
  const required = new Set<Sym>();
  if (language === "yaml" || language === "json" || language === "bicep") return keysThatMustBe(root);
  if (language === "php" || language === "bash" || language === "html" || language === "dockerfile") return [];
  if (isScript(language)) for (const key of keysThatMustBe(root)) required.add(key);
  for (const top of rootNodes(root))
    for (const node of allNodes(top)) {
      if (node.symbol === 0 || node.metavariable !== undefined || isLiteral(node.kind)) continue;
      for (const name of namesThatMustBe(node, language)) required.add(intern(name));
    }
  return [...required];
}

/** The keys of mappings and object literals, where they are told as plain text. */
function keysThatMustBe(root: PatternRoot): Sym[] {
  const keys = rootNodes(root)
    .flatMap((top) => [...allNodes(top)])
    .filter(({ kind, role, name }) => kind === Kind.String && role === Role.Key && /^[\w.-]*\w$/.test(name));
  return [...new Set(keys.map(({ symbol }) => symbol))];
}

function saysValue(root: PatternRoot): boolean {
  return rootNodes(root).some((top) =>
    [...allNodes(top)].some(
      ({ kind, symbol, metavariable, name }) =>
        symbol !== 0 && metavariable === undefined && name !== "..." && (kind === Kind.Import || isLiteral(kind)),
    ),
  );
}

function namesThatMustBe(node: PatternNode, language: LanguageId): string[] {
  switch (node.kind) {
    case Kind.Identifier:
      // What is made may be written without them.
      if (language === "go" && node.role === Role.Callee && MAKERS.includes(node.name)) return [];
      // A bare name may be part of a resolved one; builtins of Python are known as such without being written so.
      return node.role === Role.Object && (node.name === "builtins" || node.name === "__builtins__") ? [] : [node.name];
    case Kind.Member:
    case Kind.NamedArgument:
    case Kind.Function:
    case Kind.Field:
    case Kind.Attribute:
      return node.name === "..." || node.name.startsWith("=~/") ? [] : [node.name];
    case Kind.ConfigBlock:
      return [node.name];
    case Kind.Import:
      return language === "python" || language === "java"
        ? node.name.split(".").filter((part) => part !== "" && part !== "*" && !isMetavariable(part) && part !== "...")
        : [];
    default:
      return [];
  }
}
