// The limit on what is kept of closed files: those used longest ago go first, open ones never.

import assert from "node:assert/strict";
import { test } from "node:test";
import { ClosedFiles } from "../../server/src/lsp/closed-files.ts";
import type { Project } from "../../server/src/lsp/project.ts";

const MEGABYTE_OF_TEXT = 4 * 1024; // as measured, with all that is known of it

function projectOf(removed: string[]): Project {
  return {
    keyOf: (path: string) => `file:///${path}`,
    giveUp: (paths: readonly string[]) => removed.push(...paths),
  } as unknown as Project;
}

test("the files used longest ago are given up once all are more than the limit", () => {
  const removed: string[] = [];
  const project = projectOf(removed);
  const closed = new ClosedFiles();
  for (let at = 0; at < 20; at++) {
    closed.used(project, `${at}.js`, MEGABYTE_OF_TEXT);
    closed.trim(10, () => false);
  }
  assert.deepEqual(
    removed,
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((at) => `${at}.js`),
  );
  closed.used(project, "10.js", MEGABYTE_OF_TEXT);
  closed.used(project, "20.js", MEGABYTE_OF_TEXT);
  assert.equal(
    closed.trim(10, () => false),
    1,
  );
  assert.equal(removed.at(-1), "11.js", "one that was used again stays");
});

test("open files and the one used last stay, and what is gone makes room", () => {
  const removed: string[] = [];
  const project = projectOf(removed);
  const closed = new ClosedFiles();
  closed.used(project, "open.js", 8 * MEGABYTE_OF_TEXT);
  closed.used(project, "gone.js", 8 * MEGABYTE_OF_TEXT);
  closed.forget("file:///gone.js");
  assert.ok(!closed.isFull(10));
  closed.used(project, "huge.js", 50 * MEGABYTE_OF_TEXT);
  assert.ok(closed.isFull(10));
  assert.equal(
    closed.trim(10, (key) => key === "file:///open.js"),
    0,
  );
  assert.deepEqual(removed, []);
});

test("files that a scan holds stay until the last scan lets them go", () => {
  const removed: string[] = [];
  const project = projectOf(removed);
  const closed = new ClosedFiles();
  for (const name of ["a.js", "a.js", "b.js"]) closed.hold(`file:///${name}`);
  for (const name of ["a.js", "b.js", "c.js"]) closed.used(project, name, 8 * MEGABYTE_OF_TEXT);
  closed.trim(10, () => false);
  assert.deepEqual(removed, []);
  assert.equal(closed.letGo("file:///b.js"), true);
  assert.equal(closed.letGo("file:///a.js"), false, "another scan looks at it");
  closed.trim(10, () => false);
  assert.deepEqual(removed, ["b.js"]);
  assert.equal(closed.letGo("file:///a.js"), true);
  closed.trim(10, () => false);
  assert.deepEqual(removed, ["b.js", "a.js"]);
});
