// The constants that a pattern's literal may match: what an expression always is, as far as one file tells: names and fields that
// have one value wherever they are used, and what a function last gave to a name.

import { foldBinary, foldUnary, numberConstant } from "../../flow/constants.ts";
import type { Constant } from "../../flow/value.ts";
import { type Ast, type AstNode, NO_NODE, ROOT } from "../../syntax/ast.ts";
import { Kind, Role } from "../../syntax/kind.ts";
import { isScript, type LanguageId } from "../../syntax/language.ts";
import type { Names } from "../../syntax/names.ts";
import type { Sym } from "../../syntax/symbols.ts";
import type { Steps } from "../../text/steps.ts";
import { FieldValues } from "./field-values.ts";
import { ReachingValues } from "./reaching-values.ts";

const DEEPEST = 40;

export class ConstantFacts {
  readonly #ast: Ast;
  readonly #names: Names;
  readonly #known = new Map<AstNode, Constant>();
  readonly #values: ReachingValues;
  readonly #fields: FieldValues;
  #terraform: Map<string, AstNode> | undefined;

  constructor(ast: Ast, names: Names) {
    this.#ast = ast;
    this.#names = names;
    this.#values = new ReachingValues(ast, names);
    this.#fields = new FieldValues(ast);
  }

  /** Makes ready what would take long where a file is long. */
  read(): Steps<void> {
    return this.#values.readTopLevel();
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
      case Kind.Assign:
        return foldBinary(
          ast.language,
          ast.name(node).slice(0, -1),
          this.#common(this.#values.valuesBefore(node), depth),
          this.valueOf(ast.child(node, Role.Value), depth),
        );
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

  /** Whether an expression is one of several texts that the code spells out, whichever. */
  isText(node: AstNode, depth = 0): boolean {
    const ast = this.#ast;
    if (node === NO_NODE || depth > DEEPEST) return false;
    switch (ast.kind(node)) {
      case Kind.String:
        return true;
      case Kind.Cast:
        return this.isText(ast.child(node, Role.Operand), depth + 1);
      case Kind.Conditional:
        return this.isText(ast.child(node, Role.Then), depth + 1) && this.isText(ast.child(node, Role.Else), depth + 1);
      case Kind.Template:
        return ast.children(node, Role.Part).every((part) => this.isText(part, depth + 1) || this.#isKnown(part));
      case Kind.Binary:
        // Python's `"ab" * n`.
        if (ast.name(node) === "*" && ast.language === "python")
          return [Role.Left, Role.Right].some((side) => this.isText(ast.child(node, side), depth + 1));
        return (
          (ast.name(node) === "+" || ast.name(node) === ".") &&
          [ast.child(node, Role.Left), ast.child(node, Role.Right)].every(
            (side) => this.isText(side, depth + 1) || typeof this.valueOf(side) === "string",
          )
        );
      case Kind.Identifier: {
        const value = this.definitionOf(node);
        if (value !== NO_NODE) return this.isText(value, depth + 1);
        const values = this.#reachingValues(node);
        return values.length > 0 && values.every((each) => this.isText(each, depth + 1));
      }
      case Kind.Assign:
        return (
          ast.name(node) === "+=" &&
          this.isText(ast.child(node, Role.Value), depth + 1) &&
          this.#values.valuesBefore(node).every((each) => this.isText(each, depth + 1))
        );
      case Kind.Call:
        return this.#givesText(node, depth);
      default:
        return false;
    }
  }

  /** Calls that make a text of texts. */
  #givesText(node: AstNode, depth: number): boolean {
    const ast = this.#ast;
    const callee = ast.child(node, Role.Callee);
    const isKnown =
      ast.language === "php"
        ? /^(?:escapeshellarg|htmlspecialchars_decode)$/i.test(ast.name(callee))
        : ast.language === "java" && /^(?:java\.lang\.)?String\.format$/.test(ast.textOf(callee));
    const values = ast.children(node, Role.Argument);
    return isKnown && values.every((value) => this.isText(value, depth + 1) || this.#isKnown(value));
  }

  /** Whether an expression is the null of this name (`null`, `undefined`), whichever way was taken to it. */
  isNull(node: AstNode, name: Sym, depth = 0): boolean {
    const ast = this.#ast;
    if (node === NO_NODE || depth > DEEPEST) return false;
    switch (ast.kind(node)) {
      case Kind.Null:
        return ast.symbol(node) === name;
      case Kind.Cast:
        return this.isNull(ast.child(node, Role.Operand), name, depth + 1);
      case Kind.Identifier: {
        const value = this.definitionOf(node);
        if (value !== NO_NODE) return this.isNull(value, name, depth + 1);
        const values = this.#reachingValues(node);
        return values.length > 0 && values.every((each) => this.isNull(each, name, depth + 1));
      }
      default:
        return false;
    }
  }

  #isKnown(node: AstNode): boolean {
    return this.valueOf(node) !== undefined;
  }

  #named(node: AstNode, depth: number): Constant {
    const value = this.definitionOf(node);
    const constant = value !== NO_NODE ? this.valueOf(value, depth) : this.#common(this.#reachingValues(node), depth);
    // Go's `true` is a name like others.
    return this.#ast.language === "go" && typeof constant === "boolean" ? undefined : constant;
  }

