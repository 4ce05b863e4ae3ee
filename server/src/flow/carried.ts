// The default for a call of which nothing is known: what goes in may come out, but for what its name says it gives and for what it
// takes out of a text.

import type { AstNode } from "../syntax/ast.ts";
import { Kind } from "../syntax/kind.ts";
import { isScript } from "../syntax/language.ts";
import { pathOfPage } from "../syntax/pages/parts.ts";
import { intern } from "../syntax/symbols.ts";
import type { Evaluation } from "./evaluation.ts";
import { behindFirst, behindText, takenApart } from "./fixed-host.ts";
import { hasKind, type KindSet, NO_KINDS, unionOf } from "./kind-set.ts";
import type { EvaluatedCall } from "./places.ts";
import { PATTERN_CHECK, removesDangerous } from "./strict-patterns.ts";
import { PATH_INSIDE, provenByRemoving, provenByReplacing, textsOf } from "./text-checks.ts";
import { unboundInFormat } from "./unbound-values.ts";
import { CLEAN, joinTaint, passThrough, type Taint, taintedValue, UNKNOWN, type Value } from "./value.ts";
import { FOUND, isLookupName, keepsText, PROCESSED, resultKinds } from "./value-types.ts";

/** The default: what goes in may come out. */
export function carried(e: Evaluation, call: EvaluatedCall): Value {
  const name = e.ast.name(call.callee);
  if (e.ast.language === "ruby" && FINDING.test(name)) return UNKNOWN;
  const inputs = inputsOf(e, call, () => isLookup(e, call, name));
  const given = formattedBy(e, call, name, inputs);
  const taint = name === "format" && e.ast.language === "python" ? joinTaint(given, unboundInFormat(e, call)) : given;
  if (taint.length === 0) return taintedValue(taint);
  const checked = unionOf(resultKinds(name, call.receiver !== undefined), replacedKinds(e, call, name));
  const kinds = keepsText(name) ? checked : unionOf(checked, PROCESSED);
  const way = FORMATTING.test(name) && call.args.length > 1 ? "join" : "propagate";
  const step = e.step(taint, way, call.node, "");
  return taintedValue(passThrough(step, kinds, takenApart(e, call, name)));
}

/** Rails' `find_by_email`: what is found was found by it, and is not made of it. */
const FINDING = /^find_(?:all_|last_)?by_\w/;

/** Functions that make one text of several. */
const FORMATTING = /^(Sprintf?|Sprintln|Appendf|[Ff]ormat|Concat|AppendFormat)$/;

