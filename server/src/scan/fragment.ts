// Secrets in a stretch of a file, as a history gives them: what a commit brought, with a few lines around it. No syntax tree
// and no data flow: both need whole files. Suppressions, accepted findings and fingerprints are those of every scan.

import type { Commit, Finding } from "../detect/finding.ts";
import type { RuleSet } from "../detect/rule-set.ts";
import type { SecretMatch } from "../detect/secrets/rule.ts";
import { languageOfPath } from "../syntax/language.ts";
import { assembleFindings } from "./assemble.ts";
import { hasSecretRule, secretFinding, secretRulesOf } from "./secret-rules.ts";
import type { ScanOptions } from "./workspace.ts";

export interface Fragment {
  readonly path: string;
  readonly text: string;
  /** The number of its first line in the file, from 1. */
  readonly firstLine: number;
  /** By line of the text: only what touches such a line is reported. */
  readonly added: readonly boolean[];
  /** The commit brought the file: its name may say something too. */
  readonly isNewFile: boolean;
  /** Allow-lists and accepted findings may name it. */
  readonly commit: Commit;
}

export interface FragmentResult {
  readonly findings: readonly Finding[];
  /** What the findings' spans count in: the fragment at its place in the file, empty lines before it. */
  readonly text: string;
}

const NOTHING: FragmentResult = { findings: [], text: "" };

export function scanFragment(fragment: Fragment, rules: RuleSet, { today, pathPrefix }: ScanOptions): FragmentResult {
  const { path, firstLine, added, isNewFile, commit } = fragment;
  const { scanner, isAccepted } = secretRulesOf(rules);
  const before = "\n".repeat(Math.max(0, firstLine - 1));
  const lineOf = (offset: number) => countNewlines(fragment.text, offset);
  const matches = scanner.scan(fragment.text, path, commit.id).filter((match) => {
    const last = lineOf(Math.max(match.secretStart, match.secretEnd - 1));
    const isNew = isOfName(match)
      ? isNewFile && firstLine <= 1
      : added.slice(lineOf(match.secretStart), last + 1).includes(true);
    return isNew && !isAccepted({ ...match, line: match.line + before.length }, path, commit.id);
  });
  if (matches.length === 0) return NOTHING;
  const text = before + fragment.text;
  const shift = before.length;
  const raw = matches.map((match) =>
    secretFinding(
      { ...match, secretStart: match.secretStart + shift, secretEnd: match.secretEnd + shift },
      path,
      rules,
      undefined,
    ),
  );
  const findings = assembleFindings(raw, {
    path,
    ...(pathPrefix === undefined ? {} : { pathPrefix }),
    text,
    language: languageOfPath(path),
    astAt: () => undefined,
    today,
    reportUnusedSuppressions: false,
    secretsIn: () => [],
    isActive: (pattern) => hasSecretRule(rules, pattern),
  });
  return { findings: findings.filter(({ isSecret }) => isSecret).map((finding) => ({ ...finding, commit })), text };
}

/** Rules for kinds of files report the file as a whole. */
function isOfName({ rule }: SecretMatch): boolean {
  return rule.regex === undefined;
}

function countNewlines(text: string, end: number): number {
  let count = 0;
  for (let at = text.indexOf("\n"); at >= 0 && at < end; at = text.indexOf("\n", at + 1)) count++;
  return count;
}
