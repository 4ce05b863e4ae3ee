// Findings as VS Code has them: shown while typing, moved with the text, gone with the flaw, never stale.
import * as vscode from "vscode";
import { equal, match, ok, test } from "./registry.ts";
import {
  close,
  create,
  endOfLine,
  findings,
  findingsOf,
  hoverText,
  insert,
  open,
  replaceAll,
  rootFolder,
  ruleOf,
} from "./workspace.ts";

const flaw = `db.query("select * from products where id = '" + req.query.id + "'");`;

/** A line inside a handler of the thousand-line file. */
const place = "const cart = await cartOf(req);";

function flawedModule(lineEnd = "\n"): string {
  const lines = [
    `const express = require("express");`,
    `const mysql = require("mysql2");`,
    `const db = mysql.createConnection({ uri: process.env.DATABASE_URL });`,
    `const app = express();`,
    `app.get("/product", (req, res) => {`,
    `  ${flaw}`,
    `});`,
    ``,
  ];
  return lines.join(lineEnd);
}

test("the extension is there and starts with the first file it knows", async () => {
  const extension = vscode.extensions.getExtension("bartizan.bartizan");
  ok(extension, "bartizan.bartizan is not installed");
  const document = await open("web/routes/search.js");
  await findingsOf(document, "the planted flaws of search.js", (list) => list.length >= 4);
  ok(extension.isActive, "the extension is not active");
  await close(document);
});

/** As the extension tells it. */
interface Api {
  readonly activation: { readonly milliseconds: number; readonly processorMs: number | null };
}

test("activation takes less than 100 ms of the extension host's time", async () => {
  const extension = vscode.extensions.getExtension<Api>("bartizan.bartizan");
  const { milliseconds, processorMs } = (await extension?.activate())?.activation ?? {};
  ok(milliseconds !== undefined, "the extension does not tell");
  // In a browser there is only the clock, which says little on a busy machine.
  const [taken, most] = typeof processorMs === "number" ? [processorMs, 100] : [milliseconds, 1_000];
  ok(taken < most, `activation took ${taken} ms, ${milliseconds} ms in all`);
  return JSON.stringify({ milliseconds, processorMs });
});

test("a file without a flaw has no finding, a typed flaw is found before it is saved", async () => {
  const document = await open("web/routes/store.js");
  await insert(document, endOfLine(document, place), `\n    ${flaw}`);
  const [found] = await findingsOf(document, "the typed flaw and nothing else", (list) => list.length === 1);
  ok(found, "no finding");
  ok(document.isDirty, "the document was saved by somebody");
  equal(found.range.start.line, endOfLine(document, flaw).line, "the finding's line");
  match(ruleOf(found), /sql-injection/, "the finding's rule");
  ok(found.severity === vscode.DiagnosticSeverity.Error, "the finding's severity");
  ok(!found.message.includes("\n") && found.message.length <= 120, `the message is one short line: ${found.message}`);

  await vscode.commands.executeCommand("undo");
  await findingsOf(document, "no finding after undo", (list) => list.length === 0);
  await close(document);
});

test("a finding carries its way from source to sink", async () => {
  const document = await open("web/routes/search.js");
  const list = await findingsOf(document, "the planted flaws", (all) => all.some((each) => /sql/.test(ruleOf(each))));
  const finding = list.find((each) => /sql/.test(ruleOf(each)));
  const steps = finding?.relatedInformation ?? [];
  ok(steps.length >= 2, `expected at least a source and a sink, got ${steps.length} steps`);
  const source = steps[0];
  ok(source, "no source");
  match(document.lineAt(source.location.range.start.line).text, /req\.query\.word/, "the source's line");
  await close(document);
});

test("the hover teaches", async () => {
  const document = await create("hover.js", flawedModule());
  const [finding] = await findingsOf(document, "the flaw", (list) => list.length === 1);
  ok(finding, "no finding");
  const text = await hoverText(document, finding.range.start);
  match(text, /CWE-89/, "the weakness is named");
  match(text, /```diff/, "this very line is shown fixed");
  ok(text.length > 200, `this teaches nobody: ${text}`);
  await close(document);
});

test("a finding moves with its text and goes with it", async () => {
  const document = await create("moves.js", flawedModule());
  const [before] = await findingsOf(document, "the flaw", (list) => list.length === 1);
  ok(before, "no finding");
  await insert(document, new vscode.Position(0, 0), "// one\n// two\n// three\n");
  await findingsOf(
    document,
    "the finding three lines below",
    (list) => list.length === 1 && list[0]?.range.start.line === before.range.start.line + 3,
  );
  await replaceAll(document, "const nothing = 1;\n");
  await findingsOf(document, "no finding", (list) => list.length === 0);
  await close(document);
});

test("many edits one after the other end where the last one stands", async () => {
  const document = await create("burst.js", flawedModule());
  await findingsOf(document, "the flaw", (list) => list.length === 1);
  for (let round = 0; round < 15; round++) {
    await replaceAll(document, `const nothing = ${round};\n`);
    await replaceAll(document, `// ${round}\n${flawedModule()}`);
  }
  const [found] = await findingsOf(
    document,
    "one finding",
    (list) => list.length === 1 && list[0]?.range.start.line === 6,
  );
  ok(found, "no finding");
  await replaceAll(document, "");
  await findingsOf(document, "no finding", (list) => list.length === 0);
  await close(document);
});

test("Windows line ends and characters beyond the basic plane change nothing", async () => {
  const text = `const wink = "😉 \u{1F600}"; /* 𝒳 */ ${flawedModule("\r\n")}`;
  const document = await create("windows.js", text);
  equal(document.eol, vscode.EndOfLine.CRLF, "the document's line ends");
  const [found] = await findingsOf(document, "the flaw", (list) => list.length === 1);
  equal(found?.range.start.line, 5, "the finding's line");
  await close(document);
});

test("Python is found as it is typed, too", async () => {
  const document = await create(
    "typed.py",
    [
      "import sqlite3",
      "from flask import Flask, request",
      "app = Flask(__name__)",
      `db = sqlite3.connect("shop.db")`,
      `@app.get("/product")`,
      "def product():",
      `    name = request.args["name"]`,
      "",
    ].join("\n"),
  );
  await insert(
    document,
    new vscode.Position(7, 0),
    `    db.execute("select * from products where name = '" + name + "'")\n`,
  );
  const [found] = await findingsOf(document, "the flaw", (list) => list.length === 1);
  ok(found, "no finding");
  equal(found.range.start.line, 7, "the finding's line");
  match(ruleOf(found), /sql-injection/, "the finding's rule");
  await close(document);
});

test("a deleted file keeps no finding", async () => {
  const uri = vscode.Uri.joinPath(rootFolder(), "deleted.js");
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(flawedModule()));
  // Not by openTextDocument: VS Code would keep that document open for minutes after its editor is closed.
  await vscode.commands.executeCommand("vscode.open", uri);
  await findingsOf(uri, "the flaw", (list) => list.length === 1);
  await vscode.workspace.fs.delete(uri);
  await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
  await findingsOf(uri, "no finding", (list) => list.length === 0);
});

test("what is broken stays quiet where it can't be understood, and found where it can", async () => {
  const document = await create("broken.js", flawedModule().replace("});", "if (").concat("\nfunction ((((\n"));
  await findingsOf(document, "the flaw in a broken file", (list) => list.length === 1);
  equal(findings(document).length, 1, "findings");
  await close(document);
});
