// The text of git's `pre-commit` hook with our part in it, and without. Our part stands between two marks, so that what others
// wrote there is kept, and taking it out leaves the rest as it was.

import { literally } from "../text/regex/literally.ts";

const START = "# >>> bartizan: checks what is staged; `bartizan hook uninstall` takes this out >>>";
const END = "# <<< bartizan <<<";
const BLOCK = new RegExp(`${literally(START)}\\n[\\s\\S]*?${literally(END)}\\n`);
/** What `sh` and its kin can go on with. */
const SHELL = /^#!\s*(?:\/\S*\/)?(?:env\s+(?:-S\s+)?)?(?:\/\S*\/)?(?:sh|bash|dash|zsh|ksh|ash)\b/;

/** A program that can be started where no `bartizan` is in PATH. */
export interface Launcher {
  /** Absolute. */
  readonly node: string;
  /** Absolute; `*` stands for versions, so that the hook outlives an update. */
  readonly script: string;
}

/** How a program can be started again, wherever an update puts it. */
export function launcherOf(node: string, script: string): Launcher {
  return { node, script: script.replace(/(\/bartizan\.bartizan-)[^/]+(?=\/dist\/)/, "$1*") };
}

export function hasOurPart(hook: string): boolean {
  return hook.includes(START);
}

/** Whether the hook can take our part in; another program's can only be called from a script of its own. */
export function isShellScript(hook: string): boolean {
  return SHELL.test(hook.split("\n", 1)[0]!);
}

/** The hook with our part, right behind its first line: what follows may end the script. */
export function withOurPart(hook: string | undefined, launcher: Launcher | undefined): string {
  const block = ourPart(launcher);
  if (hook === undefined) return `#!/bin/sh\n${block}`;
  if (hasOurPart(hook)) return hook.replace(BLOCK, () => block);
  const text = hook.replace(/\r\n/g, "\n");
  const end = text.startsWith("#!") ? (text.includes("\n") ? text.indexOf("\n") + 1 : text.length) : 0;
  const head = text.slice(0, end);
  return `${head}${head === "" || head.endsWith("\n") ? "" : "\n"}${block}${text.slice(end)}`;
}

/** The hook as it was; undefined when nothing else is in it. */
export function withoutOurPart(hook: string): string | undefined {
  const rest = hook.replace(BLOCK, "");
  return /^(?:#!\/bin\/sh\s*)?$/.test(rest) ? undefined : rest;
}

/** A script that runs a hook which is no shell script, before our part. */
export function callingScript(kept: string, launcher: Launcher | undefined): string {
  return `#!/bin/sh\n"$(dirname "$0")"/${quoted(kept)} "$@" || exit\n${ourPart(launcher)}`;
}

function ourPart(launcher: Launcher | undefined): string {
  const recorded = launcher
    ? `  for script in ${globbed(launcher.script)}; do
    if [ -f "$script" ]; then ELECTRON_RUN_AS_NODE=1 ${quoted(launcher.node)} "$script" "$@"; return; fi
  done
`
    : "";
  return `${START}
bartizan_run() {
  if command -v bartizan >/dev/null 2>&1; then bartizan "$@"; return; fi
  if [ -x ./node_modules/.bin/bartizan ]; then ./node_modules/.bin/bartizan "$@"; return; fi
${recorded}  echo "bartizan: it is not installed, so this commit was not checked." >&2
  return 127
}
bartizan_run scan --staged --severity warning || {
  echo "bartizan: the commit was stopped. 'git commit --no-verify' goes ahead without this check." >&2
  exit 1
}
${END}
`;
}

/** For the shell, as it is. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** For the shell, with `*` as its sign for anything. */
function globbed(path: string): string {
  return path.split("*").map(quoted).join("*");
}
