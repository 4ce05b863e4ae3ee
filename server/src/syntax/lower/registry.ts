// Which lowering turns a language's syntax trees into the common AST.

import type { LanguageId } from "../language.ts";
import type { Lowering } from "../lowering.ts";
import { bash } from "./bash.ts";
import { go } from "./go.ts";
import { hcl } from "./hcl.ts";
import { html } from "./html.ts";
import { java } from "./java.ts";
import { javascript } from "./javascript.ts";
import { json } from "./json.ts";
import { python } from "./python.ts";
import { yaml } from "./yaml.ts";

export const LOWERINGS: readonly Lowering[] = [javascript, python, java, go, hcl, yaml, json, html, bash];

const byLanguage = new Map(LOWERINGS.flatMap((lowering) => lowering.languages.map((language) => [language, lowering])));

/** The lowering of a language, undefined for languages without a grammar of their own. */
export function loweringOf(language: LanguageId): Lowering | undefined {
  return byLanguage.get(language);
}
