// A finding as LSP shows it: diagnostics, the items of lists, and the steps of its path.

import * as l10n from "@vscode/l10n";
import {
  type Diagnostic,
  type DiagnosticRelatedInformation,
  DiagnosticSeverity,
  DiagnosticTag,
} from "vscode-languageserver";
import type { Finding, Severity, Step } from "../detect/finding.ts";
import { categoryLabels, cweNumber, cweUrl, weaknessLabel } from "../detect/weaknesses.ts";
import { type FindingItem, type PathResult, type PathStep, SERVER_NAME } from "../protocol.ts";
import type { Locate, Place } from "./places.ts";
import type { Project, Scanned } from "./project.ts";
import type { RuleFacts } from "./rule-facts.ts";
import { uriKey } from "./uri.ts";

const LONGEST_MESSAGE = 120;
const LONGEST_CODE = 200;

/** What a diagnostic's `data` says, for the actions on it. */
export interface DiagnosticData {
  readonly id: string;
}

/** The findings of one document: of a file all, of a notebook's cell those that lie in it. */
export function findingsIn(
  uri: string,
  project: Project,
  scanned: Scanned,
  locate: Locate,
): { finding: Finding; place: Place }[] {
  const key = uriKey(uri);
  return scanned.findings.flatMap((finding) => {
    const place = locate(project, scanned.path, finding.span);
    return place && uriKey(place.uri) === key ? [{ finding, place }] : [];
  });
}

export function toDiagnostics(uri: string, project: Project, scanned: Scanned, locate: Locate): Diagnostic[] {
  return findingsIn(uri, project, scanned, locate)
    .filter(({ finding }) => project.isOpen(finding))
    .map(({ finding, place }) => toDiagnostic(project, finding, place, locate));
}

function toDiagnostic(project: Project, finding: Finding, { range }: Place, locate: Locate): Diagnostic {
  const rule = project.rule(finding.ruleId);
  const diagnostic: Diagnostic = {
    range,
    severity: toSeverity(finding.severity),
    source: SERVER_NAME,
    code: finding.ruleId,
    message: headline(finding.message),
    data: { id: finding.fingerprint } satisfies DiagnosticData,
  };
  const href = referenceOf(rule);
  if (href) diagnostic.codeDescription = { href };
  const related = relatedInformation(project, finding, locate);
  if (related.length > 0) diagnostic.relatedInformation = related;
  const tags = tagsOf(finding, rule);
  if (tags.length > 0) diagnostic.tags = tags;
  return diagnostic;
}

function toSeverity(severity: Severity): DiagnosticSeverity {
  switch (severity) {
    case "critical":
    case "error":
      return DiagnosticSeverity.Error;
    case "warning":
      return DiagnosticSeverity.Warning;
    case "info":
      return DiagnosticSeverity.Information;
  }
}

function tagsOf(finding: Finding, rule: RuleFacts): DiagnosticTag[] {
  if (isUnusedSuppression(finding)) return [DiagnosticTag.Unnecessary];
  return rule.isDeprecated ? [DiagnosticTag.Deprecated] : [];
}

/** The engine's own finding about a comment that silences nothing. */
function isUnusedSuppression(finding: Finding): boolean {
  return finding.ruleId === "unused-suppression";
}

/** One line: the first sentence of a message, cut at a word. */
export function headline(message: string): string {
  const line = message.replace(/\s+/g, " ").trim();
  const sentence = /^.{20,}?[.!?](?=\s+[A-Z`"'])/.exec(line)?.[0] ?? line;
  if (sentence.length <= LONGEST_MESSAGE) return sentence;
  const cut = sentence.slice(0, LONGEST_MESSAGE - 1);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(" "), LONGEST_MESSAGE / 2))}…`;
}

/** A public page about the weakness. */
function referenceOf({ cwe, references }: RuleFacts): string | undefined {
  const number = cwe.map(cweNumber).find((found) => found !== undefined);
  return number !== undefined ? cweUrl(number) : references.find((reference) => reference.startsWith("https://"));
}

/** Only what follows data has a path to show; a finding's first trace is its shortest. Steps that say the same twice are one. */
function relatedInformation(project: Project, finding: Finding, locate: Locate): DiagnosticRelatedInformation[] {
  const related: DiagnosticRelatedInformation[] = [];
  for (const { path, span, message } of finding.traces[0] ?? []) {
    const place = locate(project, path, span);
    if (!place) continue;
    const { uri, range } = place;
    const last = related.at(-1);
    const isSame =
      last?.message === message && last.location.uri === uri && last.location.range.start.line === range.start.line;
    if (!isSame) related.push({ location: { uri, range }, message });
  }
  return related;
}

export function toFindingItem(project: Project, finding: Finding, { range }: Place): FindingItem {
  const rule = project.rule(finding.ruleId);
  const { suppressed } = finding;
  return {
    id: finding.fingerprint,
    ruleId: finding.ruleId,
    message: headline(finding.message),
    range,
    severity: finding.severity,
    confidence: finding.confidence,
    cwe: rule.cwe.map(weaknessLabel),
    owasp: categoryLabels(rule.owasp, rule.cwe),
    steps: finding.traces[0]?.length ?? 0,
    fixTitle: finding.fixes[0]?.title,
    isAccepted: project.config.isAccepted(finding),
    suppressed: suppressed && { reason: suppressed.reason, until: suppressed.until },
  };
}

export function toPath(project: Project, scanned: Scanned, finding: Finding, locate: Locate): PathResult | undefined {
  const place = locate(project, scanned.path, finding.span);
  if (!place) return undefined;
  const here: Step = { path: scanned.path, span: finding.span, message: headline(finding.message) };
  const traces = finding.traces.length > 0 ? finding.traces : [[here]];
  return {
    uri: place.uri,
    finding: toFindingItem(project, finding, place),
    paths: traces.map((trace) => trace.flatMap((step, at) => toStep(project, step, at, trace.length, finding, locate))),
  };
}

function toStep(project: Project, step: Step, at: number, count: number, finding: Finding, locate: Locate): PathStep[] {
  const place = locate(project, step.path, step.span);
  const text = project.text(step.path);
  const lines = project.lines(step.path);
  if (!place || text === undefined || !lines) return [];
  const line = lines.lineAt(step.span.start);
  const code = project.hide(step.path, text.slice(lines.lineStart(line), lines.lineStart(line + 1)).trim());
  return [
    {
      uri: place.uri,
      range: place.range,
      message: step.message,
      kind: at === count - 1 ? "sink" : at === 0 ? "source" : "step",
      code: finding.isSecret ? l10n.t("(hidden)") : code.slice(0, LONGEST_CODE),
    },
  ];
}
