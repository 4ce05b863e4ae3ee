// Whether a regular expression can be made to backtrack without end by the text it is tried on.

import { ambiguityOf } from "../../text/regex/ambiguity.ts";
import { readRegex } from "../../text/regex/read.ts";

/** Judges a regular expression as code holds it: its pattern, or a literal with slashes and flags. */
export function isBacktrackingRisk(source: string): boolean {
  const literal = /^\/([\s\S]+)\/[a-z]*$/.exec(source);
  const tree = readRegex(literal ? literal[1]! : source, "pcre", "");
  return "root" in tree && ambiguityOf(tree).degree === Number.POSITIVE_INFINITY;
}
