// Taint rules of patterns alone: on which lines data arrives. Lines that end in `!!` are those at which the rule must report,
// and no others; each was compared with what Semgrep finds.

import assert from "node:assert/strict";
import { before, test } from "node:test";
import { MatchTarget, RuleCompiler } from "../../../server/src/detect/match/match-rule.ts";
import { parseText } from "../../../server/src/detect/match/parse-text.ts";
import type { TaintRule } from "../../../server/src/detect/rule.ts";
import { loadRuleFile } from "../../../server/src/detect/rules/load.ts";
import { followTaint } from "../../../server/src/detect/taint/follow.ts";
import { type LanguageId, languageInfo } from "../../../server/src/syntax/language.ts";
import { SyntaxParser } from "../../../server/src/syntax/parser.ts";
import { LineIndex } from "../../../server/src/text/line-index.ts";
import { nodeGrammars } from "../node-grammars.ts";

let compiler: RuleCompiler;

before(async () => {
  const parser = await SyntaxParser.start(nodeGrammars);
  for (const language of ["javascript", "python", "java"] as const) await parser.load(languageInfo(language).grammar!);
  compiler = new RuleCompiler(parser);
});

function check(language: LanguageId, rule: string, code: string): void {
  const { rules, problems } = loadRuleFile({
    path: "r.yaml",
    text: `rules:\n  - id: r\n    mode: taint\n    languages: [${language}]\n    severity: ERROR\n    message: m\n${rule.replace(/^/gm, "    ")}\n`,
  });
  assert.deepEqual(problems, []);
  const compiled = compiler.compile(rules[0]!, language);
  assert.deepEqual(compiled.problems, []);
  const target = new MatchTarget(code, language, parseText(compiler.cache.parser, code, language));
  const { arrivals } = followTaint(rules[0] as TaintRule, compiler.matchTaint(compiled, target), target);
  const lines = new LineIndex(code);
  const found = new Set(arrivals.map(({ sink }) => lines.lineAt(sink.start)));
  const texts = code.split("\n");
  const print = (has: (line: number) => boolean) => texts.filter((_, line) => has(line)).map((text) => text.trim());
  assert.deepEqual(
    print((line) => found.has(line)),
    print((line) => texts[line]!.endsWith("!!")),
  );
}

const SIMPLE = "pattern-sources: [{ pattern: src(...) }]\npattern-sinks: [{ pattern: sink(...) }]";

test("values carry taint through expressions", () => {
  check(
    "python",
    SIMPLE,
    `
def f():
    x = src()
    sink("a" if x else "b")
    sink(x if c else "b") #!!
    sink(g(x)) #!!
    sink(1)(x)
    sink(a=x) #!!
    sink(lambda: x)
    sink("a" + x, [x]) #!!
    sink(x == 1) #!!
    sink(a[x]) #!!
    sink(x.y) #!!
    sink(f"{x}") #!!
    sink({x: 1}) #!!
    sink([z for z in x]) #!!
    l = []
    l.append(x)
    sink(l)
    l += x
    sink(l) #!!
    z = src() if a else "b"
    sink(z) #!!
`,
  );
});

test("statements fork and join what variables hold", () => {
  check(
    "python",
    SIMPLE,
    `
x = src()
sink(x) #!!
def f():
    sink(x) #!!
def g():
    t = src()
    while True:
        sink(t) #!!
        t = 1
def h():
    t = 1
    for i in b:
        sink(t) #!!
        t = src()
def i():
    try:
        t = src()
        g()
    except E:
        sink(t) #!!
    finally:
        sink(t) #!!
def j():
    t = src()
    if t:
        t = 1
        return
    sink(t) #!!
def k():
    t = src()
    if a:
        t = 1
    else:
        t = 2
    sink(t)
def l(a=src()):
    sink(a) #!!
def m():
    a, *b = src()
    sink(b) #!!
    with src() as s:
        sink(s) #!!
def n():
    raise src()
    sink(src())
`,
  );
});

test("functions are looked at one by one, but lambdas see what is around them", () => {
  check(
    "javascript",
    SIMPLE,
    `
function f() {
  let x = src();
  foo(function (p) { sink(x); }); //!!
  foo((p) => { sink(p); });
  function inner() { sink(x); } //!!
  let z;
  foo(() => { z = x; });
  sink(z); //!!
}
function g(p) { sink(p); return src(); }
function h() { g(src()); sink(g()); }
`,
  );
});

test("members of objects are kept apart", () => {
  check(
    "javascript",
    SIMPLE,
    `
let w = { a: src(), b: 1 };
sink(w.a); //!!
sink(w.b);
sink(w); //!!
w.c = src();
sink(w["c"]); //!!
w.c = 1;
sink(w.c);
const { q, r: s } = src();
sink(q); //!!
sink(s); //!!
const { a, b } = { a: src(), b: 1 };
sink(a); //!!
sink(b);
`,
  );
  check(
    "java",
    SIMPLE,
    `
class A {
  void f() {
    String x = src();
    this.y = x;
    sink(y); //!!
    Foo foo = new Foo();
    foo.setName(x);
    sink(foo.getName()); //!!
    sink(foo.getOther());
    sink(foo); //!!
    for (String s : x) { sink(s); } //!!
    switch (x) { case "a": sink(x); break; default: x = "b"; } //!!
    sink(x); //!!
  }
}
`,
  );
});

