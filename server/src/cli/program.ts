// The commands with their options and help, and the way from arguments to an exit code.

import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { CONFIDENCES, SEVERITIES } from "../config/levels.ts";
import { providerNames } from "../detect/secrets/validity.ts";
import { type HookOptions, installHook, uninstallHook } from "./hook-command.ts";
import { type CliHost, ExitCode, UsageError } from "./host.ts";
import { withAdvice } from "./peer-words.ts";
import { listRules, showRule, validateRules } from "./rules-command.ts";
import { type ScanCommandOptions, scanCommand } from "./scan-command.ts";
import { testCommand } from "./test-command.ts";

const EXIT_CODES = `
Exit codes: 0 nothing found, 1 findings, 2 wrong usage or a bad rule or configuration file, 3 internal error.`;

const SCAN_HELP = `
Examples:
  $ bartizan scan                                the folder you are in
  $ bartizan scan src server.js                  some of it
  $ bartizan scan --severity error               only what is grave
  $ bartizan scan --fix                          apply the fixes that are safe
  $ bartizan scan --format sarif --output out.sarif
  $ bartizan scan --format html --output report.html
  $ bartizan scan --write-baseline baseline.json accept what is there now …
  $ bartizan scan --baseline baseline.json       … and report only what is new
  $ bartizan scan --config my-rules/ --no-default-rules
  $ bartizan scan -l js -e 'eval($X)'            every place that looks like this
  $ bartizan scan --staged                       what the next commit would bring
  $ bartizan scan --diff origin/main             what this branch brings
  $ git diff | bartizan scan -                   what comes through a pipe
  $ bartizan scan --history                      secrets in all commits
  $ bartizan scan --history main..HEAD           in some of them

What is scanned: all text files, but for those that .gitignore, .semgrepignore, .bartizanignore or the nearest
bartizan.yaml upward leave out, and folders that a package manager filled. Nothing is left out for its name. \`--verbose\` tells each.

To accept one finding, write a comment on its line or the one above:
  // bartizan-ignore RULE-ID until=2027-12-31 -- why this is fine
${EXIT_CODES}`;

const TEST_HELP = `
Beside each rule file (sql.yaml) lie its targets (sql.js, sql.py …), annotated with comments on the line above:
  // ruleid: ID      this must be found
  // ok: ID          this must not
  // todoruleid: ID  this should be found, and is not yet
  // todook: ID      this should not be found, and still is
A target's fixed form (sql.fixed.js) is what applying the rule's fixes must give.
${EXIT_CODES}`;

/** Runs a command line (without node and script) and gives its exit code. Writes only to the host's streams. */
export async function run(
  argv: readonly string[],
  host: CliHost,
  startServer: () => Promise<ExitCode>,
): Promise<ExitCode> {
  let exitCode: ExitCode = ExitCode.clean;
  const program = makeProgram(host, startServer, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync([...argv], { from: "user" });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? ExitCode.clean : ExitCode.usage;
    if (error instanceof UsageError) {
      host.stderr.write(`bartizan: ${error.message}\n`);
      return ExitCode.usage;
    }
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    host.stderr.write(
      `bartizan ${host.version}: internal error: ${text}\nThis is a mistake in Bartizan, please report it.\n`,
    );
    return ExitCode.internal;
  }
}

