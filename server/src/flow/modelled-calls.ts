// What models say of a call: the sinks that its arguments reach, the sources, sanitizers and guards that it is, what it carries from
// where to where, and that it is an operation of a collection.

import { type AstNode, NO_NODE } from "../syntax/ast.ts";
import { Kind, Role } from "../syntax/kind.ts";
import { intern } from "../syntax/symbols.ts";
import { materialize } from "./assignment.ts";
import { operateOn } from "./containers.ts";
import type { Evaluation } from "./evaluation.ts";
import { type KindSet, kindSet, NO_KINDS } from "./kind-set.ts";
import { constantKey, elementAt } from "./members.ts";
import type { ContainerOperation, ContainerRow, Place, PropagatorRow } from "./model.ts";
import { hasTrait, list, NO_ROWS, type Rows } from "./model-index.ts";
import { noteBaseName } from "./named-paths.ts";
import { callbackPlace, conditionsHold, type EvaluatedCall, isProgramsOwn, partsAt } from "./places.ts";
import { prove } from "./prove.ts";
import { meantName } from "./ruby-sent.ts";
import { reachModelled } from "./sinks.ts";
import { PATH_BASE } from "./text-checks.ts";
import {
  CLEAN,
  constantValue,
  joinTaint,
  NO_OBJECTS,
  newValue,
  objectValue,
  passThrough,
  type Taint,
  taintedValue,
  UNKNOWN,
  type Value,
  withTaint,
} from "./value.ts";

/** Rows of models for a call, by the origins of what is called. */
export interface CallRows {
  readonly rows: readonly Rows[];
  readonly isGuess: boolean;
}

const NO_CALL_ROWS: CallRows = { rows: [], isGuess: false };

export function rowsOf(e: Evaluation, callee: AstNode): CallRows {
  const { models } = e.knowledge;
  const name = meantName(e.ast, callee);
  const ofAny = e.ast.kind(callee) === Kind.Member ? models.anyRows.get(name) : undefined;
  const origins = e.origins(callee);
  const rows = origins.list.map((origin) => models.rowsOf(origin)).filter((each) => each !== NO_ROWS);
  if (ofAny) rows.push(ofAny);
  return rows.length === 0 ? NO_CALL_ROWS : { rows, isGuess: origins.isGuess };
}

/**
 * `writer.println(x)` of a parameter that is declared as any writer: whether it is the response's, callers know. They are told where
 * a method of that name is a sink for some type.
 */
export function leaveOpen(e: Evaluation, call: EvaluatedCall, { rows }: CallRows): void {
  const { receiver, args } = call;
  const only = receiver?.objects.length === 1 ? receiver.objects[0]! : undefined;
  // Go's parameters say of what type they are.
  if (only?.root?.kind !== "parameter" || only.class || e.ast.language === "go") return;
  const name = e.ast.symbol(call.callee);
  if (!e.knowledge.models.isSinkName(name) || rows.some(({ sinkCalls }) => sinkCalls.length > 0)) return;
  if (args.every(({ value }) => e.deepTaint(value).length === 0)) return;
  e.callInput({
    callee: e.inputs.member(only, name),
    receiver: undefined,
    args: args.map(({ value }) => value),
    result: e.inputs.of({ kind: "result", call: e.site(call.node).node, of: 0 }),
    site: e.site(call.node),
    isCarried: false,
    open: { named: e.site(call.callee), args: args.map(({ node }) => e.site(node)) },
  });
}

