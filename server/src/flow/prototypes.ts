// Methods that a function's prototype is given: how JavaScript's classes were written before there was a word for them. What a
// prototype inherits from another one is not followed.

import { type AstNode, NO_NODE } from "../syntax/ast.ts";
import { Kind, Role } from "../syntax/kind.ts";
import { intern, nameOf, type Sym } from "../syntax/symbols.ts";
import type { FlowFile } from "./file.ts";
import type { AbstractObject } from "./object.ts";
import { memberNode, objectLiteral } from "./object-literals.ts";
import type { Unit } from "./unit.ts";

const PROTOTYPE = intern("prototype");

/** The function that an object is an instance of. */
export function constructorOf(object: AbstractObject): Unit | undefined {
  for (let at: AbstractObject | undefined = object; at?.kind === "made"; at = at.inner) if (at.unit) return at.unit;
  return undefined;
}

/** What `F.prototype.name = …`, `F.prototype = { … }` or `Object.assign(F.prototype, { … })` says of a method of instances of `F`. */
export function prototypeMethod({ file, node }: Unit, name: Sym): Unit | undefined {
  const { ast, names } = file;
  const declaration = nameOfFunction(file, node);
  if (declaration === NO_NODE) return undefined;
  for (const use of names.usesOf(declaration)) {
    const prototype = ast.parent(use);
    if (ast.kind(prototype) !== Kind.Member || ast.symbol(prototype) !== PROTOTYPE) continue;
    const method = functionMeant(file, givenTo(file, prototype, name));
    if (method) return method;
  }
  return undefined;
}

function nameOfFunction({ ast }: FlowFile, node: AstNode): AstNode {
  const own = ast.child(node, Role.Name);
  if (own !== NO_NODE) return own;
  const around = ast.parent(node);
  return ast.kind(around) === Kind.Declarator ? ast.child(around, Role.Target) : NO_NODE;
}

function givenTo(file: FlowFile, prototype: AstNode, name: Sym): AstNode {
  const { ast } = file;
  const around = ast.parent(prototype);
  const inLiteral = (node: AstNode) => {
    const literal = objectLiteral(file, node);
    return literal === NO_NODE ? NO_NODE : memberNode(file, literal, nameOf(name));
  };
  switch (ast.kind(around)) {
    case Kind.Member: {
      const assignment = ast.parent(around);
      const isGiven = ast.kind(assignment) === Kind.Assign && ast.role(around) === Role.Target;
      return isGiven && ast.symbol(around) === name ? ast.child(assignment, Role.Value) : NO_NODE;
    }
    case Kind.Assign:
      return ast.role(prototype) === Role.Target ? inLiteral(ast.child(around, Role.Value)) : NO_NODE;
    case Kind.Call: {
      const [target, ...others] = ast.children(around, Role.Argument);
      if (target !== prototype || ast.name(ast.child(around, Role.Callee)) !== "assign") return NO_NODE;
      return others.map(inLiteral).find((node) => node !== NO_NODE) ?? NO_NODE;
    }
    default:
      return NO_NODE;
  }
}

function functionMeant(file: FlowFile, node: AstNode): Unit | undefined {
  if (node === NO_NODE) return undefined;
  if (file.ast.kind(node) === Kind.Function) return file.units.table.at(node);
  const declaration = file.ast.kind(node) === Kind.Identifier ? file.names.declarationOf(node) : NO_NODE;
  const definition = declaration === NO_NODE ? NO_NODE : file.definitionOf(declaration);
  return definition === NO_NODE ? undefined : file.units.table.at(definition);
}
