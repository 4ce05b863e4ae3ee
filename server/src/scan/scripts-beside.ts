// The scripts in a page's markup, kept as a file beside the page (`scriptsPath`): it comes, changes and goes with the page's text. What is a
// file, and what becomes of one, is for whoever keeps them.

import type { ScanProblem } from "../detect/finding.ts";
import type { Ast } from "../syntax/ast.ts";
import type { LanguageId } from "../syntax/language.ts";
import {
  type MarkupScripts,
  pathOfMarkup,
  type ScriptPiece,
  scriptsIn,
  scriptsPath,
} from "../syntax/scripts-in-markup.ts";
import { difference } from "../text/difference.ts";
import { contains, type Span, type TextEdit } from "../text/span.ts";
import type { FileState } from "./file-state.ts";
import type { SourceFile } from "./workspace.ts";

/** A file of scripts, as it is set. */
export interface ScriptSource extends Required<SourceFile> {
  readonly pieces: readonly ScriptPiece[];
}

export interface Keeper {
  /** Whether scripts are looked for in a text at all. */
  isLooked(text: string): boolean;
  isPrepared(language: LanguageId): boolean;
  set(source: ScriptSource): void;
  edit(file: FileState, edits: readonly TextEdit[], text: string): void;
  remove(path: string): void;
}

export class ScriptsBeside {
  readonly #files: ReadonlyMap<string, FileState>;
  readonly #keeper: Keeper;

  constructor(files: ReadonlyMap<string, FileState>, keeper: Keeper) {
    this.#files = files;
    this.#keeper = keeper;
  }

  of({ path }: FileState): FileState | undefined {
    return this.#files.get(scriptsPath(path));
  }

  /** The page that a file of scripts is beside. */
  pageOf(scripts: FileState): FileState | undefined {
    return scripts.pieces && this.#files.get(pathOfMarkup(scripts.path));
  }

  /** A page and its scripts. */
  with(page: FileState): FileState[] {
    const scripts = this.of(page);
    return scripts ? [page, scripts] : [page];
  }

  pieceAt(page: FileState, span: Span): ScriptPiece | undefined {
    return this.of(page)?.pieces?.find((piece) => contains(piece, span));
  }

  /** The tree of what stands at a place: markup's, or that of a script in it. */
  treeAt(page: FileState, span: Span): Ast | undefined {
    const { snapshot } = this.pieceAt(page, span) ? this.of(page)! : page;
    return snapshot?.ast;
  }

  /** For a page that is new, or whose scripts were not looked for before. */
  set(page: FileState): void {
    this.#put(page, this.#within(page));
  }

  /** For a page that was edited: where only their text differs, its scripts are edited as it is. */
  edit(page: FileState): void {
    const known = this.of(page);
    const scripts = this.#within(page);
    if (!known || known.language !== scripts?.language) {
      this.#put(page, scripts);
      return;
    }
    known.pieces = scripts.pieces;
    const edit = difference(known.text, scripts.text);
    if (edit) this.#keeper.edit(known, [edit], scripts.text);
  }

  #within({ text, language }: FileState): MarkupScripts | undefined {
    return this.#keeper.isLooked(text) ? scriptsIn(text, language) : undefined;
  }

  #put(page: FileState, scripts: MarkupScripts | undefined): void {
    const path = scriptsPath(page.path);
    if (scripts && this.#keeper.isPrepared(scripts.language))
      this.#keeper.set({ path, isOpen: page.isEdited, ...scripts });
    else if (this.#files.has(path)) this.#keeper.remove(path);
  }
}

/** Problems with the scripts of a page are problems with the page. */
export function inPage({ path }: FileState, problems: readonly ScanProblem[]): readonly ScanProblem[] {
  return problems.map((problem) => (problem.path === scriptsPath(path) ? { ...problem, path } : problem));
}