export function reachSinks(e: Evaluation, call: EvaluatedCall, { rows, isGuess }: CallRows): void {
  const { models } = e.knowledge;
  const name = meantName(e.ast, call.callee);
  const reach = (row: Rows["sinkCalls"][number], isSure: boolean): void => {
    if (!conditionsHold(e, call.node, row.when)) return;
    const parts = partsAt(e, call, row.argument ?? 0);
    if (row.asWritten) {
      const node = parts[0]?.node ?? call.node;
      reachModelled(e, row, node, call.node, e.sources.writtenAt(node), call.callee, !isSure);
      return;
    }
    const isOpen = e.knowledge.openKinds.has(row.kind);
    for (const part of parts) {
      const taint = row.itself ? e.ownTaint(part.value) : e.deepTaint(part.value);
      const open = isOpen && !isProgramsOwn(e, part.value) ? e.sources.openAt(part.node) : CLEAN;
      reachModelled(e, row, part.node, call.node, joinTaint(taint, open), call.callee, !isSure);
    }
  };
  for (const each of rows) for (const row of each.sinkCalls) reach(row, !isGuess);
  for (const row of models.anyCalls.get(name) ?? []) reach(row, false);
}

/** Whether nothing follows a call: all that may be called never returns. */
export function isEnding(e: Evaluation, { callee }: EvaluatedCall, { rows }: CallRows): boolean {
  if (!rows.some((each) => hasTrait(each, "ending"))) return false;
  const { models } = e.knowledge;
  return e.origins(callee).list.every((origin) => hasTrait(models.rowsOf(origin), "ending"));
}

/**
 * Sources, sanitizers, propagators and guards that models put on a call, after it: what it gives passes what it is said to pass.
 * What methods of a name give whatever they are called on (`*.getData`) does not hold of the program's own, which are known.
 */
export function afterCall(
  e: Evaluation,
  call: EvaluatedCall,
  { rows, isGuess }: CallRows,
  result: Value,
  isOwn: boolean,
): Value {
  const ofAny = isOwn ? e.knowledge.models.anyRows.get(e.ast.symbol(call.callee)) : undefined;
  let value = result;
  for (const each of rows) {
    for (const row of each === ofAny ? [] : each.sourceCalls) {
      if (!conditionsHold(e, call.node, row.when)) continue;
      const taint = e.sources.taintAt(call.node, [intern(row.kind)], row.title ?? "", isGuess);
      for (const place of list(row.place ?? "result")) {
        if (place === "result") value = withTaint(value, taint);
        else if (!callbackPlace(place)) write(e, call, place, taint);
      }
    }
    for (const row of each.sanitizerCalls) {
      if (!conditionsHold(e, call.node, row.when)) continue;
      const kinds = kindSet(list(row.kind).map(intern));
      if (kinds === PATH_BASE) noteBaseName(e, call);
      for (const place of list(row.place ?? "result")) {
        if (place === "result") value = ended(e, value, kinds);
        else for (const part of partsAt(e, call, place)) prove(e, part.node, kinds);
      }
    }
    for (const row of each.guards) {
      if (row.outcome !== "returns" || !conditionsHold(e, call.node, row.when)) continue;
      const kinds = kindSet(list(row.kind).map(intern));
      for (const part of partsAt(e, call, row.place ?? 0)) prove(e, part.node, kinds);
    }
  }
  return value;
}

export function ended(e: Evaluation, value: Value, kinds: KindSet): Value {
  if (kinds === NO_KINDS) return value;
  const taint = e.deepTaint(value);
  return taint.length === 0 ? value : newValue(passThrough(taint, kinds), NO_OBJECTS, value.constant);
}

/** Adds taint to a part of a call. */
function write(e: Evaluation, call: EvaluatedCall, place: Place, taint: Taint): void {
  for (const part of partsAt(e, call, place)) {
    e.writeElement(materialize(e, sharedBy(e, part.node)), taintedValue(taint));
  }
}

/** A slice of Go's is a part of what it was cut from. */
function sharedBy({ ast }: Evaluation, node: AstNode): AstNode {
  let at = node;
  while (ast.language === "go" && ast.kind(at) === Kind.Slice) at = ast.child(at, Role.Object);
  return at;
}

const WITH_KEYS: readonly ContainerOperation[] = [
  "get",
  "set",
  "set-if-absent",
  "insert",
  "remove",
  "slice",
  "listen",
  "emit",
];

