// What the escapes of string literals stand for, for the languages that took C's or JavaScript's.

/** What one letter stands for. */
export const SIMPLE_ESCAPES: Readonly<Record<string, string>> = {
  n: "\n",
  t: "\t",
  r: "\r",
  b: "\b",
  f: "\f",
  v: "\v",
  a: "\x07",
  e: "\x1b",
};

const ESCAPE =
  /\\(?:u\{([\da-fA-F]{1,6})\}|U([\da-fA-F]{8})|u([\da-fA-F]{4})|x([\da-fA-F]{1,2})|([0-7]{1,3})|(\r\n|[\s\S]))/g;

/**
 * The value of a literal's inner text. An escape that the language does not know stands for its character, which is
 * JavaScript's rule and near enough to what others do with text that their compilers refuse.
 */
export function cookEscapes(text: string): string {
  if (!text.includes("\\")) return text;
  return text.replace(
    ESCAPE,
    (whole, braced?: string, long?: string, short?: string, hex?: string, octal?: string, other?: string) => {
      const digits = braced ?? long ?? short ?? hex;
      if (digits !== undefined) {
        const code = Number.parseInt(digits, 16);
        return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
      }
      if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8));
      if (other === "\n" || other === "\r\n" || other === "\r" || other === "\u2028" || other === "\u2029") return "";
      return SIMPLE_ESCAPES[other!] ?? other!;
    },
  );
}

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: "\u00a0" };

/** HTML's character references, as far as people write them in attributes; an unknown one stays as it is. */
export function cookEntities(text: string): string {
  if (!text.includes("&")) return text;
  return text.replace(
    /&(?:#(\d{1,7})|#[xX]([\da-fA-F]{1,6})|(\w+));/g,
    (whole, decimal?: string, hex?: string, name?: string) => {
      if (name !== undefined) return ENTITIES[name] ?? whole;
      const code = decimal !== undefined ? Number(decimal) : Number.parseInt(hex!, 16);
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    },
  );
}
