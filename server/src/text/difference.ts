// The one edit between two versions of a text, for those who are told of a whole text and not of what changed in it.

import type { TextEdit } from "./span.ts";

const CHUNK = 2048;

/** Undefined where the texts are equal. */
export function difference(before: string, after: string): TextEdit | undefined {
  if (before === after) return undefined;
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  // Whole chunks first: comparing them is many times faster than comparing characters.
  while (start + CHUNK <= shorter && before.slice(start, start + CHUNK) === after.slice(start, start + CHUNK))
    start += CHUNK;
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start++;
  const left = shorter - start;
  let tail = 0;
  const endOf = (text: string) => text.slice(text.length - tail - CHUNK, text.length - tail);
  while (tail + CHUNK <= left && endOf(before) === endOf(after)) tail += CHUNK;
  while (tail < left && before.charCodeAt(before.length - 1 - tail) === after.charCodeAt(after.length - 1 - tail))
    tail++;
  return { span: { start, end: before.length - tail }, newText: after.slice(start, after.length - tail) };
}
