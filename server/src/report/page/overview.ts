// The first half of the report: the figures, what was scanned, how the score comes about, what changed since the baseline.

import type { Severity } from "../../detect/finding.ts";
import type { PageBaseline, PageFacts } from "./facts.ts";
import { html, type Markup } from "./html.ts";
import { FULL_SCORE, scoreOf } from "./score.ts";
import { count, SEVERITIES, severityMark, shownNumber, table } from "./words.ts";

export function figures({ open, accepted, silenced, baseline }: PageFacts): Markup {
  const { score } = scoreOf(open);
  const others = [
    ...(accepted.length > 0 ? [`${count(accepted.length, "finding")} accepted in the baseline`] : []),
    ...(silenced.length > 0 ? [`${count(silenced.length, "finding")} silenced by comments in the code`] : []),
  ];
  const are = accepted.length + silenced.length === 1 ? "is" : "are";
  return html`<section aria-labelledby="figures">
<h2 id="figures">In short</h2>
<dl class="figures">
<div><dt>${baseline ? "Open findings, new since the baseline" : "Open findings"}</dt><dd id="open-findings">${shownNumber(open.length)}</dd></div>
<div><dt>Score</dt><dd>${shownNumber(score)} <small>of ${FULL_SCORE}</small></dd></div>
</dl>
${bar(open)}
${table("Open findings by severity", [{ title: "Severity" }, { title: "Findings", isNumber: true }, { title: "Files", isNumber: true }], severityRows(open))}
${others.length > 0 && html`<p>${others.join(" and ")} ${are} listed below and not counted here.</p>\n`}</section>
`;
}

function severityRows(open: PageFacts["open"]) {
  return SEVERITIES.map((severity) => {
    const found = open.filter((finding) => finding.severity === severity);
    return [
      severityMark(severity),
      shownNumber(found.length),
      shownNumber(new Set(found.map(({ path }) => path)).size),
    ];
  });
}

/** The table beside it says the same. */
function bar(open: readonly { readonly severity: Severity }[]): Markup | undefined {
  if (open.length === 0) return undefined;
  let at = 0;
  const parts = SEVERITIES.map((severity) => {
    const width = (1000 * open.filter((finding) => finding.severity === severity).length) / open.length;
    const x = at;
    at += width;
    return html`<rect class="${severity}" x="${x.toFixed(1)}" width="${width.toFixed(1)}" height="10"/>`;
  });
  return html`<svg class="bar" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true">${parts}</svg>`;
}

export function scannedSection(facts: PageFacts): Markup {
  const { part, files, lines, seconds, date, version, rules, rulesDigests, ruleFiles, leftOut, problems } = facts;
  const rows = [
    ["Scanned", part ?? "all of it"],
    ["Files", `${shownNumber(files)}${lines === undefined ? "" : `, ${count(lines, "line")}`}`],
    ["On", date],
    ["Took", `${seconds.toFixed(1)} s`],
    ["Engine", `Bartizan ${version}`],
    ["Rules", `${shownNumber(rules)}${ruleFiles.length === 0 ? ", those that come with Bartizan" : ""}`],
    ["Digest of rules and their settings", html`<code>${rulesDigests.join(", ")}</code>`],
    ...(ruleFiles.length > 0 ? [["Rule files of your own", codes(ruleFiles)]] : []),
    ["Not reported", leftOut.length > 0 ? leftOut.join("; ") : "nothing was turned off"],
  ] as const;
  return html`<section aria-labelledby="scanned">
<h2 id="scanned">What was scanned</h2>
${table("The scan", [{ title: "What" }, { title: "Value" }], rows)}
${skippedTable(facts)}
${
  problems.length > 0 &&
  html`<h3>What went wrong</h3>
<p>Where this is about a file or a rule, findings may be missing.</p>
<ul>${problems.map((problem) => html`<li>${problem}</li>\n`)}</ul>
`
}</section>
`;
}

const REASONS: Readonly<Record<string, string>> = {
  ignored: "left out by an ignore file (.gitignore and the like)",
  excluded: "left out by the configuration or an option",
  dependencies: "installed by a package manager",
  binary: "not text",
  "too-large": "larger than the limit",
  link: "links, whose targets are scanned where they are",
  special: "neither files nor folders",
  unreadable: "could not be read",
  missing: "gone, or could not be read",
};

