// What reached sinks, as flows: the arrivals that units' results tell of, kept by the file of the sink, and which files' flows may be
// others than when somebody last asked.

import { addToList, innerMap } from "../text/multimap.ts";
import { compareTexts } from "../text/order.ts";
import type { Span } from "../text/span.ts";
import type { Arrival } from "./arrivals.ts";
import { printSink } from "./fingerprint.ts";
import type { Fired } from "./rule-table.ts";
import type { Sink } from "./summary.ts";
import { type FlowStep, sinkName, spanOf, stepsOf } from "./trace.ts";
import type { Unit } from "./unit.ts";
import { joinTaint, type Taint } from "./value.ts";

/** A flow that makes a rule fire. */
export interface Flow {
  readonly ruleId: string;
  readonly path: string;
  /** The smallest expression that carries the taint into the sink. */
  readonly span: Span;
  /** The call or assignment as a whole. */
  readonly whole: Span;
  /** What is called or written, for people. */
  readonly sinkName: string;
  readonly sinkTitle: string;
  /** What somebody sends first, then what comes from elsewhere; of each the shortest first. */
  readonly traces: readonly (readonly FlowStep[])[];
  /** Rests on what something is called rather than on what it is. */
  readonly isGuess: boolean;
  /** Comes from nothing but the kinds that the rule's `joined` adds. */
  readonly isSecondHand: boolean;
  /** Of the rule's own sink pattern, as its mark had it. */
  readonly payload?: unknown;
}

interface FlowsWorld {
  /** The rules for which the taint is a flaw at the sink, each with the part of it that is. */
  firing(sink: Sink, taint: Taint): readonly Fired[];
  /** An arrival without what leads through code that is not there for the moment; none where nothing is left. */
  presentPart(arrival: Arrival): readonly Arrival[];
  /** What the rule's own sink pattern had. */
  payloadOf(sink: Sink): unknown;
}

const MOST_TRACES = 5;

export class FoundFlows {
  readonly #world: FlowsWorld;
  /** By the file of the sink and the unit in which it was seen. */
  readonly #arrivals = new Map<string, Map<Unit, Arrival[]>>();
  readonly #flows = new Map<string, { readonly version: number; readonly flows: readonly Flow[] }>();
  /** Files that the traces of a file's flows lead through. */
  readonly #mentions = new Map<string, ReadonlySet<string>>();
  readonly #versions = new Map<string, number>();
  readonly #doubted = new Set<string>();

  constructor(world: FlowsWorld) {
    this.#world = world;
  }

  /** Something of what is told of a file may be another. */
  doubt(path: string): void {
    this.#versions.set(path, this.versionOf(path) + 1);
    this.#doubted.add(path);
  }

