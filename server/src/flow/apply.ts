// Using a summary in place of a call: what the summary says in terms of inputs is said again in terms of what the caller
// hands in. Reads all happen in the state before the call; then what the callee changed is written.

import { type AstNode, NO_NODE } from "../syntax/ast.ts";
import { Flag, Kind, Role } from "../syntax/kind.ts";
import { isScript } from "../syntax/language.ts";
import { pathOfPage } from "../syntax/pages/parts.ts";
import { intern, nameOf, type Sym } from "../syntax/symbols.ts";
import { assign } from "./assignment.ts";
import { withBound } from "./bound.ts";
import { callBackAll } from "./callbacks.ts";
import { type Evaluation, STATICS } from "./evaluation.ts";
import { embeddedHolder, POINTED, panicOf } from "./go-values.ts";
import { inputPath } from "./input-path.ts";
import { ITSELF, STAR } from "./inputs.ts";
import { NO_KINDS, unionOf, without } from "./kind-set.ts";
import { settled } from "./labels.ts";
import { MOST } from "./limits.ts";
import { addMembers } from "./literals.ts";
import { readMember } from "./members.ts";
import { type AbstractObject, rootOf } from "./object.ts";
import { isReference, namedVariable } from "./php.ts";
import type { Argument } from "./places.ts";
import { BLOCK, blockOf, isBlockParameter, isKeywordParameter } from "./ruby.ts";
import { isAsWritten } from "./sources.ts";
import type { Cell } from "./state.ts";
import type { Effect, Summary } from "./summary.ts";
import { objectsOf, type SummaryObjects } from "./summary-objects.ts";
import { nodesOfUnit, parameterNode, type Unit } from "./unit.ts";
import {
  ABSENT,
  CLEAN,
  type Constant,
  constantValue,
  extendTrace,
  FIXED,
  join,
  joinTaint,
  NULL,
  newValue,
  objectValue,
  type Site,
  type Taint,
  type TaintElement,
  taintElement,
  taintedValue,
  UNKNOWN,
  type Value,
  withTrace,
} from "./value.ts";
import { DEEPEST_VARIANT, Decision, isTelling, noteDecision } from "./variants.ts";

export interface Application {
  readonly unit: Unit;
  /** The function object, for the variables that it brought along. */
  readonly object: AbstractObject | undefined;
  readonly node: AstNode;
  readonly receiver: Value | undefined;
  readonly args: readonly Argument[];
}

/** What calling a unit of the program gives; its changes are made, its sinks reached. */
export function applyUnit(e: Evaluation, given: Application): Value {
  const application = withBound(e, given);
  const { unit } = application;
  e.used.add(unit);
  const summary = e.program.summaryOf(unit, e.depth);
  // A call in a circle that is not known yet: it adds nothing now, and is asked again when it is.
  if (!summary) return ABSENT;
  e.applied.add(unit);
  e.pending.delete(unit);
  return applyKnown(e, summary, application);
}

/** What a call of a unit gives of which this is known; its changes are made, its sinks reached. */
export function applyKnown(e: Evaluation, summary: Summary, application: Application): Value {
  const variant = forConstants(e, summary, application);
  if (e.callbacks.depth === 0) {
    if (variant) e.variantAt.set(application.node, variant);
    else e.variantAt.delete(application.node);
  }
  return applySummary(e, (variant && e.program.summaryOf(variant)) ?? summary, application);
}

/** The functions in which it matters what is handed in are small. */
const LARGEST_VARIANT = 250;

/** The unit as it is for the constants that are handed in here, where it decides something by them. */
function forConstants(e: Evaluation, summary: Summary, application: Application): Unit | undefined {
  const { unit } = application;
  if (summary.decisive.size === 0 || !e.isPatient) return undefined;
  const substitution = new Substitution(e, summary, application);
  const constants = new Map<string, Constant>();
  let isWorthIt = false;
  for (const [input, decisions] of summary.decisive) {
    const value = substitution.object(input);
    if (value.taint.length > 0 || value.objects.length > 0 || !isTelling(value.constant)) {
      // What comes out is the caller's to decide by.
      noteDecision(e, value, decisions & ~Decision.Result);
      continue;
    }
    constants.set(inputPath(input), value.constant);
    isWorthIt ||= (decisions & ~Decision.Way) !== 0;
  }
  if (constants.size === 0 || e.variantDepth >= DEEPEST_VARIANT) return undefined;
  if (nodesOfUnit(unit).length > LARGEST_VARIANT) return undefined;
  if (!isWorthIt && !substitution.isTainted()) return undefined;
  const variant = e.program.variantOf(unit, constants, e.variantDepth + 1);
  if (!variant) return undefined;
  if (!e.variants.has(variant) && e.variants.size >= MOST.variants) {
    e.limits.add("variants");
    return undefined;
  }
  e.variants.add(variant);
  e.used.add(variant);
  return variant;
}

