// Whether a regular expression can be made to backtrack without end by the text it is tried on. Rules ask this of regular
// expressions in code (`analyzer: redos`), and mean by it what Semgrep does: a repeat in a repeat with something behind that may
// fail. Repeats of alternatives that read the same text are as bad, and counted as well.

import { ambiguityOf } from "../../text/regex/ambiguity.ts";
import { readRegex } from "../../text/regex/read.ts";
import { childrenOf, type RegexNode } from "../../text/regex/tree.ts";

/** So many rounds cost nothing. */
const HARMLESS_ROUNDS = 3;

/** Judges a regular expression as code holds it: its pattern, or a literal with slashes and flags. */
export function isBacktrackingRisk(source: string): boolean {
  const tree = treeOf(source);
  if (!tree) return false;
  return someFollowed(tree.root, (repeat) => childrenOf(repeat).some(holdsRepeat)) || explodes(tree);
}

/** Our own rules' question (`analyzer: exploding-regex`): whether the number of ways to match really grows without end. */
export function isExploding(source: string): boolean {
  let answer = judged.get(source);
  if (answer === undefined) {
    const tree = treeOf(source);
    answer = tree !== undefined && explodes(tree);
    if (judged.size >= MOST_JUDGED) judged.clear();
    judged.set(source, answer);
  }
  return answer;
}

/** While a file is being typed, its expressions are asked about with every key. */
const judged = new Map<string, boolean>();
const MOST_JUDGED = 2000;

function treeOf(source: string): Parameters<typeof ambiguityOf>[0] | undefined {
  const literal = /^\/([\s\S]+)\/[a-z]*$/.exec(source);
  const tree = readRegex(literal ? literal[1]! : source, "pcre", "");
  return "root" in tree ? tree : undefined;
}

function explodes(tree: Parameters<typeof ambiguityOf>[0]): boolean {
  return ambiguityOf(tree).degree === Number.POSITIVE_INFINITY && someFollowed(tree.root, () => true);
}

/** Whether a repeat with more of the expression behind it is such a one. */
function someFollowed(root: RegexNode, is: (repeat: RegexNode) => boolean): boolean {
  const open = [{ node: root, isFollowed: false }];
  for (let at = open.pop(); at; at = open.pop()) {
    const { node, isFollowed } = at;
    if (node.kind === "repeat" && node.max > HARMLESS_ROUNDS && isFollowed && is(node)) return true;
    const children = childrenOf(node);
    for (const [position, child] of children.entries()) {
      const hasMore = node.kind === "sequence" && position < children.length - 1;
      open.push({ node: child, isFollowed: isFollowed || hasMore });
    }
  }
  return false;
}

/** A repeat that may take more or less. */
function holdsRepeat(root: RegexNode): boolean {
  const open = [root];
  for (let node = open.pop(); node; node = open.pop()) {
    if (node.kind === "repeat" && node.max > HARMLESS_ROUNDS && node.max !== node.min) return true;
    open.push(...childrenOf(node));
  }
  return false;
}
