// What is known of a unit without looking into it: what it gives back, what it changes, what it hands on to sinks, all said
// in terms of its inputs (parameters, receiver, captured variables). Callers apply it in place of the call.

import type { Sym } from "../syntax/symbols.ts";
import type { AbstractObject } from "./object.ts";
import type { Proof } from "./proofs.ts";
import type { Table } from "./small-table.ts";
import type { SummaryObjects } from "./summary-objects.ts";
import type { Concern } from "./uncalled.ts";
import type { Site, Taint, Value } from "./value.ts";

/** The contents of an object that the unit made, when it ended. */
export interface ObjectContents {
  readonly fields: Table<Value>;
  readonly rest: Value | undefined;
  readonly length: Value | undefined;
}

/** Something that the unit changed and others can see. */
export type Effect =
  | { readonly kind: "field"; readonly object: AbstractObject; readonly member: Sym; readonly value: Value }
  | { readonly kind: "rest"; readonly object: AbstractObject; readonly value: Value }
  | { readonly kind: "variable"; readonly key: string; readonly value: Value }
  /** What the caller's variable holds that was handed in by reference. */
  | { readonly kind: "parameter"; readonly index: number; readonly value: Value };

/** Where a flow ends. */
export interface Sink {
  /** The smallest expression that carries the taint into it. */
  readonly site: Site;
  /** The call or assignment as a whole. */
  readonly whole: Site;
  /** Modelled kind, or the rule's own sink: `rule\0` and its number. */
  readonly kind: Sym;
  readonly title: string;
  /** The node that says what is called or written, for people: `db.query`. */
  readonly named: Site;
  readonly isGuess: boolean;
  /** The rule's own sink pattern, by rule and number. */
  readonly mark?: { readonly rule: string; readonly number: number };
}

export interface Hit {
  readonly sink: Sink;
  readonly taint: Taint;
}

/** A call of something that came in: the caller knows what it is. */
export interface InputCall {
  readonly callee: AbstractObject;
  readonly receiver: Value | undefined;
  readonly args: readonly Value[];
  /** The object that stands for what it gives. */
  readonly result: AbstractObject;
  readonly site: Site;
  /** What the unit itself puts in counts for coming out there already: only what callers put in is left to say, where it is not known what is called. */
  readonly isCarried: boolean;
  /** Of a library's method on a parameter, which may be a sink for what callers hand in: where what is called and each argument stand. */
  readonly open?: { readonly named: Site; readonly args: readonly Site[] };
}

export interface Summary {
  readonly result: Value;
  readonly effects: readonly Effect[];
  readonly contents: ReadonlyMap<AbstractObject, ObjectContents>;
  /** Of function objects that leave the unit: its variables as they were then. */
  readonly captures: ReadonlyMap<AbstractObject, ReadonlyMap<string, Value>>;
  /** Sinks that inputs reach. */
  readonly hits: readonly Hit[];
  readonly calls: readonly InputCall[];
  /** Inputs of which it matters which constant callers hand in, and for what (`Decision`). */
  readonly decisive: ReadonlyMap<AbstractObject, number>;
  /** Keys of variables of enclosing units that it reads or writes. */
  readonly variables: readonly string[];
  /** It ends the program or throws, whatever it is given. */
  readonly neverReturns: boolean;
  /** What its coming back says of what was handed in. */
  readonly proofs: readonly Proof[];
  /** What `objectsOf` and `concernOf` made of it. As values of WeakMaps that lead back here they would outlive it, see `Snapshot.made`. */
  objects: SummaryObjects | undefined;
  concern: Concern | undefined;
  /** What it is to those who do not ask what it gives (outward.ts). */
  outward: Summary | undefined;
  outwardConcern: Concern | undefined;
}