/** What a format puts behind its beginning: `"/orders/{}".format(id)`. */
function formattedBy(e: Evaluation, { receiver, args }: EvaluatedCall, name: string, taint: Taint): Taint {
  if (name === "concat" && typeof receiver?.constant === "string") return behindText(receiver.constant, taint);
  if (taint.length === 0 || !(FORMATTING.test(name) || name === "formatted")) return taint;
  const texts = [receiver?.constant, args[0]?.value.constant, args[1]?.value.constant];
  const at = texts.findIndex((text) => typeof text === "string" && /[{%]/.test(text));
  const format = texts[at];
  if (typeof format !== "string") return taint;
  const first = args[at];
  if (first && /^[{%]/.test(format)) return behindFirst(format, e.deepTaint(first.value), taint);
  return behindText(format.slice(0, format.search(/[{%]/)), taint);
}

/** What goes into a call. `isFound` is asked where something does: whether the arguments are what something is looked up by. */
export function inputsOf(e: Evaluation, call: EvaluatedCall, isFound: () => boolean = () => false): Taint {
  const taintOf = (value: Value) => (isOfView(e) ? e.ownTaint(value) : e.deepTaint(value));
  let taint: Taint = call.receiver ? taintOf(call.receiver) : CLEAN;
  // What lets somebody in is not what is asked for then: `connect(host=host, password=password)`.
  for (const { name, value } of call.args) {
    const given = taintOf(value);
    if (given.length > 0 && (name === undefined || !CREDENTIAL.test(name)))
      taint = joinTaint(taint, isFound() ? passThrough(given, FOUND) : given);
  }
  return taint;
}

/** A view is handed records, which hold what was once sent: what is asked of one is mostly something else. */
function isOfView({ file }: Evaluation): boolean {
  return file.language === "ruby" && pathOfPage(file.path) !== file.path;
}

/** `User.findOne({ email })`, `User.objects.get(pk=pk)`: what is found was found by what was handed over, and is not made of it. */
function isLookup({ ast }: Evaluation, { args }: EvaluatedCall, name: string): boolean {
  if (isLookupName(name, ast.language)) return true;
  const byName = ast.language === "python" && args.length > 0 && args.every((each) => each.name !== undefined);
  return byName && QUERYING.test(name);
}

/** Django's, where only fields are named. */
const QUERYING = /^(?:get|filter|exclude)$/;

const CREDENTIAL =
  /^_*(user_?|db_?|api_?|auth_?|access_?|secret_?)?(password|passwd|passphrase|pwd|secret|token|key)$/i;

/** `text.replace("'", "")`: what is not in the text any more. JavaScript's replaces only the first. */
export function replacedKinds(e: Evaluation, { receiver, receiverNode, args }: EvaluatedCall, name: string): KindSet {
  if (!receiver || args.length < 2) return NO_KINDS;
  const own = e.ast.language === "python" && name === "sub" ? e.ask.pattern(receiverNode) : undefined;
  if (
    e.ast.language === "python" &&
    args.some(({ name: keyword }, at) => (keyword ?? at) === (own ? 2 : 3) || keyword === "count")
  )
    return NO_KINDS;
  if (isScript(e.ast.language) && isWithoutClimbs(e, receiver, args[0]!.node)) return PATH_INSIDE;
  const removed = own === undefined ? removedByPattern(e, args, name) : removedBy(own, args[0]!.value.constant);
  if (removed !== NO_KINDS) return removed;
  if (args.length !== 2) return NO_KINDS;
  const isAll = /^(replaceAll|gsub)$/.test(name) || (/^(replace|Replace)$/.test(name) && !isScript(e.ast.language));
  return isAll ? provenByReplacing(args[0]!.value.constant, args[1]!.value.constant) : NO_KINDS;
}

/** `path.normalize(name).replace(/^(\.\.[/\\])+/, "")`: of a normal path only the beginning can climb. */
function isWithoutClimbs(e: Evaluation, path: Value, pattern: AstNode): boolean {
  if (e.ast.kind(pattern) !== Kind.Regex || !CLIMBS.test(e.ask.pattern(pattern) ?? "")) return false;
  const taint = e.deepTaint(path);
  return taint.length > 0 && taint.every(({ ended }) => hasKind(ended, PATH_NORMAL));
}

const PATH_NORMAL = intern("path-normal");
/** `../` any number of times, with either slash or at the end. */
const CLIMBS = /^\^?\((?:\?:)?\\\.\\\.(?:\\?\/|\[[\\/]+\]|\((?:\?:)?[\\/|$]+\))\)[+*]$/;

/** Java's `text.replaceAll("['\"]", "")`, Python's `re.sub(r"['<>]", "", text)`, JavaScript's `text.replace(/'/g, "")`. */
function removedByPattern(e: Evaluation, args: EvaluatedCall["args"], name: string): KindSet {
  const { ast } = e;
  const [pattern, to] = args;
  if (!pattern || !to) return NO_KINDS;
  const isFound =
    (name === "replaceAll" && ast.language === "java") ||
    (name === "sub" && ast.language === "python") ||
    ((name === "replace" || name === "replaceAll") &&
      isScript(ast.language) &&
      ast.kind(pattern.node) === Kind.Regex &&
      /\/[a-z]*g[a-z]*$/.test(ast.textOf(pattern.node)));
  if (!isFound) return NO_KINDS;
  const source = typeof pattern.value.constant === "string" ? pattern.value.constant : e.ask.pattern(pattern.node);
  return removedBy(source, to.value.constant);
}

/** What is true of a text in which all that a pattern finds was replaced. */
function removedBy(pattern: string | undefined, to: unknown): KindSet {
  const isHarmless = typeof to === "string" && /^[\w-]*$/.test(to);
  return isHarmless && removesDangerous(pattern) ? PATTERN_CHECK : provenByRemoving(textsOf(pattern), to);
}
