// Where imports lead: from a module's name in a file to another file of the program, and from a name that it exports to the
// function, class or variable that it is.

import { type AstNode, NO_NODE } from "../syntax/ast.ts";
import { Kind, Role } from "../syntax/kind.ts";
import { type Sym, symbolOf } from "../syntax/symbols.ts";
import type { Entity } from "./evaluation.ts";
import { type FlowFile, isRelativeModule } from "./file.ts";
import type { ClassInfo } from "./unit.ts";

const EXTENSIONS = [".ts", ".tsx", ".mts", ".cts", ".d.ts", ".js", ".jsx", ".mjs", ".cjs"];
const MOST_HOPS = 8;

export class ModuleResolver {
  readonly #fileAt: (path: string) => FlowFile | undefined;
  readonly #projectFiles = new Map<string, string>();

  constructor(fileAt: (path: string) => FlowFile | undefined) {
    this.#fileAt = fileAt;
  }

  setProjectFile(path: string, text: string | undefined): void {
    if (text === undefined) this.#projectFiles.delete(path);
    else this.#projectFiles.set(path, text);
  }

  /** The program's own file that a module's name means. */
  fileOf(from: FlowFile, module: string): FlowFile | undefined {
    switch (from.language) {
      case "javascript":
      case "typescript":
      case "tsx":
        return isRelativeModule(module) ? this.#scriptAt(join(folderOf(from.path), module)) : undefined;
      case "python":
        return this.#pythonModule(from, module);
      default:
        return undefined;
    }
  }

  /** The files that an import statement looks into: the module's own, and Python's submodules that it may name. */
  filesOf(from: FlowFile, module: string, member: string): string[] {
    const file = this.fileOf(from, module);
    const files = file ? [file.path] : [];
    if (from.language === "python" && member !== "*" && member !== "") {
      const inner = this.fileOf(from, module.endsWith(".") ? module + member : `${module}.${member}`);
      if (inner) files.push(inner.path);
    }
    return files;
  }

