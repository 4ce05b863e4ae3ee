// Digests: of bytes, and of data.

import { createHash } from "node:crypto";

/** Of data that JSON can spell. */
export function digestOf(parts: readonly unknown[]): string {
  return sha256(JSON.stringify(parts));
}

export function sha256(data: string | Uint8Array): string {
  return createHash("sha256").update(data).digest("hex");
}
