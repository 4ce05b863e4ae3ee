// Code between `<%` and `%>`, as JSP, ERB and EJS have it.

import type { Span } from "../../text/span.ts";
import { nextIn } from "./parts.ts";

export interface Tag extends Span {
  /** What opens it, one of those that were asked for. */
  readonly opening: string;
  /** Between the opening and what closes it. */
  readonly code: Span;
}

/**
 * The tags of a text, in order. One that is not closed, as while it is typed, ends where the next one begins, and with its line where
 * none does; of a comment what opens others is text.
 */
export function* tagsIn(text: string, openings: RegExp, comment: readonly [string, string]): Generator<Tag> {
  const nextOpening = nextIn(text, "<%");
  const closings = new Map(["%>", comment[1], "\n"].map((word) => [word, nextIn(text, word)]));
  openings.lastIndex = 0;
  for (let found = openings.exec(text); found; found = openings.exec(text)) {
    const [opening] = found;
    const isComment = opening === comment[0];
    const closing = isComment ? comment[1] : "%>";
    const start = found.index;
    const from = start + opening.length;
    const closed = closings.get(closing)!(from);
    const last = isComment ? text.length : nextOpening(from);
    const isClosed = closed < last;
    const to = isClosed ? closed : last < text.length ? last : closings.get("\n")!(from);
    const end = isClosed ? to + closing.length : to;
    openings.lastIndex = Math.max(end, from);
    yield { opening, start, end, code: { start: from, end: to } };
  }
}

/** Where a comment begins in the last line of a text: it ends with its tag, so it must not go on to the end of the line. */
export function commentAtEnd(code: string, opener: string): number | undefined {
  let quote = "";
  for (let at = Math.max(code.lastIndexOf("\n"), code.lastIndexOf("\r")) + 1; at < code.length; at++) {
    const unit = code[at]!;
    if (unit === "\\") at++;
    else if (quote !== "") quote = unit === quote ? "" : quote;
    else if (unit === '"' || unit === "'") quote = unit;
    else if (code.startsWith(opener, at) && (opener !== "#" || /^\s?$/.test(code.charAt(at - 1)))) return at;
  }
  return undefined;
}
