// The program after any edits says what a program made anew of the same texts says: flows, traces and all.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { Program } from "../../../server/src/flow/program.ts";
import { programOf, setText } from "./fixtures.ts";

const FOLDER = join("test", "fixtures", "dataflow");

function everything(program: Program, files: Readonly<Record<string, string>>): unknown {
  return Object.keys(files)
    .sort()
    .map((path) => [
      path,
      program.findings(path).map(({ payload: _payload, ...flow }) => flow),
      program.problems(path),
    ]);
}

/** Numbers that look random and are the same in every run. */
function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state % below;
  };
}

/** One edit as people make them: a line gone, twice, moved, or a word of it changed. */
function edited(text: string, random: (below: number) => number): string {
  const lines = text.split("\n");
  const at = random(lines.length);
  switch (random(7)) {
    case 0:
      lines.splice(at, 1);
      break;
    case 1:
      lines.splice(at, 0, lines[random(lines.length)]!);
      break;
    case 2:
      lines[at] = lines[at]!.replace("source()", '"fixed"');
      break;
    case 3:
      lines[at] = lines[at]!.replace('"fixed"', "source()");
      break;
    case 4:
      lines.splice(at, 0, "");
      break;
    case 5:
      lines[at] = lines[at]!.replace(/"first"|'first'|:first|\b[78]\b/, '"second"');
      break;
    default:
      lines[at] = lines[at]!.replace(/\b(sink|load|identity|value|text)\b/, "other");
  }
  return lines.join("\n");
}

for (const [language, extension, folder] of [
  ["javascript", ".js", "modules"],
  ["python", ".py", "package"],
  ["php", ".php", "modules"],
  ["ruby", ".rb", "modules"],
  ["go", ".go", "modules"],
  ["csharp", ".cs", "Modules"],
  ["kotlin", ".kt", "modules"],
] as const) {
  test(`edits of ${language} files give what a fresh start gives`, async () => {
    const files: Record<string, string> = {};
    const root = join(FOLDER, language);
    for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath ?? entry.path, entry.name)
        .slice(root.length + 1)
        .replaceAll("\\", "/");
      const isUsed =
        path.startsWith(folder) || /^(functions|classes|closures|collections|constant\W?arguments)\./i.test(path);
      if (entry.isFile() && path.endsWith(extension) && isUsed) files[path] = readFileSync(join(root, path), "utf8");
    }
    const program = await programOf(files);
    const random = generator(language.length);
    const paths = Object.keys(files);
    for (let round = 0; round < 40; round++) {
      const path = paths[random(paths.length)]!;
      if (random(12) === 0) {
        program.removeFile(path);
        const { [path]: _gone, ...others } = files;
        if (round % 2 === 0)
          assert.deepEqual(everything(program, others), everything(await programOf(others), others), `without ${path}`);
      } else files[path] = edited(files[path]!, random);
      await setText(program, path, files[path]!);
      assert.deepEqual(
        everything(program, files),
        everything(await programOf(files), files),
        `round ${round}, ${path}`,
      );
    }
  });
}

test("an edit inside one function looks at no other", async () => {
  const files = { "a.js": "function a(x) {\n  return x;\n}\nfunction b(y) {\n  return y + 1;\n}\n" };
  const program = await programOf(files);
  program.findings("a.js");
  program.affected();
  const before = program.evaluations;
  await setText(program, "a.js", files["a.js"].replace("y + 1", "y + 2"));
  program.findings("a.js");
  // The function itself, twice at most (its result changed), and the top level that holds it.
  assert.ok(program.evaluations - before <= 2, `${program.evaluations - before} evaluations`);
});

test("a function that was no function for a few keystrokes is not worked out again, nor are those that use it", async () => {
  const users = Array.from({ length: 20 }, (_, at) => `function user${at}(v) {\n  sink(load(v));\n}\n`).join("");
  const text = `function edited(w) {\n  return w;\n}\nfunction load(x) {\n  return source() + x;\n}\n${users}`;
  const program = await programOf({ "a.js": text });
  const flows = JSON.stringify(program.findings("a.js"));
  assert.ok(program.findings("a.js").length >= 20);
  await setText(program, "a.js", text.replace("function load", "const t = `"));
  assert.notEqual(JSON.stringify(program.findings("a.js")), flows);
  const before = program.evaluations;
  await setText(program, "a.js", text);
  assert.equal(JSON.stringify(program.findings("a.js")), flows);
  assert.ok(program.evaluations - before <= 2, `${program.evaluations - before} evaluations`);
});

