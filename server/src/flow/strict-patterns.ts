// Regular expressions that are checks: those that a text can only match, or be rid of, when it is harmless.

import { intern } from "../syntax/symbols.ts";
import { kindSet } from "./kind-set.ts";

export const PATTERN_CHECK = kindSet([intern("pattern-check")]);

/** True for a pattern that all of the text must match and that lets no punctuation of other languages through. */
export function isStrictPattern(pattern: string | undefined, isWhole = false, isFromStart = isWhole): boolean {
  if (pattern === undefined) return false;
  if (!isFromStart && !/^(\^|\\A|\(\?:?\^)/.test(pattern)) return false;
  if (!isWhole && !/(\$|\\z|\\Z|\$\))$/.test(pattern)) return false;
  const withoutEscapes = pattern.replace(/\\[.\-/_wdbAzZ ]/g, "x");
  const withoutClasses = withoutEscapes.replace(/\[(?!\^)[^\]'"`;<>&|$\\]*\]/g, "x");
  return !/[.'"`;<>&]|\[|\\[SWDs]/.test(withoutClasses);
}

/** True for a pattern such as `[^a-z0-9]` or `[^\w-]+`: replaced by a harmless text, what is left is harmless. */
export function removesDangerous(pattern: string | undefined): boolean {
  if (pattern !== undefined && /^\(?\\[WD][+*]?\)?$/.test(pattern)) return true;
  const kept = pattern === undefined ? undefined : /^\(?\[\^((?:[^\]\\]|\\.)*)\][+*]?\)?$/.exec(pattern)?.[1];
  return kept !== undefined && isStrictPattern(`^[${kept}]$`);
}
