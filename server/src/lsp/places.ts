// Where a span of what the engine scans is shown: in its file, or in the cell of a notebook. Every position that leaves the
// server comes from here, and every one that comes in for a cell goes through here.

import type { Position, Range } from "vscode-languageserver";
import type { LineIndex } from "../text/line-index.ts";
import type { Span } from "../text/span.ts";
import type { OpenDocuments } from "./documents.ts";
import type { CellPart, JoinedCells, Notebooks } from "./notebooks.ts";
import type { Project } from "./project.ts";
import type { Located, Projects } from "./projects.ts";
import { uriKey } from "./uri.ts";

export interface Place {
  readonly uri: string;
  readonly range: Range;
  /** The document's version; null when it is not open. */
  readonly version: number | null;
}

/** Finds the place of a span; undefined when the file is not there. */
export type Locate = (project: Project, path: string, span: Span) => Place | undefined;

const CELLS = "#cells-";

/** The files that a notebook's cells are together, one a language. */
export interface JoinedNotebook {
  readonly project: Project;
  readonly paths: readonly string[];
}

export class Places {
  readonly #documents: OpenDocuments;
  readonly #notebooks: Notebooks;
  readonly #projects: Projects;
  /** By the project's root and path. */
  readonly #joined = new Map<string, JoinedCells>();

  constructor(documents: OpenDocuments, notebooks: Notebooks, projects: Projects) {
    this.#documents = documents;
    this.#notebooks = notebooks;
    this.#projects = projects;
  }

  readonly locate: Locate = (project, path, span) => {
    const joined = this.#joined.get(`${project.root}\n${path}`);
    if (joined) return this.#placeInCell(joined, span);
    const lines = project.lines(path);
    if (!lines) return undefined;
    const key = project.keyOf(path);
    const document = this.#documents.get(key);
    return { uri: document?.uri ?? key, range: toRange(lines, span), version: document?.version ?? null };
  };

  /** What a document's text is scanned as; undefined while its project is not ready. */
  of(uri: string): Located | undefined {
    const notebook = this.#notebooks.notebookOf(uri);
    const language = this.#documents.get(uri)?.language;
    if (notebook === undefined || language === undefined) return this.#projects.locate(uri);
    const located = this.#projects.locate(notebook);
    return located && { ...located, path: `${located.path}${CELLS}${language}`, key: uriKey(uri) };
  }

  /** Where an offset of the engine's text is that a position in a document means. */
  offsetAt(
    { project, path, key }: Pick<Located, "project" | "path" | "key">,
    lines: LineIndex,
    position: Position,
  ): number {
    const part = this.#part(project, path, key);
    if (!part) return lines.offsetAt(position);
    const offset = lines.offsetAt({ line: part.firstLine + position.line, character: position.character });
    return Math.min(offset, part.span.end);
  }

  /** Gives the engine a notebook's cells as they are now. Returns the paths that they are scanned as. */
  rejoin(notebook: string): JoinedNotebook | undefined {
    const located = this.#projects.locate(notebook);
    if (!located) return undefined;
    const { project, path } = located;
    const paths: string[] = [];
    for (const language of this.#notebooks.languages(notebook)) {
      const joined = this.#notebooks.join(notebook, language);
      const joinedPath = `${path}${CELLS}${language}`;
      paths.push(joinedPath);
      this.#joined.set(`${project.root}\n${joinedPath}`, joined);
      project.replace(joinedPath, joined.text, language);
    }
    for (const [name, { notebook: of }] of [...this.#joined]) {
      const known = name.slice(name.indexOf("\n") + 1);
      if (of !== notebook || paths.includes(known)) continue;
      this.#joined.delete(name);
      project.remove(known);
    }
    return { project, paths };
  }

  /** What a document's text is scanned as, once its project is ready. */
  async ready(uri: string): Promise<Located | undefined> {
    await this.#projects.located(this.#notebooks.notebookOf(uri) ?? uri);
    return this.of(uri);
  }

  #part(project: Project, path: string, key: string): CellPart | undefined {
    return this.#joined.get(`${project.root}\n${path}`)?.parts.find((part) => part.key === key);
  }

  #placeInCell({ parts, lines }: JoinedCells, span: Span): Place | undefined {
    const part = parts.findLast(({ span: cell }) => cell.start <= span.start);
    if (!part) return undefined;
    const { start, end } = toRange(lines, { start: span.start, end: Math.min(span.end, part.span.end) });
    const { firstLine } = part;
    return {
      uri: part.uri,
      range: {
        start: { line: start.line - firstLine, character: start.character },
        end: { line: end.line - firstLine, character: end.character },
      },
      version: this.#documents.get(part.key)?.version ?? null,
    };
  }
}

/** The path of the notebook, where a path is that of its cells. */
export function pathOfNotebook(path: string): string | undefined {
  const at = path.lastIndexOf(CELLS);
  return at < 0 ? undefined : path.slice(0, at);
}

export function toRange(lines: LineIndex, span: Span): Range {
  return { start: lines.positionAt(span.start), end: lines.positionAt(span.end) };
}
