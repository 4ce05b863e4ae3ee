// What functions of Kotlin's texts give of constants, where their names are not Java's.

import type { Argument } from "./places.ts";
import { constantValue, type Value } from "./value.ts";

type Change = (text: string, first: unknown, second: unknown) => string | boolean | number | undefined;

const isText = (given: unknown): given is string => typeof given === "string";

const CHANGES: ReadonlyMap<string, Change> = new Map<string, Change>([
  ["lowercase", (text) => text.toLowerCase()],
  ["uppercase", (text) => text.toUpperCase()],
  ["replaceFirstChar", () => undefined],
  ["reversed", (text) => [...text].reverse().join("")],
  ["trimIndent", (text) => trimIndent(text)],
  ["trimMargin", (text) => text.replace(/^[ \t]*\|/gm, "").trim()],
  ["take", (text, count) => (typeof count === "number" ? text.slice(0, count) : undefined)],
  ["drop", (text, count) => (typeof count === "number" ? text.slice(count) : undefined)],
  ["takeLast", (text, count) => (typeof count === "number" && count > 0 ? text.slice(-count) : undefined)],
  [
    "removePrefix",
    (text, start) => (isText(start) ? (text.startsWith(start) ? text.slice(start.length) : text) : undefined),
  ],
  [
    "removeSuffix",
    (text, end) => (isText(end) && end !== "" ? (text.endsWith(end) ? text.slice(0, -end.length) : text) : undefined),
  ],
  [
    "substringBefore",
    (text, mark) => (isText(mark) ? (text.includes(mark) ? text.slice(0, text.indexOf(mark)) : text) : undefined),
  ],
  [
    "substringAfter",
    (text, mark) =>
      isText(mark) ? (text.includes(mark) ? text.slice(text.indexOf(mark) + mark.length) : text) : undefined,
  ],
  ["plus", (text, other) => (isText(other) || typeof other === "number" ? text + String(other) : undefined)],
]);

/** The constant that a function makes of a constant text; undefined where that is not known. */
export function constantAfter(receiver: Value, name: string, args: readonly Argument[]): Value | undefined {
  const { constant } = receiver;
  const change = CHANGES.get(name);
  if (typeof constant !== "string" || !change || receiver.taint.length > 0) return undefined;
  const given = change(constant, args[0]?.value.constant, args[1]?.value.constant);
  return given === undefined ? undefined : constantValue(given);
}

function trimIndent(text: string): string {
  const lines = text.split("\n");
  const indents = lines.filter((line) => line.trim() !== "").map((line) => /^\s*/.exec(line)![0].length);
  const least = indents.length === 0 ? 0 : Math.min(...indents);
  const cut = lines.map((line) => line.slice(least));
  if (cut[0]?.trim() === "") cut.shift();
  if (cut.at(-1)?.trim() === "") cut.pop();
  return cut.join("\n");
}
