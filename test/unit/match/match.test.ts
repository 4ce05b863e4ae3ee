// What patterns match, language by language: code in, matched code (and metavariables) out.

import assert from "node:assert/strict";
import { before, test } from "node:test";
import { textOf } from "../../../server/src/detect/match/bindings.ts";
import { MatchTarget, RuleCompiler } from "../../../server/src/detect/match/match-rule.ts";
import { parseText } from "../../../server/src/detect/match/parse-text.ts";
import { loadRuleFile } from "../../../server/src/detect/rules/load.ts";
import { type LanguageId, languageInfo } from "../../../server/src/syntax/language.ts";
import { SyntaxParser } from "../../../server/src/syntax/parser.ts";
import { nodeGrammars } from "../node-grammars.ts";

let compiler: RuleCompiler;

before(async () => {
  const parser = await SyntaxParser.start(nodeGrammars);
  const languages: LanguageId[] = [
    "javascript",
    "typescript",
    "tsx",
    "python",
    "java",
    "kotlin",
    "go",
    "ruby",
    "php",
    "csharp",
    "hcl",
    "yaml",
    "json",
    "bash",
    "html",
  ];
  for (const language of languages) await parser.load(languageInfo(language).grammar!);
  compiler = new RuleCompiler(parser, () => Date.UTC(2026, 0, 1) / 1000);
});

/** The matches of a rule (its lines below the head), in order. */
function run(language: LanguageId, rule: string, code: string) {
  const { rules, problems } = loadRuleFile({
    path: "r.yaml",
    text: `rules:\n  - id: r\n    languages: [${language}]\n    severity: ERROR\n    message: m\n${rule.replace(/^/gm, "    ")}\n`,
  });
  assert.deepEqual(problems, []);
  const compiled = compiler.compile(rules[0]!, language);
  assert.deepEqual(compiled.problems, []);
  const isParsed = rules[0]!.analysis === "ast";
  const ast = isParsed ? parseText(compiler.cache.parser, code, language) : undefined;
  const target = new MatchTarget(code, isParsed ? language : "generic", ast);
  return { ...compiler.match(compiled, target), target };
}

function matched(language: LanguageId, rule: string, code: string): string[] {
  return run(language, rule, code).matches.map(({ start, end }) => code.slice(start, end));
}

/** The matches of one pattern. */
function found(language: LanguageId, pattern: string, code: string): string[] {
  return matched(language, `pattern: |\n${pattern.replace(/^/gm, "  ")}`, code);
}

test("arguments: any number between, names in any order", () => {
  assert.deepEqual(found("python", "f(..., 2, ...)", "f(1, 2, 3); f(2); f(3)"), ["f(1, 2, 3)", "f(2)"]);
  assert.deepEqual(found("python", "f(b=$X, a=1)", "f(a=1, b=2)"), ["f(a=1, b=2)"]);
  assert.deepEqual(found("python", "f()", "f(1); f()"), ["f()"]);
});

test("metavariables stand for equal code", () => {
  assert.deepEqual(found("javascript", "$X == $X", "a == a; a == b; f(1) == f( 1 )"), ["a == a", "f(1) == f( 1 )"]);
});

test("the same name in another scope is another variable", () => {
  const code = "function a() { const x = get(); use(x); }\nfunction b(x) { use(x); }";
  assert.deepEqual(found("javascript", "$X = get();\n...\nuse($X);", code), ["const x = get(); use(x);"]);
});

test("imports under any name", () => {
  const code =
    'import { exec as run } from "child_process";\nconst cp = require("child_process");\nrun(a); cp.exec(b); other.exec(c);';
  assert.deepEqual(found("javascript", "child_process.exec(...)", code), ["run(a)", "cp.exec(b)"]);
  assert.deepEqual(found("python", "os.system(...)", "from os import system as s\ns(x)\nimport os as o\no.system(y)"), [
    "s(x)",
    "o.system(y)",
  ]);
  assert.deepEqual(
    found("java", "java.util.Random", "import java.util.Random;\nclass A { Object x = new Random(); }").length,
    0,
  );
});

test("statements with anything between, also deeper", () => {
  const code = "open(f)\nif a:\n    close(f)\n";
  assert.deepEqual(found("python", "open($F)\n...\nclose($F)", code), ["open(f)\nif a:\n    close(f)"]);
  assert.deepEqual(found("python", "open($F)\nclose($F)", code), []);
});

