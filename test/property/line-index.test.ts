import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { LineIndex } from "../../server/src/text/line-index.ts";
import { applyEdits } from "../../server/src/text/span.ts";

const text = fc
  .array(fc.constantFrom("\n", "\r", "\r\n", "a", "é", "😀", "\u2028"), { maxLength: 12 })
  .map((parts) => parts.join(""));

const startsOf = (index: LineIndex) => Array.from({ length: index.lineCount }, (_, line) => index.lineStart(line));

test("an edited line index is the edited text's line index", () => {
  fc.assert(
    fc.property(text, text, fc.nat(), fc.nat(), (before, newText, a, b) => {
      const [start, end] = [a % (before.length + 1), b % (before.length + 1)].sort((x, y) => x - y) as [number, number];
      const edit = { span: { start, end }, newText };
      const after = applyEdits(before, [edit]);
      assert.deepEqual(startsOf(new LineIndex(before).edited(edit, after)), startsOf(new LineIndex(after)));
    }),
    { numRuns: 2000 },
  );
});
