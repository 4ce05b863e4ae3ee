// npm test: installs, builds, checks types and style, runs every suite, those in a real VS Code included, and sums up. The last
// line is `N passed, N failed`; the exit code is 1 when anything failed. What can't be set up counts as failed, never as skipped.
//   npm test                 everything
//   npm test -- WORD…        only the stages whose name holds one of the words (checks, unit, vscode)
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureInstalled, root, runNode } from "./install.mjs";

const tally = { passed: 0, failed: 0, skipped: 0 };
const failures = [];
const started = Date.now();

function say(text) {
  console.log(
    `\n── ${text} ${"─".repeat(Math.max(0, 100 - text.length))} ${Math.round((Date.now() - started) / 1000)} s`,
  );
}

function check(name, passed) {
  if (passed) tally.passed++;
  else {
    tally.failed++;
    failures.push(name);
  }
  return passed;
}

/** Runs test files with Node's own runner and adds up what it says at the end of its report. */
function runTestFiles(name, files, options = []) {
  const folder = mkdtempSync(join(tmpdir(), "bartizan-report-"));
  const report = join(folder, "report.tap");
  const told = join(folder, "failures.txt");
  const reporters = ["spec", "stdout", "tap", report, join(root, "test/failure-reporter.mjs"), told];
  const args = ["--test", "--enable-source-maps", ...options];
  for (let at = 0; at < reporters.length; at += 2)
    args.push(`--test-reporter=${reporters[at]}`, `--test-reporter-destination=${reporters[at + 1]}`);
  const ended = runNode([...args, ...files]);
  const [text, reasons] = [report, told].map((path) => readFileSync(path, "utf8"));
  rmSync(folder, { recursive: true, force: true });
  const count = (word) => Number(new RegExp(`^# ${word} (\\d+)$`, "m").exec(text)?.[1] ?? Number.NaN);
  const [passed, failed] = [count("pass"), count("fail") + count("cancelled")];
  if (Number.isNaN(passed + failed)) return check(`${name}: the runner broke off`, false);
  tally.passed += passed;
  tally.failed += failed;
  tally.skipped += count("skipped") + count("todo");
  if (failed > 0) failures.push(`${name}: ${failed} tests\n${reasons.trimEnd()}`);
  else if (!ended) check(`${name}: the runner failed though no test did`, false);
  return failed === 0;
}

const stages = {
  checks() {
    check("build and package", runNode(["client/package.mjs"]));
    check("types", runNode(["node_modules/typescript/bin/tsc", "--noEmit"]));
    check("lint and format", runNode(["node_modules/@biomejs/biome/bin/biome", "check", "."]));
  },
  async unit() {
    const { buildTests } = await import("../esbuild.mjs");
    const files = await buildTests("");
    runTestFiles("unit", files, ["--test-concurrency=2"]);
  },
  async vscode() {
    const { ensureChromium, ensureVsCode } = await import("./vscode/setup.mjs");
    ensureVsCode(console.log);
    ensureChromium(console.log);
    const folder = join(root, "test/vscode/scenarios");
    const files = readdirSync(folder).filter((name) => name.endsWith(".test.mjs"));
    // One at a time: each brings a VS Code and a browser.
    runTestFiles(
      "vscode",
      files.map((name) => join(folder, name)),
      ["--test-concurrency=1"],
    );
  },
};

const words = process.argv.slice(2);
process.chdir(root);
try {
  ensureInstalled();
} catch (error) {
  check(error.message, false);
}
for (const [name, stage] of Object.entries(stages)) {
  if (failures.length > 0 && name === "unit" && tally.passed === 0) break;
  if (words.length > 0 && !words.some((word) => name.includes(word))) continue;
  say(name);
  try {
    await stage();
  } catch (error) {
    console.error(error);
    check(`${name}: ${error.message.split("\n")[0]}`, false);
  }
}
say("done");
for (const failure of failures) console.log(`FAILED  ${failure}`);
if (tally.skipped > 0) console.log(`${tally.skipped} skipped: their reasons stand above`);
console.log(`${tally.passed} passed, ${tally.failed} failed`);
process.exit(tally.failed === 0 ? 0 : 1);
