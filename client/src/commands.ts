// What the user can ask for. A command may answer with a message; nothing else does.

import {
  commands,
  type Disposable,
  env,
  l10n,
  Range,
  SnippetString,
  type TextEditor,
  Uri,
  ViewColumn,
  version,
  WorkspaceEdit,
  window,
  workspace,
} from "vscode";
import {
  Commands,
  type DoctorReport,
  type FindingParams,
  type FolderBaseline,
  type FolderReport,
  type ProposedEdit,
  Requests,
} from "../../server/src/protocol.ts";
import type { FindingsNode } from "./findings-view.ts";
import { GROUPINGS, toRange } from "./findings-view.ts";
import { addCiWorkflow, protectCommits } from "./protection.ts";
import { sample } from "./sample.ts";
import { securityReport } from "./security-report.ts";
import type { Session } from "./session.ts";
import { showTimings } from "./timings.ts";

/** A finding as a link, a code action or the tree names it. */
type Named = FindingParams | FindingsNode | undefined;

export function registerCommands(session: Session): Disposable[] {
  const register = (command: string, action: (...given: never[]) => unknown) =>
    commands.registerCommand(command, action);
  return [
    register(Commands.scanWorkspace, () => scan(session, () => session.scans.workspace())),
    register(Commands.scanFolder, (uri: Uri) => scan(session, () => session.scans.folder(uri))),
    register(Commands.scanChangedFiles, () => scan(session, () => session.scans.changed())),
    register(Commands.stopScan, () => session.scans.stop()),
    register(Commands.showPath, (named: Named) => session.path.show(paramsOf(session, named))),
    register(Commands.nextStep, () => session.path.move(1)),
    register(Commands.previousStep, () => session.path.move(-1)),
    register(Commands.returnFromPath, () => session.path.leave()),
    register("bartizan.goToStep", (way: number, at: number) => session.path.goTo(way, at)),
    register(Commands.restartServer, () => session.restart()),
    register(Commands.showLog, () => session.log.show()),
    register(Commands.doctor, () => doctor(session)),
    register(Commands.showTimings, () => showTimings(session)),
    register(Commands.fix, (named: Named) => fix(session, named)),
    register(Commands.suppress, (named: Named) => suppress(session, named)),
    // The walkthrough shows a command's key, and that of `suppress` is for the tree alone.
    register("bartizan.suppressAtCursor", () => suppress(session, undefined)),
    register("bartizan.copyFinding", (named: Named) => copyFinding(session, named)),
    register("bartizan.showAll", () => session.view.showAccepted(true)),
    register("bartizan.showNew", () => session.view.showAccepted(false)),
    register("bartizan.acceptFindings", () => acceptFindings(session)),
    register("bartizan.exportSarif", () => exportSarif(session)),
    register(Commands.securityReport, () => securityReport(session)),
    register(Commands.protectCommits, () => protectCommits(session)),
    register(Commands.addCiWorkflow, () => addCiWorkflow(session)),
    register("bartizan.openSample", () => openSample()),
    register("bartizan.newRule", (languageId?: string) => session.workshop.create(languageId)),
    register("bartizan.tryRule", () => session.workshop.tryCurrent()),
    ...GROUPINGS.map((grouping) =>
      register(`bartizan.groupBy${grouping.charAt(0).toUpperCase()}${grouping.slice(1)}`, () =>
        session.view.group(grouping),
      ),
    ),
  ];
}

async function scan(session: Session, run: () => Promise<unknown>): Promise<void> {
  await commands.executeCommand("bartizan.findings.focus");
  await run();
  session.log.info("A scan that was asked for has ended.");
}

/** The finding that is meant: the one named, the one selected in the view, the one at the cursor. */
function paramsOf(session: Session, named: Named): FindingParams | undefined {
  if (named && "kind" in named) return named.kind === "finding" ? { uri: named.uri, id: named.finding.id } : undefined;
  if (named) return named;
  const editor = window.activeTextEditor;
  if (editor) return atCursor(editor);
  const selected = session.view.selected;
  if (selected) return { uri: selected.uri, id: selected.finding.id };
  // Beside the walkthrough, say.
  const [shown, ...others] = window.visibleTextEditors;
  return shown && others.length === 0 ? atCursor(shown) : undefined;
}

/** A plain position: what travels to a worker is copied by its fields, and VS Code's own positions have none that are public. */
export function atCursor({ document, selection: { active } }: TextEditor): FindingParams {
  return { uri: document.uri.toString(), position: { line: active.line, character: active.character } };
}

/** A file that can be seen already, beside the walkthrough say, is not opened in its place. */
export function whereShown(uri: string): { readonly viewColumn?: ViewColumn } {
  if (window.activeTextEditor) return {};
  const viewColumn = window.visibleTextEditors.find(({ document }) => document.uri.toString() === uri)?.viewColumn;
  return viewColumn === undefined ? {} : { viewColumn };
}

/** A key pressed in the tree names nothing: there the selected finding is meant. */
function paramsOfTreeFirst(session: Session, named: Named): FindingParams | undefined {
  const selected = session.view.selected;
  if (!named && !window.activeTextEditor && selected) return { uri: selected.uri, id: selected.finding.id };
  return paramsOf(session, named);
}

/** What the server proposes for the finding that is meant: on a step of its path, too. */
async function proposedFor(session: Session, named: Named, request: string): Promise<ProposedEdit | null> {
  const client = await session.client();
  const ask = async (params: FindingParams | undefined) =>
    params ? client.sendRequest<ProposedEdit | null>(request, params) : null;
  const proposed = await ask(paramsOfTreeFirst(session, named));
  return proposed || named ? proposed : ask(session.path.finding);
}

