// What a scan runs: rules, models and secret rules, compiled once. Made from rule files by `loadRuleFiles` and
// `compileRuleSet`; immutable afterwards, so that hosts can share one and swap it whole.

import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { minimatch } from "minimatch";
import type { Model } from "../flow/model.ts";
import type { PackedPatterns } from "./match/packed-patterns.ts";
import { aliasOf } from "./peer-suppressions.ts";
import type { Rule, RuleProblem } from "./rule.ts";
import type { ReadSecretFile } from "./secrets/load.ts";

/** A rule file's text, whatever its format: Semgrep's YAML, our models' YAML, gitleaks' TOML. */
export interface RuleFile {
  readonly path: string;
  /** Empty where `loaded` says what it says. */
  readonly text: string;
  /**
   * Of secret rule files: `repository` is the `.gitleaks.toml` of the tree that is scanned, whose allow-lists hold for every
   * secret rule; `extended` counts only where another file extends it.
   */
  readonly standing?: "repository" | "extended";
  /** What reading the text gives, where that was done beforehand: the built-in rules are read when Bartizan is built. */
  readonly loaded?: Pick<LoadedRules, "rules" | "models" | "problems">;
  /** The same of secret rules. */
  readonly secrets?: ReadSecretFile;
  /** What parsing its patterns gives. */
  readonly patterns?: PackedPatterns;
  /** Of all that it says, worked out beforehand as well: hashing the built-in rules takes longer than reading them. */
  readonly digest?: string;
}

/** What rule files say, before compilation. Wrong ones are in `problems`; the others are all there. */
export interface LoadedRules {
  readonly rules: readonly Rule[];
  readonly models: readonly Model[];
  /** gitleaks-format files (rules, and lists of accepted findings), loaded by detect/secrets. */
  readonly secretFiles: readonly RuleFile[];
  readonly patterns: readonly PackedPatterns[];
  readonly problems: readonly RuleProblem[];
  /** By file what is different when what it says is: its digest, or all of it. */
  readonly contents: readonly unknown[];
}

export type RuleSetting = "off" | "on" | "critical" | "error" | "warning" | "info";

/** What the configuration says of rules. */
export interface RuleSelection {
  /** Rule id or glob → off, on, or another severity. The last one that matches wins. */
  readonly overrides: readonly {
    readonly rule: string;
    readonly setting: RuleSetting;
  }[];
}

export interface RuleSet {
  /** Those that are on, with the severities that the configuration gives them. */
  readonly rules: readonly Rule[];
  readonly models: readonly Model[];
  readonly secretFiles: readonly RuleFile[];
  /** Of patterns that were parsed when Bartizan was built. */
  readonly patterns: readonly PackedPatterns[];
  readonly problems: readonly RuleProblem[];
  /** Changes when any rule, model or override does: part of cache keys. */
  readonly version: string;
  rule(id: string): Rule | undefined;
  /** Of all rules, those that are off too; secret rules have their own. */
  readonly ids: ReadonlySet<string>;
  /** What other tools call the checks that say the same: `metadata.aliases` of all forms of a rule. */
  aliasesOf(id: string): ReadonlySet<string>;
  /** What the configuration says of a secret rule; undefined when it says nothing. */
  secretSetting(id: string): RuleSetting | undefined;
}

/** The rules that a selection leaves on. Patterns are compiled when a file needs them, by match/match-rule.ts. */
export function compileRuleSet(loaded: LoadedRules, selection: RuleSelection): RuleSet {
  const rules = loaded.rules.flatMap((rule) => {
    const setting = settingOf(rule.id, selection) ?? (rule.metadata.isOffByDefault ? "off" : "on");
    if (setting === "off") return [];
    return setting === "on" || setting === rule.severity ? [rule] : [{ ...rule, severity: setting }];
  });
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  const { models, secretFiles, patterns, problems, contents } = loaded;
  let version: string | undefined;
  let ids: Set<string> | undefined;
  let aliases: Map<string, Set<string>> | undefined;
  return {
    rules,
    models,
    secretFiles,
    patterns,
    problems,
    get version() {
      // Most who use a rule set never ask.
      version ??= versionOf([contents, selection]);
      return version;
    },
    rule: (id) => byId.get(id),
    get ids() {
      ids ??= new Set(loaded.rules.map(({ id }) => id));
      return ids;
    },
    aliasesOf: (id) => {
      aliases ??= aliasesOf(rules);
      return aliases.get(id) ?? NO_ALIASES;
    },
    secretSetting: (id) => settingOf(id, selection),
  };
}

const NO_ALIASES: ReadonlySet<string> = new Set();

function aliasesOf(rules: readonly Rule[]): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const rule of rules) {
    const names = namesElsewhere(rule);
    if (names.length === 0) continue;
    const known = found.get(rule.id) ?? new Set();
    for (const name of names) known.add(aliasOf(name));
    found.set(rule.id, known);
  }
  return found;
}

/** `metadata.aliases`, as written. */
export function namesElsewhere({ metadata }: Rule): readonly string[] {
  const names = metadata.other["aliases"];
  return Array.isArray(names) ? names.map(String) : [];
}

/** What a selection says of a rule or secret rule; undefined when it says nothing. */
function settingOf(ruleId: string, { overrides }: RuleSelection): RuleSetting | undefined {
  return overrides.findLast(({ rule }) => rule === ruleId || minimatch(ruleId, rule))?.setting;
}

function versionOf(parts: unknown): string {
  return bytesToHex(sha256(new TextEncoder().encode(JSON.stringify(parts)))).slice(0, 32);
}
