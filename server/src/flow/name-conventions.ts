// What models' conventions on names say of a variable, a parameter or a member of which nothing else is known. It is a guess.

import { nameOf } from "../syntax/symbols.ts";
import type { FlowFile } from "./file.ts";
import type { ModelIndex } from "./model-index.ts";
import type { Origin } from "./origin.ts";
import { NO_ORIGINS, type Origins } from "./origins.ts";
import type { Unit } from "./unit.ts";

export function originsByName(file: FlowFile, index: ModelIndex, name: string): Origins {
  if (name === "") return NO_ORIGINS;
  const types: Origin[] = [];
  for (const { regex, type, withMember, imports } of index.nameConventions) {
    if (!regex.test(name)) continue;
    if (imports.length > 0 && !imports.some((module) => file.imports(module))) continue;
    if (withMember.length > 0 && !withMember.some((member) => file.hasMember(member))) continue;
    types.push(type);
  }
  return types.length === 0 ? NO_ORIGINS : { list: [...new Set(types)], isGuess: true };
}

/** Of a parameter, by what it and those beside it are called. */
export function originsOfParameterByName(unit: Unit, index: ModelIndex, position: number): Origins {
  const { isRest, isKeywordRest } = unit.parameters[position]!;
  if (isRest || isKeywordRest) return NO_ORIGINS;
  const names = unit.parameters.map(({ name }) => nameOf(name));
  const types: Origin[] = [];
  for (const convention of index.parameterConventions) {
    if (convention.index !== position || convention.names.length > names.length) continue;
    if (convention.imports.length > 0 && !convention.imports.some((module) => unit.file.imports(module))) continue;
    if (convention.names.every((regex, at) => regex.test(names[at]!))) types.push(convention.type);
  }
  return types.length === 0 ? NO_ORIGINS : { list: [...new Set(types)], isGuess: true };
}
