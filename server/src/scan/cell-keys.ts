// Names for what cells give, so that it can be kept: digests of all that the findings of a cell's files depend on, but for the
// rules, the options and the engine itself.

import { isProjectFile } from "../flow/settings.ts";
import { languageOfFile } from "../syntax/language.ts";

export interface KeyedCell {
  readonly paths: readonly string[];
  readonly key: string;
}

/** What comments say holds until a day. */
const DATED = /\buntil\s*=/;

export interface KeyContext {
  readonly texts: ReadonlyMap<string, string>;
  /** Of the file's text. */
  digestOf(path: string): string;
  /** Of any text: the engine has none of its own. */
  digest(text: string): string;
  readonly today: string;
}

/** @param cells of all the files whose texts are given */
export function keyCells(cells: readonly (readonly string[])[], context: KeyContext): KeyedCell[] {
  const { texts, digest, today } = context;
  const named = (path: string) => [path, context.digestOf(path)];
  // Whether a rule can be compiled depends on the grammars that are loaded; how imports are understood, on project files.
  const languages = new Set([...texts].map(([path, text]) => languageOfFile(path, text)));
  const around = digest(JSON.stringify([[...languages].sort(), [...texts.keys()].filter(isProjectFile).map(named)]));
  return cells.map((paths) => {
    const day = paths.some((path) => isDated(texts.get(path)!)) ? today : "";
    return { paths, key: digest(JSON.stringify([around, day, paths.map(named)])) };
  });
}

/** Whether what is found in a text may depend on the day. */
export function isDated(text: string): boolean {
  return DATED.test(text);
}
