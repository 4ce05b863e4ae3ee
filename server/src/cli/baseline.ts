// A baseline: the findings that a project has accepted for now, by fingerprint, so that only new ones are reported.

import type { Finding } from "../detect/finding.ts";
import { UsageError } from "./host.ts";

const FORMAT_VERSION = 1;

export interface Baseline {
  readonly fingerprints: ReadonlySet<string>;
}

export function parseBaseline(file: string, text: string): Baseline {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${file} is no baseline: ${(error as Error).message}`);
  }
  const { bartizanBaseline, findings } = (typeof content === "object" && content !== null ? content : {}) as Record<
    string,
    unknown
  >;
  if (bartizanBaseline !== FORMAT_VERSION || !Array.isArray(findings))
    throw new UsageError(`${file} is no baseline of version ${FORMAT_VERSION}; \`--write-baseline\` writes one`);
  const fingerprints = findings.map((entry: unknown) => (entry as { fingerprint?: unknown } | null)?.fingerprint);
  if (!fingerprints.every((fingerprint) => typeof fingerprint === "string"))
    throw new UsageError(`${file} is damaged: each of its findings needs a fingerprint`);
  return { fingerprints: new Set(fingerprints) };
}

/** One line a finding, so that merges and reviews are easy; rule and path are for people. */
export function baselineText(findings: readonly Finding[]): string {
  const lines = findings.map(({ fingerprint, ruleId, path }) => `    ${JSON.stringify({ fingerprint, ruleId, path })}`);
  const list = lines.length === 0 ? "[]" : `[\n${lines.join(",\n")}\n  ]`;
  return `{\n  "bartizanBaseline": ${FORMAT_VERSION},\n  "findings": ${list}\n}\n`;
}
