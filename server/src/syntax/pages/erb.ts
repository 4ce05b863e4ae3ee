// The Ruby of a template (ERB) as the text of a Ruby file: its statements stand at the top level, from tag to tag. Rails escapes what
// `<%= %>` prints, so such a value is a statement like others; what `<%== %>` prints is handed to `raw`.

import { blank, blankedBut, type PageProgram, type Part, piecesOf } from "./parts.ts";
import { commentAtEnd, type Tag, tagsIn } from "./tags.ts";

const OPENINGS = /<%(?!%)(?:#|==?|-)?/g;
const COMMENT = ["<%#", "%>"] as const;
const PRINTS_AS_IT_IS = "<%==";
const BLOCK_OPENS = /(?:\bdo|\{)\s*(?:\|[^|]*\|)?\s*$/;
/** Nobody takes these for markup. */
const PLAIN_TEXT = /\.te?xt\.(?:erb|rhtml)$/i;

export function rubyInErb(text: string, path: string): PageProgram | undefined {
  if (!text.includes("<%") || PLAIN_TEXT.test(path)) return undefined;
  const parts: Part[] = [];
  for (const tag of tagsIn(text, OPENINGS, COMMENT)) if (tag.opening !== COMMENT[0]) parts.push(...partsOf(tag, text));
  if (parts.length === 0) return undefined;
  return { language: "ruby", text: blankedBut(text, parts), pieces: piecesOf(parts) };
}

function partsOf({ opening, start, end, code: { start: from, end: to } }: Tag, text: string): Part[] {
  const isTrimmed = to < end && text[to - 1] === "-" && to > from;
  const last = isTrimmed ? to - 1 : to;
  const code = text.slice(from, last);
  if (code.trim() === "") return [];
  const comment = commentAtEnd(code, "#");
  const written = comment === undefined ? code : code.slice(0, comment) + blank(code.slice(comment));
  const content: Part = { start: from, end: last, written, code: "content" };
  const isRaw = opening === PRINTS_AS_IT_IS && !BLOCK_OPENS.test(code) && to < end;
  if (to === end) return [content];
  return [
    ...(isRaw ? [{ start, end: from, written: "raw(" }] : []),
    content,
    { start: to, end, written: isRaw ? ");" : "; " },
  ];
}
