// From rule files to rules and models. A file or rule that is wrong becomes a problem; all others load.

import type { Model } from "../../flow/model.ts";
import type { Rule, RuleProblem } from "../rule.ts";
import type { LoadedRules, RuleFile } from "../rule-set.ts";
import { readModel } from "./model-reader.ts";
import { type Field, type MapField, Reader } from "./reader.ts";
import { readRule } from "./rule-reader.ts";
import { nearestWord } from "./suggest.ts";
import { readYaml, type YamlTree } from "./yaml-tree.ts";

const TOP_KEYS = ["rules", "models"];

/** gitleaks' formats: TOML for rules, `.gitleaksignore` for findings that were accepted. */
const SECRET_FILE = /\.toml$|(?:^|\/)\.gitleaksignore$/i;

/** Reads rule files of every format: Semgrep's YAML, models' YAML; gitleaks' are passed on to the secret scanner. */
export function loadRuleFiles(files: readonly RuleFile[]): LoadedRules {
  const rules: Rule[] = [];
  const models: Model[] = [];
  const secretFiles: RuleFile[] = [];
  const problems: RuleProblem[] = [];
  const contents: unknown[] = [];
  const patterns = files.flatMap((file) => file.patterns ?? []);
  for (const file of files) {
    const { path, text, standing, digest } = file;
    if (SECRET_FILE.test(path)) {
      secretFiles.push(file);
      contents.push(digest ?? [path, text, standing]);
      continue;
    }
    const loaded = file.loaded ?? loadRuleFile(file);
    contents.push(digest ?? [loaded.rules, loaded.models]);
    rules.push(...loaded.rules);
    models.push(...loaded.models);
    problems.push(...loaded.problems);
  }
  return { rules, models, secretFiles, patterns, problems, contents };
}

export interface LoadedRuleFile {
  readonly rules: readonly Rule[];
  readonly models: readonly Model[];
  readonly problems: readonly RuleProblem[];
}

export function loadRuleFile(file: RuleFile): LoadedRuleFile {
  const tree = readYaml(file.text);
  const reader = new Reader(file.path, tree);
  // What follows a broken place is mostly its echo.
  for (const { start, message } of tree.problems.slice(0, 1)) reader.problem({ path: "", start }, message);
  const rules: Rule[] = [];
  const models: Model[] = [];
  const root = reader.root();
  if (root.node.kind !== "map") {
    if (tree.problems.length === 0) reader.problem(root, 'a rule file is a map with a key "rules" (or "models")');
    return { rules, models, problems: reader.problems };
  }
  const map = root as MapField;
  const ruleList = reader.get(map, "rules");
  const modelList = reader.get(map, "models");
  if (!ruleList && !modelList) {
    const near = map.node.entries
      .map(({ key }) => ({ key, near: nearestWord(key, TOP_KEYS) }))
      .find((each) => each.near);
    reader.problem(
      map,
      `a rule file needs a key "rules" (or "models")${near ? `: did you mean "${near.near}" by "${near.key}"?` : ""}`,
    );
  }
  for (const { key, field } of reader.entries(map))
    if (
      (ruleList || modelList) &&
      !TOP_KEYS.includes(key) &&
      !["missed", "version"].includes(key) &&
      !/^[x.]/.test(key)
    )
      reader.remark(field, `a rule file has no key "${key}" (allowed: ${TOP_KEYS.join(", ")})`);
  if (ruleList) readRules(reader, ruleList, tree, rules);
  for (const item of modelList ? reader.itemsOfAny(modelList, "models") : []) {
    const model = readModel(reader, item);
    if (model) models.push(model);
  }
  return { rules, models, problems: reader.problems };
}

/** Rules of one language whose globs differ are meant for different files. */
function mayMeet(one: Rule, other: Rule): boolean {
  return (
    one.languages.some((language) => other.languages.includes(language)) &&
    JSON.stringify(one.paths.include) === JSON.stringify(other.paths.include)
  );
}

function readRules(reader: Reader, list: Field, tree: YamlTree, rules: Rule[]): void {
  const known = new Map<string, Rule[]>();
  for (const item of reader.itemsOfAny(list, "rules")) {
    // Where the YAML itself is broken, what was read of the rule may not be what was written.
    const { node } = item;
    if (tree.problems.some(({ start }) => node.start <= start && (node.kind !== "map" || start <= node.end))) continue;
    const rule = readRule(reader, item);
    if (!rule) continue;
    const namesakes = known.get(rule.id) ?? [];
    const twin = namesakes.find((other) => mayMeet(other, rule));
    if (twin) {
      reader.ruleId = rule.id;
      reader.problem(item, `there is a rule "${rule.id}" for the same language already, in line ${twin.location.line}`);
      reader.ruleId = undefined;
      continue;
    }
    known.set(rule.id, [...namesakes, rule]);
    rules.push(rule);
  }
}
