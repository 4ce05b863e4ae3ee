// Remembers whether a budget ever said that it was spent: work that was never told to stop is whole, however long it took.

import type { Budget } from "./workspace.ts";

export class AskedBudget implements Budget {
  readonly #budget: Budget;
  #wasSpent = false;

  constructor(budget: Budget) {
    this.#budget = budget;
  }

  /** Whether anyone was told to stop. */
  get wasSpent(): boolean {
    return this.#wasSpent;
  }

  get isUnlimited(): boolean {
    return this.#budget.isUnlimited === true;
  }

  spent(): boolean {
    this.#wasSpent ||= this.#budget.spent();
    return this.#wasSpent;
  }
}
