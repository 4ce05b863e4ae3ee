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

/** A text of the same length, so that places in it hold, with what stands in these spans made unreadable. */
export function coverSecrets(text: string, spans: readonly Span[]): string {
  let result = text;
  for (const { start, end } of spans) {
    const secret = text.slice(start, end);
    const shown = maskSecret(secret).split("…")[0]!;
    const hidden = shown + secret.slice(shown.length).replace(/[^\r\n]/g, "•");
    result = result.slice(0, start) + hidden + result.slice(end);
  }
  return result;
}
