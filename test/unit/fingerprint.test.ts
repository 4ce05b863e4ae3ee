import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { fingerprints, normalise } from "../../server/src/detect/fingerprint.ts";

function of(text: string, needle: string, path = "a.js", ruleId = "r", isSecret = false): string {
  const start = text.indexOf(needle);
  assert.ok(start >= 0);
  return fingerprints(path, text, undefined, [{ ruleId, span: { start, end: start + needle.length }, isSecret }])[0]!;
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
  const [first, second] = fingerprints("a.js", twice, undefined, both);
  assert.equal(first, print);
  assert.notEqual(second, print);
  assert.deepEqual(fingerprints("a.js", twice, undefined, [...both].reverse()), [second, first]);
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
