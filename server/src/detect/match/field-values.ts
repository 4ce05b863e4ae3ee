// The values of fields that have but one: a class's own, as its methods use them. In Java what is final, or private and
// written once: where it is declared, in its class's one constructor or in a static block; in scripts what is declared with a value
// and never written again.

import { type Ast, type AstNode, NO_NODE, ROOT } from "../../syntax/ast.ts";
import { Flag, Kind, Role } from "../../syntax/kind.ts";
import { isScript } from "../../syntax/language.ts";
import type { Sym } from "../../syntax/symbols.ts";

interface FieldFacts {
  readonly isConstant: boolean;
  readonly isPrivate: boolean;
  writes: number;
  value: AstNode;
}

type ClassFields = ReadonlyMap<Sym, FieldFacts>;

export class FieldValues {
  readonly #ast: Ast;
  readonly #classes = new Map<AstNode, ClassFields>();
  readonly #isJava: boolean;
  readonly #isScript: boolean;

  constructor(ast: Ast) {
    this.#ast = ast;
    this.#isJava = ast.language === "java";
    this.#isScript = isScript(ast.language);
  }

  /** The value of the field that `this.x`, or an `x` that nothing else declares, stands for. */
  valueOf(use: AstNode): AstNode {
    const ast = this.#ast;
    const isBare = ast.kind(use) === Kind.Identifier;
    if (isBare && !this.#isJava && ast.language !== "csharp") return NO_NODE;
    const name = ast.symbol(use);
    for (let at = ast.enclosing(use, Kind.Class); at !== ROOT && at !== NO_NODE; at = outerClass(ast, at)) {
      const facts = this.#fieldsOf(at).get(name);
      if (facts) return this.#isFixed(facts) ? facts.value : NO_NODE;
      if (!isBare) return NO_NODE;
    }
    return NO_NODE;
  }

  #isFixed({ isConstant, isPrivate, writes }: FieldFacts): boolean {
    return isConstant || (writes === 1 && (this.#isScript || (this.#isJava && isPrivate)));
  }

  #fieldsOf(owner: AstNode): ClassFields {
    const known = this.#classes.get(owner);
    if (known) return known;
    const ast = this.#ast;
    const fields = new Map<Sym, FieldFacts>();
    const note = (field: AstNode, modifiers: readonly AstNode[]): void => {
      const words = modifiers.map((modifier) => ast.name(modifier));
      const value = ast.child(field, Role.Value);
      fields.set(ast.symbol(field), {
        isConstant: value !== NO_NODE && words.some((word) => word === "final" || word === "const"),
        isPrivate: words.includes("private"),
        writes: value === NO_NODE ? 0 : 1,
        value,
      });
    };
    for (const member of ast.children(owner, Role.Member)) {
      const modifiers = ast.children(member, Role.Modifier);
      if (ast.kind(member) === Kind.Field) note(member, modifiers);
      else if (ast.kind(member) === Kind.VariableDeclaration)
        for (const field of ast.children(member, Role.Declarator))
          note(field, [...modifiers, ...ast.children(field, Role.Modifier)]);
    }
    this.#countWrites(owner, fields);
    this.#classes.set(owner, fields);
    return fields;
  }

  #countWrites(owner: AstNode, fields: ReadonlyMap<Sym, FieldFacts>): void {
    if (fields.size === 0) return;
    const ast = this.#ast;
    const { kinds, nexts } = ast.columns;
    const end = nexts[owner]!;
    for (let node = owner + 1; node < end; node++) {
      const kind = kinds[node];
      if (kind !== Kind.Assign && kind !== Kind.Update) continue;
      const target = ast.child(node, kind === Kind.Assign ? Role.Target : Role.Operand);
      if (target === NO_NODE || !this.#isField(target)) continue;
      const facts = fields.get(ast.symbol(target));
      if (!facts) continue;
      facts.writes++;
      const isFirst = facts.value === NO_NODE && kind === Kind.Assign && ast.name(node) === "=";
      if (isFirst && this.#isJava && this.#runsOnce(owner, node)) facts.value = ast.child(node, Role.Value);
    }
    for (const facts of fields.values()) if (facts.value === NO_NODE) facts.writes = 0;
  }

  #isField(target: AstNode): boolean {
    const ast = this.#ast;
    if (ast.kind(target) === Kind.Identifier) return this.#isJava || ast.language === "csharp";
    return ast.kind(target) === Kind.Member && ast.kind(ast.child(target, Role.Object)) === Kind.This;
  }

  /** In the one constructor of its class, or outside of any function: a static block. */
  #runsOnce(owner: AstNode, node: AstNode): boolean {
    const ast = this.#ast;
    const holder = ast.enclosing(node, Kind.Function);
    if (holder === ROOT || holder === NO_NODE || !ast.isBelow(holder, owner)) return true;
    const isConstructor = (each: AstNode): boolean =>
      ast.hasFlag(each, Flag.Accessor) || ast.symbol(each) === ast.symbol(owner);
    const constructors = ast
      .children(owner, Role.Member)
      .filter((each) => ast.kind(each) === Kind.Function && isConstructor(each));
    return constructors.length === 1 && constructors[0] === holder;
  }
}

function outerClass(ast: Ast, node: AstNode): AstNode {
  return ast.enclosing(ast.parent(node), Kind.Class);
}
