// Circles of calls of which most is known only while they are gone round: managers that are their own single instances, and whose methods
// are called on what another's `getInstance` gives.

import assert from "node:assert/strict";
import { test } from "node:test";
import { programOf, setText } from "./fixtures.ts";

function managers(count: number): Record<string, string> {
  const name = (at: number) => `Manager${at % count}`;
  return Object.fromEntries(
    Array.from({ length: count }, (_, at) => [
      `${name(at)}.java`,
      `class ${name(at)} {
  private static class Holder { static final ${name(at)} instance = new ${name(at)}(); }
  private Provider provider;
  static ${name(at)} getInstance() { return Holder.instance; }
  private ${name(at)}() {
    Events.add(new Listener() { public void changed(String name) { init(name); } });
    init(source());
  }
  void init(String name) { provider = ${name(at + 1)}.getInstance().getProvider(name); }
  Provider getProvider(String name) {
    if (name == null) { ${name(at + 3)}.getInstance().reset(name); }
    return provider;
  }
  void reset(String name) { ${name(at + 2)}.getInstance().stop(name); }
  void stop(String name) { sink(name); ${name(at * 7 + 3)}.getInstance().init(name); }
}
`,
    ]),
  );
}

test("a circle that is found bit by bit costs as much for each unit as a small one", async () => {
  const evaluationsFor = async (count: number): Promise<number> => {
    const files = managers(count);
    const program = await programOf(files);
    for (const path of Object.keys(files)) program.findings(path);
    return program.evaluations / count;
  };
  const few = await evaluationsFor(4);
  const many = await evaluationsFor(24);
  assert.ok(few > 0 && few < 100, `${few} evaluations for each class of 4`);
  assert.ok(many < 2 * few, `${many} evaluations for each class of 24, ${few} for each of 4`);
});

test("edits in such a circle give what a fresh start gives", async () => {
  const files = managers(4);
  const program = await programOf(files);
  const found = () => Object.keys(files).map((path) => program.findings(path));
  const first = JSON.stringify(found());
  assert.notEqual(first, JSON.stringify(Object.keys(files).map(() => [])));
  const path = "Manager2.java";
  const before = files[path]!;
  for (const [from, to] of [
    ["sink(name);", ""],
    ["Manager3.getInstance().getProvider(name)", "null"],
    ["init(source());", 'init("fixed");'],
    ["return Holder.instance;", "return null;"],
  ] as const) {
    files[path] = before.replace(from, to);
    assert.notEqual(files[path], before);
    await setText(program, path, files[path]);
    const fresh = await programOf(files);
    assert.deepEqual(
      found(),
      Object.keys(files).map((each) => fresh.findings(each)),
      to,
    );
    files[path] = before;
    await setText(program, path, before);
    assert.equal(JSON.stringify(found()), first, `${to} taken back`);
  }
});

test("a function that comes to use the circle it is used by belongs to it at once", async () => {
  const text = (statement: string) =>
    `function a(x) {\n  if (x.more) return b(x.next);\n  return c(x);\n}\nfunction b(x) {\n  return a(x.other);\n}\nfunction c(x) {\n  ${statement}\n  return x;\n}\nsink(a(source()));\n`;
  const program = await programOf({ "a.js": text("let y;") });
  program.findings("a.js");
  for (const statement of ["if (x.last) return b(x);", "let y;", "b(x);"]) {
    const before = program.evaluations;
    await setText(program, "a.js", text(statement));
    const found = program.findings("a.js");
    const count = program.evaluations - before;
    const fresh = await programOf({ "a.js": text(statement) });
    assert.deepEqual(found, fresh.findings("a.js"), statement);
    assert.deepEqual(program.problems("a.js"), fresh.problems("a.js"), statement);
    assert.ok(count <= 40, `${count} evaluations after ${statement}`);
  }
});
