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
  // todoruleid: jwt-unverified (an object of a module may be changed elsewhere)
  return jwt.verify(token, key, options);
}
module.exports = { read, check };
