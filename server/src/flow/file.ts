// One file as the data flow sees it: its AST, its names and its units, and the questions about variables that everything
// else here asks. Rebuilt for every version of the file; units keep their identity across versions.

import { type Ast, type AstNode, NO_NODE } from "../syntax/ast.ts";
import { Kind, Role } from "../syntax/kind.ts";
import type { LanguageId } from "../syntax/language.ts";
import { isJvm } from "../syntax/language.ts";
import type { Names } from "../syntax/names.ts";
import { intern, nameOf, type Sym, symbolCount, symbolOf } from "../syntax/symbols.ts";
import { Use } from "../syntax/tally.ts";
import { addToList } from "../text/multimap.ts";
import { finished, type Steps } from "../text/steps.ts";
import { type ClassInfo, type FileUnits, findUnits, receiverTypeName, type Unit, type VersionBefore } from "./unit.ts";
import { isDefinition, isSignature } from "./unit-names.ts";

/** A variable's declaration, as names.ts has it. */
export type Declaration = AstNode;

export interface FreeName {
  readonly name: Sym;
  readonly at: AstNode;
}

export class FlowFile {
  readonly path: string;
  readonly ast: Ast;
  readonly names: Names;
  readonly units!: FileUnits;
  readonly #owners = new Map<Declaration, Unit>();
  readonly #keys = new Map<Declaration, string>();
  readonly #keyCounts = new Map<string, number>();
  readonly #membersGiven = new Map<AstNode, Map<Sym, AstNode[]>>();
  #memberNames: Set<Sym> | undefined;
  #modules: Set<string> | undefined;
  #assignedNames: Set<Sym> | undefined;
  #receiverMethods: ReadonlyMap<Sym, ReadonlyMap<Sym, Unit>> | undefined;
  #classOfNode: Map<AstNode, ClassInfo> | undefined;

  private constructor(path: string, ast: Ast, names: Names) {
    this.path = path;
    this.ast = ast;
    this.names = names;
  }

  static of(path: string, ast: Ast, names: Names, before?: VersionBefore): FlowFile {
    return finished(FlowFile.inSteps(path, ast, names, before));
  }

  /** The same, in steps of a millisecond or two. */
  static *inSteps(path: string, ast: Ast, names: Names, before?: VersionBefore): Steps<FlowFile> {
    const file = new FlowFile(path, ast, names);
    return Object.assign(file, { units: yield* findUnits(file, before) });
  }

  get language(): LanguageId {
    return this.ast.language;
  }

  /** The unit whose variable this is. */
  ownerOf(declaration: Declaration): Unit {
    let owner = this.#owners.get(declaration);
    if (!owner) {
      owner = this.units.table.at(this.names.ownerOf(declaration)) ?? this.units.module;
      this.#owners.set(declaration, owner);
    }
    return owner;
  }

  /** A name for a variable that stays while its owner has the same variables of that name. */
  keyOf(declaration: Declaration): string {
    let key = this.#keys.get(declaration);
    if (key === undefined) {
      if (this.isShared(declaration)) {
        this.#keys.set(declaration, globalKey(this.nameOf(declaration)));
        return globalKey(this.nameOf(declaration));
      }
      key = `${this.ownerOf(declaration).id}:${this.nameOf(declaration)}`;
      const namesake = this.#keyCounts.get(key) ?? 0;
      this.#keyCounts.set(key, namesake + 1);
      // Names of one function that hide each other are rare enough to tell apart by where they stand in it.
      if (namesake > 0) key += `~${this.ownIndex(declaration)}`;
      this.#keys.set(declaration, key);
    }
    return key;
  }

  /** Whether it is a variable that all files of the program share: PHP's of the top level, Ruby's that begin with `$`. */
  isShared(declaration: Declaration): boolean {
    if (this.language !== "php" && this.language !== "ruby") return false;
    return this.nameOf(declaration).startsWith("$") && this.ownerOf(declaration).kind === "module";
  }

