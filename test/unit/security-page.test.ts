import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import fc from "fast-check";
import type { Finding, Severity } from "../../server/src/detect/finding.ts";
import { categoryOf, cweNumber, cweTitle } from "../../server/src/detect/weaknesses.ts";
import type { PageFacts, PageFinding } from "../../server/src/report/page/facts.ts";
import {
  comparedWithBaseline,
  leftOutBy,
  problemLines,
  sortInto,
  toPageFinding,
} from "../../server/src/report/page/gather.ts";
import { securityPage } from "../../server/src/report/page/page.ts";
import { FULL_SCORE, scoreOf, WEIGHTS } from "../../server/src/report/page/score.ts";
import { STANDARDS } from "../../server/src/report/page/standards.ts";
import { ReportSources } from "../../server/src/report/report.ts";
import { builtinRuleFiles } from "./builtin-rules.ts";

function found(more: Partial<PageFinding> = {}): PageFinding {
  return {
    ruleId: "sql-injection",
    severity: "error",
    confidence: "high",
    path: "web/app.js",
    line: 3,
    message: "Whoever sends this can change what `query` does.",
    steps: [],
    cwe: ["CWE-89"],
    owasp: ["A03:2021"],
    ...more,
  };
}

function facts(more: Partial<PageFacts> = {}): PageFacts {
  return {
    subject: "shop",
    version: "1.2.3",
    date: "2026-06-15",
    files: 12,
    lines: 3456,
    seconds: 1.25,
    skipped: [{ reason: "binary", count: 2 }],
    problems: [],
    rules: 500,
    rulesDigests: ["0123456789abcdef"],
    ruleFiles: [],
    leftOut: [],
    open: [],
    accepted: [],
    silenced: [],
    ...more,
  };
}

/** What a person reads, without markup and with plain spaces. */
function readable(page: string): string {
  return page
    .replace(/<style>[\s\S]*?<\/style>/, "")
    .replace(/<wbr>/g, "")
    .replace(/<[^>]*>/g, " ")
    .replace(/&lt;/g, "<")
    .replace(/&gt;/g, ">")
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, "&")
    .replace(/\s+/g, " ");
}

/** The cells of the table that has a caption, row by row. */
function rowsOf(page: string, caption: string): string[][] {
  const table = page
    .split("<table>")
    .find((part) => readable(part.slice(0, part.indexOf("</caption>"))).trim() === caption);
  assert.ok(table, `there is no table "${caption}"`);
  const body = table.slice(table.indexOf("<tbody>"), table.indexOf("</table>"));
  return [...body.matchAll(/<tr>([\s\S]*?)<\/tr>/g)].map(([, row]) =>
    [...row!.matchAll(/<t[hd][^>]*>([\s\S]*?)<\/t[hd]>/g)].map(([, cell]) => readable(cell!).trim()),
  );
}

