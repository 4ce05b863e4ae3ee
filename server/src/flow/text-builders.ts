// Builders of texts and the writers and streams that are used as such: the text that was put in is a value of its own, constant
// while all that went in was, so that taking a part away or starting anew is seen.

import { type AstNode, NO_NODE } from "../syntax/ast.ts";
import { Kind, Role } from "../syntax/kind.ts";
import type { LanguageId } from "../syntax/language.ts";
import { intern } from "../syntax/symbols.ts";
import { foldTextMethod } from "./constants.ts";
import type { Evaluation } from "./evaluation.ts";
import type { AbstractObject } from "./object.ts";
import type { EvaluatedCall } from "./places.ts";
import {
  CLEAN,
  constantValue,
  joinTaint,
  NO_OBJECTS,
  newValue,
  type Taint,
  taintedValue,
  UNKNOWN,
  type Value,
} from "./value.ts";

/** The member that holds a builder's text. */
export const TEXT = intern("\u0000text");

const OF_JAVA: ReadonlySet<string> = new Set(
  "StringBuilder StringBuffer StringWriter CharArrayWriter ByteArrayOutputStream StringJoiner StrBuilder TextStringBuilder".split(
    " ",
  ),
);

const BUILDERS: Partial<Record<LanguageId, ReadonlySet<string>>> = {
  java: OF_JAVA,
  kotlin: OF_JAVA,
  csharp: new Set(["StringBuilder", "StringWriter"]),
};

/** What writes into something else: `new PrintWriter(text)` is taken for the text. */
const WRAPPERS: ReadonlySet<string> = new Set(
  "PrintWriter BufferedWriter OutputStreamWriter PrintStream BufferedOutputStream DataOutputStream ObjectOutputStream FilterOutputStream".split(
    " ",
  ),
);

/** A new builder, when that is what the class is. */
export function newBuilder(e: Evaluation, call: EvaluatedCall, name: string): Value | undefined {
  const first = call.args[0]?.value;
  if (WRAPPERS.has(name) && first && isBuilder(first)) return first;
  if (!BUILDERS[e.ast.language]?.has(name)) return undefined;
  const made = e.madeAt(call.node, "unknown");
  const starts = first && typeof first.constant !== "number" && name !== "StringJoiner" ? textOf(e, first) : EMPTY;
  e.state.set(e.fieldCell(made, TEXT), starts);
  return newValue(CLEAN, [made], undefined);
}

const EMPTY = constantValue("");

export function isBuilder(value: Value): boolean {
  return value.objects.length > 0 && value.objects.every((object) => object.kind === "made" && object.fields.has(TEXT));
}

/** A value as text: of a builder what is in it. */
export function textOf(e: Evaluation, value: Value): Value {
  const { constant } = value;
  if (constant !== undefined && value.taint.length === 0)
    return typeof constant === "string" ? value : constantValue(String(constant));
  if (value.objects.length === 1 && value.objects[0]!.fields.has(TEXT) && value.taint.length === 0)
    return e.state.get(e.fieldCell(value.objects[0]!, TEXT));
  const taint = e.deepTaint(value);
  return taint.length === 0 ? UNKNOWN : newValue(taint, NO_OBJECTS, constant);
}

const ADDING: ReadonlySet<string> = new Set(
  "append add write print println Append AppendLine AppendFormat Write WriteLine appendCodePoint writeBytes writeChars writeUTF writeObject writeUnshared format printf".split(
    " ",
  ),
);
const GIVING: ReadonlySet<string> = new Set("toString ToString toByteArray getBuffer toCharArray getBytes".split(" "));

/** A method of a builder; undefined when the receiver is none, or the method is one of texts that changes nothing. */
export function builderMethod(e: Evaluation, call: EvaluatedCall, name: string): Value | undefined {
  const { receiver } = call;
  if (!receiver) return undefined;
  if (!isBuilder(receiver)) return buildInput(e, call, name, receiver);
  const texts = receiver.objects.map((object) => e.state.get(e.fieldCell(object, TEXT)));
  const isOne = receiver.objects.length === 1 && receiver.taint.length === 0;
  if (GIVING.has(name)) {
    if (isOne) return texts[0]!;
    return taintedValue(e.deepTaint(receiver));
  }
  const change = changed(e, call, name, texts[0]!);
  if (change === undefined) {
    // A method that only reads: as it would of the text itself.
    const { constant } = texts[0]!;
    if (!isOne || typeof constant !== "string") return undefined;
    const folded = foldTextMethod(
      e.ast.language,
      constant,
      name,
      call.args.map(({ value }) => value.constant),
    );
    return folded === undefined ? undefined : constantValue(folded);
  }
  if (isOne) e.state.set(e.fieldCell(receiver.objects[0]!, TEXT), change);
  else for (const object of receiver.objects) addText(e, object, change);
  return receiver;
}

