// Searching the shop: each handler with a flaw has a safe twin below it.
const escapeHtml = require("escape-html");
const express = require("express");
const mongoose = require("mongoose");
const mysql = require("mysql2");

const db = mysql.createConnection({ uri: process.env.DATABASE_URL });
const Review = mongoose.model("Review", new mongoose.Schema({ product: String, stars: Number, text: String }));
const router = express.Router();

// Flaw: SQL injection. The word becomes part of the query: ' or 1=1 -- shows every hidden product.
router.get("/products", (req, res) => {
  const word = req.query.word;
  db.query("select id, name from products where hidden = 0 and name like '%" + word + "%'", (error, rows) => {
    if (error) return res.status(500).json({ error: "search failed" });
    return res.json(rows);
  });
});

// Safe: the word is bound.
router.get("/products/safe", (req, res) => {
  const word = req.query.word;
  db.query("select id, name from products where hidden = 0 and name like ?", [`%${word}%`], (error, rows) => {
    if (error) return res.status(500).json({ error: "search failed" });
    return res.json(rows);
  });
});

function ordersSql(customer) {
  return `select id, total_cents from orders where customer_id = ${customer} order by id desc`;
}

// Flaw: SQL injection through a function: the value goes in here, the query is built above.
router.get("/orders/:customer", (req, res) => {
  db.query(ordersSql(req.params.customer), (_error, rows) => res.json(rows ?? []));
});

// Safe: what is a number can't be a query.
router.get("/orders/:customer/safe", (req, res) => {
  db.query(ordersSql(Number(req.params.customer)), (_error, rows) => res.json(rows ?? []));
});

// Flaw: NoSQL injection. A body of {"product": {"$ne": ""}} finds everything.
router.post("/reviews", async (req, res) => {
  const found = await Review.find({ product: req.body.product });
  res.json(found);
});

// Safe: whatever was sent, a string is searched for.
router.post("/reviews/safe", async (req, res) => {
  const found = await Review.find({ product: String(req.body.product) });
  res.json(found);
});

// Flaw: cross-site scripting. The word is sent back as HTML.
router.get("/page", (req, res) => {
  res.send(`<h1>Results for ${req.query.word}</h1>`);
});

// Safe: characters with a meaning in HTML are escaped first.
router.get("/page/safe", (req, res) => {
  res.send(`<h1>Results for ${escapeHtml(req.query.word)}</h1>`);
});

// Flaw: a pattern from outside may take for ever (and stops the whole server meanwhile).
router.get("/names", (req, res) => {
  const pattern = new RegExp(req.query.pattern);
  res.json(["Teapot", "Kettle", "Samovar"].filter((name) => pattern.test(name)));
});

// Safe: the client's text is compared, not run.
router.get("/names/safe", (req, res) => {
  const part = String(req.query.pattern).toLowerCase();
  res.json(["Teapot", "Kettle", "Samovar"].filter((name) => name.toLowerCase().includes(part)));
});

module.exports = router;
