// Lists of the program's own that stand outside of whoever compares with them: what a field or a constant of Ruby's is given where it is
// declared. They are told by what is written there alone, so that it can be asked again whether they are what they were.

import { type Ast, type AstNode, NO_NODE } from "../syntax/ast.ts";
import { Kind, Role } from "../syntax/kind.ts";
import type { FlowFile } from "./file.ts";
import { keyOf } from "./object-literals.ts";
import { literalConstant } from "./static-constants.ts";
import type { FileKnowledge } from "./surroundings.ts";

type Known = Pick<FileKnowledge, "constants">;

/** Whether the field or constant that a name means holds constants alone; undefined where the name means something else. */
export function isFixedList(file: FlowFile, known: Known, name: AstNode): boolean | undefined {
  const field = ownFieldValue(file, name);
  if (field !== NO_NODE) return holdsConstants(file, known, field);
  const constant = rubyConstant(file, name);
  return constant === undefined ? undefined : constant === NO_NODE || holdsConstants(file, known, constant);
}

/** Whether the only value of the variable that a name means is written as a dict. */
export function isDict({ ast, names }: FlowFile, name: AstNode): boolean {
  const declaration = names.declarationOf(name);
  const value = declaration === NO_NODE ? NO_NODE : names.onlyValueOf(declaration);
  return value !== NO_NODE && ast.kind(value) === Kind.Object;
}

/** What a loop goes through in which a name is the variable that is given each element; NO_NODE where it is none. */
export function loopedOver({ ast, names }: FlowFile, name: AstNode): AstNode {
  const declaration = ast.kind(name) === Kind.Identifier ? names.declarationOf(name) : NO_NODE;
  if (declaration === NO_NODE || names.isReassigned(declaration)) return NO_NODE;
  let at = ast.parent(declaration);
  if (ast.kind(at) === Kind.Tuple && ast.nextSibling(declaration) === NO_NODE) at = ast.parent(at);
  return ast.kind(at) === Kind.ForEach ? ast.child(at, Role.Iterable) : NO_NODE;
}

/** Whether a name is the variable of a loop over constants. */
export function isFixedLoop(file: FlowFile, known: Known, name: AstNode): boolean {
  const iterable = loopedOver(file, name);
  return iterable !== NO_NODE && holdsConstants(file, known, iterable);
}

/** Whether an expression outside of the unit that asks is a collection of constants, or one of the program's own. */
function holdsConstants(file: FlowFile, known: Known, node: AstNode): boolean {
  const { ast } = file;
  const isConstant = (each: AstNode): boolean =>
    literalConstant(ast, each) !== undefined || known.constants.of(each) !== undefined;
  const isElement = (element: AstNode): boolean => {
    const value = keyOf(ast, element);
    return isConstant(value) || ast.kind(value) === Kind.Member || ast.kind(value) === Kind.Identifier;
  };
  switch (ast.kind(node)) {
    case Kind.Array:
    case Kind.Set:
    case Kind.Tuple:
    case Kind.Object:
      return ast.children(node, Role.Element).every(isElement);
    case Kind.New:
    case Kind.Call:
      if (ast.child(node, Role.Element) !== NO_NODE)
        return ast.children(node, Role.Element).every((element) => isConstant(keyOf(ast, element)));
      return (
        makesCollection(ast, node) &&
        ast
          .children(node, Role.Argument)
          .every((argument) => holdsConstants(file, known, argument) || isConstant(argument))
      );
    case Kind.Identifier:
      return isFixedList(file, known, node) ?? false;
    case Kind.Member:
      if (isSameList(ast, node)) return holdsConstants(file, known, ast.child(node, Role.Object));
      return isOfItself(file, node);
    default:
      return false;
  }
}

/** Ruby's `LIST.freeze`. */
export function isSameList(ast: Ast, member: AstNode): boolean {
  return ast.language === "ruby" && /^(freeze|to_set|keys|values)$/.test(ast.name(member));
}

/** Whether a call makes a collection of its arguments. */
export function makesCollection(ast: Ast, call: AstNode): boolean {
  const callee = ast.child(call, Role.Callee);
  return (
    callee !== NO_NODE &&
    /(^|\.)(Set|Map|set|frozenset|list|tuple|of|asList|keys|values|freeze|copyOf|keySet|unmodifiable\w+|(Linked|Tree)?HashSet|TreeSet|ArrayList|(mutable|hash|linked|sorted)?(List|Set|Map)Of|(list|set|map|array)Of)$/.test(
      ast.name(callee),
    )
  );
}

/** `this.allowed`, `Status.ALL`. */
function isOfItself({ ast, names }: FlowFile, member: AstNode): boolean {
  let at = member;
  while (ast.kind(at) === Kind.Member) at = ast.child(at, Role.Object);
  if (ast.kind(at) === Kind.This) return true;
  return ast.kind(at) === Kind.Identifier && (names.declarationOf(at) !== NO_NODE || /^[A-Z]/.test(ast.name(at)));
}

/** What a field of the class around is given where it is declared, and nowhere else. */
function ownFieldValue({ ast, names }: FlowFile, name: AstNode): AstNode {
  const declaration = names.declarationOf(name);
  const field = declaration === NO_NODE ? NO_NODE : ast.parent(declaration);
  if (field === NO_NODE || ast.kind(field) !== Kind.Field || names.isReassigned(declaration)) return NO_NODE;
  return ast.child(field, Role.Value);
}

/** What a constant of Ruby's is given where it is declared; NO_NODE where that is elsewhere. */
function rubyConstant({ ast, names }: FlowFile, name: AstNode): AstNode | undefined {
  if (ast.language !== "ruby" || !/^[A-Z]/.test(ast.name(name))) return undefined;
  const declaration = names.declarationOf(name);
  if (declaration === NO_NODE) return NO_NODE;
  const given = ast.parent(declaration);
  return ast.kind(given) === Kind.Assign ? ast.child(given, Role.Value) : undefined;
}
