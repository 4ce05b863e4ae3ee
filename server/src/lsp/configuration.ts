// What holds in a folder: the editor's settings, the configuration files in it and above it, and the rules that they name.
// What configuration files say is read by server/src/config, as for the command line; here it meets the settings.

import { type Baseline, DEFAULT_BASELINE, InvalidBaseline, parseBaseline } from "../config/baseline.ts";
import { type Configuration, DEFAULT_CONFIGURATION } from "../config/configuration.ts";
import {
  Configurations,
  configurationIn,
  type FoundConfiguration,
  nearestConfiguration,
  type Reading,
} from "../config/configurations.ts";
import { IgnoreFiles } from "../config/ignore-files.ts";
import { type FolderReader, ignoreFilesAt, type ListContext, treeRoot } from "../config/list-files.ts";
import { below, pathWithin } from "../config/location.ts";
import { REPOSITORY_SECRET_FILES, readRuleFiles, repositorySecretFiles } from "../config/rule-files.ts";
import type { Finding, ScanProblem } from "../detect/finding.ts";
import type { RuleFile, RuleSet } from "../detect/rule-set.ts";
import { DEFAULT_SETTINGS, type Settings } from "../protocol.ts";
import type { Engine } from "../scan/engine.ts";
import { secretRulesOf } from "../scan/secret-rules.ts";
import type { ScanOptions } from "../scan/workspace.ts";
import { folderOf } from "../text/file-path.ts";
import type { FileAccess, ReadText } from "./host.ts";
import { locationOf, uriOfLocation } from "./uri.ts";

/** Larger rule and configuration files than this are none. */
const LARGEST_RULE_FILE = 4_194_304;

/** Settings as an editor sends them: parts may be missing, or of the wrong type, and then the default holds. */
export function readSettings(...sent: readonly unknown[]): Settings {
  const settings: Record<string, unknown> = { ...DEFAULT_SETTINGS };
  for (const given of sent) {
    if (typeof given !== "object" || given === null) continue;
    for (const [name, fallback] of Object.entries(DEFAULT_SETTINGS)) {
      const value = (given as Record<string, unknown>)[name];
      if (value === undefined || value === null) continue;
      const isSameType = Array.isArray(fallback)
        ? Array.isArray(value)
        : typeof value === typeof fallback && !Array.isArray(value);
      if (isSameType) settings[name] = value;
    }
  }
  return settings as unknown as Settings;
}

export interface ConfigurationSources {
  /** The folder's key; empty for files that lie in none. */
  readonly root: string;
  readonly settings: Settings;
  readonly engine: Engine;
  readonly files: FileAccess | undefined;
  /** Rule files that the workspace brings are loaded only when it is trusted. */
  readonly isTrusted: boolean;
  readonly today: string;
}

export class FolderConfiguration {
  readonly settings: Settings;
  readonly problems: ScanProblem[] = [];
  readonly configurations: Configurations;
  readonly #sources: ConfigurationSources;
  /** By location: each once, however many configurations name it. */
  readonly #ruleFiles = new Map<string, RuleFile>();
  /** Files and folders outside the built-in rules that were asked for. */
  readonly #ruleLocations = new Set<string>();
  readonly #list: ListContext;
  /** Folders whose configuration file was looked for. */
  readonly #visited = new Set<string>([""]);
  /** Files that `.bartizanignore` leaves out although they are open. */
  readonly #ignored = new Map<string, boolean>();
  #baseline: Baseline | undefined;
  /** Undefined where there is no folder that could hold one. */
  baselineLocation: string | undefined;
  #pathPrefix = "";
  /** What the rules were compiled of. */
  #compiled = "";
  #rules: RuleSet | undefined;

  private constructor(sources: ConfigurationSources, base: Configuration, prefix: string, reader: FolderReader) {
    const { settings, root } = sources;
    this.settings = settings;
    this.#sources = sources;
    this.configurations = new Configurations(base, prefix, (configuration) => withSettings(configuration, settings));
    this.#list = { root: rootLocation(root), reader, configurations: this.configurations };
  }

  static async load(sources: ConfigurationSources): Promise<FolderConfiguration> {
    const reader = readerOf(sources.files);
    const root = rootLocation(sources.root);
    const found = sources.root === "" ? undefined : await nearestConfiguration(root, reader);
    const base = found?.configuration ?? DEFAULT_CONFIGURATION;
    const prefix = found ? (pathWithin(found.folder, root) ?? "") : "";
    const made = new FolderConfiguration(sources, base, prefix, reader);
    made.problems.push(...(found?.problems ?? []));
    if (base.usesDefaultRules)
      for (const file of await sources.engine.builtinRules()) made.#ruleFiles.set(file.path, file);
    const named = found ? base.ruleFiles.map((path) => below(found.folder, path)) : [];
    const ofSettings = sources.settings.ruleFiles.map((path) => below(root, path));
    await made.#readRuleFiles([...named, ...ofSettings]);
    if (sources.root !== "") {
      await made.#readRepositorySecretFiles(ofSettings);
      await made.#readBaseline(found);
    }
    made.update();
    return made;
  }

