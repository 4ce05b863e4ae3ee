// Gets what the tests in a real VS Code need and npm ci does not bring: the newest VS Code to be had from npm (its server and
// workbench, inside code-server) and a Chromium. Both are kept outside the repository, in $BARTIZAN_CACHE or the user's cache
// folder, and made once. Nothing is compiled. What can't be had is an error that says why, never a skipped test.
//   node test/vscode/setup.mjs     makes both and prints where they are
import { spawnSync } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const codeServer = "4.139.1";
export const remoteVersion = "1.139.1";

export function cacheFolder() {
  const base = process.env.XDG_CACHE_HOME || join(homedir(), ".cache");
  return resolve(process.env.BARTIZAN_CACHE || join(base, "bartizan"));
}

function run(command, args, options = {}) {
  const shell = process.platform === "win32" && command === "npm";
  const done = spawnSync(command, args, { encoding: "utf8", maxBuffer: 1 << 28, shell, ...options });
  if (done.error) throw new Error(`${command}: ${done.error.message}`);
  if (done.status !== 0) {
    const said = `${done.stdout}\n${done.stderr}`.trim().split("\n").slice(-15).join("\n");
    throw new Error(`${command} ${args.join(" ")} ended with ${done.status ?? done.signal}\n${said}`);
  }
  return done.stdout;
}

/** @returns {{ node: string, server: string }} the Node that VS Code wants, and the folder of its server */
function vscodeIn(folder) {
  const node = process.platform === "win32" ? "bin/node.exe" : "bin/node";
  return {
    node: join(folder, "node_modules", nodePackage(), node),
    server: join(folder, "node_modules/code-server/lib/vscode"),
  };
}

function nodePackage() {
  const system = process.platform === "win32" ? "win" : process.platform;
  return `node-${system}-${process.arch}`;
}

/** Installs VS Code's server and workbench. The folder appears under its name only when it is whole. */
export function ensureVsCode(say = console.error) {
  const folder = join(cacheFolder(), `vscode-${remoteVersion}`);
  if (existsSync(folder)) return vscodeIn(folder);
  say(`installing VS Code ${remoteVersion} into ${folder} (once, about a minute)`);
  mkdirSync(cacheFolder(), { recursive: true });
  const unfinished = mkdtempSync(`${folder}.unfinished-`);
  try {
    writeFileSync(join(unfinished, "package.json"), JSON.stringify({ private: true }));
    // No install scripts: all native parts but the logger come prebuilt or are not needed to edit a file.
    const install = ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
    run("npm", [...install, `${nodePackage()}@24`, `code-server@${codeServer}`], { cwd: unfinished });
    const { node, server } = vscodeIn(unfinished);
    const env = { ...process.env, PATH: `${dirname(node)}:${process.env.PATH}` };
    run("npm", [...install, "--omit=dev"], { cwd: server, env });
    run("npm", [...install, "--omit=dev"], { cwd: join(server, "extensions"), env });
    copyFileSync(join(here, "file-logger.cjs"), join(server, "node_modules/@vscode/spdlog/index.js"));
    run(node, ["out/server-main.js", "--version"], { cwd: server });
    if (!existsSync(folder)) renameSync(unfinished, folder);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
  return vscodeIn(folder);
}

function works(chromium) {
  return existsSync(chromium) && spawnSync(chromium, ["--version"], { timeout: 20_000 }).status === 0;
}

function downloadedChromium(browsers) {
  if (!existsSync(browsers)) return undefined;
  return readdirSync(browsers, { recursive: true })
    .filter((path) => /[/\\](chrome|chrome\.exe|Chromium|Google Chrome for Testing)$/.test(path))
    .map((path) => join(browsers, path))
    .find(works);
}

/** A Chromium that starts: the one named, the system's, Debian's package (as root), or Playwright's own download. */
export function ensureChromium(say = console.error) {
  const named = process.env.BARTIZAN_CHROMIUM;
  if (named) {
    if (works(named)) return named;
    throw new Error(`BARTIZAN_CHROMIUM names ${named}, which does not start`);
  }
  const installed = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
  const browsers = join(cacheFolder(), "chromium");
  const found = installed.find(works) ?? downloadedChromium(browsers);
  if (found) return found;

  const failures = [];
  if (process.platform === "linux" && process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    say("installing Debian's chromium (once)");
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    try {
      run("apt-get", ["update", "-qq"], { env });
      run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "chromium", "fonts-dejavu-core"], { env });
      const debian = installed.find(works);
      if (debian) return debian;
      failures.push("apt-get installed chromium, but it does not start");
    } catch (error) {
      failures.push(error.message);
    }
  }
  say(`downloading Playwright's Chromium into ${browsers} (once)`);
  const playwright = resolve(here, "../../node_modules/playwright-core/cli.js");
  try {
    run(process.execPath, [playwright, "install", "--no-shell", "chromium"], {
      env: { ...process.env, PLAYWRIGHT_BROWSERS_PATH: browsers },
    });
  } catch (error) {
    failures.push(error.message);
  }
  const downloaded = downloadedChromium(browsers);
  if (downloaded) return downloaded;
  throw new Error(
    `no Chromium to drive VS Code with: install one and name it in BARTIZAN_CHROMIUM. Tried:\n${failures.join("\n")}`,
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  console.log(`vscode   ${ensureVsCode().server}`);
  console.log(`chromium ${ensureChromium()}`);
}
