// A finding as LSP shows it: diagnostics, the items of lists, and the steps of its path.

import * as l10n from "@vscode/l10n";
import {
  type Diagnostic,
  type DiagnosticRelatedInformation,
  DiagnosticSeverity,
  DiagnosticTag,
  type Range,
} from "vscode-languageserver";
import type { Finding, Severity, Step } from "../detect/finding.ts";
import type { Rule } from "../detect/rule.ts";
import { type FindingItem, type PathResult, type PathStep, SERVER_NAME } from "../protocol.ts";
import type { LineIndex } from "../text/line-index.ts";
import type { Span } from "../text/span.ts";
import type { Project, Scanned } from "./project.ts";

const LONGEST_MESSAGE = 120;

/** What a diagnostic's `data` says, for the actions on it. */
export interface DiagnosticData {
  readonly id: string;
}

/** How the client spells the URI of a file. */
export type UriOf = (project: Project, path: string) => string;

export function toDiagnostics(project: Project, scanned: Scanned, uriOf: UriOf): Diagnostic[] {
  return scanned.findings
    .filter(({ suppressed }) => suppressed === undefined)
    .map((finding) => toDiagnostic(project, scanned, finding, uriOf));
}

function toDiagnostic(project: Project, scanned: Scanned, finding: Finding, uriOf: UriOf): Diagnostic {
  const rule = project.rule(finding.ruleId);
  const diagnostic: Diagnostic = {
    range: toRange(scanned.lines, finding.span),
    severity: toSeverity(finding.severity),
    source: SERVER_NAME,
    code: finding.ruleId,
    message: headline(finding.message),
    data: { id: finding.fingerprint } satisfies DiagnosticData,
  };
  const href = referenceOf(rule);
  if (href) diagnostic.codeDescription = { href };
  const related = relatedInformation(project, scanned, finding, uriOf);
  if (related.length > 0) diagnostic.relatedInformation = related;
  const tags = tagsOf(finding, rule);
  if (tags.length > 0) diagnostic.tags = tags;
  return diagnostic;
}

export function toRange(lines: LineIndex, span: Span): Range {
  return { start: lines.positionAt(span.start), end: lines.positionAt(span.end) };
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

function tagsOf(finding: Finding, rule: Rule | undefined): DiagnosticTag[] {
  if (isUnusedSuppression(finding)) return [DiagnosticTag.Unnecessary];
  return rule?.metadata.other["deprecated"] === true ? [DiagnosticTag.Deprecated] : [];
}

/** The engine's own finding about a comment that silences nothing. */
export function isUnusedSuppression(finding: Finding): boolean {
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

export function cweNumber(cwe: string): string | undefined {
  return /\d+/.exec(cwe)?.[0];
}

export function cweUrl(number: string): string {
  return `https://cwe.mitre.org/data/definitions/${number}.html`;
}

/** A public page about the weakness. */
function referenceOf(rule: Rule | undefined): string | undefined {
  const number = rule?.metadata.cwe.map(cweNumber).find((found) => found !== undefined);
  if (number) return cweUrl(number);
  return rule?.metadata.references.find((reference) => reference.startsWith("https://"));
}

/** Only what follows data has a path to show; a finding's first trace is its shortest. */
function relatedInformation(
  project: Project,
  scanned: Scanned,
  finding: Finding,
  uriOf: UriOf,
): DiagnosticRelatedInformation[] {
  const related: DiagnosticRelatedInformation[] = [];
  for (const step of finding.traces[0] ?? []) {
    const lines = step.path === scanned.path ? scanned.lines : project.lines(step.path);
    if (lines)
      related.push({
        location: { uri: uriOf(project, step.path), range: toRange(lines, step.span) },
        message: step.message,
      });
  }
  return related;
}

export function toFindingItem(project: Project, scanned: Scanned, finding: Finding): FindingItem {
  const rule = project.rule(finding.ruleId);
  const { suppressed } = finding;
  return {
    id: finding.fingerprint,
    ruleId: finding.ruleId,
    message: headline(finding.message),
    range: toRange(scanned.lines, finding.span),
    severity: finding.severity,
    confidence: finding.confidence,
    cwe: rule?.metadata.cwe ?? [],
    owasp: rule?.metadata.owasp ?? [],
    steps: finding.traces[0]?.length ?? 0,
    fixTitle: finding.fixes[0]?.title,
    suppressed: suppressed && { reason: suppressed.reason, until: suppressed.until },
  };
}

export function toPath(project: Project, scanned: Scanned, finding: Finding, uriOf: UriOf): PathResult {
  const here: Step = { path: scanned.path, span: finding.span, message: headline(finding.message) };
  const traces = finding.traces.length > 0 ? finding.traces : [[here]];
  return {
    uri: uriOf(project, scanned.path),
    finding: toFindingItem(project, scanned, finding),
    paths: traces.map((trace) => trace.flatMap((step, at) => toStep(project, step, at, trace.length, finding, uriOf))),
  };
}

function toStep(project: Project, step: Step, at: number, count: number, finding: Finding, uriOf: UriOf): PathStep[] {
  const text = project.text(step.path);
  const lines = project.lines(step.path);
  if (text === undefined || !lines) return [];
  const line = lines.lineAt(step.span.start);
  return [
    {
      uri: uriOf(project, step.path),
      range: toRange(lines, step.span),
      message: step.message,
      kind: at === count - 1 ? "sink" : at === 0 ? "source" : "step",
      code: finding.isSecret
        ? l10n.t("(hidden)")
        : text
            .slice(lines.lineStart(line), lines.lineStart(line + 1))
            .trim()
            .slice(0, 200),
    },
  ];
}
