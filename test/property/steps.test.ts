// A text that is read in steps, with others parsed in between, gives the tree and the AST that it gives at once.

import assert from "node:assert/strict";
import { test } from "node:test";
import { type LanguageId, languageInfo } from "../../server/src/syntax/language.ts";
import { loweringOf } from "../../server/src/syntax/lower/registry.ts";
import { lowerTree, lowerTreeInSteps } from "../../server/src/syntax/lowering.ts";
import { Edit, type Tree } from "../../server/src/syntax/parser.ts";
import { SnapshotStore } from "../../server/src/syntax/snapshots.ts";
import { LineIndex } from "../../server/src/text/line-index.ts";
import { finished, type Steps } from "../../server/src/text/steps.ts";
import { grammarOf } from "../unit/node-grammars.ts";
import { examples, random } from "./material.ts";

const SEED = Number(process.env["STEPS_SEED"] ?? 1);
const ROUNDS = Number(process.env["STEPS_ROUNDS"] ?? 2);
const TEXTS: readonly (readonly [LanguageId, string])[] = [
  ["javascript", ".js"],
  ["typescript", ".js"],
  ["tsx", ".js"],
  ["python", ".py"],
  ["java", ".java"],
  ["go", ".go"],
  ["php", ".php"],
  ["ruby", ".rb"],
  ["csharp", ".cs"],
  ["kotlin", ".kt"],
];
const NOISE = [") {", "({ x = (", "'", "`${", "<T,>(", "class", "}}", "\n  else", "=> async", '"""'];

for (const [language, extension] of TEXTS) {
  test(`${language} in steps is ${language} at once`, async () => {
    const { parser, grammar } = await grammarOf(language);
    const lowering = loweringOf(language)!;
    const below = random(SEED);
    // Several readings at once are what a pause must not fall into.
    const unclear = "const a = <T,>(b) => c < d > (e);\nf(g < h, i > (j));\nk = (l, m) => ({ n });\n";
    // Balanced in another order, its names come out as other nodes.
    const names = Array.from({ length: 400 }, (_, at) => `name${at}, `);
    const objects = [50, 100, 200, 300, 350, 400].map((count) => `f({ ${names.slice(0, count).join("")}});\n`);
    const script = unclear.repeat(60) + objects.join("");
    const sample = examples("rules", extension, 40) + (extension === ".js" ? script : "");
    const other = sample.slice(0, 3000);
    const texts = [sample];
    // All of it in one function, and broken in some places.
    if (languageInfo(language).grammar === "javascript") texts.push(`(function () {\n${sample}\n})();\n`);
    for (let round = 0; round < ROUNDS; round++) {
      let text = sample;
      for (let count = below(8); count >= 0; count--) {
        const at = below(text.length);
        text = text.slice(0, at) + NOISE[below(NOISE.length)] + text.slice(at);
      }
      texts.push(text);
    }
    let pauses = 0;
    /** Takes all steps, with something else going on after many of them. */
    const slowly = <T>(steps: Steps<T>): T => {
      for (;;) {
        const step = steps.next();
        if (step.done) return step.value;
        if (pauses++ % 7 === 0) parser.parse(grammar, other).delete();
      }
    };
    for (const text of texts) {
      const trees: Tree[] = [];
      try {
        const [whole, stepped] = [
          parser.parse(grammar, text),
          slowly(parser.parseInSteps(grammar, text, undefined, 1 + below(3))),
        ];
        trees.push(whole, stepped);
        const [cst, cstOfSteps] = [
          parser.read(grammar, whole, text),
          slowly(parser.readInSteps(grammar, stepped, text)),
        ];
        assert.equal(cstOfSteps.size, cst.size);
        const facts = ["kindId", "isNamed", "fieldId", "start", "end", "next", "parent"] as const;
        for (let node = 0; node < cst.size; node++)
          for (const fact of facts) if (cst[fact](node) !== cstOfSteps[fact](node)) assert.fail(`${fact} of ${node}`);
        const ast = lowerTree(lowering, language, cst);
        assert.deepEqual(slowly(lowerTreeInSteps(lowering, language, cst)).columns, ast.columns);

        // After an edit.
        const at = below(text.length);
        const typed = NOISE[below(NOISE.length)]!;
        const edited = text.slice(0, at) + typed + text.slice(at);
        const lines = new LineIndex(text);
        const point = (offset: number, of = lines) => {
          const { line: row, character: column } = of.positionAt(offset);
          return { row, column };
        };
        const newEnd = point(at + typed.length, new LineIndex(edited));
        const told = { startIndex: at, oldEndIndex: at, newEndIndex: at + typed.length };
        const points = { startPosition: point(at), oldEndPosition: point(at), newEndPosition: newEnd };
        for (const tree of [whole, stepped]) tree.edit(new Edit({ ...told, ...points }));
        const next = parser.parse(grammar, edited, whole);
        trees.push(next);
        const nextInSteps = slowly(parser.parseInSteps(grammar, edited, stepped, 1 + below(3)));
        trees.push(nextInSteps);
        const lowered = (tree: Tree) => lowerTree(lowering, language, parser.read(grammar, tree, edited)).columns;
        const columns = lowered(next);
        assert.deepEqual(lowered(nextInSteps), columns);
        // What it shares with the tree before stays.
        for (const tree of trees.splice(0, 2)) slowly(parser.deleteInSteps(tree));
        assert.deepEqual(lowered(nextInSteps), columns);
      } finally {
        for (const tree of trees) tree.delete();
      }
    }
    // Where the parser's stack is not found, nothing is stopped: then this says so.
    assert.ok(pauses > sample.length / 2000, `${pauses} pauses in ${texts.length} texts of ${sample.length}`);
  });
}

