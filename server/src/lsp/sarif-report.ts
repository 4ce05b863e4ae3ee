// What is found in a folder, as the command line would report it: the same findings through the same format, byte for byte.

import type { Finding, ScanProblem } from "../detect/finding.ts";
import { inOrder, ReportSources, ruleInfos } from "../report/report.ts";
import { toSarif } from "../report/sarif.ts";
import type { Project } from "./project.ts";

/** Of the files that the project has; after a scan of the folder, those are all. `version` is Bartizan's own. */
export function sarifOf(project: Project, version: string): string {
  const found: Finding[] = [];
  const problems: ScanProblem[] = [];
  for (const path of project.paths()) {
    const scanned = project.current(path);
    if (!scanned) continue;
    found.push(...scanned.findings);
    problems.push(...scanned.problems);
  }
  const findings = inOrder(found);
  const rules = ruleInfos(project.config.rules);
  return toSarif({
    version,
    findings,
    problems: [...project.config.problems, ...problems],
    rules,
    sources: new ReportSources((path) => project.text(path), findings),
    statistics: { files: 0, lines: 0, rules: rules.size, milliseconds: 0, skipped: {}, accepted: 0, fixed: 0 },
  });
}
