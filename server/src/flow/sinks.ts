// Where taint is looked at: arguments of modelled calls, assignments to modelled members, attributes, and the nodes that
// rules' own sink patterns matched.

import { type AstNode, NO_NODE } from "../syntax/ast.ts";
import { Kind, Role } from "../syntax/kind.ts";
import { isScript } from "../syntax/language.ts";
import { intern, type Sym } from "../syntax/symbols.ts";
import type { Evaluation } from "./evaluation.ts";
import { evaluate } from "./expressions.ts";
import { knownBefore } from "./fixed-host.ts";
import { hasKind, kindSet } from "./kind-set.ts";
import { computedBranch } from "./kotlin.ts";
import type { SinkRow } from "./model.ts";
import { list } from "./model-index.ts";
import { memberOrigin } from "./origin.ts";
import { NO_ORIGINS } from "./origins.ts";
import { partsBehind, regexOf, valueHolds } from "./places.ts";
import { newValue, passThrough, type Taint, type Value } from "./value.ts";

/** Taint that reaches a modelled sink with one expression. */
export function reachModelled(
  e: Evaluation,
  row: SinkRow,
  node: AstNode,
  whole: AstNode,
  taint: Taint,
  named: AstNode,
  isGuess: boolean,
): void {
  if (taint.length === 0) return;
  const sink = { site: e.site(node), whole: e.site(whole), kind: intern(row.kind), title: row.title ?? "" };
  e.reach({ ...sink, named: e.site(named), isGuess }, taint);
}

/** An assignment to a member or element: modelled members, and keys and values of subscripts. */
export function reachWrite(e: Evaluation, target: AstNode, value: Value, whole: AstNode, key?: Value): void {
  const { ast } = e;
  const { models } = e.knowledge;
  const valueNode = ast.child(whole, Role.Value);
  const node = valueNode === NO_NODE ? whole : valueNode;
  if (ast.kind(target) === Kind.Member) {
    // What Ruby's `@token` holds says nothing of where it is written: it is a variable.
    const origins = ast.name(target).startsWith("@") ? NO_ORIGINS : e.origins(target);
    for (const origin of origins.list)
      for (const row of models.rowsOf(origin).sinkWrites)
        reachWritten(e, row, node, whole, value, target, origins.isGuess);
    for (const row of models.anyWrites.get(ast.symbol(target)) ?? [])
      if (!isOn(e, target, row.notOn)) reachWritten(e, row, node, whole, value, target, false);
  }
  reachOuterKeys(e, target, whole);
  if (ast.kind(target) !== Kind.Index) return;
  const property = ast.child(target, Role.Property);
  if (property === NO_NODE) return;
  for (const row of models.subscriptWrites) {
    if (row.subscriptWrite === "key") {
      if (key) reachModelled(e, row, property, whole, key.taint, target, false);
    } else if (row.subscriptWrite === "value") reachModelled(e, row, node, whole, e.deepTaint(value), target, false);
  }
  const origins = e.origins(target);
  for (const origin of origins.list)
    for (const row of models.rowsOf(origin).sinkWrites)
      for (const part of row.argument === undefined ? VALUE : list(row.argument))
        if (part === "value") reachModelled(e, row, node, whole, e.deepTaint(value), target, origins.isGuess);
        else if (part === "key" && key)
          reachModelled(e, row, property, whole, e.deepTaint(key), target, origins.isGuess);
}

/** Whether what a member belongs to is called so. */
function isOn({ ast }: Evaluation, member: AstNode, name: string | undefined): boolean {
  return name !== undefined && regexOf(`^(?:${name})$`)?.test(ast.name(ast.child(member, Role.Object))) === true;
}

const VALUE = ["value"];

const NAMED = intern("named");
const IS_NAMED = kindSet([NAMED]);

