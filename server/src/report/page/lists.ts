// The second half of the report: every finding where it belongs, what was accepted and silenced, and which clauses that touches.

import {
  categoryLabel,
  categoryOf,
  cweNumber,
  cweTitle,
  cweUrl,
  OWASP_YEAR,
  type OwaspCategory,
} from "../../detect/weaknesses.ts";
import { addToList } from "../../text/multimap.ts";
import { compareTexts } from "../../text/order.ts";
import type { PageFacts, PageFinding, PagePlace, PageStep, SilencedFinding } from "./facts.ts";
import { html, type Markup, sentence } from "./html.ts";
import { type Clause, STANDARDS, type Standard } from "./standards.ts";
import { count, SEVERITIES, severityMark, shownNumber, table } from "./words.ts";

/** Of a long path, the first and the last of its steps. */
const MOST_STEPS = 12;
const SOON_DAYS = 30;

export function findingsSection({ open }: PageFacts): Markup {
  const groups = grouped(open, ({ owasp, cwe }) => categoryOf(owasp, cwe) ?? "");
  return html`<section aria-labelledby="findings">
<h2 id="findings">Findings by OWASP Top 10 category and weakness</h2>
${open.length === 0 ? html`<p>There is none.</p>` : html`<p>Each finding is listed once, under the first weakness that its rule names.</p>`}
${groups.map(([category, findings]) => categoryPart(category, findings))}</section>
`;
}

function categoryPart(category: string, findings: readonly PageFinding[]): Markup {
  const title = category
    ? categoryLabel(category as OwaspCategory)
    : `In no category of the OWASP Top 10 of ${OWASP_YEAR}`;
  const weaknesses = grouped(findings, ({ cwe }) => cwe.map(cweNumber).find((number) => number !== undefined) ?? 0);
  return html`<section>
<h3>${title} <span class="count">${count(findings.length, "finding")}</span></h3>
${weaknesses.map(
  ([number, list]) => html`<h4>${weaknessTitle(number)} <span class="count">${shownNumber(list.length)}</span></h4>
<ul class="findings">
${list.map(findingItem)}</ul>
`,
)}</section>
`;
}

/** By key in order, what is in no group last; in each, the worst first. */
function grouped<Key extends string | number>(
  findings: readonly PageFinding[],
  keyOf: (finding: PageFinding) => Key,
): [Key, PageFinding[]][] {
  const groups = new Map<Key, PageFinding[]>();
  for (const finding of findings) addToList(groups, keyOf(finding), finding);
  const isLess = (a: Key, b: Key) => Number(!a) - Number(!b) || (a < b ? -1 : 1);
  return [...groups]
    .map(([key, list]): [Key, PageFinding[]] => [key, list.sort(worstFirst)])
    .sort((a, b) => isLess(a[0], b[0]));
}

function worstFirst(a: PageFinding, b: PageFinding): number {
  return (
    SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) || compareTexts(a.path, b.path) || a.line - b.line
  );
}

function weaknessTitle(number: number): Markup {
  if (number === 0) return html`No weakness named`;
  const title = cweTitle(number);
  return html`<a href="${cweUrl(number)}">CWE-${number}</a>${title === undefined ? "" : ` ${title}`}`;
}

function findingItem(finding: PageFinding): Markup {
  const { severity, ruleId, confidence, message, steps } = finding;
  return html`<li>
<p class="what">${severityMark(severity)} <strong>${placeMark(finding)}</strong> <span class="rule">${ruleId}${confidence === "high" ? "" : `, ${confidence} confidence`}</span></p>
<p>${sentence(message)}</p>
${notesOf(finding)}${steps.length > 1 && stepList(steps)}</li>
`;
}

/** A long path may go on in the next line behind a slash. */
function placeMark({ path, line }: PagePlace): Markup {
  const parts = `${path}:${line}`.split("/");
  return html`<code>${parts.map((part, index) => html`${index > 0 && html`/<wbr>`}${part}`)}</code>`;
}

function notesOf({ commit, validity }: PageFinding): Markup | undefined {
  const notes = [
    ...(commit ? [`Since commit ${commit.id.slice(0, 12)} of ${commit.date.slice(0, 10)}, by ${commit.author}.`] : []),
    ...(validity === "valid" ? ["Its provider accepted it: it works."] : []),
    ...(validity === "invalid" ? ["Its provider does not accept it."] : []),
    ...(validity === "unknown" ? ["Its provider did not say whether it works."] : []),
  ];
  return notes.length === 0 ? undefined : html`<p>${notes.join(" ")}</p>\n`;
}

