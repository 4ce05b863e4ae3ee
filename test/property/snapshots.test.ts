// After any edits, a document's AST is the one that its text alone gives.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import type { Ast } from "../../server/src/syntax/ast.ts";
import type { Grammar } from "../../server/src/syntax/grammar.ts";
import { type LanguageId, languageInfo, languageOfPath } from "../../server/src/syntax/language.ts";
import { loweringOf } from "../../server/src/syntax/lower/registry.ts";
import { lowerTree } from "../../server/src/syntax/lowering.ts";
import { Edit, SyntaxParser, type Tree } from "../../server/src/syntax/parser.ts";
import { printAst } from "../../server/src/syntax/print-ast.ts";
import { SnapshotStore } from "../../server/src/syntax/snapshots.ts";
import type { TextEdit } from "../../server/src/text/span.ts";
import { nodeGrammars } from "../unit/node-grammars.ts";
import { random } from "./material.ts";

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

/** Besides those that every checkout has: SNAPSHOT_FILES=/some/file.py,/other/File.java */
const MORE = (process.env["SNAPSHOT_FILES"] ?? "").split(",").filter((path) => path !== "");

const FILES: readonly string[] = [
  "server/src/syntax/snapshots.ts",
  "server/src/syntax/lower/javascript.ts",
  "node_modules/minimist/index.js",
  "node_modules/commander/lib/help.js",
  "test/fixtures/dataflow/go/functions.go",
  "test/fixtures/dataflow/java/collections.java",
  "test/fixtures/dataflow/csharp/Collections.cs",
  "test/fixtures/frameworks/flask_app.py",
  "test/fixtures/frameworks/laravel.php",
  ...MORE,
];

/** The same edits on a tree of its own, every tree lowered whole: what splicing must give, tree-sitter's history included. */
class Shadow {
  readonly #parser: SyntaxParser;
  readonly #language: LanguageId;
  #text: string;
  #tree: Tree;

  constructor(parser: SyntaxParser, language: LanguageId, text: string) {
    this.#parser = parser;
    this.#language = language;
    this.#text = text;
    this.#tree = parser.parse(this.#grammar, text);
  }

