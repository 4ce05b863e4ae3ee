// Markup with everything that is put into it escaped. Also what is no markup but would turn a line of text around, or hide
// in it, is made visible: names and messages come from the files that were scanned.

/** Markup, as opposed to text. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** `false` and `undefined` are nothing. */
export type Part = Markup | string | number | false | undefined | readonly Part[];

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** A template whose values are text, unless they are markup themselves. */
export function html(strings: TemplateStringsArray, ...values: readonly Part[]): Markup {
  let text = strings[0]!;
  for (const [index, value] of values.entries()) text += markupOf(value) + strings[index + 1]!;
  return new Markup(text);
}

function markupOf(part: Part): string {
  if (part === undefined || part === false) return "";
  if (part instanceof Markup) return part.text;
  return typeof part === "object" ? part.map(markupOf).join("") : escaped(String(part));
}

/** Of ASCII, what stands for itself. Nearly all text is nothing else. */
const PLAIN = /^[ !#-%(-;=?-~]*$/;

function escaped(text: string): string {
  if (PLAIN.test(text)) return text;
  return text
    .replace(/[\t\r\n]+/g, " ")
    .replace(/[\p{Cc}\p{Bidi_Control}]|\p{Cs}/gu, "·")
    .replace(/[&<>"']/g, (character) => ESCAPES[character]!);
}

/** A sentence in which code stands between backticks. */
export function sentence(text: string): Markup {
  const parts = text.split(/`([^`]+)`/);
  return html`${parts.map((part, index) => (index % 2 === 0 ? part : html`<code>${part}</code>`))}`;
}
