// What a scan runs: rules, models and secret rules, compiled once. Made from rule files by `loadRuleFiles` and
// `compileRuleSet`; immutable afterwards, so that hosts can share one and swap it whole.

import type { Model } from "../flow/model.ts";
import type { Rule, RuleProblem } from "./rule.ts";

/** A rule file's text, whatever its format: Semgrep's YAML, our models' YAML, gitleaks' TOML. */
export interface RuleFile {
  readonly path: string;
  readonly text: string;
}

/** What rule files say, before compilation. Wrong ones are in `problems`; the others are all there. */
export interface LoadedRules {
  readonly rules: readonly Rule[];
  readonly models: readonly Model[];
  /** gitleaks-format files, loaded by detect/secrets. */
  readonly secretFiles: readonly RuleFile[];
  readonly problems: readonly RuleProblem[];
}

/** What the configuration says of rules. */
export interface RuleSelection {
  /** Rule id or glob → off, on, or another severity. The last one that matches wins. */
  readonly overrides: readonly { readonly rule: string; readonly setting: "off" | "on" | "critical" | "error" | "warning" | "info" }[];
}

export interface RuleSet {
  readonly rules: readonly Rule[];
  readonly problems: readonly RuleProblem[];
  /** Changes when any rule, model or override does: part of cache keys. */
  readonly version: string;
  rule(id: string): Rule | undefined;
}
