// What is worked out in slices, however short, with other files asked about and typed into in between, is what a scan from scratch
// finds: what was begun is gone on with or given up, and leaves nothing behind. The seed is in the test's name; SLICE_ROUNDS runs it longer.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { compileRuleSet } from "../../server/src/detect/rule-set.ts";
import { loadRuleFiles } from "../../server/src/detect/rules/load.ts";
import { createWorkspace } from "../../server/src/scan/create-workspace.ts";
import { scan } from "../../server/src/scan/scan.ts";
import type { Budget, ScanOptions, ScanResult, SourceFile } from "../../server/src/scan/workspace.ts";
import { SyntaxParser } from "../../server/src/syntax/parser.ts";
import { builtinRuleFiles } from "../unit/builtin-rules.ts";
import { nodeGrammars } from "../unit/node-grammars.ts";
import { random } from "./material.ts";

const ROUNDS = Number(process.env["SLICE_ROUNDS"] ?? 4);
const ACTIONS = 60;
const seed = Number(process.env["BARTIZAN_SEED"] ?? Date.now() % 1_000_000);
const OPTIONS: ScanOptions = { today: "2030-01-01", reportUnusedSuppressions: true, maximumParsedLength: 1_000_000 };
/** Typed letter by letter, or all at once. */
const TYPED = [
  "\neval(req.query.x);\n",
  "\nfunction added(a) {\n  return a + 1;\n}\n",
  "(",
  ")",
  "'",
  "\n// note\n",
  "<script>",
  "</script>",
  "\n<%== @q %>\n",
  "\n@q = params[:b]\n",
];

/** Files that lead into each other, and one of them long enough to be read and handed on in steps. */
function filesOf(folder: string, ending: RegExp): SourceFile[] {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => ending.test(path) && !path.includes("node_modules"))
    .sort()
    .map((path) => ({
      path: path.replaceAll("\\", "/"),
      text: readFileSync(join(folder, path), "utf8"),
      isOpen: true,
    }));
  const longest = files.reduce((a, b) => (b.text.length > a.text.length ? b : a));
  return files.map((file) => (file === longest ? { ...file, text: [file.text, file.text].join("\n") } : file));
}

/** Spent when it has been asked so often. */
function asks(most: number): Budget {
  let asked = 0;
  return { spent: () => ++asked > most };
}

const plain = ({ findings }: ScanResult, path: string): unknown =>
  JSON.parse(JSON.stringify(findings.filter((finding) => finding.path === path)));

for (const [language, folder, ending] of [
  ["javascript", "samples/shop", /\.(js|ts)$/],
  ["python", "samples/shop", /\.py$/],
  ["java", "test/fixtures/frameworks", /\.java$/],
  ["pages", "test/fixtures/pages", /\./],
  ["rails", "test/fixtures/rails", /\./],
] as const)
  test(`slices of ${language} come to what a scan from scratch finds (BARTIZAN_SEED=${seed}, ${ROUNDS} rounds)`, async () => {
    const parser = await SyntaxParser.start(nodeGrammars);
    const ruleFiles = builtinRuleFiles();
    const rules = compileRuleSet(loadRuleFiles(ruleFiles), { overrides: [] });
    const files = filesOf(folder, ending);
    const below = random(seed);
    let found = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const workspace = createWorkspace(parser, rules, OPTIONS);
      await workspace.prepare(["javascript", "typescript", "python", "java", "html", "php", "template", "jsp", "erb"]);
      for (const file of files) workspace.set(file);
      for (let action = 0; action < ACTIONS; action++) {
        const { path } = files[below(files.length)]!;
        switch (below(8)) {
          case 0: {
            const newText = TYPED[below(TYPED.length)]!;
            const text = workspace.text(path)!;
            const at = text.indexOf("\n", below(text.length)) + 1;
            if (below(2) === 0) workspace.edit(path, [{ span: { start: at, end: at }, newText }]);
            else
              for (const [offset, letter] of [...newText].entries()) {
                workspace.edit(path, [{ span: { start: at + offset, end: at + offset }, newText: letter }]);
                workspace.scan(path, asks(below(20)));
              }
            break;
          }
          case 1:
            workspace.scanNear(path, asks(below(200)));
            break;
          case 2:
            workspace.glance(path, asks(below(50)));
            break;
          case 3:
            workspace.settle(path);
            break;
          default:
            // One slice after the other, some of them with time for one step only.
            for (let slice = below(60); slice > 0; slice--) workspace.scan(path, asks(below(40)));
        }
      }
      for (const { path } of files) workspace.settle(path);
      const sources = workspace.paths().map((path) => ({ path, text: workspace.text(path)! }));
      const fresh = await scan(parser, { files: sources, rules, options: OPTIONS });
      found += fresh.findings.length;
      for (const { path } of files)
        assert.deepEqual(plain(workspace.scan(path), path), plain(fresh, path), `${path}, round ${round}`);
      workspace.dispose();
    }
    assert.ok(found > 0);
  });
