// `bartizan scan`: plan, run, fix, compare with the baseline, report.

import { constants, promises as fs } from "node:fs";
import { dirname } from "node:path";
import { createColors } from "picocolors";
import { type Baseline, baselineText, DEFAULT_BASELINE, InvalidBaseline, parseBaseline } from "../config/baseline.ts";
import type { Configuration } from "../config/configuration.ts";
import { below } from "../config/location.ts";
import type { Confidence, Finding, Fix, ScanProblem, Severity } from "../detect/finding.ts";
import { matchesRuleId } from "../detect/rule-id-pattern.ts";
import type { RuleFile, RuleSet } from "../detect/rule-set.ts";
import { messageOf } from "../kept/disk-error.ts";
import { readRulesOnce } from "../kept/rule-cache.ts";
import { ScanCache, stampOf } from "../kept/scan-cache.ts";
import { toJson } from "../report/json.ts";
import { activeFindings, countRules, inOrder, type Report, ReportSources, ruleInfos } from "../report/report.ts";
import { toSarif } from "../report/sarif.ts";
import { count, toText } from "../report/text.ts";
import { everySecretIn } from "../scan/secret-rules.ts";
import type { Workspace } from "../scan/workspace.ts";
import { LANGUAGES, languagesOfRuleName } from "../syntax/language.ts";
import { acceptanceOf } from "./acceptance.ts";
import { locationOf, pathKind, readSource, type SourceText } from "./disk.ts";
import { fixFile } from "./fix.ts";
import { type ChangedTree, changedTree, pathsBelow, repositoryOf } from "./git/changed-scan.ts";
import type { Git } from "./git/git.ts";
import { type HistoryResult, scanHistory } from "./git/history-scan.ts";
import { type CliHost, ExitCode, UsageError } from "./host.ts";
import { distinct, isRefused, Messages, reportable, shownPath, tellProblems, wantsColor } from "./messages.ts";
import { pageFacts } from "./page-facts.ts";
import { Progress } from "./progress.ts";
import { problemsOf, readRuleSources, ruleFilesOf, sortConfigs } from "./rule-sources.ts";
import { type PlanRequest, planScan, type ScanPlan, type SkippedPath } from "./scan-plan.ts";
import { ScanProfile } from "./scan-profile.ts";
import { bytesOf, configured, type RunRequest, type RunResult, runScan } from "./scan-run.ts";
import type { ShardSetup } from "./scan-shard.ts";
import { STANDARD_INPUT, standardInput } from "./standard-input.ts";
import { verifierOf } from "./verify.ts";

export type Format = "text" | "json" | "sarif" | "html";

export interface ScanCommandOptions {
  readonly config: readonly string[];
  readonly defaultRules: boolean;
  readonly rule: readonly string[];
  /** The one rule, as a pattern in `lang`. */
  readonly pattern: string | undefined;
  readonly lang: string | undefined;
  readonly excludeRule: readonly string[];
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly severity: Severity | undefined;
  readonly confidence: Confidence | undefined;
  readonly format: Format;
  readonly output: string | undefined;
  readonly color: boolean | undefined;
  readonly baseline: string | undefined;
  readonly writeBaseline: string | undefined;
  readonly fix: boolean;
  readonly fixAll: boolean;
  readonly stdinName: string;
  readonly strict: boolean;
  readonly skipInvalidRules: boolean;
  readonly verbose: boolean;
  readonly jobs: number | undefined;
  readonly cache: boolean;
  readonly profile: true | string | undefined;
  readonly staged: boolean;
  /** A commit, by any of its names. */
  readonly diff: string | undefined;
  /** True for all of it, else revisions. */
  readonly history: true | string | undefined;
  /** Providers to be asked, or `all`. */
  readonly verify: readonly string[];
  readonly verifyInCi: boolean;
  /** True for the baseline that is in use. */
  readonly addToBaseline: true | string | undefined;
}

