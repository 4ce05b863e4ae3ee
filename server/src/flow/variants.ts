// A function as it is for callers that hand in constants: `choose("a", x)`, `digest(text, "MD5")`. Where a function decides something by
// what comes in, a call with constants there uses a summary worked out for these constants. A variant is a unit of its own for the
// solver, so that it is kept, doubted and worked out again as other units are; its text is that of the function.

import type { Evaluation } from "./evaluation.ts";
import type { FlowFile } from "./file.ts";
import { ITSELF, STAR } from "./inputs.ts";
import type { AbstractObject } from "./object.ts";
import type { ClassInfo, Unit, UnitKind, UnitParameter } from "./unit.ts";
import type { Constant, Value } from "./value.ts";

/** Constants by the path of the input that they stand for: `p0`, `p1.mode`, `this.algorithm`. */
export type InputConstants = ReadonlyMap<string, Constant>;

export class Variant implements Unit {
  readonly base: Unit;
  readonly constants: InputConstants;
  readonly id: string;
  /** How many variants are worked out inside each other to come to this one. */
  readonly depth: number;

  constructor(base: Unit, constants: InputConstants, depth: number) {
    this.base = base;
    this.constants = constants;
    this.depth = depth;
    this.id = `${base.id}\u0000${keyOf(constants)}`;
  }

  get kind(): UnitKind {
    return this.base.kind;
  }

  get name(): string {
    return this.base.name;
  }

  get file(): FlowFile {
    return this.base.file;
  }

  get node(): number {
    return this.base.node;
  }

  get outer(): Unit | undefined {
    return this.base.outer;
  }

  get class(): ClassInfo | undefined {
    return this.base.class;
  }

  get parameters(): readonly UnitParameter[] {
    return this.base.parameters;
  }

  get digest(): number {
    return this.base.digest;
  }

  get hash(): number {
    return this.base.hash;
  }
}

/** The unit whose text it is. */
export function baseOf(unit: Unit): Unit {
  return unit instanceof Variant ? unit.base : unit;
}

export function keyOf(constants: InputConstants): string {
  return [...constants].map(([path, constant]) => `${path}=${typeof constant}:${constant}`).join("\u0000");
}

const LONGEST_CONSTANT = 80;
/** Variants in variants: a function that calls itself by its name in a text would never come to an end. */
export const DEEPEST_VARIANT = 4;
const MOST_DECISIVE = 6;
const DEEPEST_DECISIVE = 2;

/** Constants that are worth a variant: what is short and can be told from others. */
export function isTelling(constant: Constant): boolean {
  return (
    typeof constant === "boolean" ||
    typeof constant === "number" ||
    (typeof constant === "string" && constant.length <= LONGEST_CONSTANT)
  );
}

/** What depends on which constant something is. */
export const Decision = {
  /** Which way is taken, which element is read. */
  Way: 1,
  /** Which constant comes out. */
  Result: 2,
  /** Whether a model's row holds, for what is handed on to a library. */
  Asked: 4,
} as const;

/** Notes that something depends on which constant a value is, where that is up to the callers. */
export function noteDecision(e: Evaluation, value: Value, decisions: number = Decision.Way): void {
  if (value.constant !== undefined || decisions === 0) return;
  for (const object of value.objects) if (object.kind === "input") noteInput(e, object, decisions);
  for (const { source } of value.taint) if (source.kind === "input") noteInput(e, itsOwner(source.input), decisions);
}

function itsOwner(input: AbstractObject): AbstractObject {
  return input.member === ITSELF && input.parent ? input.parent : input;
}

export function noteInput(e: Evaluation, input: AbstractObject, decisions: number): void {
  const known = e.decisive.get(input);
  if (known !== undefined) {
    e.decisive.set(input, known | decisions);
    return;
  }
  if (e.decisive.size >= MOST_DECISIVE) return;
  let depth = 0;
  let at = input;
  for (; at.parent; at = at.parent) {
    if (at.member === STAR || ++depth > DEEPEST_DECISIVE) return;
  }
  if (at.root?.kind === "parameter" || (at.root?.kind === "this" && depth > 0)) e.decisive.set(input, decisions);
}
