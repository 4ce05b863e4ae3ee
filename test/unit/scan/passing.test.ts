// What is found while somebody types into a file that is broken for the moment: functions behind an open bracket are none, and
// those that use them are not worked out again until it is closed or whoever types pauses. Then it is as from scratch.

import assert from "node:assert/strict";
import { test } from "node:test";
import { compileRuleSet } from "../../../server/src/detect/rule-set.ts";
import { loadRuleFiles } from "../../../server/src/detect/rules/load.ts";
import { createWorkspace } from "../../../server/src/scan/create-workspace.ts";
import { scan } from "../../../server/src/scan/scan.ts";
import type { ScanOptions, ScanResult } from "../../../server/src/scan/workspace.ts";
import { SyntaxParser } from "../../../server/src/syntax/parser.ts";
import { builtinRuleFiles } from "../builtin-rules.ts";
import { nodeGrammars } from "../node-grammars.ts";

const OPTIONS: ScanOptions = { today: "2030-01-01", reportUnusedSuppressions: true, maximumParsedLength: 1_000_000 };
const PATH = "views.py";
const USER = `
def first(request):
    run(request.GET["a"])
`;
const EDITED = `
def edited(request):
    total = 1
    return total
`;
const HELPER = `
class Base:
    pass

def run(code):
    eval(code)

def second(request):
    eval(request.GET["b"])
`;
const TEXT = `from django.http import HttpResponse\n${USER}${EDITED}${HELPER}`;

async function start() {
  const parser = await SyntaxParser.start(nodeGrammars);
  const files = builtinRuleFiles();
  const rules = compileRuleSet(loadRuleFiles(files), { overrides: [] });
  const workspace = createWorkspace(parser, rules, OPTIONS);
  await workspace.prepare(["python"]);
  workspace.set({ path: PATH, text: TEXT, isOpen: true });
  const fresh = () => scan(parser, { files: [{ path: PATH, text: workspace.text(PATH)! }], rules, options: OPTIONS });
  const type = (newText: string, after: string): ScanResult => {
    const at = workspace.text(PATH)!.indexOf(after) + after.length;
    workspace.edit(PATH, [{ span: { start: at, end: at }, newText }]);
    return workspace.scan(PATH);
  };
  return { parser, rules, workspace, fresh, type };
}

const places = ({ findings }: ScanResult) => findings.map(({ ruleId, span }) => `${ruleId} ${span.start}`);
const plain = (result: ScanResult): unknown => JSON.parse(JSON.stringify(result));

test("findings of code that is not there while a bracket is open are not shown, and come back with it", async () => {
  const { workspace, fresh, type } = await start();
  const before = workspace.scan(PATH);
  assert.equal(before.findings.length, 2);
  const open = type(" + len([", "total = 1");
  const { length } = workspace.text(PATH)!;
  for (const { span, traces } of open.findings) {
    assert.ok(span.end <= length);
    for (const steps of traces) for (const step of steps) assert.ok(step.span.end <= length);
  }
  const closed = type("])", "len([");
  assert.deepEqual(plain(closed), plain(await fresh()));
  assert.equal(closed.findings.length, 2);
  workspace.dispose();
});

test("what was typed into is looked at while the file is broken, the rest when there is a pause", async () => {
  const { workspace, fresh, type } = await start();
  workspace.scan(PATH);
  const typed = type("\n    eval(request.GET['c'])\n    names = [", "total = 1");
  workspace.settle(PATH);
  const settled = workspace.scan(PATH);
  assert.deepEqual(plain(settled), plain(await fresh()));
  // The pause found nothing that the typing had not, but for what stands behind the bracket.
  for (const place of places(typed)) assert.ok(places(settled).includes(place), place);
  type("]", "names = [");
  workspace.settle(PATH);
  assert.deepEqual(plain(workspace.scan(PATH)), plain(await fresh()));
  assert.equal(workspace.scan(PATH).findings.length, 3);
  workspace.dispose();
});

test("a function that is edited away while the file is broken stays away", async () => {
  const { workspace, fresh, type } = await start();
  workspace.scan(PATH);
  type("[", "total = 1");
  const helper = workspace.text(PATH)!.indexOf("def run");
  const end = workspace.text(PATH)!.indexOf("def second");
  workspace.edit(PATH, [{ span: { start: helper, end }, newText: "" }]);
  workspace.scan(PATH);
  type("]", "total = 1[");
  const at = workspace.text(PATH)!.indexOf("[]");
  workspace.edit(PATH, [{ span: { start: at, end: at + 2 }, newText: "" }]);
  assert.deepEqual(plain(workspace.scan(PATH)), plain(await fresh()));
  workspace.remove(PATH);
  assert.deepEqual(workspace.scan(PATH).findings, []);
  workspace.dispose();
});