/** Something that is called so gets a value. Gives the value as it goes on: what was named once is not reported again under another name. */
export function reachNamed(e: Evaluation, name: Sym, value: Value, node: AstNode, whole: AstNode): Value {
  const rows = e.knowledge.models.sinksNamed(name);
  if (rows.length === 0 || isCopied(e, node)) return value;
  const taint = e.deepTaint(value).filter(({ ended }) => !hasKind(ended, NAMED));
  for (const row of rows) reachModelled(e, row, node, whole, taint, whole, true);
  return value.taint.length === 0
    ? value
    : newValue(passThrough(value.taint, IS_NAMED), value.objects, value.constant, value.isFixed);
}

/** `password: settings.password`: what it holds was given to it under that name elsewhere. */
function isCopied({ ast, knowledge }: Evaluation, node: AstNode): boolean {
  return ast.kind(node) === Kind.Member && knowledge.models.sinksNamed(ast.symbol(node)).length > 0;
}

/** What a variable, member or element that is assigned to is called: by its own name, its key's, or its collection's. */
export function reachNamedTarget(e: Evaluation, target: AstNode, value: Value, whole: AstNode): Value {
  if (e.knowledge.models.namedSinks.length === 0 || (value.taint.length === 0 && value.objects.length === 0))
    return value;
  const { ast } = e;
  const given = ast.child(whole, Role.Value);
  const node = given === NO_NODE ? target : given;
  if (ast.kind(target) !== Kind.Index) return reachNamed(e, ast.symbol(target), value, node, whole);
  const property = ast.child(target, Role.Property);
  const key =
    property === NO_NODE
      ? 0
      : ast.kind(property) === Kind.String
        ? intern(ast.stringValue(property))
        : ast.symbol(property);
  const named = reachNamed(e, key, value, node, whole);
  return reachNamed(e, ast.symbol(ast.child(target, Role.Object)), named, node, whole);
}

/** What a row says of a member that gets this value. */
function reachWritten(
  e: Evaluation,
  row: SinkRow,
  node: AstNode,
  whole: AstNode,
  value: Value,
  target: AstNode,
  isGuess: boolean,
): void {
  if (!valueHolds(e, node, value, row.when)) return;
  if (row.behind !== undefined) {
    for (const part of partsBehind(e, { node, value }, row.behind))
      reachModelled(e, row, part.node, whole, e.deepTaint(part.value), target, isGuess);
    return;
  }
  const given = row.itself ? e.ownTaint(value) : e.deepTaint(value);
  const taint = row.asWritten ? e.sources.writtenAt(node) : given;
  reachModelled(e, row, node, whole, taint, target, isGuess);
}

/** `new T { Member = value }`: members that the expression that makes the object gives values. */
export function reachInitializers(e: Evaluation, node: AstNode): void {
  const { ast } = e;
  const { models } = e.knowledge;
  if (ast.language !== "csharp") return;
  for (const argument of ast.children(node, Role.Argument)) {
    if (ast.kind(argument) !== Kind.NamedArgument) continue;
    const valueNode = ast.child(argument, Role.Value);
    const value = valueNode === NO_NODE ? undefined : evaluate(e, valueNode);
    if (!value) continue;
    for (const origin of e.origins(node).list)
      for (const row of models.rowsOf(memberOrigin(origin, ast.symbol(argument))).sinkWrites)
        reachWritten(e, row, valueNode, argument, value, argument, false);
    for (const row of models.anyWrites.get(ast.symbol(argument)) ?? [])
      reachWritten(e, row, valueNode, argument, value, argument, false);
  }
}

/** Keys of what is written into: whoever chooses `key` in `a[key].b = v` chooses which object gets another `b`. */
function reachOuterKeys(e: Evaluation, target: AstNode, whole: AstNode): void {
  const { ast } = e;
  const rows = e.knowledge.models.subscriptWrites.filter(({ subscriptWrite }) => subscriptWrite === "outer-key");
  if (rows.length === 0) return;
  for (let at = ast.child(target, Role.Object); at !== NO_NODE; at = ast.child(at, Role.Object)) {
    const kind = ast.kind(at);
    if (kind !== Kind.Index && kind !== Kind.Member) return;
    const property = kind === Kind.Index ? ast.child(at, Role.Property) : NO_NODE;
    if (property === NO_NODE || ast.kind(property) === Kind.String || ast.kind(property) === Kind.Number) continue;
    const { taint } = evaluate(e, property);
    for (const row of rows) reachModelled(e, row, property, whole, taint, target, false);
  }
}

