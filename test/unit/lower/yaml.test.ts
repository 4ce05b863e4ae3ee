import assert from "node:assert/strict";
import { test } from "node:test";
import { Kind } from "../../../server/src/syntax/kind.ts";
import { lowerText } from "../node-grammars.ts";
import { checkBrokenTexts, checkLowering, countKinds } from "./check.ts";

const SAMPLE = `
# a workflow
name: "Build\\tit"
on: [push, {pull_request: main}]
env: &env
  A: 1
  B: yes it is
jobs:
  build:
    <<: *env
    steps:
      - uses: actions/checkout@v4
        with: {depth: 0, "quoted": 'it''s'}
      - run: |
          echo "\${{ github.event.title }}"
            more
      -
        - nested
  empty:
---
second: !Sub
  - \${a}
`;

test("mappings, sequences, scalars", () =>
  checkLowering(
    "yaml",
    `a: {b: 1, c}
d:
  - "e\\t"
  - 'f''g'
  - ~
h: !Ref i
j: *k
l:
`,
    `
  Statement:(ExpressionStatement
    Expression:(Object
      Element:(Pair
        Key:(String a)
        Value:(Object
          Element:(Pair
            Key:(String b)
            Value:(Number 1))
          Element:(Pair
            Key:(String c)
            Value:(String))))
      Element:(Pair
        Key:(String d)
        Value:(Array
          Element:(String "e\\t")
          Element:(String "f'g")
          Element:(Null null)))
      Element:(Pair
        Key:(String h)
        Value:(Cast
          Type:(Type "!Ref")
          Operand:(String i)))
      Element:(Pair
        Key:(String j)
        Value:(Identifier k))
      Element:(Pair
        Key:(String l)
        Value:(String))))`,
  ));

/** The value that the only string value of `a: …` has. */
async function valueIn(text: string): Promise<string> {
  const ast = await lowerText("yaml", text);
  const strings = [...ast.columns.kinds.keys()].filter((node) => ast.kind(node) === Kind.String);
  assert.equal(strings.length, 2, "a key and a value");
  return ast.stringValue(strings[1]!);
}

test("block scalars lose indentation, fold and end as their header says", async () => {
  assert.equal(await valueIn("a: |\n  b\n   c\n\n\n"), "b\n c\n");
  assert.equal(await valueIn("a: |-\n  b\n  c\n"), "b\nc");
  assert.equal(await valueIn("a: |+\n  b\n\n"), "b\n\n");
  assert.equal(await valueIn("a: >\n  b\n  c\n\n  d\n"), "b c\nd\n");
  assert.equal(await valueIn("a: >-\n  b\n    c\n  d\n"), "b\n  c\nd");
  assert.equal(await valueIn("a: |2\n    b\n"), "  b\n");
});

test("scalars over several lines are joined", async () => {
  assert.equal(await valueIn("a: b\n  c\n\n  d\n"), "b c\nd");
  assert.equal(await valueIn('a: "b\n  c\\\n  d"\n'), "b cd");
});

test("ordinary files have no opaque and no broken nodes", async () => {
  assert.deepEqual(await countKinds("yaml", SAMPLE, Kind.Opaque, Kind.Error), [0, 0]);
});

test("broken files lower too", () => checkBrokenTexts("yaml", SAMPLE));
