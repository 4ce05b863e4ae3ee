/**
 * Finds secrets in a text by many rules at once. One pass looks for the literals of all rules; a rule's pattern is then
 * tried only around its own. What is matched in one such window depends on nothing outside it, so an edit needs only
 * the windows that it touches to be matched again, and the result is the same as that of a whole scan. What a scan holds is
 * carried on in place: a key in a long text then costs little more than moving numbers.
 */

import { KeywordSearch, Occurrences, type ReplacedSpan } from "../../text/keyword-search.ts";
import { factsOf } from "../../text/regex/facts.ts";
import { foldCharacter, type Pivot } from "../../text/regex/literals.ts";
import type { CompiledRegex, RegexMatch } from "../../text/regex/regex.ts";
import type { Span } from "../../text/span.ts";
import { finished, type Steps } from "../../text/steps.ts";
import { Allowlists } from "./allow.ts";
import {
  decode,
  decodesAsBefore,
  type EncodedSegment,
  findStretches,
  LayerText,
  moveSegments,
  moveStretches,
  type Stretch,
  type StretchChange,
  toOriginal,
  touches,
  updateStretches,
} from "./decode.ts";
import { entropyOf } from "./entropy.ts";
import { FARTHEST_LOOK, judge } from "./judge.ts";
import { Lines } from "./lines.ts";
import { maskSecret } from "./mask.ts";
import type { SecretConfidence, SecretMatch, SecretRule, SecretRuleSet } from "./rule.ts";
import {
  addRegion,
  type Hit,
  lineBlocks,
  moveWindows,
  type Region,
  type Untouched,
  untouchedBy,
  type Window,
} from "./windows.ts";

export interface SecretScannerOptions {
  /** How often decoded text is decoded again; 0 for not at all. gitleaks' default is 5. */
  readonly maxDecodeDepth?: number;
  /** Take `gitleaks:allow` on a line for a wish to be heard. */
  readonly honourAllowComments?: boolean;
}

/** One change of a text: `[start, oldEnd)` became `[start, newEnd)`. */
export type SecretEdit = ReplacedSpan;

/** A scan that can be carried on after an edit, and then is that of the new text. */
export interface SecretScan {
  readonly matches: readonly SecretMatch[];
  readonly path: string;
  readonly commit: string | undefined;
  /** The text, then what each pass of decoding made of it. */
  readonly layers: Layer[];
  /** Where `gitleaks:allow` stands in the text, in order. */
  readonly allowComments: number[];
}

/** A text that was searched, with what to carry on from. */
interface Layer {
  readonly text: LayerText;
  /** What decoding has put into it; empty for the file's own text. */
  segments: EncodedSegment[];
  readonly stretches: Stretch[];
  readonly occurrences: Occurrences;
  /** How often each word occurs. */
  readonly counts: Int32Array;
  /** By the rule's index; undefined for rules that nothing in the text calls for. */
  readonly windows: (Window[] | undefined)[];
}

/** An edit in a layer and in the file's text. */
interface UnreadEdit {
  readonly baseEdit: SecretEdit;
  readonly edit: SecretEdit;
  /** What went and what came. */
  readonly changed: string;
}

/** Windows that an edit touched, in a list of which those behind it are still to be moved by `delta`. */
interface Near extends Untouched {
  readonly delta: number;
  /** How far the text of the windows has moved from the file's. */
  readonly moved: number;
}

