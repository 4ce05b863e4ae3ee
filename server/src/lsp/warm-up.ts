// The first keystrokes of a session would be the slowest ones: the engine's code is compiled by the JavaScript engine only
// once it has run for a while. So when the first file of a language has been opened and answered, and nobody types, a few
// edits of it are tried and taken back, as a proof of a fix would be. A key that comes meanwhile goes first.

import type { LanguageId } from "../syntax/language.ts";
import type { Background } from "./background.ts";
import { Priority } from "./background.ts";
import type { Host } from "./host.ts";
import type { Project } from "./project.ts";

const ROUNDS = 40;
/** Trying edits in a file longer than this takes longer than it is worth: nothing else is done meanwhile. */
const LONGEST = 300_000;
/** For the first answer, which is seconds away where the machine is busy. */
const WAIT_MS = 100;
const MOST_WAITS = 100;
/** What people type: names, a call, a text, and the states in between in which nothing parses. */
const TYPED = ["x", "\n", "total = ", "count(", "'", "name.", ")", ";", "\n  ", '"'];

export class WarmUp {
  readonly #host: Host;
  readonly #background: Background;
  readonly #warm = new Set<LanguageId>();

  constructor(host: Host, background: Background) {
    this.#host = host;
    this.#background = background;
  }

  /** A file was opened: if it is the first of its language, its edits are tried when there is time. */
  opened(project: Project, path: string, language: LanguageId): void {
    const limit = this.#host.warmUpMs ?? 0;
    if (limit === 0 || this.#warm.has(language) || language === "generic") return;
    this.#warm.add(language);
    this.#background.schedule(`warm up ${language}`, Priority.Index, async () => {
      const text = project.text(path);
      if (text === undefined || text.length > LONGEST) return;
      // The first answer comes first.
      for (let tries = 0; !project.isScanned(path) && tries < MOST_WAITS; tries++) await this.#host.delay(WAIT_MS);
      const began = this.#host.now();
      const { inputs } = this.#background;
      for (let round = 0; round < ROUNDS && this.#host.now() - began < limit; round++) {
        await this.#background.turn();
        // Now it is done for real.
        if (this.#background.inputs !== inputs) return;
        const now = project.text(path);
        if (now === undefined) return;
        const at = now.indexOf("\n", Math.floor((now.length * (round + 1)) / (ROUNDS + 1)));
        const start = at < 0 ? now.length : at;
        project.rehearse(path, [{ span: { start, end: start }, newText: TYPED[round % TYPED.length]! }]);
      }
    });
  }
}
