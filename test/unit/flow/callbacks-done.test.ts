// Callbacks that are called again and again: what was seen of them once is used again where it is the same, and only there.

import assert from "node:assert/strict";
import { test } from "node:test";
import { type Callback, CallbacksDone } from "../../../server/src/flow/callbacks-done.ts";
import type { AbstractObject } from "../../../server/src/flow/object.ts";
import { type Cell, Cells, State } from "../../../server/src/flow/state.ts";
import { constantValue, type Value } from "../../../server/src/flow/value.ts";
import { programOf } from "./fixtures.ts";

interface World {
  readonly state: State;
  readonly read: Cell;
  readonly written: Cell;
  /** Calls the callback with an argument; gives the result, and whether it was really called. */
  call(argument: Value): { result: Value; isCalled: boolean };
}

/** A callback that writes its argument to one cell, and gives what another holds. */
function inWorld(look: (world: World) => void): void {
  const cells = new Cells();
  const state = new State(cells);
  const read = cells.make(constantValue("first"), false);
  const written = cells.make(constantValue("nothing"), false);
  const done = new CallbacksDone(() => 1);
  const object = { id: 1 } as AbstractObject;
  const call = (argument: Value) => {
    let isCalled = false;
    const callback: Callback = { object, receiver: undefined, args: [argument], isOpen: false };
    const result = done.result(callback, state, () => {
      isCalled = true;
      state.set(written, argument);
      return state.get(read);
    });
    return { result, isCalled };
  };
  done.during(cells, () => look({ state, read, written, call }));
}

test("what was called and read the same is not called again, but its writings are made again", () =>
  inWorld(({ state, written, call }) => {
    assert.equal(call(constantValue("a")).isCalled, true);
    state.set(written, constantValue("by another"));
    const { result, isCalled } = call(constantValue("a"));
    assert.equal(isCalled, false);
    assert.equal(result.constant, "first");
    assert.equal(state.get(written).constant, "a");
  }));

test("with another argument, or when what it reads was written, it is called", () =>
  inWorld(({ state, read, call }) => {
    call(constantValue("a"));
    assert.equal(call(constantValue("b")).isCalled, true);
    state.set(read, constantValue("second"));
    const { result, isCalled } = call(constantValue("a"));
    assert.equal(isCalled, true);
    assert.equal(result.constant, "second");
    state.set(read, constantValue("first"));
    assert.equal(call(constantValue("a")).isCalled, false);
  }));

test("an object that was there before and has a new member may look otherwise", () => {
  inWorld(({ state, call }) => {
    call(constantValue("a"));
    state.set(state.cells.make(constantValue("member"), false, 1), constantValue("new"));
    assert.equal(call(constantValue("a")).isCalled, true);
  });
});

test("what is not known to hold any more when a call is over is forgotten", () => {
  const cells = new Cells();
  const state = new State(cells);
  const done = new CallbacksDone(() => 1);
  const callback: Callback = { object: { id: 1 } as AbstractObject, receiver: undefined, args: [], isOpen: false };
  let calls = 0;
  for (let at = 0; at < 2; at++)
    done.during(cells, () => {
      for (let again = 0; again < 3; again++) done.result(callback, state, () => constantValue(++calls));
    });
  assert.equal(calls, 2);
});

test("a callback that is called again after another one wrote what it reads", async () => {
  const text = `function inTurn(first, second) {
  first();
  second();
  first();
}
function start() {
  const held = { text: "fixed" };
  inTurn(() => sink(held.text), () => { held.text = source(); });
}
`;
  assert.equal((await programOf({ "a.js": text })).findings("a.js").length, 1);
});

test("functions that call what they are handed at many places, four in each other", async () => {
  const many = (name: string, inner: string) =>
    `function ${name}(give) {\n${Array.from({ length: 14 }, (_, at) => `  if (flags[${at}]) ${inner};`).join("\n")}\n}\n`;
  const text =
    many("one", "give(source())") +
    many("two", "one(give)") +
    many("three", "two((x) => give(x))") +
    many("four", "three((x) => give(x))") +
    "four((x) => sink(x));\n";
  assert.ok((await programOf({ "a.js": text })).findings("a.js").length > 0);
});
