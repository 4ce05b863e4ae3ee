// Which rules are meant for a file: by its language and by the rule's own `paths`.

import { minimatch } from "minimatch";
import type { RuleHead } from "../detect/rule.ts";
import type { LanguageId } from "../syntax/language.ts";
import { pathOfMarkup } from "../syntax/scripts-in-markup.ts";

/** Whether a rule is for files of this language at this path. */
export function isApplicable(rule: RuleHead, path: string, language: LanguageId): boolean {
  return (rule.analysis !== "ast" || rule.languages.includes(language)) && isIncluded(rule, path);
}

export function isIncluded({ paths: { include, exclude } }: RuleHead, path: string): boolean {
  if (include.length === 0 && exclude.length === 0) return true;
  const matches = (glob: string) =>
    pathGlob(glob).some((pattern) => minimatch(pathOfMarkup(path), pattern, { dot: true }));
  return (include.length === 0 || include.some(matches)) && !exclude.some(matches);
}

/** As in .gitignore: without a leading slash a glob holds anywhere, and what names a folder holds for all below it. */
function pathGlob(glob: string): string[] {
  const plain = glob.replace(/^\//, "").replace(/\/$/, "");
  const anchored = glob.startsWith("/") ? plain : `**/${plain}`;
  return [anchored, `${anchored}/**`];
}