  /** What several expressions all are. */
  #common(values: readonly AstNode[], depth: number): Constant {
    const [first, ...others] = values;
    if (first === undefined) return undefined;
    const value = this.valueOf(first, depth);
    return value !== undefined && others.every((each) => this.valueOf(each, depth) === value) ? value : undefined;
  }

  #reachingValues(node: AstNode): readonly AstNode[] {
    const ast = this.#ast;
    if (ast.kind(node) !== Kind.Identifier || isOnlyWritten(ast, node)) return [];
    return this.#values.valuesOf(node);
  }

  /** The expression that a name stands for where it is used; NO_NODE when there is none. */
  definitionOf(node: AstNode): AstNode {
    const ast = this.#ast;
    if (ast.kind(node) === Kind.Member) {
      if (ast.language === "hcl") return this.#terraformValue(node);
      return ast.kind(ast.child(node, Role.Object)) === Kind.This && !isOnlyWritten(ast, node)
        ? this.#fields.valueOf(node)
        : NO_NODE;
    }
    if (ast.kind(node) !== Kind.Identifier || isOnlyWritten(ast, node)) return NO_NODE;
    const declaration = this.#names.declarationOf(node);
    if (declaration === node) return NO_NODE;
    const isField = declaration === NO_NODE || isOfField(ast, declaration);
    const fixed = isField ? this.#fields.valueOf(node) : this.#fixedValue(declaration);
    if (fixed !== NO_NODE) return fixed;
    const values = this.#values.valuesOf(node);
    return values.length === 1 && ast.kind(values[0]!) !== Kind.Assign ? values[0]! : NO_NODE;
  }

  /**
   * The value of a name that has but one: what is declared as constant; in JavaScript what is declared and never written; in
   * languages whose variables begin with an assignment, what the top level assigns once.
   */
  #fixedValue(declaration: AstNode): AstNode {
    const ast = this.#ast;
    const writers = this.#names.writersOf(declaration);
    if (writers.length !== 1) return NO_NODE;
    const value = this.#names.onlyValueOf(declaration);
    if (value === NO_NODE) return NO_NODE;
    const written = ast.parent(writers[0]!);
    if (ast.kind(written) === Kind.Declarator)
      return isScript(ast.language) || isConstant(ast, ast.parent(written)) ? value : NO_NODE;
    if (this.#names.ownerOf(declaration) !== NO_NODE || !ASSIGNED_ONCE.has(ast.language)) return NO_NODE;
    // `global x` in a function writes for that function.
    return isScript(ast.language) || functionOf(ast, written) === NO_NODE ? value : NO_NODE;
  }

  /** `local.x` is what a `locals` block says, `var.x` the default of its `variable` block. */
  #terraformValue(node: AstNode): AstNode {
    const ast = this.#ast;
    const object = ast.child(node, Role.Object);
    if (ast.kind(object) !== Kind.Identifier || ast.firstChild(object) !== NO_NODE) return NO_NODE;
    const space = ast.name(object);
    if (space !== "var" && space !== "local") return NO_NODE;
    this.#terraform ??= terraformValues(ast);
    return this.#terraform.get(`${space}.${ast.name(node)}`) ?? NO_NODE;
  }
}

function terraformValues(ast: Ast): Map<string, AstNode> {
  const values = new Map<string, AstNode>();
  for (const block of ast.children(ROOT)) {
    if (ast.kind(block) !== Kind.ConfigBlock) continue;
    const pairs = ast.children(block, Role.Statement).filter((each) => ast.kind(each) === Kind.Pair);
    const keyOf = (pair: AstNode): string => ast.stringValue(ast.child(pair, Role.Key));
    const assigned = (pair: AstNode): AstNode => ast.child(pair, Role.Value);
    const label = ast.child(block, Role.Label);
    if (ast.name(block) === "locals") for (const pair of pairs) values.set(`local.${keyOf(pair)}`, assigned(pair));
    else if (ast.name(block) === "variable" && label !== NO_NODE) {
      const fallback = pairs.find((pair) => keyOf(pair) === "default");
      if (fallback !== undefined) values.set(`var.${ast.stringValue(label)}`, assigned(fallback));
    }
  }
  return values;
}

/** A plain assignment's target is not read: it stands for no value. */
function isOnlyWritten(ast: Ast, node: AstNode): boolean {
  if (ast.role(node) !== Role.Target) return false;
  const parent = ast.parent(node);
  return ast.kind(parent) === Kind.Declarator || (ast.kind(parent) === Kind.Assign && ast.name(parent) === "=");
}

function isOfField(ast: Ast, declaration: AstNode): boolean {
  return ast.kind(declaration) === Kind.Field || ast.kind(ast.parent(declaration)) === Kind.Field;
}

function functionOf(ast: Ast, node: AstNode): AstNode {
  return ast.enclosing(node, Kind.Function);
}

/** Languages in which what the top level assigns once is a constant. */
const ASSIGNED_ONCE: ReadonlySet<LanguageId> = new Set(["python", "ruby", "php", "javascript", "typescript", "tsx"]);

/** Whether a declaration says that it is one: by its word or by a modifier. */
export function isConstant(ast: Ast, declaration: AstNode): boolean {
  return (
    CONSTANT.test(ast.name(declaration)) ||
    ast.children(declaration, Role.Modifier).some((modifier) => CONSTANT.test(ast.name(modifier)))
  );
}

const CONSTANT = /^(?:const|final|constexpr)$/;
