// Flows that an evaluation found, one for each sink: what reaches the same one in several ways is joined.

import type { AstNode } from "../syntax/ast.ts";
import { addToList, innerMap } from "../text/multimap.ts";
import type { Sink } from "./summary.ts";
import type { Unit } from "./unit.ts";
import { isSameTaint, joinTaint, type Taint } from "./value.ts";

/** A flow from a source to a sink. */
export interface Arrival {
  readonly sink: Sink;
  readonly taint: Taint;
}

/** Those of one evaluation, in the order in which sinks were first reached. */
export class Arrivals {
  readonly all: Arrival[] = [];
  /** Where those stand whose sinks are at one place: a unit may reach thousands. */
  readonly #byPlace = new Map<Unit, Map<AstNode, number[]>>();

  add(sink: Sink, taint: Taint): void {
    const at = this.#indexOf(sink);
    if (at === undefined) {
      addToList(innerMap(this.#byPlace, sink.site.unit), sink.site.node, this.all.length);
      this.all.push({ sink, taint });
      return;
    }
    const known = this.all[at]!;
    const joined = joinTaint(known.taint, taint);
    if (joined !== known.taint || !isSameTaint(joined, taint)) this.all[at] = { sink: known.sink, taint: joined };
  }

  has(sink: Sink): boolean {
    return this.#indexOf(sink) !== undefined;
  }

  #indexOf(sink: Sink): number | undefined {
    const { kind, site } = sink;
    return this.#byPlace
      .get(site.unit)
      ?.get(site.node)
      ?.find((at) => this.all[at]!.sink.kind === kind);
  }
}
