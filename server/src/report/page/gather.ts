// From what hosts have to what the security report says: findings with their places, what became of a baseline, what was left
// out, what went wrong.

import type { Configuration } from "../../config/configuration.ts";
import type { Finding, ScanProblem } from "../../detect/finding.ts";
import type { Span } from "../../text/span.ts";
import type { PageBaseline, PageFacts, PageFinding, PagePlace, PageStep, SilencedFinding } from "./facts.ts";

/** What the page has to be told of the texts that findings point into. */
export interface PageSources {
  /** Undefined where the file is not at hand. */
  place(path: string, span: Span): PagePlace | undefined;
  /** Something said of a file, without the file's secrets. */
  hide(path: string, said: string): string;
}

export function toPageFinding(
  finding: Finding,
  rule: { readonly cwe: readonly string[]; readonly owasp: readonly string[] } | undefined,
  sources: PageSources,
): PageFinding {
  const { ruleId, path, span, severity, confidence, message, traces, commit, validity } = finding;
  return {
    ruleId,
    severity,
    confidence,
    ...(sources.place(path, span) ?? { path, line: 1 }),
    message: sources.hide(path, message),
    steps: (traces[0] ?? []).flatMap((step): PageStep[] => {
      const place = sources.place(step.path, step.span);
      return place ? [{ ...place, message: sources.hide(step.path, step.message) }] : [];
    }),
    cwe: rule?.cwe ?? [],
    owasp: rule?.owasp ?? [],
    ...(commit && { commit }),
    ...(validity && { validity }),
  };
}

export interface SortedFindings extends Pick<PageFacts, "open" | "accepted" | "silenced"> {
  readonly open: PageFinding[];
  readonly accepted: PageFinding[];
  readonly silenced: SilencedFinding[];
}

/** Puts a finding where it counts. */
export function sortInto(
  sorted: SortedFindings,
  shown: PageFinding,
  suppressed: Finding["suppressed"],
  isAccepted: boolean,
): void {
  if (suppressed) {
    const { reason, until } = suppressed;
    sorted.silenced.push({ ...shown, reason, ...(until !== undefined && { until }) });
  } else (isAccepted ? sorted.accepted : sorted.open).push(shown);
}

/** What a baseline's entries have become of, by the fingerprints of all that was found. */
export function comparedWithBaseline(
  entries: readonly { readonly fingerprint: string; readonly ruleId?: string; readonly path?: string }[],
  found: readonly Pick<Finding, "fingerprint" | "suppressed">[],
  isSeen: (path: string) => boolean,
): Omit<PageBaseline, "files"> {
  const unique = [...new Map(entries.map((entry) => [entry.fingerprint, entry])).values()];
  const silenced = new Set(found.flatMap(({ fingerprint, suppressed }) => (suppressed ? [fingerprint] : [])));
  const there = new Set(found.map(({ fingerprint }) => fingerprint));
  return {
    entries: unique.length,
    silenced: unique.filter(({ fingerprint }) => silenced.has(fingerprint)).length,
    gone: unique
      .filter(({ fingerprint }) => !there.has(fingerprint))
      .map(({ ruleId, path }) => ({
        ...(ruleId !== undefined && { ruleId }),
        ...(path !== undefined && { path }),
        isSeen: path === undefined || isSeen(path),
      })),
  };
}

/** What a configuration keeps out of the report, in words. */
export function leftOutBy({
  minimumSeverity,
  minimumConfidence,
  usesDefaultRules,
  overrides,
}: Pick<Configuration, "minimumSeverity" | "minimumConfidence" | "usesDefaultRules" | "overrides">): string[] {
  const named = (setting: "off" | "on") =>
    overrides.filter((each) => each.setting === setting && each.rule !== "*").map(({ rule }) => rule);
  const isAllOff = overrides.some(({ rule, setting }) => rule === "*" && setting === "off");
  const off = named("off");
  return [
    ...(usesDefaultRules ? [] : ["what the rules that come with Bartizan would find"]),
    ...(isAllOff ? [`what other rules than ${named("on").join(", ") || "none"} would find`] : []),
    ...(off.length > 0 ? [`what rules would find that are turned off: ${off.join(", ")}`] : []),
    ...(minimumSeverity === "info" ? [] : [`findings milder than ${minimumSeverity}`]),
    ...(minimumConfidence === "low" ? [] : [`findings of less than ${minimumConfidence} confidence`]),
  ];
}

/** Further ones are only counted. */
const MOST_PROBLEMS = 50;

/** What went wrong, so that findings may be missing. */
export function problemLines(problems: readonly ScanProblem[]): string[] {
  const limited = problems.filter(({ kind }) => kind === "flow-limited").length;
  const broken = new Set(problems.filter(({ kind }) => kind === "syntax-error").map(({ path }) => path)).size;
  const lines = problems
    .filter(({ kind }) => kind !== "flow-limited" && kind !== "syntax-error")
    .map(({ path, line, ruleId, message }) => {
      const place = path === undefined ? "" : `${path}${line === undefined ? "" : `:${line}`}: `;
      return `${place}${ruleId === undefined ? "" : `rule ${ruleId}: `}${message}`;
    });
  const more = lines.length - MOST_PROBLEMS;
  return [
    ...lines.slice(0, MOST_PROBLEMS),
    ...(more > 0 ? [`And ${more} more.`] : []),
    ...partlyLines({ broken, limited }),
  ];
}

/** Files with syntax errors, and how often data could not be followed everywhere. */
export function partlyLines({ broken, limited }: { readonly broken: number; readonly limited: number }): string[] {
  const files = broken === 1 ? "1 file has" : `${broken} files have`;
  const times = limited === 1 ? "once" : `${limited} times`;
  return [
    ...(broken > 0 ? [`${files} syntax errors: around them less is seen.`] : []),
    ...(limited > 0 ? [`Data was not followed everywhere, for there was too much of it: ${times}.`] : []),
  ];
}
