// The first keystrokes of a session would be the slowest ones: the engine's code is compiled by the JavaScript engine only
// once it has run for a while. So when the first file of a language has been opened and answered, and nobody types, edits are
// tried in a copy of it, in an engine of its own and in slices as anything else that nobody waits for. A key that comes meanwhile ends it.

import type { Workspace } from "../scan/workspace.ts";
import type { LanguageId } from "../syntax/language.ts";
import type { TextEdit } from "../text/span.ts";
import { type Background, Priority, SLICE_MS } from "./background.ts";
import type { Host } from "./host.ts";
import { deadline, type Project } from "./project.ts";

const ROUNDS = 40;
/** Trying edits in a file longer than this takes longer than it is worth. */
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
      const { inputs } = this.#background;
      const end = this.#host.now() + limit;
      // Once somebody types it is done for real.
      const isOver = () => this.#background.inputs !== inputs || this.#host.now() > end;
      const workspace = isOver() ? undefined : await project.apart(path);
      if (!workspace) return;
      await this.#rehearse(workspace, path, isOver);
      workspace.dispose();
    });
  }

  async #rehearse(workspace: Workspace, path: string, isOver: () => boolean): Promise<void> {
    const text = workspace.text(path) ?? "";
    const scan = async (): Promise<void> => {
      for (;;) {
        const budget = deadline(this.#host, SLICE_MS);
        workspace.scan(path, budget);
        await this.#background.turn();
        if (!budget.wasSpent || isOver()) return;
      }
    };
    const edit = async (change: TextEdit): Promise<void> => {
      workspace.edit(path, [change]);
      await this.#background.turn();
    };
    await scan();
    for (let round = 0; round < ROUNDS && !isOver(); round++) {
      const at = text.indexOf("\n", Math.floor((text.length * (round + 1)) / (ROUNDS + 1)));
      const start = at < 0 ? text.length : at;
      const newText = TYPED[round % TYPED.length]!;
      await edit({ span: { start, end: start }, newText });
      if (isOver()) return;
      await scan();
      if (isOver()) return;
      await edit({ span: { start, end: start + newText.length }, newText: "" });
      // Whoever types pauses, too.
      workspace.settle(path);
      await scan();
    }
  }
}
