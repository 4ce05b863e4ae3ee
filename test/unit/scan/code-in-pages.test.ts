// The server's code in pages is code of its language: found in its place, followed into and out of the program's other files.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { compileRuleSet } from "../../../server/src/detect/rule-set.ts";
import { loadRuleFiles } from "../../../server/src/detect/rules/load.ts";
import { cellsOf } from "../../../server/src/scan/cells.ts";
import { createWorkspace } from "../../../server/src/scan/create-workspace.ts";
import type { ScanOptions, Workspace } from "../../../server/src/scan/workspace.ts";
import { programIn } from "../../../server/src/syntax/pages/code-in-pages.ts";
import { SyntaxParser } from "../../../server/src/syntax/parser.ts";
import { LineIndex } from "../../../server/src/text/line-index.ts";
import { builtinRuleFiles } from "../builtin-rules.ts";
import { nodeGrammars } from "../node-grammars.ts";

const FOLDER = "test/fixtures/pages";
const OPTIONS: ScanOptions = { today: "2030-01-01", reportUnusedSuppressions: true, maximumParsedLength: 1_000_000 };
const starting = SyntaxParser.start(nodeGrammars);
const rules = compileRuleSet(loadRuleFiles(builtinRuleFiles()), { overrides: [] });
const pages = readdirSync(FOLDER).map((path) => ({ path, text: readFileSync(`${FOLDER}/${path}`, "utf8") }));

