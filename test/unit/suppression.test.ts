import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Finding } from "../../server/src/detect/finding.ts";
import {
  applySuppressions,
  type SuppressionContext,
  suppressionEdit,
  suppressionsOf,
} from "../../server/src/detect/suppression.ts";
import { LANGUAGES, type LanguageId, languageInfo } from "../../server/src/syntax/language.ts";
import { applyEdits } from "../../server/src/text/span.ts";

function findingAt(text: string, needle: string, ruleId = "sql-injection", isSecret = false): Finding {
  const start = text.indexOf(needle);
  assert.ok(start >= 0, `no ${needle} in the text`);
  return {
    ruleId,
    path: "a.js",
    span: { start, end: start + needle.length },
    message: "It is unsafe.",
    severity: "error",
    confidence: "high",
    traces: [],
    fixes: [],
    fingerprint: "",
    metavariables: {},
    isSecret,
  };
}

function contextOf(text: string, more: Partial<SuppressionContext> = {}): SuppressionContext {
  return { path: "a.js", text, today: "2026-06-15", reportUnused: true, isActive: () => true, ...more };
}

function apply(text: string, findings: readonly Finding[], language: LanguageId = "javascript", more = {}) {
  return applySuppressions(findings, suppressionsOf(text, language), contextOf(text, more));
}

function isSilenced(
  text: string,
  language: LanguageId = "javascript",
  ruleId = "sql-injection",
  isSecret = false,
): boolean {
  const result = apply(text, [findingAt(text, "BAD", ruleId, isSecret)], language);
  return result[0]!.suppressed !== undefined;
}

test("a comment on the line or on the one above silences its rule, with its reason", () => {
  assert.ok(isSilenced("f(BAD); // bartizan-ignore sql-injection -- checked above\n"));
  assert.ok(isSilenced("// bartizan-ignore sql-injection -- checked above\nf(BAD);\n"));
  const text = "/* bartizan-ignore xss, sql-injection until=2026-06-15 -- a -- b */\nf(BAD)";
  const [finding] = apply(text, [findingAt(text, "BAD")], "javascript", { reportUnused: false });
  assert.equal(finding!.suppressed?.reason, "a -- b");
  assert.equal(finding!.suppressed?.until, "2026-06-15");
});

test("comments above one another all count for the line of code below", () => {
  assert.ok(isSilenced("// bartizan-ignore sql-injection -- one\n// bartizan-ignore xss -- two\nf(BAD);\n"));
});

test("it silences no other rule, no other line, and nothing from inside a string", () => {
  assert.ok(!isSilenced("// bartizan-ignore xss -- reason\nf(BAD);\n"));
  assert.ok(!isSilenced("// bartizan-ignore sql-injection -- reason\n\nf(BAD);\n"));
  assert.ok(!isSilenced("g(); // bartizan-ignore sql-injection -- reason\nf(BAD);\n"));
  assert.ok(!isSilenced('f("// bartizan-ignore sql-injection", BAD);\n'));
  assert.ok(!isSilenced("// see the manual on bartizan-ignore sql-injection\nf(BAD);\n"));
});

test("a glob and the file-level form reach further", () => {
  assert.ok(isSilenced("// bartizan-ignore sql-* -- generated\nf(BAD);\n"));
  assert.ok(isSilenced("// bartizan-ignore-file sql-injection -- generated\n\n\nf(1);\nf(BAD);\n"));
});

test("a comment above a statement covers what stands on its later lines", () => {
  const text = "// bartizan-ignore sql-injection -- reason\ndb.query(\n  first,\n  BAD,\n);\n";
  const statement = { start: text.indexOf("db"), end: text.length - 1 };
  const [finding] = apply(text, [findingAt(text, "BAD")], "javascript", { statementOf: () => statement });
  assert.ok(finding!.suppressed);
});

test("every language's own comments are read", () => {
  for (const { id, lineComment, blockComment } of LANGUAGES) {
    const [open, close] = lineComment ? [lineComment, ""] : (blockComment ?? ["//", ""]);
    assert.ok(isSilenced(`${open} bartizan-ignore sql-injection -- why ${close}\nf BAD\n`, id), `${id}, above`);
    assert.ok(isSilenced(`f BAD ${open} bartizan-ignore sql-injection -- why ${close}\n`, id), `${id}, beside`);
    if (lineComment && blockComment)
      assert.ok(
        isSilenced(`${blockComment[0]} bartizan-ignore sql-injection ${blockComment[1]}\nf BAD\n`, id),
        `${id}, block`,
      );
  }
  assert.ok(isSilenced("<p>\n  {/* bartizan-ignore sql-injection -- why */}\n  <a b={BAD} />\n</p>", "tsx"));
});

