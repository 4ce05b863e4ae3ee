// JavaScript's constants that are members of objects, and Symbols as keys: known in other files too, and told anew when they
// change.

import assert from "node:assert/strict";
import { test } from "node:test";
import { programOf, setText } from "./fixtures.ts";

const USER = `const { State, kText, kOther } = require("./state");
function byState(held) {
  let text = source();
  if (State.open === "open") text = "clean";
  sink(text);
}
class Holder {
  fill() {
    this[kText] = source();
    this[kOther] = "clean";
    sink(this[kOther]);
    sink(this[kText]);
  }
}
`;
const STATE = `const State = Object.freeze({ open: "open", closed: "closed" });
const kText = Symbol("text");
const kOther = Symbol("other");
module.exports = { State, kText, kOther };
`;

function lines(flows: readonly { readonly span: { readonly start: number } }[]): number[] {
  return flows.map(({ span }) => USER.slice(0, span.start).split("\n").length).sort((a, b) => a - b);
}

test("members of frozen objects are constants, Symbols are keys", async () => {
  const program = await programOf({ "state.js": STATE, "user.js": USER });
  assert.deepEqual(lines(program.findings("user.js")), [12]);
});

test("a constant that becomes another one, or none, is told to those who use it", async () => {
  const program = await programOf({ "state.js": STATE, "user.js": USER });
  program.findings("user.js");
  await setText(program, "state.js", STATE.replace('open: "open"', 'open: "shut"'));
  assert.deepEqual(lines(program.findings("user.js")), [5, 12]);
  await setText(program, "state.js", STATE);
  assert.deepEqual(lines(program.findings("user.js")), [12]);
  await setText(program, "state.js", `${STATE.replace("Object.freeze(", "(")}State.open = process.argv[2];\n`);
  assert.deepEqual(lines(program.findings("user.js")), [5, 12]);
  await setText(program, "state.js", STATE.replace('Symbol("other")', "pick()"));
  assert.deepEqual(lines(program.findings("user.js")), [11, 12]);
});
