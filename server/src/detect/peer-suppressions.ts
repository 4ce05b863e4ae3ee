// Comments by which people have silenced other tools: those for every finding of a line (`NOSONAR`, `nosec`), for its secrets, and
// those that name a check of infrastructure tools, which hold for the rules of ours that say the same (`metadata.aliases`).

import type { LanguageId } from "../syntax/language.ts";
import type { LineIndex } from "../text/line-index.ts";
import type { Span } from "../text/span.ts";
import { lineEndAfter } from "./comments.ts";

export const PEER_KEYWORDS =
  /hadolint\s+(?:global\s+)?ignore=|checkov:skip=|(?:trivy|tfsec):ignore:|zizmor:\s*ignore\[|\bNOSONAR\b|\bnosec\b|pragma:\s*(?:allow|white)list\s|trufflehog:ignore|ggignore\b/;

export interface PeerComment {
  readonly text: string;
  readonly language: LanguageId;
  readonly lines: LineIndex;
  readonly comment: Span;
  readonly keyword: string;
  /** Where the keyword stands. */
  readonly index: number;
  /** The comment's own line and, where it stands alone, the next line of code. */
  readonly covered: readonly number[];
}

export interface PeerSuppression {
  readonly origin: "peer" | "secret-scanner";
  readonly scope: "line" | "file";
  /** As `aliasOf` gives them. Empty: all. */
  readonly checks: readonly string[];
  readonly until?: string;
  readonly reason: string;
  readonly lines: readonly number[];
}

/** One name for a check that its tool has had under several: `AVD-AWS-0107` and `AWS-0107`. */
export function aliasOf(check: string): string {
  return check.toLowerCase().replace(/^avd-/, "");
}

export function peerSuppression(place: PeerComment): PeerSuppression | undefined {
  const { text, language, lines, index, keyword, covered } = place;
  const own = [lines.lineAt(index)];
  const rest = text.slice(index, Math.min(lineEndAfter(text, index), place.comment.end));
  const tool = /^[a-z]+/i.exec(keyword)![0].toLowerCase();
  const checksIn = (listed: string) => [...listed.matchAll(/[\w-]+/g)].map(([check]) => aliasOf(check));
  switch (tool) {
    case "nosonar":
    case "nosec":
      return { origin: "peer", scope: "line", checks: [], reason: rest.slice(keyword.length).trim(), lines: own };
    case "pragma": {
      const isNext = /^\S+\s*\S+\s+nextline/i.test(rest);
      return { origin: "secret-scanner", scope: "line", checks: [], reason: "", lines: isNext ? [own[0]! + 1] : own };
    }
    case "trufflehog":
    case "ggignore":
      return { origin: "secret-scanner", scope: "line", checks: [], reason: "", lines: own };
    case "hadolint": {
      const [, isGlobal, listed] = /^hadolint\s+(global\s+)?ignore=([\w, \t]*)/i.exec(rest)!;
      return {
        origin: "peer",
        scope: isGlobal ? "file" : "line",
        checks: checksIn(listed!),
        reason: "",
        lines: covered,
      };
    }
    case "zizmor":
      return {
        origin: "peer",
        scope: "line",
        checks: checksIn(/\[([^\]]*)/.exec(rest)![1]!),
        reason: "",
        lines: covered,
      };
    case "checkov": {
      const [, listed, reason = ""] = /^checkov:skip=([\w, \t]*)(?::(.*))?/i.exec(rest)!;
      return {
        origin: "peer",
        scope: language === "hcl" ? "line" : "file",
        checks: checksIn(listed!),
        reason: reason.trim(),
        lines: blockAround(text, lines, own[0]!),
      };
    }
    case "trivy":
    case "tfsec": {
      const [, check, until] = /^\w+:ignore:([\w-]*[\w])(?::exp:(\d{4}-\d\d-\d\d))?/i.exec(rest) ?? [];
      if (check === undefined) return undefined;
      return {
        origin: "peer",
        scope: language === "dockerfile" ? "file" : "line",
        checks: [aliasOf(check)],
        ...(until === undefined ? {} : { until }),
        reason: "",
        lines: covered.flatMap((line) => blockFrom(text, lines, line)),
      };
    }
    default:
      return undefined;
  }
}

/** The lines of the block at the left edge that holds a line, as Terraform's formatter writes them. */
function blockAround(text: string, lines: LineIndex, line: number): readonly number[] {
  let first = line;
  while (first > 0 && !/^[\w"]/.test(lineAt(text, lines, first))) first--;
  return blockFrom(text, lines, first);
}

/** A line and, where a block begins in it, those down to the one that closes it. */
function blockFrom(text: string, lines: LineIndex, first: number): readonly number[] {
  const opening = lineAt(text, lines, first);
  if (!/[{[(][ \t]*(?:#.*|\/\/.*)?$/.test(opening)) return [first];
  const indent = /^[ \t]*/.exec(opening)![0];
  const covered = [first];
  for (let line = first + 1; line < lines.lineCount; line++) {
    covered.push(line);
    const content = lineAt(text, lines, line);
    if (content.startsWith(indent) && /^[}\])]/.test(content.slice(indent.length))) break;
  }
  return covered;
}

function lineAt(text: string, lines: LineIndex, line: number): string {
  const start = lines.lineStart(line);
  return text.slice(start, lineEndAfter(text, start));
}
