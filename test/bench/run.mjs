// Everything that has an aim, measured in one run and told in one table: `npm run bench`. Needs nothing but a built tree, for what is
// measured on is made by material.mjs; with material of one's own:
//
//   npm run bench -- [--tree FOLDER] [--cases CASES.json] [--jobs N] [--only WORD]
//
// FOLDER: code to scan, languages on top and packages below; CASES.json: as for keys.mjs. WORD: only parts whose title holds it.
// Nearly all figures are processor time, which other work on the machine changes little; those by the clock say so. What cannot
// be measured here is said at the end, and is not met.
import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { LANGUAGE_NAMES, writeCases, writeTree } from "./material.mjs";

const LENGTHS = [100, 1500, 17_000];
const GROWTH = [10_000, 30_000, 100_000];
/** Semgrep's lines a second of processor time with its 581 security rules, on a machine like those that this is developed on. */
const SEMGREP = 2650;

const folder = dirname(fileURLToPath(import.meta.url));
const { values } = parseArgs({
  options: {
    tree: { type: "string" },
    cases: { type: "string" },
    jobs: { type: "string", default: "1" },
    only: { type: "string", default: "" },
  },
});
const work = mkdtempSync(join(tmpdir(), "bartizan-run-"));
/** @type {{ what: string, measured: string, aim: string, ratio: number | undefined }[]} */
const rows = [];
const skipped = [];
let broken = 0;

/** What a script of ours prints, which it may also do to be watched. */
function output(args, environment = {}) {
  return new Promise((done, failed) => {
    const script = spawn(process.execPath, args, {
      stdio: ["ignore", "pipe", "inherit"],
      env: { ...process.env, ...environment },
    });
    let text = "";
    script.stdout.on("data", (part) => {
      text += part;
      process.stderr.write(part);
    });
    script.on("exit", (code) => (code === 0 ? done(text) : failed(new Error(`${args.join(" ")} ended with ${code}`))));
  });
}

const bench = (script, ...more) => output([join(folder, script), ...more]);

/** A figure and the most that it may be. */
function most(what, value, limit, unit, beside = "") {
  rows.push({
    what,
    measured: `${shown(value)} ${unit}${beside}`,
    aim: `at most ${shown(limit)} ${unit}`,
    ratio: value / limit,
  });
}

/** A figure and the least that it may be. */
function least(what, value, limit, unit) {
  rows.push({
    what,
    measured: `${shown(value)} ${unit}`,
    aim: `at least ${shown(limit)} ${unit}`,
    ratio: limit / value,
  });
}

function shown(value) {
  return value >= 100 ? Math.round(value).toLocaleString("en") : `${Math.round(value * 10) / 10}`;
}

