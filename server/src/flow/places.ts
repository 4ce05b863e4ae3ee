// Parts of a call as models name them (`0`, `receiver`, `"2.shell"`, `"1[]"`, `url`), and the conditions that rows put on
// them.

import { type AstNode, NO_NODE } from "../syntax/ast.ts";
import { Kind, Role } from "../syntax/kind.ts";
import { isScript, type LanguageId } from "../syntax/language.ts";
import { intern, type Sym } from "../syntax/symbols.ts";
import { compileRegex } from "../text/regex/compile.ts";
import type { CompiledRegex } from "../text/regex/regex.ts";
import type { Evaluation } from "./evaluation.ts";
import { hasKind } from "./kind-set.ts";
import { wayToMember } from "./members.ts";
import type { CallCondition, Literal, Place, Places, When } from "./model.ts";
import { list } from "./model-index.ts";
import { callBehind } from "./prove.ts";
import { textOfBytes } from "./static-constants.ts";
import { ABSENT, type Constant, constantValue, type Value } from "./value.ts";
import { Decision, noteDecision } from "./variants.ts";

export interface Argument {
  /** The value's node, without the name or the dots around it. */
  readonly node: AstNode;
  readonly name: string | undefined;
  readonly value: Value;
  readonly isSpread: boolean;
  readonly isKeywordSpread: boolean;
}

/** A call whose parts have been evaluated. */
export interface EvaluatedCall {
  readonly node: AstNode;
  readonly callee: AstNode;
  readonly receiverNode: AstNode;
  readonly receiver: Value | undefined;
  readonly args: readonly Argument[];
}

/** A part of a call: what carries its value, and the value. */
export interface Part {
  readonly node: AstNode;
  readonly value: Value;
}

/** The parts of a call that a place means; none when they are not there. */
export function partsAt(e: Evaluation, call: EvaluatedCall, places: Places): Part[] {
  return list(places).flatMap((place) => partsAtOne(e, call, place));
}

function partsAtOne(e: Evaluation, call: EvaluatedCall, place: Place): Part[] {
  if (typeof place === "number") return atPosition(e, call, place);
  if (place === "receiver")
    return call.receiver === undefined ? [] : [{ node: call.receiverNode, value: call.receiver }];
  if (place === "result") return [];
  if (place === "any") return call.args.map(({ node, value }) => ({ node, value }));
  if (place.includes(" made ")) return madeWith(e, call, place);
  const parsed = /^(\d+)(?:(\.\.)|\[\]((?:\.\w+)*)|((?:\.[\w$-]+)+))?$/.exec(place);
  if (!parsed) return atName(e, call, place);
  const position = Number(parsed[1]);
  if (parsed[2])
    return call.args
      .filter(({ name, isSpread }, at) => name === undefined && (at >= position || isSpread))
      .map(({ node, value }) => ({ node, value }));
  const whole = atPosition(e, call, position);
  if (parsed[3] !== undefined)
    return whole
      .flatMap((part) => elementsOf(e, part))
      .flatMap((part) => memberOf(e, part, parsed[3]!.split(".").slice(1)));
  if (parsed[4]) return whole.flatMap((part) => memberOf(e, part, parsed[4]!.split(".").slice(1)));
  return whole;
}

/** `receiver made 0`: what was handed to the call that made the receiver, or what it is a member of; also by name. */
function madeWith(e: Evaluation, call: EvaluatedCall, place: string): Part[] {
  const [whole, part] = place.split(" made ") as [string, string];
  const node = whole === "receiver" ? call.receiverNode : (atPosition(e, call, Number(whole))[0]?.node ?? NO_NODE);
  return givenToMaker(e, node, part);
}

function givenToMaker(e: Evaluation, node: AstNode, part: string): Part[] {
  const isMember = node !== NO_NODE && e.ast.kind(node) === Kind.Member;
  const maker = callBehind(e, isMember ? e.ast.child(node, Role.Object) : node);
  const made = maker === NO_NODE ? undefined : e.calls.get(maker);
  if (!made) return [];
  if (part === "receiver") return made.receiver ? [{ node: made.receiverNode, value: made.receiver }] : [];
  return /^\d+$/.test(part) ? atPosition(e, made, Number(part)) : atName(e, made, part);
}

