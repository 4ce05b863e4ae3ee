// How the children of a pattern's node are compared with those of the code's node, role by role.

import { Kind, Role } from "../../syntax/kind.ts";

/**
 * - `strict`: as many as in the code, in order; `...` stands for any number.
 * - `loose`: as strict, but a pattern that says nothing matches whatever there is.
 * - `prefix`: as strict, but the code may go on.
 * - `any order`: each of the pattern's has one of its own in the code; the code may have more.
 * - the others are lists with rules of their own.
 */
export type SlotMode =
  | "strict"
  | "loose"
  | "prefix"
  | "any order"
  | "arguments"
  | "parameters"
  | "statements"
  | "block"
  | "members"
  | "entries"
  | "template"
  | "declarators"
  | "ignored";

export function slotMode(kind: Kind, role: Role): SlotMode {
  switch (role) {
    case Role.Decorator:
    case Role.Modifier:
    case Role.Interface:
    case Role.Attribute:
    case Role.Case:
    case Role.Handler:
      return "any order";
    case Role.Type:
    case Role.ReturnType:
    case Role.TypeParameter:
    case Role.TypeArgument:
    case Role.Default:
      return "loose";
    case Role.Else:
      return kind === Kind.Conditional ? "strict" : "loose";
    case Role.Value:
      return kind === Kind.Throw ? "loose" : "strict";
    case Role.Superclass:
    case Role.Child:
      return "prefix";
    case Role.Argument:
      return kind === Kind.Class ? "any order" : "arguments";
    case Role.Parameter:
      return kind === Kind.Catch ? "loose" : "parameters";
    case Role.Statement:
      return kind === Kind.ConfigBlock ? "entries" : "statements";
    case Role.Body:
      return kind === Kind.New ? "strict" : "block";
    case Role.Finalizer:
    case Role.Then:
      return kind === Kind.Conditional ? "strict" : "block";
    case Role.Member:
      return "members";
    case Role.Declarator:
      return "declarators";
    case Role.Specifier:
    case Role.Tag:
      return "ignored";
    case Role.Element:
      // What C# puts into a list or map that it makes.
      if (kind === Kind.New) return "any order";
      return kind === Kind.Object || kind === Kind.Set ? "entries" : "strict";
    case Role.Part:
      return "template";
    case Role.Alias:
      return "loose";
    default:
      return "strict";
  }
}

/** Whether a node's symbol must be the pattern's. Where the name also stands as a child, the child is compared. */
export function comparesSymbol(kind: Kind): boolean {
  switch (kind) {
    case Kind.Function:
    case Kind.Class:
    case Kind.Parameter:
    case Kind.Template:
    case Kind.Case:
    case Kind.ForEach:
    case Kind.VariableDeclaration:
      return false;
    default:
      return true;
  }
}

/** Operators that are spelled in several ways. */
const SAME_OPERATORS: ReadonlyMap<string, string> = new Map([
  ["and", "&&"],
  ["or", "||"],
  ["not", "!"],
  ["<>", "!="],
]);

export function plainOperator(operator: string): string {
  return SAME_OPERATORS.get(operator) ?? operator;
}

export function isAssociative(operator: string): boolean {
  return operator === "&&" || operator === "||" || operator === "|" || operator === "&" || operator === "^";
}

export function isCommutative(
  operator: string,
  options: { readonly commutativeBooleans: boolean; readonly symmetricEquality: boolean },
): boolean {
  switch (operator) {
    case "|":
    case "&":
    case "^":
      return true;
    case "&&":
    case "||":
      return options.commutativeBooleans;
    case "==":
    case "!=":
    case "===":
    case "!==":
      return options.symmetricEquality;
    default:
      return false;
  }
}
