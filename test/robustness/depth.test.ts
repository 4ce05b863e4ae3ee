// Input as deep, as long and as broken as a file may be: parsing, lowering and binding names end, without overflowing the
// stack, and keep what can be kept.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Kind } from "../../server/src/syntax/kind.ts";
import type { LanguageId } from "../../server/src/syntax/language.ts";
import { LOWERINGS } from "../../server/src/syntax/lower/registry.ts";
import { resolveNames } from "../../server/src/syntax/names.ts";
import { SyntaxParser } from "../../server/src/syntax/parser.ts";
import { printAst } from "../../server/src/syntax/print-ast.ts";
import { SnapshotStore } from "../../server/src/syntax/snapshots.ts";
import { lowerText, nodeGrammars } from "../unit/node-grammars.ts";

const NESTINGS: Partial<Record<LanguageId, readonly (readonly [open: string, inner: string, close: string])[]>> = {
  javascript: [
    ["[", "1", "]"],
    ["(", "1", ")"],
    ["f(", "1", ")"],
    ["({a:", "1", "})"],
    ["x => ", "1", ""],
    ["`${", "1", "}`"],
    ["!", "1", ""],
    ["a + (", "1", ")"],
    ["a ? b : ", "1", ""],
    ["{", "", "}"],
    ["if (a) ", ";", ""],
    ["if (a) {} else ", ";", ""],
    ["function f() {", "", "}"],
    ["class A { m() {", "", "}}"],
    ["<a>", "b", "</a>"],
    ["a.b(", "", ").c"],
    ["new A(", "", ")"],
  ],
  typescript: [
    ["let a: ", "A", ""],
    ["<T>", "a", ""],
  ],
  python: [
    ["[", "1", "]"],
    ["f(", "1", ")"],
    ["lambda x: ", "1", ""],
    ["not ", "1", ""],
    ["1 if a else ", "2", ""],
  ],
  java: [["class A { int a = f(", "1", ");}"]],
};

for (const [language, nestings] of Object.entries(NESTINGS) as [
  LanguageId,
  readonly (readonly [string, string, string])[],
][])
  for (const [open, inner, close] of nestings)
    test(`${language}: 10,000 times ${open}${inner}${close}`, { timeout: 120_000 }, async () => {
      const count = 10_000;
      const text = open.repeat(count) + inner + close.repeat(count);
      const ast = await lowerText(language, `${text}\nsink(1);\n`);
      resolveNames(ast);
      assert.ok(open === "(" || ast.size > count / 2, "every level is kept");
      assert.ok(!ast.columns.kinds.includes(Kind.None), "no placeholder is left");
      if (inner === "1") assert.ok(ast.columns.kinds.includes(Kind.Number), "the innermost is there");
    });

test("long chains are not deep to people: member calls, sums, else-ifs", async () => {
  const chain = `a${".b(1)".repeat(1000)};\nx = ${Array.from({ length: 1000 }, (_, at) => `"${at}"`).join(" + ")};\n`;
  const ast = await lowerText("javascript", chain);
  const calls = ast.columns.kinds.filter((kind) => kind === Kind.Call).length;
  assert.equal(calls, 1000);
  assert.equal(ast.columns.kinds.filter((kind) => kind === Kind.Binary).length, 999);
});

test("100,000 nested brackets, also in the deepest editor", { timeout: 120_000 }, async () => {
  const text = `${"[".repeat(100_000)}${"]".repeat(100_000)};\nsink(1);\n`;
  const store = new SnapshotStore(await SyntaxParser.start(nodeGrammars));
  await store.prepare(["javascript"]);
  store.set({ path: "a.js", language: "javascript", text, keepsTree: true });
  const edited = store.edit("a.js", 1, [{ span: { start: text.length - 3, end: text.length - 3 }, newText: ", 2" }]);
  assert.ok(edited.names.functions.length === 0);
  store.clear();
});

test("a million lines' worth of one statement after the other", { timeout: 240_000 }, async () => {
  const count = 200_000;
  const ast = await lowerText("javascript", "f(a, b);\n".repeat(count));
  assert.equal(ast.children(0).length, count);
  assert.equal(resolveNames(ast).declarationOf(3), 0);
});

test("lone surrogates, nulls, byte order marks, every kind of line end", async () => {
  for (const { languages } of LOWERINGS)
    for (const language of languages)
      for (const text of [
        "\ud800",
        "x\udc00y",
        "\u0000\u0000",
        "\ufeffx = 1",
        "a\rb\r\nc\u2028d",
        '"\ud83d',
        "😀 = '😀'",
        "",
        "\n",
      ]) {
        const ast = await lowerText(language, text);
        assert.equal(ast.end(0), text.length, `${language} ${JSON.stringify(text)}`);
        for (let node = 1; node < ast.size; node++)
          assert.ok(ast.start(node) >= 0 && ast.end(node) <= text.length && ast.start(node) <= ast.end(node));
      }
});

test("offsets are UTF-16 units also after characters of many bytes", async () => {
  const text = 'const a = "😀é漢";\r\nfoo(a, b);\r\n';
  const ast = await lowerText("javascript", text);
  const call = ast.columns.kinds.indexOf(Kind.Call);
  assert.equal(ast.textOf(call), "foo(a, b)");
  assert.match(printAst(ast), /String "😀é漢"/);
});