/** A builder that came in: what is put in is noted, and it is given back. */
function buildInput(e: Evaluation, call: EvaluatedCall, name: string, receiver: Value): Value | undefined {
  if (!/^(append|insert|Append|AppendLine|Insert)$/.test(name) || !BUILDERS[e.ast.language]) return undefined;
  if (receiver.objects.length === 0 || receiver.objects.some((object) => object.kind !== "input" || object.class))
    return undefined;
  let taint: Taint = [];
  for (const { value } of call.args) taint = joinTaint(taint, e.deepTaint(value));
  if (taint.length > 0) e.writeElement(receiver, taintedValue(stepTo(e, call, taint, [])));
  return receiver;
}

function addText(e: Evaluation, object: AbstractObject, text: Value): void {
  e.state.add(e.fieldCell(object, TEXT), text);
}

/** The builder's text after the call; undefined when the call changes nothing. */
function changed(e: Evaluation, call: EvaluatedCall, name: string, text: Value): Value | undefined {
  const args = call.args.map(({ value }) => value);
  const [first, second, third] = args;
  if (ADDING.has(name)) return first ? joined(e, call, text, args) : text;
  switch (name) {
    case "insert":
    case "Insert":
      return spliced(e, call, text, first?.constant, first?.constant, second);
    case "replace":
      return args.length === 3 ? spliced(e, call, text, first?.constant, endOf(e, call, text, 1), third) : undefined;
    case "delete":
      return spliced(e, call, text, first?.constant, endOf(e, call, text, 1), EMPTY);
    case "deleteCharAt":
      return spliced(e, call, text, first?.constant, after(first?.constant, 1), EMPTY);
    case "setCharAt":
      return spliced(e, call, text, first?.constant, after(first?.constant, 1), second);
    case "Remove":
      return spliced(e, call, text, first?.constant, after(first?.constant, second?.constant), EMPTY);
    case "setLength":
      if (first?.constant === 0) return EMPTY;
      return spliced(e, call, text, first?.constant, ALL, EMPTY);
    case "Clear":
    case "reset":
      return EMPTY;
    case "reverse":
      return typeof text.constant === "string" ? constantValue([...text.constant].reverse().join("")) : text;
    default:
      return undefined;
  }
}

function joined(e: Evaluation, call: EvaluatedCall, text: Value, args: readonly Value[]): Value {
  const only = args.length === 1 ? textOf(e, args[0]!) : undefined;
  if (only && typeof only.constant === "string" && typeof text.constant === "string")
    return constantValue(text.constant + only.constant);
  let { taint } = text;
  for (const arg of args) taint = joinTaint(taint, e.deepTaint(arg));
  return taint.length === 0 ? UNKNOWN : taintedValue(stepTo(e, call, taint, text.taint));
}

function stepTo(e: Evaluation, call: EvaluatedCall, taint: Taint, before: Taint): Taint {
  return taint === before ? taint : e.step(taint, "join", call.node, "");
}

const ALL = Number.MAX_SAFE_INTEGER;

function after(from: unknown, count: unknown): number | undefined {
  return typeof from === "number" && typeof count === "number" ? from + count : undefined;
}

/** Where a part ends: a constant, or the text's own length written out. */
function endOf(e: Evaluation, call: EvaluatedCall, text: Value, position: number): number | undefined {
  const argument = call.args[position];
  if (!argument) return undefined;
  if (typeof argument.value.constant === "number") return argument.value.constant;
  if (typeof text.constant === "string" && argument.value.constant !== undefined) return undefined;
  return isOwnLength(e, argument.node, call.receiverNode) ? ALL : undefined;
}

/** `text.length()` of the very builder. */
function isOwnLength(e: Evaluation, node: AstNode, receiver: AstNode): boolean {
  const { ast } = e;
  if (node === NO_NODE || ast.kind(node) !== Kind.Call) return false;
  const callee = ast.child(node, Role.Callee);
  if (callee === NO_NODE || ast.kind(callee) !== Kind.Member || ast.name(callee) !== "length") return false;
  return ast.textOf(ast.child(callee, Role.Object)) === ast.textOf(receiver);
}

/** The text with what stands from `from` to `to` replaced. */
function spliced(
  e: Evaluation,
  call: EvaluatedCall,
  text: Value,
  from: unknown,
  to: unknown,
  by: Value | undefined,
): Value {
  const put = by ? textOf(e, by) : EMPTY;
  if (from === 0 && to === ALL) return put;
  const { constant } = text;
  if (
    typeof constant === "string" &&
    typeof put.constant === "string" &&
    typeof from === "number" &&
    typeof to === "number"
  )
    return constantValue(constant.slice(0, from) + put.constant + constant.slice(to));
  const taint = joinTaint(text.taint, put.taint);
  return taint.length === 0 ? UNKNOWN : taintedValue(stepTo(e, call, taint, text.taint));
}
