// Labels of rules' own sources: which a value has, and what it gets where it has those that a source, sink or propagator asks for. What
// came in from callers has theirs, so where they decide, that is said in the summary and settled where it is used.

import { intern, type Sym } from "../syntax/symbols.ts";
import { hasKind, NO_KINDS } from "./kind-set.ts";
import { holds, labelClass, ownSanitizer, printRequirement, type Requirement } from "./spec.ts";
import {
  type Relabelling,
  type Site,
  type Taint,
  type TaintElement,
  type Trace,
  taintElement,
  taintOf,
  withKinds,
} from "./value.ts";

/** The labels that a value's taint has for a rule; what its sanitizers ended has none. */
export function labelsIn(
  rule: string,
  taint: Taint,
  kindLabels: ReadonlyMap<string, readonly string[]> = new Map(),
): Set<Sym> {
  const labels = new Set<Sym>();
  const sanitized = ownSanitizer(rule);
  const ofKinds = [...kindLabels].map(([kind, names]) => ({ kind: intern(kind), names }));
  for (const { source, ended } of taint) {
    if (source.kind !== "concrete" || hasKind(ended, sanitized)) continue;
    for (const each of source.classes) labels.add(each);
    for (const { kind, names } of ofKinds)
      if (source.classes.includes(kind)) for (const name of names) labels.add(labelClass(rule, name));
  }
  return labels;
}

interface Wanted {
  readonly rule: string;
  readonly label: Sym;
  readonly requires: Requirement;
  readonly site: Site;
  /** How the labelled taint began. */
  readonly trace: Trace | undefined;
}

/** The label where the taint that is there has what it asks for; else what inputs may earn. */
export function earned({ rule, label, requires, site, trace }: Wanted, taint: Taint): Taint {
  const given = labelsIn(rule, taint);
  if (holds(requires, (name) => given.has(labelClass(rule, name)))) return [labelled(label, site, trace)];
  const key = `${label} ${printRequirement(requires)} ${[...given].sort().join()} ${site.unit.id}:${site.node}`;
  const becomes: Relabelling = { rule, label, requires, given: [...given], site, key };
  return taint
    .filter(({ source, becomes: other }) => source.kind === "input" && !other)
    .map(({ source }) => taintElement(source, NO_KINDS, NO_KINDS, trace, becomes));
}

/** What an input that may earn a label is where callers handed in this. */
export function settled(element: TaintElement, actual: Taint): Taint {
  const { becomes, trace, ended } = element;
  if (!becomes) return actual;
  const { rule, label, requires, site } = becomes;
  const given = labelsIn(rule, actual);
  for (const each of becomes.given) given.add(each);
  if (holds(requires, (name) => given.has(labelClass(rule, name))))
    return [withKinds(labelled(label, site, trace), ended, NO_KINDS)];
  return actual
    .filter(({ source, becomes: other }) => source.kind === "input" && !other)
    .map(({ source }) => taintElement(source, ended, NO_KINDS, trace, becomes));
}

function labelled(label: Sym, site: Site, trace: Trace | undefined): TaintElement {
  return taintOf({ kind: "concrete", site, classes: [label], title: "", isByConvention: false }, trace);
}
