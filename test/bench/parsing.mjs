// Measures parsing and lowering: node test/bench/parsing.mjs
import { runBundled } from "../run-bundled.mjs";

process.exit(await runBundled("test/bench/keystrokes.ts"));
