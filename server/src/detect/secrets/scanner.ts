/**
 * Finds secrets in a text by many rules at once. One pass looks for the literals of all rules; a rule's pattern is then
 * tried only around its own. What is matched in one such window depends on nothing outside it, so an edit needs only
 * the windows that it touches to be matched again, and the result is the same as that of a whole scan.
 */

import { KeywordSearch, Occurrences, type ReplacedSpan } from "../../text/keyword-search.ts";
import { factsOf } from "../../text/regex/facts.ts";
import { foldCharacter, type Pivot } from "../../text/regex/literals.ts";
import type { CompiledRegex, RegexMatch } from "../../text/regex/regex.ts";
import type { Span } from "../../text/span.ts";
import { Allowlists } from "./allow.ts";
import {
  decode,
  type EncodedSegment,
  findStretches,
  type Stretch,
  toOriginal,
  touches,
  updateStretches,
} from "./decode.ts";
import { entropyOf } from "./entropy.ts";
import { judge } from "./judge.ts";
import { Lines } from "./lines.ts";
import { maskSecret } from "./mask.ts";
import type { SecretConfidence, SecretMatch, SecretRule, SecretRuleSet } from "./rule.ts";

export interface SecretScannerOptions {
  /** How often decoded text is decoded again; 0 for not at all. gitleaks' default is 5. */
  readonly maxDecodeDepth?: number;
  /** Take `gitleaks:allow` on a line for a wish to be heard. */
  readonly honourAllowComments?: boolean;
}

/** One change of a text: `[start, oldEnd)` became `[start, newEnd)`. */
export type SecretEdit = ReplacedSpan;

/** A scan that can be carried on after an edit. */
export interface SecretScan {
  readonly matches: readonly SecretMatch[];
  readonly path: string;
  readonly commit: string | undefined;
  /** The text, then what each pass of decoding made of it. */
  readonly layers: readonly Layer[];
}

/** A text that was searched, with what to carry on from. */
interface Layer {
  readonly text: string;
  /** What decoding has put into it; empty for the file's own text. */
  readonly segments: readonly EncodedSegment[];
  readonly stretches: readonly Stretch[];
  readonly occurrences: Occurrences;
  readonly windows: readonly (readonly Window[] | undefined)[];
}

/** The same layer before an edit, and the edit. */
interface Earlier {
  readonly layer: Layer;
  readonly edit: ReplacedSpan;
}

/** A stretch of text that a rule's pattern was tried on, and what matched there. */
interface Window {
  readonly start: number;
  readonly end: number;
  readonly matches: readonly RegexMatch[];
}

/** A rule with what finding it takes. */
interface PreparedRule {
  readonly rule: SecretRule;
  readonly index: number;
  readonly set: PreparedSet;
  readonly regex: CompiledRegex | undefined;
  readonly pivot: Pivot | undefined;
  /** No match reads a newline, nor is empty. */
  readonly isLineBound: boolean;
  /** Words one of which the text must hold; empty if the literals say as much. */
  readonly keywords: readonly number[];
  readonly allowlists: Allowlists;
}

interface PreparedSet {
  readonly allowlists: Allowlists;
  readonly byId: ReadonlyMap<string, PreparedRule>;
}

const newlineCode = 10;
const allowComment = "gitleaks:allow";

export class SecretScanner {
  private readonly prepared: PreparedRule[] = [];
  private readonly sets: PreparedSet[] = [];
  private readonly keywords: KeywordSearch;
  /** For each word the rules whose pattern has it as a literal. */
  private readonly rulesOfWord: PreparedRule[][];
  private readonly maxDecodeDepth: number;
  private readonly honourAllowComments: boolean;
  private readonly activeByPath = new Map<string, readonly PreparedRule[]>();