function applySummary(e: Evaluation, summary: Summary, application: Application): Value {
  if (isPlain(summary)) return summary.result;
  const substitution = new Substitution(e, summary, application);
  if (e.isPatient && summary.calls.length > 0) {
    e.callbacks.during(e.cells, () => callBackAll(e, summary, application, substitution));
    substitution.forgetTaint();
  }
  const result = substitution.value(summary.result, true);
  reachHits(e, summary, substitution);
  if (!e.isPatient) return result;
  const written: Written[] = [];
  for (const effect of summary.effects) {
    if (effect.kind !== "variable" && effect.kind !== "parameter" && isOfCopy(e, application, effect.object)) continue;
    const value = substitution.value(effect.value, false);
    switch (effect.kind) {
      case "parameter": {
        const target = argumentAt(e, application, effect.index);
        if (target !== NO_NODE) written.push({ effect, into: UNKNOWN, at: target, value });
        break;
      }
      case "variable": {
        // A closure's own copy of a variable is not the variable.
        if (substitution.isCopied(effect.key)) break;
        const cell = substitution.variableCell(effect.key);
        if (cell !== undefined) written.push({ effect, into: UNKNOWN, at: cell, value });
        break;
      }
      case "field": {
        const into = substitution.writable(effect.object);
        if (into.objects.length > 0) written.push({ effect, into, at: 0, value });
        break;
      }
      case "rest": {
        const into = substitution.writable(effect.object);
        if (into.objects.length > 0) written.push({ effect, into, at: 0, value });
        break;
      }
    }
  }
  for (const each of written) write(e, each, application.node);
  return written.length > 0 && hasSharedArguments(application) ? afterWrites(e, summary, application, result) : result;
}

/** A file that is run is called as the file is. */
function shownName({ kind, name, file }: Unit): string {
  const path = pathOfPage(file.path);
  return kind === "module" ? path.slice(path.lastIndexOf("/") + 1) : name;
}

/** An effect as it is here: into what, or into which of the caller's nodes or cells, and what. */
interface Written {
  readonly effect: Effect;
  readonly into: Value;
  readonly at: AstNode | Cell;
  readonly value: Value;
}

function write(e: Evaluation, { effect, into, at, value }: Written, node: AstNode): void {
  switch (effect.kind) {
    case "parameter":
      assign(e, at, value, node);
      break;
    case "variable":
      e.state.set(at, value);
      break;
    case "field":
      e.writeField(embeddedHolder(e, into, effect.member, node), effect.member, value);
      break;
    case "rest":
      e.writeElement(into, value);
  }
}

/** Nothing of what is handed in comes out, goes on, or is changed. */
function isPlain({ result, calls, hits, effects }: Summary): boolean {
  return calls.length + hits.length + effects.length === 0 && result.taint.length === 0 && result.objects.length === 0;
}

/** Two names for one object: what is written through one is seen through the other. */
function hasSharedArguments({ args, receiver }: Application): boolean {
  const seen = new Set<AbstractObject>(receiver?.objects);
  for (const { value } of args)
    for (const object of value.objects) {
      if (object.kind === "made" && seen.has(object)) return true;
      seen.add(object);
    }
  return false;
}

function reachHits(e: Evaluation, { hits }: Summary, substitution: Substitution): void {
  for (const { sink, taint } of hits) {
    const reached = substitution.taint(taint);
    if (reached.length > 0) e.reach(sink, reached);
  }
}

/** What the unit saw of inputs after it had changed them: once more, with the changes made. */
function afterWrites(e: Evaluation, summary: Summary, application: Application, result: Value): Value {
  const substitution = new Substitution(e, summary, application);
  reachHits(e, summary, substitution);
  return join(result, substitution.value(summary.result, true));
}

