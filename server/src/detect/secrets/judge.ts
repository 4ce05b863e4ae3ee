/** Weighs what a rule has matched by more than its pattern: checksums first. */
import { passes } from "./checks.ts";
import type { SecretConfidence, SecretRule } from "./rule.ts";

export interface Candidate {
  readonly secret: string;
  readonly match: string;
  readonly line: string;
  readonly path: string;
  /** What was searched, and where in it the secret stands. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly entropy: number;
}

/** How sure the finding is, or undefined if it is none. */
export function judge(rule: SecretRule, candidate: Candidate): SecretConfidence | undefined {
  return rule.checks.every((check) => passes(check, candidate.secret)) ? rule.confidence : undefined;
}
