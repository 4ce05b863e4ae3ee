// What Ruby's methods do to collections and texts without a block: hashes and lists made of others, texts that are changed where
// they stand, formats.

import { type AstNode, NO_NODE } from "../syntax/ast.ts";
import { Kind } from "../syntax/kind.ts";
import { intern } from "../syntax/symbols.ts";
import { ALLOW_LIST, isCollection } from "./allow-lists.ts";
import { assign, withStep } from "./assignment.ts";
import { dispatch } from "./calls.ts";
import { isNumberDirective } from "./constants.ts";
import { listOfElements, operateOn } from "./containers.ts";
import type { Evaluation } from "./evaluation.ts";
import { behindText } from "./fixed-host.ts";
import { copyInto } from "./literals.ts";
import { constantKey, elementAt } from "./members.ts";
import type { EvaluatedCall } from "./places.ts";
import { behindQuote } from "./quoting.ts";
import { BLOCK } from "./ruby.ts";
import { PATTERN_CHECK, removesDangerous } from "./strict-patterns.ts";
import { betweenQuotes } from "./text-checks.ts";
import { unboundAt } from "./unbound-values.ts";
import {
  ABSENT,
  constantValue,
  join,
  joinTaint,
  newValue,
  objectValue,
  passThrough,
  taintedValue,
  UNKNOWN,
  type Value,
} from "./value.ts";
import { NUMBER_KIND } from "./value-types.ts";

/** Methods of collections and texts that make others of them. */
export function collection(e: Evaluation, made: EvaluatedCall, name: string): Value | undefined {
  const receiver = made.receiver ?? UNKNOWN;
  const { args, node } = made;
  const isMade = receiver.objects.length > 0 && receiver.objects.every(({ kind }) => kind === "made");
  switch (name) {
    case "merge":
    case "reverse_merge":
    case "deep_merge": {
      if (!isMade) return undefined;
      const into = e.madeAt(node, "map");
      let taint = copyInto(e, into, receiver);
      for (const argument of args) {
        if (argument.name === BLOCK) continue;
        if (argument.name === undefined) taint = joinTaint(taint, copyInto(e, into, argument.value));
        else e.state.set(e.fieldCell(into, intern(argument.name)), argument.value);
      }
      return newValue(joinTaint(taint, receiver.taint), [into], undefined);
    }
    case "except":
    case "without": {
      if (!isMade || receiver.objects.some(({ shape }) => shape !== "map")) return undefined;
      const into = e.madeAt(node, "map");
      const taint = copyInto(e, into, receiver);
      for (const { value } of args) {
        const key = constantKey(e, value);
        if (key !== 0) e.state.set(e.fieldCell(into, key), ABSENT);
      }
      return newValue(taint, [into], undefined);
    }
    case "fetch": {
      const [key, fallback] = args;
      if (!key || made.receiverNode === NO_NODE || !isCollection(e, made.receiverNode, false)) return undefined;
      const held = elementAt(e, receiver, key.value, node);
      return fallback && fallback.name === undefined ? join(held, fallback.value) : held;
    }
    case "presence_in":
    case "intersection": {
      if (args.length !== 1 || !isCollection(e, args[0]!.node, false)) return undefined;
      const taint = passThrough(e.deepTaint(receiver), ALLOW_LIST);
      return name === "intersection" ? listOfElements(e, node, taintedValue(taint)) : taintedValue(taint);
    }
    case "values_at":
    case "slice":
    case "dig": {
      if (!isMade || args.length === 0) return undefined;
      if (name === "dig") {
        let at = receiver;
        for (const { value } of args) at = elementAt(e, at, value, node);
        return at;
      }
      const into = e.madeAt(node, name === "slice" ? "map" : "list");
      for (const [position, { value }] of args.entries()) {
        const key = name === "slice" ? constantKey(e, value) : intern(String(position));
        if (key === 0) return undefined;
        e.state.set(e.fieldCell(into, key), elementAt(e, receiver, value, node));
      }
      if (name !== "slice") e.state.set(e.lengthCell(into), constantValue(args.length));
      return objectValue(into);
    }
    case "dup":
    case "clone":
    case "freeze":
    case "to_a":
    case "to_h":
    case "itself":
    case "with_indifferent_access":
    case "symbolize_keys":
    case "stringify_keys":
    case "deep_symbolize_keys":
      return isMade ? receiver : undefined;
    case "gsub":
    case "gsub!":
    case "delete":
    case "tr": {
      const [pattern, by] = args;
      if (!pattern || (name.startsWith("gsub") && by?.value.constant === undefined)) return undefined;
      const isCleaned = name.startsWith("gsub")
        ? removesDangerous(e.ask.pattern(pattern.node))
        : typeof pattern.value.constant === "string" && /^\^[\w.-]+$/.test(pattern.value.constant);
      if (!isCleaned) return undefined;
      const cleaned = taintedValue(passThrough(e.deepTaint(receiver), PATTERN_CHECK));
      if (name === "gsub!" && made.receiverNode !== NO_NODE) return rebind(e, node, made.receiverNode, cleaned);
      return cleaned;
    }
    default:
      return undefined;
  }
}

