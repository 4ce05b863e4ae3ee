// What an evaluation asks about classes: every call of a method asks some, so they are told apart by numbers and answered once.
// Answers are put into words only when the evaluation is done.

import type { Sym } from "../syntax/symbols.ts";
import { type FieldInfo, fieldOf } from "./class-members.ts";
import type { Surroundings } from "./evaluation.ts";
import { type ClassInfo, type Unit, withAncestors } from "./unit.ts";
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
}

const KINDS_OF_QUESTION = 8;

export class ClassQuestions {
  readonly #program: Surroundings;
  /** By class, the name's number and the question's kind. */
  readonly #values = new Map<ClassInfo, Map<number, unknown>>();
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

  #ask(info: ClassInfo, about: About, name: Sym): unknown {
    let values = this.#values.get(info);
    if (!values) {
      values = new Map();
      this.#values.set(info, values);
    }
    const key = name * KINDS_OF_QUESTION + about;
    if (values.has(key)) return values.get(key);
    const value = lookUp(this.#program, info, about, name);
    values.set(key, value);
    return value;
  }

  seal(): void {
    if (!this.#program.isOnce) this.#putIntoWords();
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
        if (answerOf(about, lookUp(program, info, about, name)) !== answer) return false;
      }
    }
    return true;
  }
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
  }
}

function answerOf(about: About, value: unknown): Answer {
  switch (about) {
    case About.Superclasses:
    case About.Subclasses:
      return (value as readonly ClassInfo[]).map(({ unit }) => unit.id).join();
    case About.ClassOfMember:
      return classKey(value as ClassInfo | undefined);
    case About.Method:
      return (value as Unit | undefined)?.id ?? "";
    case About.Methods:
      return unitsKey(value as readonly Unit[]);
    case About.HasMethod:
      return Number(value);
    case About.Field: {
      const field = value as FieldInfo | undefined;
      return field ? `${field.owner.unit.id} ${field.isStatic} ${constantKey(field.constant)}` : 0;
    }
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

function hasMethod(program: Surroundings, info: ClassInfo, name: Sym): boolean {
  for (const each of withAncestors(info, program)) if (program.methodOf(each, name)) return true;
  return false;
}