test("nosemgrep is honoured as Semgrep has it", () => {
  assert.ok(isSilenced("f(BAD); // nosemgrep\n"));
  assert.ok(isSilenced("# nosem\nf(BAD)\n", "python"));
  assert.ok(isSilenced("f(BAD); // nosemgrep: sql-injection\n"));
  assert.ok(isSilenced("f(BAD); // nosemgrep: xss, javascript.express.security.sql-injection\n"));
  assert.ok(!isSilenced("f(BAD); // nosemgrep: xss\n"));
  assert.ok(!isSilenced('f("nosemgrep", BAD);\n'));
});

test("gitleaks:allow silences secrets on its own line only", () => {
  assert.ok(isSilenced("key = BAD # gitleaks:allow\n", "python", "aws", true));
  assert.ok(isSilenced("key=BAD gitleaks:allow\n", "generic", "aws", true));
  assert.ok(!isSilenced("key = BAD # gitleaks:allow\n", "python", "sql-injection", false));
  assert.ok(!isSilenced("# gitleaks:allow\nkey = BAD\n", "python", "aws", true));
});

test("an expired suppression is a finding again, with a note", () => {
  const text = "// bartizan-ignore sql-injection until=2026-06-14 -- soon\nf(BAD);\n";
  const [finding, ...more] = apply(text, [findingAt(text, "BAD")]);
  assert.equal(finding!.suppressed, undefined);
  assert.match(finding!.message, /expired on 2026-06-14/);
  assert.deepEqual(more, []);
});

test("an unused suppression is reported, and its fix leaves the code as if it had never been there", () => {
  const cases: [string, string][] = [
    ["a();\n  // bartizan-ignore xss -- r\n  f();\n", "a();\n  f();\n"],
    ["a();  // bartizan-ignore xss -- r\nf();\n", "a();\nf();\n"],
    ["a(/* bartizan-ignore xss -- r */ b);\n", "a( b);\n"],
    ["x = <a>\n  {/* bartizan-ignore xss -- r */}\n  <b/></a>\n", "x = <a>\n  <b/></a>\n"],
    ["/**\n * About it.\n * bartizan-ignore xss -- r\n */\nf();\n", "/**\n * About it.\n */\nf();\n"],
  ];
  for (const [text, after] of cases) {
    const found = apply(text, []);
    assert.equal(found.length, 1, text);
    assert.equal(found[0]!.ruleId, "unused-suppression");
    assert.equal(applyEdits(text, found[0]!.fixes[0]!.edits), after);
  }
});

test("of several rules only the unused one is taken out", () => {
  for (const listed of ["sql-injection, xss", "xss, sql-injection"]) {
    const text = `// bartizan-ignore ${listed} -- r\nf(BAD);\n`;
    const [, unused, ...more] = apply(text, [findingAt(text, "BAD")]);
    assert.deepEqual(more, []);
    assert.equal(applyEdits(text, unused!.fixes[0]!.edits), "// bartizan-ignore sql-injection -- r\nf(BAD);\n");
  }
});

test("a comment for a rule that did not run, and other tools' comments, are not called unused", () => {
  assert.deepEqual(apply("// bartizan-ignore xss -- r\nf();\n", [], "javascript", { isActive: () => false }), []);
  assert.deepEqual(apply("f(); // nosemgrep: xss\ng(); // gitleaks:allow\n", []), []);
});

test("a comment for a rule that does not exist says so, and what may have been meant", () => {
  const knownRules = () => new Set(["sql-injection", "xss"]);
  const more = { isActive: () => false, knownRules };
  const text = "// bartizan-ignore sql-injecton, nothing-like-it, xss, my-* -- r\nf();\n";
  const [near, far, ...others] = apply(text, [], "javascript", more);
  assert.deepEqual(others, []);
  assert.equal(near?.message, "There is no rule `sql-injecton`: did you mean `sql-injection`?");
  assert.equal(
    applyEdits(text, near.fixes[0]!.edits),
    "// bartizan-ignore sql-injection, nothing-like-it, xss, my-* -- r\nf();\n",
  );
  assert.equal(far?.message, "There is no rule `nothing-like-it`, so this silences nothing.");
  assert.equal(applyEdits(text, far.fixes[0]!.edits), "// bartizan-ignore sql-injecton, xss, my-* -- r\nf();\n");
  assert.deepEqual(apply(text, [], "javascript", { ...more, knownRules: () => undefined }), []);
});

