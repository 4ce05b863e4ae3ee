import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import Ajv, { type AnySchema } from "ajv";
import addFormats from "ajv-formats";
import fc from "fast-check";
import { createColors } from "picocolors";
import type { Log } from "sarif";
import type { Finding, ScanProblem, Severity } from "../../server/src/detect/finding.ts";
import { toJson } from "../../server/src/report/json.ts";
import { firstSentence, plainText } from "../../server/src/report/markdown.ts";
import { inOrder, type Report, ReportSources, type RuleInfo } from "../../server/src/report/report.ts";
import { toSarif } from "../../server/src/report/sarif.ts";
import { toText } from "../../server/src/report/text.ts";

/**
 * The official schema, as a package ships it. It is in draft 4, whose only word that this schema uses and later drafts
 * read otherwise is `id`.
 */
function sarifSchema(): AnySchema {
  const file = join(process.cwd(), "node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json");
  const { $schema: _, id: __, ...schema } = JSON.parse(readFileSync(file, "utf8"));
  return schema as AnySchema;
}

const ajv = new Ajv({ strict: false, unicodeRegExp: false, allErrors: true });
addFormats(ajv);
const validate = ajv.compile(sarifSchema());

function assertValid(text: string): Log {
  const log = JSON.parse(text) as Log;
  assert.ok(validate(log), JSON.stringify(validate.errors?.slice(0, 3)));
  return log;
}

const TEXT = "const id = req.query.id;\nconst key = 'TOPSECRETVALUE';\ndb.query('a' + id);\n// ü 😀 done\n";

function finding(more: Partial<Finding>): Finding {
  return {
    ruleId: "sql-injection",
    path: "src/a b#1.js",
    span: { start: 64, end: 72 },
    message: "It is unsafe.",
    severity: "error",
    confidence: "high",
    traces: [],
    fixes: [],
    fingerprint: "0123456789abcdef0123456789abcdef",
    metavariables: {},
    isSecret: false,
    ...more,
  };
}

function rule(more: Partial<RuleInfo>): RuleInfo {
  return {
    id: "sql-injection",
    message: "This query depends on it. And more.",
    severity: "error",
    confidence: "high",
    cwe: ["CWE-89"],
    owasp: ["A03:2021"],
    guidance: "Whoever **controls** it wins. See [x](https://x.invalid).\n\n```js\nok();\n```",
    references: ["https://example.invalid/a"],
    kind: "flow",
    languages: ["javascript"],
    file: "rules/sql.yaml",
    isOffByDefault: false,
    hasFix: true,
    ...more,
  };
}

function reportOf(findings: readonly Finding[], problems: readonly ScanProblem[] = []): Report {
  const rules = [rule({}), rule({ id: "aws-key", kind: "secret", cwe: ["CWE-798"], references: [] })];
  return {
    version: "1.2.3",
    findings,
    problems,
    rules: new Map(rules.map((each) => [each.id, each])),
    statistics: { files: 3, lines: 12, rules: 2, milliseconds: 1234, skipped: { binary: 1 }, accepted: 0, fixed: 0 },
    sources: new ReportSources((path) => (path === "gone.js" ? undefined : TEXT), findings),
  };
}

const SECRET = finding({ ruleId: "aws-key", span: { start: 38, end: 52 }, isSecret: true, severity: "critical" });

const FULL = finding({
  traces: [
    [
      { path: "src/a b#1.js", span: { start: 11, end: 20 }, message: "it comes from the query string" },
      { path: "src/a b#1.js", span: { start: 30, end: 33 }, message: "it passes by the key" },
      { path: "src/a b#1.js", span: { start: 64, end: 72 }, message: "it is part of the query" },
    ],
  ],
  fixes: [
    {
      title: "Bind it",
      safety: "safe",
      edits: [
        { span: { start: 64, end: 72 }, newText: "'a ?', [id]" },
        { span: { start: 0, end: 5 }, newText: "" },
      ],
    },
  ],
});

