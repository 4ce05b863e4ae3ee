// Which lowering turns a language's syntax trees into the common AST.

import type { LanguageId } from "../language.ts";
import type { Lowering } from "../lowering.ts";
import type { TextLowering } from "../text-lowering.ts";
import { bash } from "./bash.ts";
import { bicep } from "./bicep.ts";
import { c } from "./c.ts";
import { csharp } from "./csharp.ts";
import { dockerfile } from "./dockerfile.ts";
import { go } from "./go.ts";
import { hcl } from "./hcl.ts";
import { html } from "./html.ts";
import { java } from "./java.ts";
import { javascript } from "./javascript.ts";
import { json } from "./json.ts";
import { kotlin } from "./kotlin.ts";
import { php } from "./php.ts";
import { python } from "./python.ts";
import { ruby } from "./ruby.ts";
import { yaml } from "./yaml.ts";

export const LOWERINGS: readonly Lowering[] = [
  javascript,
  python,
  java,
  go,
  hcl,
  yaml,
  json,
  html,
  bash,
  ruby,
  php,
  csharp,
  kotlin,
  c,
];

const byLanguage = new Map(LOWERINGS.flatMap((lowering) => lowering.languages.map((language) => [language, lowering])));

/** The lowering of a language, undefined for languages without a grammar of their own. */
export function loweringOf(language: LanguageId): Lowering | undefined {
  return byLanguage.get(language);
}

const TEXT_LOWERINGS: readonly TextLowering[] = [dockerfile, bicep];

/** The lowering of a language that has no grammar, undefined for those that have one. */
export function textLoweringOf(language: LanguageId): TextLowering | undefined {
  return TEXT_LOWERINGS.find(({ languages }) => languages.includes(language));
}
