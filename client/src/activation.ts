// How much of the extension host's time starting the extension took: loading the bundle, and activating. Imported first, before anything
// that takes time to be loaded.

import type { LogOutputChannel } from "vscode";

export interface ActivationTime {
  readonly milliseconds: number;
  /** Of the processor, of all threads of the extension host; null in a browser. */
  readonly processorMs: number | null;
}

/** Measures from now on. */
export function startClock(): () => ActivationTime {
  const began = now();
  return () => {
    const { milliseconds, processorMs } = now();
    return {
      milliseconds: milliseconds - began.milliseconds,
      processorMs: processorMs === null || began.processorMs === null ? null : processorMs - began.processorMs,
    };
  };
}

const sinceFirstLine = startClock();
let loading: ActivationTime = { milliseconds: 0, processorMs: null };

/** To be called by the last line of the bundle. */
export function bundleIsLoaded(): void {
  loading = sinceFirstLine();
}

/** With what was measured from the beginning of `activate` on: in between, the extension host does other things. */
export function withLoading(activating: ActivationTime): ActivationTime {
  const [a, b] = [loading.processorMs, activating.processorMs];
  return {
    milliseconds: loading.milliseconds + activating.milliseconds,
    processorMs: a === null || b === null ? null : a + b,
  };
}

export function logTime(log: LogOutputChannel, what: string, { milliseconds, processorMs }: ActivationTime): void {
  const processor = processorMs === null ? "" : `, ${processorMs.toFixed(0)} ms of processor time`;
  log.info(`${what} in ${milliseconds.toFixed(0)} ms${processor}.`);
}

function now(): ActivationTime {
  const usage = typeof process === "undefined" ? undefined : process.cpuUsage?.();
  return { milliseconds: performance.now(), processorMs: usage ? (usage.user + usage.system) / 1000 : null };
}
