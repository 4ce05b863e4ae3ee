// What evaluations see of the whole program: what its files are known to be, its units and classes by name, and what names, types and
// imports lead to in it. What holds for all of the program is remembered until something changes.

import type { AstNode } from "../syntax/ast.ts";
import type { Sym } from "../syntax/symbols.ts";
import type { ClassAnswers } from "./class-questions.ts";
import { extensionsIn } from "./extensions.ts";
import type { FlowFile } from "./file.ts";
import type { ImportGraph } from "./import-graph.ts";
import type { ModuleResolver } from "./modules.ts";
import type { Settings } from "./settings.ts";
import type { Solver } from "./solver.ts";
import { subclassesIn } from "./subclasses.ts";
import type { Summary } from "./summary.ts";
import type { DefinedConstant, Entity, FileKnowledge, Surroundings } from "./surroundings.ts";
import type { ClassInfo, Unit } from "./unit.ts";
import type { Constant } from "./value.ts";
import type { InputConstants } from "./variants.ts";

/** What a program is made of, as it is at any time. */
export interface ProgramParts {
  readonly isOnce: boolean;
  readonly settings: Settings;
  readonly units: ReadonlyMap<string, Unit>;
  readonly classes: ReadonlyMap<string, ClassInfo>;
  readonly modules: ModuleResolver;
  readonly imports: ImportGraph;
  solver(): Solver;
  files(): Iterable<FlowFile>;
  fileAt(path: string): FlowFile | undefined;
  knowledge(file: FlowFile): FileKnowledge;
  /** What was found out of the classes of a file, to be added to. */
  superclassesIn(path: string): Map<ClassInfo, readonly ClassInfo[]> | undefined;
}

const NO_UNITS: readonly Unit[] = [];

export class SurroundingsOfProgram implements Surroundings {
  readonly #program: ProgramParts;
  readonly #modules: ModuleResolver;
  classAnswers: ClassAnswers = new Map();
  #subclasses: Map<ClassInfo, ClassInfo[]> | undefined;
  #extensions: Map<Sym, Unit[]> | undefined;

  constructor(program: ProgramParts) {
    this.#program = program;
    this.#modules = program.modules;
  }

  /** What was found out about classes may be something else; of which there are, and what they extend, only if `keepsClasses` is not said. */
  forget(keepsClasses = false): void {
    this.classAnswers = new Map();
    if (keepsClasses) return;
    this.#subclasses = undefined;
    this.#extensions = undefined;
  }

  get isOnce(): boolean {
    return this.#program.isOnce;
  }

  get settings(): Settings {
    return this.#program.settings;
  }

  knowledge(file: FlowFile): FileKnowledge {
    return this.#program.knowledge(file);
  }

  fileAt(path: string): FlowFile | undefined {
    return this.#program.fileAt(path);
  }

  unitNamed(id: string): Unit | undefined {
    return this.#program.units.get(id);
  }

  classNamed(id: string): ClassInfo | undefined {
    return this.#program.classes.get(id);
  }

  summaryOf(unit: Unit, depth?: number): Summary | undefined {
    return this.#program.solver().summaryOf(unit, depth);
  }

  isAssigned(info: ClassInfo, name: Sym): boolean {
    return [info, ...this.subclassesOf(info)].some(({ unit: { file } }) =>
      [file.path, ...(this.#program.imports.importersOf(file.path) ?? [])].some(
        (path) => this.#program.fileAt(path)?.assigns(name) ?? false,
      ),
    );
  }

  variantOf(unit: Unit, constants: InputConstants, depth: number): Unit | undefined {
    return this.#program.solver().variantOf(unit, constants, depth);
  }

  imported(file: FlowFile, module: string, member: string): Entity | undefined {
    return this.#modules.imported(file, module, member);
  }

  exported(file: FlowFile, name: string): Entity | undefined {
    return this.#modules.exported(file, name);
  }

  memberOfVariable(key: string, path: readonly string[]): Entity | undefined {
    return this.#modules.memberOfVariable(key, path);
  }

  constantOfVariable(key: string, path: readonly string[]): Constant {
    const found = this.#modules.fixedMemberOfVariable(key, path);
    return found && this.knowledge(found.file).constants.of(found.value);
  }

  writtenConstant(key: string, path: readonly string[]): Constant {
    const found = this.#modules.writtenMemberOfVariable(key, path);
    return found && this.knowledge(found.file).constants.of(found.value);
  }

  inPackage(folder: string, name: string): Entity | undefined {
    return this.#modules.inPackage(folder, name);
  }

  entityOf(file: FlowFile, declaration: AstNode): Entity | undefined {
    return this.#modules.entityOfDeclaration(file, declaration);
  }

  superclassesOf(info: ClassInfo): readonly ClassInfo[] {
    const known = this.#program.superclassesIn(info.unit.file.path);
    let superclasses = known?.get(info);
    if (!superclasses) {
      superclasses = this.#modules.superclassesOf(info);
      known?.set(info, superclasses);
    }
    return superclasses;
  }

  classOfType(file: FlowFile, type: AstNode): ClassInfo | undefined {
    return this.#modules.classNamedBy(file, type);
  }

  extensionMethods(name: Sym): readonly Unit[] {
    this.#extensions ??= extensionsIn(this.#program.files());
    return this.#extensions.get(name) ?? NO_UNITS;
  }

  methodOf(info: ClassInfo, name: Sym): Unit | undefined {
    return this.#modules.methodOf(info, name);
  }

  entityAt(file: FlowFile, node: AstNode): Entity | undefined {
    return this.#modules.entityAt(file, node);
  }

  classOfName(file: FlowFile, dotted: string): ClassInfo | undefined {
    return this.#modules.classOfName(file, dotted);
  }

  classOfReceiver(unit: Unit): ClassInfo | undefined {
    return this.#modules.classOfReceiver(unit);
  }

  declaredElsewhere(file: FlowFile, node: AstNode): Entity | undefined {
    return this.#modules.declaredElsewhere(file, file.ast.symbol(node), node);
  }

  definedConstant(file: FlowFile, node: AstNode): DefinedConstant | undefined {
    const found = this.#modules.packages.shared.constantNamed(file, file.ast.name(node), node);
    return found && { constant: this.knowledge(found.file).constants.of(found.node) };
  }

  named(file: FlowFile, name: string): Entity | undefined {
    return this.#modules.named(file, name);
  }

  structMembers(file: FlowFile, node: AstNode): readonly string[] | undefined {
    return this.#modules.structMembers(file, node);
  }

  included(file: FlowFile, call: AstNode): FlowFile | undefined {
    return this.#modules.files.included(file, call);
  }

  subclassesOf(info: ClassInfo): readonly ClassInfo[] {
    this.#subclasses ??= subclassesIn({
      files: this.#program.files(),
      superclassesOf: (each) => this.superclassesOf(each),
      methodNamesOf: (each) => this.#modules.methodNamesOf(each),
      joinedByImports: (paths) => this.#program.imports.joined(paths),
    });
    return this.#subclasses.get(info) ?? [];
  }

  classOfDeclaration(file: FlowFile, declaration: AstNode): ClassInfo | undefined {
    return this.#modules.classOfDeclaration(file, declaration);
  }

  classOfMember(info: ClassInfo, member: Sym): ClassInfo | undefined {
    return this.#modules.classOfMember(info, member);
  }
}
