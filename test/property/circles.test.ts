// Which nodes of random graphs lead back to themselves, told against asking of all pairs whether each can be reached from the other.
// The seed is printed, so that a failure can be run again: BARTIZAN_SEED=… .

import assert from "node:assert/strict";
import { test } from "node:test";
import { circlesOf } from "../../server/src/text/circles.ts";
import { random } from "./material.ts";

const seed = Number(process.env["BARTIZAN_SEED"] ?? Date.now() % 1_000_000);
const GRAPHS = 400;
const MOST_NODES = 12;

function reachedFrom(start: number, targets: readonly (readonly number[])[]): Set<number> {
  const reached = new Set([start]);
  for (const each of reached) for (const target of targets[each]!) reached.add(target);
  return reached;
}

test(`circles are the nodes that reach each other, each after those that it leads to (BARTIZAN_SEED=${seed})`, () => {
  const below = random(seed);
  for (let graph = 0; graph < GRAPHS; graph++) {
    const size = 1 + below(MOST_NODES);
    const targets = Array.from({ length: size }, () => Array.from({ length: below(4) }, () => below(size)));
    const start = below(size);
    const reached = targets.map((_, node) => reachedFrom(node, targets));
    const circles = [...circlesOf([start], (node) => targets[node]!)];
    const nodes = circles.flat();
    assert.deepEqual([...nodes].sort(), [...reached[start]!].sort(), "each that can be reached, once");
    const place = new Map(circles.flatMap((circle, index) => circle.map((node) => [node, index] as const)));
    for (const from of nodes)
      for (const to of nodes) {
        assert.equal(place.get(from) === place.get(to), reached[from]!.has(to) && reached[to]!.has(from));
        if (reached[from]!.has(to)) assert.ok(place.get(to)! <= place.get(from)!, `${from} leads to ${to}`);
      }
  }
});

test("a way of a hundred thousand nodes is gone without a stack of as many calls", () => {
  const last = 100_000;
  assert.equal([...circlesOf([0], (node) => (node < last ? [node + 1] : []))].length, last + 1);
  assert.equal([...circlesOf([0], (node) => [node < last ? node + 1 : 0])].length, 1);
});
