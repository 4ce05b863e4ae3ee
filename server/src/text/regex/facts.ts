/**
 * What a search needs to know of a pattern before it is tried anywhere. For patterns that are known when Bartizan is built it
 * is worked out then, and the pattern itself is read only where one of its literals was seen: reading all of our patterns
 * takes longer than all else that a start does.
 */

import type { Ambiguity } from "./ambiguity.ts";
import { compileRegex } from "./compile.ts";
import { type Pivot, pivotOf, reachOf } from "./literals.ts";
import type { CompiledRegex, RegexDialect, RegexMatch } from "./regex.ts";
import { lengthOf, type RegexTree } from "./tree.ts";

export interface PatternFacts {
  readonly groupCount: number;
  readonly pivot: Pivot | undefined;
  /** No match reads a newline, nor is empty. */
  readonly isLineBound: boolean;
}

/** What is worked out of a pattern when Bartizan is built. */
export interface KnownPattern extends PatternFacts {
  readonly ambiguity: Ambiguity;
}

export function factsOf(regex: CompiledRegex): PatternFacts {
  if (regex instanceof LateRegex) return regex.facts;
  const { root } = regex.tree;
  return {
    groupCount: regex.groupCount,
    pivot: pivotOf(regex.tree),
    isLineBound: reachOf(root).newlines === 0 && lengthOf(root).min > 0,
  };
}

/** A pattern that is known to be right, compiled when it is first used. */
export class LateRegex implements CompiledRegex {
  readonly kind = "regex";
  readonly source: string;
  readonly dialect: RegexDialect;
  readonly facts: KnownPattern;
  #compiled: CompiledRegex | undefined;

  constructor(source: string, dialect: RegexDialect, facts: KnownPattern) {
    this.source = source;
    this.dialect = dialect;
    this.facts = facts;
  }

  get #regex(): CompiledRegex {
    if (!this.#compiled) {
      const compiled = compileRegex(this.source, { dialect: this.dialect, ambiguity: this.facts.ambiguity });
      if (compiled.kind === "problem") throw new Error(`a built-in pattern cannot be read: ${compiled.message}`);
      this.#compiled = compiled;
    }
    return this.#compiled;
  }

  get groupCount(): number {
    return this.facts.groupCount;
  }

  get groupNames(): ReadonlyMap<string, number> {
    return this.#regex.groupNames;
  }

  get tree(): RegexTree {
    return this.#regex.tree;
  }

  get ambiguity(): Ambiguity {
    return this.facts.ambiguity;
  }

  get cutShort(): number {
    return this.#compiled?.cutShort ?? 0;
  }

  test(text: string, from?: number, to?: number): boolean {
    return this.#regex.test(text, from, to);
  }

  exec(text: string, from?: number, to?: number): RegexMatch | undefined {
    return this.#regex.exec(text, from, to);
  }

  matchAt(text: string, at: number, to?: number): RegexMatch | undefined {
    return this.#regex.matchAt(text, at, to);
  }

  matchAll(text: string, from?: number, to?: number): RegexMatch[] {
    return this.#regex.matchAll(text, from, to);
  }
}

/** What there is to know of a pattern, as it stands in JSON, which knows no infinity. */
export function storePattern(regex: CompiledRegex): KnownPattern {
  const known: KnownPattern = { ...factsOf(regex), ambiguity: regex.ambiguity };
  return JSON.parse(JSON.stringify(known, (_key, value) => (value === Number.POSITIVE_INFINITY ? ENDLESS : value)));
}

export function restorePattern(stored: KnownPattern): KnownPattern {
  const reach = ({ units, newlines }: Pivot["before"]) => ({ units: endless(units), newlines: endless(newlines) });
  const { pivot, ambiguity } = stored;
  return {
    ...stored,
    ambiguity: { ...ambiguity, degree: endless(ambiguity.degree) },
    pivot: pivot && { literals: pivot.literals, before: reach(pivot.before), after: reach(pivot.after) },
  };
}

const ENDLESS = -1;

function endless(value: number): number {
  return value === ENDLESS ? Number.POSITIVE_INFINITY : value;
}
