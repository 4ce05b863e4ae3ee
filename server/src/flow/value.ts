// Abstract values: what one variable, field or expression may hold. A value is taint of its own, the abstract objects that
// it may point to, and a constant when it is known to be one. Values are immutable; joining gives the old one where nothing
// is new, so that loops see by identity that nothing changed.

import type { AstNode } from "../syntax/ast.ts";
import type { Sym } from "../syntax/symbols.ts";
import { isSubset, type KindSet, NO_KINDS, unionOf, without } from "./kind-set.ts";
import { joinsLeftOut, MOST } from "./limits.ts";
import type { AbstractObject } from "./object.ts";
import type { Requirement } from "./spec.ts";
import type { Unit } from "./unit.ts";
import { hashText } from "./unit-text.ts";

/** A node of a unit, counted from the unit's own: stays the same while the unit's text does. */
export interface Site {
  readonly unit: Unit;
  readonly node: AstNode;
}

/** What comes in from outside the program. */
export interface ConcreteSource {
  readonly kind: "concrete";
  readonly site: Site;
  /** Kinds of models, and labels of rules' own sources. */
  readonly classes: readonly Sym[];
  /** "the query string"; empty when nobody said. */
  readonly title: string;
  /** Rests on what something is called, not on what it is. */
  readonly isByConvention: boolean;
}

/** What comes in from whoever calls the unit: all that the input object holds. */
export interface InputSource {
  readonly kind: "input";
  readonly input: AbstractObject;
}

export type TaintSource = ConcreteSource | InputSource;

export type StepKind = "source" | "assign" | "call" | "return" | "join" | "pass" | "store" | "propagate" | "sink";

/** A stop on the way, newest first: `before` is what happened before it. */
export interface Trace {
  readonly kind: StepKind;
  readonly site: Site;
  /** A name to show: of the variable, the function, the property. */
  readonly detail: string;
  readonly before: Trace | undefined;
  /** What happened inside the function that was called, its input being where it began. */
  readonly inside: Trace | undefined;
  readonly length: number;
  /** Of all of it. */
  readonly hash: number;
}

/** A label of a rule's that this becomes for callers whose value has the labels that are asked for. */
export interface Relabelling {
  readonly rule: string;
  readonly label: Sym;
  readonly requires: Requirement;
  /** Labels that were there already. */
  readonly given: readonly Sym[];
  readonly site: Site;
  readonly key: string;
}

export interface TaintElement {
  readonly source: TaintSource;
  /** Kinds of sanitizers and checks that it went through. */
  readonly ended: KindSet;
  /** For inputs: kinds that were undone on the way, should they have been there. */
  readonly restored: KindSet;
  readonly trace: Trace | undefined;
  /** For inputs: not what came in itself, but a label that it may earn. */
  readonly becomes: Relabelling | undefined;
}

/** The one place where elements are made, so that all have one shape, which is what makes reading them cheap. */
export function taintElement(
  source: TaintSource,
  ended: KindSet,
  restored: KindSet,
  trace: Trace | undefined,
  becomes: Relabelling | undefined,
): TaintElement {
  return { source, ended, restored, trace, becomes };
}

/** Of what has just come in. */
export function taintOf(source: TaintSource, trace?: Trace): TaintElement {
  return taintElement(source, NO_KINDS, NO_KINDS, trace, undefined);
}

export function withTrace({ source, ended, restored, becomes }: TaintElement, trace: Trace | undefined): TaintElement {
  return taintElement(source, ended, restored, trace, becomes);
}

/** The same after other sanitizers. */
export function withKinds(element: TaintElement, ended: KindSet, restored: KindSet): TaintElement {
  return taintElement(element.source, ended, restored, element.trace, element.becomes);
}

export type Taint = readonly TaintElement[];
export const CLEAN: Taint = [];

/** A known constant; `undefined` is "not known". JavaScript's undefined and null, None and nil are all null. */
export type Constant = string | number | boolean | null | undefined;
const LONGEST_CONSTANT = 4096;

export interface Value {
  readonly taint: Taint;
  readonly objects: readonly AbstractObject[];
  readonly constant: Constant;
  /** Which constant it is is not known, but apart from what taints it, it is made of the program's own constants alone. */
  readonly isFixed: true | undefined;
}

/** The objects of a value that points to none. */
export const NO_OBJECTS: readonly AbstractObject[] = [];

/** The one place where values are made, so that all have one shape, which is what makes reading them cheap. */
export function newValue(taint: Taint, objects: readonly AbstractObject[], constant: Constant, isFixed?: true): Value {
  return { taint, objects, constant, isFixed };
}

/** Nothing is known, nothing is tainted. */
export const UNKNOWN: Value = newValue(CLEAN, NO_OBJECTS, undefined);
/** A field or element that is not there. Joined with a value it gives that value. */
export const ABSENT: Value = newValue(CLEAN, NO_OBJECTS, null);
/** One of the program's own constants, or made of some, though it is not known of which. */
export const FIXED: Value = newValue(CLEAN, NO_OBJECTS, undefined, true);
export const NULL: Value = newValue(CLEAN, NO_OBJECTS, null);
export const TRUE: Value = newValue(CLEAN, NO_OBJECTS, true);
export const FALSE: Value = newValue(CLEAN, NO_OBJECTS, false);

