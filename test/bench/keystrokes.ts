// What a keystroke costs: bare re-parse against the whole of SnapshotStore.edit, names included or not. Run by parsing.mjs.

import { readFileSync } from "node:fs";
import type { Grammar } from "../../server/src/syntax/grammar.ts";
import type { LanguageId } from "../../server/src/syntax/language.ts";
import { Edit, SyntaxParser, type Tree } from "../../server/src/syntax/parser.ts";
import { SnapshotStore } from "../../server/src/syntax/snapshots.ts";
import { LineIndex } from "../../server/src/text/line-index.ts";
import type { TextEdit } from "../../server/src/text/span.ts";
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

/** A tree that is only re-parsed, as every editor with tree-sitter has to. */
class Bare {
  readonly #parser: SyntaxParser;
  readonly #grammar: Grammar;
  #text: string;
  #tree: Tree;

  constructor(parser: SyntaxParser, grammar: Grammar, text: string) {
    this.#parser = parser;
    this.#grammar = grammar;
    this.#text = text;
    this.#tree = parser.parse(grammar, text);
  }

  /** Gives what the re-parse cost. */
  edit({ span: { start, end }, newText }: TextEdit): number {
    const text = this.#text.slice(0, start) + newText + this.#text.slice(end);
    const { line: row, character: column } = new LineIndex(this.#text).positionAt(start);
    const at = (offset: number) => ({ row, column: column + offset - start });
    const newEndIndex = start + newText.length;
    const before = now();
    this.#tree.edit(
      new Edit({
        startIndex: start,
        oldEndIndex: end,
        newEndIndex,
        startPosition: at(start),
        oldEndPosition: at(end),
        newEndPosition: newText === "\n" ? { row: row + 1, column: 0 } : at(newEndIndex),
      }),
    );
    const tree = this.#parser.parse(this.#grammar, text, this.#tree);
    const cost = now() - before;
    this.#tree.delete();
    this.#tree = tree;
    this.#text = text;
    return cost;
  }

  delete(): void {
    this.#tree.delete();
  }
}

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
  const bare = new Bare(parser, await parser.load(language), text);
  const costs = { bare: [] as number[], edit: [] as number[], names: [] as number[] };
  const press = (edit: TextEdit, isCounted: boolean) => {
    const bareCost = bare.edit(edit);
    const before = now();
    const snapshot = store.edit(path, 0, [edit]);
    const edited = now();
    const isBound = snapshot.names.functions.length >= 0;
    const named = now();
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
