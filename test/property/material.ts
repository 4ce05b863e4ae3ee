// What the property tests draw from: a generator of numbers, and the texts of examples.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A small generator with a seed, so that a failure can be run again. */
export function random(seed: number): (below: number) => number {
  let state = seed >>> 0 || 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

/** All example files of a language below a folder, as one text. */
export function examples(folder: string, extension: string, most = Number.POSITIVE_INFINITY): string {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(extension));
  return files
    .sort()
    .slice(0, most)
    .map((path) => readFileSync(join(folder, path), "utf8"))
    .join("\n");
}
