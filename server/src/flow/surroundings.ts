// What an evaluation sees of the program around its unit: other files and their knowledge, summaries of what it calls, what names and
// types stand for. The program hands it in; evaluations, questions and the solver know no more of the program than this.

import type { AstNode } from "../syntax/ast.ts";
import type { Sym } from "../syntax/symbols.ts";
import type { ClassAnswers } from "./class-questions.ts";
import type { Declaration, FlowFile } from "./file.ts";
import type { ModelIndex } from "./model-index.ts";
import type { OriginResolver } from "./origin-resolver.ts";
import type { Settings } from "./settings.ts";
import type { FileMarks } from "./spec.ts";
import type { StaticConstants } from "./static-constants.ts";
import type { Summary } from "./summary.ts";
import type { ClassInfo, Unit } from "./unit.ts";
import type { Constant } from "./value.ts";
import type { InputConstants } from "./variants.ts";

/** What an imported or declared name is, when it is something of the program. */
export type Entity =
  | { readonly kind: "function"; readonly unit: Unit }
  | { readonly kind: "class"; readonly info: ClassInfo }
  | { readonly kind: "module"; readonly file: FlowFile }
  /** A package of Python that is a folder without a file of its own. */
  | { readonly kind: "package"; readonly folder: string }
  | { readonly kind: "variable"; readonly file: FlowFile; readonly declaration: Declaration };

/** A constant that is named by a text. */
export interface DefinedConstant {
  /** Undefined where its value is not known. */
  readonly constant: Constant;
}

/** What a file is known to be, beyond its own text. */
export interface FileKnowledge {
  readonly models: ModelIndex;
  readonly origins: OriginResolver;
  readonly marks: FileMarks;
  readonly constants: StaticConstants;
  /** Rules that ask for what is not known to be one of the program's constants. */
  readonly openRules: ReadonlySet<string>;
  /** Kinds of sinks that such rules look at. */
  readonly openKinds: ReadonlySet<string>;
  /** Whether a rule asks for values that stand in a query's text where a parameter could. */
  readonly looksForUnbound: boolean;
}

/** The rest of the program, as an evaluation sees it. */
export interface Surroundings {
  /** Nothing ever changes: what evaluations ask need not be noted. */
  readonly isOnce: boolean;
  /** What was asked about classes since something changed. */
  readonly classAnswers: ClassAnswers;
  /** Files of settings that the program reads. */
  readonly settings: Settings;
  knowledge(file: FlowFile): FileKnowledge;
  /** Undefined while it is not known yet (recursion). */
  summaryOf(unit: Unit, depth?: number): Summary | undefined;
  /** The unit as it is for callers that hand in these constants, where it may be looked at apart from others. */
  variantOf(unit: Unit, constants: InputConstants, depth: number): Unit | undefined;
  imported(file: FlowFile, module: string, member: string): Entity | undefined;
  exported(file: FlowFile, name: string): Entity | undefined;
  inPackage(folder: string, name: string): Entity | undefined;
  /** A member of the object literal that a variable of some file's top level holds, by the variable's key. */
  memberOfVariable(key: string, path: readonly string[]): Entity | undefined;
  /** The constant that such a member is and stays. */
  constantOfVariable(key: string, path: readonly string[]): Constant;
  /** The same where nothing in the file changes the member, whatever the variable is called. */
  writtenConstant(key: string, path: readonly string[]): Constant;
  /** What a declaration is; of variables that hold nothing of the program's own, themselves. */
  entityOf(file: FlowFile, declaration: Declaration): Entity | undefined;
  /** The members of the Struct that a constant of Ruby's is. */
  structMembers(file: FlowFile, node: AstNode): readonly string[] | undefined;
  /** A function or class by its name, as a file would see it. */
  named(file: FlowFile, name: string): Entity | undefined;
  /** What a constant of PHP's is that another file, or a call of `define`, gives its value; undefined where none does. */
  definedConstant(file: FlowFile, node: AstNode): DefinedConstant | undefined;
  /** The file that an `include` (or a `require_relative`) runs. */
  included(file: FlowFile, call: AstNode): FlowFile | undefined;
  fileAt(path: string): FlowFile | undefined;
  unitNamed(id: string): Unit | undefined;
  classNamed(id: string): ClassInfo | undefined;
  superclassesOf(info: ClassInfo): readonly ClassInfo[];
  subclassesOf(info: ClassInfo): readonly ClassInfo[];
  /** The class of the program that a variable or parameter holds an instance of, by its one value or its type. */
  classOfDeclaration(file: FlowFile, declaration: Declaration): ClassInfo | undefined;
  classOfMember(info: ClassInfo, member: Sym): ClassInfo | undefined;
  /** The class that a Type names. */
  classOfType(file: FlowFile, type: AstNode): ClassInfo | undefined;
  /** Whether any file that sees the class, or one that extends it, assigns to a member or variable of this name. */
  isAssigned(info: ClassInfo, name: Sym): boolean;
  /** C#'s extension methods of a name, wherever they are. */
  extensionMethods(name: Sym): readonly Unit[];
  methodOf(info: ClassInfo, name: Sym): Unit | undefined;
  /** The function or class that an expression or type names. */
  entityAt(file: FlowFile, node: AstNode): Entity | undefined;
  /** The class of a whole dotted name. */
  classOfName(file: FlowFile, dotted: string): ClassInfo | undefined;
  /** The class that a Go method is declared on. */
  classOfReceiver(unit: Unit): ClassInfo | undefined;
  /** What an Identifier that its file does not declare means in the package or namespace. */
  declaredElsewhere(file: FlowFile, node: AstNode): Entity | undefined;
}
