// Findings for people at a terminal: place, consequence, the code, how the value got there, what to do, and one line at the
// end that sums up.

import type { Colors } from "picocolors/types";
import type { Finding, Severity, Step } from "../detect/finding.ts";
import { firstSentence } from "./markdown.ts";
import { activeFindings, type Report, type ReportSources, type RuleInfo } from "./report.ts";

export interface TextOptions {
  readonly colors: Colors;
  /** How a path of the report is shown: relative to where the person stands. */
  shownPath(path: string): string;
  /** Columns to wrap at. */
  readonly width: number;
  /** What is found is being accepted, so nobody needs to be told how that is done. */
  readonly isAccepting?: boolean;
  /** How a finding may be accepted, in lines, where that is to be said of each. */
  acceptance?(finding: Finding): readonly string[];
}

const CONTEXT_LINES = 1;
const LONGEST_CODE_SPAN = 6;
const MOST_STEPS = 12;

export function toText(report: Report, options: TextOptions): string {
  const findings = activeFindings(report);
  const parts = findings.map((finding) => findingText(finding, report, options));
  return [...parts, summaryLine(report, findings, options)].join("\n");
}

function findingText(finding: Finding, report: Report, options: TextOptions): string {
  const { colors, shownPath } = options;
  const sources = report.sources.of(finding);
  const rule = report.rules.get(finding.ruleId);
  const { line, column } = sources.place(finding.path, finding.span.start);
  const place = expandTabs(`${shownPath(finding.path)}:${line}:${column}`);
  const sure = finding.confidence === "high" ? "" : colors.dim(` (${finding.confidence} confidence)`);
  const lines = [
    `${colors.bold(place)}  ${severityText(finding.severity, colors)}  ${colors.cyan(finding.ruleId)}${sure}`,
    ...wrapped(finding.message.trim(), options.width, "  "),
    "",
    ...codeFrame(finding, sources, colors),
    ...traceLines(finding, sources, options),
    ...commitLines(finding, options),
    ...validityLines(finding, options),
    ...adviceLines(finding, rule, options),
    ...(options.acceptance?.(finding) ?? []).map((line) => `  ${expandTabs(line)}`),
  ];
  return `${lines.join("\n")}\n`;
}

function severityText(severity: Severity, { bold, red, yellow, blue, inverse, isColorSupported }: Colors): string {
  switch (severity) {
    case "critical":
      return isColorSupported ? bold(inverse(red(" critical "))) : "critical";
    case "error":
      return bold(red("error"));
    case "warning":
      return bold(yellow("warning"));
    case "info":
      return bold(blue("info"));
    default:
      return severity satisfies never;
  }
}

function codeFrame({ path, span }: Finding, sources: ReportSources, colors: Colors): string[] {
  const lines = sources.lines(path);
  const first = lines.lineAt(span.start);
  const last = Math.max(first, lines.lineAt(Math.max(span.start, span.end - 1)));
  const from = Math.max(0, first - CONTEXT_LINES);
  const shownLast = Math.min(last, first + LONGEST_CODE_SPAN - 1);
  const to = Math.min(lines.lineCount - 1, shownLast + (shownLast === last ? CONTEXT_LINES : 0));
  const digits = String(to + 1).length;
  const result: string[] = [];
  for (let line = from; line <= to; line++) {
    const isMarked = line >= first && line <= shownLast;
    const text = sources.line(path, line);
    if (!isMarked && text.trim() === "") continue;
    const start = lines.lineStart(line);
    // Of a very long line the part around the finding.
    const cut = isMarked && span.start - start > 100 ? Math.max(0, span.start - start - 40) : 0;
    const visible = `${cut > 0 ? "…" : ""}${text.slice(cut, cut + 160)}${text.length > cut + 160 ? "…" : ""}`;
    const number = String(line + 1).padStart(digits);
    result.push(
      isMarked
        ? `  ${colors.red(">")} ${number} ${colors.dim("|")} ${expandTabs(visible)}`
        : colors.dim(`    ${number} | ${expandTabs(visible)}`),
    );
    if (!isMarked) continue;
    const shift = cut > 0 ? 1 - cut : 0;
    const begin = Math.max(0, Math.max(span.start, start) - start + shift);
    const until = Math.min(visible.length, Math.min(span.end, start + text.length) - start + shift);
    const lead = expandTabs(visible.slice(0, begin));
    const blank = /^\s*/.exec(visible.slice(begin, until))![0].length;
    const marked = expandTabs(visible.slice(begin + blank, until));
    const marks = "^".repeat(Math.max(1, displayWidth(marked)));
    if (line === first || marked !== "")
      result.push(
        `    ${" ".repeat(digits)} ${colors.dim("|")} ${" ".repeat(displayWidth(lead) + blank)}${colors.red(marks)}`,
      );
  }
  if (shownLast < last) result.push(colors.dim(`    ${" ".repeat(digits)} | … ${last - shownLast} more lines`));
  return [...result, ""];
}

function expandTabs(text: string): string {
  // Whatever else controls a terminal must not come out of a scanned file.
  return text.replaceAll("\t", "  ").replace(/[\p{Cc}\p{Bidi_Control}]/gu, "\u00b7");
}

/** Columns that a text takes: wide East Asian characters and emoji take two, combining marks none. */
function displayWidth(text: string): number {
  let width = 0;
  for (const character of text) {
    if (/\p{Mark}|\u200d/u.test(character)) continue;
    width +=
      /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u.test(
        character,
      )
        ? 2
        : 1;
  }
  return width;
}