export async function scanCommand(
  typedPaths: readonly string[],
  typedOptions: ScanCommandOptions,
  host: CliHost,
): Promise<ExitCode> {
  const { paths, options } = await withPathsOfHistory(typedPaths, withPatternAlone(typedOptions), host);
  const started = host.now();
  const progress = new Progress(host.stderr, host.now, !options.verbose && host.environment["CI"] === undefined);
  const messages = new Messages(host, progress);
  refuseContradictions(paths, options);
  await refuseUnwritable(options, host);
  const verifier = verifierOf(options, host);
  const named = await sortConfigs(host.cwd, options.config);
  const where = { cwd: host.cwd, paths };
  const changed = (await standardInput(paths, options.stdinName, host)) ?? (await changedTreeOf(where, options, host));
  const git = options.history === undefined ? undefined : await repositoryOf(where, host.environment);
  const plan = await planScan(
    {
      cwd: host.cwd,
      paths: paths.length === 0 ? ["."] : paths,
      ...(changed ? { known: changed } : git ? { known: { root: git.folder, paths: [] } } : {}),
      exclude: options.exclude,
      include: options.include,
      configuration: named.configuration,
      adjusted: (configuration) => withOptions(configuration, options),
    },
    (files) => progress.show(`Looking for files: ${files}`),
  );
  const baseline = await baselineOf(plan, options, host);
  const read = await rulesFor(plan, named.ruleFiles, options, host);
  const { rules, problems: ruleProblems, others, unparsed, isKnown: _, ...sources } = read;
  tellUnparsed(unparsed, messages);
  tellUnknownRules(read, plan, options, host, messages);
  if (options.verbose) for (const other of others) messages.note(`${shownPath(host, other)}: has no rules`);

  const base = plan.configurations.of("");
  const request: RunRequest = {
    engine: host.engine(),
    host,
    files: plan.files,
    ...(changed?.read ? { read: changed.read } : {}),
    rules,
    setup: {
      ...sources,
      options: {
        today: host.today(),
        reportUnusedSuppressions: base.reportsUnusedSuppressions,
        knowsAllRules: base.usesDefaultRules,
        maximumParsedLength: base.maximumParsedLength,
      },
    },
    configurations: plan.configurations,
    jobs: options.jobs,
    keepsWorkspace: isFixing(options),
    isWanted: (ruleId) => options.rule.some((pattern) => matchesRuleId(pattern, ruleId)),
    progress: (phase, done, total, path) =>
      progress.show(`${phase === "read" ? "Reading" : "Scanning"} ${done}/${total}`, path),
  };
  const history = git && (await historyOf(git, where, request, plan, options, progress));
  const profile = options.profile === undefined ? undefined : new ScanProfile(host.now);
  await profile?.start();
  const cache = await cacheOf(plan, request, changed !== undefined, options, messages);
  const run = await runScan({ ...request, cache, profile });
  try {
    const fixed = run.workspace ? await applyFixes(run, run.workspace, request, options, messages) : 0;
    const found = history?.findings ?? (await newFindings([...run.findings.values()].flat(), changed, request));
    progress.clear();
    const all = inOrder(found);
    const { findings: reported, accepted } = withoutBaseline(all, baseline, options, messages);
    const textOf = (finding: Finding) =>
      history ? history.textOf(finding) : (run.workspace?.text(finding.path) ?? run.texts.get(finding.path));
    const findings = verifier ? await verifier(reported, textOf) : reported;
    const skipped = [...plan.skipped, ...run.skipped, ...(history?.skipped ?? [])];
    const problems = distinct([...plan.problems, ...ruleProblems, ...run.problems]);
    tellProblems(problems, skipped, plan, options, host, messages);
    const infos = ruleInfos(rules);
    const report: Report = {
      version: host.version,
      findings,
      problems: reportable(problems, plan, options),
      rules: infos,
      statistics: {
        files: history?.files ?? run.loaded.size,
        lines: history?.lines ?? run.lines,
        ...(history ? { commits: history.commits } : {}),
        rules: countRules(rules),
        milliseconds: host.now() - started,
        skipped: countBy(skipped),
        accepted: accepted.length,
        fixed,
      },
      sources:
        history?.sources ??
        new ReportSources((path) => run.workspace?.text(path) ?? run.texts.get(path), all, {
          secretsIn: (path, text) => everySecretIn(rules, path, text),
        }),
    };
    if (options.writeBaseline !== undefined) await writeBaseline(options.writeBaseline, all, host, messages);
    if (options.addToBaseline !== undefined) await addToBaseline(findings, baseline, host, messages);
    const page = () =>
      host.securityPage(
        pageFacts(report, {
          host,
          plan,
          paths,
          options,
          rules,
          ruleFiles: sources.ruleFiles,
          accepted,
          baseline: {
            name: shownPath(host, baseline.location),
            baseline: options.writeBaseline === undefined ? baseline.baseline : undefined,
          },
          all,
          problems,
          isScanned: (path) => run.loaded.has(path),
          shown: (location) => shownPath(host, location),
        }),
      );
    await write(report, page, plan, options, host);
    if (profile) await tellProfile(profile, host.now() - started, options, host, messages);
    return exitCodeOf(report, { problems, skipped, plan }, options);
  } finally {
    run.workspace?.dispose();
  }
}

