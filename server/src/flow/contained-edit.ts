// Edits that stay inside one function. Where such an edit changes nothing that others can see of the function without its
// summary (its head, what it gives as far as libraries go, which outer variables it touches and how), no other unit has to be
// asked whether it still holds: only the function, what lies in it and what it lies in. Whatever does not fit this plain case
// is no contained edit, and everybody in the file is asked.

import { type Ast, type AstNode, NO_NODE } from "../syntax/ast.ts";
import { Flag, Kind, Role } from "../syntax/kind.ts";
import type { Sym } from "../syntax/symbols.ts";
import type { FlowFile } from "./file.ts";
import { type Origin, printOrigin } from "./origin.ts";
import type { OriginResolver } from "./origins.ts";
import type { Unit } from "./unit.ts";

/** What an edit concerns. */
export interface Touched {
  readonly units: readonly Unit[];
  /** No class came, went, or may extend another than before. */
  readonly keepsClasses: boolean;
}

/** What was so before the edit. Made before the new version takes over the units of the old one. */
export class ContainedEdit {
  /** The function that holds the edit; undefined when no node differs: a space, a comment, what does not parse. */
  readonly #unit: Unit | undefined;
  readonly #face: string;
  /** The units that have to be there afterwards as well: those that do not lie in the function. */
  readonly #others: readonly Unit[];
  readonly #digests: readonly number[];
  readonly #imports: string;
  readonly #members: readonly boolean[];
  readonly #conventionMembers: readonly Sym[];

  private constructor(
    unit: Unit | undefined,
    file: FlowFile,
    origins: OriginResolver,
    conventionMembers: readonly Sym[],
  ) {
    this.#unit = unit;
    this.#face = unit ? face(file, origins, unit.node) : "";
    this.#others = outsideOf(file, unit);
    this.#digests = unit ? [] : this.#others.map(({ digest }) => digest);
    this.#imports = importsOf(file);
    this.#conventionMembers = conventionMembers;
    this.#members = conventionMembers.map((member) => file.hasMember(member));
  }

  /** Undefined when the edit reaches out of every function's body. */
  static between(
    file: FlowFile,
    origins: OriginResolver,
    after: Ast,
    conventionMembers: readonly Sym[],
  ): ContainedEdit | undefined {
    const unit = editedFunction(file, after);
    return unit === undefined ? undefined : new ContainedEdit(unit ?? undefined, file, origins, conventionMembers);
  }