/** An attribute of JSX or HTML. */
export function reachAttribute(e: Evaluation, attribute: AstNode, value: Value): void {
  const { ast } = e;
  const rows = e.knowledge.models.attributes.get(ast.symbol(attribute));
  if (!rows) return;
  const element = ast.name(ast.parent(attribute));
  const valueNode = ast.child(attribute, Role.Value);
  for (const row of rows) {
    if (row.element !== undefined && !list(row.element).includes(element)) continue;
    const part = row.property === undefined ? value : e.readField(value, intern(row.property), valueNode);
    reachModelled(
      e,
      row,
      valueNode === NO_NODE ? attribute : valueNode,
      attribute,
      e.deepTaint(part),
      attribute,
      false,
    );
  }
}

/** The declared type of the unit's result, as it is written. */
function resultTypeOf(e: Evaluation): string {
  const type = e.ast.child(e.unit.node, Role.ReturnType);
  return type === NO_NODE ? "" : e.ast.textOf(type).replace(/\s+/g, "");
}

/** The constant text that an expression begins with. */
function beginningOf(e: Evaluation, node: AstNode): string {
  const { ast } = e;
  let at = computedBranch(ast, node);
  while (ast.kind(at) === Kind.Binary && ast.name(at) === "+") at = ast.child(at, Role.Left);
  if (ast.kind(at) === Kind.Template) at = ast.child(at, Role.Part);
  const constant = at === NO_NODE ? undefined : e.ask.constant(at);
  return typeof constant === "string" ? constant : "";
}

/** What came in of a text that begins as a pattern says: as it is written here, or as a function put it together. */
function begunWith(e: Evaluation, node: AstNode, taint: Taint, pattern: string): Taint {
  const regex = regexOf(pattern);
  const beginning = beginningOf(e, node);
  return taint.filter((element) => regex?.test(beginning || (knownBefore(element) ?? "")));
}

const FIRST = intern("0");

/** What a handler returns, where its framework makes an answer of it. */
export function reachReturn(e: Evaluation, node: AstNode, returned: Value): Value {
  reachHandler(e, node, returned);
  return e.knowledge.models.namedSinks.length === 0
    ? returned
    : reachNamed(e, e.ast.symbol(e.unit.node) || intern(e.unit.name), returned, node, e.unit.node);
}

/** What a handler gives its framework. */
export function reachHandler(e: Evaluation, node: AstNode, returned: Value): void {
  const handlers = e.ask.handlers();
  if (handlers.length === 0) return;
  // Python's frameworks take a tuple for body, status and headers.
  const value =
    e.ast.language === "python" && e.ast.kind(node) === Kind.Tuple ? e.readField(returned, FIRST, node) : returned;
  for (const { row } of handlers) {
    if (row.returns === undefined) continue;
    if (row.returnsType !== undefined && !regexOf(row.returnsType)?.test(resultTypeOf(e))) continue;
    const { models } = e.knowledge;
    if (row.returnsUnless !== undefined && models.isAtAny(e.origins(node).list, row.returnsUnless)) continue;
    // Objects that handlers of scripts and Python return are answered as JSON.
    const member = row.returnsMember === undefined ? undefined : intern(row.returnsMember);
    const part = member === undefined ? value : e.readField(value, member, node);
    const isObjectJson = isScript(e.ast.language) || e.ast.language === "python";
    const given = isObjectJson ? e.ownTaint(part) : e.deepTaint(part);
    const taint = row.returnsBeginning === undefined ? given : begunWith(e, node, given, row.returnsBeginning);
    if (taint.length === 0) continue;
    const site = e.site(node);
    e.reach(
      {
        site,
        whole: site,
        kind: intern(row.returns),
        title: row.returnsTitle ?? "",
        named: e.site(e.unit.node),
        isGuess: false,
      },
      taint,
    );
  }
}
