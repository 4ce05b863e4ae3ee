// Where a cursor stands in YAML that is being typed: `|` marks it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { ELEMENT, yamlCursor } from "../../../server/src/lsp/authoring/yaml-cursor.ts";

function at(marked: string): string {
  const offset = marked.indexOf("¦");
  const text = marked.slice(0, offset) + marked.slice(offset + 1);
  const cursor = yamlCursor(text, offset);
  if (!cursor) return "nothing";
  const path = cursor.path.map((step) => (step === ELEMENT ? "-" : step)).join("/");
  const word = text.slice(cursor.wordStart, offset);
  return `${cursor.expects} of ${path}${word ? ` after ${word}` : ""}${cursor.siblings.length > 0 ? ` beside ${cursor.siblings.join(",")}` : ""}`;
}

test("keys of maps in lists of maps", () => {
  const rule = "rules:\n  - id: a\n    severity: ERROR\n";
  assert.equal(at(`${rule}    ¦`), "key of rules/- beside severity,id");
  assert.equal(at(`${rule}    patt¦\n    mode: taint\n`), "key of rules/- after patt beside severity,id,mode");
  assert.equal(at("rules:\n  - ¦\n    languages: [js]"), "key of rules/- beside languages");
  assert.equal(at(`${rule}    patterns:\n      - pattern: x\n      - ¦`), "key of rules/-/patterns/-");
  assert.equal(at("¦"), "key of ");
});

test("a list may stand as far left as its key", () => {
  assert.equal(at("rules:\n- id: a\n  ¦"), "key of rules/- beside id");
  assert.equal(at("rules:\n- id: a\n  patterns:\n  - pattern: x\n  - patt¦"), "key of rules/-/patterns/- after patt");
  assert.equal(at("rules:\n- id: a\n- ¦"), "key of rules/-");
});

test("values", () => {
  assert.equal(at("rules:\n  - id: a\n    severity: ER¦"), "value of rules/-/severity after ER");
  assert.equal(at("rules:\n  - id: a\n    languages:\n      - java¦"), "key of rules/-/languages/- after java");
});

test("flow style", () => {
  assert.equal(at("rules:\n  - languages: [js, py¦"), "value of rules/-/languages/- after py");
  assert.equal(
    at("rules:\n  - pattern-sources: [{ kind: rem¦ }]"),
    "value of rules/-/pattern-sources/-/kind after rem",
  );
  assert.equal(
    at("rules:\n  - pattern-sources:\n      - { pattern: x, ki¦"),
    "key of rules/-/pattern-sources/- after ki beside pattern",
  );
  assert.equal(at("rules:\n  - languages: [js]\n    ¦"), "key of rules/- beside languages");
});

test("nothing in texts and comments", () => {
  assert.equal(at("rules:\n  - pattern: |\n      foo¦"), "nothing");
  assert.equal(at("rules:\n  # pa¦"), "nothing");
  assert.equal(at("rules:\n  - message: >-\n      a: b\n    sev¦"), "key of rules/- after sev beside message");
});
