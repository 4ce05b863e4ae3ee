// Where a function ends with an expression that it does not return in so many words.

import { type Ast, type AstNode, NO_NODE } from "../../syntax/ast.ts";
import { Flag, Kind, Role } from "../../syntax/kind.ts";
import { isScript, type LanguageId } from "../../syntax/language.ts";

/** Languages in which `return $X` also stands for expressions that end a function. */
export function endsImplicitly(language: LanguageId): boolean {
  return isScript(language) || language === "kotlin" || language === "ruby" || language === "go" || language === "php";
}

const BRANCHES: ReadonlySet<Kind> = new Set([
  Kind.If,
  Kind.Case,
  Kind.Switch,
  Kind.Try,
  Kind.Catch,
  Kind.Labeled,
  Kind.With,
]);

/** The last expression of a method of Ruby, and of a function that is a value: the same to Semgrep as if it were returned. */
export function isImplicitReturn(ast: Ast, node: AstNode): boolean {
  if (!endsImplicitly(ast.language)) return false;
  if (ast.language !== "ruby" && !isReturnable(ast, node)) return false;
  if (ast.language === "ruby" && ast.kind(ast.child(node, Role.Expression)) === Kind.Assign) return false;
  for (let at = node; ; ) {
    if (hasStatementBehind(ast, at)) return false;
    const parent = ast.parent(at);
    const kind = ast.kind(parent);
    if (kind === Kind.Function) return ast.language === "ruby" || isFunctionValue(ast, parent);
    if (kind !== Kind.Block && !BRANCHES.has(kind)) return false;
    const part = ast.role(kind === Kind.Catch ? parent : at);
    at = kind === Kind.Catch ? ast.parent(parent) : parent;
    if (ast.language === "ruby" && ast.kind(at) === Kind.Try && !givesValueOf(ast, at, part)) return false;
  }
}

/** Whether what ends a part of Ruby's `begin` ends it: to Semgrep `ensure` comes last. */
function givesValueOf(ast: Ast, attempt: AstNode, part: Role): boolean {
  if (ast.child(attempt, Role.Finalizer) !== NO_NODE) return part === Role.Finalizer;
  return part !== Role.Body || ast.child(attempt, Role.Else) === NO_NODE;
}

function hasStatementBehind(ast: Ast, node: AstNode): boolean {
  const role = ast.role(node);
  if (role !== Role.Statement && (ast.language !== "ruby" || role === Role.Case || role === Role.Handler)) return false;
  for (let next = ast.nextSibling(node); next !== NO_NODE; next = ast.nextSibling(next))
    if (ast.role(next) === role && ast.kind(next) !== Kind.Empty) return true;
  return false;
}

/** What ends where this does and may be the value of a function that ends there: this, or the ends of its branches. */
export function endingsOf(ast: Ast, node: AstNode): AstNode[] {
  const endings: AstNode[] = [];
  const open = [node];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const kind = ast.kind(at);
    if (kind === Kind.Function || kind === Kind.Block) {
      const last = ast.children(at).findLast((child) => ast.kind(child) !== Kind.Empty);
      if (last !== undefined) open.push(last);
    } else if (BRANCHES.has(kind)) open.push(...ast.children(at));
    else endings.push(at);
  }
  return endings;
}

/** `function () {}` and `func() {}`, but no arrow function and no method. */
function isFunctionValue(ast: Ast, node: AstNode): boolean {
  const role = ast.role(node);
  if (role === Role.Statement || role === Role.Member || ast.hasFlag(node, Flag.Method)) return false;
  return !isScript(ast.language) || !ast.hasFlag(node, Flag.Lambda);
}

/** Whether a statement that ends a function gives its value, as Semgrep sees it. */
function isReturnable(ast: Ast, node: AstNode): boolean {
  if (ast.kind(node) === Kind.VariableDeclaration) return ast.language === "go" && ast.name(node) === ":=";
  const expression = ast.child(node, Role.Expression);
  switch (ast.kind(expression)) {
    case Kind.New:
    case Kind.Update:
    case Kind.Conditional:
    case Kind.Sequence:
      return false;
    case Kind.Assign:
      return ast.kind(ast.child(expression, Role.Value)) !== Kind.Assign;
    case Kind.Unary:
    case Kind.Binary:
      return ast.name(expression) !== "<-";
    default:
      return true;
  }
}
