// Long files are read in steps, and flows through them followed in steps: what is typed, closed or asked meanwhile makes no difference to what is found, and what was begun
// and is not wanted any more leaves nothing behind.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { Parser, Tree } from "web-tree-sitter";
import { compileRuleSet } from "../../../server/src/detect/rule-set.ts";
import { loadRuleFiles } from "../../../server/src/detect/rules/load.ts";
import { createWorkspace } from "../../../server/src/scan/create-workspace.ts";
import { scan } from "../../../server/src/scan/scan.ts";
import type { Budget, ScanOptions, ScanResult, Workspace } from "../../../server/src/scan/workspace.ts";
import { SyntaxParser } from "../../../server/src/syntax/parser.ts";
import type { TextEdit } from "../../../server/src/text/span.ts";
import { random } from "../../property/material.ts";
import { builtinRuleFiles } from "../builtin-rules.ts";
import { nodeGrammars } from "../node-grammars.ts";

const OPTIONS: ScanOptions = { today: "2030-01-01", reportUnusedSuppressions: true, maximumParsedLength: 1_000_000 };
const PATH = "web/store.js";
const TEXT = readFileSync("samples/shop/web/routes/store.js", "utf8");
const FLAW = "\n  eval(req.query.anything);";

async function makeRules() {
  const files = builtinRuleFiles();
  return compileRuleSet(loadRuleFiles(files), { overrides: [] });
}

async function open(rules: Awaited<ReturnType<typeof makeRules>>): Promise<Workspace> {
  const workspace = createWorkspace(await SyntaxParser.start(nodeGrammars), rules, OPTIONS);
  await workspace.prepare(["javascript"]);
  return workspace;
}

const plain = (result: ScanResult): unknown => JSON.parse(JSON.stringify(result));

/** Spent when it has been asked so often. */
function asks(most: number): Budget {
  let asked = 0;
  return { spent: () => ++asked > most };
}

const insertion = (at: number, newText: string): TextEdit => ({ span: { start: at, end: at }, newText });

test("what is typed while a file is read is found as if it had been typed before or afterwards", async () => {
  const rules = await makeRules();
  const places = [...TEXT.matchAll(/\(req, res\) => \{/g)].map(({ index }) => index + "(req, res) => {".length);
  assert.ok(places.length > 3 && TEXT.length > 20_000);
  const below = random(5);
  for (let round = 0; round < 12; round++) {
    // Of the longest ones what an edit makes of them is read in steps, too.
    const whole = round % 3 === 0 ? [TEXT, TEXT, TEXT].join("\n") : TEXT;
    const place = places[below(places.length)]!;
    // Letter by letter, so that most states between do not parse; and something above it.
    const edits = [...[...FLAW].map((letter, at) => insertion(place + at, letter)), insertion(0, "// first\n")];
    const text = edits.reduce(
      (before, { span, newText }) => before.slice(0, span.start) + newText + before.slice(span.end),
      whole,
    );
    const workspace = await open(rules);
    workspace.set({ path: PATH, text: whole, isOpen: true });
    if (round % 2 === 0) workspace.scan(PATH);
    for (const edit of edits) {
      if (below(3) === 0) workspace.scan(PATH, asks(below(below(2) === 0 ? 30 : 1500)));
      if (below(5) === 0) workspace.glance(PATH, asks(below(30)));
      if (below(20) === 0) workspace.settle(PATH);
      workspace.edit(PATH, [edit]);
    }
    assert.equal(workspace.text(PATH), text);
    const found = workspace.scan(PATH);
    const fresh = await scan(await SyntaxParser.start(nodeGrammars), {
      files: [{ path: PATH, text }],
      rules,
      options: OPTIONS,
    });
    assert.deepEqual(plain(found), plain({ findings: fresh.findings, problems: fresh.problems }), `round ${round}`);
    assert.ok(found.findings.some(({ ruleId }) => ruleId === "code-injection"));

    // Broken at its end and left so: by the next pause it is what the text alone gives.
    const broken = `${text}\nfunction (`;
    workspace.set({ path: PATH, text, isOpen: true });
    workspace.scan(PATH, asks(below(200)));
    workspace.edit(PATH, [insertion(text.length, "\nfunction (")]);
    workspace.scan(PATH, asks(below(200)));
    workspace.settle(PATH);
    workspace.scan(PATH, asks(below(200)));
    const alone = await scan(await SyntaxParser.start(nodeGrammars), {
      files: [{ path: PATH, text: broken }],
      rules,
      options: OPTIONS,
    });
    assert.deepEqual(plain(workspace.scan(PATH)), plain({ findings: alone.findings, problems: alone.problems }));
    workspace.dispose();
  }
});

test("a file that is being read is one that others wait for, and closing it lets go of it when it has been read", async () => {
  const workspace = await open(await makeRules());
  const text = `${TEXT}\neval(location.hash);\n`;
  workspace.set({ path: PATH, text, isOpen: true });
  workspace.set({ path: "small.js", text: "eval(location.hash);\n", isOpen: true });
  assert.equal(workspace.isBehind(PATH), true, "small.js waits to be taken in");
  assert.equal(workspace.isBehind("small.js"), true);
  assert.deepEqual(
    workspace.scanNear("small.js").findings.map(({ ruleId }) => ruleId),
    ["code-injection"],
  );
  workspace.glance(PATH, asks(5));
  workspace.edit(PATH, [insertion(0, "// first\n")]);
  workspace.release(PATH);
  assert.equal(workspace.text(PATH), `// first\n${text}`);
  const after = workspace.scan(PATH);
  workspace.edit(PATH, [{ span: { start: 0, end: "// first\n".length }, newText: "" }]);
  assert.equal(workspace.scan(PATH).findings.length, after.findings.length);
  assert.ok(after.findings.length > 0);
  workspace.dispose();
});

test("files that are closed or replaced while they are read leave no tree in WebAssembly's memory", async () => {
  const workspace = await open(await makeRules());
  const text = Array.from({ length: 4 }, () => TEXT).join("\n");
  const trees = watchTrees();
  try {
    for (let round = 0; round < 120; round++) {
      workspace.set({ path: PATH, text, isOpen: round % 2 === 0 });
      workspace.glance(PATH, asks(round * 3));
      if (round % 3 === 0) workspace.remove(PATH);
    }
    workspace.clear();
    assert.ok(trees.made > 90, `${trees.made} trees were made`);
    assert.equal(trees.living, 0);
  } finally {
    trees.stop();
  }
  workspace.dispose();
});

/** Counts trees from now on: they live outside of the heap until they are deleted. */
function watchTrees() {
  const { parse } = Parser.prototype;
  const { copy, delete: remove } = Tree.prototype;
  const living = new Set<Tree>();
  const watch = { made: 0, living: 0, stop: () => {} };
  const note = <T extends Tree | null>(tree: T): T => {
    if (!tree) return tree;
    watch.made++;
    living.add(tree);
    watch.living = living.size;
    return tree;
  };
  Parser.prototype.parse = function (...given) {
    return note(parse.apply(this, given));
  };
  Tree.prototype.copy = function () {
    return note(copy.call(this));
  };
  Tree.prototype.delete = function () {
    living.delete(this);
    watch.living = living.size;
    remove.call(this);
  };
  watch.stop = () => {
    Parser.prototype.parse = parse;
    Object.assign(Tree.prototype, { copy, delete: remove });
  };
  return watch;
}