  get #grammar(): Grammar {
    return this.#parser.grammar(languageInfo(this.#language).grammar!)!;
  }

  edit({ span: { start, end }, newText }: TextEdit): void {
    const text = this.#text.slice(0, start) + newText + this.#text.slice(end);
    const point = (of: string, offset: number) => {
      const lines = of.slice(0, offset).split("\n");
      return { row: lines.length - 1, column: lines[lines.length - 1]!.length };
    };
    const newEndIndex = start + newText.length;
    this.#tree.edit(
      new Edit({
        startIndex: start,
        oldEndIndex: end,
        newEndIndex,
        startPosition: point(this.#text, start),
        oldEndPosition: point(this.#text, end),
        newEndPosition: point(text, newEndIndex),
      }),
    );
    this.#replace(this.#parser.parse(this.#grammar, text, this.#tree), text);
  }

  settle(): void {
    this.#replace(this.#parser.parse(this.#grammar, this.#text), this.#text);
  }

  #replace(tree: Tree, text: string): void {
    this.#tree.delete();
    this.#tree = tree;
    this.#text = text;
  }

  ast(): Ast {
    const cst = this.#parser.read(this.#grammar, this.#tree, this.#text);
    return lowerTree(loweringOf(this.#language)!, this.#language, cst);
  }

  delete(): void {
    this.#tree.delete();
  }
}

const ROUNDS = Number(process.env["SNAPSHOT_ROUNDS"] ?? 150);
const SEED = Number(process.env["SNAPSHOT_SEED"] ?? Date.now() % 1e6);

for (const path of FILES)
  test(`edits of ${path} give what its text gives (seed ${SEED})`, async () => {
    const language = languageOfPath(path);
    const parser = await SyntaxParser.start(nodeGrammars);
    const store = new SnapshotStore(parser);
    await store.prepare([language]);
    const below = random(SEED);
    const original = readFileSync(path, "utf8");
    store.set({ path, language, text: original, keepsTree: true });
    const counts = { edits: 0, incremental: 0, small: 0, unsettled: 0, differing: 0 };
    const undo: TextEdit[] = [];
    const shadow = new Shadow(parser, language, original);
    for (let round = 0; round < ROUNDS; round++) {
      const { text } = store.get(path)!;
      // Most edits are taken back before long, so that the text stays near to what parses.
      const isUndo = undo.length > 0 && below(3) > 0;
      const edit = isUndo ? undo.pop()! : randomEdit(text, below);
      if (!isUndo) undo.push(inverse(text, edit));
      const hadHistory = store.isUnsettled(path) || store.get(path)!.hasSyntaxErrors;
      const snapshot = store.edit(path, round, [edit]);
      shadow.edit(edit);
      if ((snapshot.hasSyntaxErrors || hadHistory) && !store.isUnsettled(path)) shadow.settle();
      const where = `round ${round}, edit ${JSON.stringify(edit)}`;
      const whole = shadow.ast();
      assert.ok(isEqual(snapshot.ast, whole), `${where} spliced: ${firstDifference(snapshot.ast, whole)}`);
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
      if (round % 10 === 9) {
        if (store.isUnsettled(path)) shadow.settle();
        assert.ok(isEqual(store.settle(path).ast, fresh.ast), "a settled snapshot is the text's");
      }
    }
    store.clear();
    shadow.delete();
    console.log(`${path}: ${JSON.stringify(counts)}`);
    if (loweringOf(language)!.statementLists.length > 0)
      assert.ok(counts.incremental + counts.small > counts.edits / 2, "most edits are lowered incrementally");
  });

for (const path of FILES)
  test(`${path} is read piece by piece while it is broken, and as its text is when it is whole (seed ${SEED})`, async () => {
    const language = languageOfPath(path);
    const parser = await SyntaxParser.start(nodeGrammars);
    const store = new SnapshotStore(parser);
    await store.prepare([language]);
    const below = random(SEED);
    // Long enough for nothing to be parsed from scratch.
    let original = readFileSync(path, "utf8");
    while (original.length < 15_000) original += `\n${original}`;
    store.set({ path, language, text: original, keepsTree: true });
    const counts = { edits: 0, broken: 0, incremental: 0, wholeAgain: 0, wholeAgainIncremental: 0 };
    const undo: TextEdit[] = [];
    const shadow = new Shadow(parser, language, original);
    let wasBroken = false;
    for (let round = 0; round < ROUNDS; round++) {
      const { text } = store.get(path)!;
      const isUndo = undo.length > 0 && below(3) > 0;
      const edit = isUndo ? undo.pop()! : randomEdit(text, below);
      if (!isUndo) undo.push(inverse(text, edit));
      const snapshot = store.edit(path, round, [edit], { readsPieces: true });
      shadow.edit(edit);
      const { ast, hasSyntaxErrors, change } = snapshot;
      const where = `round ${round}, edit ${JSON.stringify(edit)}`;
      assert.equal(ast.columns.ends[0], snapshot.text.length);
      for (let node = 1; node < ast.size; node++)
        assert.ok(ast.start(node) <= ast.end(node) && ast.end(node) <= snapshot.text.length, `${where}, node ${node}`);
      counts.edits++;
      if (hasSyntaxErrors) counts.broken++;
      if (change) counts.incremental++;
      if (!hasSyntaxErrors && wasBroken) counts.wholeAgain++;
      if (!hasSyntaxErrors && wasBroken && change) counts.wholeAgainIncremental++;
      wasBroken = hasSyntaxErrors;
      const fresh = store.set({ path: "fresh", language, text: snapshot.text });
      if (!hasSyntaxErrors && !isEqual(ast, fresh.ast))
        // Only where tree-sitter's own tree has a history.
        assert.ok(
          store.isUnsettled(path) && isEqual(ast, shadow.ast()),
          `${where}: ${firstDifference(ast, fresh.ast)}`,
        );
      if (round % 20 === 19) {
        assert.ok(isEqual(store.settle(path).ast, fresh.ast), `${where}: a settled snapshot is the text's`);
        shadow.settle();
      }
    }
    store.clear();
    shadow.delete();
    console.log(`${path}: ${JSON.stringify(counts)}`);
    if (loweringOf(language)!.statementLists.length > 0)
      assert.ok(counts.incremental > counts.edits / 2, "most edits are lowered incrementally");
  });
