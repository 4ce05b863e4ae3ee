// What versions of a file leave is used for later ones, and nobody can mistake the one for the other.

import assert from "node:assert/strict";
import { test } from "node:test";
import { ColumnRoom } from "../../../server/src/syntax/column-room.ts";
import { SyntaxParser } from "../../../server/src/syntax/parser.ts";
import { SnapshotStore } from "../../../server/src/syntax/snapshots.ts";
import { nodeGrammars } from "../node-grammars.ts";

test("what was given back is used again, and holds zeros", () => {
  const room = new ColumnRoom();
  const first = room.int32(5000).fill(7);
  room.free();
  const next = new ColumnRoom();
  const second = next.int32(5001);
  assert.equal(second.buffer, first.buffer);
  assert.equal(second.length, 5001);
  assert.ok(second.every((each) => each === 0));
  assert.notEqual(next.int32(5000).buffer, second.buffer);
});

test("a version that somebody holds stays as it was, another is gone after the second edit", async () => {
  const path = "a.js";
  const store = new SnapshotStore(await SyntaxParser.start(nodeGrammars));
  await store.prepare(["javascript"]);
  let text = "const a = [1, 2, 3];\n".repeat(400);
  store.set({ path, language: "javascript", text, keepsTree: true });
  const type = () => {
    text += "f();\n";
    const edit = { span: { start: text.length - 5, end: text.length - 5 }, newText: "f();\n" };
    return store.edit(path, 1, [edit], { reusesColumns: true }).ast;
  };
  const held = type();
  held.hold();
  const kinds = held.columns.kinds.slice();
  const other = type();
  for (let times = 0; times < 5; times++) type();
  assert.deepEqual(held.columns.kinds, kinds);
  assert.throws(() => other.columns.kinds, /gone/);
  held.letGo();
  assert.throws(() => held.kind(0), /gone/);
  store.clear();
});
