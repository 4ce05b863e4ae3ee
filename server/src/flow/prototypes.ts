// Methods that a function's prototype is given: how JavaScript's classes were written before there was a word for them. What a
// prototype inherits from another one is not followed.

import { type AstNode, NO_NODE } from "../syntax/ast.ts";
import { Kind, Role } from "../syntax/kind.ts";
import { intern, nameOf, type Sym } from "../syntax/symbols.ts";
import type { FlowFile } from "./file.ts";
import type { AbstractObject } from "./object.ts";
import { keyOf, memberNode, objectLiteral } from "./object-literals.ts";
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

/** The methods that a prototype is given where it is named, as text to compare. */
export function printGiven(file: FlowFile, prototype: AstNode): string {
  const { ast } = file;
  if (ast.symbol(prototype) !== PROTOTYPE) return "";
  const literals = literalsGiven(file, prototype);
  return literals
    .flatMap((literal) => ast.children(literal, Role.Element))
    .map((element) => ast.name(keyOf(ast, element)))
    .map((name) => `${name} ${functionMeant(file, givenTo(file, prototype, intern(name)))?.id}`)
    .join();
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
  if (ast.kind(around) === Kind.Member) {
    const assignment = ast.parent(around);
    const isGiven = ast.kind(assignment) === Kind.Assign && ast.role(around) === Role.Target;
    return isGiven && ast.symbol(around) === name ? ast.child(assignment, Role.Value) : NO_NODE;
  }
  const members = literalsGiven(file, prototype).map((literal) => memberNode(file, literal, nameOf(name)));
  return members.find((node) => node !== NO_NODE) ?? NO_NODE;
}

/** Objects whose members a prototype has. */
function literalsGiven(file: FlowFile, prototype: AstNode): AstNode[] {
  const { ast } = file;
  const around = ast.parent(prototype);
  const given = (): AstNode[] => {
    if (ast.kind(around) === Kind.Assign)
      return ast.role(prototype) === Role.Target ? [ast.child(around, Role.Value)] : [];
    if (ast.kind(around) !== Kind.Call || ast.name(ast.child(around, Role.Callee)) !== "assign") return [];
    const [target, ...others] = ast.children(around, Role.Argument);
    return target === prototype ? others : [];
  };
  return given()
    .map((node) => objectLiteral(file, node))
    .filter((literal) => literal !== NO_NODE);
}

function functionMeant(file: FlowFile, node: AstNode): Unit | undefined {
  if (node === NO_NODE) return undefined;
  if (file.ast.kind(node) === Kind.Function) return file.units.table.at(node);
  const declaration = file.ast.kind(node) === Kind.Identifier ? file.names.declarationOf(node) : NO_NODE;
  const definition = declaration === NO_NODE ? NO_NODE : file.definitionOf(declaration);
  return definition === NO_NODE ? undefined : file.units.table.at(definition);
}
