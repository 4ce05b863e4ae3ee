// The engine on Node, and the report that is a bundle of its own, for the language server and the command line alike.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { PageFacts } from "../report/page/facts.ts";
import { type Engine, makeEngine } from "../scan/engine.ts";

/** They tell whether a parse takes too long: a busy machine is no reason to give one up, nor are other threads. */
const CLOCKS: readonly (() => number)[] = [
  () => performance.now(),
  () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  },
];

/** @param assets the folder that holds `grammars/` and `rules.jsonl` */
export function nodeEngine(assets: string): Engine {
  return makeEngine((path) => readFile(join(assets, path)), CLOCKS);
}

/** @param assets the folder that holds `security-page.js` */
export function nodePage(assets: string, facts: PageFacts): string {
  const { securityPage } = require(join(assets, "security-page.js")) as typeof import("../report/page/page.ts");
  return securityPage(facts);
}
