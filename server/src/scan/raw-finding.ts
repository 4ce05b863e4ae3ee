// What a detector reports, before it is a finding: no fingerprint, no suppression, equals not yet merged.

import type { Confidence, Fix, Severity, Step } from "../detect/finding.ts";
import type { Span } from "../text/span.ts";

export interface RawFinding {
  readonly ruleId: string;
  readonly span: Span;
  readonly message: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly traces: readonly (readonly Step[])[];
  readonly fixes: readonly Fix[];
  readonly metavariables: Readonly<Record<string, string>>;
  readonly isSecret: boolean;
  /** Rules that say the same with more knowledge: where one of them reports here, this one is silent. */
  readonly weakerThan: readonly string[];
}
