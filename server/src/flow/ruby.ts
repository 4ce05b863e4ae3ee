// What only Ruby has: bare names and members that are calls, blocks that are handed over and yielded to, accessors that are
// declared by name, methods that are named by symbols. Its collections' methods are in ruby-blocks.ts and ruby-values.ts.

import { type Ast, type AstNode, NO_NODE } from "../syntax/ast.ts";
import { Flag, Kind, Role } from "../syntax/kind.ts";
import { pathOfPage } from "../syntax/pages/parts.ts";
import { intern, nameOf, type Sym } from "../syntax/symbols.ts";
import { applyUnit, plainArgument } from "./apply.ts";
import { dispatch, evaluateArguments } from "./calls.ts";
import { operateOn } from "./containers.ts";
import type { Evaluation } from "./evaluation.ts";
import { evaluate } from "./expressions.ts";
import { globalKey } from "./file.ts";
import { ENDS_HOST } from "./fixed-host.ts";
import { construct, superMethod } from "./instances.ts";
import { constantKey, entityValue, methodsOf, readMember, withSources } from "./members.ts";
import type { AbstractObject } from "./object.ts";
import type { Argument, EvaluatedCall } from "./places.ts";
import { blockCall } from "./ruby-blocks.ts";
import { meantName } from "./ruby-sent.ts";
import { collection, formatted, mutation } from "./ruby-values.ts";
import type { Cell } from "./state.ts";
import { leave } from "./statements.ts";
import { type ClassInfo, parameterNode, type Unit } from "./unit.ts";
import {
  ABSENT,
  CLEAN,
  constantValue,
  join,
  joinTaint,
  NULL,
  newValue,
  objectValue,
  passThrough,
  type Taint,
  taintedValue,
  UNKNOWN,
  type Value,
} from "./value.ts";
import { NUMBER_KIND } from "./value-types.ts";

/** The name under which a block is among the arguments. */
export const BLOCK = "&";
const NEW = intern("new");
const MISSING = intern("method_missing");
/** Names of a framework's that are one object for all that handle a request. */
const SHARED = /^(session|cookies|flash)$/;

/** What a node of Ruby's is, where the language has its own way; undefined for the others. */
export function rubyNode(e: Evaluation, node: AstNode): Value | undefined {
  const { ast } = e;
  switch (ast.kind(node)) {
    case Kind.Identifier:
      return bareName(e, node);
    case Kind.Member: {
      const name = ast.name(node);
      if (name.startsWith("@@")) return classVariable(e, node);
      return name.startsWith("@") ? undefined : withSources(e, node, ast.symbol(node), memberCall(e, node));
    }
    case Kind.Call:
      return call(e, node);
    case Kind.Super:
      return callParent(e, node, undefined);
    case Kind.Pair: {
      // `where(column => value)`: a hash without its braces.
      if (ast.role(node) !== Role.Argument) return undefined;
      const hash = e.madeAt(node, "map");
      const key = evaluate(e, ast.child(node, Role.Key));
      const value = evaluate(e, ast.child(node, Role.Value));
      const member = constantKey(e, key);
      if (member === 0) e.state.add(e.restCell(hash), value);
      else e.state.set(e.fieldCell(hash, member), value);
      return newValue(key.taint, [hash], undefined);
    }
    default:
      return undefined;
  }
}

// Names

function bareName(e: Evaluation, node: AstNode): Value | undefined {
  const { ast } = e;
  const { declaration, entity } = e.resolve(node);
  const name = ast.name(node);
  if (entity?.kind === "function") {
    if (e.ask.isLambda(entity.unit)) return undefined;
    const made = callAt(e, node, node, NO_NODE, e.receiver, []);
    return dispatch(e, made, entityValue(e, entity));
  }
  if (declaration !== NO_NODE || entity || /^[A-Z]/.test(name)) return undefined;
  if (name.startsWith("$")) return e.state.get(e.outerVariable(globalKey(name), undefined, []));
  if (SHARED.test(name)) {
    const shared = e.state.get(e.outerVariable(localKey(name), undefined, []));
    return withSources(e, node, ast.symbol(node), shared);
  }
  if (endsProgram(e, name)) return ABSENT;
  const unnamed = unnamedParameter(e, name);
  if (unnamed) return unnamed;
  const own = selfCall(e, node, node, []);
  if (own) return withSources(e, node, ast.symbol(node), own);
  const made = callAt(e, node, node, NO_NODE, undefined, []);
  const value = dispatch(e, made, UNKNOWN);
  const local =
    pathOfPage(e.file.path) !== e.file.path ? e.state.get(e.outerVariable(localKey(name), undefined, [])) : ABSENT;
  return withSources(e, node, ast.symbol(node), join(value, local));
}

