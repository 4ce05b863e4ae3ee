// How far a scan is, on a terminal only, in one line that is gone when the scan is done.

import type { OutputStream } from "./host.ts";

const INTERVAL = 80;

export class Progress {
  readonly #stream: OutputStream;
  readonly #now: () => number;
  readonly #isShown: boolean;
  #last = Number.NEGATIVE_INFINITY;
  #isDrawn = false;

  constructor(stream: OutputStream, now: () => number, isWanted: boolean) {
    this.#stream = stream;
    this.#now = now;
    this.#isShown = isWanted && stream.isTerminal;
  }

  show(message: string, detail = ""): void {
    if (!this.#isShown || this.#now() - this.#last < INTERVAL) return;
    this.#last = this.#now();
    const width = (this.#stream.columns ?? 80) - 1;
    const line = `${message}${detail ? `  ${detail}` : ""}`.replace(/\p{Cc}/gu, "·");
    this.#stream.write(`\r\u001b[2K${line.length > width ? `${line.slice(0, width - 1)}…` : line}`);
    this.#isDrawn = true;
  }

  /** Before anything else is written to the terminal. */
  clear(): void {
    if (this.#isDrawn) this.#stream.write("\r\u001b[2K");
    this.#isDrawn = false;
    this.#last = Number.NEGATIVE_INFINITY;
  }
}