export function constantValue(constant: Constant): Value {
  if (constant === undefined) return UNKNOWN;
  if (constant === null) return NULL;
  if (typeof constant === "boolean") return constant ? TRUE : FALSE;
  if (typeof constant === "string" && constant.length > LONGEST_CONSTANT) return FIXED;
  return newValue(CLEAN, NO_OBJECTS, constant);
}

export function taintedValue(taint: Taint): Value {
  return taint.length === 0 ? UNKNOWN : newValue(taint, NO_OBJECTS, undefined);
}

/** Tainted, and for the rest made of constants. */
export function tintedValue(taint: Taint, isRestFixed: boolean): Value {
  if (!isRestFixed) return taintedValue(taint);
  return taint.length === 0 ? FIXED : newValue(taint, NO_OBJECTS, undefined, true);
}

export function objectValue(object: AbstractObject): Value {
  return newValue(CLEAN, [object], undefined);
}

export function withTaint(value: Value, taint: Taint): Value {
  const joined = joinTaint(value.taint, taint);
  return joined === value.taint ? value : newValue(joined, value.objects, undefined);
}

/** The same value with another own taint. */
export function replaceTaint(value: Value, taint: Taint): Value {
  return taint === value.taint ? value : newValue(taint, value.objects, value.constant);
}

/** True for what is made of the program's own constants alone, whether it is known which it is or not. */
export function isFixed({ taint, objects, constant, isFixed }: Value): boolean {
  return taint.length === 0 && objects.length === 0 && (constant !== undefined || isFixed === true);
}

/** True for what is made of constants and of what came in alone: fixed where that is. */
export function isPure({ taint, objects, constant, isFixed }: Value): boolean {
  if (isFixed === true) return true;
  if (taint.length > 0) return false;
  return objects.length === 0 ? constant !== undefined : objects.every(({ kind }) => kind === "input");
}

/** The same, but no longer known to be one constant. */
export function blurred(value: Value): Value {
  if (value.constant === undefined || value === ABSENT) return value;
  return isFixed(value) ? FIXED : newValue(value.taint, value.objects, undefined, value.isFixed);
}

export function isClean(value: Value): boolean {
  return value.taint.length === 0 && value.objects.length === 0;
}

/** True when the two are the same but for how taint came there. */
export function isSameTaint(a: Taint, b: Taint): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  return a.every((element) => b.some((other) => isSameElement(element, other)));
}

export function isSameValue(a: Value, b: Value): boolean {
  if (a === b) return true;
  return (
    a.constant === b.constant &&
    a.isFixed === b.isFixed &&
    a.objects.length === b.objects.length &&
    a.objects.every((object) => b.objects.includes(object)) &&
    isSameTaint(a.taint, b.taint)
  );
}

/** True when not even the ways that taint took are different. */
export function isAlike(a: Value, b: Value): boolean {
  if (a === b) return true;
  if (a === ABSENT || b === ABSENT || a.constant !== b.constant || a.isFixed !== b.isFixed) return false;
  const { taint, objects } = a;
  if (taint.length !== b.taint.length || objects.length !== b.objects.length) return false;
  for (let at = 0; at < objects.length; at++) if (objects[at] !== b.objects[at]) return false;
  for (let at = 0; at < taint.length; at++) {
    const one = taint[at]!;
    const other = b.taint[at]!;
    if (one !== other && !(isSameElement(one, other) && isSameTrace(one.trace, other.trace))) return false;
  }
  return true;
}

function isSameTrace(a: Trace | undefined, b: Trace | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && a.hash === b.hash && a.length === b.length);
}

function isSameElement(a: TaintElement, b: TaintElement): boolean {
  return (
    a.ended === b.ended &&
    a.restored === b.restored &&
    a.becomes?.key === b.becomes?.key &&
    isSameSource(a.source, b.source)
  );
}

function isSameSource(a: TaintSource, b: TaintSource): boolean {
  if (a === b) return true;
  if (a.kind === "input") return b.kind === "input" && a.input === b.input;
  return (
    b.kind === "concrete" &&
    a.site.node === b.site.node &&
    a.site.unit === b.site.unit &&
    isSameClasses(a.classes, b.classes)
  );
}

function isSameClasses(a: readonly Sym[], b: readonly Sym[]): boolean {
  return a === b || (a.length === b.length && a.every((sym, at) => sym === b[at]));
}

