// A file as it would be after some edits, in the engine that has it: flows through other files count. It is scanned in slices, between which
// others have their turn; whoever asks the engine for anything meanwhile puts an end to it first, and finds the text that was there.

import type { Budget, ScanResult, Workspace } from "../scan/workspace.ts";
import type { TextEdit } from "../text/span.ts";

export class TrialRun {
  readonly #workspace: Workspace;
  readonly path: string;
  readonly #before: string;
  readonly #backward: readonly TextEdit[];
  #isOver = false;

  /** Makes the edits, whose spans are all in `before`, the text that the engine has. */
  constructor(workspace: Workspace, path: string, before: string, edits: readonly TextEdit[]) {
    this.#workspace = workspace;
    this.path = path;
    this.#before = before;
    // From the back to the front; of two insertions at one place, the later one first, so that it ends up behind.
    const forward = edits
      .map((edit, at) => ({ ...edit, at }))
      .sort((a, b) => b.span.start - a.span.start || b.span.end - a.span.end || b.at - a.at);
    this.#backward = forward
      .map(({ span, newText }) => ({
        span: { start: span.start, end: span.start + newText.length },
        newText: before.slice(span.start, span.end),
      }))
      .reverse();
    workspace.edit(path, forward);
    workspace.settle(path);
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** What the engine has: to be asked while it is not over. */
  get text(): string {
    return this.#workspace.text(this.path) ?? "";
  }

  /** Of use if the budget was not spent. */
  scan(budget: Budget): ScanResult {
    return this.#workspace.scan(this.path, budget);
  }

  /** Puts the text back. @throws when it did not come back as it was */
  end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#workspace.edit(this.path, this.#backward);
    // Whoever typed may have paused already.
    this.#workspace.settle(this.path);
    if (this.#workspace.text(this.path) !== this.#before)
      throw new Error(`${this.path} did not come back from a trial as it was`);
  }
}