/** Where PHP's arrays are handed in, what the callee does to them is done to a copy, but for references. */
function isOfCopy(e: Evaluation, { unit, args }: Application, object: AbstractObject): boolean {
  if (e.ast.language !== "php") return false;
  const { root } = rootOf(object);
  if (root?.kind !== "parameter") return false;
  const parameter = unit.parameters[root.index];
  const value = args[root.index]?.value;
  return (
    parameter !== undefined &&
    value !== undefined &&
    !isReference(unit.file.ast, parameterNode(unit, parameter)) &&
    value.objects.length > 0 &&
    value.objects.every(({ kind, shape }) => kind === "made" && (shape === "list" || shape === "map"))
  );
}

/** The variable, member or element that is handed in as an argument. */
function argumentAt(e: Evaluation, { args }: Application, index: number): AstNode {
  const argument = args[index];
  if (!argument || argument.name !== undefined || argument.isSpread || argument.node === NO_NODE) return NO_NODE;
  switch (e.ast.kind(argument.node)) {
    case Kind.Identifier:
    case Kind.Member:
    case Kind.Index:
      return argument.node;
    case Kind.Declarator:
      // C#'s `f(out var x)`
      return e.ast.child(argument.node, Role.Target);
    default:
      return NO_NODE;
  }
}

export class Substitution {
  readonly #e: Evaluation;
  readonly #summary: Summary;
  readonly #application: Application;
  readonly #places: SummaryObjects;
  /** By the objects' numbers. */
  readonly #objects: (Value | undefined)[];
  /** Many are used for little, so these are made when something is to be kept. */
  #elements: Map<TaintElement, Taint> | undefined;
  #deep: Map<AbstractObject, Taint> | undefined;
  #callSite: Site | undefined;
  #depth = 0;

  constructor(e: Evaluation, summary: Summary, application: Application) {
    this.#e = e;
    this.#summary = summary;
    this.#application = application;
    this.#places = objectsOf(summary);
    this.#objects = new Array<Value | undefined>(this.#places.count);
  }

  value(value: Value, isReturned: boolean): Value {
    if (value.taint.length === 0 && value.objects.length === 0) return value;
    let result: Value =
      value.constant === undefined || value.objects.length > 0 ? ABSENT : constantValue(value.constant);
    if (value.isFixed && this.#areInputsFixed(value.taint)) result = FIXED;
    const taint = isReturned ? this.#returned(value.taint) : this.taint(value.taint);
    for (const object of value.objects) result = join(result, this.object(object));
    if (taint.length === 0) return result === ABSENT ? UNKNOWN : result;
    const base = result === ABSENT ? UNKNOWN : result;
    return newValue(
      joinTaint(base.taint, taint),
      base.objects,
      value.constant !== undefined && value.objects.length === 0 ? value.constant : undefined,
    );
  }

  /** Whether what came in and taints a value is all made of constants here. */
  #areInputsFixed(taint: Taint): boolean {
    return taint.every(({ source }) => source.kind === "input" && this.#e.isFixed(this.object(source.input)));
  }

  /** Where the call is. */
  get #site(): Site {
    this.#callSite ??= this.#e.site(this.#application.node);
    return this.#callSite;
  }

