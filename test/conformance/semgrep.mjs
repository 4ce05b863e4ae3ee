// Semgrep as the comparisons run it: the program on the path, or the one that $SEMGREP names.
import { spawnSync } from "node:child_process";

const semgrep = process.env.SEMGREP ?? "semgrep";

export function hasSemgrep() {
  return spawnSync(semgrep, ["--version"]).status === 0;
}

/** What it finds below a folder with a file or folder of rules, and what it says went wrong. Nothing is left out but what `.semgrepignore` names. */
export function runSemgrep(folder, config, more = []) {
  const flags = [
    "--json",
    "--quiet",
    "--metrics",
    "off",
    "--disable-version-check",
    "--disable-nosem",
    "--no-git-ignore",
  ];
  const run = spawnSync(semgrep, ["scan", ...flags, ...more, "--config", config, "."], {
    cwd: folder,
    encoding: "utf8",
    maxBuffer: 1 << 30,
  });
  return JSON.parse(run.stdout);
}
