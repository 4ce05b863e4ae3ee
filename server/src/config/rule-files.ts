// The rule files that somebody names: one file, or every rule file below a folder.

import type { ScanProblem } from "../detect/finding.ts";
import type { RuleFile } from "../detect/rule-set.ts";
import { extendedPath } from "../detect/secrets/load.ts";
import { CONFIGURATION_NAMES } from "./configuration.ts";
import { unreadable } from "./configurations.ts";
import type { FolderReader } from "./list-files.ts";
import { below, parentOf } from "./location.ts";

const RULE_FILE = /\.(ya?ml|toml)$/i;
/** `x.test.yaml` and `x.fixed.yaml` are what rules for YAML are tested on. */
const FIXTURE = /\.(test|fixed)\.ya?ml$/i;

export interface NamedRuleFiles {
  readonly files: readonly RuleFile[];
  /** Files of a named folder that are YAML or TOML but hold no rules. */
  readonly others: readonly string[];
  readonly problems: readonly ScanProblem[];
}

/** A repository's own rules for secrets, and its list of accepted ones, in gitleaks' formats. */
export const REPOSITORY_SECRET_FILES = [".gitleaks.toml", ".gitleaksignore"] as const;

/** Reads them from a tree's root. Rules are left out where somebody named other ones, or does not trust the tree. */
export async function repositorySecretFiles(
  root: string,
  reader: FolderReader,
  { withRules }: { readonly withRules: boolean },
): Promise<Pick<NamedRuleFiles, "files" | "problems">> {
  const files: RuleFile[] = [];
  const problems: ScanProblem[] = [];
  for (const name of REPOSITORY_SECRET_FILES) {
    const isRules = name === ".gitleaks.toml";
    if (isRules && !withRules) continue;
    const location = below(root, name);
    const read = await reader.readText(location);
    if (read.kind === "unreadable") problems.push(unreadable(location, read.reason));
    if (read.kind !== "text") continue;
    const file: RuleFile = { path: location, text: read.text, standing: "repository" };
    files.push(file, ...(isRules ? await extendedFiles(file, reader) : []));
  }
  return { files, problems };
}

/** As deep as gitleaks goes. */
const MOST_EXTENDED = 2;

/** What `[extend] path` leads to: relative to the file's folder, or to one above it, as gitleaks is started there. */
async function extendedFiles(file: RuleFile, reader: FolderReader): Promise<RuleFile[]> {
  const extended: RuleFile[] = [];
  let from = file;
  while (extended.length < MOST_EXTENDED) {
    const named = extendedPath(from.text)?.replaceAll("\\", "/");
    if (named === undefined) break;
    let found: RuleFile | undefined;
    for (let folder = parentOf(from.path); folder !== undefined && !found; folder = parentOf(folder)) {
      const path = below(folder, named);
      const read = path === from.path ? undefined : await reader.readText(path);
      if (read?.kind === "text") found = { path, text: read.text, standing: "extended" };
    }
    if (!found) break;
    extended.push(found);
    from = found;
  }
  return extended;
}

/** Reads what is at a location. In a folder, hidden folders and files that are plainly no rule files are passed over. */
export async function readRuleFiles(location: string, reader: FolderReader): Promise<NamedRuleFiles> {
  const read = await reader.readText(location);
  if (read.kind === "unreadable") return { files: [], others: [], problems: [unreadable(location, read.reason)] };
  if (read.kind === "text") {
    const file = { path: location, text: read.text };
    const extended = /\.toml$/i.test(location) ? await extendedFiles(file, reader) : [];
    return { files: [file, ...extended], others: [], problems: [] };
  }
  const files: RuleFile[] = [];
  const others: string[] = [];
  const problems: ScanProblem[] = [];
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
      if (found.kind === "unreadable") problems.push(unreadable(inner, found.reason));
      else if (found.kind === "text" && looksLikeRules(name, found.text)) {
        const file = { path: inner, text: found.text };
        files.push(file, ...(/\.toml$/i.test(name) ? await extendedFiles(file, reader) : []));
      } else others.push(inner);
    }
    waiting.push(...folders.reverse());
  }
  const problem = (message: string) => problems.push({ kind: "configuration-invalid", path: location, message });
  if (!isThere) problem("There is no such rule file or folder.");
  else if (files.length === 0 && problems.length === 0)
    problem("No file in this folder has rules (a key `rules` or `models`).");
  return { files, others, problems };
}

function looksLikeRules(name: string, text: string): boolean {
  if (/\.toml$/i.test(name)) return /^\s*\[\[?\s*(?:rules|allowlists?|extend)\b/im.test(text);
  return /^\s*(?:\{?\s*["']?)(?:rules|models)["']?\s*:/m.test(text);
}
