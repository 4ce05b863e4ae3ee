/**
 * What comes of all that matched in a text: a finding, unless an allow-list, a comment, too little entropy or `judge` speaks against it. A
 * verdict is kept with what matched while no edit is near.
 */

import { compareTexts } from "../../text/order.ts";
import type { RegexMatch } from "../../text/regex/regex.ts";
import type { Span } from "../../text/span.ts";
import type { Steps } from "../../text/steps.ts";
import { hasAllowComment } from "./allow-comments.ts";
import { type EncodedSegment, toOriginal, touches } from "./decode.ts";
import { entropyOf } from "./entropy.ts";
import { FARTHEST_LOOK, judge } from "./judge.ts";
import type { Layer } from "./layer.ts";
import type { Lines } from "./lines.ts";
import { maskSecret } from "./mask.ts";
import type { PreparedRule } from "./prepared-rules.ts";
import { withoutRepeated } from "./repeated.ts";
import type { SecretMatch, SecretRule } from "./rule.ts";
import type { Hit, Window } from "./windows.ts";

/** What was scanned. */
interface ScannedFile {
  readonly path: string;
  readonly commit: string | undefined;
  /** Of the file's text. */
  readonly lines: Lines;
  /** Where `gitleaks:allow` stands in the file, in order. */
  readonly allowComments: readonly number[];
}

/** And what of it is looked at. */
interface FileContext extends ScannedFile {
  /** What was searched: the file's text, or what decoding made of it. */
  readonly text: string;
  /** The file's text where `text` is not. */
  readonly original?: string;
  readonly segments: readonly EncodedSegment[];
}

const newlineCode = 10;
const hitsPerStep = 20;

/** All findings, in order of place. `layers`: the file's text, then what each pass of decoding made of it. */
export function findingsIn(
  file: ScannedFile,
  layers: readonly Layer[],
  active: readonly PreparedRule[],
): SecretMatch[] {
  const { text } = file.lines;
  const found: SecretMatch[] = [];
  for (const prepared of active) {
    if (prepared.regex === undefined) found.push(pathMatch(prepared.rule));
  }
  const context: FileContext = { ...file, text, segments: [] };
  for (const [depth, layer] of layers.entries()) {
    // Of what was decoded most often nothing matches, and its text is not wanted.
    if (depth > 0 && !layer.windows.some((windows) => windows?.some(({ hits }) => hits && hits.length > 0))) continue;
    collect(
      active,
      layer.windows,
      depth === 0 ? context : { ...context, text: layer.text.value, original: text, segments: layer.segments },
      found,
    );
  }
  return withoutRepeated(found).sort(byPlace);
}

/** Makes the verdicts on what matched in the file's text, which are kept with it. */
export function* judgeInSteps(file: ScannedFile, { windows }: Layer, active: readonly PreparedRule[]): Steps<void> {
  const context: FileContext = { ...file, text: file.lines.text, segments: [] };
  let judged = 0;
  for (const prepared of active) {
    if (prepared.rule.skipReport) continue;
    for (const { hits } of windows[prepared.index] ?? [])
      for (const hit of hits ?? []) {
        verdictOn(prepared, hit, context);
        if (++judged % hitsPerStep === 0) yield;
      }
  }
}

function collect(
  active: readonly PreparedRule[],
  windows: readonly (readonly Window[] | undefined)[],
  context: FileContext,
  found: SecretMatch[],
): void {
  const byRule = new Map<PreparedRule, SecretMatch[]>();
  const matchesOf = (prepared: PreparedRule): SecretMatch[] => {
    let matches = byRule.get(prepared);
    if (matches === undefined) {
      matches = [];
      for (const { hits } of windows[prepared.index] ?? []) {
        if (!hits || hits.length === 0) continue;
        for (const hit of hits) {
          const match = verdictOn(prepared, hit, context);
          if (match !== undefined) matches.push(match);
        }
      }
      byRule.set(prepared, matches);
    }
    return matches;
  };
  for (const prepared of active) {
    if (prepared.rule.skipReport || windows[prepared.index] === undefined) continue;
    const matches = matchesOf(prepared);
    if (prepared.rule.required.length === 0) {
      for (const match of matches) found.push(match);
      continue;
    }
    for (const match of matches) {
      const isComplete = prepared.rule.required.every((required) => {
        const other = prepared.set.byId.get(required.id);
        if (other === undefined) return false;
        return matchesOf(other).some((near) => {
          if (required.withinLines !== undefined && Math.abs(near.line - match.line) > required.withinLines)
            return false;
          if (required.withinColumns === undefined) return true;
          return (
            Math.abs(context.lines.column(near.start) - context.lines.column(match.start)) <= required.withinColumns
          );
        });
      });
      if (isComplete) found.push(match);
    }
  }
}

