// What an evaluation asks about classes: every call of a method asks some, so they are told apart by numbers and answered once.
// Answers are put into words only when the evaluation is done.

import { NO_NODE } from "../syntax/ast.ts";
import { Role } from "../syntax/kind.ts";
import type { Sym } from "../syntax/symbols.ts";
import { innerMap } from "../text/multimap.ts";
import { type FieldInfo, fieldOf, isOfValueType } from "./class-members.ts";
import { MOST } from "./limits.ts";
import { providerOf } from "./query-providers.ts";
import type { Surroundings } from "./surroundings.ts";
import { allMethods, type ClassInfo, type Unit, withAncestors } from "./unit.ts";
import type { Constant } from "./value.ts";

export type Answer = string | number;

enum About {
  Superclasses,
  Subclasses,
  ClassOfMember,
  Method,
  Methods,
  HasMethod,
  Field,
  /** The methods of a name of the class or its nearest ancestor. */
  Nearest,
  /** The same, and of what is only declared there, those of classes below. */
  Below,
  /** The class that a Go struct embeds and that has a field which the struct itself has not. */
  Embedded,
  /** Whether one instance serves several requests at once. */
  Shared,
  /** All methods of the class itself. */
  AllMethods,
  /** Whether a field holds numbers, dates or the like alone. */
  OfValueType,
}

const KINDS_OF_QUESTION = 16;

/** Answers by class, and by the name's number and the question's kind: a program's, until something changes. */
export type ClassAnswers = Map<ClassInfo, Map<number, unknown>>;

/** Methods that a call may mean. */
export interface MeantMethods {
  readonly units: readonly Unit[];
  /** There are more than are looked at. */
  readonly isCut: boolean;
}

export class ClassQuestions {
  readonly #program: Surroundings;
  /** What was asked. */
  readonly #values: ClassAnswers = new Map();
  /** The same in words, by the class's id, so that no version of a file is held on to. */
  readonly #answers = new Map<string, ReadonlyMap<number, Answer>>();

  constructor(program: Surroundings) {
    this.#program = program;
  }

  superclassesOf(info: ClassInfo): readonly ClassInfo[] {
    return this.#ask(info, About.Superclasses, 0) as readonly ClassInfo[];
  }

  subclassesOf(info: ClassInfo): readonly ClassInfo[] {
    return this.#ask(info, About.Subclasses, 0) as readonly ClassInfo[];
  }

  classOfMember(info: ClassInfo, member: Sym): ClassInfo | undefined {
    return this.#ask(info, About.ClassOfMember, member) as ClassInfo | undefined;
  }

  methodOf(info: ClassInfo, name: Sym): Unit | undefined {
    return this.#ask(info, About.Method, name) as Unit | undefined;
  }

  methodsOf(info: ClassInfo, name: Sym): readonly Unit[] {
    return this.#ask(info, About.Methods, name) as readonly Unit[];
  }

  hasMethod(info: ClassInfo, name: Sym): boolean {
    return this.#ask(info, About.HasMethod, name) as boolean;
  }

  field(info: ClassInfo, name: Sym): FieldInfo | undefined {
    return this.#ask(info, About.Field, name) as FieldInfo | undefined;
  }

  /** The methods that a call may mean: the nearest upwards, and where the class is only what is declared, those of classes below. */
  methodsMeant(info: ClassInfo, name: Sym, isDeclared: boolean): MeantMethods {
    return this.#ask(info, isDeclared ? About.Below : About.Nearest, name) as MeantMethods;
  }

  embeddedWith(info: ClassInfo, member: Sym): ClassInfo | undefined {
    return this.#ask(info, About.Embedded, member) as ClassInfo | undefined;
  }

  isOfValueType(info: ClassInfo, member: Sym): boolean {
    return this.#ask(info, About.OfValueType, member) as boolean;
  }

  isShared(info: ClassInfo): boolean {
    return this.#ask(info, About.Shared, 0) as boolean;
  }

  /** All methods of the class itself, overloads too. */
  allMethodsOf(info: ClassInfo): readonly Unit[] {
    return this.#ask(info, About.AllMethods, 0) as readonly Unit[];
  }

