const express = require("express");
const escapeHtml = require("escape-html");

const app = express();
app.get("/hello", (req, res) => {
  // ruleid: reflected-xss
  res.send("<h1>Hello " + req.query.name + "</h1>");
  // ok: reflected-xss
  res.send("<h1>Hello " + escapeHtml(req.query.name) + "</h1>");
  // ok: reflected-xss
  res.json({ name: req.query.name });
  // ruleid: reflected-xss
  res.write(`<p>${req.params.page}</p>`);
  // ok: reflected-xss
  res.type("text/plain").send(`page ${Number(req.params.page)}`);
});

function greet() {
  const name = new URLSearchParams(location.search).get("name");
  // ruleid: dom-xss
  document.getElementById("name").innerHTML = name;
  // ok: dom-xss
  document.getElementById("name").textContent = name;
  // ruleid: dom-xss
  document.write("<p>" + location.hash + "</p>");
}
module.exports = { greet };

function point() {
  // ok: dom-xss
  $("#" + location.hash.slice(1)).show();
  // ok: dom-xss
  $(location.hash).show();
  // ruleid: dom-xss
  $("<b>" + location.hash);
  // ruleid: dom-xss
  $(decodeURIComponent(location.hash.slice(1)));
}
module.exports.point = point;
