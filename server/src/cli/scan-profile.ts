// `--profile`: where the time of a scan goes, by phase, rule and file, each without what lies inside it, and a profile of the
// processor's for the developer tools of Chrome or VS Code.

import { promises as fs } from "node:fs";
import { Session } from "node:inspector/promises";
import type { Phase, Stopwatch } from "../scan/stopwatch.ts";

/** A rule that takes more of a scan than this is named: a pattern that begins with a metavariable is tried everywhere. */
const BUDGET_OF_RULE = 0.05;
/** …and more than this (ms): in a scan of a few files everything is a large part. */
const LEAST_OF_RULE = 200;
const MOST_ROWS = 10;

interface Row {
  milliseconds: number;
  count: number;
}

export class ScanProfile implements Stopwatch {
  readonly #now: () => number;
  readonly #phases = new Map<Phase, Row>();
  readonly #rules = new Map<string, Row>();
  readonly #files = new Map<string, Row>();
  /** Time that was spent in what is being measured further in, for each that is open. */
  readonly #inner: number[] = [];
  readonly #session = new Session();

  constructor(now: () => number) {
    this.#now = now;
  }

  measure<T>(phase: Phase, rule: string | undefined, action: () => T): T {
    return this.#time(action, (own) => {
      add(this.#phases, phase, own);
      if (rule !== undefined) add(this.#rules, rule, own);
    });
  }

  /** For what cannot be measured around one call. */
  took(phase: Phase, milliseconds: number): void {
    add(this.#phases, phase, milliseconds);
  }

  /** All that is done for a file, flows that end in it or began with it included. */
  file<T>(path: string, action: () => T): T {
    const start = this.#now();
    try {
      return action();
    } finally {
      add(this.#files, path, this.#now() - start);
    }
  }

  #time<T>(action: () => T, took: (own: number) => void): T {
    const start = this.#now();
    this.#inner.push(0);
    try {
      return action();
    } finally {
      const whole = this.#now() - start;
      took(whole - this.#inner.pop()!);
      const outer = this.#inner.length - 1;
      if (outer >= 0) this.#inner[outer]! += whole;
    }
  }

  async start(): Promise<void> {
    this.#session.connect();
    await this.#session.post("Profiler.enable");
    await this.#session.post("Profiler.setSamplingInterval", { interval: 1000 });
    await this.#session.post("Profiler.start");
  }

  /** Writes the processor's profile. */
  async stop(location: string): Promise<void> {
    const { profile } = await this.#session.post("Profiler.stop");
    this.#session.disconnect();
    await fs.writeFile(location, JSON.stringify(profile));
  }

  /** Lines for people. */
  lines(total: number): string[] {
    const phases = [...this.#phases.values()].reduce((sum, { milliseconds }) => sum + milliseconds, 0);
    const rest = Math.max(0, total - phases);
    const lines = ["Time by phase, in ms:"];
    for (const [phase, { milliseconds }] of longest(this.#phases)) lines.push(line(milliseconds, phase));
    lines.push(line(rest, "everything else: looking for files, loading rules, writing the report"));
    lines.push("", "Rules that took longest, in ms and files:");
    for (const [rule, { milliseconds, count }] of longest(this.#rules))
      lines.push(line(milliseconds, `${rule} (${count})`));
    lines.push(
      "",
      "Files that took longest, in ms; the first of those that data flows between counts for all of them:",
    );
    for (const [path, { milliseconds }] of longest(this.#files)) lines.push(line(milliseconds, path));
    const slow = this.slowRules(total);
    if (slow.length > 0) lines.push("", `Over the budget of ${BUDGET_OF_RULE * 100} % of the scan: ${slow.join(", ")}`);
    return lines;
  }

  /** Rules that took more than their share. */
  slowRules(total: number): string[] {
    return longest(this.#rules, this.#rules.size)
      .filter(([, { milliseconds }]) => milliseconds > Math.max(LEAST_OF_RULE, total * BUDGET_OF_RULE))
      .map(([rule]) => rule);
  }
}

function add<K>(rows: Map<K, Row>, key: K, milliseconds: number): void {
  const row = rows.get(key);
  if (row) {
    row.milliseconds += milliseconds;
    row.count++;
  } else rows.set(key, { milliseconds, count: 1 });
}

function longest<K>(rows: ReadonlyMap<K, Row>, most = MOST_ROWS): [K, Row][] {
  return [...rows].sort(([, a], [, b]) => b.milliseconds - a.milliseconds).slice(0, most);
}

function line(milliseconds: number, what: string): string {
  return `${milliseconds.toFixed(1).padStart(10)}  ${what}`;
}