  #ask(info: ClassInfo, about: About, name: Sym): unknown {
    if (this.#program.isOnce) return answerFrom(this.#program, info, about, name);
    const values = innerMap(this.#values, info);
    const key = name * KINDS_OF_QUESTION + about;
    if (values.has(key)) return values.get(key);
    const value = answerFrom(this.#program, info, about, name);
    values.set(key, value);
    return value;
  }

  seal(): void {
    this.#putIntoWords();
    this.#values.clear();
  }

  #putIntoWords(): void {
    for (const [info, values] of this.#values) {
      const answers = new Map<number, Answer>();
      for (const [key, value] of values) answers.set(key, answerOf(key % KINDS_OF_QUESTION, value));
      this.#answers.set(info.unit.id, answers);
    }
  }

  stillHold(program: Surroundings): boolean {
    for (const [id, answers] of this.#answers) {
      const info = program.classNamed(id);
      if (!info) return false;
      for (const [key, answer] of answers) {
        const about = key % KINDS_OF_QUESTION;
        const name = (key - about) / KINDS_OF_QUESTION;
        if (answerOf(about, answerFrom(program, info, about, name)) !== answer) return false;
      }
    }
    return true;
  }
}

function answerFrom(program: Surroundings, info: ClassInfo, about: About, name: Sym): unknown {
  const known = innerMap(program.classAnswers, info);
  const key = name * KINDS_OF_QUESTION + about;
  let value = known.get(key);
  if (value === undefined && !known.has(key)) {
    value = lookUp(program, info, about, name);
    known.set(key, value);
  }
  return value;
}

function lookUp(program: Surroundings, info: ClassInfo, about: About, name: Sym): unknown {
  switch (about) {
    case About.Superclasses:
      return program.superclassesOf(info);
    case About.Subclasses:
      return program.subclassesOf(info);
    case About.ClassOfMember:
      return program.classOfMember(info, name);
    case About.Method:
      return program.methodOf(info, name);
    case About.Methods:
      return methodsNamed(program, info, name);
    case About.HasMethod:
      return hasMethod(program, info, name);
    case About.Field:
      return fieldOf(program, info, name);
    case About.Nearest:
      return { units: nearestMethods(program, info, name), isCut: false };
    case About.Below:
      return methodsBelow(program, info, name);
    case About.Embedded:
      return embeddedWith(program, info, name, 0);
    case About.Shared:
      return isShared(program, info);
    case About.AllMethods:
      return allMethods(info);
    case About.OfValueType:
      return isOfValueType(program, info, name);
  }
}

function answerOf(about: About, value: unknown): Answer {
  switch (about) {
    case About.Superclasses:
    case About.Subclasses:
      return (value as readonly ClassInfo[]).map(({ unit }) => unit.id).join();
    case About.ClassOfMember:
    case About.Embedded:
      return classKey(value as ClassInfo | undefined);
    case About.Method:
      return (value as Unit | undefined)?.id ?? "";
    case About.Methods:
      return unitsKey(value as readonly Unit[]);
    case About.HasMethod:
    case About.Shared:
    case About.OfValueType:
      return Number(value);
    case About.Field: {
      const field = value as FieldInfo | undefined;
      return field ? `${field.owner.unit.id} ${field.isStatic} ${field.isFixed} ${constantKey(field.constant)}` : 0;
    }
    case About.Nearest:
    case About.Below: {
      const { units, isCut } = value as MeantMethods;
      return `${unitsKey(units)} ${isCut}`;
    }
    case About.AllMethods:
      return (value as readonly Unit[]).reduce((hash, unit) => Math.imul(hash, 31) + unit.hash, 0);
  }
}

export function classKey(info: ClassInfo | undefined): Answer {
  return info?.unit.id ?? 0;
}

export function unitsKey(units: readonly Unit[]): Answer {
  return units.map(({ id }) => id).join();
}

export function constantKey(constant: Constant): Answer {
  return constant === undefined ? 0 : `${typeof constant} ${constant}`;
}

function methodsNamed(program: Surroundings, info: ClassInfo, name: Sym): readonly Unit[] {
  const overloads = info.overloads.get(name);
  if (overloads) return overloads;
  const only = program.methodOf(info, name);
  return only ? [only] : [];
}

function nearestMethods(program: Surroundings, info: ClassInfo, name: Sym): readonly Unit[] {
  for (const each of withAncestors(info, program)) {
    const methods = answerFrom(program, each, About.Methods, name) as readonly Unit[];
    if (methods.length > 0) return methods;
  }
  return [];
}

function methodsBelow(program: Surroundings, info: ClassInfo, name: Sym): MeantMethods {
  const found: Unit[] = [...nearestMethods(program, info, name)];
  // What is only declared there is done elsewhere.
  if (found.every((unit) => !hasBody(unit) && !providerOf(program, unit))) found.length = 0;
  const seen = new Set([info]);
  const waiting = [...program.subclassesOf(info)];
  while (waiting.length > 0 && found.length < MOST.overrides) {
    const at = waiting.pop()!;
    if (seen.has(at)) continue;
    seen.add(at);
    for (const method of answerFrom(program, at, About.Methods, name) as readonly Unit[])
      if (!found.includes(method) && hasBody(method)) found.push(method);
    waiting.push(...program.subclassesOf(at));
  }
  return { units: found, isCut: waiting.some((each) => !seen.has(each)) };
}

/** Whether a method is more than a declaration. */
export function hasBody(unit: Unit): boolean {
  return unit.file.ast.child(unit.node, Role.Body) !== NO_NODE;
}

function hasMethod(program: Surroundings, info: ClassInfo, name: Sym): boolean {
  for (const each of withAncestors(info, program)) if (program.methodOf(each, name)) return true;
  return false;
}

function embeddedWith(program: Surroundings, info: ClassInfo, member: Sym, depth: number): ClassInfo | undefined {
  const { file, node } = info.unit;
  if (depth > 3 || file.membersGiven(node, member).length > 0) return undefined;
  const parents = program.superclassesOf(info);
  return (
    parents.find((parent) => parent.unit.file.membersGiven(parent.unit.node, member).length > 0) ??
    parents.find((parent) => embeddedWith(program, parent, member, depth + 1))
  );
}

function isShared(program: Surroundings, info: ClassInfo): boolean {
  const { models, origins } = program.knowledge(info.unit.file);
  return origins.ofClass(info.unit.node).list.some((origin) => models.isShared(origin));
}
