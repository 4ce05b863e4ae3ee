// Names of a file that was edited, those of one function told anew and the rest taken over, are those that the whole file gives.
// BARTIZAN_SEED and NAMES_ROUNDS run it again and longer.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { NO_NODE } from "../../server/src/syntax/ast.ts";
import { Kind } from "../../server/src/syntax/kind.ts";
import { languageOfPath } from "../../server/src/syntax/language.ts";
import { type Names, namesAfter, resolveNames } from "../../server/src/syntax/names.ts";
import { SyntaxParser } from "../../server/src/syntax/parser.ts";
import { SnapshotStore } from "../../server/src/syntax/snapshots.ts";
import { nameOf } from "../../server/src/syntax/symbols.ts";
import { nodeGrammars } from "../unit/node-grammars.ts";
import { examples, random } from "./material.ts";

const seed = Number(process.env["BARTIZAN_SEED"] ?? Date.now() % 1_000_000);
const ROUNDS = Number(process.env["NAMES_ROUNDS"] ?? 250);

const scripts = ["splice", "snapshots", "lowering", "names", "scopes"]
  .map((name) => readFileSync(`server/src/syntax/${name}.ts`, "utf8"))
  .join("\n");
const TEXTS: ReadonlyMap<string, string> = new Map([
  ["a.js", readFileSync("node_modules/commander/lib/command.js", "utf8")],
  ["a.ts", scripts],
  ["a.py", examples("test/fixtures/dataflow/python", ".py")],
  ["A.java", examples("test/fixtures/dataflow/java", ".java")],
  // The grammar takes imports only at the beginning.
  ["A.kt", examples("test/fixtures/dataflow/kotlin", ".kt").replace(/^(import|package) .*$/gm, "")],
  ["a.go", examples("test/fixtures/dataflow/go", ".go")],
  ["a.php", examples("test/fixtures/dataflow/php", ".php")],
  ["A.cs", examples("test/fixtures/dataflow/csharp", ".cs")],
]);

const PIECES = [
  "x",
  "a = 1\n",
  "let a = 2;\n",
  "var b, c;\n",
  "(",
  ")",
  "{",
  "}",
  "\n",
  ";",
  " = ",
  "global a\n",
  "nonlocal b\n",
  "a += 1;\n",
  "this.a = a;\n",
  "f((a) => a);\n",
  "for (const b of c) {\n",
  "function a() {",
  "    def g(a=b):\n        return a\n",
  "lambda a: b",
  "int a = 1;\n",
  "val d = a\n",
  "run { d }\n",
  "if (a) b()\n",
  "a.b(a)\n",
];

/** All that names say. */
function shown(names: Names): unknown {
  const { ast } = names;
  const declarations: unknown[] = [];
  for (let node = 0; node < ast.size; node++) {
    const declaration = names.declarationOf(node);
    if (declaration === NO_NODE) continue;
    declarations.push([node, declaration]);
    if (declaration === node)
      declarations.push([
        names.ownerOf(node),
        names.isReassigned(node),
        names.onlyValueOf(node),
        names.writersOf(node),
        names.usesOf(node),
      ]);
  }
  const types = [];
  for (let node = 0; node < ast.size; node++)
    if (ast.kind(node) === Kind.Type || ast.kind(node) === Kind.Member) types.push(nameOf(names.qualifiedName(node)));
  return { declarations, types, functions: names.functions, topLevel: [...names.topLevel] };
}

for (const [path, original] of TEXTS)
  test(`names after edits are those of the whole file: ${path} (BARTIZAN_SEED=${seed})`, async () => {
    const language = languageOfPath(path, "");
    const store = new SnapshotStore(await SyntaxParser.start(nodeGrammars));
    await store.prepare([language]);
    const below = random(seed);
    let text = original;
    let snapshot = store.set({ path, language, text, keepsTree: true });
    let names = snapshot.names;
    let taken = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const at = below(text.length + 1);
      const isRestored = below(6) === 0;
      const isLine = below(4) === 0;
      const start = isRestored ? 0 : isLine ? text.lastIndexOf("\n", at - 1) + 1 : at;
      const lineEnd = text.indexOf("\n", at) < 0 ? text.length : text.indexOf("\n", at) + 1;
      const end = isRestored ? text.length : isLine ? lineEnd : Math.min(text.length, start + below(3));
      const newText = isRestored ? original : isLine && below(2) === 0 ? "" : PIECES[below(PIECES.length)]!;
      text = text.slice(0, start) + newText + text.slice(end);
      snapshot = store.edit(path, round + 1, [{ span: { start, end }, newText }]);
      const after = snapshot.change && namesAfter(snapshot.ast, names, snapshot.change);
      names = after ?? resolveNames(snapshot.ast);
      if (!after) continue;
      taken++;
      assert.deepEqual(
        shown(after),
        shown(resolveNames(snapshot.ast)),
        `round ${round}: ${JSON.stringify({ start, end, newText })}`,
      );
    }
    assert.ok(taken > ROUNDS / 20, `only ${taken} edits were in a function that tells nothing new outside`);
    store.clear();
  });

test("a name that broken code declares among a class's members means the same to a function that is told anew", async () => {
  const methods = Array.from(
    { length: 400 },
    (_, at) => `  m${at}(b) {\n    const c = b + ${at};\n    return c;\n  }\n`,
  );
  const text = `class A {\n  con    def g(a=b):\n        return a\nructor(name) {\n    this.b = name;\n  }\n${methods.join("")}}\n`;
  const store = new SnapshotStore(await SyntaxParser.start(nodeGrammars));
  await store.prepare(["javascript"]);
  const before = store.set({ path: "a.js", language: "javascript", text, keepsTree: true });
  const start = text.indexOf("return c;");
  const { ast, change } = store.edit("a.js", 1, [{ span: { start, end: start }, newText: "this.a = a;\n" }]);
  const after = namesAfter(ast, before.names, change!);
  assert.ok(after, "told anew for one function alone");
  assert.deepEqual(shown(after), shown(resolveNames(ast)));
  store.clear();
});