function stepList(steps: readonly PageStep[]): Markup {
  const item = (step: PageStep, at: number) =>
    html`<li value="${at + 1}">${placeMark(step)} ${sentence(step.message)}</li>\n`;
  const left = steps.length - MOST_STEPS;
  if (left <= 0) return html`<ol class="steps" aria-label="How the value gets here">${steps.map(item)}</ol>\n`;
  const half = MOST_STEPS / 2;
  const last = steps.length - half;
  return html`<ol class="steps" aria-label="How the value gets here">${steps.slice(0, half).map(item)}<li class="left" value="${half + 1}">… ${count(left, "step")} left out …</li>
${steps.slice(last).map((step, at) => item(step, last + at))}</ol>
`;
}

export function acceptedSection({ accepted }: PageFacts): Markup | undefined {
  if (accepted.length === 0) return undefined;
  const rows = [...accepted]
    .sort(worstFirst)
    .map((finding) => [placeMark(finding), severityMark(finding.severity), finding.ruleId, sentence(finding.message)]);
  const columns = [{ title: "Place" }, { title: "Severity" }, { title: "Rule" }, { title: "What it says" }];
  return html`<section aria-labelledby="accepted">
<h2 id="accepted">Accepted in the baseline</h2>
<p>These flaws are there. Somebody accepted them for the time being; a baseline has neither reasons nor dates.</p>
${table(`${count(accepted.length, "accepted finding")}`, columns, rows)}</section>
`;
}

export function silencedSection({ silenced, date }: PageFacts): Markup {
  const rows = [...silenced]
    .sort((a, b) => compareTexts(a.until ?? "9", b.until ?? "9") || worstFirst(a, b))
    .map((finding) => [
      placeMark(finding),
      severityMark(finding.severity),
      finding.ruleId,
      finding.reason === "" ? html`<em>none given</em>` : finding.reason,
      untilText(finding, date),
    ]);
  const columns = [
    { title: "Place" },
    { title: "Severity" },
    { title: "Rule" },
    { title: "Reason" },
    { title: "Until" },
  ];
  return html`<section aria-labelledby="silenced">
<h2 id="silenced">Silenced by comments in the code</h2>
${rows.length === 0 ? html`<p>There is none.</p>` : table(count(rows.length, "silenced finding"), columns, rows)}
</section>
`;
}

function untilText({ until }: SilencedFinding, today: string): Markup {
  if (until === undefined) return html`no end`;
  const days = Math.round((Date.parse(until) - Date.parse(today)) / 86_400_000);
  return days <= SOON_DAYS ? html`${until} <strong>(${count(days, "day")} left)</strong>` : html`${until}`;
}

export function clausesSection({ open, accepted, silenced }: PageFacts): Markup {
  const others = [...accepted, ...silenced];
  return html`<section aria-labelledby="clauses">
<h2 id="clauses">Clauses that findings touch</h2>
<p>A finding touches a clause if its weakness is something that the clause speaks of. That is a place to look at, no judgement: a finding does not prove a breach, and that no finding touches a clause does not show that it is met. Most of what these texts ask for is not in source code at all. The clauses' titles are summaries.</p>
${STANDARDS.map((standard) => standardPart(standard, open, others))}</section>
`;
}

function standardPart(
  { name, scope, clauses }: Standard,
  open: readonly PageFinding[],
  others: readonly PageFinding[],
): Markup {
  const touched = clauses.flatMap((clause) => {
    const now = touching(clause, open);
    const put = touching(clause, others);
    return now.length + put.length === 0 ? [] : [{ clause, now, put }];
  });
  const untouched = clauses.filter((clause) => !touched.some((each) => each.clause === clause));
  const rows = touched.map(({ clause, now, put }) => [
    html`<span class="word">${clause.number}</span>`,
    clause.title,
    weaknessesOf(clause, [...now, ...put]),
    shownNumber(now.length),
    shownNumber(put.length),
  ]);
  const columns = [
    { title: "Clause" },
    { title: "What it is about" },
    { title: "Weaknesses found" },
    { title: "Open findings", isNumber: true },
    { title: "Accepted or silenced", isNumber: true },
  ];
  const numbers = untouched.map(({ number }) => number).join(", ");
  return html`<section>
<h3>${name}</h3>
<p>Applies ${scope}.</p>
${rows.length > 0 && table(`Findings that touch clauses of ${name}`, columns, rows)}
${untouched.length > 0 && html`<p class="untouched">No finding touches ${numbers}.</p>\n`}</section>
`;
}

function touching({ weaknesses }: Clause, findings: readonly PageFinding[]): PageFinding[] {
  return findings.filter(({ cwe }) => cwe.some((each) => weaknesses.includes(cweNumber(each) ?? 0)));
}

function weaknessesOf({ weaknesses }: Clause, findings: readonly PageFinding[]): Markup {
  const found = new Set(findings.flatMap(({ cwe }) => cwe.map((each) => cweNumber(each) ?? 0)));
  const numbers = [...new Set(weaknesses)].filter((number) => found.has(number)).sort((a, b) => a - b);
  return html`${numbers.map((number, index) => html`${index > 0 && ", "}<span class="word">CWE-${number}</span>`)}`;
}
