// What the tests do with documents and findings, through VS Code's public interface only. Every wait is for an event.
import * as vscode from "vscode";

export const patience = 20_000;

export function rootFolder(): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  if (folder === undefined) throw new Error("the rig opened no folder");
  return folder.uri;
}

export async function open(path: string): Promise<vscode.TextDocument> {
  const uri = vscode.Uri.joinPath(rootFolder(), path);
  const document = await vscode.workspace.openTextDocument(uri);
  await vscode.window.showTextDocument(document, { preview: false });
  return document;
}

/** Writes a file into the folder and opens it. */
export async function create(path: string, text: string): Promise<vscode.TextDocument> {
  const uri = vscode.Uri.joinPath(rootFolder(), path);
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  return open(path);
}

/** Puts the document back as it is on disk and closes it. */
export async function close(document: vscode.TextDocument): Promise<void> {
  await vscode.window.showTextDocument(document);
  await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
}

export async function insert(document: vscode.TextDocument, at: vscode.Position, text: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.insert(document.uri, at, text);
  if (!(await vscode.workspace.applyEdit(edit))) throw new Error("the edit was refused");
}

export async function replaceAll(document: vscode.TextDocument, text: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, new vscode.Range(0, 0, document.lineCount, 0), text);
  if (!(await vscode.workspace.applyEdit(edit))) throw new Error("the edit was refused");
}

/** The end of the line that holds the text. */
export function endOfLine(document: vscode.TextDocument, text: string): vscode.Position {
  for (let line = 0; line < document.lineCount; line++)
    if (document.lineAt(line).text.includes(text)) return document.lineAt(line).range.end;
  throw new Error(`no line holds ${JSON.stringify(text)}`);
}

export function findings(document: vscode.TextDocument | vscode.Uri): readonly vscode.Diagnostic[] {
  const uri = document instanceof vscode.Uri ? document : document.uri;
  return vscode.languages.getDiagnostics(uri).filter((diagnostic) => diagnostic.source === "bartizan");
}

export function ruleOf(diagnostic: vscode.Diagnostic): string {
  const { code } = diagnostic;
  return typeof code === "object" ? String(code.value) : String(code);
}

/** Waits until the document's findings are as asked for; fails with what they were. */
export async function findingsOf(
  document: vscode.TextDocument | vscode.Uri,
  what: string,
  areRight: (findings: readonly vscode.Diagnostic[]) => boolean,
): Promise<readonly vscode.Diagnostic[]> {
  return eventually(
    vscode.languages.onDidChangeDiagnostics,
    () => (areRight(findings(document)) ? findings(document) : undefined),
    () => `${what}; there are: ${describe(findings(document))}`,
  );
}

function describe(list: readonly vscode.Diagnostic[]): string {
  const one = (each: vscode.Diagnostic) =>
    `${ruleOf(each)} at ${each.range.start.line + 1}:${each.range.start.character + 1}`;
  return list.map(one).join(", ") || "none";
}

/** Looks now and at every event until there is an answer. */
export async function eventually<T>(
  event: vscode.Event<unknown>,
  look: () => T | undefined,
  what: () => string,
): Promise<T> {
  const now = look();
  if (now !== undefined) return now;
  return new Promise((found, failed) => {
    const timer = setTimeout(() => {
      subscription.dispose();
      failed(new Error(`not seen within ${patience / 1000} s: ${what()}`));
    }, patience);
    const subscription = event(() => {
      const value = look();
      if (value === undefined) return;
      clearTimeout(timer);
      subscription.dispose();
      found(value);
    });
  });
}

export async function hoverText(document: vscode.TextDocument, position: vscode.Position): Promise<string> {
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
    "vscode.executeHoverProvider",
    document.uri,
    position,
  );
  const text = (content: vscode.MarkdownString | vscode.MarkedString) =>
    typeof content === "string" ? content : content.value;
  return hovers.flatMap((hover) => hover.contents.map(text)).join("\n");
}

export async function codeActions(
  document: vscode.TextDocument,
  range: vscode.Range,
  kind = vscode.CodeActionKind.QuickFix,
): Promise<vscode.CodeAction[]> {
  for (let tries = 1; ; tries++)
    try {
      return await vscode.commands.executeCommand(
        "vscode.executeCodeActionProvider",
        document.uri,
        range,
        kind.value,
        50,
      );
    } catch (error) {
      // The editor gives up a request when another extension comes to offer actions meanwhile, as they do when they start.
      if (tries === MOST_TRIES || !(error instanceof Error) || !error.message.includes("Canceled")) throw error;
    }
}

const MOST_TRIES = 3;

export async function apply(action: vscode.CodeAction): Promise<void> {
  if (action.edit !== undefined && !(await vscode.workspace.applyEdit(action.edit)))
    throw new Error("the fix was refused");
  if (action.command !== undefined)
    await vscode.commands.executeCommand(action.command.command, ...(action.command.arguments ?? []));
}
