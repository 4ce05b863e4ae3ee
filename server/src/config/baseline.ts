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
  const lines = findings.map((entry) => `    ${entryText(entry)}`);
  const list = lines.length === 0 ? "[]" : `[\n${lines.join(",\n")}\n  ]`;
  return `{\n  "bartizanBaseline": ${FORMAT_VERSION},\n  "findings": ${list}\n}\n`;
}

function entryText({ fingerprint, ruleId, path }: BaselineEntry): string {
  return JSON.stringify({ fingerprint, ruleId, path });
}

/** What to write where in a baseline's text so that it holds one more finding; undefined where the text is no baseline. */
export function withEntry(
  text: string,
  entry: BaselineEntry,
): { readonly at: number; readonly newText: string } | undefined {
  const list = /"findings"\s*:\s*\[(\s*\])?/.exec(text);
  if (!list) return undefined;
  const isEmpty = list[1] !== undefined;
  const at = list.index + list[0].length - (list[1]?.length ?? 0);
  return { at, newText: `\n    ${entryText(entry)}${isEmpty ? "\n  " : ","}` };
}
