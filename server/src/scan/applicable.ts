// Which rules are meant for a file: by its language and by the rule's own `paths`.

import { Minimatch } from "minimatch";
import type { RuleHead } from "../detect/rule.ts";
import type { LanguageId } from "../syntax/language.ts";
import { pathOfPage } from "../syntax/pages/parts.ts";

/** Whether a rule is for files of this language at this path. */
export function isApplicable(rule: RuleHead, path: string, language: LanguageId): boolean {
  return (rule.analysis !== "ast" || rule.languages.includes(language)) && isIncluded(rule, path);
}

export function isIncluded({ paths }: RuleHead, path: string): boolean {
  if (paths.include.length === 0 && paths.exclude.length === 0) return true;
  let matchers = known.get(paths);
  if (!matchers) {
    matchers = { include: paths.include.flatMap(matchersOf), exclude: paths.exclude.flatMap(matchersOf) };
    known.set(paths, matchers);
  }
  const { include, exclude } = matchers;
  const file = pathOfPage(path);
  const matches = (matcher: Minimatch) => matcher.match(file);
  return (include.length === 0 || include.some(matches)) && !exclude.some(matches);
}

interface PathMatchers {
  readonly include: readonly Minimatch[];
  readonly exclude: readonly Minimatch[];
}

/** Reading a glob takes a hundred times as long as asking it of a path. */
const known = new WeakMap<RuleHead["paths"], PathMatchers>();

/** As in .gitignore: without a leading slash a glob holds anywhere, and what names a folder holds for all below it. */
function matchersOf(glob: string): Minimatch[] {
  const plain = glob.replace(/^\//, "").replace(/\/$/, "");
  const anchored = glob.startsWith("/") ? plain : `**/${plain}`;
  return [anchored, `${anchored}/**`].map((pattern) => new Minimatch(pattern, { dot: true }));
}
