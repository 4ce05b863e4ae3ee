// What a value may be compared with so that the comparison proves something: constants, and collections of the program's own, which
// hold nothing from outside.

import { type AstNode, NO_NODE } from "../syntax/ast.ts";
import { Kind, Role } from "../syntax/kind.ts";
import { intern } from "../syntax/symbols.ts";
import type { Evaluation } from "./evaluation.ts";
import { isSameList, loopedOver, makesCollection } from "./fixed-lists.ts";
import { kindSet } from "./kind-set.ts";
import { keyOf } from "./object-literals.ts";
import { literalConstant } from "./static-constants.ts";
import type { Value } from "./value.ts";

export const ALLOW_LIST = kindSet([intern("allow-list")]);

/** A collection of the program's own: a literal of constants, or a variable that holds nothing from outside. */
export function isCollection(e: Evaluation, node: AstNode, allowsText: boolean): boolean {
  const { ast } = e;
  switch (ast.kind(node)) {
    case Kind.Array:
    case Kind.Set:
    case Kind.Tuple:
    case Kind.Object:
      return ast.children(node, Role.Element).every((element) => {
        const value = keyOf(ast, element);
        return (
          constantOf(e, value) !== undefined || ast.kind(value) === Kind.Member || ast.kind(value) === Kind.Identifier
        );
      });
    case Kind.New:
      if (ast.child(node, Role.Element) !== NO_NODE)
        return ast.children(node, Role.Element).every((element) => constantOf(e, keyOf(ast, element)) !== undefined);
      return isMadeOfConstants(e, node);
    case Kind.Call:
      return isMadeOfConstants(e, node);
    case Kind.Identifier:
    case Kind.Member: {
      if (ast.kind(node) === Kind.Identifier) {
        const isFixed = e.ask.isFixedList(node);
        if (isFixed !== undefined) return isFixed;
        const value = variableValue(e, node);
        if (value === undefined) return false;
        if (value.constant !== undefined) return allowsText;
        if (value.taint.length > 0) return false;
        return (
          value.objects.length > 0 &&
          value.objects.every((object) =>
            object.kind === "input" ? object.root?.kind === "variable" : isUntouched(e, value),
          )
        );
      }
      if (isSameList(ast, node)) return isCollection(e, ast.child(node, Role.Object), false);
      return isOwnMember(e, node);
    }
    default:
      return allowsText && constantOf(e, node) !== undefined;
  }
}

/** The variable of a loop over a fixed list. */
export function isLoopOverConstants(e: Evaluation, node: AstNode): boolean {
  const iterable = loopedOver(e.file, node);
  if (iterable === NO_NODE) return false;
  return e.file.unitAt(iterable) === e.unit ? isCollection(e, iterable, false) : e.ask.isFixedLoop(node);
}

/** C#'s `"asc" or "desc"`. */
export function isConstantChoice(e: Evaluation, node: AstNode): boolean {
  const { ast } = e;
  if (ast.kind(node) !== Kind.Binary || ast.name(node) !== "or") return false;
  return [Role.Left, Role.Right].every((role) => {
    const part = ast.child(node, role);
    return part !== NO_NODE && (typeof constantOf(e, part) === "string" || isConstantChoice(e, part));
  });
}

/** What an expression is known to be, as it is written or as the unit knows it where it stands. */
export function constantOf(e: Evaluation, node: AstNode) {
  const literal = literalConstant(e.ast, node);
  if (literal !== undefined) return literal;
  const fixed = e.ask.constant(node);
  if (fixed !== undefined) return fixed;
  return e.ast.kind(node) === Kind.Identifier ? variableValue(e, node)?.constant : undefined;
}

function variableValue(e: Evaluation, node: AstNode): Value | undefined {
  if (e.ast.kind(node) !== Kind.Identifier) return undefined;
  const { declaration, isOfProgram, isMember } = e.resolve(node);
  return declaration === NO_NODE || isOfProgram || isMember ? undefined : e.state.get(e.variable(declaration, node));
}

function isMadeOfConstants(e: Evaluation, node: AstNode): boolean {
  const { ast } = e;
  return (
    makesCollection(ast, node) &&
    ast
      .children(node, Role.Argument)
      .every((argument) => isCollection(e, argument, false) || constantOf(e, argument) !== undefined)
  );
}

/** `config.allowed`, `this.allowed`, `Status.ALL`: members of what no caller hands in. */
function isOwnMember(e: Evaluation, node: AstNode): boolean {
  const { ast } = e;
  let at = node;
  while (ast.kind(at) === Kind.Member) at = ast.child(at, Role.Object);
  if (ast.kind(at) === Kind.This) return true;
  if (ast.kind(at) !== Kind.Identifier) return false;
  const { declaration, isParameter } = e.resolve(at);
  if (declaration === NO_NODE) return /^([A-Z]|(self|static|parent)$)/.test(ast.name(at));
  return !isParameter || ast.name(at) === "self";
}

function isUntouched(e: Evaluation, value: Value): boolean {
  return e.deepTaint(value).every(({ source }) => source.kind === "input" && source.input.root?.kind === "variable");
}