test("SARIF says where, how it got there, how to fix it, and is valid by the official schema", () => {
  const suppressed = finding({ suppressed: { span: { start: 84, end: 90 }, reason: "checked", until: "2027-01-01" } });
  const problems: ScanProblem[] = [
    { kind: "rule-failed", ruleId: "x", path: "a.js", line: 3, message: "it failed" },
    { kind: "rule-invalid", path: "/elsewhere/r.yaml", line: 1, column: 2, message: "wrong" },
    { kind: "budget-spent", message: "stopped" },
  ];
  const log = assertValid(toSarif(reportOf([FULL, SECRET, suppressed], problems)));
  const [run] = log.runs;
  const [result] = run!.results!;
  assert.equal(result!.ruleId, "sql-injection");
  assert.equal(result!.level, "error");
  assert.equal(run!.tool.driver.rules![result!.ruleIndex!]!.id, "sql-injection");
  assert.equal(result!.partialFingerprints!["bartizan/v1"], FULL.fingerprint);
  const { artifactLocation, region } = result!.locations![0]!.physicalLocation!;
  assert.equal(artifactLocation!.uri, "src/a%20b%231.js");
  assert.deepEqual(region, { startLine: 3, startColumn: 10, endLine: 3, endColumn: 18 });
  assert.deepEqual(
    result!.codeFlows![0]!.threadFlows[0]!.locations!.map(
      ({ location }) =>
        `${location!.physicalLocation!.artifactLocation!.uri}:${location!.physicalLocation!.region!.startLine} ${location!.message!.text}`,
    ),
    [
      "src/a%20b%231.js:1 it comes from the query string",
      "src/a%20b%231.js:2 it passes by the key",
      "src/a%20b%231.js:3 it is part of the query",
    ],
  );
  const [change] = result!.fixes![0]!.artifactChanges!;
  assert.equal(change!.replacements[0]!.insertedContent!.text, "'a ?', [id]");
  assert.deepEqual(change!.replacements[1]!.deletedRegion, { startLine: 1, startColumn: 1, endLine: 1, endColumn: 6 });
  const { properties, help } = run!.tool.driver.rules!.find(({ id }) => id === "sql-injection")!;
  assert.deepEqual(properties!.tags, ["security", "external/cwe/cwe-089", "external/owasp/a03-2021"]);
  assert.equal(properties!["security-severity"], "8.0");
  assert.match(help!.text, /Whoever controls it wins\. See x \(https:\/\/x\.invalid\)\.\n\n {4}ok\(\);/);
  assert.ok(run!.tool.driver.rules!.find(({ id }) => id === "aws-key")!.properties!.tags!.includes("secret"));
  assert.deepEqual(
    run!.results![2]!.suppressions!.map(({ kind, justification }) => [kind, justification]),
    [["inSource", "checked"]],
  );
  assert.equal(run!.invocations![0]!.executionSuccessful, false);
  assert.equal(run!.invocations![0]!.toolExecutionNotifications!.length, 3);
  assert.ok(!JSON.stringify(log).includes("/elsewhere") || JSON.stringify(log).includes('"description"'));
});

test("no report shows a secret, nor the line of another finding that holds it", () => {
  const neighbour = finding({ span: { start: 25, end: 34 } });
  const report = reportOf([neighbour, SECRET, FULL]);
  const options = { colors: createColors(false), shownPath: (path: string) => path, width: 100 };
  for (const text of [toSarif(report), toJson(report), toText(report, options)]) {
    assert.ok(!text.includes("SECRETVALUE"));
    assert.ok(text.includes("TOP•••"));
  }
});

test("reports are pure: the same findings give the same bytes, whatever the time it took", () => {
  const one = reportOf([FULL, SECRET]);
  const other = { ...reportOf([FULL, SECRET]), statistics: { ...one.statistics, milliseconds: 99 } };
  assert.equal(toJson(one), toJson(other));
  assert.equal(toSarif(one), toSarif(other));
});

test("of a line that holds thousands of findings JSON tells what stands around each", () => {
  const line = Array.from({ length: 2_000 }, (_, at) => `f(x${at});`).join("");
  const start = line.indexOf("f(x999)");
  const found = finding({ path: "long.js", span: { start, end: start + 7 } });
  const report = { ...reportOf([found]), sources: new ReportSources(() => line, [found]) };
  const { code } = JSON.parse(toJson(report)).findings[0];
  assert.equal(code.length, 1_000);
  assert.ok(code.includes("f(x999)"));
});

test("any finding gives valid SARIF and a text without a throw", () => {
  const offset = fc.nat(TEXT.length + 5);
  const span = fc.tuple(offset, offset).map(([a, b]) => ({ start: Math.min(a, b), end: Math.max(a, b) }));
  const path = fc.constantFrom("a.js", "gone.js", "ä/ö %.py", "x:y\\z");
  const step = fc.record({ path, span, message: fc.string() });
  const any = fc.record({
    ruleId: fc.constantFrom("sql-injection", "aws-key", "unknown"),
    path,
    span,
    message: fc.string({ minLength: 1 }),
    severity: fc.constantFrom<Severity>("critical", "error", "warning", "info"),
    traces: fc.array(fc.array(step, { minLength: 1, maxLength: 20 }), { maxLength: 2 }),
    fixes: fc.array(
      fc.record({
        title: fc.string(),
        safety: fc.constantFrom("safe" as const, "review" as const),
        edits: fc.array(fc.record({ span, newText: fc.string() }), { minLength: 1 }),
      }),
    ),
    isSecret: fc.boolean(),
    suppressed: fc.option(fc.record({ span, reason: fc.string() }), { nil: undefined }),
  });
  fc.assert(
    fc.property(fc.array(any.map(finding), { maxLength: 4 }), (findings) => {
      const report = reportOf(inOrder(findings));
      assertValid(toSarif(report));
      JSON.parse(toJson(report));
      const text = toText(report, { colors: createColors(false), shownPath: (each) => each, width: 80 });
      assert.ok(!/[^\P{Cc}\n]/u.test(text));
    }),
  );
});

test("Markdown reads as plain text", () => {
  assert.equal(
    plainText("# Head\n\nA `b` **c** [d](https://e).\n\n\n\n```js\nx `y`\n```\nend"),
    "Head\n\nA b c d (https://e).\n\n    x `y`\nend",
  );
  assert.equal(firstSentence("One thing. Another."), "One thing.");
  assert.equal(firstSentence("Version 1.2 of\n`it` is old! Yes"), "Version 1.2 of it is old!");
  assert.equal(firstSentence("no stop\n\nsecond"), "no stop");
  assert.equal(firstSentence(""), "");
});
