// Signing in and out: passwords, tokens, cookies and where to go afterwards.
const crypto = require("node:crypto");
const express = require("express");
const jwt = require("jsonwebtoken");
const _ = require("lodash");

const router = express.Router();
const profiles = new Map();

// Flaw: MD5 can be tried billions of times a second.
function weakPasswordHash(password) {
  return crypto.createHash("md5").update(password).digest("hex");
}

// Safe: scrypt is made to be slow.
function passwordHash(password, salt) {
  return crypto.scryptSync(password, salt, 32).toString("hex");
}

// Flaw: DES in ECB shows equal blocks and can be broken.
function weakSeal(key, text) {
  const cipher = crypto.createCipheriv("des-ecb", key, null);
  return cipher.update(text, "utf8", "hex") + cipher.final("hex");
}

// Safe: AES-GCM with a fresh nonce.
function seal(key, text) {
  const nonce = crypto.randomBytes(12);
  const cipher = crypto.createCipheriv("aes-256-gcm", key, nonce);
  const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString("base64");
}

// Flaw: whoever sees a few of these can foretell the next one.
function weakResetToken() {
  const token = Math.random().toString(36).slice(2);
  return token;
}

// Safe: the system's source of randomness.
function resetToken() {
  const token = crypto.randomBytes(24).toString("base64url");
  return token;
}

// Flaw: a token without a signature is taken for genuine.
router.get("/me", (req, res) => {
  const claims = jwt.verify(req.get("authorization"), process.env.JWT_KEY, { algorithms: ["none", "HS256"] });
  res.json({ customer: claims.sub });
});

// Safe: one algorithm, checked.
router.get("/me/safe", (req, res) => {
  const claims = jwt.verify(req.get("authorization"), process.env.JWT_KEY, { algorithms: ["HS256"] });
  res.json({ customer: claims.sub });
});

// Flaw: open redirect. A link to our shop leads to somebody else's sign-in page.
router.get("/after-login", (req, res) => {
  res.redirect(req.query.next);
});

// Safe: only to places we know.
router.get("/after-login/safe", (req, res) => {
  const places = { cart: "/cart", orders: "/orders", home: "/" };
  res.redirect(places[req.query.next] ?? "/");
});

// Flaw: scripts can read this cookie, and it travels unencrypted.
router.post("/remember", (req, res) => {
  res.cookie("remember", resetToken(), { httpOnly: false, secure: false });
  res.sendStatus(204);
});

// Safe: they can't, and it doesn't.
router.post("/remember/safe", (req, res) => {
  res.cookie("remember", resetToken(), { httpOnly: true, secure: true, sameSite: "strict" });
  res.sendStatus(204);
});

// Flaw: a key named __proto__ changes every object in the server.
router.patch("/profile", (req, res) => {
  const profile = {};
  _.merge(profile, req.body);
  res.json(profile);
});

// Safe: the fields that may change are named.
router.patch("/profile/safe", (req, res) => {
  const profile = { name: String(req.body.name), newsletter: req.body.newsletter === true };
  profiles.set(req.session.customerId, profile);
  res.json(profile);
});

// Flaw: passwords and card numbers end up in the log.
router.post("/login", (req, res) => {
  console.log("login", req.body.email, req.body.password);
  res.sendStatus(weakPasswordHash(req.body.password) === profiles.get(req.body.email)?.hash ? 204 : 401);
});

// Safe: that somebody tried is enough to know.
router.post("/login/safe", (req, res) => {
  const profile = profiles.get(req.body.email);
  console.log("login attempt");
  res.sendStatus(profile && passwordHash(req.body.password, profile.salt) === profile.hash ? 204 : 401);
});

module.exports = { router, seal, weakSeal, resetToken, weakResetToken };
