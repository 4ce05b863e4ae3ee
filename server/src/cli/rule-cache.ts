// What reading rule files gave, kept for the next time that the very same texts are to be read by the same engine: the YAML of two
// thousand rules takes a second. Lies with the kept scans, is replaced whole, and is left aside when anything is wrong with it.

import { promises as fs } from "node:fs";
import { join } from "node:path";
import type { RuleFile } from "../detect/rule-set.ts";
import { loadRuleFile } from "../detect/rules/load.ts";
import { type CacheHome, digestOf, sha256 } from "./scan-cache.ts";

/** To be raised when what is stored changes its form. */
const FORMAT = "bartizan-rules 1";
/** Fewer characters are read sooner than they are looked up. */
const WORTH_KEEPING = 200_000;

/** The same files, those in YAML with what reading them gives. */
export async function readRulesOnce(files: readonly RuleFile[], home: CacheHome): Promise<readonly RuleFile[]> {
  const unread = files.filter(({ path, loaded }) => loaded === undefined && /\.ya?ml$/i.test(path));
  if (unread.reduce((sum, { text }) => sum + text.length, 0) < WORTH_KEEPING) return files;
  const name = digestOf([FORMAT, await home.engine(), ...unread.flatMap(({ path, text }) => [path, text])]);
  const file = join(home.folder, `${name}.rules`);
  let read = await kept(file, unread.length);
  if (!read) {
    read = unread.map(loadRuleFile);
    await keep(file, home.folder, read);
  }
  const byPath = new Map(unread.map(({ path }, at) => [path, read[at]!]));
  return files.map((each) => {
    const loaded = byPath.get(each.path);
    return loaded ? { ...each, loaded } : each;
  });
}

type Loaded = ReturnType<typeof loadRuleFile>;

async function kept(file: string, count: number): Promise<readonly Loaded[] | undefined> {
  try {
    const text = await fs.readFile(file, "utf8");
    const end = text.indexOf("\n");
    const body = text.slice(end + 1);
    if (text.slice(0, end) !== `${FORMAT} ${sha256(body)}`) return undefined;
    const loaded = JSON.parse(body) as readonly Loaded[];
    const now = new Date();
    await fs.utimes(file, now, now);
    return loaded.length === count ? loaded : undefined;
  } catch {
    return undefined; // Not there, or not readable: then the rules are read from their texts.
  }
}

async function keep(file: string, folder: string, loaded: readonly Loaded[]): Promise<void> {
  const unfinished = join(folder, `.${process.pid}-${Math.random().toString(36).slice(2)}.tmp`);
  try {
    const body = JSON.stringify(loaded);
    await fs.mkdir(folder, { recursive: true, mode: 0o700 });
    await fs.writeFile(unfinished, `${FORMAT} ${sha256(body)}\n${body}`, { mode: 0o600 });
    await fs.rename(unfinished, file);
  } catch {
    // A cache that cannot be written costs time and nothing else.
    await fs.rm(unfinished, { force: true }).catch(() => undefined);
  }
}
