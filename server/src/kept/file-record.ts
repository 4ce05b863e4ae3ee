// How a file looked when it was scanned, so that an unchanged one need not be read. Knows nothing of disks: the editor's server
// compares with it wherever it runs.

import type { Encoding } from "../config/text-file.ts";

/** How a file looks from outside. */
export interface Stamp {
  readonly size: number;
  readonly modified: number;
  readonly changed: number;
}

/** Of a file that cannot be looked at. */
export const NO_STAMP: Stamp = { size: -2, modified: 0, changed: 0 };

/** Of a file that was scanned with another text than the one on the disk: none looks so. */
export const UNLIKE_ANY: Stamp = { size: -1, modified: 0, changed: 0 };

export interface TextForm {
  readonly lines: number;
  readonly encoding: Encoding;
  readonly isDamaged: boolean;
}

export type FileRecord =
  | (Stamp & {
      readonly kind: "text";
      /** Of its text. */
      readonly digest: string;
      /** For the command line, which tells of it. */
      readonly form?: TextForm;
    })
  | (Stamp & { readonly kind: "binary" | "too-large" });

/** Whether a configuration of today treats a file as that of the scan did. */
export function isWithinLimits(record: FileRecord, limit: number): boolean {
  return record.size > limit === (record.kind === "too-large");
}
