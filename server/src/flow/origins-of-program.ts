// What library paths the names of a file stand for that other files of the program declare.

import { type Ast, type AstNode, NO_NODE } from "../syntax/ast.ts";
import { Role } from "../syntax/kind.ts";
import { isScript } from "../syntax/language.ts";
import { intern, nameOf, type Sym } from "../syntax/symbols.ts";
import type { FlowFile } from "./file.ts";
import type { ModuleResolver } from "./modules.ts";
import { type Origin, qualifiedOrigin } from "./origin.ts";
import type { ImportedOrigins } from "./origin-resolver.ts";
import { NO_ORIGINS, type Origins, sureOrigin } from "./origins.ts";
import { sharesPackages } from "./packages.ts";
import { fullNameInPhp } from "./shared-names.ts";
import type { Entity, Surroundings } from "./surroundings.ts";
import { type ClassInfo, withAncestors } from "./unit.ts";

export class OriginsOfProgram implements ImportedOrigins {
  readonly #modules: ModuleResolver;
  readonly #program: Pick<Surroundings, "knowledge" | "superclassesOf">;

  constructor(modules: ModuleResolver, program: Pick<Surroundings, "knowledge" | "superclassesOf">) {
    this.#modules = modules;
    this.#program = program;
  }

  originsOfImport(file: FlowFile, module: string, member: string) {
    const entity = this.#modules.imported(file, module, member);
    // What the program has itself is of no library.
    if (entity?.kind === "class" && sharesPackages(file.language)) return this.#ofClass(entity.info);
    if (entity?.kind === "function" && sharesPackages(file.language)) return NO_ORIGINS;
    if (entity?.kind === "module" && file.language === "go") return NO_ORIGINS;
    if (entity?.kind === "variable") return this.#program.knowledge(entity.file).origins.of(entity.declaration);
    if ((entity && entity.kind !== "module") || !isScript(file.language)) return undefined;
    const from = this.#modules.files.of(file, module, member);
    return from && this.#ofExported(from, member === "*" ? "=" : member);
  }

  /** `module.exports = mysql.createPool(options)`: what is exported without being anything of the program. */
  #ofExported(file: FlowFile, name: string): Origins | undefined {
    const value = this.#modules.valueExported(file, name);
    const origins = value === NO_NODE ? NO_ORIGINS : this.#program.knowledge(file).origins.of(value);
    return origins.list.length > 0 ? origins : undefined;
  }

  originsElsewhere(file: FlowFile, name: Sym, at: AstNode) {
    if (!sharesPackages(file.language)) return undefined;
    const entity = this.#modules.declaredElsewhere(file, name, at);
    if (!entity || entity.kind === "package") return undefined;
    const { origins } = this.#program.knowledge(entity.kind === "function" ? entity.unit.file : fileOfEntity(entity));
    if (entity.kind === "variable") return origins.of(entity.declaration);
    return entity.kind === "class" ? this.#ofClass(entity.info) : NO_ORIGINS;
  }

  /** What a class extends; of PHP, where that is of no library, its own name: frameworks give projects classes to extend. */
  #ofClass({ unit }: ClassInfo): Origins {
    const origins = this.#program.knowledge(unit.file).origins.ofClass(unit.node);
    if (origins.list.length > 0 || unit.file.language !== "php") return origins;
    return sureOrigin(qualifiedOrigin(fullNameInPhp(unit)));
  }

  openNamespaces(file: FlowFile): readonly string[] {
    return this.#modules.packages.openNamespaces(file);
  }

  originsOfMember(file: FlowFile, object: AstNode, member: Sym) {
    const of = this.#modules.entityAt(file, object);
    if (of?.kind === "module" || of?.kind === "variable") {
      const entity = this.#modules.memberOfEntity(of, nameOf(member));
      if (entity?.kind === "variable") return this.#program.knowledge(entity.file).origins.of(entity.declaration);
      if (entity) return undefined;
      if (of.kind === "module") return isScript(file.language) ? this.#ofExported(of.file, nameOf(member)) : undefined;
    }
    const info = of?.kind === "class" ? of.info : this.#modules.classOfValue(file, object);
    return info && this.#inClass(info, member);
  }

  #inClass(info: ClassInfo, member: Sym): Origins | undefined {
    for (const { unit } of withAncestors(info, this.#program)) {
      const found = this.#program.knowledge(unit.file).origins.ofClassMember(unit.node, member);
      if (found.list.length > 0) return found;
    }
    return undefined;
  }

  originsOfAnnotation(file: FlowFile, name: AstNode): readonly Origin[] {
    const entity = this.#modules.entityAt(file, name);
    if (entity?.kind !== "class") return [];
    const { unit } = entity.info;
    return isAnnotation(unit.file.ast, unit.node)
      ? this.#program.knowledge(unit.file).origins.ofAnnotations(unit.node)
      : [];
  }

  originsOfResult(file: FlowFile, callee: AstNode) {
    const unit = this.#modules.functionCalled(file, callee);
    if (!unit) return undefined;
    const { origins } = this.#program.knowledge(unit.file);
    // Where types are seldom written, what it returns says what it gives.
    return sharesPackages(file.language) ? origins.annotatedResultOf(unit.node) : origins.resultOf(unit.node);
  }
}

/** Whether a class is declared with `@interface`. */
export function isAnnotation(ast: Ast, classNode: AstNode): boolean {
  return ast.hasChild(classNode, Role.Modifier, INTERFACE);
}

const INTERFACE = intern("@interface");

function fileOfEntity(entity: Exclude<Entity, { readonly kind: "function" | "package" }>): FlowFile {
  return entity.kind === "class" ? entity.info.unit.file : entity.file;
}
