// Code of one language in files of another, as `mode: extract` rules find it: scripts in markup, commands in settings. What was
// extracted is scanned as a text of the same length in which all else is blank, so that every place in it is its place in the file.

import type { RangeMatch } from "../detect/match/match-rule.ts";
import type { ExtractRule } from "../detect/rule.ts";
import type { SyntaxParser } from "../syntax/parser.ts";
import { type Snapshot, SnapshotStore } from "../syntax/snapshots.ts";
import type { Span } from "../text/span.ts";

/** More pieces than this in one file are data. */
const MOST_PIECES = 200;

/** What a rule's matches extract, each piece (or all together) as a snapshot in the rule's destination language. */
export function extracted(
  parser: SyntaxParser,
  rule: ExtractRule,
  matches: readonly RangeMatch[],
  file: { readonly path: string; readonly text: string },
): Snapshot[] {
  const { path, text } = file;
  const store = new SnapshotStore(parser);
  if (!store.isPrepared(rule.destination)) return [];
  const pieces = matches.flatMap((match) => pieceOf(rule, match) ?? []).slice(0, MOST_PIECES);
  const groups = rule.reduce === "concat" ? [pieces] : pieces.map((piece) => [piece]);
  return groups
    .filter((group) => group.length > 0)
    .map((group) => {
      const snapshot = store.set({ path, language: rule.destination, text: blankedBut(text, group, rule) });
      store.remove(path);
      return snapshot;
    });
}

function pieceOf({ extract }: ExtractRule, { bindings }: RangeMatch): Span | undefined {
  const binding = bindings.get(extract);
  return binding && { start: binding.start, end: binding.end };
}

/** The text with everything but the pieces blank. Line ends stay, and so do quotes unless the rule has them taken off. */
function blankedBut(text: string, pieces: readonly Span[], { transform }: ExtractRule): string {
  const blank = (part: string) => part.replace(/[^\r\n]/g, " ");
  let result = "";
  let at = 0;
  for (const { start, end } of [...pieces].sort((a, b) => a.start - b.start)) {
    if (start < at) continue;
    result += blank(text.slice(at, start));
    const piece = text.slice(start, end);
    result += transform === "none" ? piece : piece.replace(/^(["'`])([\s\S]*)\1$/, " $2 ");
    at = end;
  }
  return result + blank(text.slice(at));
}
