// What a value may be compared with so that the comparison proves something: constants, and collections of the program's own, which
// hold nothing from outside.

import { type AstNode, NO_NODE } from "../syntax/ast.ts";
import { Kind, Role } from "../syntax/kind.ts";
import { intern } from "../syntax/symbols.ts";
import type { Evaluation } from "./evaluation.ts";
import { kindSet } from "./kind-set.ts";
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
        const value = ast.kind(element) === Kind.Pair ? ast.child(element, Role.Key) : element;
        return (
          constantOf(e, value) !== undefined || ast.kind(value) === Kind.Member || ast.kind(value) === Kind.Identifier
        );
      });
    case Kind.New:
      if (ast.child(node, Role.Element) !== NO_NODE)
        return ast
          .children(node, Role.Element)
          .every(
            (element) =>
              constantOf(e, ast.kind(element) === Kind.Pair ? ast.child(element, Role.Key) : element) !== undefined,
          );
      return isMadeOfConstants(e, node);
    case Kind.Call:
      return isMadeOfConstants(e, node);
    case Kind.Identifier:
    case Kind.Member: {
      if (ast.kind(node) === Kind.Identifier) {
        const field = ownFieldValue(e, node);
        if (field !== NO_NODE) return isCollection(e, field, false);
        const constant = rubyConstant(e, node);
        if (constant !== undefined) return constant === NO_NODE || isCollection(e, constant, false);
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
      if (ast.language === "ruby" && /^(freeze|to_set|keys|values)$/.test(ast.name(node)))
        return isCollection(e, ast.child(node, Role.Object), false);
      return isOwnMember(e, node);
    }
    default:
      return allowsText && constantOf(e, node) !== undefined;
  }
}

/** The variable of a loop over a fixed list. */
export function isLoopOverConstants(e: Evaluation, node: AstNode): boolean {
  const { ast, file } = e;
  if (ast.kind(node) !== Kind.Identifier) return false;
  const declaration = file.names.declarationOf(node);
  if (declaration === NO_NODE || file.names.isReassigned(declaration)) return false;
  let at = ast.parent(declaration);
  if (ast.kind(at) === Kind.Tuple && ast.nextSibling(declaration) === NO_NODE) at = ast.parent(at);
  if (ast.kind(at) !== Kind.ForEach) return false;
  const iterable = ast.child(at, Role.Iterable);
  return iterable !== NO_NODE && isCollection(e, iterable, false);
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

/** What a field of the class around is given where it is declared, and nowhere else. */
function ownFieldValue(e: Evaluation, node: AstNode): AstNode {
  const { ast, file } = e;
  const declaration = file.names.declarationOf(node);
  const field = declaration === NO_NODE ? NO_NODE : ast.parent(declaration);
  if (field === NO_NODE || ast.kind(field) !== Kind.Field || file.names.isReassigned(declaration)) return NO_NODE;
  return ast.child(field, Role.Value);
}

/** What a constant of Ruby's is given where it is declared; NO_NODE where that is elsewhere. */
function rubyConstant({ ast, file }: Evaluation, node: AstNode): AstNode | undefined {
  if (ast.language !== "ruby" || !/^[A-Z]/.test(ast.name(node))) return undefined;
  const declaration = file.names.declarationOf(node);
  if (declaration === NO_NODE) return NO_NODE;
  const given = ast.parent(declaration);
  return ast.kind(given) === Kind.Assign ? ast.child(given, Role.Value) : undefined;
}

function isMadeOfConstants(e: Evaluation, node: AstNode): boolean {
  const { ast } = e;
  return (
    ast
      .children(node, Role.Argument)
      .every((argument) => isCollection(e, argument, false) || constantOf(e, argument) !== undefined) &&
    /(^|\.)(Set|Map|set|frozenset|list|tuple|of|asList|keys|values|freeze|copyOf|keySet|unmodifiable\w+|(Linked|Tree)?HashSet|TreeSet|ArrayList)$/.test(
      lastName(e, node),
    )
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
  if (declaration === NO_NODE) return /^[A-Z]/.test(ast.name(at));
  return !isParameter || ast.name(at) === "self";
}

function isUntouched(e: Evaluation, value: Value): boolean {
  return e.deepTaint(value).every(({ source }) => source.kind === "input" && source.input.root?.kind === "variable");
}

function lastName(e: Evaluation, call: AstNode): string {
  const callee = e.ast.child(call, Role.Callee);
  return callee === NO_NODE ? "" : e.ast.name(callee);
}
