// The constants that a pattern's literal may match: what an expression always is, as far as one file tells. Only names that
// get one value are followed; flow-sensitive constants are the flow layer's.

import { foldBinary, foldUnary, numberConstant } from "../../flow/constants.ts";
import type { Constant } from "../../flow/value.ts";
import { type Ast, type AstNode, NO_NODE, ROOT } from "../../syntax/ast.ts";
import { Kind, Role } from "../../syntax/kind.ts";
import type { Names } from "../../syntax/names.ts";
import type { Sym } from "../../syntax/symbols.ts";

const DEEPEST = 40;

export class ConstantFacts {
  readonly #ast: Ast;
  readonly #names: Names;
  readonly #known = new Map<AstNode, Constant>();
  #terraform: Map<string, AstNode> | undefined;
  #undeclared: Map<Sym, AstNode[]> | undefined;

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
        return (
          ast.name(node) === "+" &&
          [ast.child(node, Role.Left), ast.child(node, Role.Right)].every(
            (side) => this.isText(side, depth + 1) || typeof this.valueOf(side) === "string",
          )
        );
      case Kind.Identifier: {
        const value = this.definitionOf(node);
        if (value !== NO_NODE) return this.isText(value, depth + 1);
        const declaration = this.#names.declarationOf(node);
        if (declaration === NO_NODE || declaration === node) return false;
        const writers = this.#names.writersOf(declaration);
        return (
          writers.length > 1 && writers.length <= MOST_WRITERS && writers.every((each) => this.#writesText(each, depth))
        );
      }
      default:
        return false;
    }
  }

  #isKnown(node: AstNode): boolean {
    return this.valueOf(node) !== undefined;
  }

  #writesText(writer: AstNode, depth: number): boolean {
    const ast = this.#ast;
    const parent = ast.parent(writer);
    const kind = ast.kind(parent);
    if (ast.role(writer) !== Role.Target) return false;
    if (kind !== Kind.Declarator && (kind !== Kind.Assign || ast.name(parent) !== "=")) return false;
    const value = ast.child(parent, Role.Value);
    return value === NO_NODE ? kind === Kind.Declarator : this.isText(value, depth + 1);
  }

  #named(node: AstNode, depth: number): Constant {
    const value = this.definitionOf(node);
    return value === NO_NODE ? undefined : this.valueOf(value, depth);
  }

  /** The expression that a name stands for where it is used; NO_NODE when there is none. */
  definitionOf(node: AstNode): AstNode {
    const ast = this.#ast;
    if (ast.language === "hcl" && ast.kind(node) === Kind.Member) return this.#terraformValue(node);
    if (ast.kind(node) !== Kind.Identifier || isOnlyWritten(ast, node)) return NO_NODE;
    const declaration = this.#names.declarationOf(node);
    if (declaration === NO_NODE) return this.#reachingValue(node, this.#writersOfUndeclared(ast.symbol(node)));
    if (declaration === node) return NO_NODE;
    const only = this.#names.onlyValueOf(declaration);
    if (only !== NO_NODE) return only;
    return this.#reachingValue(node, this.#names.writersOf(declaration));
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

  /** Targets of assignments to a name that nothing declares. */
  #writersOfUndeclared(name: Sym): readonly AstNode[] {
    const ast = this.#ast;
    if (!this.#undeclared) {
      this.#undeclared = new Map();
      for (let node = 1; node < ast.size; node++) {
        if (
          ast.kind(node) !== Kind.Identifier ||
          ast.role(node) !== Role.Target ||
          ast.kind(ast.parent(node)) !== Kind.Assign
        )
          continue;
        if (this.#names.declarationOf(node) !== NO_NODE) continue;
        const known = this.#undeclared.get(ast.symbol(node));
        if (known) known.push(node);
        else this.#undeclared.set(ast.symbol(node), [node]);
      }
    }
    return this.#undeclared.get(name) ?? [];
  }

  /** Of several values the one that was written last in every case: by a statement that always runs before. */
  #reachingValue(node: AstNode, all: readonly AstNode[]): AstNode {
    const ast = this.#ast;
    if (all.length === 0 || all.length > MOST_WRITERS) return NO_NODE;
    const owner = functionOf(ast, node);
    const isUndeclared = this.#names.declarationOf(node) === NO_NODE;
    const writers = isUndeclared ? all.filter((writer) => functionOf(ast, writer) === owner) : all;
    let last = NO_NODE;
    for (const writer of writers) {
      if (functionOf(ast, writer) !== owner) return NO_NODE;
      // What is being written now holds what was written before.
      if (writer < node && ast.next(ast.parent(writer)) <= node) last = writer;
    }
    if (last === NO_NODE || ast.role(last) !== Role.Target) return NO_NODE;
    const assignment = ast.parent(last);
    const kind = ast.kind(assignment);
    if ((kind !== Kind.Assign || ast.name(assignment) !== "=") && kind !== Kind.Declarator) return NO_NODE;
    const value = ast.child(assignment, Role.Value);
    if (value === NO_NODE) return NO_NODE;
    if (!isBelow(ast, node, ast.parent(statementOf(ast, assignment)))) return NO_NODE;
    return this.#isRewrittenInLoop(node, last, writers) ? NO_NODE : value;
  }

  /** A loop around the use, but not around the write, that writes again comes back with another value. */
  #isRewrittenInLoop(node: AstNode, last: AstNode, writers: readonly AstNode[]): boolean {
    const ast = this.#ast;
    for (let at = ast.parent(node); at !== ROOT && ast.kind(at) !== Kind.Function; at = ast.parent(at)) {
      const kind = ast.kind(at);
      if (kind !== Kind.While && kind !== Kind.For && kind !== Kind.ForEach && kind !== Kind.DoWhile) continue;
      if (!isBelow(ast, last, at) && writers.some((writer) => isBelow(ast, writer, at))) return true;
    }
    return false;
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

const MOST_WRITERS = 50;

/** A plain assignment's target is not read: it stands for no value. */
function isOnlyWritten(ast: Ast, node: AstNode): boolean {
  if (ast.role(node) !== Role.Target) return false;
  const parent = ast.parent(node);
  return ast.kind(parent) === Kind.Declarator || (ast.kind(parent) === Kind.Assign && ast.name(parent) === "=");
}

function functionOf(ast: Ast, node: AstNode): AstNode {
  return ast.enclosing(ast.parent(node), Kind.Function);
}

function isBelow(ast: Ast, node: AstNode, ancestor: AstNode): boolean {
  return ancestor === ROOT || ast.isBelow(node, ancestor);
}

function statementOf(ast: Ast, node: AstNode): AstNode {
  let at = node;
  while (at !== ROOT && ast.role(at) !== Role.Statement && ast.role(at) !== Role.Member) at = ast.parent(at);
  return at;
}
