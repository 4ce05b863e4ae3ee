import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { fingerprints, normalise } from "../../server/src/detect/fingerprint.ts";
import type { LanguageId } from "../../server/src/syntax/language.ts";
import { lowerText } from "./node-grammars.ts";

function of(text: string, needle: string, path = "a.js", ruleId = "r", isSecret = false): string {
  const start = text.indexOf(needle);
  assert.ok(start >= 0);
  return fingerprints(path, text, () => undefined, [
    { ruleId, span: { start, end: start + needle.length }, isSecret },
  ])[0]!;
}

test("what formatters change is not in the normal form", () => {
  const form = normalise('db.query("select " + id, [a, b]);');
  assert.equal(normalise("db.query('select ' + id, [ a,b, ])"), form);
  assert.equal(normalise('db\n  .query(\n    "select " + id, // why\n    [a, b],\n  );'), form);
  assert.equal(normalise("x = (a +\n     b)"), normalise("x = a + \\\n  b"));
  assert.notEqual(normalise("f(a)"), normalise("f(b)"));
  assert.notEqual(normalise("ab"), normalise("a b"));
});

test("layout never changes the normal form", () => {
  const token = fc.constantFrom("foo", "bar", "1", ".", "+", "=", "(", ")", "[", "]", '"s t"', ";");
  const blank = fc.constantFrom(" ", "  ", "\n", "\r\n\t", " /* c */ ");
  fc.assert(
    fc.property(fc.array(fc.tuple(token, blank, blank), { maxLength: 20 }), (parts) => {
      const one = parts.map(([part, first]) => part + first).join("");
      const other = parts.map(([part, , second]) => part + second).join("");
      assert.equal(normalise(one), normalise(other));
    }),
  );
});

test("lines above and below do not matter; rule, path, code and the number of equals do", () => {
  const text = "a();\nf(BAD);\nb();\n";
  const print = of(text, "BAD");
  assert.match(print, /^[0-9a-f]{32}$/);
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom("x();", "", "// c", "y = 2")),
      fc.array(fc.constantFrom("z()", "")),
      (before, after) => {
        assert.equal(of([...before, "  f( BAD )", ...after].join("\n"), "BAD"), print);
      },
    ),
  );
  assert.notEqual(of(text, "BAD", "b.js"), print);
  assert.notEqual(of(text, "BAD", "a.js", "other"), print);
  assert.notEqual(of("a();\ng(BAD);\n", "BAD"), print);
  const twice = "f(BAD);\nf(BAD);\n";
  const both = [2, 10].map((start) => ({ ruleId: "r", span: { start, end: start + 3 }, isSecret: false }));
  const [first, second] = fingerprints("a.js", twice, () => undefined, both);
  assert.equal(first, print);
  assert.notEqual(second, print);
  assert.deepEqual(
    fingerprints("a.js", twice, () => undefined, [...both].reverse()),
    [second, first],
  );
});

test("a changed secret is a new finding, and its fingerprint tells too little to find it by guessing", () => {
  const print = (secret: string) => of(`const key = "${secret}";\n`, secret, "a.js", "r", true);
  assert.notEqual(print("correct horse"), print("battery staple"));
  const counts = new Map<string, number>();
  for (let guess = 0; guess < 20_000; guess++)
    counts.set(print(`guess${guess}`), (counts.get(print(`guess${guess}`)) ?? 0) + 1);
  // Twelve bits: each fingerprint stands for many secrets, so having it does not say which.
  assert.ok(counts.size <= 4096);
  assert.ok(counts.size > 3000);
});

test("a very long line is told by its part around the finding, in bounded time", () => {
  const padding = "x=1,".repeat(500_000);
  const started = performance.now();
  const print = of(`${padding}f(BAD)${padding}`, "BAD");
  assert.ok(performance.now() - started < 1000);
  assert.equal(of(`y=2,${padding}f(BAD)${padding}`, "BAD"), print);
});

/** Fingerprints of each place where `needle` stands in code of a language. */
async function inCode(language: LanguageId, text: string, needle = "BAD"): Promise<string[]> {
  const ast = await lowerText(language, text);
  const subjects = [...text.matchAll(new RegExp(needle, "g"))].map(({ index }) => ({
    ruleId: "r",
    span: { start: index, end: index + needle.length },
    isSecret: false,
  }));
  return fingerprints("a", text, () => ast, subjects);
}

const BEFORE = `
import { db } from "./db";
export class Users {
  find(id) {
    const rows = db.query("select * from users where id = " + BAD, [1, 2]);
    return rows;
  }
  remove(id) {
    return db.query('delete from users where id = ' + BAD);
  }
}
const list = async (req, res) => {
  if (check(BAD)) { res.send(1); }
};
app.get("/x", (req, res) => { res.send(BAD); });
`;

test("re-formatting and edits elsewhere leave the fingerprints of code as they are", async () => {
  const prints = await inCode("javascript", BEFORE);
  assert.equal(new Set(prints).size, 4);
  const reformatted = `
import { db } from './db'
/** New. */
function added() { return other(); }
export class Users {
    extra = 1

    find( id ) {
        log( id )
        const rows = db.query(
            'select * from users where id = ' +
              BAD, // why
            [
              1,
              2,
            ],
        )
        return rows
    }
    remove(id) {

        return db.query("delete from users where id = " + BAD)
    }
}
const list = async (req, res) => {
    if (check(BAD))
    {
        res.send(1)
        res.send(2)
    }
}
app.get('/x', (req, res) => {
    audit(req)
    res.send(BAD)
})
`;
  assert.deepEqual(await inCode("javascript", reformatted), prints);
});

test("moved into another function, or changed itself, code is something else", async () => {
  const [print] = await inCode("javascript", "function a() { f(BAD); }");
  assert.notEqual((await inCode("javascript", "function b() { f(BAD); }"))[0], print);
  assert.notEqual((await inCode("javascript", "function a() { g(BAD); }"))[0], print);
  assert.equal((await inCode("javascript", "const a = () => { f(BAD); }"))[0], print);
  const python = await inCode("python", "class A:\n    def m(self, x):\n        return f(x, BAD)\n");
  assert.deepEqual(
    await inCode("python", "import os\n\nclass A:\n  def m(self, x):\n    # c\n    return f(\n      x, BAD,\n    )\n"),
    python,
  );
});

test("any statements around it leave a fingerprint as it is", async () => {
  const statement = fc.constantFrom(
    "log(1);",
    "let z = 2;",
    "if (a) { b(); }",
    "// comment",
    "",
    "for (const q of w) { e(q); }",
    "class K { m() {} }",
  );
  const [wanted] = await inCode("javascript", "function outer() { db.query('a' + BAD); }");
  await fc.assert(
    fc.asyncProperty(fc.array(statement), fc.array(statement), fc.array(statement), async (above, inside, below) => {
      const text = [
        ...above,
        "function outer() {",
        ...inside,
        "  db.query(",
        '    "a" + BAD',
        "  )",
        ...below,
        "}",
      ].join("\n");
      assert.deepEqual(await inCode("javascript", text), [wanted]);
    }),
    { numRuns: 60 },
  );
});

test("a statement too long to be told whole is told by what is around the finding", async () => {
  const entries = (from: number) =>
    Array.from({ length: 60 }, (_, at) => `  key${from + at}: "value${from + at}",`).join("\n");
  const [one] = await inCode("javascript", `module.exports = {\n${entries(0)}\n  here: f(BAD),\n};\n`);
  const [other] = await inCode("javascript", `module.exports = {\n${entries(500)}\n  here: f(\n    BAD,\n  ),\n};\n`);
  assert.equal(other, one);
});
