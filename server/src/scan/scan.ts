// A scan as a pure function: the same files, rules and options give the same findings, in the same order. The command line
// scans so; a `Workspace` that arrived at the same files by any edits must agree with it.

import type { Finding, ScanProblem } from "../detect/finding.ts";
import { languageOfFile } from "../syntax/language.ts";
import type { SyntaxParser } from "../syntax/parser.ts";
import { createWorkspace } from "./create-workspace.ts";
import { type Budget, type ScanInput, type ScanResult, UNLIMITED } from "./workspace.ts";

export async function scan(parser: SyntaxParser, input: ScanInput, budget: Budget = UNLIMITED): Promise<ScanResult> {
  const workspace = createWorkspace(parser, input.rules, input.options);
  try {
    await workspace.prepare(
      new Set(input.files.map(({ path, text, language }) => language ?? languageOfFile(path, text))),
    );
    for (const file of input.files) workspace.set(file);
    const findings: Finding[] = [];
    const problems: ScanProblem[] = [];
    for (const path of workspace.paths()) {
      const result = workspace.scan(path, budget);
      findings.push(...result.findings);
      problems.push(...result.problems);
    }
    return { findings, problems };
  } finally {
    workspace.dispose();
  }
}
