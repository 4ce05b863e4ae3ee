// Flows that an evaluation found, one for each sink: what reaches the same one in several ways is joined.

import type { Sink } from "./summary.ts";
import { isSameTaint, joinTaint, type Taint } from "./value.ts";

/** A flow from a source to a sink. */
export interface Arrival {
  readonly sink: Sink;
  readonly taint: Taint;
}

export function addArrival(all: { sink: Sink; taint: Taint }[], sink: Sink, taint: Taint): void {
  const known = all.findIndex((other) => isSameSink(other.sink, sink));
  if (known < 0) all.push({ sink, taint });
  else {
    const joined = joinTaint(all[known]!.taint, taint);
    if (joined !== all[known]!.taint || !isSameTaint(joined, taint))
      all[known] = { sink: all[known]!.sink, taint: joined };
  }
}

export function isSameSink(a: Sink, b: Sink): boolean {
  return a === b || (a.kind === b.kind && a.site.node === b.site.node && a.site.unit === b.site.unit);
}
