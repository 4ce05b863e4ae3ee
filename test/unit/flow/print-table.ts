// Writes docs/dataflow.md. Run by test/dataflow-table.mjs, from the repository's root.

import { writeFileSync } from "node:fs";
import { dataflowTable, TABLE_PATH } from "./feature-table.ts";

async function main(): Promise<void> {
  writeFileSync(TABLE_PATH, await dataflowTable());
}

void main();
