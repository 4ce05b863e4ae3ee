// The hover: in about ten lines, what the flaw does, how this very value gets here, and this very line put right.

import * as l10n from "@vscode/l10n";
import { type Hover, MarkupKind } from "vscode-languageserver";
import type { Finding } from "../detect/finding.ts";
import { cweNumber, cweUrl } from "../detect/weaknesses.ts";
import { Commands } from "../protocol.ts";
import type { ActionTarget } from "./actions.ts";
import { fixDiff } from "./fix-diff.ts";
import type { Project, Scanned } from "./project.ts";

/** More findings than this at one place are only counted. */
const MOST_SHOWN = 3;
const MOST_STEPS = 5;
const SHORT_GUIDANCE = 200;

/** Findings that are open whose span holds an offset, the smallest first. */
export function findingsAt(project: Project, scanned: Scanned, offset: number): readonly Finding[] {
  return scanned.findings
    .filter((finding) => project.isOpen(finding) && finding.span.start <= offset && offset <= finding.span.end)
    .sort((a, b) => a.span.end - a.span.start - (b.span.end - b.span.start));
}

/** @param hasCommands whether links may run our client's commands */
export function toHover(target: ActionTarget, offset: number, hasCommands: boolean): Hover | undefined {
  const { project, scanned, uri } = target;
  const found = findingsAt(project, scanned, offset);
  const first = found[0];
  if (!first) return undefined;
  const parts = found.slice(0, MOST_SHOWN).map((finding) => describe(project, scanned, finding, { uri, hasCommands }));
  const rest = found.length - MOST_SHOWN;
  if (rest > 0) parts.push(rest === 1 ? l10n.t("1 more finding here.") : l10n.t("{0} more findings here.", rest));
  return {
    contents: { kind: MarkupKind.Markdown, value: parts.join("\n\n---\n\n") },
    range: target.locate(project, scanned.path, first.span)?.range,
  };
}

interface HoverOptions {
  readonly uri: string;
  readonly hasCommands: boolean;
}

function describe(project: Project, scanned: Scanned, finding: Finding, options: HoverOptions): string {
  const rule = project.rule(finding.ruleId);
  const fix = finding.fixes[0];
  const diff =
    fix && !finding.isSecret ? fixDiff(scanned, fix, (shown) => project.hide(scanned.path, shown)) : undefined;
  const journey = describeJourney(scanned, finding);
  const guidance = oneLine(rule.guidance.trim().split(/\n\s*\n/)[0] ?? "");
  const headline = `**${escapeMarkdown(oneLine(finding.message))}**`;
  const about = [describeRule(finding, rule.cwe), ...commandLinks(finding, options)].join(" · ");
  // Our own client's editor shows the message and the steps in the same hover, above this: there the diff comes first, and
  // what can be done stands before what there is to read, as little may be left of the box.
  const parts = options.hasCommands
    ? [diff, about, firstSentences(guidance)]
    : [headline, journey, guidance, diff, about];
  const blocks = parts.filter((part) => part !== undefined && part !== "");
  return blocks.join("\n\n");
}

/** This value's way, in words: "`req.query.id` comes from the request (line 3) → … → reaches the query (line 9)". */
function describeJourney(scanned: Scanned, finding: Finding): string | undefined {
  const trace = finding.traces[0];
  if (!trace || trace.length < 2) return undefined;
  const words: string[] = [];
  let lastPlace = "";
  let lastSaid = "";
  for (const step of trace) {
    const isHere = step.path === scanned.path;
    const line = isHere ? scanned.lines.lineAt(step.span.start) + 1 : 0;
    const place = isHere ? l10n.t("line {0}", line) : step.path.slice(step.path.lastIndexOf("/") + 1);
    const said = oneLine(step.message).replace(/[.]$/, "");
    if (place === lastPlace && said === lastSaid) continue;
    words.push(place === lastPlace ? said : `${said} (${escapeMarkdown(place)})`);
    lastPlace = place;
    lastSaid = said;
  }
  const left = words.length - MOST_STEPS;
  if (left > 0) words.splice(MOST_STEPS - 1, left, l10n.t("{0} more steps", left));
  return words.join(" → ");
}

function describeRule(finding: Finding, cwes: readonly string[]): string {
  const parts = [`\`${finding.ruleId}\``];
  for (const cwe of cwes.slice(0, 2)) {
    const number = cweNumber(cwe);
    if (number !== undefined) parts.push(`[CWE-${number}](${cweUrl(number)})`);
  }
  parts.push(confidenceWords(finding.confidence));
  return parts.join(" · ");
}

function confidenceWords(confidence: Finding["confidence"]): string {
  switch (confidence) {
    case "high":
      return l10n.t("high confidence");
    case "medium":
      return l10n.t("medium confidence");
    case "low":
      return l10n.t("low confidence");
  }
}

function commandLinks(finding: Finding, options: HoverOptions): string[] {
  if (!options.hasCommands) return [];
  const argument = encodeURIComponent(JSON.stringify([{ uri: options.uri, id: finding.fingerprint }]));
  const link = (title: string, command: string) => `[${title}](command:${command}?${argument})`;
  const links: string[] = [];
  if (finding.traces.length > 0) links.push(link(l10n.t("Show path"), Commands.showPath));
  if (finding.fixes.length > 0) links.push(link(l10n.t("Fix"), Commands.fix));
  links.push(link(l10n.t("Ignore…"), Commands.suppress));
  return links;
}

/** Whole sentences, as many as fit into two lines of a hover, and one at least. */
function firstSentences(text: string): string {
  const sentences = text.split(/(?<=[.!?])\s+(?=[A-Z`])/);
  let said = sentences.shift() ?? "";
  for (const sentence of sentences) {
    if (said.length + sentence.length >= SHORT_GUIDANCE) break;
    said += ` ${sentence}`;
  }
  return said;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

/** Messages are text, but may quote code in backticks: that stays. */
function escapeMarkdown(text: string): string {
  return text
    .split(/(`[^`]*`)/)
    .map((part, at) => (at % 2 === 1 ? part : part.replace(/[\\*_[\]<>#|]/g, "\\$&")))
    .join("");
}