/** `it`, `_1`, `_2`: what a block without parameters is given. */
function unnamedParameter(e: Evaluation, name: string): Value | undefined {
  const [, digit] = /^(?:it|_([1-9]))$/.exec(name) ?? [undefined, undefined];
  if (name !== "it" && digit === undefined) return undefined;
  if (!e.ask.isLambda(e.unit) || e.unit.parameters.length > 0) return undefined;
  return objectValue(e.inputs.of({ kind: "parameter", index: Number(digit ?? 1) - 1 }));
}

function endsProgram(e: Evaluation, name: string): boolean {
  if (!/^(exit|exit!|abort|raise|fail)$/.test(name)) return false;
  e.state.isDead = true;
  return true;
}

function callAt(
  e: Evaluation,
  node: AstNode,
  callee: AstNode,
  receiverNode: AstNode,
  receiver: Value | undefined,
  args: readonly Argument[],
): EvaluatedCall {
  const made: EvaluatedCall = { node, callee, receiverNode, receiver, args };
  e.calls.set(node, made);
  return made;
}

/** A method of the object whose method this is, called without naming it. */
function selfCall(e: Evaluation, node: AstNode, callee: AstNode, args: readonly Argument[]): Value | undefined {
  const info = e.enclosingClass;
  if (!info) return undefined;
  const { ast } = e;
  const name = ast.symbol(callee);
  if (name === NEW) return construct(e, callAt(e, node, callee, NO_NODE, e.receiver, args), info);
  const found = methodsOf(e, info, name, true);
  if (found.length === 0) return args.length === 0 ? attribute(e, e.receiver, name, node) : undefined;
  let value: Value = ABSENT;
  for (const unit of found) value = join(value, objectValue(e.functionObject(unit)));
  return dispatch(e, callAt(e, node, callee, NO_NODE, e.receiver, args), value);
}

/** What `attr_reader` and its kin declare, and the members of a Struct. */
function attribute(e: Evaluation, receiver: Value, name: Sym, node: AstNode): Value | undefined {
  const field = intern(`@${nameOf(name)}`);
  const holders = receiver.objects.filter(
    (object) => object.fields.has(field) || (object.class && e.ask.hasAttribute(object.class, nameOf(name))),
  );
  if (holders.length === 0) return undefined;
  const value = e.readField(ownMembers(e, newValue(CLEAN, holders, undefined)), field, node);
  return value === ABSENT ? NULL : value;
}

/** What a class itself holds is seen by all who name it. */
function ownMembers(e: Evaluation, holder: Value): Value {
  if (!holder.objects.some(({ kind }) => kind === "class")) return holder;
  const objects = holder.objects.flatMap((object) =>
    object.kind === "class" && object.class ? e.staticsOf(object.class).objects : [object],
  );
  return newValue(holder.taint, objects, holder.constant);
}

function classVariable(e: Evaluation, node: AstNode): Value {
  const info = e.enclosingClass;
  if (!info) return UNKNOWN;
  const value = e.readField(e.staticsOf(info), e.ast.symbol(node), node);
  return value === ABSENT ? NULL : value;
}

// Calls

function memberCall(e: Evaluation, node: AstNode): Value {
  const { ast } = e;
  if (/^[A-Z]/.test(ast.name(node))) {
    const entity = e.ask.entity(node);
    if (entity) return entityValue(e, entity);
  }
  const objectNode = ast.child(node, Role.Object);
  if (objectNode === NO_NODE) return UNKNOWN;
  const receiver = evaluate(e, objectNode);
  return methodCall(e, callAt(e, node, node, objectNode, receiver, []), ast.symbol(node));
}

