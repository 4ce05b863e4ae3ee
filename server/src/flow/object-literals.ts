// Object literals that variables hold: what their members are, and whether a literal stays as it is written, so that its members
// can be read as constants.

import { type Ast, type AstNode, NO_NODE } from "../syntax/ast.ts";
import { Kind, Role } from "../syntax/kind.ts";
import type { FlowFile } from "./file.ts";

/** What an element of a literal is called by: the key of a pair, the element itself where there is none. */
export function keyOf(ast: Ast, element: AstNode): AstNode {
  return ast.kind(element) === Kind.Pair ? ast.child(element, Role.Key) : element;
}

/** What an object literal, or an array, gives a member: a function, or any expression. */
export function memberNode({ ast }: FlowFile, object: AstNode, name: string): AstNode {
  if (ast.kind(object) === Kind.Array && /^\d+$/.test(name))
    return ast.children(object, Role.Element)[Number(name)] ?? NO_NODE;
  for (const element of ast.children(object, Role.Element)) {
    if (ast.kind(element) === Kind.Function && ast.name(element) === name) return element;
    if (ast.kind(element) === Kind.Pair && ast.name(ast.child(element, Role.Key)) === name)
      return ast.child(element, Role.Value);
  }
  return NO_NODE;
}

/**
 * Whether the object literal that a variable holds stays as it is written: frozen, `as const`, or by its name one of the
 * constants that nobody changes, which nothing in its file contradicts.
 */
export function isFixedLiteral(file: FlowFile, declaration: AstNode): boolean {
  const { ast, names } = file;
  const value = names.onlyValueOf(declaration);
  if (value === NO_NODE) return false;
  if (ast.kind(value) === Kind.Call && ast.name(ast.child(value, Role.Callee)) === "freeze") return true;
  if (ast.kind(value) === Kind.Cast && ast.name(ast.child(value, Role.Type)) === "const") return true;
  return isNamedAsConstant(ast.name(declaration)) && isUnchanged(file, declaration);
}

/** Whether nothing in the file changes a member of the literal that a variable holds. */
export function isUnchanged({ ast, names }: FlowFile, declaration: AstNode): boolean {
  return names.usesOf(declaration).every((use) => {
    let at = use;
    while (ast.role(at) === Role.Object) at = ast.parent(at);
    return at === use || ast.role(at) !== Role.Target;
  });
}

/** Whether a name is one that people give to what nobody changes. */
export function isNamedAsConstant(name: string): boolean {
  return /^[A-Z]/.test(name);
}

/** The object literal that an expression is, perhaps frozen, or typed on. */
export function objectLiteral({ ast }: FlowFile, node: AstNode): AstNode {
  let at = node;
  while (at !== NO_NODE) {
    const kind = ast.kind(at);
    if (kind === Kind.Object) return at;
    if (kind === Kind.Cast) at = ast.child(at, Role.Operand);
    else if (kind === Kind.Call && ast.name(ast.child(at, Role.Callee)) === "freeze") at = ast.child(at, Role.Argument);
    else return NO_NODE;
  }
  return NO_NODE;
}
