const express = require("express");

const app = express();
app.get("/search", (req, res) => {
  // ruleid: regex-injection
  const pattern = new RegExp(req.query.term);
  // ruleid: slow-regex
  const slow = /^(\w+\s?)*$/.test(req.query.term);
  // ok: slow-regex
  const quick = /^\w+(?:\s\w+)*$/.test("one two");
  // ok: regex-injection
  const fixed = new RegExp("^[a-z]+$");
  res.json([pattern.source, slow, quick, fixed.source]);
});
