// The rule files that somebody names: one file, or every rule file below a folder.

import type { ScanProblem } from "../detect/finding.ts";
import type { RuleFile } from "../detect/rule-set.ts";
import { CONFIGURATION_NAMES } from "./configuration.ts";
import type { FolderReader } from "./list-files.ts";
import { below } from "./location.ts";

const RULE_FILE = /\.(ya?ml|toml)$/i;
/** `x.test.yaml` and `x.fixed.yaml` are what rules for YAML are tested on. */
const FIXTURE = /\.(test|fixed)\.ya?ml$/i;

export interface NamedRuleFiles {
  readonly files: readonly RuleFile[];
  /** Files of a named folder that are YAML or TOML but hold no rules. */
  readonly others: readonly string[];
  readonly problems: readonly ScanProblem[];
}

/** Reads what is at a location. In a folder, hidden folders and files that are plainly no rule files are passed over. */
export async function readRuleFiles(location: string, reader: FolderReader): Promise<NamedRuleFiles> {
  const text = await reader.readText(location);
  if (text !== undefined) return { files: [{ path: location, text }], others: [], problems: [] };
  const files: RuleFile[] = [];
  const others: string[] = [];
  const waiting = [location];
  let isThere = false;
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    const entries = await reader.readFolder(folder);
    isThere ||= entries !== undefined;
    const folders: string[] = [];
    for (const { name, kind } of [...(entries ?? [])].sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const inner = below(folder, name);
      if (kind === "folder" && !name.startsWith(".")) folders.push(inner);
      if (kind !== "file" || !RULE_FILE.test(name) || FIXTURE.test(name)) continue;
      if (CONFIGURATION_NAMES.some((known) => known === name)) continue;
      const found = await reader.readText(inner);
      if (found !== undefined && looksLikeRules(name, found)) files.push({ path: inner, text: found });
      else others.push(inner);
    }
    waiting.push(...folders.reverse());
  }
  const problems: ScanProblem[] = [];
  const problem = (message: string) => problems.push({ kind: "configuration-invalid", path: location, message });
  if (!isThere) problem("There is no such rule file or folder, or it cannot be read.");
  else if (files.length === 0) problem("No file in this folder has rules (a key `rules` or `models`).");
  return { files, others, problems };
}

function looksLikeRules(name: string, text: string): boolean {
  if (/\.toml$/i.test(name)) return /^\s*\[\[?\s*(?:rules|allowlists?|extend)\b/im.test(text);
  return /^\s*(?:\{?\s*["']?)(?:rules|models)["']?\s*:/m.test(text);
}
