// What stands behind `<?=` is written out, also where only the tag, or what stands around it, was edited.

import assert from "node:assert/strict";
import { test } from "node:test";
import { SyntaxParser } from "../../../server/src/syntax/parser.ts";
import { printAst } from "../../../server/src/syntax/print-ast.ts";
import { SnapshotStore } from "../../../server/src/syntax/snapshots.ts";
import { lowerText, nodeGrammars } from "../node-grammars.ts";

const PAGE = `<p><?= $first ?></p>
<?php foreach ($rows as $row) { ?>
  <b><?= $row->name ?></b><?php $seen = $row; ?>
  <i><?= f($row) ?></i>
<?php } ?>
<p><?= $last ?></p>
<?php if ($last) { $last = g($last); h($last); } ?>
`;

const EDITS: readonly (readonly [find: string, put: string])[] = [
  ["<?= $first", "<?php $first"],
  ["<?php $first", "<?=   $first"],
  ["<?= $row->name", "<?php $row->name"],
  ["<?php $seen", "<?= $seen"],
  ["f($row)", "f($row, 1)"],
  ["<?php $row->name", "<?= $row->name"],
  ["<?= $last", "<?php $last"],
  ["h($last)", "h($last, 2)"],
  ["<i>", "<i><?= $x ?>"],
  ["<?php $last", "<?= $last"],
];

test("edits around an echo tag lower to what the whole text does", async () => {
  const store = new SnapshotStore(await SyntaxParser.start(nodeGrammars));
  await store.prepare(["php"]);
  store.set({ path: "a.php", language: "php", text: PAGE, keepsTree: true });
  let text = PAGE;
  for (const [version, [find, put]] of EDITS.entries()) {
    const start = text.indexOf(find);
    text = text.slice(0, start) + put + text.slice(start + find.length);
    const edit = { span: { start, end: start + find.length }, newText: put };
    const { ast } = store.edit("a.php", version, [edit], { readsPieces: true });
    assert.equal(printAst(ast), printAst(await lowerText("php", text)), `${find} -> ${put}`);
  }
  store.clear();
});
