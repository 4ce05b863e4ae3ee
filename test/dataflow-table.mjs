// Runs the data-flow fixtures and writes what comes out, idea by language, into docs/dataflow.md: npm run dataflow-table
// Needs the grammars that a build lays into dist/.
import { runBundled } from "./run-bundled.mjs";

process.exit(await runBundled("test/unit/flow/print-table.ts"));
