const cors = require("cors");
const session = require("express-session");

module.exports = function (app, frame) {
  app.get("/", (req, res) => {
    // ruleid: insecure-cookie
    res.cookie("session", req.sessionID, { httpOnly: false, secure: true });
    // ok: insecure-cookie
    res.cookie("session", req.sessionID, { httpOnly: true, secure: true });
    // ruleid: insecure-cookie
    res.cookie("token", req.sessionID);
    // ruleid: insecure-cookie
    res.cookie("session", req.sessionID, { maxAge: 1000 });
    // ok: insecure-cookie
    res.cookie("session", req.sessionID, { ...options });
    // ok: insecure-cookie
    res.cookie("language", "en", { maxAge: 1000 });
    // ok: insecure-cookie
    res.cookie("language", "en");
    // ruleid: permissive-cors
    res.setHeader("Access-Control-Allow-Origin", "*");
    // ok: permissive-cors
    res.setHeader("Access-Control-Allow-Origin", "https://shop.example.com");
  });
  // ruleid: permissive-cors
  app.use(cors({ origin: "*" }));
  // ok: permissive-cors
  app.use(cors({ origin: "https://shop.example.com" }));
  // ruleid: insecure-cookie
  app.use(session({ secret: process.env.SECRET, cookie: { secure: false } }));
  // ruleid: message-to-any-origin
  frame.contentWindow.postMessage({ price: 12 }, "*");
  // ok: message-to-any-origin
  frame.contentWindow.postMessage({ price: 12 }, "https://pay.example.com");
};

module.exports.more = (app, res, req, cookies) => {
  // ruleid: permissive-cors
  res.writeHead(200, { "access-control-allow-origin": "*" });
  // ok: permissive-cors
  res.writeHead(200, { "access-control-allow-origin": "https://shop.example.com" });
  // ruleid: permissive-cors
  res.set({ etag: "12345", "Access-Control-Allow-Origin": "*" });
  // ruleid: permissive-cors
  res.set("Access-Control-Allow-Origin", req.headers.origin);
  // ok: permissive-cors
  res.set("Access-Control-Allow-Methods", "*");
  // ruleid: insecure-cookie
  cookies.set("visit", "now", { signed: true, httpOnly: false });
  // ok: insecure-cookie
  cookies.set("visit", "now", { signed: true, httpOnly: true });
  // ruleid: insecure-cookie
  app.use(cookieSession({ name: "session", secure: false }));
};
