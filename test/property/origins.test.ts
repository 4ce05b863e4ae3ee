// What an expression is by the models does not depend on who asked for what before: from the first node to the last, and the other way
// round, the answers are the same, in whole files and in files with a random piece missing.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { printOrigin } from "../../server/src/flow/origin.ts";
import type { Program } from "../../server/src/flow/program.ts";
import { fixtureModels, modelsOf, programOf } from "../unit/flow/fixtures.ts";

const seed = Number(process.env["BARTIZAN_SEED"] ?? Date.now() % 1_000_000);
const ROOTS = ["rules", "test/fixtures/dataflow", "samples/shop"];
const FILES = 60;

function chanceFrom(start: number): () => number {
  let state = start >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 4294967296;
  };
}

function models() {
  const all = readdirSync("rules/models", { recursive: true, encoding: "utf8" }).filter((path) =>
    path.endsWith(".yaml"),
  );
  return [...fixtureModels(), ...all.flatMap((path) => modelsOf(readFileSync(join("rules/models", path), "utf8")))];
}

/** What each node is, asked in an order. */
function answers(program: Program, path: string, isBackwards: boolean): string[] {
  const file = program.fileAt(path)!;
  const { origins } = program.knowledge(file);
  const nodes = Array.from({ length: file.ast.size - 1 }, (_, at) => at + 1);
  const found = new Map<number, string>();
  for (const node of isBackwards ? nodes.reverse() : nodes) {
    const { list, isGuess } = origins.of(node);
    found.set(node, `${list.map(printOrigin).sort().join()} ${isGuess}`);
  }
  return [...found].sort(([a], [b]) => a - b).map(([node, answer]) => `${node} ${answer}`);
}

test(`origins do not depend on the order of questions (BARTIZAN_SEED=${seed})`, async () => {
  const chance = chanceFrom(seed);
  const paths = ROOTS.flatMap((root) =>
    readdirSync(root, { recursive: true, encoding: "utf8" }).map((path) => join(root, path).replaceAll("\\", "/")),
  ).filter((path) => /\.(js|ts|py|java|go|cs|php|rb)$/.test(path));
  const known = models();
  let named = 0;
  for (let count = 0; count < FILES; count++) {
    const path = paths[Math.floor(chance() * paths.length)]!;
    let text = readFileSync(path, "utf8");
    if (chance() < 0.7) {
      const at = Math.floor(chance() * text.length);
      text = text.slice(0, at) + text.slice(at + 1 + Math.floor(chance() * 30));
    }
    const forwards = answers(await programOf({ [path]: text }, known), path, false);
    const backwards = answers(await programOf({ [path]: text }, known), path, true);
    assert.deepEqual(backwards, forwards, path);
    named += forwards.filter((answer) => !/^\d+ {2}/.test(answer)).length;
  }
  assert.ok(named > 20 * FILES, `${named} expressions stand for something`);
});

for (const [path, text] of [
  ["A.java", "record Checked(String left, String right) {\n  Checked {\n    right = right.trim();\n  }\n}\n"],
  [
    "B.java",
    "class B {\n  void run(String a, String b) {\n    a = b.trim();\n    b = a.trim();\n    c = a.length();\n  }\n}\n",
  ],
  ["c.py", "import re\ndef run(a, b):\n    a = b.first()\n    b = a.second()\n    a = re.compile(b)\n    return a\n"],
] as const)
  test(`what stands for each other in ${path} is the same wherever one begins`, async () => {
    const known = models();
    const forwards = answers(await programOf({ [path]: text }, known), path, false);
    assert.deepEqual(answers(await programOf({ [path]: text }, known), path, true), forwards);
    assert.ok(forwards.some((answer) => /trim|compile/.test(answer)));
  });
