// How fast secrets are found: MB a second of processor time, by Bartizan and by gitleaks with the same rules over the same files,
// one after the other in turns.
//
//   node test/bench/secrets.mjs --config gitleaks.toml FOLDER [--rounds 3] [--own]
//
// `--own` adds a run with Bartizan's own rules instead. `gitleaks` is taken from PATH or from $GITLEAKS; without it only
// Bartizan is measured, and that is said. Processor time is user and system time of the whole process, start included.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    config: { type: "string" },
    rounds: { type: "string", default: "3" },
    own: { type: "boolean", default: false },
  },
});
const folder = positionals[0] && resolve(positionals[0]);
if (!folder || !values.config || !existsSync(folder)) {
  console.error("usage: secrets.mjs --config gitleaks.toml FOLDER [--rounds 3] [--own]");
  process.exit(2);
}
const cli = resolve(fileURLToPath(import.meta.url), "../../../dist/cli.js");
const gitleaks = process.env.GITLEAKS ?? "gitleaks";
const hasGitleaks = !spawnSync(gitleaks, ["version"]).error;
if (!hasGitleaks) console.error(`NO COMPARISON: there is no gitleaks (${gitleaks}); name it in GITLEAKS`);

function bytesBelow(path) {
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath ?? entry.path, entry.name)).size, 0);
}

/** Seconds of processor time that a command takes, its threads included. */
async function measure(command, args) {
  const before = childTime();
  const child = spawn(command, args, { stdio: "ignore" });
  const code = await new Promise((done) => child.on("close", done));
  if (code !== 0 && code !== 1) throw new Error(`${command} ended with ${code}`);
  return childTime() - before;
}

/** Of all ended children of this process; Linux keeps it in clock ticks of a hundredth of a second. */
function childTime() {
  const fields = readFileSync("/proc/self/stat", "utf8").split(") ")[1].split(" ");
  return (Number(fields[13]) + Number(fields[14])) / 100;
}

// A file of its own: gitleaks removes the one that it is given before it writes.
const place = mkdtempSync(join(tmpdir(), "bench-secrets-"));
process.on("exit", () => rmSync(place, { recursive: true, force: true }));
const report = join(place, "report.json");

const scan = ["scan", folder, "--format", "json", "--output", report, "--jobs", "1"];
const runs = [
  ...(hasGitleaks
    ? [
        [
          "gitleaks",
          gitleaks,
          [
            "dir",
            folder,
            "-c",
            values.config,
            "--max-decode-depth",
            "5",
            "--no-banner",
            "--exit-code",
            "0",
            "--report-format",
            "json",
            "--report-path",
            report,
          ],
        ],
      ]
    : []),
  ["Bartizan, the same rules", process.execPath, [cli, ...scan, "--no-default-rules", "--config", values.config]],
  ...(values.own
    ? [
        [
          "Bartizan, its own rules",
          process.execPath,
          [cli, ...scan, "--no-default-rules", "--config", resolve(cli, "../../rules/secrets")],
        ],
      ]
    : []),
];
const megabytes = bytesBelow(folder) / 1e6;
const times = new Map(runs.map(([name]) => [name, []]));
for (let round = 0; round < Number(values.rounds); round++)
  for (const [name, command, args] of runs) times.get(name).push(await measure(command, args));
console.log(`${megabytes.toFixed(1)} MB, ${values.rounds} rounds, median of processor time`);
const median = (list) => [...list].sort((a, b) => a - b)[list.length >> 1];
const slowest = hasGitleaks ? median(times.get("gitleaks")) : undefined;
for (const [name, list] of times) {
  const seconds = median(list);
  const ratio = slowest === undefined ? "" : `, ${(slowest / seconds).toFixed(1)} × gitleaks`;
  console.log(`${name}: ${seconds.toFixed(2)} s, ${(megabytes / seconds).toFixed(1)} MB/s${ratio}`);
}