test("bodies, partial or whole", () => {
  const code = "def f(a):\n    x()\n    y()\n\n@deco\ndef g():\n    y()\n";
  assert.equal(found("python", "def $F(...):\n    ...\n    y()\n    ...", code).length, 2);
  assert.equal(found("python", "def $F(...):\n    y()", code).length, 1);
  assert.equal(found("python", "@deco\ndef $F(...):\n    ...", code).length, 1);
});

test("functions by declaration, method, member and lambda", () => {
  const code = "function a() {}\nconst b = () => 1;\nclass C { m() {} }\nconst o = { p: function () {} };";
  assert.deepEqual(found("javascript", "function $F(...) { ... }", code), [
    "function a() {}",
    "m() {}",
    "p: function () {}",
  ]);
  assert.deepEqual(found("javascript", "(...) => { ... }", code), ["() => 1", "function () {}"]);
});

test("constants count as what they are", () => {
  const code = 'const a = "x" + "y";\nlet b = get();\nf(a); f(b); f("z");';
  assert.deepEqual(found("javascript", 'f("...")', code), ["f(a)", 'f("z")']);
  assert.deepEqual(matched("javascript", 'pattern: f("...")\noptions: { constant_propagation: false }', code), [
    'f("z")',
  ]);
});

test("the last assignment above decides", () => {
  const code = 'a = "x"\nf(a)\na = get()\nf(a)\n';
  assert.deepEqual(found("python", 'f("...")', code), ["f(a)"]);
});

test("deep expressions, chains, strings", () => {
  assert.deepEqual(found("javascript", "f(<... req ...>)", "f(g(1 + req)); f(x)"), ["f(g(1 + req))"]);
  assert.deepEqual(found("javascript", "a. ... .end()", "a.b().c.end(); b.end(); a.end()"), [
    "a.b().c.end()",
    "a.end()",
  ]);
  assert.deepEqual(found("javascript", 'f("=~/^x/i")', 'f("Xa"); f("bx")'), ['f("Xa")']);
  assert.deepEqual(found("python", 'f"...{$X}..."', 'f"a{b}c"; f"abc"'), ['f"a{b}c"']);
});

test("objects and maps name what matters", () => {
  assert.deepEqual(found("javascript", "f({ a: 1 })", "f({ b: 2, a: 1 }); f({ a: 2 })"), ["f({ b: 2, a: 1 })"]);
  assert.deepEqual(found("python", "f({'a': 1})", "f({'b': 2, 'a': 1}); f({'a': 1})"), ["f({'a': 1})"]);
  assert.deepEqual(found("python", "f({..., 'a': 1, ...})", "f({'b': 2, 'a': 1})"), ["f({'b': 2, 'a': 1})"]);
});

test("typed metavariables", () => {
  const code = 'class A { void f(String s, int n) { g(s); g(n); g("x"); } }';
  assert.deepEqual(found("java", "g((String $S))", code), ["g(s)", 'g("x")']);
  assert.deepEqual(
    found(
      "go",
      "($X : *http.Request).FormValue(...)",
      'package a\nimport "net/http"\nfunc f(r *http.Request, o Other) { r.FormValue("a"); o.FormValue("b") }',
    ),
    ['r.FormValue("a")'],
  );
});

test("and, or, not, inside, focus", () => {
  const rule = [
    "patterns:",
    "  - pattern-inside: |",
    "      def $F(...):",
    "        ...",
    "  - pattern: run($X, ...)",
    "  - pattern-not: run('...', ...)",
    "  - metavariable-regex: { metavariable: $F, regex: handle_.* }",
    "  - focus-metavariable: $X",
  ].join("\n");
  const code = "def handle_a(x):\n    run(x, 1)\n    run('a')\ndef other(x):\n    run(x)\n";
  assert.deepEqual(matched("python", rule, code), ["x"]);
});

