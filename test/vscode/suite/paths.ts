// Walking the way of a value, from where it enters to where it does harm, and back to where one was.
import * as vscode from "vscode";
import { match, ok, test } from "./registry.ts";
import { close, eventually, findingsOf, open, ruleOf } from "./workspace.ts";

function caret(): { line: number; text: string } {
  const editor = vscode.window.activeTextEditor;
  ok(editor, "no editor is active");
  const { line } = editor.selection.active;
  return { line, text: editor.document.lineAt(line).text };
}

/** Runs the command; the editor tells of its new selection a little later. */
async function lineAfter(command: string): Promise<number> {
  const before = caret().line;
  await vscode.commands.executeCommand(command);
  return eventually(
    vscode.window.onDidChangeTextEditorSelection,
    () => (caret().line === before ? undefined : caret().line),
    () => `the caret leaves line ${before + 1} after ${command}`,
  );
}

test("Show Path leads from source to sink, step by step, and back", async () => {
  const document = await open("web/routes/search.js");
  const list = await findingsOf(document, "the planted flaws", (all) => all.some((each) => /sql/.test(ruleOf(each))));
  const finding = list.find((each) => /sql/.test(ruleOf(each)));
  ok(finding, "no SQL injection");
  const editor = vscode.window.activeTextEditor;
  ok(editor, "no editor");
  editor.selection = new vscode.Selection(finding.range.start, finding.range.start);

  const source = await lineAfter("bartizan.showPath");
  match(caret().text, /req\.query\.word/, "the first step");
  let steps = 1;
  while (caret().line === source && steps++ < 20) await vscode.commands.executeCommand("bartizan.nextStep");
  await eventually(
    vscode.window.onDidChangeTextEditorSelection,
    () => (caret().line === finding.range.start.line ? true : undefined),
    () => `the sink at line ${finding.range.start.line + 1}; the caret is at ${caret().line + 1} after ${steps} steps`,
  );
  await close(document);
});

test("on a step of its path a finding is fixed", async () => {
  const document = await open("web/routes/search.js");
  const list = await findingsOf(document, "the planted flaws", (found) => found.length > 0);
  const finding = list.find((each) => /sql/.test(ruleOf(each)));
  const editor = vscode.window.activeTextEditor;
  ok(finding && editor, "no SQL injection");
  editor.selection = new vscode.Selection(finding.range.start, finding.range.start);
  await lineAfter("bartizan.showPath");
  const line = document.lineAt(finding.range.start.line).text;
  await vscode.commands.executeCommand("bartizan.fix");
  ok(document.lineAt(finding.range.start.line).text !== line, `still: ${line}`);
  await vscode.commands.executeCommand("bartizan.returnFromPath");
  await close(document);
});
