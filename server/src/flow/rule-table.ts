// Which rules a flow makes fire. Asked only where taint reaches a sink, so its cost does not grow with the number of rules
// that have nothing to do with that sink.

import { intern, type Sym } from "../syntax/symbols.ts";
import { addToList } from "../text/multimap.ts";
import { hasKind, type KindSet, kindSet, kindsOf } from "./kind-set.ts";
import { labelsIn } from "./labels.ts";
import { ownSink } from "./pattern-marks.ts";
import {
  BUILT_IN_SANITIZERS,
  holds,
  labelClass,
  onlyFor,
  ownSanitizer,
  type Requirement,
  type TaintRuleSpec,
  UNBOUND_VALUE,
} from "./spec.ts";
import type { Taint, TaintElement, Trace } from "./value.ts";

/** A rule that fires, with the part of the taint that is a flaw to it. */
export interface Fired {
  readonly rule: string;
  readonly taint: Taint;
  /** Whether an element of that is of kinds which only the rule's `joined` names. */
  readonly isSecondHand: (element: TaintElement) => boolean;
}

interface CompiledRule {
  readonly spec: TaintRuleSpec;
  readonly sources: ReadonlySet<Sym>;
  /** Kinds that count only where they were joined into a text, each with the languages in which they do. */
  readonly joined: ReadonlyMap<Sym, ReadonlySet<string>>;
  /** Those of them that the rule does not ask for otherwise. */
  readonly added: ReadonlySet<Sym>;
  readonly ends: KindSet;
  readonly only: Sym;
}

export class RuleTable {
  readonly #bySink = new Map<Sym, CompiledRule[]>();
  readonly #byId = new Map<string, CompiledRule>();
  readonly #onlyKinds = new Set<Sym>();
  /** Rules that ask for what is not known to be one of the program's constants, by their ids. */
  readonly open = new Set<string>();
  /** Modelled kinds of sinks that such rules look at. */
  readonly openKinds = new Set<string>();
  /** Whether any asks for values that stand in a query's text where a parameter could. */
  readonly looksForUnbound: boolean;

  constructor(rules: readonly TaintRuleSpec[]) {
    this.looksForUnbound = rules.some(({ sourceKinds }) => sourceKinds.includes(UNBOUND_VALUE));
    for (const spec of rules) {
      // A rule of patterns alone says all that it means, as Semgrep's do.
      const isOfPatterns = spec.sourceKinds.length === 0 && spec.sinkKinds.length === 0;
      const builtIn = isOfPatterns
        ? (spec.takes ?? [])
        : BUILT_IN_SANITIZERS.filter((kind) => !spec.keeps.includes(kind));
      const rule: CompiledRule = {
        spec,
        joined: joinedIn(spec),
        added: new Set(spec.addedKinds?.map(intern)),
        sources: new Set([...spec.sourceKinds.map(intern), labelClass(spec.id, undefined)]),
        ends: kindSet([...spec.sanitizerKinds, ...builtIn].map(intern).concat(ownSanitizer(spec.id))),
        only: onlyFor(spec.id),
      };
      this.#byId.set(spec.id, rule);
      this.#onlyKinds.add(rule.only);
      if (spec.sourceKinds.includes("not-constant")) {
        this.open.add(spec.id);
        for (const kind of spec.sinkKinds) this.openKinds.add(kind);
      }
      for (const kind of spec.sinkKinds) {
        const sink = intern(kind);
        addToList(this.#bySink, sink, rule);
      }
    }
  }

  get ids(): Iterable<string> {
    return this.#byId.keys();
  }

  /** The rules that ask about a sink of this kind, each with the taint that is a flaw to it. */
  firing(kind: Sym, name: string, taint: Taint): Fired[] {
    const own = ownSink(name);
    if (own) {
      const rule = this.#byId.get(own.rule);
      if (!rule) return [];
      const accepted = this.#accepted(rule, taint, rule.spec.sinkRequires?.get(own.number));
      return accepted.length === 0 ? [] : [fired(rule, accepted)];
    }
    return (this.#bySink.get(kind) ?? []).flatMap((rule) => {
      const accepted = this.#accepted(rule, taint, rule.spec.kindRequires?.get(name));
      return accepted.length === 0 ? [] : [fired(rule, accepted)];
    });
  }

  #accepted(rule: CompiledRule, taint: Taint, requires: Requirement | undefined): Taint {
    const accepted = taint.filter((element) => this.#isAccepted(rule, element));
    if (!requires || accepted.length === 0) return accepted;
    const labels = labelsIn(rule.spec.id, accepted, rule.spec.kindLabels);
    return holds(requires, (label) => labels.has(labelClass(rule.spec.id, label))) ? accepted : [];
  }

  #isAccepted(rule: CompiledRule, { source, ended, trace }: TaintElement): boolean {
    if (source.kind !== "concrete") return false;
    const counts = (each: Sym) =>
      rule.sources.has(each) &&
      (!rule.joined.has(each) || (rule.joined.get(each)!.has(source.site.unit.file.language) && isJoined(trace)));
    if (!source.classes.some((each) => counts(each) || this.#isLabel(rule, each))) return false;
    for (const kind of kindsOf(ended)) {
      if (hasKind(rule.ends, kind)) return false;
      if (this.#onlyKinds.has(kind) && kind !== rule.only) return false;
    }
    return true;
  }

  #isLabel(rule: CompiledRule, sourceClass: Sym): boolean {
    const labels = this.#labels(rule);
    return labels.has(sourceClass);
  }

  readonly #labelsOf = new Map<CompiledRule, ReadonlySet<Sym>>();

  #labels(rule: CompiledRule): ReadonlySet<Sym> {
    let labels = this.#labelsOf.get(rule);
    if (!labels) {
      const names: string[] = [];
      const { sinkRequires, kindRequires } = rule.spec;
      for (const requirements of [sinkRequires, kindRequires])
        for (const requirement of requirements?.values() ?? []) collectLabels(requirement, names);
      labels = new Set(names.map((name) => labelClass(rule.spec.id, name)));
      this.#labelsOf.set(rule, labels);
    }
    return labels;
  }
}

function fired({ spec, sources, added }: CompiledRule, taint: Taint): Fired {
  const isSecondHand = ({ source }: TaintElement) =>
    added.size > 0 &&
    source.kind === "concrete" &&
    !source.classes.some((each) => sources.has(each) && !added.has(each));
  return { rule: spec.id, taint, isSecondHand };
}

function joinedIn({ joined }: TaintRuleSpec): Map<Sym, Set<string>> {
  const languagesOf = new Map<Sym, Set<string>>();
  for (const { kinds, languages } of joined ?? [])
    for (const kind of kinds) {
      const known = languagesOf.get(intern(kind)) ?? new Set();
      for (const language of languages) known.add(language);
      languagesOf.set(intern(kind), known);
    }
  return languagesOf;
}

/** Whether it was joined into a text on its way. */
function isJoined(trace: Trace | undefined): boolean {
  const waiting = [trace];
  for (let at = waiting.pop(); at || waiting.length > 0; at = waiting.pop()) {
    if (!at) continue;
    if (at.kind === "join") return true;
    waiting.push(at.before, at.inside);
  }
  return false;
}

function collectLabels(requirement: Requirement, into: string[]): void {
  if (requirement.kind === "label") into.push(requirement.label);
  else if (requirement.kind === "not") collectLabels(requirement.of, into);
  else for (const part of requirement.of) collectLabels(part, into);
}