/** Only tags and attributes that the page itself writes. */
function checkMarkup(page: string): void {
  const known =
    /^<(?:!DOCTYPE html|\/?(?:html|head|meta|title|style|body|header|main|nav|section|h[1-4]|p|a|ul|ol|li|dl|dt|dd|div|span|small|strong|em|code|svg|rect|table|caption|thead|tbody|tfoot|tr|th|td|wbr)(?: [a-zA-Z-]+="[^"<>]*")*\/?)>$/;
  for (const [tag] of page.replace(/<style>[\s\S]*?<\/style>/, "").matchAll(/<[^>]*>?/g)) {
    assert.match(tag, known);
    assert.doesNotMatch(tag.replace(/="[^"]*"/g, "="), / (?:on\w+|style|src)=/);
  }
}

const HOSTILE = `"><script>alert(1)</script><img src=x onerror='a'>&amp;\u202e\u0007\`<b>\`</style>`;

test("whatever a scanned tree is made of is text on the page", () => {
  const finding = found({
    ruleId: HOSTILE,
    path: HOSTILE,
    message: HOSTILE,
    steps: [
      { path: HOSTILE, line: 1, message: HOSTILE },
      { path: HOSTILE, line: 2, message: HOSTILE },
    ],
    cwe: [`CWE-89: ${HOSTILE}`, HOSTILE],
    owasp: [HOSTILE],
    commit: { id: HOSTILE, author: HOSTILE, date: HOSTILE },
  });
  const page = securityPage(
    facts({
      subject: HOSTILE,
      part: HOSTILE,
      version: HOSTILE,
      skipped: [{ reason: HOSTILE, count: 1 }],
      problems: [HOSTILE],
      rulesDigests: [HOSTILE],
      ruleFiles: [HOSTILE],
      leftOut: [HOSTILE],
      open: [finding],
      accepted: [finding],
      silenced: [{ ...finding, reason: HOSTILE, until: "2027-01-01" }],
      baseline: { files: [HOSTILE], entries: 2, silenced: 0, gone: [{ ruleId: HOSTILE, path: HOSTILE, isSeen: true }] },
    }),
  );
  checkMarkup(page);
  for (const sign of ["\u202e", "\u0007"]) assert.ok(!page.includes(sign));
  assert.equal(page.match(/<\/style>/g)?.length, 1);
  assert.match(readable(page), /"><script>alert\(1\)<\/script>/);
});

test("any text is text on the page", () => {
  const text = fc.oneof(
    fc.string({ unit: "grapheme" }),
    fc.string({ unit: fc.constantFrom("<", ">", "&", '"', "'", "`", "/", "a") }),
  );
  fc.assert(
    fc.property(text, text, text, (path, message, reason) => {
      const finding = found({
        path,
        message,
        steps: [
          { path, line: 1, message },
          { path, line: 2, message },
        ],
      });
      checkMarkup(securityPage(facts({ subject: path, open: [finding], silenced: [{ ...finding, reason }] })));
    }),
    { numRuns: 100 },
  );
});

test("the page needs no network and no script, and its policy allows its own style alone", () => {
  const page = securityPage(facts({ open: [found()] }));
  const [, style] = /<style>([\s\S]*?)<\/style>/.exec(page)!;
  const digest = createHash("sha256").update(style!).digest("base64");
  const [, policy] = /Content-Security-Policy" content="([^"]*)"/.exec(page)!;
  assert.equal(
    readable(policy!),
    `default-src 'none'; style-src 'sha256-${digest}'; base-uri 'none'; form-action 'none'`,
  );
  assert.doesNotMatch(page, /<(?:script|link|img|iframe|object|base|form)\b|@import|url\(/i);
  assert.deepEqual(
    [...new Set([...page.matchAll(/ href="([^"#][^"]*)"/g)].map(([, href]) => href))],
    ["https://cwe.mitre.org/data/definitions/89.html"],
  );
});

test("headings go down by one, tables have captions and headers, the language is told, links within lead somewhere", () => {
  const page = securityPage(
    facts({ open: [found(), found({ cwe: [], owasp: [] })], accepted: [found()], problems: ["it failed"] }),
  );
  assert.match(page, /<html lang="en">/);
  const levels = [...page.matchAll(/<h(\d)/g)].map(([, level]) => Number(level));
  assert.equal(levels[0], 1);
  for (const [index, level] of levels.entries()) assert.ok(level <= (levels[index - 1] ?? 0) + 1, `${levels}`);
  assert.equal(levels.filter((level) => level === 1).length, 1);
  const tables = page.split("<table>").slice(1);
  assert.ok(tables.length > 5);
  for (const table of tables) assert.match(table, /^\n<caption>[^<]+<\/caption>\n<thead><tr><th scope="col">/);
  const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id!);
  assert.equal(new Set(ids).size, ids.length);
  for (const [, target] of page.matchAll(/(?:href="#|aria-labelledby=")([^"]+)"/g))
    assert.ok(ids.includes(target!), target);
});

test("colours have contrast enough, on screens light and dark and on paper", () => {
  const [, style] = /<style>([\s\S]*?)<\/style>/.exec(securityPage(facts()))!;
  const schemes = [...style!.matchAll(/:root \{([\s\S]*?)\}/g)].map(([, block]) =>
    Object.fromEntries([...block!.matchAll(/--(\w+): (#[0-9a-f]{6})/g)].map(([, name, value]) => [name, value!])),
  );
  assert.equal(schemes.length, 3);
  for (const colours of schemes)
    for (const ground of ["ground", "raised"])
      for (const name of ["text", "quiet", "link", "critical", "error", "warning", "info"]) {
        const ratio = contrast(colours[name]!, colours[ground]!);
        assert.ok(ratio >= 4.5, `${name} on ${ground}: ${ratio.toFixed(2)}`);
      }
});

/** As WCAG 2 defines it. */
function contrast(one: string, other: string): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light! + 0.05) / (dark! + 0.05);
}

function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}

const times = (severity: Severity, count: number) => Array.from({ length: count }, () => found({ severity }));

test("the score is what its own table says, whatever was found", () => {
  const most = WEIGHTS.reduce((sum, weight) => sum + weight.most, 0);
  assert.equal(most, FULL_SCORE);
  const counts = fc.tuple(fc.nat(12), fc.nat(12), fc.nat(25), fc.nat(25));
  fc.assert(
    fc.property(counts, ([critical, error, warning, info]) => {
      const open = [
        ...times("critical", critical),
        ...times("error", error),
        ...times("warning", warning),
        ...times("info", info),
      ];
      const page = securityPage(facts({ open }));
      const rows = rowsOf(page, "How the score comes about");
      const numbers = rows.slice(0, -1).map(([, ...cells]) => cells.map((cell) => Number(cell)));
      let taken = 0;
      for (const [count, points, , limit, part] of numbers) {
        assert.equal(part, Math.min(limit!, count! * points!));
        taken += part!;
      }
      assert.equal(Number(rows.at(-1)!.at(-1)), taken);
      assert.ok(readable(page).includes(`${FULL_SCORE} − ${taken} = ${FULL_SCORE - taken}`));
      const { score } = scoreOf(open);
      assert.equal(score, FULL_SCORE - taken);
      assert.ok(score >= 0 && score <= FULL_SCORE);
      assert.equal(
        numbers.reduce((sum, [count]) => sum + count!, 0),
        open.length,
      );
    }),
    { numRuns: 60 },
  );
});

test("one critical finding cannot hide behind a clean rest, and one more never makes it better", () => {
  assert.equal(scoreOf([]).score, 100);
  assert.equal(scoreOf(times("critical", 1)).score, 85);
  assert.equal(scoreOf(times("info", 1000)).score, 95);
  for (const { severity } of WEIGHTS)
    for (let count = 1; count < 30; count++)
      assert.ok(scoreOf(times(severity, count)).score <= scoreOf(times(severity, count - 1)).score);
});

test("every finding is listed once, under its category and weakness, with its way", () => {
  const steps = Array.from({ length: 20 }, (_, at) => ({ path: "web/a.js", line: at + 1, message: `step ${at + 1}` }));
  const open = [
    found({ steps, message: "First.", path: "web/first.js" }),
    found({ cwe: ["CWE-798"], owasp: [], message: "Second.", severity: "critical" }),
    found({ cwe: [], owasp: [], message: "Third." }),
    found({
      cwe: ["CWE-79: Cross-site Scripting"],
      owasp: ["A07:2017 - XSS", "A03:2021 - Injection"],
      message: "Fourth.",
    }),
  ];
  const page = readable(securityPage(facts({ open })));
  for (const { message } of open) assert.equal(page.split(message).length, 2, message);
  const order = [
    "A03:2021 Injection 2 findings",
    "CWE-79 Cross-site scripting 1",
    "CWE-89 SQL injection 1",
    "web/first.js:3",
    "web/a.js:6 step 6 … 8 steps left out … web/a.js:15 step 15",
    "A07:2021 Identification and authentication failures 1 finding",
    "CWE-798 Credentials in code 1",
    "In no category of the OWASP Top 10 of 2021 1 finding",
    "No weakness named 1",
  ].map((text) => page.indexOf(text));
  assert.ok(!order.includes(-1), `${order}`);
  assert.deepEqual(
    [...order].sort((a, b) => a - b),
    order,
  );
});

test("comments that silence are told with reason and end, and what ends soon is marked", () => {
  const silenced = [
    { ...found(), reason: "the table is ours", until: "2026-07-01" },
    { ...found({ path: "b.js" }), reason: "", until: "2027-01-01" },
    { ...found({ path: "c.js" }), reason: "measured" },
  ];
  const rows = rowsOf(securityPage(facts({ silenced })), "3 silenced findings");
  assert.deepEqual(
    rows.map(([place, , , reason, until]) => [place, reason, until]),
    [
      ["web/app.js:3", "the table is ours", "2026-07-01 (16 days left)"],
      ["b.js:3", "none given", "2027-01-01"],
      ["c.js:3", "measured", "no end"],
    ],
  );
});

const entry = (fingerprint: string, path = "a.js") => ({ fingerprint, ruleId: "r", path });

test("what became of a baseline adds up", () => {
  const entries = [entry("1"), entry("1"), entry("2"), entry("3"), entry("4", "other/b.js"), { fingerprint: "5" }];
  const suppressed = { span: { start: 0, end: 1 }, reason: "x" };
  const all: Pick<Finding, "fingerprint" | "suppressed">[] = [
    { fingerprint: "1" },
    { fingerprint: "2", suppressed },
    { fingerprint: "6" },
    { fingerprint: "7" },
  ];
  const compared = comparedWithBaseline(entries, all, (path) => !path.startsWith("other/"));
  assert.deepEqual(compared, {
    entries: 5,
    silenced: 1,
    gone: [
      { ruleId: "r", path: "a.js", isSeen: true },
      { ruleId: "r", path: "other/b.js", isSeen: false },
      { isSeen: true },
    ],
  });
  const page = securityPage(
    facts({ open: [found(), found()], accepted: [found()], baseline: { files: ["old.json"], ...compared } }),
  );
  const rows = rowsOf(page, "What came and what went").map(([, number]) => Number(number!.replace("−", "-")));
  assert.deepEqual(rows, [5, -2, -1, -1, 2, 3]);
  assert.equal(
    rows.slice(0, -1).reduce((sum, number) => sum + number),
    rows.at(-1),
  );
  assert.match(readable(page), /No longer found .* a\.js r \(no path\)/);
});

test("every clause stands on weaknesses that exist, and is told with its number, never as met", () => {
  const numbers = new Set<string>();
  for (const { name, clauses } of STANDARDS)
    for (const { number, title, weaknesses } of clauses) {
      assert.ok(!numbers.has(`${name} ${number}`), `${name} ${number} twice`);
      numbers.add(`${name} ${number}`);
      assert.ok(title.length > 10 && weaknesses.length > 0, number);
      for (const weakness of weaknesses) assert.ok(cweTitle(weakness), `${name} ${number}: CWE-${weakness}`);
    }
  const page = securityPage(facts({ open: [found()], accepted: [found({ cwe: ["CWE-798"] })] }));
  const rows = rowsOf(page, "Findings that touch clauses of PCI DSS v4.0");
  assert.deepEqual(
    rows.map(([number, , weaknesses, open, others]) => [number, weaknesses, open, others]),
    [
      ["6.2.4", "CWE-89", "1", "0"],
      ["8.6.2", "CWE-798", "0", "1"],
    ],
  );
  for (const { name, clauses } of STANDARDS)
    for (const { number } of clauses) assert.ok(readable(page).includes(number), `${name} ${number}`);
  assert.match(readable(page), /Nothing on this page says that anything complies/);
  assert.doesNotMatch(readable(page), /compliant/i);
});

test("every weakness that a built-in rule names has a title", () => {
  const files = builtinRuleFiles();
  let count = 0;
  for (const { loaded } of files)
    for (const { id, metadata } of loaded?.rules ?? []) {
      for (const cwe of metadata.cwe) assert.ok(cweTitle(cweNumber(cwe)!), `${id}: ${cwe}`);
      if (metadata.owasp.length > 0) assert.ok(categoryOf(metadata.owasp, []), `${id}: ${metadata.owasp}`);
      count++;
    }
  assert.ok(count > 100);
});

test("secrets are masked, also where another finding, a step or a reason names them", () => {
  const secret = ["TOP", "SECRET", "VALUE"].join("");
  const text = `const key = '${secret}';\nrun(key);\n`;
  const span = { start: text.indexOf(secret), end: text.indexOf(secret) + secret.length };
  const base: Finding = {
    ruleId: "x",
    path: "a.js",
    span: { start: 33, end: 36 },
    message: `It runs ${secret}.`,
    severity: "error",
    confidence: "high",
    traces: [
      [
        { path: "a.js", span, message: `kept in ${secret}` },
        { path: "a.js", span, message: "run" },
      ],
    ],
    fixes: [],
    fingerprint: "f",
    metavariables: {},
    isSecret: false,
  };
  const all = [base, { ...base, ruleId: "key", span, isSecret: true, message: "A key." }];
  const sources = new ReportSources(() => text, all);
  const sorted = { open: [], accepted: [], silenced: [] };
  for (const finding of all)
    sortInto(
      sorted,
      toPageFinding(finding, undefined, {
        place: (path, { start }) => ({ path, line: sources.place(path, start).line }),
        hide: (path, said) => sources.hide(path, said),
      }),
      undefined,
      false,
    );
  const page = securityPage(facts(sorted));
  assert.ok(!page.includes(secret.slice(3)), page.slice(page.indexOf("<main>")));
  assert.match(page, /It runs TOP/);
  assert.match(readable(page), /a\.js:1 kept in TOP/);
});

test("what is not reported, and what went wrong, is told", () => {
  const left = leftOutBy({
    minimumSeverity: "warning",
    minimumConfidence: "medium",
    usesDefaultRules: false,
    overrides: [
      { rule: "*", setting: "off" },
      { rule: "sql-*", setting: "on" },
      { rule: "weak-hash", setting: "off" },
    ],
  });
  const problems = problemLines([
    { kind: "rule-failed", ruleId: "x", path: "a.js", line: 3, message: "it failed" },
    { kind: "syntax-error", path: "a.js", message: "broken" },
    { kind: "syntax-error", path: "a.js", message: "broken again" },
    { kind: "flow-limited", path: "a.js", message: "too much" },
    ...Array.from({ length: 60 }, (_, at) => ({ kind: "file-failed" as const, path: `${at}.js`, message: "no" })),
  ]);
  const page = readable(securityPage(facts({ leftOut: left, problems, ruleFiles: ["own.yaml"], part: "src" })));
  for (const said of [
    "what the rules that come with Bartizan would find; what other rules than sql-* would find",
    "turned off: weak-hash; findings milder than warning; findings of less than medium confidence",
    "a.js:3: rule x: it failed",
    "And 11 more.",
    "1 file has syntax errors",
    "Data was not followed everywhere, for there was too much of it: once.",
    "Rule files of your own own.yaml",
    "Scanned src",
    "not text 2",
    "12, 3\u202f456 lines",
  ].map((text) => text.replace(/\s+/g, " ")))
    assert.ok(page.includes(said), said);
});
