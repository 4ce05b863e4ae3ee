import crypto from "crypto";

export function seal(key, iv, text) {
  // ruleid: weak-cipher
  const a = crypto.createCipheriv("des-ede3-cbc", key, iv);
  // ruleid: weak-cipher
  const b = crypto.createCipheriv("aes-128-ecb", key, null);
  // ruleid: weak-cipher
  const c = crypto.createCipher("aes192", key);
  // ok: weak-cipher
  const d = crypto.createCipheriv("aes-256-gcm", key, iv);
  return [a, b, c, d, text];
}
