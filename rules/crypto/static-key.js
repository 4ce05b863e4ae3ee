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

const passport = require("passport");
const { Strategy } = require("passport-jwt");
const Facebook = require("passport-facebook").Strategy;
const { expressjwt } = require("express-jwt");
const cookieSession = require("cookie-session");
const secret = "a secret of the module";

exports.guard = (app, publicKey, token) => {
  // ruleid: hard-coded-key
  passport.use(new Strategy({ secretOrKey: "in the code" }, done));
  // ok: hard-coded-key
  passport.use(new Strategy({ secretOrKey: process.env.JWT_SECRET }, done));
  // ruleid: hard-coded-key
  passport.use(new Facebook({ clientID: "1234", clientSecret: "in the code" }, done));
  // ok: hard-coded-key
  passport.use(new Facebook({ clientID: "1234", clientSecret: process.env.FACEBOOK_SECRET }, done));
  // ruleid: hard-coded-key
  app.use(expressjwt({ secret, algorithms: ["HS256"] }));
  // ruleid: hard-coded-key
  app.use(cookieSession({ keys: ["in the code"] }));
  // ok: hard-coded-key
  jwt.verify(token, "-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE\n-----END PUBLIC KEY-----");
};

exports.sealed = (key, text) => {
  // ruleid: fixed-nonce
  const a = crypto.createCipheriv("aes-256-gcm", key, "twelve bytes");
  // ok: fixed-nonce
  const b = crypto.createCipheriv("aes-256-gcm", key, crypto.randomBytes(12));
  return [a, b];
};

exports.parts = (app) => {
  // ruleid: hard-coded-key
  app.use(cookieParser("in the code"));
};
