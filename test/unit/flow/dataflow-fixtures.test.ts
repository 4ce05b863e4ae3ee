// The annotated data-flow suites: every line that must be found is, and no other. A folder is one program of several files.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { countAnnotations, expectedLines, foundLines, inOrder, programOf } from "./fixtures.ts";

const ROOT = join("test", "fixtures", "dataflow");
const FEWEST = 60;

for (const language of readdirSync(ROOT, { withFileTypes: true }).filter((entry) => entry.isDirectory())) {
  const folder = join(ROOT, language.name);
  let count = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const files: Record<string, string> = {};
    if (entry.isFile()) files[entry.name] = readFileSync(join(folder, entry.name), "utf8");
    else
      for (const inner of readdirSync(join(folder, entry.name), { recursive: true, withFileTypes: true }))
        if (inner.isFile()) {
          const path = join(inner.parentPath ?? inner.path, inner.name);
          files[path.slice(folder.length + 1).replaceAll("\\", "/")] = readFileSync(path, "utf8");
        }
    for (const text of Object.values(files)) count += countAnnotations(text);
    test(`data flow: ${language.name}/${entry.name}`, async () => {
      const program = await programOf(files);
      for (const [path, text] of Object.entries(files))
        assert.deepEqual(inOrder(foundLines(text, program.findings(path))), inOrder(expectedLines(text)), path);
    });
  }
  test(`data flow: ${language.name} has at least ${FEWEST} annotated lines`, () => {
    assert.ok(count >= FEWEST, `${count} annotated lines`);
  });
}