/** The cells of a Markdown table's rows, without its head. */
function cells(text) {
  const lines = text.split("\n").filter((line) => line.startsWith("|"));
  return lines.slice(2).map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

function ownTree(lines) {
  const tree = join(work, `tree-${lines}`);
  if (!existsSync(tree)) writeTree(tree, lines);
  return tree;
}

const PARTS = {
  async "keystroke, engine"() {
    const file = values.cases ?? writeCases(join(work, "cases"), LENGTHS);
    const text = await bench("typing.mjs", file);
    const line =
      /^(\S+) +(\d+) lines.*\| bare +[\d.]+ +([\d.]+) +[\d.]+ \|.*\| both +[\d.]+ +([\d.]+) +[\d.]+ \|.*flaw (.*)$/gm;
    const found = [...text.matchAll(line)];
    if (found.length === 0) throw new Error("typing.mjs told no figures");
    for (const [, name, lines, bare, both, flaw] of found) {
      const limit = 3 * Number(bare) + 5;
      const what = `${name.replace(/-\d+$/, "")}, ${shown(Number(lines))} lines`;
      most(`keystroke in ${what}, p95 (3 × bare re-parse + 5)`, Number(both), limit, "ms");
      if (flaw !== "shown and cleared") throw new Error(`${name}: the flaw was ${flaw}`);
    }
  },
  async "keystroke, server"() {
    const file = values.cases ?? writeCases(join(work, "cases"), LENGTHS);
    const names = values.cases ? [] : LANGUAGE_NAMES.map((language) => `${language}-1500`);
    const text = await bench("keys.mjs", file, ...names);
    for (const [, name, p95, flaw] of text.matchAll(/^(\S+) .*processor +[\d.]+ +([\d.]+) +[\d.]+ \|.*flaw (.*)$/gm)) {
      most(`keystroke over the server's pipe in ${name}, p95`, Number(p95), 25, "ms");
      if (flaw !== "shown") throw new Error(`${name}: the flaw was ${flaw}`);
    }
  },
  async "200 callers in 50 files"() {
    const test = join(folder, "../run-unit.mjs");
    const text = await output([test, "unit/scan/cross-file"], { BARTIZAN_SHOW: "1" });
    const costs = /^#? ?(\d+(?: \d+){5,})$/m.exec(text)?.[1].split(" ").map(Number);
    if (!costs) throw new Error("the test of cross-file changes told no figures");
    most("a helper's body changes: 200 callers in 50 files are right, median", costs[costs.length >> 1], 250, "ms");
  },
  async scan() {
    const tree = values.tree ? resolve(values.tree) : ownTree(100_000);
    const [row] = cells(await bench("scan.mjs", "--jobs", values.jobs, tree));
    const [, lines, , , ratio, speed, peak, , second] = row.map((cell) => Number.parseFloat(cell.replaceAll(",", "")));
    most(`scan of ${shown(lines)} lines, as often as only parsing them with as many workers`, ratio, 3, "×");
    least("lines a second of processor time (15 × Semgrep's)", speed, 15 * SEMGREP, "");
    most("peak memory", peak, 2048, "MiB");
    most("second scan of the unchanged tree, of the first", second, 5, "%");
  },
  async growth() {
    const tree = values.tree ? resolve(values.tree) : ownTree(GROWTH.at(-1));
    const steps = GROWTH.join();
    const found = cells(await bench("scan.mjs", "--jobs", values.jobs, "--growth", steps, tree));
    const [small, ...larger] = found.map(([, lines, , seconds]) => ({
      lines: Number(lines),
      cost: (Number(seconds) / Number(lines)) * 1e6,
    }));
    for (const { lines, cost } of larger)
      most(`time a line, ${shown(lines)} lines against ${shown(small.lines)}`, (100 * cost) / small.cost, 120, "%");
  },
  async "second scan in the editor"() {
    const found = cells(await bench("second-scan.mjs", ...(values.tree ? [resolve(values.tree)] : [])));
    most("the editor's scan in a second session, of the first", Number.parseFloat(found[1][5]), 5, "%");
  },
  async start() {
    writeCases(join(work, "cases"), LENGTHS);
    const files = readdirSync(join(work, "cases")).filter((name) => name.startsWith("Main1500."));
    for (const name of files) {
      const text = await bench("start.mjs", join(work, "cases", name), "3");
      const [, median, processor] = /first diagnostics (\d+) ms.*?processor (\d+) ms/.exec(text) ?? [];
      const beside = `, ${processor} of processor time`;
      most(`first diagnostics of ${name} after the server's start, by the clock`, Number(median), 400, "ms", beside);
    }
  },
  async activation() {
    const { runSuite } = await import("../vscode/run-suite.mjs");
    const { unpackVsix, vsixPath } = await import("../vscode/vsix.mjs");
    const { copyShop } = await import("../vscode/scenarios/shop.mjs");
    const { place, folder: shop, remove } = copyShop();
    try {
      // A package that lies there may be of another day.
      execFileSync(process.execPath, ["client/package.mjs"], { stdio: "ignore" });
      const extension = unpackVsix(vsixPath(), join(place, "extension"));
      const [outcome] = await runSuite("remote", { extension, folder: shop }, "activation takes");
      const { milliseconds, processorMs } = JSON.parse(outcome?.note ?? "{}");
      if (milliseconds === undefined) throw new Error(outcome?.failure ?? "the suite told nothing");
      most("activation in a remote extension host", processorMs, 100, "ms");
      most("activation in a remote extension host, by the clock", milliseconds, 100, "ms");
    } finally {
      remove();
    }
  },
};
/** What needs more than a built tree: where that is not there, it is left out, and said. */
const OPTIONAL = new Set(["activation"]);

try {
  for (const [title, measure] of Object.entries(PARTS)) {
    if (!title.includes(values.only)) continue;
    process.stderr.write(`\n# ${title}\n`);
    try {
      await measure();
    } catch (error) {
      const reason = error.message.split("\n")[0];
      skipped.push(`${title}: ${reason}`);
      if (!OPTIONAL.has(title)) broken++;
    }
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}
console.log("\n| what | measured | aim | of what is allowed | met |\n|---|---|---|---|---|");
for (const { what, measured, aim, ratio } of rows)
  console.log(
    `| ${what} | ${measured.trim()} | ${aim.trim()} | ${Math.round(100 * ratio)} % | ${ratio <= 1 ? "yes" : "**no**"} |`,
  );
const met = rows.filter(({ ratio }) => ratio <= 1).length;
console.log(`\n${met} of ${rows.length} aims are met.`);
for (const each of skipped) console.log(`NOT MEASURED: ${each}`);
console.log("Without an aim, and measured apart: parsing.mjs, flow.mjs FOLDER, secrets.mjs --config FILE FOLDER.");
process.exit(broken === 0 ? 0 : 1);
