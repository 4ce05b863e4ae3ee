// The commands: all there, and those that restart or scan leave things as they should be.
import * as vscode from "vscode";
import { equal, ok, test } from "./registry.ts";
import { close, findingsOf, open } from "./workspace.ts";

const commands = [
  "bartizan.doctor",
  "bartizan.nextStep",
  "bartizan.previousStep",
  "bartizan.restartServer",
  "bartizan.scanChangedFiles",
  "bartizan.scanWorkspace",
  "bartizan.showPath",
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

test("a workspace scan ends by itself", async () => {
  await vscode.commands.executeCommand("bartizan.scanWorkspace");
});
