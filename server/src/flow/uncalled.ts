// Functions that an evaluation made and did not call: somebody will, in any order, so at its end each is called with nothing known, beside all others.
// What one leaves behind another may use, so they are called once more, those that could tell the difference.

import type { AstNode } from "../syntax/ast.ts";
import { intern, nameOf } from "../syntax/symbols.ts";
import type { Steps } from "../text/steps.ts";
import { applyUnit } from "./apply.ts";
import { Touched } from "./callbacks-done.ts";
import type { Evaluation } from "./evaluation.ts";
import { type AbstractObject, rootOf } from "./object.ts";
import { applyOutward } from "./outward.ts";
import { mayRender } from "./rails-views.ts";
import { rendered } from "./ruby.ts";
import type { Cell, State } from "./state.ts";
import type { Summary } from "./summary.ts";
import type { ClassInfo, Unit } from "./unit.ts";
import { objectValue, type Value } from "./value.ts";

/** Of so many functions it is noted what each reads: the top level of a long file has a thousand. */
const MANY = 64;

/** One of them, and what it read when it was called, where that was noted. */
interface Call {
  readonly unit: Unit;
  readonly object: AbstractObject;
  readonly touched: Touched | undefined;
}

/** Joins the ways out, and calls what was made and never called. Notes in `e.glanced` whom calling each concerns. */
export function* callUncalled(e: Evaluation): Steps<void> {
  e.root.absorb(e.returns);
  e.root.isDead = false;
  e.state = e.root;
  // What a controller's action leaves behind, the page that it shows by itself may use.
  if (e.ast.language === "ruby" && mayRender(e.file, e.unit.node)) rendered(e, e.unit.node, []);
  const before = e.root;
  for (let round = 0; round < 2; round++) {
    const waiting = concerningOthers(e);
    if (waiting.length === 0) return;
    const known = { objects: e.objects.length, cells: e.cells.size };
    const isNoted = round === 0 && waiting.length >= MANY;
    const instances = new Map<ClassInfo, Value>();
    const calls: Call[] = [];
    const layers: State[] = [before.fork()];
    for (const [unit, object] of waiting) {
      e.state = before.fork();
      const info = classOf(unit);
      const receiver = info ? instanceOf(e, info, instances) : undefined;
      const touched = isNoted ? new Touched() : undefined;
      const outer = e.cells.touched;
      if (touched) e.cells.touched = touched;
      const application = { unit, object, node: nodeInside(e, unit), receiver, args: [] };
      if (e.unit.kind === "module") applyOutward(e, application);
      else applyUnit(e, application);
      e.cells.touched = outer;
      layers.push(e.state.since(before));
      calls.push({ unit, object, touched });
      e.state = before;
      yield* e.pause();
    }
    const changed = before.widened(before.joined(layers));
    if (changed.length === 0) return;
    const isAffected = isNoted ? affectedBy(e, changed, grownObjects(e, layers, known)) : () => true;
    for (const call of calls) if (isAffected(call)) e.pending.set(call.unit, call.object);
  }
}

/**
 * Without those that others cannot tell from functions that do nothing: such as methods that set fields and put something into lists in them, of a class
 * where all are such.
 */
function concerningOthers(e: Evaluation): [Unit, AbstractObject][] {
  const classes = new Set<ClassInfo>();
  const candidates: { readonly unit: Unit; readonly object: AbstractObject; readonly info: ClassInfo | undefined }[] =
    [];
  for (const [unit, object] of e.pending) {
    const concern = concernOf(e.program.summaryOf(unit, e.depth));
    // Whoever applied it rests on more than that.
    if (!e.glanced.get(unit)?.startsWith(OTHERS)) e.glanced.set(unit, concern);
    if (concern === NOBODY) continue;
    const info = classOf(unit);
    if (info && !classes.has(info) && (concern === OTHERS || !areFields(e, info, concern))) classes.add(info);
    if (concern === OTHERS || info) candidates.push({ unit, object, info: concern === OTHERS ? undefined : info });
  }
  return candidates.flatMap(({ unit, object, info }): [Unit, AbstractObject][] =>
    info === undefined || classes.has(info) ? [[unit, object]] : [],
  );
}

/** Whether members on which something is called are no more than what the class itself puts there. */
function areFields(e: Evaluation, info: ClassInfo, concern: Concern): boolean {
  if (concern === RECEIVER) return true;
  if (e.ask.superclassesOf(info).length > 0) return false;
  return concern
    .slice(RECEIVER.length)
    .split(" ")
    .every((name) => !e.ask.hasMethod(info, intern(name)) && !e.ask.classOfMember(info, intern(name)));
}

function classOf(unit: Unit): ClassInfo | undefined {
  return unit.class ?? (unit.kind === "class" ? unit.file.classOf(unit.node) : undefined);
}

