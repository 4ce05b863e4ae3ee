const crypto = require("crypto");
const { createHash } = require("node:crypto");

function fingerprints(file, password, name) {
  // ruleid: weak-hash
  const a = crypto.createHash("md5").update(file).digest("hex");
  // ruleid: weak-hash
  const b = createHash("SHA1").update(password).digest("hex");
  const algorithm = "md5";
  // ruleid: weak-hash
  const c = crypto.createHash(algorithm).update(file).digest();
  // ok: weak-hash
  const d = crypto.createHash("sha256").update(file).digest("hex");
  // ok: weak-hash
  const e = crypto.createHmac("sha256", name).update(file).digest("hex");
  // ok: weak-hash
  const f = crypto.createHash(name);
  // ruleid: weak-hash
  const g = crypto.createHmac("md5", name);
  return [a, b, c, d, e, f, g];
}

function digest(algorithm, text) {
  // ruleid: weak-hash
  return crypto.createHash(algorithm).update(text).digest("hex");
}

function signed(text) {
  return digest("sha1", text);
}

const md5 = require("crypto-js/md5");

function named(file) {
  // ruleid: weak-hash
  return md5(file).toString();
}

async function inBrowsers(data) {
  // ruleid: weak-hash
  const first = await crypto.subtle.digest("SHA-1", data);
  // ok: weak-hash
  const second = await crypto.subtle.digest("SHA-256", data);
  return [first, second];
}
