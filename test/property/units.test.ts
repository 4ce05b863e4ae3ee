// Units of a file that was edited, some taken over from the version before, are those that the whole file gives. BARTIZAN_SEED and
// UNIT_ROUNDS run it again and longer.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { FlowFile } from "../../server/src/flow/file.ts";
import { adoptUnits, type FileUnits } from "../../server/src/flow/unit.ts";
import { languageOfPath } from "../../server/src/syntax/language.ts";
import { SyntaxParser } from "../../server/src/syntax/parser.ts";
import { SnapshotStore } from "../../server/src/syntax/snapshots.ts";
import { tightChange } from "../../server/src/syntax/tight-change.ts";
import { nodeGrammars } from "../unit/node-grammars.ts";
import { examples, random } from "./material.ts";

const seed = Number(process.env["BARTIZAN_SEED"] ?? Date.now() % 1_000_000);
const ROUNDS = Number(process.env["UNIT_ROUNDS"] ?? 300);

const TEXTS: ReadonlyMap<string, string> = new Map([
  ["a.js", readFileSync("node_modules/commander/lib/command.js", "utf8").slice(0, 30_000)],
  ["a.ts", readFileSync("server/src/syntax/snapshots.ts", "utf8")],
  ["a.py", examples("test/fixtures/dataflow/python", ".py")],
  ["A.java", examples("test/fixtures/dataflow/java", ".java")],
  ["a.go", examples("test/fixtures/dataflow/go", ".go")],
]);

const PIECES = [
  "x",
  "(",
  ")",
  "{",
  "}",
  '"',
  "\n",
  " ",
  ";",
  "=",
  "f(() => 1);\n",
  "class A {\n",
  "@f\n",
  "function g() {",
];

const shown = (units: FileUnits) => ({
  all: units.all.map(({ id, kind, name, outer, class: info }) => [id, kind, name, outer?.id, info?.unit.id]),
  versions: units.table.units.map((unit) => [unit.id, units.table.parametersOf(unit), units.table.digestOf(unit)]),
  nodes: units.table.units.map((unit) => [units.table.nodeOf(unit), units.table.at(units.table.nodeOf(unit))?.id]),
  classes: units.classes.map((info) => {
    const { methods, overloads } = units.members.get(info)!;
    return [
      info.unit.id,
      [...methods].map(([name, unit]) => [name, unit.id]),
      [...overloads].map(([name, all]) => [name, all.map(({ id }) => id)]),
    ];
  }),
  inside: [...units.inside].map(([unit, all]) => [unit.id, all.map(({ id }) => id)]),
  gone: [...units.gone.keys()],
  own: [...units.ownIndex],
});

for (const [path, original] of TEXTS)
  test(`units after edits are those of the whole file: ${path} (BARTIZAN_SEED=${seed})`, async () => {
    const language = languageOfPath(path, "");
    const store = new SnapshotStore(await SyntaxParser.start(nodeGrammars));
    await store.prepare([language]);
    const below = random(seed);
    let text = original;
    let snapshot = store.set({ path, language, text, keepsTree: true });
    let file = FlowFile.of(path, snapshot.ast, snapshot.names);
    let taken = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const at = below(text.length + 1);
      const isRestored = below(8) === 0;
      const isLine = below(4) === 0;
      const start = isLine ? text.lastIndexOf("\n", at - 1) + 1 : at;
      const lineEnd = text.indexOf("\n", at) < 0 ? text.length : text.indexOf("\n", at) + 1;
      const end = isRestored ? text.length : isLine ? lineEnd : Math.min(text.length, start + below(3));
      const newText = isRestored ? original.slice(start) : isLine ? "" : PIECES[below(PIECES.length)]!;
      text = text.slice(0, start) + newText + text.slice(end);
      snapshot = store.edit(path, round + 1, [{ span: { start, end }, newText }]);
      const { ast, names, change } = snapshot;
      const tight = change && tightChange(file.ast, ast, change);
      if (tight) taken++;
      const next = FlowFile.of(path, ast, names, { ast: file.ast, units: file.units, change: tight });
      const whole = FlowFile.of(path, ast, names, { ast: file.ast, units: file.units, change: undefined });
      assert.deepEqual(
        shown(next.units),
        shown(whole.units),
        `round ${round}: ${JSON.stringify({ start, end, newText })}`,
      );
      adoptUnits(next);
      file = next;
    }
    assert.ok(taken > ROUNDS / 10, `after ${taken} of ${ROUNDS} edits something could be taken over`);
    store.clear();
  });
