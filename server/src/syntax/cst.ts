// A concrete syntax tree as tree-sitter gives it, read in bulk into one Int32Array and seen through integer node ids in
// pre-order. It outlives the wasm tree it came from. Lowerings read it; nothing after them does.

import { finished, type Steps } from "../text/steps.ts";
import type { Grammar } from "./grammar.ts";

/** A node of a `Cst`: its index in pre-order. `NONE` stands for "no such node". */
export type CstNode = number;
export const NONE = -1;

const WIDTH = 5;
const KIND_MASK = 0xffff;
const NAMED_BIT = 0x10000;
const FIELD_SHIFT = 17;
const NODES_PER_STEP = 10_000;

export class Cst {
  readonly grammar: Grammar;
  readonly text: string;
  readonly #records: Int32Array;
  #hasErrors: boolean | undefined;
  /** How many nodes there are. */
  readonly size: number;

  constructor(grammar: Grammar, text: string, records: Int32Array) {
    this.grammar = grammar;
    this.text = text;
    this.#records = records;
    this.size = records.length / WIDTH;
  }

  kindId(node: CstNode): number {
    return this.#records[node * WIDTH]! & KIND_MASK;
  }

  kind(node: CstNode): string {
    return this.grammar.kindName(this.kindId(node));
  }

  isNamed(node: CstNode): boolean {
    return (this.#records[node * WIDTH]! & NAMED_BIT) !== 0;
  }

  /** An ERROR node: text that does not parse. */
  isBroken(node: CstNode): boolean {
    return this.kindId(node) === KIND_MASK;
  }

  /** The id of the field that this node has in its parent, 0 when none. */
  fieldId(node: CstNode): number {
    return this.#records[node * WIDTH]! >>> FIELD_SHIFT;
  }

  start(node: CstNode): number {
    return this.#records[node * WIDTH + 1]!;
  }

  end(node: CstNode): number {
    return this.#records[node * WIDTH + 2]!;
  }

  /** The index after the node's subtree. */
  next(node: CstNode): number {
    return this.#records[node * WIDTH + 3]!;
  }

  parent(node: CstNode): CstNode {
    return this.#records[node * WIDTH + 4]!;
  }

  /** Whether any node is an ERROR. Tokens that the parser invented do not count: they are empty, and of the kind wanted. */
  get hasErrors(): boolean {
    return this.#hasErrors ?? finished(this.lookForErrors());
  }

  *lookForErrors(): Steps<boolean> {
    for (let node = 0; node < this.size; node++) {
      if (node % NODES_PER_STEP === NODES_PER_STEP - 1) yield;
      if (!this.isBroken(node)) continue;
      this.#hasErrors = true;
      return true;
    }
    this.#hasErrors = false;
    return false;
  }

  /**
   * Ends what has comments as its last children before them. Where a language ends statements without a token, tree-sitter takes
   * the comments behind one into it or leaves them out, depending on what it parsed before.
   * @param keepsThem the kinds that are lists of statements
   */
  *endBeforeComments(keepsThem: (kind: string) => boolean): Steps<void> {
    const records = this.#records;
    for (let node = this.size - 1; node > 0; node--) {
      if (node % NODES_PER_STEP === 0) yield;
      if (!this.grammar.isComment(this.kindId(node))) continue;
      const around = this.parent(node);
      const old = this.end(node);
      if (old !== this.end(around) || keepsThem(this.kind(around))) continue;
      const end = this.#endOfLastButComments(around);
      for (let at = around; end !== undefined && at !== NONE && this.end(at) === old; at = this.parent(at)) {
        if (keepsThem(this.kind(at))) break;
        records[at * WIDTH + 2] = end;
      }
    }
  }

  #endOfLastButComments(node: CstNode): number | undefined {
    let end: number | undefined;
    for (let child = node + 1; child < this.next(node); child = this.next(child))
      if (!this.grammar.isComment(this.kindId(child))) end = this.end(child);
    return end;
  }

  textOf(node: CstNode): string {
    return this.text.slice(this.start(node), this.end(node));
  }

  firstChild(node: CstNode): CstNode {
    return this.next(node) > node + 1 ? node + 1 : NONE;
  }

  nextSibling(node: CstNode): CstNode {
    const parent = this.parent(node);
    const after = this.next(node);
    return parent !== NONE && after < this.next(parent) ? after : NONE;
  }

  /** All children, anonymous tokens and comments included. */
  children(node: CstNode): CstNode[] {
    const result: CstNode[] = [];
    const end = this.next(node);
    for (let child = node + 1; child < end; child = this.next(child)) result.push(child);
    return result;
  }

  /** Named children without comments (tree-sitter's "extra" nodes that a grammar calls comment). */
  namedChildren(node: CstNode): CstNode[] {
    const result: CstNode[] = [];
    const end = this.next(node);
    for (let child = node + 1; child < end; child = this.next(child))
      if (this.isNamed(child) && !this.grammar.isComment(this.kindId(child))) result.push(child);
    return result;
  }

  /** The first child in a field, or NONE. */
  field(node: CstNode, name: string): CstNode {
    const id = this.grammar.fieldId(name);
    if (id === 0) return NONE;
    const end = this.next(node);
    for (let child = node + 1; child < end; child = this.next(child)) if (this.fieldId(child) === id) return child;
    return NONE;
  }

  /** All children in a field, commas and other anonymous tokens left out. */
  fields(node: CstNode, name: string): CstNode[] {
    const id = this.grammar.fieldId(name);
    const result: CstNode[] = [];
    if (id === 0) return result;
    const end = this.next(node);
    for (let child = node + 1; child < end; child = this.next(child))
      if (this.fieldId(child) === id && this.isNamed(child)) result.push(child);
    return result;
  }

  /** Whether a direct child is the anonymous token `token` (`async`, `*`, `?.`). */
  hasToken(node: CstNode, token: string): boolean {
    const end = this.next(node);
    for (let child = node + 1; child < end; child = this.next(child))
      if (!this.isNamed(child) && this.kind(child) === token) return true;
    return false;
  }

  /** The first direct child of that kind (named or a token), or NONE. */
  childOfKind(node: CstNode, kind: string): CstNode {
    const end = this.next(node);
    for (let child = node + 1; child < end; child = this.next(child)) if (this.kind(child) === kind) return child;
    return NONE;
  }
}
