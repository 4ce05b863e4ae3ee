// Measures keystrokes from edit to findings: node test/bench/typing.mjs CASES.json [CASE…]
// With NODE_ARGS (as in NODE_ARGS="--cpu-prof --cpu-prof-dir=/tmp/x") node is given these options.
// V8's options are those of the server in an editor.
import { readFileSync } from "node:fs";
import { runBundled } from "../run-bundled.mjs";

const optionsIn = (path) => JSON.parse(readFileSync(new URL(`../../${path}`, import.meta.url), "utf8"));
const given = (process.env.NODE_ARGS ?? "").split(" ").filter((each) => each !== "");
const options = [
  ...optionsIn("server/src/start/compiler-options.json"),
  ...optionsIn("client/src/server-options.json"),
  ...given,
];
process.exit(await runBundled("test/bench/typing.ts", { args: process.argv.slice(2), options }));
