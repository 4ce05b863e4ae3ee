// Edits whose meaning reaches beyond the statement that they touch, in languages whose lowerings therefore list no kinds as
// statement lists: the document store must arrive at what a fresh parse gives.

import assert from "node:assert/strict";
import { test } from "node:test";
import type { LanguageId } from "../../../server/src/syntax/language.ts";
import { printAst } from "../../../server/src/syntax/print-ast.ts";
import { SnapshotStore } from "../../../server/src/syntax/snapshots.ts";
import { grammarOf, lowerText } from "../node-grammars.ts";

const EDITS: readonly (readonly [LanguageId, string, string, string])[] = [
  ["ruby", "z = 2\nx = <<A\nfoo\nA\ny = 1\n", "foo", "bars"],
  ["ruby", "x = f <<A, <<B\nfoo\nA\nb\nB\ny = 1\n", "\nb\n", "\nc#{d}\n"],
  ["php", "<?php z(); ?>a<?php $a ?>b<?php y(); ?>", "<?php $a", "<?= $a"],
  ["php", "<?= $a ?>b<?php y(); ?>", "<?=", "<?php"],
];

for (const [language, text, from, to] of EDITS)
  test(`${language}: ${JSON.stringify(from)} becomes ${JSON.stringify(to)}`, async () => {
    const { parser } = await grammarOf(language);
    const store = new SnapshotStore(parser);
    store.set({ path: "a", language, text, keepsTree: true });
    const start = text.indexOf(from);
    const edited = store.edit("a", 1, [{ span: { start, end: start + from.length }, newText: to }]);
    const fresh = await lowerText(language, text.replace(from, to));
    assert.equal(printAst(edited.ast, 0, { spans: true }), printAst(fresh, 0, { spans: true }));
    store.clear();
  });
