// Runs a bundle with the code that V8 made of it the last time. A bundle of three megabytes takes a quarter of a second to
// be compiled, most of it while the first file is scanned; V8 can give that code away and take it back. It lies in the
// user's own cache folder, never in a workspace, and is taken only from files that nobody else can write.

import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from "node:fs";
import Module, { createRequire } from "node:module";
import { homedir } from "node:os";
import { basename, dirname, join } from "node:path";
import { cachedDataVersionTag, setFlagsFromString } from "node:v8";
import { Script } from "node:vm";
import { tuneCompiler } from "./tune-compiler.ts";

/** By then the usual work has been done once, so that its code is part of what is kept. */
const KEEP_AFTER_MS = 20_000;
/** Of each bundle: an editor and a terminal may have different versions of V8. */
const MOST_KEPT = 4;

/** `bundle`: the path of a program in CommonJS. It may not `import()`: V8 gives such code back without its loader. */
export function runCached(bundle: string): void {
  // The code that V8 gives away depends on its options, so they come first.
  tuneCompiler();
  const file = cacheFile(bundle);
  const cachedData = file === undefined ? undefined : readOwn(file);
  const script = new Script(Module.wrap(readFileSync(bundle, "utf8")), {
    filename: bundle,
    ...(cachedData && { cachedData }),
  });
  const isKept = cachedData !== undefined && script.cachedDataRejected === false;
  if (file !== undefined && !isKept) keepLater(script, file);
  const own = new Module(bundle);
  own.filename = bundle;
  const run = script.runInThisContext() as (...values: unknown[]) => void;
  run.call(own.exports, own.exports, createRequire(bundle), own, bundle, dirname(bundle));
}

function keepLater(script: Script, file: string): void {
  // V8 forgets code that did not run for a while. What only a start runs would be missing from what is kept, and would be
  // compiled with each start: a fifth of the time until an opened file has its diagnostics.
  setFlagsFromString("--no-flush-bytecode");
  let isDone = false;
  const keep = (): void => {
    if (isDone) return;
    isDone = true;
    // The options are part of what V8 takes code back by.
    setFlagsFromString("--flush-bytecode");
    try {
      writeOwn(file, script.createCachedData());
    } catch {
      // A full disk or a folder that cannot be written costs the next start some time and nothing else.
    }
  };
  setTimeout(keep, KEEP_AFTER_MS).unref();
  process.once("exit", keep);
}

/** One file for each build of the bundle and each V8. */
function cacheFile(bundle: string): string | undefined {
  try {
    const { size, mtimeMs } = statSync(bundle);
    const key = [size, Math.round(mtimeMs), process.version, process.arch, cachedDataVersionTag()].join("-");
    return join(cacheFolder(), `${basename(bundle, ".js").replace(/-/g, "_")}-${key}.bin`);
  } catch {
    return undefined;
  }
}

function cacheFolder(): string {
  const { env, platform } = process;
  const base =
    env["BARTIZAN_CODE_CACHE"] ??
    (platform === "win32"
      ? env["LOCALAPPDATA"]
      : platform === "darwin"
        ? join(homedir(), "Library", "Caches")
        : env["XDG_CACHE_HOME"]);
  return join(base || join(homedir(), ".cache"), "bartizan", "code");
}

/** Code that somebody else could have written is not run. */
function isOwn({ uid, mode }: Stats): boolean {
  return process.getuid === undefined || (uid === process.getuid() && (mode & 0o022) === 0);
}

function readOwn(file: string): Buffer | undefined {
  try {
    return isOwn(statSync(dirname(file))) && isOwn(statSync(file)) ? readFileSync(file) : undefined;
  } catch {
    return undefined;
  }
}

/** Whole or not at all: another process may be reading. */
function writeOwn(file: string, data: Buffer): void {
  const folder = dirname(file);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (!isOwn(statSync(folder))) chmodSync(folder, 0o700);
  const draft = `${file}.${process.pid}`;
  try {
    writeFileSync(draft, data, { mode: 0o600 });
    renameSync(draft, file);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
  dropOld(folder, basename(file).replace(/-.*/s, "-"));
}

/** Code of builds and versions that were replaced. */
function dropOld(folder: string, prefix: string): void {
  const files = readdirSync(folder)
    .filter((name) => name.startsWith(prefix))
    .map((name) => ({ path: join(folder, name), time: statSync(join(folder, name)).mtimeMs }))
    .sort((a, b) => b.time - a.time);
  for (const { path } of files.slice(MOST_KEPT)) rmSync(path, { force: true });
}