  /** The variable of a key, as the function `from` inside its owner sees it; NO_NODE when there is none. */
  declarationOfKey(key: string, from: Unit): Declaration {
    const name = symbolOf(key.slice(key.lastIndexOf(":") + 1).replace(/~\d+$/, ""));
    const at = from.file === this ? this.ast.parent(from.node) : NO_NODE;
    const declaration = name === 0 ? NO_NODE : this.names.declarationVisibleAt(at, name);
    return declaration !== NO_NODE && this.keyOf(declaration) === key ? declaration : NO_NODE;
  }

  /** The variable of the top level that has a name and key. */
  declarationNamed(name: string, key: string): Declaration {
    const declaration = this.names.topLevelNamed(symbolOf(name));
    return declaration !== NO_NODE && this.keyOf(declaration) === key ? declaration : NO_NODE;
  }

  /** Go's `pattern, err := regexp.Compile(text)`: what gives a variable its only value, and others beside it. */
  givenBeside(declaration: Declaration): {
    readonly value: AstNode;
    readonly isFirst: boolean;
    readonly isLast: boolean;
  } {
    const { ast, names } = this;
    const writers = this.language === "go" ? names.writersOf(declaration) : [];
    const [writer] = writers;
    const tuple = writer === undefined || writers.length > 1 ? NO_NODE : ast.parent(writer);
    if (writer === undefined || tuple === NO_NODE || ast.kind(tuple) !== Kind.Tuple)
      return { value: NO_NODE, isFirst: false, isLast: false };
    return {
      value: ast.child(ast.parent(tuple), Role.Value),
      isFirst: ast.child(tuple, Role.Element) === writer,
      isLast: ast.nextSibling(writer) === NO_NODE,
    };
  }

  nameOf(declaration: Declaration): string {
    return this.ast.name(declaration);
  }

  ownIndex(node: AstNode): number {
    return this.units.ownIndex[node]!;
  }

  /** The unit that a node lies in. */
  unitAt(node: AstNode): Unit {
    for (let at = node; ; at = this.ast.parent(at)) {
      const unit = this.units.table.at(at);
      if (unit) return unit;
    }
  }

  classOf(node: AstNode): ClassInfo | undefined {
    this.#classOfNode ??= new Map(this.units.classes.map((info) => [info.unit.node, info]));
    return this.#classOfNode.get(node);
  }

  /** The function or class that a declaration makes: `function f`, `class C`, `const f = () => …`, written nowhere else. */
  definitionOf(declaration: Declaration): AstNode {
    const { ast, names } = this;
    const parent = ast.parent(declaration);
    if (ast.role(declaration) === Role.Name && isDefinition(ast.kind(parent))) {
      const writers = names.writersOf(declaration);
      if (!writers.every((writer) => isDefinition(ast.kind(ast.parent(writer))))) return NO_NODE;
      if (writers.length < 2 || !isSignature(ast, parent)) return parent;
      const body = writers.find((writer) => !isSignature(ast, ast.parent(writer)));
      return body === undefined ? parent : ast.parent(body);
    }
    const value = names.onlyValueOf(declaration);
    return value !== NO_NODE && isDefinition(ast.kind(value)) ? value : NO_NODE;
  }

  /** Where a class gives a member something: its fields, constants, constructor parameters that are fields, assignments to `this.member`. */
  membersGiven(classNode: AstNode, member: Sym): readonly AstNode[] {
    let members = this.#membersGiven.get(classNode);
    if (!members) {
      members = new Map();
      const { ast } = this;
      const { kinds, roles, symbols, nexts, parents } = ast.columns;
      for (let node = classNode + 1; node < nexts[classNode]!; node++) {
        const kind = kinds[node];
        const isGiven =
          kind === Kind.Field ||
          (kind === Kind.EnumMember && isJvm(ast.language)) ||
          (kind === Kind.Member && roles[node] === Role.Target && kinds[parents[node]!] === Kind.Assign) ||
          (kind === Kind.Parameter && ast.child(node, Role.Modifier) !== NO_NODE);
        if (!isGiven) continue;
        const name = symbols[node]!;
        // PHP's promoted parameters
        const isVariable = kind === Kind.Parameter && nameOf(name).startsWith("$");
        addToList(members, isVariable ? intern(nameOf(name).slice(1)) : name, node);
      }
      this.#membersGiven.set(classNode, members);
    }
    return members.get(member) ?? [];
  }

