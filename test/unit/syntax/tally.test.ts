// What is carried over edits of a file is what counting all of it gives.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import type { Ast } from "../../../server/src/syntax/ast.ts";
import { SyntaxParser } from "../../../server/src/syntax/parser.ts";
import { SnapshotStore } from "../../../server/src/syntax/snapshots.ts";
import { symbolCount } from "../../../server/src/syntax/symbols.ts";
import { Tally, Use } from "../../../server/src/syntax/tally.ts";
import { nodeGrammars } from "../node-grammars.ts";

const SNIPPETS = ["x", ".member", "a[0]", "f(given)", "y = 1;\n", "\n", "{", "}", "(", ")", "'", "z++", "-n"];
const USES = [Use.Any, Use.Member, Use.Assigned, Use.Subscript, Use.Part];

const held = (tally: Tally) => USES.map((use) => [...all()].filter((symbol) => tally.has(use, symbol)));
const all = () => Array(symbolCount()).keys();

test("after any edits the names that a file holds are those that its nodes say", async () => {
  const path = "a.ts";
  let text = readFileSync("server/src/syntax/names.ts", "utf8");
  let state = 11;
  const random = (below: number) => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return (state >>> 8) % below;
  };
  const store = new SnapshotStore(await SyntaxParser.start(nodeGrammars));
  await store.prepare(["typescript"]);
  let before: Ast = store.set({ path, language: "typescript", text, keepsTree: true }).ast;
  let carried = 0;
  for (let edit = 0; edit < 200; edit++) {
    const start = random(text.length);
    const end = Math.min(text.length, start + (random(3) === 0 ? random(12) : 0));
    const newText = SNIPPETS[random(SNIPPETS.length)]!;
    text = text.slice(0, start) + newText + text.slice(end);
    const options = { reusesColumns: true, readsPieces: true };
    const { ast } = store.edit(path, edit, [{ span: { start, end }, newText }], options);
    if (ast.tally) {
      carried++;
      const now = held(Tally.of(ast.columns));
      assert.deepEqual(held(ast.tally), now);
      const then = held(Tally.of(before.columns));
      if (before.tally) {
        assert.deepEqual(held(before.tally), then);
        for (const use of USES) {
          const others = [...all()].filter((symbol) => now[use]!.includes(symbol) !== then[use]!.includes(symbol));
          assert.deepEqual(
            [...ast.tally.others(use, before.tally)].sort((a, b) => a - b),
            others,
          );
        }
      }
    }
    before = ast;
  }
  assert.ok(carried > 100, `${carried} of 200 edits`);
  store.clear();
});
