// Where time goes, by phase, rule and file, each without what lies inside it. The clock is the host's.

import type { Phase, Stopwatch } from "./stopwatch.ts";

/** A rule that takes more of all time than this is named: a pattern that begins with a metavariable is tried everywhere. */
export const BUDGET_OF_RULE = 0.05;
/** …and more than this (ms): in a scan of a few files everything is a large part. */
const LEAST_OF_RULE = 200;
const MOST_ROWS = 10;

export interface TimeRow {
  readonly name: string;
  readonly milliseconds: number;
  /** How often; of a rule, in how many scans of a file. */
  readonly count: number;
}

export class TimeTable implements Stopwatch {
  readonly #now: () => number;
  readonly #phases = new Rows();
  readonly #rules = new Rows();
  readonly #files = new Rows();
  /** Time that was spent in what is being measured further in, for each that is open. */
  readonly #inner: number[] = [];

  constructor(now: () => number) {
    this.#now = now;
  }

  measure<T>(phase: Phase, rule: string | undefined, action: () => T): T {
    const start = this.#now();
    this.#inner.push(0);
    try {
      return action();
    } finally {
      const whole = this.#now() - start;
      const own = whole - this.#inner.pop()!;
      this.#phases.add(phase, own);
      if (rule !== undefined) this.#rules.add(rule, own);
      const outer = this.#inner.length - 1;
      if (outer >= 0) this.#inner[outer]! += whole;
    }
  }

  /** For what cannot be measured around one call. */
  took(phase: Phase, milliseconds: number): void {
    this.#phases.add(phase, milliseconds);
  }

  /** All that is done for a file, flows that end in it or began with it included. */
  file<T>(path: string, action: () => T): T {
    const start = this.#now();
    try {
      return action();
    } finally {
      this.#files.add(path, this.#now() - start);
    }
  }

  /** What was measured in all. */
  get total(): number {
    return this.#phases.longest(Number.POSITIVE_INFINITY).reduce((sum, { milliseconds }) => sum + milliseconds, 0);
  }

  get phases(): readonly TimeRow[] {
    return this.#phases.longest(MOST_ROWS);
  }

  get rules(): readonly TimeRow[] {
    return this.#rules.longest(MOST_ROWS);
  }

  get files(): readonly TimeRow[] {
    return this.#files.longest(MOST_ROWS);
  }

  /** Rules that took more than their share. */
  slowRules(total: number): string[] {
    return this.#rules
      .longest(Number.POSITIVE_INFINITY)
      .filter(({ milliseconds }) => milliseconds > Math.max(LEAST_OF_RULE, total * BUDGET_OF_RULE))
      .map(({ name }) => name);
  }
}

class Rows {
  readonly #rows = new Map<string, { milliseconds: number; count: number }>();

  add(name: string, milliseconds: number): void {
    const row = this.#rows.get(name);
    if (row) {
      row.milliseconds += milliseconds;
      row.count++;
    } else this.#rows.set(name, { milliseconds, count: 1 });
  }

  longest(most: number): TimeRow[] {
    return [...this.#rows]
      .map(([name, row]) => ({ name, ...row }))
      .sort((a, b) => b.milliseconds - a.milliseconds)
      .slice(0, most);
  }
}
