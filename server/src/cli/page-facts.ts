// What the command line's scan comes to, for the security report.

import { basename, isAbsolute } from "node:path";
import type { Baseline } from "../config/baseline.ts";
import { pathWithin } from "../config/location.ts";
import type { Finding, ScanProblem } from "../detect/finding.ts";
import type { RuleFile, RuleSet } from "../detect/rule-set.ts";
import type { PageFacts } from "../report/page/facts.ts";
import {
  comparedWithBaseline,
  leftOutBy,
  problemLines,
  type SortedFindings,
  sortInto,
  toPageFinding,
} from "../report/page/gather.ts";
import type { Report } from "../report/report.ts";
import { locationOf } from "./disk.ts";
import type { CliHost } from "./host.ts";
import type { ScanCommandOptions } from "./scan-command.ts";
import type { ScanPlan } from "./scan-plan.ts";
import { STANDARD_INPUT } from "./standard-input.ts";

export interface PageContext {
  readonly host: CliHost;
  readonly plan: ScanPlan;
  /** As typed. */
  readonly paths: readonly string[];
  readonly options: ScanCommandOptions;
  readonly rules: RuleSet;
  /** Those of the user's own. */
  readonly ruleFiles: readonly RuleFile[];
  readonly accepted: readonly Finding[];
  /** The one that counts, if any, and what it is called. */
  readonly baseline: { readonly name: string; readonly baseline: Baseline | undefined };
  /** Accepted and silenced ones included. */
  readonly all: readonly Finding[];
  readonly problems: readonly ScanProblem[];
  isScanned(path: string): boolean;
  /** A location as the person at the terminal would name it. */
  shown(location: string): string;
}

export function pageFacts(report: Report, context: PageContext): PageFacts {
  const { host, plan, rules, ruleFiles, accepted, baseline, all, problems, shown } = context;
  const { version, statistics } = report;
  const part = partOf(context);
  const limited = problems.filter(({ kind }) => kind === "flow-limited");
  return {
    subject: basename(plan.root) || plan.root,
    ...(part !== undefined && { part }),
    version,
    date: host.today(),
    files: statistics.files,
    lines: statistics.lines,
    seconds: statistics.milliseconds / 1000,
    skipped: Object.entries(statistics.skipped).map(([reason, count]) => ({ reason, count })),
    problems: problemLines([...report.problems.filter((problem) => problem.kind !== "flow-limited"), ...limited]),
    rules: statistics.rules,
    rulesDigests: [rules.version],
    ruleFiles: ruleFiles.map(({ path }) => (isAbsolute(path) ? shown(path) : path)),
    leftOut: leftOutOf(context),
    ...sorted(report, accepted),
    ...(baseline.baseline && {
      baseline: {
        files: [baseline.name],
        ...comparedWithBaseline(baseline.baseline.entries, all, context.isScanned),
      },
    }),
  };
}

function sorted({ findings, rules, sources }: Report, accepted: readonly Finding[]): SortedFindings {
  const result: SortedFindings = { open: [], accepted: [], silenced: [] };
  const shown = (finding: Finding) => {
    const own = sources.of(finding);
    return toPageFinding(finding, rules.get(finding.ruleId), {
      place: (path, span) => ({ path, line: own.place(path, span.start).line }),
      hide: (path, said) => own.hide(path, said),
    });
  };
  const hidden = ({ path, suppressed }: Finding, own = sources) =>
    suppressed && { ...suppressed, reason: own.hide(path, suppressed.reason) };
  for (const finding of findings) sortInto(result, shown(finding), hidden(finding, sources.of(finding)), false);
  for (const finding of accepted) sortInto(result, shown(finding), undefined, true);
  return result;
}

/** What of the tree was looked at, in words; undefined for all of it. */
function partOf({ plan, paths, options, host }: PageContext): string | undefined {
  const { staged, diff, history } = options;
  if (paths.includes(STANDARD_INPUT)) return "the standard input";
  if (staged) return "what the next commit would bring";
  if (diff !== undefined) return `what is new since the history of ${diff}`;
  if (history !== undefined)
    return history === true ? "secrets in all commits" : `secrets in the commits of ${history}`;
  const below = (paths.length === 0 ? ["."] : paths).map((path) => pathWithin(plan.root, locationOf(host.cwd, path)));
  return below.includes("") ? undefined : below.join(", ");
}

function leftOutOf({ plan, options, shown }: PageContext): string[] {
  const [, ...nested] = plan.found.map(({ configuration }) => shown(configuration.file));
  const { include, exclude } = options;
  return [
    ...leftOutBy(plan.configurations.of("")),
    ...(include.length > 0 ? [`files other than ${include.join(", ")}`] : []),
    ...(exclude.length > 0 ? [`files like ${exclude.join(", ")}`] : []),
    ...(nested.length > 0 ? [`what ${nested.join(", ")} leaves out in its folder`] : []),
  ];
}
