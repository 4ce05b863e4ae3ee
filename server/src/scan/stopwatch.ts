// Where the time of a scan goes, for hosts that want to know: the engine has no clock, so it says what begins and lets the host
// measure.

export type Phase = "reading" | "parsing" | "secrets" | "rules" | "data flow" | "report";

export interface Stopwatch {
  /** `rule`: on whose account it is, where it is one rule's. */
  measure<T>(phase: Phase, rule: string | undefined, action: () => T): T;
}

export const NO_STOPWATCH: Stopwatch = { measure: (_phase, _rule, action) => action() };
