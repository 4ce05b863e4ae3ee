// `bartizan test`: runs each rule file on the annotated targets beside it and compares. Findings are compared by rule and
// start line, in both directions. The engine reads no annotation: to it they are comments.

import { createColors } from "picocolors";
import { DEFAULT_CONFIGURATION } from "../config/configuration.ts";
import { below, parentOf, pathWithin } from "../config/location.ts";
import { readRuleFiles } from "../config/rule-files.ts";
import type { Finding, ScanProblem } from "../detect/finding.ts";
import type { Rule } from "../detect/rule.ts";
import type { RuleFile, RuleSet } from "../detect/rule-set.ts";
import { messageOf } from "../kept/disk-error.ts";
import { count } from "../report/text.ts";
import { isIncluded } from "../scan/applicable.ts";
import type { ScanResult } from "../scan/workspace.ts";
import { type LanguageId, languageOfFile } from "../syntax/language.ts";
import { codeLanguageIn } from "../syntax/pages/code-in-pages.ts";
import { folderOf } from "../text/file-path.ts";
import { LineIndex } from "../text/line-index.ts";
import { applyEdits, overlaps, type TextEdit } from "../text/span.ts";
import { annotationsOf, expectedLines } from "./annotations.ts";
import { diskReader, locationOf, pathKind } from "./disk.ts";
import { type CliHost, ExitCode, UsageError } from "./host.ts";
import { wantsColor } from "./messages.ts";
import { Progress } from "./progress.ts";

export interface TestOptions {
  readonly json: boolean;
  readonly defaultRules: boolean;
}

interface TestResult {
  readonly rule_file: string;
  readonly target: string;
  readonly rule_id: string;
  readonly lines: readonly number[];
  readonly expected: readonly number[];
}

interface TestedFix {
  readonly target: string;
  readonly text: string;
  /** Undefined when no fixed form lies beside the target. */
  readonly isRight: boolean | undefined;
}

interface TestError {
  readonly rule_file: string;
  readonly message: string;
}

interface Outcome {
  readonly results: TestResult[];
  readonly fixes: TestedFix[];
  readonly errors: TestError[];
  readonly withoutTarget: string[];
}

export async function testCommand(path: string, options: TestOptions, host: CliHost): Promise<ExitCode> {
  const location = locationOf(host.cwd, path);
  const kind = await pathKind(location);
  if (kind === "missing") throw new UsageError(`${path}: there is no such file or folder`);
  const { files, problems } = await readRuleFiles(location, diskReader);
  if (files.length === 0) throw new UsageError(`${path}: ${problems[0]?.message ?? "no rule files"}`);
  const root = kind === "folder" ? location : parentOf(location)!;
  const engine = host.engine();
  const models = options.defaultRules
    ? (await engine.builtinRules()).filter(({ loaded }) => loaded && loaded.models.length > 0)
    : [];
  const outcome: Outcome = { results: [], fixes: [], errors: [], withoutTarget: [] };
  const progress = new Progress(host.stderr, host.now, host.environment["CI"] === undefined);
  const tester = new Tester(root, models, host, outcome);
  for (const [index, file] of files.entries()) {
    progress.show(`Testing ${index + 1}/${files.length}`, pathWithin(root, file.path));
    await tester.test(file);
  }
  progress.clear();
  const failed =
    outcome.results.filter((result) => !isRight(result)).length +
    outcome.fixes.filter((fix) => fix.isRight === false).length;
  if (options.json)
    host.stdout.write(
      `${JSON.stringify({
        results: outcome.results.map((result) => ({ ...result, path: result.target, passed: isRight(result) })),
        fixes: outcome.fixes.map(({ target, text, isRight: passed }) => ({ target, text, passed })),
        errors: outcome.errors,
      })}\n`,
    );
  else host.stdout.write(textOf(outcome, files.length, host));
  if (outcome.errors.length > 0) return ExitCode.usage;
  return failed > 0 ? ExitCode.findings : ExitCode.clean;
}

function isRight({ lines, expected }: TestResult): boolean {
  return lines.join() === expected.join();
}

class Tester {
  readonly #root: string;
  readonly #models: readonly RuleFile[];
  readonly #host: CliHost;
  readonly #outcome: Outcome;
  readonly #folders = new Map<string, readonly string[]>();

  constructor(root: string, models: readonly RuleFile[], host: CliHost, outcome: Outcome) {
    this.#root = root;
    this.#models = models;
    this.#host = host;
    this.#outcome = outcome;
  }

