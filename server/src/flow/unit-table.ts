// The units of one version of a file, in columns: by the nodes that make them, and what each is in that version. Most edits move all of them and
// change one, with each key; a map or an object for each unit and version would be most of what a key in a long file leaves behind.

import type { AstNode } from "../syntax/ast.ts";
import { indexFrom } from "../text/sorted.ts";
import type { Unit, UnitParameter } from "./unit.ts";

export class UnitTable {
  /** In the order of their nodes. */
  readonly units: readonly Unit[];
  readonly #places: ReadonlyMap<Unit, number>;
  readonly #nodes: Int32Array;
  readonly #parameters: readonly (readonly UnitParameter[])[];
  readonly #digests: Float64Array;

  private constructor(
    units: readonly Unit[],
    places: ReadonlyMap<Unit, number>,
    nodes: Int32Array,
    parameters: readonly (readonly UnitParameter[])[],
    digests: Float64Array,
  ) {
    this.units = units;
    this.#places = places;
    this.#nodes = nodes;
    this.#parameters = parameters;
    this.#digests = digests;
  }

  static of({ units, places, nodes, parameters, digests }: UnitRows): UnitTable {
    return new UnitTable(units, places, Int32Array.from(nodes), parameters, Float64Array.from(digests));
  }

  get size(): number {
    return this.units.length;
  }

  has(unit: Unit): boolean {
    return this.#places.has(unit);
  }

  /** The unit that a node makes. */
  at(node: AstNode): Unit | undefined {
    const place = indexFrom(this.#nodes, node);
    return this.#nodes[place] === node ? this.units[place] : undefined;
  }

  nodeOf(unit: Unit): AstNode {
    return this.#nodes[this.#placeOf(unit)]!;
  }

  digestOf(unit: Unit): number {
    return this.#digests[this.#placeOf(unit)]!;
  }

  parametersOf(unit: Unit): readonly UnitParameter[] {
    return this.#parameters[this.#placeOf(unit)]!;
  }

  /** The units whose nodes are in a range. */
  between(from: AstNode, to: AstNode): readonly Unit[] {
    return this.units.slice(indexFrom(this.#nodes, from), indexFrom(this.#nodes, to));
  }

  /** Makes a unit what it is in this version. */
  adopt(unit: Unit, place = this.#placeOf(unit)): void {
    unit.node = this.#nodes[place]!;
    unit.parameters = this.#parameters[place]!;
    // A number of more than 31 bits takes room each time that it is written.
    if (unit.digest !== this.#digests[place]) unit.digest = this.#digests[place]!;
  }

  /** Units whose text in this version is not what it is as yet. */
  changed(): Unit[] {
    const { units } = this;
    const changed: Unit[] = [];
    for (let place = 0; place < units.length; place++)
      if (units[place]!.digest !== this.#digests[place]) changed.push(units[place]!);
    return changed;
  }

  /** The same units after an edit in the text of one: nodes from `start` on have moved. */
  moved(start: AstNode, shift: number): UnitTable {
    const nodes = this.#nodes.slice();
    if (shift !== 0)
      for (let place = indexFrom(this.#nodes, start); place < nodes.length; place++) nodes[place]! += shift;
    return new UnitTable(this.units, this.#places, nodes, this.#parameters, this.#digests.slice());
  }

  /** Only while the table is made. */
  setDigest(unit: Unit, digest: number): void {
    this.#digests[this.#placeOf(unit)] = digest;
  }

  withParameters(of: ReadonlyMap<Unit, readonly UnitParameter[]>): UnitTable {
    if (of.size === 0) return this;
    const parameters = this.#parameters.slice();
    for (const [unit, each] of of) parameters[this.#placeOf(unit)] = each;
    return new UnitTable(this.units, this.#places, this.#nodes, parameters, this.#digests);
  }

  #placeOf(unit: Unit): number {
    const place = this.#places.get(unit);
    if (place === undefined) throw new Error(`${unit.id} is no unit of this version`);
    return place;
  }
}

/** What a table is made of, unit by unit. */
export class UnitRows {
  readonly units: Unit[] = [];
  readonly places = new Map<Unit, number>();
  readonly nodes: AstNode[] = [];
  readonly parameters: (readonly UnitParameter[])[] = [];
  readonly digests: number[] = [];

  /** Units are added in the order of their nodes. */
  add(unit: Unit, node: AstNode, parameters: readonly UnitParameter[]): void {
    this.places.set(unit, this.units.length);
    this.units.push(unit);
    this.nodes.push(node);
    this.parameters.push(parameters);
    this.digests.push(0);
  }

  setDigest(unit: Unit, digest: number): void {
    this.digests[this.places.get(unit)!] = digest;
  }
}