/** `--pattern` is a rule of its own, and the only one. */
const PATTERN_RULE = "pattern";

function withPatternAlone(options: ScanCommandOptions): ScanCommandOptions {
  if ((options.pattern === undefined) !== (options.lang === undefined))
    throw new UsageError("--pattern and --lang go together");
  return options.pattern === undefined ? options : { ...options, defaultRules: false, rule: [PATTERN_RULE] };
}

function ruleOfPattern({ pattern, lang }: ScanCommandOptions): RuleFile[] {
  if (pattern === undefined || lang === undefined) return [];
  if (languagesOfRuleName(lang).length === 0) {
    const known = [...new Set(LANGUAGES.flatMap(({ ruleNames }) => ruleNames))];
    throw new UsageError(`--lang: "${lang}" is not a language that Bartizan knows (known: ${known.join(", ")})`);
  }
  const rule = { id: PATTERN_RULE, languages: [lang], severity: "WARNING", message: pattern, pattern };
  return [{ path: "--pattern", text: JSON.stringify({ rules: [rule] }) }];
}

/** `--history FOLDER`: what is no revision, but is there, is a path. */
async function withPathsOfHistory(
  paths: readonly string[],
  options: ScanCommandOptions,
  host: CliHost,
): Promise<{ readonly paths: readonly string[]; readonly options: ScanCommandOptions }> {
  const { history } = options;
  if (typeof history !== "string" || (await pathKind(locationOf(host.cwd, history))) === "missing")
    return { paths, options };
  const git = await repositoryOf({ cwd: host.cwd, paths: [] }, host.environment);
  if ((await git.answer(["rev-parse", "--verify", "--quiet", history])) !== undefined) return { paths, options };
  return { paths: [history, ...paths], options: { ...options, history: true } };
}

function isFixing({ fix, fixAll }: ScanCommandOptions): boolean {
  return fix || fixAll;
}

function refuseContradictions(paths: readonly string[], options: ScanCommandOptions): void {
  const { staged, diff, history } = options;
  const fix = isFixing(options);
  if (paths.includes(STANDARD_INPUT) && (fix || staged || diff !== undefined || history !== undefined))
    throw new UsageError("the standard input is only read: --fix, --staged, --diff and --history do not go with it");
  if ([staged, diff !== undefined, history !== undefined].filter(Boolean).length > 1)
    throw new UsageError("--staged, --diff and --history exclude each other");
  if (fix && (staged || history !== undefined))
    throw new UsageError("--fix changes files on disk, which --staged and --history do not look at");
}

async function changedTreeOf(
  where: Pick<PlanRequest, "cwd" | "paths">,
  { staged, diff }: ScanCommandOptions,
  { environment }: CliHost,
): Promise<ChangedTree | undefined> {
  if (staged) return changedTree(where, { kind: "staged" }, environment);
  return diff === undefined ? undefined : changedTree(where, { kind: "diff", name: diff }, environment);
}

async function tellProfile(
  profile: ScanProfile,
  total: number,
  options: ScanCommandOptions,
  host: CliHost,
  messages: Messages,
): Promise<void> {
  const file = typeof options.profile === "string" ? options.profile : "bartizan.cpuprofile";
  host.stderr.write(`${profile.lines(total).join("\n")}\n`);
  try {
    await profile.stop(locationOf(host.cwd, file));
    messages.note(`the processor's profile is in ${file}`);
  } catch (error) {
    messages.error(`${file} cannot be written: ${messageOf(error)}`);
  }
}

