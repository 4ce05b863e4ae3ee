// What rules' own patterns matched, as the evaluation comes by: sources taint, sanitizers end, propagators carry, sinks
// look. The semantics are those of Semgrep's taint mode.

import { type AstNode, NO_NODE } from "../syntax/ast.ts";
import { Kind, Role } from "../syntax/kind.ts";
import { intern, type Sym } from "../syntax/symbols.ts";
import { inputsOf } from "./carried.ts";
import type { Evaluation } from "./evaluation.ts";
import { kindSet } from "./kind-set.ts";
import { earned, labelsIn } from "./labels.ts";
import { Link, linkOf } from "./origin.ts";
import { type Argument, isProgramsOwn } from "./places.ts";
import {
  holds,
  labelClass,
  onlyFor,
  ownSanitizer,
  type PatternMark,
  type PropagatorMark,
  type Requirement,
  type SinkMark,
  type SourceMark,
} from "./spec.ts";
import { CLEAN, joinTaint, NO_OBJECTS, newValue, passThrough, type Taint, type Value, withTaint } from "./value.ts";

/** The value of a node after the marks on it did their part. */
export function applyMarks(e: Evaluation, node: AstNode, value: Value, marks: readonly PatternMark[]): Value {
  let result = value;
  for (const group of sourceGroups(marks)) result = tainted(e, node, result, group);
  for (const mark of marks) {
    if (mark.role !== "sanitizer") continue;
    result = sanitized(e, result, mark.rule);
    if (mark.bySideEffect) writeBack(e, node, (held) => sanitized(e, held, mark.rule));
  }
  for (const mark of marks) if (mark.role === "propagator") result = propagate(e, node, result, mark);
  for (const mark of marks)
    if (mark.role === "sink")
      reachMark(e, mark, node, joinTaint(inputOf(e, node, result, mark), openInput(e, node, result, mark)));
  return result;
}

function sanitized(e: Evaluation, value: Value, rule: string): Value {
  const taint = e.deepTaint(value);
  return taint.length === 0
    ? value
    : newValue(passThrough(taint, kindSet([ownSanitizer(rule)])), NO_OBJECTS, value.constant);
}

/** What many rules call a source is one source with all their labels, for a value has room for few. A rule's own labels stay apart. */
function sourceGroups(marks: readonly PatternMark[]): SourceMark[][] {
  const groups: SourceMark[][] = [];
  for (const mark of marks) {
    if (mark.role !== "source") continue;
    const group = groups.find((each) => each.every((other) => areOneSource(mark, other)));
    if (group) group.push(mark);
    else groups.push([mark]);
  }
  return groups;
}

function areOneSource(a: SourceMark, b: SourceMark): boolean {
  return (
    a.rule !== b.rule && !a.requires && !b.requires && a.bySideEffect === b.bySideEffect && a.control === b.control
  );
}

function tainted(e: Evaluation, node: AstNode, value: Value, group: readonly SourceMark[]): Value {
  const [mark] = group as [SourceMark, ...SourceMark[]];
  const labels = group.map(({ rule, label }) => labelClass(rule, label));
  const own = e.sources.taintAt(node, labels, "", false);
  const taint = mark.requires
    ? earned(
        { ...relabelling(e, mark.rule, mark.label, node), requires: mark.requires, trace: own[0]!.trace },
        into(e, node, value),
      )
    : own;
  if (mark.bySideEffect) writeBack(e, node, (held) => withTaint(held, taint));
  if (mark.control) e.control = joinTaint(e.control, taint);
  return mark.bySideEffect === "only" ? value : withTaint(value, taint);
}

function relabelling(e: Evaluation, rule: string, label: string | undefined, node: AstNode) {
  return { rule, label: labelClass(rule, label), site: e.site(node) };
}

/** What goes into a call, and what a node holds. */
function into(e: Evaluation, node: AstNode, value: Value): Taint {
  const call = e.calls.get(node);
  const held = e.deepTaint(value);
  return call ? joinTaint(held, inputsOf(e, call)) : held;
}

/** Changes what the variable or member that a node names holds from here on. */
export function writeBack(e: Evaluation, node: AstNode, change: (held: Value) => Value): void {
  const { ast } = e;
  switch (ast.kind(node)) {
    case Kind.Identifier: {
      const { declaration, isOfProgram, isMember } = e.resolve(node);
      if (declaration === NO_NODE || isOfProgram) return;
      if (isMember) {
        const name = ast.symbol(node);
        e.writeField(e.receiver, name, change(e.readField(e.receiver, name, node)));
      } else {
        const cell = e.variable(declaration, node);
        e.state.set(cell, change(e.state.get(cell)));
      }
      return;
    }
    case Kind.Spread:
    case Kind.Await:
    case Kind.Cast:
      writeBack(e, ast.child(node, Role.Operand), change);
      return;
    case Kind.Member:
    case Kind.Index: {
      const object = ast.child(node, Role.Object);
      const value = e.seen.get(object);
      if (!value) return;
      const name = ast.kind(node) === Kind.Member ? ast.symbol(node) : intern(ast.name(ast.child(node, Role.Property)));
      const held = e.withObject(value, object);
      e.writeField(held, name, change(e.readField(held, name, node)));
      if (value.objects.length === 0) writeBack(e, object, () => held);
      return;
    }
    default:
  }
}

