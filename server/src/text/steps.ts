// Work that can be paused: a generator that yields after every step, a millisecond or two, with nothing else having to be
// true in between than that somebody goes on with it later, or never.

export type Steps<T> = Generator<void, T>;

/** Does all of it at once. */
export function finished<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** Goes on with it until `isSpent`, which is asked after each step, so that every call gets it further; undefined when there is more to do. */
export function advanced<T>(steps: Steps<T>, isSpent: () => boolean): { readonly value: T } | undefined {
  for (;;) {
    const step = steps.next();
    if (step.done) return { value: step.value };
    if (isSpent()) return undefined;
  }
}