/** Earlier scans of the same tree. Fixes need the workspace, other versions of files are not on disk, and a small tree is as soon scanned. */
async function cacheOf(
  { root, files }: ScanPlan,
  { host, rules, setup }: RunRequest,
  isOfVersions: boolean,
  options: ScanCommandOptions,
  messages: Messages,
): Promise<ScanCache | undefined> {
  const { cache, verbose, profile } = options;
  if (!host.cache || !cache || isFixing(options) || isOfVersions || profile !== undefined) return undefined;
  const { smallestTree } = host.cache;
  let size = 0;
  for (const { location } of files) {
    if (size >= smallestTree) break;
    size += (await stampOf(location))?.size ?? 0;
  }
  if (size < smallestTree) return undefined;
  const { today: _, ...lasting } = setup.options;
  return ScanCache.open(host.cache, [root, rules.version, setup.usesBuiltinRules, lasting], (message) => {
    if (verbose) messages.note(message);
  });
}

/** Of what was found in changed files, what their old versions do not have. */
async function newFindings(
  found: readonly Finding[],
  changed: ChangedTree | undefined,
  request: RunRequest,
): Promise<readonly Finding[]> {
  if (!changed || found.length === 0 || changed.oldPaths.size === 0) return found;
  const files = request.files.filter(({ path }) => changed.oldPaths.has(path));
  const before = await runScan({ ...request, files, read: changed.readOld, keepsWorkspace: false });
  const known = new Set([...before.findings.values()].flat().map(({ fingerprint }) => fingerprint));
  return found.filter(({ fingerprint }) => !known.has(fingerprint));
}

async function historyOf(
  git: Git,
  where: Pick<PlanRequest, "cwd" | "paths">,
  request: RunRequest,
  plan: ScanPlan,
  { history }: ScanCommandOptions,
  progress: Progress,
): Promise<HistoryResult> {
  return scanHistory({
    git,
    range: history === true ? undefined : history,
    paths: pathsBelow(git.folder, where),
    rules: request.rules,
    configurations: plan.configurations,
    isLeftOut: plan.isLeftOut,
    options: request.setup.options,
    configured: (findings) => configured(findings, request),
    progress: (commits) => progress.show(`Scanning commit ${commits}`),
  });
}

/** What options say counts after what any configuration says. */
function withOptions(configuration: Configuration, options: ScanCommandOptions): Configuration {
  const { rule, excludeRule, severity, confidence, defaultRules } = options;
  const without = excludeRule.map((pattern) => ({ rule: pattern, setting: "off" as const }));
  const only = rule.map((pattern) => ({ rule: pattern, setting: "on" as const }));
  return {
    ...configuration,
    usesDefaultRules: configuration.usesDefaultRules && defaultRules,
    overrides:
      only.length === 0
        ? [...configuration.overrides, ...without]
        : [
            ...configuration.overrides.filter(({ setting }) => setting !== "off"),
            { rule: "*", setting: "off" },
            ...only,
            ...without,
          ],
    minimumSeverity: severity ?? configuration.minimumSeverity,
    minimumConfidence: confidence ?? configuration.minimumConfidence,
  };
}

interface RulesOfScan extends Pick<ShardSetup, "ruleFiles" | "usesBuiltinRules" | "selection"> {
  readonly rules: RuleSet;
  readonly others: readonly string[];
  readonly problems: readonly ScanProblem[];
  /** How many rules are for each language that is not parsed. */
  readonly unparsed: ReadonlyMap<string, number>;
  /** Whether a pattern is for any rule there is, one that is off included. */
  isKnown(pattern: string): boolean;
}

/** A rule that is turned off by a name that none has goes on running: whoever wrote the name has to know. */
function tellUnknownRules(
  { isKnown, rules }: RulesOfScan,
  { found }: ScanPlan,
  { excludeRule, defaultRules }: ScanCommandOptions,
  host: CliHost,
  messages: Messages,
): void {
  const named = excludeRule.map((pattern): [string, string] => ["--exclude-rule", pattern]);
  // Without the rules that come with Bartizan, what a configuration says of them is about none.
  for (const { configuration } of defaultRules ? found : [])
    for (const { rule } of configuration.overrides) named.push([shownPath(host, configuration.file), rule]);
  for (const [where, pattern] of named)
    if (!isKnown(pattern))
      messages.warn(`${where}: there is no rule \`${pattern}\`; \`bartizan rules list\` lists them`);
  if (rules.rules.length === 0 && rules.secretFiles.length === 0) messages.warn("there are no rules to scan with");
}

