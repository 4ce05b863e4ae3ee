// Severities and confidences in order, for "at least".

import type { Confidence, Severity } from "../detect/finding.ts";

/** Mildest first. */
export const SEVERITIES: readonly Severity[] = ["info", "warning", "error", "critical"];
/** Least sure first. */
export const CONFIDENCES: readonly Confidence[] = ["low", "medium", "high"];

export function isAtLeastSeverity(severity: Severity, least: Severity): boolean {
  return SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(least);
}

export function isAtLeastConfidence(confidence: Confidence, least: Confidence): boolean {
  return CONFIDENCES.indexOf(confidence) >= CONFIDENCES.indexOf(least);
}
