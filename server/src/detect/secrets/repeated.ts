/** Which findings of one and the same secret are told: the one by the particular rule, the one that is surest. */

import { addToList } from "../../text/multimap.ts";
import type { SecretConfidence, SecretMatch } from "./rule.ts";

export function withoutRepeated(found: readonly SecretMatch[]): SecretMatch[] {
  return dropRepeated(dropShadowed(found));
}

/** A generic rule keeps silent where a particular one has found the same secret on the same line. */
function dropShadowed(found: readonly SecretMatch[]): SecretMatch[] {
  const particular = new Map<number, SecretMatch[]>();
  for (const match of found) {
    if (isGeneric(match)) continue;
    addToList(particular, match.line, match);
  }
  return found.filter(
    (match) =>
      !isGeneric(match) || !(particular.get(match.line) ?? []).some((other) => other.secret.includes(match.secret)),
  );
}

const confidences: readonly SecretConfidence[] = ["high", "medium", "low"];

/** Of our own rules that found the same secret, only the surest reports; a particular one before a general one. */
function dropRepeated(found: readonly SecretMatch[]): SecretMatch[] {
  const rank = (match: SecretMatch): number => confidences.indexOf(match.confidence) + (isGeneric(match) ? 10 : 0);
  const judged = found
    .filter((match) => match.rule.isJudged && match.secret !== "")
    .sort((a, b) => a.secretStart - b.secretStart);
  const dropped = new Set<SecretMatch>();
  let open: SecretMatch[] = [];
  for (const match of judged) {
    open = open.filter((other) => other.secretEnd > match.secretStart && !dropped.has(other));
    for (const other of open) {
      // Of equals the longer secret tells more; then the order of the rules decides.
      const difference = rank(match) - rank(other) || other.secret.length - match.secret.length;
      if (difference < 0) dropped.add(other);
      else dropped.add(match);
    }
    if (!dropped.has(match)) open.push(match);
  }
  return found.filter((match) => !dropped.has(match));
}

function isGeneric(match: SecretMatch): boolean {
  return match.rule.isGeneric;
}
