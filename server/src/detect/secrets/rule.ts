/**
 * A secret rule as the engine runs it: gitleaks' format, read and checked, with the keys that gitleaks does not know
 * (severity, guidance, checksum …) beside it.
 */
import type { CompiledRegex } from "../../text/regex/regex.ts";

export type SecretSeverity = "error" | "warning" | "info";
export type SecretConfidence = "high" | "medium" | "low";

/** A reason not to report: any of its checks (`or`), or all of the kinds that it has (`and`). */
export interface SecretAllowlist {
  readonly description: string;
  readonly condition: "or" | "and";
  readonly regexTarget: "secret" | "match" | "line";
  readonly regexes: CompiledRegex | undefined;
  readonly paths: CompiledRegex | undefined;
  readonly stopwords: readonly string[];
  readonly commits: ReadonlySet<string>;
}

/** Another rule that must have matched nearby for this one to be reported. */
export interface RequiredRule {
  readonly id: string;
  readonly withinLines: number | undefined;
  readonly withinColumns: number | undefined;
}

export interface SecretRule {
  readonly id: string;
  readonly description: string;
  readonly regex: CompiledRegex | undefined;
  readonly path: CompiledRegex | undefined;
  /** 0: the first group that is not empty, or the whole match. */
  readonly secretGroup: number;
  /** 0: not asked for. */
  readonly entropy: number;
  /** In lower case. */
  readonly keywords: readonly string[];
  readonly tags: readonly string[];
  readonly allowlists: readonly SecretAllowlist[];
  readonly required: readonly RequiredRule[];
  /** Keeps silent where a particular rule has found the same. gitleaks goes by the word "generic" in the id. */
  readonly isGeneric: boolean;
  /** The rule only serves as another's required rule. */
  readonly skipReport: boolean;
  readonly severity: SecretSeverity;
  readonly confidence: SecretConfidence;
  /** What to do about it: how to rotate, where. Markdown. */
  readonly guidance: string;
  /** The provider's page for revoking this kind of secret. */
  readonly url: string | undefined;
  readonly cwe: readonly string[];
  /** The name that a fix proposes for the environment variable. */
  readonly variable: string;
  /** One of ours: what it matches is weighed by more than the pattern. */
  readonly isJudged: boolean;
  /** The names of checks (`github`, `luhn` …) that the secret must pass. */
  readonly checks: readonly string[];
  /** The file that defines it, for messages. */
  readonly origin: string;
}

export interface SecretRuleProblem {
  readonly message: string;
  readonly rule: string | undefined;
  /** From 1. */
  readonly line: number;
}

/** An allow-list for one rule. */
export interface TargetedAllowlist {
  readonly target: string;
  readonly allowlist: SecretAllowlist;
  readonly line: number;
}

/** Rules with what applies to all of them, in the order of the file. */
export interface SecretRuleSet {
  readonly name: string;
  readonly rules: readonly SecretRule[];
  readonly allowlists: readonly SecretAllowlist[];
  /** Allow-lists for rules that this set does not have. */
  readonly elsewhere: readonly TargetedAllowlist[];
  readonly problems: readonly SecretRuleProblem[];
}

/** A secret in a text. Offsets are UTF-16 units. */
export interface SecretMatch {
  readonly rule: SecretRule;
  readonly ruleId: string;
  /** The whole match of the rule's pattern; for encoded text, the encoded text it comes from. */
  readonly start: number;
  readonly end: number;
  readonly secretStart: number;
  readonly secretEnd: number;
  /** From 0. */
  readonly line: number;
  /** The secret itself, decoded where it was encoded. Never to be shown or logged: see `maskSecret`. */
  readonly secret: string;
  readonly masked: string;
  readonly entropy: number;
  readonly confidence: SecretConfidence;
  /** How it was encoded (`base64`, `hex`, `percent`, `unicode`), outermost first; empty for plain text. */
  readonly encodings: readonly string[];
}
