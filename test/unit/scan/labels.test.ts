// Labels, `requires` and sanitizers by kind of rules that follow the program: across functions and files, in languages of each shape.

import assert from "node:assert/strict";
import { test } from "node:test";
import { compileRuleSet } from "../../../server/src/detect/rule-set.ts";
import { loadRuleFiles } from "../../../server/src/detect/rules/load.ts";
import { createWorkspace } from "../../../server/src/scan/create-workspace.ts";
import type { LanguageId } from "../../../server/src/syntax/language.ts";
import { SyntaxParser } from "../../../server/src/syntax/parser.ts";
import { nodeGrammars } from "../node-grammars.ts";

const RULES = `models:
  - library: web
    languages: [javascript, python, java, go]
    sources:
      - { kind: remote-input, title: the request, call: [ask, web.ask, Web.ask] }
    sinks:
      - { kind: sql-query, call: [query, web.query] }
    sanitizers:
      - { kind: html-escape, call: [escapeHtml, web.escapeHtml] }
      - { kind: sql-escape, call: [escapeSql, web.escapeSql] }
rules:
  - id: labelled
    languages: [javascript, python, java, go]
    mode: taint
    severity: ERROR
    message: Both.
    options: { interfile: true }
    pattern-sources:
      - { label: USER, pattern: getUser(...) }
      - { label: ADMIN, pattern: getAdmin(...) }
      - { label: MARKED, requires: USER, pattern: mark(...) }
    pattern-propagators:
      - { pattern: "$TO = raise($FROM)", from: $FROM, to: $TO, label: RAISED, requires: USER }
    pattern-sanitizers: [{ pattern: clean(...) }]
    pattern-sinks:
      - { pattern: both(...), requires: USER and ADMIN }
      - { pattern: onlyUser(...), requires: USER and not ADMIN }
      - { pattern: marked(...), requires: MARKED }
      - { pattern: raised(...), requires: RAISED }
  - id: kinds
    languages: [javascript, python, java, go]
    mode: taint
    severity: ERROR
    message: Kinds.
    pattern-sources:
      - { label: REQUEST, kind: remote-input }
      - { label: OWN, pattern: getUser(...) }
    pattern-sanitizers: [{ kind: html-escape }]
    pattern-sinks:
      - { pattern: render(...), requires: REQUEST }
      - { kind: sql-query, requires: REQUEST and OWN }
`;

/** Calls by the name of the helper around them; `#` ends a line's code with what must be found in it. */
const CALLS = [
  "both(join(user(), admin())) # labelled",
  "both(user()) #",
  "onlyUser(user()) # labelled",
  "onlyUser(join(user(), admin())) #",
  "marked(marker(user())) # labelled",
  "marked(marker(admin())) #",
  "raised(riser(user())) # labelled",
  "raised(riser(admin())) #",
  "both(clean(join(user(), admin()))) #",
  "render(asked()) # kinds",
  "render(escapeHtml(asked())) #",
  "render(escapeSql(asked())) # kinds",
  "render(user()) #",
  "query(join(asked(), user())) # kinds",
  "query(asked()) #",
  "query(user()) #",
];

interface Case {
  readonly language: LanguageId;
  readonly caller: string;
  readonly helper: string;
  /** What stands before and behind the calls, and how one is written. */
  readonly begin: string;
  readonly end: string;
  readonly line: (call: string) => string;
  readonly helpers: string;
}

