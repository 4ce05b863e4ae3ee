// Whether a regular expression can be made to backtrack without end by the text it is tried on.

import { ambiguityOf } from "../../text/regex/ambiguity.ts";
import { readRegex } from "../../text/regex/read.ts";
import { childrenOf, type RegexNode } from "../../text/regex/tree.ts";

/** Judges a regular expression as code holds it: its pattern, or a literal with slashes and flags. */
export function isBacktrackingRisk(source: string): boolean {
  const literal = /^\/([\s\S]+)\/[a-z]*$/.exec(source);
  const tree = readRegex(literal ? literal[1]! : source, "pcre", "");
  if (!("root" in tree)) return false;
  const { degree } = ambiguityOf(tree);
  return degree === Number.POSITIVE_INFINITY || (degree >= 2 && hasNestedRepeat(tree.root));
}

/** A repeat in a repeat: what is polynomial there grows fast enough to be felt. */
function hasNestedRepeat(root: RegexNode): boolean {
  const open: { readonly node: RegexNode; readonly isRepeated: boolean }[] = [{ node: root, isRepeated: false }];
  for (let at = open.pop(); at; at = open.pop()) {
    const repeats = at.node.kind === "repeat" && at.node.max > 3;
    if (repeats && at.isRepeated) return true;
    for (const node of childrenOf(at.node)) open.push({ node, isRepeated: at.isRepeated || repeats });
  }
  return false;
}