/** Objects that were there before and have members by now that nobody had written. */
function grownObjects(
  e: Evaluation,
  layers: readonly State[],
  known: { readonly objects: number; readonly cells: number },
): ReadonlySet<AbstractObject> {
  const grown = new Set<AbstractObject>();
  for (const layer of layers)
    for (const [cell] of layer.written()) {
      const owner = e.cells.owner(cell);
      if (cell >= known.cells && owner > 0 && owner <= known.objects) grown.add(e.objects[owner - 1]!);
    }
  return grown;
}

/** Which calls may have another outcome now: those that read what changed, or saw an object that has grown. */
function affectedBy(
  e: Evaluation,
  changed: readonly Cell[],
  grown: ReadonlySet<AbstractObject>,
): (call: Call) => boolean {
  // Who sees what is known by its name does not read it from a cell.
  if ([...grown].some(({ kind }) => kind === "function" || kind === "class" || kind === "module")) return () => true;
  const cells = new Set(changed);
  return ({ touched }) => {
    for (const [cell, value] of touched!.read) {
      if (cells.has(cell)) return true;
      if (grown.size === 0) continue;
      const owner = e.cells.owner(cell);
      if (owner > 0 && grown.has(e.objects[owner - 1]!)) return true;
      if (value.objects.some((object) => grown.has(object))) return true;
    }
    return false;
  };
}

/** The node of this evaluation's own unit in which another unit lies. */
function nodeInside(e: Evaluation, unit: Unit): AstNode {
  let at: Unit | undefined = unit;
  while (at && at.outer !== e.unit) at = at.outer;
  return at ? at.node : e.unit.node;
}

/**
 * Whom it concerns that a unit is called with nothing known: `NOBODY`; `OTHERS`, when it reaches sinks with, calls or changes what is around it; or its
 * receiver alone, and by which members it calls something there. What it gives its receiver then is nothing that others have, and nothing that does something.
 */
export type Concern = string;

const NOBODY: Concern = "";
export const OTHERS: Concern = "others";
const RECEIVER = "receiver ";

export function concernOf(summary: Summary | undefined): Concern {
  if (!summary) return NOBODY;
  summary.concern ??= concernAnew(summary);
  return summary.concern;
}

function concernAnew(summary: Summary): Concern {
  const isAround = (object: AbstractObject): boolean => rootOf(object).root?.kind !== "parameter";
  if (summary.hits.some(({ taint }) => taint.some(({ source }) => source.kind === "input" && isAround(source.input))))
    return OTHERS;
  const called = new Set<string>();
  for (const { callee, receiver, args } of summary.calls) {
    const first = calledFirst(summary, callee);
    const { root } = rootOf(first);
    if (root?.kind === "parameter") continue;
    // A method of its own may be any of the class.
    if (root?.kind !== "this" || !first.parent?.parent) return OTHERS;
    if (![...args, ...(receiver ? [receiver] : [])].every((value) => isInert(summary, value))) return OTHERS;
    let member = first;
    while (member.parent?.parent) member = member.parent;
    called.add(nameOf(member.member));
  }
  let isReceivers = called.size > 0;
  for (const effect of summary.effects) {
    if (effect.kind === "variable") return OTHERS;
    if (effect.kind === "parameter" || !isAround(effect.object)) continue;
    if (rootOf(effect.object).root?.kind !== "this" || !isInert(summary, effect.value)) return OTHERS;
    isReceivers = true;
  }
  return isReceivers ? RECEIVER + [...called].sort().join(" ") : NOBODY;
}

/** Of what is called on the result of a call, and that on another's, what was called first. In a loop each may be called on the result of the other. */
function calledFirst({ calls }: Summary, callee: AbstractObject): AbstractObject {
  let first = callee;
  const left = new Set(calls);
  for (;;) {
    const made = rootOf(first);
    const call = made.root?.kind === "result" ? [...left].find(({ result }) => result === made) : undefined;
    if (!call) return first;
    left.delete(call);
    first = call.callee;
  }
}

/** Whether nothing comes of a value that is not known already, whatever is done with it: it is made of texts, numbers, lists, and of what came in. */
function isInert({ contents }: Pick<Summary, "contents">, value: Value, depth = 0): boolean {
  return value.objects.every((object) => {
    if (object.kind === "input") {
      const kind = rootOf(object).root?.kind;
      return kind === "parameter" || kind === "this";
    }
    const content = object.kind === "made" && !object.class && depth < 4 ? contents.get(object) : undefined;
    if (!content) return false;
    const held = [...content.fields].map(([, each]) => each);
    if (content.rest) held.push(content.rest);
    return held.every((each) => isInert({ contents }, each, depth + 1));
  });
}

/** An instance whose methods may all be called, in any order. */
function instanceOf(e: Evaluation, info: ClassInfo, known: Map<ClassInfo, Value>): Value {
  let instance = known.get(info);
  if (!instance) {
    instance = objectValue(e.madeAt(info.unit.node, "instance", info));
    known.set(info, instance);
  }
  return instance;
}
