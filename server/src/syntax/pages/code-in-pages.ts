// The code of the server in a page, for each template language that holds any. A page may hold two programs: this one and the scripts
// that it sends to browsers.

import type { LanguageId } from "../language.ts";
import { rubyInErb } from "./erb.ts";
import { javaInJsp } from "./jsp.ts";
import type { PageProgram, ProgramKind } from "./parts.ts";
import { scriptLanguagesIn, scriptsIn } from "./scripts-in-markup.ts";

interface Engine {
  readonly language: LanguageId;
  /** Undefined where a page holds no code. */
  codeIn(text: string, path: string): PageProgram | undefined;
}

const ENGINES: Readonly<Partial<Record<LanguageId, Engine>>> = {
  jsp: { language: "java", codeIn: javaInJsp },
  erb: { language: "ruby", codeIn: rubyInErb },
};

export function codeLanguageIn(language: LanguageId): LanguageId | undefined {
  return ENGINES[language]?.language;
}

/** Languages of all programs that pages in a language may hold. */
export function languagesInPages(language: LanguageId): readonly LanguageId[] {
  const code = codeLanguageIn(language);
  return code === undefined ? scriptLanguagesIn(language) : [...scriptLanguagesIn(language), code];
}

export function programIn(
  kind: ProgramKind,
  text: string,
  language: LanguageId,
  path: string,
): PageProgram | undefined {
  return kind === "scripts" ? scriptsIn(text, language) : ENGINES[language]?.codeIn(text, path);
}
