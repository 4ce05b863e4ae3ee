// Measures keystrokes from edit to findings: node test/bench/typing.mjs CASES.json [CASE…]
// With NODE_ARGS (as in NODE_ARGS="--cpu-prof --cpu-prof-dir=/tmp/x") node is given these options.
import { runBundled } from "../run-bundled.mjs";

const options = (process.env.NODE_ARGS ?? "").split(" ").filter((each) => each !== "");
process.exit(await runBundled("test/bench/typing.ts", { args: process.argv.slice(2), options }));
