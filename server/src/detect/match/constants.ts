// The constants that a pattern's literal may match: what an expression always is, as far as one file tells. Only names that
// get one value are followed; flow-sensitive constants are the flow layer's.

import { foldBinary, foldUnary, numberConstant } from "../../flow/constants.ts";
import type { Constant } from "../../flow/value.ts";
import { type Ast, type AstNode, NO_NODE } from "../../syntax/ast.ts";
import { Kind, Role } from "../../syntax/kind.ts";
import type { Names } from "../../syntax/names.ts";

const DEEPEST = 40;

export class ConstantFacts {
  readonly #ast: Ast;
  readonly #names: Names;
  readonly #known = new Map<AstNode, Constant>();

  constructor(ast: Ast, names: Names) {
    this.#ast = ast;
    this.#names = names;
  }

  valueOf(node: AstNode, depth = 0): Constant {
    if (node === NO_NODE || depth > DEEPEST) return undefined;
    if (this.#known.has(node)) return this.#known.get(node);
    // A name that is defined by itself is no constant.
    this.#known.set(node, undefined);
    const value = this.#evaluate(node, depth + 1);
    this.#known.set(node, value);
    return value;
  }

  #evaluate(node: AstNode, depth: number): Constant {
    const ast = this.#ast;
    switch (ast.kind(node)) {
      case Kind.String:
        return ast.stringValue(node);
      case Kind.Number:
        return numberConstant(ast.name(node));
      case Kind.Boolean:
        return ast.name(node).toLowerCase() === "true";
      case Kind.Template:
        return this.#template(node, depth);
      case Kind.Cast:
        return this.valueOf(ast.child(node, Role.Operand), depth);
      case Kind.Unary:
        return foldUnary(ast.name(node), this.valueOf(ast.child(node, Role.Operand), depth));
      case Kind.Binary:
        return foldBinary(
          ast.language,
          ast.name(node),
          this.valueOf(ast.child(node, Role.Left), depth),
          this.valueOf(ast.child(node, Role.Right), depth),
        );
      case Kind.Identifier:
      case Kind.Member:
        return this.#named(node, depth);
      default:
        return undefined;
    }
  }

  #template(node: AstNode, depth: number): Constant {
    let text = "";
    for (const part of this.#ast.children(node, Role.Part)) {
      const value = this.valueOf(part, depth);
      if (value === undefined) return undefined;
      text += String(value);
    }
    return text;
  }

  #named(node: AstNode, depth: number): Constant {
    const value = this.definitionOf(node);
    return value === NO_NODE ? undefined : this.valueOf(value, depth);
  }

  /** The expression that a name always stands for; NO_NODE when there is none. */
  definitionOf(node: AstNode): AstNode {
    const ast = this.#ast;
    if (ast.kind(node) !== Kind.Identifier) return NO_NODE;
    const declaration = this.#names.declarationOf(node);
    if (declaration === NO_NODE || declaration === node) return NO_NODE;
    return this.#names.onlyValueOf(declaration);
  }
}