async function workspaceOf(files: readonly { path: string; text: string; isOpen?: boolean }[]): Promise<Workspace> {
  const workspace = createWorkspace(await starting, rules, OPTIONS);
  await workspace.prepare(["jsp", "erb", "javascript"]);
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

const ofShop = pages.filter(({ path }) => /\.(jsp|java)$/.test(path));

test("flows in the code of a JSP page are found in their places", async () => {
  const workspace = await workspaceOf(ofShop);
  assert.deepEqual(found(workspace, "search.jsp"), [
    "6 code-injection",
    "6 reflected-xss",
    "11 reflected-xss",
    "11 reflected-xss",
    "14 sql-injection",
  ]);
  const { findings, problems } = workspace.scan("search.jsp");
  assert.deepEqual(problems, []);
  const { text } = ofShop.find(({ path }) => path === "search.jsp")!;
  assert.deepEqual(
    findings.filter(({ ruleId }) => ruleId === "reflected-xss").map(({ span }) => text.slice(span.start, span.end)),
    ["id", "same(id)", "Labels.bold(id)", "id", 'request.getHeader("User-Agent")', "id"],
  );
  workspace.dispose();
});

test("steps in a page are the page's, and a page belongs to the classes that it uses", async () => {
  const workspace = await workspaceOf(ofShop);
  const traces = workspace.scan("search.jsp").findings.flatMap(({ traces: [first = []] }) => first);
  assert.deepEqual(new Set(traces.map(({ path }) => path)), new Set(["search.jsp", "Labels.java"]));
  assert.ok(traces.some(({ message }) => message === "reaches the response"));
  workspace.dispose();
  assert.deepEqual(cellsOf(ofShop), [["Labels.java", "search.jsp"]]);
  const alone = { path: "search.jsp", text: "<%= shop(1) %>" };
  assert.deepEqual(cellsOf([alone, ofShop[0]!]), [["Labels.java"], ["search.jsp"]]);
});

test("what is typed into a page is found while it is typed, as from scratch", async () => {
  const text = '<p>\n\n</p>\n<%= request.getParameter("a") %>\n';
  const workspace = await workspaceOf([{ path: "a.jsp", text, isOpen: true }]);
  assert.deepEqual(found(workspace, "a.jsp"), ["4 reflected-xss"]);
  let at = 4;
  for (const letter of '<% if (x) { %><%= request.getHeader("b") %><% } %>') {
    workspace.edit("a.jsp", [{ span: { start: at, end: at }, newText: letter }]);
    for (const { span } of workspace.scan("a.jsp").findings) assert.ok(span.end <= workspace.text("a.jsp")!.length);
    at++;
  }
  assert.deepEqual(found(workspace, "a.jsp"), ["2 reflected-xss", "4 reflected-xss"]);
  workspace.edit("a.jsp", [{ span: { start: 4, end: at }, newText: "" }]);
  assert.deepEqual(found(workspace, "a.jsp"), ["4 reflected-xss"]);
  workspace.edit("a.jsp", [{ span: { start: 0, end: workspace.text("a.jsp")!.length }, newText: "<p>" }]);
  assert.deepEqual(found(workspace, "a.jsp"), []);
  assert.deepEqual(workspace.paths(), ["a.jsp"]);
  workspace.dispose();
});

test("a comment in code of several lines is written as the code's language has it; elsewhere as the page's", async () => {
  const workspace = await workspaceOf(ofShop);
  const { findings } = workspace.scan("search.jsp");
  const lines = new LineIndex(workspace.text("search.jsp")!);
  const languages = new Map(
    findings.map(({ span }) => [lines.lineAt(span.start) + 1, workspace.commentPlace("search.jsp", span)?.language]),
  );
  assert.equal(languages.get(14), "java");
  assert.equal(languages.get(11), undefined);
  workspace.dispose();
});

test("flows in the code of an ERB template are found in their places", async () => {
  const workspace = await workspaceOf(pages.filter(({ path }) => path.endsWith(".erb")));
  const lines = found(workspace, "search.html.erb").filter((line) => !line.endsWith("unescaped-html"));
  assert.deepEqual(lines, ["5 code-injection", "5 reflected-xss", "9 sql-injection"]);
  const { findings, problems } = workspace.scan("search.html.erb");
  assert.deepEqual(problems, []);
  assert.ok(findings.some(({ ruleId, suppressed }) => ruleId === "command-injection" && suppressed));
  assert.ok(!findings.some(({ ruleId }) => ruleId.endsWith("-suppression")));
  workspace.dispose();
});

test("the Ruby of a template keeps its places, from tag to tag", () => {
  const rubyIn = (page: string, path = "a.html.erb") => programIn("code", page, "erb", path)?.text;
  const page = "<p><%== a -%></p><%# b %><% c.each do |d| # e %>\n<%= d %><% end -%> <%% f %> <%== g do %>";
  assert.equal(
    rubyIn(page),
    "   raw( a  );    " + "        " + "   c.each do |d|     ; \n    d ;    end  ;  " + " ".repeat(9) + "     g do ; ",
  );
  assert.equal(rubyIn("<%= x %>", "mail.text.erb"), undefined);
  assert.equal(rubyIn("<%== 'a #{b}' # c"), "     'a #{b}'    ");
});

const javaIn = (page: string) => programIn("code", page, "jsp", "a-b/c.jsp")?.text.slice(0, page.length);

test("the Java of a page keeps its places, and all else is blank", () => {
  const page = `<%@ page import="a.B" %>\r\n<% if (x) { %>text<%= y %><% } // done %><%!\n int z; %>`;
  const code = programIn("code", page, "jsp", "a-b/c.jsp")!;
  assert.equal(
    code.text.slice(0, page.length),
    `${" ".repeat(24)}\r\n   if (x) {       __( y );   }           ${"   "}\n int z;   `,
  );
  assert.match(code.text.slice(page.length), /^\npackage pages\._a_b_c_jsp;\nimport a\.B;\n/);
  assert.deepEqual(
    code.pieces.map(({ start, end }) => page.slice(start, end).trim()),
    ["if (x) {", "y", "} // done", "int z;"],
  );
  assert.equal(javaIn("<p>${param.x}</p>"), undefined);
  assert.equal(javaIn("<%-- <%= x %> --%><%@ page session='false' %>"), undefined);
});

test("beans and imports of several directives are declared behind the page", () => {
  const page = `<%@page import='java.util.*'%><%@ page import="a.B,c.D" %><jsp:useBean id="cart" class="shop.Cart"/><% f(); %>`;
  const behind = programIn("code", page, "jsp", "c.jsp")!.text.slice(page.length);
  for (const line of ["import java.util.*;", "import a.B;", "import c.D;", "shop.Cart cart;", "JspWriter out;"])
    assert.ok(behind.includes(`\n${line}\n`), line);
});

test("code that is not closed ends where the next begins or with its line, and a long text of it is read once", () => {
  assert.equal(javaIn("<% a();\n<p>\n<%= b %>"), "   a();\n<p>\n__( b );");
  assert.equal(javaIn("<%= a\n<p>"), "    a\n   ");
  for (const opening of ["<%", "<%=", "<%--", "<%!", '<jsp:useBean a="'])
    assert.ok(javaIn(`<%= a %>${opening.repeat(100_000)}`)?.startsWith("__( a );"), opening);
});
