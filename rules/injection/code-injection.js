const express = require("express");
const vm = require("vm");

const app = express();
app.get("/calculate", (req, res) => {
  // ruleid: code-injection
  const a = eval(req.query.formula);
  // ruleid: code-injection
  const b = new Function("x", "return " + req.query.formula)(1);
  // ruleid: code-injection
  const c = vm.runInNewContext(req.body.script, {});
  // ok: code-injection
  const d = JSON.parse(req.body.value);
  // ruleid: code-injection
  setTimeout("refresh('" + req.query.name + "')", 10);
  // ok: code-injection
  setTimeout(() => res.end(req.query.name), 10);
  res.json([a, b, c, d]);
});
