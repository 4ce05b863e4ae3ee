// What an evaluation leaves out once there is too much of it. Every limit of the data flow that can cost a flow has a name here, and a
// unit's result says which of them it ran into, so that silence is never taken for safety.

/** The limits that are numbers of something, each where it is explained below; others are about depth and time. */
export const MOST = {
  /** Different sources in one value; the first ones stand for all. */
  sources: 8,
  /** Objects that one expression may mean. */
  objects: 5,
  /** Sinks that a function's parameters reach. */
  sinks: 96,
  /** Calls of what was handed in that callers are told of. */
  callbacks: 16,
  nestedCallbacks: 4,
  /** Getters and setters that run while others do. */
  nestedAccessors: 3,
  /** Methods that one call may mean. */
  overrides: 12,
  /** Members that an unknown name may mean. */
  anyMember: 8,
  /** Calls of one function that are told apart by the constants they hand in. */
  variants: 16,
  /**
   * Every caller makes all objects and effects of a summary its own, and hands them on in its turn: where objects hold each other,
   * as connections, streams and their handlers do, there would soon be thousands in each. What lies farthest is left out.
   */
  contents: 32,
  effects: 32,
} as const;

/** Limits by name, with what a person is told of them. */
const TEXTS = {
  steps: "the function is too big: after a fixed number of steps only roughly",
  depth: "expressions or statements are nested too deep: the innermost are not looked at",
  rounds: "a loop's values were still changing when it was left",
  members: "members of members: what lies deeper is taken for what is above it",
  sources: `more than ${MOST.sources} sources in one value: the others are left out`,
  objects: `more than ${MOST.objects} objects may be meant by one expression: the others are left out`,
  visited: "too many objects hold each other: those farthest away are not looked at",
  sinks: `more than ${MOST.sinks} sinks are reached by parameters: callers are told of the first ones`,
  callbacks: `more than ${MOST.callbacks} calls of what was handed in: callers are told of the first ones`,
  "nested-callbacks": `callbacks that call callbacks: more than ${MOST.nestedCallbacks} deep they are not followed`,
  accessors: `getters and setters that use others: more than ${MOST.nestedAccessors} deep they are taken for plain members`,
  overrides: `more than ${MOST.overrides} methods may be meant by one call: the others are left out`,
  "any-member": `a member whose name is not known: of many only the first ${MOST.anyMember} are followed`,
  variants: `more than ${MOST.variants} calls with constants that decide something: the others are taken for calls with any value`,
  contents: `more than ${MOST.contents} objects leave the function: what callers see of them is cut`,
  effects: `more than ${MOST.effects} changes to what others can see: callers are told of the nearest`,
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
 * many to hand one to each; only one evaluation runs at a time, so each resets this when it begins and when it goes on after a pause.
 */
export const joinsLeftOut = {
  sources: false,
  objects: false,
  reset(): void {
    this.sources = false;
    this.objects = false;
  },
};