test("words that a condition asks for are seen in the text, whatever their case and however they are quoted", () => {
  const rule = (regex: string) =>
    [
      "patterns:",
      "  - pattern: '$KEY: $VALUE'",
      `  - metavariable-regex: { metavariable: $KEY, regex: '${regex}' }`,
      "  - metavariable-pattern:",
      "      metavariable: $VALUE",
      "      patterns:",
      "        - pattern: $INNER",
      "        - metavariable-regex: { metavariable: $KEY, regex: '.*[kK].*' }",
      "  - focus-metavariable: $VALUE",
    ].join("\n");
  const code = "Deep:\n  Open_Key: 1\n  'task': 2\nother: 3\n";
  const values = (regex: string) => [...new Set(matched("yaml", rule(regex), code))];
  assert.deepEqual(values("(?i)^open_(key|lock)$"), ["1"]);
  assert.deepEqual(values("^.?(task|OPEN_KEY).?$"), ["2"]);
  assert.deepEqual(values("(?i)^OPEN_\u212aEY$"), ["1"]);
  assert.deepEqual(values("^(lock|chain)$"), []);
});

test("the new syntax says the same", () => {
  const rule = [
    "match:",
    "  all:",
    "    - pattern: run($X)",
    "    - not: run(1)",
    "  where:",
    "    - comparison: $X > 3",
  ].join("\n");
  assert.deepEqual(matched("python", rule, "run(1); run(2); run(5)"), ["run(5)"]);
});

test("conditions: comparison, analysis, pattern in another language", () => {
  const comparison = (text: string) =>
    `patterns:\n  - pattern: f($X)\n  - metavariable-comparison: { comparison: ${JSON.stringify(text)} }`;
  assert.deepEqual(matched("python", comparison("$X >= 0x10 and not $X == 17"), "f(16); f(17); f(3)"), ["f(16)"]);
  assert.deepEqual(matched("python", comparison('re.match("^a", str($X))'), "f(abc); f(b)"), ["f(abc)"]);
  assert.deepEqual(matched("python", comparison("strptime($X) < today()"), "f('2020-01-02'); f('2030-01-01')"), [
    "f('2020-01-02')",
  ]);
  const entropy = "patterns:\n  - pattern: f($X)\n  - metavariable-analysis: { metavariable: $X, analyzer: entropy }";
  const random = ["q8Zx", "T3vK", "9pLm", "W2rY"].join("");
  assert.deepEqual(matched("python", entropy, `f("${random}"); f("the password")`), [`f("${random}")`]);
  const nested =
    "patterns:\n  - pattern: f($X)\n  - metavariable-pattern:\n      metavariable: $X\n      language: javascript\n      pattern: eval(...)";
  assert.deepEqual(matched("python", nested, 'f("eval(a)"); f("b()")'), ['f("eval(a)")']);
});

test("regular expressions bind their groups", () => {
  const { matches } = run("python", "patterns:\n  - pattern-regex: (?P<WORD>\\w+)=(\\d+)", "a=1 b=x c=22");
  assert.deepEqual(
    matches.map(({ bindings }) => [textOf(bindings.get("$WORD")!), textOf(bindings.get("$2")!)]),
    [
      ["a", "1"],
      ["c", "22"],
    ],
  );
});

test("generic mode: words, signs and blocks", () => {
  const generic = (pattern: string, code: string) =>
    matched("generic", `pattern: |\n${pattern.replace(/^/gm, "  ")}`, code);
  assert.deepEqual(generic("ssl off ;", "server {\n  ssl  off;\n}\n"), ["ssl  off;"]);
  assert.deepEqual(generic("a ... b", "a 1 2 b\n"), ["a 1 2 b"]);
  assert.deepEqual(generic("$X = $X", "k = k\nk = v\n"), ["k = k"]);
});

test("configuration languages", () => {
  const hcl = 'resource "aws_x" "n" {\n  a = "1"\n  nested {\n    open = true\n  }\n}\n';
  assert.equal(
    found("hcl", 'resource "aws_x" $N {\n  ...\n  nested {\n    ...\n    open = true\n  }\n}', hcl).length,
    1,
  );
  assert.equal(found("hcl", 'resource "aws_x" $N {\n  ...\n  b = ...\n}', hcl).length, 0);
  assert.deepEqual(found("yaml", "privileged: true", "services:\n  a:\n    image: x\n    privileged: true\n"), [
    "privileged: true",
  ]);
  assert.equal(found("json", '{..., "a": $X, ...}', '{"b": {"a": 1, "c": 2}}').length, 1);
  assert.deepEqual(found("bash", "curl ... | ... sh ...", "curl -s x | sudo sh -e\ncurl x"), [
    "curl -s x | sudo sh -e",
  ]);
});

