// The options of a taint rule that change what carries taint, with Semgrep's defaults.

export interface TaintOptions {
  readonly assumesSafeFunctions: boolean;
  readonly assumesSafeIndexes: boolean;
  readonly assumesSafeComparisons: boolean;
  readonly assumesSafeNumbers: boolean;
  readonly assumesSafeBooleans: boolean;
  readonly onlyAssignments: boolean;
  readonly unifiesMetavariables: boolean;
  /** Findings stand where the taint comes from. */
  readonly reportsSources: boolean;
}

export function taintOptions(options: Readonly<Record<string, unknown>>): TaintOptions {
  const isOn = (key: string): boolean => options[key] === true;
  return {
    assumesSafeFunctions: isOn("taint_assume_safe_functions"),
    assumesSafeIndexes: isOn("taint_assume_safe_indexes"),
    assumesSafeComparisons: isOn("taint_assume_safe_comparisons"),
    assumesSafeNumbers: isOn("taint_assume_safe_numbers"),
    assumesSafeBooleans: isOn("taint_assume_safe_booleans"),
    onlyAssignments: isOn("taint_only_propagate_through_assignments"),
    unifiesMetavariables: isOn("taint_unify_mvars"),
    reportsSources: options["taint_focus_on"] === "source" || options["taint_match_on"] === "source",
  };
}
