// The tables of pages that are read as they are written.

import assert from "node:assert/strict";
import { test } from "node:test";
import { withAlignedTables } from "../../client/src/tables.ts";

test("columns stand in line, numbers to the right; what is no table stays as it is", () => {
  const written = ["# Title", "", "| ms | Phase |", "|--:|---|", "| 1379.6 | data flow |", "| 9 | a |", "", "- b | c"];
  assert.deepEqual(withAlignedTables(written.join("\n")).split("\n"), [
    "# Title",
    "",
    "|     ms | Phase     |",
    "| -----: | --------- |",
    "| 1379.6 | data flow |",
    "|      9 | a         |",
    "",
    "- b | c",
  ]);
  assert.equal(withAlignedTables("| no | rule |"), "| no | rule |");
});
