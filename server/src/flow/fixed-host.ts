// Addresses whose beginning is fixed: `"https://api.example.com/items/" + id` asks that host whatever `id` is, and
// `"/products/" + id` stays on this one. What is joined on behind such a beginning is of the kind `fixed-host`.

import { type Ast, type AstNode, NO_NODE } from "../syntax/ast.ts";
import { Kind, Role } from "../syntax/kind.ts";
import { intern } from "../syntax/symbols.ts";
import { hasKind, kindSet } from "./kind-set.ts";
import { passThrough, type Taint, type Value } from "./value.ts";

const FIXED_HOST = intern("fixed-host");
export const ENDS_HOST = kindSet([FIXED_HOST]);

/** A scheme and a whole host; a relative path; or a path with something behind its slash, because `//` begins a host. */
const FIXED_BEGINNING = /^(?:[a-z][a-z\d+.-]*:\/\/[^/?#\s]+[/?#]|\/[^/\\]|[\w.-]+\/|[?#])/i;

/** A header that names an address goes on with it, and so does a view's name in Spring: `redirect:/orders`. */
const HEADER_NAME = /^\s*(?:(?:content-)?location|refresh|link|redirect|forward):\s*(?:\d+;\s*url=)?/i;

/** What is joined on behind a constant beginning. */
export function behindText(text: string, taint: Taint): Taint {
  const beginning = text.replace(HEADER_NAME, "");
  return FIXED_BEGINNING.test(beginning) ? passThrough(taint, ENDS_HOST) : taint;
}

/** What is joined on behind a value: a fixed beginning, or one that is of the program's own making. */
export function behindValue(ast: Ast, node: AstNode, before: Value, beforeTaint: Taint, taint: Taint): Taint {
  if (taint.length === 0) return taint;
  if (typeof before.constant === "string") return behindText(before.constant, taint);
  if (before.constant !== undefined) return taint;
  const isFixed = beforeTaint.every(({ ended }) => hasKind(ended, FIXED_HOST));
  return isFixed && !endsBeforeHost(ast, ast.child(node, Role.Left)) ? passThrough(taint, ENDS_HOST) : taint;
}

/** `scheme + "://"`: what comes next is the host. */
function endsBeforeHost(ast: Ast, node: AstNode): boolean {
  const last = ast.kind(node) === Kind.Binary ? ast.child(node, Role.Right) : node;
  return last !== NO_NODE && ast.kind(last) === Kind.String && /(?:^|:)\/\/$/.test(ast.stringValue(last));
}