function call(e: Evaluation, node: AstNode): Value {
  const { ast } = e;
  const callee = ast.child(node, Role.Callee);
  if (callee === NO_NODE) return UNKNOWN;
  if (ast.kind(callee) === Kind.Super) return callParent(e, node, evaluateArguments(e, node));
  if (ast.kind(callee) === Kind.Member) {
    const objectNode = ast.child(callee, Role.Object);
    if (ast.name(callee).startsWith("@")) return undefinedCall(e, node, callee);
    const receiver = objectNode === NO_NODE ? UNKNOWN : evaluate(e, objectNode);
    const args = evaluateArguments(e, node);
    return methodCall(e, callAt(e, node, callee, objectNode, receiver, args), ast.symbol(callee));
  }
  if (ast.kind(callee) !== Kind.Identifier) return undefinedCall(e, node, callee);
  const name = ast.name(callee);
  const args = evaluateArguments(e, node);
  const made = callAt(e, node, callee, NO_NODE, undefined, args);
  switch (name) {
    case "yield":
      return callFunction(e, blockOf(e), node, args);
    case "raise":
    case "fail":
      return raise(e, args);
    case "throw":
      return throwTo(e, args);
    case "catch":
      return caughtBy(e, made) ?? dispatch(e, made, UNKNOWN);
    case "exit":
    case "exit!":
    case "abort":
    // Sinatra's.
    case "halt":
      dispatch(e, made, UNKNOWN);
      e.state.isDead = true;
      return ABSENT;
    case "proc":
    case "lambda":
      return blockValue(args) ?? args[0]?.value ?? UNKNOWN;
    case "method": {
      const named = args[0]?.value.constant;
      return typeof named === "string" ? methodNamed(e, e.receiver, named, node) : UNKNOWN;
    }
    case "instance_variable_set":
    case "instance_variable_get": {
      const named = args[0]?.value.constant;
      if (typeof named !== "string") break;
      if (name === "instance_variable_get") return readMember(e, e.receiver, intern(named), node);
      e.writeField(e.receiver, intern(named), args[1]?.value ?? UNKNOWN);
      return args[1]?.value ?? UNKNOWN;
    }
    case "Integer":
    case "Float":
    case "Rational":
      return args[0] ? taintedValue(passThrough(e.deepTaint(args[0].value), NUMBER_KIND)) : UNKNOWN;
    case "require":
    case "require_relative":
    case "load": {
      const file = e.ask.included(node);
      if (file && file.units.module !== e.unit)
        applyUnit(e, { unit: file.units.module, object: undefined, node, receiver: undefined, args: [] });
      return UNKNOWN;
    }
    case "render":
    case "render_to_string":
      rendered(e, node, args);
      break;
    case "format":
    case "sprintf":
      return formatted(e, made);
    default:
  }
  const { declaration, entity } = e.resolve(callee);
  if (entity?.kind === "function") return dispatch(e, { ...made, receiver: e.receiver }, entityValue(e, entity));
  const own = declaration === NO_NODE ? selfCall(e, node, callee, args) : undefined;
  if (own) return own;
  callAt(e, node, callee, NO_NODE, undefined, args);
  // Helpers that a router makes: an address on this site, whatever they are given.
  if (/_(path|url)$/.test(name) && declaration === NO_NODE) {
    let taint: Taint = [];
    for (const { value } of args) taint = joinTaint(taint, e.deepTaint(value));
    return taintedValue(passThrough(taint, ENDS_HOST));
  }
  if (name === "send" || name === "public_send" || name === "__send__") return sent(e, made);
  return blockCall(e, made, name) ?? dispatch(e, made, UNKNOWN);
}

/** A page runs as the controller, or the page, that shows it, and with the variables that it is handed. */
export function rendered(e: Evaluation, node: AstNode, args: readonly Argument[]): void {
  const file = e.ask.included(node);
  if (!file || file.units.module === e.unit) return;
  const handed: { readonly cell: Cell; readonly before: Value }[] = [];
  for (const [name, value] of localsIn(e, args)) {
    const cell = e.outerVariable(localKey(name), undefined, []);
    handed.push({ cell, before: e.state.get(cell) });
    e.state.set(cell, value);
  }
  applyUnit(e, { unit: file.units.module, object: undefined, node, receiver: e.receiver, args: [] });
  for (const { cell, before } of handed) e.state.set(cell, before);
}

