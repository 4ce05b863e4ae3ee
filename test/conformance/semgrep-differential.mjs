// Runs Semgrep and Bartizan with the same rules on the same code and says how many findings are equal (rule, file, start line),
// and which rules the others are of. Needs `semgrep` on the path, or its path in $SEMGREP; skips loudly without.
//   node test/conformance/semgrep-differential.mjs --rules FOLDER|FILE [--visible MANIFEST] [--slice N] [--show 20] [--output FILE] PATH…
// `--visible` takes only the rule files that a manifest of shared/conformance/semgrep lists; `--slice` at most N files of each
// extension below each path, spread evenly. Both tools get a copy, so that neither leaves out what it leaves out by its name.
// `--output` writes every difference as JSON. Build first: it runs dist/cli.js.
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, extname, join, relative, resolve } from "node:path";
import { parseArgs } from "node:util";
import { hasSemgrep, runSemgrep } from "./semgrep.mjs";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rules: { type: "string" },
    visible: { type: "string" },
    slice: { type: "string" },
    show: { type: "string", default: "20" },
    output: { type: "string" },
  },
});
if (!hasSemgrep()) {
  console.warn("SKIPPED: semgrep is not there, so nothing was compared with it");
  process.exit(0);
}
if (values.rules === undefined || positionals.length === 0) {
  console.error(
    "usage: semgrep-differential.mjs --rules FOLDER|FILE [--visible MANIFEST] [--slice N] [--output FILE] PATH…",
  );
  process.exit(2);
}

/** Larger files are left out by Semgrep. */
const LARGEST = 1_000_000;
const NOT_SOURCE = new Set([".git", "node_modules"]);

const cli = resolve("dist/cli.js");
const scratch = mkdtempSync(join(tmpdir(), "semgrep-differential-"));
process.on("exit", () => rmSync(scratch, { recursive: true, force: true }));
const rules = values.visible === undefined ? resolve(values.rules) : chosenRules(values.rules, values.visible);

let equal = 0;
/** @type {{ side: string, rule: string, path: string, line: number, why: string }[]} */
const differences = [];
for (const path of positionals) {
  const { root, files } = copied(resolve(path));
  const theirs = findingsOfSemgrep(root);
  const ours = findingsOfBartizan(root);
  let same = 0;
  for (const [key, finding] of theirs.findings) {
    if (ours.has(key)) same++;
    else differences.push({ side: "only Semgrep's", ...finding, path: join(path, finding.path), why: "" });
  }
  for (const [key, finding] of ours) {
    if (theirs.findings.has(key)) continue;
    differences.push({ side: "only ours", ...finding, path: join(path, finding.path), why: theirs.excuse(finding) });
  }
  equal += same;
  console.log(`${path}: ${files} files, ${theirs.findings.size} of Semgrep's, ${ours.size} of ours, ${same} equal`);
}
const all = equal + differences.length;
const share = all === 0 ? 100 : (100 * equal) / all;
const sides = new Map();
for (const each of differences)
  group(sides, each.why === "" ? each.side : `${each.side}, where Semgrep ${each.why}`, each);
console.log(`all: ${equal} equal, ${share.toFixed(1)} % of ${all}`);
for (const [side, found] of sides) print(side, found);
if (values.output !== undefined) writeFileSync(values.output, JSON.stringify(differences, undefined, 1));

function chosenRules(folder, manifest) {
  const { cases } = JSON.parse(readFileSync(manifest, "utf8"));
  const target = join(scratch, "rules");
  for (const file of new Set(cases.map((each) => each.rule_file))) {
    mkdirSync(dirname(join(target, file)), { recursive: true });
    cpSync(join(folder, file), join(target, file));
  }
  return target;
}

/** A copy of what is to be scanned, with an empty list of what Semgrep ignores. */
function copied(path) {
  const root = mkdtempSync(join(scratch, "code-"));
  const byExtension = new Map();
  for (const file of filesBelow(path)) group(byExtension, extname(file), file);
  let files = 0;
  for (const list of byExtension.values()) {
    for (const file of evenly(list, values.slice === undefined ? list.length : Number(values.slice))) {
      const target = join(root, relative(dirname(path), file));
      mkdirSync(dirname(target), { recursive: true });
      cpSync(file, target);
      files++;
    }
  }
  writeFileSync(join(root, ".semgrepignore"), "");
  return { root, files };
}

function filesBelow(path) {
  if (statSync(path).isFile()) return [path];
  const entries = readdirSync(path, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => {
    const inside = join(path, entry.name);
    if (entry.isDirectory()) return NOT_SOURCE.has(entry.name) ? [] : filesBelow(inside);
    return entry.isFile() && statSync(inside).size < LARGEST ? [inside] : [];
  });
}

function evenly(list, most) {
  if (list.length <= most) return list;
  return Array.from({ length: most }, (_, at) => list[Math.floor((at * list.length) / most)]);
}

function findingsOfSemgrep(root) {
  const { results, errors } = runSemgrep(root, rules, ["--timeout", "30"]);
  const findings = new Map();
  for (const { check_id, path, start } of results) note(findings, check_id.split(".").at(-1), path, start.line);
  const unparsed = new Map();
  const gaveUp = new Set();
  for (const error of errors) {
    const kind = Array.isArray(error.type) ? error.type[0] : error.type;
    if (/timeout|memory|too many matches/i.test(kind)) gaveUp.add(error.path);
    else if (error.path !== undefined) group(unparsed, error.path, error);
  }
  const excuse = ({ path }) => (gaveUp.has(path) ? "gave up" : unparsed.has(path) ? "parsed in part" : "");
  return { findings, excuse };
}

function findingsOfBartizan(root) {
  const run = spawnSync(
    process.execPath,
    [cli, "scan", "--config", rules, "--no-default-rules", "--format", "json", "--jobs", "1", "."],
    { cwd: root, encoding: "utf8", maxBuffer: 1 << 30 },
  );
  const findings = new Map();
  for (const finding of JSON.parse(run.stdout).findings) {
    if (!finding.isSecret) note(findings, finding.ruleId, relative(".", finding.path), finding.start.line);
  }
  return findings;
}

function note(findings, rule, path, line) {
  findings.set(`${rule}\t${path}\t${line}`, { rule, path, line });
}

function group(groups, key, value) {
  const known = groups.get(key);
  if (known) known.push(value);
  else groups.set(key, [value]);
}

function print(side, found) {
  const byRule = new Map();
  for (const each of found) group(byRule, each.rule, each);
  console.log(`\n${found.length} ${side}:`);
  const most = [...byRule].sort((a, b) => b[1].length - a[1].length).slice(0, Number(values.show));
  for (const [rule, list] of most) {
    const places = list.slice(0, 3).map(({ path, line }) => `${path}:${line}`);
    console.log(`  ${list.length} ${rule}: ${places.join(", ")}`);
  }
}
