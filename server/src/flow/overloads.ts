// Which of several methods with one name and as many parameters a call means, told by the types that its arguments are declared with.

import { type Ast, type AstNode, NO_NODE } from "../syntax/ast.ts";
import { Kind, Role } from "../syntax/kind.ts";
import { isJvm } from "../syntax/language.ts";
import type { Evaluation } from "./evaluation.ts";
import type { Argument } from "./places.ts";
import { parameterNode, type Unit } from "./unit.ts";

/** Those whose parameters are of just these types; all of them where that is none, for an argument may be of a subclass. */
export function chosenByTypes<T extends { readonly unit: Unit | undefined }>(
  e: Evaluation,
  candidates: readonly T[],
  args: readonly Argument[],
): readonly T[] {
  if (candidates.length < 2) return candidates;
  const given = args.map(({ node, name }) => (name === undefined ? typeOfArgument(e, node) : ""));
  if (given.every((type) => type === "")) return candidates;
  const exact = candidates.filter(({ unit }) => {
    if (!unit) return true;
    const declared = e.ask.parameterTypes(unit);
    return given.every((type, at) => type === "" || type === declared[at]);
  });
  return exact.length === 0 ? candidates : exact;
}

/** The types of a method's parameters as they are written, without packages and type arguments. */
export function parameterTypesOf(unit: Unit): readonly string[] {
  const { ast } = unit.file;
  return unit.parameters.map((parameter) => plainType(ast, ast.child(parameterNode(unit, parameter), Role.Type)));
}

function plainType(ast: Ast, type: AstNode): string {
  if (type === NO_NODE) return "";
  const text = ast
    .textOf(type)
    .replace(/<.*>|\s+|\?$/gs, "")
    .replace(/^.*\./, "");
  // The brackets of an array stand behind its elements' type.
  const isArray = ast.text.startsWith("[", ast.columns.ends[type]!) && !text.endsWith("]");
  return text === "var" ? "" : isArray ? `${text}[]` : text;
}

/** Empty where only a compiler knows. */
function typeOfArgument(e: Evaluation, node: AstNode): string {
  const { ast } = e;
  switch (ast.kind(node)) {
    case Kind.String:
    case Kind.Template:
      return isJvm(ast.language) ? "String" : "string";
    case Kind.New:
      return ast.child(node, Role.Body) === NO_NODE ? plainType(ast, ast.child(node, Role.Callee)) : "";
    case Kind.Cast:
      return plainType(ast, ast.child(node, Role.Type));
    case Kind.Call:
      return (isJvm(ast.language) && RESULTS.get(ast.name(ast.child(node, Role.Callee)))) || typeOfResult(e, node);
    case Kind.Identifier: {
      const { declaration } = e.resolve(node);
      if (declaration === NO_NODE || e.file.ownerOf(declaration) !== e.unit) return "";
      return plainType(ast, ast.child(ast.parent(declaration), Role.Type));
    }
    default:
      return "";
  }
}

/** What models say that a library's function gives. */
function typeOfResult(e: Evaluation, call: AstNode): string {
  const { list } = e.origins(call);
  return list.length === 1 ? e.knowledge.models.typeNameOf(list[0]!) : "";
}

/** What methods of Java's texts and objects give, whatever they are called on. */
const RESULTS: ReadonlyMap<string, string> = new Map([
  ...["toString", "substring", "trim", "strip", "toLowerCase", "toUpperCase", "replaceAll", "concat"].map(
    (name): [string, string] => [name, "String"],
  ),
  ["getBytes", "byte[]"],
  ["toCharArray", "char[]"],
]);
