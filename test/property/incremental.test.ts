// The engine's first invariant: what a workspace finds after any edits is, byte for byte, what a scan from scratch of the same
// texts finds. Random edits of real files: characters typed and deleted, lines moved, doubled and dropped, flaws pasted in and
// mended, undone again. The seed is printed, so that a failure can be run again: BARTIZAN_SEED=… .

import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { compileRuleSet, type RuleSet } from "../../server/src/detect/rule-set.ts";
import { loadRuleFiles } from "../../server/src/detect/rules/load.ts";
import { createWorkspace } from "../../server/src/scan/create-workspace.ts";
import { scan } from "../../server/src/scan/scan.ts";
import type { ScanOptions, SourceFile } from "../../server/src/scan/workspace.ts";
import { SyntaxParser } from "../../server/src/syntax/parser.ts";
import type { TextEdit } from "../../server/src/text/span.ts";
import { builtinRuleFiles } from "../unit/builtin-rules.ts";
import { nodeGrammars } from "../unit/node-grammars.ts";

const EDITS = Number(process.env["BARTIZAN_EDITS"] ?? 2400);
const seed = Number(process.env["BARTIZAN_SEED"] ?? Date.now() % 1_000_000);
const options: ScanOptions = { today: "2030-01-01", reportUnusedSuppressions: true, maximumParsedLength: 2_000_000 };

/** mulberry32: small, seeded, good enough to choose edits by. */
function random(from: number): () => number {
  let state = from >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

function defaultRules(): RuleSet {
  const files = builtinRuleFiles();
  return compileRuleSet(loadRuleFiles(files), { overrides: [] });
}

/** The sample shop, the rules' own fixtures, and real modules of the packages that are installed for the build. */
function realFiles(): SourceFile[] {
  const roots = ["samples/shop", "rules"];
  const files = roots.flatMap((root) =>
    readdirSync(root, { recursive: true, encoding: "utf8" })
      .map((path) => join(root, path))
      .filter((path) => /\.(js|ts|tsx|py|java|go)$/.test(path) && !path.includes("node_modules")),
  );
  const modules = [
    "node_modules/minimatch/dist/commonjs/index.js",
    "node_modules/ignore/index.js",
    "node_modules/commander/lib/option.js",
    "node_modules/vscode-uri/lib/umd/uri.d.ts",
  ];
  const read = [...files, ...modules.filter((path) => existsSync(path))]
    .sort()
    .map((path) => ({ path: path.replaceAll("\\", "/"), text: readFileSync(path, "utf8") }))
    .filter(({ text }) => text.length < 60_000);
  return [...read, ...pages()];
}

/** Code in markup, beside other code or none: several times, for a few edits each leave most of it whole. */
function pages(): SourceFile[] {
  const folder = "test/fixtures/pages";
  const each = readdirSync(folder).map((name) => ({ name, text: readFileSync(join(folder, name), "utf8") }));
  return Array.from({ length: 10 }, (_, copy) =>
    each.map(({ name, text }) => ({ path: `${copy}/${name}`, text })),
  ).flat();
}

const SNIPPETS = [
  '\ndb.query("SELECT * FROM t WHERE id = \'" + req.query.id + "\'");\n',
  "\neval(req.body.code);\n",
  "\n    cursor.execute(\"SELECT 1 WHERE a = '%s'\" % request.args['a'])\n",
  "\n    os.system('ls ' + request.args['name'])\n",
  "// bartizan-ignore sql-injection -- a random edit\n",
  "// bartizan-ignore dom-xss -- a random edit\n",
  "<script>\n",
  "</script>\n",
  ' onclick="eval(location.hash)"',
  "<!--",
  "-->",
  "<%",
  "<%== params[:q] %>",
  '<%= request.getParameter("q") %>',
  "?>",
  "{{",
  "\nfunction pasted(a, b) { return a + b; }\n",
  "\ndef pasted(a, b):\n    return a + b\n",
  "'",
  '"',
  "`",
  "{",
  "}",
  "(",
  ")",
  "/*",
  "*/",
  "#",
  "\\",
  "\n",
  "\r\n",
  "\u{1f600}",
];

/** An edit of a kind that people make, somewhere in the text. */
function someEdit(text: string, chance: () => number): TextEdit {
  const at = Math.floor(chance() * (text.length + 1));
  const lineStart = text.lastIndexOf("\n", at - 1) + 1;
  const lineEnd = text.indexOf("\n", at) < 0 ? text.length : text.indexOf("\n", at) + 1;
  const line = text.slice(lineStart, lineEnd);
  const letters = "abcxyz019 .,;()[]{}=+'\"`\n";
  switch (Math.floor(chance() * 7)) {
    case 0:
    case 1:
      return { span: { start: at, end: at }, newText: letters[Math.floor(chance() * letters.length)]! };
    case 2:
      return { span: { start: at, end: Math.min(text.length, at + 1) }, newText: "" };
    case 3:
      return { span: { start: lineStart, end: lineEnd }, newText: "" };
    case 4:
      return { span: { start: lineEnd, end: lineEnd }, newText: line };
    case 5:
      return { span: { start: lineStart, end: lineStart }, newText: SNIPPETS[Math.floor(chance() * SNIPPETS.length)]! };
    default:
      return {
        span: { start: at, end: Math.min(text.length, at + Math.floor(chance() * 40)) },
        newText: SNIPPETS[Math.floor(chance() * SNIPPETS.length)]!,
      };
  }
}

test(`findings after edits are those of a scan from scratch (BARTIZAN_SEED=${seed}, ${EDITS} edits)`, async () => {
  const parser = await SyntaxParser.start(nodeGrammars);
  const rules = defaultRules();
  const chance = random(seed);
  const files = realFiles();
  const editsOfEach = Math.ceil(EDITS / files.length);
  let found = 0;
  for (const file of files) {
    const workspace = createWorkspace(parser, rules, options);
    await workspace.prepare([
      "javascript",
      "typescript",
      "tsx",
      "python",
      "java",
      "go",
      "html",
      "php",
      "template",
      "jsp",
      "erb",
    ]);
    workspace.set({ ...file, isOpen: true });
    let { text } = file;
    const history: string[] = [];
    for (let number = 0; number < editsOfEach; number++) {
      const undone = chance() < 0.15 ? history.pop() : undefined;
      const edit: TextEdit =
        undone === undefined ? someEdit(text, chance) : { span: { start: 0, end: text.length }, newText: undone };
      if (undone === undefined) history.push(text);
      text = text.slice(0, edit.span.start) + edit.newText + text.slice(edit.span.end);
      workspace.edit(file.path, [edit]);
      assert.equal(workspace.text(file.path), text);
      // What is found while somebody types into a broken file may be less, but nothing may come of it later.
      if (chance() < 0.7) for (const { span } of workspace.scan(file.path).findings) assert.ok(span.end <= text.length);
      if (chance() < 0.4) continue;
      workspace.settle(file.path);
      const incremental = workspace.scan(file.path);
      const scratch = await scan(parser, { files: [{ path: file.path, text }], rules, options });
      found += scratch.findings.length;
      assert.deepEqual(
        JSON.parse(JSON.stringify(incremental)),
        JSON.parse(JSON.stringify(scratch)),
        `${file.path}, edit ${number}: ${JSON.stringify(edit)}`,
      );
    }
    workspace.dispose();
  }
  assert.ok(found > EDITS, "the files hold findings that could differ");
});
