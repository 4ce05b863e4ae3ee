// What is found in a folder, as the command line would write it: the same findings through the same formats, byte for byte.

import { type BaselineEntry, baselineText } from "../config/baseline.ts";
import type { Finding, ScanProblem } from "../detect/finding.ts";
import type { FolderBaseline } from "../protocol.ts";
import { inOrder, isAlwaysTold, ReportSources, ruleInfos } from "../report/report.ts";
import { toSarif } from "../report/sarif.ts";
import { everySecretIn } from "../scan/secret-rules.ts";
import type { Project } from "./project.ts";
import { uriOfLocation } from "./uri.ts";

/** Baselines of all that is found now: one file may be that of several folders. */
export function baselinesOf(projects: readonly Project[]): FolderBaseline[] {
  const entries = new Map<string, BaselineEntry[]>();
  for (const project of projects) {
    const { baselineLocation, options } = project.config;
    if (baselineLocation === undefined) continue;
    const found = project.paths().flatMap((path) => project.current(path)?.findings ?? []);
    const open = inOrder(found.filter(({ suppressed }) => suppressed === undefined));
    const list = entries.get(baselineLocation) ?? [];
    for (const { fingerprint, ruleId, path } of open)
      list.push({ fingerprint, ruleId, path: `${options.pathPrefix ?? ""}${path}` });
    entries.set(baselineLocation, list);
  }
  return [...entries].map(([location, list]) => ({
    uri: uriOfLocation(location),
    text: baselineText(list),
    findings: list.length,
  }));
}

/** Of the files that the project has; after a scan of the folder, those are all. `version` is Bartizan's own. */
export function sarifOf(project: Project, version: string): string {
  const found: Finding[] = [];
  const problems: ScanProblem[] = [];
  for (const path of project.paths()) {
    const scanned = project.current(path);
    if (!scanned) continue;
    found.push(...scanned.findings.filter((finding) => !project.config.isAccepted(finding)));
    problems.push(...scanned.problems.filter(isAlwaysTold));
  }
  const findings = inOrder(found);
  const rules = ruleInfos(project.config.rules);
  return toSarif({
    version,
    findings,
    problems: [...project.config.problems, ...problems],
    rules,
    sources: new ReportSources((path) => project.text(path), findings, {
      secretsIn: (path, text) => everySecretIn(project.config.rules, path, text),
    }),
    statistics: { files: 0, lines: 0, rules: rules.size, milliseconds: 0, skipped: {}, accepted: 0, fixed: 0 },
  });
}
