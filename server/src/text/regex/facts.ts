/**
 * What a search needs to know of a pattern before it is tried anywhere. For patterns that are known when Bartizan is built it
 * is worked out then, and the pattern itself is read only where one of its literals was seen: reading all of our patterns
 * takes longer than all else that a start does.
 */

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
  readonly facts: PatternFacts;
  #compiled: CompiledRegex | undefined;

  constructor(source: string, dialect: RegexDialect, facts: PatternFacts) {
    this.source = source;
    this.dialect = dialect;
    this.facts = facts;
  }

  get #regex(): CompiledRegex {
    if (!this.#compiled) {
      const compiled = compileRegex(this.source, { dialect: this.dialect });
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

/** Facts as they stand in JSON, which knows no infinity. */
export function storeFacts(facts: PatternFacts): unknown {
  return JSON.parse(JSON.stringify(facts, (_key, value) => (value === Number.POSITIVE_INFINITY ? ENDLESS : value)));
}

export function restoreFacts(stored: PatternFacts): PatternFacts {
  const reach = ({ units, newlines }: Pivot["before"]) => ({ units: endless(units), newlines: endless(newlines) });
  const { pivot } = stored;
  return {
    ...stored,
    pivot: pivot && { literals: pivot.literals, before: reach(pivot.before), after: reach(pivot.after) },
  };
}

const ENDLESS = -1;

function endless(value: number): number {
  return value === ENDLESS ? Number.POSITIVE_INFINITY : value;
}
