// Notebooks: the cells of one language are one program, so they are scanned as one text, in order, and what is found is
// mapped back to the cell that holds it.

import type { NotebookDocument } from "vscode-languageserver";
import type { LanguageId } from "../syntax/language.ts";
import { LineIndex } from "../text/line-index.ts";
import type { Span } from "../text/span.ts";
import type { OpenDocument, OpenDocuments } from "./documents.ts";
import { uriKey } from "./uri.ts";

/** All cells of one language of a notebook. */
export interface JoinedCells {
  readonly notebook: string;
  readonly language: LanguageId;
  readonly text: string;
  readonly lines: LineIndex;
  readonly parts: readonly CellPart[];
}

export interface CellPart {
  /** Of the cell, as the client spells it. */
  readonly uri: string;
  readonly key: string;
  /** Where the cell's text stands in the joined one. */
  readonly span: Span;
  readonly firstLine: number;
}

interface Notebook {
  readonly uri: string;
  cells: readonly string[];
}

export class Notebooks {
  readonly #documents: OpenDocuments;
  readonly #notebooks = new Map<string, Notebook>();
  readonly #notebookOfCell = new Map<string, string>();

  constructor(documents: OpenDocuments) {
    this.#documents = documents;
  }

  open({ uri, cells }: Pick<NotebookDocument, "uri" | "cells">): void {
    this.#notebooks.set(uriKey(uri), { uri, cells: [] });
    this.setCells(
      uri,
      cells.map(({ document }) => document),
    );
  }

  cells(uri: string): readonly string[] {
    return this.#notebooks.get(uriKey(uri))?.cells ?? [];
  }

  setCells(uri: string, cells: readonly string[]): void {
    const notebook = this.#notebooks.get(uriKey(uri));
    if (!notebook) return;
    for (const cell of notebook.cells) this.#notebookOfCell.delete(uriKey(cell));
    notebook.cells = cells;
    for (const cell of cells) this.#notebookOfCell.set(uriKey(cell), uriKey(uri));
  }

  close(uri: string): void {
    this.setCells(uri, []);
    this.#notebooks.delete(uriKey(uri));
  }

  /** The notebook that holds a cell. */
  notebookOf(cell: string): string | undefined {
    const key = this.#notebookOfCell.get(uriKey(cell));
    return key === undefined ? undefined : this.#notebooks.get(key)?.uri;
  }

  languages(uri: string): readonly LanguageId[] {
    const found = this.cells(uri).map((cell) => this.#documents.get(cell)?.language);
    return [...new Set(found.filter((language) => language !== undefined))];
  }

  join(uri: string, language: LanguageId): JoinedCells {
    let text = "";
    let firstLine = 0;
    const parts: CellPart[] = [];
    for (const cell of this.cells(uri)) {
      const document = this.#documents.get(cell);
      if (document?.language !== language) continue;
      const start = text.length;
      text += `${codeOf(document)}\n`;
      parts.push({ uri: document.uri, key: document.key, span: { start, end: text.length - 1 }, firstLine });
      firstLine += new LineIndex(document.text).lineCount;
    }
    return { notebook: uri, language, text, lines: new LineIndex(text), parts };
  }
}

/** What Jupyter takes for itself (`%magic`, `!shell`) is no Python: it becomes a comment of the same length. */
function codeOf({ text, language }: OpenDocument): string {
  return language === "python" ? text.replace(/^([ \t]*)[%!]/gm, "$1#") : text;
}
