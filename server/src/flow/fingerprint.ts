// Whether a summary says the same as one before: a text that is equal for equal summaries, independent of the order in which
// objects were made and of the process. Callers of a unit are looked at again only when its text changes.

import { nameOf } from "../syntax/symbols.ts";
import { kindNames } from "./kind-set.ts";
import type { AbstractObject } from "./object.ts";
import type { Sink, Summary } from "./summary.ts";
import type { Unit, UnitParameter } from "./unit.ts";
import type { Site, Taint, TaintElement, Value } from "./value.ts";

/** A summary's text, made when it is compared for the first time: most never are. */
export class Fingerprint {
  readonly #summary: Summary;
  /** As they were then: an edit may give the unit others. */
  readonly #parameters: readonly UnitParameter[];
  #text: string | undefined;
  #meaning: string | undefined;

  constructor(unit: Unit, summary: Summary) {
    this.#summary = summary;
    this.#parameters = unit.parameters;
  }

  isSame(other: Fingerprint): boolean {
    if (this.#summary === other.#summary && this.#parameters === other.#parameters) return true;
    this.#text ??= new Printer(this.#summary, true).print(this.#parameters);
    other.#text ??= new Printer(other.#summary, true).print(other.#parameters);
    return this.#text === other.#text;
  }

  /** The same, but for how taint came where it is: two summaries that differ in nothing else find the same flows. */
  meansTheSame(other: Fingerprint): boolean {
    this.#meaning ??= new Printer(this.#summary, false).print(this.#parameters);
    other.#meaning ??= new Printer(other.#summary, false).print(other.#parameters);
    return this.#meaning === other.#meaning;
  }
}

/** The text of a summary by itself. */
export function printSummary(summary: Summary): string {
  return new Printer(summary, true).print([]);
}

class Printer {
  readonly #summary: Summary;
  readonly #hasTraces: boolean;
  readonly #numbers = new Map<AbstractObject, number>();
  readonly #waiting: AbstractObject[] = [];
  readonly #parts: string[] = [];

  constructor(summary: Summary, hasTraces: boolean) {
    this.#summary = summary;
    this.#hasTraces = hasTraces;
  }

  print(parameters: readonly UnitParameter[]): string {
    const { result, effects, hits, calls, decisive } = this.#summary;
    const parts = this.#parts;
    for (const { name, isRest, isKeywordRest } of parameters) parts.push(`p${nameOf(name)}${isRest}${isKeywordRest}`);
    parts.push("=", this.#value(result));
    for (const effect of effects) {
      const where =
        effect.kind === "variable"
          ? effect.key
          : effect.kind === "parameter"
            ? `&${effect.index}`
            : `${this.#object(effect.object)}.${effect.kind === "field" ? nameOf(effect.member) : "*"}`;
      parts.push("!", where, this.#value(effect.value));
    }
    for (const { sink, taint } of hits) parts.push("^", printSink(sink), this.#taint(taint));
    for (const { callee, receiver, args, result: given, site, isCarried } of calls)
      parts.push(
        isCarried ? "((" : "(",
        this.#object(callee),
        receiver ? this.#value(receiver) : "",
        ...args.map((arg) => this.#value(arg)),
        this.#object(given),
        printSite(site),
      );
    for (const [input, decisions] of decisive) parts.push(`c${decisions}`, this.#object(input));
    // Which variables it reads is part of what a closure that leaves its maker takes along.
    if (this.#summary.neverReturns) parts.push("x");
    for (const { parameter, outcome, kinds } of this.#summary.proofs)
      parts.push(`?${parameter}${outcome}${kindNames(kinds).join()}`);
    parts.push("#", ...[...this.#summary.variables].sort());
    while (this.#waiting.length > 0) this.#contents(this.#waiting.shift()!);
    return parts.join("\u0001");
  }

  #contents(object: AbstractObject): void {
    const contents = this.#summary.contents.get(object);
    const captures = this.#summary.captures.get(object);
    this.#parts.push(`{${this.#numbers.get(object)}`);
    if (contents) {
      for (const [member, value] of contents.fields) this.#parts.push(nameOf(member), this.#value(value));
      if (contents.rest) this.#parts.push("*", this.#value(contents.rest));
      if (contents.length) this.#parts.push("#", this.#value(contents.length));
    }
    if (captures) for (const [key, value] of captures) this.#parts.push(key, this.#value(value));
  }

  #value({ taint, objects, constant, isFixed }: Value): string {
    const known = constant === undefined ? (isFixed ? "fixed" : "") : `${typeof constant}:${constant}`;
    return `${known}[${objects.map((object) => this.#object(object)).join()}]${this.#taint(taint)}`;
  }

  #taint(taint: Taint): string {
    return taint.map((element) => this.#element(element)).join(";");
  }

  #element({ source, ended, restored, trace, becomes }: TaintElement): string {
    const from =
      source.kind === "input"
        ? this.#object(source.input)
        : `${printSite(source.site)}/${source.classes.map(nameOf).join()}/${source.title}/${source.isByConvention}`;
    return `${from}${becomes ? `=${becomes.key}` : ""}-${kindNames(ended).join()}+${kindNames(restored).join()}~${this.#hasTraces ? (trace?.hash ?? 0) : ""}`;
  }

  #object(object: AbstractObject): string {
    switch (object.kind) {
      case "input": {
        const { root, parent, member } = object;
        if (parent) return `${this.#object(parent)}.${nameOf(member)}`;
        const types = object.class ? `:${object.class.unit.id}` : "";
        switch (root?.kind) {
          case "parameter":
            return `p${root.index}${types}`;
          case "variable":
            return `v${root.key}${types}`;
          case "result":
            return `r${root.call}~${root.of}`;
          default:
            return "this";
        }
      }
      case "class":
        return `c${object.class?.unit.id}`;
      case "module":
        return `m${object.path}`;
      case "function":
      case "made": {
        let number = this.#numbers.get(object);
        if (number === undefined) {
          number = this.#numbers.size;
          this.#numbers.set(object, number);
          this.#waiting.push(object);
        }
        return `${object.kind === "function" ? `f${object.unit?.id}` : `o${object.shape}${object.class?.unit.id ?? ""}`}#${number}`;
      }
    }
  }
}

function printSite({ unit, node }: Site): string {
  return `${unit.id}:${node}`;
}

export function printSink({ site, whole, named, kind, title, isGuess }: Sink): string {
  return `${printSite(site)} ${printSite(whole)} ${printSite(named)} ${nameOf(kind)} ${title} ${isGuess}`;
}
