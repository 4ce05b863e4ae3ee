// Which units evaluating one will use, told without evaluating it: those in it, and what its calls name.

import { NO_NODE } from "../syntax/ast.ts";
import { Kind, Role } from "../syntax/kind.ts";
import type { Surroundings } from "./surroundings.ts";
import { CONSTRUCTORS, callsOfUnit, type Unit } from "./unit.ts";
import { baseOf } from "./variants.ts";

/** What evaluating a unit is sure to use: the functions and classes in it, and these classes' methods. */
export function usesByNature(unit: Unit): readonly Unit[] {
  return unit.file.units.inside.get(baseOf(unit)) ?? [];
}

/**
 * What evaluating a unit is likely to use: what its calls name. An evaluation that asks for a summary which is not there yet has
 * to be done again, so those that can be told without one are worked out first.
 */
export function calledByName(unit: Unit, program: Surroundings): Unit[] {
  const { file } = unit;
  const { ast, names } = file;
  const { kinds } = ast.columns;
  const called = new Set<Unit>();
  for (const node of callsOfUnit(baseOf(unit))) {
    const callee = ast.child(node, Role.Callee);
    if (callee === NO_NODE) continue;
    if (kinds[callee] === Kind.Member) {
      const method = kinds[ast.child(callee, Role.Object)] === Kind.This && unit.class?.methods.get(ast.symbol(callee));
      if (method) called.add(method);
      continue;
    }
    const declaration = kinds[callee] === Kind.Identifier ? names.declarationOf(callee) : NO_NODE;
    const entity = declaration === NO_NODE ? undefined : program.entityOf(file, declaration);
    if (entity?.kind === "function") called.add(entity.unit);
    else if (entity?.kind === "class") {
      called.add(entity.info.unit);
      for (const name of CONSTRUCTORS) {
        const made = entity.info.methods.get(name);
        if (made) called.add(made);
      }
    }
  }
  called.delete(unit);
  return [...called];
}
