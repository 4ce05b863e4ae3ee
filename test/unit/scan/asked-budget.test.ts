// A budget that nobody ever spends is known for one, though it is asked about: what need not wait for a turn is done sooner.

import assert from "node:assert/strict";
import { test } from "node:test";
import { AskedBudget } from "../../../server/src/scan/asked-budget.ts";
import { UNLIMITED } from "../../../server/src/scan/workspace.ts";

test("what is asked of an unlimited budget is unlimited, however often it is wrapped", () => {
  assert.equal(new AskedBudget(new AskedBudget(UNLIMITED)).isUnlimited, true);
  assert.equal(new AskedBudget({ spent: () => false }).isUnlimited, false);
});

test("once spent it stays so, and says that somebody was told", () => {
  const answers = [false, true, false];
  const budget = new AskedBudget({ spent: () => answers.shift()! });
  assert.deepEqual([budget.spent(), budget.wasSpent], [false, false]);
  assert.deepEqual([budget.spent(), budget.spent(), budget.wasSpent], [true, true, true]);
});
