// What an evaluation asks about the world outside its unit's own text: what names mean, which library paths expressions
// stand for, what classes extend. Every question is noted with its answer. While the unit's text stays and all answers are
// the same, its result is, too: that is how an edit elsewhere costs nothing here.

import { type AstNode, NO_NODE } from "../syntax/ast.ts";
import { Flag, Kind, Role } from "../syntax/kind.ts";
import { intern, nameOf, type Sym } from "../syntax/symbols.ts";
import type { Steps } from "../text/steps.ts";
import { annotatedNames, classAround, componentsOf, type FieldInfo, instanceAround } from "./class-members.ts";
import {
  type Answer,
  ClassQuestions,
  classKey,
  constantKey,
  hasBody,
  type MeantMethods,
  unitsKey,
} from "./class-questions.ts";
import { isBound } from "./csharp.ts";
import type { Declaration, FlowFile } from "./file.ts";
import { isDict, isFixedList, isFixedLoop } from "./fixed-lists.ts";
import { receiverDeclaredFor } from "./given-receivers.ts";
import type { Handler } from "./handlers.ts";
import { list } from "./model-index.ts";
import type { Origin } from "./origin.ts";
import type { Origins } from "./origins.ts";
import { parameterTypesOf } from "./overloads.ts";
import { decoratorFunction } from "./parameter-decorators.ts";
import { prototypeMethod } from "./prototypes.ts";
import { type Provider, providerOf } from "./query-providers.ts";
import { leadingText } from "./quoting.ts";
import { declaresAttribute } from "./ruby.ts";
import { symbolText } from "./static-constants.ts";
import type { DefinedConstant, Entity, Surroundings } from "./surroundings.ts";
import { type ClassInfo, nodesOfUnit, parameterNode, type Unit, withAncestors } from "./unit.ts";
import { hashText } from "./unit-text.ts";
import type { Constant } from "./value.ts";

/** What a name means. */
export interface Resolution {
  /** NO_NODE when nothing in the file declares it. */
  readonly declaration: Declaration;
  /** A function, class, module or another file's variable. */
  readonly entity: Entity | undefined;
  readonly isOfProgram: boolean;
  /** A bare name of a member of the class around: Java's and C#'s fields. */
  readonly isMember: boolean;
  readonly isParameter: boolean;
  /** The very node gives the variable a value. */
  readonly isWritten: boolean;
}

/** What is known of a variable of another unit. */
export interface OuterVariable {
  readonly constant: Constant;
  readonly origins: readonly Origin[];
  readonly class: ClassInfo | undefined;
}

/** Questions about a node of the unit. */
enum About {
  Name,
  Outer,
  Origins,
  Constant,
  Pattern,
  Captured,
  ParameterClass,
  Decorator,
  Entity,
  TypeClass,
  Included,
  LeadingText,
  Struct,
  FixedList,
  FixedLoop,
  Dict,
  Factory,
  Defined,
  Getter,
  Setter,
  Receiver,
}

const KINDS_OF_QUESTION = 32;
const QUESTIONS_IN_A_STEP = 500;

const NOTHING_DECLARED: Resolution = {
  declaration: NO_NODE,
  entity: undefined,
  isOfProgram: false,
  isMember: false,
  isParameter: false,
  isWritten: false,
};

export class Inquiry {
  readonly #unit: Unit;
  readonly #program: Surroundings;
  /** By the node's number in the unit and the question's kind. */
  #aboutNodes: Map<number, Answer> | undefined;
  #named: Map<string, Answer> | undefined;
  readonly #classes: ClassQuestions;
  readonly #names = new Map<AstNode, Resolution>();

  constructor(unit: Unit, program: Surroundings) {
    this.#unit = unit;
    this.#program = program;
    this.#classes = new ClassQuestions(program);
  }

