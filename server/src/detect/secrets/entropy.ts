/** How surprising the characters of a text are, in bits a character. */

/** Shannon's entropy as gitleaks counts it: over characters, divided by the length in UTF-8. */
export function entropyOf(text: string): number {
  if (text === "") return 0;
  const counts = new Map<string, number>();
  let bytes = 0;
  for (const character of text) {
    counts.set(character, (counts.get(character) ?? 0) + 1);
    const code = character.codePointAt(0)!;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  let entropy = 0;
  for (const count of counts.values()) {
    const frequency = count / bytes;
    entropy -= frequency * Math.log2(frequency);
  }
  return entropy;
}