  get rules(): RuleSet {
    this.#rules ??= this.#compile();
    return this.#rules;
  }

  get options(): ScanOptions {
    const base = this.configurations.of("");
    return {
      today: this.#sources.today,
      reportUnusedSuppressions: base.reportsUnusedSuppressions,
      knowsAllRules: this.#sources.isTrusted && base.usesDefaultRules,
      maximumParsedLength: base.maximumParsedLength,
      pathPrefix: this.#pathPrefix,
    };
  }

  /** For walking the folder: server/src/config lists files over it, and adds nested configurations on the way. */
  get listing(): ListContext {
    return this.#list;
  }

  /** Whether the configuration and ignore files on the way to an open file have been read. */
  isVisited(path: string): boolean {
    return this.#sources.root === "" || !this.#sources.files || this.#ignored.has(path);
  }

  /** Reads the configuration and ignore files on the way to an open file, once each. Says whether the rules changed. */
  async visit(path: string): Promise<boolean> {
    if (this.isVisited(path)) return false;
    const folders = path.split("/").slice(0, -1);
    for (let depth = 1; depth <= folders.length; depth++) {
      const folder = folders.slice(0, depth).join("/");
      if (this.#visited.has(folder)) continue;
      const found = await configurationIn(below(this.#list.root, folder), this.#list.reader);
      if (found) await this.addNested(found);
      this.#visited.add(folder);
    }
    const ignoreFiles = (await ignoreFilesAt(this.#list, folderOf(path), IgnoreFiles.NONE)).onlyOurs();
    this.#ignored.set(
      path,
      waysTo(path).some((each) => ignoreFiles.test(each) !== undefined),
    );
    return this.update();
  }

  /** Whether an open file is left out: by the configuration's paths or by our own ignore files. */
  isExcluded(path: string): boolean {
    if (this.#sources.root === "") return false;
    return this.#ignored.get(path) === true || this.configurations.isExcluded(path);
  }

  /** Whether a change of this file changes the rules. */
  namesRuleFile(uri: string): boolean {
    const location = locationOf(uri);
    return [...this.#ruleLocations].some((named) => pathWithin(named, location) !== undefined);
  }

  apply(finding: Finding): Finding | undefined {
    return this.configurations.apply(finding, this);
  }

  /** Whether the baseline accepts a finding. Nothing that a comment silences needs to be in it. */
  isAccepted({ fingerprint, suppressed }: Finding): boolean {
    return suppressed === undefined && this.#baseline?.fingerprints.has(fingerprint) === true;
  }

  /** What was accepted; undefined where there is no baseline. */
  get baseline(): Baseline | undefined {
    return this.#baseline;
  }

  /** Locations of rule files that do not come with Bartizan. */
  get ownRuleFiles(): readonly string[] {
    const isNamed = (path: string) => [...this.#ruleLocations].some((named) => pathWithin(named, path) !== undefined);
    return [...this.#ruleFiles.keys()].filter((path) => isNamed(path) || isOfRepository(path));
  }

  /** Whether a file is the baseline that holds here, or would be if it were there. */
  isBaseline(uri: string): boolean {
    return locationOf(uri) === this.baselineLocation;
  }

  isOffByDefault(ruleId: string): boolean {
    return this.rules.rule(ruleId)?.metadata.isOffByDefault ?? false;
  }

  maximumFileSize(path: string): number {
    return this.configurations.of(path).maximumFileSize;
  }

  /** After configurations were met on the way: whether they changed the rules. */
  update(): boolean {
    const compiled = JSON.stringify([this.configurations.selection(), [...this.#ruleFiles.keys()]]);
    if (compiled === this.#compiled) return false;
    this.#compiled = compiled;
    this.#rules = this.#compile();
    return true;
  }

  /** A configuration that was met below the root. */
  async addNested(found: FoundConfiguration): Promise<void> {
    const folder = pathWithin(this.#list.root, found.folder);
    if (!folder || this.#visited.has(folder)) return;
    this.#visited.add(folder);
    this.configurations.addNested(folder, found.configuration);
    this.problems.push(...found.problems);
    await this.#readRuleFiles(found.configuration.ruleFiles.map((path) => below(found.folder, path)));
  }

  /** Whether a file that nobody opened is left out, git's own ignore files included. */
  async isIgnored(path: string): Promise<boolean> {
    const ignoreFiles = await ignoreFilesAt(this.#list, folderOf(path), IgnoreFiles.NONE);
    return this.configurations.isExcluded(path) || waysTo(path).some((each) => ignoreFiles.test(each) !== undefined);
  }

  async #readRuleFiles(locations: readonly string[]): Promise<void> {
    if (!this.#sources.isTrusted) return;
    for (const location of locations) {
      if (this.#ruleLocations.has(location)) continue;
      this.#ruleLocations.add(location);
      const { files, problems } = await readRuleFiles(location, this.#list.reader);
      for (const file of files) this.#ruleFiles.set(file.path, file);
      this.problems.push(...problems);
    }
  }

  /** What the folder itself says of secrets; as on the command line, whoever names other rules for secrets means those. */
  async #readRepositorySecretFiles(named: readonly string[]): Promise<void> {
    const withRules = this.#sources.isTrusted && !named.some((location) => /\.toml$/i.test(location));
    const { root, reader } = this.#list;
    const { files, problems } = await repositorySecretFiles(root, reader, { withRules });
    this.problems.push(...problems);
    for (const file of files) if (!this.#ruleFiles.has(file.path)) this.#ruleFiles.set(file.path, file);
  }

  /** The configured baseline, or the one at the root of the tree, as the command line has it. */
  async #readBaseline(found: FoundConfiguration | undefined): Promise<void> {
    const { root, reader } = this.#list;
    const tree = await treeRoot(root, reader);
    const within = pathWithin(tree, root);
    this.#pathPrefix = within ? `${within}/` : "";
    const configured = found?.configuration.baseline;
    const location =
      configured !== undefined && found ? below(found.folder, configured) : below(tree, DEFAULT_BASELINE);
    this.baselineLocation = location;
    const read = await reader.readText(location);
    try {
      if (read.kind === "text") this.#baseline = parseBaseline(location, read.text);
      else if (read.kind === "unreadable") throw new InvalidBaseline(`the baseline cannot be read: ${read.reason}`);
      else if (configured !== undefined) throw new InvalidBaseline("there is no such baseline");
    } catch (error) {
      if (!(error instanceof InvalidBaseline)) throw error;
      this.problems.push({ kind: "configuration-invalid", path: location, line: 1, column: 1, message: error.message });
    }
  }

  #compile(): RuleSet {
    const rules = this.#sources.engine.compileRules([...this.#ruleFiles.values()], this.configurations.selection());
    // Secret rules of their own are few; reading the built-in ones can wait until something is scanned.
    const bringsSecretRules = rules.secretFiles.some(
      ({ path }) => this.#ruleLocations.has(path) || isOfRepository(path),
    );
    const secretProblems = bringsSecretRules ? secretRulesOf(rules).problems : [];
    for (const { location, ruleId, key, message } of [...rules.problems, ...secretProblems])
      this.problems.push({
        kind: "rule-invalid",
        path: location.file,
        line: location.line,
        column: location.column,
        ruleId,
        message: key ? `${key}: ${message}` : message,
      });
    return rules;
  }
}

function isOfRepository(path: string): boolean {
  return REPOSITORY_SECRET_FILES.some((name) => path.endsWith(`/${name}`));
}

/** A path and the folders on the way to it, as ignore files are asked about them. */
function waysTo(path: string): string[] {
  const folders = path.split("/").slice(0, -1);
  return [...folders.map((_, at) => `${folders.slice(0, at + 1).join("/")}/`), path];
}

/** The user's own settings come after the project's file: of two that have an opinion on a rule, the later counts. */
function withSettings(configuration: Configuration, settings: Settings): Configuration {
  const overrides = Object.entries(settings.rules).map(([rule, setting]) => ({ rule, setting }));
  const chosen = <Name extends keyof Settings>(name: Name, otherwise: Settings[Name]): Settings[Name] =>
    settings[name] === DEFAULT_SETTINGS[name] ? otherwise : settings[name];
  return {
    ...configuration,
    overrides: [...configuration.overrides, ...overrides],
    exclude: [...configuration.exclude, ...settings.exclude],
    minimumSeverity: chosen("minimumSeverity", configuration.minimumSeverity),
    minimumConfidence: chosen("minimumConfidence", configuration.minimumConfidence),
    maximumFileSize: chosen("maximumFileSize", configuration.maximumFileSize),
    reportsUnusedSuppressions: chosen("reportUnusedSuppressions", configuration.reportsUnusedSuppressions),
  };
}

/** Files in no folder have a root that nothing lies in. */
function rootLocation(root: string): string {
  return root === "" ? "untitled://" : locationOf(root);
}

function readerOf(files: FileAccess | undefined): FolderReader {
  return {
    async readText(location) {
      const read = await files?.readText(uriOfLocation(location), LARGEST_RULE_FILE);
      return read ? readingOf(read) : { kind: "missing" };
    },
    async readFolder(location) {
      return files?.readFolder(uriOfLocation(location));
    },
  };
}

function readingOf(read: ReadText): Reading {
  switch (read.kind) {
    case "text":
      return read;
    case "missing":
      return read.reason === undefined ? { kind: "missing" } : { kind: "unreadable", reason: read.reason };
    case "binary":
      return { kind: "unreadable", reason: "it is not text" };
    case "too-large":
      return { kind: "unreadable", reason: "it is too large" };
  }
}