/** Of a list that is written out or put together, what stands behind the first constant that a pattern finds something in. */
export function partsBehind(e: Evaluation, part: Part, pattern: string): Part[] {
  const elements = listedIn(e, part);
  const at = elements.findIndex(
    ({ value }) => typeof value.constant === "string" && regexOf(pattern)?.test(value.constant),
  );
  return at < 0 ? [] : elements.slice(at + 1);
}

function listedIn(e: Evaluation, part: Part): readonly Part[] {
  const { ast } = e;
  if (part.node !== NO_NODE && ast.kind(part.node) === Kind.Array) return elementsOf(e, part);
  const appended = ast.language === "go" && part.node !== NO_NODE ? e.calls.get(part.node) : undefined;
  if (!appended || ast.name(appended.callee) !== "append") return [];
  const [base, ...added] = appended.args;
  // `append(command.Args, …)` goes on with what the command was made with.
  const isMember = base !== undefined && ast.kind(base.node) === Kind.Member;
  const maker = isMember ? callBehind(e, ast.child(base.node, Role.Object)) : NO_NODE;
  return [...(maker === NO_NODE ? [] : (e.calls.get(maker)?.args ?? [])), ...added];
}

function atPosition(e: Evaluation, call: EvaluatedCall, position: number): Part[] {
  let at = 0;
  for (const argument of call.args) {
    if (argument.isSpread) {
      const value =
        argument.value.objects.length === 1
          ? e.readField(argument.value, intern(String(position - at)), argument.node)
          : e.readElement(argument.value);
      return value === ABSENT ? [] : [{ node: argument.node, value }];
    }
    if (argument.name !== undefined || argument.isKeywordSpread) continue;
    if (at === position) return [{ node: argument.node, value: argument.value }];
    at++;
  }
  return [];
}

/** A keyword argument, or a member of a last argument that is an object (`f(x, { shell: true })`). */
function atName(e: Evaluation, call: EvaluatedCall, name: string): Part[] {
  const [head, ...members] = name.split(".");
  for (const argument of call.args) {
    if (argument.name === head) return memberOf(e, argument, members);
    if (argument.isKeywordSpread && argument.value.objects.length > 0) {
      const found = memberOf(e, argument, [head!, ...members]);
      if (found.length > 0) return found;
    }
  }
  const last = call.args[call.args.length - 1];
  if (!last || last.name !== undefined || last.isSpread || hasNamedArguments(e.ast.language)) return [];
  // Ruby hands options over as keyword arguments, or as a hash.
  if (e.ast.language === "ruby" && last.value.objects.length === 0) return [];
  return memberOf(e, last, [head!, ...members]);
}

/** Languages whose functions take no options as members of an object, for they have names for arguments. */
function hasNamedArguments(language: LanguageId): boolean {
  return language === "python" || language === "php";
}

function memberOf(e: Evaluation, part: Part, members: readonly string[]): Part[] {
  let at: Part = { node: part.node, value: part.value };
  for (const member of members) {
    if (at.value.objects.length === 0 && at.value.taint.length === 0) return [];
    const name = intern(member);
    const value = writtenMember(e, at.value, name) ?? e.readField(at.value, name, at.node);
    if (value === ABSENT) return [];
    at = { node: memberNode(e, at.node, member), value };
  }
  return [at];
}

/** A constant in an object literal of the top level: `const options = { algorithms: ["none"] }`. */
function writtenMember(e: Evaluation, { objects, taint }: Value, name: Sym): Value | undefined {
  const only = objects.length === 1 && taint.length === 0 ? objects[0]! : undefined;
  const isLiteral = isScript(e.ast.language) || e.ast.language === "python";
  const way = isLiteral && only?.kind === "input" && !e.writtenInputs.has(only) ? wayToMember(only, name) : undefined;
  const constant = way && e.ask.writtenConstant(way.key, way.path);
  return constant === undefined ? undefined : constantValue(constant);
}