/** `locals: { a: x }`; where a part of a page is named first, each named argument. */
function localsIn(e: Evaluation, args: readonly Argument[]): [string, Value][] {
  const isShort = args[0] !== undefined && args[0].name === undefined;
  return args.flatMap(({ name, value, node }): [string, Value][] => {
    if (name === undefined) return [];
    if (name !== "locals") return isShort ? [[name, value]] : [];
    const keys = new Set(value.objects.flatMap(({ fields }) => [...fields].map(([key]) => key)));
    return [...keys].map((key) => [nameOf(key), e.readField(value, key, node)]);
  });
}

/** A variable that a page is handed: a name that only pages look up. */
function localKey(name: string): string {
  return globalKey(`<${name}>`);
}

function undefinedCall(e: Evaluation, node: AstNode, callee: AstNode): Value {
  const value = evaluate(e, callee);
  const args = evaluateArguments(e, node);
  return dispatch(e, callAt(e, node, callee, NO_NODE, undefined, args), value);
}

/** `receiver.name(args)`, with or without brackets. */
function methodCall(e: Evaluation, made: EvaluatedCall, name: Sym): Value {
  const receiver = made.receiver ?? UNKNOWN;
  const text = nameOf(name);
  if (name === NEW) return instantiated(e, made);
  switch (text) {
    case "send":
    case "public_send":
    case "__send__":
    case "try":
    case "try!":
      return sent(e, made);
    case "call":
    case "()":
    case "yield":
      if (receiver.objects.some(({ kind }) => kind === "function" || kind === "input"))
        return callFunction(e, receiver, made.node, made.args);
      break;
    case "method": {
      const named = made.args[0]?.value.constant;
      if (typeof named === "string") return methodNamed(e, receiver, named, made.node);
      break;
    }
    case "permit":
    case "expect": {
      const permitted = permittedParameters(e, made);
      if (permitted) return permitted;
      break;
    }
    case "const_get":
    case "constantize":
    case "safe_constantize": {
      const named = text === "const_get" ? made.args[0]?.value.constant : receiver.constant;
      const entity = typeof named === "string" ? e.ask.named(named) : undefined;
      if (entity?.kind === "class") return entityValue(e, entity);
      break;
    }
    default:
  }
  const found = functionsOf(e, receiver, name, made.node);
  if (found.objects.length > 0) return dispatch(e, made, found);
  if (made.args.length === 0) {
    const held = attribute(e, receiver, name, made.node);
    if (held) return held;
  }
  const caught = missing(e, made, text);
  if (caught) return caught;
  const given = blockCall(e, made, text) ?? collection(e, made, text) ?? mutation(e, made, text);
  if (given) return given;
  const result = dispatch(e, made, UNKNOWN);
  return otherAttribute(e, made, name) ?? result;
}

/** `user.password = given` says nothing of `user.token`: of a record that was given attributes, another one. */
function otherAttribute(e: Evaluation, { receiver, args, node }: EvaluatedCall, name: Sym): Value | undefined {
  if (!receiver || receiver.objects.length === 0 || receiver.taint.length > 0 || args.length > 0) return undefined;
  if (OF_ALL_ATTRIBUTES.test(nameOf(name))) return undefined;
  const isRecord = ({ kind, shape, class: info, fields }: AbstractObject) =>
    kind !== "function" && shape !== "list" && shape !== "map" && !info && [...fields].some(([at]) => isAttribute(at));
  if (!receiver.objects.every(isRecord)) return undefined;
  const value = e.readField(receiver, intern(`@${nameOf(name)}`), node);
  return value === ABSENT ? UNKNOWN : value;
}

const OF_ALL_ATTRIBUTES = /^(to_|as_json|inspect|attributes|values|serializable_hash|dup|clone|itself|reload|changes)/;

function isAttribute(member: Sym): boolean {
  return nameOf(member).startsWith("@");
}

/** `params.permit(:name)`, `params.expect(order: [:name])`: an object of named values, as they came. */
function permittedParameters(e: Evaluation, { args, receiver, node, callee }: EvaluatedCall): Value | undefined {
  const isNamed = args.some(({ name }) => name !== undefined && name !== BLOCK);
  if (!receiver || args.length === 0 || (e.ast.name(callee) === "expect" && !isNamed)) return undefined;
  const taint = e.deepTaint(receiver);
  if (taint.length === 0) return undefined;
  const permitted = e.madeAt(node, "map");
  for (const { name, value } of args) {
    if (name === BLOCK) continue;
    const key = name ?? value.constant;
    const cell = typeof key === "string" ? e.fieldCell(permitted, intern(key)) : e.restCell(permitted);
    e.state.set(cell, taintedValue(taint));
  }
  return objectValue(permitted);
}