const CASES: readonly Case[] = [
  {
    language: "javascript",
    caller: "a.js",
    helper: "b.js",
    begin: 'import { user, admin, join, marker, riser, asked } from "./b.js";\nfunction f() {\n',
    end: "}\n",
    line: (call) => `  ${call};`,
    helpers: `export function user() { return getUser(); }
export function admin() { return getAdmin(); }
export function join(a, b) { return a + b; }
export function marker(x) { return mark(x); }
export function riser(x) { let y = ""; y = raise(x); return y; }
export function asked() { return ask(); }
`,
  },
  {
    language: "python",
    caller: "a.py",
    helper: "b.py",
    begin: "from b import user, admin, join, marker, riser, asked\ndef f():\n",
    end: "",
    line: (call) => `    ${call}`,
    helpers: `def user():
    return getUser()
def admin():
    return getAdmin()
def join(a, b):
    return a + b
def marker(x):
    return mark(x)
def riser(x):
    y = raise_(x)
    return y
def asked():
    return ask()
`.replaceAll("raise_", "raise_it"),
  },
  {
    language: "java",
    caller: "A.java",
    helper: "B.java",
    begin: "package p;\nimport static p.B.*;\nclass A {\n  void f() {\n",
    end: "  }\n}\n",
    line: (call) => `    ${call};`,
    helpers: `package p;
class B {
  static String user() { return getUser(); }
  static String admin() { return getAdmin(); }
  static String join(String a, String b) { return a + b; }
  static String marker(String x) { return mark(x); }
  static String riser(String x) { String y; y = raise(x); return y; }
  static String asked() { return ask(); }
}
`,
  },
  {
    language: "go",
    caller: "a.go",
    helper: "b.go",
    begin: "package p\nfunc f() {\n",
    end: "}\n",
    line: (call) => `\t${call}`,
    helpers: `package p
func user() string { return getUser() }
func admin() string { return getAdmin() }
func join(a string, b string) string { return a + b }
func marker(x string) string { return mark(x) }
func riser(x string) string { var y string; y = raise(x); return y }
func asked() string { return ask() }
`,
  },
];

for (const { language, caller, helper, begin, end, line, helpers } of CASES)
  test(`labels across functions and files: ${language}`, async () => {
    // Python has `raise` for itself.
    const rules = language === "python" ? RULES.replaceAll("raise(", "raise_it(") : RULES;
    const parser = await SyntaxParser.start(nodeGrammars);
    const loaded = loadRuleFiles([{ path: "rules.yaml", text: rules }]);
    assert.deepEqual(loaded.problems, []);
    const workspace = createWorkspace(parser, compileRuleSet(loaded, { overrides: [] }), {
      today: "2030-01-01",
      reportUnusedSuppressions: false,
      maximumParsedLength: 1_000_000,
    });
    await workspace.prepare([language]);
    const text = begin + CALLS.map((each) => `${line(each.split(" #")[0]!)}\n`).join("") + end;
    const first = begin.split("\n").length;
    workspace.set({ path: helper, text: helpers, isOpen: false });
    workspace.set({ path: caller, text, isOpen: false });
    const found = new Map<number, string>();
    for (const { ruleId, span } of workspace.scan(caller).findings)
      found.set(text.slice(0, span.start).split("\n").length - first, ruleId);
    for (const [at, each] of CALLS.entries()) {
      const [code, expected] = each.split(/ # ?/);
      assert.equal(found.get(at) ?? "", expected, code!);
    }
    workspace.dispose();
  });

test("twenty rules with sources of their own at one place each find it", async () => {
  const own = Array.from(
    { length: 20 },
    (_, number) => `  - id: own-${String(number).padStart(2, "0")}
    languages: [javascript]
    mode: taint
    severity: ERROR
    message: Own.
    options: { interfile: true }
    pattern-sources:
      - patterns: [{ pattern-inside: "function $F(..., $X, ...) { ... }" }, { focus-metavariable: $X }]
      - pattern: ask(...)
      - kind: remote-input
    pattern-sinks: [{ kind: sql-query }]
`,
  );
  const parser = await SyntaxParser.start(nodeGrammars);
  const loaded = loadRuleFiles([{ path: "rules.yaml", text: RULES + own.join("") }]);
  assert.deepEqual(loaded.problems, []);
  const workspace = createWorkspace(parser, compileRuleSet(loaded, { overrides: [] }), {
    today: "2030-01-01",
    reportUnusedSuppressions: false,
    maximumParsedLength: 1_000_000,
  });
  await workspace.prepare(["javascript"]);
  for (const text of ["function f(a, b) { query(b); }\n", "function f() { let a; a = ask(); query(a); }\n"]) {
    workspace.set({ path: "a.js", text, isOpen: false });
    assert.equal(workspace.scan("a.js").findings.length, 20, text);
  }
  workspace.dispose();
});
