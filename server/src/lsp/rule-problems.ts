// What is wrong with rule files and configurations, as diagnostics of those files.

import { type Diagnostic, DiagnosticSeverity } from "vscode-languageserver";
import type { ScanProblem } from "../detect/finding.ts";
import { SERVER_NAME } from "../protocol.ts";
import { uriKey, uriOfLocation } from "./uri.ts";

/** Positions tell where something begins; it is shown up to the end of its line. */
const LINE_END = 10_000;

/** By the file's key. Problems without a place, or in the built-in rules, are in the log only. */
export function ruleProblems(problems: readonly ScanProblem[]): Map<string, Diagnostic[]> {
  const byKey = new Map<string, Diagnostic[]>();
  for (const { kind, path, line, column, ruleId, message } of problems) {
    if (path === undefined || line === undefined || !/^[a-zA-Z][a-zA-Z0-9+.-]*:\/\//.test(path)) continue;
    const diagnostic = problemAt({ line, column: column ?? 1 }, kind, ruleId ? `${ruleId}: ${message}` : message);
    const key = uriKey(uriOfLocation(path));
    byKey.set(key, [...(byKey.get(key) ?? []), diagnostic]);
  }
  return byKey;
}

/** From a place of a file, 1-based, to the end of its line. */
export function problemAt(
  { line, column }: { readonly line: number; readonly column: number },
  code: ScanProblem["kind"],
  message: string,
  severity: DiagnosticSeverity = DiagnosticSeverity.Error,
): Diagnostic {
  const start = { line: Math.max(0, line - 1), character: Math.max(0, column - 1) };
  return {
    range: { start, end: { line: start.line, character: LINE_END } },
    severity,
    source: SERVER_NAME,
    code,
    message,
  };
}
