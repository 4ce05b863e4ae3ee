// The command line as a process: Node's streams, clock and files given to `run`. The language server is a bundle of its own
// beside this one, so that the other commands start without it.

import { availableParallelism } from "node:os";
import { basename, join } from "node:path";
import { isMainThread } from "node:worker_threads";
import { version } from "../../../package.json";
import { launcherOf } from "../commit-hook/hook-script.ts";
import type { ProbeFetch } from "../detect/secrets/validity.ts";
import { cacheFolder, engineDigest } from "../kept/scan-cache.ts";
import { nodeEngine, nodePage } from "../lsp/node-engine.ts";
import { locationOf } from "./disk.ts";
import { type CliHost, ExitCode, type OutputStream } from "./host.ts";
import { run } from "./program.ts";
import { openPool, setupOfWorker } from "./scan-pool.ts";
import { type Batch, WorkerShard } from "./scan-shard.ts";

function outputStream(stream: NodeJS.WriteStream): OutputStream {
  return {
    write: (text) => stream.write(text),
    isTerminal: stream.isTTY === true,
    columns: stream.isTTY ? stream.columns : undefined,
  };
}

/** Today where the person is; a build that must be reproducible says which day it is. */
function today(): string {
  const epoch = process.env["SOURCE_DATE_EPOCH"];
  if (epoch && /^\d+$/.test(epoch)) return new Date(Number(epoch) * 1000).toISOString().slice(0, 10);
  const now = new Date();
  const two = (value: number) => String(value).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

// Whoever reads the output may stop (`| head`): what was to be said is not an error, and the exit code is what it would have been.
for (const stream of [process.stdout, process.stderr])
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });

/** Runs until the client says `exit`; the server's bundle ends the process itself. */
async function startServer(): Promise<ExitCode> {
  if (!process.argv.some((argument) => /^--(?:stdio|pipe|socket|node-ipc)/.test(argument)))
    process.argv.push("--stdio");
  require(join(__dirname, "server.js"));
  return new Promise(() => undefined);
}

async function readStandardInput(): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Uint8Array);
  return Buffer.concat(chunks);
}

let shard: WorkerShard | undefined;

/** What is called of this file, by its name, in a thread of its own. */
export function scanBatch(batch: Batch) {
  shard ??= new WorkerShard(nodeEngine(__dirname), setupOfWorker());
  return shard.scan(batch);
}

/** A secret is sent to the provider itself and to nobody that it refers to. */
const probe: ProbeFetch = async ({ url, ...init }) => {
  const response = await fetch(url, { ...init, redirect: "manual", signal: AbortSignal.timeout(10_000) });
  return { status: response.status, body: (await response.text()).slice(0, 100_000) };
};

/** Trees of fewer bytes than this are scanned in the time that keeping them would take (bytes). */
const SMALLEST_KEPT = 1_000_000;

const host: CliHost = {
  cwd: locationOf(process.cwd(), "."),
  environment: process.env,
  version,
  stdout: outputStream(process.stdout),
  stderr: outputStream(process.stderr),
  stdin: readStandardInput,
  now: () => performance.now(),
  today,
  engine: () => nodeEngine(__dirname),
  securityPage: (facts) => nodePage(__dirname, facts),
  fetch: probe,
  launcher: launcherOf(locationOf(process.execPath, "."), locationOf(join(__dirname, "cli.js"), ".")),
  cache: {
    folder: cacheFolder(process.env),
    engine: () => engineDigest(__dirname, basename(__filename)),
    now: Date.now,
    smallestTree: SMALLEST_KEPT,
  },
  workers: {
    cores: availableParallelism(),
    open: (setup, count) => openPool(__filename, "scanBatch", setup, count),
  },
};

if (isMainThread) {
  process.exitCode = ExitCode.internal;
  void run(process.argv.slice(2), host, startServer).then((code) => {
    process.exitCode = code;
  });
}