function traceLines({ traces }: Finding, sources: ReportSources, { colors, shownPath }: TextOptions): string[] {
  const steps = traces[0];
  if (!steps || steps.length === 0) return [];
  const shown =
    steps.length <= MOST_STEPS ? steps : [...steps.slice(0, MOST_STEPS / 2), ...steps.slice(-MOST_STEPS / 2)];
  const places = shown.map(({ path, span }: Step) => {
    const { line, column } = sources.place(path, span.start);
    return expandTabs(`${shownPath(path)}:${line}:${column}`);
  });
  const widest = Math.max(...places.map((place) => place.length));
  const lines = shown.map((step, index) => {
    const number =
      index < MOST_STEPS / 2 || steps.length <= MOST_STEPS ? index + 1 : steps.length - (shown.length - index) + 1;
    return `    ${String(number).padStart(2)}  ${colors.dim(places[index]!.padEnd(widest))}  ${expandTabs(step.message)}`;
  });
  if (shown.length < steps.length)
    lines.splice(MOST_STEPS / 2, 0, colors.dim(`        … ${steps.length - shown.length} more steps`));
  const others = traces.length - 1;
  if (others > 0) lines.push(colors.dim(`        and ${others} other ${others === 1 ? "way" : "ways"} to get here`));
  return ["  How the value gets here:", ...lines, ""];
}

function commitLines({ commit }: Finding, { colors }: TextOptions): string[] {
  if (commit === undefined) return [];
  return [expandTabs(`  Since ${colors.bold(commit.id)}, ${commit.date}, by ${commit.author}.`)];
}

function validityLines({ validity }: Finding, { colors }: TextOptions): string[] {
  switch (validity) {
    case "valid":
      return [`  ${colors.red("It works")}: its provider accepted it just now.`];
    case "invalid":
      return ["  Its provider does not accept it (any more)."];
    case "unknown":
      return ["  Its provider was asked and did not say whether it works."];
    case undefined:
      return [];
    default:
      return validity satisfies never;
  }
}

function adviceLines(finding: Finding, rule: RuleInfo | undefined, options: TextOptions): string[] {
  const { colors } = options;
  const lines: string[] = [];
  const [fix] = finding.fixes;
  if (fix)
    lines.push(
      `  ${colors.green("Fix:")} ${fix.title}.${fix.safety === "safe" ? " (`--fix` does it.)" : finding.isSecret ? "" : " (`--fix-all` does it.)"}`,
    );
  const advice = rule ? firstSentence(rule.guidance) : "";
  if (advice && rule)
    lines.push(...wrapped(`${advice} (More: \`bartizan rules show ${rule.id}\`)`, options.width, "  "));
  const marks = rule ? [...rule.cwe, ...rule.owasp] : [];
  if (marks.length > 0) lines.push(colors.dim(`  ${marks.join(", ")}`));
  return lines;
}

function wrapped(text: string, width: number, indent: string): string[] {
  const lines: string[] = [];
  for (const paragraph of expandTabsKeepingLines(text)) {
    let line = indent;
    for (const word of paragraph.split(/\s+/)) {
      if (line.length > indent.length && line.length + 1 + word.length > width) {
        lines.push(line);
        line = indent;
      }
      line += (line.length > indent.length ? " " : "") + word;
    }
    lines.push(line);
  }
  return lines;
}

function expandTabsKeepingLines(text: string): string[] {
  return text.split(/\r?\n/).map(expandTabs);
}

const SEVERITY_ORDER: readonly Severity[] = ["critical", "error", "warning", "info"];

function summaryLine(
  { statistics, findings: all }: Report,
  findings: readonly Finding[],
  { colors, isAccepting = false }: TextOptions,
): string {
  const { files, rules, milliseconds, skipped, accepted, fixed, commits } = statistics;
  const scope = `${count(files, "file")}, ${commits === undefined ? "" : `${count(commits, "commit")}, `}${count(rules, "rule")}, ${duration(milliseconds)}`;
  const notes: string[] = [];
  if (fixed > 0) notes.push(`${fixed} fixed`);
  const suppressed = all.length - findings.length;
  if (suppressed > 0) notes.push(`${suppressed} suppressed`);
  if (accepted > 0) notes.push(`${accepted} in the baseline`);
  const left = Object.values(skipped).reduce((sum, each) => sum + each, 0);
  if (left > 0) notes.push(`${left} skipped (\`--verbose\` says what and why)`);
  const rest = notes.length > 0 ? colors.dim(` ${capital(notes.join(", "))}.`) : "";
  if (findings.length === 0) return `${colors.green("No findings")} in ${scope}.${rest}\n`;
  const bySeverity = SEVERITY_ORDER.flatMap((severity) => {
    const number = findings.filter((finding) => finding.severity === severity).length;
    return number > 0 ? [`${number} ${severity}`] : [];
  });
  const where = new Set(findings.map(({ path }) => path)).size;
  const accept = colors.dim(
    "To accept one, write `bartizan-ignore RULE-ID -- reason` in a comment on its line or the one above; to accept all, use `--write-baseline FILE`.",
  );
  const found = `${colors.bold(count(findings.length, "finding"))} (${bySeverity.join(", ")}) in ${where} of ${scope}.${rest}\n`;
  return isAccepting ? found : `${found}${accept}\n`;
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

export function count(number: number, noun: string, plural = `${noun}s`): string {
  return `${number} ${number === 1 ? noun : plural}`;
}

function duration(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  const seconds = milliseconds / 1000;
  return seconds < 60 ? `${seconds.toFixed(1)} s` : `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}
