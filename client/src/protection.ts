// The two commands that put a check where others pass it: git's hook, and a workflow of GitHub's. Each shows the file as it will be
// beside what is there, and writes it only when the user says so.

import {
  commands,
  type Disposable,
  EventEmitter,
  FileType,
  l10n,
  type TextDocumentContentProvider,
  Uri,
  type WorkspaceFolder,
  window,
  workspace,
} from "vscode";
import { type CommitHook, type CommitHookParams, Requests } from "../../server/src/protocol.ts";
import { ciWorkflow, WORKFLOW_PATH } from "./ci-workflow.ts";
import type { Session } from "./session.ts";

const SCHEME = "bartizan-preview";

/** Texts that are shown and not written yet, by their URI. */
export class Previews implements TextDocumentContentProvider, Disposable {
  readonly #texts = new Map<string, string>();
  readonly #changed = new EventEmitter<Uri>();
  readonly #registration = workspace.registerTextDocumentContentProvider(SCHEME, this);
  readonly onDidChange = this.#changed.event;

  provideTextDocumentContent(uri: Uri): string {
    return this.#texts.get(uri.toString()) ?? "";
  }

  /** The file as it is, and as it will be, side by side. */
  async show(file: Uri, before: string | undefined, after: string): Promise<void> {
    const uriOf = (side: string) => Uri.from({ scheme: SCHEME, path: file.path, query: side });
    for (const [side, text] of [
      ["before", before ?? ""],
      ["after", after],
    ] as const) {
      this.#texts.set(uriOf(side).toString(), text);
      this.#changed.fire(uriOf(side));
    }
    const title = l10n.t("{0}: as it will be", workspace.asRelativePath(file));
    await commands.executeCommand("vscode.diff", uriOf("before"), uriOf("after"), title, { preview: true });
  }

  dispose(): void {
    this.#registration.dispose();
    this.#changed.dispose();
  }
}

export async function protectCommits(session: Session): Promise<void> {
  const folder = await chooseFolder();
  if (!folder) return;
  const client = await session.client();
  const ask = (write: boolean) =>
    client.sendRequest<CommitHook | null>(Requests.commitHook, {
      folder: folder.uri.toString(),
      write,
    } satisfies CommitHookParams);
  const hook = await ask(false);
  if (!hook) {
    void window.showInformationMessage(
      l10n.t("{0} is in no git repository that can be reached from here.", folder.name),
    );
    return;
  }
  const file = Uri.parse(hook.uri);
  if (hook.before === hook.after) {
    void window.showInformationMessage(l10n.t("{0} checks commits already.", workspace.asRelativePath(file)));
    return;
  }
  await session.previews.show(file, hook.before ?? undefined, hook.after);
  const kept = hook.keptAs ? ` ${l10n.t("The hook that is there is kept as {0} and run first.", hook.keptAs)}` : "";
  const detail =
    l10n.t("From then on a commit that brings secrets or flaws is stopped, and told how to accept each.") + kept;
  if (!(await confirm(file, detail))) return;
  if (await ask(true))
    void window.showInformationMessage(l10n.t("{0} checks commits from now on.", workspace.asRelativePath(file)));
}

export async function addCiWorkflow(session: Session): Promise<void> {
  const folder = await chooseFolder();
  if (!folder) return;
  const file = Uri.joinPath(folder.uri, ...WORKFLOW_PATH);
  const before = await textOf(file);
  const after = ciWorkflow();
  if (before === after) {
    void window.showInformationMessage(l10n.t("{0} is there already.", workspace.asRelativePath(file)));
    return;
  }
  await session.previews.show(file, before, after);
  const detail = l10n.t("It scans every push and pull request, and gives what it finds to code scanning.");
  if (!(await confirm(file, detail))) return;
  await workspace.fs.writeFile(file, new TextEncoder().encode(after));
  await window.showTextDocument(file);
}

async function confirm(file: Uri, detail: string): Promise<boolean> {
  const write = l10n.t("Write the file");
  const question = l10n.t("Write {0}?", workspace.asRelativePath(file));
  return (await window.showInformationMessage(question, { modal: true, detail }, write)) === write;
}

async function chooseFolder(): Promise<WorkspaceFolder | undefined> {
  const folders = workspace.workspaceFolders ?? [];
  if (folders.length > 1) return window.showWorkspaceFolderPick();
  if (folders.length === 0) void window.showInformationMessage(l10n.t("Open a folder first."));
  return folders[0];
}

async function textOf(file: Uri): Promise<string | undefined> {
  try {
    const { type } = await workspace.fs.stat(file);
    return (type & FileType.File) === 0 ? undefined : new TextDecoder().decode(await workspace.fs.readFile(file));
  } catch {
    return undefined; // not there yet
  }
}
