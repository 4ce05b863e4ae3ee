const express = require("express");

const app = express();
const pages = new Map([["home", "/"]]);
app.get("/go", (req, res) => {
  // ruleid: open-redirect
  res.redirect(req.query.to);
  // ok: open-redirect
  res.redirect("/");
  // ok: open-redirect
  res.redirect("/products/" + req.params.id);
  // ok: open-redirect
  res.redirect(pages.get(req.query.to) ?? "/");
});

app.get("/out", (req, res) => {
  const address = new URL(req.query.to);
  if (!["shop.example", "help.example"].includes(address.hostname)) return res.redirect("/");
  // ok: open-redirect
  res.redirect(req.query.to);
});
app.get("/anywhere", (req, res) => {
  const address = new URL(req.query.to);
  if (address.pathname === "/") return res.redirect("/");
  // ruleid: open-redirect
  res.redirect(req.query.to);
});

function leave() {
  // ruleid: open-redirect
  window.location.href = new URLSearchParams(window.location.search).get("to");
}
module.exports = leave;
