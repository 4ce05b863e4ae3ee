// How much of what nobody has open stays in memory. What the engine knows of a closed file takes some hundred bytes for each
// character of it; once all of them take more than the limit, those that were used longest ago are given up. They are read
// again when somebody asks for them; until then, flows through them are not followed.

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
  #characters = 0;

  /** Whether so many characters more would be too many. */
  isFull(limitMb: number, characters = 0): boolean {
    return (this.#characters + characters) * BYTES_PER_CHARACTER > limitMb * 1_048_576;
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

  /** Gives up files until the rest is within the limit; says how many. The one used last stays: somebody is about to ask for it. */
  trim(limitMb: number, isOpen: (key: string) => boolean): number {
    let count = 0;
    for (const [key, { project, path }] of this.#kept) {
      if (!this.isFull(limitMb) || this.#kept.size <= 1) break;
      this.forget(key);
      if (isOpen(key)) continue;
      project.remove(path);
      count++;
    }
    return count;
  }
}