  constructor(sets: readonly SecretRuleSet[], options: SecretScannerOptions = {}) {
    this.maxDecodeDepth = options.maxDecodeDepth ?? 5;
    this.honourAllowComments = options.honourAllowComments ?? true;
    const words = new Map<string, number>();
    const wordIndex = (word: string): number => {
      const folded = [...word].map(foldCharacter).join("");
      let index = words.get(folded);
      if (index === undefined) {
        index = words.size;
        words.set(folded, index);
      }
      return index;
    };
    this.rulesOfWord = [];
    for (const set of sets) {
      const byId = new Map<string, PreparedRule>();
      const preparedSet: PreparedSet = { allowlists: new Allowlists(set.allowlists), byId };
      this.sets.push(preparedSet);
      for (const rule of set.rules) {
        const facts = rule.regex === undefined ? undefined : factsOf(rule.regex);
        const pivot = facts?.pivot;
        const isImplied =
          pivot?.literals.every((literal) => rule.keywords.some((keyword) => literal.includes(keyword))) === true;
        const prepared: PreparedRule = {
          rule,
          index: this.prepared.length,
          set: preparedSet,
          regex: rule.regex,
          pivot,
          isLineBound: facts?.isLineBound === true,
          keywords: isImplied ? [] : rule.keywords.filter((keyword) => keyword !== "").map(wordIndex),
          allowlists: new Allowlists(rule.allowlists),
        };
        this.prepared.push(prepared);
        byId.set(rule.id, prepared);
        for (const literal of pivot?.literals ?? []) {
          const word = wordIndex(literal);
          this.rulesOfWord[word] ??= [];
          this.rulesOfWord[word]!.push(prepared);
        }
      }
    }
    this.keywords = new KeywordSearch([...words.keys()]);
  }

  get rules(): readonly SecretRule[] {
    return this.prepared.map((each) => each.rule);
  }

  /** `commit` is the full hash when the text is from a history: allow-lists may name it. */
  scan(text: string, path: string, commit?: string): SecretMatch[] {
    return [...this.start(text, path, commit).matches];
  }

  /** A whole scan that `rescan` can carry on. */
  start(text: string, path: string, commit?: string): SecretScan {
    return this.run(text, path, commit, undefined, undefined);
  }

  /** The same as a whole scan of `text`, from the scan before the edit. */
  rescan(previous: SecretScan, text: string, edit: SecretEdit): SecretScan {
    return this.run(text, previous.path, previous.commit, previous, edit);
  }

  private run(
    text: string,
    path: string,
    commit: string | undefined,
    previous: SecretScan | undefined,
    edit: SecretEdit | undefined,
  ): SecretScan {
    const active = this.activeRules(path, commit);
    const lines = new Lines(text);
    const found: SecretMatch[] = [];
    for (const prepared of active) {
      if (prepared.regex === undefined) found.push(pathMatch(prepared.rule));
    }
    const allowComments = this.honourAllowComments ? placesOf(text, allowComment) : [];
    const base = previous?.layers[0];
    let layer = this.search(lines, active, [], base && edit && { layer: base, edit });
    const layers = [layer];
    const context: FileContext = { text, path, commit, lines, segments: [], allowComments };
    this.collect(active, layer.windows, context, found);
    while (layers.length <= this.maxDecodeDepth) {
      const decoded = decode(layer.text, layer.stretches, layer.segments);
      if (decoded.segments.length === 0) break;
      const before = previous?.layers[layers.length];
      const earlier = before && { layer: before, edit: difference(before.text, decoded.text) };
      layer = this.search(new Lines(decoded.text), active, decoded.segments, earlier);
      layers.push(layer);
      this.collect(
        active,
        layer.windows,
        { ...context, text: layer.text, original: text, segments: layer.segments },
        found,
      );
    }
    const matches = dropRepeated(dropShadowed(found)).sort(byPlace);
    return { matches, path, commit, layers };
  }

