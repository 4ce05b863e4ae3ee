// Lines that a fix needs in other files of the project: written where they are not there already.

import ignore from "ignore";
import type { NeededLine } from "../finding.ts";

/** What to add at the end of a file with this text, undefined when it says so already. */
export function missingLine(text: string, { line, purpose }: NeededLine): string | undefined {
  if (isSaid(text, line, purpose)) return undefined;
  const newline = text.includes("\r\n") ? "\r\n" : "\n";
  return `${text === "" || text.endsWith("\n") ? "" : newline}${line}${newline}`;
}

function isSaid(text: string, line: string, purpose: NeededLine["purpose"]): boolean {
  switch (purpose) {
    case "variable": {
      const name = line.slice(0, line.indexOf("="));
      return text.split(/\r?\n/).some((each) => /^\s*(?:export\s+)?([\w.]+)\s*=/.exec(each)?.[1] === name);
    }
    case "ignore":
      return ignore({ ignorecase: false }).add(text).ignores(line);
  }
}