export function joinTaint(a: Taint, b: Taint): Taint {
  if (a === b || b.length === 0) return a;
  if (a.length === 0) return b;
  let joined: TaintElement[] | undefined;
  for (const element of b) {
    const list: Taint = joined ?? a;
    let at = 0;
    while (at < list.length && !covers(list[at]!, element)) at++;
    if (at < list.length) {
      const other = list[at]!;
      // The shorter way is the one to show.
      if ((element.trace?.length ?? 0) < (other.trace?.length ?? 0) && isSameElement(other, element)) {
        joined ??= [...a];
        joined[at] = element;
      }
      continue;
    }
    // What an input holds says no more once all of the input is there.
    if (element.source.kind === "input" && list.some((each) => covers(element, each)))
      joined = list.filter((each) => !covers(element, each));
    else if (list.length >= MOST.sources) {
      joinsLeftOut.sources = true;
      break;
    }
    joined ??= a.slice();
    joined.push(element);
  }
  return joined ?? a;
}

/**
 * True when whatever the one makes a flaw, the other does as well: the same source, or an input that includes the other one as
 * a member, with fewer sanitizers passed. Asked for each pair whenever two values meet, so it ends as early as it can.
 */
function covers(a: TaintElement, b: TaintElement): boolean {
  if (a === b) return true;
  if (a.becomes !== b.becomes && a.becomes?.key !== b.becomes?.key) return false;
  const one = a.source;
  const other = b.source;
  if (one !== other) {
    if (one.kind === "input") {
      if (other.kind !== "input") return false;
      let input: AbstractObject | undefined = other.input;
      while (input !== undefined && input !== one.input) input = input.parent;
      if (input === undefined) return false;
    } else if (other.kind !== "concrete" || one.site.node !== other.site.node || !isSameSource(one, other))
      return false;
  }
  return a.restored === b.restored && (a.ended === b.ended || isSubset(a.ended, b.ended));
}

export function join(a: Value, b: Value): Value {
  if (a === b || b === ABSENT) return a;
  if (a === ABSENT) return b;
  const taint = joinTaint(a.taint, b.taint);
  const objects = joinObjects(a.objects, b.objects);
  const constant = a.constant === b.constant ? a.constant : undefined;
  const areFixed = constant === undefined && isPure(a) && isPure(b);
  if (taint === a.taint && objects === a.objects && constant === a.constant && areFixed === (a.isFixed ?? false))
    return a;
  if (taint.length === 0 && objects.length === 0 && constant === undefined) return areFixed ? FIXED : UNKNOWN;
  return newValue(taint, objects, constant, areFixed ? true : undefined);
}

function joinObjects(a: readonly AbstractObject[], b: readonly AbstractObject[]): readonly AbstractObject[] {
  if (a === b || b.length === 0) return a;
  if (a.length === 0) return b;
  let joined: AbstractObject[] | undefined;
  for (let at = 0; at < b.length; at++) {
    const object = b[at]!;
    if (a.includes(object)) continue;
    if ((joined ?? a).length >= MOST.objects) {
      joinsLeftOut.objects = true;
      break;
    }
    joined ??= a.slice();
    joined.push(object);
  }
  return joined ?? a;
}

/** Taint that went through something that ends these kinds, and undoes those. */
export function passThrough(taint: Taint, ends: KindSet, restores: KindSet = NO_KINDS): Taint {
  if (taint.length === 0 || (ends === NO_KINDS && restores === NO_KINDS)) return taint;
  return taint.map((element) =>
    withKinds(
      element,
      unionOf(without(element.ended, restores), ends),
      element.source.kind === "input" ? without(unionOf(element.restored, restores), ends) : NO_KINDS,
    ),
  );
}

/** Adds a step to the ways of all. */
export function addStep(taint: Taint, kind: StepKind, site: Site, detail: string): Taint {
  if (taint.length === 0) return taint;
  return taint.map((element) => withTrace(element, extendTrace(element.trace, kind, site, detail)));
}

const STEP_HASHES: Readonly<Record<StepKind, number>> = {
  source: hashText("source"),
  assign: hashText("assign"),
  call: hashText("call"),
  return: hashText("return"),
  join: hashText("join"),
  pass: hashText("pass"),
  store: hashText("store"),
  propagate: hashText("propagate"),
  sink: hashText("sink"),
};

/** Ways longer than this say nothing more to a person. */
const LONGEST_TRACE = 48;

export function extendTrace(
  before: Trace | undefined,
  kind: StepKind,
  site: Site,
  detail: string,
  inside?: Trace,
): Trace | undefined {
  const length = (before?.length ?? 0) + 1 + (inside?.length ?? 0);
  if (length > LONGEST_TRACE && before) return before;
  if (before && before.kind === kind && before.site.unit === site.unit && before.site.node === site.node && !inside)
    return before;
  let hash = Math.imul((before?.hash ?? 17) ^ site.unit.hash, 0x01000193) ^ site.node;
  hash = Math.imul(hash ^ STEP_HASHES[kind], 0x85ebca6b) ^ (inside?.hash ?? 0);
  if (detail !== "") hash = Math.imul(hash, 0x01000193) ^ hashText(detail);
  return { kind, site, detail, before, inside, length, hash: hash | 0 };
}
