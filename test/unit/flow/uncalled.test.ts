// Functions that nobody in the program calls are called at the end of what made them: what one leaves behind reaches what another
// uses, however many there are and in whatever order they stand.

import assert from "node:assert/strict";
import { test } from "node:test";
import { programOf } from "./fixtures.ts";

/** So many that it is noted what each reads. */
const MANY = 80;

const PAIRS: Readonly<Record<string, string>> = {
  "a variable":
    "let held = '';\nexport function use() {\n  sink(held);\n}\nexport function fill() {\n  held = source();\n}\n",
  "a member that nobody had written":
    "const held = {};\nexport function use() {\n  sink(held.value);\n}\nexport function fill() {\n  held.value = source();\n}\n",
  "a member of a member":
    "const held = { inner: {} };\nexport function use() {\n  const { inner } = held;\n  sink(inner.value);\n}\nexport function fill() {\n  held.inner.value = source();\n}\n",
  "a field of an instance":
    "export class Held {\n  use() {\n    sink(this.value);\n  }\n  fill() {\n    this.value = source();\n  }\n}\n",
};

const others = Array.from(
  { length: MANY },
  (_, at) => `let count${at} = 0;\nexport function other${at}() {\n  count${at}++;\n}\n`,
);

async function flowsIn(text: string): Promise<number> {
  const program = await programOf({ "a.js": text });
  return program.findings("a.js").length;
}

for (const [what, text] of Object.entries(PAIRS))
  for (const among of [[], others])
    test(`what one leaves behind in ${what} reaches another, among ${among.length} others`, async () => {
      assert.equal(await flowsIn(`${among.join("")}${text}`), 1);
    });

test("methods that only set fields which nobody uses find nothing", async () => {
  const text =
    "export class Held {\n  fill() {\n    this.value = source();\n  }\n  clear() {\n    this.value = '';\n  }\n}\n";
  assert.equal(await flowsIn(text), 0);
});