function functionsOf(e: Evaluation, receiver: Value, name: Sym, node: AstNode): Value {
  if (!receiver.objects.some((object) => object.class)) return UNKNOWN;
  const found = readMember(e, receiver, name, node);
  return newValue(
    CLEAN,
    found.objects.filter(({ kind }) => kind === "function"),
    undefined,
  );
}

/** `Class.new(…)`; of a Struct's class, an object with its members. */
function instantiated(e: Evaluation, made: EvaluatedCall): Value {
  const { ast } = e;
  const classes = (made.receiver?.objects ?? []).flatMap((object) =>
    object.kind === "class" ? (object.class ?? []) : [],
  );
  if (classes.length > 0) {
    let result: Value = ABSENT;
    for (const info of classes) result = join(result, construct(e, made, info));
    return result;
  }
  const members = made.receiverNode === NO_NODE ? undefined : e.ask.structMembers(made.receiverNode);
  if (members) {
    const instance = e.madeAt(made.node, "instance");
    for (const [position, member] of members.entries()) {
      const given =
        made.args.find(({ name }) => name === member) ?? made.args.filter(({ name }) => name === undefined)[position];
      e.state.set(e.fieldCell(instance, intern(`@${member}`)), given?.value ?? NULL);
    }
    return objectValue(instance);
  }
  switch (made.receiverNode === NO_NODE ? "" : ast.name(made.receiverNode)) {
    case "Hash":
      return newHash(e, made);
    case "Array":
    case "Set":
    case "Queue":
    case "SizedQueue":
      return operateOn(e, {
        name: made.args.length > 0 ? "copy" : "new",
        call: made.node,
        receiverNode: NO_NODE,
        receiver: UNKNOWN,
        key: undefined,
        value: made.args[0]?.value,
        shape: "list",
      });
    case "Proc":
      return blockValue(made.args) ?? UNKNOWN;
    case "Thread":
    case "Fiber": {
      const block = blockValue(made.args);
      return block
        ? callFunction(
            e,
            block,
            made.node,
            made.args.filter(({ name }) => name !== BLOCK),
          )
        : UNKNOWN;
    }
    case "Enumerator": {
      const block = blockValue(made.args);
      const yielder = objectValue(e.madeAt(made.node, "list"));
      if (block) callFunction(e, block, made.node, [plainArgument(NO_NODE, yielder)]);
      return yielder;
    }
    default:
      return dispatch(e, made, UNKNOWN);
  }
}

/** `Hash.new`, `Hash.new(default)`, `Hash.new { |hash, key| … }`. */
function newHash(e: Evaluation, made: EvaluatedCall): Value {
  const map = objectValue(e.madeAt(made.node, "map"));
  const block = blockValue(made.args);
  const given = block
    ? callFunction(e, block, made.node, [plainArgument(made.node, map), plainArgument(made.node, UNKNOWN)])
    : made.args.find(({ name }) => name === undefined)?.value;
  if (given && (given.taint.length > 0 || given.objects.length > 0)) e.writeElement(map, given);
  return map;
}

/** `object.send(:name, …)`: the method of that name; of a name from outside, whatever there is. */
function sent(e: Evaluation, made: EvaluatedCall): Value {
  const named = made.args[0]?.value.constant;
  if (typeof named !== "string") return dispatch(e, made, UNKNOWN);
  const name = intern(named);
  const receiver = made.receiver ?? e.receiver;
  const args = made.args.slice(1);
  let result: Value = ABSENT;
  for (const object of functionsOf(e, receiver, name, made.node).objects)
    result = join(result, applyUnit(e, { unit: object.unit!, object, node: made.node, receiver, args }));
  if (result !== ABSENT) return result;
  if (meantName(e.ast, made.callee) !== name) return dispatch(e, made, UNKNOWN);
  const meant = { ...made, args };
  e.calls.set(made.node, meant);
  return made.receiver === undefined ? dispatch(e, meant, UNKNOWN) : methodCall(e, meant, name);
}

