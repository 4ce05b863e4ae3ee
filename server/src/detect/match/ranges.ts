// Places in a text that a formula matched, with what its metavariables were bound to there.

import { type AstNode, NO_NODE } from "../../syntax/ast.ts";
import type { Span } from "../../text/span.ts";
import { type Binding, type Bindings, sameBindings } from "./bindings.ts";

export type RangeKind = "plain" | "inside" | "anywhere" | "regex";

export interface RangeMatch extends Span {
  readonly kind: RangeKind;
  readonly bindings: Bindings;
  /** The matched node; NO_NODE for matches in text. */
  readonly node: AstNode;
  readonly fix: string | undefined;
}

export function mergeRanges(inner: RangeMatch, outer: RangeMatch): RangeMatch {
  let bindings: Map<string, Binding> | undefined;
  for (const [name, binding] of outer.bindings)
    if (!inner.bindings.has(name)) {
      bindings ??= new Map(inner.bindings);
      bindings.set(name, binding);
    }
  return bindings ? { ...inner, bindings } : inner;
}

export function uniqueRanges(ranges: readonly RangeMatch[]): RangeMatch[] {
  if (ranges.length < 2) return [...ranges];
  const known = new Map<number, RangeMatch[]>();
  return ranges.filter((range) => {
    const same = known.get(range.start);
    if (!same) {
      known.set(range.start, [range]);
      return true;
    }
    if (
      same.some(
        (other) => other.end === range.end && other.kind === range.kind && sameBindings(other.bindings, range.bindings),
      )
    )
      return false;
    same.push(range);
    return true;
  });
}

/** The parts of a range that its focus is on. */
export function focusOf(range: RangeMatch, lists: readonly (readonly string[])[]): RangeMatch[] {
  let focused: RangeMatch[] | undefined;
  for (const names of lists) {
    const ranges = names.flatMap((name) => {
      const binding = range.bindings.get(name);
      if (!binding || (binding.kind === "nodes" && binding.nodes.length === 0)) return [];
      const inner: RangeMatch = {
        ...range,
        kind: "plain",
        start: binding.start,
        end: binding.end,
        node: nodeOf(binding),
      };
      return within(inner, range) ?? [];
    });
    focused =
      focused === undefined
        ? ranges
        : focused.flatMap((one) => ranges.flatMap((other) => within(one, other) ?? within(other, one) ?? []));
  }
  return focused ?? [range];
}

function nodeOf(binding: Binding): AstNode {
  if (binding.kind === "node") return binding.node;
  return binding.kind === "nodes" ? (binding.nodes[0] ?? NO_NODE) : NO_NODE;
}

function within(a: RangeMatch, b: RangeMatch): RangeMatch | undefined {
  if (b.start <= a.start && a.end <= b.end) return a;
  return a.start <= b.start && b.end <= a.end ? b : undefined;
}
