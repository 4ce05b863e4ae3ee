// What a scan found, kept for the next one of the same tree with the same engine, rules and options. One file a tree: how each
// scanned file looked (so that an unchanged tree is not even read), and what each cell of it gave, by the digest of its contents.
// Lies outside of the tree, is replaced whole or not at all, and is worth nothing that a scan would not find out again: whatever
// is wrong with it, it is left aside. Findings quote code, so only its owner may read it.

import { promises as fs } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { gunzip, gzip } from "node:zlib";
import type { FileResult } from "../scan/workspace.ts";
import { digestOf, sha256 } from "./digest.ts";
import { messageOf } from "./disk-error.ts";
import { type FileRecord, type Stamp, UNLIKE_ANY } from "./file-record.ts";
import { readKept, writeKept } from "./kept-file.ts";

/** To be raised when what is stored changes its form. */
const FORMAT = "bartizan-scan 2";
const MOST_BYTES = 256 * 1024 * 1024;
const OLDEST_UNFINISHED = 60 * 60 * 1000;
/** A file that was written to this shortly before it was looked at may be written to again without looking any different. */
const TOO_RECENT = 2000;

export interface CellRecord {
  /** As `keyCells` has it. */
  readonly key: string;
  readonly results: readonly FileResult[];
}

export interface Stored {
  /** All files of the scan, in order of their paths. */
  readonly files: readonly (readonly [path: string, record: FileRecord])[];
  readonly cells: readonly CellRecord[];
  /** The day of the scan, where anything found depends on it. */
  readonly day: string | undefined;
}

/** Where scans are kept, and what made them: another build of the engine finds other things. */
export interface CacheHome {
  readonly folder: string;
  engine(): Promise<string>;
  /** Milliseconds since 1970. */
  now(): number;
  /** Smaller trees are scanned sooner than they are looked up (bytes). */
  readonly smallestTree: number;
}

export function cacheFolder(environment: Readonly<Record<string, string | undefined>>): string {
  const base =
    environment["BARTIZAN_CACHE"] || join(environment["XDG_CACHE_HOME"] || join(homedir(), ".cache"), "bartizan");
  return join(base, "scans");
}

/** This build: another one may find other things. Rules are told apart by their own version. */
export async function engineDigest(dist: string, bundle: string): Promise<string> {
  const files = [join(dist, bundle), join(dist, "grammars", "manifest.json")];
  const bytes = await Promise.all(files.map((file) => fs.readFile(file).catch(() => "")));
  return sha256(bytes.map((each) => sha256(each)).join());
}

export class ScanCache {
  readonly #folder: string;
  readonly #file: string;
  readonly #note: (message: string) => void;
  readonly #now: () => number;
  #stored: Stored | undefined;
  #cells: Map<string, CellRecord> | undefined;

  private constructor({ folder, now }: CacheHome, name: string, note: (message: string) => void) {
    this.#folder = folder;
    this.#file = join(folder, `${name}.scan`);
    this.#now = now;
    this.#note = note;
  }

  /** Whether there is nothing that could be known. */
  get isEmpty(): boolean {
    return this.#stored === undefined;
  }

  /** `identity`: what makes two scans comparable. `note` is told what is wrong with what was found. */
  static async open(
    home: CacheHome,
    identity: readonly unknown[],
    note: (message: string) => void,
  ): Promise<ScanCache> {
    const name = digestOf([FORMAT, await home.engine(), identity]);
    const cache = new ScanCache(home, name, note);
    await cache.#read();
    return cache;
  }

  async #read(): Promise<void> {
    try {
      const body = await readKept(this.#file, FORMAT, this.#now());
      if (body) this.#stored = JSON.parse((await promisify(gunzip)(body)).toString("utf8")) as Stored;
    } catch (error) {
      this.#note(`the cache of this scan is not used: ${messageOf(error)}`);
    }
  }

  /** What was kept, if these are the very same files and look the same, and nothing depends on the day. */
  unchanged(stamps: readonly (readonly [path: string, stamp: Stamp])[], today: string): Stored | undefined {
    const stored = this.#stored;
    if (!stored || stored.files.length !== stamps.length) return undefined;
    if (stored.day !== undefined && stored.day !== today) return undefined;
    const isSame = stamps.every(([path, stamp], at) => {
      const [known, record] = stored.files[at]!;
      return known === path && isSameStamp(record, stamp);
    });
    return isSame ? stored : undefined;
  }

  results(key: string): readonly FileResult[] | undefined {
    this.#cells ??= new Map(this.#stored?.cells.map((cell) => [cell.key, cell]));
    return this.#cells.get(key)?.results;
  }

  /** Keeps a whole scan. Whoever does so last wins; nobody sees half of one. */
  async write(stored: Stored): Promise<void> {
    const now = this.#now();
    const files = stored.files.map(([path, record]): [string, FileRecord] => [
      path,
      // Never equal to anything: such a file is read again.
      record.modified > now - TOO_RECENT || record.changed > now - TOO_RECENT ? { ...record, ...UNLIKE_ANY } : record,
    ]);
    try {
      const body = await promisify(gzip)(JSON.stringify({ ...stored, files }), { level: 1 });
      await writeKept(this.#file, FORMAT, body);
      await this.#evict(now);
    } catch (error) {
      this.#note(`this scan could not be kept for the next one: ${messageOf(error)}`);
    }
  }

  /** The least recently used go first; what a crash left unfinished goes, too. */
  async #evict(now: number): Promise<void> {
    const entries: { location: string; size: number; used: number }[] = [];
    for (const name of await fs.readdir(this.#folder)) {
      const location = join(this.#folder, name);
      const stats = await fs.stat(location).catch(() => undefined);
      if (!stats?.isFile()) continue;
      if (name.endsWith(".tmp") && now - stats.mtimeMs > OLDEST_UNFINISHED) await fs.rm(location, { force: true });
      else if (/\.(scan|rules)$/.test(name)) entries.push({ location, size: stats.size, used: stats.mtimeMs });
    }
    let total = 0;
    for (const { location, size } of entries.sort((a, b) => b.used - a.used)) {
      total += size;
      if (total > MOST_BYTES && location !== this.#file) await fs.rm(location, { force: true });
    }
  }
}

export async function stampOf(location: string): Promise<Stamp | undefined> {
  try {
    const stats = await fs.stat(location);
    return { size: stats.size, modified: stats.mtimeMs, changed: stats.ctimeMs };
  } catch {
    return undefined; // Whoever reads the file says what is wrong with it.
  }
}

function isSameStamp(a: Stamp, b: Stamp): boolean {
  return a.size === b.size && a.modified === b.modified && a.changed === b.changed;
}