function methodNamed(e: Evaluation, receiver: Value, name: string, node: AstNode): Value {
  const found = functionsOf(e, receiver, intern(name), node);
  if (found.objects.length > 0) return found;
  const entity = e.ask.named(name);
  return entity?.kind === "function" ? entityValue(e, entity) : UNKNOWN;
}

/** A method that the class of the program does not have goes to its `method_missing`. */
function missing(e: Evaluation, made: EvaluatedCall, name: string): Value | undefined {
  const receiver = made.receiver ?? UNKNOWN;
  const found = functionsOf(e, receiver, MISSING, made.node);
  if (found.objects.length === 0) return undefined;
  const args = [plainArgument(made.node, constantValue(name)), ...made.args];
  return dispatch(e, { ...made, args }, found);
}

/** `super`, with the arguments of this call, those given, or none. */
function callParent(e: Evaluation, node: AstNode, given: readonly Argument[] | undefined): Value {
  const method = methodAround(e.unit);
  if (!method) return UNKNOWN;
  const args =
    given ??
    method.parameters.map((parameter) => {
      const target = method.file.ast.child(parameterNode(method, parameter), Role.Target);
      const value = method === e.unit && target !== NO_NODE ? evaluate(e, target) : UNKNOWN;
      return plainArgument(NO_NODE, value);
    });
  const found = superMethod(e, e.ast.symbol(method.node));
  let result: Value = ABSENT;
  for (const object of found.objects)
    if (object.kind === "function" && object.unit)
      result = join(result, applyUnit(e, { unit: object.unit, object, node, receiver: e.receiver, args }));
  return result === ABSENT ? UNKNOWN : result;
}

function methodAround(unit: Unit): Unit | undefined {
  let at: Unit | undefined = unit;
  while (at && at.kind === "function" && at.file.ast.hasFlag(at.node, Flag.Lambda)) at = at.outer;
  return at?.kind === "function" ? at : undefined;
}

function raise(e: Evaluation, args: readonly Argument[]): Value {
  let thrown: Value = args.length === 1 ? args[0]!.value : ABSENT;
  if (args.length > 1) {
    let taint: Taint = [];
    for (const { value } of args.slice(1)) taint = joinTaint(taint, e.deepTaint(value));
    thrown = taintedValue(taint);
  }
  const innermost = e.thrown.length - 1;
  if (innermost >= 0) e.thrown[innermost] = join(e.thrown[innermost]!, thrown);
  e.state.isDead = true;
  return ABSENT;
}

/** `throw :done, value`: what the `catch` of that tag gives, in whichever method. */
function throwTo(e: Evaluation, args: readonly Argument[]): Value {
  e.state.set(thrownCell(e, args[0]?.value), args[1]?.value ?? NULL);
  leave(e, NULL);
  return ABSENT;
}

function caughtBy(e: Evaluation, { node, args }: EvaluatedCall): Value | undefined {
  const block = blockValue(args);
  if (!block) return undefined;
  const tag = args.find(({ name }) => name === undefined)?.value;
  const cell = thrownCell(e, tag);
  e.state.set(cell, NULL);
  const given = callFunction(e, block, node, tag ? [plainArgument(node, tag)] : []);
  return join(given, e.state.get(cell));
}

function thrownCell(e: Evaluation, tag: Value | undefined): Cell {
  const name = typeof tag?.constant === "string" ? tag.constant : "";
  return e.outerVariable(globalKey(`<thrown ${name}>`), undefined, []);
}

// Blocks

/** The block among arguments. */
export function blockValue(args: readonly Argument[]): Value | undefined {
  return args.find(({ name }) => name === BLOCK)?.value;
}

/** The block that this method was given. */
export function blockOf(e: Evaluation): Value {
  const method = methodAround(e.unit);
  if (!method) return UNKNOWN;
  if (method !== e.unit) return e.state.get(e.outerVariable(`${method.id}:${BLOCK}`, undefined, []));
  for (const parameter of method.parameters) {
    const node = parameterNode(method, parameter);
    const target = e.ast.child(node, Role.Target);
    if (isBlockParameter(e.ast, node) && target !== NO_NODE) return evaluate(e, target);
  }
  return objectValue(e.inputs.of({ kind: "parameter", index: method.parameters.length }));
}

export function isBlockParameter(ast: Evaluation["ast"], parameter: AstNode): boolean {
  return ast.children(parameter, Role.Modifier).some((modifier) => ast.name(modifier) === BLOCK);
}