test("of functions that call each other in a circle only the one that is edited is worked out in each round", async () => {
  const functions = Array.from(
    { length: 12 },
    (_, at) => `function f${at}(x) {\n  if (x.done) return x;\n  return f${(at + 1) % 12}(x.next);\n}\n`,
  ).join("");
  const textWith = (statement: string) =>
    `${functions.replace("x.done) return x;", `x.done) return x;\n  ${statement}`)}sink(f3(source()));\n`;
  const program = await programOf({ "a.js": textWith("") });
  let evaluations = 0;
  for (const statement of ["let a;", "let ab = 1;", "let abc = 12;", "log(x); let abc;", "sink(source());", "let b;"]) {
    const before = program.evaluations;
    await setText(program, "a.js", textWith(statement));
    const found = program.findings("a.js");
    evaluations = program.evaluations - before;
    assert.deepEqual(found, (await programOf({ "a.js": textWith(statement) })).findings("a.js"), statement);
  }
  assert.ok(evaluations <= 12, `${evaluations} evaluations`);
});

test("whatever a function sets, hands over or writes, others see it as they would in a program made anew", async () => {
  const statements = [
    "",
    "MODES.first = source();",
    "MODES.first = MODES.first; MODES.first = MODES.first;",
    "MODES[x].first = source();",
    "box.held = source();",
    "box.held = handled; box.held = handled;",
    "exports.held = source();",
    "exports.held = handled;",
    "module.exports.held = box;",
    "last = source();",
    "last = handled; last = handled;",
    "hand(handled); hand(box);",
    "x.own = source(); box = x;",
  ];
  const textWith = (statement: string) => `const MODES = { first: "fixed" };
let box = {};
let last = "fixed";
function hand(f) { f(source()); }
function handled(v) { sink(v); }
function a(x) {
  ${statement}
  return x;
}
function b(y) {
  if (MODES.first !== "fixed") sink(source());
  sink(box.held);
  sink(last);
  last(y);
  return a(y);
}
class C {
  m() { sink(this.held); }
  n(x) { ${statement} }
}
`;
  const other = 'const { held } = require("./a");\nsink(held);\nheld(source());\n';
  const files = { "a.js": textWith(""), "b.js": other };
  const program = await programOf(files);
  const random = generator(7);
  for (let round = 0; round < 60; round++) {
    const statement = statements[random(statements.length)]!;
    files["a.js"] = textWith(statement);
    await setText(program, "a.js", files["a.js"]);
    assert.deepEqual(everything(program, files), everything(await programOf(files), files), `${round}: ${statement}`);
  }
});

test("a function that begins to call something on the result of what came in concerns nobody around it", async () => {
  const textWith = (statement: string) =>
    `const kept = source();\nfunction f(given) {\n  ${statement}\n}\nsink(kept);\n`;
  const program = await programOf({ "a.js": textWith("given.go();") });
  program.findings("a.js");
  const before = program.evaluations;
  await setText(program, "a.js", textWith("given.go().on().off();"));
  program.findings("a.js");
  assert.equal(program.evaluations - before, 1);
});

test("what is typed into a function that the top level hands over concerns the top level when the function does something else", async () => {
  const textWith = (statement: string) =>
    `const app = {};\non((given) => {\n  ${statement}\n  app.first = 1;\n});\non(() => sink(app.second));\nsink(source());\n`;
  const evaluationsOf = async (statement: string): Promise<number> => {
    const text = textWith(statement);
    const before = program.evaluations;
    await setText(program, "a.js", text);
    assert.deepEqual(program.findings("a.js"), (await programOf({ "a.js": text })).findings("a.js"), statement);
    return program.evaluations - before;
  };
  const program = await programOf({ "a.js": textWith("const a = 1;") });
  program.findings("a.js");
  assert.equal(await evaluationsOf("const a = app.third;"), 1);
  assert.equal(await evaluationsOf("const a = app.third + given;"), 1);
  assert.equal(await evaluationsOf("app.second = source();"), 2);
  assert.equal(program.findings("a.js").length, 2);
  assert.equal(await evaluationsOf("const a = 1;"), 0);
  assert.equal(program.findings("a.js").length, 1);
});

