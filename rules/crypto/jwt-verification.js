const jwt = require("jsonwebtoken");

function read(token, key) {
  // ruleid: jwt-unverified
  const a = jwt.verify(token, key, { algorithms: ["HS256", "none"] });
  // ruleid: jwt-unverified
  const b = jwt.verify(token, null);
  // ruleid: jwt-unverified
  const c = jwt.sign({ admin: true }, "", { algorithm: "none" });
  // ok: jwt-unverified
  const d = jwt.verify(token, key, { algorithms: ["RS256"] });
  return [a, b, c, d];
}

const options = { issuer: "shop", algorithms: ["HS256", "none"] };
const strict = { algorithms: ["HS256", "HS512"] };
function check(token, key) {
  // ok: jwt-unverified
  jwt.verify(token, key, strict);
  const own = { algorithms: ["none"] };
  // ruleid: jwt-unverified
  jwt.verify(token, key, own);
  // ok: jwt-unverified
  jwt.verify(token, key, changed);
  // ruleid: jwt-unverified
  return jwt.verify(token, key, options);
}

const changed = { algorithms: ["none"] };
function configure(algorithm) {
  changed.algorithms = [algorithm];
}

const lenient = { algorithms: ["RS256"], ignoreExpiration: true };
function renew(token, key) {
  // ruleid: jwt-expiration-ignored
  jwt.verify(token, key, { algorithms: ["RS256"], ignoreExpiration: true });
  // ok: jwt-expiration-ignored
  jwt.verify(token, key, { algorithms: ["RS256"], ignoreExpiration: false });
  // ruleid: jwt-expiration-ignored
  return jwt.verify(token, key, lenient);
}
module.exports = { read, check, configure, renew };
