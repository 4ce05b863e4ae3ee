// Files that are kept outside of any tree because it takes long to work out again what they hold: sealed with a check sum, replaced
// whole or not at all, readable by their owner only, and worth nothing that could not be had again.

import { promises as fs } from "node:fs";
import { dirname } from "node:path";
import { sha256 } from "./digest.ts";
import { replaceWhole } from "./replace-whole.ts";

/** What was kept under a format's name. `undefined` when there is none. @throws when it is damaged or cannot be read */
export async function readKept(file: string, format: string, now: number): Promise<Buffer | undefined> {
  let bytes: Buffer;
  try {
    bytes = await fs.readFile(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
  const end = bytes.indexOf(10);
  const body = bytes.subarray(end + 1);
  if (bytes.subarray(0, end).toString("latin1") !== seal(format, body)) throw new Error("it is damaged");
  // The least recently used are thrown away first. Another process may have done so just now.
  const used = new Date(now);
  await fs.utimes(file, used, used).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT") throw error;
  });
  return body;
}

/** Whoever does so last wins; nobody sees half of one. @throws when it cannot be written */
export async function writeKept(file: string, format: string, body: Uint8Array): Promise<void> {
  await fs.mkdir(dirname(file), { recursive: true, mode: 0o700 });
  await replaceWhole(file, Buffer.concat([Buffer.from(`${seal(format, body)}\n`, "latin1"), body]), 0o600);
}

function seal(format: string, body: Uint8Array): string {
  return `${format} ${sha256(body)}`;
}
