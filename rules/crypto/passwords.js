const crypto = require("crypto");
const bcrypt = require("bcrypt");

const PEPPER = "the same for everybody";

exports.digests = async (password, salt) => {
  // ruleid: fixed-salt
  const a = crypto.scryptSync(password, "salt", 64);
  // ruleid: fixed-salt
  const b = crypto.pbkdf2Sync(password, PEPPER, 600000, 32, "sha256");
  // ok: fixed-salt
  const c = crypto.scryptSync(password, crypto.randomBytes(16), 64);
  // ok: fixed-salt, fast-password-hash
  const d = crypto.pbkdf2Sync(password, salt, 600000, 32, "sha256");
  // ruleid: fast-password-hash
  const e = crypto.pbkdf2Sync(password, salt, 1000, 32, "sha256");
  // ruleid: fast-password-hash
  const f = await bcrypt.hash(password, 5);
  // ok: fast-password-hash
  const g = await bcrypt.hash(password, 12);
  return [a, b, c, d, e, f, g];
};