  private search(
    lines: Lines,
    active: readonly PreparedRule[],
    segments: readonly EncodedSegment[],
    earlier: Earlier | undefined,
  ): Layer {
    const { text } = lines;
    const occurrences = earlier
      ? this.keywords.update(earlier.layer.occurrences, text, earlier.edit)
      : this.keywords.find(text, new Occurrences());
    const stretches =
      this.maxDecodeDepth === 0
        ? []
        : earlier
          ? updateStretches(earlier.layer.stretches, text, earlier.edit)
          : findStretches(text);
    const windows = this.matchWindows(lines, active, occurrences, segments, earlier);
    return { text, segments, stretches, occurrences, windows };
  }

  /** The rules that may report in a file, or serve one that may. */
  private activeRules(path: string, commit: string | undefined): readonly PreparedRule[] {
    const key = commit === undefined ? path : `${commit}:${path}`;
    const known = this.activeByPath.get(key);
    if (known !== undefined) return known;
    const allowingSets = new Set(this.sets.filter((set) => set.allowlists.allowFile(path, commit)));
    const active = this.prepared.filter((prepared) => {
      if (allowingSets.has(prepared.set) || prepared.allowlists.allowFile(path, commit)) return false;
      return prepared.rule.path === undefined || prepared.rule.path.test(path);
    });
    if (this.activeByPath.size > 500) this.activeByPath.clear();
    this.activeByPath.set(key, active);
    return active;
  }

  /** Raw matches of all rules, by rule, in windows. In decoded text only windows that touch a segment count. */
  private matchWindows(
    lines: Lines,
    active: readonly PreparedRule[],
    occurrences: Occurrences,
    segments: readonly EncodedSegment[],
    earlier: Earlier | undefined,
  ): (readonly Window[] | undefined)[] {
    const { text } = lines;
    const present = new Uint8Array(this.keywords.words.length);
    const isActive = new Uint8Array(this.prepared.length);
    for (const prepared of active) isActive[prepared.index] = 1;
    const regions: (Region[] | undefined)[] = [];
    for (let i = 0; i < occurrences.length; i++) {
      const word = occurrences.word(i);
      present[word] = 1;
      const rules = this.rulesOfWord[word];
      if (rules === undefined) continue;
      const end = occurrences.end(i);
      const start = end - this.keywords.words[word]!.length;
      for (const prepared of rules) {
        if (isActive[prepared.index] === 0) continue;
        let list = regions[prepared.index];
        if (list === undefined) {
          list = [];
          regions[prepared.index] = list;
        }
        addRegion(list, lines, start, end, prepared.pivot!);
      }
    }
    const windows: (readonly Window[] | undefined)[] = [];
    for (const prepared of active) {
      const { regex, keywords, index, pivot } = prepared;
      if (regex === undefined) continue;
      if (keywords.length > 0 && !keywords.some((word) => present[word] !== 0)) continue;
      let list = regions[index];
      const before = earlier?.layer.windows[index];
      if (pivot === undefined) {
        const blocks =
          segments.length === 0 && earlier && before
            ? keptBlocks(before, text, earlier.edit)
            : lineBlocks(text, 0, text.length);
        list = prepared.isLineBound ? blocks : [{ start: 0, end: text.length }];
      }
      if (list === undefined) continue;
      const result: Window[] = [];
      for (const region of list) {
        if (segments.length > 0 && !segments.some((segment) => touches(segment.decoded, region))) continue;
        const kept = earlier && before && keptWindow(before, region, text, earlier);
        result.push(
          kept ?? { start: region.start, end: region.end, matches: regex.matchAll(text, region.start, region.end) },
        );
      }
      if (result.length > 0) windows[index] = result;
    }
    return windows;
  }