  /** Names of the members that a class gives something. */
  memberNamesGiven(classNode: AstNode): Iterable<Sym> {
    this.membersGiven(classNode, 0);
    return this.#membersGiven.get(classNode)!.keys();
  }

  /**
   * Names that the file uses and neither declares nor imports, each with a place where it does. Asked after each key of the whole file, so those that
   * nobody is `interested` in are passed over first.
   */
  freeNames(interested: (name: Sym) => boolean): Iterable<FreeName> {
    const found = new Map<Sym, FreeName>();
    const { kinds, symbols } = this.ast.columns;
    for (let node = 0; node < kinds.length; node++) {
      const kind = kinds[node];
      if (kind !== Kind.Identifier && kind !== Kind.Type) continue;
      const name = kind === Kind.Type ? headOf(symbols[node]!) : symbols[node]!;
      if (name === 0 || !interested(name) || found.has(name)) continue;
      if (kind === Kind.Type || this.names.declarationOf(node) === NO_NODE) found.set(name, { name, at: node });
    }
    return found.values();
  }

  /** Whether something is assigned to a member or name, or it is handed over as it stands: then a field that is called so is no constant. */
  assigns(name: Sym): boolean {
    return this.ast.tally?.has(Use.Assigned, name) ?? this.#assigned.has(name);
  }

  /** The names of which this version or another says so, and the other does not. */
  assignedOtherwise(before: FlowFile): readonly Sym[] {
    const [now, then] = [this.ast.tally, before.ast.tally];
    if (now && then) return now.others(Use.Assigned, then);
    const names = new Set([...this.#assigned, ...before.#assigned]);
    return [...names].filter((name) => this.assigns(name) !== before.assigns(name));
  }

  get #assigned(): ReadonlySet<Sym> {
    if (!this.#assignedNames) {
      this.#assignedNames = new Set();
      const { kinds, roles, symbols, parents } = this.ast.columns;
      for (let node = 0; node < kinds.length; node++) {
        if (kinds[node] !== Kind.Member && kinds[node] !== Kind.Identifier) continue;
        const parent = kinds[parents[node]!];
        const isAssigned =
          (roles[node] === Role.Target && parent === Kind.Assign) ||
          (roles[node] === Role.Operand && (parent === Kind.Update || parent === Kind.Unary)) ||
          (roles[node] === Role.Element && parent === Kind.Tuple) ||
          roles[node] === Role.Argument;
        if (isAssigned && !(parent === Kind.Unary && this.ast.name(parents[node]!) === "!"))
          this.#assignedNames.add(symbols[node]!);
      }
    }
    return this.#assignedNames;
  }

  /**
   * Whole dotted names that may be those of classes: of types, of members of names that the file does not declare, in texts. Only those
   * whose first part somebody is `interested` in.
   */
  dottedNames(interested: (name: Sym) => boolean): ReadonlySet<string> {
    const found = new Set<string>();
    const { ast, names } = this;
    const { kinds, symbols, parents, roles } = ast.columns;
    for (let node = 0; node < kinds.length; node++) {
      switch (kinds[node]) {
        case Kind.Type:
          if (interested(headOf(symbols[node]!)) && ast.name(node).includes(".")) found.add(ast.name(node));
          break;
        case Kind.String: {
          if (!interested(dottedHeadOf(symbols[node]!))) break;
          const text = ast.stringValue(node);
          if (text.length < LONGEST_DOTTED && DOTTED.test(text)) found.add(text.replaceAll("$", "."));
          break;
        }
        case Kind.Identifier: {
          if (!interested(symbols[node]!) || names.declarationOf(node) !== NO_NODE) break;
          let dotted = ast.name(node);
          for (let at = node; roles[at] === Role.Object && kinds[parents[at]!] === Kind.Member; at = parents[at]!) {
            dotted += `.${ast.name(parents[at]!)}`;
            found.add(dotted);
          }
          break;
        }
        default:
      }
    }
    return found;
  }

  /** Go's methods by the name of their receiver's type. */
  get receiverMethods(): ReadonlyMap<Sym, ReadonlyMap<Sym, Unit>> {
    if (!this.#receiverMethods) {
      const found = new Map<Sym, Map<Sym, Unit>>();
      if (this.language === "go")
        for (const unit of this.units.all) {
          const type = unit.kind === "function" ? receiverTypeName(this.ast, unit.node) : 0;
          if (type === 0) continue;
          const methods = found.get(type) ?? new Map<Sym, Unit>();
          const name = this.ast.symbol(unit.node);
          if (!methods.has(name)) methods.set(name, unit);
          found.set(type, methods);
        }
      this.#receiverMethods = found;
    }
    return this.#receiverMethods;
  }

  /** Whether any member of this name is used in the file. */
  hasMember(name: Sym): boolean {
    const { tally } = this.ast;
    if (tally) return tally.has(Use.Member, name);
    if (!this.#memberNames) {
      this.#memberNames = new Set();
      const { kinds, symbols } = this.ast.columns;
      for (let node = 0; node < kinds.length; node++)
        if (kinds[node] === Kind.Member) this.#memberNames.add(symbols[node]!);
    }
    return this.#memberNames.has(name);
  }

  /** Whether the file imports a module, by the name that models use. */
  imports(module: string): boolean {
    if (!this.#modules) {
      this.#modules = new Set();
      for (const { module: name } of this.names.imports) {
        this.#modules.add(name);
        const top = /^[\w$]+(?=\.)/.exec(name);
        if (top) this.#modules.add(top[0]);
      }
    }
    return this.#modules.has(module);
  }
}

const LONGEST_DOTTED = 200;
const DOTTED = /^[\w$]+(\.[\w$]+)+$/;

/** By symbol, what was worked out of its text; it is the same in all files. */
class OfSymbols {
  #known = new Int32Array(0);
  readonly #work: (name: string) => Sym;

