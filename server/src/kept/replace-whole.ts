// Files that nobody may see half of: a cache that another process reads, a hook that git runs.

import { promises as fs } from "node:fs";
import { dirname, join } from "node:path";

/** What was there is there until all of the new is. `mode` holds whatever the process's mask is. @throws when it cannot be written */
export async function replaceWhole(file: string, bytes: Uint8Array | string, mode: number): Promise<void> {
  const unfinished = join(dirname(file), `.${process.pid}-${Math.random().toString(36).slice(2)}.tmp`);
  try {
    await fs.writeFile(unfinished, bytes, { mode });
    await fs.chmod(unfinished, mode);
    await fs.rename(unfinished, file);
  } catch (error) {
    await fs.rm(unfinished, { force: true }).catch(() => undefined);
    throw error;
  }
}
