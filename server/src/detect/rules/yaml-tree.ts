// A YAML text as plain values that know where they stand, so that whoever reads them can say "line 7, column 3". Built
// from the `yaml` library's document; nothing after this module sees that library.

import { type Document, isAlias, isMap, isPair, isScalar, isSeq, parseDocument } from "yaml";
import { LineIndex } from "../../text/line-index.ts";

/** A value of a YAML file; `start` is its offset in the text. */
export type YamlNode = YamlScalar | YamlMap | YamlList;

export interface YamlScalar {
  readonly kind: "scalar";
  readonly start: number;
  readonly value: string | number | boolean | null;
  /** As written, for scalars that look like numbers but are meant as text. */
  readonly source: string;
}

export interface YamlEntry {
  readonly key: string;
  readonly start: number;
  readonly value: YamlNode;
}

export interface YamlMap {
  readonly kind: "map";
  readonly start: number;
  readonly end: number;
  readonly entries: readonly YamlEntry[];
}

export interface YamlList {
  readonly kind: "list";
  readonly start: number;
  readonly items: readonly YamlNode[];
}

export interface YamlProblem {
  readonly start: number;
  readonly message: string;
}

export interface YamlTree {
  readonly root: YamlNode;
  readonly lines: LineIndex;
  readonly problems: readonly YamlProblem[];
}

/** Deeper nesting than this is no rule file; it would only overflow the stack. */
const MAXIMUM_DEPTH = 200;
/** Aliases may multiply a small text into a huge tree; this many values are enough for any rule file. */
const MAXIMUM_VALUES = 2_000_000;

export function readYaml(text: string): YamlTree {
  const lines = new LineIndex(text);
  if (deepestIndentation(text) > MAXIMUM_DEPTH * 8 || deepestBrackets(text) > MAXIMUM_DEPTH) {
    const root: YamlScalar = { kind: "scalar", start: 0, value: null, source: "" };
    return { root, lines, problems: [{ start: 0, message: "this is nested too deeply to be a rule file" }] };
  }
  const document = parseDocument(text, { prettyErrors: false, uniqueKeys: true, version: "1.2", merge: true });
  const problems = [...document.errors].map(({ pos, message }) => ({
    start: pos[0],
    message: `this is not valid YAML: ${message}`,
  }));
  const converter = new Converter(document, problems);
  return { root: converter.convert(document.contents, 0, 0), lines, problems };
}

class Converter {
  readonly #document: Document;
  readonly #problems: YamlProblem[];
  readonly #open = new Set<unknown>();
  #count = 0;

  constructor(document: Document, problems: YamlProblem[]) {
    this.#document = document;
    this.#problems = problems;
  }

  convert(node: unknown, at: number, depth: number): YamlNode {
    if (++this.#count > MAXIMUM_VALUES || depth > MAXIMUM_DEPTH) {
      if (this.#problems.length === 0)
        this.#problems.push({ start: at, message: "this holds more values than a rule file can" });
      return { kind: "scalar", start: at, value: null, source: "" };
    }
    if (isAlias(node)) return this.#alias(node, at, depth);
    const start = rangeOf(node)?.[0] ?? at;
    if (isMap(node)) return this.#map(node.items, start, rangeOf(node)?.[1] ?? start, depth);
    if (isSeq(node))
      return { kind: "list", start, items: node.items.map((item) => this.convert(item, start, depth + 1)) };
    if (isScalar(node)) {
      const { value, source } = node;
      const plain = typeof value === "bigint" ? Number(value) : value;
      if (plain === null || typeof plain === "string" || typeof plain === "number" || typeof plain === "boolean")
        return { kind: "scalar", start, value: plain, source: source ?? String(plain ?? "") };
      return { kind: "scalar", start, value: String(plain), source: source ?? String(plain) };
    }
    return { kind: "scalar", start, value: null, source: "" };
  }

  #map(items: readonly unknown[], start: number, end: number, depth: number): YamlMap {
    const entries: YamlEntry[] = [];
    for (const item of items) {
      if (!isPair(item)) continue;
      const keyStart = rangeOf(item.key)?.[0] ?? start;
      const key = isScalar(item.key) ? (item.key.source ?? String(item.key.value ?? "")) : String(item.key);
      const value = this.convert(item.value, keyStart, depth + 1);
      if (key === "<<") {
        // A merge key: what it brings stands behind what is written here.
        const merged =
          value.kind === "map"
            ? [value]
            : value.kind === "list"
              ? value.items.filter((each) => each.kind === "map")
              : [];
        for (const { entries: more } of merged)
          for (const entry of more) if (!entries.some((known) => known.key === entry.key)) entries.push(entry);
      } else {
        const known = entries.findIndex((entry) => entry.key === key);
        const entry = {
          key: isScalar(item.key) && typeof item.key.value === "string" ? item.key.value : key,
          start: keyStart,
          value,
        };
        if (known >= 0) entries[known] = entry;
        else entries.push(entry);
      }
    }
    return { kind: "map", start, end, entries };
  }

  #alias(node: { resolve(document: Document): unknown }, at: number, depth: number): YamlNode {
    const target = node.resolve(this.#document);
    if (target === undefined || this.#open.has(target)) {
      this.#problems.push({ start: at, message: "this alias leads nowhere, or to itself" });
      return { kind: "scalar", start: at, value: null, source: "" };
    }
    this.#open.add(target);
    const converted = this.convert(target, at, depth);
    this.#open.delete(target);
    return converted;
  }
}

function rangeOf(node: unknown): readonly number[] | undefined {
  return (node as { range?: readonly number[] | null } | null)?.range ?? undefined;
}

function deepestIndentation(text: string): number {
  let deepest = 0;
  for (const line of text.matchAll(/^[ -]*(?=[^\s#])/gm))
    if (/- *-|: *$/.test(line[0]) || line[0].length > deepest) deepest = Math.max(deepest, line[0].length);
  return deepest;
}

function deepestBrackets(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit === 91 || unit === 123) deepest = Math.max(deepest, ++depth);
    else if ((unit === 93 || unit === 125) && depth > 0) depth--;
    else if (unit === 10) depth = Math.max(0, depth > 50 ? depth : 0);
  }
  return deepest;
}