  /** A file's text moved under the traces that lead through it. */
  doubtThrough(path: string): void {
    for (const [other, mentioned] of this.#mentions) if (mentioned.has(path)) this.doubt(other);
  }

  /** Changes whenever the flows that end in the file may have. */
  versionOf(path: string): number {
    return this.#versions.get(path) ?? 0;
  }

  /** Files that were doubted since this was last asked, in order. */
  takeDoubted(): string[] {
    const paths = [...this.#doubted].sort();
    this.#doubted.clear();
    return paths;
  }

  forget(path: string): void {
    this.#flows.delete(path);
    this.#mentions.delete(path);
  }

  /** All files are gone; versions go on, so that none is taken for what it was. */
  clear(): void {
    for (const path of this.#arrivals.keys()) this.doubt(path);
    this.#arrivals.clear();
    this.#flows.clear();
    this.#mentions.clear();
  }

  /** What a unit's result tells of, in place of what the one before told. */
  replace(unit: Unit, before: readonly Arrival[], after: readonly Arrival[]): void {
    if (before.length === 0 && after.length === 0) return;
    const old = bySinkPath(before);
    const now = bySinkPath(after);
    for (const path of new Set([...old.keys(), ...now.keys()])) {
      const arrivals = now.get(path);
      const ofPath = innerMap(this.#arrivals, path);
      if (arrivals) ofPath.set(unit, arrivals);
      else ofPath.delete(unit);
      if (printArrivals(old.get(path)) !== printArrivals(arrivals)) this.doubt(path);
    }
  }

  /** The flows that end in a file, by place. */
  of(path: string): readonly Flow[] {
    const version = this.versionOf(path);
    const known = this.#flows.get(path);
    if (known?.version === version) return known.flows;
    const flows: Flow[] = [];
    for (const { sink, taint } of this.#arrivalsAt(path))
      for (const fired of this.#world.firing(sink, taint)) flows.push(this.#flow(sink, fired));
    flows.sort(
      (a, b) =>
        a.span.start - b.span.start ||
        a.span.end - b.span.end ||
        compareTexts(a.ruleId, b.ruleId) ||
        a.whole.start - b.whole.start,
    );
    this.#flows.set(path, { version, flows });
    this.#mentions.set(
      path,
      new Set(flows.flatMap(({ traces }) => traces.flatMap((trace) => trace.map((step) => step.path)))),
    );
    return flows;
  }

  /** One arrival for each sink, in an order that does not depend on how it came about. */
  #arrivalsAt(path: string): Arrival[] {
    const bySink = new Map<string, Arrival>();
    const units = [...(this.#arrivals.get(path)?.entries() ?? [])].sort(([a], [b]) => compareTexts(a.id, b.id));
    for (const [, all] of units)
      for (const { sink, taint } of all.flatMap((arrival) => this.#world.presentPart(arrival))) {
        const key = `${sink.site.unit.id} ${sink.site.node} ${sink.kind}`;
        const known = bySink.get(key);
        bySink.set(key, known ? { sink: known.sink, taint: joinTaint(known.taint, taint) } : { sink, taint });
      }
    return [...bySink.values()];
  }

  #flow(sink: Sink, { rule: ruleId, taint, isSecondHand }: Fired): Flow {
    const tracesOf = (elements: Taint) => elements.map((element) => stepsOf(element, sink)).sort(compareTraces);
    const second = taint.filter(isSecondHand);
    const traces = [...tracesOf(taint.filter((each) => !second.includes(each))), ...tracesOf(second)];
    const distinct: FlowStep[][] = [];
    for (const trace of traces) {
      const start = trace[0]!;
      const isKnown = distinct.some(
        ([first]) =>
          first!.path === start.path && first!.span.start === start.span.start && first!.span.end === start.span.end,
      );
      if (!isKnown) distinct.push(trace);
    }
    const isGuess = sink.isGuess || taint.every(({ source }) => source.kind === "concrete" && source.isByConvention);
    return {
      ruleId,
      path: sink.site.unit.file.path,
      span: spanOf(sink.site),
      whole: spanOf(sink.whole),
      sinkName: sinkName(sink),
      sinkTitle: sink.title,
      traces: distinct.slice(0, MOST_TRACES),
      isGuess,
      isSecondHand: second.length === taint.length,
      payload: this.#world.payloadOf(sink),
    };
  }
}

function bySinkPath(arrivals: readonly Arrival[]): Map<string, Arrival[]> {
  const byPath = new Map<string, Arrival[]>();
  for (const arrival of arrivals) {
    const { path } = arrival.sink.site.unit.file;
    addToList(byPath, path, arrival);
  }
  return byPath;
}

function printArrivals(arrivals: readonly Arrival[] | undefined): string {
  return (arrivals ?? [])
    .map(({ sink, taint }) => {
      const elements = taint.map(({ source, ended, trace }) => {
        const from =
          source.kind === "concrete"
            ? `${source.site.unit.id}:${source.site.node}:${source.classes.join()}:${source.isByConvention}`
            : "";
        return `${from} ${ended} ${trace?.hash}`;
      });
      return `${printSink(sink)} ${elements.join()}`;
    })
    .join("\n");
}

function compareTraces(a: readonly FlowStep[], b: readonly FlowStep[]): number {
  if (a.length !== b.length) return a.length - b.length;
  for (const [at, step] of a.entries()) {
    const other = b[at]!;
    const order =
      compareTexts(step.path, other.path) || step.span.start - other.span.start || step.span.end - other.span.end;
    if (order !== 0) return order;
  }
  return 0;
}