  async test(file: RuleFile): Promise<void> {
    const { results, errors, withoutTarget, fixes } = this.#outcome;
    const ruleFile = this.#shown(file.path);
    const compiled = this.#host
      .engine()
      .compileRules([file, ...this.#models.filter(({ path }) => !file.path.endsWith(path))], {
        overrides: [{ rule: "*", setting: "on" }],
      });
    for (const { location, key, message, dropsRule } of compiled.problems)
      if (location.file === file.path && dropsRule)
        errors.push({
          rule_file: ruleFile,
          message: `${location.line}:${location.column}: ${key === "" ? "" : `${key}: `}${message}`,
        });
    const targets = await this.#targetsOf(file.path);
    const rules: RuleSet = { ...compiled, rules: compiled.rules.map((rule) => withPathsFor(targets, rule)) };
    if (targets.length === 0 && rules.rules.some(({ location }) => location.file === file.path))
      withoutTarget.push(ruleFile);
    for (const target of targets) {
      const text = await textAt(target);
      if (text === undefined) continue;
      const shown = this.#shown(target);
      const annotations = annotationsOf(text);
      try {
        const { findings, problems } = await this.#scan(target, text, rules);
        this.#tellFailures(ruleFile, file.path, shown, problems);
        const lines = new LineIndex(text);
        const ids = new Set(
          [...rules.rules.map(({ id }) => id), ...annotations.map(({ ruleId }) => ruleId)].filter((id) =>
            rules.rules.some((rule) => rule.id === id),
          ),
        );
        for (const id of [...ids].sort()) {
          const found = findings.filter(({ ruleId }) => ruleId === id).map(({ span }) => lines.lineAt(span.start) + 1);
          const expected = expectedLines(annotations, id);
          results.push({
            rule_file: ruleFile,
            target: shown,
            rule_id: id,
            lines: [...new Set(found)].sort((a, b) => a - b),
            expected,
          });
        }
        const fixed = fixedText(text, findings);
        const wanted = await textAt(fixedForm(target));
        if (wanted !== undefined) fixes.push({ target: shown, text: fixed, isRight: fixed === wanted });
      } catch (error) {
        errors.push({ rule_file: ruleFile, message: `${shown}: ${messageOf(error)}` });
      }
    }
  }

  /** The target alone in a workspace, once for each language that rules want it read as. */
  async #scan(target: string, text: string, rules: RuleSet): Promise<ScanResult> {
    const own = languageOfFile(target, text);
    const code = codeLanguageIn(own);
    const readAs = new Map<LanguageId, Set<string>>();
    // A target that some rules of the file are made for is none of those for other languages.
    const isOfSome = rules.rules.some(({ analysis, languages }) => analysis === "ast" && languages.includes(own));
    for (const rule of rules.rules) {
      if (isOfSome && rule.analysis === "ast" && !rule.languages.includes(own)) continue;
      const isRead = rule.analysis !== "ast" || rule.languages.some((each) => each === own || each === code);
      const language = isRead ? own : (rule.languages[0] ?? own);
      const ids = readAs.get(language) ?? new Set();
      readAs.set(language, ids.add(rule.id));
    }
    const findings: Finding[] = [];
    const problems: ScanProblem[] = [];
    for (const [language, ids] of readAs) {
      const wanted = { ...rules, rules: rules.rules.filter(({ id }) => ids.has(id)) };
      const workspace = await this.#host.engine().createWorkspace(wanted, {
        today: this.#host.today(),
        reportUnusedSuppressions: false,
        maximumParsedLength: DEFAULT_CONFIGURATION.maximumParsedLength,
      });
      try {
        await workspace.prepare([language]);
        const path = this.#shown(target);
        workspace.set({ path, text, language });
        const result = workspace.scan(path);
        findings.push(...result.findings);
        problems.push(...result.problems);
      } finally {
        workspace.dispose();
      }
    }
    return { findings, problems };
  }

  /** What kept a rule from being run. A pattern is parsed when the first file of its language is scanned, so each target tells of it anew. */
  #tellFailures(ruleFile: string, location: string, target: string, problems: readonly ScanProblem[]): void {
    const { errors } = this.#outcome;
    const told = (message: string) => errors.some((error) => error.rule_file === ruleFile && error.message === message);
    for (const { kind, path, line, column, ruleId, message } of problems) {
      const rule = ruleId === undefined ? "" : `rule ${ruleId}: `;
      const isInvalid = kind === "rule-invalid" && path === location;
      if (!isInvalid && kind !== "rule-failed" && kind !== "file-failed") continue;
      const failure = isInvalid ? `${line}:${column}: ${rule}${message}` : `${target}: ${rule}${message}`;
      if (!told(failure)) errors.push({ rule_file: ruleFile, message: failure });
    }
  }

  async #targetsOf(ruleFile: string): Promise<string[]> {
    const folder = parentOf(ruleFile) ?? "/";
    const name = nameOf(ruleFile);
    const stem = name.replace(/\.(?:ya?ml|toml)$/i, "");
    let names = this.#folders.get(folder);
    if (!names) {
      names = ((await diskReader.readFolder(folder)) ?? [])
        .filter(({ kind }) => kind === "file")
        .map((entry) => entry.name)
        .sort();
      this.#folders.set(folder, names);
    }
    const isTarget = (each: string) => {
      if (each === name || each.includes(".fixed.")) return false;
      if (/\.ya?ml$/i.test(each) && !/\.test\.ya?ml$/i.test(each)) return false;
      return stem.includes(".") ? each.startsWith(`${stem}.`) : each.split(".")[0] === stem;
    };
    return names.filter(isTarget).map((each) => below(folder, each));
  }

  #shown(location: string): string {
    return pathWithin(this.#root, location) ?? location;
  }
}

