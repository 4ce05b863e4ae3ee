// What a scan finds, as plain data. Hosts turn a finding into a diagnostic, a SARIF result or a line of text.

import type { Span, TextEdit } from "../text/span.ts";

export type Severity = "critical" | "error" | "warning" | "info";
export type Confidence = "high" | "medium" | "low";

/** One stop on the way of untrusted data, in order from source to sink. */
export interface Step {
  /** Path of the file, as the scan's input names it. */
  readonly path: string;
  readonly span: Span;
  /** A short sentence for people: "`id` comes from the query string". */
  readonly message: string;
}

/** A line that another file of the project has to have for a fix to work. */
export interface NeededLine {
  /** Its name; the nearest one upward counts, and at the root it is made when there is none. */
  readonly file: string;
  readonly line: string;
  /** How to tell that it is there: the variable is named, or the path is ignored. */
  readonly purpose: "variable" | "ignore";
}

/** Edits that end a finding. */
export interface Fix {
  /** What it does, in the imperative: "Pass the value as a bound parameter". */
  readonly title: string;
  readonly edits: readonly TextEdit[];
  /** Only `safe` ones join "fix all"; `review` may change behaviour. */
  readonly safety: "safe" | "review";
  readonly neededLines?: readonly NeededLine[];
}

/** The commit that brought a finding. */
export interface Commit {
  /** Its whole hash. */
  readonly id: string;
  readonly author: string;
  /** ISO 8601, when the author made it. */
  readonly date: string;
}

/** One place where a rule holds. */
export interface Finding {
  readonly ruleId: string;
  /** Path of the file, as the scan's input names it. */
  readonly path: string;
  /** The smallest expression that does the harm. */
  readonly span: Span;
  readonly message: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  /** Shortest first; empty for findings without flow. */
  readonly traces: readonly (readonly Step[])[];
  readonly fixes: readonly Fix[];
  /** Survives edits elsewhere and re-formatting; see fingerprint.ts. */
  readonly fingerprint: string;
  /** What metavariables were bound to, as text; secrets masked. */
  readonly metavariables: Readonly<Record<string, string>>;
  /** Set when a comment in the code silences it; such findings are kept apart by hosts. */
  readonly suppressed?: Suppressed;
  /** Part of the rule kind: a secret's text never leaves the engine unmasked. */
  readonly isSecret: boolean;
  /** Only where a history was scanned. */
  readonly commit?: Commit;
  /** What the provider of a secret answered, where the user had it asked. */
  readonly validity?: "valid" | "invalid" | "unknown";
}

export interface Suppressed {
  readonly span: Span;
  readonly reason: string;
  /** ISO date after which the finding comes back. */
  readonly until?: string;
}

/** Something that went wrong or was left out, kept beside what was found. */
export interface ScanProblem {
  readonly kind:
    | "rule-invalid"
    | "rule-failed"
    | "file-failed"
    | "file-skipped"
    | "syntax-error"
    | "budget-spent"
    /** Data was not followed everywhere, for there was too much of it: what is found is right, but a flow may be missing. */
    | "flow-limited"
    | "configuration-invalid";
  readonly path?: string;
  readonly ruleId?: string;
  /** 1-based, for people. */
  readonly line?: number;
  readonly column?: number;
  readonly message: string;
}
