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

function stay(choice, page) {
  // ok: open-redirect
  location.href = location.href + "?page=" + page;
  // ok: open-redirect
  window.location.href = choice || location.href;
  // ok: open-redirect
  location.href = location.href.split("#")[0] + "?sort=name";
  // ok: open-redirect
  location.href = location.href.replace(/page=\d+/, "page=" + page);
  // ok: open-redirect
  document.location = location.pathname + "?page=" + location.hash.slice(1);
  // ok: open-redirect
  window.location.href = `${window.location.pathname}${page}${window.location.hash}`;
  const address = new URL(location.href);
  address.searchParams.set("page", page);
  // ok: open-redirect
  location.assign(address.toString());
}

function follow() {
  // ruleid: open-redirect
  location.href = location.href.split("next=")[1];
  // ruleid: open-redirect
  location.href = location.href.replace(/^.*next=/, "");
  const address = new URL(location.href);
  // ruleid: open-redirect
  location.assign(address.searchParams.get("next"));
  const at = location.href.indexOf("next=");
  // ruleid: open-redirect
  location.replace(location.href.substring(at + 5));
}
module.exports = { leave, stay, follow };

function toHttps(request, response) {
  // ok: open-redirect
  if (request.secure) return response.redirect("https://" + request.headers.host + request.url);
  // ok: open-redirect
  if (request.fresh) return response.redirect(301, `https://${request.hostname}${request.originalUrl}`);
  // ok: open-redirect
  if (request.xhr) return response.redirect(`${request.protocol}://${request.get("host")}${request.originalUrl}`);
  // ruleid: open-redirect
  return response.redirect("https://" + request.get("x-forwarded-host") + "/home");
}
require("express")().use(toHttps);

function back(request, response) {
  const { next } = request.query;
  // ok: open-redirect
  if (next.startsWith("//shop.example/")) return response.redirect(next);
  // ok: open-redirect
  if (next.indexOf("https://shop.example/") === 0) return response.redirect(next);
  // ruleid: open-redirect
  if (next.indexOf("https://shop.example") === 0) return response.redirect(next);
  // ok: open-redirect
  response.redirect("//shop.example/" + next);
}
require("express")().use(back);

function onward() {
  const next = window.name;
  // ok: open-redirect
  if (next.startsWith("https://shop.example/")) location.href = next;
  // ruleid: open-redirect
  location.href = next;
}
module.exports.onward = onward;
