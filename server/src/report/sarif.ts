// Findings as SARIF 2.1.0, for code scanning services and viewers. The same tree gives the same bytes: paths are relative to
// the tree's root, and nothing tells the machine or the time.

import type {
  CodeFlow,
  Fix,
  Location,
  Log,
  Notification,
  PhysicalLocation,
  Region,
  ReportingDescriptor,
  Result,
  Suppression,
} from "sarif";
import type { Finding, ScanProblem, Severity, Step } from "../detect/finding.ts";
import { cweNumber } from "../detect/weaknesses.ts";
import type { Span } from "../text/span.ts";
import { firstSentence, plainText } from "./markdown.ts";
import type { Report, ReportSources, RuleInfo } from "./report.ts";

const SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";
const ROOT_ID = "SRCROOT";

/** Code scanning services rank by this number, in CVSS's bands. */
const SECURITY_SEVERITY: Readonly<Record<Severity, string>> = {
  critical: "9.5",
  error: "8.0",
  warning: "5.5",
  info: "2.0",
};

export function toSarif(report: Report): string {
  const ids = [...new Set(report.findings.map(({ ruleId }) => ruleId))].sort();
  const indexes = new Map(ids.map((id, index) => [id, index]));
  const log: Log = {
    $schema: SCHEMA,
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "Bartizan",
            semanticVersion: report.version,
            version: report.version,
            rules: ids.map((id) => ruleObject(id, report.rules.get(id))),
          },
        },
        columnKind: "utf16CodeUnits",
        originalUriBaseIds: { [ROOT_ID]: { description: { text: "The root of the scanned tree." } } },
        invocations: [
          {
            executionSuccessful: !report.problems.some(({ kind }) => kind === "rule-failed" || kind === "file-failed"),
            toolExecutionNotifications: report.problems.map((problem) => notification(problem)),
          },
        ],
        results: report.findings.map((finding) =>
          resultObject(finding, indexes.get(finding.ruleId)!, report.sources.of(finding)),
        ),
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

function sarifLevel(severity: Severity): "error" | "warning" | "note" {
  switch (severity) {
    case "critical":
    case "error":
      return "error";
    case "warning":
      return "warning";
    case "info":
      return "note";
    default:
      return severity satisfies never;
  }
}

function ruleObject(id: string, rule: RuleInfo | undefined): ReportingDescriptor {
  if (!rule) return { id, properties: { tags: ["security"] } };
  const { message, guidance, cwe, owasp, kind, severity, confidence, references } = rule;
  const links = references.map((link) => `- <${link}>`).join("\n");
  const markdown = [guidance.trim() || message, links].filter(Boolean).join("\n\n");
  const helpUri = references.find((link) => /^https?:\/\/\S+$/.test(link));
  return {
    id,
    name: id.replace(/(?:^|[^a-zA-Z0-9]+)([a-zA-Z0-9])/g, (_, letter: string) => letter.toUpperCase()),
    shortDescription: { text: firstSentence(message) || id },
    fullDescription: { text: plainText(message) || id },
    help: { text: plainText(markdown) || id, markdown: markdown || id },
    ...(helpUri === undefined ? {} : { helpUri }),
    defaultConfiguration: { level: sarifLevel(severity) },
    properties: {
      tags: [
        "security",
        ...(kind === "secret" ? ["secret"] : []),
        ...cwe.flatMap((each) => {
          const number = cweNumber(each);
          return number === undefined ? [] : [`external/cwe/cwe-${String(number).padStart(3, "0")}`];
        }),
        ...owasp.map((each) => `external/owasp/${each.toLowerCase().replace(/[^a-z0-9]+/g, "-")}`),
      ],
      precision: confidence,
      "problem.severity": sarifLevel(severity) === "note" ? "recommendation" : sarifLevel(severity),
      "security-severity": SECURITY_SEVERITY[severity],
    },
  };
}

