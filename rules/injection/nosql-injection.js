const express = require("express");
const mongoose = require("mongoose");
const { MongoClient } = require("mongodb");

const app = express();
const User = mongoose.model("User", new mongoose.Schema({ email: String }));

app.post("/login", async (req, res) => {
  // ruleid: nosql-injection
  const user = await User.findOne({ email: req.body.email, password: req.body.password });
  // ok: nosql-injection
  const same = await User.findOne({ email: String(req.body.email) });
  const client = new MongoClient("mongodb://localhost");
  const orders = client.db("shop").collection("orders");
  // ruleid: nosql-injection, code-injection
  const found = await orders.find({ $where: "this.owner == '" + req.body.owner + "'" }).toArray();
  // ok: nosql-injection
  const mine = await orders.find({ owner: req.params.owner }).toArray();
  res.json({ user, same, found, mine });
});

app.get("/search", async (req, res) => {
  const filter = JSON.parse(req.query.filter);
  const orders = new MongoClient("mongodb://localhost").db("shop").collection("orders");
  // ruleid: nosql-injection
  const found = await orders.find({ owner: filter.owner }).toArray();
  // ok: nosql-injection
  const mine = await orders.find({ owner: `${req.body.owner}` }).toArray();
  // ok: nosql-injection
  const same = await orders.find({ owner: { $eq: req.body.owner } }).toArray();
  // ok: nosql-injection
  const clean = await orders.find({ owner: require("mongo-sanitize")(req.body.owner) }).toArray();
  // ruleid: nosql-injection
  const users = await User.find().where(req.body.where);
  res.json({ found, mine, same, clean, users });
});