/** A workspace with an open file of JavaScript; `asFromScratch` gives what is found in it now, which a scan of its text finds as well. */
async function opened(path: string, text: string) {
  const { workspace, rules, parser } = await start();
  await workspace.prepare(["javascript"]);
  workspace.set({ path, text, isOpen: true });
  const asFromScratch = async (): Promise<ScanResult> => {
    const files = [{ path, text: workspace.text(path)! }];
    const kept = workspace.scan(path);
    assert.deepEqual(plain(kept), plain(await scan(parser, { files, rules, options: OPTIONS })));
    return kept;
  };
  return { workspace, asFromScratch };
}

function hashesIn({ findings }: ScanResult): number {
  return findings.filter(({ ruleId }) => ruleId === "weak-hash").length;
}

test("a function whose name a bracket makes that of an expression is not called by others any more", async () => {
  const before = `const express = require("express");
const router = express.Router();
router.get(
  "/first",
  route(async (req, res) => {
    res.sendStatus(204);
  }),
`;
  const after = `);

async function run(code) {
  eval(code);
}

router.get(
  "/second",
  route(async (req, res) => {
    await run(req.query.code);
  }),
);
`;
  const path = "routes.js";
  const { workspace, asFromScratch } = await opened(path, before + after);
  const ids = ({ findings }: ScanResult) => findings.map(({ ruleId }) => ruleId);
  assert.deepEqual(ids(workspace.scan(path)), ["code-injection"]);
  workspace.edit(path, [{ span: { start: before.length, end: before.length }, newText: "  }),\n" }]);
  workspace.scan(path);
  workspace.settle(path);
  assert.deepEqual(ids(await asFromScratch()), ["dynamic-code"]);
  workspace.dispose();
});

test("functions that a bracket puts into each other are after a pause what they are from scratch, whatever was looked at alone before it", async () => {
  const text = `const crypto = require("crypto");

function digest(algorithm, text) {
  {
  return crypto.createHash(algorithm).update(text).digest("hex");
}

function signed(text) {
  return digest("sha1", text);
}
`;
  const path = "digest.js";
  const { workspace, asFromScratch } = await opened(path, text);
  workspace.scan(path);
  const at = text.indexOf("signed(text") + "signed(te".length;
  workspace.edit(path, [{ span: { start: at, end: at + 1 }, newText: "" }]);
  workspace.scan(path);
  workspace.settle(path);
  await asFromScratch();
  workspace.dispose();
});

test("a function that calls the one that a bracket put it into is no circle with it, however it came to be looked at", async () => {
  const text = `const crypto = require("crypto");

function fingerprint(file) {
\\  return crypto.createHash("md5").update(file).digest("hex");
}

function digest(algorithm, text) {
  {
  return crypto.createHash(algorithm).update(text).digest("hex");
}

function signed(text) {
  return digest("sha1", text);
}
`;
  const path = "signed.js";
  const { workspace, asFromScratch } = await opened(path, text);
  workspace.scan(path);
  workspace.settle(path);
  for (const name of ["signed(te", 'digest("sha1", te']) {
    const at = workspace.text(path)!.indexOf(name) + name.length;
    workspace.edit(path, [{ span: { start: at, end: at + 1 }, newText: "" }]);
    workspace.settle(path);
    assert.equal(hashesIn(await asFromScratch()), 2, "of the function before, and of the constant that is handed in");
  }
  workspace.dispose();
});

test("functions that were in a circle with one that has left it are told apart by constants again", async () => {
  const circle = `const crypto = require("crypto");

function first(algorithm, text, left) {
  second(algorithm, text, left);
  return crypto.createHash(algorithm).update(text).digest("hex");
}

function second(algorithm, text, left) {
  return third(algorithm, text, left);
}

function third(algorithm, text, left) {
  return left > 0 ? first("sha256", text, left - 1) : "";
}

function signed(text) {
  return first("sha1", text, 2);
}
`;
  const path = "circle.js";
  const { workspace, asFromScratch } = await opened(path, circle);
  assert.equal(hashesIn(await asFromScratch()), 0);
  const call = 'left > 0 ? first("sha256", text, left - 1) : ""';
  const at = circle.indexOf(call);
  workspace.edit(path, [{ span: { start: at, end: at + call.length }, newText: '""' }]);
  assert.equal(hashesIn(await asFromScratch()), 1);
  workspace.edit(path, [{ span: { start: at, end: at + 2 }, newText: call }]);
  assert.equal(hashesIn(await asFromScratch()), 0);
  workspace.dispose();
});