test("a malformed suppression silences nothing and says what is wrong", () => {
  const cases: [string, RegExp][] = [
    ["bartizan-ignore", /no rule is named/],
    ["bartizan-ignore -- because", /no rule is named/],
    ["bartizan-ignore sql-injection until=2026-02-30 -- r", /until=2026-02-30/],
    ["bartizan-ignore sql-injection it is fine", /`it` is not a rule id/],
    ["bartizan-ignore-next-line sql-injection", /bartizan-ignore-next-line/],
  ];
  for (const [comment, message] of cases) {
    const text = `// ${comment}\nf(BAD);\n`;
    const [finding, invalid] = apply(text, [findingAt(text, "BAD")]);
    assert.equal(finding!.suppressed, undefined, comment);
    assert.equal(invalid!.ruleId, "invalid-suppression");
    assert.match(invalid!.message, message);
  }
});

test("the edit that writes a suppression silences that finding and no other rule's, in every language", () => {
  for (const { id } of LANGUAGES) {
    for (const newline of ["\n", "\r\n"])
      for (const scope of ["line", "file"] as const) {
        const text = ["one", "  two BAD", "three"].join(newline);
        const span = findingAt(text, "BAD").span;
        const made = suppressionEdit({
          path: "a",
          text,
          language: id,
          ruleId: "sql-injection",
          span,
          scope,
          reason: "why",
        });
        const { lineComment, blockComment } = languageInfo(id);
        if (!lineComment && !blockComment) {
          assert.equal(made, undefined);
          continue;
        }
        const after = applyEdits(text, [made!.edit]);
        assert.equal(after.slice(made!.reason.start, made!.reason.end), "why", `${id} ${scope}`);
        assert.ok(isSilenced(after, id), `${id} ${scope}`);
        assert.ok(!isSilenced(after, id, "xss"), `${id} ${scope}`);
        assert.ok(!newline.includes("\r") || !/[^\r]\n/.test(after), `${id} ${scope}: line ends`);
      }
  }
});

test("any sequence of suppressions hides exactly the findings asked for", () => {
  const rules = ["xss", "sql-injection", "path-traversal"];
  const marker = (line: number, rule: string) => `L${line}_${rule.replace("-", "_")};`;
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(4), fc.constantFrom(...rules)), { maxLength: 12 }),
      fc.constantFrom<LanguageId>("javascript", "python", "html", "bash"),
      (asked, language) => {
        let text = Array.from({ length: 5 }, (_, line) => rules.map((rule) => marker(line, rule)).join(" ")).join("\n");
        const wanted = new Set<string>();
        for (const [line, rule] of asked) {
          if (wanted.has(marker(line, rule))) continue;
          wanted.add(marker(line, rule));
          const span = findingAt(text, marker(line, rule)).span;
          text = applyEdits(text, [
            suppressionEdit({ path: "a", text, language, ruleId: rule, span, scope: "line", reason: "r" })!.edit,
          ]);
        }
        const findings = Array.from({ length: 5 }, (_, line) =>
          rules.map((rule) => findingAt(text, marker(line, rule), rule)),
        ).flat();
        const result = apply(text, findings, language);
        assert.equal(result.length, findings.length, "none is unused");
        const silenced = result
          .filter(({ suppressed }) => suppressed)
          .map(({ span }) => text.slice(span.start, span.end));
        assert.deepEqual(new Set(silenced), wanted);
      },
    ),
  );
});

test("an opener in a comment opens nothing, so all of the comment goes", () => {
  const text = "/*/* bartizan-ignore xss */ f();";
  const [inner] = suppressionsOf(text, "javascript");
  assert.equal(text.slice(inner!.comment.start, inner!.comment.end), "/*/* bartizan-ignore xss */");
  const [after] = suppressionsOf("/* a */ f(); /* bartizan-ignore xss */", "javascript");
  assert.equal(after!.comment.start, 13);
});

test("any text is read without a throw, and every removal leaves a text without that comment", () => {
  const piece = fc.constantFrom(
    "bartizan-ignore",
    "-file",
    " xss",
    ", ",
    "until=",
    "2026-01-01",
    " -- ",
    "\n",
    "//",
    "/*",
    "*/",
    "#",
    "<!--",
    "-->",
    "nosemgrep: a",
    "gitleaks:allow",
    "'",
    '"',
    "`",
    "{",
    "}",
    "x",
    "\r",
  );
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 40 }),
      fc.constantFrom(...LANGUAGES.map(({ id }) => id)),
      (pieces, language) => {
        const text = pieces.join("");
        const count = suppressionsOf(text, language).length;
        for (const { fixes } of apply(text, [], language)) {
          const after = applyEdits(text, fixes[0]!.edits);
          assert.ok(after.length < text.length);
          assert.ok(suppressionsOf(after, language).length <= count);
        }
      },
    ),
    { numRuns: 2000 },
  );
});