test("a bracket before an import decides who sees it", async () => {
  const importing = "import fixtures.Fixtures;";
  const using = "class A { void run() { Fixtures.sink(Fixtures.source()); } }";
  const files = { "A.java": `${importing}\n${using}\n` };
  const program = await programOf(files);
  assert.equal(program.findings("A.java").length, 1);
  for (const text of [`{${importing}}\n${using}`, `{${importing}\n${using}}`, `{${importing}}\n${using}`]) {
    await setText(program, "A.java", text);
    assert.deepEqual(program.findings("A.java"), (await programOf({ "A.java": text })).findings("A.java"), text);
  }
});

test("a text in which no node differs is looked at by nobody", async () => {
  const text = "function a(x) {\n  return source() + x;\n}\nfunction b(y) {\n  sink(a(y));\n}\n";
  const program = await programOf({ "a.js": text });
  const [before] = program.findings("a.js");
  const { evaluations } = program;
  await setText(program, "a.js", `// it moves\n${text}`);
  const [after] = program.findings("a.js");
  assert.equal(after!.span.start - before!.span.start, "// it moves\n".length);
  assert.equal(program.evaluations, evaluations);
});

test("a static field that another file begins to assign to is no constant any more, and one again when it is not", async () => {
  const files = {
    "Flags.java": "package p; class Flags { public static boolean open = false; }",
    "User.java":
      "package p; import static fixtures.Fixtures.*; class User { void run() { if (Flags.open) sink(source()); } }",
    "Other.java": "package p; class Other { void run() {} }",
  };
  const program = await programOf(files);
  assert.equal(program.findings("User.java").length, 0);
  await setText(program, "Other.java", "package p; class Other { void run() { Flags.open = true; } }");
  assert.equal(program.findings("User.java").length, 1);
  await setText(program, "Other.java", files["Other.java"]);
  assert.equal(program.findings("User.java").length, 0);
  await setText(program, "Third.java", "package p; class Third { void run() { Flags.open = true; } }");
  assert.equal(program.findings("User.java").length, 1);
  program.removeFile("Third.java");
  assert.equal(program.findings("User.java").length, 0);
});

test("a method that a class gets, or gets in place of another, is called by somebody as those that were there", async () => {
  const textWith = (methods: string) =>
    `const held = {};\nclass A {\n  first() {\n    sink(held.value);\n    sink(source());\n  }\n${methods}}\nexport { A };\n`;
  const program = await programOf({ "a.js": textWith("") });
  assert.equal(program.findings("a.js").length, 1);
  for (const [methods, count] of [
    ["  second() {\n    go();\n  }\n", 1],
    ["  second() {\n    go();\n  }\n  third() {\n    held.value = source();\n  }\n", 2],
    ["  second() {\n    go();\n  }\n", 1],
    ["  third() {\n    held.value = source();\n  }\n", 2],
    ["", 1],
  ] as const) {
    const text = textWith(methods);
    await setText(program, "a.js", text);
    assert.deepEqual(program.findings("a.js"), (await programOf({ "a.js": text })).findings("a.js"), methods);
    assert.equal(program.findings("a.js").length, count, methods);
  }
});

test("a method that a class gets is the one that those who call the interface may mean", async () => {
  const textWith = (method: string) => `import static fixtures.Fixtures.*;
interface Api { void go(String text); }
class User { void run(Api api) { api.go(source()); sink(source()); } }
class First implements Api {
${method}}
`;
  const program = await programOf({ "A.java": textWith("") });
  assert.equal(program.findings("A.java").length, 1);
  await setText(program, "A.java", textWith("  public void go(String text) { sink(text); }\n"));
  assert.equal(program.findings("A.java").length, 2);
  await setText(program, "A.java", textWith("  public void went(String text) { sink(text); }\n"));
  assert.equal(program.findings("A.java").length, 1);
});

test("a class inside of a function that comes to implement an interface does what those who call the interface may mean", async () => {
  const textWith = (statement: string) => `import static fixtures.Fixtures.*;
interface Api { void go(String text); }
class User {
  void run(Api api) { api.go(source()); sink(source()); }
  void other() { ${statement} }
}
`;
  const program = await programOf({ "A.java": textWith("") });
  assert.equal(program.findings("A.java").length, 1);
  await setText(
    program,
    "A.java",
    textWith("class First implements Api { public void go(String text) { sink(text); } }"),
  );
  assert.equal(program.findings("A.java").length, 2);
  await setText(program, "A.java", textWith("class First { public void go(String text) { sink(text); } }"));
  assert.equal(program.findings("A.java").length, 1);
});

