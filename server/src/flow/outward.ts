// What calling a function does, for those who do not ask what it gives: as the top level of a file calls those that it hands to a library, and
// those that nobody called. That part of its summary is applied there, and as long as it stays the same, such an evaluation holds: what
// somebody types into a handler seldom changes it, and a long top level need not be evaluated for it.

import { type Application, applyKnown } from "./apply.ts";
import { withBound } from "./bound.ts";
import type { Evaluation } from "./evaluation.ts";
import { printSummary } from "./fingerprint.ts";
import type { Summary } from "./summary.ts";
import { objectsOf, SummaryObjects } from "./summary-objects.ts";
import { type Concern, concernOf, OTHERS } from "./uncalled.ts";
import { hashText } from "./unit-text.ts";
import { NULL } from "./value.ts";

/** Applies a unit for what it does. */
export function applyOutward(e: Evaluation, given: Application): void {
  const application = withBound(e, given);
  const { unit } = application;
  const summary = e.program.summaryOf(unit, e.depth);
  e.glanced.set(unit, e.program.isOnce ? OTHERS : outwardConcern(summary));
  if (!summary) return;
  e.applied.add(unit);
  e.pending.delete(unit);
  applyKnown(e, outwardPart(summary), application);
}

/** Says what a unit does, in so far as that is the same whenever the unit does the same. */
function outwardConcern(summary: Summary | undefined): Concern {
  if (!summary) return OTHERS;
  if (summary.outwardConcern === undefined) {
    const text = printSummary(outwardPart(summary));
    summary.outwardConcern = `${OTHERS} ${text.length} ${hashText(text)}`;
  }
  return summary.outwardConcern;
}

/** Whether what an evaluation was told of a unit is what it would be told now. */
export function isStill(known: Concern, summary: Summary | undefined): boolean {
  const isOutward = known.startsWith(OTHERS);
  return known === (isOutward ? outwardConcern(summary) : concernOf(summary));
}

/** Without what it gives. Where constants decide something, that is part of whether they are looked at. */
function outwardPart(summary: Summary): Summary {
  if (!summary.outward) {
    const { result, decisive } = summary;
    const part: Summary = {
      ...summary,
      result: decisive.size === 0 ? NULL : result,
      variables: [],
      neverReturns: false,
      proofs: [],
      outward: undefined,
      outwardConcern: undefined,
    };
    part.objects = new SummaryObjects(part, objectsOf(summary));
    summary.outward = part;
  }
  return summary.outward;
}