function resultObject(finding: Finding, ruleIndex: number, sources: ReportSources): Result {
  const {
    ruleId,
    path,
    span,
    message,
    severity,
    confidence,
    fingerprint,
    traces,
    fixes,
    suppressed,
    commit,
    validity,
  } = finding;
  return {
    ruleId,
    ruleIndex,
    level: sarifLevel(severity),
    message: { text: message },
    locations: [{ physicalLocation: physicalLocation(path, span, sources, true) }],
    partialFingerprints: { "bartizan/v1": fingerprint, primaryLocationLineHash: `${fingerprint}:1` },
    ...(traces.length === 0 ? {} : { codeFlows: traces.map((steps) => codeFlow(steps, sources)) }),
    ...(fixes.length === 0 ? {} : { fixes: fixes.map((fix) => fixObject(path, fix, sources)) }),
    ...(suppressed === undefined ? {} : { suppressions: [suppressionObject(path, suppressed, sources)] }),
    properties: {
      severity,
      confidence,
      "security-severity": SECURITY_SEVERITY[severity],
      ...(validity === undefined ? {} : { validity }),
      ...(commit === undefined ? {} : { commit: commit.id, commitAuthor: commit.author, commitDate: commit.date }),
    },
  };
}

function suppressionObject(
  path: string,
  { reason, until, span }: NonNullable<Finding["suppressed"]>,
  sources: ReportSources,
): Suppression {
  return {
    kind: "inSource",
    status: "accepted",
    ...(reason === "" ? {} : { justification: reason }),
    location: { physicalLocation: physicalLocation(path, span, sources, false) },
    ...(until === undefined ? {} : { properties: { until } }),
  };
}

function codeFlow(steps: readonly Step[], sources: ReportSources): CodeFlow {
  const last = steps.length - 1;
  return {
    threadFlows: [
      {
        locations: steps.map((step, index) => ({
          location: locationOf(step, sources),
          executionOrder: index + 1,
          importance: index === 0 || index === last ? "essential" : "important",
        })),
      },
    ],
  };
}

function locationOf({ path, span, message }: Step, sources: ReportSources): Location {
  return { physicalLocation: physicalLocation(path, span, sources, true), message: { text: message } };
}

function fixObject(path: string, { title, edits, safety }: Finding["fixes"][number], sources: ReportSources): Fix {
  return {
    description: { text: title },
    artifactChanges: [
      {
        artifactLocation: { uri: uriOf(path), uriBaseId: ROOT_ID },
        replacements: edits.map(({ span, newText }) => ({
          deletedRegion: region(path, span, sources),
          ...(newText === "" ? {} : { insertedContent: { text: sources.hide(path, newText) } }),
        })),
      },
    ],
    properties: { safety },
  };
}

function physicalLocation(path: string, span: Span, sources: ReportSources, withSnippet: boolean): PhysicalLocation {
  const { startLine } = region(path, span, sources);
  // A minified line would make the report larger than the file.
  const line = sources.line(path, startLine! - 1).slice(0, 300);
  return {
    artifactLocation: { uri: uriOf(path), uriBaseId: ROOT_ID },
    region: region(path, span, sources),
    ...(withSnippet && line !== "" ? { contextRegion: { startLine: startLine!, snippet: { text: line } } } : {}),
  };
}

function region(path: string, span: Span, sources: ReportSources): Region {
  const start = sources.place(path, span.start);
  const end = sources.place(path, span.end);
  return { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column };
}

/** A path as a relative URI: what would end it or be read as something else is escaped. */
function uriOf(path: string): string {
  return path.split("/").map(encodeURIComponent).join("/");
}

function notification({ kind, path, line, column, ruleId, message }: ScanProblem): Notification {
  const isGrave =
    kind === "rule-failed" || kind === "file-failed" || kind === "rule-invalid" || kind === "configuration-invalid";
  return {
    descriptor: { id: kind },
    level: isGrave ? "error" : "note",
    message: { text: message },
    ...(ruleId === undefined ? {} : { associatedRule: { id: ruleId } }),
    ...(path === undefined
      ? {}
      : {
          locations: [
            {
              physicalLocation: {
                artifactLocation:
                  path.startsWith("/") || /^[a-zA-Z]:/.test(path)
                    ? { description: { text: path } }
                    : { uri: uriOf(path), uriBaseId: ROOT_ID },
                ...(line === undefined
                  ? {}
                  : { region: { startLine: line, ...(column === undefined ? {} : { startColumn: column }) } }),
              },
            },
          ],
        }),
  };
}
