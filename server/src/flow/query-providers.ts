// Methods that are only declared, and of which an annotation says which method of which class does what they are for: MyBatis'
// `@SelectProvider(type = UserSql.class, method = "byName")`.

import { type Ast, type AstNode, NO_NODE } from "../syntax/ast.ts";
import { Kind, Role } from "../syntax/kind.ts";
import type { Surroundings } from "./surroundings.ts";
import type { ClassInfo, Unit } from "./unit.ts";

export interface Provider {
  readonly class: ClassInfo;
  readonly method: string;
}

export function providerOf(program: Surroundings, unit: Unit): Provider | undefined {
  const { file, node } = unit;
  const { ast } = file;
  const { models, origins, constants } = program.knowledge(file);
  for (const decorator of ast.children(node, Role.Decorator)) {
    const annotation = ast.firstChild(decorator);
    if (ast.kind(annotation) !== Kind.Call) continue;
    for (const origin of origins.ofDecorator(annotation))
      for (const { provider } of models.rowsOf(origin).handlerDecorators) {
        if (provider === undefined) continue;
        const named = memberOf(ast, annotation, provider.slice(0, -1));
        const entity = named === NO_NODE ? undefined : program.entityAt(file, ast.child(named, Role.Object));
        const method = memberOf(ast, annotation, provider.slice(-1));
        const name = method === NO_NODE ? unit.name : constants.of(method);
        if (entity?.kind === "class" && typeof name === "string") return { class: entity.info, method: name };
      }
  }
  return undefined;
}

function memberOf(ast: Ast, annotation: AstNode, names: readonly string[]): AstNode {
  for (const argument of ast.children(annotation, Role.Argument))
    if (names.includes(ast.name(argument))) return ast.child(argument, Role.Value);
  return NO_NODE;
}
