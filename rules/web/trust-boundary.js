const express = require("express");

const app = express();
const THEMES = ["dark", "light"];

app.post("/preferences", (req, res) => {
  // ruleid: trust-boundary
  req.session.theme = req.body.theme;
  // ok: trust-boundary
  req.session.page = Number(req.body.page);
  if (THEMES.includes(req.query.theme)) {
    // ok: trust-boundary
    req.session.theme = req.query.theme;
  }
  res.end();
});
