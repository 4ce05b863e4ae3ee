/**
 * Finds secrets in a text by many rules at once. Searches it (layer.ts), decodes what is encoded in it and searches that, and
 * makes findings of what matched (verdicts.ts). What a scan holds is carried on over an edit in place (layer-edit.ts), and the result is
 * the same as that of a whole scan.
 */

import { difference } from "../../text/difference.ts";
import { Occurrences, type ReplacedSpan } from "../../text/keyword-search.ts";
import { finished, type Steps } from "../../text/steps.ts";
import { allowCommentsIn, updateAllowComments } from "./allow-comments.ts";
import {
  decode,
  decodesAsBefore,
  type EncodedSegment,
  findStretches,
  LayerText,
  moveSegments,
  updateStretches,
} from "./decode.ts";
import { type Layer, search } from "./layer.ts";
import { carryOn, carryOnUnread, type LayerChange, tryWhatWasDecoded } from "./layer-edit.ts";
import { Lines } from "./lines.ts";
import { type PreparedRule, PreparedRules } from "./prepared-rules.ts";
import type { SecretMatch, SecretRule, SecretRuleSet } from "./rule.ts";
import { findingsIn, judgeInSteps } from "./verdicts.ts";

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

export class SecretScanner {
  private readonly sets: readonly SecretRuleSet[];
  private known: PreparedRules | undefined;
  private readonly maxDecodeDepth: number;
  private readonly honourAllowComments: boolean;

  constructor(sets: readonly SecretRuleSet[], options: SecretScannerOptions = {}) {
    this.maxDecodeDepth = options.maxDecodeDepth ?? 5;
    this.honourAllowComments = options.honourAllowComments ?? true;
    this.sets = sets;
  }

  /** Made when it is first asked for. */
  private get prepared(): PreparedRules {
    this.known ??= new PreparedRules(this.sets);
    return this.known;
  }

  get rules(): readonly SecretRule[] {
    return this.prepared.all.map((each) => each.rule);
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
    const { prepared } = this;
    yield;
    // Made by the first who asks.
    void prepared.keywords;
    yield;
    const active = yield* prepared.activeInSteps(path, commit);
    const lines = new Lines(text);
    const layers = [yield* this.searched(lines, active, [])];
    yield* this.decodeFrom(layers, active);
    const allowComments = this.honourAllowComments ? allowCommentsIn(text) : [];
    yield* judgeInSteps({ path, commit, lines, allowComments }, layers[0]!, active);
    return this.judged(lines, path, commit, layers, allowComments);
  }

  /** The same as a whole scan of `text`, from the scan before the edit, which must not be used any more. */
  rescan({ layers, path, commit, allowComments }: SecretScan, text: string, edit: SecretEdit): SecretScan {
    const active = this.prepared.activeIn(path, commit);
    const lines = new Lines(text);
    const removed = layers[0]!.text.value.slice(edit.start, edit.oldEnd);
    let change = this.afterEdit(layers[0]!, lines, active, edit, removed);
    let place = edit;
    const inserted = text.slice(edit.start, edit.newEnd);
    if (this.honourAllowComments) updateAllowComments(allowComments, text, edit);
    let depth = 1;
    for (; depth < layers.length && decodesAsBefore(layers[depth - 1]!.text, change.stretches); depth++) {
      const layer = layers[depth]!;
      moveSegments(layer.segments, place.start, place.newEnd - place.oldEnd);
      const moved = shiftInDecoded(layer.segments, place.start);
      place = { start: place.start + moved, oldEnd: place.oldEnd + moved, newEnd: place.newEnd + moved };
      const typed = { baseEdit: edit, edit: place, changed: removed + inserted };
      const unread = depth === 1 ? carryOnUnread(this.prepared, layer, layers[0]!, lines, typed, change) : undefined;
      layer.text.replace(place, inserted);
      change = unread ?? this.afterEdit(layer, new Lines(layer.text.value), active, place, removed);
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
      if (!known) layers.push(yield* this.searched(lines, active, decoded.segments));
      else {
        const before = known.text.value;
        known.segments = decoded.segments;
        this.afterEdit(known, lines, active, replacedSpan(before, decoded.text));
        tryWhatWasDecoded(known, active);
      }
    }
    layers.length = depth;
  }

  private *searched(lines: Lines, active: readonly PreparedRule[], segments: EncodedSegment[]): Steps<Layer> {
    const { text } = lines;
    const stretches = this.maxDecodeDepth === 0 ? [] : yield* findStretches(text);
    const layer: Layer = {
      text: new LayerText(text),
      segments,
      stretches,
      occurrences: new Occurrences(),
      counts: new Int32Array(this.prepared.keywords.words.length),
      windows: [],
    };
    yield* search(this.prepared, layer, lines, active);
    return layer;
  }

  /** Makes a layer that of the text after an edit; says what may be encoded in it now. */
  private afterEdit(
    layer: Layer,
    lines: Lines,
    active: readonly PreparedRule[],
    edit: SecretEdit,
    removed = layer.text.value.slice(edit.start, edit.oldEnd),
  ): LayerChange {
    const keepsWords = carryOn(this.prepared, layer, lines, active, edit, removed);
    const stretches =
      this.maxDecodeDepth === 0
        ? { gone: [], come: [], touches: false }
        : updateStretches(layer.stretches, lines.text, edit);
    return { stretches, keepsWords };
  }

  /** The scan, with what comes of all that matched. */
  private judged(
    lines: Lines,
    path: string,
    commit: string | undefined,
    layers: Layer[],
    allowComments: number[],
  ): SecretScan {
    const active = this.prepared.activeIn(path, commit);
    const matches = findingsIn({ path, commit, lines, allowComments }, layers, active);
    return { matches, path, commit, layers, allowComments };
  }
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

/** Where two texts differ. */
function replacedSpan(before: string, after: string): ReplacedSpan {
  const edit = difference(before, after);
  if (!edit) return { start: before.length, oldEnd: before.length, newEnd: before.length };
  const { start, end } = edit.span;
  return { start, oldEnd: end, newEnd: start + edit.newText.length };
}
