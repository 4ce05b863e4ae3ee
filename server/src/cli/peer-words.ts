// What people type who come from other tools: which words of ours mean the same, or why there are none. Told after the error.

const JSON_REPORT = "here it is `--format json`";
const SARIF_REPORT = "here it is `--format sarif`";
const PATH_ITSELF = "folders and files are named without an option: `bartizan scan PATH`";
const EXIT_CODE = "findings always make the exit code 1; put `|| true` behind the command where they must not";
const NOTHING_SENT = "nothing is ever sent or downloaded, so there is nothing to turn off";
const MASKED = "secrets are masked in every output, always";
const RULES_OFF = "here it is `--exclude-rule ID`";
const FILES_OFF = "here it is `--exclude PATTERN`, in .gitignore's syntax";

const OPTIONS: Readonly<Record<string, string>> = {
  // Semgrep
  "--json": JSON_REPORT,
  "--sarif": SARIF_REPORT,
  "--text": "text is what you get without an option",
  "--json-output": `${JSON_REPORT} --output FILE`,
  "--sarif-output": `${SARIF_REPORT} --output FILE`,
  "--gitlab-sast": `${SARIF_REPORT}, which GitLab reads`,
  "--error": EXIT_CODE,
  "--dryrun": "without `--fix` nothing is written; the report has the fixes",
  "--autofix": "here it is `--fix`, or `--fix-all` for fixes that want a look, those of your own rules among them",
  "-a": "here it is `--fix`, or `--fix-all` for fixes that want a look, those of your own rules among them",
  "--baseline-commit": "here it is `--diff COMMIT`",
  "--metrics": NOTHING_SENT,
  "--disable-version-check": NOTHING_SENT,
  "--max-target-bytes": "the limit is `limits: { file-size: … }` in bartizan.yaml",
  "--validate": "here it is `bartizan rules validate FILE…`",
  "--test": "here it is `bartizan test FOLDER`",
  "--time": "here it is `--profile`",
  "--quiet": "what is no finding goes to the error stream",
  "-q": "what is no finding goes to the error stream",
  "--no-git-ignore": "name the ignored folder as a path, then it is scanned",
  // gitleaks
  "--redact": MASKED,
  "--report-format": "here it is `--format json`, `--format sarif` or `--format html`",
  "--report-path": "here it is `--output FILE`",
  "-r": "here it is `--output FILE`",
  "--source": PATH_ITSELF,
  "-s": PATH_ITSELF,
  "--no-git": "files are scanned as they lie there; `--history` is what looks at commits",
  "--baseline-path": "here it is `--baseline FILE`",
  "--log-opts": "here it is `--history RANGE`",
  "--no-banner": "there is none",
  "--exit-code": EXIT_CODE,
  "--pipe": "here it is `bartizan scan -`",
  // Checkov and Trivy
  "--directory": PATH_ITSELF,
  "-d": PATH_ITSELF,
  "--check": "here it is `--rule ID`",
  "--skip-check": RULES_OFF,
  "--skip-path": FILES_OFF,
  "--skip-dirs": FILES_OFF,
  "--skip-files": FILES_OFF,
  "--soft-fail": EXIT_CODE,
  "--compact": "`--format json` has findings without the code around them",
  "--framework": "files of all kinds are scanned; `--rule 'aws-*'` runs some rules alone",
  "--scanners": "all kinds of flaws are looked for; `--rule` runs some rules alone",
};

const COMMANDS: Readonly<Record<string, string>> = {
  detect: "here it is `bartizan scan PATH`, and `bartizan scan --history` for commits",
  protect: "here it is `bartizan scan --staged`",
  dir: "here it is `bartizan scan PATH`",
  git: "here it is `bartizan scan --history`",
  stdin: "here it is `bartizan scan -`",
  ci: "here it is `bartizan scan --diff COMMIT`",
  fs: "here it is `bartizan scan PATH`",
  config: "here it is `bartizan scan PATH`",
  repo: "here it is `bartizan scan PATH`, of a clone",
  image: "files are scanned, not images: `bartizan scan PATH` looks at the Dockerfile and what it copies",
  login: "there is no account, and nothing is sent",
  version: "here it is `bartizan --version`",
};

const SEVERITIES =
  "others' CRITICAL is `critical`, HIGH is `error`, MEDIUM `warning`, LOW `info`; one is named, and what is graver is reported too";

/** Commander's error; where it is about a word that other tools have, with what that is here instead of a guess. */
export function withAdvice(error: string): string {
  const advice = adviceOnPeersWord(error);
  return advice === undefined ? error : `${error.replace(/\(Did you mean [^\n]*\n/, "")}${advice}\n`;
}

function adviceOnPeersWord(error: string): string | undefined {
  const option = /unknown option '(--?[\w-]+)/.exec(error)?.[1];
  const command = /unknown command '([\w-]+)'/.exec(error)?.[1];
  const advice = (option && OPTIONS[option]) ?? (command && COMMANDS[command]);
  if (advice) return `(${option ?? command}: ${advice})`;
  const level = /option '--severity[^']*' argument '([^']*)'/.exec(error)?.[1];
  return level !== undefined && /high|medium|low|,/i.test(level) ? `(--severity: ${SEVERITIES})` : undefined;
}

/** Whether something is a name in another tool's registry, or an address, rather than a file's. */
export function isRegistryName(config: string): boolean {
  return /^(?:auto|[prs]\/[\w.-]+(?:\/[\w.-]+)*|https?:.*)$/.test(config);
}