function makeProgram(host: CliHost, startServer: () => Promise<ExitCode>, done: (code: ExitCode) => void): Command {
  const program = new Command("bartizan")
    .description(
      "Finds security flaws in source code: data that must not get where it goes, dangerous calls, secrets.\nNothing leaves the machine: no account, no telemetry.",
    )
    .version(host.version, "-V, --version", "print the version")
    .helpOption("-h, --help", "print help")
    .helpCommand("help [command]", "print help on a command")
    .configureOutput({
      writeOut: (text) => host.stdout.write(text),
      writeErr: (text) => host.stderr.write(text),
      outputError: (text, write) => write(withAdvice(text)),
      getOutHelpWidth: () => host.stdout.columns ?? 100,
      getErrHelpWidth: () => host.stderr.columns ?? 100,
    })
    .showSuggestionAfterError(true)
    .showHelpAfterError("(`--help` tells more)")
    .addHelpText("after", EXIT_CODES)
    .exitOverride();

  program
    .command("scan")
    .summary("find flaws in files and folders")
    .description("Finds flaws in files and folders, the current folder unless others are named.")
    .argument("[path...]", "files and folders to scan; `-` is the standard input", collectNamed)
    .addOption(
      new Option(
        "-c, --config <file>",
        "a rule file (Semgrep's YAML, gitleaks' TOML), a folder of them, or a bartizan.yaml; may be repeated",
      )
        .argParser(collect)
        .default([], "none"),
    )
    .option("-e, --pattern <pattern>", "look for nothing but this pattern, in Semgrep's syntax; needs --lang")
    .option("-l, --lang <language>", "the language of --pattern")
    .option("--no-default-rules", "without the rules that come with Bartizan")
    .addOption(
      new Option("--rule <id>", "only this rule, or rules that match a glob; may be repeated")
        .argParser(collect)
        .default([], "all"),
    )
    .addOption(
      new Option("--exclude-rule <id>", "without this rule, or rules that match a glob; may be repeated")
        .argParser(collect)
        .default([], "none"),
    )
    .addOption(
      new Option("--include <pattern>", "scan only such files, in .gitignore's syntax; may be repeated")
        .argParser(collect)
        .default([], "all"),
    )
    .addOption(
      new Option("--exclude <pattern>", "leave files out, in .gitignore's syntax; may be repeated")
        .argParser(collect)
        .default([], "none"),
    )
    .addOption(level("--severity <level>", "report only findings at least this grave", SEVERITIES))
    .addOption(level("--confidence <level>", "report only findings at least this sure", CONFIDENCES))
    .addOption(
      new Option("-f, --format <format>", "form of the report; html is a page to read and print")
        .choices(["text", "json", "sarif", "html"])
        .default("text"),
    )
    .option("-o, --output <file>", "write the report to a file", named)
    .option("--baseline <file>", "report only what is not in this file of accepted findings", named)
    .option("--write-baseline <file>", "accept what is found: write it to a baseline file", named)
    .option("--add-to-baseline [file]", "accept what is found: add it to a baseline file, the one in use unless named")
    .option("--staged", "what the next commit would bring, as it is staged", false)
    .option("--diff <commit>", "what the working tree has since it left that commit's history")
    .option("--history [range]", "secrets in what each commit brought; all commits unless a range is given")
    .addOption(
      new Option(
        "--verify <provider>",
        `ask a secret's provider whether it still works, by a request that only reads: ${providerNames.join(", ")}, or all; may be repeated`,
      )
        .argParser(collect)
        .default([], "none: nothing is sent"),
    )
    .option("--verify-in-ci", "let --verify ask where the environment variable CI is set, too", false)
    .option("--fix", "apply the fixes that are safe; each is scanned again and kept only if it helps", false)
    .option("--fix-all", "apply the fixes that want a look, too, but for those of secrets", false)
    .option("--stdin-name <file>", "the file that the standard input stands for", "stdin")
    .option("--strict", "exit with 2 also when a file could not be read or a rule failed on one", false)
    .option(
      "--skip-invalid-rules",
      "go on without rules that are invalid: report them, but do not exit with 2 for them",
      false,
    )
    .addOption(new Option("-j, --jobs <number>", "how many cores to use at most").argParser(positive))
    .option("--no-cache", "scan unchanged files, too")
    .option(
      "--profile [file]",
      "tell where the time goes; the processor's profile goes to a file (bartizan.cpuprofile)",
    )
    .option("-v, --verbose", "tell each file that is skipped, and why", false)
    .option("--color", "colours even where the output is no terminal")
    .option("--no-color", "no colours (so does the environment variable NO_COLOR)")
    .addHelpText("after", SCAN_HELP)
    .action(async (paths: string[], options: Record<string, unknown>) => {
      // Commander gives a value for every option that has a default; what is left is undefined.
      done(await scanCommand(paths, options as unknown as ScanCommandOptions, host));
    });

  program
    .command("test")
    .summary("run rules on their annotated targets")
    .description("Runs each rule file on the annotated target files beside it and says where they disagree.")
    .argument("<folder>", "where rule files and targets are; a single rule file will do")
    .option("--json", "print what was found as JSON", false)
    .option("--no-default-rules", "without the models that come with Bartizan")
    .addHelpText("after", TEST_HELP)
    .action(async (folder: string, options: { json: boolean; defaultRules: boolean }) =>
      done(await testCommand(folder, options, host)),
    );

  program
    .command("lsp")
    .summary("start the language server")
    .description("Starts the language server, for any editor that speaks LSP.")
    .option("--stdio", "over standard input and output (the default)")
    .addHelpText(
      "after",
      "\nSettings come as `initializationOptions.settings` and by `workspace/configuration`, section `bartizan`.",
    )
    .action(async () => done(await startServer()));

  const hook = program
    .command("hook")
    .summary("check every commit before it is made")
    .description("Puts a check of what is staged into git's pre-commit hook, or takes it out. Other hooks are kept.");
  for (const [name, action, description] of [
    ["install", installHook, "Commits that bring secrets or flaws are stopped from now on."],
    ["uninstall", uninstallHook, "Takes the check out and leaves the rest of the hook as it was."],
  ] as const)
    hook
      .command(name)
      .description(description)
      .option("--dry-run", "show what would be written, and write nothing", false)
      .action(async (options: HookOptions) => done(await action(options, host)));

  const rules = program
    .command("rules")
    .summary("list, show and check rules")
    .description("Lists rules, explains one, checks rule files.");
  const withSources = (command: Command) =>
    command
      .addOption(
        new Option("-c, --config <file>", "a rule file, or a folder of them; may be repeated")
          .argParser(collect)
          .default([], "none"),
      )
      .option("--no-default-rules", "without the rules that come with Bartizan")
      .option("--json", "print JSON", false);
  withSources(rules.command("list").description("Lists all rules, in order of their ids.")).action(
    async (options: { config: string[]; defaultRules: boolean; json: boolean }) => done(await listRules(options, host)),
  );
  withSources(
    rules
      .command("show")
      .description("Explains a rule: what it finds, what an attacker does with it, how to fix it.")
      .argument("<id>", "the rule"),
  ).action(async (id: string, options: { config: string[]; defaultRules: boolean; json: boolean }) =>
    done(await showRule(id, options, host)),
  );
  rules
    .command("validate")
    .description("Checks rule files and configuration files, and says all that is wrong with them.")
    .argument("<path...>", "rule files, folders of them, or a bartizan.yaml")
    .option("--json", "print JSON", false)
    .addHelpText("after", EXIT_CODES)
    .action(async (paths: string[], options: { json: boolean }) => done(await validateRules(paths, options, host)));
  return program;
}

function collect(value: string, before: readonly string[] = []): string[] {
  return [...before, value];
}

function collectNamed(path: string, before: readonly string[] = []): string[] {
  return collect(named(path), before);
}

function level(flags: string, description: string, choices: readonly string[]): Option {
  const option = new Option(flags, description).choices(choices);
  const strict = option.parseArg!;
  return option.argParser((value: string, before: unknown) => strict(value.toLowerCase(), before));
}

/** A variable of the shell that is not set gives an empty path, which would mean the folder one is in. */
function named(path: string): string {
  if (path === "") throw new InvalidArgumentError("It is empty.");
  return path;
}

function positive(value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1) throw new InvalidArgumentError("It must be a whole number above zero.");
  return number;
}