/** A shared folder of rules has some for other languages, too: that is no mistake, but has to be known. */
function tellUnparsed(unparsed: ReadonlyMap<string, number>, messages: Messages): void {
  if (unparsed.size === 0) return;
  const rules = [...unparsed.values()].reduce((sum, each) => sum + each, 0);
  const [verb, they] = rules === 1 ? ["is", "it does"] : ["are", "they do"];
  messages.warn(
    `${count(rules, "rule")} ${verb} for languages that Bartizan does not parse (${[...unparsed.keys()].sort().join(", ")}): ${they} not run`,
  );
}

/** Whether a file of secret rules that was named takes over our own by `[extend] useDefault = true`. */
function extendsDefaults(files: readonly RuleFile[], named: readonly string[]): boolean {
  return files.some(
    ({ path, text }) => named.includes(path) && path.endsWith(".toml") && /^\s*useDefault\s*=\s*true/im.test(text),
  );
}

async function rulesFor(
  plan: ScanPlan,
  named: readonly string[],
  options: ScanCommandOptions,
  host: CliHost,
): Promise<RulesOfScan> {
  const engine = host.engine();
  const read = await readRuleSources([...ruleFilesOf(plan.found), ...named], {
    root: plan.root,
    // As in gitleaks, whoever names other rules for secrets means those.
    withRules: !named.some((location) => /\.toml$/i.test(location)),
  });
  const usesBuiltinRules = plan.configurations.of("").usesDefaultRules;
  const needsOurSecretRules = !usesBuiltinRules && extendsDefaults(read.files, named);
  const builtin = usesBuiltinRules || needsOurSecretRules ? await engine.builtinRules() : [];
  const ourSecretRules = needsOurSecretRules ? builtin.filter(({ path }) => path.endsWith(".toml")) : [];
  const own = [...ourSecretRules, ...read.files, ...ruleOfPattern(options)];
  const files = host.cache && options.cache ? await readRulesOnce(own, host.cache) : own;
  const selection = plan.configurations.selection();
  const rules = engine.compileRules(usesBuiltinRules ? [...builtin, ...files] : files, selection);
  const builtinPaths = new Set(builtin.map(({ path }) => path));
  const problems: ScanProblem[] = [...read.problems];
  const unparsed = new Map<string, number>();
  for (const { location, ruleId, key, message, dropsRule, unparsedLanguage } of problemsOf(rules)) {
    if (unparsedLanguage !== undefined) {
      unparsed.set(unparsedLanguage, (unparsed.get(unparsedLanguage) ?? 0) + 1);
      if (!options.strict) continue;
    }
    const isTheirs = !builtinPaths.has(location.file);
    // What is only passed over in a rule file is for its author, who asks with `rules validate`.
    if (!(dropsRule && isTheirs) && !options.verbose) continue;
    problems.push({
      kind: dropsRule && isTheirs ? "rule-invalid" : "file-skipped",
      path: location.file,
      line: location.line,
      column: location.column,
      ...(ruleId === undefined ? {} : { ruleId }),
      message: key === "" ? message : `${key}: ${message}`,
    });
  }
  let ids: readonly string[] | undefined;
  const isKnown = (pattern: string) => {
    const everything = { overrides: [{ rule: "*", setting: "on" as const }] };
    ids ??= [...ruleInfos(engine.compileRules([...builtin, ...files], everything)).keys()];
    return ids.some((id) => matchesRuleId(pattern, id));
  };
  for (const pattern of options.pattern === undefined ? options.rule : [])
    if (!isKnown(pattern))
      throw new UsageError(`--rule ${pattern}: there is no such rule; \`bartizan rules list\` lists them`);
  return { rules, others: read.others, problems, unparsed, isKnown, ruleFiles: files, usesBuiltinRules, selection };
}

