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