export function byContainerRow(e: Evaluation, call: EvaluatedCall, row: ContainerRow): Value {
  const hasKey = WITH_KEYS.includes(row.operation);
  const keys = row.key === undefined ? (hasKey ? [0] : []) : list(row.key);
  const valuePlace = row.value ?? (hasKey && row.name === undefined ? 1 : 0);
  const keyOf = (place: Place) => keyed(e, partsAt(e, call, place)[0]?.value);
  const named = row.name === undefined ? undefined : constantValue(row.name);
  const keyValue = named ?? (keys.length === 0 ? undefined : keyOf(keys[keys.length - 1]!));
  const value = partsAt(e, call, valuePlace)[0]?.value;
  const common = row.common === undefined ? undefined : e.commonObject(row.common);
  let receiver = common ?? call.receiver ?? call.args[0]?.value ?? UNKNOWN;
  const receiverNode = call.receiver ? call.receiverNode : (call.args[0]?.node ?? NO_NODE);
  const writes = row.operation === "set" || row.operation === "set-if-absent";
  for (const place of keys.slice(0, -1))
    receiver = innerContainer(
      e,
      call,
      writes ? writableReceiver(e, receiver, receiverNode) : receiver,
      keyOf(place),
      writes,
    );
  const isFallback = row.operation === "get" && value !== undefined && row.name === undefined;
  return operateOn(e, {
    name: row.operation,
    call: call.node,
    receiverNode,
    receiver,
    key: keyValue,
    value: isFallback ? undefined : value,
    ...(isFallback ? { fallback: value } : {}),
    ...(row.operation === "emit" ? { values: call.args.slice(1).map((argument) => argument.value) } : {}),
    shape: hasKey ? "map" : "list",
  });
}

/** A key of a type of its own, or one that a variable stands for, is known by that: Go's `ctx.Value(userKey{})`. */
function keyed(e: Evaluation, key: Value | undefined): Value | undefined {
  if (key?.constant !== undefined || key?.objects.length !== 1 || key.taint.length > 0) return key;
  const { kind, class: info, root } = key.objects[0]!;
  if (root?.kind === "variable") return constantValue(`variable ${root.key}`);
  return kind === "made" && info && e.ast.language === "go" ? constantValue(`type ${info.unit.id}`) : key;
}

function writableReceiver(e: Evaluation, receiver: Value, node: AstNode): Value {
  return receiver.objects.length > 0 || node === NO_NODE ? receiver : materialize(e, node);
}

/** What a map of maps has at a key; made when something is to be put in it. */
function innerContainer(
  e: Evaluation,
  call: EvaluatedCall,
  outer: Value,
  key: Value | undefined,
  writes: boolean,
): Value {
  const held = key === undefined ? e.readElement(outer) : elementAt(e, outer, key, call.node);
  if (held.objects.length > 0 || !writes) return held;
  const made = objectValue(e.madeAt(call.node, "map"));
  const member = key === undefined ? 0 : constantKey(e, key);
  if (member === 0) e.writeElement(outer, made);
  else e.writeField(outer, member, made);
  return made;
}

export function byPropagators(e: Evaluation, call: EvaluatedCall, rows: readonly PropagatorRow[]): Value {
  let result: Value = UNKNOWN;
  for (const row of rows) {
    let taint: Taint = CLEAN;
    for (const part of partsAt(e, call, row.from)) taint = joinTaint(taint, e.deepTaint(part.value));
    if (taint.length === 0) continue;
    taint = passThrough(taint, NO_KINDS, kindSet(list(row.restores).map(intern)));
    taint = e.step(taint, "propagate", call.node, row.title ?? "");
    for (const place of list(row.to)) {
      if (place === "result") result = withTaint(result, taint);
      else if (!callbackPlace(place)) write(e, call, place, taint);
    }
  }
  return result;
}
