// Scans by several workers: each file is told of once, whatever becomes of the worker that had it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { type Batch, type ScanPool, scanInPool, WorkerLost } from "../../server/src/cli/scan-shard.ts";
import type { FileResult } from "../../server/src/scan/workspace.ts";

const BATCHES: readonly Batch[] = [["a.js", "b.js"], ["c.js"], ["d.js"]].map((paths) => ({
  files: paths.map((path) => [path, ""] as const),
  around: [],
}));

function poolThat(scan: ScanPool["scan"]): ScanPool & { readonly isEnded: () => boolean } {
  let isEnded = false;
  return {
    scan,
    async end() {
      isEnded = true;
    },
    isEnded: () => isEnded,
  };
}

const clean = ({ files }: Batch): readonly FileResult[] =>
  files.map(([path]) => ({ path, findings: [], problems: [] }));

test("a worker that is lost is said of its files alone", async () => {
  const pool = poolThat(async (batch) => {
    if (batch === BATCHES[0]) throw new WorkerLost("out of memory");
    return clean(batch);
  });
  const told: FileResult[] = [];
  await scanInPool(pool, BATCHES, (result) => told.push(result));
  const problems = told.flatMap((each) => each.problems.map(({ path, message }) => `${path}: ${message}`));
  assert.deepEqual(problems.sort(), [
    "a.js: the scan of it ended early: out of memory",
    "b.js: the scan of it ended early: out of memory",
  ]);
  assert.deepEqual(told.map(({ path }) => path).sort(), ["a.js", "b.js", "c.js", "d.js"]);
  assert.ok(pool.isEnded());
});

test("a mistake of our own ends the scan, and the workers with it", async () => {
  const pool = poolThat(async (batch) => {
    if (batch === BATCHES[1]) throw new Error("no grammar");
    return clean(batch);
  });
  await assert.rejects(
    scanInPool(pool, BATCHES, () => undefined),
    /no grammar/,
  );
  assert.ok(pool.isEnded());
});
