// What a keystroke costs: bare re-parse against the whole of SnapshotStore.edit, names included or not. Run by parsing.mjs.

import { readFileSync } from "node:fs";
import type { LanguageId } from "../../server/src/syntax/language.ts";
import { Edit, SyntaxParser } from "../../server/src/syntax/parser.ts";
import { SnapshotStore } from "../../server/src/syntax/snapshots.ts";
import { LineIndex } from "../../server/src/text/line-index.ts";
import { nodeGrammars } from "../unit/node-grammars.ts";

function percentile(values: number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))]!;
}

/** Milliseconds of processor time that this process has had: what other processes take does not count. */
function now(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Types `typed` at `at` unit by unit, then takes it back, `rounds` times; gives the cost of each keystroke, in milliseconds. */
function keystrokes(
  store: SnapshotStore,
  path: string,
  at: number,
  typed: string,
  rounds: number,
  after: () => void,
): number[] {
  const costs: number[] = [];
  for (let round = 0; round < rounds; round++) {
    for (let unit = 0; unit < typed.length; unit++) {
      const before = now();
      store.edit(path, 0, [{ span: { start: at + unit, end: at + unit }, newText: typed[unit]! }]);
      after();
      costs.push(now() - before);
    }
    for (let unit = typed.length - 1; unit >= 0; unit--) {
      const before = now();
      store.edit(path, 0, [{ span: { start: at + unit, end: at + unit + 1 }, newText: "" }]);
      after();
      costs.push(now() - before);
    }
  }
  return costs;
}

async function bareKeystrokes(
  language: string,
  text: string,
  at: number,
  typed: string,
  rounds: number,
): Promise<number[]> {
  const parser = await SyntaxParser.start(nodeGrammars);
  const grammar = await parser.load(language);
  const costs: number[] = [];
  let tree = parser.parse(grammar, text);
  let current = text;
  const edit = (start: number, end: number, newText: string) => {
    const next = current.slice(0, start) + newText + current.slice(end);
    const { line: row, character: column } = new LineIndex(current).positionAt(start);
    const point = (offset: number) => ({ row, column: column + offset - start });
    const before = now();
    const newEndIndex = start + newText.length;
    tree.edit(
      new Edit({
        startIndex: start,
        oldEndIndex: end,
        newEndIndex,
        startPosition: point(start),
        oldEndPosition: point(end),
        newEndPosition: point(newEndIndex),
      }),
    );
    const reparsed = parser.parse(grammar, next, tree);
    costs.push(now() - before);
    tree.delete();
    tree = reparsed;
    current = next;
  };
  for (let round = 0; round < rounds; round++) {
    for (let unit = 0; unit < typed.length; unit++) edit(at + unit, at + unit, typed[unit]!);
    for (let unit = typed.length - 1; unit >= 0; unit--) edit(at + unit, at + unit + 1, "");
  }
  tree.delete();
  return costs;
}

async function measure(language: LanguageId, path: string, where: string, typed: string): Promise<void> {
  const text = readFileSync(path, "utf8");
  const found = text.indexOf(where);
  if (found < 0) throw new Error(`${path} does not hold ${where}`);
  const at = found + where.length;
  const store = new SnapshotStore(await SyntaxParser.start(nodeGrammars));
  await store.prepare([language]);
  store.set({ path, language, text, keepsTree: true });
  const rounds = 10;
  const bare = await bareKeystrokes(language, text, at, typed, rounds);
  keystrokes(store, path, at, typed, 2, () => undefined);
  const edits = keystrokes(store, path, at, typed, rounds, () => undefined);
  const named = keystrokes(store, path, at, typed, rounds, () => store.get(path)!.names.functions);
  store.clear();
  const show = (costs: number[]) => `${percentile(costs, 0.5).toFixed(2)} (p90 ${percentile(costs, 0.9).toFixed(2)})`;
  console.log(
    `${path}, ${text.split("\n").length} lines, after ${JSON.stringify(where.slice(-30))}, ms of processor time a keystroke`,
  );
  console.log(`  bare re-parse ${show(bare)}   edit ${show(edits)}   edit and names ${show(named)}`);
}

async function main(): Promise<void> {
  const typed = "foo(bar);\n";
  await measure("javascript", "node_modules/lodash/lodash.js", "function baseClamp(number, lower, upper) {\n", typed);
  await measure(
    "javascript",
    "node_modules/lodash/lodash.js",
    "    /*------------------------------------------------------------------------*/\n",
    typed,
  );
  await measure("javascript", "node_modules/lodash/lodash.js", ";(function() {\n", typed);
  await measure(
    "javascript",
    "node_modules/lodash/lodash.js",
    "var CORE_ERROR_TEXT = 'Unsupported core-js use.",
    typed,
  );
  await measure(
    "javascript",
    "node_modules/commander/lib/command.js",
    "  copyInheritedSettings(sourceCommand) {\n",
    typed,
  );
  await measure("javascript", "node_modules/commander/lib/command.js", "class Command extends EventEmitter {\n", typed);
  await measure(
    "javascript",
    "node_modules/commander/lib/command.js",
    "const process = require('node:process');\n",
    typed,
  );
}

void main();
