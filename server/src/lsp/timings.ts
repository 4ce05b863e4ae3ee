// How long things took, for the doctor and for people who ask: the last few hundred of each kind, and where all time went.

import type { Timings } from "../protocol.ts";
import { TimeTable } from "../scan/time-table.ts";

const KEPT = 500;

export class TimingLog {
  readonly #samples = new Map<string, { count: number; kept: number[] }>();
  readonly #now: () => number;
  /** Of all projects, since the server started. */
  readonly table: TimeTable;

  constructor(now: () => number) {
    this.#now = now;
    this.table = new TimeTable(now);
  }

  measure<T>(what: string, action: () => T): T {
    const start = this.#now();
    try {
      return action();
    } finally {
      this.add(what, this.#now() - start);
    }
  }

  add(what: string, milliseconds: number): void {
    let entry = this.#samples.get(what);
    if (!entry) {
      entry = { count: 0, kept: [] };
      this.#samples.set(what, entry);
    }
    entry.kept[entry.count++ % KEPT] = milliseconds;
  }

  rows(): Timings["rows"] {
    return [...this.#samples].map(([what, { count, kept }]) => {
      const sorted = [...kept].sort((a, b) => a - b);
      const at = (part: number) => sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)] ?? 0;
      return { what, count, p50: at(0.5), p95: at(0.95), maximum: at(1) };
    });
  }
}
