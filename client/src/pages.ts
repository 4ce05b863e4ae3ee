// Pages to read that a command writes: documents without a file, which closing asks nobody to save.

import { type Disposable, EventEmitter, type TextDocumentContentProvider, Uri, window, workspace } from "vscode";
import { withAlignedTables } from "./tables.ts";

const SCHEME = "bartizan-page";

export class Pages implements TextDocumentContentProvider, Disposable {
  readonly #writers = new Map<string, () => Promise<string>>();
  readonly #changed = new EventEmitter<Uri>();
  readonly #registration = workspace.registerTextDocumentContentProvider(SCHEME, this);
  readonly onDidChange = this.#changed.event;

  async provideTextDocumentContent({ path }: Uri): Promise<string> {
    return withAlignedTables((await this.#writers.get(path)?.()) ?? "");
  }

  /** Opens a page of Markdown, or brings it up to date. */
  async show(title: string, write: () => Promise<string>): Promise<void> {
    const uri = Uri.from({ scheme: SCHEME, path: `/${title}.md` });
    this.#writers.set(uri.path, write);
    this.#changed.fire(uri);
    await window.showTextDocument(await workspace.openTextDocument(uri), { preview: true });
  }

  dispose(): void {
    this.#registration.dispose();
    this.#changed.dispose();
  }
}
