// Runs Semgrep and Bartizan with the same rules on the same code and says how many findings are equal (rule, file, start line),
// and which rules the others are of. Needs `semgrep` on the path, or its path in $SEMGREP; skips loudly without.
//   node test/conformance/semgrep-differential.mjs --rules FOLDER|FILE [--visible MANIFEST] [--show 20] PATH…
// `--visible` takes only the rule files that a manifest of shared/conformance/semgrep lists. Build first: it runs dist/cli.js.
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import { parseArgs } from "node:util";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rules: { type: "string" }, visible: { type: "string" }, show: { type: "string", default: "20" } },
});
const semgrep = process.env.SEMGREP ?? "semgrep";
if (spawnSync(semgrep, ["--version"]).status !== 0) {
  console.warn("SKIPPED: semgrep is not there, so nothing was compared with it");
  process.exit(0);
}
if (values.rules === undefined || positionals.length === 0) {
  console.error("usage: semgrep-differential.mjs --rules FOLDER|FILE [--visible MANIFEST] [--show N] PATH…");
  process.exit(2);
}

const cli = resolve("dist/cli.js");
const scratch = mkdtempSync(join(tmpdir(), "semgrep-differential-"));
process.on("exit", () => rmSync(scratch, { recursive: true, force: true }));
const rules = values.visible === undefined ? resolve(values.rules) : chosenRules(values.rules, values.visible);

let equal = 0;
const onlySemgrep = new Map();
const onlyOurs = new Map();
for (const path of positionals) {
  const root = resolve(path);
  const theirs = findingsOfSemgrep(root);
  const ours = findingsOfBartizan(root);
  let same = 0;
  for (const key of theirs) {
    if (ours.has(key)) same++;
    else note(onlySemgrep, key);
  }
  for (const key of ours) if (!theirs.has(key)) note(onlyOurs, key);
  equal += same;
  console.log(`${path}: ${theirs.size} of Semgrep's, ${ours.size} of ours, ${same} equal`);
}
const missing = count(onlySemgrep);
const extra = count(onlyOurs);
const share = equal + missing + extra === 0 ? 100 : (100 * equal) / (equal + missing + extra);
console.log(`all: ${equal} equal, ${missing} only Semgrep's, ${extra} only ours: ${share.toFixed(1)} % equal`);
print("only Semgrep's", onlySemgrep);
print("only ours", onlyOurs);

function chosenRules(folder, manifest) {
  const { cases } = JSON.parse(readFileSync(manifest, "utf8"));
  const target = join(scratch, "rules");
  for (const file of new Set(cases.map((each) => each.rule_file))) {
    mkdirSync(dirname(join(target, file)), { recursive: true });
    cpSync(join(folder, file), join(target, file));
  }
  return target;
}

function findingsOfSemgrep(root) {
  const run = spawnSync(
    semgrep,
    [
      "scan",
      "--json",
      "--quiet",
      "--metrics",
      "off",
      "--disable-version-check",
      "--disable-nosem",
      "--no-git-ignore",
      "--config",
      rules,
      ".",
    ],
    { cwd: root, encoding: "utf8", maxBuffer: 1 << 30 },
  );
  const { results } = JSON.parse(run.stdout);
  return new Set(results.map(({ check_id, path, start }) => `${check_id.split(".").at(-1)}\t${path}\t${start.line}`));
}

function findingsOfBartizan(root) {
  const run = spawnSync(
    process.execPath,
    [cli, "scan", "--config", rules, "--no-default-rules", "--format", "json", "--jobs", "1", "."],
    { cwd: root, encoding: "utf8", maxBuffer: 1 << 30 },
  );
  const { findings } = JSON.parse(run.stdout);
  return new Set(
    findings
      .filter((finding) => !finding.isSecret)
      .map(({ ruleId, path, start }) => `${ruleId}\t${relative(".", path)}\t${start.line}`),
  );
}

function note(byRule, key) {
  const [rule, ...place] = key.split("\t");
  const known = byRule.get(rule);
  if (known) known.push(place.join(":"));
  else byRule.set(rule, [place.join(":")]);
}

function count(byRule) {
  return [...byRule.values()].reduce((sum, places) => sum + places.length, 0);
}

function print(title, byRule) {
  const most = [...byRule].sort((a, b) => b[1].length - a[1].length).slice(0, Number(values.show));
  if (most.length > 0) console.log(`\n${title}:`);
  for (const [rule, places] of most) console.log(`  ${places.length} ${rule}: ${places.slice(0, 3).join(", ")}`);
}
