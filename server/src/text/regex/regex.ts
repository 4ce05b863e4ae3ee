/**
 * What the rest of the engine knows of a regular expression: a pattern in one of three dialects that has been read,
 * translated and given an engine with a bounded running time. How that comes about is in `compile.ts`.
 */

import type { Span } from "../span.ts";
import type { Ambiguity } from "./ambiguity.ts";
import type { RegexTree } from "./tree.ts";

/** Whose syntax and meaning a pattern has: gitleaks' (Go's RE2), Semgrep's (PCRE), or Python's `re`. */
export type RegexDialect = "re2" | "pcre" | "python";

export interface RegexOptions {
  readonly dialect: RegexDialect;
  /** Flags set for the whole pattern, any of `i`, `m`, `s`, `x`. */
  readonly flags?: string;
  /** Where that was judged beforehand: it takes longer than reading the pattern. */
  readonly ambiguity?: Ambiguity;
}

/** A pattern that cannot be read, or cannot be carried out in bounded time. `at` is an offset into the pattern. */
export interface RegexProblem {
  readonly kind: "problem";
  readonly message: string;
  readonly at: number;
}

/** One match: UTF-16 offsets into the text, end exclusive. `groups[0]` is the whole match. */
export interface RegexMatch extends Span {
  readonly groups: readonly (Span | undefined)[];
}

/**
 * A region `[from, to)` limits where a match may lie. The text ends at `to` (so `$` holds there); what stands before
 * `from` is still seen by `^`, `\b` and look-behind.
 */
export interface CompiledRegex {
  readonly kind: "regex";
  readonly source: string;
  readonly dialect: RegexDialect;
  /** How many capturing groups there are, the whole match not counted. */
  readonly groupCount: number;
  readonly groupNames: ReadonlyMap<string, number>;
  readonly tree: RegexTree;
  /** Of what is searched for. */
  readonly ambiguity: Ambiguity;
  /** How many runs were cut short by the limit on steps: what they would have found is not known. */
  readonly cutShort: number;
  test(text: string, from?: number, to?: number): boolean;
  exec(text: string, from?: number, to?: number): RegexMatch | undefined;
  /** A match that starts exactly at `at`. */
  matchAt(text: string, at: number, to?: number): RegexMatch | undefined;
  /** All matches from left to right that do not overlap. */
  matchAll(text: string, from?: number, to?: number): RegexMatch[];
}
