// How much of the extension host's time starting the extension took, from the first line of the bundle on. Imported first, before
// anything that takes time to be loaded.

import type { LogOutputChannel } from "vscode";

export interface ActivationTime {
  readonly milliseconds: number;
  /** Of the processor, of all threads of the extension host; null in a browser. */
  readonly processorMs: number | null;
}

const began = now();

export function activationTime(): ActivationTime {
  const { milliseconds, processorMs } = now();
  return {
    milliseconds: milliseconds - began.milliseconds,
    processorMs: processorMs === null || began.processorMs === null ? null : processorMs - began.processorMs,
  };
}

export function logActivation(log: LogOutputChannel, { milliseconds, processorMs }: ActivationTime): void {
  const processor = processorMs === null ? "" : `, ${processorMs.toFixed(0)} ms of processor time`;
  log.info(`Activated in ${milliseconds.toFixed(0)} ms${processor}.`);
}

function now(): ActivationTime {
  const usage = typeof process === "undefined" ? undefined : process.cpuUsage?.();
  return { milliseconds: performance.now(), processorMs: usage ? (usage.user + usage.system) / 1000 : null };
}