  private collect(
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
        for (const window of windows[prepared.index] ?? []) {
          for (const raw of window.matches) {
            const match = this.toMatch(prepared, raw, context);
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

  /** The finding that a raw match makes, unless something speaks against it. */
  private toMatch(prepared: PreparedRule, raw: RegexMatch, context: FileContext): SecretMatch | undefined {
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
    const secretPlace = context.original === undefined ? secretSpan : toOriginal(sources, secretSpan);
    const line = lines.lineAt(place.start);
    const original = context.original ?? text;
    const lineStart = lines.start(line);
    const lineEnd = lines.endOfLineAt(place.end);
    // Looked for once a file: a long line may hold very many matches.
    const comment = firstFrom(context.allowComments, lineStart);
    if (comment !== undefined && comment + allowComment.length <= lineEnd) return undefined;
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
      line,
      secret,
      masked: maskSecret(secret),
      entropy,
      confidence,
      encodings: [...encodings],
    };
  }
}

interface FileContext {
  /** What was searched: the file's text, or what decoding made of it. */
  readonly text: string;
  readonly path: string;
  readonly commit: string | undefined;
  /** Of the file's text. */
  readonly lines: Lines;
  /** The file's text where `text` is not. */
  readonly original?: string;
  readonly segments: readonly EncodedSegment[];
  /** Where `gitleaks:allow` stands in the file, in order. */
  readonly allowComments: readonly number[];
}

interface Region {
  start: number;
  end: number;
}

/** Adds the stretch that a match around a literal can take, joined with those it overlaps. */
function addRegion(list: Region[], lines: Lines, literalStart: number, literalEnd: number, pivot: Pivot): void {
  const last = list[list.length - 1];
  let start = backward(lines, literalStart, pivot);
  // One unit more on the right, so that a match never ends at the region's end without having to.
  let end = forward(lines, literalEnd, pivot);
  if (last !== undefined && start <= last.end) {
    start = Math.min(start, last.start);
    end = Math.max(end, last.end);
    list.pop();
    while (list.length > 0 && list[list.length - 1]!.end >= start) {
      const before = list.pop()!;
      start = Math.min(start, before.start);
    }
  }
  list.push({ start, end });
}

function backward(lines: Lines, from: number, { before }: Pivot): number {
  if (before.units !== Number.POSITIVE_INFINITY) {
    const start = Math.max(0, from - before.units);
    return isLowSurrogate(lines.text, start) ? start - 1 : start;
  }
  if (before.newlines === Number.POSITIVE_INFINITY) return 0;
  return lines.newlineBefore(from, before.newlines + 1) ?? 0;
}

function forward(lines: Lines, from: number, { after }: Pivot): number {
  const { length } = lines.text;
  if (after.units !== Number.POSITIVE_INFINITY) {
    const end = Math.min(length, from + after.units + 1);
    return isLowSurrogate(lines.text, end) ? end + 1 : end;
  }
  if (after.newlines === Number.POSITIVE_INFINITY) return length;
  const newline = lines.newlineAfter(from, after.newlines + 1);
  return newline === undefined ? length : Math.min(length, newline + 2);
}

function isLowSurrogate(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 0xdc00 && code < 0xe000;
}

/** The window of the scan before the edit that lies over the same text, moved to where it is now. */
function keptWindow(
  before: readonly Window[],
  region: Region,
  text: string,
  { layer, edit }: Earlier,
): Window | undefined {
  const oldLength = layer.text.length;
  const delta = text.length - oldLength;
  let shift = 0;
  // One character around the region is seen by \b and the like.
  if (region.end < edit.start) {
    shift = 0;
  } else if (region.start > edit.newEnd + 1) {
    shift = delta;
  } else {
    return undefined;
  }
  const wanted = region.start - shift;
  let low = 0;
  let high = before.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const window = before[middle]!;
    if (window.start < wanted) low = middle + 1;
    else if (window.start > wanted) high = middle - 1;
    else {
      if (window.end + shift !== region.end) return undefined;
      // The end of the text is seen too.
      if ((window.end === oldLength) !== (region.end === text.length)) return undefined;
      return shift === 0 ? window : moveWindow(window, shift);
    }
  }
  return undefined;
}

const chunk = 2048;

/** What differs between two texts, as one edit. */
function difference(before: string, after: string): ReplacedSpan {
  const most = Math.min(before.length, after.length);
  let start = 0;
  // Whole chunks first: comparing them is many times faster than comparing characters.
  while (start + chunk <= most && before.slice(start, start + chunk) === after.slice(start, start + chunk))
    start += chunk;
  while (start < most && before.charCodeAt(start) === after.charCodeAt(start)) start++;
  const left = most - start;
  let same = 0;
  const endsOf = (text: string): string => text.slice(text.length - same - chunk, text.length - same);
  while (same + chunk <= left && endsOf(before) === endsOf(after)) same += chunk;
  while (same < left && before.charCodeAt(before.length - 1 - same) === after.charCodeAt(after.length - 1 - same))
    same++;
  return { start, oldEnd: before.length - same, newEnd: after.length - same };
}

const blockLength = 4096;

/** Whole lines in blocks, for patterns that never reach over a line end: how they are cut changes nothing. */
function lineBlocks(text: string, from: number, to: number): Region[] {
  const blocks: Region[] = [];
  let start = from;
  while (start < to) {
    const newline = start + blockLength >= to ? -1 : text.indexOf("\n", start + blockLength);
    const end = newline < 0 || newline + 1 >= to ? to : newline + 1;
    blocks.push({ start, end });
    start = end;
  }
  return blocks;
}

/** The blocks as they were, but for those that the edit touched. */
function keptBlocks(before: readonly Window[], text: string, edit: ReplacedSpan): Region[] {
  const delta = edit.newEnd - edit.oldEnd;
  let first = 0;
  while (first < before.length && before[first]!.end < edit.start) first++;
  let after = first;
  while (after < before.length && before[after]!.start <= edit.oldEnd + 1) after++;
  const from = first === 0 ? 0 : before[first - 1]!.end;
  const to = after === before.length ? text.length : before[after]!.start + delta;
  return [
    ...before.slice(0, first),
    ...lineBlocks(text, from, to),
    ...before.slice(after).map(({ start, end }) => ({ start: start + delta, end: end + delta })),
  ];
}

function moveWindow({ start, end, matches }: Window, shift: number): Window {
  const move = (span: Span): Span => ({ start: span.start + shift, end: span.end + shift });
  const moved = (match: RegexMatch): RegexMatch => ({
    start: match.start + shift,
    end: match.end + shift,
    groups: match.groups.map((group) => group && move(group)),
  });
  // Most windows hold nothing, and there are many.
  return { start: start + shift, end: end + shift, matches: matches.length === 0 ? matches : matches.map(moved) };
}

function secretGroup(rule: SecretRule, raw: RegexMatch): Span | undefined {
  if (raw.groups.length < 2) return undefined;
  if (rule.secretGroup > 0) return raw.groups[rule.secretGroup] ?? { start: raw.start, end: raw.start };
  return raw.groups.slice(1).find((group) => group !== undefined && group.end > group.start);
}

function placesOf(text: string, word: string): number[] {
  const places: number[] = [];
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) places.push(at);
  return places;
}

/** The first of these that is not less, in a list in order. */
function firstFrom(places: readonly number[], least: number): number | undefined {
  let low = 0;
  let high = places.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (places[middle]! < least) low = middle + 1;
    else high = middle;
  }
  return places[low];
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

/** A generic rule keeps silent where a particular one has found the same secret on the same line. */
function dropShadowed(found: readonly SecretMatch[]): SecretMatch[] {
  const particular = new Map<number, SecretMatch[]>();
  for (const match of found) {
    if (isGeneric(match)) continue;
    const onLine = particular.get(match.line);
    if (onLine === undefined) particular.set(match.line, [match]);
    else onLine.push(match);
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

function byPlace(a: SecretMatch, b: SecretMatch): number {
  return a.start - b.start || a.end - b.end || (a.ruleId < b.ruleId ? -1 : a.ruleId > b.ruleId ? 1 : 0);
}
