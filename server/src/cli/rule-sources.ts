// Which rule files a command runs: the built-in ones, those that configurations name, and those of `--config`.

import { CONFIGURATION_NAMES, parseConfiguration } from "../config/configuration.ts";
import type { FoundConfiguration } from "../config/configurations.ts";
import { below, parentOf } from "../config/location.ts";
import { readRuleFiles, repositorySecretFiles } from "../config/rule-files.ts";
import type { ScanProblem } from "../detect/finding.ts";
import type { RuleProblem } from "../detect/rule.ts";
import type { RuleFile, RuleSet } from "../detect/rule-set.ts";
import { secretRulesOf } from "../scan/secret-rules.ts";
import { folderOf } from "../text/file-path.ts";
import { diskReader, locationOf, pathKind } from "./disk.ts";
import { UsageError } from "./host.ts";
import { isRegistryName } from "./peer-words.ts";

/** Rule files, and at most one configuration. */
export interface NamedConfigs {
  /** Locations. */
  readonly ruleFiles: readonly string[];
  readonly configuration: FoundConfiguration | undefined;
}

export async function sortConfigs(cwd: string, given: readonly string[]): Promise<NamedConfigs> {
  const ruleFiles: string[] = [];
  let configuration: FoundConfiguration | undefined;
  for (const path of given) {
    const location = locationOf(cwd, path);
    if ((await pathKind(location)) === "missing")
      throw new UsageError(
        isRegistryName(path)
          ? `${path}: nothing is downloaded. Bartizan's own rules run without being named; save others as a file, and name that`
          : `${path}: there is no such file or folder`,
      );
    const name = location.slice(folderOf(location).length + 1);
    if (!CONFIGURATION_NAMES.some((known) => known === name)) {
      ruleFiles.push(location);
      continue;
    }
    if (configuration)
      throw new UsageError(`${path}: only one configuration file can be given, beside any number of rule files`);
    const read = await diskReader.readText(location);
    if (read.kind !== "text")
      throw new UsageError(`${path}: it cannot be read${read.kind === "unreadable" ? `: ${read.reason}` : ""}`);
    configuration = { folder: parentOf(location) ?? "/", ...parseConfiguration(location, read.text) };
  }
  return { ruleFiles, configuration };
}

export interface RuleSources {
  readonly files: readonly RuleFile[];
  /** Files in folders of rules that hold none. */
  readonly others: readonly string[];
  readonly problems: readonly ScanProblem[];
}

/** Reads rule files, each once, however often it is named, and what the tree itself brings for secrets. */
export async function readRuleSources(
  locations: readonly string[],
  tree?: { readonly root: string; readonly withRules: boolean },
): Promise<RuleSources> {
  const files = new Map<string, RuleFile>();
  const ofTree = tree ? await repositorySecretFiles(tree.root, diskReader, tree) : undefined;
  const others: string[] = [];
  const problems: ScanProblem[] = [...(ofTree?.problems ?? [])];
  for (const location of new Set(locations)) {
    const read = await readRuleFiles(location, diskReader);
    for (const file of read.files)
      if (file.standing !== "extended" || !files.has(file.path)) files.set(file.path, file);
    others.push(...read.others);
    problems.push(...read.problems);
  }
  for (const file of ofTree?.files ?? []) if (!files.has(file.path)) files.set(file.path, file);
  return { files: [...files.values()], others, problems };
}

/** The rule files that configurations name, relative to the folder that each is in. */
export function ruleFilesOf(found: readonly FoundConfiguration[]): string[] {
  return found.flatMap(({ folder, configuration }) => configuration.ruleFiles.map((path) => below(folder, path)));
}

/** What is wrong with the rules of a set, those for secrets included. */
export function problemsOf(rules: RuleSet): readonly RuleProblem[] {
  return [...rules.problems, ...secretRulesOf(rules).problems];
}
