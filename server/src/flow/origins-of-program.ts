// What library paths the names of a file stand for that other files of the program declare.

import type { AstNode } from "../syntax/ast.ts";
import { Role } from "../syntax/kind.ts";
import type { Sym } from "../syntax/symbols.ts";
import type { FlowFile } from "./file.ts";
import type { ModuleResolver } from "./modules.ts";
import { qualifiedOrigin } from "./origin.ts";
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
    if (entity?.kind !== "variable") return undefined;
    return this.#program.knowledge(entity.file).origins.of(entity.declaration);
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

  originsOfMember(file: FlowFile, member: AstNode) {
    const { ast } = file;
    const object = ast.child(member, Role.Object);
    const of = this.#modules.entityAt(file, object);
    if (of?.kind === "module" || of?.kind === "variable") {
      const entity = this.#modules.memberOfEntity(of, ast.name(member));
      if (entity?.kind === "variable") return this.#program.knowledge(entity.file).origins.of(entity.declaration);
      if (entity || of.kind === "module") return undefined;
    }
    const info = of?.kind === "class" ? of.info : this.#modules.classOfValue(file, object);
    return info && this.#inClass(info, ast.symbol(member));
  }

  #inClass(info: ClassInfo, member: Sym): Origins | undefined {
    for (const { unit } of withAncestors(info, this.#program)) {
      const found = this.#program.knowledge(unit.file).origins.ofClassMember(unit.node, member);
      if (found.list.length > 0) return found;
    }
    return undefined;
  }

  originsOfResult(file: FlowFile, callee: AstNode) {
    const unit = this.#modules.functionCalled(file, callee);
    if (!unit) return undefined;
    const { origins } = this.#program.knowledge(unit.file);
    // Where types are seldom written, what it returns says what it gives.
    return sharesPackages(file.language) ? origins.annotatedResultOf(unit.node) : origins.resultOf(unit.node);
  }
}

function fileOfEntity(entity: Exclude<Entity, { readonly kind: "function" | "package" }>): FlowFile {
  return entity.kind === "class" ? entity.info.unit.file : entity.file;
}
