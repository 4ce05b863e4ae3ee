// The documents that the editor has open, as it last told them. Turns LSP's positions into spans once, where changes come
// in; the rest of the server counts in UTF-16 units.

import { TextDocument, type TextDocumentContentChangeEvent } from "vscode-languageserver-textdocument";
import { LANGUAGES, type LanguageId } from "../syntax/language.ts";
import type { TextEdit } from "../text/span.ts";
import { uriKey } from "./uri.ts";

export interface OpenDocument {
  /** As the client spells it; answers use the same. */
  readonly uri: string;
  readonly key: string;
  readonly version: number;
  readonly text: string;
  /** What the editor says it is; undefined when it knows no language for it, or none of ours, and the path decides. */
  readonly language: LanguageId | undefined;
}

// Plain text is what an editor takes a Terraform file for, too, as long as no extension tells it of Terraform.
const byEditorId = new Map(
  LANGUAGES.filter(({ id }) => id !== "generic").flatMap(({ id, editorIds }) =>
    editorIds.map((editorId) => [editorId, id] as const),
  ),
);

export class OpenDocuments {
  readonly #documents = new Map<string, { uri: string; document: TextDocument }>();

  open(uri: string, languageId: string, version: number, text: string): OpenDocument {
    const key = uriKey(uri);
    this.#documents.set(key, { uri, document: TextDocument.create(uri, languageId, version, text) });
    return this.get(key)!;
  }

  /** Applies changes one after the other, and says them in spans. A change of the whole text is a span over all of it. */
  change(uri: string, version: number, changes: readonly TextDocumentContentChangeEvent[]): TextEdit[] {
    const entry = this.#documents.get(uriKey(uri));
    if (!entry) throw new Error(`a change of ${uri}, which is not open`);
    const edits: TextEdit[] = [];
    for (const change of changes) {
      const { document } = entry;
      if ("range" in change) {
        const start = document.offsetAt(change.range.start);
        const end = document.offsetAt(change.range.end);
        edits.push({ span: { start: Math.min(start, end), end: Math.max(start, end) }, newText: change.text });
      } else {
        edits.push({ span: { start: 0, end: document.getText().length }, newText: change.text });
      }
      entry.document = TextDocument.update(document, [change], version);
    }
    if (changes.length === 0) entry.document = TextDocument.update(entry.document, [], version);
    return edits;
  }

  close(uri: string): void {
    this.#documents.delete(uriKey(uri));
  }

  get(uri: string): OpenDocument | undefined {
    const key = uriKey(uri);
    const entry = this.#documents.get(key);
    if (!entry) return undefined;
    const { document } = entry;
    return {
      uri: entry.uri,
      key,
      version: document.version,
      text: document.getText(),
      language: byEditorId.get(document.languageId),
    };
  }

  has(uri: string): boolean {
    return this.#documents.has(uriKey(uri));
  }

  all(): OpenDocument[] {
    return [...this.#documents.keys()].map((key) => this.get(key)!);
  }

  get size(): number {
    return this.#documents.size;
  }
}
