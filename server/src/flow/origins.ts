// What an expression may be, as library paths: of several alternatives some, and whether they are only guessed from names. Who
// works them out is origin-resolver.ts; one path is origin.ts.

import { NO_ORIGIN, type Origin } from "./origin.ts";

export interface Origins {
  readonly list: readonly Origin[];
  /** Known only from what things are called. */
  readonly isGuess: boolean;
}

export const NO_ORIGINS: Origins = { list: [], isGuess: false };
/** More alternatives than this say nothing. */
export const MOST_ORIGINS = 6;

/** One that is certain. */
export function sureOrigin(origin: Origin): Origins {
  return { list: [origin], isGuess: false };
}

export function mapOrigins(origins: Origins, step: (origin: Origin) => Origin): Origins {
  if (origins.list.length === 0) return NO_ORIGINS;
  const mapped = origins.list.map(step).filter((origin) => origin !== NO_ORIGIN);
  return mapped.length === 0 ? NO_ORIGINS : { list: mapped, isGuess: origins.isGuess };
}

/** Takes the steps that lead from a whole to its part, the outermost last. */
export function applySteps(origins: Origins, steps: readonly ((origin: Origin) => Origin)[]): Origins {
  return [...steps].reverse().reduce((at, step) => mapOrigins(at, step), origins);
}

/** All of them; guesses only where nothing better is known. */
export function unionOf(all: readonly Origins[]): Origins {
  const found = all.filter((origins) => origins.list.length > 0);
  if (found.length === 0) return NO_ORIGINS;
  if (found.length === 1) return found[0]!;
  const sure = found.filter((origins) => !origins.isGuess);
  const used = sure.length > 0 ? sure : found;
  return {
    list: [...new Set(used.flatMap((origins) => origins.list))].slice(0, MOST_ORIGINS),
    isGuess: sure.length === 0,
  };
}
