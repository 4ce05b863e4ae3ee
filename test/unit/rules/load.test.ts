// What the loader says of rule and model files: the right ones load whole, the wrong ones name place, key and reason, and
// keep nobody else from loading.

import assert from "node:assert/strict";
import { test } from "node:test";
import { loadRuleFile } from "../../../server/src/detect/rules/load.ts";

const GOOD = `rules:
  - id: good
    languages: [python]
    severity: ERROR
    message: m
    pattern: eval(...)
`;

function load(text: string) {
  return loadRuleFile({ path: "r.yaml", text });
}

/** The problems of a rule with these lines in place of its pattern, as "line:column key: message". */
function problemsOf(lines: string): string[] {
  const text = `rules:\n  - id: r\n    languages: [python]\n    severity: ERROR\n    message: m\n${lines}`;
  return load(text).problems.map(
    ({ location, key, message }) => `${location.line}:${location.column} ${key}: ${message}`,
  );
}

test("a search rule loads with its defaults", () => {
  const { rules, problems } = load(GOOD);
  assert.deepEqual(problems, []);
  const [rule] = rules;
  assert.equal(rule?.mode, "search");
  assert.equal(rule.severity, "error");
  assert.equal(rule.confidence, "medium");
  assert.deepEqual(rule.languages, ["python"]);
  assert.equal(rule.location.line, 2);
  assert.equal(rule.mode === "search" && rule.formula.kind, "pattern");
});

test("severities old and new, in any case", () => {
  for (const [written, expected] of [
    ["CRITICAL", "critical"],
    ["HIGH", "error"],
    ["medium", "warning"],
    ["INFO", "info"],
  ] as const)
    assert.equal(load(GOOD.replace("ERROR", written)).rules[0]?.severity, expected);
});

test("a misspelled key names its line, its path and the key that was meant", () => {
  const problems = problemsOf("    patterns:\n      - pattern: f()\n      - pattern-nto: g()\n");
  assert.equal(problems.length, 1);
  assert.match(problems[0]!, /^8:9 rules\[0\]\.patterns\[1\]\.pattern-nto: .*did you mean "pattern-not"/);
});

test("a key that is like none is remarked, and its rule runs", () => {
  const { rules, problems } = load(GOOD.replace("    pattern:", "    references: [x]\n    pattern:"));
  assert.equal(rules.length, 1);
  assert.deepEqual(
    problems.map(({ message, dropsRule }) => [message, dropsRule]),
    [['a rule has no key "references"; it is ignored', false]],
  );
});

test("what stands beside a comparison and is no metavariable is remarked, unless something is made of it", () => {
  const compared = (more: string) =>
    load(
      GOOD.replace(
        "pattern: eval(...)",
        `patterns:\n      - pattern: f($X)\n      - metavariable-comparison: { metavariable: X, comparison: $X > 1${more} }`,
      ),
    );
  const { rules, problems } = compared("");
  assert.equal(rules.length, 1);
  assert.match(problems.map(({ message }) => message).join(), /^"X" is not a metavariable; it is ignored$/);
  assert.equal(compared(", base: 8").rules.length, 0);
});

test("an unknown language is a problem with what is known", () => {
  const { problems } = load(GOOD.replace("python", "pyhton"));
  assert.match(problems[0]!.message, /"pyhton" is not a language .*did you mean "python"/);
});

test("a language without a parser keeps the rule on its others", () => {
  const { rules, problems } = load(GOOD.replace("[python]", "[python, swift]"));
  assert.equal(rules.length, 1);
  assert.equal(problems.length, 1);
  assert.equal(problems[0]?.dropsRule, false);
});

test("a wrong rule does not keep the others from loading", () => {
  const { rules, problems } = load(`${GOOD}  - id: bad\n    languages: [python]\n    message: m\n    pattern: f()\n`);
  assert.deepEqual(
    rules.map(({ id }) => id),
    ["good"],
  );
  assert.equal(problems[0]?.ruleId, "bad");
  assert.match(problems[0].message, /needs a key "severity"/);
});

test("broken YAML drops the rule that it stands in, with line and column", () => {
  const { rules, problems } = load(`${GOOD}  - id: bad\n    languages: [python\n    message: m\n`);
  assert.deepEqual(
    rules.map(({ id }) => id),
    ["good"],
  );
  assert.match(problems[0]!.message, /not valid YAML/);
  assert.ok(problems[0]!.location.line >= 8);
});

test("only exclusions are no rule", () => {
  assert.match(
    problemsOf("    patterns:\n      - pattern-not: f()\n")[0]!,
    /at least one pattern must say what to find/,
  );
});

test("conditions must stand under patterns", () => {
  const [problem] = problemsOf("    pattern-either:\n      - metavariable-regex: { metavariable: $X, regex: a }\n");
  assert.match(problem!, /must stand directly in a list of "patterns"/);
});

