// Where names lead: from a name that a module exports, imports or declares to the function, class or variable that it is, in
// whichever file of the program.

import { type AstNode, NO_NODE } from "../syntax/ast.ts";
import { Flag, Kind, Role } from "../syntax/kind.ts";
import { isJvm } from "../syntax/language.ts";
import { type Sym, symbolOf } from "../syntax/symbols.ts";
import { folderOf } from "../text/file-path.ts";
import { innerMap } from "../text/multimap.ts";
import { instanceAround, OUTER } from "./class-members.ts";
import type { FlowFile } from "./file.ts";
import { ModuleFiles } from "./module-files.ts";
import { isFixedLiteral, isUnchanged, memberNode, objectLiteral } from "./object-literals.ts";
import { type Declared, Packages, packageOf, partsOf, sharesPackages } from "./packages.ts";
import { Remembered } from "./remembered.ts";
import { rubyClassName } from "./shared-names.ts";
import type { Entity } from "./surroundings.ts";
import { type ClassInfo, isReceiver, receiverTypeName, type Unit, withAncestors } from "./unit.ts";

const MOST_HOPS = 8;
/** Answers are kept by node and hops: what is found at the end of a long chain depends on where one began. */
const HOPS_KEPT = 16;

export class ModuleResolver {
  readonly packages: Packages;
  readonly files: ModuleFiles;

  constructor(fileAt: (path: string) => FlowFile | undefined, files: () => Iterable<FlowFile>) {
    this.packages = new Packages(fileAt, files);
    this.files = new ModuleFiles(fileAt, this.packages);
  }

  /** As `ModuleFiles.setProjectFile`. */
  setProjectFile(path: string, text: string | undefined): void {
    this.files.setProjectFile(path, text);
    this.forget();
  }

  /** What `member` of a module is; `*` for the module itself. Undefined for libraries. */
  imported(from: FlowFile, module: string, member: string, hops = 0): Entity | undefined {
    if (hops > MOST_HOPS) return undefined;
    const file = this.files.of(from, module, member);
    if (!file) return from.language === "python" ? this.#pythonSubmodule(from, module, member) : undefined;
    if (isJvm(from.language)) {
      const declared = this.files.classImport(from.language, module, member);
      const entity = this.#declaredEntity(declared, hops + 1);
      if (entity?.kind !== "class" || entity.info.name === member) return entity;
      // `import static`: a method of the class. Fields are members, asked for as such.
      const unit = entity.info.methods.get(symbolOf(member));
      return unit && { kind: "function", unit };
    }
    if (from.language === "go")
      return member === "*" ? { kind: "module", file } : this.exported(file, member, hops + 1);
    if (from.language === "php") return this.#declaredEntity(this.packages.shared.byFullName(from, module), hops + 1);
    if (from.language === "csharp")
      return this.#declaredEntity(this.packages.classNamed(from.language, module), hops + 1);
    if (member === "*") return this.exported(file, "=", hops + 1) ?? { kind: "module", file };
    const found = this.exported(file, member, hops + 1);
    if (found) return found;
    if (from.language === "python") return this.#pythonSubmodule(from, module, member);
    if (member === "default") return this.exported(file, "=", hops + 1) ?? { kind: "module", file };
    return undefined;
  }

