// Functions that are called like methods of what they are given first: C#'s `this` parameters, Kotlin's receivers. They may stand in
// any file, and are told by their names alone.

import { NO_NODE } from "../syntax/ast.ts";
import { Role } from "../syntax/kind.ts";
import type { LanguageId } from "../syntax/language.ts";
import type { Sym } from "../syntax/symbols.ts";
import { addToList } from "../text/multimap.ts";
import { compareTexts } from "../text/order.ts";
import type { FlowFile } from "./file.ts";
import { parameterNode, type Unit } from "./unit.ts";

const WITH_EXTENSIONS: ReadonlySet<LanguageId> = new Set(["csharp", "kotlin"]);

/** All extension functions of a file. */
export function extensionsOf({ language, units }: FlowFile): readonly Unit[] {
  return WITH_EXTENSIONS.has(language) ? units.all.filter(isExtension) : [];
}

/** All extension functions by name, each list in the order of their names. */
export function extensionsIn(files: Iterable<FlowFile>): Map<Sym, Unit[]> {
  const extensions = new Map<Sym, Unit[]>();
  for (const file of files)
    for (const unit of extensionsOf(file)) addToList(extensions, file.ast.symbol(unit.node), unit);
  for (const units of extensions.values()) units.sort((a, b) => compareTexts(a.id, b.id));
  return extensions;
}

/** In C# they stand in static classes and have `this` before their first parameter. */
function isExtension(unit: Unit): boolean {
  const { ast } = unit.file;
  if (unit.kind !== "function") return false;
  if (ast.language === "kotlin") return ast.symbol(unit.node) !== 0 && ast.child(unit.node, Role.Object) !== NO_NODE;
  if (!unit.class) return false;
  const [first] = unit.parameters;
  return (
    first !== undefined &&
    ast.children(parameterNode(unit, first), Role.Modifier).some((word) => ast.name(word) === "this")
  );
}