/** What an edit did to a layer. */
interface LayerChange {
  readonly stretches: StretchChange;
  /** No word of a rule came or went. */
  readonly keepsWords: boolean;
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
/** How much a step is: rules, or units of text, with what trying a rule costs however short the text. */
const rulesPerStep = 16;
const unitsPerStep = 20_000;
const costOfTrying = 100;
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
    return finished(this.startInSteps(text, path, commit));
  }

  /** The same, in steps of a millisecond or so. */
  *startInSteps(text: string, path: string, commit?: string): Steps<SecretScan> {
    const active = yield* this.activeRulesInSteps(path, commit);
    const lines = new Lines(text);
    const layers = [yield* this.search(lines, active, [])];
    yield* this.decodeFrom(layers, active);
    const allowComments = this.honourAllowComments ? placesOf(text, allowComment, 0, text.length) : [];
    return this.judged(lines, path, commit, layers, allowComments);
  }

  /** The same as a whole scan of `text`, from the scan before the edit, which must not be used any more. */
  rescan({ layers, path, commit, allowComments }: SecretScan, text: string, edit: SecretEdit): SecretScan {
    const active = this.activeRules(path, commit);
    const lines = new Lines(text);
    const removed = layers[0]!.text.value.slice(edit.start, edit.oldEnd);
    let change = this.carryOn(layers[0]!, lines, active, edit, removed);
    let place = edit;
    const inserted = text.slice(edit.start, edit.newEnd);
    if (this.honourAllowComments) updatePlaces(allowComments, text, allowComment, edit);
    let depth = 1;
    for (; depth < layers.length && decodesAsBefore(layers[depth - 1]!.text, change.stretches); depth++) {
      const layer = layers[depth]!;
      moveSegments(layer.segments, place.start, place.newEnd - place.oldEnd);
      const moved = shiftInDecoded(layer.segments, place.start);
      place = { start: place.start + moved, oldEnd: place.oldEnd + moved, newEnd: place.newEnd + moved };
      const typed = { baseEdit: edit, edit: place, changed: removed + inserted };
      const unread = depth === 1 ? this.carryOnUnread(layer, layers[0]!, lines, typed, change) : undefined;
      layer.text.replace(place, inserted);
      change = unread ?? this.carryOn(layer, new Lines(layer.text.value), active, place, removed);
    }
    if (depth < layers.length || !decodesAsBefore(layers[depth - 1]!.text, change.stretches))
      finished(this.decodeFrom(layers, active));
    return this.judged(lines, path, commit, layers, allowComments);
  }

  /** Decodes the text, and what came of that, as often as it gives something. */
  private *decodeFrom(layers: Layer[], active: readonly PreparedRule[]): Steps<void> {
    let depth = 1;
    for (; depth <= this.maxDecodeDepth; depth++) {
      const { text, stretches, segments } = layers[depth - 1]!;
      const decoded = decode(text.value, stretches, segments);
      if (decoded.segments.length === 0) break;
      const lines = new Lines(decoded.text);
      const known = layers[depth];
      if (!known) layers.push(yield* this.search(lines, active, decoded.segments));
      else {
        const before = known.text.value;
        known.segments = decoded.segments;
        this.carryOn(known, lines, active, difference(before, decoded.text));
        this.tryWhatWasDecoded(known, active);
      }
    }
    layers.length = depth;
  }

  private *search(lines: Lines, active: readonly PreparedRule[], segments: EncodedSegment[]): Steps<Layer> {
    const { text } = lines;
    const stretches = this.maxDecodeDepth === 0 ? [] : findStretches(text);
    yield;
    const layer: Layer = {
      text: new LayerText(text),
      segments,
      stretches,
      occurrences: this.keywords.find(text, new Occurrences()),
      counts: new Int32Array(this.keywords.words.length),
      windows: [],
    };
    const { occurrences, counts } = layer;
    for (let at = 0; at < occurrences.length; at++) counts[occurrences.word(at)]!++;
    yield;
    const regions = this.regionsOf(lines, active, occurrences);
    let tries = 0;
    for (const prepared of active) {
      const { index } = prepared;
      if (!isCalledFor(prepared, counts)) continue;
      const list = prepared.pivot ? regions[index] : blocksFor(prepared, text);
      if (!list || list.length === 0) continue;
      const windows: Window[] = [];
      for (const region of list) {
        tries += costOfTrying + region.end - region.start;
        if (tries > unitsPerStep) {
          tries = 0;
          yield;
        }
        windows.push(tried(prepared, region, layer));
      }
      layer.windows[index] = windows;
    }
    return layer;
  }

  /** The stretches around the literals of rules, by the rule's index. */
  private regionsOf(lines: Lines, active: readonly PreparedRule[], occurrences: Occurrences): (Region[] | undefined)[] {
    const isActive = new Uint8Array(this.prepared.length);
    for (const prepared of active) isActive[prepared.index] = 1;
    const regions: (Region[] | undefined)[] = [];
    for (let at = 0; at < occurrences.length; at++) {
      const word = occurrences.word(at);
      const rules = this.rulesOfWord[word];
      if (rules === undefined) continue;
      const end = occurrences.end(at);
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
    return regions;
  }

  /** Makes a layer that of the text after an edit; says what may be encoded in it now. */
  private carryOn(
    layer: Layer,
    lines: Lines,
    active: readonly PreparedRule[],
    edit: SecretEdit,
    removed = layer.text.value.slice(edit.start, edit.oldEnd),
  ): LayerChange {
    const { text } = lines;
    const lineCount = newlinesIn(text.slice(edit.start, edit.newEnd)) - newlinesIn(removed);
    layer.text.value = text;
    const { occurrences, counts, windows } = layer;
    const { gone, come, isSame } = this.keywords.update(occurrences, text, edit);
    const isNamed = new Uint8Array(this.prepared.length);
    const appeared = new Set<number>();
    for (let at = 0; at < gone.length; at++) counts[gone.word(at)]!--;
    for (let at = 0; at < come.length; at++) {
      const word = come.word(at);
      if (counts[word] === 0) appeared.add(word);
      counts[word]!++;
      for (const { index } of this.rulesOfWord[word] ?? []) isNamed[index] = 1;
    }
    for (const prepared of active) {
      const { index, regex, pivot, keywords } = prepared;
      if (regex === undefined) continue;
      const known = windows[index];
      if (!known) {
        const mayBegin =
          keywords.length === 0 ? !pivot || isNamed[index] !== 0 : keywords.some((each) => appeared.has(each));
        if (!mayBegin && isNamed[index] === 0) continue;
      }
      if (!isCalledFor(prepared, counts)) windows[index] = undefined;
      else if (!known || (!pivot && !prepared.isLineBound)) {
        const list = pivot ? this.regionsOf(lines, [prepared], occurrences)[index] : blocksFor(prepared, text);
        windows[index] = list && list.length > 0 ? list.map((region) => tried(prepared, region, layer)) : undefined;
      } else {
        const { first, after } = untouchedBy(known, edit);
        moveWindows(known, after, edit, lineCount);
        if (!pivot) {
          const from = first === 0 ? 0 : known[first - 1]!.end;
          const to = after === known.length ? text.length : known[after]!.start;
          replace(known, first, after, lineBlocks(text, from, to), prepared, layer);
        } else if (first < after || isNamed[index] !== 0)
          this.rejoin(known, first, after, edit, prepared, lines, layer);
        if (known.length === 0) windows[index] = undefined;
      }
    }
    const stretches =
      this.maxDecodeDepth === 0 ? { gone: [], come: [], touches: false } : updateStretches(layer.stretches, text, edit);
    return { stretches, keepsWords: isSame };
  }

  /**
   * The same for a layer whose text around the edit is that of the layer before, where no window has to be tried and no other window begun: nearly always.
   * Then its text is not even put together, which is half a megabyte a key for a file of 17,000 lines. Undefined where that does not do.
   */
  private carryOnUnread(
    layer: Layer,
    base: Layer,
    lines: Lines,
    { baseEdit, edit, changed }: UnreadEdit,
    { stretches, keepsWords }: LayerChange,
  ): LayerChange | undefined {
    if (!keepsWords || changed.includes("\n")) return undefined;
    const delta = edit.newEnd - edit.oldEnd;
    const moved = edit.start - baseEdit.start;
    // Between what was decoded before the edit and behind it, the text is that of the file.
    const gap = gapAround(layer.segments, edit.start);
    const isPlain = (start: number, end: number) => start > gap.start && end < gap.end;
    const steps: (() => void)[] = [];
    for (const prepared of this.prepared) {
      const windows = layer.windows[prepared.index];
      if (!windows) continue;
      const { first, after } = untouchedBy(windows, edit);
      if (first === after) steps.push(() => moveWindows(windows, after, edit, 0));
      else if (prepared.pivot) {
        if (!isPlain(windows[first]!.start, windows[after - 1]!.end + delta)) return undefined;
        const near = { first, after, delta, moved };
        const { low, high, regions } = this.rejoined(windows, near, baseEdit, prepared, lines, base.occurrences);
        if (!regions.every(({ start, end }) => isPlain(start, end))) return undefined;
        steps.push(() => {
          moveWindows(windows, after, edit, 0);
          replace(windows, low, high, regions, prepared, layer);
        });
      } else {
        const window = windows[first]!;
        if (after > first + 1 || !prepared.isLineBound || window.hits) return undefined;
        if (window.start > edit.start || window.end < edit.oldEnd) return undefined;
        steps.push(() => {
          moveWindows(windows, after, edit, 0);
          window.end += delta;
        });
      }
    }
    const others = moveStretches(layer.stretches, edit, stretches, moved);
    if (!others) return undefined;
    for (const step of steps) step();
    const { occurrences } = layer;
    const next = occurrences.firstAfter(edit.start);
    occurrences.splice(next, next, new Occurrences(), delta);
    return { stretches: others, keepsWords };
  }

  /** Finds the windows between two that an edit left alone, which they may reach and then take in. */
  private rejoin(
    windows: Window[],
    first: number,
    after: number,
    edit: SecretEdit,
    prepared: PreparedRule,
    lines: Lines,
    layer: Layer,
  ): void {
    const near = { first, after, delta: 0, moved: 0 };
    const { low, high, regions } = this.rejoined(windows, near, edit, prepared, lines, layer.occurrences);
    replace(windows, low, high, regions, prepared, layer);
  }

  /** The regions that take the place of windows, from the file's text, or that of the layer itself. */
  private rejoined(
    windows: readonly Window[],
    { first, after, delta, moved }: Near,
    edit: SecretEdit,
    prepared: PreparedRule,
    lines: Lines,
    occurrences: Occurrences,
  ): { readonly low: number; readonly high: number; readonly regions: readonly Region[] } {
    const { words, longest } = this.keywords;
    const isTouched = first < after;
    const kept = first === 0 ? -1 : windows[first - 1]!.end - moved;
    const from = Math.max(kept, isTouched ? Math.min(edit.start, windows[first]!.start - moved) : edit.start);
    const to = after === windows.length ? lines.text.length + 1 : windows[after]!.start + delta - moved;
    const until = isTouched ? windows[after - 1]!.end - moved + edit.newEnd - edit.oldEnd : 0;
    const regions: Region[] = [];
    for (let at = occurrences.firstAfter(from); at < occurrences.length; at++) {
      const end = occurrences.end(at);
      if (end > Math.max(edit.newEnd, until) + longest) break;
      const word = occurrences.word(at);
      const start = end - words[word]!.length;
      if (start >= to || !this.rulesOfWord[word]?.includes(prepared)) continue;
      addRegion(regions, lines, start, end, prepared.pivot!);
    }
    for (const region of regions) {
      region.start += moved;
      region.end += moved;
    }
    let low = first;
    let high = after;
    const head = regions[0];
    while (head && low > 0 && head.start <= windows[low - 1]!.end)
      head.start = Math.min(head.start, windows[--low]!.start);
    const tail = regions[regions.length - 1];
    while (tail && high < windows.length && tail.end >= windows[high]!.start + delta)
      tail.end = Math.max(tail.end, windows[high++]!.end + delta);
    return { low, high, regions };
  }

  /** Where other stretches were decoded than before, other windows are to be tried. */
  private tryWhatWasDecoded(layer: Layer, active: readonly PreparedRule[]): void {
    for (const prepared of active)
      for (const window of layer.windows[prepared.index] ?? []) {
        if (!isToBeTried(window, layer)) window.hits = undefined;
        else window.hits ??= hitsIn(prepared, window, layer);
      }
  }

  /** What comes of all that matched. */
  private judged(
    lines: Lines,
    path: string,
    commit: string | undefined,
    layers: Layer[],
    allowComments: number[],
  ): SecretScan {
    const { text } = lines;
    const active = this.activeRules(path, commit);
    const found: SecretMatch[] = [];
    for (const prepared of active) {
      if (prepared.regex === undefined) found.push(pathMatch(prepared.rule));
    }
    const context: FileContext = { text, path, commit, lines, segments: [], allowComments };
    for (const [depth, layer] of layers.entries()) {
      // Of what was decoded most often nothing matches, and its text is not wanted.
      if (depth > 0 && !layer.windows.some((windows) => windows?.some(({ hits }) => hits && hits.length > 0))) continue;
      this.collect(
        active,
        layer.windows,
        depth === 0 ? context : { ...context, text: layer.text.value, original: text, segments: layer.segments },
        found,
      );
    }
    const matches = dropRepeated(dropShadowed(found)).sort(byPlace);
    return { matches, path, commit, layers, allowComments };
  }

  /** The rules that may report in a file, or serve one that may. */
  private activeRules(path: string, commit: string | undefined): readonly PreparedRule[] {
    return finished(this.activeRulesInSteps(path, commit));
  }

  private *activeRulesInSteps(path: string, commit: string | undefined): Steps<readonly PreparedRule[]> {
    const key = commit === undefined ? path : `${commit}:${path}`;
    const known = this.activeByPath.get(key);
    if (known !== undefined) return known;
    const allowingSets = new Set(this.sets.filter((set) => set.allowlists.allowFile(path, commit)));
    const active: PreparedRule[] = [];
    for (let index = 0; index < this.prepared.length; index++) {
      const prepared = this.prepared[index]!;
      // Expressions are made ready when they are first asked.
      if (index % rulesPerStep === 0) yield;
      if (allowingSets.has(prepared.set) || prepared.allowlists.allowFile(path, commit)) continue;
      if (prepared.rule.path === undefined || prepared.rule.path.test(path)) active.push(prepared);
    }
    if (this.activeByPath.size > 500) this.activeByPath.clear();
    this.activeByPath.set(key, active);
    return active;
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
        for (const { hits } of windows[prepared.index] ?? []) {
          if (!hits || hits.length === 0) continue;
          for (const hit of hits) {
            const match = this.verdictOn(prepared, hit, context);
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
  private verdictOn(prepared: PreparedRule, hit: Hit, context: FileContext): SecretMatch | undefined {
    if (context.original !== undefined) return this.toMatch(prepared, hit.raw, context);
    if (!hit.judged) {
      const { start, end } = context.lines.around(hit.raw.start, hit.raw.end);
      hit.judged = {
        start: Math.min(start, hit.raw.start - FARTHEST_LOOK),
        end: Math.max(end, hit.raw.end + FARTHEST_LOOK),
        match: this.toMatch(prepared, hit.raw, context),
      };
    }
    return hit.judged.match;
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
    const original = context.original ?? text;
    const { start: lineStart, end: lineEnd } = lines.around(place.start, place.end);
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
      line: lines.lineAt(place.start),
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

/** A rule's window, tried if it is to be. */
function tried(prepared: PreparedRule, { start, end }: Region, layer: Layer): Window {
  const window: Window = { start, end, hits: undefined };
  if (isToBeTried(window, layer)) window.hits = hitsIn(prepared, window, layer);
  return window;
}

/** In decoded text only what touches a segment counts. */
function isToBeTried(window: Region, { segments }: Layer): boolean {
  return segments.length === 0 || segments.some((segment) => touches(segment.decoded, window));
}

const noHits: readonly Hit[] = [];

function hitsIn({ regex }: PreparedRule, { start, end }: Region, { text }: Layer): readonly Hit[] {
  const matches = regex!.matchAll(text.value, start, end);
  // Most windows hold nothing, and there are many.
  return matches.length === 0 ? noHits : matches.map((raw) => ({ raw, judged: undefined }));
}

function replace(
  windows: Window[],
  from: number,
  to: number,
  regions: readonly Region[],
  prepared: PreparedRule,
  layer: Layer,
): void {
  windows.splice(from, to - from, ...regions.map((region) => tried(prepared, region, layer)));
}

/** Where a rule without literals is tried. */
function blocksFor({ isLineBound }: PreparedRule, text: string): Region[] {
  return isLineBound ? lineBlocks(text, 0, text.length) : [{ start: 0, end: text.length }];
}

/** Whether a text has a word without which the rule does not count. */
function isCalledFor({ regex, keywords }: PreparedRule, counts: Int32Array): boolean {
  return regex !== undefined && (keywords.length === 0 || keywords.some((word) => counts[word]! > 0));
}

/** The stretch around a place of decoded text in which nothing was decoded. */
function gapAround(segments: readonly EncodedSegment[], place: number): Region {
  let start = -1;
  for (const { decoded } of segments) {
    if (decoded.start > place) return { start, end: decoded.start };
    start = decoded.end;
  }
  return { start, end: Number.POSITIVE_INFINITY };
}

/** How far a place has moved by what was decoded before it; `place` is none that was encoded itself. */
function shiftInDecoded(segments: readonly EncodedSegment[], place: number): number {
  let shift = 0;
  for (const { encoded, decoded } of segments) {
    if (encoded.start > place) break;
    shift = decoded.end - encoded.end;
  }
  return shift;
}

function newlinesIn(text: string): number {
  let count = 0;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) count++;
  return count;
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

function secretGroup(rule: SecretRule, raw: RegexMatch): Span | undefined {
  if (raw.groups.length < 2) return undefined;
  if (rule.secretGroup > 0) return raw.groups[rule.secretGroup] ?? { start: raw.start, end: raw.start };
  return raw.groups.slice(1).find((group) => group !== undefined && group.end > group.start);
}

/** Where a word begins, if it ends by `to`. */
function placesOf(text: string, word: string, from: number, to: number): number[] {
  const places: number[] = [];
  for (let at = text.indexOf(word, from); at >= 0 && at + word.length <= to; at = text.indexOf(word, at + word.length))
    places.push(at);
  return places;
}

/** Makes the places of a word those after an edit. */
function updatePlaces(places: number[], text: string, word: string, edit: SecretEdit): void {
  const from = Math.max(0, edit.start - word.length);
  const near = text.slice(from, edit.newEnd + word.length);
  const kept = places.filter((place) => place + word.length <= edit.start);
  const moved = places.filter((place) => place >= edit.oldEnd).map((place) => place + edit.newEnd - edit.oldEnd);
  const come = placesOf(near, word, 0, near.length)
    .map((place) => place + from)
    .filter((place) => place + word.length > edit.start && place < edit.newEnd);
  places.splice(0, places.length, ...kept, ...come, ...moved);
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
