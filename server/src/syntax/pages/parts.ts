// A program that a page holds, as a text of its own in which each place is its place in the page: what is no code is blank.

import type { Span } from "../../text/span.ts";
import type { LanguageId } from "../language.ts";

/** Those that the browser runs, or what the server does to make the page. */
export type ProgramKind = "scripts" | "code";

export interface PageProgram {
  readonly language: LanguageId;
  /** As long as the page. What the language needs to be told besides stands behind. */
  readonly text: string;
  /** Where code is, in order. */
  readonly pieces: readonly CodePiece[];
}

export interface CodePiece extends Span {
  /** It is the value of an attribute, not an element's content. */
  readonly isAttribute: boolean;
}

export const PROGRAM_KINDS: readonly ProgramKind[] = ["scripts", "code"];
const BESIDE = /#(?:scripts|code)$/;

/** The name under which a program of a page is known beside it. */
export function besidePath(page: string, kind: ProgramKind): string {
  return `${page}#${kind}`;
}

/** A page's own path, and those of the programs that may be in it. */
export function withBeside(page: string): string[] {
  return [page, ...PROGRAM_KINDS.map((kind) => besidePath(page, kind))];
}

/** The file that a path means: of a program in a page, the page. */
export function pathOfPage(path: string): string {
  return path.replace(BESIDE, "");
}

/** A part of a page that is code, and what stands for it. */
export interface Part extends Span {
  readonly written: string;
  readonly code?: "attribute" | "content";
}

export function piecesOf(parts: readonly Part[]): CodePiece[] {
  return parts.flatMap(({ start, end, code }) => (code ? [{ start, end, isAttribute: code === "attribute" }] : []));
}

export function blankedBut(text: string, parts: readonly Part[]): string {
  let result = "";
  let at = 0;
  for (const { start, end, written } of parts) {
    result += blank(text.slice(at, start)) + written;
    at = end;
  }
  return result + blank(text.slice(at));
}

export function blank(text: string): string {
  return text.replace(/[^\r\n]+/g, (line) => " ".repeat(line.length));
}

/** Where a word comes next from an offset on, the text's end where it does not. Asked from left to right it reads the text once. */
export function nextIn(text: string, word: string): (from: number) => number {
  let known = -1;
  return (from) => {
    if (known < from) {
      const found = text.indexOf(word, from);
      known = found < 0 ? text.length : found;
    }
    return known;
  };
}
