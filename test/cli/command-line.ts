// What tests ask of a command line: what its report says, what it refuses, and the one that is shipped, as a process.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import type { Ran } from "./fake-host.ts";

export const CLI = resolve("dist/cli.js");

export interface JsonFinding {
  readonly ruleId: string;
  readonly path: string;
  readonly severity: string;
  readonly start: { readonly line: number; readonly column: number };
  readonly message: string;
  readonly code: string;
  readonly cwe: readonly string[];
  readonly fingerprint: string;
  readonly traces: readonly (readonly { readonly path: string; readonly message: string }[])[];
  readonly suppressed?: { readonly reason: string };
  readonly validity?: string;
  readonly commit?: { readonly id: string; readonly author: string; readonly date: string };
}

export interface JsonReport {
  readonly findings: readonly JsonFinding[];
  readonly problems: readonly { readonly kind: string; readonly path?: string; readonly message: string }[];
  readonly statistics: {
    readonly files: number;
    readonly findings: number;
    readonly suppressed: number;
    readonly accepted: number;
    readonly fixed: number;
    readonly skipped: Readonly<Record<string, number>>;
  };
}

export function reportOf({ out }: { readonly out: string }): JsonReport {
  return JSON.parse(out) as JsonReport;
}

export function findingsOf(ran: { readonly out: string }): readonly JsonFinding[] {
  return reportOf(ran).findings;
}

/** `path:line:column rule` of each finding. */
export function placesOf(ran: { readonly out: string }): string[] {
  return findingsOf(ran).map(placeOf);
}

export function placeOf({ path, start, ruleId }: JsonFinding): string {
  return `${path}:${start.line}:${start.column} ${ruleId}`;
}

/** A report without what differs from one scan to the next. */
export function untimed(out: string): string {
  return out.replace(/"milliseconds": ?[\d.]+/, "");
}

/** What is said of a command line that is wrong usage, which does nothing. */
export function refusal({ code, out, err }: Ran): string {
  assert.deepEqual([code, out], [2, ""]);
  return err;
}

/** The text of a file of one rule. */
export function ruleFile(id: string, languages: string, more = "pattern: BAD"): string {
  return `rules:\n  - id: ${id}\n    languages: [${languages}]\n    severity: ERROR\n    message: No.\n    ${more}\n`;
}

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the command line as it is shipped; `npm run build` makes it. */
export function shipped(cwd: string, argv: readonly string[], environment: NodeJS.ProcessEnv = process.env): Ended {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...argv], {
    cwd,
    encoding: "utf8",
    maxBuffer: 1 << 28,
    env: { ...environment, NO_COLOR: "1" },
  });
  return { code: status, out: stdout, err: stderr };
}