function propagate(e: Evaluation, node: AstNode, value: Value, mark: PropagatorMark): Value {
  const from = mark.from === node ? value : e.seen.get(mark.from);
  if (!from) return value;
  const taint = passThrough(relabelled(e, node, e.deepTaint(from), mark), kindSet([onlyFor(mark.rule)]));
  if (taint.length === 0) return value;
  const carried = e.step(taint, "propagate", node, "");
  if (mark.to === node) return withTaint(value, carried);
  writeBack(e, mark.to, (held) => withTaint(held, carried));
  return value;
}

/** What a propagator hands on: all there is, or the label that it gives where it finds those that it asks for. */
function relabelled(e: Evaluation, node: AstNode, taint: Taint, mark: PropagatorMark): Taint {
  const { rule, label, requires, replaceLabels } = mark;
  if (taint.length === 0 || (label === undefined && requires === undefined)) return taint;
  const given = labelsIn(rule, taint);
  const isGiven = requires === undefined || holds(requires, (name) => given.has(labelClass(rule, name)));
  if (label === undefined) return isGiven ? taint : CLEAN;
  const replaced = replaceLabels?.map((name) => labelClass(rule, name));
  const kept = replaced
    ? taint.filter(
        ({ source }) => source.kind === "concrete" && !source.classes.some((each) => replaced.includes(each)),
      )
    : CLEAN;
  const always: Requirement = { kind: "and", of: [] };
  const trace = taint.find(({ source }) => source.kind === "concrete")?.trace ?? taint[0]!.trace;
  return joinTaint(kept, earned({ ...relabelling(e, rule, label, node), requires: requires ?? always, trace }, taint));
}

/** What goes into a node that is a sink: a call's arguments and receiver, else its value. */
function inputOf(e: Evaluation, node: AstNode, value: Value, mark: SinkMark): Taint {
  const call = e.calls.get(node);
  const inside = mark.exact ? CLEAN : (e.collected.get(node) ?? CLEAN);
  return joinTaint(inside, call ? inputsOf(e, call) : e.deepTaint(value));
}

/** For rules that ask for what is not known to be the program's own: what stands for that, if anything in the node is so. */
function openInput(e: Evaluation, node: AstNode, value: Value, { rule }: SinkMark): Taint {
  if (!e.knowledge.openRules.has(rule)) return CLEAN;
  // What a call gives may have been made harmless by it.
  if (isProgramsOwn(e, value) && e.deepTaint(value).length > 0) return CLEAN;
  const call = e.calls.get(node);
  const isOpen = call
    ? call.args.some((argument) => !isProgramsOwn(e, argument.value) && !isNamedByLibrary(e, argument))
    : !isProgramsOwn(e, value);
  return isOpen ? e.sources.openAt(node) : CLEAN;
}

/** `yaml.Loader`: which one it is is known, though it is no constant. */
function isNamedByLibrary(e: Evaluation, { node, value }: Argument): boolean {
  return (
    value.taint.length === 0 &&
    node !== NO_NODE &&
    e.origins(node).list.some((origin) => linkOf(origin) === Link.Member)
  );
}

function reachMark(e: Evaluation, mark: SinkMark, node: AstNode, taint: Taint): void {
  const all = joinTaint(taint, e.control);
  if (all.length === 0) return;
  const site = e.site(node);
  const { rule, number } = mark;
  const sink = {
    site,
    whole: site,
    kind: sinkKind(rule, number),
    title: "",
    named: site,
    isGuess: false,
    mark: { rule, number },
  };
  e.reach(sink, all);
}

const OWN_SINK = "\u0000sink ";

/** What a rule's own sink is called. */
function sinkKind(rule: string, number: number): Sym {
  return intern(`${rule}${OWN_SINK}${number}`);
}

/** The rule and number of its own sink; undefined for modelled kinds. */
export function ownSink(kind: string): { readonly rule: string; readonly number: number } | undefined {
  const at = kind.indexOf(OWN_SINK);
  return at < 0 ? undefined : { rule: kind.slice(0, at), number: Number(kind.slice(at + OWN_SINK.length)) };
}

/** Remembers values that marks ask for later. */
export function collect(e: Evaluation, node: AstNode, value: Value): void {
  if (e.knowledge.marks.isEmpty) return;
  e.seen.set(node, value);
  if (value.taint.length === 0) return;
  for (const open of e.openSinks) e.collected.set(open, joinTaint(e.collected.get(open) ?? CLEAN, value.taint));
}

/** What lies in something that a rule sanitizes as a whole is sanitized for the sinks around as well. */
export function sanitizeCollected(e: Evaluation, marks: readonly PatternMark[], before: readonly Taint[]): void {
  const kinds = kindSet(
    marks.flatMap((mark) => (mark.role === "sanitizer" && !mark.exact ? [ownSanitizer(mark.rule)] : [])),
  );
  for (const [at, open] of e.openSinks.entries()) {
    const known = before[at] ?? CLEAN;
    const all = e.collected.get(open) ?? CLEAN;
    if (all !== known)
      e.collected.set(
        open,
        joinTaint(
          known,
          passThrough(
            all.filter((each) => !known.includes(each)),
            kinds,
          ),
        ),
      );
  }
}

/** Marks on a target that is written, not read. */
export function applyTargetMarks(e: Evaluation, node: AstNode, value: Value): Value {
  const marks = e.knowledge.marks.at(node);
  if (!marks) return value;
  let result = value;
  const written = marks.map((mark) =>
    mark.role === "source" ? { ...mark, bySideEffect: false, control: false } : mark,
  );
  for (const group of sourceGroups(written)) result = tainted(e, node, result, group);
  for (const mark of written) {
    if (mark.role === "sanitizer") result = sanitized(e, result, mark.rule);
    else if (mark.role === "sink") reachMark(e, mark, node, e.deepTaint(result));
  }
  return result;
}