function elementsOf(e: Evaluation, part: Part): Part[] {
  const { ast } = e;
  if (ast.kind(part.node) === Kind.Array && part.value.objects.length === 1) {
    const object = part.value.objects[0]!;
    return ast
      .children(part.node, Role.Element)
      .flatMap((node, position) =>
        ast.kind(node) === Kind.Spread
          ? []
          : [{ node, value: e.state.get(e.fieldCell(object, intern(String(position)))) }],
      )
      .concat(object.rest === 0 ? [] : [{ node: part.node, value: e.state.get(object.rest) }]);
  }
  return [{ node: part.node, value: e.readElement(part.value) }];
}

/** The node of a member where the object is written out, else the object's. */
function memberNode(e: Evaluation, node: AstNode, member: string): AstNode {
  const { ast } = e;
  if (ast.kind(node) !== Kind.Object) return node;
  for (const pair of ast.children(node, Role.Element))
    if (ast.kind(pair) === Kind.Pair && ast.name(ast.child(pair, Role.Key)) === member)
      return ast.child(pair, Role.Value);
  return node;
}

/** The nodes of a place, for a call that was evaluated before. */
export function placeNodes(e: Evaluation, node: AstNode, places: Places): AstNode[] {
  const call = e.calls.get(node);
  return call ? partsAt(e, call, places).map((part) => part.node) : [];
}

/** The function parameter that a place like `"1 callback 0"` means. */
export function callbackPlace(
  place: Place,
): { readonly argument: number | undefined; readonly parameter: number } | undefined {
  const parsed = typeof place === "string" ? /^(?:(\d+) )?callback (\d+)$/.exec(place) : null;
  return parsed
    ? { argument: parsed[1] === undefined ? undefined : Number(parsed[1]), parameter: Number(parsed[2]) }
    : undefined;
}

export function conditionsHold(e: Evaluation, node: AstNode, when: When | undefined): boolean {
  if (when === undefined) return true;
  const call = e.calls.get(node);
  if (!call) return false;
  const conditions = (Array.isArray(when) ? when : [when]) as readonly CallCondition[];
  return conditions.every((condition) => holds(e, call, condition));
}

/** The same of a value that is written to a member: whatever place the conditions name, it is meant. */
export function valueHolds(e: Evaluation, node: AstNode, value: Value, when: When | undefined): boolean {
  if (when === undefined) return true;
  const conditions = (Array.isArray(when) ? when : [when]) as readonly CallCondition[];
  return conditions.every((condition) => holdsOf(e, { node, value }, condition));
}

/** The same of a call elsewhere, of which only its receiver and the values of its arguments are known here; false where a condition asks for more. */
export function openHolds(e: Evaluation, receiver: AstNode, args: readonly Value[], when: When | undefined): boolean {
  if (when === undefined) return true;
  const conditions = (Array.isArray(when) ? when : [when]) as readonly CallCondition[];
  return conditions.every((condition) => {
    const [, made] = /^receiver made (\w+)$/.exec(String(condition.argument)) ?? [];
    if (made !== undefined) return holdsOf(e, givenToMaker(e, receiver, made)[0], condition);
    const value = typeof condition.argument === "number" ? args[condition.argument] : undefined;
    const { isApi, isNotApi, isAbsent, isPresent, ...asked } = condition;
    const isOfValue = isApi === undefined && isAbsent === undefined && isPresent === undefined;
    return value !== undefined && isOfValue && holdsOf(e, { node: NO_NODE, value }, asked);
  });
}

function holds(e: Evaluation, call: EvaluatedCall, condition: CallCondition): boolean {
  let part: Part | undefined;
  for (const place of list(condition.argument)) {
    part = partsAt(e, call, place)[0];
    if (part) break;
  }
  return holdsOf(e, part, condition);
}

/** What a part is known to be; what has come into it since it was declared is no constant. */
function constantOf(e: Evaluation, { node, value }: Part): Constant {
  if (value.constant !== undefined || node === NO_NODE || isFilled(value)) return value.constant;
  return e.ask.constant(textOfBytes(e.ast, node));
}

/** What one caller hands in is not what the function says: others may hand in something else. */
function isFixedIn(e: Evaluation, { value }: Part, constant: Constant): boolean {
  return e.variantDepth === 0 && (constant !== undefined || e.isFixed(value));
}

function isFilled({ objects, taint }: Value): boolean {
  return objects.length > 0 && taint.length === 0 && objects.every(({ kind }) => kind === "made");
}

