// Work that nobody waits for: one task at a time, the most urgent first, and not while someone types. Between two tasks the
// messages that came in are handled, so a task must be short (a file) or yield by itself.

import type { Host } from "./host.ts";

/** Lower runs first. */
export enum Priority {
  /** Open files whose findings another file's edit may have changed. */
  OpenFiles = 0,
  /** Closed files that are listed. */
  ListedFiles = 1,
  /** What a user asked for: a scan of the workspace. */
  Scan = 2,
  /** Reading the workspace, so that flows through files nobody opened are seen. */
  Index = 3,
}

/** How long work that nobody waits for goes on before others have their turn. */
export const SLICE_MS = 5;
/** After a keystroke, work waits so long for the next. */
const QUIET_MS = 60;
/** Who waited longer for an answer was interrupted. */
const LONGEST_ANSWER_MS = 1000;

interface Task {
  readonly priority: Priority;
  readonly run: () => void | Promise<void>;
}

export class Background {
  readonly #host: Host;
  readonly #failed: (key: string, error: unknown) => void;
  readonly #tasks = new Map<string, Task>();
  #lastInput = Number.NEGATIVE_INFINITY;
  #inputs = 0;
  #running = false;
  #stopped = false;
  #idle: (() => void)[] = [];
  /** Answers that somebody waits for. */
  readonly #awaited = new Set<Promise<unknown>>();

  constructor(host: Host, failed: (key: string, error: unknown) => void) {
    this.#host = host;
    this.#failed = failed;
  }

  /** Runs a task when its turn comes. One of the same key that still waits is replaced. */
  schedule(key: string, priority: Priority, run: () => void | Promise<void>): void {
    if (this.#stopped) return;
    this.#tasks.set(key, { priority, run });
    if (!this.#running) void this.#loop();
  }

  cancel(key: string): void {
    this.#tasks.delete(key);
  }

  /** Someone types: let them. */
  noteInput(): void {
    this.#lastInput = this.#host.now();
    this.#inputs++;
  }

  /** Whoever types and waited for an answer goes on typing now. */
  noteAnswer(): void {
    const now = this.#host.now();
    if (now - this.#lastInput < LONGEST_ANSWER_MS) this.#lastInput = now;
  }

  /** Work in slices of its own that somebody waits for: until it is done, nothing else goes on here. */
  async whileAwaited<T>(work: Promise<T>): Promise<T> {
    this.#awaited.add(work);
    try {
      return await work;
    } finally {
      this.#awaited.delete(work);
    }
  }

  /** Counts what was typed. */
  get inputs(): number {
    return this.#inputs;
  }

  /** Resolves when the editor has been quiet for a moment and what waits has been handled; between the steps of long work. */
  async turn(): Promise<void> {
    await this.#host.yield();
    for (;;) {
      await Promise.allSettled(this.#awaited);
      const wait = this.#lastInput + QUIET_MS - this.#host.now();
      if (wait <= 0 || this.#stopped) return;
      await this.#host.delay(wait);
    }
  }

  /** Resolves once nothing waits. */
  async whenIdle(): Promise<void> {
    if (!this.#running && this.#tasks.size === 0) return;
    await new Promise<void>((resolve) => this.#idle.push(resolve));
  }

  stop(): void {
    this.#stopped = true;
    this.#tasks.clear();
  }

  async #loop(): Promise<void> {
    this.#running = true;
    for (;;) {
      await this.turn();
      const next = this.#next();
      if (!next) break;
      const [key, task] = next;
      this.#tasks.delete(key);
      try {
        await task.run();
      } catch (error) {
        this.#failed(key, error);
      }
    }
    this.#running = false;
    const waiting = this.#idle;
    this.#idle = [];
    for (const resolve of waiting) resolve();
  }

  #next(): [string, Task] | undefined {
    let best: [string, Task] | undefined;
    for (const entry of this.#tasks) if (!best || entry[1].priority < best[1].priority) best = entry;
    return best;
  }
}

/** Work that waits for nothing gives others their turn when a slice is over. */
export class Slices {
  readonly #host: Host;
  readonly #background: Background;
  #began: number;

  constructor({ host, background }: { readonly host: Host; readonly background: Background }) {
    this.#host = host;
    this.#background = background;
    this.#began = host.now();
  }

  /** To be called between its steps. */
  async pause(): Promise<void> {
    if (this.#host.now() - this.#began < SLICE_MS) return;
    await this.#background.turn();
    this.#began = this.#host.now();
  }
}
