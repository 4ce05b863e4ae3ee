// What reading rule files gave, kept for the next time that the very same texts are to be read by the same engine: the YAML of two
// thousand rules takes a second. Lies with the kept scans, is replaced whole, and is left aside when anything is wrong with it.

import { join } from "node:path";
import type { RuleFile } from "../detect/rule-set.ts";
import { loadRuleFile } from "../detect/rules/load.ts";
import { digestOf } from "./digest.ts";
import { readKept, writeKept } from "./kept-file.ts";
import type { CacheHome } from "./scan-cache.ts";

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
  let read = await kept(file, home);
  if (!read) {
    read = unread.map(loadRuleFile);
    // A cache that cannot be written costs time and nothing else.
    await writeKept(file, FORMAT, Buffer.from(JSON.stringify(read))).catch(() => undefined);
  }
  const byPath = new Map(unread.map(({ path }, at) => [path, read[at]!]));
  return files.map((each) => {
    const loaded = byPath.get(each.path);
    return loaded ? { ...each, loaded } : each;
  });
}

type Loaded = ReturnType<typeof loadRuleFile>;

async function kept(file: string, { now }: CacheHome): Promise<readonly Loaded[] | undefined> {
  try {
    const body = await readKept(file, FORMAT, now());
    return body && (JSON.parse(body.toString("utf8")) as readonly Loaded[]);
  } catch {
    return undefined; // Damaged, or not readable: then the rules are read from their texts.
  }
}
