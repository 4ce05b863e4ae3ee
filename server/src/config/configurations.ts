// All configuration files of one tree: for each file the nearest one upward counts, alone. One set of rules is compiled for
// the whole tree, so that flows between its folders are seen; what a folder's configuration says is applied to what is found
// there, by the same function in every host.

import ignore, { type Ignore } from "ignore";
import type { Finding, ScanProblem, Severity } from "../detect/finding.ts";
import { matchesRuleId } from "../detect/rule-id-pattern.ts";
import type { RuleSelection } from "../detect/rule-set.ts";
import { folderOf } from "../text/file-path.ts";
import { CONFIGURATION_NAMES, type Configuration, DEFAULT_CONFIGURATION, parseConfiguration } from "./configuration.ts";
import { isAtLeastConfidence, isAtLeastSeverity } from "./levels.ts";
import { below, parentOf } from "./location.ts";

/** Reads small files by location. Nothing is thrown for what is not there. */
export interface TextReader {
  readText(location: string): Promise<Reading>;
}

/** What is at a location: a text, nothing, or something that cannot be read. */
export type Reading =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "missing" }
  | { readonly kind: "unreadable"; readonly reason: string };

export interface FoundConfiguration {
  /** The folder that holds the file. */
  readonly folder: string;
  readonly configuration: Configuration;
  readonly problems: readonly ScanProblem[];
}

/** The configuration file in a folder, or in the nearest folder above it. */
export async function nearestConfiguration(
  folder: string,
  reader: TextReader,
): Promise<FoundConfiguration | undefined> {
  for (let at: string | undefined = folder; at !== undefined; at = parentOf(at)) {
    const found = await configurationIn(at, reader);
    if (found) return found;
  }
  return undefined;
}

export async function configurationIn(folder: string, reader: TextReader): Promise<FoundConfiguration | undefined> {
  for (const name of CONFIGURATION_NAMES) {
    const file = below(folder, name);
    const read = await reader.readText(file);
    if (read.kind === "text") return { folder, ...parseConfiguration(file, read.text) };
    if (read.kind === "unreadable")
      return { folder, configuration: { ...DEFAULT_CONFIGURATION, file }, problems: [unreadable(file, read.reason)] };
  }
  return undefined;
}

/** A file that is there and cannot be read does not count as absent. */
export function unreadable(path: string, reason: string): ScanProblem {
  return { kind: "configuration-invalid", path, message: `It cannot be read: ${reason}.` };
}

interface Scope {
  /** Path below the root, "" for the root or what lies above it. */
  readonly folder: string;
  readonly configuration: Configuration;
  /** Paths are given to it relative to the configuration's own folder, which may lie above the root. */
  readonly prefix: string;
  readonly excluded: Ignore | undefined;
  readonly included: Ignore | undefined;
}

/** What is asked of a rule to know what becomes of its findings. */
export interface RuleFacts {
  isOffByDefault(ruleId: string): boolean;
}

export class Configurations {
  readonly #scopes = new Map<string, Scope>();
  readonly #adjusted: (configuration: Configuration) => Configuration;

  /**
   * `base` holds at the root; `prefix` is the root's path below the folder that holds it, when it lies above. `adjusted` is
   * what the host has to say on top of any file: settings, options of a command.
   */
  constructor(
    base: Configuration = DEFAULT_CONFIGURATION,
    prefix = "",
    adjusted: (configuration: Configuration) => Configuration = (configuration) => configuration,
  ) {
    this.#adjusted = adjusted;
    this.#add("", base, prefix);
  }

  /** Adds the configuration of a folder, by its path below the root. */
  addNested(folder: string, configuration: Configuration): void {
    this.#add(folder, configuration, "");
  }

  removeNested(folder: string): void {
    if (folder !== "") this.#scopes.delete(folder);
  }

  /** What holds for a file, by its path below the root. */
  of(path: string): Configuration {
    return this.#scopeOf(path).configuration;
  }

  all(): readonly Configuration[] {
    return [...this.#scopes.values()].map(({ configuration }) => configuration);
  }

  /** Whether a file is left out by `paths`. A folder's path ends with a slash; it is left out only when nothing below can be in. */
  isExcluded(path: string): boolean {
    const scope = this.#scopeOf(path);
    const relative = scope.folder === "" ? scope.prefix + path : path.slice(scope.folder.length + 1);
    if (relative === "") return false;
    if (scope.excluded?.ignores(relative)) return true;
    return scope.included !== undefined && !path.endsWith("/") && !scope.included.ignores(relative);
  }

  /** What of the rules has to be compiled: a rule that is off everywhere is not. */
  selection(): RuleSelection {
    const scopes = [...this.#scopes.values()];
    if (scopes.length === 1) return { overrides: scopes[0]!.configuration.overrides };
    // With several, a rule runs if any folder has it on; severities are given per finding.
    const overrides = scopes.flatMap(({ configuration }) =>
      configuration.overrides
        .filter(({ setting }) => setting !== "off")
        .map(({ rule }) => ({ rule, setting: "on" as const })),
    );
    return { overrides };
  }

  /** A finding as the configuration of its file has it: left out, or with the severity given there. */
  apply(finding: Finding, rules: RuleFacts): Finding | undefined {
    const { overrides, minimumSeverity, minimumConfidence } = this.of(finding.path);
    let severity: Severity | undefined = rules.isOffByDefault(finding.ruleId) ? undefined : finding.severity;
    for (const { rule, setting } of overrides) {
      if (!matchesRuleId(rule, finding.ruleId)) continue;
      if (setting === "off") severity = undefined;
      else severity = setting === "on" ? finding.severity : setting;
    }
    if (severity === undefined || !isAtLeastSeverity(severity, minimumSeverity)) return undefined;
    if (!isAtLeastConfidence(finding.confidence, minimumConfidence)) return undefined;
    return severity === finding.severity ? finding : { ...finding, severity };
  }

  #add(folder: string, given: Configuration, prefix: string): void {
    const configuration = this.#adjusted(given);
    const matcher = (patterns: readonly string[]) =>
      patterns.length === 0
        ? undefined
        : ignore({ ignorecase: false, allowRelativePaths: true }).add(patterns.map(asPattern));
    this.#scopes.set(folder, {
      folder,
      configuration,
      prefix: prefix === "" || prefix.endsWith("/") ? prefix : `${prefix}/`,
      excluded: matcher(configuration.exclude),
      included: matcher(configuration.include),
    });
  }

  #scopeOf(path: string): Scope {
    if (this.#scopes.size === 1) return this.#scopes.get("")!;
    const isFolder = path.endsWith("/");
    let folder = isFolder ? path.slice(0, -1) : folderOf(path);
    for (;;) {
      const scope = this.#scopes.get(folder);
      if (scope) return scope;
      folder = folderOf(folder);
    }
  }
}

/** `./src` means `/src` in gitignore's syntax. */
function asPattern(pattern: string): string {
  return pattern.startsWith("./") ? pattern.slice(1) : pattern;
}