test("a class that was a method of its name for a while is the one that it was, and what is found in it stands where it stands", async () => {
  const textWith = (member: string) => `import static fixtures.Fixtures.*;
class A {
  void run(B b) { through(b); sink(source()); }
  void through(B b) { b.find(source()); }
  ${member}
}
`;
  const asClass = textWith("class B { void find(String text) { sink(text); } }");
  const program = await programOf({ "A.java": asClass });
  assert.equal(program.findings("A.java").length, 2);
  for (const text of [textWith("void B() {}"), `\n${asClass}`]) {
    await setText(program, "A.java", text);
    assert.deepEqual(program.findings("A.java"), (await programOf({ "A.java": text })).findings("A.java"), text);
  }
});

for (const [path, head, first, last] of [
  ["a.php", "<?php\n", "function first() {\n  sink(source());\n}\n", "function last() {\n  go(1);\n}\n"],
  ["a.rb", "", "def first\n  sink(source())\nend\n", "def last\n  go(1)\nend\n"],
] as const)
  test(`the last function of ${path} goes after an edit that other files see nothing of`, async () => {
    const program = await programOf({ [path]: head + first + last });
    assert.equal(program.findings(path).length, 1);
    await setText(program, path, head + first + last.replace("1", "2"));
    assert.equal(program.findings(path).length, 1);
    const text = head + first;
    await setText(program, path, text);
    assert.deepEqual(program.findings(path), (await programOf({ [path]: text })).findings(path));
    assert.equal(program.findings(path).length, 1);
  });

/** Sets one file after the other, and each time compares with a program made anew; says how many flows there are in `path`. */
async function countsAfter(
  path: string,
  first: Readonly<Record<string, string>>,
  edits: readonly (readonly [path: string, text: string])[],
): Promise<number[]> {
  const files = { ...first };
  const program = await programOf(files);
  const counts = [program.findings(path).length];
  for (const [edited, text] of edits) {
    files[edited] = text;
    await setText(program, edited, text);
    assert.deepEqual(everything(program, files), everything(await programOf(files), files), text);
    counts.push(program.findings(path).length);
  }
  return counts;
}

test("what a module exports of a library's is asked for again when it changes", async () => {
  const user = (taken: string, called: string) => `${taken}\nexport const run = () => ${called}.put(source());\n`;
  const direct = user('const line = require("./line");', "line");
  const part = user('const { main: line } = require("./line");', "line");
  const whole = user('const lines = require("./line");', "lines.main");
  const exported = (text: string) => `const fixtures = require("fixtures");\n${text}\n`;
  const counts = await countsAfter(
    "user.js",
    { "user.js": direct, "line.js": exported("module.exports = fixtures.line();") },
    [
      ["line.js", exported("module.exports = fixtures.other();")],
      ["line.js", exported("module.exports = { main: fixtures.line() };")],
      ["user.js", part],
      ["user.js", whole],
      ["line.js", exported("exports.main = fixtures.line();")],
      ["user.js", part],
      ["line.js", exported("const main = fixtures.line();\nexports.main = main;")],
      ["line.js", exported("exports.main = fixtures.other();")],
    ],
  );
  assert.deepEqual(counts, [1, 0, 0, 1, 1, 1, 1, 1, 0]);
});

test("what functions share, and what listens, is looked at again when one of them changes", async () => {
  const text = (kept: string, name: string, emitted: string) => `
const fixtures = require("fixtures");
const { Emitter, shared } = fixtures;
const bus = new Emitter();
function first() { fixtures.shared.${name} = ${kept}; fixtures.keep("key", ${kept}); }
function second() { sink(shared.value); sink(fixtures.kept("key")); }
function third() { bus.emit("event", ${emitted}); }
bus.on("event", (given) => sink(given));
`;
  const counts = await countsAfter("a.js", { "a.js": text('"fixed"', "value", '"fixed"') }, [
    ["a.js", text("source()", "value", '"fixed"')],
    ["a.js", text("source()", "other", '"fixed"')],
    ["a.js", text("source()", "other", "source()")],
    ["a.js", text('"fixed"', "value", "source()")],
    ["a.js", text('"fixed"', "value", '"fixed"')],
  ]);
  assert.deepEqual(counts, [0, 2, 1, 2, 1, 0]);
});

