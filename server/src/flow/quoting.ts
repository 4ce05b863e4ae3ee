// Where in a text that is put together a value comes to stand: between quotes, or not. Escaping quotes (`addslashes`,
// `mysqli_real_escape_string`) makes a value harmless between quotes and nowhere else, so what has been through it is of the kind
// `quote-escape`, and of `sql-escape` only once it stands in quotes; what has no quotes any more (`htmlspecialchars`) is of the
// kind `quote-encode`, and stays within its quotes in any language.

import { type Ast, type AstNode, NO_NODE } from "../syntax/ast.ts";
import { Kind, Role } from "../syntax/kind.ts";
import { intern } from "../syntax/symbols.ts";
import { hasKind, kindSet } from "./kind-set.ts";
import { passThrough, type Taint } from "./value.ts";

const QUOTE_ESCAPE = intern("quote-escape");
const QUOTE_ENCODE = intern("quote-encode");
/** What backslashes in front of quotes are good for, and quotes that are gone. */
const ESCAPED = kindSet([intern("sql-escape"), intern("code-escape")]);
const ENCODED = kindSet(["sql-escape", "code-escape", "xpath-escape"].map(intern));
const ENCODED_FOR_SHELLS = kindSet(["sql-escape", "code-escape", "xpath-escape", "shell-escape"].map(intern));
const LONGEST_CHAIN = 400;

/** The quote that a text leaves open; empty for none. */
export function openQuote(text: string): string {
  let open = "";
  for (let at = 0; at < text.length; at++) {
    const sign = text[at]!;
    if (sign === "\\") at++;
    else if (open === "" && (sign === "'" || sign === '"')) open = sign;
    else if (sign === open) open = "";
  }
  return open;
}

/** Taint that comes behind a text: escaped quotes do what they are for where it stands in quotes. */
export function behindQuote(before: () => string, taint: Taint): Taint {
  if (!taint.some(({ ended }) => hasKind(ended, QUOTE_ESCAPE) || hasKind(ended, QUOTE_ENCODE))) return taint;
  const quote = openQuote(before());
  if (quote === "") return taint;
  const encoded = quote === "'" ? ENCODED_FOR_SHELLS : ENCODED;
  return taint.map((element) => {
    if (hasKind(element.ended, QUOTE_ENCODE)) return passThrough([element], encoded)[0]!;
    return hasKind(element.ended, QUOTE_ESCAPE) ? passThrough([element], ESCAPED)[0]! : element;
  });
}

/** The literal texts in an expression that joins texts, in order; what stands between them has no quotes of its own. */
export function literalTexts(ast: Ast, node: AstNode): string {
  const parts: string[] = [];
  const waiting = [node];
  for (let at = waiting.pop(), steps = 0; at !== undefined && steps < LONGEST_CHAIN; at = waiting.pop(), steps++) {
    if (at === NO_NODE) continue;
    switch (ast.kind(at)) {
      case Kind.String:
        parts.push(ast.stringValue(at));
        break;
      case Kind.Template:
        waiting.push(...[...ast.children(at, Role.Part)].reverse());
        break;
      case Kind.Binary:
        waiting.push(ast.child(at, Role.Right), ast.child(at, Role.Left));
        break;
      default:
    }
  }
  return parts.join("");
}

/** The literal text that an expression begins with. */
export function leadingText(ast: Ast, node: AstNode, assigned: (name: AstNode) => AstNode, budget = 60): string {
  if (node === NO_NODE || budget === 0) return "";
  switch (ast.kind(node)) {
    case Kind.String:
      return ast.stringValue(node);
    case Kind.Template:
      return leadingText(ast, ast.child(node, Role.Part), assigned, budget - 1);
    case Kind.Binary:
      return leadingText(ast, ast.child(node, Role.Left), assigned, budget - 1);
    case Kind.Call:
      return /^(sprintf|format)$/.test(ast.name(ast.child(node, Role.Callee)))
        ? leadingText(ast, ast.child(node, Role.Argument), assigned, budget - 1)
        : "";
    case Kind.Identifier:
      return leadingText(ast, assigned(node), assigned, budget - 1);
    default:
      return "";
  }
}
