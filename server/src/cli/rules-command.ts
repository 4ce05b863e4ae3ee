// `bartizan rules`: lists the rules, shows one, and checks rule files.

import { createColors } from "picocolors";
import { aliasOf } from "../detect/peer-suppressions.ts";
import type { RuleFile } from "../detect/rule-set.ts";
import { plainText } from "../report/markdown.ts";
import { countRules, type RuleInfo, ruleInfos } from "../report/report.ts";
import { count } from "../report/text.ts";
import { secretRulesOf } from "../scan/secret-rules.ts";
import { type CliHost, ExitCode, UsageError } from "./host.ts";
import { shownPath, wantsColor } from "./messages.ts";
import { readRuleSources, sortConfigs } from "./rule-sources.ts";

export interface RulesOptions {
  readonly config: readonly string[];
  readonly defaultRules: boolean;
  readonly json: boolean;
}

export async function listRules(options: RulesOptions, host: CliHost): Promise<ExitCode> {
  const rules = await allRules(options, host);
  if (options.json) {
    host.stdout.write(`${JSON.stringify(rules, undefined, 2)}\n`);
    return ExitCode.clean;
  }
  const colors = createColors(wantsColor(host, undefined, host.stdout.isTerminal));
  const widest = Math.max(...rules.map(({ id }) => id.length));
  for (const { id, severity, message, isOffByDefault, cwe } of rules) {
    const off = isOffByDefault ? colors.dim(" (off unless turned on)") : "";
    const first = message.split("\n")[0]!;
    host.stdout.write(
      `${colors.cyan(id.padEnd(widest))}  ${severity.padEnd(8)}  ${(cwe[0] ?? "").padEnd(9)}  ${first}${off}\n`,
    );
  }
  host.stdout.write(`${count(rules.length, "rule")}. \`bartizan rules show ID\` explains one.\n`);
  return ExitCode.clean;
}

export async function showRule(id: string, options: RulesOptions, host: CliHost): Promise<ExitCode> {
  const rules = await allRules(options, host);
  const named = rules.filter((each) => each.id === id);
  const isMeant = ({ aliases = [] }: RuleInfo) => aliases.some((alias) => aliasOf(alias) === aliasOf(id));
  const meant = named.length > 0 ? named : rules.filter(isMeant);
  if (meant.length === 0) {
    const near = rules.filter((each) => each.id.includes(id)).map((each) => each.id);
    throw new UsageError(
      `there is no rule ${id}; ${near.length > 0 ? `did you mean ${near.slice(0, 5).join(", ")}?` : "`bartizan rules list` lists them"}`,
    );
  }
  const text = meant.map((rule) => ruleText(rule, host)).join("\n");
  host.stdout.write(options.json ? `${JSON.stringify(meant.length === 1 ? meant[0] : meant, undefined, 2)}\n` : text);
  return ExitCode.clean;
}

function ruleText(rule: RuleInfo, host: CliHost): string {
  const { bold, cyan, dim } = createColors(wantsColor(host, undefined, host.stdout.isTerminal));
  const facts = [
    `severity ${rule.severity}`,
    `confidence ${rule.confidence}`,
    ...rule.cwe,
    ...rule.owasp.map((category) => `OWASP ${category}`),
    rule.languages.length > 0 ? rule.languages.join(", ") : "every text",
    ...(rule.hasFix ? ["with a fix"] : []),
    ...(rule.isOffByDefault ? ["off unless turned on"] : []),
  ];
  const parts = [
    `${bold(cyan(rule.id))}\n${dim(facts.join(" · "))}`,
    plainText(rule.message),
    plainText(rule.guidance),
  ];
  if (rule.references.length > 0) parts.push(rule.references.map((link) => `- ${link}`).join("\n"));
  if (rule.aliases) parts.push(dim(`Elsewhere it is called ${rule.aliases.join(", ")}.`));
  if (rule.kind !== "comment")
    parts.push(
      dim(`To accept one finding: a comment \`bartizan-ignore ${rule.id} -- reason\` on its line or the one above.`),
    );
  return `${parts.filter(Boolean).join("\n\n")}\n`;
}

async function allRules({ config, defaultRules }: RulesOptions, host: CliHost): Promise<RuleInfo[]> {
  const { ruleFiles } = await sortConfigs(host.cwd, config);
  const read = await readRuleSources(ruleFiles);
  const engine = host.engine();
  const builtin = defaultRules ? await engine.builtinRules() : [];
  // On, whatever is off by default: a list of what there is.
  const set = engine.compileRules([...builtin, ...read.files], { overrides: [{ rule: "*", setting: "on" }] });
  return [...ruleInfos(set).values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Says all that is wrong with rule files, what they merely pass over included. */
export async function validateRules(
  paths: readonly string[],
  options: { readonly json: boolean },
  host: CliHost,
): Promise<ExitCode> {
  const { ruleFiles, configuration } = await sortConfigs(host.cwd, paths);
  const read = await readRuleSources(ruleFiles);
  const engine = host.engine();
  const files: readonly RuleFile[] = read.files;
  const set = engine.compileRules(files, { overrides: [{ rule: "*", setting: "on" }] });
  const unparsable = await engine.checkRules(set);
  // In gitleaks' TOML nothing is merely passed over: what is wrong is a mistake.
  const ofSecrets = secretRulesOf(set).problems.map((problem) => ({ ...problem, dropsRule: true }));
  const problems = [
    ...[...(configuration?.problems ?? []), ...read.problems].map(({ path = "", line = 1, column = 1, message }) => ({
      file: shownPath(host, path),
      line,
      column,
      key: "",
      message,
      isError: true,
    })),
    ...[...set.problems, ...ofSecrets, ...unparsable].map(({ location, key, message, ruleId, dropsRule }) => ({
      file: shownPath(host, location.file),
      line: location.line,
      column: location.column,
      ruleId,
      key,
      message,
      isError: dropsRule,
    })),
  ];
  const rules = countRules(set);
  const errors = problems.filter(({ isError }) => isError).length;
  if (options.json) host.stdout.write(`${JSON.stringify({ files: files.length, rules, problems }, undefined, 2)}\n`);
  else {
    const { red, yellow } = createColors(wantsColor(host, undefined, host.stdout.isTerminal));
    for (const { file, line, column, key, message, isError, ...rest } of problems) {
      const rule = "ruleId" in rest && rest.ruleId !== undefined ? `rule ${rest.ruleId}: ` : "";
      host.stdout.write(
        `${file}:${line}:${column}: ${isError ? red("error") : yellow("note")}: ${rule}${key === "" ? "" : `${key}: `}${message}\n`,
      );
    }
    host.stdout.write(`${count(rules, "rule")} in ${count(files.length, "file")}, ${count(errors, "error")}.\n`);
  }
  return errors > 0 ? ExitCode.usage : ExitCode.clean;
}
