// Scanning a tree against only reading and parsing it, with the same number of threads, in turns in one run: processor time,
// lines a second of it, memory, and the second scan of the unchanged tree. With --growth, the same for parts of the tree of so
// many lines, and with --chart a picture of that. Needs `npm run build`.
//
//   node test/bench/scan.mjs [--jobs N] [--rounds N] [--growth 10000,100000,1000000] [--chart FILE] TREE
import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { isMainThread, Worker, workerData } from "node:worker_threads";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const grammars = join(root, "dist/grammars");
const cli = join(root, "dist/cli.js");

/** By extension, those that are programs: what people count when they count lines. */
const LANGUAGES = {
  js: "javascript",
  mjs: "javascript",
  cjs: "javascript",
  jsx: "javascript",
  ts: "typescript",
  mts: "typescript",
  cts: "typescript",
  tsx: "tsx",
  py: "python",
  java: "java",
  go: "go",
  cs: "csharp",
  php: "php",
  rb: "ruby",
  c: "c",
  h: "c",
  cpp: "cpp",
};
const LONGEST = 1_000_000;

function programs(tree) {
  return readdirSync(tree, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && LANGUAGES[entry.name.split(".").pop()] !== undefined)
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .filter((file) => statSync(file).size <= LONGEST)
    .sort();
}

/** Reads and parses files, and nothing else. */
async function parseAll(files) {
  const { Parser, Language } = await import("web-tree-sitter");
  await Parser.init();
  const parser = new Parser();
  const languages = new Map();
  for (const file of files) {
    const name = LANGUAGES[file.split(".").pop()];
    if (!languages.has(name)) languages.set(name, await Language.load(join(grammars, `${name}.wasm`)));
    parser.setLanguage(languages.get(name));
    parser.parse(readFileSync(file, "utf8"))?.delete();
  }
}

/** Processor seconds, peak memory (MiB) and seconds on the clock of a command. */
function run(command, environment = {}) {
  const report = join(work, "report");
  const started = performance.now();
  const ran = spawnSync("/usr/bin/time", ["-o", report, "-f", "%U %S %M", ...command], {
    env: { ...process.env, ...environment },
    stdio: ["ignore", "ignore", "pipe"],
  });
  const wall = (performance.now() - started) / 1000;
  const [user, system, peak] = readFileSync(report, "utf8").trim().split("\n").pop().split(" ").map(Number);
  if (ran.status !== 0 && ran.status !== 1) throw new Error(`${command.join(" ")}: ${ran.stderr}`);
  return { cpu: user + system, peak: peak / 1024, wall };
}

const work = isMainThread ? mkdtempSync(join(tmpdir(), "bartizan-bench-")) : "";

function measure(tree, jobs, rounds) {
  const files = programs(tree);
  const lines = files.reduce((sum, file) => sum + readFileSync(file, "latin1").split("\n").length - 1, 0);
  const best = { lines, files: files.length };
  const keep = (name, result) => {
    if (!best[name] || result.cpu < best[name].cpu) best[name] = result;
  };
  for (let round = 0; round < rounds; round++) {
    const cache = { BARTIZAN_CACHE: join(work, "cache") };
    rmSync(cache.BARTIZAN_CACHE, { recursive: true, force: true });
    const scan = [
      process.execPath,
      cli,
      "scan",
      tree,
      "--jobs",
      String(jobs),
      "--format",
      "json",
      "--output",
      join(work, "out"),
    ];
    keep(
      "parse",
      run([process.execPath, fileURLToPath(import.meta.url), "--parse-only", "--jobs", String(jobs), tree]),
    );
    keep("first", run(scan, cache));
    keep("second", run(scan, cache));
  }
  return best;
}

const round = (value) => (value >= 100 ? Math.round(value) : Math.round(value * 10) / 10);

function row({ files, lines, parse, first, second }) {
  return `| ${[
    files,
    lines,
    round(parse.cpu),
    round(first.cpu),
    round(first.cpu / parse.cpu),
    Math.round(lines / first.cpu),
    Math.round(first.peak),
    round(second.cpu),
    `${round((100 * second.cpu) / first.cpu)} %`,
  ].join(" | ")} |`;
}

