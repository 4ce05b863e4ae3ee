// Worker threads for a scan, by tinypool. A worker is the command line's own bundle again, called by the name of what it exports.

import { Tinypool } from "tinypool";
import { messageOf } from "../kept/disk-error.ts";
import type { FileResult } from "../scan/workspace.ts";
import { type Batch, type ScanPool, WorkerLost, type WorkerSetup } from "./scan-shard.ts";

/** Most of what a scan makes is garbage at once: with room for it (three semi-spaces), less of it is copied. Of all workers together. */
const YOUNG_MIB = 192;
/** Of each, twice what Node gives by itself. */
const LEAST_YOUNG_MIB = 96;

/** `bundle`: exports a function of this name, which scans a batch. */
export function openPool(bundle: string, name: string, setup: WorkerSetup, count: number): ScanPool {
  const pool = new Tinypool({
    filename: bundle,
    name,
    workerData: setup,
    minThreads: count,
    maxThreads: count,
    isolateWorkers: false,
    resourceLimits: { maxYoungGenerationSizeMb: Math.max(LEAST_YOUNG_MIB, YOUNG_MIB / count) },
  });
  // A worker that ends before it was given anything.
  const broken = new Promise<never>((_, reject) => pool.on("error", (error) => reject(error)));
  broken.catch(() => undefined);
  return {
    async scan(batch: Batch) {
      try {
        return (await Promise.race([pool.run(batch), broken])) as readonly FileResult[];
      } catch (error) {
        const isOutOfMemory = (error as NodeJS.ErrnoException).code === "ERR_WORKER_OUT_OF_MEMORY";
        throw isOutOfMemory ? new WorkerLost("out of memory") : new Error(messageOf(error));
      }
    },
    end: () => pool.destroy(),
  };
}

/** In a worker: what its pool was opened with. */
export function setupOfWorker(): WorkerSetup {
  return Tinypool.workerData as WorkerSetup;
}
