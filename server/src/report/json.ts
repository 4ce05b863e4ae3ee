// Findings as plain JSON, for scripts. The same tree gives the same bytes: no times, no absolute paths.

import type { Finding, ScanProblem, Step } from "../detect/finding.ts";
import type { Span } from "../text/span.ts";
import type { Report, ReportSources } from "./report.ts";

/** Changes when a reader of the format would have to. */
const FORMAT_VERSION = 1;

export function toJson(report: Report): string {
  const { sources, rules, statistics, version } = report;
  const { files, lines, skipped, accepted, fixed } = statistics;
  const suppressed = report.findings.filter((finding) => finding.suppressed !== undefined).length;
  const document = {
    format: FORMAT_VERSION,
    tool: { name: "bartizan", version },
    findings: report.findings.map((finding) => findingObject(finding, rules, sources.of(finding))),
    problems: report.problems.map(problemObject),
    statistics: {
      findings: report.findings.length - suppressed,
      suppressed,
      accepted,
      fixed,
      files,
      lines,
      ...(statistics.commits === undefined ? {} : { commits: statistics.commits }),
      rules: statistics.rules,
      skipped,
    },
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

function findingObject(finding: Finding, rules: Report["rules"], sources: ReportSources) {
  const {
    ruleId,
    path,
    span,
    message,
    severity,
    confidence,
    fingerprint,
    isSecret,
    traces,
    fixes,
    metavariables,
    suppressed,
    commit,
    validity,
  } = finding;
  const rule = rules.get(ruleId);
  const range = rangeObject(path, span, sources);
  return {
    ruleId,
    path,
    ...range,
    message,
    severity,
    confidence,
    cwe: rule?.cwe ?? [],
    owasp: rule?.owasp ?? [],
    fingerprint,
    isSecret,
    code: shortened(sources.line(path, range.start.line - 1), range.start.column - 1),
    traces: traces.map((steps) => steps.map((step) => stepObject(step, sources))),
    fixes: fixes.map(({ title, safety, edits }) => ({
      title,
      safety,
      edits: edits.map((edit) => ({
        ...rangeObject(path, edit.span, sources),
        newText: sources.hide(path, edit.newText),
      })),
    })),
    metavariables,
    ...(commit === undefined ? {} : { commit }),
    ...(validity === undefined ? {} : { validity }),
    ...(suppressed === undefined
      ? {}
      : {
          suppressed: {
            ...rangeObject(path, suppressed.span, sources),
            reason: suppressed.reason,
            ...(suppressed.until === undefined ? {} : { until: suppressed.until }),
          },
        }),
  };
}

function stepObject({ path, span, message }: Step, sources: ReportSources) {
  return { path, ...rangeObject(path, span, sources), message };
}

function rangeObject(path: string, { start, end }: Span, sources: ReportSources) {
  return {
    start: { ...sources.place(path, start), offset: start },
    end: { ...sources.place(path, end), offset: end },
  };
}

function problemObject({ kind, path, line, column, ruleId, message }: ScanProblem) {
  return { kind, path, line, column, ruleId, message };
}

/** Of a line with thousands of findings each would bring all of it. */
const LONGEST_CODE = 1_000;

/** Of a line that is too long, what stands around a place. */
function shortened(line: string, at: number): string {
  if (line.length <= LONGEST_CODE) return line;
  const start = Math.max(0, Math.min(at - LONGEST_CODE / 2, line.length - LONGEST_CODE));
  return line.slice(start, start + LONGEST_CODE);
}