  constructor(work: (name: string) => Sym) {
    this.#work = work;
  }

  get(symbol: Sym): Sym {
    if (symbol >= this.#known.length) {
      const larger = new Int32Array(symbolCount() * 2).fill(-1);
      larger.set(this.#known);
      this.#known = larger;
    }
    const known = this.#known[symbol]!;
    if (known >= 0) return known;
    const found = this.#work(nameOf(symbol));
    this.#known[symbol] = found;
    return found;
  }
}

const heads = new OfSymbols((type) => {
  const dot = type.indexOf(".");
  return intern(dot < 0 ? type : type.slice(0, dot));
});

const dottedHeads = new OfSymbols((text) => {
  const isDotted = text.length < LONGEST_DOTTED && DOTTED.test(text);
  return isDotted ? intern(/^[^.$]+/.exec(text)?.[0] ?? "") : 0;
});

/** The first part of a type's dotted name. */
function headOf(type: Sym): Sym {
  return heads.get(type);
}

/** The first part of a text that is a dotted name; 0 for others. */
function dottedHeadOf(text: Sym): Sym {
  return dottedHeads.get(text);
}

/** Whether any of these may be among the free names or the dotted ones that somebody is interested in. */
export function mayBeginNames(
  symbols: Iterable<Sym>,
  isMember: (name: Sym) => boolean,
  isHead: (name: Sym) => boolean,
): boolean {
  for (const symbol of symbols) {
    const head = headOf(symbol);
    if (isMember(head) || isHead(head) || isHead(dottedHeadOf(symbol))) return true;
  }
  return false;
}

/** The key of a variable that all files of a program share. */
export function globalKey(name: string): string {
  return `<globals>:${name}`;
}

export function isRelativeModule(name: string): boolean {
  return name.startsWith(".") || name.startsWith("/");
}
