// What an evaluation leaves out once there is too much of it. Every limit of the data flow that can cost a flow has a name here, and a
// unit's result says which of them it ran into, so that silence is never taken for safety.

/** Limits by name, with what a person is told of them. */
const TEXTS = {
  steps: "the function is too big: after a fixed number of steps only roughly",
  depth: "expressions or statements are nested too deep: the innermost are not looked at",
  rounds: "a loop's values were still changing when it was left",
  members: "members of members: what lies deeper is taken for what is above it",
  sources: "more than 24 sources in one value: the others are left out",
  objects: "more than 8 objects may be meant by one expression: the others are left out",
  visited: "too many objects hold each other: those farthest away are not looked at",
  sinks: "more than 96 sinks are reached by parameters: callers are told of the first ones",
  callbacks: "more than 32 calls of what was handed in: callers are told of the first ones",
  "nested-callbacks": "callbacks that call callbacks: more than 4 deep they are not followed",
  overrides: "more than 12 methods may be meant by one call: the others are left out",
  "any-member": "a member whose name is not known: of many only the first 8 are followed",
  variants: "more than 16 calls with constants that decide something: the others are taken for calls with any value",
  contents: "more than 160 objects leave the function: what callers see of them is cut",
  effects: "more than 120 changes to what others can see: callers are told of the nearest",
  circle: "functions that call each other in a circle were still changing when they were left",
  tries: "other functions that it uses kept turning up when it was left",
  sweeps: "functions kept putting each other in doubt when they were left",
} as const;

export type Limit = keyof typeof TEXTS;
export type Limits = ReadonlySet<Limit>;

export const NO_LIMITS: Limits = new Set();

const ORDER = Object.keys(TEXTS) as readonly Limit[];

/** In one order, however they came together. */
export function limitTexts(limits: Limits): string[] {
  return ORDER.filter((limit) => limits.has(limit)).map((limit) => TEXTS[limit]);
}

export function isSameLimits(a: Limits, b: Limits): boolean {
  return a === b || (a.size === b.size && [...a].every((limit) => b.has(limit)));
}

export function withLimit(limits: Limits, limit: Limit): Limits {
  return limits.has(limit) ? limits : new Set([...limits, limit]);
}

/**
 * What joining values had to leave out since this was last reset. Joins are functions of two values that know of no evaluation, and far too
 * many to hand one to each; evaluations run one after the other, so each resets this when it begins.
 */
export const joinsLeftOut = {
  sources: false,
  objects: false,
  reset(): void {
    this.sources = false;
    this.objects = false;
  },
};
