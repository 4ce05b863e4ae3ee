// The wasm grammars and the native binding give the same trees for the same texts. Needs the native binding, which is
// compiled once by `node test/bench/native.mjs`; without it this says so and is skipped.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { grammarOf } from "../unit/node-grammars.ts";

interface NativeNode {
  toString(): string;
  readonly descendantCount: number;
  walk(): NativeCursor;
}

interface NativeCursor {
  readonly nodeType: string;
  gotoFirstChild(): boolean;
  gotoNextSibling(): boolean;
  gotoParent(): boolean;
}

interface NativeTree {
  readonly rootNode: NativeNode;
}

interface NativeParser {
  setLanguage(language: unknown): void;
  parse(text: string, old?: undefined, options?: { bufferSize: number }): NativeTree;
}

const require = createRequire(pathToFileURL(join(process.cwd(), "package.json")).href);

const GRAMMARS = [
  {
    language: "javascript",
    native: () => require("tree-sitter-javascript") as unknown,
    files: ["node_modules/lodash/lodash.js", "node_modules/commander/lib/command.js"],
  },
  {
    language: "typescript",
    native: () => (require("tree-sitter-typescript") as { typescript: unknown }).typescript,
    files: ["server/src/syntax/snapshots.ts", "server/src/syntax/lowering.ts"],
  },
  { language: "python", native: () => require("tree-sitter-python") as unknown, files: [] },
] as const;

const TEXTS: Readonly<Record<string, readonly string[]>> = {
  javascript: ["foo(a b;", "x = {", "`${a", "class A { m( }", "const { a, b = [1,,2] } = c?.d", "<a b={c}>d</a>"],
  typescript: ["let x: A<B> = <C>d", "enum E { A =", "abstract class A<T> { private m?(): void }"],
  python: [
    "def f(a, *b, **c):\n  return [x for x in a if x]\n",
    "class A(B:\n  pass\n",
    'print(f"{a!r:>{b}}")\n',
    "match x:\n  case [a, *b]: pass\n",
  ],
};

async function nativeParser(): Promise<(new () => NativeParser) | undefined> {
  const setup = (await import(pathToFileURL(join(process.cwd(), "test/bench/native.mjs")).href)) as {
    hasNative(): boolean;
    nativePackage: string;
  };
  return setup.hasNative() ? (require(setup.nativePackage) as new () => NativeParser) : undefined;
}

for (const { language, native, files } of GRAMMARS)
  test(`the native binding gives the same trees: ${language}`, async (t) => {
    const Native = await nativeParser();
    if (!Native) {
      console.error("SKIPPED: the native tree-sitter is not compiled; run `node test/bench/native.mjs` once");
      t.skip("the native tree-sitter is not compiled");
      return;
    }
    const { parser, grammar } = await grammarOf(language);
    const other = new Native();
    other.setLanguage(native());
    for (const text of [...TEXTS[language]!, ...files.map((path) => readFileSync(path, "utf8"))]) {
      const started = process.cpuUsage();
      const tree = parser.parse(grammar, text);
      const ours = process.cpuUsage(started);
      const again = process.cpuUsage();
      const theirs = other.parse(text, undefined, { bufferSize: Math.max(32_768, text.length * 2 + 2) });
      const native = process.cpuUsage(again);
      const walking = process.cpuUsage();
      const visited = text.length > 100_000 ? walk(theirs.rootNode.walk()) : 0;
      const walked = process.cpuUsage(walking);
      const reading = process.cpuUsage();
      const { size } = parser.read(grammar, tree, text);
      const read = process.cpuUsage(reading);
      assert.equal(tree.rootNode.toString(), theirs.rootNode.toString(), text.slice(0, 200));
      if (visited > 0) {
        assert.equal(visited, size);
        const ms = ({ user, system }: NodeJS.CpuUsage) => ((user + system) / 1000).toFixed(0);
        console.log(
          `${language}, ${text.length} units, ms: parse wasm ${ms(ours)}, native ${ms(native)}; ${size} nodes: native cursor ${ms(walked)}, bulk read ${ms(read)}`,
        );
      }
      tree.delete();
    }
  });

/** Visits every node, asking each for its kind; gives their number. */
function walk(cursor: NativeCursor): number {
  let count = 0;
  let letters = 0;
  for (;;) {
    count++;
    letters += cursor.nodeType.length;
    if (cursor.gotoFirstChild()) continue;
    while (!cursor.gotoNextSibling()) if (!cursor.gotoParent()) return letters > 0 ? count : 0;
  }
}
