// Rules and models as the loader hands them to the engine: validated, with defaults filled in, not yet compiled.

import type { LanguageId } from "../syntax/language.ts";
import type { Confidence, Severity } from "./finding.ts";

/** Where in a rule file something stands; 1-based. */
export interface RuleLocation {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** What every rule has, whatever its mode. */
export interface RuleHead {
  readonly id: string;
  readonly location: RuleLocation;
  readonly languages: readonly LanguageId[];
  /** `regex`/`generic` rules run on the text of every file, `languages` is then `["generic"]`. */
  readonly analysis: "ast" | "generic" | "regex";
  readonly message: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly metadata: RuleMetadata;
  readonly paths: { readonly include: readonly string[]; readonly exclude: readonly string[] };
  readonly options: Readonly<Record<string, unknown>>;
  readonly fixes: readonly FixTemplate[];
}

export interface RuleMetadata {
  /** `CWE-89`. */
  readonly cwe: readonly string[];
  /** `A03:2021`. */
  readonly owasp: readonly string[];
  /** Markdown: what an attacker does with it, how to fix it, a safe example. Shown in the hover and on the help page. */
  readonly guidance: string;
  /** `metadata.examples`: safe code by language, fenced under the guidance. Keys as in `languages`. */
  readonly examples: Readonly<Record<string, string>>;
  readonly references: readonly string[];
  /** `weaker-than`: rules that say the same with more knowledge; where one of them reports, this one is silent. */
  readonly weakerThan: readonly string[];
  /** Off unless the configuration turns it on. */
  readonly isOffByDefault: boolean;
  /** Everything else the file says under `metadata`, for reports. */
  readonly other: Readonly<Record<string, unknown>>;
}

/** `fix` (text with metavariables) or `fix-regex`. */
export type FixTemplate =
  | {
      readonly kind: "replace";
      readonly title: string;
      readonly text: string;
      readonly safety: "safe" | "review";
      readonly when?: Formula;
    }
  | {
      readonly kind: "regex";
      readonly title: string;
      readonly regex: string;
      readonly replacement: string;
      readonly count: number | undefined;
      readonly safety: "safe" | "review";
    }
  /** A fix that code builds: parameterise a query, read a secret from the environment. See detect/fixes/. */
  | { readonly kind: "builtin"; readonly title: string; readonly name: string; readonly safety: "safe" | "review" };

/** A boolean combination of patterns, as Semgrep has them. */
export type Formula =
  | { readonly kind: "pattern"; readonly text: string; readonly location: RuleLocation }
  | { readonly kind: "regex"; readonly regex: string; readonly location: RuleLocation }
  | {
      readonly kind: "and";
      readonly conjuncts: readonly Formula[];
      readonly conditions: readonly Condition[];
      readonly focus: readonly (readonly string[])[];
      readonly location: RuleLocation /** A metavariable for the whole match. */;
      readonly as?: string /** A fix for matches of this part. */;
      readonly fix?: string;
    }
  | { readonly kind: "or"; readonly disjuncts: readonly Formula[]; readonly location: RuleLocation }
  | { readonly kind: "not"; readonly formula: Formula; readonly location: RuleLocation }
  | { readonly kind: "inside"; readonly formula: Formula; readonly location: RuleLocation }
  | { readonly kind: "anywhere"; readonly formula: Formula; readonly location: RuleLocation }
  /** Everything that models say has this kind, in the part that the key implies (a sink's argument, a source's value). */
  | { readonly kind: "modelled"; readonly taintKind: string; readonly location: RuleLocation };

/** Of Semgrep's two, what Semgrep means; `exploding-regex` is ours. */
export type Analyzer = "entropy" | "redos" | "exploding-regex";

export type Condition =
  | {
      readonly kind: "regex";
      readonly metavariable: string;
      readonly regex: string;
      readonly constantPropagation: boolean;
      readonly location: RuleLocation;
    }
  | {
      readonly kind: "pattern";
      readonly metavariable: string;
      readonly formula: Formula;
      readonly language?: LanguageId | "generic" | "regex";
      readonly location: RuleLocation;
    }
  | {
      readonly kind: "comparison";
      readonly metavariable?: string;
      readonly comparison: string;
      readonly base?: number;
      readonly strip: boolean;
      readonly location: RuleLocation;
    }
  | {
      readonly kind: "analysis";
      readonly metavariable: string;
      readonly analyzer: Analyzer;
      readonly location: RuleLocation;
    }
  | {
      readonly kind: "type";
      readonly metavariable: string;
      readonly types: readonly string[];
      readonly location: RuleLocation;
    }
  | {
      readonly kind: "name";
      readonly metavariable: string;
      readonly modules: readonly string[];
      readonly location: RuleLocation;
    };

export interface SearchRule extends RuleHead {
  readonly mode: "search";
  readonly formula: Formula;
}

/** A source, sink, sanitizer or propagator of a taint rule. */
export interface TaintPattern {
  readonly formula: Formula;
  /** Only the very match, not what lies inside it. */
  readonly exact: boolean;
  readonly bySideEffect: boolean | "only";
  readonly control: boolean;
  readonly atExit: boolean;
  /** A source's label. */
  readonly label?: string;
  /** A boolean expression over labels. */
  readonly requires?: string;
  /** Propagators. */
  readonly from?: string;
  readonly to?: string;
  readonly replaceLabels?: readonly string[];
  readonly notConflicting: boolean;
  readonly location: RuleLocation;
}

export interface TaintRule extends RuleHead {
  readonly mode: "taint";
  readonly sources: readonly TaintPattern[];
  readonly sinks: readonly TaintPattern[];
  readonly sanitizers: readonly TaintPattern[];
  readonly propagators: readonly TaintPattern[];
}

/** Patterns found in one language's file, then searched again as another language. */
export interface ExtractRule extends RuleHead {
  readonly mode: "extract";
  readonly formula: Formula;
  readonly extract: string;
  readonly destination: LanguageId;
  readonly transform: "none" | "unquote_string" | "concat_json_string_array";
  readonly reduce: "separate" | "concat";
}

export type Rule = SearchRule | TaintRule | ExtractRule;

/** A problem of a rule file, for people: what is wrong, where, and what is allowed there. */
export interface RuleProblem {
  readonly location: RuleLocation;
  /** The rule's id, when it could be read. */
  readonly ruleId?: string;
  /** `rules[0].pattern-sinks`. */
  readonly key: string;
  readonly message: string;
  /** The rule (or the file) is not run; otherwise only what the key says is ignored. */
  readonly dropsRule: boolean;
  /** The rule is right, but for a language that Bartizan does not parse. */
  readonly unparsedLanguage?: string;
}