test("a tree is deleted in steps, and no memory is left", async () => {
  const { parser, grammar } = await grammarOf("javascript");
  const text = examples("rules", ".js", 200).repeat(10);
  const deleted = (): number => {
    const tree = parser.parse(grammar, text);
    let count = 0;
    for (const steps = parser.deleteInSteps(tree); !steps.next().done; count++);
    return count;
  };
  const steps = deleted();
  assert.ok(steps > 2, `${steps} steps`);
  const before = parser.memorySize;
  for (let round = 0; round < 20; round++) deleted();
  assert.equal(parser.memorySize, before);
});

test("the trees of versions that nobody needs are deleted in steps of their own, and no memory is left", async () => {
  const { parser } = await grammarOf("javascript");
  const store = new SnapshotStore(parser);
  const [path, language] = ["a.js", "javascript"] as const;
  const text = examples("rules", ".js", 200).repeat(10);
  /** Breaks the text, reads it once more where it stands, and mends it; gives how many steps clearing away takes. */
  const round = (): number => {
    store.set({ path, language, text, keepsTree: true });
    const options = { readsPieces: true, reusesColumns: true };
    finished(store.editInSteps(path, 1, [{ span: { start: 0, end: 0 }, newText: "(" }], options));
    finished(store.settleInSteps(path));
    finished(store.editInSteps(path, 2, [{ span: { start: 0, end: 1 }, newText: "" }], options));
    // Given up, a reading leaves what it has.
    const steps = store.settleInSteps(path);
    for (let step = 0; step < 20; step++) steps.next();
    steps.return(undefined as never);
    assert.ok(!store.isSwept);
    let count = 0;
    for (const each of store.sweep()) count += each === undefined ? 1 : 0;
    assert.ok(store.isSwept);
    assert.equal(store.get(path)?.text, text);
    return count;
  };
  const steps = round();
  assert.ok(steps > 2, `${steps} steps`);
  for (let again = 0; again < 5; again++) round();
  const before = parser.memorySize;
  for (let again = 0; again < 20; again++) round();
  store.clear();
  assert.equal(parser.memorySize, before);
});

/** How often a parse of a text can be paused. */
async function pausesOf(language: LanguageId, text: string): Promise<number> {
  const { parser, grammar } = await grammarOf(language);
  let pauses = 0;
  for (const steps = parser.parseInSteps(grammar, text, undefined, 1); ; pauses++) {
    const step = steps.next();
    if (!step.done) continue;
    step.value.delete();
    return pauses;
  }
}

test("a parse can be paused wherever it has one reading, and while its tree is balanced", async () => {
  const method = (at: number) => `def f${at}(a):\n    b = a.c # d\n    if b:\n        return b\n    return None\n\n`;
  const text = Array.from({ length: 500 }, (_, at) => method(at)).join("");
  const pauses = await pausesOf("python", text);
  assert.ok(pauses > text.length / 250, `${pauses} pauses in ${text.length} characters`);
});

test("a parse can be paused where several readings have come equally far", async () => {
  // Until the arrow is seen these are parameters, or expressions.
  const names = Array.from({ length: 3000 }, (_, at) => `name${at}`).join(", ");
  const text = `run((${names}) => 1);\n`;
  const pauses = await pausesOf("javascript", text);
  assert.ok(pauses > text.length / 150, `${pauses} pauses in ${text.length} characters`);
});
