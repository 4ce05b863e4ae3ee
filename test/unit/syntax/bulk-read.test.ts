// Reading trees in bulk gives what tree-sitter's own cursor gives, node by node.

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import type { Grammar } from "../../../server/src/syntax/grammar.ts";
import type { LanguageId } from "../../../server/src/syntax/language.ts";
import type { SyntaxParser, Tree } from "../../../server/src/syntax/parser.ts";
import { grammarOf } from "../node-grammars.ts";

interface Record {
  readonly kind: number;
  readonly named: boolean;
  readonly field: number;
  readonly start: number;
  readonly end: number;
  readonly parent: number;
}

/** The tree by way of a TreeCursor, in pre-order. */
function walked(tree: Tree): Record[] {
  const records: Record[] = [];
  const cursor = tree.walk();
  try {
    const above: number[] = [-1];
    for (;;) {
      const parent = above[above.length - 1]!;
      records.push({
        kind: cursor.nodeTypeId & 0xffff,
        named: cursor.nodeIsNamed,
        field: cursor.currentFieldId,
        start: cursor.startIndex,
        end: cursor.endIndex,
        parent,
      });
      if (cursor.gotoFirstChild()) {
        above.push(records.length - 1);
        continue;
      }
      while (!cursor.gotoNextSibling()) {
        if (!cursor.gotoParent()) return records;
        above.pop();
      }
    }
  } finally {
    cursor.delete();
  }
}

function readInBulk(parser: SyntaxParser, grammar: Grammar, tree: Tree, text: string): Record[] {
  const cst = parser.read(grammar, tree, text);
  return Array.from({ length: cst.size }, (_, node) => ({
    kind: cst.kindId(node),
    named: cst.isNamed(node),
    field: cst.fieldId(node),
    start: cst.start(node),
    end: cst.end(node),
    parent: cst.parent(node),
  }));
}

const TEXTS: readonly (readonly [LanguageId, string])[] = [
  ["javascript", readFileSync("node_modules/commander/lib/help.js", "utf8")],
  ["typescript", readFileSync("server/src/syntax/parser.ts", "utf8")],
  ["javascript", "a(😀, 'é\ud800'); if ( { broken ] \r\n `${x"],
  ["javascript", ""],
  ["python", "def f(a, *b):\n    return [x for x in b if x]\n\nclass A(B:\n  pass\n"],
  ["javascript", "[".repeat(3000) + "]".repeat(3000)],
];

for (const [language, text] of TEXTS)
  test(`bulk read equals the cursor's walk: ${language}, ${text.length} units`, async () => {
    const { parser, grammar } = await grammarOf(language);
    const tree = parser.parse(grammar, text);
    assert.deepEqual(readInBulk(parser, grammar, tree, text), walked(tree));
    const cst = parser.read(grammar, tree, text);
    for (let node = 0; node < cst.size; node++) {
      const next = cst.next(node);
      assert.ok(next > node && next <= cst.size);
      if (next < cst.size)
        assert.ok(
          cst.parent(next) < next && (cst.parent(next) === cst.parent(node) || cst.parent(next) < cst.parent(node)),
        );
    }
    tree.delete();
  });

test("children in bulk equal the cursor's, and the cursor stays", async () => {
  const { parser, grammar } = await grammarOf("javascript");
  const text = "f(1);\n// c\n{ g() }\n".repeat(500);
  const tree = parser.parse(grammar, text);
  const cursor = tree.walk();
  const children = parser.children(cursor);
  assert.equal(cursor.nodeType, "program");
  const starts = Array.from({ length: children.count }, (_, child) => children.start(child));
  assert.deepEqual(
    starts,
    tree.rootNode.children.map((child) => child?.startIndex),
  );
  cursor.delete();
  tree.delete();
});

test("the child at a place is found in a long list, and beside what only hidden nodes hold", async () => {
  const { parser, grammar } = await grammarOf("javascript");
  const text = `${"f(1);\n// c\n{ g() }\nh()\n".repeat(500)}  \n`;
  const tree = parser.parse(grammar, text);
  const cursor = tree.walk();
  const children = parser.children(cursor);
  const places = Array.from({ length: children.count }, (_, child) => ({
    start: children.start(child),
    end: children.end(child),
  }));
  const standing = (): readonly [string, number] => [cursor.nodeType, cursor.startIndex];
  for (let offset = 0; offset <= text.length; offset += 13) {
    const first = places.find(({ end }) => end >= offset);
    assert.equal(parser.gotoEndingAt(cursor, offset), first !== undefined);
    if (first) {
      assert.equal(cursor.startIndex, first.start);
      assert.ok(cursor.gotoParent());
    }
    assert.deepEqual(standing(), ["program", 0]);
    const holder = places.find(({ start, end }) => start < offset && end > offset + 1);
    assert.equal(parser.gotoHolding(cursor, offset, offset + 1), holder !== undefined);
    if (holder) {
      assert.equal(cursor.startIndex, holder.start);
      assert.ok(cursor.gotoParent());
    }
    assert.deepEqual(standing(), ["program", 0]);
  }
  cursor.delete();
  tree.delete();
});

test("the grammars beside the bundle are what the manifest pins", async () => {
  const { createHash } = await import("node:crypto");
  const { grammars } = JSON.parse(readFileSync("dist/grammars/manifest.json", "utf8")) as {
    grammars: {
      name: string;
      origin: string;
      version: string;
      abi: number | null;
      license: string;
      sha256: string;
      bytes: number;
    }[];
  };
  const open = new Set(["MIT", "Apache-2.0"]);
  for (const { name, sha256, bytes, abi, license, origin, version } of grammars) {
    const wasm = readFileSync(`dist/grammars/${name}.wasm`);
    assert.equal(createHash("sha256").update(wasm).digest("hex"), sha256, name);
    assert.equal(wasm.length, bytes, name);
    assert.ok(open.has(license), `${name}: ${license}`);
    assert.match(origin, /^npm:/);
    const folder = `node_modules/${origin.slice("npm:".length)}`;
    assert.ok(existsSync(folder), folder);
    assert.equal(
      (JSON.parse(readFileSync(`${folder}/package.json`, "utf8")) as { version: string }).version,
      version,
      name,
    );
    if (name === "web-tree-sitter") continue;
    const { grammar } = await loaded(name);
    assert.equal(grammar.language.abiVersion, abi, name);
  }
});

async function loaded(name: string): Promise<{ grammar: Grammar }> {
  const { parser } = await grammarOf("javascript");
  return { grammar: await parser.load(name) };
}
