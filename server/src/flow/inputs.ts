// What an evaluation cannot know of what comes into it: one object for each parameter, for each variable of others, for what a call of
// an input gives, for the receiver, and for what is read of one of these. Callers tell what each of them is.

import type { AstNode } from "../syntax/ast.ts";
import { intern, nameOf, type Sym } from "../syntax/symbols.ts";
import type { Evaluation } from "./evaluation.ts";
import { hashOfPath } from "./input-path.ts";
import type { AbstractObject, InputRoot, ObjectShape } from "./object.ts";
import { memberOrigin, type Origin } from "./origin.ts";
import { innerTable, type SmallTable } from "./small-table.ts";
import type { ClassInfo } from "./unit.ts";

/** The member that stands for all elements. */
export const STAR = intern("*");
/** The member of an input that stands for its own taint, for sinks that what it holds does not reach. */
export const ITSELF = intern("*itself");

const DEEPEST_MEMBERS = 5;

export class Inputs {
  readonly #e: Evaluation;
  readonly #members = new Map<AbstractObject, SmallTable<AbstractObject>>();
  /** By the variable's key, by the parameter's number, by the call and what it is a call of; and the receiver. */
  readonly #variables = new Map<string, AbstractObject>();
  readonly #parameters: AbstractObject[] = [];
  #results: Map<AstNode, AbstractObject[]> | undefined;
  #receiver: AbstractObject | undefined;
  readonly #resultsOf = new Map<AbstractObject, SmallTable<AbstractObject>>();

  constructor(evaluation: Evaluation) {
    this.#e = evaluation;
  }

  of(
    root: InputRoot,
    origins: readonly Origin[] = [],
    shape: ObjectShape = "unknown",
    info?: ClassInfo,
  ): AbstractObject {
    const known = this.#known(root);
    if (known) return known;
    const object = this.#e.newObject("input");
    object.root = root;
    object.origins = origins;
    object.shape = shape;
    object.class = info;
    this.#keep(root, object);
    return object;
  }

  #known(root: InputRoot): AbstractObject | undefined {
    switch (root.kind) {
      case "parameter":
        return this.#parameters[root.index];
      case "variable":
        return this.#variables.get(root.key);
      case "result": {
        const all = this.#results?.get(root.call);
        if (all) for (const each of all) if (each.root?.kind === "result" && each.root.of === root.of) return each;
        return undefined;
      }
      case "this":
        return this.#receiver;
    }
  }

  #keep(root: InputRoot, object: AbstractObject): void {
    switch (root.kind) {
      case "parameter":
        this.#parameters[root.index] = object;
        break;
      case "variable":
        this.#variables.set(root.key, object);
        break;
      case "result": {
        this.#results ??= new Map();
        const all = this.#results.get(root.call);
        if (all) all.push(object);
        else this.#results.set(root.call, [object]);
        break;
      }
      case "this":
        this.#receiver = object;
    }
  }

  member(parent: AbstractObject, member: Sym): AbstractObject {
    let depth = 0;
    for (let at: AbstractObject | undefined = parent; at; at = at.parent) {
      // A list of lists of … reads itself again: whatever is deeper is taken for what is here.
      if (at.member === member && at.member === STAR && at.parent) return at;
      if (++depth > DEEPEST_MEMBERS) {
        this.#e.limits.add("members");
        return parent;
      }
    }
    const members = innerTable(this.#members, parent);
    const known = members.get(member);
    if (known) return known;
    const object = this.#e.newObject("input");
    object.parent = parent;
    object.member = member;
    if (parent.origins.length > 0) object.origins = parent.origins.map((origin) => memberOrigin(origin, member));
    object.class = parent.class && member !== ITSELF ? this.#classOfMember(parent.class, member) : undefined;
    members.set(member, object);
    return object;
  }

  /** The class of a collection's declaration is that of its elements. */
  #classOfMember(info: ClassInfo, member: Sym): ClassInfo | undefined {
    return member === STAR || /^\d+$/.test(nameOf(member)) ? info : this.#e.ask.classOfMember(info, member);
  }

  /** The input that stands for what a call of another one gives. */
  resultOf(call: AstNode, callee: AbstractObject): AbstractObject {
    const ofCallee = innerTable(this.#resultsOf, callee);
    let result = ofCallee.get(call);
    if (!result) {
      result = this.of({ kind: "result", call, of: hashOfPath(callee) });
      ofCallee.set(call, result);
    }
    return result;
  }
}
