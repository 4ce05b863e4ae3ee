// Input of a size that no person writes: the flow engine ends soon, finds what it can, and says what it left out.

import assert from "node:assert/strict";
import { test } from "node:test";
import { programOf } from "./fixtures.ts";

/** CPU time, because other tests run beside this one. */
async function cpuSeconds(work: () => Promise<void>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

const MOST_SECONDS = 20;

test("a function with 5,000 branches", async () => {
  const branches = Array.from(
    { length: 5000 },
    (_, at) => `  if (flags[${at}]) { a${at % 50} = a${(at + 7) % 50} + ${at}; }`,
  ).join("\n");
  const variables = Array.from({ length: 50 }, (_, at) => `a${at} = ${at === 3 ? "source()" : '"x"'}`).join(", ");
  const text = `function big(flags) {\n  let ${variables};\n${branches}\n  sink(a3);\n}\n`;
  const seconds = await cpuSeconds(async () => {
    const program = await programOf({ "big.js": text });
    assert.equal(program.findings("big.js").length, 1);
  });
  assert.ok(seconds < MOST_SECONDS, `${seconds} s`);
});

test("a chain of 3,000 else-ifs", async () => {
  const chain = Array.from(
    { length: 3000 },
    (_, at) => `if (kind === ${at}) { a = ${at === 1500 ? "source()" : `"${at}"`}; }`,
  ).join(" else ");
  const seconds = await cpuSeconds(async () => {
    const program = await programOf({ "chain.js": `function chain(kind) {\n  let a;\n  ${chain}\n  sink(a);\n}\n` });
    program.findings("chain.js");
  });
  assert.ok(seconds < MOST_SECONDS, `${seconds} s`);
});

test("2,000 functions that call each other in a circle", async () => {
  const functions = Array.from(
    { length: 2000 },
    (_, at) => `function f${at}(x) { return x.done ? x : f${(at + 1) % 2000}(x); }`,
  ).join("\n");
  const seconds = await cpuSeconds(async () => {
    const program = await programOf({
      "circle.js": `${functions}\nfunction start() { sink(f0("fixed")); sink(source()); }\n`,
    });
    assert.ok(program.findings("circle.js").length >= 1);
  });
  assert.ok(seconds < MOST_SECONDS, `${seconds} s`);
});

test("a chain of calls 3,000 deep", async () => {
  const functions = Array.from({ length: 3000 }, (_, at) => `function f${at}(x) { return f${at + 1}(x); }`).join("\n");
  const seconds = await cpuSeconds(async () => {
    const program = await programOf({
      "deep.js": `${functions}\nfunction f3000(x) { return x; }\nsink(f0(source()));\n`,
    });
    assert.equal(program.findings("deep.js").length, 1);
  });
  assert.ok(seconds < MOST_SECONDS, `${seconds} s`);
});

test("loops in loops in loops", async () => {
  const depth = 12;
  const open = Array.from({ length: depth }, (_, at) => `for (const x${at} of list${at === 0 ? "" : at}) {`).join("\n");
  const text = `function deep(list) {\n  let a = "x", b = source();\n${open}\n  a = a + b; b = a; sink(a);\n${"}\n".repeat(depth)}}\n`;
  const seconds = await cpuSeconds(async () => {
    const program = await programOf({ "loops.js": text });
    assert.equal(program.findings("loops.js").length, 1);
  });
  assert.ok(seconds < MOST_SECONDS, `${seconds} s`);
});

test("a generated file of 50,000 lines", async () => {
  const lines = Array.from(
    { length: 25_000 },
    (_, at) => `const v${at} = make(${at});\nregister(v${at}, "${at}");`,
  ).join("\n");
  const seconds = await cpuSeconds(async () => {
    const program = await programOf({ "generated.js": `${lines}\nsink(source());\n` });
    assert.equal(program.findings("generated.js").length, 1);
  });
  assert.ok(seconds < MOST_SECONDS * 2, `${seconds} s`);
});