test("a comparison that is none is refused where it stands", () => {
  const [problem] = problemsOf(
    "    patterns:\n      - pattern: f($X)\n      - metavariable-comparison: { comparison: $X > }\n",
  );
  assert.match(problem!, /^8:\d+ .*comparison: "\$X >" is not a comparison: something is missing at the end/);
});

test("what is not supported says why", () => {
  assert.match(problemsOf("    mode: join\n    pattern: f()\n")[0]!, /join rules run other rules/);
  assert.match(problemsOf("    pattern: f()\n    pattern-where-python: 'True'\n")[0]!, /runs Python code/);
  assert.match(problemsOf("    pattern: f()\n    min-version: 99.0.0\n")[0]!, /needs Semgrep 99\.0\.0/);
});

test("taint rules take patterns and kinds, in both syntaxes", () => {
  const old = load(`rules:
  - id: t
    languages: [python]
    severity: HIGH
    message: m
    mode: taint
    pattern-sources: [{ kind: remote-input }, { pattern: get(...), label: A }]
    pattern-sinks: [{ patterns: [{ pattern: "run($X)" }, { focus-metavariable: $X }], requires: A and not B }]
    pattern-sanitizers: [{ pattern: clean(...), by-side-effect: true }]
    pattern-propagators: [{ pattern: $T.add($F), from: $F, to: $T }]
`);
  assert.deepEqual(old.problems, []);
  const [rule] = old.rules;
  assert.ok(rule?.mode === "taint");
  assert.deepEqual(
    rule.sources.map(({ formula }) => formula.kind),
    ["modelled", "pattern"],
  );
  assert.equal(rule.sinks[0]?.exact, true);
  assert.equal(rule.propagators[0]?.from, "$F");
  const modern = load(`rules:
  - id: t
    languages: [python]
    severity: HIGH
    message: m
    taint:
      sources: [get(...)]
      sinks: [{ all: ["run($X)", { not: "run(1)" }], where: [{ focus: $X }] }]
`);
  assert.deepEqual(modern.problems, []);
  const sink = modern.rules[0]?.mode === "taint" ? modern.rules[0].sinks[0]?.formula : undefined;
  assert.ok(sink?.kind === "and");
  assert.deepEqual(sink.focus, [["$X"]]);
  assert.deepEqual(
    sink.conjuncts.map(({ kind }) => kind),
    ["pattern", "not"],
  );
});

test("labels must be labels", () => {
  const [problem] = problemsOf(
    "    mode: taint\n    pattern-sources: [{ pattern: a }]\n    pattern-sinks: [{ pattern: b, requires: A > 1 }]\n",
  );
  assert.match(problem!, /is not an expression over labels/);
});

test("the same id twice is a problem only in the same language and for the same files", () => {
  const second = GOOD.replace("rules:\n", "");
  assert.equal(load(GOOD + second).problems.length, 1);
  assert.equal(load(GOOD + second.replace("[python]", "[go]")).rules.length, 2);
  const forFiles = (glob: string) => second.replace("languages:", `paths: { include: ["${glob}"] }\n    languages:`);
  assert.equal(load(GOOD + forFiles("*.a") + forFiles("*.b")).rules.length, 3);
  assert.equal(load(GOOD + forFiles("*.a") + forFiles("*.a")).problems.length, 1);
});

test("an alias that holds itself ends in a problem, not in a hang", () => {
  const { problems } = load("rules: &a\n  - id: x\n    metadata: *a\n");
  assert.ok(problems.length > 0);
});

test("models load row by row", () => {
  const { models, problems } = load(`models:
  - library: db
    languages: [javascript]
    sinks:
      - { kind: sql-query, call: db.query }
      - { kind: sql-query, call: db.query, write: db.x }
      - { kind: SQL, call: db.query }
      - { kind: sql-query, call: "{db.deep,other}.query" }
      - { kind: sql-query, call: "db.{query,,run}" }
      - { kind: sql-query, call: db/deep.query }
      - { kind: sql-query, call: "*.connection.query" }
    sources:
      - { kind: remote-input, reed: db.x }
`);
  assert.equal(models.length, 1);
  assert.deepEqual(
    models[0]?.sinks.map(({ call }) => call),
    ["db.query", "{db.deep,other}.query"],
  );
  const said = problems.map(({ message }) => message);
  assert.ok(said.some((each) => /exactly one of call, write, attribute, subscriptWrite/.test(each)));
  assert.ok(said.some((each) => /"SQL" is not the name of a kind/.test(each)));
  assert.ok(said.some((each) => /did you mean "read"/.test(each)));
  assert.ok(said.some((each) => /"db\.\{query,,run\}" is not a path .*holds what is no name/.test(each)));
  assert.ok(said.some((each) => /"db\/deep\.query" is not a path .*"\/deep\.query" is neither/.test(each)));
  assert.ok(said.some((each) => /"\*\.connection\.query" is not a path .*one name may stand/.test(each)));
});