  #index(node: AstNode): number {
    return node === this.#unit.node ? 0 : this.#unit.file.ownIndex(node);
  }

  #note<T>(about: About, node: AstNode, value: T, answer: (value: T) => Answer): T {
    if (this.#program.isOnce) return value;
    const key = this.#index(node) * KINDS_OF_QUESTION + about;
    this.#aboutNodes ??= new Map();
    if (!this.#aboutNodes.has(key)) this.#aboutNodes.set(key, answer(value));
    return value;
  }

  /** The question's parts follow the answer, and are put together only where it is noted. */
  #noteNamed<T>(value: T, answer: (value: T) => Answer, ...parts: readonly string[]): T {
    if (this.#program.isOnce) return value;
    const question = parts.join("\u0000");
    this.#named ??= new Map();
    if (!this.#named.has(question)) this.#named.set(question, answer(value));
    return value;
  }

  resolve(node: AstNode): Resolution {
    let resolution = this.#names.get(node);
    if (!resolution) {
      resolution = resolve(this.#program, this.#unit.file, this.#unit, node);
      this.#names.set(node, resolution);
      this.#note(About.Name, node, resolution, (value) => resolutionKey(this.#unit, value));
    }
    return resolution;
  }

  /** A variable of another unit, named by `node`, or (NO_NODE) of another file. */
  outer(node: AstNode, file: FlowFile, declaration: Declaration): OuterVariable {
    const known = outerVariable(this.#program, file, declaration);
    if (node !== NO_NODE) return this.#note(About.Outer, node, known, outerKey);
    return this.#noteNamed(known, outerKey, "outer", file.path, file.nameOf(declaration), file.keyOf(declaration));
  }

  origins(node: AstNode): Origins {
    return this.#note(About.Origins, node, this.#program.knowledge(this.#unit.file).origins.of(node), originsKey);
  }

  /** The function of the program that a decorator was made of by a library's call: Nest's `createParamDecorator(f)`. */
  decoratorFunction(node: AstNode): Unit | undefined {
    return this.#note(About.Factory, node, decoratorFunction(this.#program, this.#unit.file, node), unitKey);
  }

  decoratorOrigins(node: AstNode): readonly Origin[] {
    return this.#note(
      About.Decorator,
      node,
      this.#program.knowledge(this.#unit.file).origins.ofDecorator(node),
      (list) => list.join(),
    );
  }

  constant(node: AstNode): Constant {
    return this.#note(About.Constant, node, this.#program.knowledge(this.#unit.file).constants.of(node), constantKey);
  }

  /** A constant that its file does not declare (PHP). */
  definedConstant(node: AstNode): DefinedConstant | undefined {
    return this.#note(About.Defined, node, this.#program.definedConstant(this.#unit.file, node), definedKey);
  }

  /** The text of the regular expression that an expression is or holds. */
  pattern(node: AstNode): string | undefined {
    return this.#note(About.Pattern, node, patternOf(this.#unit.file, node, 0), (text) => text ?? 0);
  }

  /** Whether functions inside use a variable of this unit. */
  isCaptured(declaration: Declaration): boolean {
    return this.#note(About.Captured, declaration, isCaptured(this.#unit.file, this.#unit, declaration), Number);
  }

  classOfParameter(target: AstNode): ClassInfo | undefined {
    return this.#note(
      About.ParameterClass,
      target,
      this.#program.classOfDeclaration(this.#unit.file, target),
      classKey,
    );
  }

  /** The class of the program that a Type names. */
  classOfType(type: AstNode): ClassInfo | undefined {
    return this.#note(About.TypeClass, type, this.#program.classOfType(this.#unit.file, type), classKey);
  }

  /** The names of those parameters of a function whose defaults and types are none of these. */
  parametersWithout(unit: Unit, paths: string | readonly string[] | undefined): readonly Sym[] {
    const { models, origins } = this.#program.knowledge(unit.file);
    const { ast } = unit.file;
    const names = unit.parameters
      .filter((parameter) => {
        const node = parameterNode(unit, parameter);
        if (ast.language === "csharp" && !isBound(ast, node)) return false;
        return [Role.Default, Role.Type].every((role) => {
          const part = ast.child(node, role);
          return part === NO_NODE || !models.isAtAny(origins.of(part).list, paths);
        });
      })
      .map(({ name }) => name);
    return this.#noteNamed(names, namesKey, "parameters", unit.id, ...list(paths));
  }

  handlers(): readonly Handler[] {
    return this.#noteNamed(
      this.#program.knowledge(this.#unit.file).origins.handlers.of(this.#unit.node),
      handlersKey,
      "handlers",
    );
  }

  /** Whether a class of Ruby's, or one that it has everything of, declares an accessor. */
  hasAttribute(info: ClassInfo, name: string): boolean {
    return this.#noteNamed(hasAttribute(this.#program, info, name), Number, "attribute", info.unit.id, name);
  }

  /** The members of the Struct that a constant is. */
  structMembers(node: AstNode): readonly string[] | undefined {
    return this.#note(
      About.Struct,
      node,
      this.#program.structMembers(this.#unit.file, node),
      (members) => members?.join() ?? 0,
    );
  }

  parameterTypes(unit: Unit): readonly string[] {
    return this.#noteNamed(parameterTypesOf(unit), typesKey, "types", unit.id);
  }

  isEnumeration(info: ClassInfo): boolean {
    return this.#noteNamed(isEnumeration(info), Number, "enumeration", info.unit.id);
  }

  /** A function or class by its name. */
  named(name: string): Entity | undefined {
    return this.#noteNamed(this.#program.named(this.#unit.file, name), entityKey, "named", name);
  }

  /** Whether a field or constant outside of the unit holds constants alone; undefined where the name means something else. */
  isFixedList(name: AstNode): boolean | undefined {
    const { file } = this.#unit;
    return this.#note(About.FixedList, name, isFixedList(file, this.#program.knowledge(file), name), listKey);
  }

  /** Whether a loop around the unit, whose variable the name is, goes through constants. */
  isFixedLoop(name: AstNode): boolean {
    const { file } = this.#unit;
    return this.#note(About.FixedLoop, name, isFixedLoop(file, this.#program.knowledge(file), name), Number);
  }

  /** Whether the only value of the variable that a name means is written as a dict. */
  isDict(name: AstNode): boolean {
    return this.#note(About.Dict, name, isDict(this.#unit.file, name), Number);
  }

  /** The literal text that an expression begins with. */
  leadingText(node: AstNode): string {
    return this.#note(About.LeadingText, node, leadingTextOf(this.#unit.file, node), (text) => text);
  }

  /** Kotlin: the methods of a library's class that reading or writing a property calls. */
  getters(node: AstNode): Origins {
    return this.#note(About.Getter, node, this.#program.knowledge(this.#unit.file).origins.ofGetter(node), originsKey);
  }

  setters(node: AstNode): Origins {
    return this.#note(About.Setter, node, this.#program.knowledge(this.#unit.file).origins.ofSetter(node), originsKey);
  }

  /** Kotlin: the parameter that is `this` in the lambda around, if that has a receiver. */
  givenReceiver(node: AstNode): AstNode {
    const { file } = this.#unit;
    return this.#note(About.Receiver, node, receiverDeclaredFor(file, node), (declaration) =>
      unitKeyAt(file, declaration),
    );
  }

  /** The file that a call includes. */
  included(call: AstNode): FlowFile | undefined {
    return this.#note(About.Included, call, this.#program.included(this.#unit.file, call), (file) => file?.path ?? 0);
  }

  imported(module: string, member: string): Entity | undefined {
    return this.#noteNamed(
      this.#program.imported(this.#unit.file, module, member),
      entityKey,
      "import",
      module,
      member,
    );
  }

  /** A member of a module; of a package that is a folder, when the path ends with a slash. */
  exported(path: string, name: string): Entity | undefined {
    return this.#noteNamed(exportedAt(this.#program, path, name), entityKey, "export", path, name);
  }

  /** A function or class in an object literal that a variable of some file holds. */
  memberOfVariable(key: string, path: readonly string[]): Entity | undefined {
    return this.#noteNamed(this.#program.memberOfVariable(key, path), entityKey, "literal", key, path.join("."));
  }

  /** The constant that a member of such an object literal is and stays. */
  constantOfVariable(key: string, path: readonly string[]): Constant {
    return this.#noteNamed(this.#program.constantOfVariable(key, path), constantKey, "fixed", key, path.join("."));
  }

  /** The constant that such a member is written as. */
  writtenConstant(key: string, path: readonly string[]): Constant {
    return this.#noteNamed(this.#program.writtenConstant(key, path), constantKey, "written", key, path.join("."));
  }

  /** The names that a module of the program exports. */
  exportsOf(path: string): readonly string[] {
    return this.#noteNamed(exportNames(this.#program, path), (names) => names.join(), "exports", path);
  }

  superclassesOf(info: ClassInfo): readonly ClassInfo[] {
    return this.#classes.superclassesOf(info);
  }

  subclassesOf(info: ClassInfo): readonly ClassInfo[] {
    return this.#classes.subclassesOf(info);
  }

  classOfMember(info: ClassInfo, member: Sym): ClassInfo | undefined {
    return this.#classes.classOfMember(info, member);
  }

  /** The methods of a class: a question, because its body is another unit's text. */
  methodOf(info: ClassInfo, name: Sym): Unit | undefined {
    return this.#classes.methodOf(info, name);
  }

  /** The methods that a call may mean: the nearest upwards, and where the class is only what is declared, those of classes below. */
  methodsMeant(info: ClassInfo, name: Sym, isDeclared: boolean): MeantMethods {
    return this.#classes.methodsMeant(info, name, isDeclared);
  }

  /** All methods of a name, where a language has several. */
  methodsOf(info: ClassInfo, name: Sym): readonly Unit[] {
    return this.#classes.methodsOf(info, name);
  }

  /** Whether a class or an ancestor has a method. */
  hasMethod(info: ClassInfo, name: Sym): boolean {
    return this.#classes.hasMethod(info, name);
  }

  /** A method that the prototype of a function is given. */
  prototypeMethod(unit: Unit, name: Sym): Unit | undefined {
    return this.#noteNamed(prototypeMethod(unit, name), unitKey, "prototype", unit.id, nameOf(name));
  }

  hasBody(unit: Unit): boolean {
    return this.#noteNamed(hasBody(unit), Number, "body", unit.id);
  }

  /** The method that does what this one is declared for. */
  provider(): Provider | undefined {
    return this.#noteNamed(providerOf(this.#program, this.#unit), providerKey, "provider");
  }

  field(info: ClassInfo, name: Sym): FieldInfo | undefined {
    return this.#classes.field(info, name);
  }

  /** The class whose instance an inner class's instance lies in. */
  instanceAround(info: ClassInfo): ClassInfo | undefined {
    return this.#noteNamed(instanceAround(info), classKey, "around", info.unit.id);
  }

  /** Whether a field holds numbers, dates or the like alone. */
  isOfValueType(info: ClassInfo, member: Sym): boolean {
    return this.#classes.isOfValueType(info, member);
  }

  /** Whether one instance of a class serves several requests at once. */
  isShared(info: ClassInfo): boolean {
    return this.#classes.isShared(info);
  }

  /** The class that a class is declared in. */
  classAround(info: ClassInfo): ClassInfo | undefined {
    return this.#noteNamed(classAround(info), classKey, "lexical", info.unit.id);
  }

  /** The function or class of the program that an expression or type names. */
  entity(node: AstNode): Entity | undefined {
    return this.#note(About.Entity, node, this.#program.entityAt(this.#unit.file, node), entityKey);
  }

  /** What a `.properties` file of the workspace says, by the name that the program has for it. */
  settings(name: string): ReadonlyMap<string, string> | undefined {
    const path = this.#program.settings.find(this.#unit.file.path, name);
    this.#noteNamed(path, (found) => settingsKey(this.#program, found), "settings", name);
    return path === undefined ? undefined : this.#program.settings.properties(path);
  }

  /** The class of a whole name that is known only as a text. */
  classNamed(dotted: string): ClassInfo | undefined {
    return this.#noteNamed(this.#program.classOfName(this.#unit.file, dotted), classKey, "class", dotted);
  }

  /** The components of a record or primary constructor, in order. */
  componentsOf(info: ClassInfo): readonly string[] {
    return this.#noteNamed(componentNames(info), (names) => names.join(), "components", info.unit.id);
  }

  /** C#'s extension methods of a name. */
  extensionMethods(name: Sym): readonly Unit[] {
    return this.#noteNamed(this.#program.extensionMethods(name), unitsKey, "extensions", nameOf(name));
  }

  /** The names of a class's fields, in order. */
  fieldsOf(info: ClassInfo): readonly string[] {
    return this.#noteNamed(fieldsOf(this.#program, info), (names) => names.join(), "fields", info.unit.id);
  }

  /** The class that a Go struct embeds and that has a field which the struct itself has not. */
  embeddedWith(info: ClassInfo, member: Sym): ClassInfo | undefined {
    return this.#classes.embeddedWith(info, member);
  }

  /** The class of a Go method's receiver. */
  classOfReceiver(unit: Unit): ClassInfo | undefined {
    if (unit.file.language !== "go") return undefined;
    return this.#noteNamed(this.#program.classOfReceiver(unit), classKey, "receiver", unit.id);
  }

  /** All methods of a class itself. */
  allMethodsOf(info: ClassInfo): readonly Unit[] {
    return this.#classes.allMethodsOf(info);
  }

  /** Lambdas have the receiver of what is around them. */
  isLambda(unit: Unit): boolean {
    return this.#noteNamed(isLambda(unit), Number, "lambda", unit.id);
  }

  /** Nothing more will be asked: lets go of what only the asking needed. */
  seal(): void {
    this.#names.clear();
    this.#classes.seal();
  }

  /** Asks everything again. True when the unit's text being the same means that its result is. */
  *stillHolds(program: Surroundings): Steps<boolean> {
    const file = this.#unit.file;
    const nodes = nodesOfUnit(this.#unit);
    let asked = 0;
    for (const [key, answer] of this.#aboutNodes ?? []) {
      if (++asked % QUESTIONS_IN_A_STEP === 0) yield;
      const node = nodes[Math.floor(key / KINDS_OF_QUESTION)];
      if (node === undefined || answerAbout(program, file, this.#unit, key % KINDS_OF_QUESTION, node) !== answer)
        return false;
    }
    for (const [question, answer] of this.#named ?? [])
      if (answerNamed(program, file, this.#unit, question) !== answer) return false;
    return this.#classes.stillHold(program);
  }
}

function answerAbout(program: Surroundings, file: FlowFile, unit: Unit, about: About, node: AstNode): Answer {
  switch (about) {
    case About.Name:
      return resolutionKey(unit, resolve(program, file, unit, node));
    case About.Outer:
      return outerKey(outerVariable(program, file, file.names.declarationOf(node)));
    case About.Origins:
      return originsKey(program.knowledge(file).origins.of(node));
    case About.Constant:
      return constantKey(program.knowledge(file).constants.of(node));
    case About.Defined:
      return definedKey(program.definedConstant(file, node));
    case About.Pattern:
      return patternOf(file, node, 0) ?? 0;
    case About.Captured:
      return Number(isCaptured(file, unit, node));
    case About.ParameterClass:
      return classKey(program.classOfDeclaration(file, node));
    case About.Struct:
      return program.structMembers(file, node)?.join() ?? 0;
    case About.LeadingText:
      return leadingTextOf(file, node);
    case About.FixedList:
      return listKey(isFixedList(file, program.knowledge(file), node));
    case About.FixedLoop:
      return Number(isFixedLoop(file, program.knowledge(file), node));
    case About.Factory:
      return unitKey(decoratorFunction(program, file, node));
    case About.Dict:
      return Number(isDict(file, node));
    case About.Getter:
      return originsKey(program.knowledge(file).origins.ofGetter(node));
    case About.Setter:
      return originsKey(program.knowledge(file).origins.ofSetter(node));
    case About.Receiver:
      return unitKeyAt(file, receiverDeclaredFor(file, node));
    case About.Included:
      return program.included(file, node)?.path ?? 0;
    case About.Decorator:
      return program.knowledge(file).origins.ofDecorator(node).join();
    case About.Entity:
      return entityKey(program.entityAt(file, node));
    case About.TypeClass:
      return classKey(program.classOfType(file, node));
  }
}

function answerNamed(program: Surroundings, file: FlowFile, unit: Unit, question: string): Answer | undefined {
  const [kind, first, second, third] = question.split("\u0000") as [string, string, string, string];
  if (kind === "handlers") return handlersKey(program.knowledge(file).origins.handlers.of(unit.node));
  if (kind === "provider") return providerKey(providerOf(program, unit));
  if (kind === "named") return entityKey(program.named(file, first));
  if (kind === "import") return entityKey(program.imported(file, first, second));
  if (kind === "literal") return entityKey(program.memberOfVariable(first, second.split(".")));
  if (kind === "fixed") return constantKey(program.constantOfVariable(first, second.split(".")));
  if (kind === "written") return constantKey(program.writtenConstant(first, second.split(".")));
  if (kind === "exports") return exportNames(program, first).join();
  if (kind === "export") return entityKey(exportedAt(program, first, second));
  if (kind === "outer") {
    const other = program.fileAt(first);
    const declaration = other?.declarationNamed(second, third) ?? NO_NODE;
    return other && declaration !== NO_NODE ? outerKey(outerVariable(program, other, declaration)) : undefined;
  }
  if (kind === "lambda") {
    const other = program.unitNamed(first);
    return other && Number(isLambda(other));
  }
  if (kind === "types") {
    const other = program.unitNamed(first);
    return other && typesKey(parameterTypesOf(other));
  }
  if (kind === "body") {
    const other = program.unitNamed(first);
    return other && Number(hasBody(other));
  }
  if (kind === "prototype") {
    const other = program.unitNamed(first);
    return other && unitKey(prototypeMethod(other, intern(second)));
  }
  if (kind === "settings") return settingsKey(program, program.settings.find(file.path, first));
  if (kind === "class") return classKey(program.classOfName(file, first));
  if (kind === "receiver") {
    const other = program.unitNamed(first);
    return other && classKey(program.classOfReceiver(other));
  }
  if (kind === "extensions") return unitsKey(program.extensionMethods(intern(first)));
  const info = program.classNamed(first);
  if (!info) return undefined;
  if (kind === "enumeration") return Number(isEnumeration(info));
  if (kind === "components") return componentNames(info).join();
  if (kind === "fields") return fieldsOf(program, info).join();
  if (kind === "attribute") return Number(hasAttribute(program, info, second));
  if (kind === "around") return classKey(instanceAround(info));
  return kind === "lexical" ? classKey(classAround(info)) : undefined;
}

function listKey(isFixed: boolean | undefined): Answer {
  return isFixed === undefined ? 2 : Number(isFixed);
}

function exportNames(program: Surroundings, path: string): readonly string[] {
  return program.fileAt(path)?.names.exports.map(({ name }) => name) ?? [];
}

function exportedAt(program: Surroundings, path: string, name: string): Entity | undefined {
  if (path.endsWith("/")) return program.inPackage(path.slice(0, -1), name);
  const file = program.fileAt(path);
  return file && program.exported(file, name);
}

function unitKey(unit: Unit | undefined): Answer {
  return unit?.id ?? 0;
}

function settingsKey(program: Surroundings, path: string | undefined): Answer {
  return path === undefined ? 0 : `${path} ${hashText(program.settings.text(path) ?? "")}`;
}

function resolve(program: Surroundings, file: FlowFile, unit: Unit, node: AstNode): Resolution {
  const { ast, names } = file;
  const declaration = names.declarationOf(node);
  if (declaration === NO_NODE) {
    const elsewhere = program.declaredElsewhere(file, node);
    return elsewhere
      ? { ...NOTHING_DECLARED, entity: elsewhere, isOfProgram: elsewhere.kind !== "variable" }
      : NOTHING_DECLARED;
  }
  const found = program.entityOf(file, declaration);
  const entity = found && (found.kind !== "variable" || found.file !== file) ? found : undefined;
  const owner = file.ownerOf(declaration);
  return {
    declaration,
    entity,
    isOfProgram: entity !== undefined && entity.kind !== "variable",
    isMember: owner.kind === "class" && owner !== unit,
    isParameter: ast.kind(ast.parent(declaration)) === Kind.Parameter,
    isWritten: names.isWriterOf(declaration, node),
  };
}

function resolutionKey(unit: Unit, { declaration, entity, isMember, isParameter, isWritten }: Resolution): Answer {
  if (declaration === NO_NODE) return entity ? `elsewhere ${entityKey(entity)}` : 0;
  const { file } = unit;
  const flags = Number(isMember) + 2 * Number(isParameter) + 4 * Number(isWritten);
  if (!entity && file.ownerOf(declaration) === unit) return 1 + flags + 8 * file.ownIndex(declaration);
  return `${flags} ${entity ? entityKey(entity) : file.keyOf(declaration)}`;
}

function entityKey(entity: Entity | undefined): Answer {
  switch (entity?.kind) {
    case undefined:
      return 0;
    case "function":
      return `f ${entity.unit.id}`;
    case "class":
      return `c ${entity.info.unit.id}`;
    case "module":
      return `m ${entity.file.path}`;
    case "package":
      return `p ${entity.folder}`;
    case "variable":
      return `v ${entity.file.keyOf(entity.declaration)}`;
  }
}

function outerVariable(program: Surroundings, file: FlowFile, declaration: Declaration): OuterVariable {
  const { constants, origins } = program.knowledge(file);
  return {
    constant: constants.of(file.names.onlyValueOf(declaration)) ?? symbolText(file.ast, file.names, declaration),
    origins: origins.of(declaration).list,
    class: program.classOfDeclaration(file, declaration),
  };
}

function definedKey(defined: DefinedConstant | undefined): Answer {
  return defined ? `= ${constantKey(defined.constant)}` : 0;
}

function outerKey({ constant, origins, class: info }: OuterVariable): Answer {
  return `${constantKey(constant)} ${origins.join()} ${classKey(info)}`;
}

function providerKey(provider: Provider | undefined): Answer {
  return provider ? `${classKey(provider.class)} ${provider.method}` : 0;
}

function originsKey({ list, isGuess }: Origins): Answer {
  if (list.length === 0) return 0;
  if (list.length === 1) return isGuess ? -list[0]! : list[0]!;
  return `${list.join()} ${isGuess}`;
}

function namesKey(names: readonly Sym[]): string {
  return names.map(nameOf).join();
}

function typesKey(types: readonly string[]): string {
  return types.join();
}

const rowNumbers = new WeakMap<object, number>();
let rowCount = 0;

export function handlersKey(handlers: readonly Handler[]): Answer {
  return handlers
    .map(({ row }) => {
      let number = rowNumbers.get(row);
      if (number === undefined) {
        number = ++rowCount;
        rowNumbers.set(row, number);
      }
      return number;
    })
    .join();
}

function isEnumeration({ unit: { file, node } }: ClassInfo): boolean {
  if (file.language === "python")
    return file.ast
      .children(node, Role.Superclass)
      .some((each) => /^(?:Int|Str)?(?:Enum|Flag)$/.test(file.ast.name(each)));
  return file.ast.children(node, Role.Member).some((member) => file.ast.kind(member) === Kind.EnumMember);
}

function componentNames(info: ClassInfo): string[] {
  return componentsOf(info).map(nameOf);
}

function fieldsOf(program: Surroundings, info: ClassInfo): string[] {
  const { file } = info.unit;
  if (file.language !== "python") return ownFieldsOf(info);
  const all = [...withAncestors(info, program, MOST_ANCESTORS)].reverse().flatMap(annotatedNames);
  return [...new Set(all)];
}

function ownFieldsOf({ unit }: ClassInfo): string[] {
  const { ast } = unit.file;
  return ast
    .children(unit.node, Role.Member)
    .filter((member) => ast.kind(member) === Kind.Field)
    .map((member) => ast.name(member));
}

const MOST_ANCESTORS = 24;

function hasAttribute(program: Surroundings, info: ClassInfo, name: string): boolean {
  for (const each of withAncestors(info, program, MOST_ANCESTORS)) if (declaresAttribute(each, name)) return true;
  return false;
}

function leadingTextOf(file: FlowFile, node: AstNode): string {
  const { ast, names } = file;
  return leadingText(ast, node, (name) => {
    const declaration = names.declarationOf(name);
    return declaration === NO_NODE ? NO_NODE : names.onlyValueOf(declaration);
  });
}

function unitKeyAt(file: FlowFile, declaration: AstNode): Answer {
  return declaration === NO_NODE ? 0 : file.unitAt(declaration).id;
}

function isLambda(unit: Unit): boolean {
  return unit.file.ast.hasFlag(unit.node, Flag.Lambda);
}

function isCaptured(file: FlowFile, unit: Unit, declaration: Declaration): boolean {
  const { names, ast } = file;
  // All that use a function's variable stand in it.
  const uses =
    unit.kind === "function" && file.ownerOf(declaration) === unit
      ? names.usesWithin(declaration, unit.node, ast.next(unit.node))
      : names.usesOf(declaration);
  return uses.some((use) => file.unitAt(use) !== unit);
}

/** A regular expression's text: of a literal, a constant, a variable that holds one, what compiles one. */
function patternOf(file: FlowFile, node: AstNode, depth: number): string | undefined {
  const { ast, names } = file;
  if (node === NO_NODE || depth > 4) return undefined;
  switch (ast.kind(node)) {
    case Kind.Regex:
      return ast.name(node);
    case Kind.String:
      return ast.stringValue(node);
    case Kind.Identifier: {
      const declaration = names.declarationOf(node);
      if (declaration === NO_NODE) return undefined;
      const field = ast.parent(declaration);
      const isFixed = ast.kind(field) === Kind.Field && !names.isReassigned(declaration);
      const value = isFixed ? ast.child(field, Role.Value) : names.onlyValueOf(declaration);
      if (value !== NO_NODE) return patternOf(file, value, depth + 1);
      const beside = file.givenBeside(declaration);
      return beside.isFirst ? patternOf(file, beside.value, depth + 1) : undefined;
    }
    case Kind.Call:
    case Kind.New: {
      const callee = ast.child(node, Role.Callee);
      const isCompiled =
        callee !== NO_NODE && /^(RegExp|compile|MustCompile|Compile|Regex|Pattern)$/.test(ast.name(callee));
      // Kotlin: `"[a-z]+".toRegex()`
      if (callee !== NO_NODE && /^to(Regex|Pattern)$/.test(ast.name(callee)))
        return patternOf(file, ast.child(callee, Role.Object), depth + 1);
      return isCompiled ? patternOf(file, ast.child(node, Role.Argument), depth + 1) : undefined;
    }
    default:
      return undefined;
  }
}