/** Known from before where no edit was near. */
function verdictOn(prepared: PreparedRule, hit: Hit, context: FileContext): SecretMatch | undefined {
  if (context.original !== undefined) return toMatch(prepared, hit.raw, context);
  if (!hit.judged) {
    const { start, end } = context.lines.around(hit.raw.start, hit.raw.end);
    hit.judged = {
      start: Math.min(start, hit.raw.start - FARTHEST_LOOK),
      end: Math.max(end, hit.raw.end + FARTHEST_LOOK),
      match: toMatch(prepared, hit.raw, context),
    };
  }
  return hit.judged.match;
}

/** The finding that a raw match makes, unless something speaks against it. */
function toMatch(prepared: PreparedRule, raw: RegexMatch, context: FileContext): SecretMatch | undefined {
  const { rule } = prepared;
  const { text, lines, segments } = context;
  let { start, end } = raw;
  let sources: readonly EncodedSegment[] = [];
  if (context.original !== undefined) {
    sources = segments.filter((segment) => touches(segment.decoded, raw));
    if (sources.length === 0) return undefined; // it stood in plain text and has been found there
  }
  while (end > start && text.charCodeAt(end - 1) === newlineCode) end--;
  const group = secretGroup(rule, raw);
  const secretSpan: Span = group === undefined ? { start: skipNewlines(text, start, end), end } : group;
  const secret = text.slice(secretSpan.start, secretSpan.end);
  const place = context.original === undefined ? { start, end } : toOriginal(sources, { start, end });
  const secretPlace = context.original === undefined ? secretSpan : secretInOriginal(sources, secretSpan, place);
  const original = context.original ?? text;
  const { start: lineStart, end: lineEnd } = lines.around(place.start, place.end);
  // Looked for once a file: a long line may hold very many matches.
  if (hasAllowComment(context.allowComments, lineStart, lineEnd)) return undefined;
  const wholeLines = original.slice(lineStart, lineEnd);
  const entropy = entropyOf(secret);
  if (rule.entropy !== 0 && entropy <= rule.entropy) return undefined;
  start = skipNewlines(text, start, end);
  const currentLine = context.original === undefined ? wholeLines : decodedLine(text, sources);
  const subject = {
    secret,
    match: text.slice(start, end),
    line: currentLine,
    path: context.path,
    commit: context.commit,
  };
  if (prepared.set.allowlists.allow(subject) || prepared.allowlists.allow(subject)) return undefined;
  const confidence = judge(rule, { ...subject, text, start: secretSpan.start, end: secretSpan.end, entropy });
  if (confidence === undefined) return undefined;
  const encodings = new Set<string>();
  for (const source of sources) for (const kind of source.encodings) encodings.add(kind);
  return {
    rule,
    ruleId: rule.id,
    start: place.start,
    end: place.end,
    secretStart: secretPlace.start,
    secretEnd: secretPlace.end,
    line: lines.lineAt(place.start),
    secret,
    masked: maskSecret(secret),
    entropy,
    confidence,
    encodings: [...encodings],
  };
}

/** Where a secret beside decoded text stands is known only as far as the match goes. */
function secretInOriginal(sources: readonly EncodedSegment[], secret: Span, match: Span): Span {
  return sources.some(({ decoded }) => touches(decoded, secret)) ? toOriginal(sources, secret) : match;
}

function secretGroup(rule: SecretRule, raw: RegexMatch): Span | undefined {
  if (raw.groups.length < 2) return undefined;
  if (rule.secretGroup > 0) return raw.groups[rule.secretGroup] ?? { start: raw.start, end: raw.start };
  return raw.groups.slice(1).find((group) => group !== undefined && group.end > group.start);
}

function skipNewlines(text: string, start: number, end: number): number {
  let at = start;
  while (at < end && text.charCodeAt(at) === newlineCode) at++;
  return at;
}

/** The line of the decoded text that holds the segments. */
function decodedLine(text: string, segments: readonly EncodedSegment[]): string {
  const start = Math.min(...segments.map((segment) => segment.decoded.start));
  const end = Math.max(...segments.map((segment) => segment.decoded.end));
  const lineEnd = text.indexOf("\n", end);
  return text.slice(text.lastIndexOf("\n", start - 1) + 1, lineEnd < 0 ? text.length : lineEnd);
}

/** Where a rule for kinds of files reports: the file as a whole. */
function pathMatch(rule: SecretRule): SecretMatch {
  return {
    rule,
    ruleId: rule.id,
    start: 0,
    end: 0,
    secretStart: 0,
    secretEnd: 0,
    line: 0,
    secret: "",
    masked: "",
    entropy: 0,
    confidence: rule.confidence,
    encodings: [],
  };
}

function byPlace(a: SecretMatch, b: SecretMatch): number {
  return a.start - b.start || a.end - b.end || compareTexts(a.ruleId, b.ruleId);
}
