// A baseline: the findings that a project has accepted for now, by fingerprint, so that only new ones are reported.

const FORMAT_VERSION = 1;

/** Read from the tree's root where no other is named. */
export const DEFAULT_BASELINE = "bartizan-baseline.json";

export interface BaselineEntry {
  readonly fingerprint: string;
  /** For people; undefined where they took it out. */
  readonly ruleId?: string;
  readonly path?: string;
}

export interface Baseline {
  readonly fingerprints: ReadonlySet<string>;
  readonly entries: readonly BaselineEntry[];
}

/** Told to people: what is wrong with a file that was to be a baseline. */
export class InvalidBaseline extends Error {}

/** @throws InvalidBaseline for what is none */
export function parseBaseline(file: string, text: string): Baseline {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    throw new InvalidBaseline(`${file} is no baseline: ${(error as Error).message}`);
  }
  const { bartizanBaseline, findings } = (typeof content === "object" && content !== null ? content : {}) as Record<
    string,
    unknown
  >;
  if (bartizanBaseline !== FORMAT_VERSION || !Array.isArray(findings))
    throw new InvalidBaseline(`${file} is no baseline of version ${FORMAT_VERSION}; \`--write-baseline\` writes one`);
  if (!findings.every((entry) => typeof (entry as BaselineEntry | null)?.fingerprint === "string"))
    throw new InvalidBaseline(`${file} is damaged: each of its findings needs a fingerprint`);
  const entries = findings as readonly BaselineEntry[];
  return { fingerprints: new Set(entries.map(({ fingerprint }) => fingerprint)), entries };
}

/** One line a finding, so that merges and reviews are easy; rule and path are for people. */
export function baselineText(findings: readonly BaselineEntry[]): string {
  const lines = findings.map(({ fingerprint, ruleId, path }) => `    ${JSON.stringify({ fingerprint, ruleId, path })}`);
  const list = lines.length === 0 ? "[]" : `[\n${lines.join(",\n")}\n  ]`;
  return `{\n  "bartizanBaseline": ${FORMAT_VERSION},\n  "findings": ${list}\n}\n`;
}
