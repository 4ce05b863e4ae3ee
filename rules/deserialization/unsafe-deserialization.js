const express = require("express");
const serialize = require("node-serialize");
const yaml = require("js-yaml");

const app = express();
app.post("/cart", (req, res) => {
  // ruleid: unsafe-deserialization
  const cart = serialize.unserialize(req.cookies.cart);
  // ok: unsafe-deserialization
  const plain = JSON.parse(req.cookies.cart);
  // ok: unsafe-deserialization
  const settings = yaml.load(req.body.settings);
  res.json([cart, plain, settings]);
});
