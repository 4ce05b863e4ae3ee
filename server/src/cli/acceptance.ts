// How a finding that stops a commit may be accepted: the very comment to write, and the command that adds it to the baseline.

import { relative } from "node:path";
import { below } from "../config/location.ts";
import type { Finding } from "../detect/finding.ts";
import { suppressionEdit } from "../detect/suppression.ts";
import type { ReportSources } from "../report/report.ts";
import { languageOfFile } from "../syntax/language.ts";

export function acceptanceOf(finding: Finding, sources: ReportSources, cwd: string, root: string): string[] {
  const { ruleId, path, span } = finding;
  const text = sources.of(finding).text(path);
  const language = languageOfFile(path, text);
  const made = suppressionEdit({ path, text, language, ruleId, span, scope: "line", reason: "why this is acceptable" });
  const { line } = sources.of(finding).place(path, span.start);
  const comment = made?.edit.newText.trim();
  const shown = relative(cwd, below(root, path)).replaceAll("\\", "/");
  const command = `bartizan scan --staged --rule ${ruleId} --add-to-baseline -- ${quoted(shown)}`;
  return [
    ...(comment?.includes("bartizan-ignore")
      ? [`To accept it, write in a line above line ${line}:`, `    ${comment}`, "or add it to the baseline:"]
      : ["To accept it, add it to the baseline:"]),
    `    ${command}`,
  ];
}

/** For a shell that reads quotes as POSIX has it. */
function quoted(path: string): string {
  return /^[\w./@%+,:=-]+$/.test(path) && !path.startsWith("-") ? path : `'${path.replaceAll("'", "'\\''")}'`;
}