/** Whole packages (folders two levels down), until there are enough lines. */
function part(tree, wanted, into) {
  const folders = readdirSync(tree, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap((entry) => readdirSync(join(tree, entry.name)).map((name) => join(tree, entry.name, name)))
    .filter((path) => statSync(path).isDirectory());
  // From all languages in turn, whatever their names.
  const byLanguage = new Map();
  for (const folder of folders) byLanguage.set(dirname(folder), [...(byLanguage.get(dirname(folder)) ?? []), folder]);
  const turns = [...byLanguage.values()];
  let lines = 0;
  for (let at = 0; lines < wanted && turns.some((each) => at < each.length); at++)
    for (const each of turns) {
      if (at >= each.length || lines >= wanted) continue;
      for (const file of programs(each[at])) {
        if (lines >= wanted) break;
        const target = join(into, relative(tree, file));
        mkdirSync(dirname(target), { recursive: true });
        cpSync(file, target);
        lines += readFileSync(file, "latin1").split("\n").length - 1;
      }
    }
}

/** Processor time a line against lines, as an SVG. */
function chart(results) {
  const width = 640;
  const height = 320;
  const x = (lines) => 60 + ((Math.log10(lines) - 3.7) / (6.4 - 3.7)) * (width - 90);
  const series = [
    ["parse", "only read and parsed", "#7a8699"],
    ["first", "scanned", "#0b5cad"],
    ["second", "scanned again", "#2e8540"],
  ];
  const cost = (result, name) => (result[name].cpu / result.lines) * 1e6;
  const most = Math.max(...results.flatMap((result) => series.map(([name]) => cost(result, name)))) * 1.1;
  const y = (value) => height - 40 - (value / most) * (height - 80);
  const texts = [];
  const text = (at, down, content, more = "") => {
    texts.push(`<text x="${round(at)}" y="${round(down)}" ${more}>${content}</text>`);
  };
  const lines = series.map(([name, , color]) => {
    const points = results.map((result) => `${round(x(result.lines))},${round(y(cost(result, name)))}`);
    const dots = points.map(
      (point) => `<circle cx="${point.split(",")[0]}" cy="${point.split(",")[1]}" r="3.5" fill="${color}"/>`,
    );
    return `<polyline points="${points.join(" ")}" fill="none" stroke="${color}" stroke-width="2"/>${dots.join("")}`;
  });
  for (const result of results)
    text(x(result.lines), height - 20, result.lines.toLocaleString("en"), 'text-anchor="middle"');
  for (const tick of [0, 0.25, 0.5, 0.75, 1])
    text(52, y(most * tick) + 4, String(Math.round(most * tick)), 'text-anchor="end"');
  for (const [at, [, title, color]] of series.entries()) text(width - 190, 30 + at * 18, title, `fill="${color}"`);
  text(12, 18, "processor time a line (µs)");
  text(width / 2, height - 4, "lines", 'text-anchor="middle"');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12"><rect width="${width}" height="${height}" fill="white"/>${lines.join("")}${texts.join("")}</svg>\n`;
}

if (!isMainThread) await parseAll(workerData);
else {
  const argv = process.argv.slice(2);
  const option = (name, fallback) => {
    const at = argv.indexOf(name);
    return at < 0 ? fallback : Number(argv.splice(at, 2)[1]);
  };
  const flag = (name) => {
    const at = argv.indexOf(name);
    return at >= 0 && argv.splice(at, 1).length > 0;
  };
  const jobs = option("--jobs", 2);
  const rounds = option("--rounds", 1);
  const isParseOnly = flag("--parse-only");
  const at = argv.indexOf("--growth");
  const steps = at < 0 ? [] : argv.splice(at, 2)[1].split(",").map(Number);
  const chartAt = argv.indexOf("--chart");
  const picture = chartAt < 0 ? undefined : argv.splice(chartAt, 2)[1];
  const [tree] = argv;
  try {
    if (tree === undefined || !existsSync(tree)) throw new Error("which tree? node test/bench/scan.mjs TREE");
    if (isParseOnly) {
      const files = programs(tree);
      const shares = Array.from({ length: jobs }, (_, share) => files.filter((_file, at) => at % jobs === share));
      await Promise.all(
        shares.map(
          (share) =>
            new Promise((resolve, reject) => {
              const worker = new Worker(fileURLToPath(import.meta.url), { workerData: share });
              worker.on("error", reject);
              worker.on("exit", resolve);
            }),
        ),
      );
    } else {
      console.log(
        "| files | lines | only parsed, s | scanned, s | ratio | lines a s | peak MiB | scanned again, s | of the first |",
      );
      console.log("|---|---|---|---|---|---|---|---|---|");
      const results = [];
      const trees = [];
      for (const wanted of steps) {
        const into = join(work, `part-${wanted}`);
        part(tree, wanted, into);
        trees.push(into);
      }
      if (steps.length === 0) trees.push(tree);
      for (const each of trees) {
        const result = measure(each, jobs, rounds);
        results.push(result);
        console.log(row(result));
      }
      if (picture !== undefined) writeFileSync(picture, chart(results));
    }
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
