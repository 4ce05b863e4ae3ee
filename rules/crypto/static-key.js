const crypto = require("crypto");
const jwt = require("jsonwebtoken");
const session = require("express-session");

module.exports = function (app, claims, iv, text) {
  // ruleid: hard-coded-key
  const token = jwt.sign(claims, "not a secret any more");
  // ok: hard-coded-key
  const good = jwt.sign(claims, process.env.JWT_SECRET);
  // ruleid: hard-coded-key
  app.use(session({ secret: "keyboard cat", resave: false }));
  // ok: hard-coded-key
  app.use(session({ secret: process.env.SESSION_SECRET, resave: false }));
  // ruleid: hard-coded-key
  const seal = crypto.createHmac("sha256", "pepper").update(text).digest();
  return { token, good, seal, iv };
};