async function applyFixes(
  { findings, loaded }: RunResult,
  workspace: Workspace,
  request: RunRequest,
  { fixAll }: ScanCommandOptions,
  messages: Messages,
): Promise<number> {
  let total = 0;
  const isWanted = (finding: Finding, fix: Fix) => fix.safety === "safe" || (fixAll && !finding.isSecret);
  const findingsOf = (path: string) => configured(workspace.scan(path).findings, request);
  for (const [path, file] of loaded) {
    const isFixable = (finding: Finding) => !finding.suppressed && finding.fixes.some((fix) => isWanted(finding, fix));
    if (!findings.get(path)?.some(isFixable)) continue;
    const original = workspace.text(path)!;
    const fixed = fixFile(workspace, path, findingsOf, isWanted);
    const bytes = bytesOf(file, fixed.text);
    if (fixed.fixed === 0) continue;
    try {
      if (!bytes) throw new Error("it is not valid text in its encoding");
      await fs.writeFile(file.location, bytes);
      findings.set(path, fixed.findings);
      total += fixed.fixed;
    } catch (error) {
      messages.error(`${path}: not fixed: ${messageOf(error)}`);
      workspace.set({ path, text: original });
    }
  }
  // A fix in one file may have ended a flow into another.
  if (total > 0) for (const path of loaded.keys()) findings.set(path, findingsOf(path));
  if (!fixAll) tellUnsafeFixes([...findings.values()].flat(), messages);
  return total;
}

function tellUnsafeFixes(findings: readonly Finding[], messages: Messages): void {
  const left = findings.filter(
    ({ suppressed, isSecret, fixes }) => !suppressed && !isSecret && fixes.length > 0,
  ).length;
  if (left === 0) return;
  const [verb, them] = left === 1 ? ["has a fix that wants", "it"] : ["have fixes that want", "them"];
  messages.note(`${count(left, "finding")} ${verb} a look: \`--fix-all\` applies ${them}, too`);
}

interface BaselineFile {
  readonly location: string;
  /** Undefined when there is none yet. */
  readonly baseline: Baseline | undefined;
}

/** The baseline that counts: the one named, the configured one, the one at the tree's root. */
async function baselineOf(plan: ScanPlan, options: ScanCommandOptions, host: CliHost): Promise<BaselineFile> {
  const [base] = plan.found;
  const configured = plan.configurations.of("").baseline;
  const given = options.baseline ?? (typeof options.addToBaseline === "string" ? options.addToBaseline : undefined);
  const location =
    given !== undefined
      ? locationOf(host.cwd, given)
      : configured !== undefined && base
        ? below(base.folder, configured)
        : below(plan.root, DEFAULT_BASELINE);
  const source = await readSource(location, LARGEST_BASELINE);
  const shown = shownPath(host, location);
  if (source.kind === "text") return { location, baseline: readBaseline(shown, source.text) };
  const mayBeMissing = options.addToBaseline !== undefined || (given ?? configured) === undefined;
  const isMissing = (await pathKind(location)) === "missing";
  if (options.writeBaseline !== undefined || (isMissing && mayBeMissing)) return { location, baseline: undefined };
  const whose =
    given === undefined && configured !== undefined && base
      ? ` that ${shownPath(host, base.configuration.file)} names`
      : "";
  throw new UsageError(`${shown}: the baseline${whose} cannot be read: ${whyUnread(source)}`);
}

/** In bytes. */
const LARGEST_BASELINE = 64 * 1024 * 1024;

function whyUnread(source: Exclude<SourceText, { kind: "text" }>): string {
  switch (source.kind) {
    case "binary":
      return "it is not text";
    case "too-large":
      return "it is too large";
    case "unreadable":
      return source.message;
  }
}

function readBaseline(file: string, text: string): Baseline {
  try {
    return parseBaseline(file, text);
  } catch (error) {
    if (error instanceof InvalidBaseline) throw new UsageError(error.message);
    throw error;
  }
}

function withoutBaseline(
  all: readonly Finding[],
  { baseline }: BaselineFile,
  options: ScanCommandOptions,
  messages: Messages,
): { readonly findings: readonly Finding[]; readonly accepted: readonly Finding[] } {
  if (baseline === undefined || options.writeBaseline !== undefined) return { findings: all, accepted: [] };
  const { fingerprints } = baseline;
  const isAccepted = ({ fingerprint, suppressed }: Finding) => !suppressed && fingerprints.has(fingerprint);
  const findings = all.filter((finding) => !isAccepted(finding));
  const accepted = all.filter(isAccepted);
  const gone = fingerprints.size - accepted.length;
  if (gone > 0 && options.verbose)
    messages.note(
      `${count(gone, "finding")} of the baseline ${gone === 1 ? "is" : "are"} no longer there, or not among the scanned files`,
    );
  return { findings, accepted };
}

