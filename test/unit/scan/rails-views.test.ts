// A controller's instance variables and what it hands to `render` are found again in the page that it shows.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { compileRuleSet } from "../../../server/src/detect/rule-set.ts";
import { loadRuleFiles } from "../../../server/src/detect/rules/load.ts";
import { cellsOf } from "../../../server/src/scan/cells.ts";
import { createWorkspace } from "../../../server/src/scan/create-workspace.ts";
import { scan } from "../../../server/src/scan/scan.ts";
import type { ScanOptions, Workspace } from "../../../server/src/scan/workspace.ts";
import { SyntaxParser } from "../../../server/src/syntax/parser.ts";
import { LineIndex } from "../../../server/src/text/line-index.ts";
import { builtinRuleFiles } from "../builtin-rules.ts";
import { nodeGrammars } from "../node-grammars.ts";

const FOLDER = "test/fixtures/rails";
const OPTIONS: ScanOptions = { today: "2030-01-01", reportUnusedSuppressions: true, maximumParsedLength: 1_000_000 };
const CONTROLLER = "app/controllers/users_controller.rb";
const starting = SyntaxParser.start(nodeGrammars);
const rules = compileRuleSet(loadRuleFiles(builtinRuleFiles()), { overrides: [] });
const files = readdirSync(FOLDER, { recursive: true, encoding: "utf8" })
  .filter((path) => path.includes("."))
  .map((path) => ({ path: path.replaceAll("\\", "/"), text: readFileSync(join(FOLDER, path), "utf8"), isOpen: true }));

async function workspaceOf(own: typeof files): Promise<Workspace> {
  const workspace = createWorkspace(await starting, rules, OPTIONS);
  await workspace.prepare(["ruby", "erb"]);
  for (const file of own) workspace.set(file);
  return workspace;
}

function found(workspace: Workspace, view: string): number[] {
  const path = `app/views/${view}.html.erb`;
  const lines = new LineIndex(workspace.text(path)!);
  return workspace
    .scan(path)
    .findings.filter(({ ruleId }) => ruleId === "reflected-xss")
    .map(({ span }) => lines.lineAt(span.start) + 1);
}

test("instance variables, variables handed over and those of filters are followed into pages and their parts", async () => {
  const workspace = await workspaceOf(files);
  assert.deepEqual(found(workspace, "users/show"), [1, 4, 6]);
  assert.deepEqual(found(workspace, "users/_form"), [1, 3]);
  assert.deepEqual(found(workspace, "users/update"), [1]);
  assert.deepEqual(found(workspace, "shared/page"), [1]);
  assert.deepEqual(found(workspace, "shared/_title"), [1]);
  const [finding] = workspace.scan("app/views/users/update.html.erb").findings;
  assert.ok(finding!.traces[0]!.some(({ message }) => message === "passed to `update.html.erb`"));
  workspace.dispose();
  assert.deepEqual(
    cellsOf(files),
    [files.map(({ path }) => path).sort()],
    "pages belong to the program whose controllers show them",
  );
});

test("what an edit makes of an action is seen in the page, and pages that come and go are shown", async () => {
  const without = files.filter(({ path }) => !path.includes("update"));
  const workspace = await workspaceOf(without);
  const { text } = files.find(({ path }) => path === CONTROLLER)!;
  let now = text;
  const check = async () => {
    const sources = workspace.paths().map((path) => ({ path, text: workspace.text(path)! }));
    const fresh = await scan(await starting, { files: sources, rules, options: OPTIONS });
    for (const { path } of sources) {
      const plain = fresh.findings.filter((each) => each.path === path);
      assert.deepEqual(JSON.stringify(workspace.scan(path).findings), JSON.stringify(plain), path);
    }
  };
  const exchange = (before: string, after: string) => {
    const start = now.indexOf(before);
    workspace.edit(CONTROLLER, [{ span: { start, end: start + before.length }, newText: after }]);
    now = now.replace(before, after);
  };
  exchange('@safe = "x"', "@safe = params[:safe]");
  assert.deepEqual(found(workspace, "users/show"), [1, 2, 4, 6]);
  await check();
  exchange("@q = params[:q]", "@q = 1");
  assert.deepEqual(found(workspace, "users/show"), [2, 4]);
  await check();
  exchange(
    'render "shared/page", locals: { title: params[:title], other: "a" }',
    'render "shared/page", locals: { other: params[:a] }',
  );
  assert.deepEqual(found(workspace, "shared/page"), [2]);
  await check();
  for (const file of files) if (!without.includes(file)) workspace.set(file);
  assert.deepEqual(found(workspace, "users/update"), [1]);
  exchange("def update", "def replace");
  assert.deepEqual(found(workspace, "users/update"), []);
  await check();
  exchange("def replace", "def update");
  workspace.remove("app/views/users/update.html.erb");
  workspace.remove(CONTROLLER);
  assert.deepEqual(found(workspace, "users/show"), []);
  await check();
  workspace.dispose();
});