function holdsOf(e: Evaluation, part: Part | undefined, condition: CallCondition): boolean {
  if (part) noteDecision(e, part.value, Decision.Asked);
  if (condition.isAbsent === true && part) return false;
  if (condition.isPresent === true && !part) return false;
  const constant = part && constantOf(e, part);
  if (condition.is !== undefined && !(part && literals(condition.is).some((literal) => literal === constant)))
    return false;
  if (condition.isNot !== undefined && part && literals(condition.isNot).some((literal) => literal === constant))
    return false;
  if (condition.carries !== undefined && !(part && carries(e, part.value, condition.carries, condition.without)))
    return false;
  if (condition.carriesNot !== undefined && part && carries(e, part.value, condition.carriesNot, undefined))
    return false;
  if (condition.isDynamic === true && (!part || constant !== undefined || isProgramsOwn(e, part.value))) return false;
  if (condition.isInterpolated !== undefined && part && part.node !== NO_NODE) {
    if ((e.ast.kind(part.node) === Kind.Template) !== condition.isInterpolated) return false;
  }
  if (condition.isFixed === true && !(part && isFixedIn(e, part, constant))) return false;
  if (condition.matches !== undefined && !(typeof constant === "string" && regexOf(condition.matches)?.test(constant)))
    return false;
  if (
    condition.matchesNot !== undefined &&
    typeof constant === "string" &&
    regexOf(condition.matchesNot)?.test(constant)
  )
    return false;
  if (condition.begins !== undefined || condition.beginsNot !== undefined) {
    const beginning = part && part.node !== NO_NODE ? e.ask.leadingText(textOfBytes(e.ast, part.node)) : "";
    const known = typeof constant === "string" ? constant : beginning;
    const isBegun = (text: string) => known !== "" && regexOf(`^(?:${text})`)?.test(known) === true;
    if (condition.begins !== undefined && !isBegun(condition.begins)) return false;
    if (condition.beginsNot !== undefined && isBegun(condition.beginsNot)) return false;
  }
  const isAt = (paths: string | readonly string[]): boolean => {
    if (!part) return false;
    const { models } = e.knowledge;
    return flagsOf(e, part.node).some((node) => models.isAtAny(e.origins(node).list, paths));
  };
  if (condition.isApi !== undefined && !isAt(condition.isApi)) return false;
  return condition.isNotApi === undefined || !isAt(condition.isNotApi);
}

/** `A | B`: each of the flags; anything else is itself. */
function flagsOf(e: Evaluation, node: AstNode): AstNode[] {
  const { ast } = e;
  const flags: AstNode[] = [];
  for (let at = node; ; at = ast.child(at, Role.Left)) {
    if (ast.kind(at) !== Kind.Binary || ast.name(at) !== "|") return [...flags, at];
    flags.push(ast.child(at, Role.Right));
  }
}

/** Made of the program's own constants, or checked against some. */
export function isProgramsOwn(e: Evaluation, value: Value): boolean {
  if (e.isFixed(value)) return true;
  const taint = e.deepTaint(value);
  return taint.length > 0 && taint.every(({ ended }) => CHECKED.some((kind) => hasKind(ended, kind)));
}

const CHECKED = ["allow-list", "number", "boolean", "pattern-check", "quoted-literal", "shell-escape", "any"].map(
  intern,
);

/** What a value was made by: a parser that resolves entities, a loader that builds anything. */
function carries(e: Evaluation, value: Value, kind: string, without: string | undefined): boolean {
  const wanted = intern(kind);
  const ending = without === undefined ? 0 : intern(without);
  return e
    .deepTaint(value)
    .some(
      ({ source, ended }) =>
        source.kind === "concrete" && source.classes.includes(wanted) && !(ending !== 0 && hasKind(ended, ending)),
    );
}

function literals(value: Literal | readonly Literal[]): readonly Literal[] {
  return (Array.isArray(value) ? value : [value]) as readonly Literal[];
}

const regexes = new Map<string, CompiledRegex | undefined>();

export function regexOf(source: string): CompiledRegex | undefined {
  if (!regexes.has(source)) {
    const regex = compileRegex(source, { dialect: "re2" });
    regexes.set(source, regex.kind === "regex" ? regex : undefined);
  }
  return regexes.get(source);
}
