// After any edits, a document's AST is the one that its text alone gives.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import type { Ast } from "../../server/src/syntax/ast.ts";
import type { LanguageId } from "../../server/src/syntax/language.ts";
import { SyntaxParser } from "../../server/src/syntax/parser.ts";
import { printAst } from "../../server/src/syntax/print-ast.ts";
import { SnapshotStore } from "../../server/src/syntax/snapshots.ts";
import type { TextEdit } from "../../server/src/text/span.ts";
import { nodeGrammars } from "../unit/node-grammars.ts";

/** A small generator with a seed, so that a failure can be run again. */
function random(seed: number): (below: number) => number {
  let state = seed >>> 0 || 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

const SNIPPETS = [
  "x",
  ".",
  "(",
  ")",
  "{",
  "}",
  " ",
  "\n",
  ";",
  '"',
  "'",
  "`",
  "${",
  "=",
  "=>",
  "//",
  "/*",
  "*/",
  "if (a) { b() }",
  "foo(1);\n",
  "return ",
  "\r\n",
  "\ud800",
  "é",
];

/** An edit as people make them: mostly a character typed or taken away, sometimes lines moved or pasted. */
function randomEdit(text: string, below: (n: number) => number): TextEdit {
  const at = below(text.length + 1);
  switch (below(8)) {
    case 0:
    case 1:
    case 2:
      return { span: { start: at, end: at }, newText: SNIPPETS[below(SNIPPETS.length)]! };
    case 3:
    case 4:
      return { span: { start: at, end: Math.min(text.length, at + 1) }, newText: "" };
    case 5: {
      const start = text.lastIndexOf("\n", at) + 1;
      const next = text.indexOf("\n", at);
      return { span: { start, end: next < 0 ? text.length : next + 1 }, newText: "" };
    }
    case 6: {
      const from = below(text.length + 1);
      return { span: { start: at, end: at }, newText: text.slice(from, from + below(200)) };
    }
    default:
      return {
        span: { start: at, end: Math.min(text.length, at + below(60)) },
        newText: SNIPPETS[below(SNIPPETS.length)]!,
      };
  }
}

function inverse(text: string, { span, newText }: TextEdit): TextEdit {
  return { span: { start: span.start, end: span.start + newText.length }, newText: text.slice(span.start, span.end) };
}

function firstDifference(actual: Ast, expected: Ast): string {
  const a = printAst(actual, 0, { spans: true }).split("\n");
  const b = printAst(expected, 0, { spans: true }).split("\n");
  const at = a.findIndex((line, index) => line !== b[index]);
  return at < 0 && a.length === b.length
    ? "columns differ"
    : `line ${at}:\n${a.slice(Math.max(0, at - 3), at + 3).join("\n")}\nexpected\n${b.slice(Math.max(0, at - 3), at + 3).join("\n")}`;
}

function isEqual(actual: Ast, expected: Ast): boolean {
  return (Object.keys(expected.columns) as (keyof Ast["columns"])[]).every(
    (name) =>
      Buffer.compare(Buffer.from(actual.columns[name].buffer), Buffer.from(expected.columns[name].buffer)) === 0,
  );
}

const FILES: readonly (readonly [LanguageId, string])[] = [
  ["typescript", "server/src/syntax/snapshots.ts"],
  ["typescript", "server/src/syntax/lower/javascript.ts"],
  ["javascript", "node_modules/minimist/index.js"],
  ["javascript", "node_modules/commander/lib/help.js"],
];

const ROUNDS = Number(process.env["SNAPSHOT_ROUNDS"] ?? 150);
const SEED = Number(process.env["SNAPSHOT_SEED"] ?? Date.now() % 1e6);

for (const [language, path] of FILES)
  test(`edits of ${path} give what its text gives (seed ${SEED})`, async () => {
    const store = new SnapshotStore(await SyntaxParser.start(nodeGrammars));
    await store.prepare([language]);
    const below = random(SEED);
    const original = readFileSync(path, "utf8");
    store.set({ path, language, text: original, keepsTree: true });
    const counts = { edits: 0, incremental: 0, small: 0, unsettled: 0, differing: 0 };
    const undo: TextEdit[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const { text } = store.get(path)!;
      // Most edits are taken back before long, so that the text stays near to what parses.
      const isUndo = undo.length > 0 && below(3) > 0;
      const edit = isUndo ? undo.pop()! : randomEdit(text, below);
      if (!isUndo) undo.push(inverse(text, edit));
      const snapshot = store.edit(path, round, [edit]);
      counts.edits++;
      if (snapshot.change) counts.incremental++;
      else if (snapshot.hasSyntaxErrors) counts.small++;
      const fresh = store.set({ path: "fresh", language, text: snapshot.text });
      const wasUnsettled = store.isUnsettled(path);
      if (wasUnsettled) counts.unsettled++;
      if (!isEqual(snapshot.ast, fresh.ast)) {
        counts.differing++;
        assert.ok(
          wasUnsettled,
          `round ${round}, edit ${JSON.stringify(edit)}: ${firstDifference(snapshot.ast, fresh.ast)}`,
        );
      }
      if (round % 10 === 9) assert.ok(isEqual(store.settle(path).ast, fresh.ast), "a settled snapshot is the text's");
    }
    store.clear();
    console.log(`${path}: ${JSON.stringify(counts)}`);
    assert.ok(counts.incremental + counts.small > counts.edits / 2, "most edits are lowered incrementally");
  });
