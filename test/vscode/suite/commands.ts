// The commands: all there, and those that restart or scan leave things as they should be.
import * as vscode from "vscode";
import { equal, match, ok, test } from "./registry.ts";
import { close, findingsOf, open } from "./workspace.ts";

const commands = [
  "bartizan.doctor",
  "bartizan.nextStep",
  "bartizan.previousStep",
  "bartizan.restartServer",
  "bartizan.scanChangedFiles",
  "bartizan.scanWorkspace",
  "bartizan.showPath",
  "bartizan.showTimings",
];

test("every command is registered, under one category", async () => {
  const document = await open("web/routes/search.js");
  await findingsOf(document, "the planted flaws", (list) => list.length > 0);
  const registered = new Set(await vscode.commands.getCommands(true));
  equal(
    commands.filter((command) => !registered.has(command)),
    [],
    "commands that are missing",
  );
  const manifest = vscode.extensions.getExtension("bartizan.bartizan")?.packageJSON;
  for (const { command, category } of manifest.contributes.commands) {
    equal(category, "Bartizan", `${command}'s category`);
    ok(registered.has(command), `${command} is contributed but not registered`);
  }
  await close(document);
});

test("after a restart of the server the findings are back", async () => {
  const document = await open("web/routes/search.js");
  const before = await findingsOf(document, "the planted flaws", (list) => list.length >= 4);
  const count = before.length;
  await vscode.commands.executeCommand("bartizan.restartServer");
  await findingsOf(document, "the same findings", (list) => list.length === count);
  await close(document);
});

/** What the extension exports, as far as these tests look. */
interface Api {
  readonly findings: { open(): readonly { readonly uri: string; readonly finding: { readonly ruleId: string } }[] };
}

function foundFiles(): Set<string> {
  const api = vscode.extensions.getExtension<Api>("bartizan.bartizan")?.exports;
  ok(api, "the extension exports nothing");
  return new Set(api.findings.open().map(({ uri }) => decodeURIComponent(uri.slice(uri.lastIndexOf("/shop/") + 6))));
}

const flawed = [
  "reports/app.py",
  "reports/exports.py",
  "web/public/shop.js",
  "web/routes/account.js",
  "web/routes/office.ts",
];

test("a workspace scan finds what lies in files that were never opened", async () => {
  await vscode.commands.executeCommand("bartizan.scanWorkspace");
  const found = foundFiles();
  equal(
    flawed.filter((file) => !found.has(file)),
    [],
    "flawed files without a finding",
  );
  ok(!found.has("web/routes/store.js"), "store.js has no flaw");
});

test("a scan of what changed ends by itself", async () => {
  await vscode.commands.executeCommand("bartizan.scanChangedFiles");
});

test("the doctor tells and copies", async () => {
  await vscode.commands.executeCommand("bartizan.doctor");
  const text = vscode.window.activeTextEditor?.document.getText() ?? "";
  match(text, /Bartizan/, "the report");
  match(text, /rules/i, "the report");
  equal(vscode.window.activeTextEditor?.document.isDirty, false, "whether closing it asks to save");
  await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
});

test("the timings are a document to read, by phase, rule and file", async () => {
  await vscode.commands.executeCommand("bartizan.showTimings");
  const document = vscode.window.activeTextEditor?.document;
  const text = document?.getText() ?? "";
  for (const part of [/data flow/, /parsing/, /web\/routes\/search\.js/, /p95 ms/]) match(text, part, "the timings");
  equal(document?.isDirty, false, "whether closing it asks to save");
  await vscode.commands.executeCommand("workbench.action.closeActiveEditor");
});
