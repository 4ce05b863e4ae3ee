// What the security report says, as plain data: hosts gather it, page.ts writes it down. Secrets are masked by whoever gathers.

import type { Confidence, Finding, Severity } from "../../detect/finding.ts";

export interface PagePlace {
  readonly path: string;
  /** 1-based. */
  readonly line: number;
}

export interface PageStep extends PagePlace {
  readonly message: string;
}

export interface PageFinding extends PagePlace {
  readonly ruleId: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly message: string;
  /** From source to sink; empty where nothing flows. */
  readonly steps: readonly PageStep[];
  readonly cwe: readonly string[];
  readonly owasp: readonly string[];
  readonly commit?: Finding["commit"];
  readonly validity?: Finding["validity"];
}

export interface SilencedFinding extends PageFinding {
  readonly reason: string;
  /** The last day on which the comment holds. */
  readonly until?: string;
}

/** An entry of the baseline that stands for nothing that was found. */
export interface GoneEntry {
  readonly ruleId?: string;
  readonly path?: string;
  /** Whether its file was looked at: else nobody knows. */
  readonly isSeen: boolean;
}

export interface PageBaseline {
  readonly files: readonly string[];
  readonly entries: number;
  readonly gone: readonly GoneEntry[];
  /** Entries for findings that a comment silences by now. */
  readonly silenced: number;
}

export interface PageFacts {
  /** What was scanned, for the title. */
  readonly subject: string;
  /** What of it, where that is not all. */
  readonly part?: string;
  readonly version: string;
  /** `YYYY-MM-DD`. */
  readonly date: string;
  readonly files: number;
  readonly lines?: number;
  readonly seconds: number;
  readonly skipped: readonly { readonly reason: string; readonly count: number }[];
  /** Rules and files that failed, and configurations that could not be read. */
  readonly problems: readonly string[];
  readonly rules: number;
  /** Of all rules, models and what the configuration says of them. */
  readonly rulesDigests: readonly string[];
  /** Rule files of the user's own. */
  readonly ruleFiles: readonly string[];
  /** What the configuration leaves out of the report, in words. */
  readonly leftOut: readonly string[];
  /** Neither accepted nor silenced: those that count. */
  readonly open: readonly PageFinding[];
  readonly accepted: readonly PageFinding[];
  readonly silenced: readonly SilencedFinding[];
  readonly baseline?: PageBaseline;
}
