// What was proven of expressions such as `req.query.id` and `request.args.get("x")`, which have no cell of their own: kept by what the
// expression says, until a variable in it becomes something else.

import { type AstNode, NO_NODE } from "../syntax/ast.ts";
import { Kind, Role } from "../syntax/kind.ts";
import { foldUnary } from "./constants.ts";
import type { Evaluation } from "./evaluation.ts";
import { type KindSet, NO_KINDS, unionOf } from "./kind-set.ts";
import { literalConstant } from "./static-constants.ts";
import type { Constant } from "./value.ts";
import { CLEAN, NO_OBJECTS, newValue } from "./value.ts";

/** Notes in the current state what an expression is proven to be. */
export function provePath(e: Evaluation, target: AstNode, kinds: KindSet): void {
  const key = pathKey(e, target);
  if (key === undefined) return;
  let cell = e.guarded.get(key);
  if (cell === undefined) {
    cell = e.cells.make(newValue(CLEAN, NO_OBJECTS, NO_KINDS), true);
    e.guarded.set(key, cell);
  }
  const known = e.state.get(cell).constant;
  e.state.set(cell, newValue(CLEAN, NO_OBJECTS, unionOf(typeof known === "number" ? known : NO_KINDS, kinds)));
}

/** What was proven of an expression by its text. */
export function guardedKinds(e: Evaluation, node: AstNode): KindSet {
  if (e.guarded.size === 0) return NO_KINDS;
  const key = pathKey(e, node);
  const cell = key === undefined ? undefined : e.guarded.get(key);
  if (cell === undefined) return NO_KINDS;
  const { constant } = e.state.get(cell);
  return typeof constant === "number" ? constant : NO_KINDS;
}

/** Forgets what was proven through a variable that is now something else. */
export function forgetProven(e: Evaluation, name: string): void {
  for (const [key, cell] of e.guarded)
    if (key === name || (key.startsWith(name) && !/[\w$]/.test(key[name.length]!)))
      e.state.set(cell, newValue(CLEAN, NO_OBJECTS, NO_KINDS));
}

const LONGEST_PATH = 12;

/** A literal, or a number with its sign. */
function signedConstant({ ast }: Evaluation, node: AstNode): Constant {
  if (ast.kind(node) !== Kind.Unary) return literalConstant(ast, node);
  return foldUnary(ast.name(node), literalConstant(ast, ast.child(node, Role.Operand)));
}

/** What an expression like `request.args.get("x")` says, however it is laid out; undefined for other expressions. */
function pathKey(e: Evaluation, node: AstNode): string | undefined {
  const { ast } = e;
  const parts: string[] = [];
  let at = node;
  while (parts.length < LONGEST_PATH) {
    switch (ast.kind(at)) {
      case Kind.Member:
        parts.push(`.${ast.name(at)}`);
        at = ast.child(at, Role.Object);
        break;
      case Kind.Index: {
        const property = ast.child(at, Role.Property);
        if (property === NO_NODE) return undefined;
        const literal = literalConstant(ast, property);
        if (literal === undefined && ast.kind(property) !== Kind.Identifier) return undefined;
        parts.push(literal === undefined ? `[${ast.name(property)}]` : `[${JSON.stringify(literal)}]`);
        at = ast.child(at, Role.Object);
        break;
      }
      case Kind.Call: {
        // `request.args.get("x")` twice is taken for the same value twice.
        const literals = ast.children(at, Role.Argument).map((argument) => signedConstant(e, argument));
        if (literals.some((literal) => literal === undefined)) return undefined;
        parts.push(`(${literals.map((literal) => JSON.stringify(literal)).join()})`);
        at = ast.child(at, Role.Callee);
        break;
      }
      case Kind.Identifier:
        return ast.name(at) + parts.reverse().join("");
      case Kind.This:
        return `this${parts.reverse().join("")}`;
      default:
        return undefined;
    }
    if (at === NO_NODE) return undefined;
  }
  return undefined;
}
