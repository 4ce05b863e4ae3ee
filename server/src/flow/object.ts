// Abstract objects: what values point to. An object's contents are cells of the state (state.ts); the object itself says
// only where it comes from. Objects live as long as the evaluation of one unit, its summary included.

import { type AstNode, NO_NODE } from "../syntax/ast.ts";
import type { Sym } from "../syntax/symbols.ts";
import type { Origin } from "./origin.ts";
import { SmallTable, type Table } from "./small-table.ts";
import type { ClassInfo, Unit } from "./unit.ts";

/** Where what a unit does not make itself comes from. */
export type InputRoot =
  | { readonly kind: "parameter"; readonly index: number }
  | { readonly kind: "this" }
  /** A variable of an enclosing function or of a module, by its key (see `Unit`). */
  | { readonly kind: "variable"; readonly key: string }
  /** What calling an input gave (a callback that came in as a parameter). */
  | { readonly kind: "result"; readonly call: AstNode; readonly of: number };

/** `resolver`: the function that a promise's maker calls with what it promises; what it is called with are its elements. */
export type ObjectShape = "list" | "map" | "tuple" | "channel" | "pointer" | "instance" | "resolver" | "unknown";

export interface AbstractObject {
  /** Counts up within one evaluation. */
  readonly id: number;
  readonly kind: "made" | "input" | "function" | "class" | "module";
  /** Of what is made: the node that makes it, within the unit. */
  readonly site: AstNode;
  /** Of what is made by a function that was called: the object as that function's summary has it. */
  readonly inner: AbstractObject | undefined;
  shape: ObjectShape;
  readonly class: ClassInfo | undefined;
  /** Of inputs: where they come from, and by which members. */
  readonly root: InputRoot | undefined;
  readonly parent: AbstractObject | undefined;
  readonly member: Sym;
  /** What library paths it is, when that is known. */
  readonly origins: readonly Origin[];
  /** Of modules: the file's path. */
  readonly path: string | undefined;
  /** Of functions. */
  readonly unit: Unit | undefined;
  /** Cells of members and constant keys or positions. Written by `setField`, empty once the evaluation is over. */
  fields: Table<number>;
  /** Cell of what stands at keys that are not known; 0 before it is used. */
  rest: number;
  /** Cell of the length of a list, when it is known; 0 before it is used. */
  length: number;
  /** Its number among what the summary of its evaluation speaks of, from 1 (summary-objects.ts); 0 before that is asked for. */
  place: number;
  /** When it was last come by while its evaluation went through all that a value holds. */
  visit: number;
}

/** What came in or was made, of which the object is a member of a member. */
export function rootOf(object: AbstractObject): AbstractObject {
  let at = object;
  while (at.parent) at = at.parent;
  return at;
}

/** While it is put together. */
export type NewObject = { -readonly [Part in keyof AbstractObject]: AbstractObject[Part] };

const NO_ORIGINS: readonly Origin[] = [];

/** The one place where objects are made, so that all have one shape, which is what makes reading them cheap. */
export function newObject(id: number, kind: AbstractObject["kind"]): NewObject {
  return {
    id,
    kind,
    site: NO_NODE,
    inner: undefined,
    shape: "unknown",
    class: undefined,
    root: undefined,
    parent: undefined,
    member: 0,
    origins: NO_ORIGINS,
    path: undefined,
    unit: undefined,
    fields: NO_FIELDS,
    rest: 0,
    length: 0,
    place: 0,
    visit: 0,
  };
}

/** Most objects have no fields. */
export const NO_FIELDS: Table<number> = new SmallTable();

export function setField(object: AbstractObject, member: Sym, cell: number): void {
  if (object.fields === NO_FIELDS) object.fields = new SmallTable();
  (object.fields as SmallTable<number>).set(member, cell);
}
