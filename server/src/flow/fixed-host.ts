// Addresses whose beginning is fixed: `"https://api.example.com/items/" + id` asks that host whatever `id` is, and
// `"/products/" + id` stays on this one. What is joined on behind such a beginning is of the kind `fixed-host`.

import { type Ast, type AstNode, NO_NODE } from "../syntax/ast.ts";
import { Kind, Role } from "../syntax/kind.ts";
import { isScript } from "../syntax/language.ts";
import { intern } from "../syntax/symbols.ts";
import type { Evaluation } from "./evaluation.ts";
import { hasKind, type KindSet, kindSet, NO_KINDS } from "./kind-set.ts";
import type { EvaluatedCall } from "./places.ts";
import { joinTaint, passThrough, type Taint, type TaintElement, type Value } from "./value.ts";

const FIXED_HOST = intern("fixed-host");
export const ENDS_HOST = kindSet([FIXED_HOST]);
/** The page's own address as a whole, whatever is behind its host: to go there is to stay. */
const OWN_ADDRESS = intern("own-address");
const IS_OWN = kindSet([OWN_ADDRESS]);

/** What stands behind `redirect:`, as views of Spring are named that send the client elsewhere. */
const BEHIND_REDIRECT = intern("behind-redirect");
const IS_REDIRECTED = kindSet([BEHIND_REDIRECT]);

/** A scheme and a whole host; a relative path; a path with something behind its slash, because `//` begins a host; in a format, what a value stands for. */
const FIXED_BEGINNING = /^(?:%[sv][/?#]|(?:[a-z][a-z\d+.-]*:)?\/\/[^/?#\s]+[/?#]|\/[^/\\]|[\w.-]+\/|[?#])/i;

/** What stands before an address, or before its host. */
export const BEFORE_HOST = /^(?:[a-z][a-z\d+.-]*)?(?::?\/\/)?$/i;

/** A header that names an address goes on with it, and so does a view's name in Spring: `redirect:/orders`. */
const HEADER_NAME = /^\s*(?:(?:content-)?location|refresh|link|redirect|forward):\s*(?:\d+;\s*url=)?/i;

/** What is joined on behind a constant beginning. */
export function behindText(text: string, taint: Taint): Taint {
  const beginning = text.replace(HEADER_NAME, "");
  const behind = text.startsWith("redirect:") ? passThrough(taint, IS_REDIRECTED) : taint;
  return FIXED_BEGINNING.test(beginning) ? passThrough(behind, ENDS_HOST) : behind;
}

/** What stands before what came in, as far as is known wherever it was put there: `redirect:`, or something that is none. */
export function knownBefore({ ended }: TaintElement): string | undefined {
  if (hasKind(ended, BEHIND_REDIRECT)) return "redirect:";
  return hasKind(ended, FIXED_HOST) ? "/" : undefined;
}

/** What is joined on behind a value: a fixed beginning, or one that is of the program's own making. */
export function behindValue(ast: Ast, node: AstNode, before: Value, beforeTaint: Taint, taint: Taint): Taint {
  if (taint.length === 0) return taint;
  if (typeof before.constant === "string") return behindText(before.constant, taint);
  if (before.constant !== undefined) return taint;
  const left = ast.child(node, Role.Left);
  if (endsBehindHost(ast, left)) return passThrough(taint, ENDS_HOST);
  return isOfProgram(beforeTaint) && !endsBeforeHost(ast, left) ? passThrough(taint, ENDS_HOST) : taint;
}

/** `"%s/orders/%s"`: all that is put into a format of which the first value stands before a slash. */
export function behindFirst(format: string, first: Taint, all: Taint): Taint {
  return BEGINS_WITH_VALUE.test(format) ? joinTaint(first, passThrough(all, ENDS_HOST)) : all;
}

const BEGINS_WITH_VALUE = /^(?:%[sv]|\{\w*\})[/?#]/;

/** Whether nobody who sends something chooses the host with it: whoever starts the program may. */
function isOfProgram(taint: Taint): boolean {
  return taint.every(
    ({ source, ended }) =>
      hasKind(ended, FIXED_HOST) ||
      hasKind(ended, OWN_ADDRESS) ||
      (source.kind === "concrete" && source.classes.every((each) => each === ENVIRONMENT || each === COMMAND_LINE)),
  );
}

const ENVIRONMENT = intern("environment");
const COMMAND_LINE = intern("command-line");

/** Whether all that a value holds of what came in is the page's own address. */
export function isOwnAddress(taint: Taint): boolean {
  return taint.length > 0 && taint.every(({ ended }) => hasKind(ended, OWN_ADDRESS));
}

/** What a call undoes that may give any part of an address. */
export function takenApart(e: Evaluation, { node, args }: EvaluatedCall, name: string): KindSet {
  const { ast } = e;
  if (!isScript(ast.language) || KEEPS_BEGINNING.test(name)) return NO_KINDS;
  if (/^(slice|substring|substr)$/.test(name) && args[0]?.value.constant === 0) return NO_KINDS;
  if (/^replace(All)?$/.test(name)) return args[0] && takesBeginning(e, args[0].node) ? IS_OWN : NO_KINDS;
  return name === "split" && isFirst(ast, node) ? NO_KINDS : IS_OWN;
}

const KEEPS_BEGINNING = /^(URL|String|to(String|LowerCase|JSON)|trim(End)?|concat|clone|encodeURI|normalize)$/;

/** Whether a pattern may take away what an address begins with: `/^.*next=/`. */
function takesBeginning({ ast }: Evaluation, pattern: AstNode): boolean {
  switch (ast.kind(pattern)) {
    case Kind.Regex:
      return /\^|\.[*+]|\[\^[^\]]*\][*+]/.test(ast.textOf(pattern));
    case Kind.String:
      return /^(?:https?:)?\/\/|^\/$|^$/.test(ast.stringValue(pattern));
    default:
      return true;
  }
}

/** `….split("?")[0]` */
function isFirst(ast: Ast, call: AstNode): boolean {
  const around = ast.parent(call);
  const property = ast.kind(around) === Kind.Index ? ast.child(around, Role.Property) : NO_NODE;
  return property !== NO_NODE && ast.textOf(property) === "0";
}

/** `scheme + "://"`: what comes next is the host. */
function endsBeforeHost(ast: Ast, node: AstNode): boolean {
  return /(?:^|:)\/\/$/.test(endOf(ast, node) ?? "");
}

/** `base + "/orders/"`: whoever chooses the host does it with what stands before. */
function endsBehindHost(ast: Ast, node: AstNode): boolean {
  return ast.kind(node) === Kind.Binary && /^\/(?!\/)|[^:/]\/(?!\/)|[?#]/.test(endOf(ast, node) ?? "");
}

/** The constant text that an expression ends with. */
function endOf(ast: Ast, node: AstNode): string | undefined {
  const last = ast.kind(node) === Kind.Binary ? ast.child(node, Role.Right) : node;
  return last !== NO_NODE && ast.kind(last) === Kind.String ? ast.stringValue(last) : undefined;
}