  /** What has to be looked at in the new version; undefined when others may see a difference. */
  touched(file: FlowFile, origins: OriginResolver): Touched | undefined {
    const { all, ofNode } = file.units;
    const unit = this.#unit;
    const others = outsideOf(file, unit);
    if (others.length !== this.#others.length || others.some((each, at) => each !== this.#others[at])) return undefined;
    if (!unit) {
      // Long texts are no part of a node: only the digests know them.
      const isSame = others.every(({ digest }, at) => digest === this.#digests[at]);
      return isSame ? { units: [], keepsClasses: true } : undefined;
    }
    if (unit.file !== file || ofNode.get(unit.node) !== unit) return undefined;
    if (importsOf(file) !== this.#imports) return undefined;
    if (this.#conventionMembers.some((member, at) => file.hasMember(member) !== this.#members[at])) return undefined;
    if (face(file, origins, unit.node) !== this.#face) return undefined;
    const touched = new Set<Unit>([unit]);
    for (const each of all) if (each.outer && touched.has(each.outer)) touched.add(each);
    const keepsClasses = file.units.classes.every((info) => !touched.has(info.unit));
    for (let outer = unit.outer; outer; outer = outer.outer) touched.add(outer);
    return { units: [...touched], keepsClasses };
  }
}

/** The units that neither are this one nor lie in it. */
function outsideOf({ units }: FlowFile, unit: Unit | undefined): readonly Unit[] {
  if (!unit) return units.all;
  const inside = new Set<Unit>([unit]);
  return units.all.filter((each) => {
    if (each === unit) return false;
    if (!each.outer || !inside.has(each.outer)) return true;
    inside.add(each);
    return false;
  });
}

/** The innermost function whose body holds all nodes that differ; null when none does. */
function editedFunction(file: FlowFile, after: Ast): Unit | null | undefined {
  const { ast, units } = file;
  const old = ast.columns;
  const now = after.columns;
  const limit = Math.min(ast.size, after.size);
  const isSame = (a: AstNode, b: AstNode) =>
    old.kinds[a] === now.kinds[b] &&
    old.symbols[a] === now.symbols[b] &&
    old.roles[a] === now.roles[b] &&
    old.flags[a] === now.flags[b];
  let first = 0;
  while (first < limit && isSame(first, first)) first++;
  let behind = 0;
  while (behind < limit - first && isSame(ast.size - 1 - behind, after.size - 1 - behind)) behind++;
  if (first === limit && ast.size === after.size) return null;
  const last = ast.size - behind;
  if (first === 0) return undefined;
  for (let unit: Unit | undefined = file.unitAt(Math.min(first, ast.size - 1)); unit; unit = unit.outer) {
    if (unit.kind !== "function") return undefined;
    const body = ast.child(unit.node, Role.Body);
    if (body !== NO_NODE && body < first && last < ast.next(unit.node))
      return units.ofNode.get(unit.node) === unit ? unit : undefined;
  }
  return undefined;
}

function importsOf({ names }: FlowFile): string {
  return names.imports.map(({ module, imported }) => `${module} ${imported}`).join("\n");
}

/** All that other units can see of a function without its summary, as text to compare. */
function face(file: FlowFile, origins: OriginResolver, unitNode: AstNode): string {
  const { ast, names } = file;
  const lines: string[] = [];
  const body = ast.child(unitNode, Role.Body);
  const print = (node: AstNode) => printOrigins(origins.of(node).list);
  if (ast.hasFlag(unitNode, Flag.ExpressionBody)) lines.push(`gives ${print(body)}`);
  const end = ast.next(unitNode);
  for (let node = unitNode + 1; node < end; node++) {
    if (file.units.ofNode.has(node)) {
      node = ast.next(node) - 1;
      continue;
    }
    if (node < body) {
      lines.push(`head ${ast.kind(node)} ${ast.role(node)} ${ast.symbol(node)} ${ast.flags(node)}`);
      continue;
    }
    switch (ast.kind(node)) {
      case Kind.Return: {
        const operand = ast.child(node, Role.Operand);
        if (operand !== NO_NODE) lines.push(`gives ${print(operand)}`);
        break;
      }
      case Kind.Member:
        if (ast.role(node) === Role.Target) lines.push(`sets .${ast.symbol(node)} ${written(ast, node, print)}`);
        break;
      case Kind.ScopeDeclaration:
        lines.push(`scope ${ast.textOf(node)}`);
        break;
      case Kind.Identifier: {
        const declaration = names.declarationOf(node);
        if (declaration !== NO_NODE && file.ownerOf(declaration).node !== unitNode)
          lines.push(`uses ${file.keyOf(declaration)} ${ast.role(node)} ${outerUse(ast, node, print)}`);
        break;
      }
    }
  }
  return lines.join("\n");
}

function outerUse(ast: Ast, node: AstNode, print: (node: AstNode) => string): string {
  if (ast.role(node) === Role.Target) return written(ast, node, print);
  if (ast.role(node) !== Role.Argument) return "";
  const callee = ast.child(ast.parent(node), Role.Callee);
  return callee === NO_NODE ? "" : `${ast.textOf(callee)} ${print(callee)}`;
}

function written(ast: Ast, target: AstNode, print: (node: AstNode) => string): string {
  const parent = ast.parent(target);
  const value = ast.child(parent, Role.Value);
  return value === NO_NODE ? ast.textOf(parent) : `${ast.textOf(value)} ${print(value)}`;
}

function printOrigins(origins: readonly Origin[]): string {
  return origins.map(printOrigin).sort().join(",");
}
