// How much of what nobody has open stays in memory. What the engine knows of a closed file takes some hundred bytes for each
// character of it; once all of them take more than the limit, those that were used longest ago are given up. What was found in
// them stands. They are read again when somebody asks for them; until then, flows through them are not followed.

import { addToList } from "../text/multimap.ts";
import type { Project } from "./project.ts";

/** As measured on our own sources: syntax, names and summaries. */
const BYTES_PER_CHARACTER = 250;

interface Kept {
  readonly project: Project;
  readonly path: string;
  readonly characters: number;
}

export class ClosedFiles {
  /** The one used longest ago first. */
  readonly #kept = new Map<string, Kept>();
  /** How many scans are about to look at a file: it stays until the last of them did. */
  readonly #held = new Map<string, number>();
  #characters = 0;

  /** Whether so many characters more would be too many. */
  isFull(limitMb: number, characters = 0): boolean {
    return this.#characters + characters > charactersWithin(limitMb);
  }

  hold(key: string): void {
    this.#held.set(key, (this.#held.get(key) ?? 0) + 1);
  }

  /** Whether nobody else holds it. */
  letGo(key: string): boolean {
    const left = (this.#held.get(key) ?? 1) - 1;
    if (left > 0) this.#held.set(key, left);
    else this.#held.delete(key);
    return left <= 0;
  }

  /** A closed file was read or scanned. */
  used(project: Project, path: string, characters: number): void {
    const key = project.keyOf(path);
    this.forget(key);
    this.#kept.set(key, { project, path, characters });
    this.#characters += characters;
  }

  /** It was opened, or is gone. */
  forget(key: string): void {
    const kept = this.#kept.get(key);
    if (!kept) return;
    this.#kept.delete(key);
    this.#characters -= kept.characters;
  }

  /**
   * Gives up files until the rest is within the limit; says how many. Those that are held stay, and the one used last: somebody is about
   * to ask for it.
   */
  trim(limitMb: number, isOpen: (key: string) => boolean): number {
    const givenUp = new Map<Project, string[]>();
    let count = 0;
    let left = this.#kept.size;
    for (const [key, { project, path }] of this.#kept) {
      if (!this.isFull(limitMb) || left-- <= 1) break;
      if (this.#held.has(key)) continue;
      this.forget(key);
      if (isOpen(key)) continue;
      addToList(givenUp, project, path);
      count++;
    }
    for (const [project, paths] of givenUp) project.giveUp(paths);
    return count;
  }
}

/** How much text a limit allows, in UTF-16 units. */
export function charactersWithin(limitMb: number): number {
  return Math.floor((limitMb * 1_048_576) / BYTES_PER_CHARACTER);
}
