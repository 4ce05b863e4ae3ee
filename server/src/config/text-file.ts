// The bytes of a file to the text that an editor shows, and back. A text whose bytes are not wholly valid is scanned all the
// same, but never written back: that would change what nobody touched.

export type Encoding = "utf-8" | "utf-8-bom" | "utf-16le" | "utf-16be";

export type Decoded =
  | {
      readonly kind: "text";
      readonly text: string;
      readonly encoding: Encoding;
      /** Some bytes are no text in this encoding; they became U+FFFD. */
      readonly isDamaged: boolean;
    }
  | { readonly kind: "binary" };

/** As git does it: a file with a zero byte near its beginning is no text. */
const LOOKED_AT = 8000;

export function decodeText(bytes: Uint8Array): Decoded {
  const encoding = encodingOf(bytes);
  if (encoding.startsWith("utf-8") && bytes.subarray(0, LOOKED_AT).includes(0)) return { kind: "binary" };
  const decode = (fatal: boolean) => {
    switch (encoding) {
      case "utf-16le":
        return new TextDecoder("utf-16le", { fatal }).decode(bytes);
      case "utf-16be":
        // Not every host's decoder knows the other byte order.
        return new TextDecoder("utf-16le", { fatal }).decode(swapped(bytes));
      default:
        return new TextDecoder("utf-8", { fatal }).decode(bytes);
    }
  };
  try {
    return { kind: "text", text: decode(true), encoding, isDamaged: false };
  } catch {
    // The only thing that a decoder throws for is invalid input.
    return { kind: "text", text: decode(false), encoding, isDamaged: true };
  }
}

export function encodeText(text: string, encoding: Encoding): Uint8Array {
  if (encoding === "utf-8") return new TextEncoder().encode(text);
  if (encoding === "utf-8-bom") return new TextEncoder().encode(`\uFEFF${text}`);
  const bytes = new Uint8Array(2 * text.length + 2);
  const view = new DataView(bytes.buffer);
  const isLittle = encoding === "utf-16le";
  view.setUint16(0, 0xfeff, isLittle);
  for (let at = 0; at < text.length; at++) view.setUint16(2 * at + 2, text.charCodeAt(at), isLittle);
  return bytes;
}

function encodingOf(bytes: Uint8Array): Encoding {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return "utf-8-bom";
  // 00 00 after the mark is UTF-32, which nobody writes sources in.
  if (bytes[0] === 0xff && bytes[1] === 0xfe && !(bytes[2] === 0 && bytes[3] === 0)) return "utf-16le";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
  return "utf-8";
}

function swapped(bytes: Uint8Array): Uint8Array {
  const result = new Uint8Array(bytes.length);
  for (let at = 0; at < bytes.length; at++) result[at] = bytes[at ^ 1] ?? 0;
  return result;
}