test("sinks are what lies in no bigger part of the match", () => {
  check(
    "javascript",
    "pattern-sources: [{ pattern: src }]\npattern-sinks: [{ pattern: $X.html = $Y }, { pattern: 'if ($X) {...}' }, { pattern: throw $X }, { pattern: '`...${$X}...`' }]",
    `
a.html = "a" + src; //!!
b.html = foo;
if (src) { foo(); } //!!
if (g) { foo(src); } //!!
foo(\`a\${src}b\`); //!!
throw src; //!!
`,
  );
  check(
    "python",
    "pattern-sources: [{ pattern: src(...) }]\npattern-sinks: [{ patterns: [{ pattern: 'sink($X, ...)' }, { focus-metavariable: $X }] }, { pattern: loose(...), exact: false }]",
    `
def f():
    x = src()
    sink(x) #!!
    sink(1, x)
    sink(lambda: x)
    loose("a" if x else "b") #!!
`,
  );
});

test("sanitizers end taint, also of what they are given", () => {
  check(
    "python",
    "pattern-sources: [{ pattern: src(...) }]\npattern-sanitizers: [{ pattern: san(...) }, { patterns: [{ pattern: check($X) }, { focus-metavariable: $X }], by-side-effect: true }]\npattern-sinks: [{ pattern: sink(...) }]",
    `
def f():
    x = src()
    san(x)
    sink(x) #!!
    sink(san(x))
    sink(san(x) + x) #!!
    check(x.a)
    sink(x.b) #!!
    sink(x.a)
    check(x)
    sink(x)
def g():
    x = src()
    if a:
        check(x)
    sink(x) #!!
`,
  );
});

test("sources by side effect taint what they name", () => {
  check(
    "python",
    "pattern-sources: [{ patterns: [{ pattern: src($X) }, { focus-metavariable: $X }], by-side-effect: true }]\npattern-sinks: [{ pattern: sink(...) }]",
    `
def f(x):
    src(x.a)
    sink(x) #!!
    sink(x.a) #!!
    sink(x.b)
def g(x):
    y = src(x)
    sink(y) #!!
`,
  );
  check(
    "python",
    "pattern-sources: [{ patterns: [{ pattern: src($X) }, { focus-metavariable: $X }], by-side-effect: only }, { pattern: danger(), control: true }]\npattern-sinks: [{ pattern: sink(...) }]",
    `
def f(x):
    y = src(x)
    sink(y)
    sink(x) #!!
def g():
    sink(1)
    if a:
        danger()
    sink(1) #!!
`,
  );
});

test("propagators carry taint and change its label", () => {
  check(
    "python",
    "pattern-sources: [{ pattern: src(...) }]\npattern-propagators: [{ pattern: $TO.add($FROM), from: $FROM, to: $TO }, { pattern: 'copy($FROM, $TO)', from: $FROM, to: $TO }]\npattern-sinks: [{ pattern: sink(...) }]",
    `
def f():
    a = src()
    l.add(a)
    sink(l) #!!
    m.a.add(a)
    sink(m.a) #!!
    sink(m.b)
    copy(a, q)
    sink(q) #!!
`,
  );
  check(
    "python",
    "pattern-sources: [{ pattern: src(...), label: A }, { pattern: src2(...), label: B }, { pattern: conv(...), label: C, requires: A }]\npattern-propagators: [{ pattern: $TO.add($FROM), from: $FROM, to: $TO, label: D, requires: A }]\npattern-sinks: [{ pattern: any(...) }, { pattern: ab(...), requires: A and B }, { pattern: a(...), requires: A and not B }, { pattern: c(...), requires: C }, { pattern: d(...), requires: D }]",
    `
def f():
    x = src()
    y = src2()
    any(x)
    ab(x)
    ab(x, y) #!!
    a(x) #!!
    a(x, y)
    c(conv(x)) #!!
    c(conv(y))
    l.add(x)
    d(l) #!!
    m.add(y)
    d(m)
`,
  );
});

test("options change what carries taint", () => {
  check(
    "python",
    `options: { taint_assume_safe_functions: true }\n${SIMPLE}`,
    `
def f():
    a = src(1)
    sink(a) #!!
    sink(f(a))
    sink(a.b())
    sink(a + "x") #!!
`,
  );
  check(
    "python",
    `options: { taint_only_propagate_through_assignments: true }\n${SIMPLE}`,
    `
def f():
    a = src(1)
    sink(f(a))
    sink(a + "x")
    sink(a.b)
    b = a
    sink(b) #!!
`,
  );
  check(
    "python",
    `options: { taint_assume_safe_indexes: true, taint_assume_safe_comparisons: true }\n${SIMPLE}`,
    `
def f():
    a = src(1)
    sink(a[1]) #!!
    sink(b[a])
    sink(a in b)
    sink(a and b) #!!
`,
  );
  check(
    "java",
    `options: { taint_assume_safe_numbers: true, taint_assume_safe_booleans: true }\n${SIMPLE}`,
    `
class A {
  void f(String s) {
    String x = src();
    sink(x.length());
    int n = src();
    sink(n);
    Long l = src();
    sink(l);
    Boolean b = src();
    sink(b);
    sink(x == "a");
    sink(x + 1); //!!
    sink(Integer.parseInt(x));
  }
}
`,
  );
  check(
    "python",
    "options: { taint_unify_mvars: true }\npattern-sources: [{ pattern: src($X) }]\npattern-sinks: [{ pattern: 'sink($Y, $X)' }]",
    `
def f():
    a = src(1)
    sink(a, 1) #!!
    sink(a, 2)
`,
  );
});
