// Units that were not worked out as far as they go, and how that is told.

import { addToSet } from "../text/multimap.ts";
import type { UnitResult } from "./evaluate-unit.ts";
import { limitTexts } from "./limits.ts";
import type { Unit } from "./unit.ts";

/** What was left out, and why. */
export interface FlowProblem {
  readonly path: string;
  /** Where the function that it is about begins. */
  readonly offset: number;
  readonly message: string;
}

export class LimitedUnits {
  readonly #ofFile = new Map<string, Set<Unit>>();
  readonly #messages = new WeakMap<UnitResult, string[]>();

  /** What a unit's result is now. */
  note(unit: Unit, result: UnitResult | undefined): void {
    const { path } = unit.file;
    if (result && (result.limits.size > 0 || result.failure !== undefined)) addToSet(this.#ofFile, path, unit);
    else this.#ofFile.get(path)?.delete(unit);
  }

  clear(): void {
    this.#ofFile.clear();
  }

  /** In the order in which they stand in the file. */
  problems(
    path: string,
    isThere: (unit: Unit) => boolean,
    resultOf: (unit: Unit) => UnitResult | undefined,
  ): FlowProblem[] {
    const limited = [...(this.#ofFile.get(path) ?? [])].filter(isThere).sort((a, b) => a.node - b.node);
    const problems: FlowProblem[] = [];
    for (const unit of limited) {
      const result = resultOf(unit);
      if (!result) continue;
      const offset = unit.file.ast.start(unit.node);
      for (const message of this.#messagesOf(unit, result)) problems.push({ path, offset, message });
    }
    return problems;
  }

  /** Put together once for a result: a long file may have hundreds, and they are told with each key. */
  #messagesOf(unit: Unit, result: UnitResult): readonly string[] {
    let messages = this.#messages.get(result);
    if (!messages) {
      const name = unit.kind === "module" ? "the top level" : `\`${unit.name}\``;
      messages = limitTexts(result.limits).map(
        (limit) => `data could not be followed everywhere through ${name}: ${limit}`,
      );
      if (result.failure !== undefined) messages.push(`data could not be followed through ${name}: ${result.failure}`);
      this.#messages.set(result, messages);
    }
    return messages;
  }
}