test("of what type a field is, and what an annotation carries, is asked again when its declaration changes", async () => {
  const row = (type: string) =>
    `package p; class Row { ${type} label; void set(${type} given) { label = given; } public ${type} getLabel() { return label; } }`;
  const annotation = (carried: string) =>
    `package p; import fixtures.*; ${carried} @interface Handled { String value() default ""; }`;
  const user = `package p; import static fixtures.Fixtures.*; class User {
  @Handled("/a") void run(Row row, String text) { sink(text); sink(row.label); sink(row.getLabel()); } }`;
  const counts = await countsAfter(
    "User.java",
    { "Row.java": row("String"), "Handled.java": annotation(""), "User.java": user },
    [
      ["Handled.java", annotation("@Handler")],
      ["Row.java", row("int")],
      ["Row.java", row("String")],
      ["User.java", user.replace("row.label", "row")],
      ["Handled.java", annotation("@Other")],
    ],
  );
  assert.deepEqual(counts, [0, 3, 1, 3, 3, 0]);
});

test("a class in a class that comes to be called what a function is called concerns those who call that", async () => {
  const textWith = (member: string) =>
    `import static fixtures.Fixtures.*;\nclass A {\n  void run() { sink(source()); }\n${member}}\n`;
  const program = await programOf({ "A.java": textWith("") });
  assert.equal(program.findings("A.java").length, 1);
  for (const member of ["  static class source {}\n", "  static class other {}\n", "  static class source {}\n"]) {
    const text = textWith(member);
    await setText(program, "A.java", text);
    assert.deepEqual(program.findings("A.java"), (await programOf({ "A.java": text })).findings("A.java"), member);
  }
});

test("a list that is a field proves something as long as it holds constants and nobody gives it others", async () => {
  const textWith = (members: string) => `import static fixtures.Fixtures.*;
class A {
  private static final String FIRST = "a";
${members}
  void run() {
    String text = source();
    if (ALLOWED.contains(text)) sink(text);
    sink(source());
  }
}
`;
  const list = (what: string) => `  private static Set<String> ALLOWED = Set.of(${what});`;
  const program = await programOf({ "A.java": textWith(list('FIRST, "b"')) });
  assert.equal(program.findings("A.java").length, 1);
  for (const [members, count] of [
    [list("source()"), 2],
    [list('"a"'), 1],
    [`${list('"a"')}\n${list('"a"')}`, 2],
    [list('"a"'), 1],
    [`${list('"a"')}\n  void change() { ALLOWED = Set.of(source()); }`, 2],
    [list('"a"'), 1],
  ] as const) {
    const text = textWith(members);
    await setText(program, "A.java", text);
    assert.deepEqual(program.findings("A.java"), (await programOf({ "A.java": text })).findings("A.java"), members);
    assert.equal(program.findings("A.java").length, count, members);
  }
});

test("what an exported object comes to give by a member is seen by files that call it", async () => {
  const files = (members: string) => ({
    "services.js": `export const services = {\n  first() {},\n  inner: {\n    second() {},\n  },\n${members}};\n`,
    "main.js": 'import { services } from "./services.js";\nservices.go(source());\nsink(source());\n',
  });
  const program = await programOf(files(""));
  assert.equal(program.findings("main.js").length, 1);
  for (const members of [
    "  go(text) {\n    sink(text);\n  },\n",
    "  went() {},\n",
    "  go: sink,\n",
    "  go: (t) => sink(t),\n",
  ]) {
    const texts = files(members);
    await setText(program, "services.js", texts["services.js"]);
    assert.deepEqual(everything(program, texts), everything(await programOf(texts), texts), members);
  }
});

test("what a prototype is given or loses concerns those who call methods of its instances", async () => {
  const textWith = (member: string) =>
    `function Bin() {}\nObject.assign(Bin.prototype, {\n${member}});\nfunction use() {\n  new Bin().put(source());\n}\nsink(source());\n`;
  const put = "  put(item) {\n    sink(item);\n  },\n";
  const program = await programOf({ "a.js": textWith(put) });
  assert.equal(program.findings("a.js").length, 2);
  for (const [member, count] of [
    ["", 1],
    [put, 2],
    [put.replace("put", "take"), 1],
    ["  put: sink,\n", 1],
    [put, 2],
  ] as const) {
    const text = textWith(member);
    await setText(program, "a.js", text);
    assert.deepEqual(program.findings("a.js"), (await programOf({ "a.js": text })).findings("a.js"), member);
    assert.equal(program.findings("a.js").length, count, member);
  }
});

test("a record's component that is called something else concerns those who ask for it", async () => {
  const textWith = (name: string) => `import static fixtures.Fixtures.*;
record Pair(String left, String ${name}) {}
class User {
  void run() {
    Pair pair = new Pair(source(), "fixed");
    sink(pair.right());
    sink(source());
  }
}
`;
  const program = await programOf({ "A.java": textWith("right") });
  assert.equal(program.findings("A.java").length, 1);
  for (const name of ["two", "right"]) {
    const text = textWith(name);
    await setText(program, "A.java", text);
    assert.deepEqual(program.findings("A.java"), (await programOf({ "A.java": text })).findings("A.java"), name);
  }
});

