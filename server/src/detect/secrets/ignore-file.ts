/** `.gitleaksignore`: fingerprints of findings that were looked at and accepted, one a line. */
import type { SecretMatch } from "./rule.ts";

export interface SecretIgnores {
  /** Whether a finding in the file (and commit, when a history is walked) is on the list. */
  has(match: SecretMatch, path: string, commit?: string): boolean;
  /** Lines, from 1, that are no fingerprint. */
  readonly wrongLines: readonly number[];
}

export function readSecretIgnores(text: string): SecretIgnores {
  const known = new Set<string>();
  const wrongLines: number[] = [];
  text.split(/\r?\n/).forEach((raw, index) => {
    const line = raw.trim();
    if (line === "" || line.startsWith("#")) return;
    const parts = line.split(":");
    // `file:rule:line` holds anywhere, `commit:file:rule:line` in one commit.
    if ((parts.length === 3 || parts.length === 4) && /^[0-9]+$/.test(parts[parts.length - 1]!)) {
      known.add(line.replace(/\\/g, "/"));
    } else {
      wrongLines.push(index + 1);
    }
  });
  return {
    wrongLines,
    has(match, path, commit) {
      const fingerprint = `${path}:${match.ruleId}:${match.line + 1}`;
      return known.has(fingerprint) || (commit !== undefined && known.has(`${commit}:${fingerprint}`));
    },
  };
}
