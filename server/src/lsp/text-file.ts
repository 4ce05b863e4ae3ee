// Bytes of a file to the text that an editor would show.

import type { ReadText } from "./host.ts";

/** Like git: a file with a NUL in its beginning is no text. */
const LOOKED_AT = 8000;

export function decodeText(bytes: Uint8Array): ReadText {
  if (bytes.subarray(0, LOOKED_AT).includes(0)) return { kind: "binary" };
  // Wrong UTF-8 becomes U+FFFD, as in the editor; a byte order mark is no part of the text.
  return { kind: "text", text: new TextDecoder("utf-8").decode(bytes) };
}
