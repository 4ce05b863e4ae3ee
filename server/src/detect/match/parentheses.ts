// An expression in parentheses of its own, as in `x = (\n  f(1))`: in Python and JavaScript what is found there begins at the
// parenthesis, which may stand a line above. Parentheses of calls and of statements' heads are not the expression's.

import { type Ast, type AstNode, NO_NODE } from "../../syntax/ast.ts";
import { Kind, Role } from "../../syntax/kind.ts";
import { isScript } from "../../syntax/language.ts";
import type { Span } from "../../text/span.ts";

const PYTHON_WORDS =
  /(?:^|[^\w.])(?:if|elif|while|return|not|and|or|in|is|else|yield|await|assert|del|raise|from|with|case|match)$/;
const SCRIPT_WORDS =
  /(?:^|[^\w$.])(?:return|typeof|await|yield|of|in|instanceof|delete|void|throw|case|extends|do|else)$/;
/** Words are short. */
const LOOKED_BACK = 16;

export function ownParentheses(ast: Ast, node: AstNode): Span | undefined {
  const isPython = ast.language === "python";
  if (!isPython && !isScript(ast.language)) return undefined;
  let found = pairAround(ast, node, ast.start(node), ast.end(node));
  // Of several pairs Python's outermost one counts, JavaScript's innermost.
  for (let next = found; isPython && next; next = pairAround(ast, node, next.start, next.end)) found = next;
  return found;
}

function pairAround(ast: Ast, node: AstNode, start: number, end: number): Span | undefined {
  const isPython = ast.language === "python";
  const { text } = ast;
  const open = before(text, start);
  if (text[open] !== "(") return undefined;
  const close = after(text, end);
  if (text[close] !== ")") return undefined;
  const last = before(text, open);
  // A line of Python that begins with a parenthesis calls nothing.
  if (isPython && text.slice(last + 1, open).includes("\n")) return { start: open, end: close + 1 };
  const sign = text[last] ?? "";
  if (sign === ")" || sign === "]" || sign === "`" || sign === '"' || sign === "'" || sign === "@") return undefined;
  if (/[\w$]/.test(sign)) {
    const words = isPython ? PYTHON_WORDS : SCRIPT_WORDS;
    if (!words.test(text.slice(Math.max(0, last + 1 - LOOKED_BACK), last + 1))) return undefined;
  }
  return isOfCall(ast, node, open) ? undefined : { start: open, end: close + 1 };
}

/** Whether a parenthesis is that of the call whose only argument a node is: `f<T>(x)`. */
function isOfCall(ast: Ast, node: AstNode, open: number): boolean {
  if (ast.role(node) !== Role.Argument) return false;
  const call = ast.parent(node);
  if (ast.kind(call) !== Kind.Call && ast.kind(call) !== Kind.New) return false;
  const callee = ast.child(call, Role.Callee);
  return callee === NO_NODE || !ast.text.slice(ast.end(callee), open).includes("(");
}

function before(text: string, from: number): number {
  let at = from - 1;
  while (at >= 0 && /\s/.test(text[at]!)) at--;
  return at;
}

function after(text: string, from: number): number {
  let at = from;
  while (at < text.length && /\s/.test(text[at]!)) at++;
  return at;
}