const ADDS: ReadonlySet<string> = new Set(["concat", "insert", "prepend", "write", "print", "puts", "append"]);
const CHANGES =
  /^(gsub|sub|tr|delete|squeeze|replace|upcase|downcase|capitalize|strip|chomp|map|select|reject|sort|uniq|reverse|compact|flatten|merge|encode|force_encoding|slice)!$/;

/** Methods that change the text or builder that they are called on. */
export function mutation(e: Evaluation, made: EvaluatedCall, name: string): Value | undefined {
  const { receiver, receiverNode, args } = made;
  if (!receiver || receiver.objects.some(({ shape }) => shape === "list" || shape === "map")) return undefined;
  if (!ADDS.has(name) && !CHANGES.test(name)) return undefined;
  const kind = receiverNode === NO_NODE ? Kind.None : e.ast.kind(receiverNode);
  if (kind !== Kind.Identifier && kind !== Kind.Member) return undefined;
  if (kind === Kind.Identifier && e.resolve(receiverNode).declaration === NO_NODE) return undefined;
  const result = dispatch(e, made, UNKNOWN);
  let taint = joinTaint(e.deepTaint(receiver), e.deepTaint(result));
  for (const { value } of args) taint = joinTaint(taint, e.deepTaint(value));
  const isReplaced = CHANGES.test(name);
  const changed = isReplaced ? result : taintedValue(taint);
  if (taint.length > 0)
    assign(e, receiverNode, withStep(e, changed, "assign", receiverNode, e.ast.name(receiverNode)), made.node);
  return changed;
}

/** `text << more`, `list << element`. */
export function shovel(e: Evaluation, node: AstNode, left: AstNode, before: Value, added: Value): Value {
  if (before.objects.some(({ shape }) => shape === "list")) {
    operateOn(e, {
      name: "append",
      call: node,
      receiverNode: left,
      receiver: before,
      key: undefined,
      value: added,
      shape: "list",
    });
    return before;
  }
  const taint = e.deepTaint(added);
  if (taint.length === 0 && added.objects.length === 0)
    return typeof before.constant === "string" && typeof added.constant === "string"
      ? rebind(e, node, left, constantValue(before.constant + added.constant))
      : before;
  if (before.objects.length > 0) {
    e.writeElement(before, added);
    return before;
  }
  const placed = behindQuote(() => (typeof before.constant === "string" ? before.constant : ""), taint);
  return rebind(e, node, left, taintedValue(joinTaint(e.deepTaint(before), e.step(placed, "join", node, ""))));
}

function rebind(e: Evaluation, node: AstNode, target: AstNode, value: Value): Value {
  const kind = e.ast.kind(target);
  if (kind === Kind.Identifier || kind === Kind.Member || kind === Kind.Index) assign(e, target, value, node);
  return value;
}

const DIRECTIVE = /%[-+ 0#]*(?:<(\w+)>|\{(\w+)\})?[-+ 0#]*\d*(?:\.\d+)?([a-zA-Z%])?/g;

/** `format("%d %s", a, b)`. */
export function formatted(e: Evaluation, made: EvaluatedCall): Value {
  const [format, ...rest] = made.args;
  if (!format) return UNKNOWN;
  return formatText(
    e,
    made.node,
    format.value,
    rest.map(({ value }) => value),
    rest.map((each) => each.node),
  );
}

export function formatText(
  e: Evaluation,
  node: AstNode,
  format: Value,
  values: readonly Value[],
  nodes: readonly AstNode[],
): Value {
  let taint = e.deepTaint(format);
  const text = format.constant;
  if (typeof text !== "string" || /%[-+ 0#]*[<{]/.test(text)) {
    for (const value of values) taint = joinTaint(taint, e.deepTaint(value));
    return taintedValue(e.step(taint, "join", node, ""));
  }
  let next = 0;
  for (const { 3: directive, index } of text.matchAll(DIRECTIVE)) {
    if (directive === "%") continue;
    const part = nodes[next] ?? node;
    const value = values[next++];
    if (!value) continue;
    const given = e.deepTaint(value);
    const before = text.slice(0, index);
    taint = joinTaint(
      taint,
      isNumberDirective(directive ?? "s")
        ? passThrough(given, NUMBER_KIND)
        : behindText(
            before,
            betweenQuotes(
              before,
              behindQuote(() => before, given),
            ),
          ),
    );
    if (!isNumberDirective(directive ?? "s"))
      taint = joinTaint(
        taint,
        unboundAt(e, () => before, value, part),
      );
  }
  return taintedValue(e.step(taint, "join", node, ""));
}
