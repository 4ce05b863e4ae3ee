const express = require("express");

const app = express();
app.post("/login", (req, res) => {
  const password = req.body.password;
  // ruleid: sensitive-data-in-log, log-injection
  console.log("login with " + password);
  // ok: sensitive-data-in-log
  console.log("login of user", 17);
  // ruleid: log-injection
  console.info("search for " + req.query.term);
  // ok: log-injection
  console.info("page " + Number(req.query.page));
  res.end();
});
