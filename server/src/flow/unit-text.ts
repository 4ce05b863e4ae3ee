// What the text of a unit is: which nodes are its own, how they are counted, and the digest that says whether they changed.

import { type Ast, type AstNode, LONGEST_INTERNED, ROOT } from "../syntax/ast.ts";
import { Kind } from "../syntax/kind.ts";
import type { ClassInfo, Unit } from "./unit.ts";
import type { UnitTable } from "./unit-table.ts";

/** A unit whose nodes are being counted and hashed. */
export class OpenUnit {
  readonly unit: Unit;
  readonly node: AstNode;
  readonly class: ClassInfo | undefined;
  readonly end: AstNode;
  count: number;
  #first = 0x811c9dc5;
  #second = 0x9747b28c;

  constructor(ast: Ast, unit: Unit, node: AstNode, info: ClassInfo | undefined, end: AstNode, count: number) {
    this.unit = unit;
    this.node = node;
    this.class = info;
    this.end = end;
    this.count = count;
    this.add(ast.kind(node), ast.flags(node), ast.symbol(node), 0);
  }

  add(kind: number, place: number, symbol: number, parent: number): void {
    const a = Math.imul(this.#first ^ (kind + 128 * place), 0x01000193);
    this.#first = Math.imul(a ^ symbol, 0x85ebca6b) ^ (parent << 3);
    const b = Math.imul(this.#second + symbol, 0xcc9e2d51) ^ (kind + (parent << 8));
    this.#second = Math.imul((b << 13) | (b >>> 19), 5) + place;
  }

  /** A text too long to be a symbol. */
  addLongText(ast: Ast, node: AstNode): void {
    if (ast.kind(node) === Kind.String && ast.name(node).length >= LONGEST_INTERNED)
      this.add(0, 0, hashText(ast.stringValue(node)), 0);
  }

  get digest(): number {
    return (this.#first >>> 0) * 0x200000 + (this.#second >>> 11);
  }
}

/** The calls among a unit's own nodes, in order. */
export function ownCalls(ast: Ast, unitNode: AstNode, table: UnitTable): AstNode[] {
  const { kinds, nexts } = ast.columns;
  const calls: AstNode[] = [];
  const end = ast.next(unitNode);
  /** As in `ownNodes`: where bodies of inner units begin and end, the innermost last. */
  const bodies: AstNode[] = [];
  let from = end;
  for (let node = unitNode === ROOT ? 1 : ast.bodyStart(unitNode); node < end; ) {
    if (node >= from) {
      node = bodies.pop()!;
      bodies.pop();
      from = bodies.length === 0 ? end : bodies[bodies.length - 2]!;
      continue;
    }
    const kind = kinds[node];
    if (kind === Kind.Call || kind === Kind.New) calls.push(node);
    else if ((kind === Kind.Function || kind === Kind.Class) && table.at(node) !== undefined) {
      from = ast.bodyStart(node);
      bodies.push(from, nexts[node]!);
    }
    node++;
  }
  return calls;
}

/** The nodes of the unit that a node makes, in order, without those of the units in it. */
export function ownNodes(ast: Ast, unitNode: AstNode, table: UnitTable): Int32Array {
  const { kinds, nexts } = ast.columns;
  const nodes: AstNode[] = [];
  const end = ast.next(unitNode);
  /** Bodies of inner units, which are passed over once their decorators are. */
  const bodies: { from: AstNode; end: AstNode }[] = [];
  for (let node = unitNode; node < end; ) {
    const body = bodies[bodies.length - 1];
    if (body && node >= body.from) {
      bodies.pop();
      node = body.end;
      continue;
    }
    nodes.push(node);
    if (node === unitNode) node = node === ROOT ? 1 : ast.bodyStart(node);
    else {
      const isInner = (kinds[node] === Kind.Function || kinds[node] === Kind.Class) && table.at(node) !== undefined;
      if (isInner) bodies.push({ from: ast.bodyStart(node), end: nexts[node]! });
      node++;
    }
  }
  return Int32Array.from(nodes);
}

export function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash | 0;
}
