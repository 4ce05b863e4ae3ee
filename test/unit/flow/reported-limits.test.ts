// Whatever the flow engine leaves out because there is too much of it, it says: which limit, of which function, and where that is.

import assert from "node:assert/strict";
import { test } from "node:test";
import { lineAt, programOf, setText } from "./fixtures.ts";

const times = (count: number, line: (at: number) => string, between = "\n"): string =>
  Array.from({ length: count }, (_, at) => line(at)).join(between);

interface Case {
  readonly says: RegExp;
  /** The function that is too much, and the text of its file; what comes before it are other functions. */
  readonly name: string;
  readonly text: string;
  readonly path?: string;
}

const CASES: readonly Case[] = [
  {
    says: /too big/,
    name: "big",
    text: `function big(list) {\n  const all = [];\n${times(250, (at) => `  all.push({ at: ${at} });`)}\n  let ${times(20, (at) => `a${at} = ${at === 3 ? "source()" : at}`, ", ")};\n${times(
      6,
      (at) => `  for (const x${at} of list) {`,
    )}\n${times(20, (at) => `    a${at} = a${(at + 1) % 20} + x${at % 6};`)}\n${times(40, () => "    sink(all);")}\n${"}".repeat(6)}\n}\n`,
  },
  {
    says: /nested too deep/,
    name: "nested",
    text: `function nested(x) {\n  sink(${"[".repeat(400)}x${"]".repeat(400)});\n}\n`,
  },
  {
    says: /loop's values/,
    name: "around",
    text: `function around(list, ${times(9, (at) => `a${at}`, ", ")}) {\n  a0 = source();\n  for (const x of list) {\n${times(
      8,
      (at) => `    a${8 - at} = a${7 - at};`,
    )}\n  }\n  sink(a8);\n}\n`,
  },
  {
    says: /members of members/,
    name: "chain",
    text: "function chain(x) {\n  sink(x.a.b.c.d.e.f.g.h.i.j);\n}\n",
  },
  {
    says: /\d sources/,
    name: "many",
    text: `function many(request) {\n  sink(${times(30, () => "source()", " + ")});\n}\n`,
  },
  {
    says: /\d objects may/,
    name: "either",
    text: `function either(kind) {\n  let made = {};\n${times(
      12,
      (at) => `  if (kind === ${at}) made = { a${at}: source() };`,
    )}\n  return made;\n}\n`,
  },
  {
    says: /hold each other/,
    name: "web",
    text: `function web() {\n  const all = [];\n${times(400, (at) => `  all.push({ at: ${at} });`)}\n  sink(all);\n}\n`,
  },
  {
    says: /\d sinks/,
    name: "reaching",
    text: `function reaching(x) {\n${times(100, () => "  sink(x);")}\n}\n`,
  },
  {
    says: /\d calls of what/,
    name: "calling",
    text: `function calling(f) {\n${times(40, (at) => `  f(${at});`)}\n}\n`,
  },
  {
    says: /callbacks that call callbacks/,
    name: "outermost",
    text: `${times(7, (at) => {
      const handed = times(8 - at, (each) => `g${each}`, ", ");
      return `function f${at}(${handed}) { return g0(${handed.slice(4)}); }`;
    })}\nfunction outermost() {\n  return f0(${times(6, (at) => `f${at + 1}`, ", ")}, source);\n}\n`,
  },
  {
    says: /\d methods/,
    name: "dispatch",
    path: "Shapes.java",
    text: `interface Shape { String name(String x); }\n${times(
      16,
      (at) => `class Shape${at} implements Shape { public String name(String x) { return x + ${at}; } }`,
    )}\nclass User {\n  String dispatch(Shape shape) {\n    return shape.name(Fixtures.source());\n  }\n}\n`,
  },
  {
    says: /first 8 are followed/,
    name: "anyOf",
    text: `class Many {\n${times(12, (at) => `  m${at}(x) { return x; }`)}\n}\nfunction anyOf(name) {\n  const many = new Many();\n  return many[name](source());\n}\n`,
  },
  {
    says: /\d objects leave/,
    name: "tables",
    text: `function tables() {\n  return [\n${times(200, (at) => `    { at: ${at} },`)}\n  ];\n}\n`,
  },
  {
    says: /\d changes/,
    name: "filling",
    text: `function filling(target) {\n${times(130, (at) => `  target.a${at} = ${at};`)}\n}\n`,
  },
  {
    says: /in a circle/,
    name: "c10",
    text: `${times(
      30,
      (at) =>
        `function c${10 + at}(x, y) { return y ? x + ${at === 29 ? "source()" : '""'} : c${10 + ((at + 1) % 30)}(x, y); }`,
    )}\n`,
  },
];

for (const { says, name, text, path = "case.js" } of CASES)
  test(`a limit is reported: ${says.source}`, async () => {
    // Only files that a flow can end in are followed.
    const end = path.endsWith(".java")
      ? "class End { void end() { Fixtures.sink(Fixtures.source()); } }\n"
      : "function end() { sink(source()); }\n";
    const program = await programOf({ [path]: text + end });
    program.settle();
    const problems = program.problems(path);
    const problem = problems.find(({ message }) => says.test(message) && message.includes(`\`${name}\``));
    assert.ok(problem, `said were ${problems.map(({ message }) => message).join("; ")}`);
    assert.ok(
      text.split("\n")[lineAt(text, problem.offset) - 1]!.includes(name),
      `said for line ${lineAt(text, problem.offset)}`,
    );
  });

test("nothing is reported of functions that keep within all limits", async () => {
  const text = "function small(x) { return x; }\nfunction start() { sink(small(source())); }\n";
  const program = await programOf({ "small.js": text });
  program.settle();
  assert.deepEqual(program.problems("small.js"), []);
});

test("after edits the same limits are reported as from scratch", async () => {
  const big = CASES.find(({ name }) => name === "many")!.text;
  const small = "function many(request) {\n  sink(source());\n}\n";
  const program = await programOf({ "a.js": big, "b.js": 'import "./a.js";\n' });
  program.settle();
  assert.equal(program.problems("a.js").length, 1);
  for (const text of [small, `\n\n${big}`, small, big]) {
    const before = program.versionOf("a.js");
    await setText(program, "a.js", text);
    program.settle();
    assert.notEqual(program.versionOf("a.js"), before);
    const fresh = await programOf({ "a.js": text, "b.js": 'import "./a.js";\n' });
    fresh.settle();
    assert.deepEqual(program.problems("a.js"), fresh.problems("a.js"));
  }
});
