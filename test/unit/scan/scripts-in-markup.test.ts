// Scripts in pages are code as any other: data is followed through them, into and out of modules, and found where they stand.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { compileRuleSet } from "../../../server/src/detect/rule-set.ts";
import { loadRuleFiles } from "../../../server/src/detect/rules/load.ts";
import { cellsOf } from "../../../server/src/scan/cells.ts";
import { createWorkspace } from "../../../server/src/scan/create-workspace.ts";
import type { ScanOptions, Workspace } from "../../../server/src/scan/workspace.ts";
import { scriptsIn } from "../../../server/src/syntax/pages/scripts-in-markup.ts";
import { SyntaxParser } from "../../../server/src/syntax/parser.ts";
import { LineIndex } from "../../../server/src/text/line-index.ts";
import { builtinRuleFiles } from "../builtin-rules.ts";
import { nodeGrammars } from "../node-grammars.ts";

const FOLDER = "test/fixtures/pages";
const OPTIONS: ScanOptions = { today: "2030-01-01", reportUnusedSuppressions: true, maximumParsedLength: 1_000_000 };
const starting = SyntaxParser.start(nodeGrammars);
const ruleFiles = builtinRuleFiles();
const rules = compileRuleSet(loadRuleFiles(ruleFiles), { overrides: [] });
const pages = readdirSync(FOLDER).map((path) => ({ path, text: readFileSync(`${FOLDER}/${path}`, "utf8") }));

async function workspaceOf(files: readonly { path: string; text: string; isOpen?: boolean }[]): Promise<Workspace> {
  const workspace = createWorkspace(await starting, rules, OPTIONS);
  await workspace.prepare(["html", "php", "template", "javascript"]);
  for (const file of files) workspace.set(file);
  return workspace;
}

function found(workspace: Workspace, path: string): string[] {
  const lines = new LineIndex(workspace.text(path)!);
  return workspace
    .scan(path)
    .findings.filter(({ suppressed }) => suppressed === undefined)
    .map(({ ruleId, span }) => `${lines.positionAt(span.start).line + 1} ${ruleId}`);
}

test("flows in scripts of pages and templates are found in their places", async () => {
  const workspace = await workspaceOf(pages);
  assert.deepEqual(workspace.paths(), pages.map(({ path }) => path).sort());
  assert.deepEqual(found(workspace, "page.html"), ["9 dom-xss", "13 unescaped-html", "21 dom-xss"]);
  assert.deepEqual(found(workspace, "page.ejs"), ["4 dom-xss", "7 dom-xss", "7 unescaped-html"]);
  assert.deepEqual(found(workspace, "page.php"), ["1 sql-injection", "2 code-injection", "5 dom-xss", "13 dom-xss"]);
  for (const path of workspace.paths())
    assert.deepEqual(
      workspace.scan(path).problems.filter((problem) => problem.path !== path),
      [],
    );
  workspace.dispose();
});

test("what a page hands to a module is followed there, with the page's name in the path", async () => {
  const workspace = await workspaceOf(pages);
  const [finding] = workspace.scan("greeting.js").findings;
  assert.deepEqual(new Set(finding!.traces.map(([first]) => first!.path)), new Set(["page.html", "Page.vue"]));
  workspace.dispose();
  assert.deepEqual(cellsOf(pages), [
    ["Labels.java", "search.jsp"],
    ["Page.vue", "greeting.js", "page.html"],
    ["page.ejs"],
    ["page.php"],
    ["search.html.erb"],
  ]);
});

test("a script that is typed into a page is found, and gone with its element", async () => {
  const text = "<p>\n\n</p>\n";
  const workspace = await workspaceOf([{ path: "a.html", text, isOpen: true }]);
  assert.deepEqual(found(workspace, "a.html"), []);
  let at = 4;
  for (const letter of "<script>\neval(location.hash)\n</script>") {
    workspace.edit("a.html", [{ span: { start: at, end: at }, newText: letter }]);
    workspace.scan("a.html");
    at++;
  }
  assert.deepEqual(found(workspace, "a.html"), ["3 code-injection"]);
  workspace.edit("a.html", [{ span: { start: 5, end: 11 }, newText: "pre" }]);
  assert.deepEqual(found(workspace, "a.html"), []);
  assert.deepEqual(workspace.paths(), ["a.html"]);
  workspace.dispose();
});

test("a comment in a script is written as the script's language has it; above an attribute as the markup's", async () => {
  const workspace = await workspaceOf(pages);
  const places = workspace
    .scan("page.html")
    .findings.map(({ span }) => workspace.commentPlace("page.html", span)?.language);
  assert.deepEqual(new Set(places), new Set(["javascript"]));
  const [, inAttribute] = workspace.scan("page.php").findings;
  assert.equal(workspace.commentPlace("page.php", inAttribute!.span)?.language, "php");
  workspace.dispose();
});

test("data, foreign scripts and comments are not code", () => {
  const isCode = (markup: string) => scriptsIn(markup, "html") !== undefined;
  assert.ok(isCode("<script>a</script>"));
  assert.ok(isCode("<SCRIPT TYPE='text/javascript'>a"));
  assert.ok(!isCode('<script type="application/json">{}</script>'));
  assert.ok(!isCode('<script src="a.js"></script>'));
  assert.ok(!isCode("<!-- <script>a</script> -->"));
  assert.ok(!isCode("<textarea><script>a</script></textarea>"));
  assert.ok(!isCode("<style><script>a</script></style>"));
  assert.ok(!isCode('<p title="<script>a</script>">'));
});

test("the scripts of a page keep their places", () => {
  const markup = `<b onclick="f(&quot;a&quot;)">\r\n<script>g("{{ a }}")</script><script>h({% if b %})</script>`;
  const scripts = scriptsIn(markup, "html")!;
  assert.equal(scripts.text.length, markup.length);
  assert.equal(
    scripts.text,
    `      ;()=>{f("     a"     )} \r\n       ;g("_______")                ;h(          )         `,
  );
  for (const { start, end } of scripts.pieces) assert.ok(/[fgh]\(/.test(scripts.text.slice(start, end)));
});

test("what opens code of a template and is never closed is text, and does not make a long text be read again and again", () => {
  const script = "<script>run(1)</script>";
  for (const opening of ["<%", "<?", "{%", "{#", "{{", "<!--", "<script ", '<a b="']) {
    const text = script + opening.repeat(200_000);
    const scripts = scriptsIn(text, "template");
    assert.equal(scripts?.text.slice(8, 14), "run(1)", opening);
    assert.equal(scripts.text.trim(), ";run(1)", opening);
  }
});