test("messages show what metavariables stand for", () => {
  const { matches, target } = run("python", "pattern: f($X)", 'a = "v"\nf(a)\n');
  assert.equal(compiler.message("$X is value($X), $Y", matches[0]!.bindings, target), "a is v, $Y");
});

test("a pattern that does not parse is a problem with its place", () => {
  const { rules } = loadRuleFile({
    path: "r.yaml",
    text: "rules:\n  - id: r\n    languages: [python]\n    severity: ERROR\n    message: m\n    pattern: 'def ('\n",
  });
  const { problems } = compiler.compile(rules[0]!, "python");
  assert.equal(problems[0]?.location.line, 6);
  assert.match(problems[0].message, /does not parse as Python/);
});

test("a rule that would take for ever is cut short", () => {
  const calls = Array.from({ length: 400 }, (_, at) => `f(${at})`).join("; ");
  const { rules } = loadRuleFile({
    path: "r.yaml",
    text: "rules:\n  - id: r\n    languages: [javascript]\n    severity: ERROR\n    message: m\n    pattern: |\n      f($A);\n      ...\n      f($B);\n      ...\n      f($C);\n      ...\n      f($D);\n",
  });
  const compiled = compiler.compile(rules[0]!, "javascript");
  const target = new MatchTarget(calls, "javascript", parseText(compiler.cache.parser, calls, "javascript"));
  const { isCutShort } = compiler.match(compiled, target, 100_000);
  assert.equal(isCutShort, true);
});

test("templates are no strings, and strings in them stay what they are", () => {
  assert.deepEqual(found("javascript", "`...`", "f(`a`, 'b', `c${d}e`, ``)"), ["`a`", "`c${d}e`", "``"]);
  assert.deepEqual(found("javascript", "f(`${$X['...']}...`)", "f(`${a['k']}b`); f(`${a.k}b`)"), ["f(`${a['k']}b`)"]);
  assert.deepEqual(found("javascript", '"ab"', "const k = 'b'; x = `a${k}`; x = 1"), ["`a${k}`"]);
});

test("patterns of PHP: parameters, members, namespaces", () => {
  const code = `<?php
use Foo\\Bar;
class A extends B { public $x = 1; private function f(Request $r, $s) { switch ($s) { case 1: g(); } } }
Bar::make(1)->run($r);
$h = function ($n) { return [1, "k" => 2]; };`;
  assert.equal(found("php", "class $C extends $D { ... }", code).length, 1);
  assert.equal(found("php", "public function $F(..., $T $P, ...) { ... }", code).length, 1);
  assert.equal(found("php", "class $C { ... function $F(...) { ... } ... }", code).length, 1);
  assert.deepEqual(found("php", "Foo\\Bar::make(...)->run(...)", code), ["Bar::make(1)->run($r)"]);
  assert.equal(found("php", "function (..., $N, ...) { ... }", code).length, 1);
  assert.deepEqual(found("php", "[1, ...]", code), ['[1, "k" => 2]']);
});

test("what a pattern leaves out of statements", () => {
  assert.equal(found("python", "with $X as $Y: ...", "with a as b, c as d:\n    pass\n").length, 2);
  assert.equal(found("python", "for $X in $Y: ...", "for a in b:\n    c\nelse:\n    d\n").length, 1);
  assert.equal(found("python", "raise $X", "raise A from e\n").length, 1);
  assert.equal(found("python", "if $A:\n    ...\nelse:\n    ...", "if a:\n    b\nelif c:\n    d\n").length, 1);
  assert.deepEqual(found("python", "{1, ...}", "x = {1, 2}"), ["{1, 2}"]);
  assert.equal(found("javascript", "foo();", "x = 1 + foo(); y = !foo(); z = a[foo()];").length, 2);
});

test("decorators without arguments get none", () => {
  const code = "@a\ndef f(): pass\n@b(1)\ndef g(): pass\n";
  assert.equal(found("python", "@$D\ndef $F(...): ...", code).length, 1);
  assert.equal(found("python", "@a(...)\ndef $F(...): ...", code).length, 1);
});

