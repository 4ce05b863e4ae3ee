// The objects that a summary speaks of, numbered: whoever applies it keeps what each of them is at its call, and a summary is applied
// more often than it is made.

import { type AbstractObject, rootOf } from "./object.ts";
import type { Summary } from "./summary.ts";
import type { Value } from "./value.ts";

export class SummaryObjects {
  readonly #numbers: { count: number };
  readonly #summary: Summary;
  #writesOwnSources: boolean | undefined;
  #results: ReadonlySet<AbstractObject> | undefined;

  /** `whole`: what the summary is a part of, whose objects are its own. */
  constructor(summary: Summary, whole?: SummaryObjects) {
    this.#summary = summary;
    this.#numbers = whole ? whole.#numbers : { count: 1 };
  }

  /** One more than the largest number. */
  get count(): number {
    return this.#numbers.count;
  }

  /** The number of an object. */
  place(object: AbstractObject): number {
    if (object.place === 0) object.place = this.#numbers.count++;
    return object.place;
  }

  /** Whether anything that comes from outside the program is put into members of the receiver. */
  get writesOwnSources(): boolean {
    this.#writesOwnSources ??= this.#summary.effects.some(
      (effect) =>
        effect.kind === "field" &&
        effect.object.root?.kind === "this" &&
        effect.value.taint.some(({ source }) => source.kind === "concrete"),
    );
    return this.#writesOwnSources;
  }

  /** Of the results of calls of what was handed in, those that anything is made of: of the others nobody asks what they are. */
  get results(): ReadonlySet<AbstractObject> {
    this.#results ??= resultsIn(this.#summary);
    return this.#results;
  }
}

export function objectsOf(summary: Summary): SummaryObjects {
  summary.objects ??= new SummaryObjects(summary);
  return summary.objects;
}

function resultsIn({ result, effects, contents, captures, hits, calls }: Summary): ReadonlySet<AbstractObject> {
  const results = new Set<AbstractObject>();
  const note = (object: AbstractObject): void => {
    const made = rootOf(object);
    if (made.root?.kind === "result") results.add(made);
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
    for (let at = 0; at < fields.size; at++) noteValue(fields.valueAt(at));
    if (rest) noteValue(rest);
  }
  for (const variables of captures.values()) for (const value of variables.values()) noteValue(value);
  for (const { taint } of hits) noteTaint(taint);
  for (const { callee, receiver, args } of calls) {
    note(callee);
    if (receiver) noteValue(receiver);
    for (const arg of args) noteValue(arg);
  }
  return results;
}
