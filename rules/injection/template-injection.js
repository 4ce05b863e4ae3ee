const express = require("express");
const pug = require("pug");
const Handlebars = require("handlebars");

const app = express();
app.get("/hello", (req, res) => {
  // ruleid: template-injection
  const page = pug.render("h1 Hello " + req.query.name);
  // ruleid: template-injection
  const greet = Handlebars.compile("Hello " + req.query.name);
  // ok: template-injection
  const safe = pug.render("h1 Hello #{name}", { name: req.query.name });
  // ok: template-injection
  res.render("hello", { name: req.query.name, page, greet, safe });
});
