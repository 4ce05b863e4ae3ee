// The programs in a page, each kept as a file beside the page (`besidePath`): it comes, changes and goes with the page's text. What is
// a file, and what becomes of one, is for whoever keeps them.

import type { ScanProblem } from "../detect/finding.ts";
import type { Ast } from "../syntax/ast.ts";
import type { LanguageId } from "../syntax/language.ts";
import { programIn } from "../syntax/pages/code-in-pages.ts";
import {
  besidePath,
  type CodePiece,
  type PageProgram,
  PROGRAM_KINDS,
  type ProgramKind,
  pathOfPage,
} from "../syntax/pages/parts.ts";
import { difference } from "../text/difference.ts";
import { contains, type Span, type TextEdit } from "../text/span.ts";
import type { FileState } from "./file-state.ts";
import type { SourceFile } from "./workspace.ts";

/** A program in a page, as it is set. */
export interface ProgramSource extends Required<SourceFile> {
  readonly pieces: readonly CodePiece[];
}

export interface Keeper {
  /** Whether programs are looked for in a text at all. */
  isLooked(text: string): boolean;
  isPrepared(language: LanguageId): boolean;
  set(source: ProgramSource): void;
  edit(file: FileState, edits: readonly TextEdit[], text: string): void;
  remove(path: string): void;
}

export class BesidePages {
  readonly #files: ReadonlyMap<string, FileState>;
  readonly #keeper: Keeper;

  constructor(files: ReadonlyMap<string, FileState>, keeper: Keeper) {
    this.#files = files;
    this.#keeper = keeper;
  }

  /** The programs in a page. */
  of({ path }: FileState): FileState[] {
    return PROGRAM_KINDS.flatMap((kind) => this.#files.get(besidePath(path, kind)) ?? []);
  }

  /** The page that a program is in. */
  pageOf(program: FileState): FileState | undefined {
    return program.pieces && this.#files.get(pathOfPage(program.path));
  }

  /** A page and the programs in it. */
  with(page: FileState): FileState[] {
    return [page, ...this.of(page)];
  }

  /** The piece of code that a place is in, with its program. */
  pieceAt(page: FileState, span: Span): { readonly program: FileState; readonly piece: CodePiece } | undefined {
    for (const program of this.of(page)) {
      const piece = program.pieces?.find((each) => contains(each, span));
      if (piece) return { program, piece };
    }
    return undefined;
  }

  /** The tree of what stands at a place: the page's own, or that of the code in it. */
  treeAt(page: FileState, span: Span): Ast | undefined {
    const { snapshot } = this.pieceAt(page, span)?.program ?? page;
    return snapshot?.ast;
  }

  /** For a page that is new, or whose programs were not looked for before. */
  set(page: FileState): void {
    for (const kind of PROGRAM_KINDS) this.#put(page, kind, this.#within(page, kind));
  }

  /** For a page that was edited: where only their text differs, its programs are edited as it is. */
  edit(page: FileState): void {
    for (const kind of PROGRAM_KINDS) {
      const known = this.#files.get(besidePath(page.path, kind));
      const program = this.#within(page, kind);
      if (!known || known.language !== program?.language) {
        this.#put(page, kind, program);
        continue;
      }
      known.pieces = program.pieces;
      const edit = difference(known.text, program.text);
      if (edit) this.#keeper.edit(known, [edit], program.text);
    }
  }

  #within({ text, language, path }: FileState, kind: ProgramKind): PageProgram | undefined {
    return this.#keeper.isLooked(text) ? programIn(kind, text, language, path) : undefined;
  }

  #put(page: FileState, kind: ProgramKind, program: PageProgram | undefined): void {
    const path = besidePath(page.path, kind);
    if (program && this.#keeper.isPrepared(program.language))
      this.#keeper.set({ path, isOpen: page.isEdited, ...program });
    else if (this.#files.has(path)) this.#keeper.remove(path);
  }
}

/** Problems with a program in a page are problems with the page. */
export function inPage({ path }: FileState, problems: readonly ScanProblem[]): readonly ScanProblem[] {
  return problems.map((problem) =>
    problem.path !== undefined && pathOfPage(problem.path) === path ? { ...problem, path } : problem,
  );
}