  #returned(taint: Taint): Taint {
    if (taint.length === 0) return taint;
    const { unit } = this.#application;
    const site = this.#site;
    return this.taint(taint).map((element) =>
      element.trace && element.trace.site.unit !== this.#e.unit
        ? withTrace(element, extendTrace(element.trace, "return", site, shownName(unit)))
        : element,
    );
  }

  taint(taint: Taint): Taint {
    let result: Taint = CLEAN;
    for (const element of taint) result = joinTaint(result, this.#element(element));
    return result;
  }

  /** Whether anything tainted is handed in or comes out. */
  isTainted(): boolean {
    const { args } = this.#application;
    if (args.some(({ value }) => value.constant === undefined && this.#e.deepTaint(value).length > 0)) return true;
    const { taint, objects } = this.value(this.#summary.result, false);
    return taint.length > 0 || objects.some(({ kind }) => kind === "input");
  }

  /** All taint of what an input is here. Nothing is written while a summary is read, so it is worked out once. */
  #deepTaint(input: AbstractObject): Taint {
    let taint = this.#deep?.get(input);
    if (!taint) {
      taint = this.#e.deepTaint(this.object(input));
      this.#deep ??= new Map();
      this.#deep.set(input, taint);
    }
    return taint;
  }

  /** Callbacks ran and may have written. */
  forgetTaint(): void {
    this.#deep = undefined;
    this.#elements = undefined;
  }

  /** What calling an input gave. What was asked before it was called has been told that nothing is known. */
  noteResult(result: AbstractObject, value: Value): void {
    if (!this.#objects[result.place]) this.#keepObject(result, value);
  }

  /** A flaw as it is written, which is one for the constants that are handed in here: it begins with this call. */
  #fromHere(element: TaintElement): TaintElement {
    return withTrace(
      element,
      extendTrace(undefined, "call", this.#site, shownName(this.#application.unit), element.trace),
    );
  }

  /** What an input's taint is here: that of whatever was handed in. */
  #element(element: TaintElement): Taint {
    if (element.source.kind === "concrete") return [isAsWritten(element.source) ? this.#fromHere(element) : element];
    const known = this.#elements?.get(element);
    if (known) return known;
    const { unit } = this.#application;
    const site = this.#site;
    const actual = this.#deepTaint(element.source.input);
    this.#e.steps += 1 + actual.length;
    if (element.becomes) {
      const earnt = settled(element, actual);
      this.#keep(element, earnt);
      return earnt;
    }
    const result = actual.map((outer) =>
      taintElement(
        outer.source,
        unionOf(without(outer.ended, element.restored), element.ended),
        outer.source.kind === "input" ? unionOf(outer.restored, element.restored) : NO_KINDS,
        extendTrace(outer.trace, "call", site, shownName(unit), element.trace),
        outer.becomes,
      ),
    );
    this.#keep(element, result);
    return result;
  }

  #keep(element: TaintElement, taint: Taint): void {
    this.#elements ??= new Map();
    this.#elements.set(element, taint);
  }

  /** What is called where the callee calls this object. */
  callee(object: AbstractObject): Value {
    const { kind, parent, member } = object;
    if (kind !== "input" || !parent || member === STAR || member === POINTED) return this.object(object);
    return readMember(this.#e, this.object(parent), member, this.#application.node);
  }

  object(object: AbstractObject): Value {
    const known = this.#objects[object.place];
    if (known) return known;
    if (this.#depth > 40) this.#e.limits.add("members");
    if (this.#depth > 40 || this.#e.isSpent) return UNKNOWN;
    this.#e.steps++;
    this.#depth++;
    const value = this.#objectAnew(object);
    this.#depth--;
    this.#keepObject(object, value);
    return value;
  }

  #keepObject(object: AbstractObject, value: Value): void {
    this.#objects[this.#places.place(object)] = value;
  }

  #objectAnew(object: AbstractObject): Value {
    const e = this.#e;
    const { node } = this.#application;
    switch (object.kind) {
      case "input": {
        if (!object.parent) return this.#root(object);
        const parent = this.object(object.parent);
        if (object.member === STAR) return e.readElement(parent);
        if (object.member === ITSELF) return taintedValue(e.ownTaint(parent));
        if (
          object.member === POINTED &&
          !parent.objects.some(({ fields, kind }) => kind === "input" || fields.has(POINTED))
        )
          return parent;
        return readMember(e, parent, object.member, node, true);
      }
      case "made":
        return this.#made(object);
      case "function": {
        const captures = this.#summary.captures.get(object);
        if (!object.unit) return UNKNOWN;
        if (!captures) return objectValue(e.functionObject(object.unit));
        const copy = e.capturedFunction(node, object);
        this.#keepObject(object, objectValue(copy));
        for (const [key, value] of captures) e.capture(copy, key, this.value(value, false));
        return objectValue(copy);
      }
      case "class":
        return object.class ? objectValue(e.classObject(object.class)) : UNKNOWN;
      case "module":
        return object.path === undefined ? UNKNOWN : objectValue(e.moduleAt(object.path));
    }
  }

  #root(object: AbstractObject): Value {
    const { root } = object;
    if (!root) return UNKNOWN;
    switch (root.kind) {
      case "parameter":
        return this.#parameter(root.index);
      case "this":
        return this.#application.receiver ?? UNKNOWN;
      case "variable": {
        const captured = this.#application.object && this.#e.captured(this.#application.object, root.key);
        if (captured) return captured;
        const cell = this.variableCell(root.key, object);
        return cell === undefined ? this.#receiverOf(root.key) : this.#e.state.get(cell);
      }
      case "result":
        return UNKNOWN;
    }
  }

  #receiverOf(key: string): Value {
    if (key === `${this.#e.unit.id}:${BLOCK}`) return blockOf(this.#e);
    return panicOf(this.#e, key) ?? (key === `${this.#e.unit.id}:this` ? this.#e.receiver : UNKNOWN);
  }

  isCopied(key: string): boolean {
    const { object, unit } = this.#application;
    return unit.file.language === "php" && object !== undefined && this.#e.captured(object, key) !== undefined;
  }

  /** The cell of a variable around the callee: one of this unit, or of a unit around this one too. */
  variableCell(key: string, object?: AbstractObject): Cell | undefined {
    const e = this.#e;
    // A file that a function includes runs with that function's variables.
    if (this.#application.unit.kind === "module" && e.unit.kind === "function" && e.ast.language === "php")
      return namedVariable(e, key.slice(key.lastIndexOf(":") + 1), this.#application.node);
    const known = e.outerVariables.get(key);
    if (known !== undefined) return known;
    if (key.startsWith(STATICS)) {
      const info = e.program.classNamed(key.slice(STATICS.length));
      return info ? e.staticsCell(info) : undefined;
    }
    const owner = key.slice(0, key.lastIndexOf(":"));
    if (owner === e.unit.id) {
      const declaration = e.file.declarationOfKey(key, this.#application.unit);
      return declaration === 0 ? undefined : e.variable(declaration, 0);
    }
    return e.outerVariable(key, undefined, object?.origins ?? []);
  }

  #parameter(index: number): Value {
    const e = this.#e;
    const { unit, args } = this.#application;
    const parameter = unit.parameters[index];
    const isRuby = unit.file.language === "ruby";
    if (isRuby && !parameter && unit.parameters.length === 0 && this.#e.ask.isLambda(unit)) return this.#ofBlock(index);
    if (isRuby && (!parameter || isBlockParameter(unit.file.ast, parameterNode(unit, parameter))))
      return args.find(({ name }) => name === BLOCK)?.value ?? UNKNOWN;
    if (!parameter) return isScript(unit.file.language) ? this.#unnamed(index) : UNKNOWN;
    if (isRuby) {
      const taken = this.#partOfElement(index);
      if (taken) return taken;
    }
    if (parameter.isRest || parameter.isKeywordRest) return this.#restParameter(index);
    const name = nameOf(parameter.name).replace(/^\$/, "");
    let position = 0;
    for (const argument of args) {
      if (argument.name !== undefined) {
        if (argument.name === name) return argument.value;
        continue;
      }
      if (argument.isKeywordSpread) {
        const value = e.readField(argument.value, parameter.name, argument.node);
        if (value !== ABSENT) return value;
        continue;
      }
      if (argument.isSpread) {
        const byName = unit.file.language === "php" ? e.readField(argument.value, intern(name), argument.node) : ABSENT;
        if (byName !== ABSENT && argument.value.objects.some(({ fields }) => fields.has(intern(name)))) return byName;
        const positional = e.readField(argument.value, intern(String(index - position)), argument.node);
        const value = this.#orByName(parameter.name, name, positional);
        const isKeyed = unit.file.language === "php" && argument.value.objects.some(({ shape }) => shape === "map");
        return isKeyed ? UNKNOWN : value === ABSENT ? e.readElement(argument.value) : value;
      }
      if (position === index) return argument.value;
      position++;
    }
    return isRuby && !isKeywordParameter(unit.file.ast, parameterNode(unit, parameter)) ? this.#options() : UNKNOWN;
  }

  /** Python: `f(*args, **kwargs)` may give a parameter by its place or by its name. */
  #orByName(parameter: Sym, name: string, value: Value): Value {
    const { unit, args } = this.#application;
    if (unit.file.language !== "python") return value;
    let found = value;
    for (const argument of args)
      if (argument.name === name) found = join(found, argument.value);
      else if (argument.isKeywordSpread)
        found = join(found, this.#e.readField(argument.value, parameter, argument.node));
    return found;
  }

  /** An argument that no parameter takes: JavaScript's `arguments`. */
  #unnamed(index: number): Value {
    const { args } = this.#application;
    const spread = args.findIndex(({ isSpread }) => isSpread);
    if (spread < 0 || index < spread) return args[index]?.value ?? UNKNOWN;
    const { value, node } = args[spread]!;
    const part = this.#e.readField(value, intern(String(index - spread)), node);
    return part === ABSENT ? UNKNOWN : part;
  }

  /** What a block without parameters is given: `it`, `_1` and so on, of which the second takes apart what the first is as a whole. */
  #ofBlock(index: number): Value {
    const plain = this.#application.args.filter(({ name }) => name === undefined);
    const first = plain[0];
    if (plain.length !== 1 || index === 0 || !first) return plain[index]?.value ?? UNKNOWN;
    const part = this.#e.readField(first.value, intern(String(index)), first.node);
    return part === ABSENT ? NULL : part;
  }

  /** A block with several parameters takes the one array that it is given apart. */
  #partOfElement(index: number): Value | undefined {
    const e = this.#e;
    const { unit, args } = this.#application;
    if (unit.parameters.length < 2 || !unit.file.ast.hasFlag(unit.node, Flag.Shorthand)) return undefined;
    const plain = args.filter(({ name }) => name === undefined);
    if (plain.length !== 1 || plain[0]!.isSpread || unit.parameters[index]!.isRest) return undefined;
    const { value, node } = plain[0]!;
    const part = e.readField(value, intern(String(index)), node);
    return part === ABSENT ? NULL : part;
  }

  /** Keyword arguments that no parameter names are one hash for the last parameter (Ruby). */
  #options(): Value {
    const e = this.#e;
    const { unit, node, args } = this.#application;
    const named = args.filter(
      ({ name }) => name !== undefined && name !== BLOCK && !unit.parameters.some((each) => nameOf(each.name) === name),
    );
    if (named.length === 0) return UNKNOWN;
    const options = e.madeAt(node, "map", undefined, undefined, `options ${unit.id}`);
    for (const { name, value } of named) e.state.set(e.fieldCell(options, intern(name!)), value);
    return objectValue(options);
  }

  #restParameter(index: number): Value {
    const e = this.#e;
    const { unit, node, args } = this.#application;
    const isKeyword = unit.parameters[index]!.isKeywordRest;
    const list = e.madeAt(node, isKeyword ? "map" : "list", undefined, undefined, `rest ${unit.id} ${index}`);
    let length: number | undefined = 0;
    let position = 0;
    for (const argument of args) {
      if (isKeyword) {
        if (argument.isKeywordSpread) addMembers(e, list, argument.value);
        else if (argument.name !== undefined && !unit.parameters.some(({ name }) => nameOf(name) === argument.name))
          e.state.set(e.fieldCell(list, intern(argument.name)), argument.value);
        continue;
      }
      if (argument.name !== undefined || argument.isKeywordSpread) continue;
      if (argument.isSpread) {
        length = undefined;
        e.state.add(e.restCell(list), e.readElement(argument.value));
      } else if (position++ >= index) {
        if (length === undefined) e.state.add(e.restCell(list), argument.value);
        else e.state.set(e.fieldCell(list, intern(String(length++))), argument.value);
      }
    }
    e.state.set(e.lengthCell(list), length === undefined ? UNKNOWN : constantValue(length));
    return objectValue(list);
  }

  #made(object: AbstractObject): Value {
    const e = this.#e;
    const { node, unit } = this.#application;
    const copy = e.madeAt(node, object.shape, object.class, object, unit.id);
    const value = objectValue(copy);
    // Who gets a struct from a function does not know whether it is a pointer: copies of it stay the same one.
    if (e.ast.language === "go" && !e.pointers.has(copy)) {
      e.pointers.add(copy);
      e.callbacks.noteChange(copy);
    }
    this.#keepObject(object, value);
    const contents = this.#summary.contents.get(object);
    if (!contents) return value;
    const { fields } = contents;
    for (let at = 0; at < fields.size; at++)
      e.state.set(e.fieldCell(copy, fields.keyAt(at)), this.value(fields.valueAt(at), false));
    if (contents.rest) e.state.set(e.restCell(copy), this.value(contents.rest, false));
    if (contents.length) e.state.set(e.lengthCell(copy), contents.length);
    return value;
  }

  /** The object that an effect changes. What was handed in without one cannot be seen again, but for its receiver. */
  writable(object: AbstractObject): Value {
    return this.object(object);
  }
}

export function plainArgument(node: AstNode, value: Value): Argument {
  return { node, name: undefined, value, isSpread: false, isKeywordSpread: false };
}