async function fix(session: Session, named: Named): Promise<void> {
  const proposed = await proposedFor(session, named, Requests.fix);
  if (!proposed) {
    void window.showInformationMessage(l10n.t("There is no fix here that could be proved."));
    return;
  }
  const editor = await window.showTextDocument(Uri.parse(proposed.uri), {
    preview: false,
    ...whereShown(proposed.uri),
  });
  if (!isCurrent(editor, proposed)) return;
  const edit = new WorkspaceEdit();
  const { others = [], title } = proposed;
  // What changes other files too is shown before it is made.
  const metadata = others.length > 0 ? { label: title, needsConfirmation: true } : undefined;
  for (const { range, newText } of proposed.edits) edit.replace(editor.document.uri, toRange(range), newText, metadata);
  for (const { uri, isNew, edits } of others) {
    if (isNew) edit.createFile(Uri.parse(uri), { ignoreIfExists: true }, metadata);
    for (const { range, newText } of edits) edit.insert(Uri.parse(uri), toRange(range).start, newText, metadata);
  }
  await workspace.applyEdit(edit);
}

async function suppress(session: Session, named: Named): Promise<void> {
  const proposed = await proposedFor(session, named, Requests.suppress);
  const first = proposed?.edits[0];
  if (!proposed || !first) {
    void window.showInformationMessage(
      l10n.t("No comment can silence anything here. On a finding, Ctrl+. offers to accept it in the baseline."),
    );
    return;
  }
  const editor = await window.showTextDocument(Uri.parse(proposed.uri), {
    preview: false,
    ...whereShown(proposed.uri),
  });
  if (!isCurrent(editor, proposed)) return;
  const { newText } = first;
  const snippet = new SnippetString();
  if (proposed.placeholder) {
    const { start, end } = proposed.placeholder;
    snippet
      .appendText(newText.slice(0, start))
      .appendPlaceholder(newText.slice(start, end))
      .appendText(newText.slice(end));
  } else snippet.appendText(newText);
  await editor.insertSnippet(snippet, toRange(first.range));
}

/** An edit is for the text that the server saw. */
function isCurrent(editor: TextEditor, { version: seen }: ProposedEdit): boolean {
  if (seen === null || editor.document.version === seen) return true;
  void window.showInformationMessage(l10n.t("The file changed meanwhile; try again."));
  return false;
}

async function copyFinding(session: Session, named: Named): Promise<void> {
  const stored = named && "kind" in named && named.kind === "finding" ? named : session.view.selected;
  if (!stored) return;
  const { uri, finding } = stored;
  const place = `${workspace.asRelativePath(Uri.parse(uri))}:${finding.range.start.line + 1}`;
  await env.clipboard.writeText(`${place}: ${finding.severity}: ${finding.message} [${finding.ruleId}]`);
}

async function doctor(session: Session): Promise<void> {
  const { extension } = session.context;
  const lines = [
    "# Bartizan: Doctor",
    "",
    `- Extension: ${String(extension.packageJSON.version)} on VS Code ${version}, ${env.appHost}${env.remoteName ? `, ${env.remoteName}` : ""}`,
    `- Folders: ${(workspace.workspaceFolders ?? []).map(({ uri }) => uri.toString()).join(", ") || "none"}`,
    `- Findings: ${session.findings.open().length}`,
  ];
  try {
    const client = await session.client();
    const report = await client.sendRequest<DoctorReport>(Requests.doctor);
    lines.push(report.text);
  } catch (error) {
    lines.push(`- The server does not answer: ${String(error)}`);
  }
  const content = lines.join("\n");
  await env.clipboard.writeText(content);
  await session.pages.show("Bartizan: Doctor", async () => content);
}

/** Scans, and opens what was found as SARIF in a document without a name: the user saves it, or not. */
async function exportSarif(session: Session): Promise<void> {
  const summary = await session.scans.workspace();
  if (!summary || summary.isCancelled) return;
  const client = await session.client();
  for (const { text } of await client.sendRequest<FolderReport[]>(Requests.sarif))
    await window.showTextDocument(await workspace.openTextDocument({ language: "json", content: text }), {
      preview: false,
    });
}

/** Writes the baseline, after a scan and once the user has seen which file that is and how much goes into it. */
async function acceptFindings(session: Session): Promise<void> {
  const summary = await session.scans.workspace();
  if (!summary || summary.isCancelled) return;
  const client = await session.client();
  for (const { uri, text, findings } of await client.sendRequest<FolderBaseline[]>(Requests.baseline)) {
    const file = Uri.parse(uri);
    const write = l10n.t("Write the file");
    const question =
      findings === 1
        ? l10n.t("Accept the one finding there is now?")
        : l10n.t("Accept all {0} findings there are now?", findings);
    const detail = l10n.t(
      "They go into {0}. From then on only new findings are shown, here and on the command line.",
      workspace.asRelativePath(file),
    );
    if ((await window.showInformationMessage(question, { modal: true, detail }, write)) === write)
      await workspace.fs.writeFile(file, new TextEncoder().encode(text));
  }
}

async function openSample(): Promise<void> {
  const document = await workspace.openTextDocument({ language: "javascript", content: sample });
  // The walkthrough stays in view: its next steps are about this file.
  const isBeside = !window.activeTextEditor && window.tabGroups.activeTabGroup.activeTab !== undefined;
  const caret = document.positionAt(sample.indexOf('"select'));
  await window.showTextDocument(document, {
    viewColumn: isBeside ? ViewColumn.Beside : ViewColumn.Active,
    selection: new Range(caret, caret),
  });
}