function nameOf(location: string): string {
  return location.slice(folderOf(location).length + 1);
}

/** `sql.js` → `sql.fixed.js`, `pod.test.yaml` → `pod.fixed.test.yaml`. */
function fixedForm(target: string): string {
  const dot = target.length - /(?:\.test)?\.[^.]*$/.exec(target)![0].length;
  return `${target.slice(0, dot)}.fixed${target.slice(dot)}`;
}

/** The target with the first fix of every finding, but for those that would change what another has changed. */
function fixedText(text: string, findings: readonly Finding[]): string {
  const edits: TextEdit[] = [];
  for (const { fixes } of [...findings].sort((a, b) => a.span.start - b.span.start)) {
    const own = fixes[0]?.edits ?? [];
    const isTaken = own.some(({ span }) =>
      edits.some((edit) => overlaps(edit.span, span) || (edit.span.start === span.start && edit.span.end === span.end)),
    );
    if (!isTaken) edits.push(...own);
  }
  return applyEdits(text, edits);
}

function textOf({ results, fixes, errors, withoutTarget }: Outcome, files: number, host: CliHost): string {
  const { red, green, dim, bold } = createColors(wantsColor(host, undefined, host.stdout.isTerminal));
  const out: string[] = [];
  for (const result of results) {
    if (isRight(result)) continue;
    const missing = result.expected.filter((line) => !result.lines.includes(line));
    const surplus = result.lines.filter((line) => !result.expected.includes(line));
    out.push(`${red("✗")} ${bold(result.rule_id)} ${result.target}`);
    if (missing.length > 0) out.push(`    not found, though announced: ${lineList(missing)}`);
    if (surplus.length > 0) out.push(`    found, though not announced: ${lineList(surplus)}`);
  }
  for (const { target, isRight: passed } of fixes)
    if (passed === false)
      out.push(`${red("✗")} ${target}: the fixed text is not what ${nameOf(fixedForm(target))} says`);
  for (const { rule_file, message } of errors) out.push(`${red("error")} ${rule_file}: ${message}`);
  if (withoutTarget.length > 0)
    out.push(
      dim(
        `Without a target beside it: ${withoutTarget.slice(0, 20).join(", ")}${withoutTarget.length > 20 ? ` and ${withoutTarget.length - 20} more` : ""}`,
      ),
    );
  const right = results.filter(isRight).length;
  const tested = fixes.filter((fix) => fix.isRight !== undefined);
  const mark = right === results.length && errors.length === 0 ? green("✓") : red("✗");
  out.push(
    `${mark} ${right} of ${count(results.length, "rule on target", "rules on targets")} as announced, ${tested.filter((fix) => fix.isRight).length} of ${count(tested.length, "fix", "fixes")}, in ${count(files, "rule file")}.`,
  );
  return `${out.join("\n")}\n`;
}

function lineList(lines: readonly number[]): string {
  return `line${lines.length === 1 ? "" : "s"} ${lines.join(", ")}`;
}

async function textAt(location: string): Promise<string | undefined> {
  const read = await diskReader.readText(location);
  return read.kind === "text" ? read.text : undefined;
}

/**
 * Where a rule says which paths it is for, it mostly speaks of the projects that it is meant for, not of its own targets. Where one of
 * them is meant, the others are not.
 */
function withPathsFor(targets: readonly string[], rule: Rule): Rule {
  const included: Rule = { ...rule, paths: { include: rule.paths.include, exclude: [] } };
  return targets.some((target) => isIncluded(included, target))
    ? included
    : { ...rule, paths: { include: [], exclude: [] } };
}