export function isKeywordParameter(ast: Evaluation["ast"], parameter: AstNode): boolean {
  return ast.children(parameter, Role.Modifier).some((modifier) => ast.name(modifier) === ":");
}

/** Calls what a value holds; of what is not known, what goes in may come out. */
export function callFunction(e: Evaluation, callee: Value, node: AstNode, args: readonly Argument[]): Value {
  let result: Value = ABSENT;
  for (const object of callee.objects) {
    if (object.kind === "function" && object.unit)
      result = join(result, applyUnit(e, { unit: object.unit, object, node, receiver: undefined, args }));
    else if (object.kind === "input")
      result = join(
        result,
        e.callOfInput(
          object,
          undefined,
          args.filter(({ name }) => name === undefined).map(({ value }) => value),
          node,
        ),
      );
  }
  if (result !== ABSENT) return result;
  // `&:name`: a method of each.
  const [first] = args;
  if (typeof callee.constant === "string" && first) {
    const receiver = first.value;
    const call: EvaluatedCall = { node, callee: node, receiverNode: NO_NODE, receiver, args: [] };
    const found = functionsOf(e, receiver, intern(callee.constant), node);
    if (found.objects.length > 0) return dispatch(e, call, found);
    const held = attribute(e, receiver, intern(callee.constant), node);
    if (held) return held;
    const taint = e.deepTaint(receiver);
    return taintedValue(
      /^(to_i|to_f|size|length|count|abs)$/.test(callee.constant) ? passThrough(taint, NUMBER_KIND) : taint,
    );
  }
  let taint: Taint = [];
  for (const { value } of args) taint = joinTaint(taint, e.deepTaint(value));
  return taintedValue(taint);
}

// Writing

/** `object.name = value`: a setter, or what `attr_writer` declares. True when the target was one of these. */
export function assignMember(e: Evaluation, target: AstNode, object: Value, value: Value): boolean {
  const { ast } = e;
  const name = ast.name(target);
  if (name.startsWith("@@")) {
    const info = e.enclosingClass;
    if (info) e.writeField(e.staticsOf(info), ast.symbol(target), value);
    return true;
  }
  if (name.startsWith("@")) return false;
  const setter = functionsOf(e, object, intern(`${name}=`), target);
  for (const each of setter.objects)
    applyUnit(e, {
      unit: each.unit!,
      object: each,
      node: target,
      receiver: object,
      args: [plainArgument(target, value)],
    });
  if (setter.objects.length === 0) e.writeField(ownMembers(e, object), intern(`@${name}`), value);
  return true;
}

/** An object of the program's where a text is wanted. */
export function rubyText(e: Evaluation, value: Value, node: AstNode): Value {
  if (!value.objects.some((object) => object.class && object.kind === "made")) return value;
  const found = functionsOf(e, value, intern("to_s"), node);
  if (found.objects.length === 0) return value;
  return dispatch(e, { node, callee: node, receiverNode: NO_NODE, receiver: value, args: [] }, found);
}

const ATTRIBUTES =
  /^(attr_accessor|attr_reader|attr_writer|attr|attribute|class_attribute|(thread_)?[mc]attr_(accessor|reader|writer))$/;

/** Names that a class, or what it says of itself, declares accessors for; modules that it includes are asked themselves. */
export function declaresAttribute({ unit: { file, node } }: ClassInfo, name: string): boolean {
  return declaresIn(file.ast, node, name);
}

function declaresIn(ast: Ast, body: AstNode, name: string): boolean {
  for (const statement of ast.children(body, Role.Member)) {
    // `class << self`
    if (ast.kind(statement) === Kind.Class && ast.hasFlag(statement, Flag.Static)) {
      if (declaresIn(ast, statement, name)) return true;
      continue;
    }
    const call = ast.kind(statement) === Kind.ExpressionStatement ? ast.firstChild(statement) : statement;
    if (ast.kind(call) !== Kind.Call) continue;
    const callee = ast.child(call, Role.Callee);
    if (callee === NO_NODE || !ATTRIBUTES.test(ast.name(callee))) continue;
    for (const argument of ast.children(call, Role.Argument)) {
      const text = ast.kind(argument) === Kind.String ? ast.stringValue(argument) : ast.name(argument);
      if (text === name) return true;
    }
  }
  return false;
}
