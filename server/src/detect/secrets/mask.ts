/** The one way in which a secret is ever shown. */
import type { Span } from "../../text/span.ts";

/** The first four characters and the length; short secrets show less, so that at most a quarter is told. */
export function maskSecret(secret: string): string {
  const characters = Array.from(secret);
  const shown = Math.min(4, Math.floor(characters.length / 4));
  return `${characters.slice(0, shown).join("")}… (${characters.length} characters)`;
}

/** Shorter ones are words that stand elsewhere too; what is shown of them says nothing. */
const shortestHidden = 6;

/** A text to be shown, with every one of these secrets in it masked. */
export function hideSecrets(shown: string, secrets: readonly string[]): string {
  let result = shown;
  for (const secret of secrets)
    if (secret.length >= shortestHidden && result.includes(secret))
      result = result.replaceAll(secret, maskSecret(secret));
  return result;
}

/** What is to be hidden of the secrets that stand in these spans of a text: each as it was found, and with the rest of its word. */
export function secretsAt(text: string, spans: readonly Span[]): string[] {
  const secrets = spans.flatMap((span) => [withRestOfWord(text, span), span]);
  return [...new Set(secrets.map(({ start, end }) => text.slice(start, end)))].sort((a, b) => b.length - a.length);
}

/** A text of the same length, so that places in it hold, with what stands in these spans made unreadable. */
export function coverSecrets(text: string, spans: readonly Span[]): string {
  let result = text;
  for (const span of spans) {
    const { start, end } = withRestOfWord(text, span);
    // Of one inside another, what the other's mask shows is all that is shown.
    const secret = result.slice(start, end);
    const shown = maskSecret(secret).split("…")[0]!;
    const hidden = shown + secret.slice(shown.length).replace(/[^\r\n]/g, "•");
    result = result.slice(0, start) + hidden + result.slice(end);
  }
  return result;
}

/** No word is longer than this; what is, is a file of data. */
const longestRest = 10_000;
const wordPart = /[\w+/=-]/;

/**
 * A rule that is older than a provider's newest format matches a part of its tokens: what is written on in one word
 * with a secret is taken for the rest of it.
 */
function withRestOfWord(text: string, { start, end }: Span): Span {
  let from = start;
  if (/^\w/.test(text.slice(start, end)))
    while (from > 0 && start - from < longestRest && /[\w-]/.test(text[from - 1]!)) from--;
  let to = end;
  if (end > start && wordPart.test(text[end - 1]!))
    while (to < text.length && to - end < longestRest && goesOn(text, to)) to++;
  return { start: from, end: to };
}

function goesOn(text: string, at: number): boolean {
  return wordPart.test(text[at]!) || (text[at] === "." && wordPart.test(text[at + 1] ?? ""));
}
