// The objects that a summary speaks of, numbered: whoever applies it keeps what each of them is at its call, and a summary is applied
// more often than it is made.

import type { AbstractObject } from "./object.ts";
import type { Summary } from "./summary.ts";
import type { Value } from "./value.ts";

export interface SummaryObjects {
  /** One more than the largest number. */
  readonly count: number;
  /** Of the results of calls of what was handed in, those that anything is made of: of the others nobody asks what they are. */
  readonly results: ReadonlySet<AbstractObject>;
}

const known = new WeakMap<Summary, SummaryObjects>();

export function objectsOf(summary: Summary): SummaryObjects {
  let objects = known.get(summary);
  if (!objects) {
    objects = number(summary);
    known.set(summary, objects);
  }
  return objects;
}

function number({ result, effects, contents, captures, hits, calls, decisive }: Summary): SummaryObjects {
  const results = new Set<AbstractObject>();
  let count = 1;
  const note = (object: AbstractObject): void => {
    let at: AbstractObject | undefined = object;
    for (; at && at.place === 0; at = at.parent) {
      at.place = count++;
      if (at.root?.kind === "result") results.add(at);
    }
  };
  const noteTaint = (taint: Value["taint"]): void => {
    for (const { source } of taint) if (source.kind === "input") note(source.input);
  };
  const noteValue = ({ taint, objects }: Value): void => {
    noteTaint(taint);
    for (const object of objects) note(object);
  };
  noteValue(result);
  for (const effect of effects) {
    noteValue(effect.value);
    if (effect.kind === "field" || effect.kind === "rest") note(effect.object);
  }
  for (const { fields, rest } of contents.values()) {
    for (const value of fields.values()) noteValue(value);
    if (rest) noteValue(rest);
  }
  for (const variables of captures.values()) for (const value of variables.values()) noteValue(value);
  for (const { taint } of hits) noteTaint(taint);
  for (const { callee, receiver, args } of calls) {
    note(callee);
    if (receiver) noteValue(receiver);
    for (const arg of args) noteValue(arg);
  }
  for (const input of decisive.keys()) note(input);
  return { count, results };
}
