// The same rules over the same files by gitleaks and by Bartizan: every finding that only one of them has, with its line.
//
//   node test/conformance/gitleaks-differential.mjs --config gitleaks.toml FOLDER [--show 20]
//
// `gitleaks` is taken from PATH or from $GITLEAKS (go install github.com/zricethezav/gitleaks/v8@v8.28.0). Exit codes: 0 the same
// findings, 1 differences, 77 not run because there is no gitleaks. docs/conformance.md explains the classes of differences.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { config: { type: "string" }, show: { type: "string", default: "20" } },
});
const folder = positionals[0] && resolve(positionals[0]);
if (!folder || !values.config || !existsSync(folder)) {
  console.error("usage: gitleaks-differential.mjs --config gitleaks.toml FOLDER");
  process.exit(2);
}
const gitleaks = process.env.GITLEAKS ?? "gitleaks";
const version = spawnSync(gitleaks, ["version"], { encoding: "utf8" });
if (version.error) {
  console.error(`NOT RUN: there is no gitleaks (${gitleaks}); put it into PATH, or name it in GITLEAKS`);
  process.exit(77);
}

const place = mkdtempSync(join(tmpdir(), "gitleaks-differential-"));
process.on("exit", () => rmSync(place, { recursive: true, force: true }));
const cli = resolve(fileURLToPath(import.meta.url), "../../../dist/cli.js");

function run(command, args) {
  const ran = spawnSync(command, args, { encoding: "utf8", maxBuffer: 1 << 28 });
  if (ran.error || (ran.status !== 0 && ran.status !== 1)) {
    console.error(ran.error?.message ?? ran.stderr);
    process.exit(3);
  }
}

/** How deep our scanner decodes; gitleaks has to be told. */
const DEPTH = "5";
const theirs = join(place, "gitleaks.json");
run(gitleaks, [
  "dir",
  folder,
  "-c",
  values.config,
  "--max-decode-depth",
  DEPTH,
  "--no-banner",
  "--exit-code",
  "0",
  "--report-format",
  "json",
  "--report-path",
  theirs,
]);
const ours = join(place, "bartizan.json");
run(process.execPath, [
  cli,
  "scan",
  folder,
  "--no-default-rules",
  "--config",
  values.config,
  "--format",
  "json",
  "--output",
  ours,
]);

const report = JSON.parse(readFileSync(ours, "utf8"));
// Our paths are below the root of the tree that the folder belongs to.
const below = (path) => (existsSync(join(folder, path)) ? path : path.split("/").slice(1).join("/"));
const byGitleaks = JSON.parse(readFileSync(theirs, "utf8")).map(({ RuleID, File, StartLine, EndLine }) => ({
  rule: RuleID,
  path: relative(folder, File),
  first: StartLine,
  last: EndLine,
}));
const byBartizan = report.findings
  .filter(({ suppressed }) => !suppressed)
  .map(({ ruleId, path, start }) => ({ rule: ruleId, path: below(path), first: start.line }));
const places = new Map();
for (const each of byBartizan) {
  const name = `${each.rule}\t${each.path}`;
  places.set(name, [...(places.get(name) ?? []), each]);
}
// gitleaks gives the lines of the whole match, Bartizan the secret's, which lies somewhere in it.
const missing = byGitleaks.filter(({ rule, path, first, last }) => {
  const list = places.get(`${rule}\t${path}`) ?? [];
  const at = list.findIndex((each) => first <= each.first && each.first <= last);
  if (at >= 0) list.splice(at, 1);
  return at < 0;
});
const extra = [...places.values()].flat();

const { files } = report.statistics;
console.log(`gitleaks: ${byGitleaks.length} findings; Bartizan: ${byBartizan.length}; ${files} files`);
for (const [what, list] of [
  ["only gitleaks", missing],
  ["only Bartizan", extra],
]) {
  console.log(`${what}: ${list.length}`);
  const rules = new Map();
  for (const { rule } of list) rules.set(rule, (rules.get(rule) ?? 0) + 1);
  for (const [rule, times] of rules) console.log(`  ${times}  ${rule}`);
  for (const { rule, path, first } of list.slice(0, Number(values.show))) console.log(`    ${rule}  ${path}:${first}`);
}
process.exit(missing.length + extra.length > 0 ? 1 : 0);
