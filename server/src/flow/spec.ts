// What the taint engine is told of rules: which kinds a rule's sources, sinks and sanitizers have, and which nodes a rule's
// own patterns matched. The engine knows no rule beyond this. All rules run in one pass: taint carries the kinds (and
// labels) of its source and the kinds of the sanitizers that it went through; rules are asked only where it reaches a sink.

import type { AstNode } from "../syntax/ast.ts";
import { intern, type Sym } from "../syntax/symbols.ts";
import { addToList } from "../text/multimap.ts";
import type { FlowFile } from "./file.ts";
import type { Unit } from "./unit.ts";

/** Ended without any model: see docs/models.md. */
export const BUILT_IN_SANITIZERS = [
  "number",
  "boolean",
  "allow-list",
  "pattern-check",
  "character-check",
  "found",
  "any",
] as const;

/** The kind of values that stand in a query's text where a parameter could. No model gives it: see docs/models.md. */
export const UNBOUND_VALUE = "unbound-value";

export interface TaintRuleSpec {
  readonly id: string;
  /** Modelled kinds. */
  readonly sourceKinds: readonly string[];
  readonly sinkKinds: readonly string[];
  /** Of the source kinds, those that count only where they were joined into a text on the way, and in code of these languages. */
  readonly joined?: readonly { readonly kinds: readonly string[]; readonly languages: readonly string[] }[];
  /** Of the source kinds, those that nothing but `joined` names. */
  readonly addedKinds?: readonly string[];
  readonly sanitizerKinds: readonly string[];
  /** Built-in sanitizers that this rule does not take as such. Rules made of patterns alone keep them all but `any`. */
  readonly keeps: readonly string[];
  /** Built-in sanitizers that a rule made of patterns alone takes as such: its options say so. */
  readonly takes?: readonly string[];
  /** Labels that a sink asks for, by the sink's number; sinks without an entry take any. */
  readonly sinkRequires?: ReadonlyMap<number, Requirement>;
  /** The same for its modelled kinds of sinks. */
  readonly kindRequires?: ReadonlyMap<string, Requirement>;
  /** Labels that it gives to modelled kinds of sources. */
  readonly kindLabels?: ReadonlyMap<string, readonly string[]>;
}

/** A boolean expression over labels. */
export type Requirement =
  | { readonly kind: "label"; readonly label: string }
  | { readonly kind: "not"; readonly of: Requirement }
  | { readonly kind: "and" | "or"; readonly of: readonly Requirement[] };

export function holds(requirement: Requirement, has: (label: string) => boolean): boolean {
  switch (requirement.kind) {
    case "label":
      return has(requirement.label);
    case "not":
      return !holds(requirement.of, has);
    case "and":
      return requirement.of.every((part) => holds(part, has));
    case "or":
      return requirement.of.some((part) => holds(part, has));
  }
}

/** For comparing requirements. */
export function printRequirement(requirement: Requirement): string {
  switch (requirement.kind) {
    case "label":
      return requirement.label;
    case "not":
      return `not(${printRequirement(requirement.of)})`;
    default:
      return `${requirement.kind}(${requirement.of.map(printRequirement).join()})`;
  }
}

/** A node that one of a rule's own patterns matched. */
export type PatternMark = SourceMark | SinkMark | SanitizerMark | PropagatorMark;

interface MarkHead {
  readonly rule: string;
  /** Which of the rule's sources (sinks, …) it is. */
  readonly number: number;
  readonly node: AstNode;
  /** Handed back with the flow; the engine does not look into it. */
  readonly payload?: unknown;
}

export interface SourceMark extends MarkHead {
  readonly role: "source";
  readonly label?: string;
  readonly requires?: Requirement;
  /** The very node only, not what lies inside it. */
  readonly exact: boolean;
  /** What the node names is tainted from here on. `only`: and the node itself is not. */
  readonly bySideEffect: boolean | "only";
  /** Taints the control flow from here on. */
  readonly control: boolean;
}

export interface SinkMark extends MarkHead {
  readonly role: "sink";
  readonly exact: boolean;
  readonly atExit: boolean;
  /** Only this part counts (`focus-metavariable`); without it whatever goes into the node. */
  readonly focus?: readonly AstNode[];
}

export interface SanitizerMark extends MarkHead {
  readonly role: "sanitizer";
  readonly exact: boolean;
  readonly bySideEffect: boolean | "only";
  readonly notConflicting: boolean;
}

export interface PropagatorMark extends MarkHead {
  readonly role: "propagator";
  readonly from: AstNode;
  readonly to: AstNode;
  readonly bySideEffect: boolean | "only";
  readonly label?: string;
  readonly requires?: Requirement;
  readonly replaceLabels?: readonly string[];
}

/** The marks of one file by node. */
export class FileMarks {
  readonly #marks = new Map<AstNode, PatternMark[]>();

  constructor(marks: Iterable<PatternMark> = []) {
    for (const mark of marks) {
      addToList(this.#marks, mark.node, mark);
    }
  }

  get isEmpty(): boolean {
    return this.#marks.size === 0;
  }

  at(node: AstNode): readonly PatternMark[] | undefined {
    return this.#marks.get(node);
  }

  nodes(): IterableIterator<AstNode> {
    return this.#marks.keys();
  }
}

/** Marks of each unit as text, to tell whether they changed. */
export function markTexts(file: FlowFile, marks: readonly PatternMark[]): ReadonlyMap<Unit, string> {
  const texts = new Map<Unit, string[]>();
  for (const mark of marks) {
    const unit = file.unitAt(mark.node);
    const { payload: _payload, node, ...rest } = mark;
    const places = mark.role === "propagator" ? [file.ownIndex(mark.from), file.ownIndex(mark.to)] : [];
    const text = `${file.ownIndex(node)} ${places.join()} ${JSON.stringify({ ...rest, from: undefined, to: undefined })}`;
    addToList(texts, unit, text);
  }
  return new Map([...texts].map(([unit, each]) => [unit, each.sort().join("\n")]));
}

/** What taint that a rule's own source pattern marked is called. */
export function labelClass(rule: string, label: string | undefined): Sym {
  return intern(`${rule}\u0000${label ?? ""}`);
}

/** What a rule's own sanitizer patterns end. */
export function ownSanitizer(rule: string): Sym {
  return intern(`${rule}\u0000sanitized`);
}

/** Taint that only this rule may see: its own propagators carried it. */
export function onlyFor(rule: string): Sym {
  return intern(`${rule}\u0000only`);
}
