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
module.exports = { read };