test("a module of a folder that is no package of its own is found as one of a package is, and again when it comes back", async () => {
  const shown = "from fixtures import sink\ndef show(value):\n    sink(value)\n";
  const counts = await countsAfter(
    "app/pages/views.py",
    {
      "app/pages/views.py": shown,
      "app/main.py": "from fixtures import source\nfrom pages import views\nviews.show(source())\n",
    },
    [
      ["app/main.py", "from fixtures import source\nfrom pages.views import show\nshow(source())\n"],
      ["app/main.py", "from fixtures import source\nfrom pages import other\nother.show(source())\n"],
      ["app/main.py", "from fixtures import source\nfrom pages import views as other\nother.show(source())\n"],
      ["app/pages/views.py", shown.replace("sink(value)", "pass")],
      ["app/pages/views.py", shown],
      ["app/pages/__init__.py", "def views():\n    pass\n"],
    ],
  );
  assert.deepEqual(counts, [1, 1, 0, 1, 0, 1, 0]);
});

test("what answers a query is asked again when the member that holds it gets another name", async () => {
  const text = (name: string) => `const answers = { ${name}: { find: (_, { id }) => sink(id) } };\n`;
  const counts = await countsAfter("a.js", { "a.js": text("Query") }, [
    ["a.js", text("Other")],
    ["a.js", `${text("Query")}// its end\n`],
  ]);
  assert.deepEqual(counts, [1, 0, 1]);
});

test("what was known of a file that is gone holds until those who saw it have asked anew", async () => {
  const files = {
    "a.ts":
      'import { Base } from "./z";\nimport { Y } from "./y";\nexport const made = new Y().field;\nexport { Base };\n',
    "y.ts": 'import { Base } from "./z";\nexport class Y extends Base {}\n',
    "z.ts": 'import { Other } from "./o";\nexport class Base {\n  field = new Other();\n}\n',
    "o.ts": "export class Other {\n  run(text: string) {}\n}\n",
    "b.ts": 'import { made } from "./a";\nmade.run("x");\n',
  };
  for (const gone of ["z.ts", "o.ts", "y.ts"]) {
    const program = await programOf(files);
    program.settle();
    program.removeFile(gone);
    program.settle();
    const { [gone as keyof typeof files]: _, ...others } = files;
    assert.deepEqual(everything(program, others), everything(await programOf(others), others), gone);
  }
});

test("what the body of a class of Python's gives a name is seen by whoever reads it of the class", async () => {
  const text =
    "class Shared:\n    name = []\n\ndef writes():\n    Shared.every.append(source())\n\ndef reads():\n    sink(Shared.every[0])\n";
  const program = await programOf({ "a.py": text });
  assert.equal(program.findings("a.py").length, 0);
  await setText(program, "a.py", text.replace("name =", "every ="));
  assert.equal(program.findings("a.py").length, 1);
  await setText(program, "a.py", text);
  assert.equal(program.findings("a.py").length, 0);
});

test("a function that extends a type is seen by those who call a member of its name, in whatever file", async () => {
  for (const [path, extension, other, caller] of [
    [
      "Texts.kt",
      'package texts\n\nfun String.exclaimed() = "$this!"\n',
      "shop/Order.kt",
      "package shop\n\nfun show() {\n    sink(source().exclaimed())\n}\n",
    ],
    [
      "Texts.cs",
      "static class Texts { public static string Exclaimed(this string text) => text; }\n",
      "shop/Order.cs",
      "using static fixtures.Fixtures;\n\nclass Order { void Show() { sink(source().Exclaimed()); } }\n",
    ],
  ] as const) {
    const empty = extension.replace(/(fun|public) .*/, (whole) => (path.endsWith(".cs") ? "}" : whole.slice(0, 0)));
    const program = await programOf({ [path]: empty, [other]: caller });
    const fresh = async (text: string) => (await programOf({ [path]: text, [other]: caller })).findings(other);
    for (const text of [empty, extension, extension.replace(/xclaimed/, "xtended"), extension, empty]) {
      await setText(program, path, text);
      assert.deepEqual(program.findings(other), await fresh(text), text);
    }
    assert.notDeepEqual(await fresh(empty), await fresh(extension), path);
  }
});
