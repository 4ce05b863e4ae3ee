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

function check() {
  const name = window.name;
  const markup = /[<>"'&]/;
  // ok: dom-xss
  if (!markup.test(name)) document.body.innerHTML = "<b>" + name;
  // ruleid: dom-xss
  else document.body.innerHTML = "<b>" + name;
  // ok: dom-xss
  if (markup.exec(name) === null) document.body.innerHTML = "<i>" + name;
  const known = ["north", "south"];
  const place = location.hash;
  // ok: dom-xss
  if (known.includes(place)) document.body.innerHTML = place;
}

function link(event) {
  const next = new URLSearchParams(location.search).get("next");
  // ruleid: dom-xss
  $("#next").attr("href", next);
  // ok: dom-xss
  $("#next").attr("title", next);
  // ok: dom-xss
  $("#next").attr("href", "/pages/" + next);
  // ruleid: dom-xss
  document.querySelector("a").setAttribute("href", next);
  // ruleid: dom-xss
  $("#text").addClass("new").html(next);
  // ruleid: dom-xss
  document.body.innerHTML = event.clipboardData.getData("text/html");
  // ok: dom-xss
  document.body.innerHTML = Number(event.clipboardData.getData("text/plain"));
  const address = new URL(document.location);
  // ruleid: dom-xss
  document.body.innerHTML = address.searchParams.get("name");
  // ruleid: dom-xss
  React.createElement("div", { dangerouslySetInnerHTML: { __html: next } });
}
module.exports.link = [check, link];

function answer(req, res) {
  const headers = new Headers({ "content-type": "text/html" });
  // ruleid: reflected-xss
  new Response(req.query.name, { headers });
  // ok: reflected-xss
  new Response(req.query.name, { headers: new Headers({ "content-type": "text/plain" }) });
  // ok: reflected-xss
  res.send(require("serialize-javascript")({ name: req.query.name }));
}
require("express")().get("/answer", answer);

const DOMPurify = require("dompurify");
function clean(text) {
  // ruleid: weakened-html-cleaner
  const first = DOMPurify.sanitize(text, { ADD_TAGS: ["figure", "script"] });
  // ruleid: weakened-html-cleaner
  const second = DOMPurify.sanitize(text, { ADD_ATTR: ["target", "onclick"] });
  // ruleid: weakened-html-cleaner
  const third = DOMPurify.sanitize(text, { ALLOW_UNKNOWN_PROTOCOLS: true });
  // ok: weakened-html-cleaner
  const fourth = DOMPurify.sanitize(text, { ADD_TAGS: ["figure"], ADD_ATTR: ["target"] });
  // ruleid: weakened-html-cleaner
  const fifth = sanitizeHtml(text, { allowedTags: ["p", "script"] });
  // ok: weakened-html-cleaner
  const sixth = sanitizeHtml(text, { allowedTags: ["p", "a"] });
  return [first, second, third, fourth, fifth, sixth];
}

const Handlebars = require("handlebars");
const nunjucks = require("nunjucks");
const Mustache = require("mustache");
function templates(source, text, data) {
  // ruleid: unescaped-html
  const first = Handlebars.compile(source, { noEscape: true });
  // ok: unescaped-html
  const second = Handlebars.compile(source);
  // ruleid: unescaped-html
  const third = new Handlebars.SafeString(text);
  // ok: unescaped-html
  const fourth = new Handlebars.SafeString("<br>" + Handlebars.escapeExpression(text));
  // ok: unescaped-html
  const fifth = new Handlebars.SafeString("<br>");
  // ruleid: unescaped-html
  nunjucks.configure("views", { autoescape: false });
  // ok: unescaped-html
  nunjucks.configure("views", { autoescape: true });
  // ruleid: unescaped-html
  Mustache.escape = (value) => value;
  // ok: unescaped-html
  Mustache.escape = (value) => escapeHtml(value);
  // ruleid: unescaped-html
  const sixth = serialize(data, { unsafe: true });
  // ok: unescaped-html
  const seventh = serialize(data, { isJSON: true });
  return [first, second, third, fourth, fifth, sixth, seventh];
}

function picture(event) {
  const pasted = event.dataTransfer.getData("text/html");
  // ok: dom-xss
  const page = new DOMParser().parseFromString(pasted, "text/html");
  const image = new Image();
  // ok: dom-xss
  image.src = page.querySelector("img").src;
  const frame = document.createElement("iframe");
  // ruleid: dom-xss
  frame.src = page.querySelector("a").href;
  // ok: dom-xss
  frame.src = URL.createObjectURL(pasted);
  // ruleid: dom-xss
  document.body.innerHTML = page.querySelector("p").outerHTML;
}
