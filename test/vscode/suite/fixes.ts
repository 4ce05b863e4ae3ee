// Fixes as a person meets them: offered first, proved, one step to undo; and suppressing with a reason.
import * as vscode from "vscode";
import { equal, match, ok, test } from "./registry.ts";
import { apply, close, codeActions, create, findings, findingsOf } from "./workspace.ts";

const head = `const express = require("express");
const mysql = require("mysql2");
const db = mysql.createConnection({ uri: process.env.DATABASE_URL });
const app = express();
`;

function handlers(count: number): string {
  let text = head;
  for (let n = 1; n <= count; n++)
    text += `app.get("/product/${n}", (req, res) => {
  db.query("select * from products where id = '" + req.query.id + "'", (_error, rows) => res.json(rows));
});
`;
  return text;
}

test("the first quick fix is the fix, and the finding is gone after it", async () => {
  const document = await create("fixed.js", handlers(1));
  const [finding] = await findingsOf(document, "the flaw", (list) => list.length === 1);
  ok(finding, "no finding");
  const actions = await codeActions(document, finding.range);
  const first = actions.find((action) => action.isPreferred);
  ok(first, `none is preferred: ${actions.map((action) => action.title).join(", ")}`);
  const before = document.getText();
  await apply(first);
  await findingsOf(document, "no finding after the fix", (list) => list.length === 0);
  match(document.getText(), /db\.query\("select \* from products where id = \?", \[req\.query\.id\]/, "the fixed line");
  await vscode.window.showTextDocument(document);
  await vscode.commands.executeCommand("undo");
  equal(document.getText(), before, "the text after one undo");
  await findingsOf(document, "the flaw again", (list) => list.length === 1);
  await close(document);
});

test("fix all fixes all of them", async () => {
  const document = await create("fix-all.js", handlers(4));
  await findingsOf(document, "four flaws", (list) => list.length === 4);
  const whole = new vscode.Range(0, 0, document.lineCount, 0);
  const kind = vscode.CodeActionKind.SourceFixAll.append("bartizan");
  const [all] = await codeActions(document, whole, kind);
  ok(all, "source.fixAll.bartizan is not offered");
  await apply(all);
  await findingsOf(document, "no finding after fix all", (list) => list.length === 0);
  equal(document.getText().split("= ?").length - 1, 4, "queries with a bound value");
  await close(document);
});

test("a finding can be suppressed, with a reason", async () => {
  const document = await create("suppressed.js", handlers(1));
  const [finding] = await findingsOf(document, "the flaw", (list) => list.length === 1);
  ok(finding, "no finding");
  const actions = await codeActions(document, finding.range);
  const suppress = actions.find((action) => /ignore|suppress/i.test(action.title));
  ok(suppress, `no action suppresses: ${actions.map((action) => action.title).join(", ")}`);
  ok(!suppress.isPreferred, "suppressing is never preferred");
  await apply(suppress);
  match(document.getText(), /\/\/ bartizan-ignore [\w-]+.*-- /, "the comment");
  await findingsOf(
    document,
    "no finding",
    (list) => !list.some((each) => each.severity === vscode.DiagnosticSeverity.Error),
  );
  await close(document);
});

test("an old suppression does not hide a finding for ever", async () => {
  const flawed = handlers(1);
  const [finding] = await (async () => {
    const document = await create("expired-source.js", flawed);
    const list = await findingsOf(document, "the flaw", (all) => all.length === 1);
    await close(document);
    return list;
  })();
  const rule = typeof finding?.code === "object" ? finding.code.value : finding?.code;
  const expired = flawed.replace("  db.query", `  // bartizan-ignore ${rule} until=2020-01-01 -- soon\n  db.query`);
  const document = await create("expired.js", expired);
  await findingsOf(document, "the finding is back", (list) =>
    list.some((each) => each.severity === vscode.DiagnosticSeverity.Error),
  );
  const valid = expired.replace("until=2020-01-01", "until=2999-01-01");
  const other = await create("valid.js", valid);
  await findingsOf(
    other,
    "nothing but hints",
    () => !findings(other).some((each) => each.severity === vscode.DiagnosticSeverity.Error),
  );
  await close(other);
  await close(document);
});
