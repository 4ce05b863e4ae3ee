// What a keystroke costs from the edit to the findings, engine only, all built-in rules and data flow: harmless statements
// typed letter by letter into real files, then a flaw, which is taken away again. Beside it the bare re-parse of the same
// edits, in turns, so that the ratio is of one run. Processor time, garbage collection and compilation included; wall time
// would measure the machine's other work. Run by typing.mjs; BARTIZAN_KEYS=1 tells of each key what it took, by phase, in order.

import { readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { compileRuleSet } from "../../server/src/detect/rule-set.ts";
import { loadRuleFiles } from "../../server/src/detect/rules/load.ts";
import { createWorkspace } from "../../server/src/scan/create-workspace.ts";
import type { Phase, Stopwatch } from "../../server/src/scan/stopwatch.ts";
import { TimeTable } from "../../server/src/scan/time-table.ts";
import type { ScanOptions } from "../../server/src/scan/workspace.ts";
import { type LanguageId, languageOfPath } from "../../server/src/syntax/language.ts";
import { SyntaxParser } from "../../server/src/syntax/parser.ts";
import type { TextEdit } from "../../server/src/text/span.ts";
import { builtinRuleFiles } from "../unit/builtin-rules.ts";
import { nodeGrammars } from "../unit/node-grammars.ts";
import { BareParse, percentile, processorTime } from "./bare-parse.ts";

const OPTIONS: ScanOptions = { today: "2030-01-01", reportUnusedSuppressions: true, maximumParsedLength: 10_000_000 };
const EDITS = Number(process.env["BARTIZAN_EDITS"] ?? 300);

/** Where to type into which file, and what. */
export interface TypingCase {
  readonly name: string;
  readonly path: string;
  readonly text: string;
  /** Offset of the end of the line after which is typed. */
  readonly at: number;
  readonly harmless: readonly string[];
  readonly vulnerable: string;
}

/** Cases in a file `cases.json`: name to `{ file, marker, harmless, vulnerable }`, the files beside it. */
function casesIn(file: string, names: readonly string[]): TypingCase[] {
  const all = JSON.parse(readFileSync(file, "utf8")) as Record<
    string,
    { file: string; marker: string; harmless: string[]; vulnerable: string }
  >;
  return Object.entries(all)
    .filter(([name]) => names.length === 0 || names.includes(name))
    .map(([name, { file: source, marker, harmless, vulnerable }]) => {
      const text = readFileSync(join(dirname(file), source), "utf8");
      return { name, path: basename(source), text, at: text.indexOf("\n", text.indexOf(marker)), harmless, vulnerable };
    });
}

interface Costs {
  readonly bare: number[];
  readonly edit: number[];
  readonly scan: number[];
  readonly all: number[];
}

/** A stopwatch that can be read and set back after each key. */
class KeyTimes implements Stopwatch {
  #table = new TimeTable(processorTime);

  measure<T>(phase: Phase, rule: string | undefined, action: () => T): T {
    return this.#table.measure(phase, rule, action);
  }

  take(): string {
    const { phases, rules } = this.#table;
    this.#table = new TimeTable(processorTime);
    return [...phases, ...rules.filter(({ milliseconds }) => milliseconds > 1).slice(0, 3)]
      .map(({ name, milliseconds }) => `${name} ${milliseconds.toFixed(1)}`)
      .join(", ");
  }
}

async function measure(each: TypingCase): Promise<void> {
  const language: LanguageId = languageOfPath(each.path, "");
  const parser = await SyntaxParser.start(nodeGrammars);
  const files = builtinRuleFiles();
  const times = process.env["BARTIZAN_KEYS"] ? new KeyTimes() : undefined;
  const options = times ? { ...OPTIONS, stopwatch: times } : OPTIONS;
  const workspace = createWorkspace(parser, compileRuleSet(loadRuleFiles(files), { overrides: [] }), options);
  await workspace.prepare([language]);
  const { path, text } = each;
  const began = processorTime();
  workspace.set({ path, text, language, isOpen: true });
  const atFirst = workspace.scan(path).findings.length;
  const first = processorTime() - began;
  const bare = new BareParse(parser, await parser.load(language), text);
  const costs: Costs = { bare: [], edit: [], scan: [], all: [] };
  const slow: { typed: string; ms: number; edit: number; bare: number }[] = [];
  let typed = "";
  const press = (edit: TextEdit, isCounted: boolean): number => {
    const before = processorTime();
    workspace.edit(path, [edit]);
    const edited = processorTime();
    const { findings, problems } = workspace.scan(path);
    const scanned = processorTime();
    const bareCost = bare.edit(edit, workspace.text(path));
    typed = edit.newText === "" ? typed.slice(0, edit.span.start - edit.span.end) : typed + edit.newText;
    if (times) {
      const isBroken = problems.some(({ kind }) => kind === "syntax-error");
      const ms = [scanned - before, bareCost].map((cost) => cost.toFixed(1).padStart(6)).join(" ");
      console.log(
        `${ms} ${isBroken ? "broken" : "whole "} ${JSON.stringify(typed.slice(-16)).padEnd(20)} ${times.take()}`,
      );
    }
    if (isCounted) {
      costs.bare.push(bareCost);
      costs.edit.push(edited - before);
      costs.scan.push(scanned - edited);
      costs.all.push(scanned - before);
      slow.push({ typed: typed.slice(-24), ms: scanned - before, edit: edited - before, bare: bareCost });
    }
    return findings.length;
  };
  const pad = /^[ \t]*/.exec(text.slice(text.lastIndexOf("\n", each.at - 1) + 1))![0];
  const type = (what: string, isCounted: boolean): number => {
    let found = 0;
    const start = each.at + typed.length;
    found = press({ span: { start, end: start }, newText: `\n${pad}` }, isCounted);
    for (const unit of what) {
      const at = each.at + typed.length;
      found = press({ span: { start: at, end: at }, newText: unit }, isCounted);
    }
    return found;
  };
  // The first statements warm the JavaScript engine up; afterwards everything typed counts.
  for (const statement of each.harmless) type(statement, false);
  for (let round = 0; costs.all.length < EDITS; round++) type(each.harmless[round % each.harmless.length]!, true);
  const before = workspace.scan(path).findings.length;
  const length = typed.length;
  const shown = type(each.vulnerable, true);
  const cleared = press({ span: { start: each.at + length, end: each.at + typed.length }, newText: "" }, true);
  bare.delete();
  const show = (values: number[]) =>
    [0.5, 0.95, 1].map((part) => percentile(values, part).toFixed(1).padStart(6)).join(" ");
  const limit = 3 * percentile(costs.bare, 0.95) + 5;
  console.log(
    `${each.name.padEnd(8)} ${String(text.split("\n").length).padStart(6)} lines, first ${first.toFixed(0)} ms | bare ${show(costs.bare)} | ` +
      `edit ${show(costs.edit)} | scan ${show(costs.scan)} | both ${show(costs.all)} | aim ${limit.toFixed(1)} ${percentile(costs.all, 0.95) <= limit ? "met" : "missed"} | ` +
      `findings ${atFirst}, flaw ${shown > before && cleared === before ? "shown and cleared" : `${before} → ${shown} → ${cleared}`}`,
  );
  if (process.env["BARTIZAN_SLOWEST"])
    for (const { typed: at, ms, edit, bare: bareCost } of slow.sort((a, b) => b.ms - a.ms).slice(0, 12))
      console.log(`    ${ms.toFixed(1)} (edit ${edit.toFixed(1)}, bare ${bareCost.toFixed(1)}) ${JSON.stringify(at)}`);
  workspace.dispose();
}

async function main(): Promise<void> {
  const [file, ...names] = process.argv.slice(2);
  if (file === undefined) throw new Error("typing.mjs CASES.json [CASE…]");
  console.log("ms of processor time a keystroke: p50 p95 longest");
  for (const each of casesIn(file, names)) await measure(each);
}

void main();