test("declarations of Java", () => {
  const code = `
import java.util.List;
import java.io.*;
interface I { void m(); }
class C { @Inject private A a = b; private A c = d; char e = 'x'; String g = "x"; void h() throws IOException { new T() { int i; }; } }`;
  assert.deepEqual(found("java", "import $X;", code), ["import java.util.List;", "import java.io.*;"]);
  assert.deepEqual(found("java", "import java.util.*;", code), []);
  assert.equal(found("java", "class $C { ... }", code).length, 1);
  assert.equal(found("java", "@Inject $T $F = $V;", code).length, 1);
  assert.equal(found("java", "$T $M(...) throws IOException { ... }", code).length, 1);
  assert.equal(found("java", "$T $M(...) throws Other { ... }", code).length, 0);
  assert.deepEqual(found("java", "'x'", code), ["'x'"]);
  assert.equal(found("java", "new T(...)", code).length, 0);
});

test("functions and loops of JavaScript", () => {
  assert.deepEqual(found("javascript", "($A) => $B", "x(a => b); y(a => { c(); }); z(function (a) { return d; })"), [
    "a => b",
    "function (a) { return d; }",
  ]);
  assert.equal(found("javascript", "async (...) => { ... }", "x(() => { f(); })").length, 1);
  assert.equal(
    found("javascript", "for (let $K in $O) { ... }", "for (const k in o) {} for (const v of o) {}").length,
    2,
  );
  assert.equal(
    found("javascript", "for (let $K of $O) { ... }", "for (const k in o) {} for (const v of o) {}").length,
    1,
  );
  assert.equal(found("javascript", "let $X = $Y", "for (let i = 0; i < 1; i++) {} let j = 0;").length, 1);
  assert.equal(found("javascript", "try { ... } catch ($E) { ... }", "try { a } catch { b }").length, 1);
  assert.deepEqual(found("javascript", "$X = 1", "class A { b = 1 }"), ["b = 1"]);
});

test("declarations of Go, alone and together", () => {
  const code = `package a
import (
	"os"
)
const (
	A = 1
	B = "b"
)
func (t *T) m(a int) { for i := range b { } }
func f() { }
type I interface { m(a int) }
`;
  assert.deepEqual(found("go", 'import "os"', code), ['import (\n\t"os"']);
  assert.deepEqual(found("go", 'const $X = "..."', code), ['B = "b"']);
  assert.equal(found("go", "func ($R *T) $M(...) { ... }", code).length, 1);
  assert.equal(found("go", "func $F(...) { ... }", code).length, 2);
  assert.equal(found("go", "for ... { ... }", code).length, 1);
});

test("one of several texts is a text", () => {
  const code = "x = '1' if a else '2'\nf(x)\nf(x + 'b')\nf(y)\nif a:\n    z = '1'\nelse:\n    z = c\nf(z)\n";
  assert.deepEqual(found("python", 'f("...")', code), ["f(x)", "f(x + 'b')"]);
});

test("Kotlin: lambdas, templates, what may be null, functions with a block or one expression", () => {
  const code = `import a.b.C
class A(private val x: String) {
  val md: MessageDigest = MessageDigest.getInstance("MD5")
  @Get("/x") fun f(@Q q: String, n: Int): String { g("a$q"); return o!!.h(q) ?: "none" }
  fun e(a: String) = g(a)
  fun l() { list.forEach { g(it) } }
}
`;
  assert.deepEqual(found("kotlin", "g(...)", code), ['g("a$q")', "g(a)", "g(it)"]);
  assert.deepEqual(found("kotlin", 'val $X: $T = $Y.getInstance("$ALG")', code), [
    'val md: MessageDigest = MessageDigest.getInstance("MD5")',
  ]);
  assert.equal(found("kotlin", "fun $F(..., $X: Int) { ... }", code).length, 1);
  assert.equal(found("kotlin", '@Get("...") fun $F(...): $T { ... }', code).length, 1);
  assert.deepEqual(found("kotlin", "$X ?: $Y", code), ['o!!.h(q) ?: "none"']);
  assert.deepEqual(found("kotlin", "list.forEach { ... }", code), ["list.forEach { g(it) }"]);
  assert.deepEqual(found("kotlin", "g(<... q ...>)", code), ['g("a$q")']);
  assert.deepEqual(found("kotlin", "import a.b.C", code), ["import a.b.C"]);
  assert.equal(found("kotlin", "class $C(...) { ... fun l() { ... } ... }", code).length, 1);
});