  #scriptAt(path: string): FlowFile | undefined {
    const exact = this.#fileAt(path);
    if (exact) return exact;
    // `./a.js` is written in TypeScript for what is `a.ts` before it is compiled.
    const bare = path.replace(/\.(js|jsx|mjs|cjs)$/, "");
    for (const extension of EXTENSIONS) {
      const file = this.#fileAt(path + extension) ?? this.#fileAt(bare + extension);
      if (file) return file;
    }
    for (const extension of EXTENSIONS) {
      const file = this.#fileAt(`${path}/index${extension}`);
      if (file) return file;
    }
    return undefined;
  }

  #pythonModule(from: FlowFile, module: string): FlowFile | undefined {
    const dots = /^\.*/.exec(module)![0].length;
    const rest = module.slice(dots).replaceAll(".", "/");
    let folder = folderOf(from.path);
    for (let up = 1; up < dots; up++) folder = folderOf(folder);
    if (dots > 0) return this.#pythonAt(rest === "" ? folder : join(folder, rest));
    // An absolute name starts at some folder above: whichever has it.
    for (let at = folder; ; at = folderOf(at)) {
      const file = this.#pythonAt(join(at, rest));
      if (file) return file;
      if (at === "") return undefined;
    }
  }

  #pythonAt(path: string): FlowFile | undefined {
    return this.#fileAt(`${path}.py`) ?? this.#fileAt(`${path}/__init__.py`) ?? this.#fileAt(`${path}.pyi`);
  }

  /** What `member` of a module is; `*` for the module itself. Undefined for libraries. */
  imported(from: FlowFile, module: string, member: string, hops = 0): Entity | undefined {
    if (hops > MOST_HOPS) return undefined;
    const file = this.fileOf(from, module);
    if (!file) {
      return undefined;
    }
    if (member === "*") return this.exported(file, "=", hops + 1) ?? { kind: "module", file };
    const found = this.exported(file, member, hops + 1);
    if (found) return found;
    if (from.language === "python") {
      const inner = this.fileOf(from, module.endsWith(".") ? module + member : `${module}.${member}`);
      if (inner) return { kind: "module", file: inner };
    }
    if (member === "default") return this.exported(file, "=", hops + 1) ?? { kind: "module", file };
    return undefined;
  }

  /** What a file exports under a name. */
  exported(file: FlowFile, name: string, hops = 0): Entity | undefined {
    if (hops > MOST_HOPS) return undefined;
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
      if (whole && file.ast.kind(whole.node) === Kind.Object) return this.#memberOf(file, whole.node, name, hops + 1);
    }
    return undefined;
  }

  #memberOf(file: FlowFile, object: AstNode, name: string, hops: number): Entity | undefined {
    const { ast } = file;
    for (const element of ast.children(object, Role.Element)) {
      if (ast.kind(element) === Kind.Function && ast.name(element) === name) return this.entityAt(file, element, hops);
      if (ast.kind(element) === Kind.Pair && ast.name(ast.child(element, Role.Key)) === name)
        return this.entityAt(file, ast.child(element, Role.Value), hops);
    }
    return undefined;
  }

  /** The function, class, module or variable that a declaration or expression is. */
  entityAt(file: FlowFile, node: AstNode, hops = 0): Entity | undefined {
    const { ast, names } = file;
    if (node === NO_NODE || hops > MOST_HOPS) return undefined;
    switch (ast.kind(node)) {
      case Kind.Function: {
        const unit = file.units.ofNode.get(node);
        return unit ? { kind: "function", unit } : undefined;
      }
      case Kind.Class: {
        const info = file.classOf(node);
        return info ? { kind: "class", info } : undefined;
      }
      case Kind.Identifier: {
        const declaration = names.declarationOf(node);
        return declaration === NO_NODE ? undefined : this.entityOfDeclaration(file, declaration, hops);
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
        return object?.kind === "module" ? this.exported(object.file, ast.name(node), hops + 1) : undefined;
      }
      default:
        return undefined;
    }
  }

  entityOfDeclaration(file: FlowFile, declaration: AstNode, hops = 0): Entity | undefined {
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
    return ast.kind(specifier) === Kind.Import ? this.imported(file, ast.name(specifier), "*", hops + 1) : undefined;
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
    return object?.kind === "module"
      ? this.exported(object.file, ast.name(ast.child(pair, Role.Key)), hops + 1)
      : undefined;
  }

  /** The class that a variable holds an instance of: by its only value, or by its type. */
  classOfDeclaration(file: FlowFile, declaration: AstNode, hops = 0): ClassInfo | undefined {
    const { ast, names } = file;
    const value = names.onlyValueOf(declaration);
    const made = value === NO_NODE ? undefined : this.classOfValue(file, value, hops);
    if (made) return made;
    const parent = ast.parent(declaration);
    return ast.role(declaration) === Role.Target ? this.#classOfType(file, ast.child(parent, Role.Type)) : undefined;
  }

  /** The class that an expression makes an instance of, or that a variable in it is one of. */
  classOfValue(file: FlowFile, value: AstNode, hops = 0): ClassInfo | undefined {
    const { ast, names } = file;
    if (hops > MOST_HOPS) return undefined;
    switch (ast.kind(value)) {
      case Kind.New:
      case Kind.Call: {
        const callee = ast.child(value, Role.Callee);
        const entity = callee === NO_NODE ? undefined : this.entityAt(file, callee, hops + 1);
        if (entity?.kind === "class") return entity.info;
        if (entity?.kind !== "function") return undefined;
        const { unit } = entity;
        return this.#classOfType(unit.file, unit.file.ast.child(unit.node, Role.ReturnType));
      }
      case Kind.Identifier: {
        const declaration = names.declarationOf(value);
        if (declaration === NO_NODE) return undefined;
        const entity = this.entityOfDeclaration(file, declaration, hops + 1);
        return entity?.kind === "variable"
          ? this.classOfDeclaration(entity.file, entity.declaration, hops + 1)
          : undefined;
      }
      case Kind.Await:
      case Kind.Cast:
        return this.classOfValue(file, ast.child(value, Role.Operand), hops + 1);
      default:
        return undefined;
    }
  }

  #classOfType(file: FlowFile, type: AstNode): ClassInfo | undefined {
    const { ast, names } = file;
    if (type === NO_NODE) return undefined;
    const [head, ...members] = ast.name(type).split(".");
    const name = symbolOf(head ?? "");
    const declaration = name === 0 ? NO_NODE : names.declarationVisibleAt(type, name);
    let entity = declaration === NO_NODE ? undefined : this.entityOfDeclaration(file, declaration);
    for (const member of members) entity = entity?.kind === "module" ? this.exported(entity.file, member) : undefined;
    if (entity?.kind === "class") return entity.info;
    for (const inner of ast.children(type)) {
      const found = ast.kind(inner) === Kind.Type ? this.#classOfType(file, inner) : undefined;
      if (found) return found;
    }
    return undefined;
  }

  #members = new WeakMap<ClassInfo, Map<Sym, ClassInfo | undefined>>();

  /** What was worked out may not hold any more. */
  forget(): void {
    this.#members = new WeakMap();
  }

  /** The class of what a member of a class's instances holds: by its field, or by what its methods put there. */
  classOfMember(info: ClassInfo, member: Sym): ClassInfo | undefined {
    let known = this.#members.get(info);
    if (!known) {
      known = new Map();
      this.#members.set(info, known);
    }
    if (!known.has(member)) {
      known.set(member, undefined);
      known.set(member, this.#classOfMemberAnew(info, member));
    }
    return known.get(member);
  }

  #classOfMemberAnew(info: ClassInfo, member: Sym): ClassInfo | undefined {
    const { file, node } = info.unit;
    const { ast } = file;
    for (const at of file.membersGiven(node, member)) {
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
    return [...ast.children(node, Role.Superclass), ...ast.children(node, Role.Interface)].flatMap((parent) => {
      const entity = this.entityAt(file, parent);
      return entity?.kind === "class" ? [entity.info] : [];
    });
  }
}

function folderOf(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash < 0 ? "" : path.slice(0, slash);
}

/** Joins a folder and a relative path. */
function join(folder: string, relative: string): string {
  const parts = folder === "" ? [] : folder.split("/");
  for (const part of relative.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "." && part !== "") parts.push(part);
  }
  return parts.join("/");
}