function skippedTable({ skipped }: PageFacts): Markup {
  if (skipped.length === 0) return html`<p>No file was skipped.</p>`;
  const rows = skipped.map(({ reason, count: number }) => [REASONS[reason] ?? reason, shownNumber(number)]);
  return table(
    "Skipped: files, and folders with all that is in them",
    [{ title: "Reason" }, { title: "Skipped", isNumber: true }],
    rows,
  );
}

export function scoreSection({ open, accepted, silenced }: PageFacts): Markup {
  const { rows, taken, score } = scoreOf(open);
  const all = [...open, ...accepted, ...silenced];
  const arithmetic = rows.map(({ severity, count: number, points, most, taken: part }) => [
    severityMark(severity),
    shownNumber(number),
    shownNumber(points),
    html`${shownNumber(number)} × ${shownNumber(points)} = ${shownNumber(number * points)}`,
    shownNumber(most),
    shownNumber(part),
  ]);
  const columns = [
    { title: "Severity" },
    { title: "Findings", isNumber: true },
    { title: "Points each", isNumber: true },
    { title: "Product", isNumber: true },
    { title: "At most", isNumber: true },
    { title: "Taken", isNumber: true },
  ];
  return html`<section aria-labelledby="score">
<h2 id="score">The score, worked out</h2>
<p>The score begins at ${FULL_SCORE}. Each level of severity takes its number of findings times its points, and no more than its share.</p>
${table("How the score comes about", columns, arithmetic, ["Together", "", "", "", "", shownNumber(taken)])}
<p class="sum">${FULL_SCORE} − ${shownNumber(taken)} = <strong>${shownNumber(score)}</strong></p>
${
  all.length > open.length &&
  html`<p>With what the baseline accepts and comments silence counted too (${count(all.length, "finding")}), it would be <strong>${shownNumber(scoreOf(all).score)}</strong>.</p>
`
}<p>It weighs what was found and nothing else: not what a scan of source code cannot see, not how large the code is, not how likely an attack is.</p>
</section>
`;
}

export function baselineSection({ baseline, open, accepted }: PageFacts): Markup {
  return html`<section aria-labelledby="baseline">
<h2 id="baseline">Since the baseline</h2>
${baseline ? trend(baseline, open.length, accepted.length) : html`<p>There is no baseline: every finding counts as new. A baseline is a file of findings that were accepted at one time; with it this page tells what came and what went since.</p>`}
</section>
`;
}

function trend({ files, entries, gone, silenced }: PageBaseline, open: number, accepted: number): Markup {
  const seen = gone.filter(({ isSeen }) => isSeen);
  const unseen = gone.length - seen.length;
  // One entry may stand for several findings, as one finding may be reported twice.
  const repeated = accepted - (entries - gone.length - silenced);
  const rows = [
    ["Accepted when the baseline was written", shownNumber(entries)],
    ["No longer found", `−${shownNumber(seen.length)}`],
    ...(unseen > 0 ? [["Not looked at: the file was not part of this scan", `−${shownNumber(unseen)}`]] : []),
    ...(silenced > 0 ? [["Silenced by a comment instead", `−${shownNumber(silenced)}`]] : []),
    ...(repeated > 0 ? [["Found more than once", `+${shownNumber(repeated)}`]] : []),
    ["New: not in the baseline", `+${shownNumber(open)}`],
  ];
  const columns = [{ title: "Findings" }, { title: "Number", isNumber: true }];
  return html`<p>The baseline is ${codes(files)}.</p>
${table("What came and what went", columns, rows, ["Open or accepted now", shownNumber(open + accepted)])}
${
  seen.length > 0 &&
  html`<h3>No longer found</h3>
<p>Fixed, or the file, the rule or its level is no longer part of what is scanned.</p>
<ul class="plain">${seen.map(({ ruleId, path }) => html`<li><code>${path ?? "(no path)"}</code> ${ruleId ?? ""}</li>\n`)}</ul>
`
}`;
}

function codes(names: readonly string[]): Markup {
  return html`${names.map((name, index) => html`${index > 0 ? ", " : ""}<code>${name}</code>`)}`;
}
