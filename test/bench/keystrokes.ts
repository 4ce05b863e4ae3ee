// What a keystroke costs: bare re-parse against the whole of SnapshotStore.edit, names included or not. Run by parsing.mjs.

import { readFileSync } from "node:fs";
import type { LanguageId } from "../../server/src/syntax/language.ts";
import { SyntaxParser } from "../../server/src/syntax/parser.ts";
import { SnapshotStore } from "../../server/src/syntax/snapshots.ts";
import type { TextEdit } from "../../server/src/text/span.ts";
import { nodeGrammars } from "../unit/node-grammars.ts";
import { BareParse, percentile, processorTime } from "./bare-parse.ts";

const ROUNDS = 12;

/** Types `typed` after `where` unit by unit, then takes it back; each keystroke bare and through the store, in turns. */
async function measure(language: LanguageId, path: string, where: string, typed: string): Promise<void> {
  const text = readFileSync(path, "utf8");
  const found = text.indexOf(where);
  if (found < 0) throw new Error(`${path} does not hold ${where}`);
  const at = found + where.length;
  const parser = await SyntaxParser.start(nodeGrammars);
  const store = new SnapshotStore(parser);
  await store.prepare([language]);
  store.set({ path, language, text, keepsTree: true });
  const bare = new BareParse(parser, await parser.load(language), text);
  const costs = { bare: [] as number[], edit: [] as number[], names: [] as number[] };
  const press = (edit: TextEdit, isCounted: boolean) => {
    const bareCost = bare.edit(edit);
    const before = processorTime();
    const snapshot = store.edit(path, 0, [edit]);
    const edited = processorTime();
    const isBound = snapshot.names.functions.length >= 0;
    const named = processorTime();
    if (!isCounted || !isBound) return;
    costs.bare.push(bareCost);
    costs.edit.push(edited - before);
    costs.names.push(named - edited);
  };
  for (let round = 0; round < ROUNDS; round++) {
    const isCounted = round >= 2;
    for (let unit = 0; unit < typed.length; unit++)
      press({ span: { start: at + unit, end: at + unit }, newText: typed[unit]! }, isCounted);
    for (let unit = typed.length - 1; unit >= 0; unit--)
      press({ span: { start: at + unit, end: at + unit + 1 }, newText: "" }, isCounted);
  }
  bare.delete();
  store.clear();
  const show = (values: number[]) =>
    `${percentile(values, 0.5).toFixed(2)} (p90 ${percentile(values, 0.9).toFixed(2)})`;
  console.log(
    `${path}, ${text.split("\n").length} lines, after ${JSON.stringify(where.slice(-30))}, ms of processor time a keystroke`,
  );
  console.log(`  bare re-parse ${show(costs.bare)}   edit ${show(costs.edit)}   names ${show(costs.names)}`);
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
