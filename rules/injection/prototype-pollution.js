const express = require("express");
const _ = require("lodash");

const app = express();
const settings = {};
app.post("/settings", (req, res) => {
  // ruleid: prototype-pollution
  settings[req.body.section][req.body.key] = req.body.value;
  // ruleid: prototype-pollution
  _.merge(settings, req.body);
  // ok: prototype-pollution
  settings.colour = req.body.colour;
  const known = new Map();
  // ok: prototype-pollution
  known.set(req.body.key, req.body.value);
  res.json(settings);
});
