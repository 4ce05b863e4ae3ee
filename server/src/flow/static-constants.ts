// Constants that can be told without following control flow: literals, what operators make of them, and variables that are
// given one such value and never another. The matcher uses them for patterns like `"..."`, the data flow for what functions
// see of the variables around them.

import { type Ast, type AstNode, NO_NODE } from "../syntax/ast.ts";
import { Flag, Kind, Role } from "../syntax/kind.ts";
import { isScript } from "../syntax/language.ts";
import type { Names } from "../syntax/names.ts";
import { intern } from "../syntax/symbols.ts";
import { foldBinary, foldUnary, numberConstant, TAKES_APART } from "./constants.ts";
import type { Constant } from "./value.ts";

const DEEPEST = 64;
const LONGEST = 4096;

export class StaticConstants {
  readonly #ast: Ast;
  readonly #names: Names;
  readonly #known = new Map<AstNode, Constant>();

  constructor(ast: Ast, names: Names) {
    this.#ast = ast;
    this.#names = names;
  }

  /** The constant that an expression is, undefined when it is none or not known. */
  of(node: AstNode): Constant {
    return this.#of(node, DEEPEST);
  }

  #of(node: AstNode, budget: number): Constant {
    if (node === NO_NODE || budget === 0) return undefined;
    const literal = literalConstant(this.#ast, node);
    if (literal !== undefined) return literal;
    if (this.#known.has(node)) return this.#known.get(node);
    // Until it is known, a variable that depends on itself is none.
    this.#known.set(node, undefined);
    const constant = this.#compute(node, budget);
    if (constant !== undefined) this.#known.set(node, constant);
    return constant;
  }

  #compute(node: AstNode, budget: number): Constant {
    const ast = this.#ast;
    switch (ast.kind(node)) {
      case Kind.Identifier: {
        const declaration = this.#names.declarationOf(node);
        if (declaration === NO_NODE) return undefined;
        const value = this.#names.onlyValueOf(declaration);
        return this.#of(value === NO_NODE ? fixedFieldValue(ast, ast.parent(declaration)) : value, budget - 1);
      }
      case Kind.Unary:
        return foldUnary(ast.name(node), this.#of(ast.child(node, Role.Operand), budget - 1));
      case Kind.Binary: {
        const left = this.#of(ast.child(node, Role.Left), budget - 1);
        return left === undefined
          ? undefined
          : foldBinary(ast.language, ast.name(node), left, this.#of(ast.child(node, Role.Right), budget - 1));
      }
      case Kind.Template: {
        let text = "";
        for (const part of ast.children(node, Role.Part)) {
          const constant = this.#of(part, budget - 1);
          if (constant === undefined || text.length > LONGEST) return undefined;
          text += String(constant);
        }
        return text;
      }
      case Kind.Cast:
      case Kind.Await:
        return this.#of(ast.child(node, Role.Operand), budget - 1);
      default:
        return undefined;
    }
  }
}

/**
 * A text that stands for a Symbol of JavaScript's, as the key that it is used for; two of one description are taken for the
 * same.
 */
export function symbolText(ast: Ast, names: Names, declaration: AstNode): string | undefined {
  if (!isScript(ast.language)) return undefined;
  const value = names.onlyValueOf(declaration);
  if (value === NO_NODE || ast.kind(value) !== Kind.Call) return undefined;
  const callee = ast.child(value, Role.Callee);
  const isSymbol =
    callee !== NO_NODE &&
    ((ast.kind(callee) === Kind.Identifier && ast.name(callee) === "Symbol") ||
      (ast.kind(callee) === Kind.Member && ast.textOf(callee) === "Symbol.for"));
  const description = isSymbol ? ast.child(value, Role.Argument) : NO_NODE;
  return description !== NO_NODE && ast.kind(description) === Kind.String
    ? `@@${ast.stringValue(description)}`
    : undefined;
}

const FIXED = ["final", "const", "readonly"].map(intern);
const INTERFACE = intern("interface");

/** The value of a field that can have no other; NO_NODE for other fields and whatever is no field. */
export function fixedFieldValue(ast: Ast, field: AstNode): AstNode {
  if (ast.kind(field) !== Kind.Field) return NO_NODE;
  const parent = ast.parent(field);
  const isFixed =
    FIXED.some((word) => ast.hasChild(field, Role.Modifier, word)) ||
    (ast.language === "java" && ast.hasChild(parent, Role.Modifier, INTERFACE));
  return isFixed ? ast.child(field, Role.Value) : NO_NODE;
}

/** The constant that a literal is; undefined for everything else. */
export function literalConstant(ast: Ast, node: AstNode): Constant {
  switch (ast.kind(node)) {
    case Kind.String:
      return ast.stringValue(node);
    case Kind.Atom:
      return ast.name(node);
    case Kind.Number:
      return numberConstant(ast.name(node));
    case Kind.Boolean:
      return /^true$/i.test(ast.name(node));
    case Kind.Null:
      return null;
    case Kind.Template:
      return ast.firstChild(node) === NO_NODE && !ast.hasFlag(node, Flag.Computed) ? "" : undefined;
    default:
      return undefined;
  }
}

/** The text that bytes or characters are made of: `"text".getBytes(charset)`, `Encoding.UTF8.GetBytes("text")`. */
export function textOfBytes(ast: Ast, value: AstNode): AstNode {
  // `[]byte(text)`
  if (ast.language === "go" && ast.kind(value) === Kind.Cast) return ast.child(value, Role.Operand);
  if (ast.kind(value) !== Kind.Call) return value;
  const callee = ast.child(value, Role.Callee);
  if (callee === NO_NODE || ast.kind(callee) !== Kind.Member) return value;
  const object = ast.child(callee, Role.Object);
  if (TAKES_APART.has(ast.name(callee))) return object;
  const isEncoded = ast.name(callee) === "GetBytes" && /encoding/i.test(ast.textOf(object));
  return isEncoded ? ast.child(value, Role.Argument) : value;
}