async function addToBaseline(
  findings: readonly Finding[],
  { location, baseline }: BaselineFile,
  host: CliHost,
  messages: Messages,
): Promise<void> {
  const added = findings.filter(({ suppressed }) => suppressed === undefined);
  await writeOutput(location, baselineText([...(baseline?.entries ?? []), ...added]), host);
  messages.note(`${count(added.length, "finding")} added to ${shownPath(host, location)}`);
}

async function writeBaseline(file: string, all: readonly Finding[], host: CliHost, messages: Messages): Promise<void> {
  const accepted = all.filter(({ suppressed }) => suppressed === undefined);
  await writeOutput(file, baselineText(accepted), host);
  messages.note(`${count(accepted.length, "finding")} accepted in ${file}`);
}

function countBy(skipped: readonly SkippedPath[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { reason } of [...skipped].sort((a, b) => (a.reason < b.reason ? -1 : 1)))
    if (reason !== "version-control") counts[reason] = (counts[reason] ?? 0) + 1;
  return counts;
}

async function write(
  report: Report,
  page: () => string,
  plan: ScanPlan,
  options: ScanCommandOptions,
  host: CliHost,
): Promise<void> {
  const text = options.format === "html" ? page() : render(report, options.format, plan, options, host);
  if (options.output === undefined || options.output === "-") host.stdout.write(text);
  else await writeOutput(options.output, text, host);
}

function render(
  report: Report,
  format: Exclude<Format, "html">,
  plan: ScanPlan,
  options: ScanCommandOptions,
  host: CliHost,
): string {
  const { color, output, staged } = options;
  switch (format) {
    case "json":
      return toJson(report);
    case "sarif":
      return toSarif(report);
    case "text": {
      const isTerminal = host.stdout.isTerminal && output === undefined;
      return toText(report, {
        colors: createColors(wantsColor(host, color, isTerminal)),
        shownPath: (path) => shownPath(host, below(plan.root, path)),
        width: Math.min(110, host.stdout.columns ?? 100),
        isAccepting: isAccepting(options),
        ...(staged ? { acceptance: (finding) => acceptanceOf(finding, report.sources, host.cwd, plan.root) } : {}),
      });
    }
    default:
      return format satisfies never;
  }
}

async function writeOutput(file: string, text: string, host: CliHost): Promise<void> {
  try {
    await fs.writeFile(locationOf(host.cwd, file), text);
  } catch (error) {
    throw notWritable(file, error);
  }
}

function notWritable(file: string, error: unknown): UsageError {
  const { code } = error as NodeJS.ErrnoException;
  const reason = code === "ENOENT" ? "its folder does not exist" : messageOf(error);
  return new UsageError(`${file} cannot be written: ${reason}`);
}

/** A long scan must not end with a report that has no place to go to. */
async function refuseUnwritable(options: ScanCommandOptions, { cwd }: CliHost): Promise<void> {
  const { output, profile, writeBaseline: accepted } = options;
  for (const file of [output, profile, accepted]) {
    if (typeof file !== "string" || (file === "-" && file === output)) continue;
    const location = locationOf(cwd, file);
    const kind = await pathKind(location);
    if (kind === "folder") throw new UsageError(`${file} cannot be written: it is a folder`);
    try {
      await fs.access(kind === "file" ? location : dirname(location), constants.W_OK);
    } catch (error) {
      throw notWritable(file, error);
    }
  }
}

function isAccepting({ writeBaseline, addToBaseline }: ScanCommandOptions): boolean {
  return writeBaseline !== undefined || addToBaseline !== undefined;
}

function exitCodeOf(
  report: Report,
  { problems, skipped, plan }: Pick<RunResult, "problems" | "skipped"> & { readonly plan: ScanPlan },
  options: ScanCommandOptions,
): ExitCode {
  const { strict, skipInvalidRules } = options;
  const kinds = new Set(problems.map(({ kind }) => kind));
  if (kinds.has("configuration-invalid") || (kinds.has("rule-invalid") && !skipInvalidRules)) return ExitCode.usage;
  if (skipped.some((each) => isRefused(each, plan))) return ExitCode.usage;
  const isIncomplete = kinds.has("rule-failed") || kinds.has("file-failed") || kinds.has("budget-spent");
  if (strict && (isIncomplete || kinds.has("rule-invalid") || skipped.some(({ reason }) => reason === "unreadable")))
    return ExitCode.usage;
  return activeFindings(report).length > 0 && !isAccepting(options) ? ExitCode.findings : ExitCode.clean;
}
