// One number for what was found, made so that whoever reads it can work it out again: each level of severity takes points from
// a hundred, and no more than its share. So a critical finding cannot hide behind a clean rest, and many mild ones do not
// look like a grave one.

import type { Severity } from "../../detect/finding.ts";

export const FULL_SCORE = 100;

interface Weight {
  readonly severity: Severity;
  /** That one finding takes. */
  readonly points: number;
  /** That all of them take at most. */
  readonly most: number;
}

/** The worst first. What all levels take at most is the full score. */
export const WEIGHTS: readonly Weight[] = [
  { severity: "critical", points: 15, most: 60 },
  { severity: "error", points: 5, most: 25 },
  { severity: "warning", points: 1, most: 10 },
  { severity: "info", points: 0.5, most: 5 },
];

export interface ScoreRow extends Weight {
  readonly count: number;
  readonly taken: number;
}

export interface Score {
  readonly rows: readonly ScoreRow[];
  readonly taken: number;
  readonly score: number;
}

export function scoreOf(findings: readonly { readonly severity: Severity }[]): Score {
  const rows = WEIGHTS.map((weight): ScoreRow => {
    const count = findings.filter(({ severity }) => severity === weight.severity).length;
    return { ...weight, count, taken: Math.min(weight.most, weight.points * count) };
  });
  const taken = rows.reduce((sum, row) => sum + row.taken, 0);
  return { rows, taken, score: FULL_SCORE - taken };
}