  /** A module of a package, which need not have a file of its own. */
  #pythonSubmodule(from: FlowFile, module: string, member: string): Entity | undefined {
    const inner = this.files.of(from, module.endsWith(".") ? module + member : `${module}.${member}`);
    return inner && { kind: "module", file: inner };
  }

  /** What a file exports under a name. */
  exported(file: FlowFile, name: string, hops = 0): Entity | undefined {
    if (hops > MOST_HOPS) return undefined;
    if (file.language === "go")
      return this.#declaredEntity(this.packages.inPackage("go", packageOf(file), symbolOf(name)), hops + 1);
    let everything: Entity | undefined;
    for (const each of file.names.exports) {
      if (each.name === name)
        return each.from
          ? this.imported(file, each.from.module, each.from.imported, hops + 1)
          : this.entityAt(file, each.node, hops + 1);
      if (each.name === "*" && each.from && name !== "=" && name !== "default")
        everything ??= this.imported(file, each.from.module, name, hops + 1);
    }
    if (everything) return everything;
    // `module.exports = { a, b }` and `exports.a` of it.
    if (name !== "=") {
      const whole = file.names.exports.find((each) => each.name === "=");
      const literal = whole ? objectLiteral(file, whole.node) : NO_NODE;
      if (literal !== NO_NODE) return this.memberOfLiteral(file, literal, name, hops + 1);
    }
    // A package's modules are its members.
    if (file.path.endsWith("/__init__.py") && /^\w+$/.test(name)) {
      const inner = this.files.pythonAt(`${folderOf(file.path)}/${name}`);
      if (inner) return { kind: "module", file: inner };
    }
    return undefined;
  }

  /** The expression that a file exports under a name. */
  valueExported(file: FlowFile, name: string): AstNode {
    const own = file.names.exports.find((each) => each.name === name && !each.from);
    if (own || name === "=") return own?.node ?? NO_NODE;
    const whole = this.valueExported(file, "=");
    const literal = whole === NO_NODE ? NO_NODE : objectLiteral(file, whole);
    return literal === NO_NODE ? NO_NODE : memberNode(file, literal, name);
  }

  memberOfLiteral(file: FlowFile, object: AstNode, name: string, hops: number): Entity | undefined {
    const value = memberNode(file, object, name);
    return value === NO_NODE ? undefined : this.entityAt(file, value, hops);
  }

  /** The function, class, module or variable that a declaration or expression is. */
  entityAt(file: FlowFile, node: AstNode, hops = 0): Entity | undefined {
    const { ast, names } = file;
    if (node === NO_NODE || hops > MOST_HOPS) return undefined;
    switch (ast.kind(node)) {
      case Kind.Function: {
        const unit = file.units.table.at(node);
        return unit ? { kind: "function", unit } : undefined;
      }
      case Kind.Class: {
        const info = file.classOf(node);
        return info ? { kind: "class", info } : undefined;
      }
      case Kind.Identifier: {
        const declaration = names.declarationOf(node);
        return declaration === NO_NODE
          ? this.declaredElsewhere(file, ast.symbol(node), node)
          : this.entityOfDeclaration(file, declaration, hops);
      }
      case Kind.Type:
      case Kind.ImportSpecifier:
      case Kind.Import:
      case Kind.Call:
      case Kind.Member:
        return this.#entities.get(file, node * HOPS_KEPT + hops, () => this.#entityAnew(file, node, hops));
      default:
        return undefined;
    }
  }

  #entityAnew(file: FlowFile, node: AstNode, hops: number): Entity | undefined {
    const { ast, names } = file;
    switch (ast.kind(node)) {
      case Kind.Type: {
        const info = this.#classOfType(file, node);
        return info && { kind: "class", info };
      }
      case Kind.ImportSpecifier:
      case Kind.Import:
        return this.#importAt(file, node, hops);
      case Kind.Call: {
        const module = names.moduleOfCall(node);
        return module === undefined ? undefined : this.imported(file, module, "*", hops + 1);
      }
      case Kind.Member: {
        const object = this.entityAt(file, ast.child(node, Role.Object), hops + 1);
        if (file.language === "ruby") return this.#rubyMember(file, object, node, hops);
        const member = this.memberOfEntity(object, ast.name(node), hops);
        if (member || object || (!isJvm(file.language) && file.language !== "csharp")) return member;
        // `com.shop.Cart`, written out.
        const qualified = names.qualified(node);
        return qualified?.isGlobal
          ? this.#declaredEntity(
              this.packages.classNamed(file.language, [qualified.module, ...qualified.members].join(".")),
              hops + 1,
            )
          : undefined;
      }
      default:
        return undefined;
    }
  }

  /** `A::B`, by its full name: it may stand in another file than `A`. */
  #rubyMember(file: FlowFile, object: Entity | undefined, node: AstNode, hops: number): Entity | undefined {
    const { ast } = file;
    if (!/^[A-Z]/.test(ast.name(node))) return undefined;
    const prefix = object?.kind === "class" ? rubyClassName(object.info.unit.file, object.info.unit.node) : undefined;
    const names = prefix === undefined ? [] : [`${prefix}::${ast.name(node)}`];
    if (object?.kind !== "class") {
      const parts: string[] = [];
      for (let at = node; at !== NO_NODE; at = ast.child(at, Role.Object)) parts.unshift(ast.name(at));
      names.push(parts.join("::"));
    }
    for (const name of names) {
      const entity = this.#declaredEntity(this.packages.shared.byFullName(file, name), hops + 1);
      if (entity) return entity;
    }
    return undefined;
  }

  /** What modules a class of Ruby's includes and extends, and what its `class << self` holds. */
  #mixinsOf(file: FlowFile, node: AstNode): ClassInfo[] {
    const { ast } = file;
    const found: ClassInfo[] = [];
    for (const member of ast.children(node, Role.Member)) {
      if (ast.kind(member) === Kind.Class && ast.hasFlag(member, Flag.Static)) {
        const info = file.classOf(member);
        if (info) found.push(info);
        continue;
      }
      const call = ast.kind(member) === Kind.ExpressionStatement ? ast.firstChild(member) : member;
      if (ast.kind(call) !== Kind.Call) continue;
      const callee = ast.child(call, Role.Callee);
      if (callee === NO_NODE || !/^(include|extend|prepend)$/.test(ast.name(callee))) continue;
      for (const argument of ast.children(call, Role.Argument)) {
        const entity = this.entityAt(file, argument);
        if (entity?.kind === "class") found.push(entity.info);
      }
    }
    return found;
  }

  /** A function or class that a text names. */
  named(file: FlowFile, name: string): Entity | undefined {
    const symbol = symbolOf(name);
    if (symbol === 0) return undefined;
    const declaration = file.names.topLevelNamed(symbol);
    const entity =
      declaration === NO_NODE
        ? this.declaredElsewhere(file, symbol, NO_NODE)
        : this.entityOfDeclaration(file, declaration);
    return entity?.kind === "function" || entity?.kind === "class" ? entity : undefined;
  }

  /** The names in `Point = Struct.new(:x, :y)`. */
  structMembers(file: FlowFile, node: AstNode): readonly string[] | undefined {
    const { ast } = file;
    const entity =
      ast.kind(node) === Kind.Identifier || ast.kind(node) === Kind.Member ? this.entityAt(file, node) : undefined;
    if (entity?.kind !== "variable") return undefined;
    const value = entity.file.names.onlyValueOf(entity.declaration);
    const own = entity.file.ast;
    if (value === NO_NODE || own.kind(value) !== Kind.Call) return undefined;
    const callee = own.child(value, Role.Callee);
    const object = callee === NO_NODE ? NO_NODE : own.child(callee, Role.Object);
    if (object === NO_NODE || !/^(Struct|Data)$/.test(own.name(object)) || !/^(new|define)$/.test(own.name(callee)))
      return undefined;
    return own
      .children(value, Role.Argument)
      .filter((argument) => own.kind(argument) === Kind.Atom)
      .map((argument) => own.name(argument));
  }

  /** What a name that the file does not declare means in its package or namespace. */
  declaredElsewhere(file: FlowFile, name: Sym, at: AstNode): Entity | undefined {
    if (!sharesPackages(file.language)) return undefined;
    if (file.language !== "go" && !isJvm(file.language)) return this.#declaredElsewhereAnew(file, name, at);
    return this.#elsewhere.get(file, name, () => this.#declaredElsewhereAnew(file, name, at));
  }

  #declaredElsewhereAnew(file: FlowFile, name: Sym, at: AstNode): Entity | undefined {
    return this.#declaredEntity(this.packages.declared(file, name, at), 0) ?? this.#openedMethod(file, name);
  }

  /** A method of a class all of whose static members a file sees: `import static a.B.*`, `using static A.B`. */
  #openedMethod(file: FlowFile, name: Sym): Entity | undefined {
    if (!isJvm(file.language) && file.language !== "csharp") return undefined;
    for (const { module, imported, declaration } of file.names.imports) {
      if (imported !== "*" || declaration !== NO_NODE) continue;
      const opened = this.#declaredEntity(this.packages.classNamed(file.language, module), 1);
      const unit = opened?.kind === "class" ? opened.info.methods.get(name) : undefined;
      if (unit) return { kind: "function", unit };
    }
    return undefined;
  }

  #declaredEntity(declared: readonly Declared[], hops: number): Entity | undefined {
    const [first] = declared;
    if (!first) return undefined;
    const { file, node } = first;
    return file.ast.kind(node) === Kind.Class
      ? this.entityAt(file, node, hops + 1)
      : this.entityOfDeclaration(file, node, hops + 1);
  }

  #innerClass(info: ClassInfo, name: Sym): Entity | undefined {
    const { file, node } = info.unit;
    for (const member of file.ast.children(node, Role.Member))
      if (file.ast.kind(member) === Kind.Class && file.ast.symbol(member) === name) return this.entityAt(file, member);
    return undefined;
  }

  /** The class of a whole dotted name, as reflection has it: `com.shop.Cart`, `com.shop.Cart$Item`. */
  classOfName(from: FlowFile, dotted: string): ClassInfo | undefined {
    const entity = this.#declaredEntity(this.packages.classNamed(from.language, dotted.replaceAll("$", ".")), 0);
    return entity?.kind === "class" ? entity.info : undefined;
  }

  /** The class that a Go method is declared on. */
  classOfReceiver(unit: Unit): ClassInfo | undefined {
    const name = receiverTypeName(unit.file.ast, unit.node);
    if (name === 0) return undefined;
    const declared = this.packages.inPackage("go", packageOf(unit.file), name);
    const entity = this.#declaredEntity(declared, 0);
    return entity?.kind === "class" ? entity.info : undefined;
  }

  /** A method of a class itself; Go's stand anywhere in the package, parts of a C# class anywhere in the namespace. */
  methodOf(info: ClassInfo, name: Sym): Unit | undefined {
    const own = info.methods.get(name);
    const { file } = info.unit;
    if (own || file.language !== "go") return own;
    return this.#methodsInPackage(info).get(name);
  }

  /** The methods of a Go type in all files of its package; of several with one name, the first. */
  #methodsInPackage(info: ClassInfo): ReadonlyMap<Sym, Unit> {
    let methods = this.#methods.get(info);
    if (!methods) {
      methods = new Map();
      this.#methods.set(info, methods);
      const { file } = info.unit;
      const type = file.ast.symbol(info.unit.node);
      for (const other of this.packages.filesOfPackage("go", packageOf(file)))
        for (const [name, unit] of other.receiverMethods.get(type) ?? NO_METHODS)
          if (!methods.has(name)) methods.set(name, unit);
    }
    return methods;
  }

  /** The names of all methods that a Go type has, those of what it embeds included. */
  methodNamesOf(info: ClassInfo, seen = new Set<ClassInfo>()): Set<Sym> {
    const names = new Set<Sym>(info.methods.keys());
    if (seen.has(info)) return names;
    seen.add(info);
    for (const name of this.#methodsInPackage(info).keys()) names.add(name);
    for (const parent of this.superclassesOf(info))
      for (const name of this.methodNamesOf(parent, seen)) names.add(name);
    return names;
  }

  entityOfDeclaration(file: FlowFile, declaration: AstNode, hops = 0): Entity | undefined {
    const key = declaration * HOPS_KEPT + hops;
    return this.#declarations.get(file, key, () => this.#entityOfDeclarationAnew(file, declaration, hops));
  }

  #entityOfDeclarationAnew(file: FlowFile, declaration: AstNode, hops: number): Entity | undefined {
    const definition = file.definitionOf(declaration);
    if (definition !== NO_NODE) return this.entityAt(file, definition, hops + 1);
    return (
      this.#importAt(file, declaration, hops) ??
      this.#aliasOf(file, declaration, hops) ?? { kind: "variable", file, declaration }
    );
  }

  #importAt(file: FlowFile, declaration: AstNode, hops: number): Entity | undefined {
    const { ast } = file;
    const specifier = ast.role(declaration) === Role.Alias ? ast.parent(declaration) : declaration;
    if (ast.kind(specifier) === Kind.ImportSpecifier)
      return this.imported(file, ast.name(ast.parent(specifier)), ast.name(specifier), hops + 1);
    if (ast.kind(specifier) !== Kind.Import) return undefined;
    const module = ast.name(specifier);
    // `import a.b` of Python binds `a`.
    if (file.language === "python" && declaration === specifier && module.includes(".") && !module.startsWith("."))
      return this.#topPackage(file, module);
    return this.imported(file, module, "*", hops + 1);
  }

  /** The package that the first part of a dotted module name means. */
  #topPackage(from: FlowFile, module: string): Entity | undefined {
    const found = this.files.pythonModule(from, module);
    if (!found) return undefined;
    const depth = module.split(".").length - (found.path.endsWith("/__init__.py") ? 0 : 1);
    let folder = folderOf(found.path);
    for (let up = 1; up < depth; up++) folder = folderOf(folder);
    return this.#packageAt(folder);
  }

  /** A folder as a package: its `__init__.py`, or, without one, the folder alone. */
  #packageAt(folder: string): Entity {
    const file = this.files.at(`${folder}/__init__.py`);
    return file ? { kind: "module", file } : { kind: "package", folder };
  }

  /** A member of a package that is a folder: a module, or a package inside. */
  inPackage(folder: string, name: string): Entity | undefined {
    if (!/^\w+$/.test(name)) return undefined;
    const file = this.files.pythonAt(`${folder}/${name}`);
    return file ? { kind: "module", file } : { kind: "package", folder: `${folder}/${name}` };
  }

  /** What a member of a module, package or constant object of the program is. */
  memberOfEntity(object: Entity | undefined, name: string, hops = 0): Entity | undefined {
    switch (object?.kind) {
      case "module":
        return this.exported(object.file, name, hops + 1);
      case "package":
        return this.inPackage(object.folder, name);
      case "class":
        return this.#innerClass(object.info, symbolOf(name));
      case "variable": {
        const literal = this.literalOf(object.file, object.declaration);
        return literal === NO_NODE ? undefined : this.memberOfLiteral(object.file, literal, name, hops + 1);
      }
      default:
        return undefined;
    }
  }

  /** What a member of an object literal is that a variable of a file's top level holds, by the variable's key. */
  memberOfVariable(key: string, path: readonly string[]): Entity | undefined {
    const found = this.#memberOfVariable(key, path);
    return found && this.entityAt(found.file, found.value);
  }

  /** The value that a member of a variable of a file's top level has and keeps. */
  fixedMemberOfVariable(key: string, path: readonly string[]): { file: FlowFile; value: AstNode } | undefined {
    const found = this.#memberOfVariable(key, path);
    return found && isFixedLiteral(found.file, found.declaration) ? found : undefined;
  }

  /** A member of the literal that a variable holds, as long as its file changes none. */
  writtenMemberOfVariable(key: string, path: readonly string[]): { file: FlowFile; value: AstNode } | undefined {
    const found = this.#memberOfVariable(key, path);
    return found && isUnchanged(found.file, found.declaration) ? found : undefined;
  }

  #memberOfVariable(
    key: string,
    path: readonly string[],
  ): { file: FlowFile; declaration: AstNode; value: AstNode } | undefined {
    const colon = key.lastIndexOf(":");
    const file = this.files.at(key.slice(0, colon));
    const declaration = file?.declarationNamed(key.slice(colon + 1), key) ?? NO_NODE;
    if (!file || declaration === NO_NODE) return undefined;
    let literal = this.literalOf(file, declaration);
    for (const [at, name] of path.entries()) {
      if (literal === NO_NODE) return undefined;
      const value = memberNode(file, literal, name);
      if (at === path.length - 1) return value === NO_NODE ? undefined : { file, declaration, value };
      literal = file.ast.kind(value) === Kind.Array ? value : objectLiteral(file, value);
    }
    return undefined;
  }

  /** The object literal that a variable is and stays. */
  literalOf(file: FlowFile, declaration: AstNode): AstNode {
    return objectLiteral(file, file.names.onlyValueOf(declaration));
  }

  /** `const f = require("./f")`, `const { g } = helpers`: another name for the same thing. */
  #aliasOf(file: FlowFile, declaration: AstNode, hops: number): Entity | undefined {
    const { ast, names } = file;
    const value = names.onlyValueOf(declaration);
    if (value !== NO_NODE) {
      const entity = this.entityAt(file, value, hops + 1);
      return entity?.kind === "variable" ? undefined : entity;
    }
    const pair = ast.parent(declaration);
    if (ast.kind(pair) !== Kind.Pair || ast.role(declaration) !== Role.Value || names.isReassigned(declaration))
      return undefined;
    const pattern = ast.parent(pair);
    const declarator = ast.parent(pattern);
    if (ast.kind(declarator) !== Kind.Declarator) return undefined;
    const object = this.entityAt(file, ast.child(declarator, Role.Value), hops + 1);
    return this.memberOfEntity(object, ast.name(ast.child(pair, Role.Key)), hops);
  }

  /** The class that a variable holds an instance of: by its only value, or by its type. */
  classOfDeclaration(file: FlowFile, declaration: AstNode, hops = 0): ClassInfo | undefined {
    const { ast, names } = file;
    const value = names.onlyValueOf(declaration);
    const made = value === NO_NODE ? this.#classOfPart(file, declaration, hops) : this.classOfValue(file, value, hops);
    if (made) return made;
    const parent = ast.parent(declaration);
    const isTyped = ast.role(declaration) === Role.Target || ast.kind(parent) === Kind.Field;
    return isTyped ? this.#classOfType(file, ast.child(parent, Role.Type)) : undefined;
  }

  /** The class of one of several variables that one statement gives values: Go's `s, err := newStore()`. */
  #classOfPart(file: FlowFile, declaration: AstNode, hops: number): ClassInfo | undefined {
    const { ast, names } = file;
    const tuple = ast.parent(declaration);
    const declarator = ast.parent(tuple);
    if (ast.kind(tuple) !== Kind.Tuple || ast.kind(declarator) !== Kind.Declarator || names.isReassigned(declaration))
      return undefined;
    const position = ast.children(tuple, Role.Element).indexOf(declaration);
    const value = ast.child(declarator, Role.Value);
    if (value === NO_NODE) return undefined;
    if (ast.kind(value) === Kind.Tuple) {
      const part = ast.children(value, Role.Element)[position];
      return part === undefined ? undefined : this.classOfValue(file, part, hops + 1);
    }
    return position === 0 && file.language === "go" ? this.classOfValue(file, value, hops + 1) : undefined;
  }

  /** The class that an expression makes an instance of, or that a variable in it is one of. */
  classOfValue(file: FlowFile, value: AstNode, hops = 0): ClassInfo | undefined {
    if (hops > MOST_HOPS) return undefined;
    const known = this.#classesOfValues.of(file);
    const key = value * HOPS_KEPT + hops;
    let info = known.get(key);
    if (info === undefined && !known.has(key)) {
      info = this.#classOfValueAnew(file, value, hops);
      if (this.#membersOpen === 0) known.set(key, info);
    }
    return info;
  }

  #classOfValueAnew(file: FlowFile, value: AstNode, hops: number): ClassInfo | undefined {
    const { ast, names } = file;
    switch (ast.kind(value)) {
      case Kind.New:
      case Kind.Call: {
        const callee = ast.child(value, Role.Callee);
        const entity = callee === NO_NODE ? undefined : this.entityAt(file, callee, hops + 1);
        if (entity?.kind === "class") return entity.info;
        const unit = entity?.kind === "function" ? entity.unit : this.functionCalled(file, callee, hops + 1);
        return unit && this.#classOfType(unit.file, resultType(unit));
      }
      case Kind.Member: {
        const info = this.classOfValue(file, ast.child(value, Role.Object), hops + 1);
        return info && this.classOfMember(info, ast.symbol(value));
      }
      case Kind.This: {
        const around = ast.enclosing(value, Kind.Class);
        return around === NO_NODE ? undefined : file.classOf(around);
      }
      case Kind.Identifier: {
        const declaration = names.declarationOf(value);
        const around = this.#classOfReceiver(file, declaration);
        if (around) return around;
        const entity =
          declaration === NO_NODE
            ? this.declaredElsewhere(file, ast.symbol(value), value)
            : this.entityOfDeclaration(file, declaration, hops + 1);
        return entity?.kind === "variable"
          ? this.classOfDeclaration(entity.file, entity.declaration, hops + 1)
          : undefined;
      }
      case Kind.Cast: {
        const type = ast.child(value, Role.Type);
        const cast = type === NO_NODE ? undefined : this.#classOfType(file, type);
        return cast ?? this.classOfValue(file, ast.child(value, Role.Operand), hops + 1);
      }
      case Kind.Await:
        return this.classOfValue(file, ast.child(value, Role.Operand), hops + 1);
      case Kind.Unary:
        return /^[&*]$/.test(ast.name(value))
          ? this.classOfValue(file, ast.child(value, Role.Operand), hops + 1)
          : undefined;
      default:
        return undefined;
    }
  }

  /** The class around a method whose receiver (`self`) a declaration is. */
  #classOfReceiver(file: FlowFile, declaration: AstNode): ClassInfo | undefined {
    const { ast } = file;
    if (!isReceiver(ast, declaration)) return undefined;
    const around = ast.enclosing(ast.parent(declaration), Kind.Class);
    return around === NO_NODE ? undefined : file.classOf(around);
  }

  /** The method of the program that an expression like `store.find` names, by the class of the object. */
  functionCalled(file: FlowFile, callee: AstNode, hops = 0): Unit | undefined {
    const { ast } = file;
    if (callee === NO_NODE || hops > MOST_HOPS) return undefined;
    const entity = this.entityAt(file, callee, hops + 1);
    if (entity?.kind === "function") return entity.unit;
    if (entity || ast.kind(callee) !== Kind.Member) return undefined;
    const object = ast.child(callee, Role.Object);
    const of = this.entityAt(file, object, hops + 1);
    const info = of?.kind === "class" ? of.info : this.classOfValue(file, object, hops + 1);
    return info && this.#nearestMethod(info, ast.symbol(callee));
  }

  #nearestMethod(info: ClassInfo, name: Sym): Unit | undefined {
    for (const each of withAncestors(info, this)) {
      const method = this.methodOf(each, name);
      if (method) return method;
    }
    return undefined;
  }

  #classOfType(file: FlowFile, type: AstNode): ClassInfo | undefined {
    const { ast } = file;
    if (type === NO_NODE) return undefined;
    const named = this.classNamedBy(file, type);
    if (named) return named;
    // `List<Item>` is no Item, as `Promise<Item>` and `Item | null` are.
    if (isJvm(file.language)) return undefined;
    for (const inner of ast.children(type)) {
      const found = ast.kind(inner) === Kind.Type ? this.#classOfType(file, inner) : undefined;
      if (found) return found;
    }
    return undefined;
  }

  /** The class that a type is, not one that it is made of. */
  classNamedBy(file: FlowFile, type: AstNode): ClassInfo | undefined {
    return this.#classesOfTypes.get(file, type, () => this.#classNamedByAnew(file, type));
  }

  #classNamedByAnew(file: FlowFile, type: AstNode): ClassInfo | undefined {
    const { ast, names } = file;
    if (file.language === "php" && /^(self|static)$/.test(ast.name(type)))
      return file.classOf(ast.enclosing(type, Kind.Class));
    const [head, ...members] = ast.name(type).split(".");
    const name = symbolOf(head ?? "");
    const declaration = name === 0 ? NO_NODE : names.declarationVisibleAt(type, name);
    let entity =
      declaration === NO_NODE ? this.declaredElsewhere(file, name, type) : this.entityOfDeclaration(file, declaration);
    const isNamespace = declaration !== NO_NODE && ast.kind(declaration) === Kind.Namespace;
    if ((!entity || isNamespace) && members.length > 0 && (isJvm(file.language) || file.language === "csharp"))
      entity = this.#declaredEntity(this.packages.classNamed(file.language, ast.name(type)), 0);
    else for (const member of members) entity = this.memberOfEntity(entity, member);
    return entity?.kind === "class" ? entity.info : undefined;
  }

  #methods = new Map<ClassInfo, Map<Sym, Unit>>();
  #members = new Map<ClassInfo, Map<Sym, ClassInfo | undefined>>();
  /** How many members' classes are being worked out: what is found meanwhile may rest on one of them being unknown so far. */
  #membersOpen = 0;
  readonly #entities = new Remembered<FlowFile, number, Entity | undefined>();
  readonly #declarations = new Remembered<FlowFile, number, Entity | undefined>();
  readonly #elsewhere = new Remembered<FlowFile, Sym, Entity | undefined>();
  readonly #classesOfTypes = new Remembered<FlowFile, AstNode, ClassInfo | undefined>();
  readonly #classesOfValues = new Remembered<FlowFile, number, ClassInfo | undefined>();

  /** What was worked out may not hold any more. */
  forget(): void {
    // Not cleared, see `Remembered.forget`.
    this.#members = new Map();
    this.#methods = new Map();
    this.#entities.forget();
    this.#declarations.forget();
    this.#elsewhere.forget();
    this.#classesOfTypes.forget();
    this.#classesOfValues.forget();
    this.packages.forgetFiles();
    this.files.forget();
  }

  /** Files came, went or declare other names. */
  forgetPackages(): void {
    this.packages.forget();
  }

  /** The class of what a member of a class's instances holds: by its field, or by what its methods put there. */
  classOfMember(info: ClassInfo, member: Sym): ClassInfo | undefined {
    const known = innerMap(this.#members, info);
    if (!known.has(member)) {
      known.set(member, undefined);
      this.#membersOpen++;
      try {
        known.set(member, this.#classOfMemberAnew(info, member));
      } finally {
        this.#membersOpen--;
      }
    }
    return known.get(member);
  }

  #classOfMemberAnew(info: ClassInfo, member: Sym): ClassInfo | undefined {
    if (member === OUTER) return instanceAround(info);
    const { file, node } = info.unit;
    const { ast } = file;
    for (const at of file.membersGiven(node, member)) {
      if (ast.kind(at) === Kind.EnumMember) {
        const body = ast.child(at, Role.Body);
        return file.classOf(body === NO_NODE ? node : body);
      }
      const type = ast.child(at, Role.Type);
      const value = ast.kind(at) === Kind.Member ? ast.child(ast.parent(at), Role.Value) : ast.child(at, Role.Value);
      const found =
        (type === NO_NODE ? undefined : this.#classOfType(file, type)) ??
        (value === NO_NODE ? undefined : this.classOfValue(file, value));
      if (found) return found;
    }
    return undefined;
  }

  superclassesOf(info: ClassInfo): readonly ClassInfo[] {
    const { file, node } = info.unit;
    const { ast } = file;
    const around = ast.parent(node);
    if (ast.kind(around) === Kind.EnumMember) {
      const enumeration = file.classOf(ast.parent(around));
      return enumeration ? [enumeration] : [];
    }
    // `new T() { … }`: the class without a name extends what is made.
    const made = ast.kind(around) === Kind.New && ast.role(node) === Role.Body ? [ast.child(around, Role.Callee)] : [];
    const parents = [...made, ...ast.children(node, Role.Superclass), ...ast.children(node, Role.Interface)].flatMap(
      (parent) => {
        const entity = this.entityAt(file, parent);
        return entity?.kind === "class" ? [entity.info] : [];
      },
    );
    if (file.language === "ruby") return [...this.#mixinsOf(file, node), ...parents];
    // What the other parts of a class have, it has.
    const parts = partsOf(this.packages, file, node).flatMap((part) => part.file.classOf(part.node) ?? []);
    return parts.length === 0 ? parents : [...parts, ...parents];
  }
}

const NO_METHODS: ReadonlyMap<Sym, Unit> = new Map();

/** The type of what a function gives; of several, the first. */
function resultType(unit: Unit): AstNode {
  const { ast } = unit.file;
  const type = ast.child(unit.node, Role.ReturnType);
  return ast.kind(type) === Kind.Declarator ? ast.child(type, Role.Type) : type;
}
