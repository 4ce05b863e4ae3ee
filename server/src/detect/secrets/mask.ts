/** The one way in which a secret is ever shown. */

/** The first four characters and the length; short secrets show less, so that at most a quarter is told. */
export function maskSecret(secret: string): string {
  const characters = Array.from(secret);
  const shown = Math.min(4, Math.floor(characters.length / 4));
  return `${characters.slice(0, shown).join("")}… (${characters.length} characters)`;
}
