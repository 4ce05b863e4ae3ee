// Walking the way of a value, from where it enters to where it does harm, and back to where one was.
import * as vscode from "vscode";
import { equal, match, ok, test } from "./registry.ts";
import { close, findingsOf, open, ruleOf } from "./workspace.ts";

function caret(): { line: number; text: string } {
  const editor = vscode.window.activeTextEditor;
  ok(editor, "no editor is active");
  const { line } = editor.selection.active;
  return { line, text: editor.document.lineAt(line).text };
}

test("Show Path leads from source to sink, step by step, and back", async () => {
  const document = await open("web/routes/search.js");
  const list = await findingsOf(document, "the planted flaws", (all) => all.some((each) => /sql/.test(ruleOf(each))));
  const finding = list.find((each) => /sql/.test(ruleOf(each)));
  ok(finding, "no SQL injection");
  const editor = vscode.window.activeTextEditor;
  ok(editor, "no editor");
  editor.selection = new vscode.Selection(finding.range.start, finding.range.start);

  await vscode.commands.executeCommand("bartizan.showPath");
  match(caret().text, /req\.query\.word/, "the first step");
  const seen = [caret().line];
  for (let step = 0; step < 10 && caret().line !== finding.range.start.line; step++) {
    await vscode.commands.executeCommand("bartizan.nextStep");
    seen.push(caret().line);
  }
  equal(caret().line, finding.range.start.line, `the last step, after lines ${seen.join(", ")}`);
  ok(seen.length >= 2, "a path has at least two steps");
  await vscode.commands.executeCommand("bartizan.previousStep");
  equal(caret().line, seen[seen.length - 2] ?? -1, "one step back");
  await close(document);
});
